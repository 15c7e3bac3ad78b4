//! Simultaneous sanctioning (Fraser and Hipel 1984).
//!
//! The others answer an improvement at the same time as it is made: each stays or takes an improvement from the
//! original state, and at least one takes one. All combinations are tried afresh for every improvement.

use rayon::prelude::*;

use super::paths::Paths;
use crate::error::{Error, ErrorKind, Result};
use crate::game::{Game, Maker, OptionSpace, Space, State, StateSet};
use crate::pattern::Choice;

/// More combinations than this take minutes.
const MOST_COMBINATIONS: u128 = 1 << 34;

fn option_space(game: &Game) -> Result<&OptionSpace> {
    match game.space() {
        Space::Options(space) => Ok(space),
        Space::Arcs(_) => Err(Error::new(
            ErrorKind::Unsupported,
            "SIM is defined only where each state is one choice of options; leave SIM out for graph form and merged states",
        )),
    }
}

pub(super) fn stable(game: &Game, paths: &Paths, maker: Maker) -> Result<StateSet> {
    let space = option_space(game)?;
    let n = game.len();
    let others: Vec<Maker> = (0..game.makers().len()).filter(|j| *j != maker).collect();
    let combinations: u128 = (0..n as State)
        .into_par_iter()
        .map(|s| {
            let answers: u128 = others.iter().map(|j| count(game, space, paths, *j, s) as u128 + 1).product();
            (answers - 1) * count(game, space, paths, maker, s) as u128
        })
        .sum();
    if combinations > MOST_COMBINATIONS {
        let message = format!(
            "SIM would try {combinations} combinations of answers; leave SIM out or analyse a smaller conflict"
        );
        return Err(Error::new(ErrorKind::TooLarge, message));
    }
    let verdicts: Vec<bool> = (0..n as State)
        .into_par_iter()
        .map_init(Vec::new, |changes: &mut Vec<Vec<Choice>>, s| {
            let own = improvements(game, space, paths, maker, s);
            if own.is_empty() {
                return true;
            }
            let here = space.choices[s as usize];
            changes.clear();
            for j in &others {
                let answers = improvements(game, space, paths, *j, s);
                changes.push(answers.into_iter().map(|t| space.choices[t as usize] ^ here).collect());
            }
            let rank = game.ranks(maker)[s as usize];
            own.iter().all(|t| {
                let start = space.choices[*t as usize];
                sanction(game, space, maker, rank, changes, start, false).is_some()
            })
        })
        .collect();
    Ok(StateSet::from_fn(n, |s| verdicts[s as usize]))
}

fn count(game: &Game, space: &OptionSpace, paths: &Paths, maker: Maker, s: State) -> usize {
    let (classes, sorted) = (&space.classes[maker], paths.sorted(maker));
    let rank = game.ranks(maker)[s as usize];
    let class = classes.class_of[s as usize];
    let better = |c: u32| {
        let members = &sorted[classes.start[c as usize] as usize..classes.start[c as usize + 1] as usize];
        members.partition_point(|m| m.0 < rank)
    };
    better(class) + classes.onward(class).iter().map(|c| better(*c)).sum::<usize>()
}

fn improvements(game: &Game, space: &OptionSpace, paths: &Paths, maker: Maker, s: State) -> Vec<State> {
    let (classes, sorted) = (&space.classes[maker], paths.sorted(maker));
    let rank = game.ranks(maker)[s as usize];
    let class = classes.class_of[s as usize];
    let mut found = Vec::new();
    for c in std::iter::once(class).chain(classes.onward(class).iter().copied()) {
        let members = &sorted[classes.start[c as usize] as usize..classes.start[c as usize + 1] as usize];
        found.extend(members.iter().take_while(|m| m.0 < rank).map(|m| m.1));
    }
    found
}

/// A feasible state, no better than `rank` for `maker`, that results when the others change their options as well,
/// at least one of them.
fn sanction(
    game: &Game,
    space: &OptionSpace,
    maker: Maker,
    rank: u32,
    changes: &[Vec<Choice>],
    choice: Choice,
    answered: bool,
) -> Option<State> {
    let Some((first, rest)) = changes.split_first() else {
        let state = space.lookup.get(choice).filter(|_| answered)?;
        return (game.ranks(maker)[state as usize] >= rank).then_some(state);
    };
    let stay = sanction(game, space, maker, rank, rest, choice, answered);
    stay.or_else(|| first.iter().find_map(|change| sanction(game, space, maker, rank, rest, choice ^ change, true)))
}

/// What others do at the same time: each its own move from the original state, as where that alone would lead.
pub type Together = Vec<(Maker, State)>;

/// How the others deter the move of `maker` from `from` to `to` at the same time: what each does, as the state its
/// own improvement from `from` would lead to, and the state that results. `None` when nothing deters it.
pub fn answers(game: &Game, maker: Maker, from: State, to: State) -> Result<Option<(Together, State)>> {
    let space = option_space(game)?;
    let here = space.choices[from as usize];
    let others: Vec<Maker> = (0..game.makers().len()).filter(|j| *j != maker).collect();
    let changes: Vec<Vec<Choice>> = others
        .iter()
        .map(|j| game.improvements(*j, from).into_iter().map(|t| space.choices[t as usize] ^ here).collect())
        .collect();
    let rank = game.ranks(maker)[from as usize];
    let start = space.choices[to as usize];
    let Some(result) = sanction(game, space, maker, rank, &changes, start, false) else { return Ok(None) };
    let difference = space.choices[result as usize] ^ start;
    let mut taken = Vec::new();
    for j in others {
        let change = difference & space.own[j];
        if change != 0
            && let Some(t) = space.lookup.get(here ^ change)
        {
            taken.push((j, t));
        }
    }
    Ok(Some((taken, result)))
}
