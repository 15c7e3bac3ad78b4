//! `detente draft`: a conflict model from the record.

use super::Outcome;
use super::case::{self, Basis};
use super::rows::counted;
use anyhow::{Context as _, bail};
use casework::{Casefile, Settings};
use clap::Args;
use detente::record::{By, Record};
use jiff::civil::Date;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Draft a conflict model from the record: parties, options, rules and preferences, each with its evidence.
///
/// What nobody voiced is marked as assumed, with the reason; what is not known is left unknown.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  detente draft -o case.toml                          a draft to correct by hand
  detente draft --until 2026-04-30                    as reported until that day
  detente draft --compare 2026-02-28 2026-09-30       how outcomes changed, and which words changed them
  detente draft --update case.toml                    newer reports merged in; your own decisions stay")]
pub struct Draft {
    /// Where to write the draft [default: standard output].
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Merge what newer reports changed into a case that was edited, and say what was done.
    #[arg(long, value_name = "CASE", conflicts_with_all = ["compare", "until"])]
    update: Option<PathBuf>,
    /// Compare the outcomes as of two days.
    #[arg(long, num_args = 2, value_names = ["DATE", "DATE"], conflicts_with_all = ["output", "until"])]
    compare: Option<Vec<Date>>,
    /// At most so many options; the rest is listed as left out.
    #[arg(long, value_name = "N", default_value_t = 10)]
    options: usize,
    /// The title of the conflict [default: its parties].
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    title: String,
    /// What a party is called, as in NSA:ELN=the guerrillas; may be given several times.
    #[arg(long, value_name = "CODE=NAME", value_parser = name)]
    name: Vec<(String, String)>,
    #[command(flatten)]
    basis: Basis,
}

fn name(words: &str) -> Result<(String, String), String> {
    match words.split_once('=') {
        Some((code, name)) if !code.is_empty() && !name.is_empty() => Ok((code.to_owned(), name.to_owned())),
        _ => Err("write CODE=NAME, as in UKR=Kyiv".into()),
    }
}

/// Drafts.
pub fn run(arguments: Draft) -> anyhow::Result<Outcome> {
    let settings = Settings {
        options: arguments.options,
        title: arguments.title.clone(),
        names: arguments.name.iter().cloned().collect(),
        ..Settings::default()
    };
    let keeps = arguments.output.is_some() || arguments.update.is_some();
    let mut record = if keeps { arguments.basis.kept.open()? } else { arguments.basis.kept.read()? };
    if let Some(days) = &arguments.compare {
        let days = [days[0], days[1]];
        let compared =
            arguments.basis.with(&record, |case| Ok(casework::compare(case, days, &settings, &case::settings())?))?;
        std::io::stdout().lock().write_all(compared.text().as_bytes())?;
        return Ok(Outcome::Done);
    }
    let file = arguments.basis.with(&record, |case| {
        let mut file = match arguments.basis.until {
            Some(day) => casework::draft(&case.until(day, &case::settings())?, &settings)
                .with_context(|| format!("as reported until {day}"))?,
            None => casework::draft(case, &settings)?,
        };
        file.about.until = arguments.basis.until;
        Ok(file)
    })?;
    let text = casework::toml::write(&file);
    if let Some(path) = &arguments.update {
        return update(&mut record, path, arguments.output.as_deref(), &file, &text);
    }
    match &arguments.output {
        Some(path) => {
            // A draft over an edited case would lose the edits.
            if let Ok(there) = std::fs::read_to_string(path)
                && record.newest_draft(&key(path))?.is_none_or(|kept| kept.text != there)
            {
                bail!(
                    "{} is there and is not as it was drafted; use --update {0} to keep what was decided, or another name",
                    path.display()
                );
            }
            write(path, &text)?;
            record.keep_draft(&key(path), &text, &by())?;
            eprintln!(
                "detente: drafted {} and {} from {} into {}; what was left out is listed there: {}",
                counted(file.model.decision_makers.len(), "decision maker"),
                counted(file.of_options.len(), "option"),
                counted(file.about.reports, "report"),
                path.display(),
                counted(file.left_out.len(), "thing")
            );
        }
        None => std::io::stdout().lock().write_all(text.as_bytes())?,
    }
    record.close()?;
    Ok(Outcome::Done)
}

fn update(
    record: &mut Record,
    path: &Path,
    output: Option<&Path>,
    theirs: &Casefile,
    drafted: &str,
) -> anyhow::Result<Outcome> {
    let edited = super::conflict_file::read_text(path)?;
    let mine = casework::toml::read(&edited).with_context(|| format!("{} is no drafted case", path.display()))?;
    let Some(base) = record.newest_draft(&key(path))? else {
        bail!("the record keeps no draft called {}; it was drafted from another record or renamed", key(path));
    };
    let drafted_then = base.text;
    let base = casework::toml::read(&drafted_then).context("the draft that the record keeps")?;
    let mut merged = casework::update(&base, &mine, theirs)?;
    let written = casework::toml::write_commented(&merged.file, &edited, &mine, &drafted_then);
    let moved =
        written.moved.iter().map(|line| format!("your comment stands at the top now, its place is gone: {line}"));
    merged.doubtful.extend(moved);
    write(output.unwrap_or(path), &written.text)?;
    record.keep_draft(&key(output.unwrap_or(path)), drafted, &by())?;
    std::io::stdout().lock().write_all(merged.text().as_bytes())?;
    Ok(if merged.doubtful.is_empty() { Outcome::Done } else { Outcome::Partial })
}

/// A case goes by the name of its file.
fn key(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn by() -> By {
    By { who: concat!("detente ", env!("CARGO_PKG_VERSION")).to_owned(), why: None }
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
