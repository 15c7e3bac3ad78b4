//! Where each party stands now, by each voice.

use crate::held::{Case, Held};
use crate::{By, Voice};
use codebook::{Act, Party, Stance};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The position of one party in one thread by one voice that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Current {
    /// Who holds it.
    pub party: Party,
    /// The thread's issue.
    pub issue: String,
    /// The thread's id.
    pub thread: String,
    /// First-hand or second-hand.
    pub voice: Voice,
    /// On whose word.
    pub by: By,
    /// What the party does.
    pub act: Act,
    /// Where the act stands towards its proposal.
    pub stance: Stance,
    /// The date of the report that has it.
    pub since: Option<Date>,
    /// The day it was said, where the text tells another than the report's date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Date>,
    /// The report's id.
    pub report: String,
    /// The position's id within it.
    pub position: String,
}

/// The position that stands of one line, which must be in the order said.
///
/// The latest with a firmness that does not merely state the other branch of a conditional offer; one
/// without firmness only where there is no other.
pub(crate) fn standing<'h, 'a>(line: &[&'h Held<'a>]) -> Option<&'h Held<'a>> {
    let firm = line.iter().rev().find(|held| held.firmness.is_some() && !held.other_branch);
    firm.or_else(|| line.last()).copied()
}

pub(crate) fn current(case: &Case<'_>) -> Vec<Current> {
    let lines = case.lines();
    lines
        .iter()
        .filter_map(|(&(thread, party, voice, by), line)| {
            let held = standing(line)?;
            let thread = &case.threads[thread];
            Some(Current {
                party: party.clone(),
                issue: thread.issue.clone(),
                thread: thread.id.clone(),
                voice,
                by: by.clone(),
                act: held.position.act,
                stance: held.position.act.stance(),
                since: held.row.date,
                said: held.when.date.filter(|said| Some(*said) != held.row.date && held.when.present),
                report: held.row.id.to_owned(),
                position: held.position.id.clone(),
            })
        })
        .collect()
}
