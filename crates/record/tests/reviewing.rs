//! What people say stays on top, can be taken back, and survives newer readings.

mod given;

use codebook::{Act, Party};
use given::{TEXT, open, reading, report, versions};
use record::{By, Filter, Page, Record, RecordError, Review, Shown, Voice};

fn ann() -> By {
    By { who: "Ann".into(), why: Some("reads differently".into()) }
}

fn filled() -> (tempfile::TempDir, Record) {
    let (folder, mut record) = open();
    record.add(&report(TEXT), &reading(TEXT), &versions("n1")).unwrap();
    (folder, record)
}

fn position(record: &Record, id: &str) -> record::PositionRow {
    match record.show(id).unwrap() {
        Shown::Position(row) => row,
        Shown::Statement(_) => panic!("{id} is a position"),
    }
}

fn all(record: &Record) -> Vec<record::PositionRow> {
    record.positions(&Filter::default(), Page::default()).unwrap()
}

#[test]
fn a_correction_is_in_force_at_once_and_undone_by_another_row() {
    let (_folder, mut record) = filled();
    let before = position(&record, "p1");
    let made =
        record.correct("toy/p1", &[("act", "demand"), ("proposal", "rejects any troops"), ("target", "USA")], &ann());
    let made = made.unwrap();
    assert_eq!(made.len(), 3);
    let row = position(&record, "p1");
    assert_eq!((row.position.act, row.review, row.position.confidence), (Act::Demand, Review::Corrected, 1.0));
    assert_eq!(row.report.words(&row.position.proposal), "rejects any troops");
    let demands = Filter { acts: vec![Act::Demand], ..Filter::default() };
    assert_eq!(record.positions(&demands, Page::default()).unwrap().len(), 1);
    for correction in &made {
        record.undo(correction, &ann()).unwrap();
    }
    assert_eq!(position(&record, "p1"), before);
    assert_eq!(record.history("p1").unwrap().len(), 6);
    assert!(matches!(record.undo(&made[0], &ann()), Err(RecordError::Unfit { .. })));
    record.check().unwrap();
}

#[test]
fn a_value_already_there_is_no_correction() {
    let (_folder, mut record) = filled();
    assert!(record.correct("p1", &[("act", "reject"), ("party", "RUS")], &ann()).unwrap().is_empty());
}

#[test]
fn what_was_rejected_is_gone_with_what_rests_on_it() {
    let (_folder, mut record) = filled();
    record.reject("s2", &ann()).unwrap();
    let rest = record.report("toy").unwrap().unwrap();
    assert_eq!(rest.statements.len(), 2);
    // The inner statement now stands by itself, and its position with it.
    assert_eq!(rest.statements[1].statement.via, None);
    assert_eq!(rest.positions[1].voice, Voice::FirstHand);
    record.reject("s3", &ann()).unwrap();
    assert_eq!(all(&record).len(), 1);
    assert!(matches!(record.show("s3").unwrap(), Shown::Statement(row) if row.review == Review::Rejected));
}

#[test]
fn a_newer_network_keeps_what_people_said() {
    let (_folder, mut record) = filled();
    record.correct("p2", &[("issue", "trade")], &ann()).unwrap();
    record.confirm("p1", &ann()).unwrap();
    let mut newer = reading(TEXT);
    // The newer network has the second position again and misses the first, statement and all.
    newer.statements.remove(0);
    newer.positions.remove(0);
    let added = record.add(&report(TEXT), &newer, &versions("n2")).unwrap();
    assert!(added.left_behind.is_empty());
    let rows = all(&record);
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0].number, rows[0].position.issue.as_str()), (2, "trade"));
    assert_eq!((rows[1].number, rows[1].review), (1, Review::Confirmed));
    // It stays on the word it was on.
    assert_eq!(rows[1].voice, Voice::FirstHand);
    record.check().unwrap();
}

#[test]
fn a_changed_page_keeps_what_people_said_where_the_words_are() {
    let (_folder, mut record) = filled();
    record.correct("p2", &[("proposal", "offered to open the port"), ("target", "")], &ann()).unwrap();
    record.confirm("p1", &ann()).unwrap();
    let changed = TEXT.replace("“rejects any troops”", "“said nothing”").replace("Kyiv’s", "On Tuesday Kyiv’s");
    let mut newer = reading(TEXT);
    newer.statements.clear();
    newer.positions.clear();
    let added = record.add(&report(&changed), &newer, &versions("n1")).unwrap();
    assert_eq!(added.left_behind, ["toy/p1 (confirmed): its words are gone"]);
    let rows = all(&record);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].report.words(&rows[0].position.proposal), "offered to open the port");
    assert_eq!(rows[0].position.target, None);
    assert_eq!(rows[0].voice, Voice::SecondHand(Some(Party::new("UKR"))));
    record.check().unwrap();
}

