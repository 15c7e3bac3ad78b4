//! On whose word a position rests.

use crate::Place;
use codebook::{Party, Position, Reading, Statement};
use serde::{Deserialize, Serialize};

/// Whether a position is told by its holder's own side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Voice {
    /// The whole chain of statements is spoken by the holder's side, without a hedge.
    FirstHand,
    /// Anything else.
    SecondHand,
}

/// The party on whose word a position rests, or the report; in JSON a party's code or `report`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum By {
    /// Nobody of a stated side, or the holder itself behind a hedge.
    Report,
    /// A party.
    Party(Party),
}

/// `[report, position, voice, by]` in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoiceRow(
    /// The report's id.
    pub String,
    /// The position's id within it.
    pub String,
    /// First-hand or second-hand.
    pub Voice,
    /// On whose word.
    pub By,
);

impl VoiceRow {
    /// The position it is about.
    pub fn place(&self) -> Place {
        Place::new(self.0.clone(), self.1.clone())
    }
}

impl From<String> for By {
    fn from(code: String) -> Self {
        if code == "report" { By::Report } else { By::Party(Party::new(&code)) }
    }
}

impl From<By> for String {
    fn from(by: By) -> Self {
        by.to_string()
    }
}

impl std::fmt::Display for By {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            By::Report => f.pad("report"),
            By::Party(party) => party.fmt(f),
        }
    }
}

/// The voice of a position held by `holder`.
///
/// The chain goes from the statement that carries it outwards by `via`. A chain that names a statement the
/// reading lacks, or that runs in a circle, rests on the report from there on.
pub(crate) fn voice(reading: &Reading, position: &Position, holder: &Party) -> (Voice, By) {
    let Some(chain) = chain(reading, position) else { return (Voice::SecondHand, By::Report) };
    let Some(outermost) = chain.last() else { return (Voice::SecondHand, By::Report) };
    let hedged = chain.iter().any(|statement| statement.hedged);
    let own = |statement: &Statement| statement.speaker.party.as_ref().is_some_and(|party| party.includes(holder));
    if !hedged && chain.iter().all(|statement| own(statement)) {
        return (Voice::FirstHand, By::Party(holder.clone()));
    }
    let by = match &outermost.speaker.party {
        None => By::Report,
        Some(_) if hedged && own(outermost) => By::Report,
        Some(party) => By::Party(party.clone()),
    };
    (Voice::SecondHand, by)
}

/// The statements a position stands inside, innermost first; `None` where the chain is broken.
fn chain<'r>(reading: &'r Reading, position: &Position) -> Option<Vec<&'r Statement>> {
    let mut chain: Vec<&Statement> = Vec::new();
    let mut next = position.statement.as_deref();
    while let Some(id) = next {
        let statement = reading.statements.iter().find(|statement| statement.id == id)?;
        if chain.iter().any(|seen| seen.id == id) {
            return None;
        }
        chain.push(statement);
        next = statement.via.as_deref();
    }
    Some(chain)
}
