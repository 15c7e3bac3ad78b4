//! What a solved case says, in the words of negotiation.

mod levers;
mod outcomes;
mod robustness;
mod solved;
mod table;

pub use levers::{Deterrent, Leaving, Levers, Ruled, WantedError, levers};
pub use outcomes::{Outcome, Reason, settlement};
pub use robustness::Flip;
pub(crate) use robustness::speaks_of;
pub use solved::Solved;
pub(crate) use table::{alike, contents, distance, holds};

use crate::Casefile;

/// The answers to "which outcomes hold, and how surely".
#[derive(Debug, Clone)]
pub struct Answers {
    /// Number of states.
    pub states: usize,
    /// What the conflict looks like now.
    pub status_quo: Option<Outcome>,
    /// Outcomes that hold, those by most concepts and nearest to the status quo first; at most [`MOST`].
    pub outcomes: Vec<Outcome>,
    /// Number of outcomes that hold, shown or not.
    pub holding: usize,
    /// What all of them have in common, in words: taken, and not taken.
    pub common: [Vec<String>; 2],
    /// What happens when a preference that rests on little is turned round; the one that changes most first.
    pub flips: Vec<Flip>,
}

/// Outcomes shown.
pub const MOST: usize = 6;

/// Solves a case and puts it into words.
///
/// # Errors
/// Where the engine refuses the model.
pub fn answers(file: &Casefile) -> conflict::Result<Answers> {
    let solved = Solved::new(file)?;
    let (mut outcomes, holding) = outcomes::outcomes(&solved, MOST)?;
    let common = outcomes::common(&solved);
    let flips = robustness::flips(&solved)?;
    for outcome in &mut outcomes {
        outcome.lost_by = flips
            .iter()
            .enumerate()
            .filter(|(_, flip)| flip.lost.binary_search(&outcome.label).is_ok())
            .map(|(at, _)| at)
            .collect();
    }
    let status_quo = solved.game.status_quo().map(|state| outcomes::outcome(&solved, state)).transpose()?;
    Ok(Answers { states: solved.game.len(), status_quo, outcomes, holding, common, flips })
}
