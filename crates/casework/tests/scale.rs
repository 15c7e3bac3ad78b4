//! A record of many statements.

use casework::{Case, Settings, draft};
use codebook::{Act, Form, Party, Position, Reading, Span, Speaker, Statement};
use standing::{Judged, ReportRow, Standing, Thread};

/// 250 reports with 40 statements and positions each, on 60 threads.
#[test]
fn ten_thousand_statements_are_drafted_from() {
    let acts = [Act::Demand, Act::Reject, Act::Offer, Act::Commit, Act::Threaten, Act::Propose, Act::Consider];
    let parties = ["AAA", "BBB", "CCC", "DDD"];
    let mut text = String::new();
    let mut spans = Vec::new();
    for at in 0..40 {
        let start = text.len();
        text += &format!("matter {at} of the long dispute");
        spans.push(Span::new(start, text.len()));
        text += ". ";
    }
    let readings: Vec<Reading> = (0..250)
        .map(|report| {
            let mut reading = Reading::default();
            for (at, span) in spans.iter().enumerate() {
                let party = parties[(report + at) % 4];
                reading.statements.push(Statement {
                    id: format!("s{at}"),
                    source: vec![],
                    cue: vec![],
                    content: vec![*span],
                    form: Form::Indirect,
                    hedged: false,
                    speaker: Speaker { name: None, party: Some(Party::new(party)) },
                    via: None,
                    confidence: 1.0,
                });
                reading.positions.push(Position {
                    id: format!("p{at}"),
                    statement: Some(format!("s{at}")),
                    party: Some(Party::new(party)),
                    act: acts[(report * 7 + at) % acts.len()],
                    issue: "trade".into(),
                    proposal: vec![*span],
                    target: Some(Party::new(parties[(report + at + 1) % 4])),
                    condition: if at % 5 == 0 { vec![spans[(at + 1) % 40]] } else { vec![] },
                    grounds: vec![],
                    confidence: 1.0,
                });
            }
            reading
        })
        .collect();
    let ids: Vec<String> = (0..250).map(|at| format!("r{at:03}")).collect();
    let day = jiff::civil::date(2026, 1, 1);
    let rows: Vec<ReportRow<'_>> = ids
        .iter()
        .zip(&readings)
        .enumerate()
        .map(|(at, (id, reading))| ReportRow {
            id,
            outlet: None,
            date: day.checked_add(jiff::ToSpan::days(at as i64)).ok(),
            text: &text,
            reading,
        })
        .collect();
    let threads = (0..40).map(|at| Thread {
        id: format!("t{at}"),
        issue: "trade".into(),
        label: format!("matter {at}"),
        positions: ids.iter().map(|id| standing::Place::new(id.as_str(), format!("p{at}"))).collect(),
    });
    let judged = Judged { threads: threads.collect(), ..Judged::default() };
    let standing = Standing::of(&rows, judged, &Default::default()).unwrap();
    let start = std::time::Instant::now();
    let case = Case::new(&rows, &standing).unwrap();
    let file = draft(&case, &Settings::default()).unwrap();
    let written = casework::toml::write(&file);
    let took = start.elapsed();
    println!("10,000 statements: drafted and written in {took:?}, {} bytes", written.len());
    assert_eq!(file.of_options.len(), 10);
    // The promise is for the program as it is shipped.
    assert!(cfg!(debug_assertions) || took.as_secs_f64() < 2.0, "{took:?}");
}
