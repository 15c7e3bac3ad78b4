//! What the commands on drafted cases share: the record joined as a case, and a case's file.

use super::asking::Kept;
use anyhow::Context as _;
use casework::Case;
use clap::Args;
use detente::agenda::Agenda;
use detente::record::{Coded, Filter, Record};
use detente::standing::Settings;
use jiff::civil::Date;
use std::path::Path;

/// Which part of the record counts.
#[derive(Debug, Args)]
pub struct Basis {
    /// As reported until the end of this day.
    #[arg(long, value_name = "DATE")]
    pub until: Option<Date>,
    /// As recorded until the end of this day (UTC).
    #[arg(long, value_name = "DATE")]
    pub recorded_until: Option<Date>,
    /// From what is at least so sure, from 0 to 1.
    #[arg(long, value_name = "P", value_parser = super::read::probability)]
    pub min_confidence: Option<f32>,
    #[command(flatten)]
    pub kept: Kept,
}

/// How threads are told apart: with the agenda's own words.
pub fn settings() -> Settings {
    Settings { issue_words: Agenda::default().words(), ..Settings::default() }
}

impl Basis {
    /// Joins the record's reports and hands them on.
    pub fn with<T>(&self, record: &Record, then: impl FnOnce(&Case<'_>) -> anyhow::Result<T>) -> anyhow::Result<T> {
        let filter = Filter { recorded_until: self.recorded_until, ..Filter::default() };
        let coded = record.coded(&filter)?;
        let reading = |coded: &Coded| match self.min_confidence {
            Some(least) => detente::at_least(coded.reading(), least),
            None => coded.reading(),
        };
        let readings: Vec<_> = coded.iter().map(reading).collect();
        then(&Case::found(&detente::report_rows(&coded, &readings), &settings())?)
    }
}

/// A case's file, or `None` where it holds a conflict that was not drafted from a record.
pub fn drafted(text: &str) -> Option<casework::Casefile> {
    casework::toml::read(text).ok()
}

/// Reads a case.
pub fn read(path: &Path) -> anyhow::Result<casework::Casefile> {
    let text = super::conflict_file::read_text(path)?;
    casework::toml::read(&text).with_context(|| format!("{} is no drafted case", path.display()))
}
