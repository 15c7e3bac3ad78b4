//! Files of the program gmcr-py (`.gmcr`): JSON with options by position, and states numbered from 1 in ascending
//! order of the choice, with each decision maker's options side by side.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::condition::Condition;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::game::{Game, Space, State};
use crate::model::{ConflictOption, Direction, Form, Label, Model, OptionForm, Preference, Ranking};
use crate::pattern::{MAX_OPTIONS, Pattern};

/// The name that such a file gives as its program.
const PROGRAM: &str = "gmcr-py";

/// More patterns than this say too little to be read.
const MOST_PATTERNS: usize = 4096;

#[derive(Deserialize, Serialize)]
struct File {
    #[serde(rename = "decisionMakers")]
    decision_makers: Vec<FileMaker>,
    options: Vec<FileOption>,
    infeasibles: Vec<FileCondition>,
    /// Called `useManualPreferenceVectors` by older versions.
    #[serde(rename = "useManualPreferenceRanking", alias = "useManualPreferenceVectors", default)]
    by_hand: bool,
    #[serde(default)]
    coalitions: Vec<Value>,
    #[serde(default)]
    program: String,
    #[serde(default)]
    version: String,
}

#[derive(Deserialize, Serialize)]
struct FileMaker {
    name: String,
    options: Vec<usize>,
    #[serde(default)]
    preferences: Vec<FileCondition>,
    #[serde(rename = "preferenceRanking", alias = "preferenceVector", skip_serializing_if = "Option::is_none")]
    ranking: Option<Vec<FileTier>>,
}

#[derive(Deserialize, Serialize)]
struct FileOption {
    name: String,
    #[serde(rename = "permittedDirection", default)]
    direction: FileDirection,
}

#[derive(Clone, Copy, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum FileDirection {
    #[default]
    Both,
    Fwd,
    Back,
}

/// States of one rank, or only one.
#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum FileTier {
    One(Label),
    Several(Vec<Label>),
}

/// A pattern as options with `Y` or `N`, or several of which one must match.
#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum FileCondition {
    Simple(Vec<(usize, Letter)>),
    Compound { compound: bool, members: Vec<Vec<(usize, Letter)>> },
}

#[derive(Clone, Copy, Deserialize, Serialize)]
enum Letter {
    Y,
    N,
}

/// Whether a text that may or may not be valid JSON is meant to be such a file.
pub fn is_gmcr(text: &str) -> bool {
    text.trim_start().starts_with('{') && text.contains("\"decisionMakers\"")
}

/// Reads a conflict from a `.gmcr` file. Coalitions in it are left aside, as they belong to an analysis; it has no
/// status quo.
///
/// # Errors
///
/// Text that is not valid JSON, or not of this shape, is refused with its line and column.
pub fn read(text: &str) -> Result<Model> {
    let file: File = serde_json::from_str(text).map_err(|e| {
        let reason = e.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default();
        let message = match e.classify() {
            serde_json::error::Category::Data => {
                format!("this is not a conflict of gmcr-py: {reason}; save it anew with that program")
            }
            _ => format!("this .gmcr file is not valid JSON: {reason}; it may be cut short, so save it anew"),
        };
        let error = Error::new(ErrorKind::Syntax, message);
        if e.line() > 0 { error.at(Place { line: e.line(), column: e.column() }) } else { error }
    })?;
    file.model()
}

