//! What goes in: reports with their readings, and the settings.

use codebook::Reading;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One report with what was read from it. The order of rows never matters.
#[derive(Debug, Clone, Copy)]
pub struct ReportRow<'a> {
    /// Unique among the rows.
    pub id: &'a str,
    /// Who published it.
    pub outlet: Option<&'a str>,
    /// When it was published; an undated report counts as earlier than every dated one.
    pub date: Option<Date>,
    /// The text all spans of the reading refer to.
    pub text: &'a str,
    /// Statements and positions, in text order.
    pub reading: &'a Reading,
}

/// A position, named by its report's id and its own; `[report, position]` in JSON.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place(
    /// The report's id.
    pub String,
    /// The position's id within it.
    pub String,
);

impl Place {
    /// The position `position` of `report`.
    pub fn new(report: impl Into<String>, position: impl Into<String>) -> Self {
        Self(report.into(), position.into())
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.0, self.1)
    }
}

/// What a person may set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Accounts are compared where they were said within this many days of each other.
    pub account_days: u16,
    /// By issue, words that name the issue itself, as the agenda has them; they help to tell threads apart.
    pub issue_words: BTreeMap<String, Vec<String>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { account_days: 14, issue_words: BTreeMap::new() }
    }
}
