//! Which of several states a person's name is more usual in: "Foreign Minister Jaroslava Hrubá" is rather Prague's than
//! Washington's.
//!
//! A naive Bayes model on the letters of names (Cavnar & Trenkle 1994 use the same n-grams for languages), counted from the
//! tables when first needed. It only weighs the sides of one report against each other; it never brings in a party.

use crate::tables::{lines, tables};
use std::collections::HashMap;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const NAMING: &str = include_str!("../tables/naming.tsv");

/// Share of all names together in what is expected of a tradition. A fixed share, so that what is strange to all is no surer
/// in one of which little is known.
const ANYWHERE: f32 = 0.2;
/// Weight of the tradition in what is expected of a state.
const STATE_PRIOR: f32 = 300.0;
/// What the mean over a name's n-grams is multiplied by: the n-grams overlap and tell less than so many letters would.
const SCALE: f32 = 6.0;
/// How many n-grams a whole part of a name counts for.
const WHOLE_PART: usize = 3;

/// Counts of letter n-grams by state and by naming tradition, which several states share.
struct Naming {
    all: Counts,
    states: HashMap<&'static str, Counts>,
    traditions: Vec<(Vec<&'static str>, Counts)>,
}

#[derive(Default)]
struct Counts {
    of: HashMap<u64, f32>,
    sum: f32,
}

impl Counts {
    fn add(&mut self, grams: &[u64], weight: f32) {
        for gram in grams {
            *self.of.entry(*gram).or_default() += weight;
        }
        self.sum += weight * grams.len() as f32;
    }

    fn get(&self, gram: u64) -> f32 {
        self.of.get(&gram).copied().unwrap_or(0.0)
    }
}

fn naming() -> &'static Naming {
    static NAMING: OnceLock<Naming> = OnceLock::new();
    NAMING.get_or_init(Naming::count)
}

/// Whether two states have a naming tradition in common, so that names hardly tell one from the other.
pub(crate) fn share_names(a: &str, b: &str) -> bool {
    a == b || naming().traditions.iter().any(|(states, _)| states.contains(&a) && states.contains(&b))
}

/// How much more usual a name is in a state than anywhere, in nats; `None` for a state of which
/// too little is known, or a name without letters.
pub(crate) fn usual_in(name: &str, state: &str) -> Option<f32> {
    naming().score(&grams(name), state)
}

impl Naming {
    fn count() -> Self {
        let mut out = Naming { all: Counts::default(), states: HashMap::new(), traditions: Vec::new() };
        let mut known: Vec<(&'static str, Vec<u64>)> = Vec::new();
        for line in lines(NAMING) {
            let &[states, names] = line.as_slice() else { continue };
            let names = names.split('|').filter(|name| !name.is_empty());
            if states.contains('+') {
                let mut counts = Counts::default();
                for name in names {
                    let grams = grams(name);
                    out.all.add(&grams, 1.0);
                    counts.add(&grams, 1.0);
                }
                out.traditions.push((states.split('+').collect(), counts));
            } else {
                known.extend(names.map(|name| (states, grams(name))));
            }
        }
        for person in tables().people.iter() {
            if let (std::borrow::Cow::Borrowed(state), false) = (&person.party, person.party.contains(':')) {
                known.push((state, grams(&person.name)));
            }
        }
        for (state, grams) in known {
            out.all.add(&grams, 1.0);
            out.states.entry(state).or_default().add(&grams, 1.0);
            let shared = out.traditions.iter().filter(|(states, _)| states.contains(&state)).count();
            for (_, counts) in out.traditions.iter_mut().filter(|(states, _)| states.contains(&state)) {
                counts.add(&grams, 1.0 / shared as f32);
            }
        }
        out
    }

    fn score(&self, grams: &[u64], state: &str) -> Option<f32> {
        let traditions: Vec<&Counts> =
            self.traditions.iter().filter(|(states, _)| states.contains(&state)).map(|(_, counts)| counts).collect();
        let none = Counts::default();
        let own = self.states.get(state).unwrap_or(&none);
        if grams.is_empty() || (traditions.is_empty() && own.sum < STATE_PRIOR) {
            return None;
        }
        let distinct = self.all.of.len() as f32;
        let score = |gram: &u64| {
            let anywhere = (self.all.get(*gram) + 0.5) / (self.all.sum + 0.5 * distinct);
            let of_tradition =
                |counts: &&Counts| ANYWHERE * anywhere + (1.0 - ANYWHERE) * counts.get(*gram) / counts.sum.max(1.0);
            let expected = traditions.iter().map(of_tradition).reduce(f32::max).unwrap_or(anywhere);
            let here = (own.get(*gram) + STATE_PRIOR * expected) / (own.sum + STATE_PRIOR);
            (here / anywhere).ln()
        };
        Some(grams.iter().map(score).sum::<f32>() / grams.len() as f32 * SCALE)
    }
}

/// Hashes of the n-grams of two to four letters of each part of a name, with its ends, and of each part as a whole; case and
/// accents left out.
fn grams(name: &str) -> Vec<u64> {
    let folded: String = name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let mut out = Vec::new();
    for part in folded.split(|c: char| c.is_whitespace() || c == '-') {
        let letters: Vec<char> = part
            .chars()
            .map(|c| if c == '’' { '\'' } else { c })
            .filter(|c| c.is_alphanumeric() || *c == '\'')
            .collect();
        if letters.len() < 2 {
            continue;
        }
        let part: Vec<char> = std::iter::once('^').chain(letters).chain(['$']).collect();
        for length in 2..=4 {
            out.extend(part.windows(length).map(hash));
        }
        out.extend([hash(&part); WHOLE_PART]);
    }
    out
}

/// FNV-1a.
fn hash(letters: &[char]) -> u64 {
    letters.iter().fold(0xcbf2_9ce4_8422_2325, |hash, c| (hash ^ u64::from(*c)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_most_usual_where_such_names_are_borne() {
        let table = [
            ("Jaroslava Svobodová", "CZE", ["USA", "RUS"]),
            ("Giorgos Papachristou", "GRC", ["TUR", "DEU"]),
            ("Nguyen Van Thanh", "VNM", ["CHN", "USA"]),
            ("Abdelrahman al-Tamimi", "SAU", ["IRN", "GBR"]),
        ];
        for (name, state, others) in table {
            let own = usual_in(name, state).unwrap();
            for other in others {
                assert!(own > usual_in(name, other).unwrap() + 2.0, "{name}: {state} against {other}");
            }
        }
    }

    #[test]
    fn nothing_is_said_of_what_is_not_known() {
        assert_eq!(usual_in("Ann Lee", "IGO:UN"), None);
        assert_eq!(usual_in("?", "USA"), None);
    }

    #[test]
    fn states_are_named_by_code() {
        for line in NAMING.lines().skip(1) {
            let (states, _) = line.split_once('\t').expect("two columns");
            assert!(
                states.split('+').all(|code| code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase())),
                "{states}"
            );
        }
    }
}
