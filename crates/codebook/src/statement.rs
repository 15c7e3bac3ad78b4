//! Statements: who says it, in what words.

use crate::{Party, Span};
use serde::{Deserialize, Serialize};

/// An attribution: a source, the cue that signals it, and what is attributed.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Its id within the report: `s1`, `s2` …
    pub id: String,
    /// The words naming who speaks, thinks or writes; empty where the text names none.
    pub source: Vec<Span>,
    /// The words that signal the attribution.
    pub cue: Vec<Span>,
    /// What is attributed, quotation marks left out at the ends.
    pub content: Vec<Span>,
    /// How it is quoted.
    pub form: Form,
    /// Whether the report distances itself.
    pub hedged: bool,
    /// Who speaks, resolved within the report.
    pub speaker: Speaker,
    /// The id of the statement this one stands inside.
    pub via: Option<String>,
    /// Calibrated confidence in `[0, 1]`; 1 for what people coded.
    pub confidence: f32,
}

/// How a statement's content is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// All of it in quotation marks.
    Direct,
    /// None of it.
    Indirect,
    /// Some of it.
    Mixed,
}

impl Form {
    /// Its name, as written in every format.
    pub const fn name(self) -> &'static str {
        match self {
            Form::Direct => "direct",
            Form::Indirect => "indirect",
            Form::Mixed => "mixed",
        }
    }
}

impl std::fmt::Display for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// Who speaks, as far as the report tells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The fullest form of the name in the report; `None` for the unnamed and for joint speakers.
    pub name: Option<String>,
    /// The side the speaker's word counts for; `None` for journalists, analysts, private persons and unstated sides.
    pub party: Option<Party>,
}
