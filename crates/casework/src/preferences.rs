//! Preferences as prioritized statements, from what each party says of the options.

use crate::case::Said;
use crate::casefile::{Casefile, LeftOut, Support, Unknown};
use crate::conditions::Link;
use crate::draft::{Chosen, same_step};
use codebook::Act;
use conflict::condition::Condition;
use conflict::model::{Standing, Statement};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// One statement before it is put in order.
struct Wish {
    /// The position it comes from.
    at: usize,
    condition: Condition,
    assumed: bool,
    evidence: Vec<usize>,
    note: String,
    /// For a plain wish, the option and whether it is wanted.
    plain: Option<(usize, bool)>,
}

/// Writes the statements of each decision maker, and what is not known of it.
pub(crate) fn fill(chosen: &Chosen<'_, '_>, file: &mut Casefile) {
    // The position of each maker's statements: current, first-hand before second-hand, recent before old.
    let mut by_maker: Vec<Vec<usize>> = vec![Vec::new(); chosen.makers.len()];
    for (at, said) in chosen.case.said.iter().enumerate() {
        if !said.current || said.past {
            continue;
        }
        for (maker, positions) in by_maker.iter_mut().enumerate() {
            if said.holders.contains(&chosen.makers[maker].as_str()) {
                positions.push(at);
            }
        }
    }
    for (maker, mut positions) in by_maker.into_iter().enumerate() {
        positions.sort_by_key(|at| {
            let said = &chosen.case.said[*at];
            (!said.first_hand(), Reverse(said.row.date), weight(said), *at)
        });
        let mut wishes: Vec<Wish> = Vec::new();
        // "We will not. We would if …": the condition says when the refusal holds.
        let qualified: BTreeSet<usize> = positions
            .iter()
            .filter(|at| matches!(chosen.case.said[**at].act(), Act::Offer | Act::Accept | Act::Commit))
            .filter(|at| linked(chosen, **at).is_some())
            .flat_map(|at| other_branch(chosen, *at))
            .filter(|at| chosen.case.said[*at].act() == Act::Reject)
            .collect();
        positions.retain(|at| !qualified.contains(at));
        // Options by the day of the party's last own word on them; first-hand positions come first.
        let mut own_word: HashMap<usize, Option<Date>> = HashMap::new();
        for at in positions {
            let said = &chosen.case.said[at];
            let bearings = case_bearings(chosen, at);
            if said.first_hand() {
                for (option, ..) in &bearings {
                    own_word.entry(*option).or_insert(said.row.date);
                }
            } else {
                // What others tell of it does not outlive its own later word, even where that ranks nothing.
                let ranked = |option: usize| wishes.iter().any(|wish| wish.plain.is_some_and(|(k, _)| k == option));
                let answered = bearings.iter().any(|(option, ..)| {
                    own_word.get(option).is_some_and(|day| *day >= said.row.date) && !ranked(*option)
                });
                if answered {
                    file.left_out.push(LeftOut {
                        what: format!("preference of {}: {}", called(chosen, file, said), said.proposal()),
                        support: Support {
                            evidence: vec![said.id()],
                            note: "others tell it of the party, and what the party says itself is not older".into(),
                        },
                    });
                    continue;
                }
            }
            for wish in voiced(chosen, maker, at) {
                keep(chosen, file, &mut wishes, wish);
            }
        }
        for wish in supposed(chosen, maker) {
            if let Some((option, _)) = wish.plain
                && !wishes.iter().any(|known| known.plain.is_some_and(|(k, _)| k == option))
            {
                wishes.push(wish);
            }
        }
        unknown(chosen, file, maker, &wishes);
        let case = chosen.case;
        let statement = |wish: &Wish| Statement {
            condition: wish.condition.clone(),
            standing: if wish.assumed { Standing::Assumed } else { Standing::Given },
            alternatives: Vec::new(),
        };
        file.model.preferences[maker].priorities = Some(wishes.iter().map(statement).collect());
        file.of_statements.push(
            wishes
                .into_iter()
                .map(|wish| Support {
                    evidence: wish.evidence.iter().map(|at| case.said[*at].id()).collect(),
                    note: wish.note,
                })
                .collect(),
        );
    }
}

