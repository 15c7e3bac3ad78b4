//! Bad input is refused with a reason, never a panic.

use conflict::{ErrorKind, Game, format};
use serde_json::{Value, json};

fn refuse(text: &str) -> (ErrorKind, String) {
    let error = match format::read(text).and_then(|m| Game::new(&m)) {
        Ok(_) => panic!("accepted: {text}"),
        Err(e) => e,
    };
    (error.kind(), error.to_string())
}

fn case() -> Value {
    json!({
        "format": "conflict-case-1",
        "decision_makers": ["A", "B"],
        "options": [
            {"name": "a", "dm": "A", "direction": "both"},
            {"name": "b", "dm": "B", "direction": "to_yes"}
        ],
        "infeasible": ["YY"],
        "states": [
            {"label": 1, "decimal": 0, "pattern": "NN"},
            {"label": 2, "decimal": 1, "pattern": "YN"},
            {"label": 3, "decimal": 2, "pattern": "NY"}
        ],
        "preferences": {"A": {"ranking": [[1], [2], [3]]}, "B": {"ranking": [[3], [1, 2]]}},
        "status_quo": 1
    })
}

#[test]
fn json_faults() {
    assert!(Game::new(&format::read(&case().to_string()).expect("a case")).is_ok());
    let options: Vec<Value> = (0..65).map(|k| json!({"name": format!("o{k}"), "dm": "A"})).collect();
    let table: [(&str, Value, ErrorKind, &str); 19] = [
        ("/infeasible", json!(["YY", "N-", "-N"]), ErrorKind::InfeasibleState, "state 1 is ruled out"),
        ("/states/1", json!({"label": 2, "pattern": "YY"}), ErrorKind::InfeasibleState, "state 2 is ruled out"),
        ("/preferences/A", json!({"priorities": [["Y--"]]}), ErrorKind::Syntax, "3 letters but there are 2 options"),
        ("/preferences/A", json!({"ranking": [[1], [2], [3], [4]]}), ErrorKind::UnknownName, "no state 4"),
        ("/preferences/A", json!({"ranking": [[1], [2], [1], [3]]}), ErrorKind::Cycle, "circle"),
        ("/preferences/A", json!({"ranking": [[1, 1], [2], [3]]}), ErrorKind::Duplicate, "twice"),
        ("/preferences/A", json!({"ranking": [[1], [2]]}), ErrorKind::Missing, "leaves out state 3"),
        ("/preferences/A", json!({}), ErrorKind::Missing, "ranking, priorities or weights"),
        (
            "/preferences",
            json!({"A": {"ranking": [[1], [2], [3]]}}),
            ErrorKind::Missing,
            "preferences.\"B\" is missing",
        ),
        ("/states/1/label", json!(1), ErrorKind::Duplicate, "state 1 is listed twice"),
        ("/states/1", json!({"label": 7, "pattern": "NN"}), ErrorKind::Duplicate, "same choice"),
        ("/states/1/decimal", json!(5), ErrorKind::Contradiction, "decimal should be 1"),
        ("/options", json!(options), ErrorKind::TooLarge, "65"),
        ("/options/0/dm", json!(""), ErrorKind::Unowned, "belongs to nobody"),
        ("/options/0/dm", json!("C"), ErrorKind::UnknownName, "no decision maker “C”"),
        (
            "/options/0",
            json!({"name": "b", "dm": "B", "direction": "to_no"}),
            ErrorKind::Contradiction,
            "different directions",
        ),
        ("/status_quo", json!(4), ErrorKind::InfeasibleState, "status quo is state 4"),
        ("/decision_makers", json!(["A", "A"]), ErrorKind::Duplicate, "listed twice"),
        ("/format", json!("conflict-case-9"), ErrorKind::Syntax, "conflict-case-9"),
    ];
    let mut failures = Vec::new();
    for (at, value, kind, says) in table {
        let mut bad = case();
        *bad.pointer_mut(at).expect("a part") = value;
        let (found, message) = refuse(&bad.to_string());
        if found != kind || !message.contains(says) {
            failures.push(format!("{at}: {found:?} {message}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn json_that_is_not_a_case() {
    let (kind, message) = refuse("{\n  \"format\": \"conflict-case-1\",\n  oops\n}");
    assert_eq!(kind, ErrorKind::Syntax);
    assert!(message.starts_with("line 3, column 3: "), "{message}");
    assert_eq!(refuse("{}").0, ErrorKind::Syntax);
    assert_eq!(refuse("").0, ErrorKind::Missing);
}

#[test]
fn nothing_feasible() {
    let text = r#"
[[decision_maker]]
name = "A"
options = ["a"]
priorities = ["a"]

[states]
infeasible = ["a", "not a"]
"#;
    let (kind, message) = refuse(text);
    assert_eq!(kind, ErrorKind::NoFeasibleState);
    assert!(message.contains("no state is feasible"), "{message}");
}

#[test]
fn a_preference_over_an_unknown_option() {
    let (kind, message) = refuse("[[decision_maker]]\nname = \"A\"\noptions = [\"a\"]\npriorities = [\"not c\"]\n");
    assert_eq!(kind, ErrorKind::UnknownName);
    assert!(message.starts_with("line 4, column 20: there is no option “c”"), "{message}");
}

#[test]
fn a_conflict_too_large_for_the_memory_is_refused_with_the_reason() {
    let options: Vec<String> = (0..40).map(|k| format!("\"o{k}\"")).collect();
    let text = format!("[[decision_maker]]\nname = \"A\"\noptions = [{}]\npriorities = [\"o1\"]\n", options.join(", "));
    let model = format::read(&text).expect("a conflict");
    let error = Game::within(&model, 1_000_000).expect_err("too large");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(error.message().contains("of memory is free"), "{error}");
}

#[test]
fn statements_cannot_tell_merged_choices_apart() {
    let text = r#"
[[decision_maker]]
name = "A"
options = ["a", "b"]
priorities = ["b"]

[states]
merge = ["a"]
"#;
    let (kind, message) = refuse(text);
    assert_eq!(kind, ErrorKind::Contradiction);
    assert!(message.contains("state 3"), "{message}");
}
