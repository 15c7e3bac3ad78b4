//! Every shared case, all of `expected`, exactly.

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest, Sha256};

/// The cases as (file name, text), or nothing with a note where they are not at hand.
fn cases() -> Vec<(String, String)> {
    let Ok(shared) = std::env::var("DETENTE_SHARED") else {
        println!("skipped: DETENTE_SHARED is not set");
        return Vec::new();
    };
    let folder = std::path::Path::new(&shared).join("data/conflicts");
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).expect("the cases") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "json") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            found.insert(name, std::fs::read_to_string(&path).expect("a readable case"));
        }
    }
    found.into_iter().collect()
}

/// Lists of states and of objects are sets.
fn canonical(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut all: Vec<Value> = items.iter().map(canonical).collect();
            // The tiers of a ranking are the only list of lists, and their order counts.
            if !all.iter().any(Value::is_array) {
                all.sort_by_key(Value::to_string);
            }
            Value::Array(all)
        }
        Value::Object(entries) => {
            let sorted: BTreeMap<_, _> = entries.iter().map(|(k, v)| (k.clone(), canonical(v))).collect();
            Value::Object(sorted.into_iter().collect())
        }
        other => other.clone(),
    }
}

fn counts(answer: &Value, key: &str) -> Value {
    let count = |v: &Value| Value::from(v.as_array().map_or(0, Vec::len));
    let mut all = serde_json::Map::new();
    for (concept, table) in answer[key].as_object().expect("a table") {
        let entry = match table {
            Value::Object(by_maker) => by_maker.iter().map(|(m, l)| (m.clone(), count(l))).collect(),
            list => count(list),
        };
        all.insert(concept.clone(), entry);
    }
    all.into()
}

fn digest(answer: &Value, concept: &str) -> String {
    let mut labels: Vec<u64> =
        answer["equilibria"][concept].as_array().expect("a list").iter().filter_map(Value::as_u64).collect();
    labels.sort_unstable();
    let text = labels.iter().map(u64::to_string).collect::<Vec<_>>().join(",");
    Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

#[test]
fn all_that_is_expected_of_every_case() {
    let mut failures = Vec::new();
    for (name, text) in cases() {
        let case: Value = serde_json::from_str(&text).expect("JSON");
        let model = conflict::format::read(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        let game = conflict::Game::new(&model).unwrap_or_else(|e| panic!("{name}: {e}"));
        if !game.remarks().is_empty() {
            failures.push(format!("{name}: {:?}", game.remarks()));
        }
        let answer = conflict::answer::all(&model).unwrap_or_else(|e| panic!("{name}: {e}"));
        for (key, expected) in case["expected"].as_object().expect("expected") {
            let found = match key.as_str() {
                "stable_counts" => counts(&answer, "stability"),
                "equilibria_counts" => counts(&answer, "equilibria"),
                "equilibria_sha256" => {
                    let concepts = expected.as_object().expect("digests").keys();
                    concepts
                        .map(|c| (c.clone(), Value::from(digest(&answer, c))))
                        .collect::<serde_json::Map<_, _>>()
                        .into()
                }
                _ => answer[key].clone(),
            };
            // Counts are given for some concepts only.
            let found = match (key.ends_with("_counts"), &found) {
                (true, Value::Object(all)) => all
                    .iter()
                    .filter(|(k, _)| !expected[k.as_str()].is_null())
                    .map(|(k, v)| (k.clone(), v.clone()))
                    .collect::<serde_json::Map<_, _>>()
                    .into(),
                _ => found,
            };
            if canonical(&found) != canonical(expected) {
                failures.push(format!(
                    "{name}: {key}\n  found    {}\n  expected {}",
                    canonical(&found),
                    canonical(expected)
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn what_is_published_is_found() {
    for (name, text) in cases() {
        let case: Value = serde_json::from_str(&text).expect("JSON");
        let Some(published) = case["published"]["results"].as_object() else { continue };
        let answer = conflict::answer::all(&conflict::format::read(&text).expect("a conflict")).expect("an answer");
        for (key, value) in published {
            match value {
                Value::Object(parts) => {
                    for (part, expected) in parts {
                        assert_eq!(canonical(&answer[key][part]), canonical(expected), "{name} {key} {part}");
                    }
                }
                other => assert_eq!(canonical(&answer[key]), canonical(other), "{name} {key}"),
            }
        }
    }
}
