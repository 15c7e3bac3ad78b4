//! How outcomes changed from one day to another, and which statement changed them.

use crate::answers::{self, Outcome};
use crate::casefile::Casefile;
use crate::draft::{DraftError, Settings, draft};
use crate::{Case, draft::item};
use jiff::civil::Date;
use standing::JudgedError;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Two drafts and what lies between them.
#[derive(Debug)]
pub struct Comparison {
    /// The days, the earlier first.
    pub days: [Date; 2],
    /// The drafts as of each day.
    pub files: [Casefile; 2],
    /// Outcomes that hold, by the options taken, only as of the first or the second day; at most six each.
    pub only: [Vec<Outcome>; 2],
    /// How many hold as of each day.
    pub holding: [usize; 2],
    /// Options that came or went.
    pub options: [Vec<String>; 2],
    /// Preferences that were dropped and that are new, with the ids behind them.
    pub statements: [Vec<(String, Vec<String>)>; 2],
    /// What each new position changed: the id, and what is different in the status quo or in the preferences.
    pub turned: Vec<Turned>,
    /// What the status quo has taken as of each day.
    pub status_quo: [Vec<String>; 2],
    names: std::collections::BTreeMap<String, crate::Item>,
}

/// A position said between the days that a part of the later draft rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turned {
    /// `report/position`.
    pub id: String,
    /// The parts of the model it changed, in words.
    pub parts: Vec<String>,
}

