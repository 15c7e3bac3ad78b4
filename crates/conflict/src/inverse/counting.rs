//! In how many strict rankings a condition on the states above one holds.
//!
//! A condition depends on the set of states above the wanted one only. With `b` of the other `m` states above, there
//! are `b! (m - b)!` rankings, so what has to be counted is the sets of each size that satisfy the condition. They are
//! counted as a polynomial whose coefficient at `b` is the number of such sets, by taking a state that many parts speak
//! of as above or not above, in turn; parts that share no state are counted apart and multiplied.

use std::collections::HashMap;

use num_bigint::BigUint;

use super::condition::Deterrence;

/// Sets by size.
type Sizes = Vec<BigUint>;

/// Steps after which the count is given up.
const MOST_STEPS: usize = 1 << 20;

/// One part: `trigger` is not above (never the case when `None`), or nothing in one of `answers` is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Part {
    trigger: Option<u32>,
    answers: Vec<Vec<u32>>,
}

/// The number of strict rankings of `states` states that satisfy the condition; `None` when it takes too long.
pub(super) fn rankings(condition: &[Deterrence], states: usize) -> Option<BigUint> {
    let part =
        |d: &Deterrence| Part { trigger: Some(d.to), answers: d.answers.iter().map(|a| a.no_better.clone()).collect() };
    let parts = condition.iter().map(part).collect();
    let others = states.saturating_sub(1);
    let mut counter = Counter { known: HashMap::new(), steps: 0 };
    let (sizes, spoken_of) = counter.count(parts)?;
    let sizes = product(&sizes, &all_sets(others - spoken_of));
    let factorials = factorials(others);
    Some(sizes.iter().enumerate().map(|(b, n)| n * &factorials[b] * &factorials[others - b]).sum())
}

/// 0! to `most`!.
pub(super) fn factorials(most: usize) -> Vec<BigUint> {
    let mut all = vec![BigUint::from(1u8)];
    for k in 1..=most {
        all.push(&all[k - 1] * k);
    }
    all
}

struct Counter {
    known: HashMap<Vec<Part>, Sizes>,
    steps: usize,
}

impl Counter {
    /// The sets of the states spoken of that satisfy all parts, and how many states are spoken of.
    fn count(&mut self, parts: Vec<Part>) -> Option<(Sizes, usize)> {
        let Some(parts) = simplified(parts) else { return Some((Vec::new(), 0)) };
        let (mut sizes, mut states) = (vec![BigUint::from(1u8)], 0);
        for component in components(parts) {
            let spoken_of = variables(&component).len();
            states += spoken_of;
            sizes = product(&sizes, &self.component(component, spoken_of)?);
        }
        Some((sizes, states))
    }

    fn component(&mut self, parts: Vec<Part>, states: usize) -> Option<Sizes> {
        if let Some(sizes) = self.known.get(&parts) {
            return Some(sizes.clone());
        }
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return None;
        }
        let mut uses: HashMap<u32, usize> = HashMap::new();
        for p in &parts {
            p.trigger.iter().chain(p.answers.iter().flatten()).for_each(|v| *uses.entry(*v).or_default() += 1);
        }
        let pick = uses.iter().max_by_key(|(v, n)| (**n, std::cmp::Reverse(**v))).map_or(0, |(v, _)| *v);
        let mut total = Vec::new();
        for above in [false, true] {
            let (sizes, spoken_of) = self.count(assigned(&parts, pick, above))?;
            let mut sizes = product(&sizes, &all_sets(states - 1 - spoken_of));
            if above && !sizes.is_empty() {
                sizes.insert(0, BigUint::ZERO);
            }
            add(&mut total, &sizes);
        }
        self.known.insert(parts, total.clone());
        Some(total)
    }
}

/// The parts once a state is known to be above or not.
fn assigned(parts: &[Part], state: u32, above: bool) -> Vec<Part> {
    let mut left = Vec::with_capacity(parts.len());
    for p in parts {
        let mut p = p.clone();
        if p.trigger == Some(state) {
            if !above {
                continue;
            }
            p.trigger = None;
        }
        if above {
            p.answers.retain(|a| a.binary_search(&state).is_err());
        } else {
            for a in &mut p.answers {
                a.retain(|v| *v != state);
            }
        }
        left.push(p);
    }
    left
}

