//! What each party itself can do: from what it is asked, what it holds out, binds itself to, threatens and refuses.

use crate::case::{Case, Said};
use crate::words;
use codebook::Act;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// An option found in the positions, before the strongest are chosen.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// The code of the party that can do it.
    pub owner: String,
    pub thread: Option<usize>,
    pub issue: String,
    pub name: String,
    /// Whether doing it is the thread's thing (`true`) or its contrary.
    pub with_thread: bool,
    /// Positions about it, as places in the case's list, in the order said.
    pub about: Vec<usize>,
    /// Why the owner had to be assumed.
    pub assumed: Option<String>,
    pub score: i64,
    /// Stems of what is said of it, to find it again in a condition.
    pub stems: BTreeSet<String>,
}

/// What a position says about which option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bearing {
    pub option: usize,
    /// Whether the position is for the option being taken; `None` where it takes no side.
    pub wants: Option<bool>,
}

/// All options with, for each position, what it bears on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    pub options: Vec<Candidate>,
    /// By position: the options it bears on.
    pub bearings: Vec<Vec<Bearing>>,
    /// Positions that bear on no option, with the reason.
    pub idle: Vec<(usize, &'static str)>,
}

/// Who could do what a position speaks of.
enum Doer {
    Parties(Vec<String>, Option<String>),
    Nobody(&'static str),
}

/// What a thread says of who acts in it, gathered once.
#[derive(Default)]
struct Actors<'a> {
    /// (who asks, of whom)
    asked: BTreeSet<(&'a str, &'a str)>,
    /// Who speaks of a step of its own.
    own: BTreeSet<&'a str>,
    /// Who threatens with or goes ahead with it.
    announces: BTreeSet<&'a str>,
    asks: BTreeSet<&'a str>,
    /// Who offers a step, in which words.
    offers: Vec<(&'a str, String)>,
    accepts: BTreeSet<&'a str>,
}

pub(crate) fn find(case: &Case<'_>) -> Found {
    let mut actors: Vec<Actors<'_>> = case.threads.iter().map(|_| Actors::default()).collect();
    for said in &case.said {
        let thread = &mut actors[said.thread];
        for holder in &said.holders {
            match said.act() {
                Act::Demand | Act::Propose => {
                    thread.asks.insert(holder);
                    thread.asked.extend(said.targets().into_iter().filter(|t| t != holder).filter_map(|target| {
                        // The target's code lives as long as the reading.
                        let party = said.position.target.as_ref()?;
                        party.members().find(|member| *member == target).map(|member| (*holder, member))
                    }));
                }
                Act::Offer => {
                    thread.own.insert(holder);
                    thread.offers.push((holder, said.proposal()));
                }
                Act::Accept => {
                    thread.own.insert(holder);
                    thread.accepts.insert(holder);
                }
                Act::Consider | Act::Retract => {
                    thread.own.insert(holder);
                }
                Act::Commit | Act::Threaten => {
                    thread.own.insert(holder);
                    thread.announces.insert(holder);
                }
                _ => {}
            }
        }
    }
    let mut found = Found { bearings: vec![Vec::new(); case.said.len()], ..Found::default() };
    let mut index: HashMap<(String, usize), usize> = HashMap::new();
    for (at, said) in case.said.iter().enumerate() {
        if case.threads[said.thread].issue == "unspecified" {
            found.idle.push((at, "the words name no issue"));
            continue;
        }
        for holder in &said.holders {
            match doer(said, holder, &actors[said.thread]) {
                Doer::Nobody(why) => found.idle.push((at, why)),
                Doer::Parties(owners, assumed) => {
                    for owner in owners {
                        let option = *index.entry((owner.clone(), said.thread)).or_insert_with(|| {
                            found.options.push(Candidate {
                                owner: owner.clone(),
                                thread: Some(said.thread),
                                issue: case.threads[said.thread].issue.clone(),
                                name: String::new(),
                                with_thread: true,
                                about: Vec::new(),
                                assumed: assumed.clone(),
                                score: 0,
                                stems: BTreeSet::new(),
                            });
                            found.options.len() - 1
                        });
                        let candidate = &mut found.options[option];
                        if candidate.about.last() != Some(&at) {
                            candidate.about.push(at);
                        }
                        if assumed.is_none() {
                            candidate.assumed = None;
                        }
                    }
                }
            }
        }
    }
    for option in &mut found.options {
        describe(case, option);
    }
    distinct_names(&mut found.options);
    for (number, option) in found.options.iter().enumerate() {
        for at in &option.about {
            let wants = case.said[*at].wants().map(|wants| wants == option.with_thread);
            found.bearings[*at].push(Bearing { option: number, wants });
        }
    }
    found
}

fn doer(said: &Said<'_>, holder: &str, thread: &Actors<'_>) -> Doer {
    let own = |why: Option<String>| Doer::Parties(vec![holder.to_owned()], why);
    let others = |set: &BTreeSet<&str>| -> Vec<String> {
        set.iter().filter(|party| **party != holder).map(|party| (*party).to_owned()).collect()
    };
    match said.act() {
        Act::Warn | Act::Accuse | Act::Assess => Doer::Nobody("it takes no step"),
        Act::Concede if thread.asks.contains(holder) => {
            Doer::Nobody("it softens the party's own demand and is no step of its own")
        }
        Act::Concede if words::is_claim(&said.proposal()) => Doer::Nobody("it grants a view and is no step"),
        Act::Accept => {
            // Who accepts an offer has the other do it; what all of them accept, each does.
            let accepted = said.proposal();
            let mut offering: Vec<String> = thread
                .offers
                .iter()
                .filter(|(by, words)| *by != holder && !thread.accepts.contains(by) && words::meet(words, &accepted))
                .map(|(by, _)| (*by).to_owned())
                .collect();
            offering.sort();
            offering.dedup();
            if offering.is_empty() { own(None) } else { Doer::Parties(offering, None) }
        }
        Act::Offer | Act::Commit | Act::Consider | Act::Threaten | Act::Retract | Act::Concede => own(None),
        Act::Demand | Act::Propose => {
            let targets: Vec<String> =
                said.targets().into_iter().filter(|target| *target != holder).map(str::to_owned).collect();
            if !targets.is_empty() {
                return Doer::Parties(targets, None);
            }
            let mut able = others(&thread.own);
            if able.is_empty() {
                able = thread.asked.iter().map(|(_, of)| (*of).to_owned()).filter(|of| of != holder).collect();
                able.sort();
                able.dedup();
            }
            match able.len() {
                1 => Doer::Parties(able, Some("the words do not say of whom it is asked; the one other party that speaks of this as its own step is taken".into())),
                0 if said.act() == Act::Propose => {
                    own(Some("the words do not say who would do it; the party that puts it forward is taken".into()))
                }
                0 => Doer::Nobody("the words do not say of whom it is asked"),
                _ if thread.own.contains(holder) => own(None),
                _ => Doer::Nobody("the words do not say which of several parties it is asked of"),
            }
        }
        Act::Reject => {
            let asked = thread.asked.iter().any(|(_, of)| *of == holder);
            if asked || thread.own.contains(holder) || said.targets().is_empty() {
                return own(None);
            }
            let mut elsewhere = others(&thread.announces);
            if elsewhere.is_empty() {
                elsewhere = thread.asked.iter().map(|(_, of)| (*of).to_owned()).collect();
                elsewhere.sort();
                elsewhere.dedup();
            }
            if elsewhere.is_empty() { own(None) } else { Doer::Parties(elsewhere, None) }
        }
    }
}

/// How good a position's words are as a name: steps that are to be taken before refusals.
fn naming(said: &Said<'_>) -> u8 {
    match said.act() {
        Act::Accept | Act::Commit => 6,
        Act::Demand | Act::Offer => 5,
        Act::Threaten => 4,
        Act::Propose => 3,
        Act::Reject | Act::Retract => 2,
        Act::Consider => 1,
        _ => 0,
    }
}

fn describe(case: &Case<'_>, option: &mut Candidate) {
    // A step rather than a refusal, in the party's own words, as it stands now; then the plainest and latest.
    let key = |at: &usize| {
        let said = &case.said[*at];
        let proposal = said.proposal();
        let short = proposal.chars().count() <= 64;
        // "the ship" alone names no step.
        let telling = words::stems(&proposal).len() > 1;
        let step = !said.turned && naming(said) >= 3;
        (
            !said.past,
            !said.denied,
            step,
            telling,
            said.first_hand(),
            said.current && !said.past,
            naming(said),
            short,
            *at,
        )
    };
    if let Some(best) = option.about.iter().max_by_key(|at| key(at)) {
        let said = &case.said[*best];
        option.with_thread = !said.turned;
        let proposal = said.proposal();
        // What a refusal or a limit granted denies is the step.
        let denies = matches!(said.act(), Act::Reject | Act::Retract | Act::Concede);
        let thing = words::undenied(&proposal).filter(|_| denies).unwrap_or(&proposal);
        let owner = crate::party::name(&option.owner, &BTreeMap::new());
        option.name = words::without_owner(&words::name(thing), &owner).to_owned();
    }
    let (mut wanted, mut unwanted) = (false, false);
    for at in &option.about {
        let said = &case.said[*at];
        option.stems.extend(words::stems(&said.proposal()));
        option.score += match (said.current && !said.past, said.first_hand()) {
            (true, true) => 6,
            (true, false) => 4,
            (false, _) => 1,
        };
        match said.wants() {
            Some(wants) if wants == option.with_thread => wanted = true,
            Some(_) => unwanted = true,
            None => {}
        }
    }
    // What is asked and refused is what the conflict is about.
    option.score += if wanted && unwanted { 4 } else { 0 };
    // What is agreed needs each party's part of it.
    option.score +=
        if option.about.iter().any(|at| case.said[*at].current && case.said[*at].act() == Act::Accept) { 4 } else { 0 };
    option.score -= if option.assumed.is_some() { 2 } else { 0 };
    // Firm positions first: they name what a settlement turns on.
    option.score += option.about.iter().filter_map(|at| case.said[*at].act().firmness()).max().map_or(0, i64::from);
}

/// Two options of one owner with one name cannot be told apart, so later ones are numbered.
pub(crate) fn distinct_names(options: &mut [Candidate]) {
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    for option in options {
        if option.name.is_empty() {
            option.name = option.issue.clone();
        }
        let count = seen.entry((option.owner.clone(), option.name.clone())).or_default();
        *count += 1;
        if *count > 1 {
            option.name = format!("{} {count}", option.name);
        }
    }
}