/// The holders of a position, as the file calls them.
fn called(chosen: &Chosen<'_, '_>, file: &Casefile, said: &Said<'_>) -> String {
    let one = |code: &&str| match chosen.makers.iter().position(|maker| maker == code) {
        Some(at) => file.model.decision_makers[at].clone(),
        None => crate::party::name(code, &Default::default()),
    };
    said.holders.iter().map(one).collect::<Vec<_>>().join(" and ")
}

/// What is asked or refused before what is announced, that before what is granted, offered and put forward.
fn weight(said: &Said<'_>) -> u8 {
    match said.act() {
        Act::Demand | Act::Reject | Act::Retract => 0,
        Act::Threaten => 1,
        Act::Accept | Act::Commit => 2,
        Act::Offer => 3,
        Act::Propose => 4,
        _ => 5,
    }
}

/// Adds a wish, unless one before it settles the same option: then its evidence is added, or it is left out.
fn keep(chosen: &Chosen<'_, '_>, file: &mut Casefile, wishes: &mut Vec<Wish>, wish: Wish) {
    if let Some((option, wanted)) = wish.plain
        && let Some(known) = wishes.iter_mut().find(|known| known.plain.is_some_and(|(k, _)| k == option))
    {
        if known.plain == Some((option, wanted)) {
            known.evidence.extend(wish.evidence.iter().filter(|at| !known.evidence.contains(at)).collect::<Vec<_>>());
        } else {
            let said = &chosen.case.said[wish.at];
            file.left_out.push(LeftOut {
                what: format!("preference of {}: {}", called(chosen, file, said), said.proposal()),
                support: Support {
                    evidence: vec![said.id()],
                    note: format!(
                        "it differs from what stands before it ({}), which is {}",
                        chosen.case.said[known.at].id(),
                        if chosen.case.said[known.at].first_hand() && !said.first_hand() {
                            "the party's own word"
                        } else {
                            "more recent or firmer"
                        }
                    ),
                },
            });
        }
        return;
    }
    if let Some(known) = wishes.iter_mut().find(|known| known.condition == wish.condition) {
        known.assumed &= wish.assumed;
        known.evidence.extend(wish.evidence.iter().filter(|at| !known.evidence.contains(at)).collect::<Vec<_>>());
        return;
    }
    wishes.push(wish);
}

fn taken(option: usize, wanted: bool) -> Condition {
    let taken = Condition::Taken(option);
    if wanted { taken } else { Condition::Not(Box::new(taken)) }
}

fn all(mut conditions: Vec<Condition>) -> Option<Condition> {
    if conditions.len() > 1 { Some(Condition::All(conditions)) } else { conditions.pop() }
}

fn when(condition: &Condition, then: Condition) -> Condition {
    Condition::If(Box::new(condition.clone()), Box::new(then))
}

fn not(condition: &Condition) -> Condition {
    match condition {
        Condition::Not(inner) => (**inner).clone(),
        other => Condition::Not(Box::new(other.clone())),
    }
}

/// What one position says its holder wants.
fn voiced(chosen: &Chosen<'_, '_>, maker: usize, at: usize) -> Vec<Wish> {
    let case = chosen.case;
    let said = &case.said[at];
    let mut wishes = Vec::new();
    for bearing in &case_bearings(chosen, at) {
        let (option, wants, candidate) = *bearing;
        let Some(wanted) = wants else { continue };
        let own = chosen.found.options[candidate].owner == chosen.makers[maker];
        let plain = |note: &str| Wish {
            at,
            condition: taken(option, wanted),
            assumed: false,
            evidence: vec![at],
            note: note.to_owned(),
            plain: Some((option, wanted)),
        };
        // What is granted is not thereby wanted, and what is offered in other words may be something else.
        if said.act() == Act::Concede || own && wanted && !same_step(said, &chosen.found.options[candidate]) {
            continue;
        }
        if said.position.condition.is_empty() {
            if said.act() == Act::Accept && own {
                wishes.push(joined(chosen, at, option, plain("")));
            } else {
                wishes.push(plain(""));
            }
            continue;
        }
        match linked(chosen, at) {
            Some((condition, link, whole)) => {
                let mut evidence = vec![at];
                evidence.extend(link.because.iter().filter(|other| **other != at));
                evidence.dedup();
                let mut note = link.assumed.clone().unwrap_or_default();
                if !whole {
                    note += if note.is_empty() { "" } else { "; " };
                    note += "part of its condition is not among the options kept";
                }
                wishes.extend(conditional(chosen, at, (option, wanted), &condition, evidence, note));
            }
            // An offer or threat on a condition outside the model says nothing of what its author would rather do.
            None if own && !matches!(said.act(), Act::Reject | Act::Retract) => {}
            None => wishes.push(unlinked(said, plain(""))),
        }
    }
    wishes
}

