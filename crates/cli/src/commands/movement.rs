//! `detente movement`: who softened, hardened, reversed or held.

use super::asking::Asking;
use super::rows::{RowFormat, print};
use super::{Outcome, quoted};
use crate::output::stdout;
use crate::terminal::{Style, Tone, tame};
use clap::Args;
use detente::Case;
use detente::standing::{Movement as Step, MovementKind};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Show how each party moved by its own word: softened, hardened, reversed or held, with both quotations.
///
/// What others say of a party's movement is listed apart at the end and never counted in.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  detente movement                        every step of every party
  detente movement --since 2026-01-01     steps since then; what came before is still compared with
  detente movement --party RUS --moved    only where it did not hold")]
pub struct Movement {
    /// Leave out where a party held.
    #[arg(long)]
    moved: bool,

    #[command(flatten)]
    asking: Asking,
}

const COLUMNS: [&str; 8] = ["party", "issue", "thread", "label", "kind", "by", "from", "to"];

/// Prints the answer.
pub fn run(arguments: Movement) -> anyhow::Result<Outcome> {
    let Movement { moved, asking } = arguments;
    let case = asking.case()?;
    let wanted = |step: &&Step| !moved || step.kind != MovementKind::Held;
    let own: Vec<&Step> = case.movement().into_iter().filter(wanted).collect();
    let told: Vec<&Step> = case.movement_told().into_iter().filter(wanted).collect();
    if asking.format != RowFormat::Table {
        let rows: Vec<Value> = own.iter().chain(&told).map(|step| row(&case, step)).collect();
        print(asking.format, &COLUMNS, &rows)?;
        return Ok(Outcome::Done);
    }
    if own.is_empty() && told.is_empty() {
        asking.nothing("movement");
        return Ok(Outcome::Done);
    }
    let (mut out, style) = (stdout(), Style::of_stdout());
    for step in &own {
        write(&mut out, &style, &case, step)?;
    }
    if !own.is_empty() {
        writeln!(out, "{}", counted(&own))?;
    }
    if !told.is_empty() {
        let gap = if own.is_empty() { "" } else { "\n" };
        writeln!(
            out,
            "{gap}{}\n",
            style.paint(Tone::Strong, "What others say of a party's movement (not counted above)")
        )?;
        for step in &told {
            write(&mut out, &style, &case, step)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn row(case: &Case, step: &Step) -> Value {
    let evidence = |place| case.evidence(place).map(|evidence| quoted::evidence(&evidence));
    json!({
        "party": step.party,
        "issue": step.issue,
        "thread": step.thread,
        "label": case.label(&step.thread),
        "kind": step.kind,
        "by": step.by,
        "from": step.from.as_ref().and_then(evidence),
        "to": evidence(&step.to),
    })
}

fn write(out: &mut impl Write, style: &Style, case: &Case, step: &Step) -> io::Result<()> {
    let told = step.by.as_ref().map_or(String::new(), |by| match by.to_string() {
        by if by == "report" => ", as the report tells".to_owned(),
        by => format!(", as {by} tells"),
    });
    let head =
        format!("{} {}{told} · {} · {}", step.party, name(step.kind), step.issue, tame(case.label(&step.thread)));
    write!(out, "{}", style.wrapped(Tone::Strong, 0, &head))?;
    match step.from.as_ref().and_then(|place| case.evidence(place)) {
        Some(evidence) => quoted::write(out, style, 2, "from ", &evidence)?,
        None => write!(out, "{}", style.wrapped(Tone::Faint, 2, "from: nothing earlier is known"))?,
    }
    if let Some(evidence) = case.evidence(&step.to) {
        quoted::write(out, style, 2, "to   ", &evidence)?;
    }
    writeln!(out)
}

const fn name(kind: MovementKind) -> &'static str {
    match kind {
        MovementKind::Softened => "softened",
        MovementKind::Hardened => "hardened",
        MovementKind::Reversed => "reversed",
        MovementKind::Held => "held",
    }
}

fn counted(steps: &[&Step]) -> String {
    let kinds = [MovementKind::Softened, MovementKind::Hardened, MovementKind::Reversed, MovementKind::Held];
    let parts = kinds.map(|kind| (steps.iter().filter(|step| step.kind == kind).count(), name(kind)));
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {name}")).collect();
    parts.join(", ")
}
