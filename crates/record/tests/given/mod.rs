//! A small report with its reading, and an empty record to put it in.
#![allow(dead_code, reason = "each test file uses a part")]

use codebook::{Act, Form, Party, Position, Reading, Report, Span, Speaker, Statement};
use record::{Record, Versions};

pub const TEXT: &str = "Moscow “rejects any troops”, Ann Ivanova said.\n\nKyiv’s Bohdan Koval said on Monday that \
                        Russia had offered to open the port if the shelling stops.\n";

pub fn open() -> (tempfile::TempDir, Record) {
    let folder = tempfile::tempdir().unwrap();
    let mut record = Record::create(&folder.path().join("record.db")).unwrap();
    record.set_clock("2026-03-05T10:00:00Z".parse().unwrap());
    (folder, record)
}

pub fn versions(network: &str) -> Versions {
    Versions { program: "0.1.0".into(), network: network.into(), agenda: "default-1".into(), codebook: "1".into() }
}

pub fn report(text: &str) -> Report {
    Report {
        id: "toy".into(),
        url: Some("https://example.org/toy".into()),
        outlet: Some("The Toy".into()),
        author: None,
        title: Some("Talks".into()),
        date: Some("2026-02-12".parse().unwrap()),
        text_file: Some("toy.txt".into()),
        text: text.into(),
        sha256: record::sha256(text.as_bytes()),
    }
}

/// The same words on another day, in another place, with a line of their own.
pub fn later() -> Report {
    let text = format!("{TEXT}\nMore soon.\n");
    Report {
        id: "later".into(),
        url: Some("https://example.org/later".into()),
        date: Some("2026-03-01".parse().unwrap()),
        sha256: record::sha256(text.as_bytes()),
        ..report(&text)
    }
}

pub fn span(text: &str, words: &str) -> Vec<Span> {
    let start = text.find(words).unwrap();
    vec![Span::new(start, start + words.len())]
}

pub fn reading(text: &str) -> Reading {
    let statement = |id: &str, source: &str, cue: &str, content: &str| Statement {
        id: id.into(),
        source: span(text, source),
        cue: span(text, cue),
        content: span(text, content),
        form: Form::Indirect,
        hedged: false,
        speaker: Speaker::default(),
        via: None,
        confidence: 0.75,
    };
    let inner = "to open the port if the shelling stops";
    let statements = vec![
        Statement {
            form: Form::Direct,
            speaker: Speaker { name: Some("Ann Ivanova".into()), party: Some(Party::new("RUS")) },
            confidence: 0.95,
            ..statement("s1", "Ann Ivanova", "said", "rejects any troops")
        },
        Statement {
            speaker: Speaker { name: Some("Bohdan Koval".into()), party: Some(Party::new("UKR")) },
            ..statement("s2", "Bohdan Koval", "said on", &format!("that Russia had offered {inner}"))
        },
        Statement {
            speaker: Speaker { name: None, party: Some(Party::new("RUS")) },
            via: Some("s2".into()),
            ..statement("s3", "Russia", "had offered", inner)
        },
    ];
    let position = |id: &str, statement: &str, act: Act, issue: &str, proposal: &str| Position {
        id: id.into(),
        statement: Some(statement.into()),
        party: Some(Party::new("RUS")),
        act,
        issue: issue.into(),
        proposal: span(text, proposal),
        target: None,
        condition: Vec::new(),
        grounds: Vec::new(),
        confidence: 0.9,
    };
    let positions = vec![
        position("p1", "s1", Act::Reject, "foreign-troops", "any troops"),
        Position {
            target: Some(Party::new("UKR")),
            condition: span(text, "if the shelling stops"),
            confidence: 0.5,
            ..position("p2", "s3", Act::Offer, "water", "open the port")
        },
    ];
    Reading { statements, positions }
}
