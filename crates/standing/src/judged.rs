//! The facts judged about positions, by people or by [`crate::judge`], and taken as given by [`crate::compute`].

use crate::Place;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Positions about one thing, whoever holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// Unique among the threads.
    pub id: String,
    /// The issue of the agenda it belongs to.
    pub issue: String,
    /// What it is about, in words to read.
    pub label: String,
    /// What is said about it.
    pub positions: Vec<Place>,
}

/// All judged facts of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Judged {
    /// A position in none of them falls to the thread of its issue.
    pub threads: Vec<Thread>,
    /// Positions that the text puts in the past.
    pub past: Vec<Place>,
    /// A `commit` to a harm, or to keep doing what another asks to end: firmness 3.
    pub harm: Vec<Place>,
    /// Positions whose proposal is the contrary of the thread's thing.
    pub turned: Vec<Place>,
    /// `(denial, denied)`.
    pub denies: Vec<(Place, Place)>,
    /// `(copy, original)`: one utterance printed by two reports. Only the original counts.
    pub copies: Vec<(Place, Place)>,
    /// The day a thing was said, where the text tells another than the report's date.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub said: Vec<(Place, Date)>,
}

/// Judged facts that do not fit the rows they are about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JudgedError {
    /// A fact names a position that no row has.
    #[error("{field} names the position {place}, which no report has; drop it, or add the report")]
    UnknownPosition {
        /// `threads`, `past` …
        field: &'static str,
        /// As named.
        place: Place,
    },
    /// A position is in two threads.
    #[error("the position {place} is in two threads, {first:?} and {second:?}; leave it in one")]
    TwoThreads {
        /// The position.
        place: Place,
        /// The id of one.
        first: String,
        /// The id of the other.
        second: String,
    },
    /// Two reports have one id.
    #[error("two reports are called {0:?}; give each its own id")]
    SameReport(String),
}
