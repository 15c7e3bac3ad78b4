//! `detente search`: full text over statements and reports.

use super::asking::Asking;
use super::rows::{RowFormat, print};
use super::{Outcome, quoted, statements};
use crate::output::stdout;
use crate::terminal::{Style, Tone, tame};
use clap::Args;
use detente::Match;
use detente::codebook::Span;
use detente::record::Page;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Search the words of reports and statements, the best match first.
///
/// Words are matched whole, without regard to case and accents. Words in double quotation marks belong together;
/// AND, OR, NOT and a star after the start of a word are understood. With --party, --issue and the like, only statements
/// and positions that fit are shown, by date.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  detente search \"security guarantees\"       both words
  detente search '\"security guarantees\"'     the two together
  detente search 'sanction* NOT oil' --party USA")]
pub struct Search {
    /// The words.
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,

    /// At most so many reports.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,

    #[command(flatten)]
    asking: Asking,
}

const COLUMNS: [&str; 7] = ["report", "date", "outlet", "url", "places_code_points", "statements", "positions"];

/// Prints the answer.
pub fn run(arguments: Search) -> anyhow::Result<Outcome> {
    let Search { words, limit, asking } = arguments;
    let record = asking.kept.read()?;
    let matches = detente::find(&record, &words.join(" "), &asking.question()?, Page { offset: 0, limit })?;
    if asking.format != RowFormat::Table {
        let rows: Vec<Value> = matches.iter().map(row).collect();
        print(asking.format, &COLUMNS, &rows)?;
        return Ok(Outcome::Done);
    }
    if matches.is_empty() {
        asking.nothing("reports with these words");
        return Ok(Outcome::Done);
    }
    let (mut out, style) = (stdout(), Style::of_stdout());
    for (nth, found) in matches.iter().enumerate() {
        if nth > 0 {
            writeln!(out)?;
        }
        write(&mut out, &style, found)?;
    }
    if matches.len() == limit {
        writeln!(out, "\nthe first {limit} reports; --limit N shows more")?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn row(found: &Match) -> Value {
    json!({
        "report": found.report.name,
        "date": found.report.date,
        "outlet": found.report.outlet,
        "url": found.report.url,
        "places_code_points": quoted::points(&found.report, &found.places),
        "statements": found.statements.iter().map(statements::row).collect::<Vec<_>>(),
        "positions": found.positions.iter().map(|row| format!("p{}", row.number)).collect::<Vec<_>>(),
    })
}

fn write(out: &mut impl Write, style: &Style, found: &Match) -> io::Result<()> {
    let date = found.report.date.map_or("undated".to_owned(), |date| date.to_string());
    let parts = [Some(found.report.name.as_str()), Some(date.as_str()), found.report.outlet.as_deref()];
    let head: Vec<String> = parts.into_iter().flatten().map(tame).collect();
    write!(out, "{}", style.wrapped(Tone::Strong, 0, &head.join(" · ")))?;
    found.statements.iter().try_for_each(|row| statements::write_row(out, style, row))?;
    for row in &found.positions {
        let party = row.position.party.as_ref().map_or("?", |party| party.code());
        let words = tame(&row.report.words(&row.position.proposal));
        let line = format!("p{}  {party} {} · {}: {words}", row.number, row.position.act, row.position.issue);
        write!(out, "{}", style.wrapped(Tone::Strong, 2, &line))?;
    }
    // Words that nobody is recorded as saying are shown in their line.
    let text = &found.report.text;
    let said =
        |place: &Span| found.statements.iter().any(|row| row.statement.content.iter().any(|c| c.overlaps(*place)));
    let mut last_end = 0;
    for place in found.places.iter().filter(|place| !said(place)) {
        if place.start < last_end {
            continue;
        }
        let start = text[..place.start].rfind('\n').map_or(0, |at| at + 1);
        last_end = text[place.end..].find('\n').map_or(text.len(), |at| place.end + at);
        write!(out, "{}", style.wrapped(Tone::Faint, 2, &tame(&text[start..last_end])))?;
    }
    Ok(())
}
