//! `detente init`: makes a record.

use super::Outcome;
use super::asking::DEFAULT_RECORD;
use clap::Args;
use detente::record::Record;
use std::path::PathBuf;

/// Make an empty record, in which `detente read` keeps what it finds.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  detente init                    makes ./detente.db, which every command then uses
  detente init --record mali.db   makes one by another name; give --record mali.db to the other commands")]
pub struct Init {
    /// The file to make.
    #[arg(long, value_name = "FILE", default_value = DEFAULT_RECORD)]
    record: PathBuf,
}

/// Makes it; a file that is there is left alone.
pub fn run(arguments: Init) -> anyhow::Result<Outcome> {
    Record::create(&arguments.record)?.close()?;
    eprintln!("detente: made the record {}; `detente read` keeps reports in it", arguments.record.display());
    Ok(Outcome::Done)
}
