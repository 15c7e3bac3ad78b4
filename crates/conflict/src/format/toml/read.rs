//! Reading the TOML format.

use toml::Spanned;
use toml::de::DeTable;

use super::source::{Source, Table, Value};
use crate::condition::{Condition, Names};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::format::ranking::{check_once, parse as parse_ranking};
use crate::hypergame::Perception;
use crate::model::{
    About, ConflictOption, Direction, Form, GraphForm, InverseQuestion, Label, Model, OptionForm, Preference, Ranking,
    Standing, StatePattern, Statement, Weighted, find_decision_maker,
};
use crate::pattern::{MAX_OPTIONS, Pattern};

const MAKER_KEYS: &[&str] = &[
    "name",
    "options",
    "cannot_undo",
    "cannot_retake",
    "moves",
    "ranking",
    "priorities",
    "weights",
    "unknown",
    "uncertain",
    "alternatives",
    "assumed",
    "notes",
    "evidence",
];
const STATE_KEYS: &[&str] = &["infeasible", "rules", "merge", "labels", "list", "status_quo", "notes", "evidence"];

/// Reads a conflict from TOML.
pub fn read(text: &str) -> Result<Model> {
    let parsed = parse(text)?;
    conflict(Source { text }.table(&parsed))
}

/// Reads a hypergame: one `[[perceived]]` for each decision maker, with its name under `by` and a whole conflict as it
/// sees it.
pub fn read_hypergame(text: &str) -> Result<Vec<Perception>> {
    let parsed = parse(text)?;
    let top = Source { text }.table(&parsed);
    let list = top.need("perceived", "begin what each decision maker perceives with [[perceived]]")?.list()?;
    let perception = |value: Value| {
        let table = value.table()?;
        let by = table.need("by", "say which decision maker sees the conflict so")?;
        let model = conflict(table)?;
        by.inside(find_decision_maker(&model.decision_makers, by.text()?))?;
        Ok(Perception { maker: by.text()?.to_owned(), model })
    };
    list.into_iter().map(perception).collect()
}

fn parse(text: &str) -> Result<Spanned<DeTable<'_>>> {
    DeTable::parse(text).map_err(|e| {
        let error = Error::new(ErrorKind::Syntax, e.message().to_owned());
        match e.span() {
            Some(span) => error.at(Place::of(text, span.start)),
            None => error,
        }
    })
}

fn conflict(top: Table) -> Result<Model> {
    let about = About {
        id: top.text("id")?,
        title: top.text("title")?,
        citation: top.list("citation")?.into_iter().map(|v| v.text().map(str::to_owned)).collect::<Result<_>>()?,
        notes: top.text("notes")?,
    };
    let makers = top.need("decision_maker", "begin each decision maker with [[decision_maker]]")?.list()?;
    let makers: Vec<Table> = makers.into_iter().map(Value::table).collect::<Result<_>>()?;
    let mut decision_makers: Vec<String> = Vec::new();
    for table in &makers {
        table.only(MAKER_KEYS)?;
        let name = table.need("name", "give the decision maker a name")?;
        if decision_makers.iter().any(|m| Ok(m.as_str()) == name.text()) {
            return Err(name.error(ErrorKind::Duplicate, "this decision maker is listed twice; rename or remove one"));
        }
        decision_makers.push(name.text()?.to_owned());
    }
    let states = top.get("states").map(Value::table).transpose()?;
    if let Some(table) = states {
        table.only(STATE_KEYS)?;
    }
    let graph = states.is_some_and(|t| t.get("list").is_some());
    let form = if graph {
        Form::Graph(graph_form(&makers, states)?)
    } else {
        Form::Options(option_form(&makers, &decision_makers, states)?)
    };
    let mut model = Model { about, decision_makers, form, ..Model::default() };
    let names = model.names();
    for table in &makers {
        model.preferences.push(preference(*table, &names)?);
    }
    if let Some(value) = states.and_then(|t| t.get("status_quo")) {
        model.status_quo = Some(value.label()?);
    }
    for question in top.list("inverse")? {
        let question = question.table()?;
        let state = question.need("state", "name the wanted equilibrium")?.label()?;
        let vary = question.need("vary", "list the decision makers whose ranking is open")?.list()?;
        let vary = vary.into_iter().map(|v| v.inside(find_decision_maker(&model.decision_makers, v.text()?)));
        let mut vary = vary.collect::<Result<Vec<_>>>()?;
        vary.sort_unstable();
        vary.dedup();
        model.inverse.push(InverseQuestion { state, vary });
    }
    Ok(model)
}

