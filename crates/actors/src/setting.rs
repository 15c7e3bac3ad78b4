//! What a report is about: its main parties, its host state, and groups it introduces itself.

use crate::mentions::Mention;
use crate::phrase::Marked;
use crate::tables::{Class, Kind, Tables, tables};
use crate::words::Words;
use std::collections::{HashMap, HashSet};

/// The parties of a report, by weight.
#[derive(Debug, Default)]
pub(crate) struct Setting {
    /// All parties with their weight, heaviest first.
    pub ranked: Vec<(String, f32)>,
    /// The state that bare titles belong to where nothing nearer tells.
    pub host: Option<String>,
    /// The two parties that negotiate or quarrel, where the report shows two.
    pub pair: Option<(String, String)>,
    /// The state of the dateline's town.
    pub dateline: Option<String>,
}

/// Whether the code is a state's.
pub(crate) fn is_state(code: &str) -> bool {
    !code.contains(':') && !code.contains('+')
}

impl Setting {
    pub fn of(marked: &Marked) -> Self {
        let words = &marked.words;
        let mut weight: HashMap<&str, f32> = HashMap::new();
        let mut first: HashMap<&str, usize> = HashMap::new();
        let mut homes: HashMap<&str, &str> = HashMap::new();
        for mention in marked.mentions.iter().filter(|mention| mention.kind != Kind::Venue && !mention.weak) {
            // A place or half of a compound is a weaker sign than an actor, the opening a stronger one.
            let mut value: f32 = if mention.place || mention.compound { 0.4 } else { 1.0 };
            if words.list[mention.a].paragraph <= 1 {
                value *= 2.0;
            }
            if mention.code.starts_with("IGO:") {
                value *= 0.7;
            }
            *weight.entry(&mention.code).or_default() += value;
            first.entry(&mention.code).or_insert(mention.a);
            if !mention.countries.is_empty() {
                homes.insert(&mention.code, &mention.countries);
            }
        }
        // "the government", "the army": a report on a group and its government often names the state but once.
        let bare = ["government", "army", "president", "minister", "ministry", "military"];
        let bare = (1..words.len())
            .filter(|&at| words.is(at - 1, "the") && bare.iter().any(|noun| words.is(at, noun)))
            .count() as f32;
        let group = weight.iter().filter(|(code, _)| code.starts_with("NSA:")).max_by(|a, b| a.1.total_cmp(b.1));
        let group = group.map(|(code, value)| ((*code).to_owned(), *value));
        let mut home = None;
        if let Some((code, value)) = &group {
            let countries = homes.get(code.as_str()).copied().unwrap_or_default();
            let several = countries.contains('+');
            let best = countries
                .split('+')
                .filter(|state| is_state(state) && !state.is_empty() && (!several || weight.contains_key(state)))
                .max_by(|a, b| {
                    let of = |code: &str| weight.get(code).copied().unwrap_or(0.0);
                    of(a).total_cmp(&of(b))
                });
            if let Some(state) = best {
                let top = weight.iter().filter(|(code, _)| is_state(code)).map(|(_, value)| *value).fold(0.0, f32::max);
                let own = weight.get(state).copied().unwrap_or(0.0);
                // A quarrel of two states in which a group of one of them also appears stays theirs.
                if *value >= 0.5 * top && own + bare >= 0.3 * top {
                    *weight.entry(state).or_default() += bare;
                    home = Some(state.to_owned());
                }
            }
        }
        let pairs = named_pairs(marked);
        for (a, b) in &pairs {
            for code in [a, b] {
                if let Some(value) = weight.get_mut(code.as_str()) {
                    *value += 4.0;
                }
            }
        }
        let mut ranked: Vec<(String, f32)> = weight.iter().map(|(code, value)| ((*code).to_owned(), *value)).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| first.get(a.0.as_str()).cmp(&first.get(b.0.as_str()))));
        let host =
            home.clone().or_else(|| ranked.iter().find(|(code, _)| is_state(code)).map(|(code, _)| code.clone()));
        let pair = match (&home, &group) {
            (Some(home), Some((group, _))) => Some((home.clone(), group.clone())),
            _ => {
                // An outright "X and Y", else the two heaviest that are no bystanders.
                let mut sides = ranked.iter().filter(|(code, _)| !is_bystander(code));
                match (sides.next(), sides.next()) {
                    (Some((a, x)), Some((b, y))) if *y >= 0.3 * x => Some((a.clone(), b.clone())),
                    _ => {
                        let mut all = ranked.iter();
                        match (all.next(), all.next()) {
                            (Some((a, x)), Some((b, y))) if *y >= 0.3 * x => Some((a.clone(), b.clone())),
                            _ => None,
                        }
                    }
                }
            }
        };
        Setting { ranked, host, pair, dateline: dateline(words) }
    }

    /// The weight of a party.
    pub fn weight(&self, code: &str) -> f32 {
        self.ranked.iter().find(|(known, _)| known == code).map_or(0.0, |(_, weight)| *weight)
    }
}

