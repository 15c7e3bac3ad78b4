//! Status quo analysis (Li, Kilgour and Hipel 2005): where a conflict can go from where it stands.

use crate::error::{Error, ErrorKind, Result};
use crate::game::{Coalition, Game, State};
use crate::walk::Walk;

/// What can be reached from the status quo.
#[derive(Clone, Debug)]
pub struct StatusQuo {
    /// The state in which the conflict stands.
    pub state: State,
    /// What legal sequences of moves of all decision makers reach.
    pub by_moves: Walk,
    /// The same with improvements only.
    pub by_improvements: Walk,
}

/// Finds what can be reached from the status quo, or from `state` if given.
pub fn analyse(game: &Game, state: Option<State>) -> Result<StatusQuo> {
    let state = state.or(game.status_quo()).ok_or_else(|| {
        Error::new(ErrorKind::Missing, "the conflict names no status quo; add status_quo or name a state")
    })?;
    let all = Coalition::all(game.makers().len());
    Ok(StatusQuo {
        state,
        by_moves: Walk::by_moves(game, state, all),
        by_improvements: Walk::by_improvements(game, state, all),
    })
}
