//! `detente read`: reports in, statements and positions out.

mod files;
mod keeping;
mod shown;

use super::Outcome;
use super::asking::Kept;
use crate::interrupt;
use crate::output::{Format, JsonArray, json_line, stdout};
use crate::terminal::{Progress, Style};
use clap::Args;
use detente::actors::Actors;
use detente::agenda::Agenda;
use detente::codebook::interchange;
use detente::reading::Reader;
use detente::sources::{Columns, Extent, Input, Kind, Options, Sources};
use detente::{Batch, ReadReport, Settings};
use files::Folder;
use jiff::civil::Date;
use keeping::Keeping;
use serde_json::Value;
use std::ffi::OsString;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

const EXAMPLES: &str = "\
Examples:
  detente read report.txt                     the statements of one report, for people
  detente read news/ --format jsonl           every report in a folder, one JSON object a line
  curl -s URL | detente read - --kind html    a page from standard input
  detente read dump.csv --columns text=body,date=published
  detente read interview.txt --date 2026-04-14 --outlet Reuters
  detente read news/ --out records/           one JSON file for each report
  detente read news/ --record case.db         kept in a record; ./detente.db is used where it is there
  detente read news/ --actors mine.toml       with people and parties of your own
  detente read news/ --agenda donbas.toml     with issues of your own

Exit codes: 0 all was read, 1 nothing could be read, 2 wrong usage, 3 something was skipped, 130 stopped by Ctrl-C.";

/// Read reports and print who says what, on whose word.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Read {
    /// Files and folders; `-` is standard input.
    ///
    /// Plain text, Markdown, saved web pages, JSON, JSON lines, CSV and TSV, and tables that list files.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<OsString>,

    /// How the results are printed [default: table, or nothing with --out].
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Write one JSON file for each report into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Leave the reports' texts out of JSON.
    #[arg(long)]
    no_text: bool,

    /// Leave out what is less sure than this, from 0 to 1.
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = probability, hide_default_value = true)]
    min_confidence: f32,

    /// Read more than twice as fast, a little less right: one network instead of two.
    #[arg(long)]
    fast: bool,

    /// Read reports in other languages than English all the same.
    #[arg(long)]
    force: bool,

    /// Read this many reports at once [default: one for each core].
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    /// Your own people, parties and aliases, as TOML or CSV; they win over what is built in.
    #[arg(long, value_name = "FILE")]
    actors: Option<PathBuf>,

    #[command(flatten)]
    kept: Kept,

    /// Print only, though there is a ./detente.db.
    #[arg(long, conflicts_with = "record", help_heading = "The record")]
    no_record: bool,

    /// Issues of your own, which narrow those of the default agenda or add to them; may be given several times.
    #[arg(long, value_name = "FILE")]
    agenda: Vec<PathBuf>,

    #[command(flatten)]
    about: About,
}

/// What the user says of the inputs.
#[derive(Debug, Args)]
#[command(next_help_heading = "About the reports")]
struct About {
    /// A table `file,date,outlet,url,title` about the files [default: a manifest.csv beside them].
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,

    /// The date of every report, as in 2026-04-14.
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,

    /// The outlet of every report.
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,

    /// The title of every report.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,

    /// The address of every report.
    #[arg(long)]
    url: Option<String>,

    /// The author of every report.
    #[arg(long, value_name = "NAME")]
    author: Option<String>,

    /// Read every file as this kind [default: by its name or first bytes].
    #[arg(long, value_parser = kind, value_name = "KIND", long_help = "Read every file as this kind: text, markdown, html, json, jsonl, csv or tsv [default: by its name or first bytes]")]
    kind: Option<Kind>,

    /// The character set of every file, as in windows-1252 [default: detected].
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,

    /// Names of columns or keys, as in text=body,date=published.
    #[arg(long, value_name = "COLUMN=NAME", value_delimiter = ',', value_parser = column)]
    columns: Vec<(String, String)>,
}

impl About {
    fn options(self) -> Options {
        let Self { manifest, date, outlet, title, url, author, kind, encoding, columns: renamed } = self;
        let mut columns = Columns::default();
        for (column, name) in &renamed {
            columns.set(column, name);
        }
        Options { kind, encoding, columns, manifest, date, outlet, author, title, url }
    }
}

/// Where readings go.
enum Sink {
    Table(Style),
    Json(JsonArray<Box<dyn Write>>),
    Lines,
    Nowhere,
}

