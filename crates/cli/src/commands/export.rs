//! `detente export`: the record in the formats of the field.

use super::Outcome;
use super::asking::{Kept, VoiceName};
use super::rows::counted;
use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use detente::Question;
use detente::agenda::Agenda;
use detente::codebook::{Act, Party};
use detente::record::{ExportOptions, Format, PloverNames, PositionRow};
use detente::standing::Voice;
use jiff::civil::Date;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// Write the record in a format of the field. Every export says which program, network, agenda and codebook made it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  detente export --format csv > case.csv
  detente export --format parquet --out case.parquet
  detente export --format plover --party USA,RUS --since 2026-01-01
  detente export --format brat --out brat/           one .txt and .ann for each report")]
pub struct Export {
    /// The format.
    #[arg(long, value_enum)]
    format: ExportFormat,

    /// Write into this file, or for brat this folder [default: standard output].
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,

    /// Names of PLOVER's root classes: those of the PLV corpus, or those of the manual 0.8.
    #[arg(long, value_enum, default_value_t = Names::Plv)]
    plover_names: Names,

    /// Of these parties; several with commas.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    party: Vec<String>,

    /// On these issues; several with commas.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    issue: Vec<String>,

    /// By these acts; several with commas.
    #[arg(long, value_name = "ACT", value_delimiter = ',')]
    act: Vec<Act>,

    /// On the holder's own word, or on another's.
    #[arg(long, value_enum, value_name = "VOICE")]
    voice: Option<VoiceName>,

    /// Reported on this day or later.
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,

    /// As reported until the end of this day.
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,

    /// As recorded until the end of this day (UTC).
    #[arg(long, value_name = "DATE")]
    recorded_until: Option<Date>,

    /// From what is at least so sure, from 0 to 1.
    #[arg(long, value_name = "P", value_parser = super::read::probability)]
    min_confidence: Option<f32>,

    #[command(flatten)]
    kept: Kept,
}

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
    /// Tidy CSV: a row for each statement and position, every attribute.
    Csv,
    /// The same rows, a JSON object a line.
    Jsonl,
    /// The same rows as Parquet.
    Parquet,
    /// W3C Web Annotation, JSON-LD.
    Webannotation,
    /// PLOVER events, a JSON object a line.
    Plover,
    /// GraphML: who takes which stand towards whom.
    Graphml,
    /// GEXF: the same graph.
    Gexf,
    /// brat standoff, a folder.
    Brat,
}

/// PLOVER's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Names {
    /// With YIELD.
    Plv,
    /// With CONCEDE.
    #[value(name = "0.8")]
    V0_8,
}

/// Writes the export.
pub fn run(arguments: Export) -> anyhow::Result<Outcome> {
    let record = arguments.kept.read()?;
    let question = Question {
        parties: arguments.party.iter().map(|code| Party::new(code)).collect(),
        issues: arguments.issue,
        acts: arguments.act,
        voice: arguments.voice.map(|voice| match voice {
            VoiceName::FirstHand => Voice::FirstHand,
            VoiceName::SecondHand => Voice::SecondHand,
        }),
        since: arguments.since,
        until: arguments.until,
        recorded_until: arguments.recorded_until,
        min_confidence: arguments.min_confidence,
    };
    let filter = question.filter();
    let format = match arguments.format {
        ExportFormat::Brat => {
            let Some(folder) = arguments.out else { bail!("brat is a folder of files; name it with --out DIR") };
            let count = record.export_brat(&filter, &folder)?;
            eprintln!("detente: wrote {} to {}", counted(count, "report"), folder.display());
            return Ok(Outcome::Done);
        }
        ExportFormat::Csv => Format::Csv,
        ExportFormat::Jsonl => Format::JsonLines,
        ExportFormat::Parquet => Format::Parquet,
        ExportFormat::Webannotation => Format::WebAnnotation,
        ExportFormat::Plover => Format::Plover,
        ExportFormat::Graphml => Format::GraphMl,
        ExportFormat::Gexf => Format::Gexf,
    };
    let plover = match arguments.plover_names {
        Names::Plv => PloverNames::Plv,
        Names::V0_8 => PloverNames::V0_8,
    };
    // Harm is judged over the whole record, which only PLOVER's classes need.
    let case =
        (format == Format::Plover).then(|| detente::Case::of(&record, &question, &Agenda::default())).transpose()?;
    let announced = |row: &PositionRow| case.as_ref().and_then(|case| case.announced(row));
    let options = ExportOptions { plover, commit: Some(&announced) };
    let count = match &arguments.out {
        Some(path) => {
            // A file appears whole or not at all.
            let mut name = path.file_name().context("--out names no file")?.to_owned();
            name.push(".part");
            let unfinished = path.with_file_name(name);
            let failed = || format!("{}: cannot be written", path.display());
            let mut out = BufWriter::new(File::create(&unfinished).with_context(failed)?);
            let count = record.export(format, &filter, &options, &mut out)?;
            out.flush().with_context(failed)?;
            std::fs::rename(&unfinished, path).with_context(failed)?;
            count
        }
        None => {
            let mut out = BufWriter::new(io::stdout());
            let count = record.export(format, &filter, &options, &mut out)?;
            out.flush()?;
            count
        }
    };
    eprintln!("detente: exported {count} rows");
    Ok(Outcome::Done)
}