/// Without what is satisfied or adds nothing; `None` when a part cannot be satisfied.
fn simplified(parts: Vec<Part>) -> Option<Vec<Part>> {
    let mut left: Vec<Part> = Vec::with_capacity(parts.len());
    for mut p in parts {
        if p.answers.iter().any(Vec::is_empty) {
            continue;
        }
        p.answers.retain(|a| p.trigger.is_none_or(|t| a.binary_search(&t).is_err()));
        if p.trigger.is_none() && p.answers.is_empty() {
            return None;
        }
        let mut least: Vec<Vec<u32>> = Vec::new();
        p.answers.sort_by_key(Vec::len);
        for a in p.answers {
            crate::credible::add(&mut least, &a);
        }
        least.sort_unstable();
        left.push(Part { trigger: p.trigger, answers: least });
    }
    left.sort_unstable();
    left.dedup();
    Some(left)
}

fn variables(parts: &[Part]) -> Vec<u32> {
    let mut all: Vec<u32> =
        parts.iter().flat_map(|p| p.trigger.iter().chain(p.answers.iter().flatten())).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Parts that share no state, apart.
fn components(parts: Vec<Part>) -> Vec<Vec<Part>> {
    let mut groups: Vec<(Vec<u32>, Vec<Part>)> = Vec::new();
    for part in parts {
        let mut states = variables(std::slice::from_ref(&part));
        let mut together = vec![part];
        let (touched, apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|(vs, _)| states.iter().any(|v| vs.binary_search(v).is_ok()));
        groups = apart;
        for (vs, ps) in touched {
            states.extend(vs);
            together.extend(ps);
        }
        states.sort_unstable();
        states.dedup();
        together.sort_unstable();
        groups.push((states, together));
    }
    groups.into_iter().map(|(_, ps)| ps).collect()
}

/// All sets of `states` states by size.
fn all_sets(states: usize) -> Sizes {
    let mut row = vec![BigUint::from(1u8)];
    for k in 0..states {
        let next = &row[k] * (states - k) / (k + 1);
        row.push(next);
    }
    row
}

fn product(a: &[BigUint], b: &[BigUint]) -> Sizes {
    if a.is_empty() || b.is_empty() {
        return Vec::new();
    }
    let mut all = vec![BigUint::ZERO; a.len() + b.len() - 1];
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            all[i + j] += x * y;
        }
    }
    all
}

fn add(total: &mut Sizes, more: &[BigUint]) {
    if total.len() < more.len() {
        total.resize(more.len(), BigUint::ZERO);
    }
    for (t, m) in total.iter_mut().zip(more) {
        *t += m;
    }
}

#[cfg(test)]
mod tests {
    use super::super::condition::Answer;
    use super::*;

    #[test]
    fn counts_agree_with_trying_every_set() {
        let mut seed = 9u64;
        let mut next = |n: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % n
        };
        for _ in 0..300 {
            let states = 2 + next(7) as usize;
            // State 0 is the wanted one.
            let other = |r: u64| 1 + r as u32;
            let condition: Vec<Deterrence> = (0..1 + next(4))
                .map(|_| {
                    let answers = (0..next(4)).map(|_| {
                        let mut no_better: Vec<u32> =
                            (0..1 + next(3)).map(|_| other(next(states as u64 - 1))).collect();
                        no_better.sort_unstable();
                        no_better.dedup();
                        Answer { to: no_better[0], no_better }
                    });
                    let answers = answers.collect();
                    Deterrence { to: other(next(states as u64 - 1)), answers }
                })
                .collect();
            let factorials = factorials(states);
            let mut expected = BigUint::ZERO;
            for above in (0u32..1 << states).filter(|a| a & 1 == 0) {
                if condition.iter().all(|d| d.holds(|t| above >> t & 1 == 1)) {
                    let b = above.count_ones() as usize;
                    expected += &factorials[b] * &factorials[states - 1 - b];
                }
            }
            assert_eq!(rankings(&condition, states), Some(expected));
        }
    }
}
