//! How outcomes changed from one day to another, and which statement changed them.

use crate::answers::{self, Outcome, Solved};
use crate::casefile::Casefile;
use crate::draft::{DraftError, Settings, draft};
use crate::{Case, draft::item};
use conflict::Concept;
use conflict::model::Form;
use jiff::civil::Date;
use standing::JudgedError;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Two drafts and what lies between them.
#[derive(Debug)]
pub struct Comparison {
    /// The days, the earlier first.
    pub days: [Date; 2],
    /// The drafts as of each day. An option that both have goes by its later name in both.
    pub files: [Casefile; 2],
    /// Outcomes that hold, by the options taken, only as of the first or the second day; at most six each.
    pub only: [Vec<Outcome>; 2],
    /// How many hold as of each day.
    pub holding: [usize; 2],
    /// Whether how things stand holds as of each day.
    pub lasts: [bool; 2],
    /// Options that came or went.
    pub options: [Vec<String>; 2],
    /// Options that are called otherwise now: the earlier name and the later.
    pub renamed: Vec<(String, String)>,
    /// Preferences that were dropped and that are new, with the ids behind them.
    pub statements: [Vec<(String, Vec<String>)>; 2],
    /// What each new position changed, those first that changed outcomes.
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
    /// Outcomes of the later day that would not hold had it not been said, by place in the second of [`Comparison::only`].
    pub brought: Vec<usize>,
    /// Outcomes of the earlier day that would still hold had it not been said, by place in the first.
    pub ended: Vec<usize>,
    /// Whether how things stand would not have lasted, or would have, had it not been said.
    pub lasting: Option<bool>,
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

/// Drafts as of each day with the same settings and compares. For each new position, it is drafted once more without
/// it, to say which outcomes turn on it.
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
    let cases = [case.until(days[0], standing)?, case.until(days[1], standing)?];
    let one = |at: usize| -> Result<Casefile, CompareError> {
        let day = days[at];
        let mut file = draft(&cases[at], settings).map_err(|error| CompareError::Draft { day, error })?;
        file.about.until = Some(day);
        Ok(file)
    };
    let mut files = [one(0)?, one(1)?];
    let renamed = one_name(&mut files);
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
    let mut note = |id: &String, part: Option<String>| match turned.iter_mut().find(|known| known.id == *id) {
        Some(known) => known.parts.extend(part),
        None => turned.push(Turned {
            id: id.clone(),
            parts: part.into_iter().collect(),
            brought: Vec::new(),
            ended: Vec::new(),
            lasting: None,
        }),
    };
    for (words, ids) in &new {
        for id in ids.iter().filter(|id| later.contains(*id)) {
            note(id, Some(words.clone()));
        }
    }
    let taken = |file: &Casefile| -> Vec<String> {
        (0..file.of_options.len()).filter(|at| file.of_options[*at].taken).map(|at| file.option_name(at)).collect()
    };
    let status_quo = [taken(&files[0]), taken(&files[1])];
    for (place, option) in files[1].of_options.iter().enumerate() {
        let name = files[1].option_name(place);
        let now = !option.taken && status_quo[0].contains(&name);
        if (now || option.taken && !status_quo[0].contains(&name))
            // The note names the position that says so.
            && let Some(id) = option
                .support
                .evidence
                .iter()
                .rev()
                .filter(|id| later.contains(*id))
                .max_by_key(|id| option.taken_note.contains(&format!("({id})")))
        {
            note(id, Some(format!("{}: {name}", if now { "no longer taken" } else { "taken now" })));
        }
        // What bears on an option without being a preference may still change who can do what.
        for id in option.support.evidence.iter().filter(|id| later.contains(*id)) {
            note(id, None);
        }
    }
    let only = [only(0), only(1)];
    let lasts = [0, 1].map(|at| answered[at].status_quo.as_ref().is_some_and(|now| holds(&now.concepts)));
    if cases[1].said.len() <= MOST_REDRAFTED {
        let now = Held::of(&files[1])?;
        for one in turned.iter_mut().take(MOST_TURNED) {
            without(&cases[1], one, &only, &files, (settings, standing), (&now, lasts[1]))?;
        }
    }
    turned.retain(|one| !one.parts.is_empty() || one.tells());
    turned.sort_by_key(|one| std::cmp::Reverse((one.tells(), one.brought.len() + one.ended.len())));
    let names = case.said.iter().map(|said| (said.id(), item(said))).collect();
    Ok(Comparison {
        days,
        only,
        holding: [answered[0].holding, answered[1].holding],
        lasts,
        options: [before.difference(&after).cloned().collect(), after.difference(&before).cloned().collect()],
        renamed,
        statements: [dropped, new],
        turned,
        status_quo,
        files,
        names,
    })
}

