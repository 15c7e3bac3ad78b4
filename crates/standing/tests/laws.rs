//! The rules of the tables one by one on small cases, and laws that hold for every case.

use codebook::{Act, Form, Party, Position, Reading, Span, Speaker, Statement};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use standing::{
    Computed, DistanceKind, Judged, JudgedError, MovementKind, Place, ReportRow, Settings, Thread, Voice, Why, compute,
    judge, origins,
};

/// One position: who says it (innermost last; `?` before a party is a hedge, `-` is nobody), who holds it, the act,
/// the proposal, and a condition.
type Said = (&'static str, &'static str, Act, &'static str, &'static str);

#[derive(Debug, Clone)]
struct Report {
    id: String,
    date: Option<Date>,
    text: String,
    reading: Reading,
}

fn report(id: &str, day: i8, said: &[Said]) -> Report {
    let mut text = String::new();
    let mut reading = Reading::default();
    for (nth, (chain, holder, act, proposal, condition)) in said.iter().enumerate() {
        let start = text.len();
        let span = |text: &mut String, words: &str| {
            text.push_str(words);
            Span::new(text.len() - words.len(), text.len())
        };
        text.push_str("It was said that ");
        let proposal = span(&mut text, proposal);
        text.push(' ');
        let condition = if condition.is_empty() { Vec::new() } else { vec![span(&mut text, condition)] };
        text.push_str(".\n\n");
        let content = vec![Span::new(start, text.len() - 2)];
        let mut via = None;
        for (depth, speaker) in chain.split('>').filter(|chain| !chain.is_empty()).enumerate() {
            let id = format!("s{nth}-{depth}");
            let party = speaker.trim_start_matches('?');
            reading.statements.push(Statement {
                id: id.clone(),
                source: Vec::new(),
                cue: Vec::new(),
                content: content.clone(),
                form: Form::Indirect,
                hedged: speaker.starts_with('?'),
                speaker: Speaker { name: None, party: (party != "-").then(|| Party::new(party)) },
                via: via.replace(id),
                confidence: 1.0,
            });
        }
        reading.positions.push(Position {
            id: format!("p{nth}"),
            statement: via,
            party: Some(Party::new(holder)),
            act: *act,
            issue: "trade".to_owned(),
            proposal: vec![proposal],
            target: None,
            condition,
            grounds: Vec::new(),
            confidence: 1.0,
        });
    }
    Report { id: id.to_owned(), date: Some(date(2026, 3, day)), text, reading }
}

fn rows(reports: &[Report]) -> Vec<ReportRow<'_>> {
    reports
        .iter()
        .map(|r| ReportRow { id: &r.id, outlet: None, date: r.date, text: &r.text, reading: &r.reading })
        .collect()
}

/// With everything in one thread.
fn tables(reports: &[Report], change: impl FnOnce(&mut Judged)) -> Computed {
    let positions = reports
        .iter()
        .flat_map(|r| r.reading.positions.iter().map(|p| Place::new(r.id.clone(), p.id.clone())))
        .collect();
    let thread = Thread { id: "t".to_owned(), issue: "trade".to_owned(), label: String::new(), positions };
    let mut judged = Judged { threads: vec![thread], ..Judged::default() };
    change(&mut judged);
    compute(&rows(reports), &judged, &Settings::default()).unwrap()
}

#[test]
fn voices_follow_the_chain() {
    let rows: [(&str, &str, Voice, &str); 9] = [
        ("AAA", "AAA", Voice::FirstHand, "AAA"),
        ("AAA+BBB", "AAA", Voice::FirstHand, "AAA"),
        ("AAA>AAA", "AAA", Voice::FirstHand, "AAA"),
        ("?AAA", "AAA", Voice::SecondHand, "report"),
        ("?AAA>AAA", "AAA", Voice::SecondHand, "report"),
        ("BBB>AAA", "AAA", Voice::SecondHand, "BBB"),
        ("?BBB>AAA", "AAA", Voice::SecondHand, "BBB"),
        ("->AAA", "AAA", Voice::SecondHand, "report"),
        ("", "AAA", Voice::SecondHand, "report"),
    ];
    for (chain, holder, voice, by) in rows {
        let found = tables(&[report("r", 1, &[(chain, holder, Act::Demand, "the toll ends", "")])], |_| {});
        assert_eq!((found.voices[0].2, found.voices[0].3.to_string().as_str()), (voice, by), "{chain}");
    }
}