/// Organisations that appear in most reports without being a side.
fn is_bystander(code: &str) -> bool {
    code.starts_with("IGO:")
        && !matches!(code, "IGO:EU" | "IGO:NATO" | "IGO:AU" | "IGO:ECOWAS" | "IGO:IAEA" | "IGO:IMF")
}

/// Parties joined by "and" in the first two paragraphs: "talks between X and Y", "X and Y meet".
fn named_pairs(marked: &Marked) -> Vec<(String, String)> {
    let words = &marked.words;
    let acting: Vec<&Mention> = marked.mentions.iter().filter(|mention| mention.acts() && !mention.place).collect();
    let mut pairs = Vec::new();
    for two in acting.windows(2) {
        let (left, right) = (two[0], two[1]);
        if words.list[left.a].paragraph > 1 || left.code == right.code || right.a > left.b + 5 {
            continue;
        }
        let between: Vec<&str> = (left.b..right.a).map(|at| words.of(at)).collect();
        let and = between.iter().any(|word| word.eq_ignore_ascii_case("and"));
        if and && !between.contains(&",") || between.contains(&"with") {
            pairs.push((left.code.clone(), right.code.clone()));
        }
    }
    pairs
}

/// The state of a dateline such as "ATHENS, March 3 —".
fn dateline(words: &Words) -> Option<String> {
    let first = words.list.first()?;
    let mut end = 0;
    while end < words.len().min(4)
        && words.list[end].is_word
        && words.of(end).chars().all(|c| c.is_uppercase() || c.is_numeric())
    {
        end += 1;
    }
    let marked = (end..words.len().min(end + 9))
        .any(|at| matches!(words.of(at), "—" | "–" | "-") && words.list[at].paragraph == first.paragraph);
    if end == 0 || !marked {
        return None;
    }
    let titled: Vec<String> = (0..end)
        .map(|at| {
            let mut chars = words.of(at).chars();
            chars.next().into_iter().chain(chars.flat_map(char::to_lowercase)).collect()
        })
        .collect();
    let forms = tables().forms.get(titled.first()?.as_str())?;
    forms
        .iter()
        .find(|form| {
            form.kind == Kind::Capital && form.rest.iter().map(AsRef::as_ref).eq(titled[1..].iter().map(String::as_str))
        })
        .map(|form| form.code.to_string())
}

/// Nouns that end the name of an armed or political movement.
const MOVEMENTS: &[&str] = &[
    "Front",
    "Army",
    "Movement",
    "Forces",
    "Force",
    "Brigade",
    "Brigades",
    "Council",
    "Union",
    "Alliance",
    "Coalition",
    "League",
    "Opposition",
    "Resistance",
    "Command",
    "Militia",
    "Congress",
    "Battalion",
    "Battalions",
    "Guard",
    "Party",
];

/// Groups that the report itself introduces as rebels: "the National Salvation Front (FSN)", "the rebel Free Army".
/// They get the code `NSA:` with the short name, the acronym where there is one.
pub(crate) fn introduced(words: &Words, mentions: &[Mention]) -> Tables {
    let mut local = Tables::default();
    let covered = crate::people::covered_words(words, mentions);
    let mut done: HashSet<String> = HashSet::new();
    let tells_of_rebels = (0..words.len()).any(|at| {
        matches!(
            words.of(at),
            "rebels" | "rebel" | "guerrillas" | "guerrilla" | "militia" | "insurgents" | "fighters" | "separatists"
        )
    });
    for at in 0..words.len() {
        let noun = words.of(at);
        if !MOVEMENTS.contains(&noun) {
            continue;
        }
        // A party the tables are sure of needs no new code; one they doubt does, where nothing supports it.
        let known = mentions.iter().find(|mention| mention.a <= at && at < mention.b);
        if known.is_some_and(|mention| !mention.weak) {
            continue;
        }
        let mut start = at;
        while start > 0 && at - start < 6 && words.list[start - 1].sentence == words.list[at].sentence {
            let before = start - 1;
            let joins = matches!(words.of(before), "of" | "for" | "and" | "the")
                && before > 0
                && words.list[before - 1].capital
                && at > start;
            let sure = covered[before] && known.is_none_or(|mention| !(mention.a..mention.b).contains(&before));
            let opens = words.is(before, "the") && before == words.sentence_start(before);
            if !(words.list[before].capital || joins)
                || !words.list[before].is_word
                || opens
                || (sure && !words.list[start].capital)
            {
                break;
            }
            start = before;
        }
        while start < at && !words.list[start].capital {
            start += 1;
        }
        // "Front for Integration and Peace in Ituri (FPIP)".
        let mut end = at + 1;
        while end < words.len()
            && end - at < 9
            && words.list[end].sentence == words.list[at].sentence
            && (words.list[end].capital
                || (matches!(words.of(end), "for" | "of" | "and" | "the" | "in")
                    && words.list.get(end + 1).is_some_and(|w| w.capital || words.is(end + 1, "the"))))
        {
            end += 1;
        }
        let follows =
            end > at + 1 && words.of(at + 1).chars().next().is_some_and(char::is_lowercase) && words.of(end) == "(";
        let at = if follows || (start == at && end > at + 2) { end - 1 } else { at };
        if start == at {
            continue;
        }
        let name = words.slice(start, at + 1).to_owned();
        let acronym = (words.of(at + 1) == "(").then(|| words.of(at + 2)).filter(|short| {
            (2..=6).contains(&short.chars().count())
                && short.chars().all(|c| c.is_uppercase() || c.is_numeric())
                && matches!(words.of(at + 3), ")" | "," | ";")
        });
        let mut forms = vec![name.clone()];
        forms.extend(acronym.map(str::to_owned));
        // A front or army with an acronym, in a report that tells of rebels, is one of them.
        let warlike = matches!(noun, "Front" | "Army" | "Movement" | "Resistance" | "Brigade" | "Brigades" | "Militia");
        if done.contains(&name) || !(is_rebel(words, &forms) || (acronym.is_some() && warlike && tells_of_rebels)) {
            continue;
        }
        let short = acronym.map_or_else(|| name.replace(' ', ""), str::to_owned);
        for form in forms {
            local.add_form(form.clone(), format!("NSA:{short}"), Kind::Group, false, "");
            done.insert(form);
        }
    }
    local
}

