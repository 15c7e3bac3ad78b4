//! The side that a person's word counts for, and what titles say of it.

use crate::phrase::{Description, Owner};
use crate::scene::{Referent, Scene, Shape, Side};
use crate::tables::{Class, tables};
use crate::transcript::Verdict;

/// How deep possessors may stand in one another ("the group's leader's aide").
pub(crate) const DEPTH: usize = 4;

/// Holders of titles whose side only the words beside the title can tell.
const NEUTRAL: &[&str] = &[
    "man",
    "men",
    "woman",
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

/// Holders of posts with a person rather than a state: without an owner, those of the person spoken of.
const STAFF: [&str; 6] = ["aide", "aides", "adviser", "advisers", "advisor", "advisors"];

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
    /// A named person, in words `a..b` with the name at `name`.
    pub(crate) fn named(&self, person: usize, a: usize, b: usize, name: (usize, usize), depth: usize) -> Referent {
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
                Verdict::Side(side) if side != Side::Unknown => {
                    let side = self.by_pronoun(&description, person, side);
                    return Referent { side, ..referent };
                }
                Verdict::Bare if referent.side == Side::Unknown => {
                    bare.get_or_insert((from, self.free_head(&description, from)));
                }
                _ => {}
            }
        }
        match bare {
            Some((at, head)) => {
                let told = self.bare_side(at, head.as_deref(), None);
                let side = self.likely_side(&self.people[person].name, told);
                Referent { side: Side::of(side.as_deref()), ..referent }
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
                    Verdict::Side(side) => return self.by_pronoun(&description, person, side),
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
            Some((at, head)) => Side::of(self.likely_side(name, self.bare_side(at, head.as_deref(), None)).as_deref()),
            None => Side::Unknown,
        }
    }

    /// The side that a description gives a named person, weighed against the name where only a pronoun tells it ("its envoy,
    /// Ann Lee").
    fn by_pronoun(&self, description: &Description, person: usize, side: Side) -> Side {
        match (description.owner, side) {
            (Owner::Pronoun(_), Side::Of(code)) => {
                Side::of(self.likely_side(&self.people[person].name, Some(code)).as_deref())
            }
            (_, side) => side,
        }
    }

    pub(crate) fn is_apposition(&self, a: usize) -> bool {
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
    pub(crate) fn relative(&self, a: usize, b: usize, depth: usize) -> Option<Side> {
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
    pub(crate) fn verdict(&self, description: &Description, titled: bool, a: usize, b: usize, depth: usize) -> Verdict {
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
        let head = description.head.map_or("", |at| self.marked.words.of(at));
        match (class, owned) {
            // A deputy sits in parliament, somebody's deputy stands in for them.
            (Class::Outside, Some(side)) if head.eq_ignore_ascii_case("deputy") => Verdict::Side(side),
            (Class::Outside, _) => Verdict::Side(Side::Nobodys),
            (Class::Group, _) => Verdict::Side(self.side_of_group(description, a, depth)),
            (_, Some(side)) => Verdict::Side(side),
            (Class::Source | Class::Paper, None) => match self.bare(description, false, a, b, depth) {
                // "a foreign ministry statement", "a government source"
                Verdict::Bare if self.has_inner_body(description, a) => Verdict::Bare,
                _ => Verdict::Side(Side::Unknown),
            },
            _ => self.bare(description, titled, a, b, depth),
        }
    }

    /// A title or body without an owner.
    pub(crate) fn bare(&self, description: &Description, titled: bool, a: usize, b: usize, depth: usize) -> Verdict {
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
        if STAFF.contains(&head.as_str())
            && let Some(side) = self.side_of_last_person(a, depth)
        {
            return Verdict::Side(side);
        }
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
        let inner = self.has_inner_body(description, a);
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

    /// The side of the person named last before a word, in its sentence or the one before.
    fn side_of_last_person(&self, at: usize, depth: usize) -> Option<Side> {
        let list = &self.marked.words.list;
        let name = self.marked.names.iter().rev().find(|name| name.b <= at)?;
        let near = list[name.a].paragraph == list[at].paragraph && list[at].sentence - list[name.a].sentence <= 1;
        let side = if near { self.side_of_person(name.person, depth + 1) } else { Side::Unknown };
        matches!(side, Side::Of(_)).then_some(side)
    }

    /// Whether a body stands before the head noun: "government spokesman", "army officers".
    pub(crate) fn has_inner_body(&self, description: &Description, a: usize) -> bool {
        let words = &self.marked.words;
        (a..description.head.unwrap_or(a)).any(|at| {
            tables().nouns.get(words.of(at).to_lowercase().as_str()) == Some(&Class::Body)
                || words.is(at, "presidential")
        })
    }

    /// The head noun of a bare title, unless words before it bind it to a government ("presidential spokesman").
    pub(crate) fn free_head(&self, description: &Description, a: usize) -> Option<String> {
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
    pub(crate) fn names_somebody(&self, a: usize, b: usize) -> bool {
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
    pub(crate) fn office_state(&self, a: usize, b: usize) -> Option<String> {
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
    pub(crate) fn organisation_at(&self, at: usize, commissioner: bool) -> Option<String> {
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

    pub(crate) fn side_of_owner(&self, owner: Owner, depth: usize) -> Side {
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
    pub(crate) fn side_of_group(&self, description: &Description, at: usize, depth: usize) -> Side {
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
}
