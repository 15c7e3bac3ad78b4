//! What would have to change for an outcome to hold: who would have to see what differently, what in the model would
//! keep each party to it, and who has ruled that out.

use super::outcomes::{Outcome, listed, outcome};
use super::robustness::speaks_of;
use super::solved::Solved;
use crate::casefile::Backing;
use crate::words;
use conflict::levers::lever;
use conflict::witness::{self, Deterrent as Proof};
use conflict::{Concept, State};

/// What would make an outcome hold.
#[derive(Debug, Clone)]
pub struct Levers {
    /// The outcome asked for, as it is now.
    pub outcome: Outcome,
    /// Options that the words asked for did not settle, taken as in the status quo.
    pub as_now: Vec<String>,
    /// Every way a party would rather leave it.
    pub leaving: Vec<Leaving>,
    /// The number of pairs of states that would have to be ranked otherwise, by concept, as the engine finds it, and
    /// whether that is known to be the least.
    pub least: Vec<(Concept, u64, bool)>,
}

/// A way a party would rather leave the outcome.
#[derive(Debug, Clone)]
pub struct Leaving {
    /// Who.
    pub party: String,
    /// What it would do.
    pub by: String,
    /// What it would have to see differently: the statement that makes leaving better, in words.
    pub wants: String,
    /// Ids of the positions behind that: where it has ruled the outcome out.
    pub evidence: Vec<String>,
    /// How well that is backed.
    pub backing: Backing,
    /// What the others could answer.
    pub deterrents: Vec<Deterrent>,
}

/// An answer of the others that would keep a party from leaving.
#[derive(Debug, Clone)]
pub struct Deterrent {
    /// In words: who does what.
    pub answer: String,
    /// Whether those who would have to answer prefer to.
    pub credible: bool,
    /// Who has said that it would not.
    pub ruled_out: Vec<Ruled>,
}

/// A party's words against a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruled {
    /// Who.
    pub party: String,
    /// The statement of its preferences, in words.
    pub wants: String,
    /// Ids of the positions behind it.
    pub evidence: Vec<String>,
}

/// An outcome that cannot be found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WantedError {
    /// Words that fit no option.
    #[error("no option fits “{words}”; the options are {known}")]
    NoOption {
        /// As given.
        words: String,
        /// All options.
        known: String,
    },
    /// The combination is ruled out.
    #[error("no state has {0}; it is ruled out under [states]")]
    Infeasible(String),
    /// The engine refuses.
    #[error(transparent)]
    Conflict(#[from] conflict::Error),
}

/// Finds what would make an outcome hold. It is named by its number or by what it contains: "ceasefire, no cession".
///
/// # Errors
/// Where the words fit no option or no state.
pub fn levers(solved: &Solved<'_>, wanted: &str) -> Result<Levers, WantedError> {
    let (state, as_now) = find(solved, wanted)?;
    let mut leaving = Vec::new();
    for maker in 0..solved.game.makers().len() {
        leaving.extend(leavings(solved, maker, state)?);
    }
    let mut least = Vec::new();
    for concept in [Concept::R, Concept::Gmr] {
        let found = lever(&solved.game, concept, state)?;
        least.push((concept, found.swaps, found.exact()));
    }
    Ok(Levers { outcome: outcome(solved, state)?, as_now, leaving, least })
}

/// The state that some words name, and the options they leave as they are now.
fn find(solved: &Solved<'_>, wanted: &str) -> Result<(State, Vec<String>), WantedError> {
    if let Ok(label) = wanted.trim().parse::<u64>() {
        return Ok((solved.game.state(label)?, Vec::new()));
    }
    let file = solved.file;
    let options = file.model.options().len();
    let (mut care, mut value) = (0u64, 0u64);
    for part in wanted.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        let (words, taken) = match part.split_once(' ') {
            Some((first, rest)) if matches!(first.to_lowercase().as_str(), "no" | "not" | "without") => (rest, false),
            _ => (part, true),
        };
        let fits = fitting(solved, words);
        if fits.is_empty() {
            let known = (0..options).map(|k| format!("“{}”", file.option_name(k))).collect::<Vec<_>>().join(", ");
            return Err(WantedError::NoOption { words: words.to_owned(), known });
        }
        for option in fits {
            care |= 1 << option;
            value = if taken { value | 1 << option } else { value & !(1 << option) };
        }
    }
    let now = file.status_quo_choice();
    // Of the states that have what is asked for, the one nearest to how things stand.
    let state = (0..solved.game.len() as State)
        .filter(|state| solved.choice(*state) & care == value)
        .min_by_key(|state| ((solved.choice(*state) ^ now).count_ones(), *state))
        .ok_or_else(|| WantedError::Infeasible(wanted.to_owned()))?;
    let as_now = (0..options).filter(|k| care >> k & 1 == 0).map(|k| file.option_name(k)).collect();
    Ok((state, as_now))
}