fn graph_form(makers: &[Table], states: Option<Table>) -> Result<GraphForm> {
    let list = states.map_or(Ok(Vec::new()), |t| t.list("list"))?;
    let states = list.into_iter().map(Value::label).collect::<Result<Vec<_>>>()?;
    let mut moves = Vec::new();
    for table in makers {
        let mut arcs = Vec::new();
        if let Some(value) = table.get("options") {
            let message = "options are given although the states are listed; remove the options or [states] list";
            return Err(value.error(ErrorKind::Contradiction, message));
        }
        for value in table.list("moves")? {
            arcs.extend(value.inside(arcs_from(value.text()?))?);
        }
        moves.push(arcs);
    }
    Ok(GraphForm { states, moves })
}

/// `2 -> 5, 7` is two moves.
fn arcs_from(text: &str) -> Result<Vec<(Label, Label)>> {
    let fault = || Error::new(ErrorKind::Syntax, format!("“{text}” is not a move; write: 2 -> 5, 7"));
    let (from, to) = text.split_once("->").ok_or_else(fault)?;
    let from: Label = from.trim().parse().map_err(|_| fault())?;
    to.split(',').map(|t| t.trim().parse().map(|t| (from, t)).map_err(|_| fault())).collect()
}

fn option_form(makers: &[Table], decision_makers: &[String], states: Option<Table>) -> Result<OptionForm> {
    let mut options: Vec<ConflictOption> = Vec::new();
    for (owner, table) in makers.iter().enumerate() {
        let first = options.len();
        for value in table.list("options")? {
            let name = value.text()?.to_owned();
            if options[first..].iter().any(|o| o.name == name) {
                return Err(
                    value.error(ErrorKind::Duplicate, format!("the option “{name}” is listed twice; remove one"))
                );
            }
            if options.len() == MAX_OPTIONS {
                let message =
                    format!("this is option 65, and at most {MAX_OPTIONS} can be handled; leave some out or join some");
                return Err(value.error(ErrorKind::TooLarge, message));
            }
            options.push(ConflictOption { name, owner, direction: Direction::Both });
        }
        for (key, direction) in [("cannot_undo", Direction::ToYes), ("cannot_retake", Direction::ToNo)] {
            for value in table.list(key)? {
                let name = value.text()?;
                let Some(option) = options[first..].iter_mut().find(|o| o.name == name) else {
                    let message =
                        format!("“{name}” is not an option of “{}”; list it under options", decision_makers[owner]);
                    return Err(value.error(ErrorKind::Unowned, message));
                };
                if option.direction != Direction::Both && option.direction != direction {
                    let message = format!(
                        "“{name}” stands under both cannot_undo and cannot_retake; it could never change, so keep one"
                    );
                    return Err(value.error(ErrorKind::Contradiction, message));
                }
                option.direction = direction;
            }
        }
    }
    let mut form = OptionForm { options, ..OptionForm::default() };
    let Some(table) = states else { return Ok(form) };
    let owner = |o: &ConflictOption| decision_makers[o.owner].clone();
    let names = Names::new(form.options.iter().map(|o| (o.name.clone(), owner(o))));
    for value in table.list("infeasible")? {
        let condition = condition(value, &names)?;
        if matches!(condition, Condition::If(..)) {
            let message = "“if … then …” says what must hold; move it to rules, or write what must not happen";
            return Err(value.error(ErrorKind::Contradiction, message));
        }
        form.infeasible.push(condition);
    }
    for value in table.list("rules")? {
        form.infeasible.push(Condition::Not(Box::new(condition(value, &names)?)));
    }
    for value in table.list("merge")? {
        form.merge.push(condition(value, &names)?);
    }
    if let Some(labels) = table.get("labels") {
        for (label, value) in labels.table()?.entries() {
            let fault = || {
                value.error(ErrorKind::Syntax, format!("the label “{label}” is not a whole number; write: 3 = \"YN-\""))
            };
            let pattern = value.inside(Pattern::parse(value.text()?, names.len()))?;
            form.states.push(StatePattern { label: label.parse().map_err(|_| fault())?, pattern });
        }
    }
    Ok(form)
}

