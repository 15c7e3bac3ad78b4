//! Giving positions the issues that a user defined.

use crate::{Agenda, Issue};
use codebook::{Position, Reading, slice};
use std::collections::HashSet;

/// Of the content words of a proposal, how many an example must share, in tenths, and at least.
const SHARED_TENTHS: usize = 5;
const SHARED_LEAST: usize = 2;

/// Words too common to tell one issue from another.
const COMMON: [&str; 44] = [
    "about", "after", "again", "against", "also", "and", "any", "are", "back", "been", "before", "but", "can", "for",
    "from", "has", "have", "into", "its", "more", "must", "not", "now", "only", "other", "our", "over", "shall",
    "should", "such", "than", "that", "the", "their", "there", "they", "this", "until", "was", "were", "will", "with",
    "would", "your",
];

impl Agenda {
    /// Gives each position the issue of the user's own that its words match; gives how many changed.
    ///
    /// An issue that `narrows` another is looked for among positions of that other one, in the proposal, then in the
    /// whole statement. An added issue is looked for in the proposal alone, whatever issue was found. Cues match as whole
    /// words, without regard to case; an example matches where half the proposal's words, two at least, stand in it.
    /// Where several issues match, the one of the longest match wins, of equals the earlier in the file. Words decide,
    /// not meaning: what is said without any cue or familiar words is not found.
    pub fn assign(&self, text: &str, reading: &mut Reading) -> usize {
        if self.own().is_empty() {
            return 0;
        }
        let own: Vec<Own<'_>> = self.own().iter().map(Own::new).collect();
        let mut changed = 0;
        let Reading { statements, positions } = reading;
        for position in positions {
            let content = position.statement.as_ref().and_then(|id| statements.iter().find(|s| s.id == *id));
            let content = content.map(|statement| words(&slice(text, &statement.content))).unwrap_or_default();
            if let Some(issue) = choose(&own, text, position, &content) {
                position.issue.clone_from(&issue.id);
                changed += 1;
            }
        }
        changed
    }
}

/// An issue with its cues and examples as words.
struct Own<'a> {
    issue: &'a Issue,
    cues: Vec<Vec<String>>,
    examples: Vec<HashSet<String>>,
}

impl<'a> Own<'a> {
    fn new(issue: &'a Issue) -> Self {
        Self {
            issue,
            cues: issue.cues.iter().map(|cue| words(cue)).filter(|cue| !cue.is_empty()).collect(),
            examples: issue.examples.iter().map(|example| telling(&words(example))).collect(),
        }
    }

    /// How long the longest cue is that stands in `said`, in words.
    fn cue_in(&self, said: &[String]) -> usize {
        self.cues
            .iter()
            .filter(|cue| said.windows(cue.len()).any(|window| window == cue.as_slice()))
            .map(Vec::len)
            .max()
            .unwrap_or(0)
    }

    fn like_an_example(&self, said: &HashSet<String>) -> bool {
        self.examples.iter().any(|example| {
            let shared = said.intersection(example).count();
            shared >= SHARED_LEAST && 10 * shared >= SHARED_TENTHS * said.len()
        })
    }
}

fn choose<'a>(own: &[Own<'a>], text: &str, position: &Position, content: &[String]) -> Option<&'a Issue> {
    let proposal = words(&slice(text, &position.proposal));
    let told = telling(&proposal);
    let mut best: Option<(usize, &Issue)> = None;
    for own in own {
        let narrows = own.issue.narrows.as_deref();
        if narrows.is_some_and(|narrows| narrows != position.issue) {
            continue;
        }
        // The proposal's own words go before those around it.
        let weight = match (own.cue_in(&proposal), narrows) {
            (0, _) if own.like_an_example(&told) => 10,
            (0, Some(_)) => own.cue_in(content),
            (0, None) => 0,
            (length, _) => 100 * length,
        };
        if weight > best.map_or(0, |(best, _)| best) {
            best = Some((weight, own.issue));
        }
    }
    best.map(|(_, issue)| issue)
}

/// Lower-case words, a possessive left out and a plural `s` dropped, so that "corridors" meets "corridor".
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-')))
        .flat_map(|word| word.split('-'))
        .map(|word| word.split(['\'', '’']).next().unwrap_or_default().to_lowercase())
        .filter(|word| !word.is_empty())
        .map(|word| match word.strip_suffix('s') {
            Some(stem) if stem.len() > 3 && !stem.ends_with('s') => stem.to_owned(),
            _ => word,
        })
        .collect()
}

fn telling(words: &[String]) -> HashSet<String> {
    words.iter().filter(|word| word.chars().count() > 2 && !COMMON.contains(&word.as_str())).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use codebook::{Act, Span};

    const OWN: &str = r#"
        name = "own"
        [[issue]]
        id = "grain-corridor"
        label = "the grain corridor"
        narrows = "water"
        cues = ["grain", "grain corridor"]
        [[issue]]
        id = "fuel"
        label = "fuel for the ferries"
        examples = ["The islands must get diesel for the night ferries."]
        [[issue]]
        id = "lighthouses"
        label = "who keeps the lighthouses"
        cues = ["lighthouse"]
    "#;

    fn issue_of(text: &str, found: &str) -> String {
        let agenda = Agenda::default().with_text("own.toml", OWN).unwrap();
        let position = Position {
            id: "p1".into(),
            statement: None,
            party: None,
            act: Act::Demand,
            issue: found.into(),
            proposal: vec![Span::new(0, text.len())],
            target: None,
            condition: vec![],
            grounds: vec![],
            confidence: 1.0,
        };
        let mut reading = Reading { statements: vec![], positions: vec![position] };
        agenda.assign(text, &mut reading);
        reading.positions.remove(0).issue
    }

    #[test]
    fn cues_and_examples_decide_within_what_is_narrowed() {
        let table = [
            ("open the Grain Corridors", "water", "grain-corridor"),
            ("open the grain corridor", "trade", "trade"),
            ("open the strait", "water", "water"),
            ("both lighthouses’ lamps", "territory", "lighthouses"),
            ("diesel for the ferries", "energy", "fuel"),
            ("coal for the stoves", "energy", "energy"),
        ];
        for (text, found, expected) in table {
            assert_eq!(issue_of(text, found), expected, "{text}");
        }
    }
}
