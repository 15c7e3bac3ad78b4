//! A conflict model together with what each part of it rests on.

use conflict::Model;
use conflict::condition::Condition;
use jiff::civil::Date;
use standing::{By, Voice};
use std::collections::{BTreeMap, BTreeSet};

/// A drafted or edited case. Lists named "of" something run parallel to the model's.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Casefile {
    /// The conflict, in the engine's own terms.
    pub model: Model,
    /// What it was drafted from, and how.
    pub about: Drafted,
    /// The code of each decision maker; empty where the file does not say.
    pub parties: Vec<String>,
    /// What each option rests on.
    pub of_options: Vec<OptionSupport>,
    /// What each prioritized statement of each decision maker rests on.
    pub of_statements: Vec<Vec<Support>>,
    /// What each infeasible combination rests on.
    pub of_infeasible: Vec<Support>,
    /// Rules the text gives grounds for, left for the analyst to put in force.
    pub suggestions: Vec<Suggestion>,
    /// What the record does not say and the model leaves open.
    pub unknown: Vec<Unknown>,
    /// What was found and left out, with the reason.
    pub left_out: Vec<LeftOut>,
    /// The positions all this rests on, by id.
    pub items: BTreeMap<String, Item>,
}

/// What a case was drafted from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drafted {
    /// The program and its version.
    pub by: String,
    /// Reports until this day only.
    pub until: Option<Date>,
    /// Number of reports.
    pub reports: usize,
    /// Number of them that are independent of each other.
    pub origins: usize,
}

/// What a part of the model rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Support {
    /// Ids of positions, `report/position`.
    pub evidence: Vec<String>,
    /// Why it had to be assumed, or how the words were read.
    pub note: String,
}

/// What an option rests on, and how it stands now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OptionSupport {
    /// Positions and the reason of what was assumed.
    pub support: Support,
    /// The thread of the record it is about; empty where it stands only in a condition.
    pub thread: String,
    /// The issue of the agenda.
    pub issue: String,
    /// Whether it was read from words that leave its owner open.
    pub assumed: bool,
    /// Whether it is taken in the status quo.
    pub taken: bool,
    /// What says so.
    pub taken_note: String,
}

/// A rule the text gives grounds for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// `infeasible`, `cannot_undo`.
    pub key: String,
    /// As it would stand in the file.
    pub value: String,
    /// What gives grounds for it.
    pub support: Support,
}

/// Something the record does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The decision maker whose preference is open.
    pub decision_maker: String,
    /// The option, with its owner.
    pub option: String,
    /// Positions that leave it open, and why.
    pub support: Support,
}

/// Something that was found and left out of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// In words.
    pub what: String,
    /// Why, and what to do to have it.
    pub support: Support,
}

/// A position as evidence: the words and whose word they rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// `report/position`.
    pub id: String,
    /// The report's id.
    pub report: String,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its date.
    pub date: Option<Date>,
    /// The code of the party that holds it.
    pub party: String,
    /// What the party does.
    pub act: String,
    /// First-hand or second-hand.
    pub voice: Voice,
    /// On whose word.
    pub by: By,
    /// Which independent origin its report belongs to, from 1.
    pub origin: usize,
    /// The words, verbatim, one text for each stretch.
    pub words: Vec<String>,
    /// Where they stand, in code points of the report's text.
    pub spans: Vec<[usize; 2]>,
    /// What it is made to depend on, verbatim.
    pub condition: Vec<String>,
    /// The reason given, verbatim.
    pub grounds: Vec<String>,
}

/// How well a part of the model is backed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backing {
    /// Nobody voiced it.
    pub assumed: bool,
    /// No evidence is the party's own word.
    pub second_hand: bool,
    /// All evidence comes from one origin.
    pub single_origin: bool,
}

impl Backing {
    /// In words, empty where it is first-hand and from several origins.
    pub fn words(self) -> String {
        let marks =
            [(self.assumed, "assumed"), (self.second_hand, "second-hand"), (self.single_origin, "single origin")];
        marks.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect::<Vec<_>>().join(", ")
    }
}

