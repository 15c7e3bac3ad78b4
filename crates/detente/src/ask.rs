//! Asking a record where the parties stand: its rows go to standing, and the answers come back with their evidence.

use agenda::Agenda;
use codebook::{Act, Party, Statement};
use jiff::civil::Date;
use record::{Coded, Filter, Hand, PositionRow, Record, RecordError, Stance, StatementRow};
use standing::{Account, By, Current, Distance, JudgedError, Movement, Origins, Place, Settings, Standing, Voice};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is asked for. The default asks for everything; what is set narrows it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    /// Held or spoken by one of these parties, alone or with others.
    pub parties: Vec<Party>,
    /// On one of these issues.
    pub issues: Vec<String>,
    /// By one of these acts.
    pub acts: Vec<Act>,
    /// On the holder's own word, or on another's.
    pub voice: Option<Voice>,
    /// Said or reported on this day or later.
    pub since: Option<Date>,
    /// As reported until the end of this day.
    pub until: Option<Date>,
    /// As recorded until the end of this day.
    pub recorded_until: Option<Date>,
    /// From what is at least so sure.
    pub min_confidence: Option<f32>,
}

/// Why a record could not be asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AskError {
    /// The record.
    #[error("{0}")]
    Record(#[from] RecordError),
    /// Facts that do not fit the rows.
    #[error("{0}")]
    Judged(#[from] JudgedError),
}

impl Question {
    /// The same question as the record takes it, for lists of statements and positions.
    pub fn filter(&self) -> Filter {
        Filter {
            parties: self.parties.clone(),
            issues: self.issues.clone(),
            acts: self.acts.clone(),
            hand: self.voice.map(|voice| match voice {
                Voice::FirstHand => Hand::First,
                Voice::SecondHand => Hand::Second,
            }),
            since: self.since,
            ..self.as_of()
        }
    }

    /// Only what says of which day, and how sure: standing needs all the rest to see what came before.
    fn as_of(&self) -> Filter {
        Filter {
            until: self.until,
            recorded_until: self.recorded_until,
            min_confidence: self.min_confidence,
            ..Filter::default()
        }
    }

    fn takes(&self, party: &Party, issue: &str) -> bool {
        (self.parties.is_empty() || self.parties.iter().any(|wanted| party.includes(wanted)))
            && (self.issues.is_empty() || self.issues.iter().any(|wanted| wanted == issue))
    }

    fn takes_act(&self, act: Act) -> bool {
        self.acts.is_empty() || self.acts.contains(&act)
    }

    fn takes_voice(&self, voice: Voice) -> bool {
        self.voice.is_none_or(|wanted| wanted == voice)
    }

    fn takes_date(&self, date: Option<Date>) -> bool {
        self.since.is_none_or(|since| date.is_some_and(|date| date >= since))
    }
}

/// The latest stance of every party on every issue, straight from the record's indexes: for records so large that
/// [`Case::of`] takes too long. Each issue counts as one thread, and what the text puts in the past as said when it was
/// reported.
///
/// # Errors
/// Where the record cannot be read.
pub fn latest(record: &Record, question: &Question) -> Result<Vec<Stance>, RecordError> {
    let mut stances = record.stances(&question.filter())?;
    stances.retain(|stance| {
        let voice = if stance.first_hand { Voice::FirstHand } else { Voice::SecondHand };
        question.takes_voice(voice) && question.takes_act(stance.act) && question.takes_date(stance.since)
    });
    Ok(stances)
}

/// A position with all that a reader needs to check it.
#[derive(Debug, Clone)]
pub struct Evidence<'c> {
    /// The position.
    pub row: &'c PositionRow,
    /// The statements it stands inside, the innermost first; empty where the report itself asserts it.
    pub chain: Vec<&'c StatementRow>,
    /// First-hand or second-hand.
    pub voice: Voice,
    /// On whose word.
    pub by: &'c By,
    /// The day it was said: the report's, where the text tells no other.
    pub said: Option<Date>,
    /// Whether the text puts it in the past.
    pub past: bool,
}

