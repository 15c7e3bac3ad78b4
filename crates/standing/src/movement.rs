//! How each party moved.

use crate::held::{Case, Held};
use crate::{By, Place, Voice};
use codebook::{Act, Party};
use serde::{Deserialize, Serialize};

/// A step from one current position of a party in a thread to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// Who moved.
    pub party: Party,
    /// The thread's issue.
    pub issue: String,
    /// The thread's id.
    pub thread: String,
    /// `None` where a concession or a retraction has nothing before it.
    pub from: Option<Place>,
    /// Where it moved to.
    pub to: Place,
    /// Which way.
    pub kind: MovementKind,
    /// On whose word; only of movement told second-hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
}

/// Which way a party moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MovementKind {
    /// Firmness fell by one or two, or a concession.
    Softened,
    /// Firmness rose by one or two, or a retraction.
    Hardened,
    /// From yielding to firm or from firm to yielding.
    Reversed,
    /// Firmness stayed.
    Held,
}

/// First-hand movement, and apart from it what is told second-hand.
pub(crate) fn movement(case: &Case<'_>) -> (Vec<Movement>, Vec<Movement>) {
    let (mut own, mut told) = (Vec::new(), Vec::new());
    for (&(thread, party, voice, by), line) in &case.lines() {
        let thread = &case.threads[thread];
        let mut before: Option<&Held<'_>> = None;
        for to in days(line) {
            if let Some(kind) = kind(before, to) {
                let step = Movement {
                    party: party.clone(),
                    issue: thread.issue.clone(),
                    thread: thread.id.clone(),
                    from: before.map(Held::place),
                    to: to.place(),
                    kind,
                    by: (voice == Voice::SecondHand).then(|| by.clone()),
                };
                if voice == Voice::FirstHand { own.push(step) } else { told.push(step) }
            }
            before = Some(to);
        }
    }
    (own, told)
}

/// The position that stands at the end of each day, in order. A denial of one's own reported offer is no step.
fn days<'h, 'a>(line: &[&'h Held<'a>]) -> Vec<&'h Held<'a>> {
    let mut days: Vec<&Held<'_>> = Vec::new();
    for held in line.iter().filter(|held| held.firmness.is_some() && !held.other_branch && !held.denies_own) {
        match days.last_mut() {
            Some(last) if last.when == held.when => *last = held,
            _ => days.push(held),
        }
    }
    days
}

fn kind(before: Option<&Held<'_>>, to: &Held<'_>) -> Option<MovementKind> {
    let after = to.firmness?;
    let before = before.and_then(|held| held.firmness);
    if matches!((before, after), (Some(0), 3) | (Some(3), 0)) {
        return Some(MovementKind::Reversed);
    }
    match to.position.act {
        Act::Concede => return Some(MovementKind::Softened),
        Act::Retract => return Some(MovementKind::Hardened),
        _ => {}
    }
    Some(match after.cmp(&before?) {
        std::cmp::Ordering::Less => MovementKind::Softened,
        std::cmp::Ordering::Equal => MovementKind::Held,
        std::cmp::Ordering::Greater => MovementKind::Hardened,
    })
}
