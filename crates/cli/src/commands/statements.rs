//! `detente statements`: who says what.

use super::asking::Asking;
use super::rows::{RowFormat, print};
use super::{Outcome, quoted};
use crate::output::stdout;
use crate::terminal::{Style, Tone, tame};
use clap::Args;
use detente::codebook::Form;
use detente::record::{Page, StatementRow};
use serde_json::{Value, json};
use std::io::{self, Write};

/// List who says what, on whose word, by date.
///
/// --issue and --act take the statements that carry such a position.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  detente statements --party TUR --since 2026-04-01
  detente statements --issue water --format csv > water.csv
  detente statements --limit 20 --offset 40")]
pub struct Statements {
    /// At most so many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,

    /// Pass over so many first.
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    offset: usize,

    #[command(flatten)]
    asking: Asking,
}

/// The columns of a statement.
pub const COLUMNS: [&str; 17] = [
    "id",
    "report_id",
    "report",
    "date",
    "outlet",
    "speaker",
    "party",
    "via",
    "form",
    "hedged",
    "source",
    "cue",
    "content",
    "content_code_points",
    "confidence",
    "review",
    "url",
];

/// Prints the answer.
pub fn run(arguments: Statements) -> anyhow::Result<Outcome> {
    let Statements { limit, offset, asking } = arguments;
    let record = asking.kept.read()?;
    let page = Page { offset, limit: limit.unwrap_or(usize::MAX) };
    let rows = record.statements(&asking.question()?.filter(), page)?;
    if asking.format != RowFormat::Table {
        let rows: Vec<Value> = rows.iter().map(row).collect();
        print(asking.format, &COLUMNS, &rows)?;
        return Ok(Outcome::Done);
    }
    if rows.is_empty() {
        asking.nothing("statements");
        return Ok(Outcome::Done);
    }
    let (mut out, style) = (stdout(), Style::of_stdout());
    let mut report: Option<&str> = None;
    for row in &rows {
        if report != Some(row.report.name.as_str()) {
            let gap = if report.is_some() { "\n" } else { "" };
            report = Some(&row.report.name);
            let date = row.report.date.map_or("undated".to_owned(), |date| date.to_string());
            let head: Vec<String> = [Some(row.report.name.as_str()), Some(date.as_str()), row.report.outlet.as_deref()]
                .into_iter()
                .flatten()
                .map(tame)
                .collect();
            write!(out, "{gap}{}", style.wrapped(Tone::Strong, 0, &head.join(" · ")))?;
        }
        write_row(&mut out, &style, row)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// A statement as one object.
pub fn row(row: &StatementRow) -> Value {
    let (statement, report) = (&row.statement, &row.report);
    json!({
        "id": format!("s{}", row.number),
        "report_id": row.report_id(),
        "report": report.name,
        "date": report.date,
        "outlet": report.outlet,
        "speaker": statement.speaker.name,
        "party": statement.speaker.party,
        "via": statement.via,
        "form": statement.form,
        "hedged": statement.hedged,
        "source": report.words(&statement.source),
        "cue": report.words(&statement.cue),
        "content": report.words(&statement.content),
        "content_code_points": quoted::points(report, &statement.content),
        "confidence": quoted::rounded(statement.confidence),
        "review": row.review.name(),
        "url": report.url,
    })
}

/// Prints a statement: id and speaker, then the words.
pub fn write_row(out: &mut impl Write, style: &Style, row: &StatementRow) -> io::Result<()> {
    let statement = &row.statement;
    let mut head = format!("s{}  {}", row.number, quoted::who(&row.report, statement));
    if let Some(via) = &statement.via {
        head.push_str(&format!(", inside {}/{via}", tame(&row.report.name)));
    }
    let mut notes = vec![statement.form.name().to_owned()];
    if statement.hedged {
        notes.push("hedged".to_owned());
    }
    notes.push(format!("{:.2}", statement.confidence));
    if row.review.is_reviewed() {
        notes.push(row.review.name().to_owned());
    }
    write!(out, "{}", style.wrapped(Tone::Strong, 2, &format!("{head} · {}", notes.join(" · "))))?;
    let words = tame(&row.report.words(&statement.content));
    // Quotation marks only where the report has all of it so.
    let words = if statement.form == Form::Direct { format!("“{words}”") } else { words };
    write!(out, "{}", style.wrapped(Tone::Words, 6, &words))
}
