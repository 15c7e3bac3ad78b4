//! The facts compiled into the program, read once when first needed.
//!
//! `tables/README.md` says where they come from.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

/// What a form of words is to its party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// "France".
    Name,
    /// "Frenchman", "the French".
    Demonym,
    /// "French".
    Adjective,
    /// "Paris".
    Capital,
    /// "Bundeswehr": an institution known by its own name.
    Institution,
    /// "the Kremlin".
    Metonym,
    /// "Geneva": a place where talks are held, never a government.
    Venue,
    /// "United Nations".
    Organisation,
    /// "UN Secretary-General": whoever leads or speaks for an organisation.
    Head,
    /// "Hezbollah": armed, or in charge of territory.
    Group,
    /// A political movement.
    Movement,
}

impl Kind {
    fn from_letter(letter: u8) -> Option<Self> {
        Some(match letter {
            b'n' => Kind::Name,
            b'd' => Kind::Demonym,
            b'a' => Kind::Adjective,
            b'c' => Kind::Capital,
            b'i' => Kind::Institution,
            b'm' => Kind::Metonym,
            b'v' => Kind::Venue,
            b'o' => Kind::Organisation,
            b'h' => Kind::Head,
            b'g' => Kind::Group,
            b'p' => Kind::Movement,
            _ => return None,
        })
    }
}

/// One way to write a party.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// The words after the first, as [`crate::words::Words`] cuts them.
    pub rest: Vec<Cow<'static, str>>,
    pub code: Cow<'static, str>,
    pub kind: Kind,
    /// Needs another sign of the party in the same report.
    pub doubtful: bool,
    /// Where a group is active, joined by `+`.
    pub countries: Cow<'static, str>,
}

/// An office held by a person.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub name: Cow<'static, str>,
    pub party: Cow<'static, str>,
    /// ISO dates, cut to the month or year; empty where not known.
    pub since: Cow<'static, str>,
    pub until: Cow<'static, str>,
    /// Whether the surname alone points to the party.
    pub alone: bool,
    pub surname: Cow<'static, str>,
}

/// What the holder of a title, or what a noun names, speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// A person who speaks for the side named beside the title.
    Office,
    /// A spokesperson.
    Spokes,
    /// A body: a ministry, an army, a delegation.
    Body,
    /// People or a body that are a non-state party: rebels, a movement.
    Group,
    /// Somebody whose word counts for no party.
    Outside,
    /// "source": a side only where the words state one.
    Source,
    /// A letter, a statement: of the side named beside it.
    Paper,
}

/// A multi-word title that settles what its head noun does not.
#[derive(Debug, Clone)]
pub(crate) struct Title {
    pub class: Class,
    /// The organisation the title belongs to by itself ("foreign policy chief").
    pub organisation: Option<&'static str>,
    /// The head of some organisation: a bare one belongs to the organisation spoken of.
    pub heads_organisation: bool,
}

/// A state of the past, with the ISO days it stood on.
#[derive(Debug)]
pub(crate) struct Former {
    pub code: &'static str,
    pub since: &'static str,
    pub until: &'static str,
}

/// All the facts.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub forms: HashMap<Cow<'static, str>, Vec<Form>>,
    pub people: Vec<Person>,
    pub by_name: HashMap<Cow<'static, str>, Vec<u32>>,
    pub by_surname: HashMap<Cow<'static, str>, Vec<u32>>,
    pub titles: HashMap<String, Title>,
    pub nouns: HashMap<&'static str, Class>,
    /// Words that stand inside titles, so that they are no part of a name.
    pub inside: std::collections::HashSet<&'static str>,
    /// The states that alone have an office of that name.
    pub offices: HashMap<&'static str, Vec<&'static str>>,
    /// States of the past, under the code of the state that has their capital now.
    pub former: HashMap<&'static str, Vec<Former>>,
    /// Given names: whether it is a woman's.
    pub given: HashMap<&'static str, bool>,
    /// News agencies, broadcasters and newspapers.
    pub outlets: std::collections::HashSet<&'static str>,
}

const FORMS: &str = include_str!("../tables/forms.tsv");
const HISTORY: &str = include_str!("../tables/history.tsv");
const PEOPLE: &str = include_str!("../tables/people.tsv");
const LEADERS: &str = include_str!("../tables/leaders.tsv");
const TITLES: &str = include_str!("../tables/titles.tsv");
const ROLES: &str = include_str!("../tables/roles.tsv");
const OFFICES: &str = include_str!("../tables/offices.tsv");
const FORMER: &str = include_str!("../tables/former.tsv");
const GIVEN: &str = include_str!("../tables/given.tsv");
const OUTLETS: &str = include_str!("../tables/outlets.tsv");

