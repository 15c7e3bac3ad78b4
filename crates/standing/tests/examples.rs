//! The computed tables of the example series, from their judged facts, exactly.

use codebook::{Reading, interchange};
use serde_json::Value;
use standing::{Judged, ReportRow, Settings, Standing, compute, judge, origins};
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

/// Words for each issue: the labels of the agenda.
fn issue_words(reports: &Path) -> std::collections::BTreeMap<String, Vec<String>> {
    let table = std::fs::read_to_string(reports.with_file_name("data").join("agenda.tsv")).unwrap();
    let mut words: std::collections::BTreeMap<String, Vec<String>> = std::collections::BTreeMap::new();
    for line in table.lines().skip(1) {
        let [_, label, _, issue, ..] = line.split('\t').collect::<Vec<_>>()[..] else { continue };
        let named = label.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).map(str::to_lowercase);
        words.entry(issue.to_owned()).or_default().extend(named);
    }
    words
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
        let whole: Standing = serde_json::from_value(expected.clone()).unwrap();
        assert_eq!(canonical(&serde_json::to_value(&whole).unwrap()), canonical(expected), "{name} written back");
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

/// Pairs of `rows` in which `same` holds.
fn pairs(judged: &Judged) -> std::collections::BTreeSet<(&standing::Place, &standing::Place)> {
    let mut pairs = std::collections::BTreeSet::new();
    for thread in &judged.threads {
        for a in &thread.positions {
            pairs.extend(thread.positions.iter().filter(|b| a < b).map(|b| (a, b)));
        }
    }
    pairs
}

/// Found, false and missed of two sets, as a line to read.
fn score<T: Ord + std::fmt::Debug>(name: &str, found: &[T], expected: &[T], sum: &mut [usize; 3]) {
    let hit = found.iter().filter(|row| expected.contains(row)).count();
    let counts = [hit, found.len() - hit, expected.len() - hit];
    println!("  {name}: {hit} of {} found, {} false", expected.len(), counts[1]);
    if std::env::var_os("DETENTE_VERBOSE").is_some() {
        for row in found.iter().filter(|row| !expected.contains(row)) {
            println!("      false  {row:?}");
        }
        for row in expected.iter().filter(|row| !found.contains(row)) {
            println!("      missed {row:?}");
        }
    }
    for (sum, count) in sum.iter_mut().zip(counts) {
        *sum += count;
    }
}

/// A movement or account apart from its thread's name.
fn bare(rows: &Value) -> Vec<String> {
    let bare = |row: &Value| {
        let mut row = row.clone();
        let row = row.as_object_mut().unwrap();
        row.remove("thread");
        canonical(&Value::Object(row.clone()))
    };
    rows.as_array().unwrap().iter().map(bare).collect()
}

/// What is found without the judged facts, from the positions people coded. A measurement; the bounds below only
/// guard against losing what there is.
#[test]
fn judged_facts_are_found_from_positions_and_text() {
    let Some(shared) = shared() else { return };
    let cases: Value = serde_json::from_str(&std::fs::read_to_string(shared.join("standing.json")).unwrap()).unwrap();
    let mut sums: std::collections::BTreeMap<&str, [usize; 3]> = std::collections::BTreeMap::new();
    for (name, expected) in cases.as_object().unwrap() {
        println!("{name}");
        let gold: Judged = serde_json::from_value(expected.clone()).unwrap();
        let reports = case(&shared, &gold);
        let rows = rows(&reports);
        let settings = Settings { issue_words: issue_words(&shared), ..Settings::default() };
        let found = judge(&rows, &settings);
        let mut add = |field, found: &[String], expected: &[String]| {
            score(field, found, expected, sums.entry(field).or_default());
        };
        let texts = |rows: &[standing::Place]| rows.iter().map(ToString::to_string).collect::<Vec<_>>();
        let both = |rows: &[(standing::Place, standing::Place)]| {
            rows.iter().map(|(a, b)| format!("{a} > {b}")).collect::<Vec<_>>()
        };
        add("past", &texts(&found.past), &texts(&gold.past));
        add("harm", &texts(&found.harm), &texts(&gold.harm));
        add("turned", &texts(&found.turned), &texts(&gold.turned));
        add("denies", &both(&found.denies), &both(&gold.denies));
        add("copies", &both(&found.copies), &both(&gold.copies));
        let pair = |judged: &Judged| pairs(judged).into_iter().map(|(a, b)| format!("{a} = {b}")).collect::<Vec<_>>();
        let (ours, theirs) = (pair(&found), pair(&gold));
        let hit = ours.iter().filter(|pair| theirs.contains(pair)).count();
        let sum = sums.entry("thread pairs").or_default();
        *sum = [sum[0] + hit, sum[1] + ours.len() - hit, sum[2] + theirs.len() - hit];
        println!("  thread pairs: {hit} of {}, {} false", theirs.len(), ours.len() - hit);
        let computed = serde_json::to_value(compute(&rows, &found, &settings).unwrap()).unwrap();
        for field in ["movement", "movement_told", "accounts", "distance"] {
            score(field, &bare(&computed[field]), &bare(&expected[field]), sums.entry(field).or_default());
        }
        let by_issue = Judged { threads: Vec::new(), ..found.clone() };
        let by_issue = serde_json::to_value(compute(&rows, &by_issue, &settings).unwrap()).unwrap();
        for (field, name) in [("movement", "movement, issue as thread"), ("accounts", "accounts, issue as thread")] {
            score(name, &bare(&by_issue[field]), &bare(&expected[field]), sums.entry(name).or_default());
        }
        println!("  {}", origins(&rows));
        if std::env::var_os("DETENTE_VERBOSE").is_some() {
            for thread in &found.threads {
                println!("  {} ({})", thread.id, thread.label);
                for place in &thread.positions {
                    let gold = gold.threads.iter().find(|gold| gold.positions.contains(place)).unwrap();
                    let row = rows.iter().find(|row| row.id == place.0).unwrap();
                    let position = row.reading.positions.iter().find(|p| p.id == place.1).unwrap();
                    let words = codebook::slice(row.text, &position.proposal);
                    println!("      {:<22} {place} {} {words}", gold.id, position.act);
                }
            }
        }
        println!("  said: {:?}", found.said);
    }
    println!("all");
    for (field, [hit, extra, missed]) in &sums {
        let f1 = 2.0 * *hit as f64 / (2 * hit + extra + missed).max(1) as f64;
        println!("  {field}: {hit} of {} found, {extra} false, F1 {f1:.3}", hit + missed);
    }
    assert_eq!(sums["copies"], [5, 0, 0]);
    assert_eq!(sums["denies"], [4, 0, 0]);
}
