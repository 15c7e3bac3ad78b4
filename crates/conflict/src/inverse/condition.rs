//! What makes a state stable, as a condition on which states stand above it.

use crate::game::{Coalition, Game, Maker, State};
use crate::stability::Concept;
use crate::walk::Walk;

/// What must hold for one move of a decision maker not to upset a state: the move does not lead to a better state, or
/// one of the answers leads to where nothing is better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deterrence {
    /// Where the move leads.
    pub to: State,
    /// Any one of these suffices.
    pub answers: Vec<Answer>,
}

/// An answer of the others to a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Where the answer leads.
    pub to: State,
    /// The states that must not be better than the wanted one for the answer to deter, ascending; without the wanted
    /// state, which never is. Empty when the answer always deters.
    pub no_better: Vec<State>,
}

/// The condition under which a state is stable for a decision maker by R, GMR or SMR: every [`Deterrence`] must hold.
/// It speaks only of the decision maker's own ranking.
pub fn condition(game: &Game, concept: Concept, maker: Maker, state: State) -> Vec<Deterrence> {
    let others = Coalition::of(maker).others(game.makers().len());
    let judge = |to: State| {
        if concept == Concept::R {
            return Deterrence { to, answers: Vec::new() };
        }
        let answer = |end: State| {
            let mut no_better = vec![end];
            if concept == Concept::Smr {
                no_better.extend(game.moves(maker, end));
            }
            no_better.retain(|t| *t != state);
            no_better.sort_unstable();
            no_better.dedup();
            Answer { to: end, no_better }
        };
        Deterrence { to, answers: Walk::by_moves(game, to, others).reached().map(answer).collect() }
    };
    game.moves(maker, state).into_iter().map(judge).collect()
}

impl Deterrence {
    /// Whether it holds when `better` says which states are better than the wanted one.
    pub fn holds(&self, better: impl Fn(State) -> bool) -> bool {
        !better(self.to) || self.answers.iter().any(|a| !a.no_better.iter().any(|t| better(*t)))
    }

    /// Whether it holds in every ranking.
    pub fn always(&self) -> bool {
        self.answers.iter().any(|a| a.no_better.is_empty())
    }

    /// In words, for a wanted state.
    pub fn words(&self, game: &Game, state: State) -> String {
        let (here, to) = (game.label(state), game.label(self.to));
        if let Some(answer) = self.answers.iter().find(|a| a.no_better.is_empty()) {
            let end = game.label(answer.to);
            let how = if end == here { "lead back to it".to_owned() } else { format!("lead to {end} for good") };
            return format!("the move to {to} never matters: the others can {how}");
        }
        let mut text = format!("{to} is not preferred to {here}");
        // An answer that asks for all that another asks for adds nothing, nor does one that rules out the move itself.
        let mut answers: Vec<&Answer> = Vec::new();
        for a in self.answers.iter().filter(|a| !a.no_better.contains(&self.to)) {
            let part = |x: &Answer, y: &Answer| x.no_better.iter().all(|t| y.no_better.contains(t));
            if !answers.iter().any(|b| part(b, a)) {
                answers.retain(|b| !part(a, b));
                answers.push(a);
            }
        }
        for answer in answers {
            let all: Vec<String> = answer.no_better.iter().map(|t| game.label(*t).to_string()).collect();
            text += &match all.as_slice() {
                [one] => format!("; or {one} is not"),
                many => format!("; or none of {} is", many.join(", ")),
            };
        }
        text
    }
}
