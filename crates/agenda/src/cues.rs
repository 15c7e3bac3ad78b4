//! Finding the cues of issues in words.

use crate::Agenda;
use crate::assign::words;
use std::collections::HashMap;

/// The cues of an agenda, ready to be looked for.
#[derive(Debug, Clone)]
pub struct Cues {
    /// Cues by their first word: the words, and the place of the issue in the agenda.
    by_first: HashMap<String, Vec<(Vec<String>, usize)>>,
    issues: Vec<String>,
}

impl Cues {
    /// The cues of `agenda`'s standard issues.
    pub fn new(agenda: &Agenda) -> Self {
        let standard = &agenda.issues()[..agenda.issues().len() - agenda.own().len()];
        let mut by_first: HashMap<String, Vec<(Vec<String>, usize)>> = HashMap::new();
        for (at, issue) in standard.iter().enumerate() {
            for cue in issue.cues.iter().map(|cue| words(cue)) {
                if let Some(first) = cue.first() {
                    by_first.entry(first.clone()).or_default().push((cue, at));
                }
            }
        }
        Self { by_first, issues: standard.iter().map(|issue| issue.id.clone()).collect() }
    }

    /// For each issue with a cue in `text`, its id and the words of its longest cue there.
    pub fn find(&self, text: &str) -> Vec<(&str, usize)> {
        let said = words(text);
        let mut longest = vec![0; self.issues.len()];
        for (at, word) in said.iter().enumerate() {
            for (cue, issue) in self.by_first.get(word).into_iter().flatten() {
                if said[at..].starts_with(cue) {
                    longest[*issue] = longest[*issue].max(cue.len());
                }
            }
        }
        self.issues.iter().map(String::as_str).zip(longest).filter(|(_, length)| *length > 0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_cues_are_found_and_the_longest_counts() {
        let cues = Cues::new(&Agenda::default());
        assert_eq!(cues.find("They want a truce"), [("ceasefire", 1)]);
        assert!(cues.find("Nothing of the kind").is_empty());
    }
}
