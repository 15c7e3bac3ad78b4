//! The ranking nearest to a stated one in which given comparisons hold.

use crate::game::State;

/// A comparison that must hold in a ranking: `above` strictly better than `below`, or with `or_equal` not worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Wish {
    pub above: State,
    pub below: State,
    pub or_equal: bool,
}

impl Wish {
    pub fn holds(self, ranks: &[u32]) -> bool {
        let (a, b) = (ranks[self.above as usize], ranks[self.below as usize]);
        a < b || self.or_equal && a == b
    }
}

/// How two states compare in a ranking.
fn compare(ranks: &[u32], a: State, b: State) -> std::cmp::Ordering {
    ranks[a as usize].cmp(&ranks[b as usize])
}

/// The number of pairs of states whose comparison differs between two rankings. Between strict rankings this is the
/// least number of swaps of neighbours that lead from one to the other.
pub fn distance(a: &[u32], b: &[u32]) -> u64 {
    let n = a.len() as State;
    let differ = |s: State| (s + 1..n).filter(move |t| compare(a, s, *t) != compare(b, s, *t)).count() as u64;
    (0..n).map(differ).sum()
}

/// The distance that one wish alone costs: every state from the one to be lowered to the one to be raised, ties with
/// either included, changes its place with one of the two.
pub(super) fn cost_alone(ranks: &[u32], wish: Wish) -> u64 {
    if wish.holds(ranks) {
        return 0;
    }
    let (best, worst) = (ranks[wish.below as usize], ranks[wish.above as usize]);
    ranks.iter().filter(|r| best <= **r && **r <= worst).count() as u64 - 1
}

/// The nearest ranking in which all wishes hold, with its distance; `None` when they contradict each other or speak of
/// more states than can be arranged. From a strict ranking it is a strict one.
///
/// States that no wish speaks of keep their order among themselves: exchanging two that do not would bring both closer
/// to where they were. So the arrangements of the others are gone through, and each is merged into the rest as cheaply
/// as can be.
pub(super) fn nearest(ranks: &[u32], wishes: &[Wish]) -> Option<(u64, Vec<u32>)> {
    if !can_be_arranged(wishes) {
        return None;
    }
    let moving = spoken_of(wishes);
    let ties = {
        let mut sorted = ranks.to_vec();
        sorted.sort_unstable();
        sorted.windows(2).any(|w| w[0] == w[1])
    };
    // The tiers of the rest, best first.
    let mut rest: Vec<(u32, State)> =
        (0..ranks.len() as State).filter(|s| !moving.contains(s)).map(|s| (ranks[s as usize], s)).collect();
    rest.sort_unstable();
    let mut tiers: Vec<(u32, u64)> = Vec::new();
    for (rank, _) in &rest {
        match tiers.last_mut() {
            Some((r, count)) if r == rank => *count += 1,
            _ => tiers.push((*rank, 1)),
        }
    }
    let costs = moving.iter().map(|s| slot_costs(&tiers, ranks[*s as usize])).collect();
    let mut search = Search { ranks, wishes, moving: &moving, ties, costs, best: None };
    search.arrange(&mut Vec::new(), (1u32 << moving.len()) - 1, 0);
    let (cost, blocks, slots) = search.best?;
    let mut keys = vec![0u32; ranks.len()];
    for (rank, s) in &rest {
        let tier = tiers.iter().position(|(r, _)| r == rank)? as u32;
        keys[*s as usize] = (2 * tier + 1) * (blocks.len() as u32 + 1);
    }
    for (at, (block, slot)) in blocks.iter().zip(&slots).enumerate() {
        for (_, s) in moving.iter().enumerate().filter(|(k, _)| block >> k & 1 == 1) {
            // Within a gap the blocks stand in their order; in a tier there is only one.
            let within = if slot % 2 == 0 { at as u32 } else { 0 };
            keys[*s as usize] = *slot as u32 * (blocks.len() as u32 + 1) + within;
        }
    }
    Some((cost, crate::game::dense_ranks(&keys)))
}

/// States that can be arranged in every order in good time.
const MOST_MOVING: usize = 8;

/// Whether the wishes speak of few enough states for [`nearest`].
pub(super) fn can_be_arranged(wishes: &[Wish]) -> bool {
    spoken_of(wishes).len() <= MOST_MOVING
}

fn spoken_of(wishes: &[Wish]) -> Vec<State> {
    let mut all: Vec<State> = wishes.iter().flat_map(|w| [w.above, w.below]).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What it costs to put a state of some rank into each slot: slot 2k is the gap above tier k, slot 2k + 1 the tier.
fn slot_costs(tiers: &[(u32, u64)], rank: u32) -> Vec<u64> {
    (0..=2 * tiers.len())
        .map(|slot| {
            let differs = |(k, (r, count)): (usize, &(u32, u64))| {
                let place = (2 * k + 1).cmp(&slot);
                if r.cmp(&rank) == place { 0 } else { *count }
            };
            tiers.iter().enumerate().map(differs).sum()
        })
        .collect()
}

/// Cost, blocks of equally ranked states as bits, and their slots.
type Found = (u64, Vec<u32>, Vec<usize>);

struct Search<'a> {
    ranks: &'a [u32],
    wishes: &'a [Wish],
    moving: &'a [State],
    ties: bool,
    costs: Vec<Vec<u64>>,
    best: Option<Found>,
}

