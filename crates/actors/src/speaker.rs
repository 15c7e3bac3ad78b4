//! Whom a noun phrase stands for in its report.

use crate::phrase::{Description, OPENERS, Owner};
use crate::scene::{Referent, Scene, Shape, Side};
use crate::setting::is_state;
use crate::tables::{Class, Kind, tables};

/// How deep possessors may stand in one another ("the group's leader's aide").
const DEPTH: usize = 4;

/// What a description says of the side.
enum Verdict {
    Side(Side),
    /// A title or body without an owner: it belongs to the side spoken of.
    Bare,
    /// Nothing.
    Open,
}

/// Plural nouns that stand for the parties of the report together.
const TOGETHER: &[&str] = &[
    "parties",
    "sides",
    "governments",
    "delegations",
    "countries",
    "ministers",
    "leaders",
    "presidents",
    "negotiators",
    "capitals",
    "foes",
    "neighbours",
    "neighbors",
    "states",
    "nations",
    "teams",
    "rivals",
    "adversaries",
    "armies",
    "premiers",
    "powers",
    "movements",
    "groups",
    "factions",
    "camps",
    "envoys",
    "commanders",
];

/// Labels of a transcript behind which a question stands.
const ASKERS: [&str; 12] = [
    "q",
    "question",
    "reporter",
    "journalist",
    "interviewer",
    "host",
    "moderator",
    "anchor",
    "presenter",
    "correspondent",
    "audience",
    "media",
];

/// Holders of titles whose side only the words beside the title can tell.
const NEUTRAL: &[&str] = &[
    "envoy",
    "envoys",
    "emissary",
    "representative",
    "representatives",
    "coordinator",
    "diplomat",
    "diplomats",
    "mediator",
    "mediators",
    "facilitator",
    "facilitators",
    "observer",
    "observers",
    "guarantor",
    "guarantors",
    "member",
    "members",
    "interlocutor",
    "interlocutors",
    "delegates",
];

/// Those of them that another word before the title makes a government's.
const ENVOYS: [&str; 5] = ["envoy", "envoys", "emissary", "representative", "representatives"];

/// Adjectives of regions: an official of one speaks for no single state.
const REGIONS: [&str; 18] = [
    "western",
    "european",
    "arab",
    "african",
    "asian",
    "gulf",
    "nordic",
    "baltic",
    "regional",
    "international",
    "foreign-based",
    "latin",
    "eastern",
    "southern",
    "northern",
    "balkan",
    "allied",
    "caribbean",
];

