//! From one report to a brief, as `examples/ukraine/README.md` has it.

use std::path::Path;
use std::process::{Command, Stdio};

/// The commands of a page: the lines of its blocks of shell code.
fn commands(page: &str) -> Vec<String> {
    let blocks = page.split("```sh\n").skip(1).filter_map(|rest| rest.split_once("\n```"));
    blocks.flat_map(|(block, _)| block.lines()).map(str::to_owned).collect()
}

/// The words of a command; quotation marks hold words together.
fn words(command: &str) -> Vec<String> {
    let pieces = command.split('"').enumerate();
    pieces
        .flat_map(|(at, piece)| match at % 2 {
            0 => piece.split_whitespace().map(str::to_owned).collect(),
            _ => vec![piece.to_owned()],
        })
        .collect()
}

#[test]
fn the_commands_of_the_example_lead_to_a_brief_that_checks() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let page = std::fs::read_to_string(root.join("examples/ukraine/README.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(root.join("examples/vance-meet-the-press.txt"), folder.path().join("report.txt")).unwrap();
    let commands = commands(&page);
    for step in ["init", "read", "draft", "solve", "levers", "brief", "verify"] {
        assert!(commands.iter().any(|command| words(command).get(1).is_some_and(|word| word == step)), "{step}");
    }
    for command in &commands {
        let words = words(command);
        assert_eq!(words[0], "detente", "{command}");
        let output = Command::new(env!("CARGO_BIN_EXE_detente"))
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .args(&words[1..])
            .output()
            .unwrap();
        let told = [output.stdout, output.stderr].concat();
        assert_eq!(output.status.code(), Some(0), "{command}\n{}", String::from_utf8_lossy(&told));
    }
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let case = read("case.toml");
    for state in ["Russia", "Ukraine", "United States"] {
        assert!(case.contains(&format!("[[decision_maker]]\nname = \"{state}\"\n")), "{state}\n{case}");
    }
    assert!(read("brief.html").starts_with("<!doctype html>"));
    assert!(read("brief.md").starts_with("# "));
}
