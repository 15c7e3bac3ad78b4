//! Whom a noun phrase stands for in its report.

use crate::people::NameMention;
use crate::phrase::OPENERS;
use crate::phrase::is_verb;
use crate::scene::{Referent, Scene, Shape};
use crate::side::DEPTH;
use crate::tables::{Class, tables};

impl Scene<'_> {
    /// Whom words `a..b` stand for, inside the utterance `via` if any.
    pub(crate) fn phrase(&self, a: usize, b: usize, via: Option<usize>, depth: usize) -> Referent {
        let words = &self.marked.words;
        let (mut from, mut to) = (a, b.min(words.len()));
        while from < to && !words.list[from].is_word {
            from += 1;
        }
        let initial = |at: usize| words.of(at) == "." && at > 0 && words.of(at - 1).chars().count() == 1;
        while to > from && !words.list[to - 1].is_word && words.of(to - 1) != ")" && !initial(to - 1) {
            to -= 1;
        }
        if to > from + 2 && words.possessive(to - 2) == 2 {
            to -= 2;
        }
        if from >= to || depth > DEPTH {
            return Referent::unknown(a, b);
        }
        // A span that leaves out its article or possessive is read with it.
        let cut = from > 0 && words.list[from].spaced && !words.list[from].capital;
        if cut && ["the", "his", "her", "its", "their", "a", "an"].iter().any(|word| words.is(from - 1, word)) {
            from -= 1;
        }
        if let Some(referent) = self.pronoun(from, to, via, depth) {
            return referent;
        }
        if let Some(referent) = self.handle(from, to, depth) {
            return referent;
        }
        if let Some(referent) = self.part_of(from, to, via, depth) {
            return referent;
        }
        if let Some(referent) = self.joined(from, to, via, depth) {
            return referent;
        }
        if let Some(referent) = self.together(from, to) {
            return referent;
        }
        if let Some(index) = self.head_name(from, to) {
            let name = self.marked.names[index];
            return self.named(name.person, from, to, (name.a, name.b), depth);
        }
        let referent = self.unnamed(from, to, via, depth);
        // "the chief negotiator, Ann Lee, said", where the span ends before the name.
        if referent.shape == Shape::Someone
            && let Some(name) = self.apposed_name(to)
        {
            return self.named(name.person, from, name.b, (name.a, name.b), depth);
        }
        referent
    }

    /// The name set apart by commas right behind word `to`.
    fn apposed_name(&self, to: usize) -> Option<NameMention> {
        let words = &self.marked.words;
        let name = *self.marked.name(to + 1).filter(|name| name.a == to + 1 && words.of(to) == ",")?;
        let closed = words.of(name.b) == "," || is_verb(&words.of(name.b).to_lowercase());
        let open = to > 0 && words.list[to - 1].sentence == words.list[name.a].sentence;
        (closed && open && words.possessive(name.b) == 0).then_some(name)
    }

    /// The name that is the head of words `a..b`: not a possessor, and not behind a preposition.
    pub(crate) fn head_name(&self, a: usize, b: usize) -> Option<usize> {
        let words = &self.marked.words;
        let mut at = a;
        while at < b {
            let Some(index) = self.marked.name_of[at].checked_sub(1) else {
                at += 1;
                continue;
            };
            let name = self.marked.names[index as usize];
            at = name.b.max(at + 1);
            if name.b > b || (name.b < b && words.possessive(name.b) > 0) {
                continue;
            }
            let left = name.left.max(a);
            let before = (a..left).rev().find(|&at| !self.is_opener(at));
            // "the head of the mission, known as Ann Lee" and "the aide, Ann Lee" are heads for all their prepositions.
            let known_as = name.a > a && matches!(words.of(name.a - 1), "," | "as" | "named" | "called" | "(" | "—");
            let direct = (a..name.a).rev().find(|&at| !self.is_opener(at));
            // In "head of delegation Ann Lee" the whole run of titles is hers.
            let last = name.a.checked_sub(1).filter(|&at| at >= a);
            let own = last
                .is_some_and(|at| !words.list[at].capital && tables().nouns.get(words.of(at)) == Some(&Class::Body));
            let behind = !own
                && [before, direct].into_iter().flatten().any(|at| {
                    ["of", "for", "to", "from", "by", "with", "in", "at", "against", "under", "near"]
                        .iter()
                        .any(|word| words.is(at, word))
                });
            if behind && !known_as {
                continue;
            }
            return Some(index as usize);
        }
        None
    }

    pub(crate) fn is_opener(&self, at: usize) -> bool {
        OPENERS.iter().any(|word| self.marked.words.is(at, word))
    }
}
