//! Thousands of reports: the cost grows with their number, and reprints are found among them.

use codebook::{Act, Form, Party, Position, Reading, Span, Speaker, Statement};
use jiff::ToSpan;
use jiff::civil::date;
use standing::{ReportRow, Settings, compute, judge, origins};
use std::time::Instant;

// Unoptimised builds take a tenth.
const REPORTS: usize = if cfg!(debug_assertions) { 300 } else { 3000 };
const PARTIES: [&str; 8] = ["AAA", "BBB", "CCC", "DDD", "EEE", "IGO:F", "IGO:G", "NSA:H"];
const ISSUES: [&str; 10] =
    ["trade", "water", "talks", "sanctions", "territory", "energy", "prisoners", "refugees", "ceasefire", "status"];

/// A text of ten paragraphs with a position in each; words are about as common as in running English.
fn report(nth: usize) -> (String, Reading) {
    let mut state = (nth as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut below = |count: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % count
    };
    let (mut text, mut reading) = (String::new(), Reading::default());
    for at in 0..10 {
        let party = PARTIES[below(8)];
        text.push_str(&format!("The side of {party} said that "));
        let start = text.len();
        for _ in 0..30 {
            let rank = 8000f64.powf(below(1 << 20) as f64 / (1 << 20) as f64) as usize;
            text.push_str(&format!("w{rank} "));
        }
        let proposal = Span::new(start, start + text[start..].match_indices(' ').nth(6).map_or(0, |(end, _)| end));
        let content = vec![Span::new(start, text.len() - 1)];
        text.push_str(".\n\n");
        let id = format!("s{at}");
        reading.statements.push(Statement {
            id: id.clone(),
            source: Vec::new(),
            cue: Vec::new(),
            content,
            form: Form::Indirect,
            hedged: false,
            speaker: Speaker { name: None, party: Some(Party::new(party)) },
            via: None,
            confidence: 1.0,
        });
        reading.positions.push(Position {
            id: format!("p{at}"),
            statement: Some(id),
            party: Some(Party::new(party)),
            act: Act::ALL[below(13)],
            issue: ISSUES[below(10)].to_owned(),
            proposal: vec![proposal],
            target: None,
            condition: Vec::new(),
            grounds: Vec::new(),
            confidence: 1.0,
        });
    }
    (text, reading)
}

#[test]
fn thousands_of_reports_are_judged_and_computed() {
    // Every tenth report prints the one before it again.
    let reports: Vec<(String, String, Reading)> = (0..REPORTS)
        .map(|nth| {
            let (text, reading) = report(if nth % 10 == 9 { nth - 1 } else { nth });
            (format!("r{nth:05}"), text, reading)
        })
        .collect();
    let rows: Vec<ReportRow<'_>> = reports
        .iter()
        .enumerate()
        .map(|(nth, (id, text, reading))| ReportRow {
            id,
            outlet: None,
            date: date(2020, 1, 1).checked_add((nth as i64 / 2).days()).ok(),
            text,
            reading,
        })
        .collect();
    let settings = Settings::default();
    let start = Instant::now();
    let found = origins(&rows);
    let origins_took = start.elapsed();
    let start = Instant::now();
    let judged = judge(&rows, &settings);
    let judge_took = start.elapsed();
    let start = Instant::now();
    let computed = compute(&rows, &judged, &settings).unwrap();
    println!(
        "{found}; {} positions: origins {origins_took:?}, judge {judge_took:?} ({} threads), compute {:?} ({} voices)",
        REPORTS * 10,
        judged.threads.len(),
        start.elapsed(),
        computed.voices.len()
    );
    assert_eq!(found.independent(), REPORTS - REPORTS / 10);
    assert_eq!(judged.copies.len(), REPORTS);
    assert_eq!(computed.voices.len(), REPORTS * 9);
}
