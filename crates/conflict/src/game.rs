//! A conflict ready for analysis: states as positions, moves implicit where options give them, preferences as ranks.

mod arcs;
mod classes;
mod compile;
mod feasible;
mod rank;
mod sets;

use std::collections::HashMap;
use std::sync::Arc;

use crate::error::{Error, ErrorKind, Result};
use crate::model::{Label, Model};
use crate::pattern::{Choice, Pattern};

pub use arcs::Arcs;
pub use classes::Classes;
pub use compile::bytes_per_state;
pub use rank::dense_ranks;
pub(crate) use rank::{descending, pairs_by_class};
pub use sets::{Coalition, StateSet};

/// A state by its position, from 0. Reports use labels instead, see [`Game::label`].
pub type State = u32;

/// A decision maker by its position, from 0.
pub type Maker = usize;

/// A conflict ready for analysis.
#[derive(Clone, Debug)]
pub struct Game {
    makers: Vec<String>,
    labels: Arc<Vec<Label>>,
    space: Arc<Space>,
    patterns: Option<Arc<Vec<Pattern>>>,
    orders: Vec<Order>,
    status_quo: Option<State>,
    remarks: Vec<String>,
}

/// The states and who can move where.
#[derive(Debug)]
pub enum Space {
    /// States are choices of options.
    Options(OptionSpace),
    /// Moves are listed: graph form, or states that merge several choices.
    Arcs(Vec<Arcs>),
}

/// States that are single choices of options.
#[derive(Debug)]
pub struct OptionSpace {
    /// The choice of each state.
    pub choices: Vec<Choice>,
    /// The state of a choice.
    pub(crate) lookup: Lookup,
    /// The options of each decision maker.
    pub own: Vec<u64>,
    /// Per decision maker, which states it can move between.
    pub classes: Vec<Classes>,
}

/// How one decision maker ranks the states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The rank of each state: 0 for the best, equal for ties, without gaps.
    pub ranks: Vec<u32>,
    /// The level of each state where strong preferences are marked: a state on a lower level is strongly preferred to
    /// one on a higher.
    pub levels: Option<Vec<u32>>,
    /// Pairs of states between which the preference is not known.
    pub unknown: Vec<(State, State)>,
}

/// Finds the state of a choice.
#[derive(Debug)]
pub(crate) enum Lookup {
    /// One entry per choice, `u32::MAX` where there is no state.
    Dense(Vec<State>),
    /// Sorted by choice.
    Sorted(Vec<(Choice, State)>),
}

impl Lookup {
    pub(crate) fn new(choices: &[Choice], options: usize) -> Self {
        if options < 32 && (1usize << options) <= 4 * choices.len() + 64 {
            let mut table = vec![State::MAX; 1 << options];
            for (s, c) in choices.iter().enumerate() {
                table[*c as usize] = s as State;
            }
            return Lookup::Dense(table);
        }
        let mut sorted: Vec<_> = choices.iter().enumerate().map(|(s, c)| (*c, s as State)).collect();
        sorted.sort_unstable();
        Lookup::Sorted(sorted)
    }

    pub(crate) fn get(&self, choice: Choice) -> Option<State> {
        match self {
            Lookup::Dense(table) => table.get(choice as usize).copied().filter(|s| *s != State::MAX),
            Lookup::Sorted(sorted) => sorted.binary_search_by_key(&choice, |e| e.0).ok().map(|i| sorted[i].1),
        }
    }
}

impl Game {
    /// Prepares a conflict, within the memory that the machine has free.
    pub fn new(model: &Model) -> Result<Self> {
        Self::within(model, crate::memory::available())
    }

    /// Prepares a conflict, refusing one whose analysis would need more than `bytes` of memory.
    pub fn within(model: &Model, bytes: u64) -> Result<Self> {
        compile::compile(model, bytes)
    }

    /// The names of the decision makers.
    pub fn makers(&self) -> &[String] {
        &self.makers
    }

    /// The number of states.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is no state. A game always has one.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The label of a state.
    pub fn label(&self, state: State) -> Label {
        self.labels[state as usize]
    }

    /// The labels of all states.
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// The state with a label.
    pub fn state(&self, label: Label) -> Result<State> {
        self.labels.iter().position(|l| *l == label).map(|s| s as State).ok_or_else(|| no_state(label))
    }

