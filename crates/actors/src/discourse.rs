//! What pronouns, bare titles and common nouns refer back to.

use crate::people::Person;
use crate::phrase::Marked;
use crate::scene::{Referent, Scene, Shape, Side};
use crate::tables::{Class, Kind, tables};

/// Sentences a pronoun looks back over.
const REACH: u32 = 7;
/// Below this score nothing is taken.
const FLOOR: i32 = -30;

/// Whether a noun says that a woman (or a man) is meant.
pub(crate) fn woman_by_noun(noun: &str) -> Option<bool> {
    match noun {
        "king" | "prince" | "sheikh" | "emperor" | "sultan" | "pope" | "mr" | "sir" | "lord" | "father" | "bishop" => {
            Some(false)
        }
        "queen" | "princess" | "mrs" | "ms" | "miss" | "lady" | "dame" | "baroness" | "mother" | "sister" => Some(true),
        _ if noun.ends_with("woman") || noun.ends_with("women") => Some(true),
        _ if noun.ends_with("sman") || noun.ends_with("rman") || noun.ends_with("smen") => Some(false),
        _ => None,
    }
}

/// Notes who is a woman or a man by the words before the name.
pub(crate) fn tell_women(marked: &Marked, people: &mut [Person]) {
    for name in &marked.names {
        let left = name.left;
        let told = (left..name.a).rev().find_map(|at| woman_by_noun(&marked.words.of(at).to_lowercase()));
        if let (Some(woman), Some(person)) = (told, people.get_mut(name.person))
            && !person.sure
        {
            person.woman = Some(woman);
            person.sure = true;
        }
    }
}

