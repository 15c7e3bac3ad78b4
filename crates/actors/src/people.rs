//! The people a report names: every mention of a name, joined into persons.

use crate::Actors;
use crate::mentions::Mention;
use crate::tables::{Class, tables};
use crate::words::Words;

/// One place where a person is named.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NameMention {
    pub a: usize,
    pub b: usize,
    /// First word of the titles before the name.
    pub left: usize,
    pub person: usize,
}

/// A person of the report.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// The fullest form of the name.
    pub name: String,
    /// Whether it is a woman, where the report or the given name tells.
    pub woman: Option<bool>,
    /// Told by a title or the report's words, not just by the given name.
    pub sure: bool,
    /// First words of the mentions, in order.
    pub at: Vec<usize>,
}

/// The particles that join the parts of a name.
const PARTICLES: &[&str] = &[
    "al", "el", "bin", "ibn", "bint", "abu", "abd", "ben", "de", "da", "do", "dos", "das", "del", "della", "di", "du",
    "ag", "ould", "zu", "y", "van", "von", "der", "den", "ter", "la", "le",
];

/// Capitalised words that begin sentences or name days, and are no names.
const NO_NAMES: &[&str] = &[
    "The",
    "A",
    "An",
    "In",
    "On",
    "At",
    "But",
    "And",
    "Or",
    "If",
    "It",
    "He",
    "She",
    "They",
    "We",
    "I",
    "You",
    "His",
    "Her",
    "Its",
    "Their",
    "Our",
    "My",
    "This",
    "That",
    "These",
    "Those",
    "There",
    "When",
    "While",
    "After",
    "Before",
    "As",
    "For",
    "From",
    "With",
    "Without",
    "By",
    "Of",
    "To",
    "No",
    "Not",
    "Yes",
    "So",
    "Then",
    "Now",
    "Today",
    "Yesterday",
    "Also",
    "However",
    "Meanwhile",
    "Earlier",
    "Later",
    "Asked",
    "Speaking",
    "According",
    "Despite",
    "Both",
    "One",
    "Two",
    "Three",
    "Some",
    "Many",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "What",
    "Who",
    "Why",
    "How",
    "Q",
    "LIVE",
    "Every",
    "Any",
    "Each",
    "Another",
    "Such",
    "Even",
    "Only",
    "Still",
    "Nobody",
    "Nothing",
    "None",
    "Perhaps",
    "Once",
    "Since",
    "Until",
    "Under",
    "Over",
    "Where",
    "Which",
    "Would",
    "Will",
    "Can",
    "Did",
    "Does",
    "Is",
    "Are",
    "Was",
    "Were",
    "Has",
    "Have",
    "Had",
    "Let",
    "Question",
    "Answer",
    "Reporter",
    "Interviewer",
];

/// Second halves of compounds that are no part of a name: "Tuareg-led".
const COMPOUNDS: &[&str] = &[
    "led",
    "backed",
    "era",
    "style",
    "appointed",
    "controlled",
    "held",
    "linked",
    "aligned",
    "brokered",
    "based",
    "run",
    "born",
    "water",
    "dominated",
    "sponsored",
    "mediated",
    "funded",
    "owned",
    "friendly",
    "like",
    "occupied",
    "allied",
];