impl File {
    fn model(self) -> Result<Model> {
        let n = self.options.len();
        if n > MAX_OPTIONS {
            let message = format!("there are {n} options, and at most {MAX_OPTIONS} can be handled; leave some out");
            return Err(Error::new(ErrorKind::TooLarge, message));
        }
        super::case::distinct("decision maker", self.decision_makers.iter().map(|m| m.name.as_str()))?;
        // The program puts each decision maker's options side by side before it numbers the states.
        let mut place = vec![None; n];
        let mut options = Vec::with_capacity(n);
        for (owner, maker) in self.decision_makers.iter().enumerate() {
            for k in &maker.options {
                let option = self.options.get(*k).ok_or_else(|| no_option(*k, n))?;
                if place[*k].is_some() {
                    let message = format!(
                        "the option “{}” is listed for more than one decision maker; give it to one",
                        option.name
                    );
                    return Err(Error::new(ErrorKind::Duplicate, message));
                }
                place[*k] = Some(options.len());
                let direction = match option.direction {
                    FileDirection::Both => Direction::Both,
                    FileDirection::Fwd => Direction::ToYes,
                    FileDirection::Back => Direction::ToNo,
                };
                options.push(ConflictOption { name: option.name.clone(), owner, direction });
            }
        }
        if let Some((option, _)) = self.options.iter().zip(&place).find(|(_, p)| p.is_none()) {
            let message = format!("the option “{}” belongs to nobody; list it for a decision maker", option.name);
            return Err(Error::new(ErrorKind::Unowned, message));
        }
        let condition = |c: &FileCondition| c.condition(&place);
        let infeasible = self.infeasibles.iter().map(condition).collect::<Result<_>>()?;
        let preference = |maker: &FileMaker| -> Result<Preference> {
            if !self.by_hand {
                let statements = maker.preferences.iter().map(|c| condition(c).map(Into::into));
                return Ok(Preference {
                    priorities: Some(statements.collect::<Result<_>>()?),
                    ..Preference::default()
                });
            }
            let tiers = maker.ranking.as_ref().ok_or_else(|| {
                let message = format!("“{}” has no preferenceRanking; rank its states", maker.name);
                Error::new(ErrorKind::Missing, message)
            })?;
            let tier = |t: &FileTier| match t {
                FileTier::One(label) => vec![*label],
                FileTier::Several(labels) => labels.clone(),
            };
            let ranking = Ranking::new(tiers.iter().map(tier).collect());
            super::ranking::check_once(&ranking)?;
            Ok(Preference { ranking: Some(ranking), ..Preference::default() })
        };
        let preferences = self.decision_makers.iter().map(preference).collect::<Result<_>>()?;
        Ok(Model {
            decision_makers: self.decision_makers.iter().map(|m| m.name.clone()).collect(),
            form: Form::Options(OptionForm { options, infeasible, ..OptionForm::default() }),
            preferences,
            ..Model::default()
        })
    }
}

fn no_option(k: usize, options: usize) -> Error {
    let message = format!("there is no option {k}; the file has {options}, counted from 0");
    Error::new(ErrorKind::UnknownName, message)
}

impl FileCondition {
    fn condition(&self, place: &[Option<usize>]) -> Result<Condition> {
        let pattern = |members: &Vec<(usize, Letter)>| {
            let mut pattern = Pattern { care: 0, value: 0 };
            for (k, letter) in members {
                let at = place.get(*k).copied().flatten().ok_or_else(|| no_option(*k, place.len()))?;
                pattern.care |= 1 << at;
                if matches!(letter, Letter::Y) {
                    pattern.value |= 1 << at;
                } else {
                    pattern.value &= !(1 << at);
                }
            }
            Ok(pattern)
        };
        match self {
            FileCondition::Simple(members) => Ok(Condition::Matches(pattern(members)?)),
            FileCondition::Compound { members, .. } => {
                Ok(Condition::any_of(members.iter().map(pattern).collect::<Result<Vec<_>>>()?))
            }
        }
    }

    fn of(patterns: &[Pattern], options: usize) -> Self {
        let letters = |p: &Pattern| {
            let letter = |k: usize| if p.value >> k & 1 == 1 { Letter::Y } else { Letter::N };
            (0..options).filter(|k| p.care >> k & 1 == 1).map(|k| (k, letter(k))).collect::<Vec<_>>()
        };
        match patterns {
            [only] => FileCondition::Simple(letters(only)),
            all => FileCondition::Compound { compound: true, members: all.iter().map(letters).collect() },
        }
    }
}

/// A conflict as a `.gmcr` file, with what such a file cannot say and is lost.
pub struct Written {
    /// The JSON.
    pub text: String,
    /// What is lost, one entry each.
    pub lost: Vec<String>,
}