impl Casefile {
    /// How well some evidence backs a part of the model.
    pub fn backing(&self, support: &Support, assumed: bool) -> Backing {
        let items: Vec<&Item> = support.evidence.iter().filter_map(|id| self.items.get(id)).collect();
        let origins: BTreeSet<usize> = items.iter().map(|item| item.origin).collect();
        Backing {
            assumed: assumed || items.is_empty(),
            second_hand: !items.is_empty() && items.iter().all(|item| item.voice == Voice::SecondHand),
            single_origin: origins.len() == 1,
        }
    }

    /// An option with its owner: "Ukraine: maintain neutrality".
    pub fn option_name(&self, option: usize) -> String {
        match self.model.options().get(option) {
            Some(found) => {
                let owner = self.model.decision_makers.get(found.owner).map_or("", String::as_str);
                format!("{owner}: {}", found.name)
            }
            None => String::new(),
        }
    }

    /// Options that are the same as another file's, by place in each: of one owner in one thread, where that has just one
    /// option in either file, or of one name.
    pub fn same_options(&self, other: &Casefile) -> Vec<(usize, usize)> {
        let key = |file: &Casefile, place: usize| -> Option<(String, String)> {
            let thread = file.of_options.get(place).map(|of| of.thread.clone()).filter(|thread| !thread.is_empty())?;
            let owner = file.model.options().get(place)?.owner;
            Some((file.model.decision_makers.get(owner)?.clone(), thread))
        };
        let only = |file: &Casefile, wanted: &(String, String)| -> Option<usize> {
            let mut found = (0..file.of_options.len()).filter(|at| key(file, *at).as_ref() == Some(wanted));
            found.next().filter(|_| found.next().is_none())
        };
        (0..self.of_options.len())
            .filter_map(|place| {
                let name = self.option_name(place);
                let named = (0..other.of_options.len()).find(|at| other.option_name(*at) == name);
                let by_thread = || {
                    let key = key(self, place)?;
                    only(self, &key)?;
                    let there = only(other, &key)?;
                    // A name that both have means the one that has it.
                    let taken = (0..self.of_options.len()).any(|at| self.option_name(at) == other.option_name(there));
                    (!taken).then_some(there)
                };
                Some((place, named.or_else(by_thread)?))
            })
            .collect()
    }

    /// A condition in words, with each option in brackets: "if [X] then not [Y]".
    pub fn words(&self, condition: &Condition) -> String {
        let list = |all: &[Condition], join: &str| {
            let each: Vec<String> = all.iter().map(|inner| self.words(inner)).collect();
            if each.len() > 1 { format!("({})", each.join(join)) } else { each.concat() }
        };
        match condition {
            Condition::Taken(k) => {
                let options = self.model.options();
                let name = options.get(*k).map_or("", |option| option.name.as_str());
                let same = options.iter().filter(|other| other.name == name).count() > 1;
                if same { format!("[{}]", self.option_name(*k)) } else { format!("[{name}]") }
            }
            Condition::Matches(pattern) => pattern.text(self.model.options().len()),
            Condition::Not(inner) => format!("not {}", self.words(inner)),
            Condition::All(all) => list(all, " and "),
            Condition::Any(all) => list(all, " or "),
            Condition::If(a, b) => format!("if {} then {}", self.words(a), self.words(b)),
            Condition::Iff(a, b) => format!("{} just when {}", self.words(a), self.words(b)),
        }
    }

    /// The options taken in the status quo, as the engine's choice.
    pub fn status_quo_choice(&self) -> u64 {
        self.of_options.iter().enumerate().filter(|(_, option)| option.taken).fold(0, |all, (k, _)| all | 1 << k)
    }
}

impl Item {
    /// The words as quotations, parted by ellipses: each verbatim.
    pub fn quotation(&self) -> String {
        self.words.iter().map(|words| format!("“{}”", plain(words))).collect::<Vec<_>>().join(" … ")
    }

    /// Whose word it is: "first-hand", "second-hand, on the word of USA".
    pub fn whose_word(&self) -> String {
        match (&self.voice, &self.by) {
            (Voice::FirstHand, _) => "first-hand".into(),
            (Voice::SecondHand, By::Report) => "second-hand, on the report's word".into(),
            (Voice::SecondHand, By::Party(party)) => format!("second-hand, on the word of {party}"),
        }
    }
}

/// On one line, so that it can stand in a comment or a table.
fn plain(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