impl Search<'_> {
    /// Appends every possible next block of states.
    fn arrange(&mut self, blocks: &mut Vec<u32>, left: u32, cost: u64) {
        if self.best.as_ref().is_some_and(|b| cost >= b.0) {
            return;
        }
        if left == 0 {
            let (merge, slots) = self.merge(blocks);
            if self.best.as_ref().is_none_or(|b| cost + merge < b.0) {
                self.best = Some((cost + merge, blocks.clone(), slots));
            }
            return;
        }
        let mut block = left;
        while block != 0 {
            // From a strict ranking a tie never costs less than an order.
            if (self.ties || block.is_power_of_two()) && self.allowed(block, left) {
                let more = self.cost_among(block, left & !block);
                blocks.push(block);
                self.arrange(blocks, left & !block, cost + more);
                blocks.pop();
            }
            block = (block - 1) & left;
        }
    }

    /// Whether no wish forbids a block to come before the rest of `left`.
    fn allowed(&self, block: u32, left: u32) -> bool {
        let set = |s: State| self.moving.iter().position(|m| *m == s).map_or(0, |k| 1u32 << k);
        self.wishes.iter().all(|w| {
            let (above, below) = (set(w.above), set(w.below));
            below & block == 0 || above & left == 0 || w.or_equal && above & block != 0
        })
    }

    /// The pairs within a block, and between it and what comes after, that compare differently from before.
    fn cost_among(&self, block: u32, after: u32) -> u64 {
        use std::cmp::Ordering::{Equal, Less};
        let mut cost = 0;
        for (k, a) in self.moving.iter().enumerate().filter(|(k, _)| block >> k & 1 == 1) {
            for (l, b) in self.moving.iter().enumerate() {
                let now = if after >> l & 1 == 1 {
                    Less
                } else if block >> l & 1 == 1 && l > k {
                    Equal
                } else {
                    continue;
                };
                cost += u64::from(compare(self.ranks, *a, *b) != now);
            }
        }
        cost
    }

    /// The cheapest slots for blocks in this order.
    fn merge(&self, blocks: &[u32]) -> (u64, Vec<usize>) {
        let slots = self.costs.first().map_or(1, Vec::len);
        // For each slot the least cost with the latest block there, and where the one before stood.
        let mut table: Vec<Vec<(u64, usize)>> = Vec::with_capacity(blocks.len());
        for block in blocks {
            let members = || (0..self.moving.len()).filter(|k| block >> k & 1 == 1);
            let mut row = Vec::with_capacity(slots);
            let mut before = (u64::MAX, 0);
            for slot in 0..slots {
                let own: u64 = members().map(|k| self.costs[k][slot]).sum();
                let from = match table.last() {
                    None => (0, 0),
                    Some(last) => {
                        // Blocks may share a gap but not a tier.
                        if slot % 2 == 0 && last[slot].0 < before.0 {
                            before = (last[slot].0, slot);
                        }
                        let from = before;
                        if slot % 2 == 1 && last[slot].0 < before.0 {
                            before = (last[slot].0, slot);
                        }
                        from
                    }
                };
                row.push((from.0.saturating_add(own), from.1));
            }
            table.push(row);
        }
        let Some(last) = table.last() else { return (0, Vec::new()) };
        let (mut slot, cost) =
            last.iter().enumerate().min_by_key(|(_, c)| c.0).map_or((0, 0), |(slot, (cost, _))| (slot, *cost));
        let mut chosen = Vec::with_capacity(blocks.len());
        for row in table.iter().rev() {
            chosen.push(slot);
            slot = row[slot].1;
        }
        chosen.reverse();
        (cost, chosen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every weak order of four states, as ranks.
    fn weak_orders() -> Vec<Vec<u32>> {
        let mut all = Vec::new();
        for code in 0..256u32 {
            let ranks: Vec<u32> = (0..4).map(|s| code >> (2 * s) & 3).collect();
            if crate::game::dense_ranks(&ranks) == ranks {
                all.push(ranks);
            }
        }
        all
    }

    #[test]
    fn nearest_agrees_with_trying_every_ranking() {
        let orders = weak_orders();
        assert_eq!(orders.len(), 75);
        let mut wishes = Vec::new();
        for above in 0..4 {
            for below in (0..4).filter(|b| *b != above) {
                wishes.extend([true, false].map(|or_equal| Wish { above, below, or_equal }));
            }
        }
        for stated in &orders {
            for (i, first) in wishes.iter().enumerate() {
                // Nothing asks that two states be equal, which a strict ranking would have to be given a tie for.
                let equal =
                    |w: &&Wish| w.or_equal && first.or_equal && w.above == first.below && w.below == first.above;
                for second in wishes[i..].iter().filter(|w| !equal(w)) {
                    let both = [*first, *second];
                    let fits = |r: &&Vec<u32>| both.iter().all(|w| w.holds(r));
                    let expected = orders.iter().filter(fits).map(|r| distance(stated, r)).min();
                    let found = nearest(stated, &both);
                    assert_eq!(found.as_ref().map(|f| f.0), expected, "{stated:?} {both:?}");
                    if let Some((cost, ranks)) = found {
                        assert!(both.iter().all(|w| w.holds(&ranks)), "{stated:?} {both:?} {ranks:?}");
                        assert_eq!(distance(stated, &ranks), cost, "{stated:?} {both:?} {ranks:?}");
                    }
                }
                assert_eq!(nearest(stated, &[*first]).map(|f| f.0), Some(cost_alone(stated, *first)));
            }
        }
    }
}
