//! `detente review`: what people make of the rows.

use super::asking::{Asking, Kept};
use super::rows::{RowFormat, Table, cut, print};
use super::{Outcome, quoted, statements};
use crate::output::stdout;
use crate::terminal::{Style, Tone, tame};
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use detente::record::{By, Change, Page, Shown};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Confirm, correct and reject what was found; nothing is overwritten, and every step can be undone.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  detente review next                                  the least confident rows nobody looked at
  detente review confirm p17
  detente review correct p17 act=reject issue=water --why \"she rules it out\"
  detente review correct s3 content=\"we will not leave\"   words as they stand in the report
  detente review reject p18
  detente review undo c4
  detente review export --out sheet.csv                for a team to edit
  detente review import sheet.csv                      shows what it would change
  detente review import sheet.csv --apply              makes the changes
  detente review merge ana.csv bo.csv --out both.csv   agreement by field, and one sheet")]
pub struct Review {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Show rows that nobody looked at, the least confident first.
    Next {
        /// So many.
        #[arg(default_value_t = 10, value_name = "N")]
        count: usize,
        #[command(flatten)]
        kept: Kept,
    },
    /// Say that a row is right as it stands.
    Confirm {
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
        #[command(flatten)]
        who: Who,
    },
    /// Change fields of a row.
    ///
    /// Of statements: source, cue, content, form, hedged, name, party, via. Of positions: statement, party, act, issue,
    /// proposal, target, condition, grounds. Words are given as they stand in the report, or as [[start, end]] in code points.
    /// An empty value takes an optional field away.
    Correct {
        #[arg(value_name = "ID")]
        id: String,
        #[arg(required = true, value_name = "FIELD=VALUE")]
        changes: Vec<String>,
        #[command(flatten)]
        who: Who,
    },
    /// Say that a row is wrong; it is then no longer in force.
    Reject {
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
        #[command(flatten)]
        who: Who,
    },
    /// Take back a correction by its id, as in c12.
    Undo {
        #[arg(required = true, value_name = "CORRECTION")]
        ids: Vec<String>,
        #[command(flatten)]
        who: Who,
    },
    /// Show everything people did to a row.
    History {
        #[arg(value_name = "ID")]
        id: String,
        #[command(flatten)]
        kept: Kept,
    },
    /// Write a sheet of statements and positions for a team to edit.
    Export {
        /// The file [default: standard output].
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        asking: Asking,
    },
    /// Show what an edited sheet would change; make the changes with --apply.
    Import {
        #[arg(value_name = "SHEET")]
        sheet: PathBuf,
        /// Make the changes.
        #[arg(long)]
        apply: bool,
        #[command(flatten)]
        who: Who,
    },
    /// Put two people's sheets together: agreement by field, and one sheet to import.
    Merge {
        #[arg(value_name = "SHEET")]
        one: PathBuf,
        #[arg(value_name = "SHEET")]
        other: PathBuf,
        /// Where the merged sheet goes; without it, agreement is shown only.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        kept: Kept,
    },
}

/// Who does it, and why.
#[derive(Debug, Args)]
struct Who {
    /// Who corrects [default: the name you are logged in by].
    #[arg(long = "by", value_name = "NAME")]
    by: Option<String>,

    /// Why.
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,

    #[command(flatten)]
    kept: Kept,
}

impl Who {
    fn by(&self) -> anyhow::Result<By> {
        let logged_in = || ["DETENTE_USER", "USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        match self.by.clone().or_else(logged_in).filter(|who| !who.trim().is_empty()) {
            Some(who) => Ok(By { who, why: self.why.clone() }),
            None => bail!("a correction says who made it; give --by NAME"),
        }
    }
}

