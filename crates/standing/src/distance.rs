//! How far apart two parties are in a thread both have.

use crate::current::standing;
use crate::held::{Case, Held};
use crate::{By, Place, Voice};
use codebook::{Act, Party};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Two parties in one thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distance {
    /// The thread's issue.
    pub issue: String,
    /// The thread's id.
    pub thread: String,
    /// In alphabetical order.
    pub parties: [Party; 2],
    /// How they stand to each other.
    pub kind: DistanceKind,
    /// Their positions, in the order of `parties`.
    pub because: [Place; 2],
    /// Which party is seen only on whose word.
    pub second_hand: BTreeMap<Party, By>,
}

/// How two parties stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DistanceKind {
    /// One gives what the other asks, or both want the same.
    Compatible,
    /// One wants what the other refuses, or they ask for things that exclude each other.
    Opposed,
    /// One leaves it open, or a condition stands between them.
    Open,
    /// None of these.
    Unclear,
}

pub(crate) fn distance(case: &Case<'_>) -> Vec<Distance> {
    let lines = case.lines();
    // Thread, then party, then what stands first-hand, or else by each second-hand voice.
    let mut seen: BTreeMap<usize, BTreeMap<&Party, Vec<&Held<'_>>>> = BTreeMap::new();
    for (&(thread, party, voice, _), line) in &lines {
        let Some(held) = standing(line) else { continue };
        let views = seen.entry(thread).or_default().entry(party).or_default();
        // First-hand sorts before second-hand.
        if voice == Voice::FirstHand || views.iter().all(|view| view.voice == Voice::SecondHand) {
            views.push(held);
        }
    }
    let mut rows = Vec::new();
    for (thread, parties) in &seen {
        let thread = &case.threads[*thread];
        let parties: Vec<(&&Party, &Vec<&Held<'_>>)> = parties.iter().collect();
        for (nth, (one, ones)) in parties.iter().enumerate() {
            for (other, others) in &parties[nth + 1..] {
                // A joint party has no distance from its own members.
                if one.includes(other) || other.includes(one) {
                    continue;
                }
                for (a, b) in ones.iter().flat_map(|a| others.iter().map(move |b| (*a, *b))) {
                    let told = [a, b].into_iter().filter(|held| held.voice == Voice::SecondHand);
                    rows.push(Distance {
                        issue: thread.issue.clone(),
                        thread: thread.id.clone(),
                        parties: [(**one).clone(), (**other).clone()],
                        kind: kind(a, b),
                        because: [a.place(), b.place()],
                        second_hand: told.map(|held| (held.party.clone(), held.by.clone())).collect(),
                    });
                }
            }
        }
    }
    rows
}

/// What a position does, whichever way it is turned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Does {
    Asks,
    Gives,
    Threatens,
    Refuses,
}

fn kind(a: &Held<'_>, b: &Held<'_>) -> DistanceKind {
    if a.position.act == Act::Consider || b.position.act == Act::Consider {
        return DistanceKind::Open;
    }
    let (Some((does_a, wants_a)), Some((does_b, wants_b))) = (does(a), does(b)) else {
        return DistanceKind::Unclear;
    };
    if a.conditional() || b.conditional() {
        return DistanceKind::Open;
    }
    let either = |does: Does| does_a == does || does_b == does;
    if wants_a != wants_b {
        // One asks for or refuses what the other does the contrary of. Where neither does, each goes its own way.
        return if either(Does::Asks) || either(Does::Refuses) { DistanceKind::Opposed } else { DistanceKind::Unclear };
    }
    // Both the same way. A refusal meets only one who asks for the contrary; a threat only one who asks for it.
    if either(Does::Asks) || (!either(Does::Refuses) && !either(Does::Threatens)) {
        DistanceKind::Compatible
    } else {
        DistanceKind::Unclear
    }
}

/// What a position does, and whether that is for the thread's thing (`true`) or its contrary.
fn does(held: &Held<'_>) -> Option<(Does, bool)> {
    let (does, wants) = match held.position.act {
        Act::Demand | Act::Propose => (Does::Asks, true),
        Act::Offer | Act::Accept | Act::Concede | Act::Commit => (Does::Gives, true),
        Act::Threaten => (Does::Threatens, true),
        Act::Reject | Act::Retract => (Does::Refuses, false),
        Act::Consider | Act::Warn | Act::Accuse | Act::Assess => return None,
    };
    Some((does, wants != held.turned))
}
