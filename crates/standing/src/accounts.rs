//! Where voices tell the stance of one party differently.

use crate::held::{Case, Held};
use crate::{Place, Settings};
use codebook::{Act, Party};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// Two accounts of one party in one thread that differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Whose stance is told.
    pub party: Party,
    /// The thread's issue.
    pub issue: String,
    /// The thread's id.
    pub thread: String,
    /// The one said first; of one day, the first in the report.
    pub a: Place,
    /// The other.
    pub b: Place,
    /// In what they differ.
    pub why: Why,
}

/// In what two accounts differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Why {
    /// By two or more in firmness.
    #[serde(rename = "firmness")]
    Firmness,
    /// One denies the other.
    #[serde(rename = "denial")]
    Denial,
    /// Both.
    #[serde(rename = "firmness+denial")]
    FirmnessAndDenial,
}

pub(crate) fn accounts(case: &Case<'_>, settings: &Settings) -> Vec<Account> {
    let denials: HashSet<(usize, usize)> = case.denies.iter().map(|&(a, b)| (a.min(b), a.max(b))).collect();
    let mut groups: BTreeMap<(usize, &Party), Vec<usize>> = BTreeMap::new();
    for (at, held) in case.held.iter().enumerate() {
        groups.entry((held.thread, held.party)).or_default().push(at);
    }
    let mut pairs: Vec<(usize, usize, bool, bool)> = Vec::new();
    for group in groups.values() {
        for (nth, &first) in group.iter().enumerate() {
            // The group is in the order said, so the first too late ends the search.
            for &second in &group[nth + 1..] {
                if !near(&case.held[first], &case.held[second], settings) {
                    break;
                }
                let differs = differ(&case.held[first], &case.held[second]);
                if differs {
                    pairs.push((first, second, true, denials.contains(&(first, second))));
                }
            }
        }
    }
    let found: HashSet<(usize, usize)> = pairs.iter().map(|&(a, b, ..)| (a, b)).collect();
    for &(a, b) in denials.difference(&found) {
        let (one, other) = (&case.held[a], &case.held[b]);
        if one.thread == other.thread && one.party == other.party && voices_differ(one, other) {
            pairs.push((a, b, false, true));
        }
    }
    pairs.sort_unstable();
    pairs
        .into_iter()
        .map(|(a, b, firmness, denial)| {
            let thread = &case.threads[case.held[a].thread];
            Account {
                party: case.held[a].party.clone(),
                issue: thread.issue.clone(),
                thread: thread.id.clone(),
                a: case.held[a].place(),
                b: case.held[b].place(),
                why: match (firmness, denial) {
                    (true, true) => Why::FirmnessAndDenial,
                    (true, false) => Why::Firmness,
                    _ => Why::Denial,
                },
            }
        })
        .collect()
}

/// Whether two things were said within the window. Without dates that cannot be told, and within one report it can.
fn near(a: &Held<'_>, b: &Held<'_>, settings: &Settings) -> bool {
    match (a.when.date, b.when.date) {
        (Some(a), Some(b)) => a.until(b).is_ok_and(|span| span.get_days().abs() <= i32::from(settings.account_days)),
        _ => a.row.id == b.row.id,
    }
}

fn voices_differ(a: &Held<'_>, b: &Held<'_>) -> bool {
    (a.voice, &a.by) != (b.voice, &b.by)
}

/// Whether they differ by two or more in firmness and do not both ask for the same.
///
/// When a past position was said is not known, so it is compared with another past one only.
fn differ(a: &Held<'_>, b: &Held<'_>) -> bool {
    let (Some(firm_a), Some(firm_b)) = (a.firmness, b.firmness) else { return false };
    let asks = |held: &Held<'_>| matches!(held.position.act, Act::Demand | Act::Propose);
    voices_differ(a, b)
        && a.when.present == b.when.present
        && firm_a.abs_diff(firm_b) >= 2
        && !(asks(a) && asks(b) && a.turned == b.turned)
}
