//! Where a text names a state, an organisation or a group.

use crate::Actors;
use crate::people;
use crate::tables::{Form, Kind, Tables, plain_mark, tables};
use crate::words::Words;
use std::collections::HashMap;

/// A form of words that stands for a party.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    /// First word, and one past the last.
    pub a: usize,
    pub b: usize,
    pub code: String,
    pub kind: Kind,
    /// Doubtful, and the report gives no other sign of the party: counts only where it speaks itself.
    pub weak: bool,
    /// Part of a compound such as "US-led" or "pro-Russian": not the actor.
    pub compound: bool,
    /// A place: a capital or state after "in", "near" …
    pub place: bool,
    /// Where a group is active, joined by `+`.
    pub countries: String,
}

impl Mention {
    /// Whether it can stand for an actor at all.
    pub fn acts(&self) -> bool {
        self.kind != Kind::Venue && !self.compound && !self.weak
    }

    /// Whether the code is that of a state.
    pub fn is_state(&self) -> bool {
        !self.code.contains(':')
    }
}

/// The longest match at word `at` in one layer of tables; all codes it may stand for.
fn longest<'f>(layer: &'f Tables, words: &Words, at: usize) -> Option<(usize, &'f [Form])> {
    let first = words.of(at);
    // Headings are set in capitals: "DECLARATION OF ETHIOPIA AND SOMALIA".
    let heading = in_capitals(first);
    let titled = if heading { people::titled(first) } else { String::new() };
    let fits = |form: &Form| {
        form.rest.iter().enumerate().all(|(i, piece)| {
            let word = at + 1 + i;
            let shown = plain_mark(words.of(word));
            let same = shown == piece.as_ref() || (heading && shown.eq_ignore_ascii_case(piece));
            same && words.list[word].paragraph == words.list[at].paragraph
        })
    };
    // "The bloc" opens a sentence, "The Hague" is a name.
    let keys = [first, if first == "The" { "the" } else { "" }, titled.as_str()];
    let (list, from) = keys.into_iter().filter(|key| !key.is_empty()).find_map(|key| {
        let list = layer.forms.get(key)?;
        Some((list, list.iter().position(fits)?))
    })?;
    let length = list[from].rest.len();
    let to =
        list[from..].iter().position(|form| form.rest.len() != length || !fits(form)).map_or(list.len(), |n| from + n);
    Some((length + 1, &list[from..to]))
}

/// Four capitals or more: no abbreviation but a word of a heading.
fn in_capitals(shown: &str) -> bool {
    shown.chars().count() > 3 && shown.chars().all(char::is_uppercase)
}

/// All mentions in a text, in order, no two overlapping.
pub(crate) fn find(words: &Words, actors: &Actors, local: &Tables) -> Vec<Mention> {
    let mut found: Vec<(usize, usize, &[Form])> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let word = words.list[at];
        if !word.is_word {
            at += 1;
            continue;
        }
        // The user's own words win over the tables, and what the report introduces over both, at equal length.
        let mut best: Option<(usize, &[Form])> = None;
        for layer in [local, &actors.user, tables()] {
            if let Some((length, forms)) = longest(layer, words, at)
                && best.is_none_or(|(known, _)| length > known)
            {
                best = Some((length, forms));
            }
        }
        // "the South" does not cut "the South African minister" in two.
        if let Some((length, _)) = best
            && words.is(at, "the")
            && longest(tables(), words, at + 1).is_some_and(|(inner, _)| inner + 1 > length)
        {
            best = None;
        }
        match best {
            Some((length, forms)) if !is_given_name(words, actors, at, length) => {
                found.push((at, at + length, forms));
                at += length;
            }
            _ => at += 1,
        }
    }
    settle(words, found)
}

/// "Israel Katz", "Jordan Smith": the form is a given name before a surname.
fn is_given_name(words: &Words, actors: &Actors, at: usize, length: usize) -> bool {
    let next = at + length;
    let Some(word) = words.list.get(next) else { return false };
    if !word.capital || !word.spaced || length > 1 {
        return false;
    }
    let name = words.slice(at, next + 1);
    tables().knows_person(name)
        || actors.user.knows_person(name)
        || (tables().given.contains_key(words.of(at))
            && !tables().inside.contains(words.of(next))
            && !tables().forms.contains_key(words.of(next))
            && words.of(next).len() > 2)
}