#[test]
fn movement_is_told_step_by_step() {
    use Act::*;
    use MovementKind::*;
    let rows: [(Act, Act, MovementKind); 8] = [
        (Demand, Offer, Softened),
        (Demand, Accept, Reversed),
        (Accept, Reject, Reversed),
        (Consider, Demand, Hardened),
        (Offer, Commit, Held),
        (Offer, Concede, Softened),
        (Accept, Concede, Softened),
        (Reject, Retract, Hardened),
    ];
    for (from, to, kind) in rows {
        let reports = [
            report("a", 1, &[("AAA", "AAA", from, "the toll", "")]),
            report("b", 2, &[("AAA", "AAA", to, "the toll", ""), ("AAA", "AAA", Assess, "the toll hurts", "")]),
        ];
        let found = tables(&reports, |_| {});
        let last = found.movement.last().unwrap();
        assert_eq!((last.kind, last.to.clone()), (kind, Place::new("b", "p0")), "{from} to {to}");
        assert_eq!(found.current[0].act, to);
        // Told by another it is another's movement, and no account differs.
        let mut told = reports.to_vec();
        for report in &mut told {
            report.reading.statements.iter_mut().for_each(|s| s.speaker.party = Some(Party::new("BBB")));
        }
        let found = tables(&told, |_| {});
        assert!(found.movement.is_empty() && found.accounts.is_empty());
        assert_eq!(found.movement_told.last().unwrap().kind, kind);
    }
}

#[test]
fn the_other_branch_replaces_nothing() {
    let offer = ("AAA", "AAA", Act::Offer, "the toll ends", "if they pay");
    let branches: [Said; 3] = [
        ("AAA", "AAA", Act::Threaten, "the toll doubles", "if they do not"),
        ("AAA", "AAA", Act::Reject, "an end of the toll", "unless they pay"),
        ("AAA", "AAA", Act::Reject, "an end of the toll", ""),
    ];
    for (nth, branch) in branches.into_iter().enumerate() {
        let found = tables(&[report("r", 1, &[offer, branch])], |_| {});
        assert_eq!(found.current[0].act == Act::Offer, nth < 2, "{branch:?}");
    }
}

#[test]
fn what_is_past_comes_before_what_is_present() {
    let reports =
        [report("r", 1, &[("AAA", "AAA", Act::Offer, "a toll", ""), ("AAA", "AAA", Act::Reject, "any toll", "")])];
    let found = tables(&reports, |judged| judged.past.push(Place::new("r", "p1")));
    assert_eq!(found.current[0].act, Act::Offer);
    assert_eq!(found.movement[0].kind, MovementKind::Softened);
    // What was said earlier than printed is earlier, and says so.
    let reports = [
        report("a", 2, &[("AAA", "AAA", Act::Offer, "a toll", "")]),
        report("b", 3, &[("AAA", "AAA", Act::Reject, "a toll", "")]),
    ];
    let found = tables(&reports, |judged| judged.said.push((Place::new("b", "p0"), date(2026, 3, 1))));
    assert_eq!(found.current[0].act, Act::Offer);
    assert_eq!(found.movement[0].from, Some(Place::new("b", "p0")));
}

