//! `detente show`: one row's words in their paragraph, or a whole report.

use super::asking::Kept;
use super::{Outcome, quoted, statements};
use crate::output::stdout;
use crate::terminal::{Style, Tone, tame};
use anyhow::bail;
use clap::{Args, ValueEnum};
use detente::codebook::{Span, covered, interchange};
use detente::record::{Coded, PositionRow, Record, RecordError, Shown, StatementRow};
use serde_json::Value;
use std::io::{self, Write};

/// Show one row's words in their paragraph, or a whole report with what was found in it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  detente show p17                                        a position, its words marked »so«
  detente show aegean-2-council/s3                        a statement by its id within the report
  detente show aegean-2-council                           a whole report
  detente show aegean-2-council --format html > report.html   a page with every span marked")]
pub struct Show {
    /// A position (p17), a statement (s42), one of these within a report (NAME/p3), or a report.
    #[arg(value_name = "ID")]
    id: String,

    /// How it is printed; html is a page of one whole report.
    #[arg(long, value_enum, default_value_t = ShowFormat::Table)]
    format: ShowFormat,

    #[command(flatten)]
    kept: Kept,
}

/// How a row or report is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ShowFormat {
    /// For people to read; plain in a pipe.
    Table,
    /// One JSON object; of a report, as `detente read` prints it.
    Json,
    /// The report as a page that needs nothing else.
    Html,
}

