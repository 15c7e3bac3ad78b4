//! `detente import`: takes over readings that were made elsewhere.

use super::Outcome;
use super::asking::Kept;
use anyhow::bail;
use clap::Args;
use std::path::PathBuf;

/// Take readings made elsewhere into the record: JSON as `detente read --out` writes it, or as people code by hand.
///
/// Where a file holds no text, the plain-text file it names is read from beside it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  detente import coded/*.json                     reports coded by hand
  detente import records/*.json --maker \"Ana\"     says who or what made the readings")]
pub struct Import {
    /// The files, one report each.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Who or what made the readings; every export says so.
    #[arg(long, value_name = "NAME", default_value = "import")]
    maker: String,

    #[command(flatten)]
    kept: Kept,
}

/// Takes them over; a file that cannot be is named and passed over.
pub fn run(arguments: Import) -> anyhow::Result<Outcome> {
    let mut record = arguments.kept.open()?;
    let (mut new, mut held, mut failed) = (0, 0, 0);
    for file in &arguments.files {
        match detente::import(&mut record, file, &arguments.maker) {
            Ok(added) if added.is_new() => {
                new += 1;
                println!("{}: {} statements, {} positions", added.report, added.statements, added.positions);
            }
            Ok(_) => held += 1,
            Err(error) => {
                failed += 1;
                eprintln!("detente: {error}");
            }
        }
    }
    eprintln!("detente: kept in {}: {new} taken over, {held} held already", record.path().display());
    record.close()?;
    if failed == arguments.files.len() {
        bail!("nothing could be taken over");
    }
    Ok(if failed > 0 { Outcome::Partial } else { Outcome::Done })
}
