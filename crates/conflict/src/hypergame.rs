//! Hypergames (Wang, Hipel and Fraser 1988): each decision maker analyses the conflict as it perceives it.

use std::collections::BTreeMap;

use crate::error::{Error, ErrorKind, Result};
use crate::game::{Game, Maker, Space, State};
use crate::model::Model;
use crate::stability::{self, Concept};

/// The conflict as one decision maker perceives it.
#[derive(Clone, Debug)]
pub struct Perception {
    /// The name of the decision maker, one of the model's own.
    pub maker: String,
    /// The conflict it believes it is in.
    pub model: Model,
}

/// A state of a hypergame: the options taken, each as (owner, option).
pub type Outcome = Vec<(String, String)>;

/// What each decision maker thinks of a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The options taken.
    pub outcome: Outcome,
    /// Per perception, in order: the state's label in that model and whether it is stable there; `None` where the
    /// decision maker does not perceive the state.
    pub views: Vec<Option<(crate::Label, bool)>>,
}

impl Judgement {
    /// Whether nobody who perceives the state wants to leave it.
    pub fn equilibrium(&self) -> bool {
        self.views.iter().flatten().all(|(_, stable)| *stable)
    }
}

/// The judgements as a table, one row per state.
pub fn table(perceptions: &[Perception], judgements: &[Judgement]) -> String {
    let mut rows = vec![perceptions.iter().map(|p| p.maker.clone()).collect::<Vec<_>>()];
    rows[0].extend(["equilibrium".to_owned(), "taken".to_owned()]);
    for judgement in judgements {
        let view = |v: &Option<(crate::Label, bool)>| match v {
            None => "does not see it".to_owned(),
            Some((label, true)) => format!("{label}: stays"),
            Some((label, false)) => format!("{label}: leaves"),
        };
        let mut row: Vec<String> = judgement.views.iter().map(view).collect();
        row.push(if judgement.equilibrium() { "yes" } else { "" }.into());
        row.push(taken(&judgement.outcome).join(", "));
        rows.push(row);
    }
    crate::report::columns(&rows)
}

/// The judgements as JSON: the options taken, what each decision maker thinks, and whether it is an equilibrium.
pub fn json(perceptions: &[Perception], judgements: &[Judgement]) -> serde_json::Value {
    let entry = |judgement: &Judgement| {
        let view = |(p, v): (&Perception, &Option<(crate::Label, bool)>)| {
            let stable = v.map(|(label, stable)| serde_json::json!({ "state": label, "stable": stable }));
            (p.maker.clone(), stable.unwrap_or_default())
        };
        let views: serde_json::Map<_, _> = perceptions.iter().zip(&judgement.views).map(view).collect();
        serde_json::json!({
            "taken": taken(&judgement.outcome),
            "perceived": views,
            "equilibrium": judgement.equilibrium(),
        })
    };
    judgements.iter().map(entry).collect()
}

fn taken(outcome: &Outcome) -> Vec<String> {
    outcome.iter().map(|(owner, option)| format!("{owner}: {option}")).collect()
}

/// Judges every state that anybody perceives, under one concept.
///
/// A state of one model and a state of another are the same when the same options of the same owners are taken in
/// both; an option that a model does not have counts as not taken there.
pub fn judge(perceptions: &[Perception], concept: Concept) -> Result<Vec<Judgement>> {
    let mut all: BTreeMap<Outcome, Vec<Option<(crate::Label, bool)>>> = BTreeMap::new();
    for (k, perception) in perceptions.iter().enumerate() {
        let name = |e: Error| Error::new(e.kind(), format!("as “{}” sees it: {}", perception.maker, e.message()));
        let maker: Maker = perception.model.decision_maker(&perception.maker).map_err(name)?;
        let game = Game::new(&perception.model).map_err(name)?;
        let Space::Options(space) = game.space() else {
            let message =
                "states are matched by their options; state each model with options and without merged states";
            return Err(name(Error::new(ErrorKind::Unsupported, message)));
        };
        let stability = stability::solve(&game, &[concept]).map_err(name)?;
        let Some(table) = stability.table(concept) else { continue };
        for s in 0..game.len() as State {
            let outcome = outcome(&perception.model, space.choices[s as usize]);
            let views = all.entry(outcome).or_insert_with(|| vec![None; perceptions.len()]);
            views[k] = Some((game.label(s), table[maker].contains(s)));
        }
    }
    Ok(all.into_iter().map(|(outcome, views)| Judgement { outcome, views }).collect())
}

fn outcome(model: &Model, choice: u64) -> Outcome {
    let taken = model.options().iter().enumerate().filter(|(k, _)| choice >> k & 1 == 1);
    let mut taken: Outcome =
        taken.map(|(_, o)| (model.decision_makers.get(o.owner).cloned().unwrap_or_default(), o.name.clone())).collect();
    taken.sort();
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One does not know that Two can retaliate, and so thinks it safe to defect.
    const TEXT: &str = r#"
[[perceived]]
by = "One"

[[perceived.decision_maker]]
name = "One"
options = ["Defect"]
ranking = "2 > 1"

[[perceived.decision_maker]]
name = "Two"
options = []
ranking = "1 > 2"

[[perceived]]
by = "Two"

[[perceived.decision_maker]]
name = "One"
options = ["Defect"]
ranking = "2 > 1 > 3 > 4"

[[perceived.decision_maker]]
name = "Two"
options = ["Retaliate"]
ranking = "1 > 4 > 2 > 3"
"#;

    #[test]
    fn each_judges_in_its_own_model_and_is_silent_on_the_rest() {
        let perceptions = crate::format::toml::read_hypergame(TEXT).unwrap();
        let judged = judge(&perceptions, Concept::R).unwrap();
        let found = judged.iter().map(|j| (taken(&j.outcome).join("+"), j.views.clone(), j.equilibrium()));
        let expected = [
            ("", vec![Some((1, false)), Some((1, true))], false),
            ("One: Defect", vec![Some((2, true)), Some((2, false))], false),
            ("One: Defect+Two: Retaliate", vec![None, Some((4, true))], true),
            ("Two: Retaliate", vec![None, Some((3, false))], false),
        ];
        assert_eq!(found.collect::<Vec<_>>(), expected.map(|(t, v, e)| (t.to_owned(), v, e)));
        assert!(
            table(&perceptions, &judged)
                .contains("does not see it  4: stays   yes          One: Defect, Two: Retaliate")
        );
        assert_eq!(json(&perceptions, &judged)[2]["perceived"]["One"], serde_json::Value::Null);
    }

    #[test]
    fn a_perception_of_nobody_is_refused() {
        let error =
            crate::format::toml::read_hypergame(&TEXT.replacen("by = \"One\"", "by = \"Three\"", 1)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownName);
        assert_eq!(error.place().unwrap().line, 3);
    }
}
