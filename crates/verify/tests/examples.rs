//! Every quotation of the example reports, altered and faithful, checked against those reports.

use codebook::{Reading, interchange};
use std::collections::BTreeMap;
use std::path::Path;
use verify::{Draft, Evidence, Format, Source, Verdict, check};

struct Report {
    id: String,
    text: String,
    reading: Reading,
}

fn reports() -> Option<Vec<Report>> {
    let Some(shared) = std::env::var_os("DETENTE_SHARED") else {
        eprintln!("skipped: DETENTE_SHARED is not set");
        return None;
    };
    let mut reports = Vec::new();
    for file in std::fs::read_dir(Path::new(&shared).join("reports")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|e| e == "json") && !path.ends_with("standing.json") {
            let record: interchange::Record = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            let text = std::fs::read_to_string(path.with_extension("txt")).unwrap();
            let reading = interchange::read(&record, &text).unwrap();
            reports.push(Report { id: record.id, text, reading });
        }
    }
    reports.sort_by(|a, b| a.id.cmp(&b.id));
    Some(reports)
}

/// Speaker's name and words of each quoted stretch of four words or more.
fn quotations(reports: &[Report]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for report in reports {
        for statement in &report.reading.statements {
            let Some(name) = &statement.speaker.name else { continue };
            if statement.via.is_some() {
                continue;
            }
            for span in &statement.content {
                let content = span.of(&report.text).unwrap();
                let before = report.text[..span.start].chars().next_back();
                let whole = statement.form == codebook::Form::Direct && matches!(before, Some('“' | '"'));
                let inside = content.split(['“', '”', '"']).skip(1).step_by(2);
                for words in if whole { vec![content] } else { inside.collect() } {
                    if words.split_whitespace().count() >= 4 && !words.contains('\n') {
                        found.push((name.clone(), words.trim().to_owned()));
                    }
                }
            }
        }
    }
    found
}

fn is_negation(word: &str) -> bool {
    matches!(
        word.to_lowercase().trim_matches(|c: char| !c.is_alphanumeric()),
        "not" | "no" | "never" | "nobody" | "none" | "nothing"
    )
}

#[test]
fn altered_quotations_are_caught_and_faithful_ones_pass() {
    let Some(reports) = reports() else { return };
    let sources: Vec<Source<'_>> = reports.iter().map(|r| Source::new(&r.id, &r.text, &r.reading)).collect();
    let evidence = Evidence::new(&sources);
    let quotations = quotations(&reports);
    let mut table: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut tell = |how: &'static str, draft: String, format, right: bool| {
        let found = check(&Draft { text: &draft, format, statements: None }, &evidence);
        let row = table.entry(how).or_default();
        row.1 += 1;
        if found.findings.len() == 1 && found.fails() != right {
            row.0 += 1;
        } else {
            let verdicts: Vec<Verdict> = found.findings.iter().map(|finding| finding.verdict).collect();
            wrong.push(format!("{how}: {verdicts:?} {draft}"));
        }
    };
    for (nth, (name, words)) in quotations.iter().enumerate() {
        let list: Vec<&str> = words.split_whitespace().collect();
        let said = |words: &str| format!("{name} said: “{words}”");
        for at in 0..list.len() {
            let mut changed = list.clone();
            changed[at] = "elsewhere";
            tell("one word changed", said(&changed.join(" ")), Format::Text, false);
            if is_negation(list[at]) {
                changed.remove(at);
                tell("negation dropped", said(&changed.join(" ")), Format::Text, false);
                changed.insert(at, "…");
                if at + 1 < list.len() {
                    tell("negation under an ellipsis", said(&changed.join(" ")), Format::Text, false);
                }
            }
            if list[at].contains(|c: char| c.is_ascii_digit()) {
                let number = format!("7{}", list[at]);
                let mut changed = list.clone();
                changed[at] = &number;
                tell("number changed", said(&changed.join(" ")), Format::Text, false);
            }
        }
        let (other, theirs) = &quotations[(nth + 11) % quotations.len()];
        if other != name {
            let theirs: Vec<&str> = theirs.split_whitespace().collect();
            let (ours, theirs) = (list[..list.len().div_ceil(2)].join(" "), theirs[theirs.len() / 2..].join(" "));
            tell("two halves joined", said(&format!("{ours} {theirs}")), Format::Text, false);
            tell("two halves joined by an ellipsis", said(&format!("{ours} … {theirs}")), Format::Text, false);
            tell("speaker swapped", format!("{other} said: “{words}”"), Format::Text, false);
        }
        tell("as it stands", said(words), Format::Text, true);
        tell("straight marks", format!("{name} said: \"{words}\""), Format::Text, true);
        tell("single marks", format!("‘{}’, said {name}.", words.trim_end_matches(['.', ','])), Format::Text, true);
        let first = words.chars().next().unwrap();
        let turned: String =
            if first.is_uppercase() { first.to_lowercase().collect() } else { first.to_uppercase().collect() };
        if !words.starts_with("I ") {
            tell(
                "case of the first letter",
                said(&format!("{turned}{}", &words[first.len_utf8()..])),
                Format::Text,
                true,
            );
        }
        tell("line breaks", said(&list.join("\n")), Format::Markdown, true);
        tell("a block quote", format!("{name} said:\n\n> {}\n", list.join(" ")), Format::Markdown, true);
        tell("a trailing ellipsis", said(&format!("{}…", list[..list.len() - 1].join(" "))), Format::Text, true);
    }
    println!("{} quotations", quotations.len());
    for (how, (right, all)) in &table {
        println!("  {right:>4} of {all:>4}  {how}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
