//! What the documentation says of the program is so.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

fn detente(arguments: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_detente")).args(arguments).output().unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Commands that lines of code in a page call.
fn called(page: &str) -> BTreeSet<String> {
    let words = page.lines().filter_map(|line| {
        let line = line.trim().trim_start_matches("$ ");
        let call = line.strip_prefix("detente ").or_else(|| line.strip_prefix("cargo run --release -- "))?;
        call.split_whitespace().next().map(str::to_owned)
    });
    words.filter(|word| word.chars().all(|c| c.is_ascii_lowercase())).collect()
}

#[test]
fn every_command_of_the_readme_exists() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let commands = called(&readme);
    assert!(commands.contains("read"), "{commands:?}");
    for command in commands {
        assert!(detente(&[&command, "--help"]).0, "the README calls `detente {command}`, which there is not");
    }
}

#[test]
fn every_command_has_help_with_examples_that_call_it() {
    let (_, help) = detente(&["help"]);
    let commands: Vec<String> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .filter(|command| command != "help")
        .collect();
    assert!(commands.iter().any(|command| command == "read"), "{help}");
    for command in commands {
        let (done, help) = detente(&[&command, "--help"]);
        assert!(done);
        assert!(help.contains(&format!("detente {command} ")), "the help of {command} has no example:\n{help}");
    }
}

#[test]
fn files_that_the_readme_names_are_there() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let names = readme.split(['(', ')', '`', ' ', '\n']).filter(|word| {
        ["docs/", "examples/", "benches/", "models/", "crates/"].iter().any(|folder| word.starts_with(folder))
            || word.ends_with(".md")
    });
    for name in names.filter(|name| !name.contains(['…', '*', '{'])) {
        assert!(root().join(name).exists(), "the README names {name}, which there is not");
    }
}
