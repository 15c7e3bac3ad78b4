//! A sheet goes out, is edited, and comes back as corrections.

mod given;

use codebook::Act;
use given::{TEXT, open, reading, report, versions};
use record::{By, Filter, Record, RecordError, Shown};

fn by(who: &str) -> By {
    By { who: who.into(), why: None }
}

fn filled() -> (tempfile::TempDir, Record) {
    let (folder, mut record) = open();
    record.add(&report(TEXT), &reading(TEXT), &versions("n1")).unwrap();
    (folder, record)
}

fn sheet(record: &Record) -> Vec<u8> {
    let mut bytes = Vec::new();
    record.write_sheet(&Filter::default(), &mut bytes).unwrap();
    bytes
}

/// Sets cells of a sheet: id, column, value.
fn edit(sheet: &[u8], edits: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut reader = csv::Reader::from_reader(sheet);
    let heading = reader.headers().unwrap().clone();
    let column = |name: &str| heading.iter().position(|column| column == name).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&heading).unwrap();
    for row in reader.records() {
        let mut cells: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
        for (id, name, value) in edits {
            if cells[column("id")] == *id {
                cells[column(name)] = (*value).to_owned();
            }
        }
        writer.write_record(&cells).unwrap();
    }
    writer.into_inner().unwrap()
}

#[test]
fn an_unedited_sheet_changes_nothing() {
    let (_folder, mut record) = filled();
    let sheet = sheet(&record);
    assert!(record.sheet_changes(sheet.as_slice()).unwrap().is_empty());
    assert!(record.import_sheet(sheet.as_slice(), &by("Ann")).unwrap().is_empty());
}

#[test]
fn edits_are_shown_first_and_then_made() {
    let (_folder, mut record) = filled();
    let edited = edit(
        &sheet(&record),
        &[
            ("p1", "act", "demand"),
            ("p2", "proposal", "open the port if"),
            ("p2", "condition_code_points", "[[0, 6]]"),
            ("s1", "decision", "confirm"),
            ("s2", "name", ""),
        ],
    );
    let before = record.hash().unwrap();
    let changes = record.sheet_changes(edited.as_slice()).unwrap();
    let shown: Vec<(&str, &str, &str, &str)> =
        changes.iter().map(|c| (c.id.as_str(), c.what.as_str(), c.from.as_str(), c.to.as_str())).collect();
    assert_eq!(
        shown,
        [
            ("s1", "confirm", "unreviewed", "confirmed"),
            ("s2", "name", "Bohdan Koval", ""),
            ("p1", "act", "reject", "demand"),
            ("p2", "proposal", "open the port", "open the port if"),
            ("p2", "condition", "if the shelling stops", "Moscow"),
        ]
    );
    assert_eq!(record.hash().unwrap(), before);
    assert_eq!(record.import_sheet(edited.as_slice(), &by("Ann")).unwrap(), changes);
    let Shown::Position(row) = record.show("p1").unwrap() else { panic!("a position") };
    assert_eq!(row.position.act, Act::Demand);
    assert_eq!(record.history("p1").unwrap()[0].who, "Ann");
    // Importing it a second time finds everything done.
    assert!(record.sheet_changes(edited.as_slice()).unwrap().is_empty());
}

#[test]
fn what_another_changed_meanwhile_is_shown_and_left() {
    let (_folder, mut record) = filled();
    let edited = edit(&sheet(&record), &[("p1", "act", "demand"), ("p2", "issue", "trade")]);
    record.correct("p1", &[("act", "threaten")], &by("Bohdan")).unwrap();
    let changes = record.import_sheet(edited.as_slice(), &by("Ann")).unwrap();
    assert_eq!(changes.iter().map(|change| change.overtaken).collect::<Vec<_>>(), [true, false]);
    let Shown::Position(row) = record.show("p1").unwrap() else { panic!("a position") };
    assert_eq!(row.position.act, Act::Threaten);
}

#[test]
fn a_sheet_is_refused_where_the_text_changed_or_a_row_is_unknown() {
    let (_folder, mut record) = filled();
    let edited = edit(&sheet(&record), &[("p1", "act", "demand")]);
    let unknown = edit(&edited, &[("p2", "id", "p77")]);
    assert!(matches!(record.import_sheet(unknown.as_slice(), &by("Ann")), Err(RecordError::UnknownId { .. })));
    let unfit = edit(&edited, &[("p2", "act", "insist")]);
    let error = record.import_sheet(unfit.as_slice(), &by("Ann")).unwrap_err().to_string();
    assert!(error.starts_with("line 6, p2, act"), "{error}");
    let torn = b"id,act\np1,demand\n";
    assert!(record.import_sheet(torn.as_slice(), &by("Ann")).unwrap_err().to_string().contains("no column"));
    let changed = TEXT.replace("Moscow", "The Kremlin");
    record.add(&report(&changed), &reading(&changed), &versions("n1")).unwrap();
    let before = record.hash().unwrap();
    let error = record.import_sheet(edited.as_slice(), &by("Ann")).unwrap_err();
    assert!(matches!(error, RecordError::TextChanged { line: 2, .. }), "{error}");
    assert_eq!(record.hash().unwrap(), before);
}

#[test]
fn two_codings_merge_with_their_agreement() {
    let (_folder, mut record) = filled();
    let sheet = sheet(&record);
    let ann = edit(&sheet, &[("p1", "act", "demand"), ("p2", "issue", "trade"), ("s1", "decision", "confirm")]);
    let bohdan = edit(&sheet, &[("p1", "act", "threaten"), ("p2", "issue", "trade"), ("p2", "proposal", "port")]);
    let merged = record.merge_sheets(&ann, &bohdan).unwrap();
    assert_eq!(merged.conflicts, [["p1", "act", "demand", "threaten"].map(str::to_owned)]);
    let of = |field: &str| merged.agreement.iter().find(|agreement| agreement.field == field).unwrap();
    assert_eq!((of("position act").rows, of("position act").agreeing), (2, 1));
    // Two units, values demand/threaten and offer/offer: 1 - 2 / ((16 - 1 - 1 - 4) / 3).
    assert!((of("position act").alpha.unwrap() - 0.4).abs() < 1e-9);
    assert_eq!(of("position issue").alpha, Some(1.0));
    let changes = record.import_sheet(merged.sheet.as_slice(), &by("both")).unwrap();
    let made: Vec<(&str, &str, &str)> =
        changes.iter().map(|c| (c.id.as_str(), c.what.as_str(), c.to.as_str())).collect();
    assert_eq!(made, [("s1", "confirm", "confirmed"), ("p2", "issue", "trade"), ("p2", "proposal", "port")]);
}
