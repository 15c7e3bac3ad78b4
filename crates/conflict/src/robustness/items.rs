//! What is uncertain in a conflict, and what may hold instead.

use num_bigint::BigUint;

use crate::condition::Condition;
use crate::error::Result;
use crate::game::{Game, Maker, State};
use crate::model::{Model, Preference, Standing, Statement};

/// Completions of one decision maker that are gone through.
const MOST_EACH: u64 = 4096;

/// Something that may be otherwise than stated.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Whose preference it is.
    pub maker: Maker,
    /// What is uncertain, in words.
    pub what: String,
    kind: Kind,
}

/// What may hold instead.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    /// The ranking is only assumed: any strict ranking may hold.
    Open,
    /// One of the alternative rankings.
    Ranking,
    /// Two states whose order is unknown or may be wrong may stand in each other's place; where they are equals, either
    /// may be better.
    Pair(State, State),
    /// Another condition may stand in the place of a statement, or none (`None`).
    Statement { at: usize, instead: Vec<Option<Condition>> },
}

/// All items of a conflict.
pub(super) struct Items {
    pub list: Vec<Item>,
    settings: Vec<u64>,
    states: usize,
}

/// Item and setting; 0 is as stated.
pub(super) type Setting = (usize, u64);

/// One completion.
pub(super) struct Completion {
    settings: Vec<Setting>,
    /// Rankings of decision makers whose ranking is open.
    open: Vec<(Maker, Vec<u32>)>,
}

impl Items {
    pub fn new(model: &Model, game: &Game) -> Self {
        let mut items = Self { list: Vec::new(), settings: Vec::new(), states: game.len() };
        let names = model.names();
        for (maker, preference) in model.preferences.iter().enumerate() {
            let statements = stated(preference);
            if preference.assumed && statements.is_empty() {
                items.add(maker, "the ranking is assumed".into(), Kind::Open, 1);
                // Any ranking includes all that the other marks allow.
                continue;
            }
            if !preference.alternatives.is_empty() {
                let settings = 1 + preference.alternatives.len() as u64;
                items.add(maker, "the ranking has alternatives".into(), Kind::Ranking, settings);
            }
            for (at, statement) in statements.into_iter().enumerate() {
                let doubtful = preference.assumed || statement.standing != Standing::Given;
                let mut instead: Vec<Option<Condition>> = statement.alternatives.iter().cloned().map(Some).collect();
                if doubtful {
                    instead.push(Some(Condition::Not(Box::new(statement.condition.clone()))));
                    instead.push(None);
                }
                if !instead.is_empty() {
                    let how = match (doubtful, statement.standing) {
                        (false, _) => "has alternatives",
                        (true, Standing::Uncertain) => "is uncertain",
                        _ => "is assumed",
                    };
                    let what = format!("“{}” {how}", statement.condition.text(&names));
                    let settings = 1 + instead.len() as u64;
                    items.add(maker, what, Kind::Statement { at, instead }, settings);
                }
            }
            for (pairs, how) in [(&preference.unknown, "is unknown"), (&preference.uncertain, "is uncertain")] {
                for (a, b) in pairs {
                    let (Ok(s), Ok(t)) = (game.state(*a), game.state(*b)) else { continue };
                    let equal = game.ranks(maker)[s as usize] == game.ranks(maker)[t as usize];
                    let what = format!("the order of {a} and {b} {how}");
                    items.add(maker, what, Kind::Pair(s, t), if equal { 3 } else { 2 });
                }
            }
        }
        items
    }

    fn add(&mut self, maker: Maker, what: String, kind: Kind, settings: u64) {
        self.list.push(Item { maker, what, kind });
        self.settings.push(settings);
    }

    /// The item that leaves a decision maker's whole ranking open.
    pub fn open(&self, maker: Maker) -> Option<usize> {
        self.list.iter().position(|i| i.maker == maker && i.kind == Kind::Open)
    }

    pub fn completions(&self) -> BigUint {
        let all: BigUint = self.settings.iter().product();
        let open = self.list.iter().filter(|i| i.kind == Kind::Open);
        open.fold(all, |all, _| all * crate::inverse::all_rankings(self.states))
    }

    /// The number of completions where it is at most `most`.
    pub fn few(&self, most: u64) -> Option<u64> {
        if self.list.iter().any(|i| i.kind == Kind::Open) {
            return None;
        }
        let all = self.settings.iter().try_fold(1u64, |all, s| all.checked_mul(*s));
        all.filter(|a| *a <= most)
    }

    /// All completions of one decision maker, if they are few.
    pub fn each(&self, maker: Maker) -> Option<Vec<Vec<Setting>>> {
        let own = || (0..self.list.len()).filter(|k| self.list[*k].maker == maker);
        let count = own().try_fold(1u64, |all, k| all.checked_mul(self.settings[k])).filter(|c| *c <= MOST_EACH)?;
        Some((0..count).map(|code| self.decode(code, own())).collect())
    }

