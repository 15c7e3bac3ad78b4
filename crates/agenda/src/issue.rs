//! An agenda and its issues.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The issues a case is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agenda {
    /// Names and versions of the files it is made of, the default agenda first.
    pub(crate) made_of: Vec<String>,
    /// The issues, in the order of the files.
    pub(crate) issues: Vec<Issue>,
    /// How many of them, from the first, are the default agenda's.
    pub(crate) standard: usize,
}

/// One issue, as the file has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// What positions carry: lower-case letters, digits and hyphens.
    pub id: String,
    /// In a few words, to read.
    pub label: String,
    /// What belongs to it, and what does not.
    #[serde(default)]
    pub description: String,
    /// The issue it is a part of.
    #[serde(default)]
    pub narrows: Option<String>,
    /// Words that tell it; several words in a row count as one cue.
    #[serde(default)]
    pub cues: Vec<String>,
    /// Sentences that are about it.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Its codes in other schemes.
    #[serde(default)]
    pub codes: Codes,
}

/// Codes in other schemes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codes {
    /// Columns of the PA-X peace agreements data.
    #[serde(default, rename = "pa-x")]
    pub pa_x: Vec<String>,
    /// CAMEO events.
    #[serde(default)]
    pub cameo: Vec<String>,
    /// Contexts of PLOVER 0.8.
    #[serde(default)]
    pub plover: Vec<String>,
}

impl Agenda {
    /// The issue with this id.
    pub fn issue(&self, id: &str) -> Option<&Issue> {
        self.issues.iter().find(|issue| issue.id == id)
    }

    /// All issues: the default agenda's, then a user's own.
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// The issues that users put in.
    pub fn own(&self) -> &[Issue] {
        &self.issues[self.standard..]
    }

    /// Names and versions of what it is made of, as a record keeps them.
    pub fn version(&self) -> String {
        self.made_of.join(" + ")
    }

    /// By issue, the single words of its label and cues, in lower case.
    pub fn words(&self) -> BTreeMap<String, Vec<String>> {
        self.issues
            .iter()
            .map(|issue| {
                let cues = issue.cues.iter().map(String::as_str).filter(|cue| !cue.contains([' ', '-']));
                let label = issue.label.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3);
                (issue.id.clone(), label.chain(cues).map(str::to_lowercase).collect())
            })
            .collect()
    }
}
