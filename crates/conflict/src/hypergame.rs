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
