//! Writes every export of a record into a folder, for `tests/interop/check.py` to open with other tools.
//!
//! `exports FOLDER [RECORD]`; without a record, a small made-up one is exported that has what is easily got wrong:
//! characters outside the basic plane, marks of XML and CSV, a span over two lines, a split span, joint parties.

use codebook::{Act, Form, Party, Position, Reading, Report, Span, Speaker, Statement};
use record::{ExportOptions, Filter, Format, PloverNames, Record, Versions};
use std::error::Error;
use std::fs::File;
use std::path::Path;

const TEXT: &str = "🙂 “We will ‘never’ <sign>”, said A & B’s envoy, Zoë Ü.\n\nShe told \"The Paper\" that Egypt\nand \
                    Sudan, in May, demand a pause; Cairo allegedly offered, if rain comes, more water.\n";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name a folder")?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let record = match arguments.next() {
        Some(path) => Record::read(Path::new(&path))?,
        None => made_up(&folder.join("record.db"))?,
    };
    let all = Filter::default();
    let manual = ExportOptions { plover: PloverNames::V0_8, ..ExportOptions::default() };
    let plain = ExportOptions::default();
    for (name, format, options) in [
        ("table.csv", Format::Csv, &plain),
        ("table.jsonl", Format::JsonLines, &plain),
        #[cfg(feature = "parquet")]
        ("table.parquet", Format::Parquet, &plain),
        ("annotations.jsonld", Format::WebAnnotation, &plain),
        ("plover.jsonl", Format::Plover, &plain),
        ("plover-0.8.jsonl", Format::Plover, &manual),
        ("graph.graphml", Format::GraphMl, &plain),
        ("graph.gexf", Format::Gexf, &plain),
    ] {
        let count = record.export(format, &all, options, File::create(folder.join(name))?)?;
        println!("{name}: {count}");
    }
    println!("brat: {}", record.export_brat(&all, &folder.join("brat"))?);
    std::fs::write(folder.join("record.sha256"), record.hash()?)?;
    Ok(())
}

fn made_up(path: &Path) -> Result<Record, Box<dyn Error>> {
    let find = |words: &str| -> Result<Span, String> {
        let start = TEXT.find(words).ok_or_else(|| format!("{words:?} is not in the text"))?;
        Ok(Span::new(start, start + words.len()))
    };
    let statement = |id: &str, party: &str| Statement {
        id: id.into(),
        source: Vec::new(),
        cue: Vec::new(),
        content: Vec::new(),
        form: Form::Indirect,
        hedged: false,
        speaker: Speaker { name: None, party: Some(Party::new(party)) },
        via: None,
        confidence: 0.7,
    };
    let position = |id: &str, on: &str, party: &str, act: Act, issue: &str, proposal: Vec<Span>| Position {
        id: id.into(),
        statement: Some(on.into()),
        party: Some(Party::new(party)),
        act,
        issue: issue.into(),
        proposal,
        target: None,
        condition: Vec::new(),
        grounds: Vec::new(),
        confidence: 0.6,
    };
    let reading = Reading {
        statements: vec![
            Statement {
                source: vec![find("A & B’s envoy, Zoë Ü")?],
                cue: vec![find("said")?],
                content: vec![find("We will ‘never’ <sign>")?],
                form: Form::Direct,
                speaker: Speaker { name: Some("Zoë Ü".into()), party: Some(Party::new("NSA:A&B")) },
                ..statement("s1", "USA")
            },
            Statement {
                source: vec![find("Egypt\nand Sudan")?],
                content: vec![find("a pause")?],
                cue: vec![find("demand")?],
                ..statement("s2", "SDN+EGY")
            },
            Statement {
                source: vec![find("Cairo")?],
                cue: vec![find("allegedly offered")?],
                content: vec![find("more water")?, find(", if rain comes")?],
                hedged: true,
                via: Some("s2".into()),
                ..statement("s3", "EGY")
            },
        ],
        positions: vec![
            Position {
                target: Some(Party::new("EGY")),
                ..position("p1", "s1", "NSA:A&B", Act::Reject, "talks", vec![find("<sign>")?])
            },
            Position {
                target: Some(Party::new("ETH")),
                ..position("p2", "s2", "EGY+SDN", Act::Demand, "water", vec![find("demand")?, find("a pause")?])
            },
            Position {
                target: Some(Party::new("ETH")),
                condition: vec![find("if rain comes")?],
                ..position("p3", "s3", "EGY", Act::Concede, "water", vec![find("more water")?])
            },
            position("p4", "s3", "EGY", Act::Assess, "water", vec![find("rain")?]),
        ],
    };
    let report = Report {
        id: "made-up".into(),
        url: None,
        outlet: Some("The \"Paper\", daily".into()),
        author: None,
        title: Some("Water & talks".into()),
        date: Some("2026-05-02".parse()?),
        text_file: None,
        text: TEXT.into(),
        sha256: record::sha256(TEXT.as_bytes()),
    };
    let versions = Versions {
        program: "0.1.0".into(),
        network: "made-up-1".into(),
        agenda: "default-1".into(),
        codebook: "1".into(),
    };
    let mut record = Record::create(path)?;
    record.add(&report, &reading, &versions)?;
    Ok(record)
}
