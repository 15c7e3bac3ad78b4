//! The search for the least change where decision makers depend on one another.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

use super::order::{Wish, can_be_arranged, cost_alone, nearest};
use super::{Lever, finished, raised};
use crate::credible;
use crate::error::Result;
use crate::game::{Coalition, Game, Maker, Space, State};
use crate::stability::Concept;
use crate::witness;

/// Sets of wishes looked at before the search is given up.
const MOST_STEPS: usize = 4_000;

/// Joint answers of the others that are gone through for SIM.
const MOST_ANSWERS: usize = 1 << 16;

/// A wish of one decision maker's ranking.
type Want = (Maker, Wish);

/// A ranking nearest to the stated one with given wishes, and its distance.
type Nearest = Option<(u64, Vec<u32>)>;

pub(super) fn least(game: &Game, concept: Concept, state: State) -> Result<Lever> {
    // Without improvements nothing needs deterring, so this is always possible.
    let mut best = raised(game, Concept::R, state);
    best.concept = concept;
    let mut search = Search { game, concept, state, known: HashMap::new(), complete: true };
    // The cost below which nothing was left out.
    let mut floor = None;
    let mut seen: HashSet<Vec<Want>> = HashSet::new();
    let mut open = BinaryHeap::from([Reverse((0u64, Vec::new()))]);
    let mut taken = 0;
    while let Some(Reverse((cost, wants))) = open.pop() {
        if cost >= best.swaps {
            break;
        }
        taken += 1;
        if taken > MOST_STEPS {
            return Ok(finished(game, concept, state, best.changed, floor.or(Some(cost))));
        }
        let changed = search.changed(&wants);
        let Some((maker, to)) = search.undeterred(&changed)? else {
            return Ok(finished(game, concept, state, changed, floor));
        };
        for more in search.ways_to_deter(&changed, maker, to, best.swaps) {
            let mut wants = wants.clone();
            wants.extend(more);
            wants.sort_unstable();
            wants.dedup();
            if let Some(cost) = search.cost(&wants).filter(|c| *c < best.swaps)
                && seen.insert(wants.clone())
            {
                open.push(Reverse((cost, wants)));
            }
        }
        if !search.complete && floor.is_none() {
            floor = Some(cost);
        }
    }
    Ok(finished(game, concept, state, best.changed, floor))
}

struct Search<'g> {
    game: &'g Game,
    concept: Concept,
    state: State,
    known: HashMap<Vec<Want>, Nearest>,
    /// Whether every way to deter could be followed.
    complete: bool,
}

impl Search<'_> {
    /// The wishes of one decision maker's ranking, and the nearest ranking in which they hold.
    fn nearest(&mut self, maker: Maker, wants: &[Want]) -> &Nearest {
        let own: Vec<Want> = wants.iter().filter(|w| w.0 == maker).copied().collect();
        let ranks = self.game.ranks(maker);
        let complete = &mut self.complete;
        self.known.entry(own).or_insert_with_key(|own| {
            let wishes: Vec<Wish> = own.iter().map(|w| w.1).collect();
            *complete &= can_be_arranged(&wishes);
            nearest(ranks, &wishes)
        })
    }

    fn cost(&mut self, wants: &[Want]) -> Option<u64> {
        let mut makers: Vec<Maker> = wants.iter().map(|w| w.0).collect();
        makers.dedup();
        makers.into_iter().map(|maker| self.nearest(maker, wants).as_ref().map(|n| n.0)).sum()
    }

    fn changed(&mut self, wants: &[Want]) -> Game {
        let mut changed = self.game.clone();
        let mut makers: Vec<Maker> = wants.iter().map(|w| w.0).collect();
        makers.dedup();
        for maker in makers {
            if let Some((_, ranks)) = self.nearest(maker, wants) {
                changed = changed.with_ranks(maker, ranks.clone());
            }
        }
        changed
    }

    /// An improvement that nothing deters.
    fn undeterred(&self, game: &Game) -> Result<Option<(Maker, State)>> {
        for maker in 0..game.makers().len() {
            let verdict = witness::verdict(game, self.concept, maker, self.state)?;
            if let Some(improvement) = verdict.improvements.iter().find(|i| i.deterrent.is_none()) {
                return Ok(Some((maker, improvement.to)));
            }
        }
        Ok(None)
    }

    /// The sets of wishes, not holding now, one of which must come to hold.
    fn ways_to_deter(&mut self, now: &Game, maker: Maker, to: State, most: u64) -> Vec<Vec<Want>> {
        let game = self.game;
        let not_better = |t: State| (maker, Wish { above: self.state, below: t, or_equal: true });
        let lacking = |want: Want| (!want.1.holds(now.ranks(want.0))).then_some(want);
        // The dearest wish of each decision maker is a lower bound.
        let within = |wants: &[Want]| {
            let mut dearest: HashMap<Maker, u64> = HashMap::new();
            for (i, wish) in wants {
                let cost = cost_alone(game.ranks(*i), *wish);
                dearest.entry(*i).and_modify(|c| *c = (*c).max(cost)).or_insert(cost);
            }
            dearest.values().sum::<u64>() < most
        };
        let mut sets = vec![vec![not_better(to)]];
        let mut consider = |mut wants: Vec<Want>| {
            wants.sort_unstable();
            wants.dedup();
            if within(&wants) {
                credible::add(&mut sets, &wants);
            }
        };
        let improves = |mover: Maker, from: State, to: State| (mover, Wish { above: to, below: from, or_equal: false });
        if self.concept == Concept::Sim {
            match together(game, maker, self.state, to) {
                Some(answers) => {
                    for (moves, end) in answers {
                        let steps = moves.into_iter().filter_map(|(j, t)| lacking(improves(j, self.state, t)));
                        consider(steps.chain(lacking(not_better(end))).collect());
                    }
                }
                None => self.complete = false,
            }
            return sets;
        }
        let others = Coalition::of(maker).others(game.makers().len());
        let need = |mover: Maker, from: State, to: State| Some(lacking(improves(mover, from, to)));
        match credible::ways(game, to, others, need, within) {
            Some(reached) => {
                for (end, needs) in reached.into_iter().enumerate() {
                    for wants in needs {
                        consider(wants.into_iter().chain(lacking(not_better(end as State))).collect());
                    }
                }
            }
            None => self.complete = false,
        }
        sets
    }
}

/// Who moves where, and what results.
type Together = (Vec<(Maker, State)>, State);

/// What the others can do at the same time as a move of `maker` to `to`, if they can be listed.
fn together(game: &Game, maker: Maker, state: State, to: State) -> Option<Vec<Together>> {
    let Space::Options(space) = game.space() else { return None };
    let choice = |s: State| space.choices[s as usize];
    let mut all: Vec<(Vec<(Maker, State)>, u64)> = vec![(Vec::new(), choice(to))];
    for j in (0..game.makers().len()).filter(|j| *j != maker) {
        let moves = game.moves(j, state);
        if all.len() * (moves.len() + 1) > MOST_ANSWERS {
            return None;
        }
        for (who, so_far) in all.clone() {
            for t in &moves {
                let mut who = who.clone();
                who.push((j, *t));
                all.push((who, so_far & !space.own[j] | choice(*t) & space.own[j]));
            }
        }
    }
    let feasible = |(who, result): (Vec<_>, u64)| Some((who, space.lookup.get(result)?));
    Some(all.into_iter().filter(|(who, _)| !who.is_empty()).filter_map(feasible).collect())
}
