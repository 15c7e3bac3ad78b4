//! In how many profiles a state is an equilibrium by SEQ.
//!
//! Here the decision makers depend on one another: what deters one must be an improvement for others. The number is
//! exact
//!
//! - where there are few profiles, by trying each;
//! - with one open decision maker, by placing the states from best to worst and keeping, for each set placed, only
//!   which ways of deterring are still open;
//! - with two decision makers in option form, both open, by going through the sets of states above the wanted one for
//!   both: once these are fixed, each remaining question is whether one state is the best of a group, the groups share
//!   no state, and so the answers are independent.
//!
//! Elsewhere it lies between the numbers for R and GMR, since R implies SEQ and SEQ implies GMR.

use std::collections::HashMap;

use num_bigint::BigUint;
use rayon::prelude::*;

use crate::credible::{self, ways};
use crate::error::Result;
use crate::game::{Coalition, Game, Maker, Space, State};
use crate::stability::Concept;
use crate::walk::Walk;
use crate::witness;

/// As many profiles are tried one by one.
const MOST_TRIED: usize = 50_000;

/// Sets placed, with what is open, that are kept at once.
const MOST_KEPT: usize = 1 << 20;

/// States above which pairs of sets are too many.
const MOST_PAIRED: usize = 13;

/// States above which sets are too many.
const MOST_PLACED: usize = 20;

/// The number of profiles, or `None` where no exact method is feasible.
pub(super) fn profiles(game: &Game, state: State, open: &[Maker]) -> Result<Option<BigUint>> {
    let each = (1..=game.len()).try_fold(1usize, |all, k| all.checked_mul(k));
    let all = open.iter().try_fold(1usize, |all, _| all.checked_mul(each?));
    if all.is_some_and(|a| a <= MOST_TRIED) {
        let mut count = 0;
        try_each(game, state, open, &mut count)?;
        return Ok(Some(BigUint::from(count)));
    }
    Ok(match (open, game.space()) {
        ([maker], _) if game.len() <= MOST_PLACED => one_open(game, state, *maker),
        ([_, _], Space::Options(_)) if game.makers().len() == 2 && game.len() <= MOST_PAIRED => {
            Some(two_open(game, state))
        }
        _ => None,
    })
}

