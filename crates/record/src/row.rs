//! The rows a record gives out.

use crate::Voice;
use codebook::{Position, Reading, Span, Statement};
use jiff::civil::Date;
use std::sync::Arc;

/// What made a reading. Every export carries these.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Versions {
    /// The program's version.
    pub program: String,
    /// The network's name and version.
    pub network: String,
    /// The agenda's.
    pub agenda: String,
    /// The codebook's.
    pub codebook: String,
}

/// One version of a report, with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRow {
    /// The report's id, which never changes.
    pub name: String,
    /// Which version of the page, from 1.
    pub version: u32,
    /// When it was published.
    pub date: Option<Date>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Its title, where kept apart from the text.
    pub title: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The plain-text file it came from.
    pub text_file: Option<String>,
    /// SHA-256 of the bytes it came from.
    pub sha256: String,
    /// When this version was recorded: UTC, `2026-11-23T20:40:00Z`.
    pub recorded: String,
    /// What made the reading that speaks for it.
    pub versions: Versions,
    /// Its text.
    pub text: String,
    /// SHA-256 of the text.
    pub text_sha256: String,
    /// The row in the record, for its own use.
    pub(crate) id: i64,
    /// The row of its text.
    pub(crate) body: i64,
}

/// What people made of a statement or position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Review {
    /// Nobody looked at it yet.
    Unreviewed,
    /// Found right.
    Confirmed,
    /// Changed.
    Corrected,
    /// Found wrong; no longer in force.
    Rejected,
    /// Put in by a person.
    Added,
}

impl Review {
    /// Its name, as written in every format.
    pub const fn name(self) -> &'static str {
        match self {
            Review::Unreviewed => "unreviewed",
            Review::Confirmed => "confirmed",
            Review::Corrected => "corrected",
            Review::Rejected => "rejected",
            Review::Added => "added",
        }
    }

    /// Whether a person has looked at the row.
    pub const fn is_reviewed(self) -> bool {
        !matches!(self, Review::Unreviewed)
    }
}

/// A statement in force.
#[derive(Debug, Clone, PartialEq)]
pub struct StatementRow {
    /// Its number in the whole record: `s42` is 42.
    pub number: i64,
    /// The report it stands in.
    pub report: Arc<ReportRow>,
    /// What is recorded, with spans in bytes of the report's text; `id` is the one within the report.
    pub statement: Statement,
    /// What people made of it.
    pub review: Review,
    /// The row in the record, which orders what was reported on one day.
    pub(crate) row: i64,
}

/// A position in force.
#[derive(Debug, Clone, PartialEq)]
pub struct PositionRow {
    /// Its number in the whole record: `p17` is 17.
    pub number: i64,
    /// The report it stands in.
    pub report: Arc<ReportRow>,
    /// What is recorded, with spans in bytes of the report's text; `id` is the one within the report.
    pub position: Position,
    /// On whose word it rests.
    pub voice: Voice,
    /// What people made of it.
    pub review: Review,
    /// The row in the record, which orders what was reported on one day.
    pub(crate) row: i64,
}

/// One report with everything in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Coded {
    /// The report.
    pub report: Arc<ReportRow>,
    /// Its statements, in the order of their ids.
    pub statements: Vec<StatementRow>,
    /// Its positions, in the order in which they were read.
    pub positions: Vec<PositionRow>,
}

impl ReportRow {
    /// The words of some spans.
    pub fn words(&self, spans: &[Span]) -> String {
        codebook::slice(&self.text, spans)
    }

    /// The report as the rest of the program has it.
    pub fn report(&self) -> codebook::Report {
        codebook::Report {
            id: self.name.clone(),
            url: self.url.clone(),
            outlet: self.outlet.clone(),
            author: self.author.clone(),
            title: self.title.clone(),
            date: self.date,
            text_file: self.text_file.clone(),
            text: self.text.clone(),
            sha256: self.sha256.clone(),
        }
    }
}

impl StatementRow {
    /// Its id across reports: `aegean-2-council/s3`.
    pub fn report_id(&self) -> String {
        format!("{}/{}", self.report.name, self.statement.id)
    }
}

impl PositionRow {
    /// Its id across reports: `aegean-2-council/p3`.
    pub fn report_id(&self) -> String {
        format!("{}/{}", self.report.name, self.position.id)
    }
}

impl Coded {
    /// The plain reading in force.
    pub fn reading(&self) -> Reading {
        Reading {
            statements: self.statements.iter().map(|row| row.statement.clone()).collect(),
            positions: self.positions.iter().map(|row| row.position.clone()).collect(),
        }
    }
}