fn condition(value: Value, names: &Names) -> Result<Condition> {
    value.inside(Condition::parse(value.text()?, names))
}

fn preference(table: Table, names: &Names) -> Result<Preference> {
    let mut preference = Preference { assumed: table.flag("assumed")?, ..Preference::default() };
    if let Some(value) = table.get("ranking") {
        preference.ranking = Some(ranking(value)?);
    }
    if table.get("priorities").is_some() {
        let read = |v| statement(v, names).map(|(s, _)| s);
        preference.priorities = Some(table.list("priorities")?.into_iter().map(read).collect::<Result<_>>()?);
    }
    if table.get("weights").is_some() {
        let mut weights = Vec::new();
        for value in table.list("weights")? {
            let (statement, weight) = statement(value, names)?;
            let weight = weight
                .ok_or_else(|| value.error(ErrorKind::Missing, "write: { holds = \"not Delay\", weight = 3 }"))?;
            weights.push(Weighted { statement, weight });
        }
        preference.weights = Some(weights);
    }
    if preference.ranking.is_none() && preference.priorities.is_none() && preference.weights.is_none() {
        return Err(table.error(
            ErrorKind::Missing,
            "this decision maker has no preference; give a ranking, priorities or weights",
        ));
    }
    preference.unknown = table.list("unknown")?.into_iter().map(pair).collect::<Result<_>>()?;
    preference.uncertain = table.list("uncertain")?.into_iter().map(pair).collect::<Result<_>>()?;
    preference.alternatives = table.list("alternatives")?.into_iter().map(ranking).collect::<Result<_>>()?;
    Ok(preference)
}

/// `"7 > 3 ~ 4"` or `[7, [3, 4]]`.
fn ranking(value: Value) -> Result<Ranking> {
    let ranking = if value.is_text() {
        value.inside(parse_ranking(value.text()?))?
    } else {
        let mut tiers = Vec::new();
        for tier in value.list()? {
            let tier = if tier.is_list() { tier.list()? } else { vec![tier] };
            tiers.push(tier.into_iter().map(Value::label).collect::<Result<Vec<_>>>()?);
        }
        Ranking::new(tiers)
    };
    check_once(&ranking).map_err(|e| value.error(e.kind(), e.message()))?;
    Ok(ranking)
}

/// `"3 ? 7"` or `[3, 7]`.
fn pair(value: Value) -> Result<(Label, Label)> {
    let labels = if value.is_text() {
        let parts = value.text()?.split('?').map(|t| t.trim().parse::<Label>());
        parts.collect::<std::result::Result<Vec<_>, _>>().unwrap_or_default()
    } else {
        value.list()?.into_iter().map(Value::label).collect::<Result<Vec<_>>>()?
    };
    match labels[..] {
        [a, b] if a != b => Ok((a, b)),
        _ => Err(value.error(ErrorKind::Syntax, "two different states are expected here; write \"3 ? 7\" or [3, 7]")),
    }
}

/// A condition alone, or a table with its marks.
fn statement(value: Value, names: &Names) -> Result<(Statement, Option<i64>)> {
    if value.is_text() {
        return Ok((condition(value, names)?.into(), None));
    }
    let table = value.table()?;
    table.only(&["holds", "weight", "assumed", "uncertain", "alternatives", "notes", "evidence"])?;
    let holds = table.need("holds", "write: { holds = \"not Delay\", assumed = true }")?;
    let alternatives = table.list("alternatives")?.into_iter().map(|v| condition(v, names)).collect::<Result<_>>()?;
    let standing = match (table.flag("uncertain")?, table.flag("assumed")?) {
        (true, _) => Standing::Uncertain,
        (false, true) => Standing::Assumed,
        (false, false) => Standing::Given,
    };
    let weight = table.get("weight").map(Value::integer).transpose()?;
    Ok((Statement { condition: condition(holds, names)?, standing, alternatives }, weight))
}

#[cfg(test)]
mod tests;
