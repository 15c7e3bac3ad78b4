//! Full-text search, narrowed by a question.

use crate::Question;
use codebook::Span;
use record::{Filter, Page, PositionRow, Record, RecordError, ReportRow, StatementRow};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A report that has the words, and the rows that say them.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The report.
    pub report: Arc<ReportRow>,
    /// Where the words stand in its text, in text order; empty where the question narrows, and then the rows have them.
    pub places: Vec<Span>,
    /// Statements that have them in what is said.
    pub statements: Vec<StatementRow>,
    /// Positions that have them in proposal, condition or grounds.
    pub positions: Vec<PositionRow>,
}

/// Finds words. Of an open question, whole reports, the best match first; of one that narrows, only the rows that
/// it takes, by date.
///
/// # Errors
/// [`RecordError::Search`] where the words cannot be understood.
pub fn find(record: &Record, words: &str, question: &Question, page: Page) -> Result<Vec<Match>, RecordError> {
    if *question == Question::default() {
        let hits = record.search(words, page)?;
        return Ok(hits
            .into_iter()
            .map(|hit| Match {
                report: hit.report,
                places: hit.places,
                statements: hit.statements,
                positions: hit.positions,
            })
            .collect());
    }
    let filter = Filter { text: Some(words.to_owned()), ..question.filter() };
    let mut by_report: BTreeMap<(Option<jiff::civil::Date>, String), Match> = BTreeMap::new();
    fn entry<'m>(
        by_report: &'m mut BTreeMap<(Option<jiff::civil::Date>, String), Match>,
        report: &Arc<ReportRow>,
    ) -> &'m mut Match {
        by_report.entry((report.date, report.name.clone())).or_insert_with(|| Match {
            report: report.clone(),
            places: Vec::new(),
            statements: Vec::new(),
            positions: Vec::new(),
        })
    }
    for row in record.statements(&filter, page)? {
        entry(&mut by_report, &row.report.clone()).statements.push(row);
    }
    for row in record.positions(&filter, page)? {
        entry(&mut by_report, &row.report.clone()).positions.push(row);
    }
    Ok(by_report.into_values().collect())
}
