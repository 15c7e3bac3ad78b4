//! The JSON format `conflict-case-1`.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

use crate::condition::Condition;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::model::{
    About, ConflictOption, Direction, Form, GraphForm, InverseQuestion, Label, Model, OptionForm, Preference, Ranking,
    StatePattern, Weighted, find_decision_maker,
};
use crate::pattern::{MAX_OPTIONS, Pattern};

/// The value of `format` in such a file.
pub const FORMAT: &str = "conflict-case-1";

#[derive(Deserialize)]
struct File {
    format: Option<String>,
    #[serde(default)]
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    citation: Vec<String>,
    #[serde(default)]
    notes: String,
    decision_makers: Vec<String>,
    #[serde(default)]
    options: Vec<FileOption>,
    #[serde(default)]
    infeasible: Vec<String>,
    #[serde(default)]
    merge: Vec<String>,
    #[serde(default)]
    states: Vec<FileState>,
    moves: Option<BTreeMap<String, Vec<(Label, Label)>>>,
    preferences: BTreeMap<String, FilePreference>,
    status_quo: Option<Label>,
    #[serde(default)]
    inverse: Vec<FileInverse>,
}

#[derive(Deserialize)]
struct FileOption {
    name: String,
    #[serde(default)]
    dm: String,
    #[serde(default)]
    direction: FileDirection,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FileDirection {
    #[default]
    Both,
    ToYes,
    ToNo,
}

enum FileState {
    Label(Label),
    Choice(FileChoice),
}

#[derive(Deserialize)]
struct FileChoice {
    label: Label,
    pattern: String,
    decimal: Option<u64>,
}

/// Written out, for an untagged enum keeps a copy of every state until it knows which kind it is.
impl<'de> Deserialize<'de> for FileState {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = FileState;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a state's label, or an object with label and pattern")
            }