impl Scene<'_> {
    /// The speaker of a transcript's turn, where the label is one that only transcripts have.
    pub(crate) fn label(&self, a: usize, b: usize) -> Option<Referent> {
        let words = &self.marked.words;
        let shown = words.slice(a, b).trim_end_matches([':', '.', ' ']).to_lowercase();
        if ASKERS.contains(&shown.as_str()) {
            return Some(Referent { side: Side::Nobodys, ..Referent::unknown(a, b) });
        }
        if matches!(shown.as_str(), "a" | "answer") {
            // The person the introduction names last speaks in the answers.
            let first = self.marked.names.iter().rfind(|name| name.a < a)?;
            let person = self.marked.names.iter().find(|name| name.person == first.person)?;
            return Some(self.person(person.person, a, b, 0));
        }
        None
    }

    /// The side of the one who answers in a transcript, by its heading: "Interview with India's chief negotiator".
    pub(crate) fn heading_side(&self, label: usize) -> Side {
        let words = &self.marked.words;
        let first = (0..label).find(|&at| {
            words.of(at) == ":" && at + 1 < words.len() && at >= 1 && {
                let start = words.sentence_start(at);
                at - start <= 4 && words.list[at].paragraph > 0
            }
        });
        let end = first.map_or(label, |at| words.sentence_start(at)).min(label);
        for at in 0..end {
            let office =
                matches!(tables().nouns.get(words.of(at).to_lowercase().as_str()), Some(Class::Office | Class::Spokes));
            if !office {
                continue;
            }
            let from = (words.sentence_start(at)..at)
                .rev()
                .take(6)
                .find(|&at| self.marked.mention(at).is_some_and(|(_, m)| m.acts()));
            if let Some(code) = from.and_then(|at| self.marked.mention(at)).map(|(_, mention)| mention.code.clone()) {
                return Side::Of(code);
            }
        }
        Side::Unknown
    }

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
        self.unnamed(from, to, via, depth)
    }

    /// "@EUTradeDesk", "@Kremlin_EN": the party whose name the handle of an account begins with.
    fn handle(&self, a: usize, b: usize, depth: usize) -> Option<Referent> {
        let words = &self.marked.words;
        if a == 0 || words.of(a - 1) != "@" || words.list[a].spaced {
            return None;
        }
        // "@AnnLee, spokeswoman of the group": what follows tells the side.
        let stop = (a..b).find(|&at| matches!(words.of(at), "," | "(")).unwrap_or(b);
        let name = words.slice(a, stop);
        let told =
            match self.verdict(&self.marked.describe((stop + 1).min(b), b), true, (stop + 1).min(b), b, depth + 1) {
                Verdict::Side(side) if stop + 1 < b && side != Side::Unknown => Some(side),
                _ => None,
            };
        let mut parts: Vec<String> = Vec::new();
        for piece in name.split(['_', '.', '-']) {
            // "USTradeDesk" is US, Trade, Desk.
            let chars: Vec<char> = piece.chars().collect();
            let mut start = 0;
            for at in 1..=chars.len() {
                let cut = at == chars.len()
                    || (chars[at].is_uppercase() && !chars[at - 1].is_uppercase())
                    || (chars[at].is_uppercase() && chars.get(at + 1).is_some_and(|next| next.is_lowercase()));
                if cut {
                    parts.push(chars[start..at].iter().collect());
                    start = at;
                }
            }
        }
        let code = parts.iter().find_map(|part| {
            let forms = tables().forms.get(part.as_str())?;
            forms
                .iter()
                .find(|form| form.rest.is_empty() && !form.doubtful && form.kind != Kind::Venue)
                .map(|form| form.code.to_string())
        });
        let name = Some(name.to_owned());
        let side = told.unwrap_or_else(|| Side::of(code.as_deref()));
        Some(Referent { shape: Shape::Thing, name, side, ..Referent::unknown(a, b) })
    }

    /// "one of them", "two of the ministers".
    fn part_of(&self, a: usize, b: usize, via: Option<usize>, depth: usize) -> Option<Referent> {
        let words = &self.marked.words;
        let parts = ["one", "some", "two", "several", "many", "most", "another", "both", "neither", "none"];
        if b < a + 3 || !words.is(a + 1, "of") || !parts.iter().any(|word| words.is(a, word)) {
            return None;
        }
        let whole = if words.is(a + 2, "them") || words.is(a + 2, "those") {
            self.people_before(a, via)
        } else {
            self.phrase(a + 2, b, via, depth + 1)
        };
        let shape = if words.is(a, "one") { Shape::Someone } else { Shape::People };
        Some(Referent { at: a, end: b, shape, name: None, woman: None, ..whole })
    }

    /// "Egypt and Sudan", "the government and the rebels": each part stands for a party of its own.
    fn joined(&self, a: usize, b: usize, via: Option<usize>, depth: usize) -> Option<Referent> {
        let words = &self.marked.words;
        let and = (a + 1..b.saturating_sub(1)).find(|&at| {
            (words.is(at, "and") || words.of(at) == "&")
                && self.marked.mention(at).is_none()
                && self.marked.name(at).is_none()
        })?;
        let stands = |a: usize, b: usize| self.marked.has_actor(a, b) || self.is_side(a, b);
        let mut parts = Vec::new();
        let mut start = a;
        for at in a..and {
            if words.of(at) == "," {
                parts.push((start, at));
                start = at + 1;
            }
        }
        parts.push((start, and));
        let last_end = (and + 1..b).find(|&at| words.of(at) == ",").unwrap_or(b);
        parts.push((and + 1, last_end));
        // "Norway, one of the guarantors and hosts" is one speaker: the parts of a list are all alike.
        if !parts.iter().all(|&(a, b)| a < b && stands(a, b)) {
            return None;
        }
        // "ministers from Egypt and Sudan" is read by its preposition; "Egypt's army and police" has one actor.
        let first = parts[0];
        let prepositions = ["of", "from", "for", "between"];
        let before_actor =
            (first.0..first.1).find(|&at| self.marked.mention(at).is_some() || self.marked.name(at).is_some());
        let behind =
            (first.0..before_actor.unwrap_or(first.1)).any(|at| prepositions.iter().any(|word| words.is(at, word)));
        let titles = (first.0..before_actor.unwrap_or(first.0))
            .any(|at| tables().nouns.contains_key(words.of(at).to_lowercase().as_str()));
        if behind
            && titles
            && parts.len() >= 2
            && !(parts[1].0..parts[1].1).any(|at| tables().nouns.contains_key(words.of(at).to_lowercase().as_str()))
        {
            let from = (first.0..first.1).find(|&at| prepositions.iter().any(|word| words.is(at, word)))?;
            let owners = self.phrase(from + 1, b, via, depth + 1);
            return Some(Referent {
                at: a,
                end: b,
                shape: Shape::People,
                name: None,
                woman: None,
                head: None,
                ..owners
            });
        }
        let sides: Vec<Side> = parts.iter().map(|&(a, b)| self.phrase(a, b, via, depth + 1).side).collect();
        let codes: Option<Vec<&str>> = sides.iter().map(Side::code).collect();
        let side = match codes {
            Some(codes) => Side::Of(codebook::Party::joint(codes).code().to_owned()),
            None => Side::Unknown,
        };
        Some(Referent { at: a, end: b, shape: Shape::People, name: None, side, woman: None, head: None })
    }

    /// "the government", "the rebels", "their leaders": a side named by its kind alone.
    fn is_side(&self, a: usize, b: usize) -> bool {
        let words = &self.marked.words;
        let description = self.marked.describe(a, b);
        (words.is(a, "the") || matches!(description.owner, Owner::Pronoun(_)))
            && matches!(description.class, Some(Class::Body | Class::Group))
    }

    /// "the parties", "both sides", "the two governments".
    fn together(&self, a: usize, b: usize) -> Option<Referent> {
        let words = &self.marked.words;
        let noun = words.of(b - 1).to_lowercase();
        let opened = |word: &str| (a..b).any(|at| words.is(at, word));
        let many = opened("three") || opened("four");
        let two = opened("two") || opened("both") || words.is(a, "both");
        let three_alone = b - a == 2 && words.is(a, "the") && words.is(a + 1, "three");
        let pair_alone =
            (two && b - a <= 2 && words.is(b - 1, "two")) || (b - a == 1 && words.is(a, "both")) || noun == "pair";
        if !pair_alone && !three_alone {
            let all = ["parties", "sides", "delegations"].contains(&noun.as_str())
                && (words.is(a, "the") || two || words.is(a, "all"));
            if !(TOGETHER.contains(&noun.as_str())
                && (all || ((two || many) && (words.is(a, "the") || words.is(a, "both")))))
            {
                return None;
            }
            let plain = |at: usize| {
                let shown = words.of(at).to_lowercase();
                OPENERS.contains(&shown.as_str())
                    || matches!(
                        shown.as_str(),
                        "two"
                            | "warring"
                            | "negotiating"
                            | "rival"
                            | "opposing"
                            | "foreign"
                            | "neighbouring"
                            | "neighboring"
                            | "prime"
                            | "defence"
                            | "defense"
                            | "three"
                            | "conflict"
                            | "contracting"
                    )
            };
            if !(a..b - 1).all(plain) {
                return None;
            }
        }
        let states_only = matches!(
            noun.as_str(),
            "governments"
                | "countries"
                | "capitals"
                | "states"
                | "nations"
                | "presidents"
                | "premiers"
                | "neighbours"
                | "neighbors"
                | "powers"
                | "armies"
        );
        let side = if many { self.three() } else { self.pair_at(a, states_only) };
        Some(Referent { at: a, end: b, shape: Shape::People, name: None, side, woman: None, head: None })
    }

    /// The two parties meant at a place: those that last spoke together, else the main pair of the report.
    fn pair_at(&self, at: usize, states_only: bool) -> Side {
        let words = &self.marked.words;
        let sentence = words.list[at].sentence;
        let near =
            self.told.iter().flatten().filter(|told| told.at < at && sentence - words.list[told.at].sentence <= 3);
        let last = near
            .filter(|told| told.side.code().is_some_and(|code| code.matches('+').count() == 1))
            .max_by_key(|told| told.at);
        if let Some(last) = last {
            return last.side.clone();
        }
        let pair = match &self.setting.pair {
            Some((a, b)) if !states_only || (is_state(a) && is_state(b)) => Some((a.clone(), b.clone())),
            _ => {
                let mut states = self.setting.ranked.iter().filter(|(code, _)| is_state(code));
                match (states.next(), states.next()) {
                    (Some((a, x)), Some((b, y))) if states_only && *y >= 0.3 * x => Some((a.clone(), b.clone())),
                    _ => None,
                }
            }
        };
        match pair {
            Some((a, b)) => Side::Of(codebook::Party::joint([a.as_str(), b.as_str()]).code().to_owned()),
            None => Side::Unknown,
        }
    }

    fn three(&self) -> Side {
        let top: Vec<&(String, f32)> =
            self.setting.ranked.iter().filter(|(code, _)| !code.starts_with("IGO:")).take(4).collect();
        match top.as_slice() {
            [a, b, c, rest @ ..] if c.1 >= 0.25 * a.1 && rest.first().is_none_or(|d| d.1 < 0.7 * c.1) => {
                Side::Of(codebook::Party::joint([a.0.as_str(), b.0.as_str(), c.0.as_str()]).code().to_owned())
            }
            _ => Side::Unknown,
        }
    }

    /// The name that is the head of words `a..b`: not a possessor, and not behind a preposition.
    fn head_name(&self, a: usize, b: usize) -> Option<usize> {
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

    fn is_opener(&self, at: usize) -> bool {
        OPENERS.iter().any(|word| self.marked.words.is(at, word))
    }

    /// A named person, in words `a..b` with the name at `name`.
    fn named(&self, person: usize, a: usize, b: usize, name: (usize, usize), depth: usize) -> Referent {
        let words = &self.marked.words;
        let referent = self.person(person, a, b, depth);
        if self.sides[person].is_some() {
            return referent;
        }
        if let Some(at) = (name.1..b.min(name.1 + 3)).find(|&at| words.is(at, "speaking"))
            && let Some(side) = self.relative(at, b, depth)
        {
            return Referent { side, ..referent };
        }
        // The phrase's own words first: "Russian Foreign Minister …", "…, a member of the rebels' team".
        // Titles set apart by commas are read one by one where together they tell nothing.
        let mut pieces = vec![(a, name.0)];
        let mut end = name.0;
        for at in (a..name.0).rev().filter(|&at| words.of(at) == ",") {
            if at + 1 < end {
                pieces.push((at + 1, end));
            }
            end = at;
        }
        if pieces.len() > 1 {
            pieces.push((a, end));
        }
        pieces.push((name.1, b));
        if let Some(index) = self.marked.origin(name.1, b) {
            return Referent { side: Side::Of(self.marked.mentions[index].code.clone()), ..referent };
        }
        let mut bare = None;
        for (from, to) in pieces {
            if from >= to {
                continue;
            }
            let description = self.marked.describe(from, to);
            match self.verdict(&description, true, from, to, depth) {
                Verdict::Side(side) if side != Side::Unknown => return Referent { side, ..referent },
                Verdict::Bare if referent.side == Side::Unknown => {
                    bare.get_or_insert((from, self.free_head(&description, from)));
                }
                _ => {}
            }
        }
        match bare {
            Some((at, head)) => {
                Referent { side: Side::of(self.bare_side(at, head.as_deref(), None).as_deref()), ..referent }
            }
            None => referent,
        }
    }

    /// A person of the report by index.
    pub(crate) fn person(&self, person: usize, a: usize, b: usize, depth: usize) -> Referent {
        let known = &self.people[person];
        Referent {
            at: a,
            end: b,
            shape: Shape::Person(person),
            name: Some(known.name.clone()),
            side: self.side_of_person(person, depth),
            woman: known.woman,
            head: None,
        }
    }

    /// The side of a person: by the report's own words at any mention, then by the tables, then by a bare title.
    pub(crate) fn side_of_person(&self, person: usize, depth: usize) -> Side {
        if let Some(side) = self.sides.get(person).and_then(Option::as_ref) {
            return side.clone();
        }
        if depth > DEPTH {
            return Side::Unknown;
        }
        let words = &self.marked.words;
        let mut bare = None;
        for name in self.marked.names.iter().filter(|name| name.person == person).take(6) {
            let left = name.left;
            let (from, to) = self.marked.right_of(name.b);
            for (from, to, before) in [(left, name.a, true), (from, to, false)] {
                if from >= to || (!before && !self.is_apposition(from)) {
                    continue;
                }
                if let Some(index) = self.marked.origin(from, to).filter(|_| !before) {
                    return Side::Of(self.marked.mentions[index].code.clone());
                }
                // "who leads the group's delegation", "who signed for the rebels".
                if words.is(from, "who") || words.is(from, "speaking") {
                    match self.relative(from, to, depth) {
                        Some(side) => return side,
                        None => continue,
                    }
                }
                let end = if words.of(to - 1) == "," { to - 1 } else { to };
                let description = self.marked.describe(from, end);
                // "Minister Lee, the Union's levy is high": only a noun for people makes an apposition.
                if !before && description.class.is_none() {
                    continue;
                }
                match self.verdict(&description, true, from, end, depth) {
                    Verdict::Side(Side::Unknown) | Verdict::Open => {}
                    Verdict::Side(side) => return side,
                    Verdict::Bare => {
                        bare.get_or_insert((from, self.free_head(&description, from)));
                    }
                }
            }
        }
        let name = &self.people[person].name;
        if let Some(party) = tables().party_of_person(name, &self.date) {
            return Side::Of(party.to_owned());
        }
        match bare {
            Some((at, head)) => Side::of(self.bare_side(at, head.as_deref(), None).as_deref()),
            None => Side::Unknown,
        }
    }

    fn is_apposition(&self, a: usize) -> bool {
        let words = &self.marked.words;
        let opener = ["the", "a", "an", "his", "her", "its", "their", "of", "from", "who", "speaking"]
            .iter()
            .any(|word| words.is(a, word));
        let first = words.of(a).to_lowercase();
        let title = tables().nouns.contains_key(first.as_str())
            || matches!(
                first.as_str(),
                "foreign" | "prime" | "former" | "chief" | "senior" | "deputy" | "lead" | "top" | "vice" | "one"
            );
        opener || self.marked.mention(a).is_some() || title
    }

    /// The side in "who leads X", "who speaks for X".
    fn relative(&self, a: usize, b: usize, depth: usize) -> Option<Side> {
        let words = &self.marked.words;
        if words.is(a, "speaking") && words.is(a + 1, "for") {
            let side = self.phrase(a + 2, b, None, depth + 1).side;
            return (side != Side::Unknown).then_some(side);
        }
        let verb = words.of(a + 1).to_lowercase();
        let own = ["leads", "led", "heads", "headed", "represents", "represented", "commands", "commanded", "chairs"];
        if own.contains(&verb.as_str()) {
            let side = self.phrase(a + 2, b, None, depth + 1).side;
            return (side != Side::Unknown).then_some(side);
        }
        let acted = ["signed", "speaks", "spoke", "negotiates", "negotiated", "works", "sits"];
        if acted.contains(&verb.as_str()) && words.is(a + 2, "for") {
            let side = self.phrase(a + 3, b, None, depth + 1).side;
            return (side != Side::Unknown).then_some(side);
        }
        None
    }

    /// What a description says of the side. `titled`: the words stand at a name, so a bare title has a holder.
    fn verdict(&self, description: &Description, titled: bool, a: usize, b: usize, depth: usize) -> Verdict {
        let words = &self.marked.words;
        let Some(class) = description.class else {
            // "Hamas's Khalil al-Hayya"; a nationality alone says nothing of the side.
            if titled && !description.possessed {
                return Verdict::Open;
            }
            return match description.owner {
                Owner::Nobody => Verdict::Open,
                owner => Verdict::Side(self.side_of_owner(owner, depth)),
            };
        };
        let owned = match description.owner {
            Owner::Nobody => None,
            owner => match self.side_of_owner(owner, depth) {
                // "the minister of water": what follows is no owner at all.
                Side::Unknown if matches!(owner, Owner::Phrase(a, b) if !self.names_somebody(a, b)) => None,
                side => Some(side),
            },
        };
        match (class, owned) {
            (Class::Outside, _) => Verdict::Side(Side::Nobodys),
            (Class::Group, _) => Verdict::Side(self.side_of_group(description, a, depth)),
            (_, Some(side)) => Verdict::Side(side),
            (Class::Source | Class::Paper, None) => match self.bare(description, false, a, b) {
                // "a foreign ministry statement", "a government source"
                Verdict::Bare if self.has_inner_body(description, a) => Verdict::Bare,
                _ => Verdict::Side(Side::Unknown),
            },
            _ => self.bare(description, titled, a, b),
        }
    }

    /// A title or body without an owner.
    fn bare(&self, description: &Description, titled: bool, a: usize, b: usize) -> Verdict {
        let words = &self.marked.words;
        let head = description.head.map(|at| words.of(at).to_lowercase()).unwrap_or_default();
        if let Some(code) = description.organisation {
            return Verdict::Side(Side::Of(code.to_owned()));
        }
        if description.heads_organisation {
            return Verdict::Side(Side::of(
                self.organisation_at(
                    a,
                    head.starts_with("commissioner")
                        || (head == "representative" && self.setting.weight("IGO:EU") > 0.0),
                )
                .as_deref(),
            ));
        }
        if let Some(code) = description.title.and_then(|(from, to)| self.office_state(from, to)) {
            return Verdict::Side(Side::Of(code));
        }
        let region =
            (a..b).any(|at| REGIONS.iter().any(|word| words.is(at, word)) && self.marked.mention(at).is_none());
        // "the envoy" may be anybody's; "trade envoy" and "deputy representative" are a government's.
        let alone = description.head.is_some_and(|head| head <= a + 1 && (head == a || self.is_opener(a)));
        let neutral = NEUTRAL.contains(&head.as_str()) && (alone || !ENVOYS.contains(&head.as_str()));
        if region || neutral {
            return Verdict::Open;
        }
        if (a..description.head.unwrap_or(a)).any(|at| words.is(at, "alliance") || words.is(at, "bloc")) {
            return Verdict::Side(Side::of(self.organisation_at(a, false).as_deref()));
        }
        if (a..b).any(|at| words.is(at, "commission")) && self.setting.weight("IGO:EU") > 0.0 {
            return Verdict::Side(Side::Of("IGO:EU".to_owned()));
        }
        // "a government spokesman" and "army officers" belong to the government spoken of, "a diplomat" to nobody known.
        let inner = (a..description.head.unwrap_or(a)).any(|at| {
            tables().nouns.get(words.of(at).to_lowercase().as_str()) == Some(&Class::Body)
                || words.is(at, "presidential")
        });
        let plural = head.ends_with('s') && !head.ends_with("ss");
        let definite = titled || words.is(a, "the") || (words.list[a].capital && !plural && !description.indefinite);
        let vague = description.indefinite && matches!(head.as_str(), "official" | "officer" | "adviser" | "aide");
        // "the Rhodesian delegation", "the National Forces of Somewhere": a name that is not known is no bare title.
        let named = !titled
            && (a + usize::from(self.is_opener(a))..b).any(|at| {
                let shown = words.of(at);
                let known = tables().inside.contains(shown)
                    || tables().nouns.contains_key(shown.to_lowercase().as_str())
                    || self.marked.mention_of[at] > 0
                    || self.marked.name_of[at] > 0;
                words.list[at].capital && words.list[at].is_word && !known
            });
        if named {
            return Verdict::Open;
        }
        if inner || (definite && !vague) { Verdict::Bare } else { Verdict::Open }
    }

    /// Whether a body stands before the head noun: "government spokesman", "army officers".
    fn has_inner_body(&self, description: &Description, a: usize) -> bool {
        let words = &self.marked.words;
        (a..description.head.unwrap_or(a)).any(|at| {
            tables().nouns.get(words.of(at).to_lowercase().as_str()) == Some(&Class::Body)
                || words.is(at, "presidential")
        })
    }

    /// The head noun of a bare title, unless words before it bind it to a government ("presidential spokesman").
    fn free_head(&self, description: &Description, a: usize) -> Option<String> {
        let words = &self.marked.words;
        let head = description.head?;
        let bound = (a..head).any(|at| {
            tables().nouns.get(words.of(at).to_lowercase().as_str()) == Some(&Class::Body)
                || ["presidential", "foreign", "defence", "defense", "interior", "energy"]
                    .iter()
                    .any(|word| words.is(at, word))
        });
        (!bound).then(|| words.of(head).to_lowercase())
    }

    /// Whether words `a..b` name an actor, or point at one ("the government", "his group").
    fn names_somebody(&self, a: usize, b: usize) -> bool {
        let words = &self.marked.words;
        let first = words.of(a).to_lowercase();
        let points = matches!(
            first.as_str(),
            "the" | "his" | "her" | "its" | "their" | "this" | "that" | "a" | "an" | "them" | "whose" | "both"
        );
        let known = self.marked.describe(a, b).class.is_some();
        self.marked.has_actor(a, b) || (points && known)
    }

    /// The state that alone has an office of that title: "secretary of state".
    fn office_state(&self, a: usize, b: usize) -> Option<String> {
        let title = self.marked.words.slice(a, b).to_lowercase();
        let mut tail = title.as_str();
        let states = loop {
            if let Some(states) = tables().offices.get(tail) {
                break states;
            }
            tail = tail.split_once(' ')?.1;
        };
        let named = states
            .iter()
            .filter(|code| self.setting.weight(code) > 0.0)
            .max_by(|a, b| self.setting.weight(a).total_cmp(&self.setting.weight(b)));
        named
            .or(if states.len() == 1 || tail == "secretary of state" { states.first() } else { None })
            .map(|code| (*code).to_owned())
    }

    /// The organisation spoken of at a word; a commissioner is the Union's where that is named.
    fn organisation_at(&self, at: usize, commissioner: bool) -> Option<String> {
        if commissioner {
            return (self.setting.weight("IGO:EU") > 0.0).then(|| "IGO:EU".to_owned());
        }
        let before = self
            .marked
            .mentions
            .iter()
            .rev()
            .find(|mention| mention.b <= at && mention.acts() && mention.code.starts_with("IGO:"));
        let top =
            || self.setting.ranked.iter().find(|(code, _)| code.starts_with("IGO:")).map(|(code, _)| code.clone());
        before.map(|mention| mention.code.clone()).or_else(top)
    }

    fn side_of_owner(&self, owner: Owner, depth: usize) -> Side {
        match owner {
            Owner::Nobody => Side::Unknown,
            Owner::Mention(index) => {
                self.marked.mentions.get(index).map_or(Side::Unknown, |mention| Side::Of(mention.code.clone()))
            }
            Owner::Phrase(a, b) => self.phrase(a, b, None, depth + 1).side,
            Owner::Pronoun(at) => self.possessor(at, depth),
        }
    }

    /// "the rebels", "Syrian rebels", "the movement": the group spoken of, of that country if one is named.
    fn side_of_group(&self, description: &Description, at: usize, depth: usize) -> Side {
        let owner = match description.owner {
            Owner::Nobody => None,
            owner => Some(self.side_of_owner(owner, depth)),
        };
        match owner {
            Some(Side::Of(code)) if code.starts_with("NSA:") => Side::Of(code),
            Some(Side::Of(country)) => {
                let home = self.marked.mentions.iter().find(|mention| {
                    mention.code.starts_with("NSA:")
                        && !mention.weak
                        && mention.countries.split('+').any(|code| code == country)
                });
                let paired = || match &self.setting.pair {
                    Some((a, b)) if *a == country && b.starts_with("NSA:") => Some(b.clone()),
                    _ => None,
                };
                Side::of(home.map(|mention| mention.code.clone()).or_else(paired).as_deref())
            }
            Some(_) => Side::Unknown,
            None if description.indefinite => Side::Unknown,
            None => Side::of(self.group_at(at).as_deref()),
        }
    }

    /// A speaker without a name of its own: a state, a body, an official, a group.
    fn unnamed(&self, a: usize, b: usize, via: Option<usize>, depth: usize) -> Referent {
        let words = &self.marked.words;
        let description = self.marked.describe(a, b);
        let head = description.head.map(|at| words.of(at).to_lowercase());
        let woman = head.as_deref().and_then(crate::discourse::woman_by_noun);
        let definite = words.is(a, "the") || words.is(a, "this") || words.is(a, "that");
        // "the bloc", "the country": spoken of before.
        if definite
            && b - a == 2
            && self.marked.mention(a + 1).is_none_or(|(_, mention)| mention.weak)
            && let Some(referent) = self.common_noun(a, b)
        {
            return referent;
        }
        if definite
            && description.owner == Owner::Nobody
            && matches!(description.class, Some(Class::Office | Class::Spokes | Class::Outside | Class::Source))
            && let Some(known) = self.holder_before(a, head.as_deref(), depth + 1)
        {
            return Referent { at: a, end: b, ..known };
        }
        let side = match self.verdict(&description, false, a, b, depth) {
            Verdict::Side(side) => side,
            Verdict::Open => Side::Unknown,
            Verdict::Bare => Side::of(self.bare_side(a, self.free_head(&description, a).as_deref(), via).as_deref()),
        };
        let plural = head.as_deref().is_some_and(|head| {
            matches!(head, "people" | "men" | "women")
                || (head.ends_with('s') && !head.ends_with("ss") && head.len() > 3)
        });
        let shape = match description.class {
            Some(Class::Body) | None => Shape::Thing,
            Some(Class::Group) => Shape::Thing,
            _ if plural => Shape::People,
            _ => Shape::Someone,
        };
        // A known party is meant by "the rebels"; other bodies keep their words; people without a name have none.
        let group = description.class == Some(Class::Group) && side.code().is_some();
        let leader = group && head.as_deref().is_some_and(|head| tables().nouns.get(head) != Some(&Class::Group));
        let name = match (&description.class, shape) {
            (Some(Class::Paper | Class::Source), _) => None,
            (_, Shape::Thing) if leader => None,
            (Some(Class::Group), _) if description.owner == Owner::Nobody => {
                side.code().and_then(|code| self.usual_form(code)).or_else(|| self.kept_words(a, b))
            }
            (_, Shape::Thing) if description.class.is_some() || side.code().is_some() => self.kept_words(a, b),
            // Bodies of an organisation that speak as one keep their words ("European Union foreign ministers").
            (_, Shape::People)
                if !description.indefinite && matches!(side.code(), Some(code) if code.starts_with("IGO:")) =>
            {
                self.kept_words(a, b).filter(|_| words.list[a].capital && !definite)
            }
            _ => None,
        };
        let shape = if leader { Shape::Someone } else { shape };
        let (name, shape) = match side.code() {
            Some(code) if code.contains('+') => (None, Shape::People),
            _ => (name, shape),
        };
        let name = self.group_name(a, b, &side).filter(|_| name.is_some()).or(name);
        Referent { at: a, end: b, shape, name, side, woman, head }
    }

    /// "the paramilitary Rapid Support Forces (RSF)" and "rebels of the FLN" are named by the group's own name.
    fn group_name(&self, a: usize, b: usize, side: &Side) -> Option<String> {
        let words = &self.marked.words;
        let code = side.code().filter(|code| code.starts_with("NSA:"))?;
        let index = self.marked.first_mention(a, b)?;
        let mention = self.marked.mentions.get(index).filter(|mention| mention.code == code)?;
        let other_body = (a..b).any(|at| {
            self.marked.mention_of[at] == 0
                && matches!(tables().nouns.get(words.of(at).to_lowercase().as_str()), Some(Class::Body | Class::Office))
        });
        let form = words.slice(mention.a, mention.b);
        let form = form.strip_prefix("the ").or(form.strip_prefix("The ")).unwrap_or(form);
        (!other_body && matches!(mention.kind, Kind::Group | Kind::Movement)).then(|| form.to_owned())
    }

    /// The words of a body or party without article and apposition.
    fn kept_words(&self, a: usize, b: usize) -> Option<String> {
        let words = &self.marked.words;
        let mut from = a;
        let pronouns = ["its", "his", "her", "their"];
        while from < b
            && self.marked.mention(from).is_none_or(|(_, mention)| mention.a != from || words.is(from, "the"))
            && (self.is_opener(from) || pronouns.iter().any(|word| words.is(from, word)))
        {
            from += 1;
        }
        // "foreign policy chief Ann Lee's office" is Ann Lee's.
        let owner = (from..b).find(|&at| self.marked.name(at).is_some_and(|name| words.possessive(name.b) > 0));
        from = owner.unwrap_or(from);
        let to = (from..b)
            .find(|&at| {
                matches!(words.of(at), "," | "(" | "—" | "–")
                    || ["who", "which", "that"].iter().any(|word| words.is(at, word))
            })
            .unwrap_or(b);
        let shown: String = words.slice(from, to).split_whitespace().collect::<Vec<_>>().join(" ");
        // "the Government" of a communiqué is named in full in its heading.
        if shown.ends_with("Government") && words.list[from].capital {
            let full = self.marked.mentions.iter().find(|mention| {
                mention.a >= 2
                    && words.is(mention.a - 1, "of")
                    && words.of(mention.a - 2) == "Government"
                    && mention.kind == Kind::Name
            });
            if let Some(mention) = full {
                return Some(words.slice(mention.a - 2, mention.b).to_owned());
            }
        }
        (!shown.is_empty()).then_some(shown)
    }
}