/// Beyond so many positions in a case, drafting once for each new one would be waited for.
const MOST_REDRAFTED: usize = 2_000;
/// New positions that are left out in turn.
const MOST_TURNED: usize = 40;

fn holds(concepts: &[Concept]) -> bool {
    concepts.contains(&Concept::R) || concepts.contains(&Concept::Seq)
}

/// Gives options of the earlier file the name the later one has for the same party's step in the same thread.
fn one_name(files: &mut [Casefile; 2]) -> Vec<(String, String)> {
    let [earlier, later] = files;
    let pairs = earlier.same_options(later);
    let mut renamed = Vec::new();
    if let Form::Options(form) = &mut earlier.model.form {
        for (from, to) in pairs {
            let Some(name) = later.model.options().get(to).map(|option| option.name.clone()) else { continue };
            if form.options[from].name != name {
                let was = std::mem::replace(&mut form.options[from].name, name.clone());
                let owner = &earlier.model.decision_makers[form.options[from].owner];
                for unknown in &mut earlier.unknown {
                    if unknown.option == format!("{owner}: {was}") {
                        unknown.option = format!("{owner}: {name}");
                    }
                }
                renamed.push((format!("{owner}: {was}"), name));
            }
        }
    }
    renamed
}

/// What holds in a draft.
struct Held {
    names: Vec<String>,
    choices: Vec<u64>,
    lasts: bool,
}

impl Held {
    fn of(file: &Casefile) -> Result<Self, CompareError> {
        let solved = Solved::new(file)?;
        let held = solved.equilibria(Concept::R).or(&solved.equilibria(Concept::Seq));
        Ok(Self {
            names: (0..file.of_options.len()).map(|place| file.option_name(place)).collect(),
            choices: held.iter().map(|state| solved.choice(state)).collect(),
            lasts: solved.game.status_quo().is_some_and(|state| held.contains(state)),
        })
    }

    /// Whether an outcome of another draft holds here: all its steps are there, and something that holds has just these
    /// of the options that both drafts have.
    fn has(&self, outcome: &Outcome, of: &Casefile) -> bool {
        let place = |name: &String| self.names.iter().position(|other| other == name);
        let all = (0..of.of_options.len()).filter_map(|at| place(&of.option_name(at)));
        let care = all.fold(0u64, |care, at| care | 1 << at);
        let taken: Option<Vec<usize>> = outcome.taken.iter().map(place).collect();
        let Some(taken) = taken else { return false };
        let value = taken.into_iter().fold(0u64, |value, at| value | 1 << at);
        self.choices.iter().any(|choice| choice & care == value)
    }
}

/// What would hold had a position not been said.
fn without(
    case: &Case<'_>,
    turned: &mut Turned,
    only: &[Vec<Outcome>; 2],
    files: &[Casefile; 2],
    (settings, standing): (&Settings, &standing::Settings),
    (now, lasts): (&Held, bool),
) -> Result<(), CompareError> {
    let file = case.without(&turned.id, standing, |case| draft(case, settings))?;
    let Some(Ok(mut file)) = file else {
        // Where nothing is left to draft from, everything turns on it.
        turned.brought = (0..only[1].len()).collect();
        return Ok(());
    };
    let same = file.same_options(&files[1]);
    if let Form::Options(form) = &mut file.model.form {
        for (from, to) in same {
            form.options[from].name.clone_from(&files[1].model.options()[to].name);
        }
    }
    let then = Held::of(&file)?;
    let places = |at: usize, test: &dyn Fn(&Outcome) -> bool| -> Vec<usize> {
        only[at].iter().enumerate().filter(|(_, outcome)| test(outcome)).map(|(place, _)| place).collect()
    };
    turned.brought = places(1, &|outcome| !then.has(outcome, &files[1]));
    turned.ended = places(0, &|outcome| then.has(outcome, &files[0]) && !now.has(outcome, &files[0]));
    turned.lasting = (then.lasts != lasts).then_some(lasts);
    Ok(())
}

