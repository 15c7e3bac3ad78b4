//! What proves a verdict: for each improvement the answer that deters it, or that there is none.

use crate::error::{Error, ErrorKind, Result};
use crate::game::{Coalition, Game, Maker, State};
use crate::stability::{self, Concept, Steps};
use crate::walk::{Step, Walk};

/// Whether a state is stable for a decision maker, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The concept.
    pub concept: Concept,
    /// The decision maker.
    pub maker: Maker,
    /// The state.
    pub state: State,
    /// Every improvement with what deters it. The state is stable when all are deterred.
    pub improvements: Vec<Improvement>,
}

/// An improvement of a decision maker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Improvement {
    /// Where it leads.
    pub to: State,
    /// What deters it.
    pub deterrent: Option<Deterrent>,
    /// For SMR, where nothing deters it: an answer to a state that is no better, and the way out from there.
    pub escaped: Option<Escaped>,
}

/// Moves of the others that leave the decision maker no better off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deterrent {
    /// One after another, from where the improvement leads. The last state is no better.
    Sequence(Vec<Step>),
    /// At the same time as the improvement: what each does, as the state its own move would lead to, and what results.
    Together {
        /// The others' improvements, each from the original state.
        moves: Vec<Step>,
        /// The state that results when all is done.
        result: State,
    },
}

/// An answer that the decision maker can escape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Escaped {
    /// The others' answer.
    pub answer: Vec<Step>,
    /// The better state that the decision maker can move on to.
    pub way_out: State,
}

impl Verdict {
    /// Whether the state is stable.
    pub fn stable(&self) -> bool {
        self.improvements.iter().all(|i| i.deterrent.is_some())
    }
}

impl Deterrent {
    /// The state it ends in; `from` is where the improvement led.
    pub fn result(&self, from: State) -> State {
        match self {
            Deterrent::Sequence(steps) => steps.last().map_or(from, |s| s.to),
            Deterrent::Together { result, .. } => *result,
        }
    }
}

/// Judges one state for one decision maker.
///
/// Every deterring sequence is one of the shortest; among those of equal length that to the earliest state is given.
pub fn verdict(game: &Game, concept: Concept, maker: Maker, state: State) -> Result<Verdict> {
    if concept == Concept::Sim && !stability::defined(game).contains(&Concept::Sim) {
        return Err(Error::new(
            ErrorKind::Unsupported,
            "SIM is defined only where each state is one choice of options",
        ));
    }
    let improvements = game.improvements(maker, state);
    let judged = improvements.into_iter().map(|to| improvement(game, concept, maker, state, to));
    Ok(Verdict { concept, maker, state, improvements: judged.collect::<Result<_>>()? })
}

fn improvement(game: &Game, concept: Concept, maker: Maker, state: State, to: State) -> Result<Improvement> {
    let others = Coalition::of(maker).others(game.makers().len());
    let no_better = |t: State| !game.prefers(maker, t, state);
    let way_out = |t: State| game.moves(maker, t).into_iter().find(|u| game.prefers(maker, *u, state));
    let mut escaped = None;
    let deterrent = match concept {
        Concept::R => None,
        Concept::Sim => stability::simultaneous_answers(game, maker, state, to)?.map(|(moves, result)| {
            let moves = moves.into_iter().map(|(mover, to)| Step { mover, to }).collect();
            Deterrent::Together { moves, result }
        }),
        Concept::Gmr | Concept::Smr | Concept::Seq => {
            let steps = if concept == Concept::Seq { Steps::Improvements } else { Steps::Moves };
            let walk = Walk::by(game, to, others, steps);
            let found = walk.nearest(|t| no_better(t) && (concept != Concept::Smr || way_out(t).is_none()));
            if found.is_none() && concept == Concept::Smr {
                escaped =
                    walk.nearest(no_better).and_then(|t| Some(Escaped { answer: walk.path(t)?, way_out: way_out(t)? }));
            }
            found.and_then(|t| walk.path(t)).map(Deterrent::Sequence)
        }
    };
    Ok(Improvement { to, deterrent, escaped })
}