/// Prints it.
pub fn run(arguments: Show) -> anyhow::Result<Outcome> {
    let Show { id, format, kept } = arguments;
    let record = kept.read()?;
    if let Some(coded) = record.report(&id)? {
        report(&coded, format)?;
        return Ok(Outcome::Done);
    }
    let shown = record.show(&id).map_err(|error| match error {
        RecordError::UnknownId { id, .. } => RecordError::UnknownId { id, what: "report, statement or position" },
        other => other,
    })?;
    let mut out = stdout();
    match format {
        ShowFormat::Html => bail!("{id} is one row; name a report to get a page of it"),
        ShowFormat::Json => {
            let value = match &shown {
                Shown::Statement(row) => statements::row(row),
                Shown::Position(row) => position(row),
            };
            serde_json::to_writer_pretty(&mut out, &value)?;
            writeln!(out)?;
        }
        ShowFormat::Table => one(&mut out, &Style::of_stdout(), &record, &shown)?,
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn report(coded: &Coded, format: ShowFormat) -> anyhow::Result<()> {
    let mut out = stdout();
    match format {
        ShowFormat::Html => out.write_all(detente::report_page(coded).as_bytes())?,
        ShowFormat::Json => {
            let written = interchange::write(&coded.report.report(), &coded.reading(), true);
            serde_json::to_writer_pretty(&mut out, &written)?;
            writeln!(out)?;
        }
        ShowFormat::Table => whole(&mut out, &Style::of_stdout(), coded)?,
    }
    Ok(out.flush()?)
}

fn whole(out: &mut impl Write, style: &Style, coded: &Coded) -> io::Result<()> {
    let report = &coded.report;
    let date = report.date.map_or("undated".to_owned(), |date| date.to_string());
    let version = if report.version > 1 { format!("version {}", report.version) } else { String::new() };
    let parts = [
        Some(report.name.as_str()),
        Some(date.as_str()),
        report.outlet.as_deref(),
        report.url.as_deref(),
        Some(version.as_str()),
    ];
    let head: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).map(tame).collect();
    write!(out, "{}", style.wrapped(Tone::Strong, 0, &head.join(" · ")))?;
    for paragraph in report.text.split('\n') {
        write!(out, "{}", style.wrapped(Tone::Faint, 0, &tame(paragraph)))?;
        if paragraph.trim().is_empty() {
            writeln!(out)?;
        }
    }
    writeln!(out, "\n{}", style.paint(Tone::Strong, "Statements"))?;
    coded.statements.iter().try_for_each(|row| statements::write_row(out, style, row))?;
    writeln!(out, "\n{}", style.paint(Tone::Strong, "Positions"))?;
    coded.positions.iter().try_for_each(|row| write!(out, "{}", style.wrapped(Tone::Strong, 2, &line(row))))
}

/// A position on one line.
fn line(row: &PositionRow) -> String {
    let position = &row.position;
    let party = position.party.as_ref().map_or("?", |party| party.code());
    let target = position.target.as_ref().map_or(String::new(), |target| format!(" towards {target}"));
    let told = match (&row.voice, row.voice.by()) {
        (detente::record::Voice::FirstHand, _) => "own word".to_owned(),
        (_, Some(by)) => format!("told by {by}"),
        (_, None) => "told by the report".to_owned(),
    };
    let mut line = format!(
        "p{}  {party} {}{target} · {} · {told}: {}",
        row.number,
        position.act,
        position.issue,
        tame(&row.report.words(&position.proposal))
    );
    for (label, spans) in [("if", &position.condition), ("because", &position.grounds)] {
        if !spans.is_empty() {
            line.push_str(&format!(" · {label}: {}", tame(&row.report.words(spans))));
        }
    }
    line
}

/// One row in its paragraph, with what people made of it.
fn one(out: &mut impl Write, style: &Style, record: &Record, shown: &Shown) -> anyhow::Result<()> {
    let report = shown.report().clone();
    let coded = record.report(&report.name)?;
    let (spans, review): (Vec<Span>, _) = match shown {
        Shown::Statement(row) => {
            statements::write_row(out, style, row)?;
            (row.statement.content.clone(), row.review)
        }
        Shown::Position(row) => {
            write!(out, "{}", style.wrapped(Tone::Strong, 2, &line(row)))?;
            (row.position.proposal.clone(), row.review)
        }
    };
    let innermost = match shown {
        Shown::Statement(row) => Some(row.statement.id.as_str()),
        Shown::Position(row) => row.position.statement.as_deref(),
    };
    let confidence = match shown {
        Shown::Statement(row) => row.statement.confidence,
        Shown::Position(row) => row.position.confidence,
    };
    let chain: Vec<&StatementRow> = coded.as_ref().map(|coded| detente::chain(coded, innermost)).unwrap_or_default();
    let about = format!("{} · {} · {}", quoted::source(&report, &chain, confidence), shown.report_id(), review.name());
    write!(out, "{}", style.wrapped(Tone::Faint, 6, &about))?;
    if let Some(url) = &report.url {
        write!(out, "{}", style.wrapped(Tone::Faint, 6, &tame(url)))?;
    }
    writeln!(out)?;
    for paragraph in marked(&report.text, &spans) {
        write!(out, "{}", style.wrapped(Tone::Words, 2, &tame(&paragraph)))?;
    }
    for act in record.history(&shown.id())? {
        let what = match (&act.field, act.words.as_ref().or(act.value.as_ref())) {
            (Some(field), Some(value)) => format!("{} {field} to “{}”", act.kind, tame(value)),
            _ => act.kind.clone(),
        };
        let undoes = act.undoes.map_or(String::new(), |id| format!(" {id}"));
        let why = act.why.map_or(String::new(), |why| format!(": {}", tame(&why)));
        writeln!(out, "\n  {}  {what}{undoes} · {} · {}{why}", act.id, tame(&act.who), act.made)?;
    }
    Ok(())
}

/// The paragraphs that spans stand in, the spans in »marks«.
fn marked(text: &str, spans: &[Span]) -> Vec<String> {
    let Some(all) = covered(spans) else { return Vec::new() };
    let start = text.get(..all.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(all.end..).and_then(|after| after.find('\n')).map_or(text.len(), |at| all.end + at);
    let mut shown = String::new();
    let mut at = start;
    for span in spans {
        let (Some(before), Some(words)) = (text.get(at..span.start), span.of(text)) else { continue };
        shown.push_str(&format!("{before}»{words}«"));
        at = span.end;
    }
    shown.push_str(text.get(at..end).unwrap_or_default());
    shown.split('\n').map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn position(row: &PositionRow) -> Value {
    let (position, report) = (&row.position, &row.report);
    serde_json::json!({
        "id": format!("p{}", row.number),
        "report_id": row.report_id(),
        "report": report.name,
        "date": report.date,
        "outlet": report.outlet,
        "url": report.url,
        "statement": position.statement,
        "party": position.party,
        "act": position.act,
        "issue": position.issue,
        "target": position.target,
        "proposal": report.words(&position.proposal),
        "proposal_code_points": quoted::points(report, &position.proposal),
        "condition": report.words(&position.condition),
        "condition_code_points": quoted::points(report, &position.condition),
        "grounds": report.words(&position.grounds),
        "grounds_code_points": quoted::points(report, &position.grounds),
        "voice": row.voice.name(),
        "told_by": row.voice.by(),
        "confidence": quoted::rounded(position.confidence),
        "review": row.review.name(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn split_words_are_marked_in_their_paragraph() {
        let text = "First.\nIn May, he said, we pay.\nLast.";
        let spans = [Span::new(7, 13), Span::new(24, 30)];
        assert_eq!(marked(text, &spans), ["»In May«, he said, »we pay«."]);
        assert!(marked(text, &[]).is_empty());
    }
}
