//! Positions: where a party stands, on what.

use crate::{Act, Party, Span};

/// One party's stand on one proposal.
#[derive(Debug, Clone, PartialEq)]
pub struct Position {
    /// Its id within the report: `p1`, `p2` …
    pub id: String,
    /// The innermost statement whose content has its words; `None` where the report itself asserts it.
    pub statement: Option<String>,
    /// Who holds it, which need not be who speaks.
    pub party: Option<Party>,
    /// What the party does with the proposal.
    pub act: Act,
    /// The id of an issue of the agenda.
    pub issue: String,
    /// The words that say what is demanded, offered, refused.
    pub proposal: Vec<Span>,
    /// The party it is directed at or asked of.
    pub target: Option<Party>,
    /// What the text makes it depend on.
    pub condition: Vec<Span>,
    /// The reason the party gives.
    pub grounds: Vec<Span>,
    /// Calibrated confidence in `[0, 1]`; 1 for what people coded.
    pub confidence: f32,
}
