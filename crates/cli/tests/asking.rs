//! The record and the questions to it, end to end in a temporary directory, on reports coded by hand.

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

fn detente(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_detente"))
        .current_dir(folder)
        .stdin(Stdio::null())
        .env("DETENTE_USER", "ana")
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// What a command prints that must do.
fn done(folder: &Path, arguments: &[&str]) -> String {
    let (code, out, err) = detente(folder, arguments);
    assert_eq!(code, 0, "{arguments:?}: {err}{out}");
    out
}

fn rows(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let out = done(folder, &[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {out}"))
}

const MARCH: &str = "Norway’s foreign minister, Ann Lee, said on Tuesday: “The league must take its trawlers out of the \
                     bay.”\n\nThe league would never leave, its secretary Bo Ek answered.\n";
const APRIL: &str = "“We can live with two trawlers in the bay,” Ann Lee said.\n\nBo Ek said that Norway had agreed to \
                     six trawlers in the bay. Lee denied it.\n";

/// A span of the text in code points.
fn points(text: &str, words: &str) -> Value {
    let byte = text.find(words).unwrap_or_else(|| panic!("{words:?}"));
    let start = text[..byte].chars().count();
    json!([[start, start + words.chars().count()]])
}

fn statement(text: &str, id: &str, said: [&str; 3], name: &str, party: &str) -> Value {
    let [source, cue, content] = said.map(|words| points(text, words));
    json!({"id": id, "source": source, "cue": cue, "content": content, "form": "indirect", "hedged": false,
        "speaker": {"name": name, "party": party}, "via": null})
}

fn position(text: &str, id: &str, statement: &str, party: &str, act: &str, proposal: &str) -> Value {
    json!({"id": id, "statement": statement, "party": party, "act": act, "issue": "resources",
        "proposal": points(text, proposal), "target": null, "condition": [], "grounds": []})
}

/// A record of two reports coded by hand.
fn kept() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let march = json!({"id": "march", "date": "2026-03-03", "text_file": null, "text": MARCH,
    "statements": [
        statement(MARCH, "s1", ["Norway’s foreign minister, Ann Lee", "said", "The league must take its trawlers out of the bay."], "Ann Lee", "NOR"),
        statement(MARCH, "s2", ["its secretary Bo Ek", "answered", "The league would never leave"], "Bo Ek", "IGO:League"),
    ],
    "positions": [
        position(MARCH, "p1", "s1", "NOR", "demand", "take its trawlers out of the bay"),
        position(MARCH, "p2", "s2", "IGO:League", "reject", "leave"),
    ]});
    let april = json!({"id": "april", "date": "2026-03-14", "text_file": null, "text": APRIL,
    "statements": [
        statement(APRIL, "s1", ["Ann Lee", "said", "We can live with two trawlers in the bay"], "Ann Lee", "NOR"),
        statement(APRIL, "s2", ["Bo Ek", "said", "that Norway had agreed to six trawlers in the bay"], "Bo Ek", "IGO:League"),
    ],
    "positions": [
        position(APRIL, "p1", "s1", "NOR", "concede", "two trawlers in the bay"),
        position(APRIL, "p2", "s2", "NOR", "accept", "six trawlers in the bay"),
    ]});
    for record in [march, april] {
        let name = format!("{}.json", record["id"].as_str().unwrap());
        fs::write(folder.path().join(name), record.to_string()).unwrap();
    }
    done(folder.path(), &["init"]);
    done(folder.path(), &["import", "march.json", "april.json", "--maker", "ana"]);
    folder
}

#[test]
fn a_record_is_made_once_and_missed_where_it_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let (code, _, err) = detente(folder.path(), &["positions"]);
    assert_eq!(code, 1);
    assert!(err.contains("detente init"), "{err}");
    done(folder.path(), &["init"]);
    let (code, _, err) = detente(folder.path(), &["init"]);
    assert_eq!(code, 1);
    assert!(err.contains("already here"), "{err}");
    fs::write(folder.path().join("notes.txt"), "no record").unwrap();
    let (code, _, err) = detente(folder.path(), &["accounts", "--record", "notes.txt"]);
    assert_eq!(code, 1);
    assert!(err.contains("not a record"), "{err}");
    let (code, out, err) = detente(folder.path(), &["positions"]);
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(err.contains("no positions"), "{err}");
}

#[test]
fn reading_keeps_and_reading_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("march.txt"), MARCH).unwrap();
    done(folder.path(), &["init"]);
    let (code, out, err) = detente(folder.path(), &["read", "march.txt", "--date", "2026-03-03"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("march") && err.contains("1 new"), "{out}{err}");
    let (_, _, err) = detente(folder.path(), &["read", "march.txt", "--date", "2026-03-03"]);
    assert!(err.contains("1 held already"), "{err}");
    let (_, _, err) = detente(folder.path(), &["read", "march.txt", "--no-record"]);
    assert!(!err.contains("kept"), "{err}");
    let shown = done(folder.path(), &["show", "march", "--format", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&shown).unwrap()["text"], MARCH);
}

