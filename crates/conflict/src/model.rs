//! A conflict as its author states it: decision makers, options, what is infeasible, and preferences.

use crate::condition::{Condition, Names};
use crate::pattern::Pattern;

/// The number a state is known by. It need not be its position.
pub type Label = u64;

/// A conflict.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// What the conflict is called and where it comes from.
    pub about: About,
    /// Names of the decision makers, in order.
    pub decision_makers: Vec<String>,
    /// The states and moves.
    pub form: Form,
    /// The preferences of each decision maker, in order.
    pub preferences: Vec<Preference>,
    /// The state in which the conflict stands now.
    pub status_quo: Option<Label>,
    /// Questions for inverse analysis.
    pub inverse: Vec<InverseQuestion>,
}

/// What a conflict is called and where it comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// A short name, usable as a file name.
    pub id: String,
    /// One line that says which conflict this is.
    pub title: String,
    /// Published sources.
    pub citation: Vec<String>,
    /// Remarks.
    pub notes: String,
}

/// How states and moves are given.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// States are choices of options; a decision maker moves by changing its own.
    Options(OptionForm),
    /// States and moves are listed.
    Graph(GraphForm),
}

impl Default for Form {
    fn default() -> Self {
        Form::Options(OptionForm::default())
    }
}

/// States as choices of options.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OptionForm {
    /// The options, in order.
    pub options: Vec<ConflictOption>,
    /// Conditions under which a choice does not exist.
    pub infeasible: Vec<Condition>,
    /// For each condition, all feasible choices under which it holds count as one state.
    pub merge: Vec<Condition>,
    /// The states with their labels; when empty, every feasible choice is a state, labelled from 1 in ascending
    /// order (option k counts 2^k), merged states last.
    pub states: Vec<StatePattern>,
}

/// An option: something one decision maker may do or not do.
#[derive(Clone, Debug, PartialEq)]
pub struct ConflictOption {
    /// Its name.
    pub name: String,
    /// The position of the decision maker that controls it.
    pub owner: usize,
    /// Which changes are possible.
    pub direction: Direction,
}

/// Which changes of an option are possible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// It can be taken and given up.
    #[default]
    Both,
    /// Once taken it cannot be undone.
    ToYes,
    /// Once given up it cannot be taken again.
    ToNo,
}

/// A state of a conflict in option form: one choice, or several that count as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatePattern {
    /// The label.
    pub label: Label,
    /// The choice; with a `-` for a state that merges several.
    pub pattern: Pattern,
}

/// States and moves listed one by one. Nothing is inferred from them: moves need not be reversible or transitive.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GraphForm {
    /// The labels of the states.
    pub states: Vec<Label>,
    /// Per decision maker, its moves from one state to another.
    pub moves: Vec<Vec<(Label, Label)>>,
}

/// How one decision maker ranks the states. Where a ranking is given it counts; the statements are then what it was
/// derived from. At least one of `ranking`, `priorities` and `weights` is needed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preference {
    /// The states from best to worst.
    pub ranking: Option<Ranking>,
    /// Statements, most important first: a state that satisfies an earlier one is preferred whatever the later say.
    pub priorities: Option<Vec<Statement>>,
    /// Statements with weights: a state is ranked by the sum of what holds there.
    pub weights: Option<Vec<Weighted>>,
    /// Pairs of states between which the decision maker's preference is not known.
    pub unknown: Vec<(Label, Label)>,
    /// Pairs of states whose stated order may be wrong.
    pub uncertain: Vec<(Label, Label)>,
    /// Whole rankings that may hold instead.
    pub alternatives: Vec<Ranking>,
    /// Whether the preference as a whole is assumed rather than evidenced.
    pub assumed: bool,
}

/// States from best to worst, ties together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranking {
    /// The tiers, best first; states of one tier are equally preferred.
    pub tiers: Vec<Vec<Label>>,
    /// Positions of tiers that are strongly preferred to the next: `>>` instead of `>`.
    pub strong_after: Vec<usize>,
}

impl Ranking {
    /// A ranking without strong preferences.
    pub fn new(tiers: Vec<Vec<Label>>) -> Self {
        Self { tiers, strong_after: Vec::new() }
    }
}

/// A statement about options that a decision maker wants to hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// What is wanted.
    pub condition: Condition,
    /// How far it can be relied on.
    pub standing: Standing,
    /// Conditions that may have to stand in its place.
    pub alternatives: Vec<Condition>,
}

impl From<Condition> for Statement {
    fn from(condition: Condition) -> Self {
        Self { condition, standing: Standing::Given, alternatives: Vec::new() }
    }
}

/// A statement with its weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighted {
    /// What is wanted, or with a negative weight unwanted.
    pub statement: Statement,
    /// How much it counts.
    pub weight: i64,
}

/// How far a stated preference can be relied on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// As stated.
    #[default]
    Given,
    /// Nobody voiced it; it is assumed.
    Assumed,
    /// It may not hold, or the opposite may.
    Uncertain,
}

/// A question for inverse analysis: under which rankings of the open decision makers is a state an equilibrium?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InverseQuestion {
    /// The wanted equilibrium.
    pub state: Label,
    /// Positions of the decision makers whose ranking is open.
    pub vary: Vec<usize>,
}

impl Model {
    /// The position of a decision maker.
    pub fn decision_maker(&self, name: &str) -> crate::Result<usize> {
        find_decision_maker(&self.decision_makers, name)
    }

    /// The options, none in graph form.
    pub fn options(&self) -> &[ConflictOption] {
        match &self.form {
            Form::Options(form) => &form.options,
            Form::Graph(_) => &[],
        }
    }

    /// The option names for reading and writing conditions.
    pub fn names(&self) -> Names {
        let owner = |o: &ConflictOption| self.decision_makers.get(o.owner).cloned().unwrap_or_default();
        Names::new(self.options().iter().map(|o| (o.name.clone(), owner(o))))
    }
}

pub(crate) fn find_decision_maker(makers: &[String], name: &str) -> crate::Result<usize> {
    makers.iter().position(|m| m == name).ok_or_else(|| {
        let known = makers.iter().map(String::as_str);
        let hint = match crate::error::closest(name, known.clone()) {
            Some(near) => format!("did you mean “{near}”?"),
            None => format!("the decision makers are {}", crate::condition::listed(known)),
        };
        crate::Error::new(crate::ErrorKind::UnknownName, format!("there is no decision maker “{name}”; {hint}"))
    })
}
