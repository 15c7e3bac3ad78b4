//! Takes in reports one by one, for ever, and says so after each: what the test of sudden death kills.
//!
//! `writer FILE START` prints the name of every report once it is safely kept.

use codebook::{Form, Reading, Report, Span, Speaker, Statement};
use record::{Record, Versions};
use std::io::Write;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("name a record")?;
    let start: usize = arguments.next().ok_or("name the first number")?.parse()?;
    let mut record = Record::open(Path::new(&path))?;
    let mut said = std::io::stdout().lock();
    writeln!(said, "open")?;
    said.flush()?;
    for number in start.. {
        let text = format!("Report {number}: the minister said that talks go on.\n").repeat(40);
        let statements = (0..40)
            .map(|index| {
                let from = index * (text.len() / 40);
                Statement {
                    id: format!("s{}", index + 1),
                    source: Vec::new(),
                    cue: Vec::new(),
                    content: vec![Span::new(from, from + 6)],
                    form: Form::Indirect,
                    hedged: false,
                    speaker: Speaker::default(),
                    via: None,
                    confidence: 0.5,
                }
            })
            .collect();
        let name = format!("report-{number}");
        let report = Report {
            id: name.clone(),
            url: None,
            outlet: None,
            author: None,
            title: None,
            date: None,
            text_file: None,
            sha256: record::sha256(text.as_bytes()),
            text,
        };
        record.add(&report, &Reading { statements, positions: Vec::new() }, &Versions::default())?;
        writeln!(said, "{name}")?;
        said.flush()?;
    }
    Ok(())
}
