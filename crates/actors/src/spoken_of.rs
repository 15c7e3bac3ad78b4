//! The side spoken of: what bare titles ("the minister") and common nouns ("the bloc") refer back to.

use crate::mentions::Mention;
use crate::naming::{share_names, usual_in};
use crate::scene::{Referent, Scene, Shape, Side};
use crate::setting::is_state;
use crate::tables::{Class, Kind, tables};

/// Share of the heaviest party's weight from which a report is about a state.
const SPOKEN_OF: f32 = 0.1;
/// How much more usual, in nats, a name must be elsewhere to count for more than what the report spoke of last.
const FAR_MORE_USUAL: f32 = 4.0;

/// Whether any form of an organisation holds the noun: "agency" for the IAEA.
/// The many organs of the UN and the Union would answer to any noun.
fn full_name_has(code: &str, noun: &str) -> bool {
    if matches!(code, "IGO:UN" | "IGO:EU") {
        return false;
    }
    let forms = tables().forms.values().flatten().filter(|form| form.code == code);
    forms
        .flat_map(|form| form.rest.last())
        .any(|last| last.starts_with(char::is_uppercase) && last.eq_ignore_ascii_case(noun))
}

impl Scene<'_> {
    /// The last holder of a title: "the minister" after "Foreign Minister Ann Lee", "the diplomat" after "a diplomat".
    pub(crate) fn holder_before(&self, at: usize, head: Option<&str>, depth: usize) -> Option<Referent> {
        let head = head?;
        let words = &self.marked.words;
        let told = self
            .told
            .iter()
            .flatten()
            .filter(|told| told.at < at && told.head.as_deref() == Some(head))
            .max_by_key(|told| told.at);
        let titled = self.marked.names.iter().rev().find(|name| {
            let left = name.left;
            let right = self.marked.right_of(name.b);
            // "the minister" is not the prime minister, nor "the president" the vice president.
            let lesser = |word: usize| word > left && (words.is(word - 1, "prime") || words.is(word - 1, "vice"));
            let named =
                (left..name.a).any(|word| words.is(word, head) && words.possessive(word + 1) == 0 && !lesser(word));
            let apposed = self.marked.describe(right.0, right.1).head.is_some_and(|word| words.is(word, head));
            name.a < at && (named || (apposed && words.of(name.b) == ","))
        });
        match (told, titled) {
            (Some(told), Some(name)) if told.at > name.a => Some(told.clone()),
            (_, Some(name)) => Some(self.person(name.person, name.a, name.b, depth)),
            (Some(told), None) => Some(told.clone()),
            (None, None) => None,
        }
    }

    /// "the bloc", "the country", "the kingdom": the organisation or state spoken of.
    pub(crate) fn common_noun(&self, a: usize, b: usize) -> Option<Referent> {
        let words = &self.marked.words;
        let noun = words.of(b - 1).to_lowercase();
        let organisation = matches!(
            noun.as_str(),
            "bloc" | "alliance" | "organisation" | "organization" | "body" | "union" | "commission"
        );
        // "the bank", "the court": one that was named.
        let named = matches!(
            noun.as_str(),
            "agency" | "watchdog" | "court" | "bank" | "fund" | "tribunal" | "council" | "league"
        );
        let state =
            matches!(noun.as_str(), "country" | "kingdom" | "republic" | "nation" | "island" | "emirate" | "sultanate");
        if !organisation && !state && !named {
            return None;
        }
        let wanted = |mention: &&crate::mentions::Mention| {
            let fits =
                mention.b <= a && !mention.place && !mention.compound && !mention.weak && mention.kind != Kind::Venue;
            // "the agency" for the IAEA, whose full name ends so.
            let holds = || (mention.a..mention.b).any(|at| words.is(at, &noun)) || full_name_has(&mention.code, &noun);
            fits && if state {
                is_state(&mention.code)
            } else {
                mention.code.starts_with("IGO:") && (organisation || holds())
            }
        };
        let union =
            |mention: &&crate::mentions::Mention| noun == "commission" && mention.code == "IGO:EU" && wanted(mention);
        // The nearest sixty are as far as a reader would look back.
        let last = || self.marked.mentions.iter().rev().filter(|mention| mention.b <= a).take(60);
        let Some(mention) = last().find(union).or_else(|| last().find(wanted)) else {
            // A court or an agency that was not named is nobody's.
            return named.then(|| Referent { shape: Shape::Thing, head: Some(noun), ..Referent::unknown(a, b) });
        };
        let side = Side::Of(mention.code.clone());
        let name = self.usual_form(&mention.code);
        Some(Referent { at: a, end: b, shape: Shape::Thing, name, side, woman: None, head: Some(noun) })
    }

    /// The party of a bare title or body: of the side spoken of, which for a negotiator or commander may be a group.
    pub(crate) fn bare_side(&self, at: usize, head: Option<&str>, via: Option<usize>) -> Option<String> {
        let either = [
            "negotiator",
            "negotiators",
            "delegation",
            "commander",
            "commanders",
            "leader",
            "leaders",
            "leadership",
            "command",
            "team",
            "side",
            "delegate",
            "delegates",
            "spokesman",
            "spokeswoman",
            "spokesperson",
        ];
        // "a cabinet minister declared … Trade Minister Lee said": one and the same, told before without a name.
        let told = self.told.iter().flatten().filter(|told| {
            told.at < at
                && told.name.is_none()
                && told.shape == Shape::Someone
                && told.head.is_some()
                && told.head.as_deref() == head
        });
        if let Some(code) = told.max_by_key(|told| told.at).and_then(|told| told.side.code()) {
            return Some(code.to_owned());
        }
        if matches!(head, Some("commander" | "commanders"))
            && let Some((_, group)) = self.setting.pair.as_ref().filter(|(_, group)| group.starts_with("NSA:"))
        {
            return Some(group.clone());
        }
        if head.is_some_and(|head| either.contains(&head)) {
            let words = &self.marked.words;
            let last = self
                .told
                .iter()
                .enumerate()
                .filter(|(index, _)| via != Some(*index))
                .filter_map(|(_, told)| told.as_ref())
                .filter(|told| told.at < at && words.list[at].sentence - words.list[told.at].sentence <= 3)
                .filter(|told| told.side.code().is_some_and(|code| !code.contains('+') && !code.starts_with("IGO:")))
                .max_by_key(|told| told.at);
            if let Some(code) = last.and_then(|told| told.side.code()) {
                return Some(code.to_owned());
            }
        }
        // "the ministry", "the mission": one that was named.
        if let Some(head) = head.filter(|head| {
            tables().nouns.get(head) == Some(&Class::Body) && !matches!(*head, "government" | "army" | "military")
        }) {
            let told = self
                .told
                .iter()
                .flatten()
                .filter(|told| told.at < at && told.head.as_deref() == Some(head))
                .max_by_key(|told| told.at);
            if let Some(code) = told.and_then(|told| told.side.code()) {
                return Some(code.to_owned());
            }
            let named = self.marked.mentions.iter().rev().find(|mention| {
                mention.b <= at
                    && mention.acts()
                    && (self.marked.words.is(mention.b, head)
                        || self.marked.words.is(mention.b + 1, head)
                        || self.marked.words.is(mention.b.saturating_sub(1), head))
            });
            if let Some(mention) = named {
                return Some(mention.code.clone());
            }
        }
        self.state_at(at)
    }

    /// The party of a named person that only the context tells, by a bare title or a pronoun: the one told, unless the name
    /// is far more usual in another state that the report is about.
    pub(crate) fn likely_side(&self, name: &str, told: Option<String>) -> Option<String> {
        let Some(state) = told.as_deref().filter(|code| is_state(code)) else { return told };
        let Some(of_told) = usual_in(name, state) else { return told };
        let top = self.setting.ranked.first().map_or(0.0, |(_, weight)| *weight);
        let spoken_of =
            self.setting.ranked.iter().filter(|(code, weight)| is_state(code) && *weight >= SPOKEN_OF * top);
        let apart = spoken_of.filter(|(code, _)| !share_names(state, code));
        let scored = apart.filter_map(|(code, _)| Some((usual_in(name, code)?, code)));
        match scored.max_by(|a, b| a.0.total_cmp(&b.0)) {
            Some((score, code)) if score > of_told + FAR_MORE_USUAL => Some(code.clone()),
            _ => told,
        }
    }

    /// The non-state party spoken of at a word: the nearest before it, else the report's only one.
    pub(crate) fn group_at(&self, at: usize) -> Option<String> {
        let group = |code: &str| code.starts_with("NSA:");
        let paired = self.setting.pair.as_ref().and_then(|(a, b)| [a, b].into_iter().find(|code| group(code)));
        let codes: Vec<&str> =
            self.setting.ranked.iter().map(|(code, _)| code.as_str()).filter(|code| group(code)).collect();
        match (codes.as_slice(), paired) {
            ([only], _) => Some((*only).to_owned()),
            ([], _) => None,
            (_, paired) => {
                let before = self
                    .marked
                    .mentions
                    .iter()
                    .rev()
                    .find(|mention| mention.b <= at && group(&mention.code) && mention.acts());
                before.map(|mention| mention.code.clone()).or_else(|| paired.cloned())
            }
        }
    }

    /// The state that a bare title or "the government" at a word belongs to.
    pub(crate) fn state_at(&self, at: usize) -> Option<String> {
        let words = &self.marked.words;
        let word = words.list.get(at)?;
        if let Some(code) =
            self.paragraph_dateline(at).filter(|code| self.setting.weight(code) > 0.0 || word.paragraph > 1)
        {
            return Some(code);
        }
        if let Some(code) = self.town_of(at) {
            return Some(code);
        }
        let pair_states: Vec<&str> = match &self.setting.pair {
            Some((a, b)) => [a.as_str(), b.as_str()].into_iter().filter(|code| is_state(code)).collect(),
            None => Vec::new(),
        };
        // What the report is about, and where it was written, tell as much as what was named last.
        let topic = |code: &str| {
            let host = if self.setting.host.as_deref() == Some(code) { 6 } else { 0 };
            let paired = if pair_states.contains(&code) { 3 } else { 0 };
            let dateline = if self.setting.dateline.as_deref() == Some(code) { 4 } else { 0 };
            host + paired + dateline
        };
        let mut best: Option<(i32, &str)> = None;
        for told in self.told.iter().flatten().filter(|told| told.at < at) {
            let (Some(code), Some(near)) = (told.side.code(), self.nearness(told.at, at)) else { continue };
            let score = near + 4 + topic(code);
            if is_state(code) && best.is_none_or(|(known, _)| score >= known) {
                best = Some((score, code));
            }
        }
        for mention in
            self.marked.mentions.iter().rev().filter(|mention| mention.b <= at && mention.is_state() && mention.acts())
        {
            let Some(presence) = self.presence(mention, at) else { break };
            let score = presence + topic(&mention.code);
            if best.is_none_or(|(known, _)| score > known) {
                best = Some((score, &mention.code));
            }
        }
        let internal = pair_states.len() == 1 && self.setting.pair.as_ref().is_some_and(|(_, b)| b.starts_with("NSA:"));
        if internal {
            // One government and a group: the government, unless another state is being spoken of in the same breath.
            let same_breath = best.filter(|(score, code)| *score >= 3 && Some(*code) != self.setting.host.as_deref());
            return match same_breath {
                Some((_, code)) if self.setting.weight(code) > 0.0 && self.is_recent_speaker(code, at) => {
                    Some(code.to_owned())
                }
                _ => self.setting.host.clone(),
            };
        }
        if let Some((score, code)) = best
            && score > -16
        {
            return Some(code.to_owned());
        }
        let dateline = self.setting.dateline.as_ref().filter(|code| self.setting.weight(code) > 0.0);
        dateline.cloned().or_else(|| self.setting.host.clone())
    }

    /// How present a mention before `at` is: near, and the more so where it opens its sentence; `None` out of reach.
    fn presence(&self, mention: &Mention, at: usize) -> Option<i32> {
        let near = self.nearness(mention.a, at)?;
        let opens = self.is_subject(mention.a) || (mention.a > 0 && self.after_dateline(mention.a));
        Some(near + if opens { 8 } else { -4 } - if mention.place { 6 } else { 0 })
    }

    /// The party of any kind spoken of at a word: named or speaking near before it, the more so the more the report is about it.
    pub(crate) fn party_at(&self, at: usize) -> Option<String> {
        let topic = |code: &str| {
            let bystander = if code.starts_with("IGO:") { 4 } else { 0 };
            (self.setting.weight(code).min(12.0) / 2.0) as i32 - bystander
        };
        let mut best: Option<(i32, &str)> = None;
        for told in self.told.iter().flatten().filter(|told| told.at < at) {
            let (Some(code), Some(near)) = (told.side.code(), self.nearness(told.at, at)) else { continue };
            let score = near + 4 + topic(code);
            if !code.contains('+') && best.is_none_or(|(known, _)| score >= known) {
                best = Some((score, code));
            }
        }
        for mention in self.marked.mentions.iter().rev().filter(|mention| mention.b <= at && mention.acts()) {
            let Some(presence) = self.presence(mention, at) else { break };
            let score = presence + topic(&mention.code);
            if best.is_none_or(|(known, _)| score > known) {
                best = Some((score, &mention.code));
            }
        }
        best.map(|(_, code)| code.to_owned())
    }

    /// The state of the capital that the sentence is set in: "In Ankara, the foreign minister …", "…, the minister said in Paris".
    fn town_of(&self, at: usize) -> Option<String> {
        let words = &self.marked.words;
        let (start, end) = (words.sentence_start(at), words.sentence_end(at));
        let town = self.marked.mentions.iter().find(|mention| {
            mention.a >= start
                && mention.b <= end
                && mention.kind == Kind::Capital
                && mention.place
                && !mention.weak
                && is_state(&mention.code)
                && !words.list[mention.a].quoted
        })?;
        if self.setting.host.as_deref() == Some(&town.code) {
            return Some(town.code.clone());
        }
        // A town whose state is not named otherwise may only be where people met; so may any in a report on one
        // government and a group.
        let named = self.marked.mentions.iter().any(|other| other.code == town.code && other.kind != Kind::Capital);
        let internal = self.setting.pair.as_ref().is_some_and(|(_, b)| b.starts_with("NSA:"));
        (named && !internal).then(|| town.code.clone())
    }

    /// The state of the town in capitals that heads the paragraph of a round-up: "WASHINGTON. The envoy said …".
    pub(crate) fn paragraph_dateline(&self, at: usize) -> Option<String> {
        let words = &self.marked.words;
        let paragraph = words.list.get(at)?.paragraph;
        if paragraph == 0 {
            return None;
        }
        let start = words.list.partition_point(|word| word.paragraph < paragraph);
        let shown = words.of(start);
        let capitals = shown.chars().count() > 3 && shown.chars().all(char::is_uppercase);
        if !capitals || !matches!(words.of(start + 1), "." | ":" | "—" | "–" | "-" | ",") {
            return None;
        }
        let mut chars = shown.chars();
        let town: String = chars.next().into_iter().chain(chars.flat_map(char::to_lowercase)).collect();
        let forms = tables().forms.get(town.as_str())?;
        forms.iter().find(|form| form.kind == Kind::Capital && form.rest.is_empty()).map(|form| form.code.to_string())
    }

    /// Whether a word follows the dateline: "OTTAWA, July 8 - Canada …".
    pub(crate) fn after_dateline(&self, at: usize) -> bool {
        let words = &self.marked.words;
        let before = if words.is(at - 1, "the") && at > 1 { at - 2 } else { at - 1 };
        at < 24
            && words.list[at].paragraph <= 1
            && matches!(words.of(before), "—" | "–" | "-" | "--")
            && words.list[at].spaced
    }

    /// Whether a state spoke last, in the same paragraph.
    pub(crate) fn is_recent_speaker(&self, code: &str, at: usize) -> bool {
        let list = &self.marked.words.list;
        let last = self
            .told
            .iter()
            .flatten()
            .filter(|told| told.at < at && list[told.at].paragraph == list[at].paragraph)
            .max_by_key(|told| told.at);
        last.is_some_and(|told| told.side.code() == Some(code))
    }
}
