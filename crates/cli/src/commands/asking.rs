//! What every question to the record shares: which record, and what narrows the answer.

use super::rows::RowFormat;
use anyhow::bail;
use clap::{Args, ValueEnum};
use detente::Question;
use detente::agenda::Agenda;
use detente::codebook::{Act, Party};
use detente::record::Record;
use detente::standing::Voice;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// The record that is used where none is named.
pub const DEFAULT_RECORD: &str = "detente.db";

/// Which record.
#[derive(Debug, Clone, Args)]
pub struct Kept {
    /// The record [default: ./detente.db].
    #[arg(long, value_name = "FILE", help_heading = "The record")]
    pub record: Option<PathBuf>,
}

impl Kept {
    fn path(&self) -> &Path {
        self.record.as_deref().unwrap_or(Path::new(DEFAULT_RECORD))
    }

    /// Opens it for asking only.
    pub fn read(&self) -> anyhow::Result<Record> {
        Ok(Record::read(self.path())?)
    }

    /// Opens it for writing.
    pub fn open(&self) -> anyhow::Result<Record> {
        Ok(Record::open(self.path())?)
    }
}

/// Whose word, on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum VoiceName {
    /// The holder's own word.
    #[value(alias = "first")]
    FirstHand,
    /// Another's.
    #[value(alias = "second")]
    SecondHand,
}

/// What narrows an answer, and how it is printed.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "What is asked")]
pub struct Asking {
    /// Of these parties, as in UKR, IGO:UN or NSA:Hamas; several with commas.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub party: Vec<String>,

    /// On these issues, as in territory; several with commas.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub issue: Vec<String>,

    /// By these acts, as in demand or reject; several with commas.
    #[arg(long, value_name = "ACT", value_delimiter = ',')]
    pub act: Vec<Act>,

    /// On the holder's own word, or on another's.
    #[arg(long, value_enum, value_name = "VOICE")]
    pub voice: Option<VoiceName>,

    /// Said (statements, search, sheets: reported) on this day or later, as in 2026-04-14.
    #[arg(long, value_name = "DATE")]
    pub since: Option<Date>,

    /// As reported until the end of this day.
    #[arg(long, value_name = "DATE")]
    pub until: Option<Date>,

    /// As recorded until the end of this day (UTC).
    #[arg(long, value_name = "DATE")]
    pub recorded_until: Option<Date>,

    /// From what is at least so sure, from 0 to 1.
    #[arg(long, value_name = "P", value_parser = super::read::probability)]
    pub min_confidence: Option<f32>,

    /// How the answer is printed.
    #[arg(long, value_enum, default_value_t = RowFormat::Table)]
    pub format: RowFormat,

    #[command(flatten)]
    pub kept: Kept,
}

impl Asking {
    /// The question.
    pub fn question(&self) -> anyhow::Result<Question> {
        if let (Some(since), Some(until)) = (self.since, self.until)
            && since > until
        {
            bail!("--since {since} is later than --until {until}, so nothing can be found");
        }
        Ok(Question {
            parties: self.party.iter().map(|code| Party::new(code)).collect(),
            issues: self.issue.clone(),
            acts: self.act.clone(),
            voice: self.voice.map(|voice| match voice {
                VoiceName::FirstHand => Voice::FirstHand,
                VoiceName::SecondHand => Voice::SecondHand,
            }),
            since: self.since,
            until: self.until,
            recorded_until: self.recorded_until,
            min_confidence: self.min_confidence,
        })
    }

    /// The record as it stands, for answers that follow from all of it.
    pub fn case(&self) -> anyhow::Result<detente::Case> {
        Ok(detente::Case::of(&self.kept.read()?, &self.question()?, &Agenda::default())?)
    }

    /// What to say where nothing was found.
    pub fn nothing(&self, what: &str) {
        let narrowed = !self.party.is_empty()
            || !self.issue.is_empty()
            || !self.act.is_empty()
            || self.voice.is_some()
            || self.since.is_some()
            || self.until.is_some()
            || self.recorded_until.is_some()
            || self.min_confidence.is_some();
        if narrowed {
            eprintln!("detente: no {what} fit what was asked; ask for less, or check codes and dates");
        } else {
            eprintln!("detente: the record has no {what}");
        }
    }
}
