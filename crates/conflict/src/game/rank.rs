//! Orders of states as ranks.

use rayon::prelude::*;

use super::{Classes, State};

/// Ranks without gaps from any keys: the smallest key gets 0, equal keys the same rank.
pub fn dense_ranks<K: Ord + Copy + Send + Sync>(keys: &[K]) -> Vec<u32> {
    let mut order: Vec<(K, u32)> = keys.iter().enumerate().map(|(s, k)| (*k, s as u32)).collect();
    order.par_sort_unstable();
    let mut ranks = vec![0; keys.len()];
    let mut rank = 0;
    for (i, (key, s)) in order.iter().enumerate() {
        if i > 0 && order[i - 1].0 != *key {
            rank += 1;
        }
        ranks[*s as usize] = rank;
    }
    ranks
}

/// The states from the highest value to the lowest; values are at most `u32::MAX - 1` and should be small.
pub(crate) fn descending(values: &[u32]) -> Vec<State> {
    let mut order = ascending(values);
    order.reverse();
    order
}

fn ascending(values: &[u32]) -> Vec<State> {
    let most = values.iter().copied().max().unwrap_or(0) as usize;
    let mut next = vec![0u32; most + 2];
    for v in values {
        next[*v as usize + 1] += 1;
    }
    for v in 0..=most {
        next[v + 1] += next[v];
    }
    let mut order = vec![0; values.len()];
    for (s, v) in values.iter().enumerate() {
        let place = &mut next[*v as usize];
        order[*place as usize] = s as State;
        *place += 1;
    }
    order
}

/// The members of each class from best to worst, as (rank, state), laid out as in [`Classes::start`].
pub(crate) fn pairs_by_class(classes: &Classes, ranks: &[u32]) -> Vec<(u32, State)> {
    let mut next = classes.start.clone();
    let mut pairs = vec![(0, 0); ranks.len()];
    for s in ascending(ranks) {
        let place = &mut next[classes.class_of[s as usize] as usize];
        pairs[*place as usize] = (ranks[s as usize], s);
        *place += 1;
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_have_no_gaps_and_keep_ties() {
        assert_eq!(dense_ranks(&[30, 10, 30, -4]), [2, 1, 2, 0]);
        assert_eq!(descending(&[2, 0, 5, 2]), [2, 3, 0, 1]);
    }
}