#[test]
fn accounts_differ_within_the_window() {
    let told = |day, act| report("b", day, &[("AAA", "AAA", act, "the toll", "")]);
    let offer = report("a", 1, &[("BBB>AAA", "AAA", Act::Offer, "the toll", "")]);
    let rows: [(i8, Act, Option<Why>); 5] = [
        (15, Act::Reject, Some(Why::Firmness)),
        (16, Act::Reject, None),
        (2, Act::Commit, None),
        (2, Act::Consider, None),
        (2, Act::Demand, Some(Why::Firmness)),
    ];
    for (day, act, why) in rows {
        let found = tables(&[offer.clone(), told(day, act)], |_| {});
        assert_eq!(found.accounts.first().map(|account| account.why), why, "{act} on {day}");
    }
    let asked = report("a", 1, &[("BBB>AAA", "AAA", Act::Propose, "the toll", "")]);
    assert!(tables(&[asked.clone(), told(2, Act::Demand)], |_| {}).accounts.is_empty());
    let turned = tables(&[asked, told(2, Act::Demand)], |judged| judged.turned.push(Place::new("b", "p0")));
    assert_eq!(turned.accounts.len(), 1);
    let denial = |judged: &mut Judged| judged.denies.push((Place::new("b", "p0"), Place::new("a", "p0")));
    let found = tables(&[offer.clone(), told(2, Act::Reject)], denial);
    assert_eq!(found.accounts[0].why, Why::FirmnessAndDenial);
    // A denial is no step; it is still where the party stands.
    assert!(found.movement.is_empty());
    assert_eq!(tables(&[offer, told(28, Act::Assess)], denial).accounts[0].why, Why::Denial);
}

#[test]
fn distance_has_four_kinds() {
    use Act::*;
    use DistanceKind::*;
    let rows: [(Act, bool, Act, bool, DistanceKind); 16] = [
        (Demand, false, Reject, false, Opposed),
        (Demand, false, Accept, false, Compatible),
        (Demand, false, Propose, false, Compatible),
        (Demand, true, Reject, false, Compatible),
        (Demand, true, Demand, false, Opposed),
        (Commit, false, Propose, true, Opposed),
        (Concede, true, Reject, false, Unclear),
        (Concede, false, Reject, false, Opposed),
        (Accept, false, Accept, false, Compatible),
        (Threaten, false, Threaten, false, Unclear),
        (Threaten, false, Reject, false, Opposed),
        (Threaten, false, Demand, false, Compatible),
        (Reject, false, Reject, false, Unclear),
        (Consider, false, Warn, false, Open),
        (Warn, false, Demand, false, Unclear),
        (Commit, false, Commit, true, Unclear),
    ];
    for (one, one_turned, other, other_turned, kind) in rows {
        for (first, second) in [("AAA", "BBB"), ("BBB", "AAA")] {
            let said = [(first, first, one, "the toll", ""), (second, second, other, "the toll", "")];
            let found = tables(&[report("r", 1, &said)], |judged| {
                for (turned, id) in [(one_turned, "p0"), (other_turned, "p1")] {
                    judged.turned.extend(turned.then(|| Place::new("r", id)));
                }
            });
            assert_eq!(found.distance[0].kind, kind, "{one} {one_turned}, {other} {other_turned}");
            assert_eq!(found.distance[0].parties[0].code(), "AAA");
        }
    }
    let said = [("AAA", "AAA", Offer, "the toll", "if they pay"), ("BBB", "BBB", Demand, "the toll", "")];
    assert_eq!(tables(&[report("r", 1, &said)], |_| {}).distance[0].kind, Open);
}

#[test]
fn facts_that_do_not_fit_are_refused() {
    let reports = [report("r", 1, &[("AAA", "AAA", Act::Offer, "a toll", "")])];
    let refused = |change: &dyn Fn(&mut Judged)| {
        let mut judged = Judged::default();
        change(&mut judged);
        compute(&rows(&reports), &judged, &Settings::default()).unwrap_err().to_string()
    };
    let unknown = refused(&|judged| judged.past.push(Place::new("r", "p9")));
    assert_eq!(unknown, "past names the position r p9, which no report has; drop it, or add the report");
    let thread = |id: &str| Thread {
        id: id.to_owned(),
        issue: "trade".to_owned(),
        label: String::new(),
        positions: vec![Place::new("r", "p0")],
    };
    assert!(refused(&|judged| judged.threads = vec![thread("a"), thread("b")]).contains("two threads"));
    let twice = [reports[0].clone(), reports[0].clone()];
    let error = compute(&rows(&twice), &Judged::default(), &Settings::default()).unwrap_err();
    assert_eq!(error, JudgedError::SameReport("r".to_owned()));
}