    /// What a state says of the options: a merged state leaves open those on which its choices differ. `None` in graph
    /// form.
    pub fn pattern(&self, state: State) -> Option<Pattern> {
        match (&*self.space, &self.patterns) {
            (Space::Options(space), _) => Some(Pattern { care: u64::MAX, value: space.choices[state as usize] }),
            (Space::Arcs(_), Some(patterns)) => Some(patterns[state as usize]),
            (Space::Arcs(_), None) => None,
        }
    }

    /// The states and moves.
    pub fn space(&self) -> &Space {
        &self.space
    }

    /// The order of a decision maker.
    pub fn order(&self, maker: Maker) -> &Order {
        &self.orders[maker]
    }

    /// The rank of every state for a decision maker: 0 for the best, equal for ties.
    pub fn ranks(&self, maker: Maker) -> &[u32] {
        &self.orders[maker].ranks
    }

    /// Whether a decision maker strictly prefers `a` to `b`.
    pub fn prefers(&self, maker: Maker, a: State, b: State) -> bool {
        let ranks = self.ranks(maker);
        ranks[a as usize] < ranks[b as usize]
    }

    /// The state in which the conflict stands.
    pub fn status_quo(&self) -> Option<State> {
        self.status_quo
    }

    /// What deserves a second look in the conflict as stated.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// The same states and moves with another order for one decision maker.
    #[must_use]
    pub fn with_ranks(&self, maker: Maker, ranks: Vec<u32>) -> Self {
        let mut other = self.clone();
        other.orders[maker] = Order { ranks: dense_ranks(&ranks), levels: None, unknown: Vec::new() };
        other
    }

    /// Calls `visit` with every state that `maker` can move to from `state` in one step.
    pub fn for_each_move(&self, maker: Maker, state: State, visit: impl FnMut(State)) {
        match &*self.space {
            Space::Options(space) => space.classes[maker].for_each_move(state, visit),
            Space::Arcs(arcs) => arcs[maker].forward(state).iter().copied().for_each(visit),
        }
    }

    /// Calls `visit` with every state from which `maker` can move to `state` in one step.
    pub fn for_each_origin(&self, maker: Maker, state: State, visit: impl FnMut(State)) {
        match &*self.space {
            Space::Options(space) => space.classes[maker].for_each_origin(state, visit),
            Space::Arcs(arcs) => arcs[maker].backward(state).iter().copied().for_each(visit),
        }
    }

    /// The states that `maker` can move to from `state`, ascending.
    pub fn moves(&self, maker: Maker, state: State) -> Vec<State> {
        let mut found = Vec::new();
        self.for_each_move(maker, state, |t| found.push(t));
        found.sort_unstable();
        found
    }

    /// The moves of `maker` from `state` to states it prefers, ascending.
    pub fn improvements(&self, maker: Maker, state: State) -> Vec<State> {
        let mut found = self.moves(maker, state);
        found.retain(|t| self.prefers(maker, *t, state));
        found
    }
}

pub(crate) fn no_state(label: Label) -> Error {
    Error::new(ErrorKind::UnknownName, format!("there is no state {label}; use the label of a feasible state"))
}

/// Finds states by label.
pub(crate) enum Index {
    /// One entry per label up to the highest, `State::MAX` where there is no state.
    Dense(Vec<State>),
    /// For labels far apart.
    Sparse(HashMap<Label, State>),
}

impl Index {
    pub(crate) fn get(&self, label: Label) -> Result<State> {
        let found = match self {
            Index::Dense(table) => table.get(label as usize).copied().filter(|s| *s != State::MAX),
            Index::Sparse(map) => map.get(&label).copied(),
        };
        found.ok_or_else(|| no_state(label))
    }
}

/// States by label, refusing a label that occurs twice.
pub(crate) fn index(labels: &[Label]) -> Result<Index> {
    let twice =
        |label: Label| Error::new(ErrorKind::Duplicate, format!("the state {label} is listed twice; remove one"));
    let highest = labels.iter().copied().max().unwrap_or(0);
    if highest < 4 * labels.len() as u64 + 64 {
        let mut table = vec![State::MAX; highest as usize + 1];
        for (s, label) in labels.iter().enumerate() {
            if std::mem::replace(&mut table[*label as usize], s as State) != State::MAX {
                return Err(twice(*label));
            }
        }
        return Ok(Index::Dense(table));
    }
    let mut map = HashMap::with_capacity(labels.len());
    for (s, label) in labels.iter().enumerate() {
        if map.insert(*label, s as State).is_some() {
            return Err(twice(*label));
        }
    }
    Ok(Index::Sparse(map))
}
