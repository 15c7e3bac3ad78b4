//! The same numbers as the reference scorers in Python, on real files. Needs `DETENTE_SHARED` and `python3`.

use score::{Article, Gold, Rows, Scores, Words, attribution, record};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

fn shared() -> Option<PathBuf> {
    let shared = std::env::var_os("DETENTE_SHARED").map(PathBuf::from);
    if shared.is_none() {
        println!("skipped: DETENTE_SHARED is not set");
    }
    shared
}

/// The rows with changes of every kind, the same on every run.
fn worsened(mut value: Value) -> Value {
    let mut turn = 0_usize;
    for kind in ["attributions", "statements", "positions"] {
        let Some(rows) = value[kind].as_array_mut() else { continue };
        let before = rows.clone();
        for (at, row) in rows.iter_mut().enumerate() {
            turn += 1;
            let other = &before[(at + 1) % before.len()];
            let fields =
                ["source", "cue", "content", "proposal", "target", "party", "via", "statement", "act", "speaker"];
            let field = fields[turn % fields.len()];
            if row.get(field).is_some() {
                row[field] = other[field].clone();
            }
            // The last span of every third row loses its first words.
            for role in ["content", "proposal", "source"] {
                if turn.is_multiple_of(3)
                    && let Some(span) = row[role].as_array_mut().and_then(|spans| spans.last_mut())
                    && let (Some(start), Some(end)) = (span[0].as_u64(), span[1].as_u64())
                {
                    span[0] = (start + (end - start) / 3).into();
                }
            }
        }
        rows.retain(|_| {
            turn += 1;
            !turn.is_multiple_of(7)
        });
        let doubled: Vec<Value> = rows.iter().step_by(9).cloned().collect();
        rows.extend(doubled);
    }
    value
}

fn python(script: PathBuf, arguments: &[PathBuf], flags: &[&str]) -> Option<Value> {
    let output = Command::new("python3").arg(script).args(arguments).args(flags).output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    Some(serde_json::from_str(text.lines().last().unwrap()).unwrap())
}

#[test]
fn attributions_score_as_the_reference_has_them() {
    let Some(shared) = shared() else { return };
    let gold_path = shared.join("data/polnear/dev.jsonl");
    let json = std::fs::read_to_string(&gold_path).unwrap();
    let worse: Vec<String> =
        json.lines().map(|line| worsened(serde_json::from_str(line).unwrap()).to_string()).collect();
    let folder = tempfile::tempdir().unwrap();
    let read_path = folder.path().join("read.jsonl");
    std::fs::write(&read_path, worse.join("\n")).unwrap();

    let golds = score::articles_of(&gold_path, &json).unwrap();
    let reads = score::articles_of(&read_path, &worse.join("\n")).unwrap();
    let mut scores = Scores::default();
    for (gold, read) in golds.iter().zip(&reads) {
        let words = Words::new(&gold.text);
        let roles = |article: &Article| match &article.gold {
            Gold::Attributions(rows) => {
                rows.iter().map(|row| attribution::Roles::new(&words, row).unwrap()).collect::<Vec<_>>()
            }
            Gold::Record(_) => unreachable!("the file has attributions"),
        };
        attribution::add(&mut scores, &words, &roles(gold), &roles(read));
    }
    let Some(expected) = python(shared.join("score/attribution.py"), &[gold_path, read_path], &[]) else {
        println!("skipped: python3 is not there");
        return;
    };
    assert_eq!(scores.to_json(), expected);
}

#[test]
fn records_score_as_the_reference_has_them() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut scores = Scores::default();
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(shared.join("reports")).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "json") && path.with_extension("txt").exists());
    files.sort();
    for file in &files {
        let json = std::fs::read_to_string(file).unwrap();
        let worse = worsened(serde_json::from_str(&json).unwrap());
        std::fs::write(folder.path().join(file.file_name().unwrap()), worse.to_string()).unwrap();
        let article = score::articles_of(file, &json).unwrap().remove(0);
        let Gold::Record(gold) = &article.gold else { panic!("{} is a record", file.display()) };
        let read: Rows = serde_json::from_value(worse).unwrap();
        record::add(&mut scores, &article.text, gold, &read).unwrap();
    }
    let flags = ["--pred", folder.path().to_str().unwrap(), "--json"];
    let Some(expected) = python(shared.join("score/record.py"), &files, &flags) else {
        println!("skipped: python3 is not there");
        return;
    };
    assert_eq!(scores.to_json(), expected);
}
