//! Which outcomes survive when a preference that rests on little is turned round.

use super::solved::Solved;
use crate::casefile::Backing;
use conflict::condition::Condition;
use conflict::{Concept, Game, StateSet, stability};
use std::collections::BTreeSet;

/// A preference turned round, and what that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flip {
    /// Whose preference.
    pub party: String,
    /// Place of the decision maker in the model.
    pub maker: usize,
    /// Place of the statement among its own, from 0.
    pub statement: usize,
    /// The statement in words.
    pub words: String,
    /// Ids of the positions behind it.
    pub evidence: Vec<String>,
    /// Why it may be turned round.
    pub backing: Backing,
    /// Labels of outcomes that no longer hold, ascending.
    pub lost: Vec<u64>,
    /// Labels of outcomes that hold only now, ascending.
    pub gained: Vec<u64>,
}

/// Turns round, one at a time, each statement that is assumed, second-hand or of a single origin. An outcome holds when
/// it is an equilibrium by R or SEQ.
pub(super) fn flips(solved: &Solved<'_>) -> conflict::Result<Vec<Flip>> {
    let before = labels(&solved.game, &solved.equilibria(Concept::R).or(&solved.equilibria(Concept::Seq)));
    let mut flips = Vec::new();
    for (maker, preference) in solved.file.model.preferences.iter().enumerate() {
        let Some(statements) = preference.priorities.as_ref().filter(|_| preference.ranking.is_none()) else {
            continue;
        };
        for (at, statement) in statements.iter().enumerate() {
            let support = solved.file.of_statements.get(maker).and_then(|all| all.get(at)).cloned().unwrap_or_default();
            let assumed = statement.standing == conflict::model::Standing::Assumed;
            let backing = solved.file.backing(&support, assumed);
            if backing == Backing::default() {
                continue;
            }
            let turned = |choice: u64| {
                let mut key = 0u128;
                for (other, each) in statements.iter().enumerate().take(128) {
                    let holds = each.condition.holds(choice) != (other == at);
                    key = key << 1 | u128::from(!holds);
                }
                key
            };
            let keys: Vec<u128> = (0..solved.game.len() as u32).map(|s| turned(solved.choice(s))).collect();
            let game = solved.game.with_ranks(maker, dense(&keys));
            let found = stability::solve(&game, &[Concept::R, Concept::Seq])?;
            let none = || StateSet::new(game.len());
            let holds = found
                .equilibria(Concept::R)
                .unwrap_or_else(none)
                .or(&found.equilibria(Concept::Seq).unwrap_or_else(none));
            let after = labels(&game, &holds);
            let (words, evidence) = solved.statement(maker, at);
            flips.push(Flip {
                party: solved.game.makers()[maker].clone(),
                maker,
                statement: at,
                words,
                evidence,
                backing,
                lost: before.difference(&after).copied().collect(),
                gained: after.difference(&before).copied().collect(),
            });
        }
    }
    flips.sort_by_key(|flip| std::cmp::Reverse(flip.lost.len() + flip.gained.len()));
    Ok(flips)
}

fn labels(game: &Game, states: &StateSet) -> BTreeSet<u64> {
    states.iter().map(|state| game.label(state)).collect()
}

fn dense(keys: &[u128]) -> Vec<u32> {
    let all: BTreeSet<u128> = keys.iter().copied().collect();
    let all: Vec<u128> = all.into_iter().collect();
    keys.iter().map(|key| all.partition_point(|known| known < key) as u32).collect()
}

/// Whether a condition speaks of an option.
pub(crate) fn speaks_of(condition: &Condition, option: usize) -> bool {
    match condition {
        Condition::Taken(k) => *k == option,
        Condition::Matches(pattern) => pattern.care >> option & 1 == 1,
        Condition::Not(inner) => speaks_of(inner, option),
        Condition::All(all) | Condition::Any(all) => all.iter().any(|inner| speaks_of(inner, option)),
        Condition::If(a, b) | Condition::Iff(a, b) => speaks_of(a, option) || speaks_of(b, option),
    }
}