/// Does one step.
pub fn run(arguments: Review) -> anyhow::Result<Outcome> {
    match arguments.step {
        Step::Next { count, kept } => next(count, &kept)?,
        Step::Confirm { ids, who } => each(&ids, &who, "confirmed", |record, id, by| record.confirm(id, by))?,
        Step::Reject { ids, who } => each(&ids, &who, "rejected", |record, id, by| record.reject(id, by))?,
        Step::Undo { ids, who } => each(&ids, &who, "taken back", |record, id, by| record.undo(id, by))?,
        Step::Correct { id, changes, who } => correct(&id, &changes, &who)?,
        Step::History { id, kept } => history(&id, &kept)?,
        Step::Export { out, asking } => export(out.as_deref(), &asking)?,
        Step::Import { sheet, apply, who } => return import(&sheet, apply, &who),
        Step::Merge { one, other, out, kept } => return merge(&one, &other, out.as_deref(), &kept),
    }
    Ok(Outcome::Done)
}

fn next(count: usize, kept: &Kept) -> anyhow::Result<()> {
    let rows = kept.read()?.to_review(Page { offset: 0, limit: count })?;
    let (mut out, style) = (stdout(), Style::of_stdout());
    if rows.is_empty() {
        eprintln!("detente: everything was looked at");
    }
    for row in &rows {
        match row {
            Shown::Statement(row) => statements::write_row(&mut out, &style, row)?,
            Shown::Position(row) => {
                let position = &row.position;
                let party = position.party.as_ref().map_or("?", |party| party.code());
                let head = format!(
                    "p{}  {party} {} · {} · {:.2}",
                    row.number, position.act, position.issue, position.confidence
                );
                write!(out, "{}", style.wrapped(Tone::Strong, 2, &head))?;
                write!(out, "{}", style.wrapped(Tone::Words, 6, &tame(&row.report.words(&position.proposal))))?;
            }
        }
        write!(
            out,
            "{}",
            style.wrapped(
                Tone::Faint,
                6,
                &quoted::source(row.report(), &[], confidence(row)).replace("the report itself · ", "")
            )
        )?;
    }
    Ok(out.flush()?)
}

fn confidence(row: &Shown) -> f32 {
    match row {
        Shown::Statement(row) => row.statement.confidence,
        Shown::Position(row) => row.position.confidence,
    }
}

type Act = fn(&mut detente::record::Record, &str, &By) -> Result<String, detente::record::RecordError>;

fn each(ids: &[String], who: &Who, done: &str, act: Act) -> anyhow::Result<()> {
    let (by, mut record) = (who.by()?, who.kept.open()?);
    for id in ids {
        let made = act(&mut record, id, &by)?;
        println!("{made}: {id} {done} by {}", tame(&by.who));
    }
    Ok(record.close()?)
}

fn correct(id: &str, changes: &[String], who: &Who) -> anyhow::Result<()> {
    let pairs: Vec<(&str, &str)> = changes
        .iter()
        .map(|change| {
            change.split_once('=').with_context(|| format!("{change:?}: write FIELD=VALUE, as in act=reject"))
        })
        .collect::<anyhow::Result<_>>()?;
    let (by, mut record) = (who.by()?, who.kept.open()?);
    let made = record.correct(id, &pairs, &by)?;
    if made.is_empty() {
        println!("{id} is so already; nothing was changed");
    } else {
        println!("{}: {id} corrected by {}", made.join(", "), tame(&by.who));
    }
    Ok(record.close()?)
}

fn history(id: &str, kept: &Kept) -> anyhow::Result<()> {
    let mut table = Table::new(["id", "what", "who", "when", "why"]);
    for act in kept.read()?.history(id)? {
        let what = match (&act.field, act.words.as_ref().or(act.value.as_ref())) {
            (Some(field), Some(value)) => format!("{field} to “{}”", cut(&tame(value), 40)),
            _ => match &act.undoes {
                Some(undone) => format!("undo {undone}"),
                None => act.kind.clone(),
            },
        };
        table.push([act.id, what, act.who, act.made, act.why.unwrap_or_default()]);
    }
    let mut out = stdout();
    table.write(&mut out, &Style::of_stdout())?;
    Ok(out.flush()?)
}

