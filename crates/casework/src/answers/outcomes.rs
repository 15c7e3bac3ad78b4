//! Outcomes that hold: what they contain, why they hold for each party, how far they are.

use super::solved::{CONCEPTS, Solved};
use conflict::witness::{self, Deterrent};
use conflict::{Concept, State};

/// An outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The number of the state.
    pub label: u64,
    /// The state.
    pub state: State,
    /// What is done in it, each with its owner.
    pub taken: Vec<String>,
    /// The concepts by which it is an equilibrium.
    pub concepts: Vec<Concept>,
    /// What is different from the status quo.
    pub changes: Vec<String>,
    /// The least number of moves from the status quo, where it can be reached.
    pub moves: Option<u32>,
    /// The same where every move is one the mover prefers.
    pub improvements: Option<u32>,
    /// Why it holds, or not, for each party.
    pub reasons: Vec<Reason>,
    /// How many more hold that differ only in steps whose owners have not said what they want of them.
    pub alike: usize,
    /// Places in [`super::Answers::flips`] of the preferences without which it does not hold.
    pub lost_by: Vec<usize>,
}

/// Why an outcome holds for a party, or does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The party.
    pub party: String,
    /// Whether it would stay.
    pub stays: bool,
    /// In words.
    pub words: String,
    /// Ids of the positions behind it.
    pub evidence: Vec<String>,
}

/// The outcomes that hold by more than general metarationality, best first, and how many hold at all.
pub(super) fn outcomes(solved: &Solved<'_>, most: usize) -> conflict::Result<(Vec<Outcome>, usize)> {
    let sets = CONCEPTS.map(|concept| solved.equilibria(concept));
    let steps = |state: State| {
        let found = solved.from_here.as_ref()?;
        found.by_moves.steps.get(state as usize).copied().flatten()
    };
    let mut holding: Vec<(usize, bool, u32, State)> = (0..solved.game.len() as State)
        .filter(|state| sets[0].contains(*state) || sets[1].contains(*state))
        .map(|state| {
            let count = sets.iter().filter(|set| set.contains(state)).count();
            (CONCEPTS.len() - count, !sets[0].contains(state), steps(state).unwrap_or(u32::MAX), state)
        })
        .collect();
    holding.sort_unstable();
    let count = holding.len();
    // Outcomes that differ only in steps their owners have not ranked are told once, by the nearest.
    let free = solved.unranked();
    let mut seen = std::collections::HashMap::new();
    for (.., state) in &holding {
        *seen.entry(solved.choice(*state) & !free).or_insert(0usize) += 1;
    }
    let mut told = std::collections::HashSet::new();
    holding.retain(|(.., state)| told.insert(solved.choice(*state) & !free));
    let mut shown: Vec<Outcome> =
        holding.into_iter().take(most).map(|(.., state)| outcome(solved, state)).collect::<Result<_, _>>()?;
    for outcome in &mut shown {
        outcome.alike = seen.get(&(solved.choice(outcome.state) & !free)).map_or(0, |count| count - 1);
    }
    Ok((shown, count))
}

pub(super) fn outcome(solved: &Solved<'_>, state: State) -> conflict::Result<Outcome> {
    let here = solved.from_here.as_ref();
    let steps = |walk: &conflict::walk::Walk| walk.steps.get(state as usize).copied().flatten();
    Ok(Outcome {
        label: solved.game.label(state),
        state,
        taken: solved.taken(state),
        concepts: CONCEPTS.into_iter().filter(|concept| solved.equilibria(*concept).contains(state)).collect(),
        changes: here.map(|here| solved.changes(here.state, state)).unwrap_or_default(),
        moves: here.and_then(|here| steps(&here.by_moves)),
        improvements: here.and_then(|here| steps(&here.by_improvements)),
        reasons: (0..solved.game.makers().len()).map(|maker| reason(solved, maker, state)).collect::<Result<_, _>>()?,
        alike: 0,
        lost_by: Vec::new(),
    })
}

