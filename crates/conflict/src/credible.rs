//! What sequences of moves would need: along each, the moves that are not improvements as things stand.

use std::collections::VecDeque;

use crate::game::{Coalition, Game, Maker, State};

/// Things needed together, ascending.
pub(crate) type Needs<R> = Vec<R>;

/// Beyond this many ways to one state the search is given up.
const MOST_WAYS: usize = 256;

/// For every state that legal sequences of one or more moves of `movers` reach from `start`, the smallest sets of
/// needs that open a way to it: no set contains another. `need` says what a move needs (`Some(None)` when nothing)
/// or that it cannot be used (`None`); sets for which `keep` is false are dropped.
///
/// `None` when there are too many ways to list.
pub(crate) fn ways<R: Ord + Copy>(
    game: &Game,
    start: State,
    movers: Coalition,
    need: impl Fn(Maker, State, State) -> Option<Option<R>>,
    keep: impl Fn(&[R]) -> bool,
) -> Option<Vec<Vec<Needs<R>>>> {
    let makers = game.makers().len();
    let mut found: Vec<Vec<Needs<R>>> = vec![Vec::new(); game.len() * makers];
    let mut open: VecDeque<(State, Option<Maker>, Needs<R>)> = VecDeque::from([(start, None, Vec::new())]);
    while let Some((state, last, needs)) = open.pop_front() {
        // Something smaller may have come since this was noted.
        if last.is_some_and(|l| !found[state as usize * makers + l].contains(&needs)) {
            continue;
        }
        for mover in movers.members().filter(|m| Some(*m) != last) {
            for to in game.moves(mover, state) {
                let Some(more) = need(mover, state, to) else { continue };
                let mut needs = needs.clone();
                if let Some(more) = more
                    && let Err(at) = needs.binary_search(&more)
                {
                    needs.insert(at, more);
                }
                let there = &mut found[to as usize * makers + mover];
                if there.len() > MOST_WAYS {
                    return None;
                }
                if keep(&needs) && add(there, &needs) {
                    open.push_back((to, Some(mover), needs));
                }
            }
        }
    }
    let by_state = found.chunks(makers).map(|by_last| {
        let mut all = Vec::new();
        for needs in by_last.iter().flatten() {
            add(&mut all, needs);
        }
        all
    });
    Some(by_state.collect())
}

/// Adds a set unless one already there is part of it; drops those that it is part of. Says whether it was added.
pub(crate) fn add<R: Ord + Copy>(sets: &mut Vec<Needs<R>>, new: &[R]) -> bool {
    if sets.iter().any(|s| is_part(s, new)) {
        return false;
    }
    sets.retain(|s| !is_part(new, s));
    sets.push(new.to_vec());
    true
}

/// Whether every item of one ascending list is in another.
pub(crate) fn is_part<R: Ord>(small: &[R], large: &[R]) -> bool {
    small.len() <= large.len() && small.iter().all(|r| large.binary_search(r).is_ok())
}