    fn decode(&self, mut code: u64, items: impl Iterator<Item = usize>) -> Vec<Setting> {
        let mut setting = |k: usize| {
            let setting = code % self.settings[k];
            code /= self.settings[k];
            (k, setting)
        };
        items.map(&mut setting).collect()
    }

    /// One of the completions that [`Items::few`] counts.
    pub fn numbered(&self, code: u64) -> Completion {
        Completion { settings: self.decode(code, 0..self.list.len()), open: Vec::new() }
    }

    /// A completion drawn at random, each as likely as any other.
    pub fn drawn(&self, random: &mut Random, states: usize) -> Completion {
        let mut completion = Completion { settings: Vec::new(), open: Vec::new() };
        for (k, item) in self.list.iter().enumerate() {
            if item.kind == Kind::Open {
                let mut ranks: Vec<u32> = (0..states as u32).collect();
                for i in (1..states).rev() {
                    ranks.swap(i, random.below(i as u64 + 1) as usize);
                }
                completion.open.push((item.maker, ranks));
                // Practically never the stated one.
                completion.settings.push((k, 1));
            } else {
                completion.settings.push((k, random.below(self.settings[k])));
            }
        }
        completion
    }

    /// The ranks of a decision maker with its items set.
    pub fn ranks(&self, model: &Model, maker: Maker, settings: &[Setting]) -> Result<Vec<u32>> {
        let mut preference = model.preferences.get(maker).cloned().unwrap_or_default();
        let mut pairs = Vec::new();
        // From the last to the first, so that positions stay right when statements are dropped.
        for (k, setting) in settings.iter().rev().filter(|(_, s)| *s > 0) {
            let choice = *setting as usize - 1;
            match &self.list[*k].kind {
                Kind::Open => {}
                Kind::Ranking => preference.ranking = preference.alternatives.get(choice).cloned(),
                Kind::Pair(a, b) => pairs.push((*a, *b, choice)),
                Kind::Statement { at, instead } => {
                    // A ranking derived from the statements no longer holds.
                    preference.ranking = None;
                    replace(&mut preference, *at, instead.get(choice).cloned().flatten());
                }
            }
        }
        let mut changed = model.clone();
        changed.preferences[maker] = preference;
        let mut ranks = Game::new(&changed)?.ranks(maker).to_vec();
        for (a, b, choice) in pairs.into_iter().rev() {
            let (a, b) = (a as usize, b as usize);
            if ranks[a] == ranks[b] {
                let mut keys: Vec<u32> = ranks.iter().map(|r| 2 * r + 1).collect();
                keys[if choice == 0 { a } else { b }] -= 1;
                ranks = crate::game::dense_ranks(&keys);
            } else {
                ranks.swap(a, b);
            }
        }
        Ok(ranks)
    }
}

impl Completion {
    pub fn settings(&self) -> impl Iterator<Item = Setting> + '_ {
        self.settings.iter().copied()
    }

    /// The ranks of a decision maker; `None` where they are as stated.
    pub fn ranks(&self, model: &Model, items: &Items, maker: Maker) -> Result<Option<Vec<u32>>> {
        if let Some((_, ranks)) = self.open.iter().find(|(m, _)| *m == maker) {
            return Ok(Some(ranks.clone()));
        }
        let own: Vec<Setting> = self.settings().filter(|(k, _)| items.list[*k].maker == maker).collect();
        if own.iter().all(|(_, s)| *s == 0) {
            return Ok(None);
        }
        items.ranks(model, maker, &own).map(Some)
    }
}

/// The statements that a preference rests on.
fn stated(preference: &Preference) -> Vec<&Statement> {
    match (&preference.priorities, &preference.weights) {
        (Some(statements), _) => statements.iter().collect(),
        (None, Some(weights)) => weights.iter().map(|w| &w.statement).collect(),
        (None, None) => Vec::new(),
    }
}

fn replace(preference: &mut Preference, at: usize, condition: Option<Condition>) {
    match (&mut preference.priorities, &mut preference.weights, condition) {
        (Some(statements), _, Some(condition)) => statements[at].condition = condition,
        (Some(statements), _, None) => drop(statements.remove(at)),
        (None, Some(weights), Some(condition)) => weights[at].statement.condition = condition,
        (None, Some(weights), None) => drop(weights.remove(at)),
        (None, None, _) => {}
    }
}

/// SplitMix64.
pub(super) struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Less than `n`; the bias of taking the high bits of a product is below 2^-40 for the numbers used here.
    fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }
}
