//! Several parties at once: "Egypt and Sudan", "the parties", "one of them".

use crate::phrase::{OPENERS, Owner};
use crate::scene::{Referent, Scene, Shape, Side};
use crate::setting::is_state;
use crate::tables::{Class, tables};

/// Plural nouns that stand for the parties of the report together.
const TOGETHER: &[&str] = &[
    "parties",
    "sides",
    "governments",
    "delegations",
    "countries",
    "ministers",
    "leaders",
    "presidents",
    "negotiators",
    "capitals",
    "foes",
    "neighbours",
    "neighbors",
    "states",
    "nations",
    "teams",
    "rivals",
    "adversaries",
    "armies",
    "premiers",
    "powers",
    "movements",
    "groups",
    "factions",
    "camps",
    "envoys",
    "commanders",
];

impl Scene<'_> {
    /// "one of them", "two of the ministers".
    pub(crate) fn part_of(&self, a: usize, b: usize, via: Option<usize>, depth: usize) -> Option<Referent> {
        let words = &self.marked.words;
        let parts = ["one", "some", "two", "several", "many", "most", "another", "both", "neither", "none"];
        if b < a + 3 || !words.is(a + 1, "of") || !parts.iter().any(|word| words.is(a, word)) {
            return None;
        }
        let whole = if words.is(a + 2, "them") || words.is(a + 2, "those") {
            self.people_before(a, via)
        } else {
            self.phrase(a + 2, b, via, depth + 1)
        };
        let shape = if words.is(a, "one") { Shape::Someone } else { Shape::People };
        Some(Referent { at: a, end: b, shape, name: None, woman: None, ..whole })
    }

    /// "Egypt and Sudan", "the government and the rebels": each part stands for a party of its own.
    pub(crate) fn joined(&self, a: usize, b: usize, via: Option<usize>, depth: usize) -> Option<Referent> {
        let words = &self.marked.words;
        let and = (a + 1..b.saturating_sub(1)).find(|&at| {
            (words.is(at, "and") || words.of(at) == "&")
                && self.marked.mention(at).is_none()
                && self.marked.name(at).is_none()
        })?;
        let stands = |a: usize, b: usize| self.marked.has_actor(a, b) || self.is_side(a, b);
        let mut parts = Vec::new();
        let mut start = a;
        for at in a..and {
            if words.of(at) == "," {
                parts.push((start, at));
                start = at + 1;
            }
        }
        parts.push((start, and));
        let last_end = (and + 1..b).find(|&at| words.of(at) == ",").unwrap_or(b);
        parts.push((and + 1, last_end));
        // "Norway, one of the guarantors and hosts" is one speaker: the parts of a list are all alike.
        if !parts.iter().all(|&(a, b)| a < b && stands(a, b)) {
            return None;
        }
        // "ministers from Egypt and Sudan" is read by its preposition; "Egypt's army and police" has one actor.
        let first = parts[0];
        let prepositions = ["of", "from", "for", "between"];
        let before_actor =
            (first.0..first.1).find(|&at| self.marked.mention(at).is_some() || self.marked.name(at).is_some());
        let behind =
            (first.0..before_actor.unwrap_or(first.1)).any(|at| prepositions.iter().any(|word| words.is(at, word)));
        let titles = (first.0..before_actor.unwrap_or(first.0))
            .any(|at| tables().nouns.contains_key(words.of(at).to_lowercase().as_str()));
        if behind
            && titles
            && parts.len() >= 2
            && !(parts[1].0..parts[1].1).any(|at| tables().nouns.contains_key(words.of(at).to_lowercase().as_str()))
        {
            let from = (first.0..first.1).find(|&at| prepositions.iter().any(|word| words.is(at, word)))?;
            let owners = self.phrase(from + 1, b, via, depth + 1);
            return Some(Referent {
                at: a,
                end: b,
                shape: Shape::People,
                name: None,
                woman: None,
                head: None,
                ..owners
            });
        }
        let sides: Vec<Side> = parts.iter().map(|&(a, b)| self.phrase(a, b, via, depth + 1).side).collect();
        let codes: Option<Vec<&str>> = sides.iter().map(Side::code).collect();
        let side = match codes {
            Some(codes) => Side::Of(codebook::Party::joint(codes).code().to_owned()),
            None => Side::Unknown,
        };
        Some(Referent { at: a, end: b, shape: Shape::People, name: None, side, woman: None, head: None })
    }

    /// "the government", "the rebels", "their leaders": a side named by its kind alone.
    pub(crate) fn is_side(&self, a: usize, b: usize) -> bool {
        let words = &self.marked.words;
        let description = self.marked.describe(a, b);
        (words.is(a, "the") || matches!(description.owner, Owner::Pronoun(_)))
            && matches!(description.class, Some(Class::Body | Class::Group))
    }

    /// "the parties", "both sides", "the two governments".
    pub(crate) fn together(&self, a: usize, b: usize) -> Option<Referent> {
        let words = &self.marked.words;
        let noun = words.of(b - 1).to_lowercase();
        let opened = |word: &str| (a..b).any(|at| words.is(at, word));
        let many = opened("three") || opened("four");
        let two = opened("two") || opened("both") || words.is(a, "both");
        let three_alone = b - a == 2 && words.is(a, "the") && words.is(a + 1, "three");
        let pair_alone =
            (two && b - a <= 2 && words.is(b - 1, "two")) || (b - a == 1 && words.is(a, "both")) || noun == "pair";
        if !pair_alone && !three_alone {
            let all = ["parties", "sides", "delegations"].contains(&noun.as_str())
                && (words.is(a, "the") || two || words.is(a, "all"));
            if !(TOGETHER.contains(&noun.as_str())
                && (all || ((two || many) && (words.is(a, "the") || words.is(a, "both")))))
            {
                return None;
            }
            let plain = |at: usize| {
                let shown = words.of(at).to_lowercase();
                OPENERS.contains(&shown.as_str())
                    || matches!(
                        shown.as_str(),
                        "two"
                            | "warring"
                            | "negotiating"
                            | "rival"
                            | "opposing"
                            | "foreign"
                            | "neighbouring"
                            | "neighboring"
                            | "prime"
                            | "defence"
                            | "defense"
                            | "three"
                            | "conflict"
                            | "contracting"
                    )
            };
            if !(a..b - 1).all(plain) {
                return None;
            }
        }
        let states_only = matches!(
            noun.as_str(),
            "governments"
                | "countries"
                | "capitals"
                | "states"
                | "nations"
                | "presidents"
                | "premiers"
                | "neighbours"
                | "neighbors"
                | "powers"
                | "armies"
        );
        let side = if many { self.three() } else { self.pair_at(a, states_only) };
        Some(Referent { at: a, end: b, shape: Shape::People, name: None, side, woman: None, head: None })
    }

    /// The two parties meant at a place: those that last spoke together, else the main pair of the report.
    pub(crate) fn pair_at(&self, at: usize, states_only: bool) -> Side {
        let words = &self.marked.words;
        let sentence = words.list[at].sentence;
        let near =
            self.told.iter().flatten().filter(|told| told.at < at && sentence - words.list[told.at].sentence <= 3);
        let last = near
            .filter(|told| told.side.code().is_some_and(|code| code.matches('+').count() == 1))
            .max_by_key(|told| told.at);
        if let Some(last) = last {
            return last.side.clone();
        }
        let pair = match &self.setting.pair {
            Some((a, b)) if !states_only || (is_state(a) && is_state(b)) => Some((a.clone(), b.clone())),
            _ => {
                let mut states = self.setting.ranked.iter().filter(|(code, _)| is_state(code));
                match (states.next(), states.next()) {
                    (Some((a, x)), Some((b, y))) if states_only && *y >= 0.3 * x => Some((a.clone(), b.clone())),
                    _ => None,
                }
            }
        };
        match pair {
            Some((a, b)) => Side::Of(codebook::Party::joint([a.as_str(), b.as_str()]).code().to_owned()),
            None => Side::Unknown,
        }
    }

    pub(crate) fn three(&self) -> Side {
        let top: Vec<&(String, f32)> =
            self.setting.ranked.iter().filter(|(code, _)| !code.starts_with("IGO:")).take(4).collect();
        match top.as_slice() {
            [a, b, c, rest @ ..] if c.1 >= 0.25 * a.1 && rest.first().is_none_or(|d| d.1 < 0.7 * c.1) => {
                Side::Of(codebook::Party::joint([a.0.as_str(), b.0.as_str(), c.0.as_str()]).code().to_owned())
            }
            _ => Side::Unknown,
        }
    }
}
