//! The facts that are found from positions and texts, one sign at a time, on sentences written for this file.

use codebook::{Act, Form, Party, Position, Reading, Span, Speaker, Statement};
use jiff::civil::date;
use standing::{Judged, Place, ReportRow, Settings, judge};

/// `who holder act | text`, in which `<…>` marks the cue, `{…}` the proposal and `[…]` what is said besides it.
/// Where no cue is marked the report asserts it. Proposals of several lines may be the same words: then the second
/// line's text is empty and the line repeats the first one's proposal.
fn report(id: &str, lines: &[&str]) -> (String, String, Reading) {
    let (mut text, mut reading) = (String::new(), Reading::default());
    for (nth, line) in lines.iter().enumerate() {
        let (head, body) = line.split_once('|').unwrap();
        let head: Vec<&str> = head.split_whitespace().collect();
        let mut marks: std::collections::BTreeMap<char, Span> = Default::default();
        let mut open = Vec::new();
        for c in body.trim().chars() {
            match c {
                '<' | '{' | '[' => open.push((c, text.len())),
                '>' | '}' | ']' => {
                    let (mark, start) = open.pop().unwrap();
                    marks.insert(mark, Span::new(start, text.len()));
                }
                c => text.push(c),
            }
        }
        text.push_str(if body.ends_with(' ') { " " } else { "\n\n" });
        let proposal = marks.get(&'{').copied().unwrap_or_else(|| reading.positions.last().unwrap().proposal[0]);
        let statement = marks.get(&'<').map(|cue| {
            reading.statements.push(Statement {
                id: format!("s{nth}"),
                source: Vec::new(),
                cue: vec![*cue],
                content: vec![marks.get(&'[').copied().unwrap_or(proposal)],
                form: Form::Indirect,
                hedged: false,
                speaker: Speaker { name: None, party: Some(Party::new(head[0])) },
                via: None,
                confidence: 1.0,
            });
            format!("s{nth}")
        });
        reading.positions.push(Position {
            id: format!("p{nth}"),
            statement,
            party: Some(Party::new(head[1])),
            act: head[2].parse::<Act>().unwrap(),
            issue: head.get(3).unwrap_or(&"trade").to_string(),
            proposal: vec![proposal],
            target: head.get(4).map(|code| Party::new(code)),
            condition: Vec::new(),
            grounds: Vec::new(),
            confidence: 1.0,
        });
    }
    (id.to_owned(), text, reading)
}

fn judged(reports: &[(String, String, Reading)]) -> Judged {
    let rows: Vec<ReportRow<'_>> = reports
        .iter()
        .enumerate()
        .map(|(nth, (id, text, reading))| ReportRow {
            id,
            outlet: None,
            // A Wednesday.
            date: Some(date(2026, 4, 15 + nth as i8)),
            text,
            reading,
        })
        .collect();
    judge(&rows, &Settings::default())
}

fn ids(places: &[Place]) -> Vec<&str> {
    places.iter().map(|place| place.1.as_str()).collect()
}

#[test]
fn the_past_is_told_by_its_signs() {
    let rows: [(&[&str], &[&str]); 9] = [
        (&["AAA AAA demand | Until last month the queen had <claimed> {all of the salt flats}."], &["p0"]),
        (&["AAA AAA reject | At the start of the siege she <refused> {any word with the miners}."], &["p0"]),
        (&["AAA AAA offer | Two years ago the league <offered> {free passage to the pilgrims}."], &["p0"]),
        (&["AAA AAA demand | In January the guild <demanded> {a seat at the table}."], &["p0"]),
        (&["AAA AAA demand | The guild <demands> {a seat at the table}."], &[]),
        (&["AAA AAA demand | Since January the guild has <demanded> {a seat at the table}."], &[]),
        (&["AAA AAA commit | The guild <said> it would {reopen the locks in June}."], &[]),
        (
            &[
                "AAA AAA reject | We <said> that we {would not open the locks}. ",
                "AAA AAA offer | Now we <say> that we {can open two of them}.",
            ],
            &["p0"],
        ),
        (&["AAA AAA concede | The guild <said> it {no longer asked for the northern quay}."], &[]),
    ];
    for (lines, expected) in rows {
        assert_eq!(ids(&judged(&[report("r", lines)]).past), expected, "{lines:?}");
    }
}