/// Writes a conflict as a `.gmcr` file. States are numbered as that program does. Where every preference is by
/// priorities they are written as such; else rankings are.
///
/// # Errors
///
/// Conflicts in graph form or with merged states cannot be said in such a file, nor conditions that would need
/// thousands of patterns.
pub fn write(model: &Model) -> Result<Written> {
    let game = Game::new(model)?;
    let (Form::Options(form), Space::Options(space)) = (&model.form, game.space()) else {
        let message = "a .gmcr file has options and no merged states; write TOML instead";
        return Err(Error::new(ErrorKind::Unsupported, message));
    };
    let n = form.options.len();
    // Each decision maker's options side by side.
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by_key(|k| form.options[*k].owner);
    let moved = |bits: u64| order.iter().enumerate().fold(0u64, |all, (to, from)| all | (bits >> from & 1) << to);
    let moved_pattern = |p: &Pattern| Pattern { care: moved(p.care), value: moved(p.value) };
    let condition = |c: &Condition| -> Result<FileCondition> {
        let patterns = c.as_patterns().or_else(|| patterns(c, true)).ok_or_else(|| {
            let message = "a condition needs thousands of patterns in a .gmcr file; write TOML instead";
            Error::new(ErrorKind::TooLarge, message)
        })?;
        Ok(FileCondition::of(&patterns.iter().map(moved_pattern).collect::<Vec<_>>(), n))
    };
    let mut infeasibles = form.infeasible.iter().map(condition).collect::<Result<Vec<_>>>()?;
    let mut by_choice: Vec<(u64, State)> =
        space.choices.iter().enumerate().map(|(s, c)| (moved(*c), s as State)).collect();
    by_choice.sort_unstable();
    if !form.states.is_empty() {
        // Choices that are feasible but not listed as states do not exist either.
        let all =
            Model { form: Form::Options(OptionForm { states: Vec::new(), ..form.clone() }), ..no_preference(model) };
        if let Space::Options(all) = Game::new(&all)?.space() {
            let missing = all.choices.iter().filter(|c| space.lookup.get(**c).is_none());
            infeasibles.extend(missing.map(|c| FileCondition::of(&[moved_pattern(&Pattern::exactly(*c, n))], n)));
        }
    }
    let by_hand = !model.preferences.iter().all(|p| p.ranking.is_none() && p.priorities.is_some());
    let mut number = vec![0; game.len()];
    for (k, (_, s)) in by_choice.iter().enumerate() {
        number[*s as usize] = k as Label + 1;
    }
    let mut makers = Vec::new();
    for (i, name) in model.decision_makers.iter().enumerate() {
        let statements = model.preferences.get(i).and_then(|p| p.priorities.as_deref()).unwrap_or_default();
        makers.push(FileMaker {
            name: name.clone(),
            options: order.iter().enumerate().filter(|(_, k)| form.options[**k].owner == i).map(|(to, _)| to).collect(),
            preferences: statements.iter().map(|s| condition(&s.condition)).collect::<Result<_>>()?,
            ranking: by_hand.then(|| tiers(game.ranks(i), &number)),
        });
    }
    let direction = |d: Direction| match d {
        Direction::Both => FileDirection::Both,
        Direction::ToYes => FileDirection::Fwd,
        Direction::ToNo => FileDirection::Back,
    };
    let options = order.iter().map(|k| &form.options[*k]);
    let file = File {
        options: options.map(|o| FileOption { name: o.name.clone(), direction: direction(o.direction) }).collect(),
        decision_makers: makers,
        infeasibles,
        by_hand,
        coalitions: (0..model.decision_makers.len()).map(Value::from).collect(),
        program: PROGRAM.into(),
        // The version whose files have this shape.
        version: "0.3.6".into(),
    };
    let text = serde_json::to_string_pretty(&file)
        .map_err(|e| Error::new(ErrorKind::Syntax, format!("the file cannot be written: {e}")))?;
    Ok(Written { text: text + "\n", lost: lost(model, &game, &number) })
}

