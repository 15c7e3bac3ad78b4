//! From a stated conflict to one ready for analysis.

use std::sync::Arc;

use super::feasible::feasible;
use super::rank::dense_ranks;
use super::{Arcs, Classes, Game, Index, Lookup, OptionSpace, Order, Space, State, index};
use crate::condition::Condition;
use crate::error::{Error, ErrorKind, Result};
use crate::memory::shown;
use crate::model::{Direction, Form, GraphForm, Label, Model, OptionForm, Preference, Ranking, Statement};
use crate::pattern::{Choice, Pattern, all};

/// The most decision makers: a coalition is one machine word.
const MAX_MAKERS: usize = 64;

/// Bytes needed per state for `makers` decision makers, the analysis of stability included.
pub fn bytes_per_state(makers: usize) -> u64 {
    // Choice and label; per decision maker the rank, the class, the members twice (by position and by rank) and the
    // starts of the classes; per thread the values, the order, the stack and the ends of the classes.
    let threads = rayon::current_num_threads() as u64;
    let m = makers as u64;
    16 + m * (4 + 4 + 4 + 8 + 8) + threads * (16 + 4 * m)
}

pub(super) fn compile(model: &Model, bytes: u64) -> Result<Game> {
    let makers = model.decision_makers.len();
    if makers == 0 {
        return Err(Error::new(ErrorKind::Missing, "there is no decision maker; name at least one"));
    }
    if makers > MAX_MAKERS {
        let message = format!("there are {makers} decision makers, and at most {MAX_MAKERS} can be handled");
        return Err(Error::new(ErrorKind::TooLarge, message));
    }
    let most = (bytes / bytes_per_state(makers)).min(u64::from(u32::MAX) - 1);
    let mut remarks = Vec::new();
    let States { labels, members, space } = match &model.form {
        Form::Options(form) => option_states(form, makers, most, bytes, &mut remarks)?,
        Form::Graph(form) => graph_states(form, makers)?,
    };
    let index = index(&labels)?;
    let find = |label: Label| index.get(label);
    let mut orders = Vec::with_capacity(makers);
    for (i, maker) in model.decision_makers.iter().enumerate() {
        let name = |e: Error| Error::new(e.kind(), format!("preference of “{maker}”: {}", e.message()));
        let missing = || Error::new(ErrorKind::Missing, "it is missing; give a ranking, priorities or weights");
        let preference = model.preferences.get(i).ok_or_else(missing).map_err(name)?;
        orders.push(order(preference, &labels, &members, &index, maker, &mut remarks).map_err(name)?);
    }
    let status_quo = model
        .status_quo
        .map(|label| {
            let message =
                format!("the status quo is state {label}, which is infeasible or not listed; name a feasible state");
            find(label).map_err(|_| Error::new(ErrorKind::InfeasibleState, message))
        })
        .transpose()?;
    for question in &model.inverse {
        find(question.state)?;
    }
    let patterns = match &members {
        Members::Some(members) => Some(Arc::new(members.iter().map(|m| agreement(m)).collect())),
        Members::None | Members::One(_) => None,
    };
    Ok(Game {
        makers: model.decision_makers.clone(),
        labels: Arc::new(labels),
        space: Arc::new(space),
        patterns,
        orders,
        status_quo,
        remarks,
    })
}

struct States {
    labels: Vec<Label>,
    /// The choices that make up each state; empty in graph form.
    members: Members,
    space: Space,
}

/// The choices that make up each state.
enum Members {
    None,
    One(Vec<Choice>),
    Some(Vec<Vec<Choice>>),
}

/// The pattern of the options on which all choices agree.
fn agreement(choices: &[Choice]) -> Pattern {
    let value = choices.iter().fold(u64::MAX, |all, c| all & c);
    let never = choices.iter().fold(u64::MAX, |all, c| all & !c);
    Pattern { care: value | never, value }
}

fn too_many(found: String, bytes: u64, makers: usize) -> Error {
    let message = format!(
        "{found} states with {makers} decision makers need about {} a million states, and {} of memory is free; \
         rule out more choices or leave out options",
        shown(bytes_per_state(makers) * 1_000_000),
        shown(bytes)
    );
    Error::new(ErrorKind::TooLarge, message)
}

