//! Conditions over options: and, or, not, if, iff, and patterns.

mod parse;

use crate::pattern::{Choice, Pattern};

pub use parse::Names;
pub(crate) use parse::listed;

/// A condition that holds or does not hold for each choice of options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The option with this position is taken.
    Taken(usize),
    /// The choice matches the pattern.
    Matches(Pattern),
    /// The condition inside does not hold.
    Not(Box<Condition>),
    /// All hold; true when empty.
    All(Vec<Condition>),
    /// At least one holds; false when empty.
    Any(Vec<Condition>),
    /// If the first holds, the second does.
    If(Box<Condition>, Box<Condition>),
    /// Both hold or neither.
    Iff(Box<Condition>, Box<Condition>),
}

impl Condition {
    /// A condition that holds when any of the patterns matches.
    pub fn any_of(patterns: impl IntoIterator<Item = Pattern>) -> Self {
        let mut all: Vec<_> = patterns.into_iter().map(Condition::Matches).collect();
        match all.pop() {
            Some(only) if all.is_empty() => only,
            Some(last) => {
                all.push(last);
                Condition::Any(all)
            }
            None => Condition::Any(all),
        }
    }

    /// Reads a condition written by a person: `not Delay and (Accept or Abandon)`, `if Modify then Accept`,
    /// `Insist iff Modify`, or a pattern.
    pub fn parse(text: &str, names: &Names) -> crate::Result<Self> {
        parse::parse(text, names)
    }

    /// Whether the condition holds for a choice.
    pub fn holds(&self, choice: Choice) -> bool {
        match self {
            Condition::Taken(k) => choice >> k & 1 == 1,
            Condition::Matches(p) => p.matches(choice),
            Condition::Not(c) => !c.holds(choice),
            Condition::All(cs) => cs.iter().all(|c| c.holds(choice)),
            Condition::Any(cs) => cs.iter().any(|c| c.holds(choice)),
            Condition::If(a, b) => !a.holds(choice) || b.holds(choice),
            Condition::Iff(a, b) => a.holds(choice) == b.holds(choice),
        }
    }

    /// Whether the condition is settled when only the options in `known` are decided: `Some` of its value, or
    /// `None` while it may still go either way.
    pub fn settled(&self, choice: Choice, known: u64) -> Option<bool> {
        match self {
            Condition::Taken(k) => (known >> k & 1 == 1).then_some(choice >> k & 1 == 1),
            Condition::Matches(p) => {
                if (choice ^ p.value) & p.care & known != 0 {
                    Some(false)
                } else {
                    (p.care & !known == 0).then_some(true)
                }
            }
            Condition::Not(c) => c.settled(choice, known).map(|v| !v),
            Condition::All(cs) => settle(cs, choice, known, false),
            Condition::Any(cs) => settle(cs, choice, known, true),
            Condition::If(a, b) => match (a.settled(choice, known), b.settled(choice, known)) {
                (Some(false), _) | (_, Some(true)) => Some(true),
                (Some(true), Some(false)) => Some(false),
                _ => None,
            },
            Condition::Iff(a, b) => Some(a.settled(choice, known)? == b.settled(choice, known)?),
        }
    }

    /// The patterns of a condition that is one pattern or a plain choice between patterns.
    pub fn as_patterns(&self) -> Option<Vec<Pattern>> {
        match self {
            Condition::Matches(p) => Some(vec![*p]),
            Condition::Any(cs) => cs
                .iter()
                .map(|c| match c {
                    Condition::Matches(p) => Some(*p),
                    _ => None,
                })
                .collect(),
            _ => None,
        }
    }

    /// The condition as a person writes it.
    pub fn text(&self, names: &Names) -> String {
        self.write(names, false)
    }

    fn write(&self, names: &Names, inner: bool) -> String {
        let (text, compound) = match self {
            Condition::Taken(k) => (names.written(*k), false),
            Condition::Matches(p) => (p.text(names.len()), false),
            Condition::Not(c) => (format!("not {}", c.write(names, true)), false),
            Condition::All(cs) => (join(cs, " and ", names), cs.len() > 1),
            Condition::Any(cs) => (join(cs, " or ", names), cs.len() > 1),
            Condition::If(a, b) => (format!("if {} then {}", a.write(names, true), b.write(names, true)), true),
            Condition::Iff(a, b) => (format!("{} iff {}", a.write(names, true), b.write(names, true)), true),
        };
        if inner && compound { format!("({text})") } else { text }
    }
}

fn settle(conditions: &[Condition], choice: Choice, known: u64, decisive: bool) -> Option<bool> {
    let mut open = false;
    for c in conditions {
        match c.settled(choice, known) {
            Some(v) if v == decisive => return Some(decisive),
            Some(_) => {}
            None => open = true,
        }
    }
    (!open).then_some(!decisive)
}

fn join(conditions: &[Condition], word: &str, names: &Names) -> String {
    conditions.iter().map(|c| c.write(names, true)).collect::<Vec<_>>().join(word)
}
