//! What is put in comes out, once, and stays.

mod given;

use codebook::{Act, Party};
use given::{TEXT, later, open, reading, report, versions};
use record::{Filter, Outcome, Page, Record, RecordError, Shown, Voice};

#[test]
fn a_reading_comes_back_as_it_went_in() {
    let (_folder, mut record) = open();
    let added = record.add(&report(TEXT), &reading(TEXT), &versions("n1")).unwrap();
    assert_eq!((added.outcome, added.statements, added.positions), (Outcome::NewReport, 3, 2));
    let coded = record.report("toy").unwrap().unwrap();
    assert_eq!(coded.reading(), reading(TEXT));
    assert_eq!(coded.report.report(), report(TEXT));
    assert_eq!(coded.report.versions, versions("n1"));
    record.check().unwrap();
}

#[test]
fn reading_again_is_nothing_new() {
    let (_folder, mut record) = open();
    record.add(&report(TEXT), &reading(TEXT), &versions("n1")).unwrap();
    let hash = record.hash().unwrap();
    assert!(record.holds(&report(TEXT), &versions("n1")).unwrap());
    let again = record.add(&report(TEXT), &reading(TEXT), &versions("n1")).unwrap();
    assert_eq!(again.outcome, Outcome::AlreadyHeld);
    assert_eq!(record.hash().unwrap(), hash);
}

#[test]
fn a_newer_network_adds_a_reading_and_ids_stay() {
    let (_folder, mut record) = open();
    record.add(&report(TEXT), &reading(TEXT), &versions("n1")).unwrap();
    let mut newer = reading(TEXT);
    // The newer network misses the first statement and numbers the rest anew.
    newer.statements.remove(0);
    newer.statements[0].id = "s1".into();
    newer.statements[1].id = "s2".into();
    newer.statements[1].via = Some("s1".into());
    newer.positions.remove(0);
    newer.positions[0].id = "p1".into();
    newer.positions[0].statement = Some("s2".into());
    let added = record.add(&report(TEXT), &newer, &versions("n2")).unwrap();
    assert_eq!(added.outcome, Outcome::NewReading);
    let coded = record.report("toy").unwrap().unwrap();
    let ids: Vec<&str> = coded.statements.iter().map(|row| row.statement.id.as_str()).collect();
    assert_eq!(ids, ["s2", "s3"]);
    assert_eq!(coded.positions[0].position.id, "p2");
    assert_eq!(coded.positions[0].number, 2);
    assert_eq!(coded.positions[0].position.statement.as_deref(), Some("s3"));
    record.check().unwrap();
}

#[test]
fn a_changed_page_is_a_new_version() {
    let (_folder, mut record) = open();
    record.add(&report(TEXT), &reading(TEXT), &versions("n1")).unwrap();
    let changed = format!("Corrected.\n\n{TEXT}");
    let added = record.add(&report(&changed), &reading(&changed), &versions("n1")).unwrap();
    assert_eq!(added.outcome, Outcome::NewVersion(2));
    let positions = record.positions(&Filter::default(), Page::default()).unwrap();
    assert_eq!(positions.len(), 2);
    assert_eq!(positions[1].report.version, 2);
    assert_eq!(positions[1].number, 2);
    assert_eq!(positions[1].report.words(&positions[1].position.proposal), "open the port");
}

#[test]
fn filters_narrow_and_pages_part() {
    let (_folder, mut record) = open();
    record.add(&report(TEXT), &reading(TEXT), &versions("n1")).unwrap();
    record.add(&later(), &reading(&later().text), &versions("n1")).unwrap();
    let count = |filter: &Filter| record.positions(filter, Page::default()).unwrap().len();
    let all = Filter::default();
    assert_eq!(count(&all), 4);
    assert_eq!(count(&Filter { parties: vec![Party::new("RUS")], ..all.clone() }), 4);
    assert_eq!(count(&Filter { acts: vec![Act::Offer], ..all.clone() }), 2);
    assert_eq!(count(&Filter { issues: vec!["water".into()], ..all.clone() }), 2);
    assert_eq!(count(&Filter { hand: Some(record::Hand::First), ..all.clone() }), 2);
    assert_eq!(count(&Filter { until: Some("2026-02-28".parse().unwrap()), ..all.clone() }), 2);
    assert_eq!(count(&Filter { since: Some("2026-03-01".parse().unwrap()), ..all.clone() }), 2);
    assert_eq!(count(&Filter { recorded_until: Some("2026-01-01".parse().unwrap()), ..all.clone() }), 0);
    assert_eq!(count(&Filter { report: Some("toy".into()), ..all.clone() }), 2);
    assert_eq!(count(&Filter { text: Some("port".into()), ..all.clone() }), 2);
    assert_eq!(count(&Filter { text: Some("\"no such words\"".into()), ..all.clone() }), 0);
    assert_eq!(count(&Filter { min_confidence: Some(0.9), ..all.clone() }), 2);
    let statements =
        record.statements(&Filter { issues: vec!["water".into()], ..all.clone() }, Page::default()).unwrap();
    assert_eq!(statements.len(), 2);
    let page = record.positions(&all, Page { offset: 1, limit: 2 }).unwrap();
    let ids: Vec<String> = page.iter().map(|row| row.report_id()).collect();
    assert_eq!(ids, ["toy/p2", "later/p1"]);
    assert_eq!(page[0].voice, Voice::SecondHand(Some(Party::new("UKR"))));
}

#[test]
fn rows_are_shown_by_either_id() {
    let (_folder, mut record) = open();
    record.add(&report(TEXT), &reading(TEXT), &versions("n1")).unwrap();
    let by_name = record.show("toy/p2").unwrap();
    assert_eq!(record.show("p2").unwrap(), by_name);
    let Shown::Position(position) = by_name else { panic!("a position was asked for") };
    assert_eq!(position.position.issue, "water");
    for unknown in ["p99", "toy/s9", "else/p1", "x1", "p", "", "é1"] {
        assert!(matches!(record.show(unknown), Err(RecordError::UnknownId { .. })), "{unknown}");
    }
}

#[test]
fn searching_finds_words_and_the_rows_that_have_them() {
    let (_folder, mut record) = open();
    record.add(&report(TEXT), &reading(TEXT), &versions("n1")).unwrap();
    let hits = record.search("\"open the port\"", Page::default()).unwrap();
    assert_eq!(hits.len(), 1);
    assert_eq!(hits[0].report.words(&hits[0].places), "open the port");
    assert_eq!(hits[0].positions.len(), 1);
    assert_eq!(hits[0].statements.len(), 2);
    // Marks that the index would take for operators.
    assert!(record.search("it's (half", Page::default()).unwrap().is_empty());
    assert!(matches!(record.search("  ", Page::default()), Err(RecordError::Search { .. })));
}

#[test]
fn one_file_can_be_copied_away_after_closing() {
    let (folder, mut record) = open();
    record.add(&report(TEXT), &reading(TEXT), &versions("n1")).unwrap();
    let path = record.path().to_owned();
    record.close().unwrap();
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["record.db"]);
    let copy = folder.path().join("copy.db");
    std::fs::copy(path, &copy).unwrap();
    assert!(Record::read(&copy).unwrap().report("toy").unwrap().is_some());
}