impl Turned {
    /// Whether an outcome turns on it.
    pub fn tells(&self) -> bool {
        !self.brought.is_empty() || !self.ended.is_empty() || self.lasting.is_some()
    }
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
        // Writing to a String cannot fail.
        for at in [0, 1] {
            let taken = &self.status_quo[at];
            let taken = if taken.is_empty() { "none of the steps is taken".to_owned() } else { taken.join("; ") };
            let lasts = if self.lasts[at] { "It can last" } else { "It cannot last" };
            let _ =
                writeln!(out, "\nAs of {}: {taken}. {lasts}; {} combinations hold.", self.days[at], self.holding[at]);
        }
        let marks: [fn(usize) -> String; 2] =
            [|place| char::from(b'a' + place.min(25) as u8).to_string(), |place| (place + 1).to_string()];
        for (at, what) in ["No longer among those that hold", "New among those that hold"].into_iter().enumerate() {
            if !self.only[at].is_empty() {
                let _ = writeln!(out, "\n{what}:");
                for (place, outcome) in self.only[at].iter().enumerate() {
                    let _ = writeln!(out, "  {}. {}", marks[at](place), answers::contents(outcome));
                }
            }
        }
        let marked =
            |at: usize, places: &[usize]| places.iter().map(|place| marks[at](*place)).collect::<Vec<_>>().join(", ");
        let telling: Vec<&Turned> = self.turned.iter().filter(|turned| turned.tells()).collect();
        let rest: Vec<&Turned> = self.turned.iter().filter(|turned| !turned.tells()).collect();
        out.push_str("\nWhat changed the outcomes:\n");
        if telling.is_empty() {
            out.push_str(if self.turned.is_empty() {
                "  no position said between the two days bears on the model\n"
            } else {
                "  no position by itself: had any one of those below not been said, the same outcomes would hold\n"
            });
        }
        for turned in telling {
            let _ = writeln!(out, "  - {}", self.words(&turned.id));
            if !turned.brought.is_empty() {
                let _ = writeln!(out, "      without it would not hold: {}", marked(1, &turned.brought));
            }
            if !turned.ended.is_empty() {
                let _ = writeln!(out, "      without it would still hold: {}", marked(0, &turned.ended));
            }
            match turned.lasting {
                Some(true) => out.push_str("      without it, how things stand could not last\n"),
                Some(false) => out.push_str("      without it, how things stand could last\n"),
                None => {}
            }
            for part in &turned.parts {
                let _ = writeln!(out, "      so {part}");
            }
        }
        if !rest.is_empty() {
            out.push_str("\nWhat changed the model and no outcome by itself:\n");
            for turned in rest {
                let _ = writeln!(out, "  - {}", self.words(&turned.id));
                for part in &turned.parts {
                    let _ = writeln!(out, "      so {part}");
                }
            }
        }
        for (what, all) in [("Options gone", &self.options[0]), ("Options new", &self.options[1])] {
            if !all.is_empty() {
                let _ = writeln!(out, "\n{what}: {}.", all.join("; "));
            }
        }
        if !self.renamed.is_empty() {
            let all: Vec<String> = self.renamed.iter().map(|(was, now)| format!("{was} (now: {now})")).collect();
            let _ = writeln!(out, "\nOptions called otherwise now: {}.", all.join("; "));
        }
        if !self.statements[0].is_empty() {
            out.push_str("\nNo longer stated:\n");
            for (words, _) in &self.statements[0] {
                let _ = writeln!(out, "  - {words}");
            }
        }
        out
    }

    fn words(&self, id: &str) -> String {
        match self.names.get(id) {
            Some(item) => format!(
                "{} {} {} [{}{}; {}]",
                item.party,
                item.act,
                item.quotation(),
                item.id,
                item.date.map(|date| format!(", {date}")).unwrap_or_default(),
                item.whose_word()
            ),
            None => id.to_owned(),
        }
    }
}
