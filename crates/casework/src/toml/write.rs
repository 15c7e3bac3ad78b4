//! Writing a case.

use crate::casefile::{Casefile, Item, Support};
use conflict::condition::{Condition, Names};
use conflict::model::{Direction, Form, Standing, Statement};
use std::fmt::Write as _;
use toml::{Table, Value};

/// The case as TOML, with a comment at every part that says what it rests on.
pub fn write(file: &Casefile) -> String {
    let mut out = String::new();
    head(file, &mut out);
    let names = file.model.names();
    for (maker, name) in file.model.decision_makers.iter().enumerate() {
        let _ = writeln!(out, "\n[[decision_maker]]\nname = {}", text(name));
        options(file, maker, &mut out);
        preference(file, maker, &names, &mut out);
    }
    states(file, &names, &mut out);
    evidence(file, &mut out);
    out
}

fn head(file: &Casefile, out: &mut String) {
    let about = &file.model.about;
    let drafted = &file.about;
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let until = drafted.until.map(|day| format!(", as reported until {day}")).unwrap_or_default();
    let _ = writeln!(
        out,
        "# A draft from {} report{} ({} independent origin{}){until}.",
        drafted.reports,
        plural(drafted.reports),
        drafted.origins,
        plural(drafted.origins)
    );
    out.push_str(
        "# Stated positions are not preferences: change what you know better. Earlier statements outrank later ones.\n\
         # What is assumed says so; the table [evidence] below holds the words everything rests on, and no analysis reads it.\n",
    );
    for (key, value) in [("id", &about.id), ("title", &about.title), ("notes", &about.notes)] {
        if !value.is_empty() {
            let _ = writeln!(out, "{key} = {}", text(value));
        }
    }
    if !about.citation.is_empty() {
        let all: Vec<String> = about.citation.iter().map(|citation| text(citation)).collect();
        let _ = writeln!(out, "citation = [{}]", all.join(", "));
    }
}

fn options(file: &Casefile, maker: usize, out: &mut String) {
    let own: Vec<(usize, &conflict::model::ConflictOption)> =
        file.model.options().iter().enumerate().filter(|(_, option)| option.owner == maker).collect();
    out.push_str("options = [\n");
    for (place, option) in &own {
        if let Some(of) = file.of_options.get(*place) {
            comment(file, &of.support, of.assumed, "  ", out);
            if of.taken {
                let _ = writeln!(out, "  # taken in the status quo: {}", line(&of.taken_note));
            }
        }
        let _ = writeln!(out, "  {},", text(&option.name));
    }
    out.push_str("]\n");
    for (key, direction) in [("cannot_undo", Direction::ToYes), ("cannot_retake", Direction::ToNo)] {
        let some: Vec<String> = own
            .iter()
            .filter(|(_, option)| option.direction == direction)
            .map(|(_, option)| text(&option.name))
            .collect();
        if !some.is_empty() {
            let _ = writeln!(out, "{key} = [{}]", some.join(", "));
        }
    }
    for suggestion in file.suggestions.iter().filter(|suggestion| suggestion.key == "cannot_undo") {
        if own.iter().any(|(_, option)| option.name == suggestion.value && option.direction == Direction::Both) {
            let _ = writeln!(out, "# suggested, not in force: cannot_undo = [{}]", text(&suggestion.value));
            comment(file, &suggestion.support, false, "", out);
        }
    }
}

fn preference(file: &Casefile, maker: usize, names: &Names, out: &mut String) {
    let Some(preference) = file.model.preferences.get(maker) else { return };
    let name = file.model.decision_makers.get(maker).map_or("", String::as_str);
    for unknown in file.unknown.iter().filter(|unknown| unknown.decision_maker == name) {
        let _ = writeln!(out, "# not known: {} ({})", line(&unknown.option), line(&unknown.support.note));
    }
    if preference.assumed {
        out.push_str("assumed = true\n");
    }
    if let Some(ranking) = &preference.ranking {
        let _ = writeln!(out, "ranking = {}", text(&conflict::format::ranking_text(ranking)));
    }
    if let Some(statements) = &preference.priorities {
        out.push_str("priorities = [\n");
        for (at, statement) in statements.iter().enumerate() {
            let support = file.of_statements.get(maker).and_then(|all| all.get(at)).cloned().unwrap_or_default();
            comment(file, &support, statement.standing == Standing::Assumed, "  ", out);
            let _ = writeln!(out, "  {},", inline(statement, None, &support, names));
        }
        out.push_str("]\n");
    }
    if let Some(weights) = &preference.weights {
        out.push_str("weights = [\n");
        for weighted in weights {
            let all = inline(&weighted.statement, Some(weighted.weight), &Support::default(), names);
            let _ = writeln!(out, "  {all},");
        }
        out.push_str("]\n");
    }
    for (key, pairs) in [("unknown", &preference.unknown), ("uncertain", &preference.uncertain)] {
        if !pairs.is_empty() {
            let all: Vec<String> = pairs.iter().map(|(a, b)| format!("[{a}, {b}]")).collect();
            let _ = writeln!(out, "{key} = [{}]", all.join(", "));
        }
    }
    if !preference.alternatives.is_empty() {
        let all: Vec<String> =
            preference.alternatives.iter().map(|ranking| text(&conflict::format::ranking_text(ranking))).collect();
        let _ = writeln!(out, "alternatives = [{}]", all.join(", "));
    }
}

