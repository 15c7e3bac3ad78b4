//! Unknown preference (Li, Hipel, Kilgour and Fang 2004): a decision maker may not know how it ranks two states.

use rayon::prelude::*;

use crate::error::{Error, ErrorKind, Result};
use crate::game::{Coalition, Game, Maker, State, StateSet};
use crate::stability::Concept;
use crate::walk::Walk;

/// How uncertainty is taken: as a reason to leave or not, and as a deterrent or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extension {
    /// Leaves for better or unknown; deterred only by what is known to be no better.
    A,
    /// Leaves only for better; deterred only by what is known to be no better.
    B,
    /// Leaves for better or unknown; deterred by no better or unknown.
    C,
    /// Leaves only for better; deterred by no better or unknown.
    D,
}

impl Extension {
    /// All four.
    pub const ALL: [Extension; 4] = [Extension::A, Extension::B, Extension::C, Extension::D];

    /// The usual letter.
    pub fn name(self) -> &'static str {
        match self {
            Extension::A => "a",
            Extension::B => "b",
            Extension::C => "c",
            Extension::D => "d",
        }
    }

    fn leaves_for_unknown(self) -> bool {
        matches!(self, Extension::A | Extension::C)
    }

    fn deterred_by_unknown(self) -> bool {
        matches!(self, Extension::C | Extension::D)
    }
}

/// States beyond which following every improvement takes minutes.
const MOST_STATES: usize = 1 << 13;

/// Whether a preference between two states is unknown.
struct Unknown(Vec<Vec<(State, State)>>);

impl Unknown {
    fn new(game: &Game) -> Self {
        let pairs = |i: Maker| {
            let mut all: Vec<_> = game.order(i).unknown.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).collect();
            all.sort_unstable();
            all
        };
        Self((0..game.makers().len()).map(pairs).collect())
    }

    fn contains(&self, maker: Maker, a: State, b: State) -> bool {
        self.0[maker].binary_search(&(a, b)).is_ok()
    }
}

/// The states stable for each decision maker under an extension of R, GMR, SMR or SEQ.
///
/// In SEQ the others answer with moves to states they prefer or whose preference they do not know, in all four
/// extensions, as in the source.
pub fn stable(game: &Game, concept: Concept, extension: Extension) -> Result<Vec<StateSet>> {
    if concept == Concept::Sim {
        let message = "SIM has no extension to unknown preference; ask for R, GMR, SMR or SEQ";
        return Err(Error::new(ErrorKind::Unsupported, message));
    }
    if game.len() > MOST_STATES {
        let message =
            format!("unknown preference is analysed for at most {MOST_STATES} states, and here are {}", game.len());
        return Err(Error::new(ErrorKind::TooLarge, message));
    }
    let unknown = Unknown::new(game);
    let makers = game.makers().len();
    let table = (0..makers).map(|i| {
        let others = Coalition::of(i).others(makers);
        let verdicts: Vec<bool> = (0..game.len() as State)
            .into_par_iter()
            .map(|s| {
                let in_doubt = |t: State| unknown.contains(i, s, t);
                let better = |t: State| !in_doubt(t) && game.prefers(i, t, s);
                let leaves = |t: State| better(t) || extension.leaves_for_unknown() && in_doubt(t);
                let deters = |t: State| !better(t) && (extension.deterred_by_unknown() || !in_doubt(t));
                game.moves(i, s).into_iter().filter(|t| leaves(*t)).all(|t| match concept {
                    Concept::Gmr => Walk::by_moves(game, t, others).nearest(deters).is_some(),
                    Concept::Smr => {
                        let caught = |u: State| deters(u) && game.moves(i, u).into_iter().all(deters);
                        Walk::by_moves(game, t, others).nearest(caught).is_some()
                    }
                    Concept::Seq => {
                        let step = |j: Maker, a: State, b: State| unknown.contains(j, a, b) || game.prefers(j, b, a);
                        Walk::new(game, t, others, step).nearest(deters).is_some()
                    }
                    Concept::R | Concept::Sim => false,
                })
            })
            .collect();
        StateSet::from_fn(game.len(), |s| verdicts[s as usize])
    });
    Ok(table.collect())
}
