//! Positions with all that the tables need to know of them, in the order said.

use crate::voice::voice;
use crate::{By, Judged, JudgedError, Place, ReportRow, Voice};
use codebook::{Act, Party, Position, covered};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// When a thing was said. Of one day, what a report puts in the past comes before what it tells as present.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct When {
    pub date: Option<Date>,
    pub present: bool,
}

/// A position that counts: it has a holder and is no copy.
#[derive(Debug)]
pub(crate) struct Held<'a> {
    pub row: ReportRow<'a>,
    pub position: &'a Position,
    pub party: &'a Party,
    pub voice: Voice,
    pub by: By,
    pub thread: usize,
    pub firmness: Option<u8>,
    pub turned: bool,
    pub when: When,
    /// Denies an offer, concession or agreement that others report of the holder.
    pub denies_own: bool,
    /// Only states the other branch of a conditional offer or commitment in the same report.
    pub other_branch: bool,
    index: usize,
}

/// A thread's id and issue.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ThreadName {
    pub id: String,
    pub issue: String,
}

/// The positions of a case in the order said, and the threads they are in.
#[derive(Debug)]
pub(crate) struct Case<'a> {
    pub threads: Vec<ThreadName>,
    pub held: Vec<Held<'a>>,
    /// `(denial, denied)`, as indices of `held`.
    pub denies: Vec<(usize, usize)>,
}

/// One party in one thread by one voice: what the tables keep apart.
pub(crate) type Line<'h> = (usize, &'h Party, Voice, &'h By);

impl Held<'_> {
    pub fn place(&self) -> Place {
        Place::new(self.row.id, self.position.id.clone())
    }

    /// Whether the text makes it depend on something.
    pub fn conditional(&self) -> bool {
        !self.position.condition.is_empty()
    }
}

impl<'a> Case<'a> {
    pub fn new(rows: &[ReportRow<'a>], judged: &Judged) -> Result<Self, JudgedError> {
        let known = known(rows)?;
        let check = |field, place: &Place| match known.contains(&(place.0.as_str(), place.1.as_str())) {
            true => Ok(()),
            false => Err(JudgedError::UnknownPosition { field, place: place.clone() }),
        };
        let mut threads: Vec<ThreadName> = Vec::new();
        let mut thread_of: HashMap<(&str, &str), usize> = HashMap::new();
        for thread in &judged.threads {
            let number = threads.len();
            threads.push(ThreadName { id: thread.id.clone(), issue: thread.issue.clone() });
            for place in &thread.positions {
                check("threads", place)?;
                if let Some(before) = thread_of.insert(key(place), number).filter(|before| *before != number) {
                    return Err(JudgedError::TwoThreads {
                        place: place.clone(),
                        first: threads[before].id.clone(),
                        second: thread.id.clone(),
                    });
                }
            }
        }
        let set = |field, places: &'_ [Place]| -> Result<HashSet<(String, String)>, JudgedError> {
            places.iter().map(|place| check(field, place).map(|()| (place.0.clone(), place.1.clone()))).collect()
        };
        let past = set("past", &judged.past)?;
        let harm = set("harm", &judged.harm)?;
        let turned = set("turned", &judged.turned)?;
        for (field, pairs) in [("denies", &judged.denies), ("copies", &judged.copies)] {
            pairs.iter().try_for_each(|(one, other)| check(field, one).and_then(|()| check(field, other)))?;
        }
        let said: HashMap<(&str, &str), Date> = judged.said.iter().map(|(place, date)| (key(place), *date)).collect();
        judged.said.iter().try_for_each(|(place, _)| check("said", place))?;
        let copies: HashSet<(&str, &str)> = judged.copies.iter().map(|(copy, _)| key(copy)).collect();

        let mut held = Vec::new();
        let mut issue_threads: HashMap<&str, usize> = HashMap::new();
        for row in rows {
            let has = |set: &HashSet<(String, String)>, id: &str| set.contains(&(row.id.to_owned(), id.to_owned()));
            let date = |id: &str| said.get(&(row.id, id)).copied().or(row.date);
            let first_present = row.reading.positions.iter().filter(|p| !has(&past, &p.id)).map(|p| date(&p.id)).min();
            for (index, position) in row.reading.positions.iter().enumerate() {
                let Some(party) = &position.party else { continue };
                let place = (row.id, position.id.as_str());
                if copies.contains(&place) {
                    continue;
                }
                // What could not be told to be about one thing falls to the thread of its issue.
                let thread = thread_of.get(&place).copied().unwrap_or_else(|| {
                    *issue_threads.entry(&position.issue).or_insert_with(|| issue_thread(&mut threads, &position.issue))
                });
                let (voice, by) = voice(row.reading, position, party);
                let present = !has(&past, &position.id);
                let own = date(&position.id);
                // What is past is earlier than all that the report tells as present, also where that was said
                // days before the report.
                let date = if present { own } else { first_present.map_or(own, |first| own.min(first)) };
                let harmful = position.act == Act::Commit && has(&harm, &position.id);
                held.push(Held {
                    row: *row,
                    position,
                    party,
                    voice,
                    by,
                    thread,
                    firmness: if harmful { Some(3) } else { position.act.firmness() },
                    turned: has(&turned, &position.id),
                    when: When { date, present },
                    denies_own: false,
                    other_branch: false,
                    index,
                });
            }
        }
        held.sort_by(|a, b| (a.when, a.row.id, a.index).cmp(&(b.when, b.row.id, b.index)));
        let denies = mark_denials(&mut held, judged);
        mark_other_branches(&mut held);
        Ok(Self { threads, held, denies })
    }

