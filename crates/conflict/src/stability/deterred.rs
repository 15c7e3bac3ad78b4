//! From the worst that can follow a move to the states one stays in.

use super::paths::Paths;
use crate::game::{Game, Maker, Space, State, StateSet};

/// For every state the lowest of `values` in the state itself and all that `maker` can move to.
pub(super) fn best_after_moving(game: &Game, maker: Maker, values: &[u32]) -> Vec<u32> {
    match game.space() {
        Space::Options(space) => {
            let classes = &space.classes[maker];
            let own: Vec<u32> = (0..classes.count() as u32)
                .map(|c| classes.members(c).iter().map(|s| values[*s as usize]).min().unwrap_or(u32::MAX))
                .collect();
            let with_onward: Vec<u32> = (0..classes.count() as u32)
                .map(|c| classes.onward(c).iter().map(|d| own[*d as usize]).fold(own[c as usize], u32::min))
                .collect();
            classes.class_of.iter().map(|c| with_onward[*c as usize]).collect()
        }
        Space::Arcs(arcs) => (0..game.len() as State)
            .map(|s| arcs[maker].forward(s).iter().map(|t| values[*t as usize]).fold(values[s as usize], u32::min))
            .collect(),
    }
}

/// The states from which every improvement of `maker` leads to where the others can bring about a value that is at
/// least `margin` above the state's own: `worst` of the improvement ≥ `values` of the state + `margin`.
pub(super) fn all_deterred(
    game: &Game,
    paths: &Paths,
    maker: Maker,
    worst: &[u32],
    values: &[u32],
    margin: u32,
) -> StateSet {
    let ranks = game.ranks(maker);
    let Space::Options(space) = game.space() else {
        let Space::Arcs(arcs) = game.space() else { return StateSet::new(game.len()) };
        return StateSet::from_fn(game.len(), |s| {
            let better = |t: &&State| ranks[**t as usize] < ranks[s as usize];
            let deterred = |t: &State| worst[*t as usize] >= values[s as usize] + margin;
            arcs[maker].forward(s).iter().filter(better).all(deterred)
        });
    };
    let classes = &space.classes[maker];
    let sorted = paths.sorted(maker);
    // The least worst outcome among the members of a class up to each place, best members first.
    let mut least = vec![u32::MAX; sorted.len()];
    for class in 0..classes.count() {
        let mut so_far = u32::MAX;
        for place in classes.start[class] as usize..classes.start[class + 1] as usize {
            so_far = so_far.min(worst[sorted[place].1 as usize]);
            least[place] = so_far;
        }
    }
    let mut stable = StateSet::new(game.len());
    for class in 0..classes.count() {
        let (first, end) = (classes.start[class] as usize, classes.start[class + 1] as usize);
        let mut better = first;
        for place in first..end {
            let (rank, s) = sorted[place];
            while sorted[better].0 < rank {
                better += 1;
            }
            let mut least_of_all = if better > first { least[better - 1] } else { u32::MAX };
            for other in classes.onward(class as u32) {
                let start = classes.start[*other as usize] as usize;
                let members = &sorted[start..classes.start[*other as usize + 1] as usize];
                let count = members.partition_point(|m| m.0 < rank);
                if count > 0 {
                    least_of_all = least_of_all.min(least[start + count - 1]);
                }
            }
            if least_of_all >= values[s as usize].saturating_add(margin) {
                stable.insert(s);
            }
        }
    }
    stable
}