/// `{ holds = …, assumed = true, evidence = […], notes = … }`
fn inline(statement: &Statement, weight: Option<i64>, support: &Support, names: &Names) -> String {
    let mut out = format!("{{ holds = {}", text(&statement.condition.text(names)));
    if let Some(weight) = weight {
        let _ = write!(out, ", weight = {weight}");
    }
    match statement.standing {
        Standing::Given => {}
        Standing::Assumed => out += ", assumed = true",
        Standing::Uncertain => out += ", uncertain = true",
    }
    if !statement.alternatives.is_empty() {
        let all: Vec<String> = statement.alternatives.iter().map(|other| text(&other.text(names))).collect();
        let _ = write!(out, ", alternatives = [{}]", all.join(", "));
    }
    if !support.evidence.is_empty() {
        let all: Vec<String> = support.evidence.iter().map(|id| text(id)).collect();
        let _ = write!(out, ", evidence = [{}]", all.join(", "));
    }
    if !support.note.is_empty() {
        let _ = write!(out, ", notes = {}", text(&support.note));
    }
    out + " }"
}

fn states(file: &Casefile, names: &Names, out: &mut String) {
    out.push_str("\n[states]\n");
    if let Form::Options(form) = &file.model.form {
        let rule = |condition: &Condition| matches!(condition, Condition::Not(_));
        let mut write = |key: &str, rules: bool| {
            let some: Vec<(usize, &Condition)> =
                form.infeasible.iter().enumerate().filter(|(_, condition)| rule(condition) == rules).collect();
            if some.is_empty() {
                return;
            }
            let _ = writeln!(out, "{key} = [");
            for (at, condition) in some {
                if let Some(support) = file.of_infeasible.get(at) {
                    comment(file, support, false, "  ", out);
                }
                let shown = match condition {
                    Condition::Not(inner) => inner.text(names),
                    other => other.text(names),
                };
                let _ = writeln!(out, "  {},", text(&shown));
            }
            out.push_str("]\n");
        };
        write("infeasible", false);
        write("rules", true);
        if !form.merge.is_empty() {
            let all: Vec<String> = form.merge.iter().map(|condition| text(&condition.text(names))).collect();
            let _ = writeln!(out, "merge = [{}]", all.join(", "));
        }
    }
    for suggestion in file.suggestions.iter().filter(|suggestion| suggestion.key == "infeasible") {
        let _ = writeln!(out, "# suggested, not in force: infeasible = [{}]", text(&suggestion.value));
        comment(file, &suggestion.support, false, "", out);
    }
    if let Some(label) = file.model.status_quo {
        out.push_str("# The state in which the options marked as taken are taken and no other. Its number changes with the options.\n");
        let _ = writeln!(out, "status_quo = {label}");
    }
    if let Form::Options(form) = &file.model.form
        && !form.states.is_empty()
    {
        out.push_str("\n[states.labels]\n");
        for state in &form.states {
            let _ = writeln!(out, "{} = {}", state.label, text(&state.pattern.text(names.len())));
        }
    }
}

/// Positions quoted at one part; more would bury the file's own lines.
const MOST_COMMENTS: usize = 8;

/// The words a part rests on, as comments.
fn comment(file: &Casefile, support: &Support, assumed: bool, indent: &str, out: &mut String) {
    // The latest say most; all are listed in the evidence table.
    let earlier = support.evidence.len().saturating_sub(MOST_COMMENTS);
    if earlier > 0 {
        let _ = writeln!(out, "{indent}# {earlier} earlier positions, listed below");
    }
    for id in support.evidence.iter().skip(earlier) {
        let _ = match file.items.get(id) {
            Some(item) => writeln!(out, "{indent}# {}", line(&shown(item))),
            None => writeln!(out, "{indent}# {}: no longer in the record", line(id)),
        };
    }
    let marks = file.backing(support, assumed).words();
    let note = if support.note.is_empty() { String::new() } else { format!(": {}", support.note) };
    if !marks.is_empty() || !note.is_empty() {
        let marks = if marks.is_empty() { "read so" } else { &marks };
        let _ = writeln!(out, "{indent}# {marks}{}", line(&note));
    }
}

