//! A record of thousands of reports: every quotation is still found, and in how long.

use std::time::Instant;
use verify::{Draft, Evidence, Format, Source, Verdict, check};

// Unoptimised builds take a tenth.
const REPORTS: usize = if cfg!(debug_assertions) { 300 } else { 3000 };
const WORDS: usize = 400;

/// Words of a vocabulary in which the nth word is as common as in running English, about 1/n.
fn text(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    let mut text = String::new();
    for at in 0..WORDS {
        let rank = (20_000f64.powf(next())) as usize;
        text.push_str(&format!("w{rank}"));
        text.push_str(if at % 17 == 16 { ". " } else { " " });
    }
    text
}

#[test]
fn thousands_of_reports_are_checked_against() {
    let reports: Vec<(String, String)> = (0..REPORTS).map(|nth| (format!("r{nth}"), text(nth as u64 + 1))).collect();
    let sources: Vec<Source<'_>> = reports.iter().map(|(id, text)| Source { id, text, statements: &[] }).collect();
    let start = Instant::now();
    let evidence = Evidence::new(&sources);
    let indexed = start.elapsed();
    let mut draft = String::new();
    for nth in 0..200 {
        let (_, text) = &reports[nth * 13 % REPORTS];
        let words: Vec<&str> = text.split_whitespace().skip(40 + nth).take(15).collect();
        if nth % 2 == 0 {
            draft.push_str(&format!("One said “{}” then.\n\n", words.join(" ")));
        } else {
            draft.push_str(&format!("One said “{} altered {}” then.\n\n", words[..7].join(" "), words[8..].join(" ")));
        }
    }
    let start = Instant::now();
    let found = check(&Draft { text: &draft, format: Format::Text, statements: None }, &evidence);
    println!(
        "{REPORTS} reports of {WORDS} words indexed in {indexed:?}; 200 quotations, half of them altered, in {:?}",
        start.elapsed()
    );
    assert_eq!(found.findings.len(), 200);
    for (nth, finding) in found.findings.iter().enumerate() {
        let expected = if nth % 2 == 0 { Verdict::Verbatim } else { Verdict::Close };
        assert_eq!(finding.verdict, expected, "{}", finding.words);
    }
}

#[test]
fn a_quotation_of_a_whole_report_is_compared_too() {
    let report: String = (0..4).map(|seed| text(seed + 1)).collect();
    let evidence = Evidence::new(&[Source { id: "r", text: &report, statements: &[] }]);
    let told = |words: &str| {
        let draft = format!("So it goes:\n\n> {words}\n");
        let found = check(&Draft { text: &draft, format: Format::Markdown, statements: None }, &evidence);
        let finding = &found.findings[0];
        (finding.verdict, finding.differences.iter().map(|d| (d.report.clone(), d.draft.clone())).collect::<Vec<_>>())
    };
    let words: Vec<&str> = report.split_whitespace().collect();
    assert_eq!(told(&words.join(" ")), (Verdict::Verbatim, Vec::new()));
    let mut changed = words.clone();
    changed[900] = "altered";
    let report = words[900].trim_end_matches('.').to_owned();
    assert_eq!(told(&changed.join(" ")), (Verdict::Close, vec![(report, "altered".to_owned())]));
}
