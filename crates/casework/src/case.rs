//! The rows a draft is made from, joined: each position with its words, its voice and its thread.

use codebook::{Act, CodePoints, Position, Span, slice};
use jiff::civil::Date;
use standing::{By, Judged, JudgedError, Place, ReportRow, Settings, Standing, Voice};
use std::collections::{HashMap, HashSet};

/// A position that counts: it has a holder and is no copy.
#[derive(Debug, Clone)]
pub(crate) struct Said<'a> {
    pub row: ReportRow<'a>,
    pub position: &'a Position,
    /// Codes of the holder, one or several.
    pub holders: Vec<&'a str>,
    pub voice: Voice,
    pub by: By,
    pub thread: usize,
    /// Whether the proposal is the contrary of the thread's thing.
    pub turned: bool,
    /// Whether the word right before the proposal denies it, or, where a view is granted, its first words: "cannot install".
    pub denied: bool,
    pub past: bool,
    pub harm: bool,
    /// Whether it is where its party stands now, by its voice.
    pub current: bool,
    /// Which of the independent origins its report belongs to.
    pub origin: usize,
}

/// Words that turn what follows round.
const DENIALS: [&str; 14] = [
    "no", "not", "never", "cannot", "nor", "neither", "none", "nobody", "nothing", "without", "denied", "refused",
    "refuses", "hardly",
];

/// Whether the words before a proposal say that it is no longer made.
fn dropped(text: &str, position: &Position) -> bool {
    let Some(before) = position.proposal.first().and_then(|first| text.get(..first.start)) else { return false };
    let start = before.rfind(['.', '!', '?', ';', '\n']).map_or(0, |at| at + 1);
    let lead: Vec<String> = before[start..].split_whitespace().rev().take(NEAR).map(str::to_lowercase).collect();
    let near = |word: &str| lead.iter().position(|known| known == word);
    near("longer").is_some_and(|at| lead.get(at + 1).is_some_and(|word| word == "no"))
}

/// Whether the word right before a proposal denies it, or its own first words where a limit is granted ("it cannot
/// install a governor"). A refusal is a denial already.
fn denied(text: &str, position: &Position) -> bool {
    if matches!(position.act, Act::Reject | Act::Retract) {
        return false;
    }
    if position.act == Act::Concede && crate::words::undenied(&slice(text, &position.proposal)).is_some() {
        return true;
    }
    let before = position.proposal.first().and_then(|first| text.get(..first.start)).unwrap_or_default();
    let word = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    before.ends_with(' ')
        && (matches!(word.as_str(), "not" | "cannot" | "never" | "no")
            || word.ends_with("n't")
            || word.ends_with("n’t"))
}

/// A denial stands at most so many words before what it denies, itself included.
const NEAR: usize = 6;

/// A thread as far as a draft needs it.
#[derive(Debug, Clone)]
pub(crate) struct ThreadInfo {
    pub id: String,
    pub issue: String,
    pub label: String,
}

/// Reports, what was read from them and what follows.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    pub(crate) rows: Vec<ReportRow<'a>>,
    pub(crate) standing: Standing,
    pub(crate) said: Vec<Said<'a>>,
    pub(crate) threads: Vec<ThreadInfo>,
    pub(crate) origins: standing::Origins,
}

