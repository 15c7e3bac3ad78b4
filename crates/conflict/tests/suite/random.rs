//! Random conflicts, the same for the same seed.

use conflict::condition::Condition;
use conflict::model::{ConflictOption, Direction, Form, GraphForm, Model, OptionForm, Preference, Ranking};
use conflict::pattern::Pattern;

/// SplitMix64.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

/// A ranking of the labels; with `ties` some stand together, with `strong` some steps are strong.
fn ranking(random: &mut Random, labels: &[u64], ties: bool, strong: bool) -> Ranking {
    let mut order = labels.to_vec();
    random.shuffle(&mut order);
    let mut tiers: Vec<Vec<u64>> = Vec::new();
    for label in order {
        match tiers.last_mut() {
            Some(tier) if ties && random.below(3) == 0 => tier.push(label),
            _ => tiers.push(vec![label]),
        }
    }
    let strong_after = (0..tiers.len() - 1).filter(|_| strong && random.below(4) == 0).collect();
    Ranking { tiers, strong_after }
}

/// A conflict in option form: 2 to 5 decision makers, up to `options` options, some one-way, some choices infeasible,
/// one time in four with merged states.
pub fn option_conflict(seed: u64, options: usize) -> Model {
    let mut random = Random(seed);
    loop {
        // No more makers than options to share out, and one.
        let makers = 2 + random.below(options.min(4));
        let count = makers.max(2) - 1 + random.below(options + 2 - makers);
        let direction = [Direction::Both, Direction::Both, Direction::Both, Direction::ToYes, Direction::ToNo];
        let options: Vec<ConflictOption> = (0..count)
            .map(|k| ConflictOption {
                name: format!("o{k}"),
                owner: random.below(makers),
                direction: direction[random.below(direction.len())],
            })
            .collect();
        let pattern = |random: &mut Random, width: usize| {
            let (mut care, mut value) = (0u64, 0u64);
            for _ in 0..width {
                let k = random.below(count);
                care |= 1 << k;
                value |= (random.next() & 1) << k;
            }
            Condition::Matches(Pattern { care, value: value & care })
        };
        let infeasible: Vec<Condition> = (0..random.below(4)).map(|_| pattern(&mut random, 3)).collect();
        let merge: Vec<Condition> = if random.below(4) == 0 { vec![pattern(&mut random, 2)] } else { Vec::new() };
        let form = OptionForm { options, infeasible, merge, states: Vec::new() };
        let choices: Vec<u64> = (0..1u64 << count).filter(|c| !form.infeasible.iter().any(|i| i.holds(*c))).collect();
        let joined = choices.iter().filter(|c| form.merge.iter().any(|m| m.holds(**c))).count();
        let states = choices.len() - joined.saturating_sub(1);
        if states < 2 {
            continue;
        }
        return finish(random, Form::Options(form), makers, &(1..=states as u64).collect::<Vec<_>>());
    }
}

/// A conflict in graph form with 3 to 9 states.
pub fn graph_conflict(seed: u64) -> Model {
    let mut random = Random(seed ^ 0xabcd);
    let makers = 2 + random.below(4);
    let states: Vec<u64> = (0..3 + random.below(7) as u64).map(|s| 10 + 3 * s).collect();
    let density = 2 + random.below(5);
    let mut moves = vec![Vec::new(); makers];
    for arcs in &mut moves {
        for a in &states {
            for b in &states {
                if a != b && random.below(density + 1) == 0 {
                    arcs.push((*a, *b));
                }
            }
        }
    }
    let labels = states.clone();
    finish(random, Form::Graph(GraphForm { states, moves }), makers, &labels)
}

fn finish(mut random: Random, form: Form, makers: usize, labels: &[u64]) -> Model {
    let ties = random.below(2) == 0;
    let preferences = (0..makers)
        .map(|_| {
            let pair = |random: &mut Random| {
                let a = random.below(labels.len());
                (labels[a], labels[(a + 1 + random.below(labels.len() - 1)) % labels.len()])
            };
            let unknown = (0..random.below(4)).map(|_| pair(&mut random)).collect();
            let ranking = ranking(&mut random, labels, ties, true);
            Preference { ranking: Some(ranking), unknown, ..Preference::default() }
        })
        .collect();
    let status_quo = Some(labels[random.below(labels.len())]);
    let decision_makers = (0..makers).map(|i| format!("DM{i}")).collect();
    Model { decision_makers, form, preferences, status_quo, ..Model::default() }
}
