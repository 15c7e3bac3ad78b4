//! Drafting: from a case to a model with its evidence.

use crate::case::{Case, Said};
use crate::casefile::{Casefile, Drafted, Item, LeftOut, OptionSupport, Support, Unknown};
use crate::conditions::{self, Link};
use crate::options::{self, Candidate, Found};
use crate::preferences;
use crate::{party, rules, words};
use codebook::Act;
use conflict::model::{About, ConflictOption, Form, OptionForm, Preference};
use conflict::{Game, Model};
use std::collections::{BTreeMap, HashMap};

/// What a person may set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// At most so many options; each doubles the number of states.
    pub options: usize,
    /// Names of parties by code, where others than the usual are wanted.
    pub names: BTreeMap<String, String>,
    /// The title of the conflict; made from the parties where empty.
    pub title: String,
    /// The program that drafts, with its version.
    pub by: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            options: 10,
            names: BTreeMap::new(),
            title: String::new(),
            by: concat!("detente ", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

/// Why nothing can be drafted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DraftError {
    /// There is no report.
    #[error("the record holds no report{0}; read some into it first")]
    NoReport(String),
    /// No position has a holder.
    #[error("none of the {reports} reports holds a position of a party, so there is nothing to draft from")]
    NoPosition {
        /// How many were looked at.
        reports: usize,
    },
    /// Positions, but nothing that somebody could do.
    #[error(
        "the {positions} positions name no step that a party could take (they warn, accuse, assess, or name no issue), so there is no option to draft"
    )]
    NoOption {
        /// How many were looked at.
        positions: usize,
    },
    /// The engine refuses what was drafted.
    #[error("the drafted conflict cannot be solved: {0}; this is a fault of the program")]
    Refused(#[from] conflict::Error),
}

/// The selection a draft works on.
pub(crate) struct Chosen<'c, 'a> {
    pub case: &'c Case<'a>,
    pub found: &'c Found,
    pub links: &'c HashMap<usize, Link>,
    /// Decision makers: codes, in order.
    pub makers: Vec<String>,
    /// The chosen candidates in the order of the model.
    pub options: Vec<usize>,
    /// From candidate to place in the model.
    pub place: HashMap<usize, usize>,
}

/// Drafts a conflict model.
///
/// # Errors
/// Where the case has nothing to draft from.
pub fn draft(case: &Case<'_>, settings: &Settings) -> Result<Casefile, DraftError> {
    if case.rows.is_empty() {
        return Err(DraftError::NoReport(String::new()));
    }
    if case.said.is_empty() {
        return Err(DraftError::NoPosition { reports: case.rows.len() });
    }
    let mut found = options::find(case);
    let links = conditions::link(case, &mut found);
    for link in links.values() {
        for (option, _) in &link.terms {
            found.options[*option].score += 3;
        }
    }
    options::distinct_names(&mut found.options);
    let mut file = Casefile {
        about: Drafted {
            by: settings.by.clone(),
            until: None,
            reports: case.rows.len(),
            origins: case.origins.independent(),
        },
        ..Casefile::default()
    };
    let (selected, rest) = select(case, &found, settings.options);
    if selected.is_empty() {
        return Err(DraftError::NoOption { positions: case.said.len() });
    }
    let makers = makers(&found, &selected);
    let mut order: Vec<usize> = selected;
    order.sort_by_key(|option| {
        let owner = makers.iter().position(|maker| *maker == found.options[*option].owner);
        (owner, found.options[*option].about.first().copied(), *option)
    });
    let place: HashMap<usize, usize> = order.iter().enumerate().map(|(at, option)| (*option, at)).collect();
    let chosen = Chosen { case, found: &found, links: &links, makers, options: order, place };
    model(&chosen, settings, &mut file);
    preferences::fill(&chosen, &mut file);
    rules::fill(&chosen, &mut file);
    left_out(&chosen, &rest, settings, &mut file);
    settle(&mut file)?;
    gather_items(&chosen, &mut file);
    Ok(file)
}

/// The strongest candidates, and the rest with the reason.
fn select(case: &Case<'_>, found: &Found, most: usize) -> (Vec<usize>, Vec<(usize, &'static str)>) {
    let live = |option: &Candidate| option.about.iter().any(|at| case.said[*at].current && !case.said[*at].past);
    let (mut able, gone): (Vec<usize>, Vec<usize>) =
        (0..found.options.len()).partition(|option| live(&found.options[*option]));
    // The first to be voiced wins a tie, so that the choice is the same every time.
    able.sort_by_key(|option| (-found.options[*option].score, *option));
    let cut = able.split_off(able.len().min(most.clamp(1, conflict::pattern::MAX_OPTIONS)));
    let mut rest: Vec<(usize, &str)> = cut
        .into_iter()
        .map(|option| (option, "weaker evidence than the options kept; allow more options to have it"))
        .collect();
    rest.extend(gone.into_iter().map(|option| (option, "only in the past, or replaced by what was said later")));
    (able, rest)
}

