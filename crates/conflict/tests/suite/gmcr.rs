//! Files of gmcr-py, read and written.

use conflict::format::{self, gmcr};
use conflict::{ErrorKind, Game, answer};
use serde_json::{Value, json};

use crate::random::option_conflict;

/// The prisoner's dilemma in the shape of that program's files, older and newer.
fn file() -> Value {
    json!({
        "useManualPreferenceVectors": false,
        "infeasibles": [],
        "program": "gmcr-py",
        "options": [
            {"name": "Cooperate with 2", "permittedDirection": "both"},
            {"name": "Cooperate with 1", "permittedDirection": "both"}
        ],
        "decisionMakers": [
            {"preferences": [[[1, "Y"]], {"compound": true, "members": [[[0, "N"]], [[0, "N"], [1, "N"]]]}],
             "name": "One", "options": [0]},
            {"preferences": [[[0, "Y"]], [[1, "N"]]], "name": "Two", "options": [1]}
        ]
    })
}

fn equilibria(model: &conflict::Model) -> Value {
    answer::all(model).expect("an answer")["equilibria"].clone()
}

#[test]
fn files_are_read_by_priorities_and_by_ranking() {
    let model = format::read(&file().to_string()).expect("a conflict");
    assert_eq!(model.decision_makers, ["One", "Two"]);
    assert_eq!(equilibria(&model)["R"], json!([1]));
    let mut ranked = file();
    ranked["useManualPreferenceRanking"] = json!(true);
    ranked.as_object_mut().expect("an object").remove("useManualPreferenceVectors");
    ranked["decisionMakers"][0]["preferenceRanking"] = json!([3, 4, 1, 2]);
    ranked["decisionMakers"][1]["preferenceRanking"] = json!([[2], 4, 1, 3]);
    assert_eq!(equilibria(&format::read(&ranked.to_string()).expect("a conflict")), equilibria(&model));
}

#[test]
fn options_are_put_side_by_side() {
    let text = json!({
        "infeasibles": [[[0, "Y"], [2, "Y"]]],
        "options": [{"name": "a", "permittedDirection": "fwd"}, {"name": "b"}, {"name": "c", "permittedDirection": "back"}],
        "decisionMakers": [
            {"name": "A", "options": [0, 2], "preferences": [[[2, "Y"]]]},
            {"name": "B", "options": [1], "preferences": [[[1, "Y"], [0, "N"]]]}
        ]
    });
    let model = format::read(&text.to_string()).expect("a conflict");
    let names: Vec<_> = model.options().iter().map(|o| o.name.as_str()).collect();
    assert_eq!(names, ["a", "c", "b"]);
    let answer = answer::all(&model).expect("an answer");
    assert_eq!(answer["n_states"], 6);
    // Numbered by a, c, b: 1 nothing, 2 a, 3 c, 4 b, 5 a and b, 6 c and b.
    assert_eq!(answer["rankings"]["A"], json!([[3, 6], [1, 2, 4, 5]]));
    assert_eq!(answer["rankings"]["B"], json!([[4, 6], [1, 2, 3, 5]]));
    assert_eq!(answer["moves"]["A"], json!({"1": [2], "3": [1, 2], "4": [5], "6": [4, 5]}));
}

#[test]
fn what_is_written_is_read_again() {
    for name in ["cuban-missile-crisis.toml", "elmira-12.toml", "korea-2017.toml", "garrison-diversion.toml"] {
        let model = format::read(&crate::library::read(name)).expect("a conflict");
        let written = gmcr::write(&model).expect("a file");
        assert!(written.lost.iter().any(|l| l.contains("title")), "{name}");
        let again = format::read(&written.text).unwrap_or_else(|e| panic!("{name}: {e}"));
        let (game, other) = (Game::new(&model).expect("a game"), Game::new(&again).expect("a game"));
        // Korea's labels are numbered anew; positions stay.
        for i in 0..game.makers().len() {
            assert_eq!(game.ranks(i), other.ranks(i), "{name}");
            for s in 0..game.len() as u32 {
                assert_eq!(game.moves(i, s), other.moves(i, s), "{name}");
            }
        }
        assert_eq!(gmcr::write(&again).expect("a file").text, written.text, "{name}");
    }
    let mut written = 0;
    for seed in 0..60 {
        let model = option_conflict(seed, 5);
        let Ok(file) = gmcr::write(&model) else { continue };
        written += 1;
        let again = format::read(&file.text).expect("a conflict");
        let (game, other) = (Game::new(&model).expect("a game"), Game::new(&again).expect("a game"));
        let solve = |g: &Game| {
            let stability = conflict::stability::solve(g, &conflict::Concept::ALL).expect("solved");
            conflict::Concept::ALL.map(|c| stability.equilibria(c).expect("analysed").count())
        };
        assert_eq!(solve(&game), solve(&other), "{seed}");
    }
    assert!(written > 30);
}

#[test]
fn merged_states_and_graphs_are_refused() {
    let model = format::read(&crate::library::read("elmira-9.toml")).expect("a conflict");
    assert!(gmcr::write(&model).is_err_and(|e| e.kind() == ErrorKind::Unsupported));
}

#[test]
fn faults_say_what_to_do() {
    let refuse = |text: &str| gmcr::read(text).map(|_| ()).expect_err("refused");
    let cut = &file().to_string()[..200];
    let error = refuse(cut);
    assert_eq!(error.kind(), ErrorKind::Syntax);
    assert!(error.to_string().contains("not valid JSON") && error.place().is_some(), "{error}");
    for bad in ["", "not json", "{\"decisionMakers\": ]}"] {
        assert!(refuse(bad).to_string().contains("not valid JSON"), "{bad}");
    }
    assert!(refuse("{}").to_string().contains("not a conflict of gmcr-py"));
    let with = |path: &str, value: Value| {
        let mut bad = file();
        *bad.pointer_mut(path).expect("a place") = value;
        refuse(&bad.to_string())
    };
    assert_eq!(with("/decisionMakers/0/options", json!([])).kind(), ErrorKind::Unowned);
    assert_eq!(with("/decisionMakers/0/options", json!([0, 1])).kind(), ErrorKind::Duplicate);
    assert_eq!(with("/decisionMakers/0/options", json!([7])).kind(), ErrorKind::UnknownName);
    assert_eq!(with("/decisionMakers/0/preferences/0/0/0", json!(9)).kind(), ErrorKind::UnknownName);
    assert_eq!(with("/decisionMakers/0/preferences/0/0/1", json!("maybe")).kind(), ErrorKind::Syntax);
    assert_eq!(with("/useManualPreferenceVectors", json!(true)).kind(), ErrorKind::Missing);
    assert_eq!(with("/decisionMakers/1/name", json!("One")).kind(), ErrorKind::Duplicate);
    let many: Vec<Value> = (0..65).map(|k| json!({"name": format!("o{k}")})).collect();
    assert_eq!(with("/options", json!(many)).kind(), ErrorKind::TooLarge);
}