const PARTIES: [&str; 3] = ["AAA", "BBB", "IGO:CCC"];
const CHAINS: [&str; 6] = ["AAA", "BBB", "IGO:CCC", "?AAA", "BBB>AAA", ""];
const PROPOSALS: [&str; 6] = [
    "the river toll is lifted before the harvest",
    "a toll on every barge stays in force for ten more years",
    "no observers may enter the northern harbour this winter",
    "neutral observers enter the harbour by the end of the month",
    "grain from the islands is let through the strait without a fee",
    "the fee on island grain will not be dropped by anyone",
];

prop_compose! {
    fn some_case()(said in prop::collection::vec(prop::collection::vec((0..6usize, 0..3usize, 0..13usize, 0..6usize, any::<bool>()), 1..6), 1..6))
        -> Vec<Report> {
        said.iter().enumerate().map(|(nth, said)| {
            let said: Vec<Said> = said.iter().map(|&(chain, holder, act, proposal, condition)| {
                (CHAINS[chain], PARTIES[holder], Act::ALL[act], PROPOSALS[proposal], if condition { "if the others do so too" } else { "" })
            }).collect();
            report(&format!("r{nth}"), 1 + (nth as i8) * 4, &said)
        }).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rows_does_not_matter(reports in some_case(), turn in 0..6usize) {
        let settings = Settings::default();
        let judged = judge(&rows(&reports), &settings);
        let computed = compute(&rows(&reports), &judged, &settings).unwrap();
        let mut other = reports.clone();
        other.rotate_left(turn % reports.len());
        other.reverse();
        prop_assert_eq!(&judge(&rows(&other), &settings), &judged);
        prop_assert_eq!(compute(&rows(&other), &judged, &settings).unwrap(), computed);
        prop_assert_eq!(origins(&rows(&other)), origins(&rows(&reports)));
    }

    #[test]
    fn printing_a_report_again_changes_only_the_copies(reports in some_case(), which in 0..6usize) {
        let settings = Settings::default();
        let judged = judge(&rows(&reports), &settings);
        let computed = compute(&rows(&reports), &judged, &settings).unwrap();
        let mut copy = reports[which % reports.len()].clone();
        copy.id = "reprint".to_owned();
        copy.date = Some(date(2026, 3, 30));
        let mut more = reports.clone();
        more.push(copy);
        let again = judge(&rows(&more), &settings);
        prop_assert_eq!(compute(&rows(&more), &again, &settings).unwrap(), computed);
        prop_assert!(again.copies.len() > judged.copies.len());
        prop_assert_eq!(origins(&rows(&more)).independent(), origins(&rows(&reports)).independent());
    }

    #[test]
    fn every_position_has_one_thread_and_every_row_its_evidence(reports in some_case()) {
        let settings = Settings::default();
        let judged = judge(&rows(&reports), &settings);
        let mut threaded: Vec<&Place> = judged.threads.iter().flat_map(|thread| &thread.positions).collect();
        let count: usize = reports.iter().map(|report| report.reading.positions.len()).sum();
        threaded.sort();
        threaded.dedup();
        prop_assert_eq!(threaded.len(), count);
        let computed = compute(&rows(&reports), &judged, &settings).unwrap();
        let voice = |place: &Place| computed.voices.iter().find(|row| row.place() == *place).map(|row| (row.2, row.3.clone()));
        for step in &computed.movement {
            prop_assert_eq!(voice(&step.to).map(|(voice, _)| voice), Some(Voice::FirstHand));
        }
        for step in &computed.movement_told {
            prop_assert_eq!(voice(&step.to).map(|(_, by)| by), step.by.clone());
            prop_assert!(step.from.as_ref().is_none_or(|from| voice(from) == voice(&step.to)));
        }
        for account in &computed.accounts {
            prop_assert_ne!(voice(&account.a), voice(&account.b));
        }
    }
}