impl<'a> Case<'a> {
    /// Joins the rows with what was judged of them.
    ///
    /// # Errors
    /// Where the judged facts do not fit the rows.
    pub fn new(rows: &[ReportRow<'a>], standing: &Standing) -> Result<Self, JudgedError> {
        // Positions that fall to the thread of their issue have no thread among the judged ones.
        let mut threads: Vec<ThreadInfo> = Vec::new();
        let mut thread_of: HashMap<(&str, &str), usize> = HashMap::new();
        for thread in &standing.judged.threads {
            for place in &thread.positions {
                thread_of.insert((&place.0, &place.1), threads.len());
            }
            threads.push(ThreadInfo {
                id: thread.id.clone(),
                issue: thread.issue.clone(),
                label: thread.label.clone(),
            });
        }
        let set = |places: &'_ [Place]| -> HashSet<(String, String)> {
            places.iter().map(|place| (place.0.clone(), place.1.clone())).collect()
        };
        let (past, harm, turned) =
            (set(&standing.judged.past), set(&standing.judged.harm), set(&standing.judged.turned));
        let current: HashSet<(&str, &str)> =
            standing.computed.current.iter().map(|row| (row.report.as_str(), row.position.as_str())).collect();
        let origins = standing::origins(rows);
        let origin_of: HashMap<&str, usize> = origins
            .groups
            .iter()
            .enumerate()
            .flat_map(|(number, group)| group.iter().map(move |id| (id.as_str(), number)))
            .collect();
        let positions: HashMap<(&str, &str), (ReportRow<'a>, &'a Position)> = rows
            .iter()
            .flat_map(|row| row.reading.positions.iter().map(move |p| ((row.id, p.id.as_str()), (*row, p))))
            .collect();
        let mut issue_threads: HashMap<&str, usize> = HashMap::new();
        let mut said = Vec::with_capacity(standing.computed.voices.len());
        for voice in &standing.computed.voices {
            let key = (voice.0.as_str(), voice.1.as_str());
            let Some((row, position)) = positions.get(&key).copied() else {
                return Err(JudgedError::UnknownPosition { field: "voices", place: voice.place() });
            };
            let Some(party) = &position.party else { continue };
            let thread = thread_of.get(&key).copied().unwrap_or_else(|| {
                *issue_threads.entry(position.issue.as_str()).or_insert_with(|| {
                    let issue = position.issue.clone();
                    threads.push(ThreadInfo { id: issue.clone(), issue: issue.clone(), label: issue });
                    threads.len() - 1
                })
            });
            let owned = (row.id.to_owned(), position.id.clone());
            said.push(Said {
                row,
                position,
                holders: party.members().collect(),
                voice: voice.2,
                by: voice.3.clone(),
                thread,
                turned: turned.contains(&owned),
                denied: denied(row.text, position),
                past: past.contains(&owned) || dropped(row.text, position),
                harm: harm.contains(&owned),
                current: current.contains(&key),
                origin: origin_of.get(row.id).copied().unwrap_or(usize::MAX),
            });
        }
        Ok(Self { rows: rows.to_vec(), standing: standing.clone(), said, threads, origins })
    }