fn option_states(form: &OptionForm, makers: usize, most: u64, bytes: u64, remarks: &mut Vec<String>) -> Result<States> {
    let n = form.options.len();
    if n > crate::pattern::MAX_OPTIONS {
        let message = format!("there are {n} options, and at most 64 can be handled; leave some out or join some");
        return Err(Error::new(ErrorKind::TooLarge, message));
    }
    if let Some(o) = form.options.iter().find(|o| o.owner >= makers) {
        let message = format!("the option “{}” belongs to nobody; name its decision maker", o.name);
        return Err(Error::new(ErrorKind::Unowned, message));
    }
    let any = Pattern { care: 0, value: 0 };
    let none = || Error::new(ErrorKind::NoFeasibleState, "no state is feasible; take back some of what is infeasible");
    let mut labels = Vec::new();
    let mut members: Vec<Vec<Choice>> = Vec::new();
    if form.states.is_empty() {
        let choices = feasible(n, &form.infeasible, any, most)
            .ok_or_else(|| too_many(format!("more than {most}"), bytes, makers))?;
        if choices.is_empty() {
            return Err(none());
        }
        if form.merge.is_empty() {
            let labels = (1..=choices.len() as Label).collect();
            return Ok(plain(form, makers, labels, choices));
        }
        let mut merged: Vec<Vec<Choice>> = vec![Vec::new(); form.merge.len()];
        for choice in choices {
            match form.merge.iter().position(|m| m.holds(choice)) {
                Some(k) => merged[k].push(choice),
                None => members.push(vec![choice]),
            }
        }
        members.extend(merged.into_iter().filter(|m| !m.is_empty()));
        labels.extend(1..=members.len() as Label);
    } else {
        if form.states.len() as u64 > most {
            return Err(too_many(form.states.len().to_string(), bytes, makers));
        }
        for state in &form.states {
            labels.push(state.label);
            let label = state.label;
            if state.pattern.care == all(n) {
                if form.infeasible.iter().any(|c| c.holds(state.pattern.value)) {
                    let message = format!(
                        "the state {label} is ruled out as infeasible; remove it or the pattern that excludes it"
                    );
                    return Err(Error::new(ErrorKind::InfeasibleState, message));
                }
                members.push(vec![state.pattern.value]);
                continue;
            }
            let choices = feasible(n, &form.infeasible, state.pattern, most)
                .ok_or_else(|| too_many(format!("more than {most}"), bytes, makers))?;
            if choices.is_empty() {
                let message = format!("no feasible choice matches the pattern of state {label}; correct or remove it");
                return Err(Error::new(ErrorKind::InfeasibleState, message));
            }
            members.push(choices);
        }
        index(&labels)?;
        let mut seen: Vec<(Choice, Label)> =
            labels.iter().zip(&members).flat_map(|(l, choices)| choices.iter().map(|c| (*c, *l))).collect();
        seen.sort_unstable();
        if let Some(twins) = seen.windows(2).find(|w| w[0].0 == w[1].0) {
            let pattern = Pattern::exactly(twins[0].0, n).text(n);
            let (a, b) = (twins[0].1, twins[1].1);
            let message = format!("the states {a} and {b} are the same choice, {pattern}; remove one");
            return Err(Error::new(ErrorKind::Duplicate, message));
        }
        if feasible(n, &form.infeasible, any, seen.len() as u64).is_none() {
            remarks.push("some feasible choices are not listed as states; they are taken not to exist".into());
        }
    }
    if members.iter().all(|m| m.len() == 1) {
        let choices = members.iter().map(|m| m[0]).collect();
        return Ok(plain(form, makers, labels, choices));
    }
    Ok(merged(form, makers, labels, members))
}

/// States that are one choice each.
fn plain(form: &OptionForm, makers: usize, labels: Vec<Label>, choices: Vec<Choice>) -> States {
    let space = option_space(form, makers, choices.clone());
    States { labels, members: Members::One(choices), space: Space::Options(space) }
}

/// States of which some are several choices: such a state moves as any of its members can.
fn merged(form: &OptionForm, makers: usize, labels: Vec<Label>, members: Vec<Vec<Choice>>) -> States {
    let mut state_of = Vec::new();
    let mut choices = Vec::new();
    for (s, own) in members.iter().enumerate() {
        choices.extend(own);
        state_of.extend(own.iter().map(|_| s as State));
    }
    let fine = option_space(form, makers, choices);
    let arcs = fine.classes.iter().map(|classes| {
        let mut pairs = Vec::new();
        for (c, s) in state_of.iter().enumerate() {
            classes.for_each_move(c as State, |t| pairs.push((*s, state_of[t as usize])));
        }
        Arcs::new(members.len(), pairs)
    });
    let space = Space::Arcs(arcs.collect());
    States { labels, members: Members::Some(members), space }
}

fn option_space(form: &OptionForm, makers: usize, choices: Vec<Choice>) -> OptionSpace {
    use rayon::prelude::*;
    let n = form.options.len();
    let bits = |wanted: &dyn Fn(usize) -> bool| (0..n).filter(|k| wanted(*k)).fold(0u64, |set, k| set | 1 << k);
    let to_yes = bits(&|k| form.options[k].direction == Direction::ToYes);
    let to_no = bits(&|k| form.options[k].direction == Direction::ToNo);
    let own: Vec<u64> = (0..makers).map(|i| bits(&|k| form.options[k].owner == i)).collect();
    let classes = own.par_iter().map(|own| Classes::new(&choices, n, *own, to_yes, to_no)).collect();
    OptionSpace { lookup: Lookup::new(&choices, n), choices, own, classes }
}

