//! Writing the TOML format so that a person enjoys reading it back.

use std::fmt::Write as _;

use crate::condition::{Condition, Names};
use crate::format::ranking_text;
use crate::model::{Direction, Form, Label, Model, Preference, Standing, Statement};

/// A conflict as TOML. Reading it gives the same conflict, provided each decision maker's options stand together in
/// the order of the decision makers, as they always do in a file read from TOML.
pub fn write(model: &Model) -> String {
    let mut out = String::new();
    let about = &model.about;
    for (key, value) in [("id", &about.id), ("title", &about.title)] {
        if !value.is_empty() {
            line(&mut out, key, &quoted(value));
        }
    }
    if !about.citation.is_empty() {
        line(&mut out, "citation", &list(about.citation.iter().map(|c| quoted(c))));
    }
    if !about.notes.is_empty() {
        line(&mut out, "notes", &quoted(&about.notes));
    }
    let names = model.names();
    for (i, maker) in model.decision_makers.iter().enumerate() {
        out += "\n[[decision_maker]]\n";
        line(&mut out, "name", &quoted(maker));
        match &model.form {
            Form::Options(form) => {
                let own = || form.options.iter().filter(|o| o.owner == i);
                line(&mut out, "options", &list(own().map(|o| quoted(&o.name))));
                for (key, direction) in [("cannot_undo", Direction::ToYes), ("cannot_retake", Direction::ToNo)] {
                    let some: Vec<_> = own().filter(|o| o.direction == direction).map(|o| quoted(&o.name)).collect();
                    if !some.is_empty() {
                        line(&mut out, key, &list(some.into_iter()));
                    }
                }
            }
            Form::Graph(form) => {
                let arcs = form.moves.get(i).map_or(&[][..], Vec::as_slice);
                line(&mut out, "moves", &list(moves(arcs).into_iter().map(|m| quoted(&m))));
            }
        }
        if let Some(preference) = model.preferences.get(i) {
            write_preference(&mut out, preference, &names);
        }
    }
    write_states(&mut out, model, &names);
    for question in &model.inverse {
        out += "\n[[inverse]]\n";
        line(&mut out, "state", &question.state.to_string());
        line(
            &mut out,
            "vary",
            &list(question.vary.iter().filter_map(|i| model.decision_makers.get(*i)).map(|m| quoted(m))),
        );
    }
    out
}

fn write_preference(out: &mut String, preference: &Preference, names: &Names) {
    if preference.assumed {
        line(out, "assumed", "true");
    }
    if let Some(ranking) = &preference.ranking {
        line(out, "ranking", &quoted(&ranking_text(ranking)));
    }
    if let Some(statements) = &preference.priorities {
        line(out, "priorities", &list(statements.iter().map(|s| statement(s, None, names))));
    }
    if let Some(weights) = &preference.weights {
        line(out, "weights", &list(weights.iter().map(|w| statement(&w.statement, Some(w.weight), names))));
    }
    for (key, pairs) in [("unknown", &preference.unknown), ("uncertain", &preference.uncertain)] {
        if !pairs.is_empty() {
            line(out, key, &list(pairs.iter().map(|(a, b)| format!("[{a}, {b}]"))));
        }
    }
    if !preference.alternatives.is_empty() {
        line(out, "alternatives", &list(preference.alternatives.iter().map(|r| quoted(&ranking_text(r)))));
    }
}

fn write_states(out: &mut String, model: &Model, names: &Names) {
    let mut body = String::new();
    match &model.form {
        Form::Options(form) => {
            let split = |c: &Condition| match c {
                Condition::Not(inner) => (true, inner.text(names)),
                _ => (false, c.text(names)),
            };
            let (rules, infeasible): (Vec<_>, Vec<_>) = form.infeasible.iter().map(split).partition(|(rule, _)| *rule);
            for (key, some) in [("infeasible", infeasible), ("rules", rules)] {
                if !some.is_empty() {
                    line(&mut body, key, &list(some.iter().map(|(_, t)| quoted(t))));
                }
            }
            if !form.merge.is_empty() {
                line(&mut body, "merge", &list(form.merge.iter().map(|c| quoted(&c.text(names)))));
            }
            if let Some(label) = model.status_quo {
                line(&mut body, "status_quo", &label.to_string());
            }
            if !form.states.is_empty() {
                body += "\n[states.labels]\n";
                for s in &form.states {
                    line(&mut body, &s.label.to_string(), &quoted(&s.pattern.text(names.len())));
                }
            }
        }
        Form::Graph(form) => {
            line(&mut body, "list", &list(form.states.iter().map(Label::to_string)));
            if let Some(label) = model.status_quo {
                line(&mut body, "status_quo", &label.to_string());
            }
        }
    }
    if !body.is_empty() {
        out.push_str("\n[states]\n");
        out.push_str(&body);
    }
}

fn line(out: &mut String, key: &str, value: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{key} = {value}");
}

/// On one line while it is short, else one item a line.
fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    let short = items.join(", ");
    if short.chars().count() <= 90 || items.len() == 1 {
        return format!("[{short}]");
    }
    items.iter().fold("[\n".to_owned(), |all, item| all + "  " + item + ",\n") + "]"
}

/// A literal text where that needs no escapes, else a basic one.
fn quoted(text: &str) -> String {
    if text.contains('"') && !text.contains('\'') && !text.chars().any(char::is_control) {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out += "\\\"",
            '\\' => out += "\\\\",
            '\n' => out += "\\n",
            '\t' => out += "\\t",
            c if c.is_control() => out += &format!("\\u{:04X}", c as u32),
            c => out.push(c),
        }
    }
    out + "\""
}

fn statement(statement: &Statement, weight: Option<i64>, names: &Names) -> String {
    let holds = quoted(&statement.condition.text(names));
    let mut marks = String::new();
    if let Some(weight) = weight {
        marks += &format!(", weight = {weight}");
    }
    match statement.standing {
        Standing::Given => {}
        Standing::Assumed => marks += ", assumed = true",
        Standing::Uncertain => marks += ", uncertain = true",
    }
    if !statement.alternatives.is_empty() {
        let all: Vec<_> = statement.alternatives.iter().map(|c| quoted(&c.text(names))).collect();
        marks += &format!(", alternatives = [{}]", all.join(", "));
    }
    if marks.is_empty() { holds } else { format!("{{ holds = {holds}{marks} }}") }
}

fn moves(arcs: &[(Label, Label)]) -> Vec<String> {
    let mut lines: Vec<(Label, Vec<String>)> = Vec::new();
    for (from, to) in arcs {
        match lines.iter_mut().find(|(f, _)| f == from) {
            Some((_, all)) => all.push(to.to_string()),
            None => lines.push((*from, vec![to.to_string()])),
        }
    }
    lines.into_iter().map(|(from, to)| format!("{from} -> {}", to.join(", "))).collect()
}