#[test]
fn positions_tell_since_when_and_on_whose_word() {
    let folder = kept();
    let found = rows(folder.path(), &["positions", "--party", "NOR"]);
    let own = found.iter().find(|row| row["voice"] == "first-hand").unwrap();
    assert_eq!((&own["act"], &own["since"]), (&json!("concede"), &json!("2026-03-14")));
    assert_eq!(own["quotation"], "We can live with two trawlers in the bay");
    let told = found.iter().find(|row| row["voice"] == "second-hand").unwrap();
    assert_eq!((&told["by"], &told["act"]), (&json!("IGO:League"), &json!("accept")));

    let before = rows(folder.path(), &["positions", "--party", "NOR", "--until", "2026-03-10"]);
    assert_eq!(before[0]["act"], "demand");

    let table = done(folder.path(), &["positions"]);
    assert!(table.starts_with("PARTY"), "{table}");
    assert!(table.contains("told by IGO:League"), "{table}");
    assert!(!table.contains('\x1b'), "{table}");
    let cell = done(folder.path(), &["positions", "--party", "NOR", "--issue", "resources"]);
    for words in
        ["2 reports, 2 independent origins", "Ann Lee (NOR)", "We can live with two trawlers in the bay", "before: "]
    {
        assert!(cell.contains(words), "{words}: {cell}");
    }
    let csv = done(folder.path(), &["positions", "--format", "csv"]);
    assert!(csv.starts_with("party,issue,thread"), "{csv}");
}

