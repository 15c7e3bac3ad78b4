//! Individual stability: which states each decision maker has a reason to keep.
//!
//! Definitions follow Fang, Hipel and Kilgour (1993) and Xu, Hipel, Kilgour and Fang (2018, ch. 4); simultaneous
//! sanctioning follows Fraser and Hipel (1984). Opponents answer by legal sequences: nobody moves twice in a row, and
//! anybody may move again later.
//!
//! # How it is fast
//!
//! Whether an improvement is deterred depends only on the worst outcome that the others can bring about from where it
//! leads. That worst outcome is had for all states at once: states are taken from worst to best, and from each the
//! moves are followed backwards to states not reached before. Each state is then reached once. The moves themselves
//! are not gone through either: the states a decision maker can move between form a class, sorted by its preference,
//! and the states from which a state is an improvement are the tail of that class. What of the tail was reached
//! before is remembered, so all analyses together take time in proportion to states times decision makers (times the
//! classes that lead to a class, where options are one-way).

mod deterred;
mod paths;
mod sim;

use rayon::prelude::*;

use crate::error::{Error, ErrorKind, Result};
use crate::game::{Coalition, Game, Maker, Space, StateSet};

pub(crate) use paths::{Paths, Steps, highest_along};
pub use sim::answers as simultaneous_answers;

/// A reason to stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Concept {
    /// Nash stability: there is no improvement.
    R,
    /// General metarationality: each improvement is deterred by some answer of the others.
    Gmr,
    /// Symmetric metarationality: and one cannot escape that answer.
    Smr,
    /// Sequential stability: each improvement is deterred by improvements of the others.
    Seq,
    /// Simultaneous stability: each improvement is deterred by improvements of the others made at the same time.
    Sim,
}

impl Concept {
    /// All concepts.
    pub const ALL: [Concept; 5] = [Concept::R, Concept::Gmr, Concept::Smr, Concept::Seq, Concept::Sim];

    /// The usual abbreviation.
    pub fn name(self) -> &'static str {
        match self {
            Concept::R => "R",
            Concept::Gmr => "GMR",
            Concept::Smr => "SMR",
            Concept::Seq => "SEQ",
            Concept::Sim => "SIM",
        }
    }
}

impl std::fmt::Display for Concept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl std::str::FromStr for Concept {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let upper = text.trim().to_uppercase();
        let name = if upper == "NASH" { "R" } else { upper.as_str() };
        Self::ALL.into_iter().find(|c| c.name() == name).ok_or_else(|| {
            Error::new(
                ErrorKind::UnknownName,
                format!("there is no concept “{text}”; the concepts are R, GMR, SMR, SEQ and SIM"),
            )
        })
    }
}

/// The stable states of each decision maker under several concepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stability {
    tables: Vec<(Concept, Vec<StateSet>)>,
}

impl Stability {
    /// The concepts that were analysed, in the usual order.
    pub fn concepts(&self) -> impl Iterator<Item = Concept> + '_ {
        self.tables.iter().map(|(c, _)| *c)
    }

    /// The stable states of each decision maker, if the concept was analysed.
    pub fn table(&self, concept: Concept) -> Option<&[StateSet]> {
        self.tables.iter().find(|(c, _)| *c == concept).map(|(_, t)| t.as_slice())
    }

    /// The states that are stable for every decision maker.
    pub fn equilibria(&self, concept: Concept) -> Option<StateSet> {
        self.table(concept).and_then(everyone)
    }

    /// The states where each decision maker is stable by SEQ and by SIM.
    pub fn seq_and_sim(&self) -> Option<StateSet> {
        Some(self.equilibria(Concept::Seq)?.and(&self.equilibria(Concept::Sim)?))
    }

    /// The states where each decision maker is stable by SEQ or by SIM.
    pub fn seq_or_sim(&self) -> Option<StateSet> {
        let (seq, sim) = (self.table(Concept::Seq)?, self.table(Concept::Sim)?);
        let either: Vec<StateSet> = seq.iter().zip(sim).map(|(a, b)| a.or(b)).collect();
        everyone(&either)
    }
}

