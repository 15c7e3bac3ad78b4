//! What would have to change for a state to hold: the smallest change of the stated rankings that makes it an
//! equilibrium, per concept.
//!
//! The size of a change is the number of pairs of states, over all decision makers, that are ranked differently
//! afterwards. Between strict rankings that is the least number of swaps of neighbours. With ties, making or breaking
//! one counts as much as a swap.
//!
//! By R, GMR and SMR a state can only gain when its decision maker ranks fewer states above it, and each decision
//! maker can be looked at alone. To bring a state `t` down to the wanted state `s`, every state ranked from `t` to `s`
//! must change its place with one of the two, so nothing is cheaper than raising `s` past `t`, and that brings all
//! between down as well. The least change is therefore the least raise, found by trying one tier after another: exact
//! for any number of states.
//!
//! By SEQ and SIM what deters one decision maker must be an improvement for others. The search takes sets of
//! comparisons that must hold, cheapest first; where the nearest rankings still leave an improvement undeterred, it
//! goes on with each way to deter it. What is found first is a least change.

mod order;
mod search;

use serde_json::{Value, json};

use crate::error::Result;
use crate::game::{Game, Maker, State};
use crate::inverse::condition;
use crate::stability::Concept;
use crate::walk;
use crate::witness::{self, Verdict};

pub use order::distance;

/// The least change found for one concept.
#[derive(Clone, Debug)]
pub struct Lever {
    /// The concept.
    pub concept: Concept,
    /// The wanted equilibrium.
    pub state: State,
    /// What changes, by decision maker; empty when the state is an equilibrium already.
    pub changes: Vec<Change>,
    /// The size of the change over all decision makers.
    pub swaps: u64,
    /// No change is smaller than this. Equal to `swaps` unless the search was given up.
    pub at_least: u64,
    /// The conflict with the changed rankings.
    pub changed: Game,
}

/// How one decision maker's ranking changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The decision maker.
    pub maker: Maker,
    /// One after another.
    pub steps: Vec<Step>,
}

/// One step of a change of ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The first, ranked just below the second, comes to stand above it.
    Raise(State, State),
    /// The first, as good as the second, becomes better.
    Part(State, State),
    /// The two become equally good.
    Join(State, State),
}

impl Lever {
    /// Whether the change is known to be smallest.
    pub fn exact(&self) -> bool {
        self.at_least == self.swaps
    }

    /// What proves the state stable for each decision maker once the rankings are changed.
    pub fn verdicts(&self) -> Result<Vec<Verdict>> {
        (0..self.changed.makers().len())
            .map(|maker| witness::verdict(&self.changed, self.concept, maker, self.state))
            .collect()
    }

    /// As JSON; see the keys of the example in `detente levers --help`.
    pub fn json(&self) -> Value {
        let game = &self.changed;
        let change = |c: &Change| {
            let step = |s: &Step| {
                let (kind, a, b) = match *s {
                    Step::Raise(a, b) => ("raise", a, b),
                    Step::Part(a, b) => ("part", a, b),
                    Step::Join(a, b) => ("join", a, b),
                };
                json!({ "step": kind, "state": game.label(a), "past": game.label(b) })
            };
            json!({
                "decision_maker": game.makers()[c.maker],
                "steps": c.steps.iter().map(step).collect::<Vec<_>>(),
                "ranking": crate::answer::rankings(game)[&game.makers()[c.maker]],
            })
        };
        json!({
            "concept": self.concept.name(),
            "holds": self.changes.is_empty(),
            "swaps": self.swaps,
            "at_least": self.at_least,
            "exact": self.exact(),
            "changes": self.changes.iter().map(change).collect::<Vec<_>>(),
        })
    }
}

/// Finds the least change of the stated rankings that makes a state an equilibrium.
///
/// Exact for R, GMR and SMR. For SEQ and SIM the search is given up after some thousands of steps; then `at_least` is
/// smaller than `swaps`, and the change given is the best found.
///
/// # Errors
///
/// SIM is refused where it is not defined.
pub fn lever(game: &Game, concept: Concept, state: State) -> Result<Lever> {
    // Fails for SIM in graph form.
    witness::verdict(game, concept, 0, state)?;
    match concept {
        Concept::R | Concept::Gmr | Concept::Smr => Ok(raised(game, concept, state)),
        Concept::Seq | Concept::Sim => search::least(game, concept, state),
    }
}