/// Reads, prints, and says what was skipped.
pub fn run(arguments: Read) -> anyhow::Result<Outcome> {
    let inputs: Vec<Input> = arguments.paths.iter().map(Input::from).collect();
    let sources = Sources::open(inputs.iter().cloned(), &arguments.about.options());
    let (extent, bytes_read) = (Extent::of(&inputs), sources.bytes_read());
    let mut folder = arguments.out.map(Folder::open).transpose()?;
    let format = arguments.format.or(folder.is_none().then_some(Format::Table));
    let mut sink = match format {
        Some(Format::Table) => Sink::Table(Style::of_stdout()),
        Some(Format::Json) => Sink::Json(JsonArray::new(Box::new(stdout()))),
        Some(Format::Jsonl) => Sink::Lines,
        None => Sink::Nowhere,
    };
    let settings = Settings { threads: arguments.threads, foreign: arguments.force };
    let mut reader = if arguments.fast { Reader::fast() } else { Reader::new() }?;
    if let Some(file) = &arguments.actors {
        reader = reader.with_actors(Actors::open(file)?);
    }
    let agenda = arguments.agenda.iter().try_fold(Agenda::default(), |agenda, file| agenda.with_file(file))?;
    let mut keeping = Keeping::open(&arguments.kept, arguments.no_record, reader.network(), &agenda)?;
    let batch = Batch::start(reader, sources, settings)?;
    interrupt::defer();

    let (mut read, mut skipped, mut failed) = (0_usize, 0_usize, 0_usize);
    let mut counts = shown::Counts::default();
    let mut progress = Progress::start();
    for item in batch {
        progress.clear();
        match item {
            Ok(ReadReport { found, mut reading }) => {
                agenda.assign(&found.report.text, &mut reading);
                for notice in &found.notices {
                    eprintln!("detente: {}: {notice}", found.origin.path);
                }
                if let Some(keeping) = &mut keeping
                    && let Err(error) = keeping.keep(&found.report, &reading)
                {
                    eprintln!("detente: {error}");
                    failed += 1;
                }
                let reading = detente::at_least(reading, arguments.min_confidence);
                let json = |text: bool| serde_json::to_value(interchange::write(&found.report, &reading, text));
                let value = || -> serde_json::Result<Value> { json(!arguments.no_text) };
                if let Some(folder) = &mut folder
                    && let Err(error) = folder.write(&found.report.id, &value()?)
                {
                    eprintln!("detente: {error:#}");
                    failed += 1;
                }
                match &mut sink {
                    Sink::Table(style) => {
                        let mut out = stdout();
                        if read > 0 {
                            writeln!(out)?;
                        }
                        shown::report(&mut out, style, &found, &reading)?;
                        out.flush()?;
                    }
                    Sink::Json(array) => array.push(value()?)?,
                    Sink::Lines => json_line(&mut stdout(), &value()?)?,
                    Sink::Nowhere => {}
                }
                counts.add(&reading);
                read += 1;
            }
            Err(error) => {
                eprintln!("detente: {error}");
                if error.on_purpose() {
                    skipped += 1;
                } else {
                    failed += 1;
                }
            }
        }
        let left_out = skipped + failed;
        progress.show(|| far(read, left_out, bytes_read.load(Ordering::Relaxed), extent));
        if interrupt::asked() {
            break;
        }
    }
    progress.clear();
    if let Sink::Json(array) = sink {
        array.finish()?;
    }
    if read > 1 && matches!(format, Some(Format::Table)) {
        let mut out = stdout();
        writeln!(out, "\n{read} reports: {counts}")?;
        out.flush()?;
    }
    if let Some(folder) = folder {
        eprintln!("detente: wrote {} files to {}", folder.count(), folder.path().display());
    }
    if let Some(keeping) = keeping {
        keeping.close()?;
    }
    if interrupt::asked() {
        let reports = if read == 1 { "report" } else { "reports" };
        eprintln!("detente: stopped after {read} {reports}; what was printed and recorded is whole");
        return Ok(Outcome::Stopped);
    }
    if read == 0 && failed > 0 {
        anyhow::bail!("nothing could be read");
    }
    Ok(if skipped + failed > 0 { Outcome::Partial } else { Outcome::Done })
}

/// How far a batch is.
fn far(read: usize, left_out: usize, bytes: u64, extent: Extent) -> String {
    let mut line = format!("{read} reports read");
    if left_out > 0 {
        line.push_str(&format!(", {left_out} left out"));
    }
    if let Some(percent) = (100 * bytes).checked_div(extent.bytes) {
        line.push_str(&format!(", {} % of the input", percent.min(100)));
    }
    line
}

/// A number from 0 to 1.
pub fn probability(text: &str) -> Result<f32, String> {
    let number: f32 = text.parse().map_err(|_| format!("{text:?} is no number; give one from 0 to 1, as in 0.5"))?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err(format!("{text} is not from 0 to 1")) }
}

fn kind(text: &str) -> Result<Kind, String> {
    Kind::from_name(text).ok_or_else(|| "kinds are text, markdown, html, json, jsonl, csv and tsv".to_owned())
}

fn column(text: &str) -> Result<(String, String), String> {
    let (column, name) = text.split_once('=').ok_or("write COLUMN=NAME, as in text=body")?;
    if Columns::default().set(column, name) {
        Ok((column.to_owned(), name.to_owned()))
    } else {
        Err(format!("there is no column {column:?}; columns are id, date, title, text, url, outlet and author"))
    }
}
