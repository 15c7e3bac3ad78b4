//! What a conditional offer or threat depends on, as options.

use crate::case::{Case, Said};
use crate::options::{Candidate, Found};
use crate::words;
use codebook::Act;
use std::collections::HashMap;

/// One option, to be taken or not.
pub(crate) type Term = (usize, bool);

/// What a position depends on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Link {
    /// All of them together.
    pub terms: Vec<Term>,
    /// Positions that say so, besides the conditional one itself.
    pub because: Vec<usize>,
    /// Why the words were read so, where that is not plain.
    pub assumed: Option<String>,
}

/// Shares of stems below this are chance.
const ENOUGH: f64 = 0.5;

/// Words for the fighting and for its end.
const VIOLENCE: &[&str] = &[
    "fighting",
    "killing",
    "killings",
    "hostilities",
    "war",
    "violence",
    "attacks",
    "shelling",
    "bombing",
    "strikes",
    "shooting",
    "fire",
    "guns",
    "offensive",
    "bloodshed",
    "combat",
];
const ENDING: &[&str] = &[
    "stop",
    "stops",
    "stopped",
    "end",
    "ends",
    "ended",
    "halt",
    "halts",
    "halted",
    "cease",
    "ceases",
    "ceased",
    "pause",
    "pauses",
    "suspend",
    "suspends",
    "cessation",
    "silence",
];

/// Links conditional positions to options; a bare condition asked of a party that has no such option becomes one.
pub(crate) fn link(case: &Case<'_>, found: &mut Found) -> HashMap<usize, Link> {
    let mut by_report: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, said) in case.said.iter().enumerate() {
        by_report.entry(said.row.id).or_default().push(at);
    }
    let mut by_stem: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, option) in found.options.iter().enumerate() {
        for stem in &option.stems {
            by_stem.entry(stem.clone()).or_default().push(number);
        }
    }
    let mut links = HashMap::new();
    for (at, said) in case.said.iter().enumerate() {
        if said.position.condition.is_empty() || !steps(said) || found.bearings[at].is_empty() {
            continue;
        }
        let beside = by_report.get(said.row.id).map(Vec::as_slice).unwrap_or_default();
        let own: Vec<usize> = found.bearings[at].iter().map(|bearing| bearing.option).collect();
        let link = by_spans(case, found, said, beside, &own)
            .or_else(|| by_words(case, found, said, &by_stem, &own))
            .or_else(|| by_fighting(found, said, &own))
            .or_else(|| by_demand(case, found, at, beside, &own))
            .or_else(|| fresh(case, found, at));
        if let Some(link) = link {
            links.insert(at, link);
        }
    }
    links
}

fn steps(said: &Said<'_>) -> bool {
    !matches!(said.act(), Act::Warn | Act::Accuse | Act::Assess | Act::Consider)
}

/// Positions of the report whose own words are those of the condition.
fn by_spans(case: &Case<'_>, found: &Found, said: &Said<'_>, beside: &[usize], own: &[usize]) -> Option<Link> {
    let mut link = Link::default();
    for &other in beside {
        let there = &case.said[other];
        let within = there
            .position
            .proposal
            .iter()
            .all(|span| said.position.condition.iter().any(|condition| condition.contains(*span)));
        if !within || there.position.proposal.is_empty() {
            continue;
        }
        for bearing in &found.bearings[other] {
            // A demand in the condition is what must be done, whatever the words before it.
            let Some(wants) = bearing.wants.filter(|_| !own.contains(&bearing.option)) else { continue };
            if !link.terms.iter().any(|(option, _)| *option == bearing.option) {
                link.terms.push((bearing.option, wants));
            }
            link.because.push(other);
        }
    }
    (!link.terms.is_empty()).then_some(link)
}

/// Whether the words of a condition say that it is not met: "unless it leaves", "if the ship is still there".
fn unmet(condition: &str, act: Act) -> bool {
    let (rest, or_else) = words::opened(condition);
    // "Not before it leaves" and "until it leaves" ask for leaving; a threat names what happens otherwise.
    let otherwise = or_else && act == Act::Threaten;
    otherwise != words::denies(rest)
}

fn by_words(
    case: &Case<'_>,
    found: &Found,
    said: &Said<'_>,
    by_stem: &HashMap<String, Vec<usize>>,
    own: &[usize],
) -> Option<Link> {
    let condition = said.condition();
    let (rest, _) = words::opened(&condition);
    let stems = words::stems(rest);
    if stems.len() < 2 {
        return None;
    }
    let targets = said.targets();
    let mut near: Vec<usize> = stems.iter().filter_map(|stem| by_stem.get(stem)).flatten().copied().collect();
    near.sort_unstable();
    near.dedup();
    let score = |option: &usize| {
        let there = &found.options[*option];
        let share = words::share(&stems, &there.stems);
        (share >= ENOUGH && !own.contains(option))
            .then(|| share + if targets.contains(&there.owner.as_str()) { 0.2 } else { 0.0 })
    };
    let best = near
        .iter()
        .filter_map(|option| score(option).map(|score| (score, *option)))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
    // Nobody threatens with harm for what it asks for: then the condition is that this is not done.
    let asked = found.options[best.1].about.iter().any(|at| {
        let there = &case.said[*at];
        there.holders == said.holders
            && matches!(there.act(), Act::Demand | Act::Propose)
            && there.wants() == Some(found.options[best.1].with_thread)
    });
    let met = if asked { said.act() != Act::Threaten } else { !unmet(&condition, said.act()) };
    Some(Link {
        terms: vec![(best.1, met)],
        because: Vec::new(),
        assumed: Some("the condition shares most of its words with this option and is taken to mean it".into()),
    })
}