fn export(path: Option<&Path>, asking: &Asking) -> anyhow::Result<()> {
    if !matches!(asking.format, RowFormat::Table | RowFormat::Csv) {
        bail!("a sheet for review is always CSV; `detente export` writes other formats");
    }
    let (record, filter) = (asking.kept.read()?, asking.question()?.filter());
    match path {
        Some(path) if path.exists() => {
            bail!("{}: there already, and may hold somebody's work; name another file", path.display())
        }
        Some(path) => {
            let failed = || format!("{}: cannot be written", path.display());
            record.write_sheet(&filter, File::create_new(path).with_context(failed)?)?;
        }
        None => record.write_sheet(&filter, io::stdout().lock())?,
    }
    Ok(())
}

fn import(sheet: &Path, apply: bool, who: &Who) -> anyhow::Result<Outcome> {
    let bytes = read(sheet)?;
    let changes = if apply {
        let mut record = who.kept.open()?;
        let changes = record.import_sheet(bytes.as_slice(), &who.by()?)?;
        record.close()?;
        changes
    } else {
        who.kept.read()?.sheet_changes(bytes.as_slice())?
    };
    let overtaken = changes.iter().filter(|change| change.overtaken).count();
    show_changes(&changes)?;
    let made = changes.len() - overtaken;
    match (apply, made) {
        (_, 0) => eprintln!("detente: the sheet changes nothing"),
        (true, _) => eprintln!("detente: {made} changes made"),
        (false, _) => eprintln!("detente: {made} changes would be made; --apply makes them"),
    }
    if overtaken > 0 {
        eprintln!("detente: {overtaken} not made: somebody changed the same field since the sheet was written");
        return Ok(Outcome::Partial);
    }
    Ok(Outcome::Done)
}

fn show_changes(changes: &[Change]) -> anyhow::Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(["line", "id", "what", "from", "to"]);
    for change in changes {
        let what = if change.overtaken { format!("{} (overtaken)", change.what) } else { change.what.clone() };
        table.push([change.line.to_string(), change.id.clone(), what, cut(&tame(&change.from), 36), change.to.clone()]);
    }
    let mut out = stdout();
    table.write(&mut out, &Style::of_stdout())?;
    Ok(out.flush()?)
}

fn merge(one: &Path, other: &Path, path: Option<&Path>, kept: &Kept) -> anyhow::Result<Outcome> {
    let merged = kept.read()?.merge_sheets(&read(one)?, &read(other)?)?;
    let mut table = Table::new(["field", "rows", "agreeing", "alpha"]);
    for field in &merged.agreement {
        let alpha = field.alpha.map_or("–".to_owned(), |alpha| format!("{alpha:.2}"));
        table.push([field.field.clone(), field.rows.to_string(), field.agreeing.to_string(), alpha]);
    }
    let mut out = stdout();
    table.write(&mut out, &Style::of_stdout())?;
    writeln!(out, "\nalpha: Krippendorff's, nominal; – where nothing varies")?;
    if !merged.conflicts.is_empty() {
        let rows: Vec<Value> = merged
            .conflicts
            .iter()
            .map(|[id, field, a, b]| json!({"id": id, "field": field, "one": a, "other": b}))
            .collect();
        writeln!(out, "\nboth changed, differently; the sheet keeps the record's:")?;
        out.flush()?;
        drop(out);
        print(RowFormat::Csv, &["id", "field", "one", "other"], &rows)?;
    } else {
        out.flush()?;
    }
    if let Some(path) = path {
        std::fs::write(path, &merged.sheet).with_context(|| format!("{}: cannot be written", path.display()))?;
        eprintln!("detente: wrote {}; `detente review import` shows what it changes", path.display());
    }
    Ok(if merged.conflicts.is_empty() { Outcome::Done } else { Outcome::Partial })
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("{}: the sheet cannot be read", path.display()))
}