fn everyone(sets: &[StateSet]) -> Option<StateSet> {
    sets.iter().cloned().reduce(|a, b| a.and(&b))
}

/// The concepts that are defined for a conflict: SIM needs states that are single choices of options.
pub fn defined(game: &Game) -> Vec<Concept> {
    let sim = matches!(game.space(), Space::Options(_));
    Concept::ALL.into_iter().filter(|c| *c != Concept::Sim || sim).collect()
}

/// Finds the stable states of every decision maker.
///
/// # Errors
///
/// SIM is refused in graph form and with merged states, where it is not defined, and where trying all combinations
/// of answers would take too long.
pub fn solve(game: &Game, concepts: &[Concept]) -> Result<Stability> {
    let mut wanted = concepts.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let paths = Paths::new(game);
    let tasks: Vec<(Concept, Maker)> =
        wanted.iter().flat_map(|c| (0..game.makers().len()).map(move |i| (*c, i))).collect();
    let sets: Vec<StateSet> = tasks.par_iter().map(|(c, i)| stable(game, &paths, *c, *i)).collect::<Result<_>>()?;
    let mut sets = sets.into_iter();
    let tables = wanted.into_iter().map(|c| (c, sets.by_ref().take(game.makers().len()).collect())).collect();
    Ok(Stability { tables })
}

fn stable(game: &Game, paths: &Paths, concept: Concept, maker: Maker) -> Result<StateSet> {
    let ranks = game.ranks(maker);
    let others = Coalition::of(maker).others(game.makers().len());
    Ok(match concept {
        // Nothing deters: the worst that can follow is what one moved to.
        Concept::R => deterred::all_deterred(game, paths, maker, ranks, ranks, 0),
        Concept::Gmr => {
            let worst = paths.highest(others, Steps::Moves, ranks);
            deterred::all_deterred(game, paths, maker, &worst, ranks, 0)
        }
        Concept::Smr => {
            let escape = deterred::best_after_moving(game, maker, ranks);
            let worst = paths.highest(others, Steps::Moves, &escape);
            deterred::all_deterred(game, paths, maker, &worst, ranks, 0)
        }
        Concept::Seq => {
            let worst = paths.highest(others, Steps::Improvements, ranks);
            deterred::all_deterred(game, paths, maker, &worst, ranks, 0)
        }
        Concept::Sim => sim::stable(game, paths, maker)?,
    })
}

/// The states where every improvement is deterred by something strongly less preferred (Hamouda, Kilgour and Hipel
/// 2004), per decision maker. The other stable states are weakly stable.
///
/// # Errors
///
/// R and SIM have no strong form.
pub fn strongly_stable(game: &Game, concept: Concept) -> Result<Vec<StateSet>> {
    let steps = match concept {
        Concept::Gmr | Concept::Smr => Steps::Moves,
        Concept::Seq => Steps::Improvements,
        Concept::R | Concept::Sim => {
            let message = format!("{concept} has no strong and weak form; ask for GMR, SMR or SEQ");
            return Err(Error::new(ErrorKind::Unsupported, message));
        }
    };
    let paths = Paths::new(game);
    let makers: Vec<Maker> = (0..game.makers().len()).collect();
    let sets = makers.par_iter().map(|maker| {
        let none = vec![0; game.len()];
        let levels = game.order(*maker).levels.as_deref().unwrap_or(&none);
        let others = Coalition::of(*maker).others(game.makers().len());
        let worst = if concept == Concept::Smr {
            paths.highest(others, steps, &deterred::best_after_moving(game, *maker, levels))
        } else {
            paths.highest(others, steps, levels)
        };
        // One level lower at least.
        deterred::all_deterred(game, &paths, *maker, &worst, levels, 1)
    });
    Ok(sets.collect())
}