/// All names in the text, and the persons they belong to.
pub(crate) fn find(words: &Words, mentions: &[Mention], actors: &Actors) -> (Vec<Person>, Vec<NameMention>) {
    let covered = covered_words(words, mentions);
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match name_at(words, &covered, actors, at) {
            Some((a, b)) => {
                ranges.push((a, b));
                at = b;
            }
            None => at += 1,
        }
    }
    // "the Muslim prime minister": a lone word before a title is a name only if it is one elsewhere.
    let several: Vec<Vec<String>> =
        ranges.iter().map(|&(a, b)| folded(words.slice(a, b))).filter(|key| key.len() > 1).collect();
    ranges.retain(|&(a, b)| {
        if b > a + 1 {
            return true;
        }
        let shown = words.of(a);
        let known = tables().by_surname.contains_key(shown)
            || actors.user.by_surname.contains_key(shown)
            || several.iter().any(|key| key.contains(&shown.to_lowercase()));
        let next = words.of(b);
        let before_title = words.list.get(b).is_some_and(|word| word.spaced && word.is_word)
            && (is_title_word(next) || tables().inside.contains(next))
            && !matches!(next, "and" | "in" | "of" | "to" | "for" | "the");
        let opens = words.sentence_start(a) == a && !tables().given.contains_key(shown) && words.of(b) != ":";
        known || !(before_title || opens)
    });
    join(words, &ranges)
}

/// Which words belong to mentions of parties.
pub(crate) fn covered_words(words: &Words, mentions: &[Mention]) -> Vec<bool> {
    let mut covered = vec![false; words.len()];
    for mention in mentions {
        covered[mention.a..mention.b].fill(true);
    }
    covered
}

fn is_name_word(words: &Words, covered: &[bool], at: usize) -> bool {
    let Some(word) = words.list.get(at) else { return false };
    let shown = words.of(at);
    word.is_word
        && word.capital
        && !covered[at]
        && !is_acronym(words, at)
        && !NO_NAMES.contains(&shown)
        && !tables().inside.contains(shown)
        && !is_title_word(shown)
}

/// Capitals throughout: an acronym or a heading, unless it is the label of a turn ("LAVROV:") or two initials ("JD").
fn is_acronym(words: &Words, at: usize) -> bool {
    let shown = words.of(at);
    if shown.chars().count() <= 2 || !shown.chars().all(|c| c.is_uppercase() || c.is_numeric()) {
        return false;
    }
    let line = words.list[at].paragraph;
    let start = words.list.partition_point(|word| word.paragraph < line);
    let colon = (at + 1..words.len().min(at + 4)).find(|&next| !words.list[next].is_word || !words.list[next].capital);
    !(at - start <= 4 && colon.is_some_and(|next| words.of(next) == ":" && words.list[next].paragraph == line))
}

/// Words of titles and bodies, in any case: "Ministry", "COUNCIL".
fn is_title_word(shown: &str) -> bool {
    let lower = shown.to_lowercase();
    tables().nouns.get(lower.as_str()).is_some_and(|class| *class != Class::Outside) || is_inside_in_capitals(shown)
}

fn is_inside_in_capitals(shown: &str) -> bool {
    let mut chars = shown.chars();
    let Some(first) = chars.next() else { return false };
    if !shown.chars().all(char::is_uppercase) {
        return false;
    }
    let titled: String = first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect();
    tables().inside.contains(titled.as_str())
}

/// The name that starts at `at`, if any: a run of capitalised words that are neither titles nor parties.
fn name_at(words: &Words, covered: &[bool], actors: &Actors, at: usize) -> Option<(usize, usize)> {
    let word = words.list.get(at)?;
    if !word.capital {
        return None;
    }
    // A name of the tables may hold a word that is a title or a state elsewhere ("Israel Katz", "King").
    let mut known = 0;
    for length in (2..=5).rev() {
        let name = words.slice(at, at + length);
        if !name.is_empty() && (tables().knows_person(name) || actors.user.knows_person(name)) {
            known = length;
            break;
        }
    }
    if known == 0 && !is_name_word(words, covered, at) {
        return None;
    }
    // "M. Laval": a lone surname behind it makes the letter a French title.
    if words.of(at) == "M"
        && words.of(at + 1) == "."
        && is_name_word(words, covered, at + 2)
        && !is_name_word(words, covered, at + 3)
    {
        return None;
    }
    let mut end = at + known.max(1);
    loop {
        let next = end;
        let Some(word) = words.list.get(next) else { break };
        if word.sentence != words.list[at].sentence && !initial_before(words, next) {
            break;
        }
        let shown = words.of(next);
        let initial =
            shown == "." && initial_before(words, next) && words.list.get(next + 1).is_some_and(|w| w.capital);
        let particle =
            PARTICLES.contains(&shown.to_lowercase().as_str()) && word.spaced && follows_name(words, covered, next);
        let named = is_name_word(words, covered, next) && (word.spaced || joined(words, next));
        if named || initial || particle || (end == at + 1 && is_title_surname(words, covered, at)) {
            end = next + 1;
        } else if matches!(shown, "-" | "‑" | "'" | "’") && !word.spaced && words.possessive(next) == 0 {
            let after = next + 1;
            let joined = words.list.get(after).is_some_and(|w| w.is_word && !w.spaced);
            let part = words.of(after);
            let joined = joined && (words.list[after].capital || shown == "-" || shown == "‑");
            if joined && !covered[after] && part.chars().count() > 1 && !COMPOUNDS.contains(&part) {
                end = after + 1;
            } else {
                break;
            }
        } else {
            break;
        }
    }
    Some((at, end))
}