fn reason(solved: &Solved<'_>, maker: usize, state: State) -> conflict::Result<Reason> {
    let party = solved.game.makers()[maker].clone();
    let verdict = witness::verdict(&solved.game, Concept::Seq, maker, state)?;
    let undeterred = verdict.improvements.iter().find(|improvement| improvement.deterrent.is_none());
    if let Some(open) = undeterred {
        let (words, evidence) = why_better(solved, maker, state, open.to);
        let words = format!("it would rather that {}{words}", listed(&solved.changes(state, open.to)));
        return Ok(Reason { party, stays: false, words, evidence });
    }
    if let Some(improvement) = verdict.improvements.first() {
        let answer = match &improvement.deterrent {
            Some(Deterrent::Sequence(steps)) => {
                let end = steps.last().map_or(improvement.to, |step| step.to);
                listed(&solved.changes(improvement.to, end))
            }
            _ => String::new(),
        };
        let (_, evidence) = why_better(solved, maker, state, improvement.to);
        let words = format!(
            "it could gain if {}, but the answer would be that {answer}",
            listed(&solved.changes(state, improvement.to))
        );
        return Ok(Reason { party, stays: true, words, evidence });
    }
    // Nothing it can do alone is better; what holds it is what it says of its own options.
    let mut kept: Vec<(usize, String, Vec<String>)> = Vec::new();
    let mut indifferent = 0;
    for to in solved.game.moves(maker, state) {
        match solved.decisive(maker, state, to) {
            Some(at) if !kept.iter().any(|(known, ..)| *known == at) => {
                let (words, ids) = solved.statement(maker, at);
                kept.push((at, words, ids));
            }
            Some(_) => {}
            None => indifferent += 1,
        }
    }
    kept.sort_by_key(|(at, ..)| *at);
    let mut words = match kept.is_empty() {
        true => "nothing it is known to want would make it leave".to_owned(),
        false => format!(
            "leaving would cost it what it wants: {}",
            kept.iter().map(|(_, words, _)| words.as_str()).collect::<Vec<_>>().join("; ")
        ),
    };
    if indifferent > 0 && !kept.is_empty() {
        words += "; of some of its options no preference is known";
    }
    Ok(Reason { party, stays: true, words, evidence: kept.into_iter().flat_map(|(.., ids)| ids).collect() })
}

/// The statement that makes a move better, and its evidence.
fn why_better(solved: &Solved<'_>, maker: usize, from: State, to: State) -> (String, Vec<String>) {
    match solved.decisive(maker, from, to) {
        Some(at) => {
            let (words, ids) = solved.statement(maker, at);
            (format!(", for it wants {words}"), ids)
        }
        None => (String::new(), Vec::new()),
    }
}

/// The state that meets most statements of all parties, assumed ones left out, among those that do not hold by R; the
/// nearest to the status quo of several.
pub fn settlement(solved: &Solved<'_>) -> Option<u64> {
    let file = solved.file;
    let statements = || {
        let all = file.model.preferences.iter().flat_map(|preference| preference.priorities.iter().flatten());
        all.filter(|statement| statement.standing != conflict::model::Standing::Assumed)
    };
    let holding = solved.equilibria(Concept::R);
    let now = file.status_quo_choice();
    (0..solved.game.len() as State)
        .filter(|state| !holding.contains(*state))
        .max_by_key(|state| {
            let choice = solved.choice(*state);
            let met = statements().filter(|statement| statement.condition.holds(choice)).count();
            // What is done for others' sake counts, not what nobody does.
            (met, std::cmp::Reverse((choice ^ now).count_ones()), std::cmp::Reverse(*state))
        })
        .map(|state| solved.game.label(state))
}

/// "a", "a and b", "a, b and c".
pub(crate) fn listed(all: &[String]) -> String {
    match all {
        [] => "nothing changes".into(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// What every outcome that holds has taken, and has not.
pub(super) fn common(solved: &Solved<'_>) -> [Vec<String>; 2] {
    let mut taken = u64::MAX;
    let mut never = u64::MAX;
    let mut any = false;
    for concept in [Concept::R, Concept::Seq] {
        for state in solved.equilibria(concept).iter() {
            let choice = solved.choice(state);
            taken &= choice;
            never &= !choice;
            any = true;
        }
    }
    let names = |bits: u64| -> Vec<String> {
        let all = 0..solved.file.model.options().len();
        all.filter(|k| any && bits >> k & 1 == 1).map(|k| solved.file.option_name(k)).collect()
    };
    [names(taken), names(never)]
}
