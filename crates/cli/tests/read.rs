//! `detente read`, end to end in a temporary directory: what it prints, what it says of bad input, how it exits.

use serde_json::Value;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

const REPORT: &str = "The foreign minister of Norway, Ann Lee, said on Tuesday that the talks would go on. “We will not leave \
                      the table,” she said.\n\nThe government in Oslo has not answered questions about the offer.\n";

fn detente(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_detente"));
    command.current_dir(folder).stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    told(detente(folder).args(arguments).output().unwrap())
}

fn told(output: Output) -> (i32, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

#[test]
fn people_get_the_statements_and_a_line_that_sums_up() {
    let folder = folder(&[("toy.txt", REPORT.as_bytes())]);
    let (code, out, err) = run(folder.path(), &["read", "toy.txt", "--date", "2026-04-14", "--outlet", "The Toy"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("toy · 2026-04-14 · The Toy\n"), "{out}");
    assert!(out.lines().last().unwrap().starts_with("toy: "), "{out}");
    assert!(out.contains("We will not leave the table"), "{out}");
    assert!(!out.contains('\x1b'), "no colours in a pipe: {out}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
}

#[test]
fn json_is_one_object_for_one_report_and_an_array_for_several() {
    let folder = folder(&[("a.txt", REPORT.as_bytes()), ("b.txt", REPORT.as_bytes())]);
    let (code, out, _) = run(folder.path(), &["read", "a.txt", "--format", "json"]);
    let one: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 0);
    assert_eq!((&one["id"], &one["text_file"], &one["date"]), (&"a".into(), &"a.txt".into(), &Value::Null));
    assert_eq!(one["text"], REPORT);
    assert!(one["statements"].is_array() && one["positions"].is_array());
    let points: Vec<char> = REPORT.chars().collect();
    for statement in one["statements"].as_array().unwrap() {
        let confidence = statement["confidence"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&confidence));
        for role in ["source", "cue", "content"] {
            for span in statement[role].as_array().unwrap() {
                let (start, end) = (span[0].as_u64().unwrap() as usize, span[1].as_u64().unwrap() as usize);
                assert!(start < end && end <= points.len());
            }
        }
    }
    let (_, out, _) = run(folder.path(), &["read", "b.txt", "a.txt", "--format", "json", "--no-text"]);
    let several: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&several[0]["id"], &several[1]["id"]), (&"b".into(), &"a".into()));
    assert!(several[0].get("text").is_none());
    let (_, out, _) = run(folder.path(), &["read", ".", "--format", "jsonl"]);
    let ids: Vec<Value> = out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone()).collect();
    assert_eq!(ids, ["a", "b"]);
}

