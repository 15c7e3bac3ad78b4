//! A case with its states and stability.

use crate::Casefile;
use conflict::stability::{self, Stability};
use conflict::status_quo::{self, StatusQuo};
use conflict::{Concept, Game, Maker, State, StateSet};

/// The concepts answers speak of.
pub(crate) const CONCEPTS: [Concept; 4] = [Concept::R, Concept::Seq, Concept::Smr, Concept::Gmr];

/// A case ready to be asked.
#[derive(Debug)]
pub struct Solved<'f> {
    /// The case.
    pub file: &'f Casefile,
    /// Its states and moves.
    pub game: Game,
    pub(crate) stability: Stability,
    pub(crate) from_here: Option<StatusQuo>,
}

impl<'f> Solved<'f> {
    /// Solves a case.
    ///
    /// # Errors
    /// Where the engine refuses the model.
    pub fn new(file: &'f Casefile) -> conflict::Result<Self> {
        let game = Game::new(&file.model)?;
        let stability = stability::solve(&game, &CONCEPTS)?;
        let from_here = game.status_quo().map(|_| status_quo::analyse(&game, None)).transpose()?;
        Ok(Self { file, game, stability, from_here })
    }

    /// The choice of options in a state; of a state that merges several, what they agree on.
    pub(crate) fn choice(&self, state: State) -> u64 {
        self.game.pattern(state).map_or(0, |pattern| pattern.value)
    }

    /// The options taken in a state, with their owners.
    pub fn taken(&self, state: State) -> Vec<String> {
        let choice = self.choice(state);
        (0..self.file.model.options().len())
            .filter(|k| choice >> k & 1 == 1)
            .map(|k| self.file.option_name(k))
            .collect()
    }

    /// What is different in a state, in words: "Ukraine takes up X; Russia no longer does Y".
    pub(crate) fn changes(&self, from: State, to: State) -> Vec<String> {
        let (a, b) = (self.choice(from), self.choice(to));
        self.file
            .model
            .options()
            .iter()
            .enumerate()
            .filter(|(k, _)| (a ^ b) >> k & 1 == 1)
            .map(|(k, option)| {
                let owner = &self.file.model.decision_makers[option.owner];
                let verb = if b >> k & 1 == 1 { "takes up" } else { "leaves off" };
                format!("{owner} {verb}: {}", option.name)
            })
            .collect()
    }

    /// The first statement of a decision maker that holds in one of two states and not in the other.
    pub(crate) fn decisive(&self, maker: Maker, a: State, b: State) -> Option<usize> {
        let (a, b) = (self.choice(a), self.choice(b));
        let statements = self.file.model.preferences.get(maker)?.priorities.as_ref()?;
        statements.iter().position(|statement| statement.condition.holds(a) != statement.condition.holds(b))
    }

    /// A statement in words: the condition, and the ids it rests on.
    pub(crate) fn statement(&self, maker: Maker, at: usize) -> (String, Vec<String>) {
        let statements = self.file.model.preferences.get(maker).and_then(|p| p.priorities.as_ref());
        let words = statements.and_then(|all| all.get(at)).map(|s| self.file.words(&s.condition)).unwrap_or_default();
        let ids = self.file.of_statements.get(maker).and_then(|all| all.get(at)).map(|s| s.evidence.clone());
        (words, ids.unwrap_or_default())
    }

    /// Options whose owner's preference is not known, as a choice.
    pub(crate) fn unranked(&self) -> u64 {
        let open = |k: &usize| self.file.unknown.iter().any(|unknown| unknown.option == self.file.option_name(*k));
        (0..self.file.model.options().len()).filter(open).fold(0, |all, k| all | 1 << k)
    }

    pub(crate) fn equilibria(&self, concept: Concept) -> StateSet {
        self.stability.equilibria(concept).unwrap_or_else(|| StateSet::new(self.game.len()))
    }
}
