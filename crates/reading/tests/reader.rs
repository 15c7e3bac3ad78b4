//! The reader on texts of its own: what it finds slices back to the text, whatever the text.

use codebook::{Reading, Report, Span, slice};
use proptest::prelude::*;
use reading::Reader;
use std::sync::LazyLock;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new().unwrap());

fn read(text: &str) -> Reading {
    let report = Report {
        id: "toy".into(),
        url: None,
        outlet: None,
        author: None,
        title: None,
        date: None,
        text_file: None,
        text: text.into(),
        sha256: String::new(),
    };
    READER.read(&report).unwrap()
}

fn spans(reading: &Reading) -> Vec<Span> {
    let statements = reading.statements.iter().flat_map(|s| [&s.source, &s.cue, &s.content]);
    let positions = reading.positions.iter().flat_map(|p| [&p.proposal, &p.condition, &p.grounds]);
    statements.chain(positions).flatten().copied().collect()
}

#[test]
fn a_plain_report_is_read() {
    let text = "Norwegian Foreign Minister Kari Dahl said on Monday that Oslo would host the talks in May.\n\n\
                “We reject any new sanctions,” she told parliament.";
    let reading = read(text);
    let said: Vec<_> = reading.statements.iter().map(|s| slice(text, &s.cue)).collect();
    assert_eq!(said, ["said", "told"]);
    assert_eq!(slice(text, &reading.statements[1].content), "We reject any new sanctions");
    for statement in &reading.statements {
        assert_eq!(statement.speaker.name.as_deref(), Some("Kari Dahl"));
        assert_eq!(statement.speaker.party.as_ref().map(|p| p.code()), Some("NOR"));
        assert!((0.0..=1.0).contains(&statement.confidence));
    }
}

#[test]
fn a_text_without_words_has_no_statements() {
    for text in ["", " \n\n ", "…", "\u{feff}\u{200b}"] {
        assert_eq!(read(text), Reading::default(), "{text:?}");
    }
}

#[test]
fn nested_statements_stand_inside_another() {
    let text =
        "The Danish envoy said that Norway had agreed to lift its fishing ban, and that Iceland had refused to sign.";
    let reading = read(text);
    for s in reading.statements.iter().filter(|s| s.via.is_some()) {
        let outer = reading.statements.iter().find(|o| Some(&o.id) == s.via.as_ref()).unwrap();
        assert!(outer.content.iter().any(|c| c.contains(s.cue[0])));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn every_span_fits_whatever_the_text(text in "([\\PC\n]{0,60}|(he|said|“|”|that|Norway|will|\"| |:|\n|—){0,40})") {
        let reading = read(&text);
        for span in spans(&reading) {
            prop_assert!(!span.is_empty() && span.of(&text).is_some());
        }
    }
}