impl Evidence<'_> {
    /// The words of the innermost statement, or of the proposal where the report itself asserts it.
    pub fn quotation(&self) -> String {
        match self.chain.first() {
            Some(row) => row.report.words(&row.statement.content),
            None => self.proposal(),
        }
    }

    /// The words that say what is demanded, offered, refused.
    pub fn proposal(&self) -> String {
        self.row.report.words(&self.row.position.proposal)
    }
}

/// What one party's stand on one issue is, with all that carries it.
#[derive(Debug, Clone)]
pub struct Cell<'c> {
    /// Whose.
    pub party: &'c Party,
    /// On what.
    pub issue: &'c str,
    /// What stands, by thread and voice, the party's own word first.
    pub stands: Vec<Stand<'c>>,
    /// Reports that carry it, copies left out.
    pub reports: usize,
    /// How many of these are independent of each other.
    pub origins: usize,
}

/// What stands in one thread by one voice.
#[derive(Debug, Clone)]
pub struct Stand<'c> {
    /// What stands.
    pub current: &'c Current,
    /// What the thread is about.
    pub label: &'c str,
    /// The position that stands.
    pub evidence: Evidence<'c>,
    /// Earlier and lesser ones of the same voice, the latest first.
    pub before: Vec<Evidence<'c>>,
}

/// Reports of a record as standing takes them, each with its reading in `readings`, in the same order.
pub fn report_rows<'c>(coded: &'c [Coded], readings: &'c [codebook::Reading]) -> Vec<standing::ReportRow<'c>> {
    let rows = coded.iter().zip(readings).map(|(coded, reading)| standing::ReportRow {
        id: &coded.report.name,
        outlet: coded.report.outlet.as_deref(),
        date: coded.report.date,
        text: &coded.report.text,
        reading,
    });
    rows.collect()
}

/// A record as it stands: every report with its rows, and what follows from them.
#[derive(Debug)]
pub struct Case {
    coded: Vec<Coded>,
    standing: Standing,
    origins: Origins,
    /// Report and position, as indices of `coded`.
    rows: HashMap<Place, (usize, usize)>,
    thread_of: HashMap<Place, usize>,
    /// Where the voice of each position is told.
    voice_of: HashMap<Place, usize>,
    said: HashMap<Place, Date>,
    past: BTreeSet<Place>,
    question: Question,
}