/// The tables, parsed at the first call.
pub(crate) fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(Tables::parse)
}

pub(crate) fn lines(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(1).map(|line| line.split('\t').collect())
}

/// Cuts a form the way a report's words are cut, with one kind of apostrophe.
pub(crate) fn pieces(form: &str) -> Vec<&str> {
    crate::words::Words::new(form).list.iter().map(|word| &form[word.start..word.end]).map(plain_mark).collect()
}

/// The typewriter apostrophe for either kind.
pub(crate) fn plain_mark(word: &str) -> &str {
    if word == "’" { "'" } else { word }
}

impl Tables {
    fn parse() -> Self {
        let mut tables = Tables::default();
        for line in lines(FORMS).chain(lines(HISTORY)) {
            let &[code, form, kind, countries] = line.as_slice() else { continue };
            let Some(what) = kind.bytes().next().and_then(Kind::from_letter) else { continue };
            tables.add_form(form, code, what, kind.ends_with('?'), countries);
        }
        for line in lines(PEOPLE).chain(lines(LEADERS)) {
            let &[party, name, surname, alone, since, until, spellings] = line.as_slice() else { continue };
            tables.add_person(
                Person {
                    name: name.into(),
                    party: party.into(),
                    since: since.into(),
                    until: until.into(),
                    alone: alone == "1",
                    surname: surname.into(),
                },
                spellings.split('|').filter(|form| !form.is_empty()),
            );
        }
        for line in lines(ROLES) {
            let &[class, words] = line.as_slice() else { continue };
            let class = match class {
                "office" => Class::Office,
                "spokes" => Class::Spokes,
                "body" => Class::Body,
                "group" => Class::Group,
                "source" => Class::Source,
                "paper" => Class::Paper,
                "outside" => Class::Outside,
                _ => {
                    tables.inside.extend(words.split(' '));
                    continue;
                }
            };
            for word in words.split(' ') {
                tables.nouns.entry(word).or_insert(class);
            }
        }
        for line in lines(TITLES) {
            let &[phrase, role, speaks, organisation] = line.as_slice() else { continue };
            let class = match role {
                "government" => Class::Body,
                "group_leader" => Class::Group,
                "private" | "local" | "judge" => Class::Outside,
                "legislator" if speaks.is_empty() => Class::Outside,
                "spokesperson" => Class::Spokes,
                _ if phrase.split([' ', '-']).any(|word| matches!(word, "former" | "retired" | "elect" | "shadow")) => {
                    Class::Outside
                }
                // "Central Command", "defence forces": a body, not its holder.
                _ => match tables.nouns.get(phrase.to_lowercase().rsplit(' ').next().unwrap_or(phrase)) {
                    Some(Class::Body) if !phrase.contains(" of ") => Class::Body,
                    _ => Class::Office,
                },
            };
            let organisation = (!organisation.is_empty()).then_some(organisation);
            tables.titles.insert(
                phrase.to_lowercase(),
                Title { class, organisation, heads_organisation: role == "organisation_head" },
            );
        }
        for line in lines(OFFICES) {
            let &[title, states] = line.as_slice() else { continue };
            tables.offices.insert(title, states.split(' ').collect());
        }
        for line in lines(FORMER) {
            let &[code, successor, since, until] = line.as_slice() else { continue };
            tables.former.entry(successor).or_default().push(Former { code, since, until });
        }
        for line in GIVEN.lines() {
            let Some((sex, names)) = line.split_once('\t') else { continue };
            for name in names.split(' ') {
                tables.given.entry(name).or_insert(sex == "f");
            }
        }
        tables.outlets = OUTLETS.lines().skip(1).flat_map(|line| line.split('|')).collect();
        tables
    }

