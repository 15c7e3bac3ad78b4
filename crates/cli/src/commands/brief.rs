//! `detente brief`: a cited brief of a drafted case.

use super::Outcome;
use super::case::{self, Basis};
use anyhow::Context as _;
use casework::brief::{BriefSettings, brief};
use clap::{Args, ValueEnum};
use std::io::Write as _;
use std::path::PathBuf;

/// Write a cited brief: where the parties stand, what moved, accounts that differ, outcomes, levers, what is assumed.
///
/// Every claim has its numbered evidence; in HTML each opens the marked words of its report.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  detente brief case.toml > brief.md
  detente brief case.toml --format html -o brief.html
  detente brief case.toml --outcome \"ceasefire, no cession\"")]
pub struct Brief {
    /// The case, as drafted or as edited since.
    case: PathBuf,
    /// Markdown, or one HTML page.
    #[arg(long, value_enum, default_value_t = Format::Md)]
    format: Format,
    /// The outcome to find levers for, by number or by what it contains [default: what meets most of
    /// what the parties say they want and does not hold].
    #[arg(long, value_name = "OUTCOME")]
    outcome: Option<String>,
    /// Where to write it [default: standard output].
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    basis: Basis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Md,
    Html,
}

/// Writes it; exit code 3 where evidence of the case is no longer in the record.
pub fn run(arguments: Brief) -> anyhow::Result<Outcome> {
    let file = case::read(&arguments.case)?;
    let record = arguments.basis.kept.read()?;
    let settings = BriefSettings { outcome: arguments.outcome.clone() };
    let until = arguments.basis.until.or(file.about.until);
    let made = arguments.basis.with(&record, |case| {
        Ok(match until {
            Some(day) => brief(&case.until(day, &case::settings())?, &file, &settings)?,
            None => brief(case, &file, &settings)?,
        })
    })?;
    let text = match arguments.format {
        Format::Md => made.markdown(),
        Format::Html => made.html(),
    };
    match &arguments.output {
        Some(path) => std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?,
        None => std::io::stdout().lock().write_all(text.as_bytes())?,
    }
    for id in &made.missing {
        eprintln!("detente: note: the case rests on {id}, which the record no longer has");
    }
    Ok(if made.missing.is_empty() { Outcome::Done } else { Outcome::Partial })
}
