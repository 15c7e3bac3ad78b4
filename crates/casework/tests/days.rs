//! What two days say, and what each statement between them did.

use casework::{Case, Casefile, Settings, compare, draft, update};
use codebook::{Act, Party, Position, Reading, Span};
use conflict::condition::Condition;
use jiff::civil::{Date, date};
use standing::{Judged, Place, ReportRow, Standing, Thread};

/// A report of one position a line: party, act, words, of whom it is asked.
struct Report {
    id: &'static str,
    date: Date,
    text: String,
    reading: Reading,
}

type Line = (&'static str, Act, &'static str, Option<&'static str>);

fn report(id: &'static str, date: Date, lines: &[Line]) -> Report {
    let (mut text, mut reading) = (String::new(), Reading::default());
    for (at, (party, act, words, target)) in lines.iter().enumerate() {
        let start = text.len();
        text += words;
        reading.positions.push(Position {
            id: format!("p{at}"),
            statement: None,
            party: Some(Party::new(party)),
            act: *act,
            issue: "water".into(),
            proposal: vec![Span::new(start, text.len())],
            target: target.map(Party::new),
            condition: vec![],
            grounds: vec![],
            confidence: 1.0,
        });
        text += ".\n\n";
    }
    Report { id, date, text, reading }
}

/// All positions are about one thing, but those whose words name the canal.
fn with<T>(reports: &[Report], then: impl FnOnce(&Case<'_>) -> T) -> T {
    let rows: Vec<ReportRow<'_>> = reports
        .iter()
        .map(|r| ReportRow { id: r.id, outlet: None, date: Some(r.date), text: &r.text, reading: &r.reading })
        .collect();
    let places = |canal: bool| -> Vec<Place> {
        let of = |r: &Report, p: &Position| codebook::slice(&r.text, &p.proposal).contains("canal") == canal;
        reports
            .iter()
            .flat_map(|r| r.reading.positions.iter().filter(move |p| of(r, p)).map(|p| Place::new(r.id, p.id.as_str())))
            .collect()
    };
    let thread =
        |id: &str, canal| Thread { id: id.into(), issue: "water".into(), label: id.into(), positions: places(canal) };
    let threads = [thread("ferry", false), thread("canal", true)];
    let threads = threads.into_iter().filter(|thread| !thread.positions.is_empty()).collect();
    let standing =
        Standing::of(&rows, Judged { threads, ..Judged::default() }, &standing::Settings::default()).unwrap();
    then(&Case::new(&rows, &standing).unwrap())
}

fn drafted(reports: &[Report]) -> Casefile {
    with(reports, |case| draft(case, &Settings::default()).unwrap())
}

const MAY: Date = date(2026, 5, 1);
const JUNE: Date = date(2026, 6, 1);

#[test]
fn the_statement_that_changed_the_outcome_is_named() {
    let reports = [
        report(
            "may",
            MAY,
            &[
                ("NOR", Act::Demand, "give the ferry back", Some("SWE")),
                ("SWE", Act::Reject, "give the ferry back", None),
                ("SWE", Act::Demand, "open the canal", Some("NOR")),
            ],
        ),
        report(
            "june",
            JUNE,
            &[
                ("SWE", Act::Accept, "give the ferry back next week", None),
                ("SWE", Act::Demand, "open the canal", Some("NOR")),
            ],
        ),
    ];
    let settings = standing::Settings::default();
    let compared = with(&reports, |case| compare(case, [MAY, JUNE], &Settings::default(), &settings).unwrap());
    let telling: Vec<&str> =
        compared.turned.iter().filter(|turned| turned.tells()).map(|turned| turned.id.as_str()).collect();
    assert_eq!(telling, ["june/p0"], "{}", compared.text());
    assert!(compared.options.iter().all(Vec::is_empty), "one step under two names: {:?}", compared.options);
    let text = compared.text();
    assert!(text.contains("without it would not hold: 1"), "{text}");
    assert!(text.contains("without it would still hold: a"), "{text}");
}

#[test]
fn an_option_that_newer_reports_call_otherwise_stays_the_analysts() {
    let may = || report("may", MAY, &[("NOR", Act::Demand, "give the ferry back", Some("SWE"))]);
    let june = report("june", JUNE, &[("NOR", Act::Demand, "return the ferry by July", Some("SWE"))]);
    let base = drafted(&[may()]);
    let mut mine = base.clone();
    let wish = Condition::Not(Box::new(Condition::Taken(0)));
    mine.model.preferences[0].priorities.as_mut().unwrap().push(wish.into());
    mine.of_statements[0].push(Default::default());
    let theirs = drafted(&[may(), june]);
    assert_ne!(theirs.option_name(0), base.option_name(0));
    let merged = update(&base, &mine, &theirs).unwrap();
    assert_eq!(merged.file.option_name(0), base.option_name(0));
    assert_eq!(merged.file.of_options.len(), 1);
    assert!(merged.file.model.preferences[0].priorities.as_ref().is_some_and(|all| all.len() == 1));
    assert!(merged.doubtful.is_empty() && merged.names.len() == 1, "{}", merged.text());
    // Once more, from the draft that was kept: the name is still the analyst's.
    let again = update(&theirs, &merged.file, &theirs).unwrap();
    assert_eq!(again.file.option_name(0), base.option_name(0));
    assert_eq!(again.file.of_options.len(), 1);
}

#[test]
fn what_is_offered_in_other_words_is_not_what_was_asked() {
    let file = drafted(&[report(
        "may",
        MAY,
        &[
            ("SWE", Act::Offer, "move the ferry to a nearer port", Some("NOR")),
            ("NOR", Act::Demand, "hand over that vessel", Some("SWE")),
        ],
    )]);
    let wants = file.model.preferences[0].priorities.as_ref().unwrap();
    assert_eq!((file.option_name(0).as_str(), wants.len()), ("Sweden: hand over that vessel", 0));
    assert!(file.unknown.iter().any(|unknown| unknown.support.note.contains("in other words")));
}

#[test]
fn an_accepted_offer_is_the_offering_partys_step() {
    let file = drafted(&[report(
        "may",
        MAY,
        &[
            ("DNK", Act::Offer, "host the talks", None),
            ("SWE", Act::Accept, "host the talks", None),
            ("NOR", Act::Accept, "host the talks", None),
        ],
    )]);
    assert_eq!(file.model.decision_makers, ["Denmark"]);
    assert!(file.of_options[0].taken, "{}", file.of_options[0].taken_note);
}

#[test]
fn what_is_denied_right_before_the_words_is_not_done() {
    let mut may = report("may", MAY, &[("SWE", Act::Concede, "keep the ferry", None)]);
    may.text.insert_str(0, "It cannot ");
    may.reading.positions[0].proposal = vec![Span::new(10, 24)];
    let file = drafted(&[may]);
    assert_eq!(file.option_name(0), "Sweden: keep the ferry");
    assert!(!file.of_options[0].taken, "{}", file.of_options[0].taken_note);
}