/// "Tom King", "Charlotte Bishop": a given name before a word that is a title elsewhere.
fn is_title_surname(words: &Words, covered: &[bool], at: usize) -> bool {
    let next = at + 1;
    let title = words.list.get(next).is_some_and(|word| word.capital && word.spaced) && !covered[next];
    let last = words.list.get(next + 1).is_none_or(|word| !word.capital || !word.spaced);
    // Behind another title the second word is a surname whatever the first is: "President Cevdet Balkan".
    let titled = at > 0 && words.list[at].spaced && tables().inside.contains(words.of(at - 1));
    title && last && (titled || tables().given.contains_key(words.of(at))) && !NO_NAMES.contains(&words.of(next))
}

fn initial_before(words: &Words, at: usize) -> bool {
    let before = if words.of(at) == "." { at.checked_sub(1) } else { at.checked_sub(2) };
    before.is_some_and(|at| words.of(at).chars().count() <= 2 && words.list[at].capital)
}

fn joined(words: &Words, at: usize) -> bool {
    at > 0 && matches!(words.of(at - 1), "-" | "‑" | "'" | "’" | ".")
}

/// A particle counts only where more of the name follows.
fn follows_name(words: &Words, covered: &[bool], at: usize) -> bool {
    let next = at + 1;
    let joint = matches!(words.of(next), "-" | "‑") && words.list.get(next + 1).is_some_and(|w| w.capital);
    joint
        || is_name_word(words, covered, next)
        || (PARTICLES.contains(&words.of(next)) && is_name_word(words, covered, next + 1))
}

/// Letters compared without regard to case, so that "MONSALVE" is Monsalve.
pub(crate) fn folded(name: &str) -> Vec<String> {
    name.split([' ', '-', '.', '’', '\'']).filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
}

/// Whether `short` is a shorter form of `full`: its last words, or all of it in order.
pub(crate) fn shortens(short: &[String], full: &[String]) -> bool {
    if short.len() > full.len() || short.is_empty() {
        return false;
    }
    if short == full {
        return true;
    }
    // "Rojas" and "Rojas Tovar" for Efraín Rojas Tovar: a run of words that leaves out the given name.
    full.windows(short.len()).skip(1).any(|run| run == short)
        // "Abiy" for Abiy Ahmed: some are known by the first name alone.
        || (short.len() == 1 && full.first() == short.first())
}

