//! `detente positions`: where each party stands on each issue, since when, on whose word.

use super::asking::Asking;
use super::rows::{RowFormat, Table, counted, print};
use super::{Outcome, quoted};
use crate::output::stdout;
use crate::terminal::{Style, Tone, tame};
use clap::Args;
use detente::record::Stance;
use detente::{Cell, Stand};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Show where each party stands on each issue: the act in force, since when, on whose word.
///
/// What a party says itself and what others say of it stand in rows of their own. With one party and one issue
/// named, or with --evidence, every position behind the row is quoted.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  detente positions                                  every party and issue
  detente positions --issue territory --party RUS    the evidence behind one cell, quoted
  detente positions --until 2026-04-30               as reported until then
  detente positions --voice first-hand --format csv  for a spreadsheet")]
pub struct Positions {
    /// Quote the positions behind every row.
    #[arg(long)]
    evidence: bool,

    /// The latest act on each issue, straight from the record's indexes. Takes each issue as one thing and quotes nothing;
    /// done by itself in a record of more than 20,000 positions.
    #[arg(long, conflicts_with_all = ["evidence", "min_confidence"])]
    quick: bool,

    /// Tell apart what a party says of different things on one issue, however large the record is.
    #[arg(long, conflicts_with = "quick")]
    full: bool,

    #[command(flatten)]
    asking: Asking,
}

/// Positions beyond which telling threads apart takes longer than a glance at the table is worth.
const LARGE: u64 = 20_000;

/// Prints the answer.
pub fn run(arguments: Positions) -> anyhow::Result<Outcome> {
    let Positions { evidence, quick, full, asking } = arguments;
    let one_cell = asking.party.len() == 1 && asking.issue.len() == 1;
    if quick {
        return latest(&asking);
    }
    if !(full || evidence || one_cell || asking.min_confidence.is_some()) && asking.kept.read()?.size()? > LARGE {
        eprintln!(
            "detente: a large record: the latest act on each issue, from its indexes; --full tells its threads apart"
        );
        return latest(&asking);
    }
    let case = asking.case()?;
    let cells = case.cells();
    if asking.format != RowFormat::Table {
        let rows: Vec<Value> = cells.iter().flat_map(rows).collect();
        print(asking.format, &COLUMNS, &rows)?;
        return Ok(Outcome::Done);
    }
    if cells.is_empty() {
        asking.nothing("positions");
        return Ok(Outcome::Done);
    }
    let (mut out, style) = (stdout(), Style::of_stdout());
    if evidence || one_cell {
        for (nth, cell) in cells.iter().enumerate() {
            if nth > 0 {
                writeln!(out)?;
            }
            quote(&mut out, &style, cell)?;
        }
    } else {
        overview(&mut out, &style, &cells)?;
        writeln!(out, "\n{}; evidence for a row: --party CODE --issue ID", case.origins())?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn latest(asking: &Asking) -> anyhow::Result<Outcome> {
    let stances = detente::latest(&asking.kept.read()?, &asking.question()?)?;
    let voice = |first_hand| if first_hand { "first-hand" } else { "second-hand" };
    if asking.format != RowFormat::Table {
        let row = |stance: &Stance| {
            json!({
                "party": stance.party,
                "issue": stance.issue,
                "act": stance.act,
                "stance": stance.act.stance(),
                "since": stance.since,
                "voice": voice(stance.first_hand),
                "id": format!("p{}", stance.position),
                "report": stance.report,
            })
        };
        let rows: Vec<Value> = stances.iter().map(row).collect();
        print(asking.format, &["party", "issue", "act", "stance", "since", "voice", "id", "report"], &rows)?;
        return Ok(Outcome::Done);
    }
    if stances.is_empty() {
        asking.nothing("positions");
        return Ok(Outcome::Done);
    }
    let mut table = Table::new(["party", "issue", "act", "since", "voice", "id", "report"]);
    for stance in stances {
        table.push([
            stance.party.code().to_owned(),
            stance.issue,
            stance.act.to_string(),
            stance.since.map_or("undated".to_owned(), |date| date.to_string()),
            voice(stance.first_hand).to_owned(),
            format!("p{}", stance.position),
            stance.report,
        ]);
    }
    let mut out = stdout();
    table.write(&mut out, &Style::of_stdout())?;
    out.flush()?;
    Ok(Outcome::Done)
}

const COLUMNS: [&str; 18] = [
    "party",
    "issue",
    "thread",
    "label",
    "act",
    "stance",
    "since",
    "voice",
    "by",
    "id",
    "report_id",
    "report",
    "outlet",
    "proposal",
    "speaker",
    "quotation",
    "reports",
    "origins",
];

/// One object for each thing that stands, with the evidence for it and what came before.
fn rows(cell: &Cell<'_>) -> Vec<Value> {
    let row = |stand: &Stand<'_>| {
        let mut row = quoted::evidence(&stand.evidence);
        row["party"] = json!(cell.party);
        row["issue"] = json!(cell.issue);
        row["thread"] = json!(stand.current.thread);
        row["label"] = json!(stand.label);
        row["since"] = json!(stand.evidence.said);
        row["reports"] = json!(cell.reports);
        row["origins"] = json!(cell.origins);
        row["before"] = stand.before.iter().map(quoted::evidence).collect();
        row
    };
    cell.stands.iter().map(row).collect()
}

fn overview(out: &mut impl Write, style: &Style, cells: &[Cell<'_>]) -> io::Result<()> {
    let mut table = Table::new(["party", "issue", "act", "since", "on whose word", "id", "what"]);
    let mut before: Option<(&str, &str)> = None;
    for cell in cells {
        for stand in &cell.stands {
            // A party and an issue are named once, so that the eye finds the next.
            let (party, issue) = (cell.party.code(), cell.issue);
            let repeat = |same: bool, text: &str| if same { String::new() } else { text.to_owned() };
            table.push([
                repeat(before.is_some_and(|(last, _)| last == party), party),
                repeat(before == Some((party, issue)), issue),
                stand.current.act.to_string(),
                quoted::when(&stand.evidence),
                quoted::voice(&stand.evidence),
                format!("p{}", stand.evidence.row.number),
                stand.evidence.proposal(),
            ]);
            before = Some((party, issue));
        }
    }
    table.write(out, style)
}

/// One cell with every position behind it.
fn quote(out: &mut impl Write, style: &Style, cell: &Cell<'_>) -> io::Result<()> {
    let counts = format!("{}, {}", counted(cell.reports, "report"), counted(cell.origins, "independent origin"));
    write!(out, "{}", style.wrapped(Tone::Strong, 0, &format!("{} · {} · {counts}", cell.party, cell.issue)))?;
    let mut thread: Option<&str> = None;
    let mut stands: Vec<&Stand<'_>> = cell.stands.iter().collect();
    stands.sort_by_key(|stand| (stand.current.thread.as_str(), stand.current.voice));
    for stand in stands {
        if thread != Some(stand.current.thread.as_str()) {
            thread = Some(stand.current.thread.as_str());
            write!(out, "\n{}", style.wrapped(Tone::Strong, 2, &tame(stand.label)))?;
        }
        quoted::write(out, style, 4, "", &stand.evidence)?;
        for evidence in &stand.before {
            quoted::write(out, style, 6, "before: ", evidence)?;
        }
    }
    Ok(())
}