/// "If they stop the fighting" is the other side's ceasefire.
fn by_fighting(found: &Found, said: &Said<'_>, own: &[usize]) -> Option<Link> {
    let condition = said.condition();
    let all: Vec<String> = words::words(&condition).collect();
    let has = |list: &[&str]| all.iter().any(|word| list.contains(&word.as_str()));
    if !has(VIOLENCE) || !has(ENDING) {
        return None;
    }
    let targets = said.targets();
    let option = found.options.iter().enumerate().find(|(number, option)| {
        option.issue == "ceasefire" && !own.contains(number) && targets.contains(&option.owner.as_str())
    })?;
    Some(Link {
        terms: vec![(option.0, !unmet(&condition, said.act()))],
        because: option.1.about.clone(),
        assumed: Some("an end of the fighting is taken to be this option".into()),
    })
}

/// A threat whose condition names nothing known is taken to follow what its author asks of the same party.
fn by_demand(case: &Case<'_>, found: &Found, at: usize, beside: &[usize], own: &[usize]) -> Option<Link> {
    let said = &case.said[at];
    if said.act() != Act::Threaten {
        return None;
    }
    let asks = |other: &&usize| {
        let there = &case.said[**other];
        there.act() == Act::Demand
            && there.holders == said.holders
            && there.targets().iter().any(|target| said.targets().contains(target))
    };
    // The last asked before the threat, else the first after it.
    let demand =
        beside.iter().take_while(|other| **other < at).filter(asks).last().or_else(|| beside.iter().find(asks))?;
    let bearing = found.bearings[*demand].iter().find(|bearing| !own.contains(&bearing.option))?;
    Some(Link {
        terms: vec![(bearing.option, !bearing.wants?)],
        because: vec![*demand],
        assumed: Some("the threat's condition is taken to be that this demand is not met".into()),
    })
}

/// Words of a state of mind or of need: "if our ally wishes" names no step.
const WISHES: &[&str] = &[
    "wish",
    "wishes",
    "want",
    "wants",
    "like",
    "likes",
    "prefer",
    "prefers",
    "need",
    "needs",
    "needed",
    "necessary",
    "possible",
    "appropriate",
    "required",
];

/// Words that stand for the step they answer.
const SAME: &[&str] =
    &["the same", "likewise", "in kind", "reciprocate", "reciprocates", "follow suit", "follows suit"];

/// A condition that is no option yet becomes one of the party it is put to.
fn fresh(case: &Case<'_>, found: &mut Found, at: usize) -> Option<Link> {
    let said = &case.said[at];
    if !matches!(said.act(), Act::Offer | Act::Threaten | Act::Accept | Act::Commit) {
        return None;
    }
    let target = said.targets().into_iter().find(|target| !said.holders.contains(target))?.to_owned();
    let condition = said.condition();
    let (rest, _) = words::opened(&condition);
    if words::stems(rest).is_empty() || words::denies(rest) {
        return None;
    }
    if words::words(rest).any(|word| WISHES.contains(&word.as_str())) {
        return None;
    }
    let lower = rest.to_lowercase();
    let same = SAME.iter().any(|words| lower.contains(words));
    if same
        && let Some(known) = found
            .options
            .iter()
            .position(|option| option.owner == target && option.thread == Some(said.thread) && !option.name.is_empty())
    {
        return Some(Link { terms: vec![(known, true)], ..Link::default() });
    }
    let asked = found.bearings[at].first().map(|bearing| found.options[bearing.option].name.clone());
    let mut name = match asked.filter(|_| same) {
        Some(name) => name,
        None => words::without_owner(&words::name(rest), &crate::party::name(&target, &Default::default())).to_owned(),
    };
    for pronoun in ["they ", "it ", "he ", "she ", "you "] {
        if let Some(after) = name.strip_prefix(pronoun) {
            name = after.to_owned();
        }
    }
    if let Some(known) = found.options.iter().position(|option| option.owner == target && option.name == name) {
        return Some(Link { terms: vec![(known, true)], ..Link::default() });
    }
    found.options.push(Candidate {
        owner: target,
        thread: None,
        issue: case.threads[said.thread].issue.clone(),
        name,
        with_thread: true,
        about: vec![at],
        assumed: Some("it stands only in a condition, which is taken to be this party's to meet".into()),
        score: if said.current { 3 } else { 0 },
        stems: words::stems(rest),
    });
    Some(Link { terms: vec![(found.options.len() - 1, true)], ..Link::default() })
}
