//! Everything about a conflict as one JSON object, in the shapes of `expected` in `conflict-case-1` files.

use serde_json::{Map, Value, json};

use crate::coalition::{self, CoalitionStability};
use crate::error::Result;
use crate::game::{Coalition, Game, Maker, State, StateSet};
use crate::horizon;
use crate::inverse;
use crate::model::{InverseQuestion, Model};
use crate::stability::{self, Concept, Stability};
use crate::status_quo::{self, StatusQuo};
use crate::walk::Walk;

/// Conflicts with more states than this get stability and equilibria only; the other tables would run to many
/// megabytes.
const WHOLE: usize = 4096;

/// How far ahead limited-move stability looks in an answer.
const HORIZON: usize = 4;

/// Everything that is defined for a conflict.
pub fn all(model: &Model) -> Result<Value> {
    let game = Game::new(model)?;
    let mut answer = Map::new();
    answer.insert("n_states".into(), json!(game.len()));
    let whole = game.len() <= WHOLE;
    let (stability, _) = solve_defined(&game)?;
    answer.insert("stability".into(), stability_json(&game, &stability));
    answer.insert("equilibria".into(), equilibria_json(&game, &stability));
    if whole {
        answer.insert("moves".into(), moves(&game));
        answer.insert("rankings".into(), rankings(&game));
        let everyone = Coalition::all(game.makers().len());
        if game.makers().len() <= 12 && coalition::tractable(&game, (1 << game.makers().len()) - 1) {
            let tables = coalition::analyse(&game, &everyone.subsets())?;
            insert_coalitions(&mut answer, &game, &stability, &tables);
        }
    }
    if game.status_quo().is_some() && whole {
        answer.insert("status_quo".into(), status_quo_json(&game, &status_quo::analyse(&game, None)?));
    }
    if whole && horizon::defined(&game) {
        answer.insert("limited_move".into(), limited_move_json(&game, &horizon::limited_move(&game, HORIZON)?));
    }
    if !model.inverse.is_empty() {
        let counts = |q: &InverseQuestion| Ok(inverse::analyse(&game, game.state(q.state)?, &q.vary)?.json());
        answer.insert("inverse".into(), model.inverse.iter().map(counts).collect::<Result<_>>()?);
    }
    Ok(Value::Object(answer))
}

/// Every concept that is defined; without SIM, and with the reason, where SIM would take too long.
pub(crate) fn solve_defined(game: &Game) -> Result<(Stability, Option<String>)> {
    let defined = stability::defined(game);
    match stability::solve(game, &defined) {
        Err(e) if e.kind() == crate::ErrorKind::TooLarge => {
            let rest: Vec<Concept> = defined.into_iter().filter(|c| *c != Concept::Sim).collect();
            Ok((stability::solve(game, &rest)?, Some(e.message().to_owned())))
        }
        other => other.map(|s| (s, None)),
    }
}

/// The labels of a set of states, ascending.
pub fn labels(game: &Game, states: &StateSet) -> Value {
    label_list(game, states.iter())
}

fn label_list(game: &Game, states: impl IntoIterator<Item = State>) -> Value {
    let mut all: Vec<_> = states.into_iter().map(|s| game.label(s)).collect();
    all.sort_unstable();
    json!(all)
}

/// One entry per decision maker.
pub(crate) fn by_maker(game: &Game, entry: impl Fn(Maker) -> Value) -> Value {
    game.makers().iter().enumerate().map(|(i, name)| (name.clone(), entry(i))).collect::<Map<_, _>>().into()
}

/// The states that each decision maker finds stable, per concept.
pub fn stability_json(game: &Game, stability: &Stability) -> Value {
    let mut all = Map::new();
    for concept in stability.concepts() {
        if let Some(table) = stability.table(concept) {
            all.insert(concept.name().into(), by_maker(game, |i| labels(game, &table[i])));
        }
    }
    all.into()
}

/// The equilibria, per concept.
pub fn equilibria_json(game: &Game, stability: &Stability) -> Value {
    let mut all = Map::new();
    let mut insert = |name: &str, set: Option<StateSet>| {
        if let Some(set) = set {
            all.insert(name.into(), labels(game, &set));
        }
    };
    for concept in stability.concepts() {
        insert(concept.name(), stability.equilibria(concept));
    }
    insert("SEQ_and_SIM", stability.seq_and_sim());
    insert("SEQ_or_SIM", stability.seq_or_sim());
    all.into()
}

