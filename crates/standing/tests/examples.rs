//! The computed tables of the example series, from their judged facts, exactly.

use codebook::{Reading, interchange};
use serde_json::Value;
use standing::{Judged, ReportRow, Settings, compute};
use std::path::{Path, PathBuf};

struct Report {
    id: String,
    date: Option<jiff::civil::Date>,
    text: String,
    reading: Reading,
}

fn shared() -> Option<PathBuf> {
    let shared = std::env::var_os("DETENTE_SHARED");
    if shared.is_none() {
        eprintln!("skipped: DETENTE_SHARED is not set");
    }
    shared.map(|shared| Path::new(&shared).join("reports"))
}

fn case(reports: &Path, judged: &Judged) -> Vec<Report> {
    let mut ids: Vec<&str> = judged.threads.iter().flat_map(|t| &t.positions).map(|p| p.0.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter()
        .map(|id| {
            let record = std::fs::read_to_string(reports.join(format!("{id}.json"))).unwrap();
            let record: interchange::Record = serde_json::from_str(&record).unwrap();
            let text = std::fs::read_to_string(reports.join(record.text_file.as_ref().unwrap())).unwrap();
            let reading = interchange::read(&record, &text).unwrap();
            Report { id: record.id, date: record.date, text, reading }
        })
        .collect()
}

fn rows(reports: &[Report]) -> Vec<ReportRow<'_>> {
    reports
        .iter()
        .map(|r| ReportRow { id: &r.id, outlet: None, date: r.date, text: &r.text, reading: &r.reading })
        .collect()
}

fn sorted(value: &Value) -> Vec<String> {
    let mut rows: Vec<String> = value.as_array().unwrap().iter().map(canonical).collect();
    rows.sort();
    rows
}

/// With the keys of objects in order.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            keys.iter().map(|key| format!("{key}: {}; ", canonical(&map[*key]))).collect()
        }
        Value::Array(rows) => format!("[{}]", rows.iter().map(canonical).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

#[test]
fn judged_facts_give_the_computed_tables_exactly() {
    let Some(reports) = shared() else { return };
    let cases: Value = serde_json::from_str(&std::fs::read_to_string(reports.join("standing.json")).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for (name, expected) in cases.as_object().unwrap() {
        let judged: Judged = serde_json::from_value(expected.clone()).unwrap();
        let mut reports = case(&reports, &judged);
        for _ in 0..2 {
            let found = compute(&rows(&reports), &judged, &Settings::default()).unwrap();
            let found = serde_json::to_value(found).unwrap();
            for table in ["voices", "current", "movement", "movement_told", "accounts", "distance"] {
                let (found, expected) = (sorted(&found[table]), sorted(&expected[table]));
                wrong.extend(
                    expected.iter().filter(|r| !found.contains(r)).map(|r| format!("{name} {table} lacks {r}")),
                );
                wrong.extend(found.iter().filter(|r| !expected.contains(r)).map(|r| format!("{name} {table} has {r}")));
            }
            assert_eq!(found["voices"], expected["voices"], "voices of {name}, in the order said");
            // The order of rows does not matter.
            reports.reverse();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