            fn visit_u64<E>(self, label: u64) -> std::result::Result<FileState, E> {
                Ok(FileState::Label(label))
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> std::result::Result<FileState, A::Error> {
                let choice = serde::de::value::MapAccessDeserializer::new(map);
                FileChoice::deserialize(choice).map(FileState::Choice)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[derive(Deserialize)]
struct FilePreference {
    ranking: Option<Vec<Vec<Label>>>,
    #[serde(default)]
    strong_after: Vec<usize>,
    priorities: Option<Vec<Vec<String>>>,
    weights: Option<Vec<FileWeight>>,
    #[serde(default)]
    unknown: Vec<(Label, Label)>,
}

#[derive(Deserialize)]
struct FileWeight {
    any_of: Vec<String>,
    weight: i64,
}

#[derive(Deserialize)]
struct FileInverse {
    state: Label,
    vary: BTreeMap<String, serde_json::Value>,
}

/// Reads a conflict from JSON.
pub fn read(text: &str) -> Result<Model> {
    let file: File = serde_json::from_str(text).map_err(|e| {
        let place = Place { line: e.line(), column: e.column() };
        let message = e.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let error = Error::new(ErrorKind::Syntax, format!("{message}; expected a conflict in the format {FORMAT}"));
        if e.line() > 0 { error.at(place) } else { error }
    })?;
    if let Some(other) = file.format.as_deref().filter(|f| *f != FORMAT) {
        return Err(Error::new(ErrorKind::Syntax, format!("the format is “{other}”; this reads {FORMAT}")));
    }
    file.model()
}

/// Puts the part of the file that an error is about in front of it.
fn within<T>(part: &str, result: Result<T>) -> Result<T> {
    result.map_err(|e| Error::new(e.kind(), format!("{part}: {}", e.message())))
}

impl File {
    fn model(self) -> Result<Model> {
        within("decision_makers", distinct("decision maker", self.decision_makers.iter().map(String::as_str)))?;
        let makers = &self.decision_makers;
        let n = self.options.len();
        if n > MAX_OPTIONS {
            let message = format!(
                "options: there are {n}, and at most {MAX_OPTIONS} can be handled; leave some out or join some"
            );
            return Err(Error::new(ErrorKind::TooLarge, message));
        }
        if let Some(extra) = self.preferences.keys().find(|k| !makers.contains(k)) {
            return within("preferences", find_decision_maker(makers, extra).map(|_| Model::default()));
        }
        let mut preferences = Vec::new();
        for maker in makers {
            let part = format!("preferences.\"{maker}\"");
            let stated = self.preferences.get(maker).ok_or_else(|| {
                Error::new(ErrorKind::Missing, format!("{part} is missing; give its ranking, priorities or weights"))
            })?;
            preferences.push(within(&part, stated.preference(n))?);
        }
        let mut inverse = Vec::new();
        for question in &self.inverse {
            let vary: Result<Vec<usize>> =
                question.vary.keys().map(|m| within("inverse", find_decision_maker(makers, m))).collect();
            let mut vary = vary?;
            vary.sort_unstable();
            if let Some((maker, _)) = question.vary.iter().find(|(_, v)| !v.is_null()) {
                let message =
                    format!("inverse: the ranking of “{maker}” can only vary over all strict orders; write null");
                return Err(Error::new(ErrorKind::Unsupported, message));
            }
            inverse.push(InverseQuestion { state: question.state, vary });
        }
        let form = match &self.moves {
            Some(moves) => Form::Graph(self.graph(moves)?),
            None => Form::Options(self.option_form()?),
        };
        Ok(Model {
            about: About { id: self.id, title: self.title, citation: self.citation, notes: self.notes },
            decision_makers: self.decision_makers,
            form,
            preferences,
            status_quo: self.status_quo,
            inverse,
        })
    }

    fn graph(&self, moves: &BTreeMap<String, Vec<(Label, Label)>>) -> Result<GraphForm> {
        if !self.options.is_empty() {
            return Err(Error::new(ErrorKind::Contradiction, "both options and moves are given; keep one of them"));
        }
        for name in moves.keys() {
            within("moves", find_decision_maker(&self.decision_makers, name))?;
        }
        let label = |s: &FileState| match s {
            FileState::Label(label) | FileState::Choice(FileChoice { label, .. }) => *label,
        };
        Ok(GraphForm {
            states: self.states.iter().map(label).collect(),
            moves: self.decision_makers.iter().map(|m| moves.get(m).cloned().unwrap_or_default()).collect(),
        })
    }

    fn option_form(&self) -> Result<OptionForm> {
        let n = self.options.len();
        let mut options: Vec<ConflictOption> = Vec::with_capacity(n);
        for o in &self.options {
            let part = format!("option “{}”", o.name);
            if o.dm.is_empty() {
                let message = format!("{part} belongs to nobody; name its decision maker under dm");
                return Err(Error::new(ErrorKind::Unowned, message));
            }
            let owner = within(&part, find_decision_maker(&self.decision_makers, &o.dm))?;
            let direction = match o.direction {
                FileDirection::Both => Direction::Both,
                FileDirection::ToYes => Direction::ToYes,
                FileDirection::ToNo => Direction::ToNo,
            };
            if let Some(twin) = options.iter().find(|p| p.name == o.name && p.owner == owner) {
                let message = if twin.direction == direction {
                    format!("{part} is listed twice; remove one")
                } else {
                    format!("{part} is listed twice with different directions; keep the right one")
                };
                let kind = if twin.direction == direction { ErrorKind::Duplicate } else { ErrorKind::Contradiction };
                return Err(Error::new(kind, message));
            }
            options.push(ConflictOption { name: o.name.clone(), owner, direction });
        }
        let conditions = |part: &str, texts: &[String]| -> Result<Vec<Condition>> {
            texts.iter().map(|t| within(part, Pattern::parse(t, n)).map(Condition::Matches)).collect()
        };
        let mut states = Vec::with_capacity(self.states.len());
        for s in &self.states {
            match s {
                FileState::Choice(FileChoice { label, pattern, decimal }) => {
                    let part = || format!("state {label}");
                    let pattern = Pattern::parse(pattern, n).or_else(|e| within(&part(), Err(e)))?;
                    if decimal.is_some_and(|d| d != pattern.value) {
                        let message =
                            format!("{}: its decimal should be {}; correct it or leave it out", part(), pattern.value);
                        return Err(Error::new(ErrorKind::Contradiction, message));
                    }
                    states.push(StatePattern { label: *label, pattern });
                }
                FileState::Label(label) => {
                    let message =
                        format!("state {label} has no pattern; give its pattern, or give moves for a graph form");
                    return Err(Error::new(ErrorKind::Missing, message));
                }
            }
        }
        Ok(OptionForm {
            options,
            infeasible: conditions("infeasible", &self.infeasible)?,
            merge: conditions("merge", &self.merge)?,
            states,
        })
    }
}

impl FilePreference {
    fn preference(&self, options: usize) -> Result<Preference> {
        let any_of = |texts: &[String]| -> Result<Condition> {
            let patterns: Result<Vec<_>> = texts.iter().map(|t| Pattern::parse(t, options)).collect();
            Ok(Condition::any_of(patterns?))
        };
        if self.ranking.is_none() && self.priorities.is_none() && self.weights.is_none() {
            return Err(Error::new(ErrorKind::Missing, "give a ranking, priorities or weights"));
        }
        let ranking = self.ranking.clone().map(|tiers| Ranking { tiers, strong_after: self.strong_after.clone() });
        let priorities = match &self.priorities {
            Some(statements) => {
                let all: Result<Vec<_>> = statements.iter().map(|s| any_of(s).map(Into::into)).collect();
                Some(within("priorities", all)?)
            }
            None => None,
        };
        let weights = match &self.weights {
            Some(weights) => {
                let read =
                    |w: &FileWeight| any_of(&w.any_of).map(|c| Weighted { statement: c.into(), weight: w.weight });
                Some(within("weights", weights.iter().map(read).collect::<Result<Vec<_>>>())?)
            }
            None => None,
        };
        Ok(Preference { ranking, priorities, weights, unknown: self.unknown.clone(), ..Preference::default() })
    }
}

/// Refuses a name that occurs twice.
pub(crate) fn distinct<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> Result<()> {
    let mut seen = HashSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(Error::new(
                ErrorKind::Duplicate,
                format!("the {what} “{name}” is listed twice; rename or remove one"),
            ));
        }
    }
    if seen.is_empty() {
        return Err(Error::new(ErrorKind::Missing, format!("there is no {what}; name at least one")));
    }
    Ok(())
}
