//! `detente levers` and `detente graph` from outside.

use std::path::PathBuf;
use std::process::{Command, Output};

fn conflict(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../conflicts").join(name)
}

fn detente(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_detente")).args(arguments).output().expect("the program runs")
}

fn levers(name: &str, arguments: &[&str]) -> Output {
    let path = conflict(name);
    let mut all = vec!["levers", path.to_str().expect("a path")];
    all.extend(arguments);
    detente(&all)
}

#[test]
fn levers_say_what_would_have_to_change() {
    let out = levers("elmira-9.toml", &["--outcome", "7"]);
    let text = String::from_utf8(out.stdout).expect("text");
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    // Uniroyal would rather abandon the plant (9) than accept in state 7: 9 > 3 > 7.
    assert!(text.contains("R    2 swaps\n     Uniroyal: raise 7 past 3, 9\n"), "{text}");
}

#[test]
fn levers_as_json_with_open_rankings() {
    let out = levers("elmira-9.toml", &["--outcome", "7", "--open", "Uniroyal", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!(answer["state"], 7);
    assert_eq!(answer["levers"][0]["swaps"], 2);
    assert_eq!(answer["levers"][0]["exact"], true);
    // The only move of Uniroyal from 7 is to 9, from which nobody can move: 7 must stand above 9, in half of 9!.
    assert_eq!(answer["inverse"]["counts"]["profiles"], 362_880);
    for concept in ["R", "GMR", "SMR", "SEQ"] {
        assert_eq!(answer["inverse"]["counts"][concept], 181_440, "{concept}");
    }
}

#[test]
fn what_is_not_there_is_an_error() {
    let out = levers("elmira-9.toml", &["--outcome", "77"]);
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&out.stderr).contains("there is no state 77"));
    assert!(out.stdout.is_empty());
    assert_eq!(levers("elmira-9.toml", &[]).status.code(), Some(2));
}

#[test]
fn a_gmcr_file_cut_short_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("cut.gmcr");
    std::fs::write(&path, "{\"decisionMakers\": [{\"name\": \"A\"").expect("written");
    let out = detente(&["levers", path.to_str().expect("a path"), "--outcome", "1"]);
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&out.stderr).contains("not valid JSON"));
}

#[test]
fn graphs_come_in_three_formats() {
    for (format, begin) in [("svg", "<svg"), ("dot", "digraph"), ("graphml", "<?xml")] {
        let path = conflict("korea-2017.toml");
        let out = detente(&["graph", path.to_str().expect("a path"), "--format", format]);
        assert_eq!(out.status.code(), Some(0));
        let text = String::from_utf8(out.stdout).expect("text");
        assert!(text.contains(begin), "{format}: {text}");
    }
}

#[test]
fn robustness_counts_completions_and_names_what_decides() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("case.toml");
    let text = "[[decision_maker]]\nname = \"A\"\noptions = [\"a\"]\nranking = \"3 > 4 > 1 > 2\"\nuncertain = [\"3 ? 4\"]\n\n\
                [[decision_maker]]\nname = \"B\"\noptions = [\"b\"]\nranking = \"2 > 4 > 1 > 3\"\n";
    std::fs::write(&file, text).expect("written");
    let path = file.to_str().expect("a path");
    let out = detente(&["solve", path, "--robustness", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!(answer["completions"], "2", "{answer}");
    let out = detente(&["solve", path, "--robustness"]);
    let text = String::from_utf8(out.stdout).expect("text");
    assert!(text.starts_with("1 uncertain preference"), "{text}");
}