/// Owners of options, who holds most of them first.
fn makers(found: &Found, selected: &[usize]) -> Vec<String> {
    let mut count: BTreeMap<&str, (i64, usize)> = BTreeMap::new();
    for option in selected {
        let entry = count.entry(&found.options[*option].owner).or_insert((0, *option));
        entry.0 += found.options[*option].score;
        entry.1 = entry.1.min(*option);
    }
    let mut makers: Vec<(&str, (i64, usize))> = count.into_iter().collect();
    makers.sort_by_key(|(code, (score, first))| (-score, *first, *code));
    makers.into_iter().map(|(code, _)| code.to_owned()).collect()
}

fn model(chosen: &Chosen<'_, '_>, settings: &Settings, file: &mut Casefile) {
    let names: Vec<String> = chosen.makers.iter().map(|code| party::name(code, &settings.names)).collect();
    let mut form = OptionForm::default();
    for option in &chosen.options {
        let candidate = &chosen.found.options[*option];
        let owner = chosen.makers.iter().position(|maker| *maker == candidate.owner).unwrap_or_default();
        form.options.push(ConflictOption { name: candidate.name.clone(), owner, direction: Default::default() });
        let (taken, taken_note) = taken(chosen, *option);
        file.of_options.push(OptionSupport {
            support: Support {
                evidence: candidate.about.iter().map(|at| chosen.case.said[*at].id()).collect(),
                note: candidate.assumed.clone().unwrap_or_default(),
            },
            thread: candidate.thread.map(|thread| chosen.case.threads[thread].id.clone()).unwrap_or_default(),
            issue: candidate.issue.clone(),
            assumed: candidate.assumed.is_some(),
            taken,
            taken_note,
        });
    }
    let title = if settings.title.is_empty() { names.join(", ") } else { settings.title.clone() };
    file.parties = chosen.makers.clone();
    file.model = Model {
        about: About { id: String::new(), title, citation: Vec::new(), notes: String::new() },
        preferences: vec![Preference::default(); names.len()],
        decision_makers: names,
        form: Form::Options(form),
        status_quo: None,
        inverse: Vec::new(),
    };
}

/// Whether an option is taken now: what its owner last said of it, its own word first.
fn taken(chosen: &Chosen<'_, '_>, option: usize) -> (bool, String) {
    let candidate = &chosen.found.options[option];
    let owners = |said: &Said<'_>| !said.past && said.holders.contains(&candidate.owner.as_str());
    let settles = |said: &Said<'_>| {
        matches!(said.act(), Act::Accept | Act::Commit | Act::Concede | Act::Reject | Act::Retract)
            && said.position.condition.is_empty()
    };
    // What a party binds itself to is not undone by what the same report has it say of it under a condition.
    let conditions: Vec<&str> = candidate
        .about
        .iter()
        .map(|at| &chosen.case.said[*at])
        .filter(|said| said.current && owners(said) && !said.position.condition.is_empty())
        .map(|said| said.row.id)
        .collect();
    let own = |at: &&usize| {
        let said = &chosen.case.said[**at];
        owners(said) && (said.current || said.first_hand() && settles(said) && conditions.contains(&said.row.id))
    };
    let key = |at: &&usize| {
        let said = &chosen.case.said[**at];
        (said.first_hand(), said.row.date, settles(said), **at)
    };
    let Some(at) = candidate.about.iter().filter(own).max_by_key(key) else {
        return (false, "nobody says that it is done; it is asked for, so it is taken not to be".into());
    };
    let said = &chosen.case.said[*at];
    let wants = said.wants().map(|wants| wants == candidate.with_thread);
    let conditional = !said.position.condition.is_empty();
    let id = said.id();
    if wants == Some(true) && !same_step(said, candidate) {
        return (false, format!("what its owner says of it is in other words ({id})"));
    }
    match said.act() {
        Act::Accept | Act::Commit | Act::Concede if !conditional => {
            (wants == Some(true), format!("{} by its owner ({id})", told(said)))
        }
        Act::Propose if !conditional => (wants == Some(true), format!("put forward by its owner ({id})")),
        Act::Offer if !conditional && wants == Some(true) => {
            let accepted = candidate.about.iter().map(|at| &chosen.case.said[*at]).find(|there| {
                there.current && there.act() == Act::Accept && !there.holders.contains(&candidate.owner.as_str())
            });
            match accepted {
                Some(by) => (true, format!("offered by its owner ({id}) and accepted ({})", by.id())),
                None => (false, format!("only offer, by its owner ({id})")),
            }
        }
        // Refusing the contrary is to go on as it is.
        Act::Reject if wants == Some(true) => (true, format!("{} by its owner ({id})", told(said))),
        act => (false, format!("only {act}, by its owner ({id})")),
    }
}