/// Bearings on options of the model: place, wants, candidate.
fn case_bearings(chosen: &Chosen<'_, '_>, at: usize) -> Vec<(usize, Option<bool>, usize)> {
    chosen.found.bearings[at]
        .iter()
        .filter_map(|bearing| Some((*chosen.place.get(&bearing.option)?, bearing.wants, bearing.option)))
        .collect()
}

/// A condition that no option stands for: the wish is kept as assumed, with the condition in its note.
fn unlinked(said: &Said<'_>, mut wish: Wish) -> Wish {
    wish.assumed = true;
    wish.note = format!("said on a condition that no option kept stands for: {}", said.condition());
    wish
}

/// The condition over options of the model, and whether all of it could be kept.
fn linked<'l>(chosen: &'l Chosen<'_, '_>, at: usize) -> Option<(Condition, &'l Link, bool)> {
    let link = chosen.links.get(&at)?;
    let terms: Vec<Condition> = link
        .terms
        .iter()
        .filter_map(|(option, wanted)| chosen.place.get(option).map(|place| taken(*place, *wanted)))
        .collect();
    let whole = terms.len() == link.terms.len();
    Some((all(terms)?, link, whole))
}

/// "X if Y": X when Y holds; and when it does not, the contrary, which is assumed unless the report says so too.
fn conditional(
    chosen: &Chosen<'_, '_>,
    at: usize,
    (option, wanted): (usize, bool),
    condition: &Condition,
    evidence: Vec<usize>,
    note: String,
) -> Vec<Wish> {
    let said = &chosen.case.said[at];
    let wish = |condition, assumed, evidence, note| Wish { at, condition, assumed, evidence, note, plain: None };
    match said.act() {
        Act::Demand | Act::Propose => vec![wish(when(condition, taken(option, wanted)), false, evidence, note)],
        // "Not X without Y": X only with Y.
        Act::Reject | Act::Retract => vec![wish(when(&not(condition), taken(option, wanted)), false, evidence, note)],
        _ => {
            let otherwise = other_branch(chosen, at);
            let (assumed, mut back, mut why) = (otherwise.is_empty(), evidence.clone(), note.clone());
            if assumed {
                why += if why.is_empty() { "" } else { "; " };
                why += "that it holds only on this condition is read into it";
            }
            back.extend(otherwise);
            back.dedup();
            vec![
                wish(when(condition, taken(option, wanted)), false, evidence, note),
                wish(when(&not(condition), taken(option, !wanted)), assumed, back, why),
            ]
        }
    }
}

/// Positions of the same report that state what happens if the condition is not met.
fn other_branch(chosen: &Chosen<'_, '_>, at: usize) -> Vec<usize> {
    let said = &chosen.case.said[at];
    let opposite = |other: &usize| {
        let there = &chosen.case.said[*other];
        *other != at
            && there.row.id == said.row.id
            && there.thread == said.thread
            && there.holders == said.holders
            && matches!(there.act(), Act::Threaten | Act::Reject | Act::Offer | Act::Commit)
            && there.wants().is_some()
            && there.wants() != said.wants()
    };
    chosen.found.bearings[at]
        .iter()
        .flat_map(|bearing| chosen.found.options[bearing.option].about.iter().copied())
        .filter(opposite)
        .collect()
}

