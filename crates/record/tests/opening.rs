//! Files that are no record, or not any more, are told from those that are; nothing is lost by trying.

mod given;

use given::{TEXT, open, reading, report, versions};
use record::{Filter, Page, Record, RecordError};
use std::fs;
use std::path::PathBuf;

fn closed() -> (tempfile::TempDir, PathBuf) {
    let (folder, mut record) = open();
    record.add(&report(TEXT), &reading(TEXT), &versions("n1")).unwrap();
    let path = record.path().to_owned();
    record.close().unwrap();
    (folder, path)
}

#[test]
fn files_that_are_no_record_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.db");
    assert!(matches!(Record::open(&path), Err(RecordError::Missing { .. })));
    assert!(!path.exists(), "asking made a file");
    for bytes in [&b""[..], b"just text", b"SQLite format 4\0 and more"] {
        fs::write(&path, bytes).unwrap();
        for opened in [Record::open(&path), Record::read(&path)] {
            assert!(matches!(opened, Err(RecordError::NotARecord { .. })), "{opened:?}");
        }
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    fs::remove_file(&path).unwrap();
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE notes (words)").unwrap();
    let error = Record::open(&path).unwrap_err();
    assert!(error.to_string().contains("another program"), "{error}");
    assert!(matches!(Record::create(&path), Err(RecordError::Exists { .. })));
}

#[test]
fn a_record_of_a_newer_program_is_refused() {
    let (_folder, path) = closed();
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(&path).unwrap();
    for opened in [Record::open(&path), Record::read(&path)] {
        let error = opened.unwrap_err();
        assert!(matches!(error, RecordError::Newer { found: 99, .. }), "{error}");
        assert!(error.to_string().contains("use a newer Détente"), "{error}");
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn one_writer_at_a_time_and_any_readers() {
    let (_folder, path) = closed();
    let mut writer = Record::open(&path).unwrap();
    let error = Record::open(&path).unwrap_err();
    assert!(matches!(error, RecordError::InUse { .. }), "{error}");
    let says = error.to_string();
    assert!(says.contains(&format!("process {}", std::process::id())) && says.contains(" since 20"), "{says}");
    let mut reader = Record::read(&path).unwrap();
    assert_eq!(reader.positions(&Filter::default(), Page::default()).unwrap().len(), 2);
    writer.add(&given::later(), &reading(&given::later().text), &versions("n1")).unwrap();
    assert_eq!(reader.positions(&Filter::default(), Page::default()).unwrap().len(), 4);
    let refused = reader.add(&report(TEXT), &reading(TEXT), &versions("n2"));
    assert!(matches!(refused, Err(RecordError::ReadOnly)), "{refused:?}");
    writer.close().unwrap();
    assert_eq!(reader.positions(&Filter::default(), Page::default()).unwrap().len(), 4);
    drop(reader);
    Record::open(&path).unwrap().close().unwrap();
}

#[test]
fn a_foreign_lock_is_said() {
    let (_folder, path) = closed();
    let mut record = Record::open(&path).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = record.add(&given::later(), &reading(&given::later().text), &versions("n1")).unwrap_err();
    assert!(matches!(error, RecordError::InUse { .. }), "{error}");
    other.execute_batch("ROLLBACK").unwrap();
    record.add(&given::later(), &reading(&given::later().text), &versions("n1")).unwrap();
}

#[test]
fn damage_is_found_and_said() {
    let (_folder, path) = closed();
    let whole = fs::read(&path).unwrap();
    Record::read(&path).unwrap().check().unwrap();
    let says = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let error = match Record::read(&path) {
            Ok(record) => record.check().expect_err("the damage was not found"),
            Err(error) => error,
        };
        assert!(matches!(error, RecordError::Damaged { .. }), "{error}");
        assert!(error.to_string().contains("record.db"), "{error}");
        error.to_string()
    };
    // One letter of a text.
    let at = whole.windows(14).position(|window| window == b"Bohdan Koval s").unwrap();
    let mut bytes = whole.clone();
    bytes[at] = b'J';
    assert!(says(&bytes).contains("the text of toy"));
    // One digit of a span.
    let at = whole.windows(6).position(|window| window == b"[[170,").or(find_span(&whole)).unwrap();
    let mut bytes = whole.clone();
    bytes[at + 2] = if bytes[at + 2] == b'9' { b'8' } else { bytes[at + 2] + 1 };
    says(&bytes);
    // A page of nothing, and half of the file gone.
    let mut bytes = whole.clone();
    bytes[8192 * 3..8192 * 4].fill(0xa5);
    says(&bytes);
    says(&whole[..whole.len() / 2]);
    fs::write(&path, &whole).unwrap();
    Record::read(&path).unwrap().check().unwrap();
}

/// The first JSON list of spans in the bytes.
fn find_span(bytes: &[u8]) -> Option<usize> {
    bytes.windows(3).position(|window| window.starts_with(b"[[") && window[2].is_ascii_digit())
}

#[test]
fn what_is_derived_is_rebuilt() {
    let (_folder, path) = closed();
    let by_hand = rusqlite::Connection::open(&path).unwrap();
    by_hand
        .execute_batch("DELETE FROM current_reading; INSERT INTO full_text (full_text) VALUES ('delete-all')")
        .unwrap();
    drop(by_hand);
    let mut record = Record::open(&path).unwrap();
    assert!(record.search("port", Page::default()).unwrap().is_empty());
    record.rebuild().unwrap();
    assert_eq!(record.search("port", Page::default()).unwrap().len(), 1);
    assert_eq!(record.positions(&Filter::default(), Page::default()).unwrap().len(), 2);
    let made = record.derived("answer", || Ok::<_, RecordError>("42".to_owned())).unwrap();
    let kept = record.derived("answer", || Ok::<_, RecordError>("made again".to_owned())).unwrap();
    assert_eq!((made.as_str(), kept.as_str()), ("42", "42"));
    record.confirm("p1", &record::By { who: "Ann".into(), why: None }).unwrap();
    assert_eq!(record.derived("answer", || Ok::<_, RecordError>("anew".to_owned())).unwrap(), "anew");
}

#[test]
fn a_reading_that_does_not_fit_is_refused_whole() {
    let (_folder, mut record) = open();
    let mut bad = reading(TEXT);
    bad.positions[1].proposal[0].end = 10_000;
    let error = record.add(&report(TEXT), &bad, &versions("n1")).unwrap_err();
    assert!(error.to_string().starts_with("toy, p2: the proposal"), "{error}");
    let mut bad = reading(TEXT);
    bad.statements[2].via = Some("s7".into());
    assert!(matches!(record.add(&report(TEXT), &bad, &versions("n1")), Err(RecordError::Misfit { .. })));
    assert!(record.report("toy").unwrap().is_none());
}