/// Options that words mean: by name, else by the words of name, thread and issue.
fn fitting(solved: &Solved<'_>, wanted: &str) -> Vec<usize> {
    let file = solved.file;
    let options = 0..file.model.options().len();
    let lower = wanted.to_lowercase();
    let exact: Vec<usize> = options
        .clone()
        .filter(|k| {
            file.option_name(*k).to_lowercase() == lower || file.model.options()[*k].name.to_lowercase() == lower
        })
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    let stems = words::stems(wanted);
    let best = |least: f64, words: &dyn Fn(usize) -> String| -> Vec<usize> {
        let all: Vec<(usize, f64)> =
            options.clone().map(|k| (k, words::share(&stems, &words::stems(&words(k))))).collect();
        let best = all.iter().map(|(_, share)| *share).fold(0.0, f64::max);
        all.into_iter().filter(|(_, share)| *share >= least && *share + 1e-9 >= best).map(|(k, _)| k).collect()
    };
    let of = |k: usize| file.of_options.get(k);
    // An option that has all the words in its name is meant; else the words of its issue and thread count as its own, so
    // that "territorial concessions" means all that is asked under "territory".
    let named = best(1.0, &|k| file.option_name(k));
    if !named.is_empty() {
        return named;
    }
    let of_issue: Vec<usize> = options
        .clone()
        .filter(|k| {
            let issue = of(*k).map(|of| words::stems(&of.issue.replace('-', " "))).unwrap_or_default();
            !issue.is_empty() && issue.iter().all(|stem| stems.iter().any(|wanted| wanted.starts_with(stem.as_str())))
        })
        .collect();
    if !of_issue.is_empty() {
        return of_issue;
    }
    let named = best(0.5, &|k| file.option_name(k));
    if !named.is_empty() {
        return named;
    }
    best(0.5, &|k| of(k).map_or(String::new(), |of| format!("{} {}", of.thread, of.issue).replace('-', " ")))
}

fn leavings(solved: &Solved<'_>, maker: usize, state: State) -> Result<Vec<Leaving>, WantedError> {
    let mut found: Vec<Leaving> = Vec::new();
    let mut improvements = solved.game.improvements(maker, state);
    // The smallest step of each kind says it best.
    improvements.sort_by_key(|to| ((solved.choice(*to) ^ solved.choice(state)).count_ones(), *to));
    let mut seen: Vec<usize> = Vec::new();
    for to in improvements {
        let Some(at) = solved.decisive(maker, state, to).filter(|at| !seen.contains(at)) else { continue };
        seen.push(at);
        let (wants, evidence) = solved.statement(maker, at);
        let support = solved.file.of_statements.get(maker).and_then(|all| all.get(at)).cloned().unwrap_or_default();
        let assumed = solved.file.model.preferences[maker]
            .priorities
            .as_ref()
            .and_then(|all| all.get(at))
            .is_some_and(|statement| statement.standing == conflict::model::Standing::Assumed);
        found.push(Leaving {
            party: solved.game.makers()[maker].clone(),
            by: listed(&solved.changes(state, to)),
            wants,
            evidence,
            backing: solved.file.backing(&support, assumed),
            deterrents: deterrents(solved, maker, state, to)?,
        });
    }
    Ok(found)
}

/// Answers to a move that would leave its author no better off: a credible one, and the shortest of any kind.
fn deterrents(solved: &Solved<'_>, maker: usize, state: State, to: State) -> Result<Vec<Deterrent>, WantedError> {
    let mut found: Vec<Deterrent> = Vec::new();
    for concept in [Concept::Seq, Concept::Gmr] {
        let verdict = witness::verdict(&solved.game, concept, maker, state)?;
        let Some(improvement) = verdict.improvements.into_iter().find(|improvement| improvement.to == to) else {
            continue;
        };
        let Some(Proof::Sequence(steps)) = improvement.deterrent else { continue };
        if steps.is_empty() {
            continue;
        }
        let (mut answer, mut ruled_out, mut from) = (Vec::new(), Vec::new(), to);
        for step in steps {
            answer.extend(solved.changes(from, step.to));
            ruled_out.extend(against(solved, step.mover, from, step.to));
            from = step.to;
        }
        let answer = listed(&answer);
        if !found.iter().any(|known| known.answer == answer) {
            found.push(Deterrent { answer, credible: concept == Concept::Seq, ruled_out });
        }
    }
    Ok(found)
}

/// What a party has said against a step of its own.
fn against(solved: &Solved<'_>, mover: usize, from: State, to: State) -> Option<Ruled> {
    let changed = solved.choice(from) ^ solved.choice(to);
    let statements = solved.file.model.preferences.get(mover)?.priorities.as_ref()?;
    let at = statements.iter().position(|statement| {
        let speaks = (0..64).any(|k| changed >> k & 1 == 1 && speaks_of(&statement.condition, k));
        speaks && statement.condition.holds(solved.choice(from)) && !statement.condition.holds(solved.choice(to))
    })?;
    let (wants, evidence) = solved.statement(mover, at);
    Some(Ruled { party: solved.game.makers()[mover].clone(), wants, evidence })
}
