//! Reports and what is read from them.

use crate::{Position, Statement};
use jiff::civil::Date;

/// One report: a news article, a transcript, a communiqué.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The file's stem, or the input's own id.
    pub id: String,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Its title, where the input states one apart from the text.
    pub title: Option<String>,
    /// When it was published, to the day.
    pub date: Option<Date>,
    /// The name of the plain-text file it came from; `None` where the input was no plain-text file.
    pub text_file: Option<String>,
    /// The text that is shown and stored, to which all spans refer: no byte-order mark, line ends `\n`.
    pub text: String,
    /// SHA-256 of the bytes it came from, in lower-case hexadecimal digits.
    pub sha256: String,
}

/// What was read from one report. Statements and positions are in text order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Who says what.
    pub statements: Vec<Statement>,
    /// Where the parties stand.
    pub positions: Vec<Position>,
}
