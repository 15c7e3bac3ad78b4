//! `detente verify`: every quotation and attribution of a draft, checked.

use super::Outcome;
use super::asking::Kept;
use super::rows::counted;
use crate::output::stdout;
use crate::terminal::{Style, Tone, tame};
use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use detente::Question;
use detente::reading::Reader;
use detente::verify::{Checked, Finding, Format, Kind, Note, Verdict};
use jiff::civil::Date;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

/// Check every quotation in a draft, and each attribution the reader finds in it, against the record.
///
/// Comparing words decides, not a model: verbatim, another speaker, close, a negation or hedge dropped, joined from two places,
/// an ellipsis that changes it, not found. What could not be checked is said.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  detente verify draft.md                    what fails, with the nearest evidence
  detente verify draft.md --all              also what is in order
  detente verify - < draft.txt --format json

Exit codes: 0 nothing fails, 1 it could not be checked, 2 wrong usage, 3 something fails,\nor there was nothing to check in it.")]
pub struct Verify {
    /// The draft; `-` is standard input. A name that ends in .md is read as Markdown.
    #[arg(value_name = "DRAFT")]
    draft: PathBuf,

    /// Show also what is in order.
    #[arg(long)]
    all: bool,

    /// Check quotations only, which needs no reader.
    #[arg(long)]
    quotations_only: bool,

    /// Against what was reported until the end of this day.
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,

    /// Against what was recorded until the end of this day (UTC).
    #[arg(long, value_name = "DATE")]
    recorded_until: Option<Date>,

    /// How the result is printed.
    #[arg(long, value_enum, default_value_t = VerifyFormat::Table)]
    format: VerifyFormat,

    #[command(flatten)]
    kept: Kept,
}

/// How a check is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum VerifyFormat {
    /// For people to read; plain in a pipe.
    Table,
    /// One JSON object with findings and notes.
    Json,
    /// One finding a line.
    Jsonl,
}

/// Checks the draft; 3 where something fails.
pub fn run(arguments: Verify) -> anyhow::Result<Outcome> {
    let text = read(&arguments.draft)?;
    let markdown = arguments.draft.extension().is_some_and(|name| name == "md" || name == "markdown");
    let format = if markdown { Format::Markdown } else { Format::Text };
    let record = arguments.kept.read()?;
    let question = Question { until: arguments.until, recorded_until: arguments.recorded_until, ..Question::default() };
    let reader = if arguments.quotations_only { None } else { Some(Reader::new()?) };
    let checked = detente::check_draft(&record, &question, &text, format, reader.as_ref())?;
    if checked.notes.contains(&Note::EmptyDraft) {
        bail!("{}: the draft is empty; there is nothing to check", arguments.draft.display());
    }
    let mut out = stdout();
    match arguments.format {
        VerifyFormat::Json => {
            let findings = serde_json::to_value(&checked.findings)?;
            let notes: Vec<String> = checked.notes.iter().map(ToString::to_string).collect();
            let value = serde_json::json!({"fails": checked.fails(), "findings": findings, "notes": notes});
            serde_json::to_writer_pretty(&mut out, &value)?;
            writeln!(out)?;
        }
        VerifyFormat::Jsonl => {
            for finding in &checked.findings {
                crate::output::json_line(&mut out, &serde_json::to_value(finding)?)?;
            }
        }
        VerifyFormat::Table => table(&mut out, &Style::of_stdout(), &checked, &text, arguments.all)?,
    }
    out.flush()?;
    // A draft of which nothing could be checked is not in order either.
    Ok(if checked.fails() || checked.findings.is_empty() { Outcome::Partial } else { Outcome::Done })
}

fn read(path: &Path) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().read_to_end(&mut bytes).context("standard input cannot be read")?;
    } else {
        bytes = std::fs::read(path).with_context(|| format!("{}: the draft cannot be read", path.display()))?;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.trim_start_matches('\u{feff}').to_owned()),
        Err(_) => bail!("{}: the draft is not UTF-8 text; save it as plain text or Markdown", path.display()),
    }
}

fn table(out: &mut impl Write, style: &Style, checked: &Checked, text: &str, all: bool) -> io::Result<()> {
    let shown = checked.findings.iter().filter(|finding| all || finding.verdict != Verdict::Verbatim);
    for finding in shown {
        write_finding(out, style, finding, text)?;
        writeln!(out)?;
    }
    for note in &checked.notes {
        writeln!(out, "note: {note}")?;
    }
    let count = |test: &dyn Fn(&Finding) -> bool| checked.findings.iter().filter(|finding| test(finding)).count();
    let quotations = count(&|finding| finding.kind == Kind::Quotation);
    let failing = count(&|finding| finding.verdict.fails());
    let unchecked = count(&|finding| matches!(finding.verdict, Verdict::Unchecked | Verdict::ShortNotFound));
    let attributions = checked.findings.len() - quotations;
    writeln!(
        out,
        "{} and {}: {} in order, {failing} failing, {unchecked} not checked",
        counted(quotations, "quotation"),
        counted(attributions, "attribution"),
        checked.findings.len() - failing - unchecked
    )
}

fn write_finding(out: &mut impl Write, style: &Style, finding: &Finding, text: &str) -> io::Result<()> {
    let line = text.get(..finding.span.start).map_or(0, |before| before.matches('\n').count()) + 1;
    let mark = if finding.verdict.fails() {
        "✗"
    } else if finding.verdict == Verdict::Verbatim {
        "✓"
    } else {
        "?"
    };
    let claimed = finding.claimed.as_ref().map_or(String::new(), |name| format!(" · said to be {}", tame(name)));
    let head = format!("{mark} line {line}: {}{claimed}", finding.verdict);
    write!(out, "{}", style.wrapped(Tone::Strong, 0, &head))?;
    let words = match finding.kind {
        Kind::Quotation => format!("draft:  “{}”", tame(&finding.words)),
        Kind::Attribution => format!("draft:  {}", tame(&finding.words)),
    };
    write!(out, "{}", style.wrapped(Tone::Words, 4, &words))?;
    for nearest in &finding.nearest {
        let speaker = nearest.speaker.as_ref().and_then(|speaker| match (&speaker.name, &speaker.party) {
            (Some(name), Some(party)) => Some(format!("{} ({party})", tame(name))),
            (Some(name), None) => Some(tame(name)),
            (None, Some(party)) => Some(party.to_string()),
            (None, None) => None,
        });
        let place = match &nearest.statement {
            Some(statement) => format!("{}/{statement}", tame(&nearest.report)),
            None => tame(&nearest.report),
        };
        let by = speaker.map_or(String::new(), |speaker| format!("{speaker}, "));
        let words = format!("report: “{}” ({by}{place})", tame(&nearest.words));
        write!(out, "{}", style.wrapped(Tone::Faint, 4, &words))?;
    }
    for difference in &finding.differences {
        let words = match (difference.report.as_str(), difference.draft.as_str()) {
            (report, "") => format!("left out: “{}”", tame(report)),
            ("", draft) => format!("put in: “{}”", tame(draft)),
            (report, draft) => format!("“{}” became “{}”", tame(report), tame(draft)),
        };
        write!(out, "{}", style.wrapped(Tone::Strong, 4, &words))?;
    }
    for remark in &finding.remarks {
        write!(out, "{}", style.wrapped(Tone::Faint, 4, &tame(&remark.to_string())))?;
    }
    Ok(())
}
