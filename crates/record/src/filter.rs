//! What is asked for, and which part of the answer.

use crate::current::AsOf;
use crate::row::{Coded, PositionRow, ReportRow, StatementRow};
use codebook::{Act, Party};
use jiff::civil::Date;

/// What is asked for. The default asks for everything; what is set narrows it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Held (positions) or spoken (statements) by one of these parties, alone or with others.
    pub parties: Vec<Party>,
    /// On one of these issues; of statements, those that carry such a position.
    pub issues: Vec<String>,
    /// By one of these acts; of statements, those that carry such a position.
    pub acts: Vec<Act>,
    /// On the holder's own word, or on another's.
    pub hand: Option<Hand>,
    /// Reported on this day or later.
    pub since: Option<Date>,
    /// As reported until the end of this day.
    pub until: Option<Date>,
    /// As recorded until the end of this day.
    pub recorded_until: Option<Date>,
    /// With at least this confidence.
    pub min_confidence: Option<f32>,
    /// In this report.
    pub report: Option<String>,
    /// With these words in what is said (a full-text search, see [`Record::search`]).
    pub text: Option<String>,
}

/// First-hand or second-hand. A statement is second-hand where it stands inside another or is hedged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// Its holder's own word.
    First,
    /// Another's.
    Second,
}

/// Which part of a long answer. The default is all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Rows to pass over.
    pub offset: usize,
    /// Rows to give at most.
    pub limit: usize,
}

impl Default for Page {
    fn default() -> Self {
        Self { offset: 0, limit: usize::MAX }
    }
}

impl Filter {
    pub(crate) fn as_of(&self) -> AsOf {
        AsOf { until: self.until, recorded_until: self.recorded_until, last_correction: None }
    }

    /// Whether a report can have rows that are asked for.
    pub(crate) fn takes_report(&self, report: &ReportRow) -> bool {
        self.report.as_ref().is_none_or(|name| *name == report.name)
            && self.since.is_none_or(|since| report.date.is_some_and(|date| date >= since))
            && self.until.is_none_or(|until| report.date.is_some_and(|date| date <= until))
    }

    pub(crate) fn takes_position(&self, row: &PositionRow) -> bool {
        let position = &row.position;
        takes_party(&self.parties, position.party.as_ref())
            && (self.issues.is_empty() || self.issues.contains(&position.issue))
            && (self.acts.is_empty() || self.acts.contains(&position.act))
            && self.hand.is_none_or(|hand| (hand == Hand::First) == (row.voice == crate::Voice::FirstHand))
            && self.min_confidence.is_none_or(|least| position.confidence >= least)
    }

    pub(crate) fn takes_statement(&self, row: &StatementRow, coded: &Coded) -> bool {
        let statement = &row.statement;
        let carries = |test: &dyn Fn(&codebook::Position) -> bool| {
            coded
                .positions
                .iter()
                .any(|item| item.position.statement.as_deref() == Some(statement.id.as_str()) && test(&item.position))
        };
        takes_party(&self.parties, statement.speaker.party.as_ref())
            && (self.issues.is_empty() && self.acts.is_empty()
                || carries(&|position| {
                    (self.issues.is_empty() || self.issues.contains(&position.issue))
                        && (self.acts.is_empty() || self.acts.contains(&position.act))
                }))
            && self.hand.is_none_or(|hand| (hand == Hand::First) == (statement.via.is_none() && !statement.hedged))
            && self.min_confidence.is_none_or(|least| statement.confidence >= least)
    }
}

pub(crate) fn takes_party(wanted: &[Party], party: Option<&Party>) -> bool {
    wanted.is_empty() || party.is_some_and(|party| wanted.iter().any(|wanted| party.includes(wanted)))
}