fn by_state(game: &Game, list: impl Fn(State) -> Vec<State>) -> Value {
    let mut all = Map::new();
    for s in 0..game.len() as State {
        let there = list(s);
        if !there.is_empty() {
            all.insert(game.label(s).to_string(), label_list(game, there));
        }
    }
    all.into()
}

fn moves(game: &Game) -> Value {
    by_maker(game, |i| by_state(game, |s| game.moves(i, s)))
}

/// The ranking of each decision maker, best first, ties together.
pub fn rankings(game: &Game) -> Value {
    by_maker(game, |i| {
        let ranks = game.ranks(i);
        let tiers = ranks.iter().copied().max().map_or(0, |r| r as usize + 1);
        let mut all = vec![Vec::new(); tiers];
        for (s, r) in ranks.iter().enumerate() {
            all[*r as usize].push(game.label(s as State));
        }
        all.iter_mut().for_each(|tier| tier.sort_unstable());
        json!(all)
    })
}

fn members(game: &Game, coalition: Coalition) -> Value {
    coalition.members().map(|m| game.makers()[m].clone()).collect::<Vec<_>>().into()
}

/// One coalition: its members, joint improvements and stable states.
pub fn coalition_json(game: &Game, table: &CoalitionStability) -> Value {
    json!({
        "members": members(game, table.members),
        "improvements": by_state(game, |s| table.improvements[s as usize].clone()),
        "CR": labels(game, &table.cr),
        "CGMR": labels(game, &table.cgmr),
        "CSMR": labels(game, &table.csmr),
        "CSEQ": labels(game, &table.cseq),
        "CSEQ_individual": labels(game, &table.cseq_individual),
    })
}

/// What every coalition finds stable, what all find stable, and the jumps between Nash equilibria.
pub(crate) fn insert_coalitions(
    answer: &mut Map<String, Value>,
    game: &Game,
    stability: &Stability,
    tables: &[CoalitionStability],
) {
    answer.insert("coalitions".into(), tables.iter().map(|t| coalition_json(game, t)).collect());
    answer.insert("coalition_equilibria".into(), coalition_equilibria(game, tables));
    if let Some(nash) = stability.equilibria(Concept::R) {
        answer.insert("equilibrium_jumps".into(), jumps(game, &nash, tables));
    }
}

fn coalition_equilibria(game: &Game, tables: &[CoalitionStability]) -> Value {
    let [cr, cgmr, csmr, cseq, _] = coalition::equilibria(game.len(), tables);
    json!({
        "CR": labels(game, &cr),
        "CGMR": labels(game, &cgmr),
        "CSMR": labels(game, &csmr),
        "CSEQ": labels(game, &cseq),
    })
}

fn jumps(game: &Game, nash: &StateSet, tables: &[CoalitionStability]) -> Value {
    let entry = |j: coalition::Jump| json!({ "from": game.label(j.from), "to": game.label(j.to), "members": members(game, j.members) });
    coalition::jumps(nash, tables).into_iter().map(entry).collect()
}

/// The least number of moves from the status quo to each state.
pub(crate) fn status_quo_json(game: &Game, found: &StatusQuo) -> Value {
    let steps = |walk: &Walk| -> Value {
        let entry = |(s, d): (usize, &Option<u32>)| d.map(|d| (game.label(s as State).to_string(), json!(d)));
        walk.steps.iter().enumerate().filter_map(entry).collect::<Map<_, _>>().into()
    };
    json!({
        "state": game.label(found.state),
        "steps_by_moves": steps(&found.by_moves),
        "steps_by_improvements": steps(&found.by_improvements),
    })
}

/// The states stable with each horizon, from 1.
pub(crate) fn limited_move_json(game: &Game, tables: &[[StateSet; 2]]) -> Value {
    let entry =
        |(h, table): (usize, &[StateSet; 2])| ((h + 1).to_string(), by_maker(game, |i| labels(game, &table[i])));
    tables.iter().enumerate().map(entry).collect::<Map<_, _>>().into()
}