fn graph_states(form: &GraphForm, makers: usize) -> Result<States> {
    if form.states.is_empty() {
        return Err(Error::new(ErrorKind::NoFeasibleState, "no state is listed; list at least one"));
    }
    let index = index(&form.states)?;
    let mut arcs = Vec::with_capacity(makers);
    for i in 0..makers {
        let mut pairs = Vec::new();
        for (from, to) in form.moves.get(i).map_or(&[][..], Vec::as_slice) {
            let find = |label: &Label| index.get(*label);
            pairs.push((find(from)?, find(to)?));
        }
        arcs.push(Arcs::new(form.states.len(), pairs));
    }
    Ok(States { labels: form.states.clone(), members: Members::None, space: Space::Arcs(arcs) })
}

fn order(
    preference: &Preference,
    labels: &[Label],
    members: &Members,
    index: &Index,
    maker: &str,
    remarks: &mut Vec<String>,
) -> Result<Order> {
    let n = labels.len();
    let stated = statement_ranks(preference, labels, members)?;
    let (ranks, levels) = match (&preference.ranking, stated) {
        (Some(ranking), stated) => {
            let (ranks, levels) = ranking_ranks(ranking, labels, index)?;
            if stated.is_some_and(|s| s != ranks) {
                remarks
                    .push(format!("the ranking of “{maker}” is not the one its statements give; the ranking is used"));
            }
            (ranks, levels)
        }
        (None, Some(ranks)) => (ranks, None),
        (None, None) => return Err(Error::new(ErrorKind::Missing, "give a ranking, priorities or weights")),
    };
    let find = |label: Label| index.get(label);
    let unknown = preference.unknown.iter().map(|(a, b)| Ok((find(*a)?, find(*b)?))).collect::<Result<_>>()?;
    debug_assert_eq!(ranks.len(), n);
    Ok(Order { ranks, levels, unknown })
}

/// Ranks and, where marked, levels of strong preference.
type Ranks = (Vec<u32>, Option<Vec<u32>>);

/// The ranks that a ranking gives; every state must be in it once.
pub(super) fn ranking_ranks(ranking: &Ranking, labels: &[Label], index: &Index) -> Result<Ranks> {
    let mut ranks = vec![u32::MAX; labels.len()];
    let mut levels = vec![0; labels.len()];
    let mut level = 0;
    for (i, tier) in ranking.tiers.iter().enumerate() {
        for label in tier {
            let s = index.get(*label)? as usize;
            if ranks[s] != u32::MAX {
                let (kind, how) = if ranks[s] == i as u32 {
                    (ErrorKind::Duplicate, "is listed twice")
                } else {
                    (ErrorKind::Cycle, "stands both above and below, so the ranking goes in a circle")
                };
                return Err(Error::new(kind, format!("the state {label} {how}; remove one of the two")));
            }
            (ranks[s], levels[s]) = (i as u32, level);
        }
        level += u32::from(ranking.strong_after.contains(&i));
    }
    if let Some(s) = ranks.iter().position(|r| *r == u32::MAX) {
        let message = format!("the ranking leaves out state {}; every state must be ranked", labels[s]);
        return Err(Error::new(ErrorKind::Missing, message));
    }
    Ok((dense_ranks(&ranks), (!ranking.strong_after.is_empty()).then_some(levels)))
}

/// The ranks that priorities or weights give, if there are any.
fn statement_ranks(preference: &Preference, labels: &[Label], members: &Members) -> Result<Option<Vec<u32>>> {
    let holds = |statement: &Statement| -> Result<Vec<bool>> { holding(&statement.condition, labels, members) };
    if let Some(statements) = &preference.priorities {
        // Earlier statements outrank all later ones together, so the order is that of the failures read as one
        // binary number, taken 32 statements at a time.
        let mut ranks = vec![0u32; labels.len()];
        for chunk in statements.chunks(32) {
            let mut keys: Vec<u64> = ranks.iter().map(|r| u64::from(*r)).collect();
            for statement in chunk {
                for (key, holds) in keys.iter_mut().zip(holds(statement)?) {
                    *key = *key << 1 | u64::from(!holds);
                }
            }
            ranks = dense_ranks(&keys);
        }
        return Ok(Some(ranks));
    }
    if let Some(weights) = &preference.weights {
        let mut keys = vec![0i128; labels.len()];
        for w in weights {
            for (key, holds) in keys.iter_mut().zip(holds(&w.statement)?) {
                *key -= if holds { i128::from(w.weight) } else { 0 };
            }
        }
        return Ok(Some(dense_ranks(&keys)));
    }
    Ok(None)
}

fn holding(condition: &Condition, labels: &[Label], members: &Members) -> Result<Vec<bool>> {
    match members {
        Members::None => Err(Error::new(
            ErrorKind::Unsupported,
            "statements speak of options, and this conflict lists its states; give a ranking",
        )),
        Members::One(choices) => Ok(choices.iter().map(|c| condition.holds(*c)).collect()),
        Members::Some(members) => {
            let mut all = Vec::with_capacity(members.len());
            for (label, choices) in labels.iter().zip(members) {
                let holds = condition.holds(choices[0]);
                if choices.iter().any(|c| condition.holds(*c) != holds) {
                    let message = format!(
                        "a statement tells apart the choices that count as state {label}; give a ranking instead"
                    );
                    return Err(Error::new(ErrorKind::Contradiction, message));
                }
                all.push(holds);
            }
            Ok(all)
        }
    }
}