#[test]
fn a_folder_gets_one_file_for_each_report() {
    let folder = folder(&[("a.txt", REPORT.as_bytes()), ("b.txt", REPORT.as_bytes())]);
    let (code, out, err) = run(folder.path(), &["read", "a.txt", "b.txt", "--out", "records"]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    let record: Value = serde_json::from_slice(&fs::read(folder.path().join("records/b.json")).unwrap()).unwrap();
    assert_eq!(record["id"], "b");
}

#[test]
fn the_threads_change_nothing() {
    let lines: Vec<String> =
        (0..12).map(|i| serde_json::json!({"id": format!("r{i}"), "text": REPORT}).to_string()).collect();
    let folder = folder(&[("dump.jsonl", lines.join("\n").as_bytes())]);
    let read = |threads: &str| run(folder.path(), &["read", "dump.jsonl", "--format", "jsonl", "--threads", threads]).1;
    let (one, four) = (read("1"), read("4"));
    assert_eq!(one.lines().count(), 12);
    assert_eq!(one, four);
}

/// Every bad input is named with its reason, does not end the batch, and is remembered in the exit code.
#[test]
fn bad_input_is_named_and_the_rest_is_read() {
    let good = serde_json::json!({"id": "good", "text": REPORT}).to_string();
    let big = b"All work and no play. ".repeat(800_000);
    let broken_line = format!("{good}\n{{\"id\": \"half\", \"te\n{}\n", good.replace("good", "after"));
    let page =
        b"<!doctype html><html><head><title>Shop</title></head><body><nav><a href='/'>Home</a></nav></body></html>";
    let foreign = "Le ministre des affaires étrangères a déclaré mardi que les négociations se poursuivraient malgré les \
                   difficultés. Il a ajouté que son gouvernement ne quitterait pas la table, et que toutes les parties \
                   devaient faire des concessions.";
    let cases: [(&str, &[u8], &str, usize); 9] = [
        ("empty.txt", b"", "empty.txt: empty", 1),
        ("binary.txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0", "binary.txt: not text", 1),
        ("big.txt", &big, "big.txt: larger than 16 MB", 1),
        ("shop.html", page, "shop.html: a page without an article", 1),
        ("broken.jsonl", broken_line.as_bytes(), "broken.jsonl:2: broken JSON", 3),
        ("columns.csv", b"name,body\na,Ann said no.\n", "columns.csv: no column \u{201c}text\u{201d}", 1),
        ("french.txt", foreign.as_bytes(), "french.txt: skipped: in another language (fra", 1),
        ("missing.txt", b"-", "missing.txt: no such file", 1),
        ("loop", b"-", "a link leads back", 1),
    ];
    let mut problems = Vec::new();
    for (name, bytes, reason, reports) in cases {
        let folder = folder(&[("good.txt", REPORT.as_bytes())]);
        match name {
            "missing.txt" => {}
            "loop" => {
                fs::create_dir(folder.path().join("loop")).unwrap();
                #[cfg(unix)]
                std::os::unix::fs::symlink(folder.path().join("loop"), folder.path().join("loop/again")).unwrap();
            }
            _ => fs::write(folder.path().join(name), bytes).unwrap(),
        }
        if name == "loop" && cfg!(not(unix)) {
            continue;
        }
        let (code, out, err) = run(folder.path(), &["read", name, "good.txt", "--format", "jsonl"]);
        if code != 3 || !err.contains(reason) || out.lines().count() != reports {
            problems.push(format!("{name}: exit {code}, {} reports, {err}", out.lines().count()));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn where_nothing_could_be_read_the_run_failed() {
    let folder = folder(&[("empty.txt", b"")]);
    let (code, out, err) = run(folder.path(), &["read", "empty.txt"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("empty.txt: empty") && err.contains("nothing could be read"), "{err}");
}

#[test]
fn bytes_that_are_no_utf_8_are_read_with_a_notice() {
    let folder =
        folder(&[("old.txt", b"The minister said the caf\xe9 talks \x93would go on\x94, and that it was na\xefve.\n")]);
    let (code, out, _) = run(folder.path(), &["read", "old.txt", "--format", "json"]);
    assert_eq!(code, 0);
    assert!(out.contains("café talks “would go on”"), "{out}");
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("good.txt", REPORT.as_bytes()), ("secret.txt", REPORT.as_bytes())]);
    let secret = folder.path().join("secret.txt");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&secret).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    let (code, _, err) = run(folder.path(), &["read", "."]);
    assert_eq!(code, 3);
    assert!(err.contains("secret.txt: cannot be read"), "{err}");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let lines: Vec<String> =
        (0..40).map(|i| serde_json::json!({"id": format!("r{i}"), "text": REPORT}).to_string()).collect();
    let folder = folder(&[("dump.jsonl", lines.join("\n").as_bytes())]);
    let mut child = detente(folder.path())
        .args(["read", "dump.jsonl", "--format", "jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn standard_input_is_read() {
    let folder = folder(&[]);
    let mut child = detente(folder.path())
        .args(["read", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(REPORT.as_bytes()).unwrap();
    let (code, out, _) = told(child.wait_with_output().unwrap());
    let record: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &record["text_file"]), (0, &Value::Null));
}

#[test]
fn escape_sequences_in_a_report_do_not_reach_the_terminal() {
    let folder = folder(&[("sly.txt", "“We \x1b]0;gone\x07 agree,” the minister said.\n".as_bytes())]);
    let (_, out, _) = run(folder.path(), &["read", "sly.txt", "--kind", "text"]);
    assert!(!out.contains('\x1b') && !out.contains('\x07'), "{out:?}");
}

#[test]
fn wrong_usage_exits_with_2_and_says_what_is_right() {
    let folder = folder(&[("a.txt", REPORT.as_bytes())]);
    let cases: [(&[&str], &str); 5] = [
        (&["read"], "PATH"),
        (&["read", "a.txt", "--kind", "pdf"], "text, markdown, html"),
        (&["read", "a.txt", "--columns", "body=text"], "columns are id, date"),
        (&["read", "a.txt", "--min-confidence", "7"], "0 to 1"),
        (&["read", "a.txt", "--date", "14/04/2026"], "date"),
    ];
    for (arguments, hint) in cases {
        let (code, _, err) = run(folder.path(), arguments);
        assert_eq!(code, 2, "{arguments:?}");
        assert!(err.contains(hint), "{arguments:?}: {err}");
    }
}

#[test]
fn a_users_own_actors_win() {
    let text = "Arcadia will never leave the table, the Arcadian foreign minister, Ann Lee, said on Tuesday.\n";
    let actors = "[[party]]\ncode = \"ARC\"\nnames = [\"Arcadia\", \"Arcadian\"]\n";
    let folder =
        folder(&[("toy.txt", text.as_bytes()), ("mine.toml", actors.as_bytes()), ("broken.toml", b"[[party]]")]);
    let (code, out, err) = run(folder.path(), &["read", "toy.txt", "--format", "json", "--actors", "mine.toml"]);
    assert_eq!(code, 0, "{err}");
    let record: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(record["statements"][0]["speaker"]["party"], "ARC", "{out}");
    let (code, _, err) = run(folder.path(), &["read", "toy.txt", "--actors", "broken.toml"]);
    assert_eq!(code, 1);
    assert!(err.contains("broken.toml, line 1"), "{err}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_batch_with_its_output_whole() {
    let folder = folder(&[]);
    let mut child = detente(folder.path())
        .args(["read", "-", "--kind", "jsonl", "--format", "json", "--out", "readings"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    writeln!(input, "{}", serde_json::json!({"id": "first", "text": REPORT})).unwrap();
    // Only once a report is read is the program surely past its start.
    let written = folder.path().join("readings/first.json");
    for _ in 0..3000 {
        if written.exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    std::thread::sleep(std::time::Duration::from_millis(100));
    drop(input);
    let (code, out, err) = told(child.wait_with_output().unwrap());
    assert_eq!(code, 130, "{err}");
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["id"], "first");
    assert!(err.contains("stopped after 1 report"), "{err}");
}
