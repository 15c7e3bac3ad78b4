//! Reading a case back, as a person may have edited it.

use crate::casefile::{Casefile, Drafted, Item, LeftOut, OptionSupport, Suggestion, Support, Unknown};
use conflict::Game;
use standing::{By, Voice};
use std::collections::HashMap;
use toml::{Table, Value};

/// A file that is no case.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The conflict in it does not read.
    #[error(transparent)]
    Conflict(#[from] conflict::Error),
    /// The file holds no evidence, so it was not drafted from a record.
    #[error("the file has no [evidence] table, so nothing in it is tied to a record; draft it with “detente draft”")]
    NoEvidence,
    /// The file is not TOML.
    #[error("the file does not read as TOML: {0}")]
    Toml(#[from] toml::de::Error),
}

/// Reads a case. What the evidence table lacks is left empty; what it has too much is passed over.
///
/// # Errors
/// Where the conflict does not read, or there is no evidence table.
pub fn read(words: &str) -> Result<Casefile, ReadError> {
    let model = conflict::format::toml::read(words)?;
    let table: Table = words.parse()?;
    let evidence = table.get("evidence").and_then(Value::as_table).ok_or(ReadError::NoEvidence)?;
    let parties = evidence.get("parties").and_then(Value::as_table);
    let code =
        |name: &String| parties.and_then(|all| all.get(name)).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut file = Casefile {
        parties: model.decision_makers.iter().map(code).collect(),
        about: Drafted {
            by: string(evidence, "drafted_by"),
            until: evidence.get("until").and_then(Value::as_str).and_then(|day| day.parse().ok()),
            reports: count(evidence, "reports"),
            origins: count(evidence, "origins"),
        },
        model,
        ..Casefile::default()
    };
    let known: HashMap<String, &Table> =
        tables(evidence, "option").map(|option| (string(option, "option"), option)).collect();
    file.of_options = (0..file.model.options().len())
        .map(|place| match known.get(&file.option_name(place)) {
            Some(option) => OptionSupport {
                support: support(option),
                thread: string(option, "thread"),
                issue: string(option, "issue"),
                assumed: flag(option, "assumed"),
                taken: flag(option, "taken"),
                taken_note: string(option, "taken_because"),
            },
            None => OptionSupport {
                support: Support { evidence: Vec::new(), note: "put in by the analyst".into() },
                ..OptionSupport::default()
            },
        })
        .collect();
    file.of_statements = tables(&table, "decision_maker").map(statements).collect();
    let rules: HashMap<String, &Table> =
        tables(evidence, "infeasible").map(|rule| (string(rule, "infeasible"), rule)).collect();
    if let conflict::model::Form::Options(form) = &file.model.form {
        let names = file.model.names();
        file.of_infeasible = form
            .infeasible
            .iter()
            .map(|rule| rules.get(&rule.text(&names)).map(|table| support(table)).unwrap_or_default())
            .collect();
    }
    file.suggestions = tables(evidence, "suggestion")
        .map(|s| Suggestion { key: string(s, "key"), value: string(s, "value"), support: support(s) })
        .collect();
    file.unknown = tables(evidence, "unknown")
        .map(|u| Unknown {
            decision_maker: string(u, "decision_maker"),
            option: string(u, "option"),
            support: support(u),
        })
        .collect();
    file.left_out = tables(evidence, "left_out")
        .map(|left| LeftOut { what: string(left, "what"), support: support(left) })
        .collect();
    file.items = tables(evidence, "item").map(item).map(|item| (item.id.clone(), item)).collect();
    status_quo(&mut file)?;
    Ok(file)
}

/// Numbers change when options do; the options taken are what counts. Where the number names a state, the file's
/// own number is what the analyst sees, so it wins where no option was added or removed.
fn status_quo(file: &mut Casefile) -> Result<(), ReadError> {
    let game = Game::new(&file.model)?;
    if let Some(state) = game.status_quo() {
        if let Some(pattern) = game.pattern(state) {
            for (place, option) in file.of_options.iter_mut().enumerate() {
                option.taken = pattern.value >> place & 1 == 1;
            }
        }
    } else {
        let choice = file.status_quo_choice();
        file.model.status_quo = (0..game.len() as u32)
            .find(|s| game.pattern(*s).is_some_and(|pattern| pattern.value == choice))
            .map(|s| game.label(s));
    }
    Ok(())
}

fn tables<'t>(table: &'t Table, key: &str) -> impl Iterator<Item = &'t Table> {
    table.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

fn string(table: &Table, key: &str) -> String {
    table.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn strings(table: &Table, key: &str) -> Vec<String> {
    let all = table.get(key).and_then(Value::as_array).into_iter().flatten();
    all.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn flag(table: &Table, key: &str) -> bool {
    table.get(key).and_then(Value::as_bool).unwrap_or_default()
}

fn count(table: &Table, key: &str) -> usize {
    table.get(key).and_then(Value::as_integer).and_then(|n| usize::try_from(n).ok()).unwrap_or_default()
}

fn support(table: &Table) -> Support {
    Support { evidence: strings(table, "evidence"), note: string(table, "notes") }
}

fn statements(maker: &Table) -> Vec<Support> {
    let all = maker.get("priorities").and_then(Value::as_array).into_iter().flatten();
    all.map(|statement| match statement.as_table() {
        Some(table) => support(table),
        None => Support { evidence: Vec::new(), note: "put in by the analyst".into() },
    })
    .collect()
}

fn item(table: &Table) -> Item {
    let spans = table.get("spans").and_then(Value::as_array).into_iter().flatten();
    let span = |span: &Value| {
        let ends: Vec<usize> =
            span.as_array()?.iter().filter_map(|at| usize::try_from(at.as_integer()?).ok()).collect();
        <[usize; 2]>::try_from(ends).ok()
    };
    let outlet = string(table, "outlet");
    Item {
        id: string(table, "id"),
        report: string(table, "report"),
        outlet: (!outlet.is_empty()).then_some(outlet),
        date: table.get("date").and_then(Value::as_str).and_then(|day| day.parse().ok()),
        party: string(table, "party"),
        act: string(table, "act"),
        voice: if string(table, "voice") == "first-hand" { Voice::FirstHand } else { Voice::SecondHand },
        by: By::from(string(table, "by")),
        origin: count(table, "origin"),
        words: strings(table, "words"),
        spans: spans.filter_map(span).collect(),
        condition: strings(table, "condition"),
        grounds: strings(table, "grounds"),
    }
}