/// An improvement that nobody deters by improving, with what the others could do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sanction {
    /// Who has the improvement.
    pub maker: Maker,
    /// Where it leads.
    pub to: State,
    /// A shortest answer of the others that would deter it, if there is one.
    pub answer: Option<Vec<walk::Step>>,
    /// Positions in the answer of the moves that do not improve for who would have to make them: they lack the will,
    /// not the means.
    pub unwilling: Vec<usize>,
}

/// For each improvement from a state that is not deterred by SEQ, what sanction would deter it.
pub fn sanctions(game: &Game, state: State) -> Result<Vec<Sanction>> {
    let mut all = Vec::new();
    for maker in 0..game.makers().len() {
        let open = witness::verdict(game, Concept::Seq, maker, state)?.improvements;
        let could = witness::verdict(game, Concept::Gmr, maker, state)?.improvements;
        for (_, could) in open.iter().zip(could).filter(|(open, _)| open.deterrent.is_none()) {
            let answer = match could.deterrent {
                Some(witness::Deterrent::Sequence(steps)) => Some(steps),
                _ => None,
            };
            let mut here = could.to;
            let mut unwilling = Vec::new();
            for (k, step) in answer.iter().flatten().enumerate() {
                if !game.prefers(step.mover, step.to, here) {
                    unwilling.push(k);
                }
                here = step.to;
            }
            all.push(Sanction { maker, to: could.to, answer, unwilling });
        }
    }
    Ok(all)
}

/// The least raises, each decision maker alone.
fn raised(game: &Game, concept: Concept, state: State) -> Lever {
    let mut changed = game.clone();
    for maker in 0..game.makers().len() {
        let condition = condition(game, concept, maker, state);
        let ranks = game.ranks(maker);
        let here = ranks[state as usize];
        // The state is put just below the tiers better than `top`.
        let holds = |top: u32| condition.iter().all(|d| d.holds(|t| t != state && ranks[t as usize] < top));
        if holds(here) {
            continue;
        }
        let top = (0..here).rev().find(|top| holds(*top)).unwrap_or(0);
        let mut keys: Vec<u32> = ranks.iter().map(|r| 2 * r + 1).collect();
        keys[state as usize] = 2 * top;
        changed = changed.with_ranks(maker, keys);
    }
    finished(game, concept, state, changed, None)
}

/// The lever that leads from one game to another; `at_least` where it may not be the least.
fn finished(game: &Game, concept: Concept, state: State, changed: Game, at_least: Option<u64>) -> Lever {
    let makers = 0..game.makers().len();
    let swaps = makers.clone().map(|i| distance(game.ranks(i), changed.ranks(i))).sum();
    let changes = makers
        .filter(|i| game.ranks(*i) != changed.ranks(*i))
        .map(|maker| Change { maker, steps: steps(game.ranks(maker), changed.ranks(maker)) })
        .collect();
    Lever { concept, state, changes, swaps, at_least: at_least.unwrap_or(swaps).min(swaps), changed }
}

/// From one ranking to another, one pair at a time.
fn steps(from: &[u32], to: &[u32]) -> Vec<Step> {
    let mut order: Vec<State> = (0..from.len() as State).collect();
    order.sort_by_key(|s| (from[*s as usize], to[*s as usize]));
    let pairs = |first: &[u32], then: &[u32]| {
        let mut found = Vec::new();
        for (i, a) in order.iter().enumerate() {
            for b in &order[i + 1..] {
                let (a, b) = if to[*a as usize] <= to[*b as usize] { (*a, *b) } else { (*b, *a) };
                let same = |ranks: &[u32]| ranks[a as usize] == ranks[b as usize];
                if same(first) && !same(then) {
                    found.push((a, b));
                }
            }
        }
        found
    };
    let mut steps: Vec<Step> = pairs(from, to).into_iter().map(|(a, b)| Step::Part(a, b)).collect();
    let joined: Vec<Step> = pairs(to, from).into_iter().map(|(a, b)| Step::Join(a, b)).collect();
    // Neighbours in the wrong order change places until none are left. The lowest pair first, so that a state that
    // is raised goes its whole way at once.
    while let Some(at) = (1..order.len()).rev().find(|k| to[order[*k] as usize] < to[order[k - 1] as usize]) {
        steps.push(Step::Raise(order[at], order[at - 1]));
        order.swap(at, at - 1);
    }
    steps.extend(joined);
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_lead_there_and_count_the_pairs() {
        let (from, to) = (vec![0, 1, 2, 3, 3], vec![3, 2, 0, 1, 2]);
        let steps = steps(&from, &to);
        assert_eq!(steps.len() as u64, distance(&from, &to));
        assert_eq!(steps[0], Step::Part(3, 4));
        assert_eq!(steps.last(), Some(&Step::Join(1, 4)));
    }
}