/// "the Front" and "the Tigers" for groups whose name ends so: the first such name of the report gives the short form.
pub(crate) fn short_forms(words: &Words, mentions: &[Mention], local: &mut Tables) {
    let mut long: Vec<(String, String, String)> = mentions
        .iter()
        .filter(|mention| {
            matches!(mention.kind, Kind::Group | Kind::Movement) && mention.b > mention.a + 1 && !mention.weak
        })
        .map(|mention| (words.of(mention.b - 1).to_owned(), mention.code.clone(), mention.countries.clone()))
        .collect();
    for (first, forms) in &local.forms {
        for form in forms.iter().filter(|form| !form.rest.is_empty()) {
            let last = form.rest.last().map_or(first.as_ref(), AsRef::as_ref);
            // "Front for Agadez" is "the Front" as well.
            for short in [last, first.as_ref()] {
                if MOVEMENTS.contains(&short) {
                    long.push((short.to_owned(), form.code.to_string(), String::new()));
                }
            }
        }
    }
    for (last, code, countries) in long {
        let capital = last.chars().next().is_some_and(char::is_uppercase);
        let known = tables().forms.contains_key(last.as_str()) || last.chars().count() < 4;
        let taken = local.forms.get("the").is_some_and(|forms| forms.iter().any(|form| form.rest == [last.as_str()]));
        if capital && !known && !taken {
            local.add_form(format!("the {last}"), code, Kind::Group, false, countries);
        }
    }
}

/// Whether the report calls any of `forms` a group of rebels.
fn is_rebel(words: &Words, forms: &[String]) -> bool {
    let rebel = |at: usize| {
        let noun = words.of(at).to_lowercase();
        let group = tables().nouns.get(noun.as_str()) == Some(&Class::Group)
            && !matches!(noun.as_str(), "faction" | "movement" | "group");
        group || matches!(noun.as_str(), "insurgency" | "rebellion" | "armed")
    };
    for form in forms {
        let length = crate::tables::pieces(form).len();
        for (offset, _) in words.text.match_indices(form.as_str()) {
            let (a, b) = words.within(codebook::Span::new(offset, offset + form.len()));
            if b - a != length {
                continue;
            }
            let (from, to) = (words.sentence_start(a), words.sentence_end(a));
            let near = (a.saturating_sub(5).max(from)..a).chain(b..(b + 11).min(to));
            if near.into_iter().any(rebel) {
                return true;
            }
            // "the Government of X and the Y Movement": a side of the accord.
            let before = words.slice(a.saturating_sub(9).max(from), a).to_lowercase();
            if before.contains("government") && (before.ends_with("and the") || before.ends_with("with the")) {
                return true;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_report_calls_rebels_is_a_group() {
        let table = [
            (
                "Fighters of the National Salvation Front (FSN), a rebel group, left. The FSN said so.",
                "FSN",
                Some("NSA:FSN"),
            ),
            ("The rebel Free Army agreed.", "Free", Some("NSA:FreeArmy")),
            ("The Exporters Union (EXU) agreed to pay.", "EXU", None),
        ];
        for (text, first, want) in table {
            let local = introduced(&Words::new(text), &[]);
            let code = local.forms.get(first).map(|forms| forms[0].code.as_ref());
            assert_eq!(code, want, "{text}");
        }
    }

    #[test]
    fn datelines_name_a_town() {
        assert_eq!(dateline(&Words::new("MEXICO CITY, May 3 (Wire) — Talks")).as_deref(), Some("MEX"));
        assert_eq!(dateline(&Words::new("LIVE: talks in Athens")), None);
    }
}
