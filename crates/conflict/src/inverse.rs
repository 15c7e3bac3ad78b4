//! Inverse analysis (Kinsara, Petersons, Hipel and Kilgour 2015): under which rankings of the open decision makers a
//! state is an equilibrium.
//!
//! Open rankings range over all strict orders of all states; the other decision makers keep theirs. For a profile to
//! count, every improvement of every decision maker must be deterred. R, GMR and SMR speak of each decision maker's
//! own ranking only, so the rankings of each are counted alone and multiplied, without going through them. For SEQ see
//! [`Count`].

mod condition;
mod counting;
mod sequential;

use num_bigint::BigUint;
use serde_json::{Map, Value, json};

use crate::error::{Error, ErrorKind, Result};
use crate::game::{Game, Maker, State};
use crate::stability::Concept;

pub use condition::{Answer, Deterrence, condition};

/// The concepts of inverse analysis.
pub const CONCEPTS: [Concept; 4] = [Concept::R, Concept::Gmr, Concept::Smr, Concept::Seq];

/// The most states: counts beyond have thousands of digits.
const MOST_STATES: usize = 1024;

/// Whole numbers up to this are the same in every JSON reader.
const SAFE: u64 = 1 << 53;

/// What is known of the rankings that make a state an equilibrium.
#[derive(Clone, Debug)]
pub struct Inverse {
    /// The wanted equilibrium.
    pub state: State,
    /// The decision makers whose ranking is open, ascending.
    pub open: Vec<Maker>,
    /// The number of profiles of strict rankings of the open decision makers.
    pub profiles: BigUint,
    /// For each of [`CONCEPTS`] how many of them make the state an equilibrium.
    pub counts: [Count; 4],
}

/// A number of profiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Count {
    /// Exactly this many.
    Exact(BigUint),
    /// At least and at most this many, both included.
    Between(BigUint, BigUint),
}

/// Counts the rankings of the `open` decision makers under which `state` is an equilibrium.
///
/// R, GMR and SMR are exact (with very many overlapping moves the count may be given up, and bounds are given). SEQ is
/// exact with up to 50,000 profiles, with one open decision maker and up to 20 states, and with two decision makers in
/// option form and up to 13 states; else it is bounded by R and GMR.
pub fn analyse(game: &Game, state: State, open: &[Maker]) -> Result<Inverse> {
    if game.len() > MOST_STATES {
        let message = format!(
            "inverse analysis takes at most {MOST_STATES} states, and here are {}; leave out options",
            game.len()
        );
        return Err(Error::new(ErrorKind::TooLarge, message));
    }
    let mut open = open.to_vec();
    open.sort_unstable();
    open.dedup();
    let all = all_rankings(game.len());
    let profiles = open.iter().map(|_| &all).product::<BigUint>();
    let mut least = BigUint::ZERO;
    let mut by_concept = Vec::new();
    for concept in [Concept::R, Concept::Gmr, Concept::Smr] {
        let mut exact = Some(BigUint::from(1u8));
        for maker in 0..game.makers().len() {
            let condition = condition(game, concept, maker, state);
            let count = if open.contains(&maker) {
                counting::rankings(&condition, game.len())
            } else {
                let holds = condition.iter().all(|d| d.holds(|t| game.prefers(maker, t, state)));
                Some(BigUint::from(u8::from(holds)))
            };
            exact = exact.zip(count).map(|(a, b)| a * b);
        }
        let most = by_concept.iter().rev().find_map(Count::most).unwrap_or(&profiles).clone();
        let count = exact.map_or_else(|| Count::Between(least.clone(), most), Count::Exact);
        if let (Concept::R, Count::Exact(n)) = (concept, &count) {
            least = n.clone();
        }
        by_concept.push(count);
    }
    let [r, gmr, smr]: [Count; 3] = by_concept
        .try_into()
        .map_err(|_| Error::new(ErrorKind::Unsupported, "a count is missing; this is a fault of the program"))?;
    let most = gmr.most().unwrap_or(&profiles).clone();
    let seq = match sequential::profiles(game, state, &open)? {
        Some(n) => Count::Exact(n),
        None if least == most => Count::Exact(most),
        None => Count::Between(least, most),
    };
    Ok(Inverse { state, open, profiles, counts: [r, gmr, smr, seq] })
}

/// In how many of all strict rankings of one decision maker a state is stable for it by R, GMR or SMR.
pub(crate) fn rankings(game: &Game, concept: Concept, maker: Maker, state: State) -> Option<BigUint> {
    counting::rankings(&condition(game, concept, maker, state), game.len())
}

/// All strict rankings of `states` states.
pub(crate) fn all_rankings(states: usize) -> BigUint {
    counting::factorials(states).pop().unwrap_or_default()
}

impl Count {
    fn most(&self) -> Option<&BigUint> {
        match self {
            Count::Exact(n) | Count::Between(_, n) => Some(n),
        }
    }

    /// As JSON: a whole number up to 2^53, a longer one as decimal digits in a string, bounds as
    /// `{"at_least", "at_most"}`.
    pub fn json(&self) -> Value {
        match self {
            Count::Exact(n) => number(n),
            Count::Between(least, most) => json!({ "at_least": number(least), "at_most": number(most) }),
        }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Count::Exact(n) => write!(f, "{n}"),
            Count::Between(least, most) => write!(f, "between {least} and {most}"),
        }
    }
}

fn number(n: &BigUint) -> Value {
    match u64::try_from(n) {
        Ok(n) if n <= SAFE => json!(n),
        _ => json!(n.to_string()),
    }
}

impl Inverse {
    /// The counts in the shape of `inverse` in `conflict-case-1` files.
    pub fn json(&self) -> Value {
        let mut all = Map::new();
        all.insert("profiles".into(), number(&self.profiles));
        for (concept, count) in CONCEPTS.iter().zip(&self.counts) {
            all.insert(concept.name().into(), count.json());
        }
        all.into()
    }

    /// The conditions on the ranking of each open decision maker, per concept (R, GMR and SMR), as data: for each move
    /// `to` it must not be preferred, or for one of `or_none_of` no state in it may be preferred to the wanted one.
    pub fn conditions_json(&self, game: &Game) -> Value {
        let labels = |states: &[State]| states.iter().map(|t| game.label(*t)).collect::<Vec<_>>();
        let mut by_maker = Map::new();
        for maker in &self.open {
            let mut by_concept = Map::new();
            for concept in [Concept::R, Concept::Gmr, Concept::Smr] {
                let entry = |d: &Deterrence| {
                    let answers: Vec<_> = d.answers.iter().map(|a| labels(&a.no_better)).collect();
                    json!({ "to": game.label(d.to), "or_none_of": answers, "words": d.words(game, self.state) })
                };
                let all = condition(game, concept, *maker, self.state);
                by_concept.insert(concept.name().into(), all.iter().map(entry).collect());
            }
            by_maker.insert(game.makers()[*maker].clone(), by_concept.into());
        }
        by_maker.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_strings() {
        assert_eq!(number(&BigUint::from(SAFE)), json!(9_007_199_254_740_992u64));
        assert_eq!(number(&BigUint::from(SAFE + 1)), json!("9007199254740993"));
    }
}