#[test]
fn movement_accounts_and_distance_carry_their_quotations() {
    let folder = kept();
    let moved = rows(folder.path(), &["movement", "--since", "2026-03-10", "--moved"]);
    let own: Vec<&Value> = moved.iter().filter(|row| row["by"].is_null()).collect();
    assert_eq!(own.len(), 1, "{moved:?}");
    assert_eq!((&own[0]["party"], &own[0]["kind"]), (&json!("NOR"), &json!("reversed")));
    assert_eq!(own[0]["from"]["quotation"], "The league must take its trawlers out of the bay.");
    let table = done(folder.path(), &["movement"]);
    assert!(table.contains("NOR reversed") && table.contains("1 reversed"), "{table}");

    let accounts = rows(folder.path(), &["accounts"]);
    assert!(accounts.iter().any(|row| row["party"] == "NOR" && row["why"] == "firmness"), "{accounts:?}");
    assert!(done(folder.path(), &["accounts"]).contains("apart in firmness"));

    let distance = done(folder.path(), &["distance", "--format", "jsonl"]);
    for line in distance.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        assert_eq!(row["parties"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn words_are_found_and_shown_in_their_paragraph() {
    let folder = kept();
    let found = rows(folder.path(), &["search", "trawlers", "bay"]);
    assert_eq!(found.len(), 2);
    let narrowed = rows(folder.path(), &["search", "trawlers", "--party", "IGO:League"]);
    assert_eq!(narrowed.len(), 1);
    assert_eq!(narrowed[0]["report"], "april");
    assert!(done(folder.path(), &["search", "never leave"]).contains("Bo Ek (IGO:League)"));

    let shown = done(folder.path(), &["show", "march/p1"]);
    assert!(shown.contains("The league must »take its trawlers out of"), "{shown}");
    let (code, _, err) = detente(folder.path(), &["show", "p99"]);
    assert_eq!(code, 1);
    assert!(err.contains("\"p99\"") && !err.contains("panicked"), "{err}");
    let statements = rows(folder.path(), &["statements", "--party", "NOR", "--limit", "1"]);
    assert_eq!(statements[0]["report"], "march");
}

#[test]
fn a_page_of_a_report_needs_nothing_else() {
    let folder = kept();
    let page = done(folder.path(), &["show", "march", "--format", "html"]);
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
    for id in ["s1", "s2", "p1", "p2"] {
        assert!(page.contains(&format!("<a id=\"{id}\"></a>")), "{id} is marked");
        assert!(page.contains(&format!("href=\"#{id}\"")), "{id} is in a list");
    }
    for outside in ["http:", "https:", "src=", "<link", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    let start = page.find("<article>").unwrap() + "<article>".len();
    let mut text = String::new();
    let mut inside_tag = false;
    for c in page[start..page.find("</article>").unwrap()].chars() {
        match c {
            '<' => inside_tag = true,
            '>' => inside_tag = false,
            c if !inside_tag => text.push(c),
            _ => {}
        }
    }
    assert_eq!(text, MARCH, "the text is whole");
}

#[test]
fn a_draft_that_alters_words_fails() {
    let folder = kept();
    let write = |text: &str| fs::write(folder.path().join("draft.md"), text).unwrap();
    write("Lee said: “We can live with two trawlers in the bay.”\n");
    let (code, out, err) = detente(folder.path(), &["verify", "draft.md", "--quotations-only"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("1 quotation and 0 attributions: 1 in order"), "{out}");
    write("Lee said: “We can live with six trawlers in the bay.”\n");
    let (code, out, _) = detente(folder.path(), &["verify", "draft.md", "--quotations-only"]);
    assert_eq!(code, 3, "{out}");
    assert!(out.contains("“two” became “six”"), "{out}");
    write("");
    let (code, _, err) = detente(folder.path(), &["verify", "draft.md"]);
    assert_eq!(code, 1);
    assert!(err.contains("the draft is empty"), "{err}");
    write("The bay is wide.\n");
    let (code, out, _) = detente(folder.path(), &["verify", "draft.md", "--quotations-only"]);
    assert_eq!(code, 3, "nothing was checked");
    assert!(out.contains("no quotations"), "{out}");
    let (code, _, err) = detente(folder.path(), &["verify", "none.md"]);
    assert_eq!(code, 1);
    assert!(err.contains("none.md"), "{err}");
}

#[test]
fn people_correct_and_take_back() {
    let folder = kept();
    let act = || rows(folder.path(), &["positions", "--party", "IGO:League", "--voice", "first-hand"]);
    assert_eq!(act()[0]["act"], "reject");
    let id = act()[0]["id"].as_str().unwrap().to_owned();
    let made = done(folder.path(), &["review", "correct", &id, "act=consider", "--why", "he hesitates"]);
    assert!(made.contains("by ana"), "{made}");
    assert_eq!(act()[0]["act"], "consider");
    let correction = made.split(':').next().unwrap();
    done(folder.path(), &["review", "undo", correction]);
    assert_eq!(act()[0]["act"], "reject");
    assert!(done(folder.path(), &["review", "history", &id]).contains("he hesitates"));
    done(folder.path(), &["review", "reject", &id]);
    assert!(act().is_empty());
    let (code, _, err) = detente(folder.path(), &["review", "confirm", "p99"]);
    assert_eq!(code, 1);
    assert!(err.contains("p99"), "{err}");
    let (code, _, err) = detente(folder.path(), &["review", "correct", &id, "act=insist"]);
    assert_eq!(code, 1);
    assert!(err.contains("insist"), "{err}");
    assert!(!done(folder.path(), &["review", "next", "3"]).is_empty());
}

#[test]
fn a_sheet_is_shown_before_it_is_imported() {
    let folder = kept();
    done(folder.path(), &["review", "export", "--out", "sheet.csv"]);
    let sheet = fs::read_to_string(folder.path().join("sheet.csv")).unwrap();
    fs::write(folder.path().join("edited.csv"), sheet.replacen(",demand,", ",propose,", 1)).unwrap();
    let (code, out, err) = detente(folder.path(), &["review", "import", "edited.csv"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("propose") && err.contains("--apply"), "{out}{err}");
    let before = rows(folder.path(), &["positions", "--until", "2026-03-10", "--party", "NOR"]);
    assert_eq!(before[0]["act"], "demand", "a dry run changes nothing");
    done(folder.path(), &["review", "import", "edited.csv", "--apply"]);
    let after = rows(folder.path(), &["positions", "--until", "2026-03-10", "--party", "NOR"]);
    assert_eq!(after[0]["act"], "propose");
    let (code, _, err) = detente(folder.path(), &["review", "export", "--out", "sheet.csv"]);
    assert_eq!(code, 1, "somebody's work is not overwritten");
    assert!(err.contains("sheet.csv"), "{err}");
}

#[test]
fn exports_say_what_made_them() {
    let folder = kept();
    for format in ["csv", "jsonl", "webannotation", "plover", "graphml", "gexf"] {
        let out = done(folder.path(), &["export", "--format", format]);
        assert!(out.contains("record_sha256"), "{format}: {out}");
    }
    done(folder.path(), &["export", "--format", "parquet", "--out", "case.parquet"]);
    assert!(fs::read(folder.path().join("case.parquet")).unwrap().starts_with(b"PAR1"));
    done(folder.path(), &["export", "--format", "brat", "--out", "brat"]);
    assert_eq!(fs::read_to_string(folder.path().join("brat/march.txt")).unwrap(), MARCH);
    let (code, _, err) = detente(folder.path(), &["export", "--format", "brat"]);
    assert_eq!(code, 1);
    assert!(err.contains("--out DIR"), "{err}");
}

#[test]
fn sentences_are_coded_line_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let lines = "{\"id\": \"a\", \"text\": \"🙂 Norway rejected the offer of the league.\", \"source\": [2, 8], \"target\": null}\n\
                 no json\n\n{\"id\": \"b\", \"text\": \"Short\", \"source\": [0, 99], \"target\": null}\n";
    fs::write(folder.path().join("in.jsonl"), lines).unwrap();
    let (code, out, err) = detente(folder.path(), &["code", "in.jsonl"]);
    assert_eq!(code, 3, "{err}");
    let coded: Value = serde_json::from_str(out.trim()).unwrap();
    assert_eq!(coded["id"], "a");
    assert!((1..=4).contains(&coded["quad"].as_u64().unwrap()) && coded["root"].is_string());
    assert!((0.0..=1.0).contains(&coded["confidence"].as_f64().unwrap()));
    assert!(err.contains("in.jsonl:2: skipped") && err.contains("in.jsonl:4: skipped"), "{err}");
}

#[test]
fn a_wrong_agenda_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("march.txt"), MARCH).unwrap();
    for (agenda, words) in [
        ("name = \"own\"\n[[issue]]\nid = \"water\"\nlabel = \"x\"\ncues = [\"x\"]\n", "\"water\" is there already"),
        ("name = \"own\"\n[[issue]]\nid = \"bay\"\nlabel = \"x\"\ncue = [\"x\"]\n", "unknown field `cue`"),
    ] {
        fs::write(folder.path().join("own.toml"), agenda).unwrap();
        let (code, _, err) = detente(folder.path(), &["read", "march.txt", "--agenda", "own.toml"]);
        assert_eq!(code, 1);
        assert!(err.contains("own.toml") && err.contains(words), "{err}");
    }
}

#[test]
fn every_command_has_examples() {
    let folder = tempfile::tempdir().unwrap();
    for command in [
        "init",
        "import",
        "statements",
        "positions",
        "movement",
        "accounts",
        "distance",
        "search",
        "show",
        "verify",
        "review",
        "export",
        "code",
    ] {
        let help = done(folder.path(), &[command, "--help"]);
        assert!(help.contains("Examples:") && help.contains(&format!("detente {command}")), "{command}: {help}");
    }
    let (code, _, err) = detente(folder.path(), &["positions", "--act", "insist"]);
    assert_eq!(code, 2);
    assert!(err.contains("insist"), "{err}");
}

/// The example series, coded by hand, from questions to answers.
#[test]
fn the_example_series_answers() {
    let Some(shared) = std::env::var_os("DETENTE_SHARED") else {
        eprintln!("skipped: DETENTE_SHARED is not set");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    done(folder.path(), &["init"]);
    let reports = PathBuf::from(shared).join("reports");
    for name in ["aegean-1-drilling-ship", "aegean-2-council", "aegean-3-message", "aegean-4-live-blog"] {
        let file = reports.join(format!("{name}.json"));
        done(folder.path(), &["import", file.to_str().unwrap()]);
    }
    let table = done(folder.path(), &["positions"]);
    assert!(table.contains("4 reports, 3 independent origins"), "{table}");
    let moved = rows(folder.path(), &["movement"]);
    assert!(moved.iter().all(|row| row["to"]["quotation"].as_str().is_some_and(|words| !words.is_empty())));
    assert!(!moved.is_empty() && !rows(folder.path(), &["distance"]).is_empty());
    let copy = fs::read_to_string(reports.join("aegean-3-message.txt")).unwrap();
    let quoted = copy.split('“').nth(1).and_then(|rest| rest.split('”').next()).unwrap();
    fs::write(folder.path().join("draft.md"), format!("The ministry said: “{quoted}”\n")).unwrap();
    assert_eq!(detente(folder.path(), &["verify", "draft.md", "--quotations-only"]).0, 0);
}