/// Settles doubtful forms and those of several codes by the rest of the report.
fn settle(words: &Words, found: Vec<(usize, usize, &[Form])>) -> Vec<Mention> {
    // How often each code is named beyond doubt.
    let mut firm: HashMap<&str, usize> = HashMap::new();
    let mut seen: HashMap<&str, Vec<&str>> = HashMap::new();
    for &(a, b, forms) in &found {
        for form in forms {
            if !form.doubtful && one_code(forms) {
                *firm.entry(&form.code).or_default() += 1;
            }
            let list = seen.entry(&form.code).or_default();
            let shown = words.slice(a, b);
            if !list.contains(&shown) {
                list.push(shown);
            }
        }
    }
    let supported = |form: &Form, shown: &str| -> usize {
        let own = firm.get(form.code.as_ref()).copied().unwrap_or(0);
        let others =
            seen.get(form.code.as_ref()).map_or(0, |list| list.iter().filter(|other| **other != shown).count());
        let home: usize = form.countries.split('+').filter_map(|code| firm.get(code)).sum();
        // A capital that hosts talks is no sign of its own state; another name of the state is.
        2 * own + others + home
    };
    let mut mentions: Vec<Mention> = Vec::with_capacity(found.len());
    for &(a, b, forms) in &found {
        let shown = words.slice(a, b);
        let best = if one_code(forms) {
            forms.first()
        } else {
            let top = forms.iter().map(|form| supported(form, shown)).max().unwrap_or(0);
            let mut fitting = forms.iter().filter(|form| supported(form, shown) == top);
            let first = fitting.next();
            // In news of the last thirty years Congo is nearly always the larger of the two, and Korea alone the South.
            if fitting.next().is_none() || first.is_some_and(|form| matches!(form.code.as_ref(), "COD" | "KOR")) {
                first
            } else {
                None
            }
        };
        let Some(form) = best else { continue };
        let mut code = form.code.to_string();
        // "Chad's government", "Jordan's king": the noun behind it tells.
        let owned = words.possessive(b);
        let governs = owned > 0 && tables().nouns.contains_key(words.of(b + owned).to_lowercase().as_str());
        let mut weak = form.doubtful && supported(form, shown) == 0 && !(governs && form.kind == Kind::Name);
        if weak && words.is(a, "the") {
            continue;
        }
        if shown == "Brussels" {
            // Mostly the Union, at times NATO, and Belgium where the report is about Belgium.
            let union = ["Commission", "European"].iter().any(|word| words.text.contains(word));
            let has = |code: &str| firm.contains_key(code) || (union && code == "IGO:EU");
            code = match () {
                () if has("IGO:EU") => "IGO:EU",
                () if has("IGO:NATO") => "IGO:NATO",
                () if has("BEL") => "BEL",
                () => "IGO:EU",
            }
            .to_owned();
            weak = !(has("IGO:EU") || has("IGO:NATO") || has("BEL"));
        }
        mentions.push(Mention {
            a,
            b,
            code,
            kind: form.kind,
            weak,
            compound: is_compound(words, a, b),
            place: is_place(words, a, form.kind) || (form.kind == Kind::Capital && in_capitals(words.of(a))),
            countries: form.countries.to_string(),
        });
    }
    mentions
}

/// "Egyptian" is both adjective and noun, of one state.
fn one_code(forms: &[Form]) -> bool {
    forms.windows(2).all(|two| two[0].code == two[1].code)
}

fn is_compound(words: &Words, a: usize, b: usize) -> bool {
    let hyphen = |at: usize| matches!(words.of(at), "-" | "‑") && !words.list[at].spaced;
    let led = b + 1 < words.len() && hyphen(b) && !words.list[b + 1].capital && !words.list[b + 1].spaced;
    let pro = a >= 2
        && hyphen(a - 1)
        && !words.list[a].spaced
        && ["pro", "anti", "non", "ex", "counter"].iter().any(|word| words.is(a - 2, word));
    led || pro
}

fn is_place(words: &Words, a: usize, kind: Kind) -> bool {
    if !matches!(kind, Kind::Capital | Kind::Name | Kind::Venue) || a == 0 {
        return false;
    }
    let before = if words.is(a - 1, "the") && a > 1 { a - 2 } else { a - 1 };
    ["in", "near", "outside", "around", "across", "inside", "at", "throughout", "into", "leave", "left", "visit"]
        .iter()
        .any(|word| words.is(before, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<String> {
        let words = Words::new(text);
        let mentions = find(&words, &Actors::default(), &Tables::default());
        mentions.iter().filter(|mention| mention.acts()).map(|mention| mention.code.clone()).collect()
    }

    #[test]
    fn mentions_follow_the_rules_for_ambiguity() {
        let table: [(&str, &[&str]); 12] = [
            ("South Sudan and Sudan", &["SSD", "SDN"]),
            ("The Pakistani Taliban struck Pakistan.", &["NSA:TTP", "PAK"]),
            ("He told us that turkey was served in Turkey’s embassy.", &["TUR"]),
            ("Turkish Cypriot leaders met Turkish officials.", &["NSA:TRNC", "TUR"]),
            ("Talks in Geneva and Istanbul", &[]),
            ("US-led forces and pro-Russian rebels", &[]),
            ("A UN envoy flew to Doha.", &["IGO:UN"]),
            ("Israel Katz spoke for Israel.", &["ISR"]),
            ("The RSF left Khartoum as Sudan burned.", &["NSA:RSF", "SDN", "SDN"]),
            ("The RSF counted jailed reporters.", &[]),
            ("Brussels and the EU agreed.", &["IGO:EU", "IGO:EU"]),
            ("The White House called the U.S. plan good.", &["USA", "USA"]),
        ];
        let wrong: Vec<_> =
            table.iter().filter(|(text, want)| codes(text) != *want).map(|(text, _)| (text, codes(text))).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
