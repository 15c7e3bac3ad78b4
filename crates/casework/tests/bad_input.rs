//! Little or nothing to draft from, and cases that no longer fit their record.

use casework::{Case, DraftError, Settings, answers, brief, draft, toml};
use codebook::{Act, Party, Position, Reading, Span};
use standing::ReportRow;

const TEXT: &str = "The league wants the ferry back. The port will not send the ferry back unless the fee is paid.";

fn position(id: &str, party: &str, act: Act, words: &str, target: Option<&str>) -> Position {
    let start = TEXT.find(words).unwrap();
    Position {
        id: id.into(),
        statement: None,
        party: Some(Party::new(party)),
        act,
        issue: "water".into(),
        proposal: vec![Span::new(start, start + words.len())],
        target: target.map(Party::new),
        condition: vec![],
        grounds: vec![],
        confidence: 1.0,
    }
}

fn row(reading: &Reading) -> ReportRow<'_> {
    ReportRow { id: "r1", outlet: None, date: None, text: TEXT, reading }
}

fn drafted(positions: Vec<Position>) -> Result<casework::Casefile, DraftError> {
    let reading = Reading { statements: vec![], positions };
    draft(&Case::found(&[row(&reading)], &Default::default()).unwrap(), &Settings::default())
}

#[test]
fn nothing_to_draft_from_is_said() {
    let empty = Case::found(&[], &Default::default()).unwrap();
    assert!(matches!(draft(&empty, &Settings::default()), Err(DraftError::NoReport(_))));
    assert!(matches!(drafted(vec![]), Err(DraftError::NoPosition { reports: 1 })));
    let opinion = position("p1", "IGO:League", Act::Assess, "the ferry back", None);
    let error = drafted(vec![opinion]).unwrap_err();
    assert!(error.to_string().contains("no step that a party could take"), "{error}");
}

#[test]
fn one_party_is_enough() {
    let file = drafted(vec![position("p1", "IGO:League", Act::Commit, "the ferry back", None)]).unwrap();
    assert_eq!(file.model.decision_makers, ["League"]);
    assert!(answers::answers(&file).unwrap().holding > 0);
}

#[test]
fn whoever_is_asked_decides_and_what_it_wants_is_not_known() {
    let file = drafted(vec![position("p1", "IGO:League", Act::Demand, "the ferry back", Some("NSA:Port"))]).unwrap();
    assert_eq!(file.model.decision_makers, ["Port"]);
    assert_eq!(file.unknown.len(), 1);
    assert!(file.left_out.iter().any(|left| left.what == "decision maker League"));
}

#[test]
fn a_case_outlives_its_evidence() {
    let reading = Reading {
        statements: vec![],
        positions: vec![
            position("p1", "IGO:League", Act::Demand, "the ferry back", Some("NSA:Port")),
            position("p2", "NSA:Port", Act::Reject, "send the ferry back", None),
        ],
    };
    let case = Case::found(&[row(&reading)], &Default::default()).unwrap();
    let text = toml::write(&draft(&case, &Settings::default()).unwrap());
    let bare = Reading::default();
    let later = Case::found(&[row(&bare)], &Default::default()).unwrap();
    let file = toml::read(&text).unwrap();
    let made = brief::brief(&later, &file, &Default::default()).unwrap();
    assert!(made.missing.contains(&"r1/p2".to_owned()));
    assert!(made.markdown().contains("no longer in the record"));
    assert!(answers::answers(&file).unwrap().text(&file).contains("send the ferry back"));
}

#[test]
fn a_file_that_is_no_case_is_refused() {
    let plain = "[[decision_maker]]\nname = \"A\"\noptions = [\"x\"]\npriorities = [\"x\"]\n";
    assert!(matches!(toml::read(plain), Err(toml::ReadError::NoEvidence)));
    assert!(toml::read("a = [").is_err());
}

#[test]
fn an_outcome_that_no_option_fits_names_the_options() {
    let file = drafted(vec![position("p1", "IGO:League", Act::Commit, "the ferry back", None)]).unwrap();
    let solved = answers::Solved::new(&file).unwrap();
    let error = answers::levers(&solved, "peace").unwrap_err().to_string();
    assert!(error.contains("“peace”") && error.contains("League: the ferry back"), "{error}");
    assert!(answers::levers(&solved, "no ferry").is_ok());
}
