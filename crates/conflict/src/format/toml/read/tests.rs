use super::read;
use crate::error::ErrorKind;
use crate::format::toml::write;
use crate::model::{Form, Standing};

const ELMIRA: &str = r#"
title = "Elmira"

[[decision_maker]]
name = "MoE"
options = ["Modify"]
cannot_undo = ["Modify"]
ranking = "7 > 3 > 4 > 8 > 5 > 1 > 2 > 6 >> 9"

[[decision_maker]]
name = "Uniroyal"
options = ["Delay", "Accept", "Abandon"]
cannot_undo = ["Abandon"]
cannot_retake = ["Delay"]
priorities = ["Delay and not Modify", { holds = "if Modify then Accept", assumed = true, alternatives = ["Accept"] }]

[[decision_maker]]
name = "Local Government"
options = ["Insist"]
weights = [{ holds = "Insist", weight = 2 }, { holds = "Abandon", weight = -5, uncertain = true }]
unknown = ["3 ? 7"]

[states]
infeasible = ["Delay and Accept", "-Y-Y-", "not (Delay or Accept or Abandon)"]
rules = ["if Accept then not Abandon"]
merge = ["Abandon"]
status_quo = 1

[evidence.preferences]
anything = "is left alone"
"#;

#[test]
fn a_whole_file_reads_and_writes_back() {
    let model = read(ELMIRA).unwrap();
    let Form::Options(form) = &model.form else { panic!("options expected") };
    assert_eq!(form.options.len(), 5);
    assert_eq!(form.infeasible.len(), 4);
    assert_eq!(model.preferences[0].ranking.as_ref().unwrap().strong_after, [7]);
    assert_eq!(model.preferences[1].priorities.as_ref().unwrap()[1].standing, Standing::Assumed);
    assert_eq!(model.preferences[2].weights.as_ref().unwrap()[1].weight, -5);
    assert_eq!(model.preferences[2].unknown, [(3, 7)]);
    let text = write(&model);
    assert_eq!(read(&text).unwrap(), model, "{text}");
}

#[test]
fn graph_form_reads_and_writes_back() {
    let text = "[[decision_maker]]\nname = \"A\"\nmoves = [\"1 -> 2, 3\", \"3 -> 1\"]\nranking = [1, [2, 3]]\n\n[states]\nlist = [1, 2, 3]\n";
    let model = read(text).unwrap();
    let Form::Graph(form) = &model.form else { panic!("graph expected") };
    assert_eq!(form.moves[0], [(1, 2), (1, 3), (3, 1)]);
    assert_eq!(read(&write(&model)).unwrap(), model);
}

#[test]
fn faults_point_at_line_and_column() {
    let table = [
        (
            "cannot_undo = [\"Modify\"]",
            "cannot_undo = [\"Modify\"]\ncannot_retake = [\"Modify\"]",
            ErrorKind::Contradiction,
            (8, 18),
            "cannot_undo and cannot_retake",
        ),
        (
            "cannot_retake = [\"Delay\"]",
            "cannot_retake = [\"Insist\"]",
            ErrorKind::Unowned,
            (14, 18),
            "not an option of “Uniroyal”",
        ),
        (
            "\"Delay and not Modify\"",
            "\"Delay and not Modfy\"",
            ErrorKind::UnknownName,
            (15, 30),
            "did you mean “Modify”",
        ),
        ("6 >> 9", "6 >> 7", ErrorKind::Cycle, (8, 11), "circle"),
        ("6 >> 9", "6 ~ 6 > 9", ErrorKind::Duplicate, (8, 11), "twice"),
        ("\"-Y-Y-\"", "\"-Y-Y\"", ErrorKind::UnknownName, (24, 36), "no option"),
        ("merge", "merged", ErrorKind::UnknownName, (26, 10), "did you mean “merge”"),
        ("\"Insist\"]", "\"Insist\", \"Insist\"]", ErrorKind::Duplicate, (19, 22), "twice"),
        ("title = \"Elmira\"", "title = Elmira", ErrorKind::Syntax, (2, 9), ""),
        ("status_quo = 1", "status_quo = \"x\"", ErrorKind::Syntax, (27, 14), "whole number"),
        ("infeasible = [", "infeasible = [\"if Accept then not Delay\", ", ErrorKind::Contradiction, (24, 15), "rules"),
        ("ranking = \"7 > 3 > 4 > 8 > 5 > 1 > 2 > 6 >> 9\"", "", ErrorKind::Missing, (4, 1), "no preference"),
    ];
    let mut failures = Vec::new();
    for (old, new, kind, place, says) in table {
        let text = ELMIRA.replacen(old, new, 1);
        assert_ne!(text, ELMIRA, "{old}");
        match read(&text) {
            Ok(_) => failures.push(format!("{new}: no error")),
            Err(e) => {
                let at = e.place().map(|p| (p.line, p.column));
                if e.kind() != kind || at != Some(place) || !e.message().contains(says) {
                    failures.push(format!("{new}: {:?} {e}", e.kind()));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_65th_option_is_refused() {
    let names: Vec<String> = (0..65).map(|i| format!("\"o{i}\"")).collect();
    let text = format!("[[decision_maker]]\nname = \"A\"\noptions = [{}]\nranking = \"1\"\n", names.join(", "));
    assert_eq!(read(&text).unwrap_err().kind(), ErrorKind::TooLarge);
}