/// What several parties accept, each wants with the others' part.
fn joined(chosen: &Chosen<'_, '_>, at: usize, option: usize, plain: Wish) -> Wish {
    let said = &chosen.case.said[at];
    let mut parts: BTreeSet<usize> = BTreeSet::from([option]);
    let mut evidence = vec![at];
    for (place, candidate) in chosen.options.iter().enumerate() {
        let candidate = &chosen.found.options[*candidate];
        if candidate.thread != Some(said.thread) || place == option {
            continue;
        }
        let accepted = candidate.about.iter().copied().find(|other| {
            let there = &chosen.case.said[*other];
            there.current && there.act() == Act::Accept && there.holders.contains(&candidate.owner.as_str())
        });
        if let Some(other) = accepted {
            parts.insert(place);
            evidence.push(other);
        }
    }
    if parts.len() == 1 {
        return plain;
    }
    let condition = Condition::All(parts.into_iter().map(Condition::Taken).collect());
    let note = "agreed by each of them, so wanted with the others' part".to_owned();
    Wish { condition, evidence, note, ..plain }
}

/// What a party is taken to want because of what others hold out to it or threaten it with.
fn supposed(chosen: &Chosen<'_, '_>, maker: usize) -> Vec<Wish> {
    let code = chosen.makers[maker].as_str();
    let mut wishes = Vec::new();
    for (place, candidate) in chosen.options.iter().enumerate() {
        let option = &chosen.found.options[*candidate];
        if option.owner == code {
            continue;
        }
        for at in &option.about {
            let said = &chosen.case.said[*at];
            if !said.current || said.past || !said.targets().contains(&code) || said.holders.contains(&code) {
                continue;
            }
            let Some(wants) = said.wants().map(|wants| wants == option.with_thread) else { continue };
            let (wanted, why) = match said.act() {
                Act::Offer => (wants, "it is offered to it, which an offer is only where the other side wants it"),
                Act::Threaten => (!wants, "it is threatened with it; no report says that it wants to avoid it"),
                Act::Commit if said.harm => (!wants, "it is a harm done to it; no report says that it wants it ended"),
                _ => continue,
            };
            wishes.push(Wish {
                at: *at,
                condition: taken(place, wanted),
                assumed: true,
                evidence: vec![*at],
                note: why.to_owned(),
                plain: Some((place, wanted)),
            });
        }
    }
    wishes
}

fn names(condition: &Condition, option: usize) -> bool {
    match condition {
        Condition::Taken(k) => *k == option,
        Condition::Matches(pattern) => pattern.care >> option & 1 == 1,
        Condition::Not(inner) => names(inner, option),
        Condition::All(all) | Condition::Any(all) => all.iter().any(|inner| names(inner, option)),
        Condition::If(a, b) | Condition::Iff(a, b) => names(a, option) || names(b, option),
    }
}

/// Own options that no statement ranks: whether the party would rather take them is not known.
fn unknown(chosen: &Chosen<'_, '_>, file: &mut Casefile, maker: usize, wishes: &[Wish]) {
    for (place, candidate) in chosen.options.iter().enumerate() {
        let option = &chosen.found.options[*candidate];
        if option.owner != chosen.makers[maker] || wishes.iter().any(|wish| names(&wish.condition, place)) {
            continue;
        }
        let own: Vec<&Said<'_>> = option
            .about
            .iter()
            .map(|at| &chosen.case.said[*at])
            .filter(|said| said.holders.contains(&option.owner.as_str()))
            .collect();
        let note = match own.last().map(|said| said.act()) {
            Some(act) if act != Act::Consider && own.last().is_some_and(|said| !same_step(said, option)) => {
                "what it says of it is in other words"
            }
            Some(Act::Consider) => "it leaves it open",
            Some(Act::Concede) => "it is said to grant it, not to want it",
            Some(_) if own.last().is_some_and(|said| !said.position.condition.is_empty()) => {
                "it is said only on a condition that no option kept stands for"
            }
            Some(_) => "what it says of it ranks nothing",
            None => "it is asked for it, and no report has its answer",
        };
        file.unknown.push(Unknown {
            decision_maker: file.model.decision_makers[maker].clone(),
            option: file.option_name(place),
            support: Support { evidence: own.iter().map(|said| said.id()).collect(), note: note.to_owned() },
        });
    }
}