fn shown(item: &Item) -> String {
    let date = item.date.map(|date| format!(", {date}")).unwrap_or_default();
    format!("{} {} {} [{}{date}; {}]", item.party, item.act, item.quotation(), item.id, item.whose_word())
}

/// On one line.
fn line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as TOML has it.
pub(crate) fn text(words: &str) -> String {
    Value::from(words).to_string()
}

fn support_table(support: &Support) -> Table {
    let mut table = Table::new();
    if !support.evidence.is_empty() {
        table.insert("evidence".into(), support.evidence.clone().into());
    }
    if !support.note.is_empty() {
        table.insert("notes".into(), support.note.clone().into());
    }
    table
}

fn evidence(file: &Casefile, out: &mut String) {
    let mut drafted = Table::new();
    drafted.insert("drafted_by".into(), file.about.by.clone().into());
    if let Some(until) = file.about.until {
        drafted.insert("until".into(), until.to_string().into());
    }
    drafted.insert("reports".into(), (file.about.reports as i64).into());
    drafted.insert("origins".into(), (file.about.origins as i64).into());
    let parties: Table = file
        .model
        .decision_makers
        .iter()
        .zip(&file.parties)
        .map(|(name, code)| (name.clone(), Value::from(code.clone())))
        .collect();
    drafted.insert("parties".into(), parties.into());
    let list = |tables: Vec<Table>| Value::Array(tables.into_iter().map(Value::Table).collect());
    let mut insert = |key: &str, tables: Vec<Table>| {
        if !tables.is_empty() {
            drafted.insert(key.into(), list(tables));
        }
    };
    insert(
        "option",
        (0..file.of_options.len())
            .map(|place| {
                let of = &file.of_options[place];
                let mut table = support_table(&of.support);
                table.insert("option".into(), file.option_name(place).into());
                table.insert("issue".into(), of.issue.clone().into());
                table.insert("thread".into(), of.thread.clone().into());
                table.insert("taken".into(), of.taken.into());
                table.insert("taken_because".into(), of.taken_note.clone().into());
                if of.assumed {
                    table.insert("assumed".into(), true.into());
                }
                table
            })
            .collect(),
    );
    let names = file.model.names();
    if let Form::Options(form) = &file.model.form {
        let rule = |(condition, support): (&Condition, &Support)| {
            let mut table = support_table(support);
            table.insert("infeasible".into(), condition.text(&names).into());
            table
        };
        insert("infeasible", form.infeasible.iter().zip(&file.of_infeasible).map(rule).collect());
    }
    let with = |support: &Support, pairs: &[(&str, &str)]| {
        let mut table = support_table(support);
        for (key, value) in pairs {
            table.insert((*key).into(), (*value).into());
        }
        table
    };
    insert(
        "suggestion",
        file.suggestions.iter().map(|s| with(&s.support, &[("key", &s.key), ("value", &s.value)])).collect(),
    );
    insert(
        "unknown",
        file.unknown
            .iter()
            .map(|u| with(&u.support, &[("decision_maker", &u.decision_maker), ("option", &u.option)]))
            .collect(),
    );
    insert("left_out", file.left_out.iter().map(|left| with(&left.support, &[("what", &left.what)])).collect());
    insert("item", file.items.values().map(item_table).collect());
    let mut whole = Table::new();
    whole.insert("evidence".into(), drafted.into());
    let _ = write!(out, "\n{whole}");
}

fn item_table(item: &Item) -> Table {
    let mut table = Table::new();
    for (key, value) in [("id", &item.id), ("report", &item.report), ("party", &item.party), ("act", &item.act)] {
        table.insert(key.into(), value.clone().into());
    }
    if let Some(outlet) = &item.outlet {
        table.insert("outlet".into(), outlet.clone().into());
    }
    if let Some(date) = item.date {
        table.insert("date".into(), date.to_string().into());
    }
    let voice = if item.voice == standing::Voice::FirstHand { "first-hand" } else { "second-hand" };
    table.insert("voice".into(), voice.into());
    table.insert("by".into(), item.by.to_string().into());
    table.insert("origin".into(), (item.origin as i64).into());
    for (key, words) in [("words", &item.words), ("condition", &item.condition), ("grounds", &item.grounds)] {
        if !words.is_empty() {
            table.insert(key.into(), words.clone().into());
        }
    }
    let span = |span: &[usize; 2]| Value::Array(span.iter().map(|at| Value::Integer(*at as i64)).collect());
    table.insert("spans".into(), Value::Array(item.spans.iter().map(span).collect()));
    table
}
