//! Checking a draft against a record.

use crate::{AskError, Question};
use codebook::{Reading, Report};
use reading::{ReadError, Reader};
use record::{Coded, Record};
use verify::{Checked, Draft, Evidence, Format, Source, check};

/// Why a draft could not be checked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// The record.
    #[error("{0}")]
    Record(#[from] AskError),
    /// The reader.
    #[error("{0}")]
    Reader(#[from] ReadError),
}

/// Checks every quotation of a draft against the reports of a record, and the attributions that `reader` finds in it;
/// without a reader, quotations alone. Tables and code of a Markdown draft are not read for attributions.
///
/// # Errors
/// Where the record cannot be read or the network cannot be run.
pub fn check_draft(
    record: &Record,
    question: &Question,
    text: &str,
    format: Format,
    reader: Option<&Reader>,
) -> Result<Checked, CheckError> {
    let coded = record.coded(&question.filter()).map_err(AskError::from)?;
    let readings: Vec<Reading> = coded.iter().map(Coded::reading).collect();
    let sources: Vec<Source<'_>> =
        coded.iter().zip(&readings).map(|(c, reading)| Source::new(&c.report.name, &c.report.text, reading)).collect();
    let read = reader.map(|reader| reader.read(&draft_report(&verify::running(text, format)))).transpose()?;
    let statements = read.as_ref().map(|reading| reading.statements.as_slice());
    Ok(check(&Draft { text, format, statements }, &Evidence::new(&sources)))
}

fn draft_report(text: &str) -> Report {
    Report {
        id: "draft".to_owned(),
        url: None,
        outlet: None,
        author: None,
        title: None,
        date: None,
        text_file: None,
        text: text.to_owned(),
        sha256: String::new(),
    }
}
