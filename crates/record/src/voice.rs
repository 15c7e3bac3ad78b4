//! On whose word a position rests (codebook, part 3).

use codebook::{Party, Position, Statement};
use std::collections::HashMap;

/// Whose word a position rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voice {
    /// Its holder's own.
    FirstHand,
    /// Another party's, or the report's where that is `None`.
    SecondHand(Option<Party>),
}

impl Voice {
    /// `first-hand` or `second-hand`.
    pub const fn name(&self) -> &'static str {
        match self {
            Voice::FirstHand => "first-hand",
            Voice::SecondHand(_) => "second-hand",
        }
    }

    /// The party told by, where it is another's word.
    pub const fn by(&self) -> Option<&Party> {
        match self {
            Voice::FirstHand => None,
            Voice::SecondHand(by) => by.as_ref(),
        }
    }
}

/// The voice of a position among the statements of its report.
///
/// First-hand when every statement of its chain is spoken by its holder's side and none is hedged. Otherwise
/// told by the outermost speaker's party; by the report where that speaker has no party, or is the holder behind a hedge.
pub(crate) fn of(position: &Position, statements: &HashMap<&str, &Statement>) -> Voice {
    let chain = chain(position.statement.as_deref(), statements);
    let Some(outermost) = chain.last() else { return Voice::SecondHand(None) };
    let holders = |statement: &Statement| match (&statement.speaker.party, &position.party) {
        (Some(speaker), Some(holder)) => speaker.includes(holder),
        _ => false,
    };
    if chain.iter().all(|statement| holders(statement) && !statement.hedged) {
        return Voice::FirstHand;
    }
    if outermost.hedged && holders(outermost) {
        return Voice::SecondHand(None);
    }
    Voice::SecondHand(outermost.speaker.party.clone())
}

/// The statements a position or statement stands inside, innermost first.
pub(crate) fn chain<'s>(innermost: Option<&str>, statements: &HashMap<&str, &'s Statement>) -> Vec<&'s Statement> {
    let mut chain: Vec<&Statement> = Vec::new();
    let mut next = innermost;
    while let Some(statement) = next.and_then(|id| statements.get(id)) {
        // A ring of statements cannot be recorded, but corrections might close one.
        if chain.iter().any(|seen| seen.id == statement.id) {
            break;
        }
        chain.push(statement);
        next = statement.via.as_deref();
    }
    chain
}