    /// Adds a form; the longest are tried first.
    pub fn add_form(
        &mut self,
        form: impl Into<Cow<'static, str>>,
        code: impl Into<Cow<'static, str>>,
        kind: Kind,
        doubtful: bool,
        countries: impl Into<Cow<'static, str>>,
    ) {
        let form = form.into();
        let cut: Vec<Cow<'static, str>> = match &form {
            Cow::Borrowed(form) => pieces(form).into_iter().map(Cow::Borrowed).collect(),
            Cow::Owned(form) => pieces(form).into_iter().map(|piece| Cow::Owned(piece.to_owned())).collect(),
        };
        let mut cut = cut.into_iter();
        let Some(first) = cut.next() else { return };
        let form = Form { rest: cut.collect(), code: code.into(), kind, doubtful, countries: countries.into() };
        let list = self.forms.entry(first).or_default();
        let at = list.partition_point(|other| other.rest.len() >= form.rest.len());
        list.insert(at, form);
    }

    /// Adds a person under the name and all spellings.
    pub fn add_person<S: Into<Cow<'static, str>>>(&mut self, person: Person, spellings: impl Iterator<Item = S>) {
        let at = self.people.len() as u32;
        for spelling in spellings {
            let spelling = spelling.into();
            let list =
                if spelling.contains(' ') { self.by_name.entry(spelling) } else { self.by_surname.entry(spelling) };
            list.or_default().push(at);
        }
        if person.name.contains(' ') {
            self.by_name.entry(person.name.clone()).or_default().push(at);
        }
        if !person.surname.is_empty() {
            self.by_surname.entry(person.surname.clone()).or_default().push(at);
        }
        self.people.push(person);
    }

    /// The party of the person written so, on a date; `None` where two parties fit.
    ///
    /// A surname counts only where it points to one party (`alone`) unless `full` names are asked for.
    pub fn party_of_person(&self, name: &str, date: &str) -> Option<&str> {
        let name = name.trim();
        let full = self.by_name.get(name);
        let list = full.or_else(|| self.by_surname.get(name))?;
        let people = list.iter().filter_map(|&at| self.people.get(at as usize));
        let people = people.filter(|person| full.is_some() || person.alone);
        let (mut held, mut others) = (None, None);
        for person in people {
            let slot = if person.held_on(date) { &mut held } else { &mut others };
            match slot {
                None => *slot = Some(Some(person.party.as_ref())),
                Some(Some(party)) if *party == person.party => {}
                _ => *slot = Some(None),
            }
        }
        // Nobody who only held the office at another time speaks for it on that day.
        held.flatten().map(|party| self.code_on(party, date))
    }

    /// The code on a day of the state that now has the code `now`: "Moscow" spoke for the Soviet Union until 1991.
    pub fn code_on<'c>(&self, now: &'c str, date: &str) -> &'c str {
        let stood = |former: &&Former| former.since <= date && date <= former.until;
        self.former.get(now).and_then(|list| list.iter().find(stood)).map_or(now, |former| former.code)
    }

    /// Whether the tables know the name, whatever the date.
    pub fn knows_person(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }
}

impl Person {
    /// Whether the office was held on `date`; true where the dates are not known.
    fn held_on(&self, date: &str) -> bool {
        if date.is_empty() {
            return true;
        }
        // A date cut to the month or year covers all of it.
        let cut = |bound: &str| date.get(..bound.len()).unwrap_or(date).to_owned();
        (self.since.is_empty() || cut(&self.since).as_str() >= self.since.as_ref())
            && (self.until.is_empty() || cut(&self.until).as_str() <= self.until.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_counts_for_the_party_held_on_the_day() {
        let tables = tables();
        assert_eq!(tables.party_of_person("Antony Blinken", "2023-05-01"), Some("USA"));
        assert_eq!(tables.party_of_person("Antony Blinken", "2025-05-01"), None);
        assert_eq!(tables.party_of_person("Lavrov", "2025-05-01"), Some("RUS"));
        assert_eq!(tables.party_of_person("Kim", "2025-05-01"), None);
    }

    #[test]
    fn a_state_has_the_code_of_the_day() {
        let codes: Vec<&str> =
            ["1972-05-01", "2024-05-01", ""].iter().map(|date| tables().code_on("RUS", date)).collect();
        assert_eq!(codes, ["SUN", "RUS", "RUS"]);
        assert_eq!(tables().code_on("SRB", "2004-01-01"), "SCG");
        assert_eq!(tables().code_on("FRA", "1972-05-01"), "FRA");
    }

    #[test]
    fn every_line_of_the_tables_is_read() {
        let tables = tables();
        assert_eq!(
            tables.forms.values().map(Vec::len).sum::<usize>(),
            FORMS.lines().count() + HISTORY.lines().count() - 2
        );
        assert_eq!(tables.people.len(), PEOPLE.lines().count() + LEADERS.lines().count() - 2);
        assert_eq!(tables.titles.len(), TITLES.lines().count() - 1);
    }
}