    /// The positions of each party in each thread by each voice, in the order said.
    pub fn lines(&self) -> BTreeMap<Line<'_>, Vec<&Held<'a>>> {
        let mut lines: BTreeMap<Line<'_>, Vec<&Held<'a>>> = BTreeMap::new();
        for held in &self.held {
            lines.entry((held.thread, held.party, held.voice, &held.by)).or_default().push(held);
        }
        lines
    }
}

fn key(place: &Place) -> (&str, &str) {
    (&place.0, &place.1)
}

fn known<'a>(rows: &[ReportRow<'a>]) -> Result<HashSet<(&'a str, &'a str)>, JudgedError> {
    let mut ids = BTreeSet::new();
    let mut known = HashSet::new();
    for row in rows {
        if !ids.insert(row.id) {
            return Err(JudgedError::SameReport(row.id.to_owned()));
        }
        known.extend(row.reading.positions.iter().map(|position| (row.id, position.id.as_str())));
    }
    Ok(known)
}

fn issue_thread(threads: &mut Vec<ThreadName>, issue: &str) -> usize {
    threads.iter().position(|thread| thread.id == issue && thread.issue == issue).unwrap_or_else(|| {
        threads.push(ThreadName { id: issue.to_owned(), issue: issue.to_owned() });
        threads.len() - 1
    })
}

fn mark_denials(held: &mut [Held<'_>], judged: &Judged) -> Vec<(usize, usize)> {
    let index: HashMap<(&str, &str), usize> =
        held.iter().enumerate().map(|(at, held)| ((held.row.id, held.position.id.as_str()), at)).collect();
    let pairs: Vec<(usize, usize)> = judged
        .denies
        .iter()
        .filter_map(|(denial, denied)| Some((*index.get(&key(denial))?, *index.get(&key(denied))?)))
        .collect();
    for &(denial, denied) in &pairs {
        if held[denial].position.act == Act::Reject && held[denial].party == held[denied].party {
            held[denial].denies_own = true;
        }
    }
    pairs
}

fn mark_other_branches(held: &mut [Held<'_>]) {
    let offered: HashSet<(String, usize, Party, By)> = held
        .iter()
        .filter(|h| matches!(h.position.act, Act::Offer | Act::Commit) && h.conditional())
        .map(|h| (h.row.id.to_owned(), h.thread, h.party.clone(), h.by.clone()))
        .collect();
    for h in held.iter_mut() {
        if matches!(h.position.act, Act::Threaten | Act::Reject)
            && (h.conditional() || otherwise(h))
            && offered.contains(&(h.row.id.to_owned(), h.thread, h.party.clone(), h.by.clone()))
        {
            h.other_branch = true;
        }
    }
}

/// Whether its sentence opens the other branch in so many words.
fn otherwise(held: &Held<'_>) -> bool {
    let text = held.row.text;
    let Some(span) = covered(&held.position.proposal) else { return false };
    let Some(before) = text.get(..span.start) else { return false };
    let start = before.rfind(['.', ';', '!', '?', '\n']).map_or(0, |at| at + 1);
    let lead = before[start..].to_lowercase();
    ["otherwise", "or else", "if not,", "failing that", "failing which"].iter().any(|words| lead.contains(words))
}
