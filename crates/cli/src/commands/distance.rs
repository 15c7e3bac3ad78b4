//! `detente distance`: pair by pair, how far apart the parties are.

use super::asking::Asking;
use super::rows::{RowFormat, Table, print};
use super::{Outcome, quoted};
use crate::output::stdout;
use crate::terminal::{Style, Tone, tame};
use clap::Args;
use detente::standing::{Distance as Row, DistanceKind};
use serde_json::{Value, json};
use std::io::Write;

/// Show for each pair of parties how they stand to each other: compatible, open, opposed or unclear.
///
/// Only what both speak of makes a row. A party seen only on another's word is marked so. With two parties
/// named, or with --evidence, both positions are quoted.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  detente distance                        every pair and thread
  detente distance --party GRC,TUR        these two, with the evidence
  detente distance --issue water --format jsonl")]
pub struct Distance {
    /// Quote both positions of every row.
    #[arg(long)]
    evidence: bool,

    #[command(flatten)]
    asking: Asking,
}

const COLUMNS: [&str; 8] = ["issue", "thread", "label", "parties", "kind", "second_hand", "a", "b"];

/// Prints the answer.
pub fn run(arguments: Distance) -> anyhow::Result<Outcome> {
    let Distance { evidence, asking } = arguments;
    let case = asking.case()?;
    let distances = case.distances();
    let found = |place: &_| case.evidence(place);
    if asking.format != RowFormat::Table {
        let row = |row: &&Row| {
            json!({
                "issue": row.issue,
                "thread": row.thread,
                "label": case.label(&row.thread),
                "parties": row.parties,
                "kind": row.kind,
                "second_hand": row.second_hand,
                "a": found(&row.because[0]).map(|evidence| quoted::evidence(&evidence)),
                "b": found(&row.because[1]).map(|evidence| quoted::evidence(&evidence)),
            })
        };
        let rows: Vec<Value> = distances.iter().map(row).collect();
        print(asking.format, &COLUMNS, &rows)?;
        return Ok(Outcome::Done);
    }
    if distances.is_empty() {
        asking.nothing("two parties that speak of one thing");
        return Ok(Outcome::Done);
    }
    let (mut out, style) = (stdout(), Style::of_stdout());
    if evidence || asking.party.len() == 2 {
        for row in distances {
            let [a, b] = &row.parties;
            let head = format!("{a} – {b} · {} · {} · {}", row.issue, tame(case.label(&row.thread)), name(row.kind));
            write!(out, "{}", style.wrapped(Tone::Strong, 0, &head))?;
            for (place, party) in row.because.iter().zip(&row.parties) {
                if let Some(evidence) = found(place) {
                    quoted::write(&mut out, &style, 2, &format!("{party} "), &evidence)?;
                }
            }
            writeln!(out)?;
        }
    } else {
        let mut table = Table::new(["parties", "issue", "distance", "because", "what"]);
        for row in distances {
            let because = row.because.iter().zip(&row.parties).map(|(place, party)| {
                let told = if row.second_hand.contains_key(party) { "*" } else { "" };
                match found(place) {
                    Some(evidence) => format!("p{} {}{told}", evidence.row.number, evidence.row.position.act),
                    None => place.to_string(),
                }
            });
            table.push([
                format!("{} – {}", row.parties[0], row.parties[1]),
                row.issue.clone(),
                name(row.kind).to_owned(),
                because.collect::<Vec<_>>().join(", "),
                case.label(&row.thread).to_owned(),
            ]);
        }
        table.write(&mut out, &style)?;
        writeln!(out, "\n* only on another's word. Both positions quoted: --party CODE,CODE or --evidence")?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

const fn name(kind: DistanceKind) -> &'static str {
    match kind {
        DistanceKind::Compatible => "compatible",
        DistanceKind::Opposed => "opposed",
        DistanceKind::Open => "open",
        DistanceKind::Unclear => "unclear",
    }
}