#[test]
fn the_past_can_be_asked_for() {
    let (_folder, mut record) = filled();
    record.set_clock("2026-03-09T10:00:00Z".parse().unwrap());
    record.reject("p1", &ann()).unwrap();
    assert_eq!(all(&record).len(), 1);
    let then = Filter { recorded_until: Some("2026-03-08".parse().unwrap()), ..Filter::default() };
    assert_eq!(record.positions(&then, Page::default()).unwrap().len(), 2);
    assert_eq!(record.coded(&then).unwrap()[0].positions.len(), 2);
    assert_eq!(record.stances(&then).unwrap().len(), 2);
    assert_eq!(record.stances(&Filter::default()).unwrap().len(), 1);
}

#[test]
fn the_least_confident_come_first() {
    let (_folder, mut record) = filled();
    let ids = |record: &Record| -> Vec<String> {
        record.to_review(Page { offset: 0, limit: 3 }).unwrap().iter().map(Shown::id).collect()
    };
    assert_eq!(ids(&record), ["p2", "s2", "s3"]);
    record.confirm("p2", &ann()).unwrap();
    assert_eq!(ids(&record), ["s2", "s3", "p1"]);
}

#[test]
fn values_that_do_not_fit_are_refused_and_nothing_is_written() {
    let (_folder, mut record) = filled();
    let hash = record.hash().unwrap();
    for (id, field, value, says) in [
        ("p1", "act", "insist", "no act is called"),
        ("p1", "mood", "bad", "fields are statement, party, act"),
        ("p1", "proposal", "", "cannot be empty"),
        ("p1", "proposal", "any soldiers", "do not stand in the report"),
        ("p1", "proposal", "[[5, 9999]]", "code points"),
        ("p1", "party", "the Kremlin", "no code of a party"),
        ("p1", "statement", "s9", "no statement s9"),
        ("s2", "via", "s3", "stands inside this statement"),
        ("s1", "hedged", "perhaps", "neither true nor false"),
        ("s1", "form", "oral", "direct, indirect, mixed"),
    ] {
        let error = record.correct(id, &[(field, value)], &ann()).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
    for id in ["p99", "s99", "nowhere/p1", "q"] {
        assert!(matches!(record.confirm(id, &ann()), Err(RecordError::UnknownId { .. })), "{id}");
    }
    for id in ["c1", "12", "c", "p1"] {
        assert!(matches!(record.undo(id, &ann()), Err(RecordError::UnknownId { .. })), "{id}");
    }
    let nobody = By { who: " ".into(), why: None };
    assert!(matches!(record.confirm("p1", &nobody), Err(RecordError::Unfit { .. })));
    assert_eq!(record.hash().unwrap(), hash);
}

#[test]
fn the_views_for_hand_queries_say_the_same() {
    let (_folder, mut record) = filled();
    record.correct("p2", &[("issue", "trade"), ("condition", ""), ("party", "UKR")], &ann()).unwrap();
    record.correct("s2", &[("name", "B. Koval"), ("content", "to open the port")], &ann()).unwrap();
    record.reject("s1", &ann()).unwrap();
    let path = record.path().to_owned();
    record.close().unwrap();
    let record = Record::read(&path).unwrap();
    let coded = record.report("toy").unwrap().unwrap();
    let by_hand = rusqlite::Connection::open(&path).unwrap();
    let mut query = by_hand
        .prepare("SELECT id, party, act, issue, proposal, condition, review FROM current_positions ORDER BY id")
        .unwrap();
    let rows: Vec<[Option<String>; 7]> = query
        .query_map([], |row| {
            let mut cells: [Option<String>; 7] = Default::default();
            for (index, cell) in cells.iter_mut().enumerate() {
                *cell = row.get(index)?;
            }
            Ok(cells)
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(rows.len(), coded.positions.len());
    let text = |value: &str| Some(value.to_owned());
    let expected =
        [text("p2"), text("UKR"), text("offer"), text("trade"), text("open the port"), None, text("correct")];
    assert_eq!(rows[0], expected);
    assert_eq!(coded.positions[0].position.party, Some(Party::new("UKR")));
    let (speaker, content): (String, String) = by_hand
        .query_row("SELECT speaker, content FROM current_statements WHERE id = 's2'", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!((speaker.as_str(), content.as_str()), ("B. Koval", "to open the port"));
}

#[test]
fn drafts_are_kept_and_never_overwritten() {
    let (_folder, mut record) = open();
    let first = record.keep_draft("port", "[option]", &ann()).unwrap();
    assert_eq!(record.keep_draft("port", "[option]", &ann()).unwrap(), first);
    let second = record.keep_draft("port", "[options]", &ann()).unwrap();
    assert_eq!(record.newest_draft("port").unwrap().unwrap().id, second);
    assert_eq!(record.draft(first).unwrap().text, "[option]");
    assert!(record.newest_draft("other").unwrap().is_none());
}