    /// Judges the rows by their words and joins them with what was found.
    ///
    /// # Errors
    /// Where two rows have one id.
    pub fn found(rows: &[ReportRow<'a>], settings: &Settings) -> Result<Self, JudgedError> {
        Self::new(rows, &Standing::found(rows, settings)?)
    }

    /// The case as reported until a day, that day included. Undated reports count as earlier than every dated one.
    ///
    /// Which positions are about one thing is taken from the whole case, so that threads and options keep their names
    /// from day to day; where the parties stand is derived from the earlier reports alone.
    ///
    /// # Errors
    /// As [`Case::new`].
    pub fn until(&self, day: Date, settings: &Settings) -> Result<Self, JudgedError> {
        let rows: Vec<ReportRow<'a>> =
            self.rows.iter().filter(|row| row.date.is_none_or(|date| date <= day)).copied().collect();
        let ids: HashSet<&str> = rows.iter().map(|row| row.id).collect();
        let judged = self.judged_among(|place| ids.contains(place.0.as_str()));
        let standing = Standing::of(&rows, judged, settings)?;
        Self::new(&rows, &standing)
    }

    /// Hands on the case as it would be had a position, `report/position`, not been said; `None` where nobody said it.
    ///
    /// # Errors
    /// As [`Case::new`].
    pub(crate) fn without<T>(
        &self,
        id: &str,
        settings: &Settings,
        then: impl FnOnce(&Case<'_>) -> T,
    ) -> Result<Option<T>, JudgedError> {
        let Some((report, position)) = id.rsplit_once('/') else { return Ok(None) };
        let Some(at) = self.rows.iter().position(|row| row.id == report) else { return Ok(None) };
        let mut reading = self.rows[at].reading.clone();
        reading.positions.retain(|known| known.id != position);
        let mut rows: Vec<ReportRow<'_>> = self.rows.clone();
        rows[at].reading = &reading;
        let judged = self.judged_among(|place| place.0 != report || place.1 != position);
        let standing = Standing::of(&rows, judged, settings)?;
        Ok(Some(then(&Case::new(&rows, &standing)?)))
    }

    /// What was judged of some of the positions.
    fn judged_among(&self, kept: impl Fn(&Place) -> bool) -> Judged {
        let mut judged = self.standing.judged.clone();
        for thread in &mut judged.threads {
            thread.positions.retain(&kept);
        }
        judged.threads.retain(|thread| !thread.positions.is_empty());
        for places in [&mut judged.past, &mut judged.harm, &mut judged.turned] {
            places.retain(&kept);
        }
        for pairs in [&mut judged.denies, &mut judged.copies] {
            pairs.retain(|(one, other)| kept(one) && kept(other));
        }
        judged.said.retain(|(place, _)| kept(place));
        judged
    }

    /// The reports of the case.
    pub fn reports(&self) -> &[ReportRow<'a>] {
        &self.rows
    }

    /// What was judged and derived.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }
}

impl Said<'_> {
    /// `report/position`, as the record names it.
    pub fn id(&self) -> String {
        format!("{}/{}", self.row.id, self.position.id)
    }

    pub fn proposal(&self) -> String {
        slice(self.row.text, &self.position.proposal)
    }

    /// The proposal as it is quoted: with the word before it that denies it, since "deployment" alone would say the
    /// contrary of "no deployment".
    pub fn quoted(&self) -> Vec<Span> {
        let mut spans = self.position.proposal.clone();
        // Stretches near each other are quoted whole: what lies between may deny.
        if let Some(whole) = codebook::covered(&spans)
            && whole.len() <= spans.iter().map(Span::len).sum::<usize>() + 80
        {
            spans = vec![whole];
        }
        if let Some(first) = spans.first_mut()
            && let Some(before) = self.row.text.get(..first.start)
        {
            let start = before
                .char_indices()
                .rev()
                .find(|(_, c)| matches!(c, '.' | '!' | '?' | ';' | '\n' | '"' | '“'))
                .map_or(0, |(at, c)| at + c.len_utf8());
            let lead = before.get(start..).unwrap_or_default();
            let mut at = start;
            let mut denial = None;
            for word in lead.split_inclusive(char::is_whitespace) {
                let plain = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
                if DENIALS.contains(&plain.as_str()) || plain.ends_with("n't") || plain.ends_with("n’t") {
                    denial = Some(at + word.find(char::is_alphanumeric).unwrap_or(0));
                }
                at += word.len();
            }
            // What stands further off, or behind a comma, denies something else.
            let near = |from: &usize| {
                before
                    .get(*from..)
                    .is_some_and(|between| between.split_whitespace().count() <= NEAR && !between.contains(','))
            };
            let denial = denial.filter(near);
            if let Some(denial) = denial {
                first.start = denial;
            }
        }
        spans
    }

    pub fn condition(&self) -> String {
        slice(self.row.text, &self.position.condition)
    }

    pub fn grounds(&self) -> String {
        slice(self.row.text, &self.position.grounds)
    }

    /// Spans in code points, as formats have them.
    pub fn points(&self, spans: &[Span]) -> Vec<[usize; 2]> {
        let points = CodePoints::new(self.row.text);
        spans.iter().map(|span| points.of_span(*span)).collect()
    }

    pub fn act(&self) -> Act {
        self.position.act
    }

    pub fn first_hand(&self) -> bool {
        self.voice == Voice::FirstHand
    }

    pub fn targets(&self) -> Vec<&str> {
        self.position.target.as_ref().map(|party| party.members().collect()).unwrap_or_default()
    }

    /// Whether the words want the thread's thing (`true`), its contrary (`false`), or take no side.
    pub fn wants(&self) -> Option<bool> {
        let wants = match self.act() {
            Act::Demand | Act::Propose | Act::Offer | Act::Accept | Act::Concede | Act::Commit | Act::Threaten => true,
            Act::Reject | Act::Retract => false,
            Act::Consider | Act::Warn | Act::Accuse | Act::Assess => return None,
        };
        Some(wants != (self.turned != self.denied))
    }
}