fn join(words: &Words, ranges: &[(usize, usize)]) -> (Vec<Person>, Vec<NameMention>) {
    let keys: Vec<Vec<String>> = ranges.iter().map(|&(a, b)| folded(words.slice(a, b))).collect();
    let mut persons: Vec<(Person, Vec<String>)> = Vec::new();
    // Names of several words first, in text order; then single words find their owner.
    for (key, &(a, b)) in keys.iter().zip(ranges) {
        if key.len() < 2 {
            continue;
        }
        let known = persons.iter().position(|(_, full)| full == key);
        if known.is_none() {
            persons.push((person(words, a, b), key.clone()));
        }
    }
    // A longer form takes in a shorter: keep those that no other extends.
    let all: Vec<Vec<String>> = persons.iter().map(|(_, key)| key.clone()).collect();
    persons.retain(|(_, key)| !all.iter().any(|other| other != key && key.len() >= 2 && shortens(key, other)));
    let mut mentions = Vec::new();
    for (key, &(a, b)) in keys.iter().zip(ranges) {
        let fitting = |by_last: bool| {
            let mut fits: Vec<usize> = (0..persons.len())
                .filter(|&at| shortens(key, &persons[at].1) && (!by_last || key.last() == persons[at].1.last()))
                .collect();
            // Of two with one surname, the one named last.
            fits.sort_by_key(|&at| persons[at].0.at.last().copied().map_or(usize::MAX, |last| a.saturating_sub(last)));
            fits.first().copied()
        };
        let owner = fitting(true).or_else(|| fitting(false));
        let owner = owner.unwrap_or_else(|| {
            persons.push((person(words, a, b), key.clone()));
            persons.len() - 1
        });
        persons[owner].0.at.push(a);
        mentions.push(NameMention { a, b, left: a, person: owner });
    }
    (persons.into_iter().map(|(person, _)| person).collect(), mentions)
}

fn person(words: &Words, a: usize, b: usize) -> Person {
    let name: String = words.slice(a, b).split_whitespace().collect::<Vec<_>>().join(" ");
    // A label's capitals are no part of the name: "MONSALVE".
    let name = if name.chars().any(char::is_lowercase) || name.chars().count() <= 3 { name } else { titled(&name) };
    let given = name.split(' ').next().unwrap_or_default();
    let several = name.contains(' ');
    let given = if given.chars().filter(|c| c.is_uppercase()).count() > 1 { "" } else { given };
    let woman = if several { tables().given.get(given).copied() } else { None };
    Person { name, woman, sure: false, at: Vec::new() }
}

/// "MAC AODHA" as "Mac Aodha".
pub(crate) fn titled(name: &str) -> String {
    let mut shown = String::with_capacity(name.len());
    let mut inside = false;
    for c in name.chars() {
        if inside {
            shown.extend(c.to_lowercase());
        } else {
            shown.push(c);
        }
        inside = c.is_alphanumeric();
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Tables;

    fn names(text: &str) -> Vec<String> {
        let words = Words::new(text);
        let mentions = crate::mentions::find(&words, &Actors::default(), &Tables::default());
        find(&words, &mentions, &Actors::default()).0.into_iter().map(|person| person.name).collect()
    }

    #[test]
    fn titles_and_nationalities_are_no_part_of_a_name() {
        let table: [(&str, &[&str]); 8] = [
            ("Vice President JD Vance spoke. Vance left.", &["JD Vance"]),
            ("Egyptian Water Resources and Irrigation Minister Hani Sewilam said", &["Hani Sewilam"]),
            ("Prince Nayef bin Farhan Al-Saud met Josep Borrell", &["Nayef bin Farhan Al-Saud", "Josep Borrell"]),
            ("Gen. Abdel Fattah al-Burhan and al-Burhan's men", &["Abdel Fattah al-Burhan"]),
            (
                "U.S. Secretary of State Antony J. Blinken told Ursula von der Leyen",
                &["Antony J. Blinken", "Ursula von der Leyen"],
            ),
            ("In May the Turkish Foreign Ministry said", &[]),
            ("Mrs Lindqvist’s office", &["Lindqvist"]),
            ("Jean-Pierre O’Neill resigned", &["Jean-Pierre O’Neill"]),
        ];
        let wrong: Vec<_> =
            table.iter().filter(|(text, want)| names(text) != *want).map(|(text, _)| (text, names(text))).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
