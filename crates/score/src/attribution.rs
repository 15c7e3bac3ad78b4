//! Source, cue and content, as on PolNeAR.
//!
//! An *exact span* is a distinct span of a role with the very same words. Attributions are *linked* one to one: leniently
//! where their cues share a word and their contents overlap by half (F1), fully where their sources do too, exactly where
//! all three roles have the very same words. In a pair, a role empty on both sides agrees, and one empty on one side does
//! not. *Speaker accuracy* is the share of the lenient pairs whose sources share a word.

use crate::words::{dice, pair, shared};
use crate::{MisfitError, Row, Scores, Words};
use std::collections::BTreeSet;

/// An attribution, each role as the numbers of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles {
    /// Source, cue, content.
    pub roles: [Vec<usize>; 3],
}

const NAMES: [&str; 3] = ["source", "cue", "content"];
const SOURCE: usize = 0;
const CUE: usize = 1;
const CONTENT: usize = 2;

impl Roles {
    /// The words of a row's roles.
    ///
    /// # Errors
    /// Where a span does not fit the text.
    pub fn new(words: &Words, row: &Row) -> Result<Self, MisfitError> {
        Ok(Self { roles: [words.of(&row.source)?, words.of(&row.cue)?, words.of(&row.content)?] })
    }

    fn likeness(&self, other: &Self) -> (f64, f64, f64) {
        let of = |role: usize| dice(&self.roles[role], &other.roles[role]);
        (of(CONTENT), of(CUE), of(SOURCE))
    }

    /// Cues share a word and contents overlap by half.
    pub fn lenient(&self, other: &Self) -> bool {
        let (content, cue, _) = self.likeness(other);
        cue > 0.0 && content >= 0.5
    }

    fn full(&self, other: &Self) -> bool {
        self.lenient(other) && dice(&self.roles[SOURCE], &other.roles[SOURCE]) >= 0.5
    }
}

/// One-to-one pairs of agreeing attributions, as indices, the most alike first.
pub fn pairs(golds: &[Roles], read: &[Roles], agree: impl Fn(&Roles, &Roles) -> bool) -> Vec<(usize, usize)> {
    pair(golds.len(), read.len(), |g, p| agree(&golds[g], &read[p]).then(|| golds[g].likeness(&read[p])))
}

/// Adds one article to the scores: what people coded, and what was read.
pub fn add(scores: &mut Scores, words: &Words, golds: &[Roles], read: &[Roles]) {
    let spans = |rows: &[Roles], role: usize| -> BTreeSet<Vec<usize>> {
        rows.iter().flat_map(|row| words.runs(&row.roles[role])).collect()
    };
    let tokens = |rows: &[Roles], role: usize| -> Vec<usize> {
        rows.iter().flat_map(|row| row.roles[role].iter().copied()).collect::<BTreeSet<_>>().into_iter().collect()
    };
    for (role, name) in NAMES.into_iter().enumerate() {
        let (g, p) = (spans(golds, role), spans(read, role));
        scores.add(&format!("{name}, exact span"), (g.intersection(&p).count(), p.len(), g.len()));
        let (g, p) = (tokens(golds, role), tokens(read, role));
        scores.add(&format!("{name}, token"), (shared(&g, &p), p.len(), g.len()));
    }
    let lenient = pairs(golds, read, Roles::lenient);
    let count = |hits: usize| (hits, read.len(), golds.len());
    scores.add("linked, lenient", count(lenient.len()));
    scores.add("linked, full", count(pairs(golds, read, Roles::full).len()));
    scores.add("linked, exact", count(pairs(golds, read, |g, p| g == p).len()));
    let same = |&(g, p): &(usize, usize)| dice(&golds[g].roles[SOURCE], &read[p].roles[SOURCE]) > 0.0;
    scores.check("speaker accuracy", lenient.iter().map(same));
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "“We will pay,” Ann Lee of Acme said. “In May.” Bob denied it. It was said to be late.";

    fn row(source: &[&str], cue: &str, content: &[&str]) -> Row {
        let at = |part: &&str| {
            let byte = TEXT.find(*part).unwrap();
            let start = TEXT[..byte].chars().count();
            [start, start + part.chars().count()]
        };
        let spans = |parts: &[&str]| parts.iter().map(at).collect();
        Row { source: spans(source), cue: spans(&[cue]), content: spans(content), ..Row::default() }
    }

    fn check(golds: &[Row], read: &[Row]) -> Scores {
        let words = Words::new(TEXT);
        let roles = |rows: &[Row]| rows.iter().map(|row| Roles::new(&words, row).unwrap()).collect::<Vec<_>>();
        let mut scores = Scores::default();
        add(&mut scores, &words, &roles(golds), &roles(read));
        scores
    }

    #[test]
    fn a_shorter_source_is_still_the_right_speaker() {
        let gold = row(&["Ann Lee of Acme"], "said", &["“We will pay,”", "“In May.”"]);
        let other = row(&["Bob"], "denied", &["it."]);
        let value = |read: &[Row], name: &str| check(&[gold.clone(), other.clone()], read).get(name).unwrap().value();
        let short = [row(&["Ann"], "said", &["In May", "We will pay"]), other.clone()];
        assert_eq!(value(&short, "linked, lenient"), 1.0);
        assert_eq!(value(&short, "linked, full"), 0.5);
        assert_eq!(value(&short, "speaker accuracy"), 1.0);
        let wrong = [row(&["Bob"], "said", &["We will pay", "In May"]), other.clone()];
        assert_eq!(value(&wrong, "linked, full"), 0.5);
        assert_eq!(value(&wrong, "speaker accuracy"), 0.5);
        assert_eq!(value(&[], "linked, lenient"), 0.0);
    }

    #[test]
    fn the_most_alike_pair_goes_first() {
        let gold = row(&["Ann Lee of Acme"], "said", &["We will pay", "In May"]);
        let near = row(&["Bob"], "said", &["We will pay"]);
        for read in [[near.clone(), gold.clone()], [gold.clone(), near.clone()]] {
            let scores = check(std::slice::from_ref(&gold), &read);
            assert_eq!(scores.get("speaker accuracy").unwrap().value(), 1.0);
        }
    }
}
