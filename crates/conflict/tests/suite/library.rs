//! The published conflicts: each can be read, written and solved, and what its source prints is found.

use std::path::PathBuf;

use conflict::{Game, answer, format};
use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../conflicts")
}

/// The text of one of the published conflicts.
pub fn read(name: &str) -> String {
    std::fs::read_to_string(folder().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn names() -> Vec<String> {
    let entries = std::fs::read_dir(folder()).expect("the folder");
    let names = entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|n| n.ends_with(".toml")).collect();
    names.sort();
    names
}

#[test]
fn all_can_be_read_written_and_solved() {
    let readme = read("README.md");
    assert!(names().len() >= 13);
    for name in names() {
        let model = format::read(&read(&name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(format!("{}.toml", model.about.id), name);
        assert!(!model.about.title.is_empty() && !model.about.citation.is_empty(), "{name}");
        assert!(readme.contains(&format!("`{name}`")), "{name} is not in the README");
        let again = format::toml::read(&format::toml::write(&model)).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(model, again, "{name}");
        let game = Game::new(&model).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(game.remarks().is_empty(), "{name}: {:?}", game.remarks());
    }
}

fn sorted(value: &Value) -> Vec<String> {
    let mut all: Vec<String> = value.as_array().into_iter().flatten().map(Value::to_string).collect();
    all.sort();
    all
}

#[test]
fn what_is_published_is_found() {
    let mut checked = 0;
    for name in names() {
        let text = read(&name);
        let file: Value = toml::from_str(&text).expect("TOML");
        let answer = answer::all(&format::read(&text).expect("a conflict")).expect("an answer");
        let published = &file["published"];
        for (concept, states) in published["equilibria"].as_object().into_iter().flatten() {
            assert_eq!(sorted(&answer["equilibria"][concept]), sorted(states), "{name} {concept}");
            checked += 1;
        }
        if !published["equilibrium_jumps"].is_null() {
            let jump = |j: &Value| Value::from(format!("{} {} {}", j["from"], j["to"], j["members"]));
            let jumps = |all: &Value| sorted(&all.as_array().into_iter().flatten().map(jump).collect::<Value>());
            assert_eq!(jumps(&answer["equilibrium_jumps"]), jumps(&published["equilibrium_jumps"]), "{name}");
            checked += 1;
        }
    }
    assert_eq!(checked, 19, "published tables compared");
}

/// Where the same conflict is among the shared cases, the whole answer is the same.
#[test]
fn the_shared_cases_say_the_same() {
    let Ok(shared) = std::env::var("DETENTE_SHARED") else {
        println!("skipped: DETENTE_SHARED is not set");
        return;
    };
    let pairs = [
        ("cuban-missile-crisis.toml", "cuban"),
        ("elmira-12.toml", "elmira-12"),
        ("elmira-9.toml", "elmira-9"),
        ("korea-2017.toml", "korea-base"),
    ];
    for (ours, theirs) in pairs {
        let path = PathBuf::from(&shared).join(format!("data/conflicts/{theirs}.json"));
        let case = std::fs::read_to_string(path).expect("a case");
        let solve = |text: &str| answer::all(&format::read(text).expect("a conflict")).expect("an answer");
        assert_eq!(solve(&read(ours)), solve(&case), "{ours}");
    }
}