impl Case {
    /// Computes the standing of a record, as of the days the question names and from what is sure enough.
    ///
    /// Every report is taken in, whatever party, issue, act, voice or `since` is asked about: these narrow the answers.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub fn of(record: &Record, question: &Question, agenda: &Agenda) -> Result<Self, AskError> {
        let mut coded = record.coded(&Filter { min_confidence: None, ..question.as_of() })?;
        if let Some(least) = question.min_confidence {
            coded.iter_mut().for_each(|coded| keep_sure(coded, least));
        }
        let readings: Vec<codebook::Reading> = coded.iter().map(Coded::reading).collect();
        let rows = report_rows(&coded, &readings);
        let settings = Settings { issue_words: agenda.words(), ..Settings::default() };
        let standing = Standing::found(&rows, &settings)?;
        let origins = standing::origins(&rows);
        let mut index = HashMap::new();
        for (at, report) in coded.iter().enumerate() {
            for (nth, row) in report.positions.iter().enumerate() {
                index.insert(Place::new(report.report.name.clone(), row.position.id.clone()), (at, nth));
            }
        }
        let mut thread_of = HashMap::new();
        for (number, thread) in standing.judged.threads.iter().enumerate() {
            thread_of.extend(thread.positions.iter().map(|place| (place.clone(), number)));
        }
        let voices = standing.computed.voices.iter().enumerate();
        let voice_of = voices.map(|(number, row)| (row.place(), number)).collect();
        let said = standing.judged.said.iter().cloned().collect();
        let past = standing.judged.past.iter().cloned().collect();
        Ok(Self { rows: index, thread_of, voice_of, said, past, coded, standing, origins, question: question.clone() })
    }

    /// The reports, by date.
    pub fn reports(&self) -> &[Coded] {
        &self.coded
    }

    /// Facts and tables, whatever was asked.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// How many of the reports are independent of each other.
    pub fn origins(&self) -> &Origins {
        &self.origins
    }

    /// The PLOVER class of a `commit` by what it announces: `COERCE` where it is harm by sanctions or tariffs, `AID` where
    /// arms, training or relief are given, `MOBILIZE` where forces are sent or moved.
    pub fn announced(&self, row: &PositionRow) -> Option<&'static str> {
        if matches!(row.position.issue.as_str(), "sanctions" | "trade") {
            let place = Place::new(row.report.name.clone(), row.position.id.clone());
            return self.standing.judged.harm.contains(&place).then_some("COERCE");
        }
        material(&row.position.issue, &row.report.words(&row.position.proposal))
    }

    /// What a thread is about, in words to read.
    pub fn label<'c>(&'c self, thread: &'c str) -> &'c str {
        let known = self.standing.judged.threads.iter().find(|known| known.id == thread);
        known.map_or(thread, |known| known.label.as_str())
    }

    /// A position with its evidence; `None` where it is no longer there.
    pub fn evidence(&self, place: &Place) -> Option<Evidence<'_>> {
        let voice = &self.standing.computed.voices[*self.voice_of.get(place)?];
        self.evidence_of(place, voice.2, &voice.3)
    }

    fn evidence_of<'c>(&'c self, place: &Place, voice: Voice, by: &'c By) -> Option<Evidence<'c>> {
        let &(report, row) = self.rows.get(place)?;
        let coded = &self.coded[report];
        let row = &coded.positions[row];
        Some(Evidence {
            row,
            chain: chain(coded, row.position.statement.as_deref()),
            voice,
            by,
            said: self.said.get(place).copied().or(coded.report.date),
            past: self.past.contains(place),
        })
    }

    /// Where the parties asked about stand: by party, then issue.
    pub fn cells(&self) -> Vec<Cell<'_>> {
        let mut grouped: BTreeMap<(&Party, &str), Vec<&Current>> = BTreeMap::new();
        for current in &self.standing.computed.current {
            let takes = self.question.takes(&current.party, &current.issue)
                && self.question.takes_act(current.act)
                && self.question.takes_voice(current.voice)
                && self.question.takes_date(current.said.or(current.since));
            if takes {
                grouped.entry((&current.party, &current.issue)).or_default().push(current);
            }
        }
        let lines = self.lines();
        let cells = grouped.into_iter().map(|((party, issue), currents)| {
            let mut stands: Vec<Stand<'_>> =
                currents.iter().filter_map(|current| self.stand(current, &lines)).collect();
            stands.sort_by_key(|stand| {
                (stand.current.voice, std::cmp::Reverse(stand.evidence.said), stand.current.thread.as_str())
            });
            let reports: BTreeSet<&str> = stands
                .iter()
                .flat_map(|stand| std::iter::once(&stand.evidence).chain(&stand.before))
                .map(|evidence| evidence.row.report.name.as_str())
                .collect();
            let origins = self.origins.independent_among(reports.iter().copied());
            Cell { party, issue, stands, reports: reports.len(), origins }
        });
        cells.filter(|cell| !cell.stands.is_empty()).collect()
    }

    fn stand<'c>(&'c self, current: &'c Current, lines: &Lines<'c>) -> Option<Stand<'c>> {
        let own = Place::new(current.report.clone(), current.position.clone());
        let line = lines.get(&(current.thread.as_str(), &current.party, current.voice, &current.by));
        // The voices are in the order said, so that the latest is the last.
        let before = line.into_iter().flatten().rev().filter(|place| **place != own);
        Some(Stand {
            current,
            label: self.label(&current.thread),
            evidence: self.evidence_of(&own, current.voice, &current.by)?,
            before: before.filter_map(|place| self.evidence_of(place, current.voice, &current.by)).collect(),
        })
    }

    /// All places of each party in each thread by each voice, in the order said.
    fn lines(&self) -> Lines<'_> {
        let mut lines: Lines<'_> = HashMap::new();
        for row in &self.standing.computed.voices {
            let place = row.place();
            let Some(&(report, nth)) = self.rows.get(&place) else { continue };
            let position = &self.coded[report].positions[nth].position;
            let Some(party) = &position.party else { continue };
            let thread = match self.thread_of.get(&place) {
                Some(&number) => self.standing.judged.threads[number].id.as_str(),
                None => position.issue.as_str(),
            };
            lines.entry((thread, party, row.2, &row.3)).or_default().push(place);
        }
        lines
    }

    /// How the parties asked about moved by their own word, those who held left in; by party, issue and date.
    pub fn movement(&self) -> Vec<&Movement> {
        self.moves(&self.standing.computed.movement, Voice::FirstHand)
    }

    /// What others say of it.
    pub fn movement_told(&self) -> Vec<&Movement> {
        self.moves(&self.standing.computed.movement_told, Voice::SecondHand)
    }

    fn moves<'c>(&'c self, all: &'c [Movement], voice: Voice) -> Vec<&'c Movement> {
        let mut found: Vec<&Movement> = all
            .iter()
            .filter(|step| {
                self.question.takes(&step.party, &step.issue)
                    && self.question.takes_voice(voice)
                    && self.question.takes_date(self.said(&step.to))
                    && self.row(&step.to).is_some_and(|row| self.question.takes_act(row.position.act))
            })
            .collect();
        found.sort_by_key(|step| (&step.party, &step.issue, &step.thread, self.said(&step.to)));
        found
    }

    /// Accounts of the parties asked about that differ; by party, issue and date.
    pub fn accounts(&self) -> Vec<&Account> {
        let mut found: Vec<&Account> = self
            .standing
            .computed
            .accounts
            .iter()
            .filter(|account| {
                let either = |test: &dyn Fn(&PositionRow) -> bool| {
                    [&account.a, &account.b].iter().any(|place| self.row(place).is_some_and(test))
                };
                self.question.takes(&account.party, &account.issue)
                    && self.question.takes_date(self.said(&account.a).max(self.said(&account.b)))
                    && either(&|row| self.question.takes_act(row.position.act))
            })
            .collect();
        found.sort_by_key(|account| (&account.party, &account.issue, &account.thread, self.said(&account.a)));
        found
    }

    /// How far apart the parties asked about are: with two or more named, only these from each other.
    pub fn distances(&self) -> Vec<&Distance> {
        let wanted = &self.question.parties;
        let among = |party: &Party| wanted.iter().any(|wanted| party.includes(wanted));
        let mut found: Vec<&Distance> = self
            .standing
            .computed
            .distance
            .iter()
            .filter(|row| match wanted.len() {
                0 => true,
                1 => row.parties.iter().any(among),
                _ => row.parties.iter().all(among),
            })
            .filter(|row| {
                let issues = &self.question.issues;
                (issues.is_empty() || issues.contains(&row.issue))
                    && (self.question.voice != Some(Voice::FirstHand) || row.second_hand.is_empty())
                    && (self.question.voice != Some(Voice::SecondHand) || !row.second_hand.is_empty())
                    && self.question.takes_date(row.because.iter().map(|place| self.said(place)).max().flatten())
                    && row.because.iter().any(|p| self.row(p).is_some_and(|r| self.question.takes_act(r.position.act)))
            })
            .collect();
        found.sort_by_key(|row| (&row.parties, &row.issue, &row.thread));
        found
    }

    fn row(&self, place: &Place) -> Option<&PositionRow> {
        self.rows.get(place).map(|&(report, nth)| &self.coded[report].positions[nth])
    }

    fn said(&self, place: &Place) -> Option<Date> {
        self.said.get(place).copied().or_else(|| self.row(place).and_then(|row| row.report.date))
    }
}