/// Whether a state is an equilibrium by SEQ.
fn equilibrium(game: &Game, state: State) -> Result<bool> {
    for maker in 0..game.makers().len() {
        if !witness::verdict(game, Concept::Seq, maker, state)?.stable() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn try_each(game: &Game, state: State, open: &[Maker], count: &mut u64) -> Result<()> {
    let Some((maker, rest)) = open.split_first() else {
        *count += u64::from(equilibrium(game, state)?);
        return Ok(());
    };
    let n = game.len();
    for mut code in 0..(1..=n).product::<usize>() {
        // The code in the factorial number system names a permutation.
        let mut left: Vec<u32> = (0..n as u32).collect();
        let ranks = (0..n).map(|s| {
            let take = code % (n - s);
            code /= n - s;
            left.remove(take)
        });
        let ranks = ranks.collect();
        try_each(&game.with_ranks(*maker, ranks), state, rest, count)?;
    }
    Ok(())
}

/// A move of the open decision maker that must be an improvement, as origin and destination.
type Arc = (State, State);

/// For each improvement of another decision maker: the sets of arcs of which one must consist of improvements only.
type Wanted = Vec<Vec<Vec<Arc>>>;

fn one_open(game: &Game, state: State, maker: Maker) -> Option<BigUint> {
    let makers = game.makers().len();
    let mut wanted: Wanted = Vec::new();
    for i in (0..makers).filter(|i| *i != maker) {
        for to in game.improvements(i, state) {
            let others = Coalition::of(i).others(makers);
            let need = |mover: Maker, from: State, to: State| {
                if mover == maker { Some(Some((from, to))) } else { game.prefers(mover, to, from).then_some(None) }
            };
            let reached = ways(game, to, others, need, |_| true)?;
            let mut sets = Vec::new();
            for (_, needs) in reached.iter().enumerate().filter(|(t, _)| !game.prefers(i, *t as State, state)) {
                needs.iter().for_each(|set| {
                    credible::add(&mut sets, set);
                });
            }
            match sets.as_slice() {
                [] => return Some(BigUint::ZERO),
                [only] if only.is_empty() => {}
                _ => wanted.push(sets),
            }
        }
    }
    wanted.sort_unstable();
    wanted.dedup();
    // What the others reach by improvements after each own move; it must not all be above the wanted state.
    let others = Coalition::of(maker).others(makers);
    let own: Vec<(u32, u32)> = game
        .moves(maker, state)
        .into_iter()
        .map(|to| (1 << to, Walk::by_improvements(game, to, others).reached().fold(0u32, |set, t| set | 1 << t)))
        .collect();
    let mut layer: HashMap<(u32, Wanted), u64> = HashMap::from([((0, wanted), 1)]);
    for _ in 0..game.len() {
        let mut next: HashMap<(u32, Wanted), u64> = HashMap::new();
        for ((above, wanted), count) in layer {
            for place in (0..game.len() as State).filter(|s| above >> s & 1 == 0) {
                if place == state && own.iter().any(|(to, ends)| above & to != 0 && ends & !above == 0) {
                    continue;
                }
                if let Some(wanted) = placed(&wanted, place, above) {
                    // No more than 20!, which fits.
                    *next.entry((above | 1 << place, wanted)).or_default() += count;
                }
            }
            if next.len() > MOST_KEPT {
                return None;
            }
        }
        layer = next;
    }
    Some(layer.into_values().map(BigUint::from).sum())
}

/// What is still wanted once a state is placed below all of `above`: its arcs to those are improvements, its others
/// not.
fn placed(wanted: &Wanted, place: State, above: u32) -> Option<Wanted> {
    let mut left: Wanted = Vec::with_capacity(wanted.len());
    'next: for sets in wanted {
        if !sets.iter().flatten().any(|arc| arc.0 == place) {
            left.push(sets.clone());
            continue;
        }
        let mut open = Vec::new();
        for set in sets.iter().filter(|set| set.iter().all(|(a, b)| *a != place || above >> b & 1 == 1)) {
            let rest: Vec<Arc> = set.iter().filter(|(a, _)| *a != place).copied().collect();
            if rest.is_empty() {
                continue 'next;
            }
            credible::add(&mut open, &rest);
        }
        if open.is_empty() {
            return None;
        }
        open.sort_unstable();
        left.push(open);
    }
    left.sort_unstable();
    left.dedup();
    Some(left)
}

/// Two decision makers, both open.
fn two_open(game: &Game, state: State) -> BigUint {
    let others = game.len() as u32 - 1;
    let mask = |maker: Maker, s: State| game.moves(maker, s).into_iter().fold(0u32, |set, t| set | 1 << t);
    let moves: Vec<Vec<u32>> = (0..2).map(|i| (0..game.len() as State).map(|s| mask(i, s)).collect()).collect();
    let factorials: Vec<u128> = (0..=others)
        .scan(1u128, |f, k| {
            *f *= u128::from(k.max(1));
            Some(*f)
        })
        .collect();
    // The rankings of the deterring decision maker with `own` above the wanted state, in which after each move of the
    // other to a state of `theirs`, the other's states above, it has an improvement to a state not of `theirs`.
    let rankings = |deterring: Maker, own: u32, theirs: u32| -> u128 {
        let other = 1 - deterring;
        let (mut good, mut all) = (1u128, 1u128);
        let mut rest = moves[other][state as usize] & theirs;
        while rest != 0 {
            let to = rest.trailing_zeros();
            rest &= rest - 1;
            let ends = moves[deterring][to as usize] & !theirs;
            let near = if own >> to & 1 == 1 {
                ends & own
            } else if ends & own != 0 {
                continue;
            } else {
                ends
            };
            // Of these and the state moved from, all on one side of the wanted state, the latter is not the best.
            let count = u128::from(near.count_ones());
            if count == 0 {
                return 0;
            }
            good *= count;
            all *= count + 1;
        }
        let above = own.count_ones();
        factorials[above as usize] * factorials[(others - above) as usize] * good / all
    };
    let sets: Vec<u32> = (0..1u32 << game.len()).filter(|set| set >> state & 1 == 0).collect();
    let total = sets.par_iter().map(|first| {
        let with = |second: &u32| {
            let one = rankings(0, *first, *second);
            // With 13 states each factor is below 2^33, and 2^12 products fit easily.
            if one == 0 { 0 } else { one * rankings(1, *second, *first) }
        };
        BigUint::from(sets.iter().map(with).sum::<u128>())
    });
    total.sum()
}
