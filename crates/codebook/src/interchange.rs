//! The JSON shape of a report's record, with offsets in Unicode code points.
//!
//! [`write`] gives what `detente read --format json` prints; [`read`] takes the same shape back, and the
//! records people made by hand (which have no `confidence` and no `text`).

use crate::{Act, CodePoints, Form, Party, Position, Reading, Report, Span, Speaker, Statement};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One report with its record, as JSON has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Record {
    /// The report's id.
    pub id: String,
    /// The report's date.
    pub date: Option<Date>,
    /// The plain-text file it came from.
    pub text_file: Option<String>,
    /// The text, unless left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Who says what.
    #[serde(default)]
    pub statements: Vec<StatementRow>,
    /// Where the parties stand.
    #[serde(default)]
    pub positions: Vec<PositionRow>,
}

/// Half-open `[start, end]` in code points.
pub type Points = [usize; 2];

/// A statement in JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of `Statement`")]
pub struct StatementRow {
    pub id: String,
    #[serde(default)]
    pub source: Vec<Points>,
    #[serde(default)]
    pub cue: Vec<Points>,
    #[serde(default)]
    pub content: Vec<Points>,
    pub form: Form,
    #[serde(default)]
    pub hedged: bool,
    #[serde(default)]
    pub speaker: Speaker,
    #[serde(default)]
    pub via: Option<String>,
    #[serde(default = "certain")]
    pub confidence: f32,
}

/// A position in JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of `Position`")]
pub struct PositionRow {
    pub id: String,
    #[serde(default)]
    pub statement: Option<String>,
    pub party: Option<Party>,
    pub act: Act,
    pub issue: String,
    #[serde(default)]
    pub proposal: Vec<Points>,
    #[serde(default)]
    pub target: Option<Party>,
    #[serde(default)]
    pub condition: Vec<Points>,
    #[serde(default)]
    pub grounds: Vec<Points>,
    #[serde(default = "certain")]
    pub confidence: f32,
}

fn certain() -> f32 {
    1.0
}

/// A record that does not fit its text.
#[derive(Debug, thiserror::Error)]
#[error("{report}, {row}: the span [{start}, {end}] does not fit the text, which has {count} code points")]
pub struct MisfitError {
    /// The report's id.
    pub report: String,
    /// The id of the statement or position.
    pub row: String,
    /// As given.
    pub start: usize,
    /// As given.
    pub end: usize,
    /// Length of the text.
    pub count: usize,
}

/// The record of a report; its text is left out unless `with_text`.
pub fn write(report: &Report, reading: &Reading, with_text: bool) -> Record {
    let points = CodePoints::new(&report.text);
    let list = |spans: &[Span]| spans.iter().map(|span| points.of_span(*span)).collect::<Vec<_>>();
    Record {
        id: report.id.clone(),
        date: report.date,
        text_file: report.text_file.clone(),
        text: with_text.then(|| report.text.clone()),
        statements: reading
            .statements
            .iter()
            .map(|s| StatementRow {
                id: s.id.clone(),
                source: list(&s.source),
                cue: list(&s.cue),
                content: list(&s.content),
                form: s.form,
                hedged: s.hedged,
                speaker: s.speaker.clone(),
                via: s.via.clone(),
                confidence: s.confidence,
            })
            .collect(),
        positions: reading
            .positions
            .iter()
            .map(|p| PositionRow {
                id: p.id.clone(),
                statement: p.statement.clone(),
                party: p.party.clone(),
                act: p.act,
                issue: p.issue.clone(),
                proposal: list(&p.proposal),
                target: p.target.clone(),
                condition: list(&p.condition),
                grounds: list(&p.grounds),
                confidence: p.confidence,
            })
            .collect(),
    }
}

/// The reading a record holds, with spans in bytes of `text`.
///
/// # Errors
/// Where a span is empty or lies outside the text.
pub fn read(record: &Record, text: &str) -> Result<Reading, MisfitError> {
    let points = CodePoints::new(text);
    let list = |row: &str, spans: &[Points]| -> Result<Vec<Span>, MisfitError> {
        spans
            .iter()
            .map(|&span| {
                points.to_span(span).ok_or_else(|| MisfitError {
                    report: record.id.clone(),
                    row: row.to_owned(),
                    start: span[0],
                    end: span[1],
                    count: points.count(),
                })
            })
            .collect()
    };
    let statements = record
        .statements
        .iter()
        .map(|s| {
            Ok(Statement {
                id: s.id.clone(),
                source: list(&s.id, &s.source)?,
                cue: list(&s.id, &s.cue)?,
                content: list(&s.id, &s.content)?,
                form: s.form,
                hedged: s.hedged,
                speaker: s.speaker.clone(),
                via: s.via.clone(),
                confidence: s.confidence,
            })
        })
        .collect::<Result<_, MisfitError>>()?;
    let positions = record
        .positions
        .iter()
        .map(|p| {
            Ok(Position {
                id: p.id.clone(),
                statement: p.statement.clone(),
                party: p.party.clone(),
                act: p.act,
                issue: p.issue.clone(),
                proposal: list(&p.id, &p.proposal)?,
                target: p.target.clone(),
                condition: list(&p.id, &p.condition)?,
                grounds: list(&p.id, &p.grounds)?,
                confidence: p.confidence,
            })
        })
        .collect::<Result<_, MisfitError>>()?;
    Ok(Reading { statements, positions })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hand_made_record_reads_and_writes_back() {
        let json = serde_json::json!({
            "id": "toy", "date": "2026-02-12", "text_file": "toy.txt",
            "statements": [{"id": "s1", "source": [[2, 5]], "cue": [[6, 10]], "content": [[11, 16]], "form": "indirect",
                "hedged": false, "speaker": {"name": "Ann", "party": null}, "via": null}],
            "positions": [{"id": "p1", "statement": "s1", "party": "UKR", "act": "reject", "issue": "territory",
                "proposal": [[11, 16]], "target": null, "condition": [], "grounds": []}]
        });
        let record: Record = serde_json::from_value(json).unwrap();
        let text = "🙂 Ann said peace";
        let reading = read(&record, text).unwrap();
        assert_eq!(crate::slice(text, &reading.statements[0].source), "Ann");
        assert_eq!(crate::slice(text, &reading.positions[0].proposal), "peace");
        assert_eq!(read(&record, "short").unwrap_err().row, "s1");
    }
}
