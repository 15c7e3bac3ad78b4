//! The acts a position can be, after Bargaining Process Analysis (Walcott & Hopmann 1975).

use serde::{Deserialize, Serialize};

/// What a party does with a proposal. Declared in the order of the codebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// Requires something of another.
    Demand,
    /// Puts forward or advocates an arrangement.
    Propose,
    /// Holds out something of its own, often on a condition.
    Offer,
    /// Agrees to what another proposed.
    Accept,
    /// Gives up or softens an own demand.
    Concede,
    /// Binds itself to do, go on doing, or announces a step.
    Commit,
    /// Leaves open.
    Consider,
    /// Refuses, opposes, rules out.
    Reject,
    /// Takes back an earlier offer, concession or agreement.
    Retract,
    /// Announces harm it will do.
    Threaten,
    /// Foretells harm it does not control.
    Warn,
    /// Blames another for a deed or breach.
    Accuse,
    /// Speaks on an issue without taking a step on it.
    Assess,
}

/// Where an act stands towards its proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// The party wants, gives or announces the thing.
    For,
    /// The party leaves it open, or takes no step.
    Open,
    /// The party refuses the thing or takes it back.
    Against,
}

/// A word that names no act.
#[derive(Debug, thiserror::Error)]
#[error(
    "no act is called {0:?}; acts are demand, propose, offer, accept, concede, commit, consider, reject, retract, threaten, warn, accuse, assess"
)]
pub struct ParseActError(pub String);

impl Act {
    /// All acts, in the codebook's order.
    pub const ALL: [Act; 13] = [
        Act::Demand,
        Act::Propose,
        Act::Offer,
        Act::Accept,
        Act::Concede,
        Act::Commit,
        Act::Consider,
        Act::Reject,
        Act::Retract,
        Act::Threaten,
        Act::Warn,
        Act::Accuse,
        Act::Assess,
    ];

    /// Its name, as written in every format.
    pub const fn name(self) -> &'static str {
        match self {
            Act::Demand => "demand",
            Act::Propose => "propose",
            Act::Offer => "offer",
            Act::Accept => "accept",
            Act::Concede => "concede",
            Act::Commit => "commit",
            Act::Consider => "consider",
            Act::Reject => "reject",
            Act::Retract => "retract",
            Act::Threaten => "threaten",
            Act::Warn => "warn",
            Act::Accuse => "accuse",
            Act::Assess => "assess",
        }
    }

    /// Where it stands towards the proposal.
    pub const fn stance(self) -> Stance {
        match self {
            Act::Demand | Act::Propose | Act::Offer | Act::Accept | Act::Concede | Act::Commit | Act::Threaten => {
                Stance::For
            }
            Act::Consider | Act::Warn | Act::Accuse | Act::Assess => Stance::Open,
            Act::Reject | Act::Retract => Stance::Against,
        }
    }

    /// How firm it is, 0 yielding to 3 firm; `None` for acts that never show movement.
    /// A `commit` to a harm is 3 as well, which the act alone cannot tell.
    pub const fn firmness(self) -> Option<u8> {
        match self {
            Act::Demand | Act::Reject | Act::Threaten | Act::Retract => Some(3),
            Act::Consider => Some(2),
            Act::Propose | Act::Offer | Act::Commit => Some(1),
            Act::Accept | Act::Concede => Some(0),
            Act::Warn | Act::Accuse | Act::Assess => None,
        }
    }
}

impl Stance {
    /// Its name, as written in every format.
    pub const fn name(self) -> &'static str {
        match self {
            Stance::For => "for",
            Stance::Open => "open",
            Stance::Against => "against",
        }
    }
}

impl std::fmt::Display for Act {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl std::fmt::Display for Stance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl std::str::FromStr for Act {
    type Err = ParseActError;

    fn from_str(word: &str) -> Result<Self, ParseActError> {
        Act::ALL.into_iter().find(|act| act.name() == word).ok_or_else(|| ParseActError(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for act in Act::ALL {
            assert_eq!(act.name().parse::<Act>().unwrap(), act);
            assert_eq!(serde_json::to_value(act).unwrap(), act.name());
        }
        assert!("insist".parse::<Act>().is_err());
    }
}
