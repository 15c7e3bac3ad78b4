//! `detente code`: PLOVER acts of marked sources towards marked targets.

use super::Outcome;
use crate::output::{json_line, stdout};
use anyhow::Context;
use clap::Args;
use detente::reading::Reader;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

/// Say which PLOVER act a marked source does towards a marked target, one sentence a line.
///
/// A line is {"id", "text", "source": [start, end], "target": [start, end]}, offsets half-open in Unicode code points and
/// null where there is none. Out comes {"id", "root", "quad", "confidence"}: one of 15 root classes, and its quad class (1 verbal
/// cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict).
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  detente code in.jsonl > out.jsonl
  detente code - < in.jsonl

Exit codes: 0 all lines were coded, 1 the file cannot be read, 2 wrong usage, 3 lines were skipped.")]
pub struct Code {
    /// JSON lines; `-` is standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Lines coded side by side before they are written.
const TOGETHER: usize = 256;

/// Codes line by line; what cannot be is named and skipped.
pub fn run(arguments: Code) -> anyhow::Result<Outcome> {
    let name = arguments.file.display().to_string();
    let failed = || format!("{name}: cannot be read");
    let lines: Box<dyn BufRead> = if arguments.file == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(&arguments.file).with_context(failed)?))
    };
    let reader = Reader::new()?;
    let mut out = stdout();
    let (mut skipped, mut numbers, mut waiting) = (0, Vec::new(), Vec::new());
    let mut flush = |numbers: &mut Vec<usize>, waiting: &mut Vec<String>| -> anyhow::Result<usize> {
        let mut bad = 0;
        for (number, coded) in numbers.drain(..).zip(detente::code_lines(&reader, waiting)) {
            match coded {
                Ok(event) => json_line(&mut out, &event)?,
                Err(error) => {
                    eprintln!("detente: {name}:{number}: skipped: {error}");
                    bad += 1;
                }
            }
        }
        waiting.clear();
        out.flush()?;
        Ok(bad)
    };
    for (number, line) in lines.split(b'\n').enumerate() {
        let line = line.with_context(failed)?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        numbers.push(number + 1);
        // A line that is not UTF-8 is then not JSON with a text that fits, and is named as such.
        waiting.push(String::from_utf8_lossy(&line).trim_start_matches('\u{feff}').to_owned());
        if waiting.len() == TOGETHER {
            skipped += flush(&mut numbers, &mut waiting)?;
        }
    }
    skipped += flush(&mut numbers, &mut waiting)?;
    Ok(if skipped > 0 { Outcome::Partial } else { Outcome::Done })
}