/// Whether a party that grants, offers or accepts something speaks of the step the option is named after: who is asked to
/// release prisoners and offers to move them to hospitals has not offered to release them.
pub(crate) fn same_step(said: &Said<'_>, option: &Candidate) -> bool {
    let gives = matches!(said.act(), Act::Offer | Act::Accept | Act::Commit | Act::Concede);
    !gives || said.turned || words::meet(&said.proposal(), &option.name)
}

fn told(said: &Said<'_>) -> &'static str {
    match said.act() {
        Act::Accept => "accepted",
        Act::Commit => "announced or gone on with",
        Act::Concede => "granted",
        _ => "its contrary refused",
    }
}

fn left_out(chosen: &Chosen<'_, '_>, rest: &[(usize, &'static str)], settings: &Settings, file: &mut Casefile) {
    let case = chosen.case;
    let name = |code: &str| party::name(code, &settings.names);
    for (option, why) in rest {
        let candidate = &chosen.found.options[*option];
        file.left_out.push(LeftOut {
            what: format!("option of {}: {}", name(&candidate.owner), candidate.name),
            support: Support {
                evidence: candidate.about.iter().map(|at| case.said[*at].id()).collect(),
                note: (*why).to_owned(),
            },
        });
    }
    for (at, why) in &chosen.found.idle {
        let said = &case.said[*at];
        if !matches!(said.act(), Act::Warn | Act::Accuse | Act::Assess) {
            file.left_out.push(LeftOut {
                what: format!(
                    "{} of {}",
                    said.act(),
                    said.holders.iter().map(|code| name(code)).collect::<Vec<_>>().join(" and ")
                ),
                support: Support { evidence: vec![said.id()], note: (*why).to_owned() },
            });
        }
    }
    let voices: std::collections::BTreeSet<&str> = case
        .said
        .iter()
        .filter(|said| said.act().firmness().is_some())
        .flat_map(|said| said.holders.iter().copied())
        .filter(|holder| !chosen.makers.iter().any(|maker| maker == holder))
        .collect();
    for holder in voices {
        let evidence =
            case.said.iter().filter(|said| said.current && said.holders.contains(&holder)).map(Said::id).collect();
        file.left_out.push(LeftOut {
            what: format!("decision maker {}", name(holder)),
            support: Support { evidence, note: "it takes positions and none of the options kept is its own".into() },
        });
    }
}

/// Finds the state that is the status quo, and notes which moves from it nobody's words rank.
pub(crate) fn settle(file: &mut Casefile) -> Result<(), DraftError> {
    let game = Game::new(&file.model)?;
    let choice = file.status_quo_choice();
    let state = |choice: u64| {
        (0..game.len() as u32).find(|s| game.pattern(*s).is_some_and(|p| p.value == choice)).map(|s| game.label(s))
    };
    file.model.status_quo = state(choice);
    let Some(here) = file.model.status_quo else { return Ok(()) };
    let mut pairs: Vec<(usize, (u64, u64))> = Vec::new();
    for unknown in &file.unknown {
        let Some(option) = (0..file.of_options.len()).find(|k| file.option_name(*k) == unknown.option) else {
            continue;
        };
        let owner = file.model.options()[option].owner;
        if file.model.decision_makers[owner] == unknown.decision_maker
            && let Some(there) = state(choice ^ 1 << option)
        {
            pairs.push((owner, (here, there)));
        }
    }
    for (owner, pair) in pairs {
        file.model.preferences[owner].unknown.push(pair);
    }
    Ok(())
}

/// Everything that any part names, once.
fn gather_items(chosen: &Chosen<'_, '_>, file: &mut Casefile) {
    let all = file
        .of_options
        .iter()
        .map(|option| &option.support)
        .chain(file.of_statements.iter().flatten())
        .chain(&file.of_infeasible)
        .chain(file.suggestions.iter().map(|suggestion| &suggestion.support))
        .chain(file.unknown.iter().map(|unknown: &Unknown| &unknown.support))
        .chain(file.left_out.iter().map(|left| &left.support));
    let ids: std::collections::BTreeSet<&String> = all.flat_map(|support| &support.evidence).collect();
    let items: BTreeMap<String, Item> = chosen
        .case
        .said
        .iter()
        .map(|said| (said.id(), said))
        .filter(|(id, _)| ids.contains(id))
        .map(|(id, said)| (id, item(said)))
        .collect();
    file.items = items;
}

/// A position as evidence.
pub(crate) fn item(said: &Said<'_>) -> Item {
    let words = |spans: &[codebook::Span]| -> Vec<String> {
        spans.iter().filter_map(|span| span.of(said.row.text)).map(str::to_owned).collect()
    };
    Item {
        id: said.id(),
        report: said.row.id.to_owned(),
        outlet: said.row.outlet.map(str::to_owned),
        date: said.row.date,
        party: said.holders.join("+"),
        act: said.act().name().to_owned(),
        voice: said.voice,
        by: said.by.clone(),
        origin: said.origin.saturating_add(1),
        words: words(&said.quoted()),
        spans: said.points(&said.quoted()),
        condition: words(&said.position.condition),
        grounds: words(&said.position.grounds),
    }
}