fn tiers(ranks: &[u32], number: &[Label]) -> Vec<FileTier> {
    let count = ranks.iter().max().map_or(0, |r| *r as usize + 1);
    let mut tiers = vec![Vec::new(); count];
    for (s, r) in ranks.iter().enumerate() {
        tiers[*r as usize].push(number[s]);
    }
    tiers.into_iter().map(|t| if let [one] = t[..] { FileTier::One(one) } else { FileTier::Several(t) }).collect()
}

/// The same conflict with everybody indifferent, so that it has an answer whatever its states are.
fn no_preference(model: &Model) -> Model {
    let indifferent = Preference { priorities: Some(Vec::new()), ..Preference::default() };
    Model {
        decision_makers: model.decision_makers.clone(),
        preferences: vec![indifferent; model.decision_makers.len()],
        ..Model::default()
    }
}

fn lost(model: &Model, game: &Game, number: &[Label]) -> Vec<String> {
    let any = |holds: &dyn Fn(&Preference) -> bool| model.preferences.iter().any(holds);
    let strong = (0..game.makers().len()).any(|i| game.order(i).levels.is_some());
    let all = [
        (model.status_quo.is_some(), "the status quo"),
        (game.labels() != number, "the labels of the states; they are numbered anew"),
        (!model.about.title.is_empty() || !model.about.citation.is_empty(), "the title and the sources"),
        (strong, "strength of preference"),
        (any(&|p| p.weights.is_some()), "the weights; the rankings they give are written"),
        (
            any(&|p| p.assumed || !p.unknown.is_empty() || !p.uncertain.is_empty() || !p.alternatives.is_empty()),
            "what is marked unknown, uncertain or assumed",
        ),
        (!model.inverse.is_empty(), "the questions for inverse analysis"),
    ];
    all.into_iter().filter(|(is, _)| *is).map(|(_, what)| what.to_owned()).collect()
}

/// Patterns of which one matches exactly where a condition has the wanted value; `None` when they are too many.
fn patterns(condition: &Condition, wanted: bool) -> Option<Vec<Pattern>> {
    let any = |parts: Vec<Vec<Pattern>>| {
        let all: Vec<Pattern> = parts.into_iter().flatten().collect();
        (all.len() <= MOST_PATTERNS).then_some(all)
    };
    let both = |parts: Vec<Vec<Pattern>>| {
        parts.into_iter().try_fold(vec![Pattern { care: 0, value: 0 }], |all, part| {
            let join = |a: &Pattern, b: &Pattern| {
                let fits = (a.value ^ b.value) & a.care & b.care == 0;
                fits.then_some(Pattern { care: a.care | b.care, value: a.value | b.value })
            };
            let joined: Vec<Pattern> = all.iter().flat_map(|a| part.iter().filter_map(move |b| join(a, b))).collect();
            (joined.len() <= MOST_PATTERNS).then_some(joined)
        })
    };
    let each = |cs: &[Condition]| cs.iter().map(|c| patterns(c, wanted)).collect::<Option<Vec<_>>>();
    match (condition, wanted) {
        (Condition::Taken(k), _) => Some(vec![Pattern { care: 1 << k, value: u64::from(wanted) << k }]),
        (Condition::Matches(p), true) => Some(vec![*p]),
        (Condition::Matches(p), false) => {
            let bits = (0..64).filter(|k| p.care >> k & 1 == 1);
            Some(bits.map(|k| Pattern { care: 1 << k, value: !p.value & 1 << k }).collect())
        }
        (Condition::Not(c), _) => patterns(c, !wanted),
        (Condition::All(cs), true) | (Condition::Any(cs), false) => both(each(cs)?),
        (Condition::All(cs), false) | (Condition::Any(cs), true) => any(each(cs)?),
        (Condition::If(a, b), true) => any(vec![patterns(a, false)?, patterns(b, true)?]),
        (Condition::If(a, b), false) => both(vec![patterns(a, true)?, patterns(b, false)?]),
        (Condition::Iff(a, b), _) => any(vec![
            both(vec![patterns(a, true)?, patterns(b, wanted)?])?,
            both(vec![patterns(a, false)?, patterns(b, !wanted)?])?,
        ]),
    }
}