#[test]
fn harm_is_told_by_its_words_or_by_what_it_defies() {
    let rows: [(&[&str], &[&str]); 7] = [
        (&["AAA AAA commit | She <announced> {an embargo on timber}."], &["p0"]),
        (&["AAA AAA commit | She <announced> that {the raids would begin at dawn}."], &["p0"]),
        (&["AAA AAA commit | She <announced> that she would {lift the embargo on timber}."], &[]),
        (&["AAA AAA commit sanctions | She <said> {the list takes effect in May}."], &["p0"]),
        (&["AAA AAA commit | She <said> she would {rebuild the bridge}."], &[]),
        (
            &[
                "BBB BBB demand withdrawal AAA | He <demanded> that they {withdraw the garrison}.",
                "AAA AAA commit withdrawal | She <said> {the garrison stays}.",
            ],
            &["p1"],
        ),
        (&["AAA AAA commit withdrawal | She <said> {the garrison stays}."], &[]),
    ];
    for (lines, expected) in rows {
        assert_eq!(ids(&judged(&[report("r", lines)]).harm), expected, "{lines:?}");
    }
}

#[test]
fn the_contrary_of_a_thing_is_turned() {
    let lines = [
        "AAA AAA demand | She <demanded> {patrols in the strait}.",
        "BBB BBB offer | He <offered> {patrols in the strait twice a week}.",
        "CCC CCC propose | They <urged> both {not to send patrols into the strait}.",
        "BBB BBB reject | He <refused> {patrols in the strait at night}.",
    ];
    assert_eq!(ids(&judged(&[report("r", &lines)]).turned), ["p2"]);
}

#[test]
fn a_denial_answers_what_others_tell() {
    let same_words = [
        "BBB AAA offer | A courier <said> she had offered {two of the five wells}.",
        "AAA AAA reject | She <denied> it.",
    ];
    let found = judged(&[report("r", &same_words)]);
    assert_eq!(found.denies, [(Place::new("r", "p1"), Place::new("r", "p0"))]);
    let next_day = [
        report("a", &["BBB AAA offer | A courier <said> she had offered {two of the five wells}."]),
        report("b", &["AAA AAA reject | She <denied> {an offer of any wells}."]),
    ];
    assert_eq!(judged(&next_day).denies, [(Place::new("b", "p0"), Place::new("a", "p0"))]);
    let other = [
        "BBB BBB offer | He <offered> {two of the five wells}.",
        "AAA AAA reject | She <refused> {two of the five wells}.",
    ];
    assert!(judged(&[report("r", &other)]).denies.is_empty());
}

#[test]
fn the_day_is_the_one_beside_the_cue() {
    let rows = [
        ("AAA AAA demand | She <told> parliament on Monday that [{the ferry must sail}].", Some(date(2026, 4, 13))),
        ("AAA AAA demand | She <told> parliament on Wednesday that [{the ferry must sail}].", None),
        ("AAA AAA demand | Three days ago she <said> [{the ferry must sail}].", Some(date(2026, 4, 12))),
        ("AAA AAA demand | She <said> [{the ferry must sail on Monday}].", None),
        ("AAA AAA demand | The captain, who fell on Monday, <said> [{the ferry must sail}].", None),
    ];
    for (line, expected) in rows {
        let found = judged(&[report("r", &[line])]);
        assert_eq!(found.said.first().map(|(_, day)| *day), expected, "{line}");
    }
}

#[test]
fn one_thing_is_one_thread_whoever_holds_it() {
    let lines = [
        "AAA AAA demand | She <demanded> {the return of the harbour cranes}.",
        "BBB BBB reject | He <refused> {to return the cranes}.",
        "CCC CCC propose | They <proposed> {a lower duty on dried fruit}.",
        "AAA AAA accept | She <accepted> {the lower fruit duty}.",
        "BBB BBB accuse | He <accused> her of {breaking into the crane store}.",
        "AAA AAA demand water | She <demanded> {a share of the cranes' water}.",
    ];
    let found = judged(&[report("r", &lines)]);
    let threads: Vec<Vec<&str>> = found.threads.iter().map(|thread| ids(&thread.positions)).collect();
    assert_eq!(threads, [vec!["p0", "p1"], vec!["p2", "p3"], vec!["p4"], vec!["p5"]]);
    assert_eq!(found.threads[0].id, "trade");
    assert_eq!(found.threads[3].id, "water");
}