/// Why two days cannot be compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CompareError {
    /// Nothing to draft from as of a day.
    #[error("as reported until {day}: {error}")]
    Draft {
        /// The day.
        day: Date,
        /// Why.
        error: DraftError,
    },
    /// The judged facts do not fit.
    #[error(transparent)]
    Judged(#[from] JudgedError),
    /// The engine refuses a draft.
    #[error(transparent)]
    Conflict(#[from] conflict::Error),
}

/// Drafts as of each day with the same settings and compares.
///
/// # Errors
/// Where nothing can be drafted as of a day.
pub fn compare(
    case: &Case<'_>,
    days: [Date; 2],
    settings: &Settings,
    standing: &standing::Settings,
) -> Result<Comparison, CompareError> {
    let days = if days[0] <= days[1] { days } else { [days[1], days[0]] };
    let one = |day: Date| -> Result<Casefile, CompareError> {
        let mut file =
            draft(&case.until(day, standing)?, settings).map_err(|error| CompareError::Draft { day, error })?;
        file.about.until = Some(day);
        Ok(file)
    };
    let files = [one(days[0])?, one(days[1])?];
    let answered = [answers::answers(&files[0])?, answers::answers(&files[1])?];
    let sets: Vec<BTreeSet<Vec<String>>> =
        answered.iter().map(|answers| answers.outcomes.iter().map(|outcome| outcome.taken.clone()).collect()).collect();
    let only = |at: usize| -> Vec<Outcome> {
        answered[at].outcomes.iter().filter(|outcome| !sets[1 - at].contains(&outcome.taken)).cloned().collect()
    };
    let options = |file: &Casefile| -> BTreeSet<String> {
        (0..file.of_options.len()).map(|place| file.option_name(place)).collect()
    };
    let (before, after) = (options(&files[0]), options(&files[1]));
    let wants = [statements(&files[0]), statements(&files[1])];
    let fresh = |at: usize| -> Vec<(String, Vec<String>)> {
        let other: BTreeSet<&String> = wants[1 - at].iter().map(|(words, _)| words).collect();
        wants[at].iter().filter(|(words, _)| !other.contains(words)).cloned().collect()
    };
    let later: BTreeSet<String> = case
        .said
        .iter()
        .filter(|said| said.row.date.is_some_and(|date| date > days[0] && date <= days[1]))
        .map(|said| said.id())
        .collect();
    let dropped = fresh(0);
    let new = fresh(1);
    let mut turned: Vec<Turned> = Vec::new();
    let mut note = |id: &String, part: String| match turned.iter_mut().find(|known| known.id == *id) {
        Some(known) => known.parts.push(part),
        None => turned.push(Turned { id: id.clone(), parts: vec![part] }),
    };
    for (words, ids) in &new {
        for id in ids.iter().filter(|id| later.contains(*id)) {
            note(id, words.clone());
        }
    }
    let taken = |file: &Casefile| -> Vec<String> {
        (0..file.of_options.len()).filter(|at| file.of_options[*at].taken).map(|at| file.option_name(at)).collect()
    };
    let status_quo = [taken(&files[0]), taken(&files[1])];
    for (place, option) in files[1].of_options.iter().enumerate() {
        let name = files[1].option_name(place);
        if option.taken
            && !status_quo[0].contains(&name)
            && let Some(id) = option.support.evidence.iter().rev().find(|id| later.contains(*id))
        {
            note(id, format!("taken now: {name}"));
        }
    }
    let names = case.said.iter().map(|said| (said.id(), item(said))).collect();
    Ok(Comparison {
        days,
        only: [only(0), only(1)],
        holding: [answered[0].holding, answered[1].holding],
        options: [before.difference(&after).cloned().collect(), after.difference(&before).cloned().collect()],
        statements: [dropped, new],
        turned,
        status_quo,
        files,
        names,
    })
}

fn statements(file: &Casefile) -> Vec<(String, Vec<String>)> {
    let mut all = Vec::new();
    for (maker, preference) in file.model.preferences.iter().enumerate() {
        for (at, statement) in preference.priorities.iter().flatten().enumerate() {
            let ids = file.of_statements.get(maker).and_then(|all| all.get(at)).map(|s| s.evidence.clone());
            let words = format!("{} wants {}", file.model.decision_makers[maker], file.words(&statement.condition));
            all.push((words, ids.unwrap_or_default()));
        }
    }
    all
}

impl Comparison {
    /// For a person to read.
    pub fn text(&self) -> String {
        let mut out = format!("From {} to {}\n", self.days[0], self.days[1]);
        let [before, after] = &self.status_quo;
        for (day, taken, holding) in [(self.days[0], before, self.holding[0]), (self.days[1], after, self.holding[1])] {
            let taken = if taken.is_empty() { "none of the steps is taken".to_owned() } else { taken.join("; ") };
            let _ = writeln!(out, "\nAs of {day}: {taken}. {holding} outcomes hold.");
        }
        for (what, outcomes) in
            [("No longer among those that hold", &self.only[0]), ("New among those that hold", &self.only[1])]
        {
            if !outcomes.is_empty() {
                let _ = writeln!(out, "\n{what}:");
                for outcome in outcomes {
                    let _ = writeln!(out, "  - {}", crate::answers::contents(outcome));
                }
            }
        }
        for (what, all) in [("Options gone", &self.options[0]), ("Options new", &self.options[1])] {
            if !all.is_empty() {
                let _ = writeln!(out, "\n{what}: {}.", all.join("; "));
            }
        }
        out.push_str("\nWhat changed it:\n");
        if self.turned.is_empty() {
            out.push_str("  no position said between the two days bears on the model\n");
        }
        for turned in &self.turned {
            let words = match self.names.get(&turned.id) {
                Some(item) => format!(
                    "{} {} {} [{}{}; {}]",
                    item.party,
                    item.act,
                    item.quotation(),
                    item.id,
                    item.date.map(|date| format!(", {date}")).unwrap_or_default(),
                    item.whose_word()
                ),
                None => turned.id.clone(),
            };
            let _ = writeln!(out, "  - {words}");
            for part in &turned.parts {
                let _ = writeln!(out, "      {part}");
            }
        }
        if !self.statements[0].is_empty() {
            out.push_str("\nNo longer stated:\n");
            for (words, _) in &self.statements[0] {
                let _ = writeln!(out, "  - {words}");
            }
        }
        out
    }
}
