//! The examples of docs/record.md run, and it names every table and view there is.

mod given;

use given::{TEXT, later, open, reading, report, versions};
use record::{By, Record};

fn manual() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/record.md");
    std::fs::read_to_string(path).unwrap()
}

fn by_hand() -> (tempfile::TempDir, rusqlite::Connection) {
    let (folder, mut record) = open();
    record.add(&report(TEXT), &reading(TEXT), &versions("n1")).unwrap();
    record.add(&later(), &reading(&later().text), &versions("n1")).unwrap();
    let by = By { who: "Ann".into(), why: None };
    record.reject("p1", &by).unwrap();
    record.correct("p2", &[("proposal", "the port")], &by).unwrap();
    let path = record.path().to_owned();
    record.close().unwrap();
    Record::read(&path).unwrap();
    let conn = rusqlite::Connection::open(path).unwrap();
    (folder, conn)
}

#[test]
fn every_example_query_runs() {
    let (_folder, conn) = by_hand();
    let manual = manual();
    let queries: Vec<&str> =
        manual.split("```sql\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default()).collect();
    assert!(queries.len() >= 8, "found {} queries", queries.len());
    for query in queries {
        let mut prepared = conn.prepare(query).unwrap_or_else(|error| panic!("{error} in\n{query}"));
        let rows = prepared.query_map([], |_| Ok(())).unwrap().map(Result::unwrap).count();
        let asks_for_another = query.contains("aegean") || query.contains("security") || query.contains("number > 1");
        assert!(rows > 0 || asks_for_another, "no rows from\n{query}");
    }
}

#[test]
fn every_table_and_view_is_described() {
    let (_folder, conn) = by_hand();
    let manual = manual();
    let mut names = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT GLOB 'full_text_*'")
        .unwrap();
    for name in names.query_map([], |row| row.get::<_, String>(0)).unwrap() {
        let name = name.unwrap();
        assert!(manual.contains(&format!("`{name}`")), "docs/record.md does not describe {name}");
    }
}