type Lines<'c> = HashMap<(&'c str, &'c Party, Voice, &'c By), Vec<Place>>;

/// The statements that `innermost` stands inside, itself first.
pub fn chain<'c>(coded: &'c Coded, innermost: Option<&str>) -> Vec<&'c StatementRow> {
    let mut chain: Vec<&StatementRow> = Vec::new();
    let mut next = innermost.map(str::to_owned);
    while let Some(row) = next.and_then(|id| coded.statements.iter().find(|row| row.statement.id == id)) {
        // Corrections might close a ring.
        if chain.iter().any(|seen| seen.number == row.number) {
            break;
        }
        chain.push(row);
        next = row.statement.via.clone();
    }
    chain
}

fn keep_sure(coded: &mut Coded, least: f32) {
    let sure = crate::at_least(coded.reading(), least);
    let ids: BTreeSet<&str> = sure.statements.iter().map(|statement: &Statement| statement.id.as_str()).collect();
    coded.statements.retain(|row| ids.contains(row.statement.id.as_str()));
    let ids: BTreeSet<&str> = sure.positions.iter().map(|position| position.id.as_str()).collect();
    coded.positions.retain(|row| ids.contains(row.position.id.as_str()));
}

/// The PLOVER class of help or forces that the words of a commitment promise; `None` where they promise to hold back.
fn material(issue: &str, words: &str) -> Option<&'static str> {
    const WITHHELD: [&str; 11] =
        ["not", "no", "never", "cannot", "won", "stop", "halt", "end", "suspend", "withdraw", "refrain"];
    const GIVEN: [&str; 9] = ["send", "supply", "deliver", "provid", "donat", "giv", "fund", "train", "ship"];
    const MOVED: [&str; 7] = ["deploy", "mobilis", "mobiliz", "send", "station", "dispatch", "reinforc"];
    const IRREGULAR: [&str; 6] = ["sent", "given", "gave", "supplies", "supplied", "shipping"];
    let (class, verbs): (_, &[&str]) = match issue {
        "military-aid" | "humanitarian" => ("AID", &GIVEN),
        "foreign-troops" | "peacekeeping" => ("MOBILIZE", &MOVED),
        _ => return None,
    };
    let form_of = |word: &str, stems: &[&str]| stems.iter().any(|s| word.strip_prefix(s).is_some_and(is_ending));
    let words: Vec<String> =
        words.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let verb = words.iter().position(|word| form_of(word, verbs) || IRREGULAR.contains(&word.as_str()))?;
    // "deliver 40 launchers by the end of June" holds nothing back.
    let withheld = words[..verb].iter().any(|word| form_of(word, &WITHHELD));
    (!withheld).then_some(class)
}

/// Endings of a verb's forms after its stem: "sends", "providing", "deployed".
fn is_ending(rest: &str) -> bool {
    matches!(rest, "" | "s" | "e" | "es" | "ed" | "ing")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_and_forces_are_told_from_what_is_held_back() {
        let table = [
            ("military-aid", "providing 40 launchers", Some("AID")),
            ("military-aid", "not send long-range missiles", None),
            ("military-aid", "delivering 40 launchers by the end of June", Some("AID")),
            ("peacekeeping", "deploy two battalions", Some("MOBILIZE")),
            ("water", "send back the surveyors", None),
        ];
        for (issue, words, class) in table {
            assert_eq!(material(issue, words), class, "{words}");
        }
    }
}