impl Scene<'_> {
    /// Whom words `a..b` stand for if they are a pronoun.
    pub(crate) fn pronoun(&self, a: usize, b: usize, via: Option<usize>, depth: usize) -> Option<Referent> {
        let words = &self.marked.words;
        let himself = b == a + 2
            && words.of(a + 1).ends_with("sel")
                | words.of(a + 1).ends_with("self")
                | words.of(a + 1).ends_with("selves");
        if b != a + 1 && !himself {
            return None;
        }
        let moved = |found: Referent| Referent { at: a, end: b, ..found };
        match words.of(a).to_lowercase().as_str() {
            "he" | "him" | "himself" | "his" => Some(moved(self.person_before(a, Some(false), via, depth))),
            "she" | "her" | "herself" | "hers" => Some(moved(self.person_before(a, Some(true), via, depth))),
            "it" | "itself" | "its" => Some(moved(self.thing_before(a, via))),
            "they" | "them" | "themselves" | "their" => Some(moved(self.people_before(a, via))),
            "who" | "which" | "whom" | "that" | "whose" => Some(moved(self.antecedent(a, depth))),
            "i" | "we" | "me" | "us" | "myself" | "ourselves" if words.of(a) != "US" => Some(moved(
                via.and_then(|outer| self.told.get(outer)?.clone()).unwrap_or_else(|| Referent::unknown(a, b)),
            )),
            "you" => Some(moved(self.answerer(a, via))),
            "one" | "others" | "another" | "some" | "many" | "people" | "someone" | "nobody" | "everyone" => {
                Some(Referent::unknown(a, b))
            }
            _ => None,
        }
    }

    /// The side behind "his", "its", "their" at a word.
    pub(crate) fn possessor(&self, at: usize, depth: usize) -> Side {
        match self.marked.words.of(at).to_lowercase().as_str() {
            "his" => self.person_before(at, Some(false), None, depth + 1).side,
            "her" => self.person_before(at, Some(true), None, depth + 1).side,
            "its" => self.thing_before(at, None).side,
            "their" => self.people_before(at, None).side,
            "whose" => self.antecedent(at, depth + 1).side,
            _ => Side::Unknown,
        }
    }

    /// Whom a transcript's question addresses: the person who answers next.
    pub(crate) fn answerer(&self, at: usize, via: Option<usize>) -> Referent {
        let label = |index: usize| {
            let cue = self.utterances.get(index).and_then(|utterance| codebook::covered(&utterance.cue));
            cue.and_then(|cue| cue.of(self.marked.words.text)) == Some(":")
        };
        let asked = via.is_some_and(|index| {
            label(index)
                && self.told.get(index).is_some_and(|told| told.as_ref().is_some_and(|told| told.side == Side::Nobodys))
        });
        let turns = self.told.iter().enumerate().filter(|(index, _)| asked && label(*index));
        let answer = turns
            .filter_map(|(_, told)| told.as_ref())
            .filter(|told| told.at > at && told.name.is_some())
            .min_by_key(|told| told.at);
        answer.cloned().unwrap_or_else(|| Referent::unknown(at, at + 1))
    }

    /// How near a place before `at` is, in points lost; `None` out of reach.
    pub(crate) fn nearness(&self, place: usize, at: usize) -> Option<i32> {
        let list = &self.marked.words.list;
        let (here, there) = (list.get(at)?, list.get(place)?);
        let sentences = here.sentence.checked_sub(there.sentence)?;
        if place >= at || sentences > REACH {
            return None;
        }
        let paragraphs = (here.paragraph - there.paragraph) as i32;
        // What was said inside quotation marks is seldom taken up outside them.
        let voice = if there.quoted && !here.quoted { 8 } else { 0 };
        let same = if paragraphs == 0 { 3 } else { 0 };
        Some(same - 6 * sentences as i32 - 4 * paragraphs - voice)
    }

    /// Whether a phrase starting at `at` opens its sentence.
    pub(crate) fn is_subject(&self, at: usize) -> bool {
        let words = &self.marked.words;
        let start = words.sentence_start(at);
        at - start <= 1 || ((start..at).any(|mark| words.of(mark) == ",") && words.of(at - 1) == "," && at - start <= 6)
    }

    /// The person that "he" or "she" at `at` stands for.
    pub(crate) fn person_before(&self, at: usize, woman: Option<bool>, via: Option<usize>, depth: usize) -> Referent {
        let words = &self.marked.words;
        let outer = via.and_then(|index| self.told.get(index)?.as_ref());
        let colon = via
            .and_then(|index| self.utterances.get(index))
            .is_some_and(|utterance| codebook::covered(&utterance.cue).and_then(|cue| cue.of(words.text)) == Some(":"));
        let direct = words.list.get(at).is_some_and(|word| word.quoted) || colon;
        let fits = |known: Option<bool>, sure: bool| match (known, woman) {
            (Some(known), Some(woman)) if known != woman => {
                if sure {
                    None
                } else {
                    Some(-14)
                }
            }
            (Some(_), Some(_)) => Some(4),
            _ => Some(0),
        };
        // The side is looked up for the chosen one only: a look-up may lead to further pronouns.
        enum Found<'s> {
            Named(crate::people::NameMention),
            Told(&'s Referent),
        }
        let mut best: Option<(i32, Found)> = None;
        let beats = |best: &Option<(i32, Found)>, score: i32| {
            score > FLOOR && best.as_ref().is_none_or(|(known, _)| score >= *known)
        };
        for name in self.marked.names.iter().rev().filter(|name| name.a < at) {
            let Some(near) = self.nearness(name.a, at) else { break };
            let person = &self.people[name.person];
            let Some(gender) = fits(person.woman, person.sure) else { continue };
            let speaks = self
                .told
                .iter()
                .flatten()
                .any(|told| told.at <= name.a && name.a < told.end && told.shape == Shape::Person(name.person));
            // A lone capitalised word that is no known speaker and has no title may be no person at all.
            let lone = name.b == name.a + 1 && !speaks && name.left == name.a && !person.name.contains(' ');
            if lone && !self.known_to_tables(name.person) {
                continue;
            }
            let mut score = near + gender;
            let left = name.left;
            score += if speaks { 10 } else { 0 };
            score += if self.is_subject(left) { 8 } else { 0 };
            score -= if words.possessive(name.b) > 0 { 3 } else { 0 };
            // "Lee's spokeswoman denies that she …": not the spokeswoman.
            let owns = |outer: &&Referent| outer.at <= name.a && name.a < outer.end && outer.shape == Shape::Someone;
            score += if outer.as_ref().is_some_and(owns) { 14 } else { 0 };
            if outer.is_some_and(|outer| outer.shape == Shape::Person(name.person)) {
                if direct {
                    continue;
                }
                score += 8;
            }
            if beats(&best, score) {
                best = Some((score, Found::Named(*name)));
            }
        }
        // Speakers told by a pronoun are as present as those told by name.
        for told in self.told.iter().flatten().filter(|told| told.at < at) {
            let (Shape::Person(person), Some(near)) = (told.shape, self.nearness(told.at, at)) else { continue };
            let known = &self.people[person];
            let Some(gender) = fits(known.woman, known.sure) else { continue };
            if direct && outer.is_some_and(|outer| outer.shape == told.shape) {
                continue;
            }
            if beats(&best, near + gender + 10) {
                best = Some((near + gender + 10, Found::Told(told)));
            }
        }
        for told in self.told.iter().flatten().filter(|told| told.shape == Shape::Someone && told.at < at) {
            let Some(near) = self.nearness(told.at, at) else { continue };
            let Some(gender) = fits(told.woman, true) else { continue };
            if told.head.is_none() && told.side == Side::Unknown {
                continue;
            }
            if beats(&best, near + gender + 10) {
                best = Some((near + gender + 10, Found::Told(told)));
            }
        }
        // The speaker of the words it stands in, even if named only behind them.
        if let Some(outer) = outer
            && !direct
            && matches!(outer.shape, Shape::Person(_) | Shape::Someone)
            && let Some(gender) = fits(outer.woman, false)
            && beats(&best, gender + 8)
        {
            best = Some((gender + 8, Found::Told(outer)));
        }
        match best {
            Some((_, Found::Named(name))) => self.person(name.person, name.a, name.b, depth + 1),
            Some((_, Found::Told(told))) => told.clone(),
            None => Referent::unknown(at, at + 1),
        }
    }

    pub(crate) fn known_to_tables(&self, person: usize) -> bool {
        let name = &self.people[person].name;
        self.sides.get(person).is_some_and(Option::is_some) || tables().party_of_person(name, &self.date).is_some()
    }

    /// The state, organisation or body that "it" at `at` stands for.
    pub(crate) fn thing_before(&self, at: usize, via: Option<usize>) -> Referent {
        let words = &self.marked.words;
        let outer = via.and_then(|index| self.told.get(index)?.as_ref()).filter(|outer| outer.shape == Shape::Thing);
        let mut best: Option<(i32, Referent)> = outer.map(|outer| (8, outer.clone()));
        let mut offer = |score: i32, referent: Referent| {
            if score > FLOOR && best.as_ref().is_none_or(|(known, _)| score >= *known) {
                best = Some((score, referent));
            }
        };
        for told in self.told.iter().flatten().filter(|told| told.shape == Shape::Thing && told.at < at) {
            let Some(near) = self.nearness(told.at, at) else { continue };
            offer(near + 10, told.clone());
        }
        for mention in self.marked.mentions.iter().rev().filter(|mention| mention.b <= at) {
            let Some(near) = self.nearness(mention.a, at) else { break };
            if !mention.acts() || mention.place {
                continue;
            }
            let noun = !matches!(mention.kind, Kind::Adjective | Kind::Demonym | Kind::Head | Kind::Venue);
            // "The Israeli prime minister's office", "the UN mission": the body, not what stands before it.
            let body = (mention.b..words.len().min(mention.b + 6))
                .take_while(|&next| words.list[next].is_word || words.possessive(next) > 0)
                .find(|&next| {
                    tables().nouns.get(words.of(next).to_lowercase().as_str()) == Some(&Class::Body)
                        && words.possessive(next + 1) == 0
                        && !matches!(words.of(next), "sides" | "states" | "forces" | "camps")
                });
            let end = body.map_or(mention.b, |body| body + 1);
            let adjacent = body.is_some_and(|body| words.possessive(mention.b) > 0 || body == mention.b || !noun);
            if end > at || (!noun && body.is_none()) || (words.possessive(mention.b) > 0 && body.is_none()) {
                continue;
            }
            let end = if adjacent { end } else { mention.b };
            let start = if mention.a > 0 && words.is(mention.a - 1, "the") { mention.a - 1 } else { mention.a };
            let score = near + if self.is_subject(start) { 6 } else { -5 };
            offer(
                score,
                Referent {
                    at: mention.a,
                    end,
                    shape: Shape::Thing,
                    name: Some(words.slice(mention.a, end).trim_start_matches("the ").to_owned()),
                    side: Side::Of(mention.code.clone()),
                    woman: None,
                    head: None,
                },
            );
        }
        best.map_or_else(|| Referent { shape: Shape::Thing, ..Referent::unknown(at, at + 1) }, |(_, referent)| referent)
    }

    /// The people or parties that "they" at `at` stands for.
    pub(crate) fn people_before(&self, at: usize, via: Option<usize>) -> Referent {
        let mut best: Option<(i32, Referent)> = None;
        let mut offer = |score: i32, referent: &Referent| {
            if score > FLOOR && best.as_ref().is_none_or(|(known, _)| score >= *known) {
                best = Some((score, referent.clone()));
            }
        };
        for (index, told) in self.told.iter().enumerate() {
            let Some(told) = told else { continue };
            if told.at >= at && via != Some(index) {
                continue;
            }
            let bonus = match told.shape {
                Shape::People => 10,
                Shape::Thing => 4,
                _ => continue,
            };
            let near = if via == Some(index) { Some(2) } else { self.nearness(told.at, at) };
            if let Some(near) = near {
                offer(near + bonus, told);
            }
        }
        match best {
            Some((_, referent)) => referent,
            None => self.thing_before(at, via),
        }
    }

    /// What a relative pronoun stands for: the name or party right before it.
    pub(crate) fn antecedent(&self, at: usize, depth: usize) -> Referent {
        let from = at.saturating_sub(3);
        for before in (from..at).rev() {
            if let Some(name) = self.marked.name(before) {
                return self.person(name.person, name.a, name.b, depth + 1);
            }
            if let Some((_, mention)) = self.marked.mention(before)
                && mention.acts()
            {
                return self.phrase(mention.a, mention.b, None, depth + 1);
            }
        }
        // "the officials, who …": a source told before.
        let told =
            self.told.iter().flatten().filter(|told| told.end <= at && at - told.end <= 2).max_by_key(|told| told.end);
        told.cloned().unwrap_or_else(|| Referent::unknown(at, at + 1))
    }
}
