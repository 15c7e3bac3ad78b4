//! What a noun phrase says about whom it names: what kind of speaker, and whose.

use crate::mentions::Mention;
use crate::people::NameMention;
use crate::tables::{Class, Kind, tables};
use crate::words::Words;

/// A report's words with the parties and people found in them.
#[derive(Debug)]
pub(crate) struct Marked<'t> {
    pub words: Words<'t>,
    pub mentions: Vec<Mention>,
    pub names: Vec<NameMention>,
    /// For each word, one more than the index of the mention or name it belongs to; 0 for none.
    pub mention_of: Vec<u32>,
    pub name_of: Vec<u32>,
}

/// Who owns a title or a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    Nobody,
    /// A mention, by its index.
    Mention(usize),
    /// Words to be resolved in turn.
    Phrase(usize, usize),
    /// "his", "its", "their".
    Pronoun(usize),
}

/// What a phrase says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Description {
    pub class: Option<Class>,
    pub owner: Owner,
    /// The organisation that a title belongs to by itself.
    pub organisation: Option<&'static str>,
    /// The title heads an organisation without saying which.
    pub heads_organisation: bool,
    /// The owner stands before it with a possessive ending.
    pub possessed: bool,
    /// The title as written, in lower case, where it is of several words.
    pub title: Option<(usize, usize)>,
    /// The noun that says what kind of speaker it is.
    pub head: Option<usize>,
    /// "an", "a", "one", "some": not spoken of before.
    pub indefinite: bool,
}

/// What the core of a phrase is.
#[derive(Debug, Default)]
struct Kindred {
    class: Option<Class>,
    organisation: Option<&'static str>,
    heads_organisation: bool,
    title: Option<(usize, usize)>,
    head: Option<usize>,
    /// One past its last word.
    core: usize,
}

/// Words that take away the side a title would give.
const OUTSIDERS: &[&str] = &[
    "news",
    "former",
    "ex",
    "opposition",
    "retired",
    "ousted",
    "deposed",
    "local",
    "independent",
    "dissident",
    "private",
    "provincial",
    "regional",
    "municipal",
    "defected",
    "disgraced",
    "onetime",
    "human",
    "academic",
    "rival",
    "tribal",
    "religious",
    "elect",
    "shadow",
];

/// Prepositions and pronouns that end the core of a noun phrase.
const BOUNDS: [&str; 27] = [
    "of",
    "for",
    "to",
    "in",
    "from",
    "with",
    "on",
    "at",
    "who",
    "that",
    "which",
    "whose",
    "close",
    "briefed",
    "familiar",
    "near",
    "by",
    "speaking",
    "involved",
    "representing",
    "leading",
    "based",
    "inside",
    "within",
    "among",
    "known",
    "where",
];

/// Words that may stand before the core and say nothing of the side.
pub(crate) const OPENERS: [&str; 22] = [
    "the", "a", "an", "one", "two", "three", "four", "five", "several", "some", "many", "another", "other", "this",
    "that", "these", "those", "both", "all", "any", "no", "each",
];

const POSSESSIVES: [&str; 8] = ["his", "her", "its", "their", "our", "my", "your", "whose"];

impl<'t> Marked<'t> {
    /// The mention that covers a word.
    pub fn mention(&self, at: usize) -> Option<(usize, &Mention)> {
        let index = (*self.mention_of.get(at)?).checked_sub(1)? as usize;
        Some((index, self.mentions.get(index)?))
    }

    /// The name that covers a word.
    pub fn name(&self, at: usize) -> Option<&NameMention> {
        let index = (*self.name_of.get(at)?).checked_sub(1)?;
        self.names.get(index as usize)
    }

    pub(crate) fn is_any(&self, at: usize, list: &[&str]) -> bool {
        list.iter().any(|word| self.words.is(at, word))
    }

    /// The first mention in words `a..b` that can stand for an actor.
    pub fn first_mention(&self, a: usize, b: usize) -> Option<usize> {
        let mut at = a;
        while at < b {
            match self.mention(at) {
                Some((index, mention)) if mention.a >= a => {
                    if mention.kind != Kind::Venue && !mention.compound && !self.is_title_of_body(mention) {
                        return Some(index);
                    }
                    at = mention.b;
                }
                _ => at += 1,
            }
        }
        None
    }

    /// A doubtful institution ("Congress", "National Security Council") says nothing beside another actor.
    fn is_title_of_body(&self, mention: &Mention) -> bool {
        mention.weak && mention.kind == Kind::Institution
    }

    /// Whether words `a..b` hold a sign of a party or a person.
    pub fn has_actor(&self, a: usize, b: usize) -> bool {
        self.first_mention(a, b).is_some() || (a..b).any(|at| self.name_of.get(at).is_some_and(|&name| name > 0))
    }

    /// Reads words `a..b`, a noun phrase without a person's name in it.
    pub fn describe(&self, a: usize, b: usize) -> Description {
        let mut from = a;
        let mut indefinite = false;
        let mut owner = Owner::Nobody;
        while from < b
            && (!self.words.list[from].is_word || self.is_any(from, &OPENERS))
            && self.mention(from).is_none()
        {
            indefinite |= self.is_any(from, &OPENERS)
                && !self.words.is(from, "the")
                && !self.words.is(from, "this")
                && !self.words.is(from, "that");
            from += 1;
        }
        if from < b && self.is_any(from, &POSSESSIVES) {
            owner = Owner::Pronoun(from);
            from += 1;
        }
        // The last possessive before a preposition: "Turkey's EU minister", "the group's leader's aide".
        let stop = self.bound(from, b);
        if let Some(at) = (from..stop).rev().find(|&at| self.words.possessive(at) > 0) {
            let whose = match owner {
                // "his government's": the pronoun is part of the owner.
                Owner::Pronoun(start) => Owner::Phrase(start, at),
                _ => match self.mention(from) {
                    Some((index, mention)) if mention.b == at => Owner::Mention(index),
                    _ => Owner::Phrase(a, at),
                },
            };
            owner = whose;
            from = at + self.words.possessive(at);
        }
        let possessed = matches!(owner, Owner::Mention(_) | Owner::Phrase(..));
        let mut found = self.kind_of(from, b);
        let core = found.core;
        if owner == Owner::Nobody
            && let Some(index) = self.first_mention(from, core)
        {
            owner = Owner::Mention(index);
        }
        // "his Portuguese colleague": not his own side's.
        let peer = found
            .head
            .is_some_and(|head| self.is_any(head, &["colleague", "colleagues", "counterpart", "counterparts"]));
        if peer {
            owner = self.first_mention(from, core).map_or(Owner::Nobody, Owner::Mention);
        }
        // "Mali's Coordination of Azawad Movements", "the Lebanese group Hezbollah": the group, not the state it is in.
        if let Owner::Mention(index) = owner
            && self.mentions[index].is_state()
            && matches!(found.class, None | Some(Class::Body | Class::Group))
        {
            let inner = (from..core)
                .filter_map(|at| self.mention(at))
                .find(|(_, mention)| mention.code.starts_with("NSA:") && mention.acts());
            owner = inner.map_or(owner, |(index, _)| Owner::Mention(index));
        }
        // "rebel director": whoever leads rebels speaks for them.
        let rebel = |at: usize| tables().nouns.get(self.words.of(at).to_lowercase().as_str()) == Some(&Class::Group);
        if found.class == Some(Class::Office) && found.head.is_some_and(|head| (from..head).any(rebel)) {
            found.class = Some(Class::Group);
        }
        let outsider = (from..core).any(|at| self.is_any(at, OUTSIDERS));
        if outsider && !matches!(found.class, Some(Class::Group)) {
            found.class = Some(Class::Outside);
        }
        if core < b {
            let (whose, unstated) = self.behind(core, b, found.class, found.head);
            if unstated {
                found.class = Some(Class::Outside);
            } else if owner == Owner::Nobody {
                owner = whose;
            }
        }
        Description {
            class: found.class,
            owner,
            organisation: found.organisation,
            heads_organisation: found.heads_organisation,
            possessed,
            title: found.title,
            head: found.head,
            indefinite,
        }
    }

    /// One past the core of the phrase that starts at `from`.
    fn bound(&self, from: usize, b: usize) -> usize {
        let is_bound = |at: usize| {
            (self.mention(at).is_none() && self.is_any(at, &BOUNDS) && !self.words.list[at].capital)
                || matches!(self.words.of(at), "," | "(" | ";" | "—" | "–" | ":")
        };
        (from + 1..b).find(|&at| is_bound(at)).unwrap_or(b)
    }

    /// The kind of speaker that words `from..b` name, their head noun, and where the core ends.
    fn kind_of(&self, from: usize, b: usize) -> Kindred {
        let core = self.bound(from, b);
        let plain = Kindred { core, ..Kindred::default() };
        // Titles of several words may hold a preposition: "minister of justice", "chief of staff".
        for at in from..core {
            for length in (2..=6).rev() {
                let end = at + length;
                if end > b || (end < core && !self.ends_title(end, core)) {
                    continue;
                }
                let phrase = self.words.slice(at, end).to_lowercase().replace('’', "'");
                if let Some(title) = tables().titles.get(phrase.as_str()) {
                    let core = if end > core { self.bound(end - 1, b).max(end) } else { core };
                    let head = if phrase.contains(" of ") || phrase.contains(" for ") { at } else { end - 1 };
                    return Kindred {
                        class: Some(title.class),
                        organisation: title.organisation,
                        heads_organisation: title.heads_organisation,
                        title: Some((at, end)),
                        head: Some(head),
                        core,
                    };
                }
            }
        }
        // Otherwise the last noun of the core that is known.
        for at in (from..core).rev() {
            if let Some((_, mention)) = self.mention(at) {
                match mention.kind {
                    Kind::Head => return Kindred { class: Some(Class::Office), head: Some(at), ..plain },
                    Kind::Institution | Kind::Metonym | Kind::Organisation | Kind::Group | Kind::Movement
                        if mention.b == core =>
                    {
                        return Kindred { class: Some(Class::Body), head: Some(at), ..plain };
                    }
                    _ => continue,
                }
            }
            let noun = self.words.of(at).to_lowercase();
            if let Some(&class) = tables().nouns.get(noun.as_str()) {
                let title = tables().titles.get(noun.as_str());
                return Kindred {
                    class: Some(class),
                    organisation: title.and_then(|title| title.organisation),
                    heads_organisation: title.is_some_and(|title| title.heads_organisation)
                        || (class == Class::Office && noun.starts_with("commissioner")),
                    title: Some((at, at + 1)),
                    head: Some(at),
                    core,
                };
            }
        }
        plain
    }

    /// A title may end before the core does only where another title or a number follows.
    fn ends_title(&self, at: usize, core: usize) -> bool {
        at >= core || !self.words.list[at].is_word || self.words.is(at, "and")
    }

    /// What stands behind the core: whose it is, and whether the words leave the side unstated.
    fn behind(&self, core: usize, b: usize, class: Option<Class>, head: Option<usize>) -> (Owner, bool) {
        let preposition = self.words.of(core).to_lowercase();
        let noun = head.map(|at| self.words.of(at).to_lowercase()).unwrap_or_default();
        let rest = Owner::Phrase(core + 1, b);
        let body_follows = || self.describe(core + 1, b).class == Some(Class::Body);
        match preposition.as_str() {
            "of" => (rest, false),
            "close" | "briefed" | "familiar" | "involved" | "near" => {
                (Owner::Nobody, !matches!(class, Some(Class::Body)))
            }
            "from" | "representing" | "inside" | "within" | "leading" => (rest, false),
            "for" if class == Some(Class::Spokes) => (rest, false),
            "for"
                if ["negotiator", "negotiators", "delegate", "delegates", "commander", "leader"]
                    .contains(&noun.as_str()) =>
            {
                (rest, false)
            }
            "to" if ["adviser", "advisers", "advisor", "advisors", "aide", "aides", "assistant", "counsel"]
                .contains(&noun.as_str()) =>
            {
                (rest, false)
            }
            "in" | "at" | "with" if body_follows() => (rest, false),
            "in" | "on"
                if self.is_any(core + 1, &["both"])
                    || (self.words.is(core + 1, "the") && self.words.is(core + 2, "two")) =>
            {
                (rest, false)
            }
            "in" if matches!(class, Some(Class::Group | Class::Body)) => (rest, false),
            // "officials in Washington"
            "in" if noun.starts_with("official")
                && self
                    .mention(core + 1)
                    .is_some_and(|(_, mention)| mention.kind == Kind::Capital && mention.b >= b) =>
            {
                (rest, false)
            }
            _ => (Owner::Nobody, false),
        }
    }

    /// How far to the left of a name its own titles reach in running text.
    pub fn left_of(&self, name: usize) -> usize {
        let words = &self.words;
        let sentence = words.sentence_start(name);
        let near = self.titles_left_of(name, sentence);
        // "the head of the mission, Ann Lee": far titles are read only where a comma sets the name apart.
        let untitled = near == name || self.describe(near, name).class.is_none();
        if untitled && near > sentence + 1 && words.of(near - 1) == "," {
            let stop = near - 1;
            let mut at = stop;
            while at > sentence && stop - at < 12 {
                let before = at - 1;
                let lower = words.of(before).to_lowercase();
                let mark = !words.list[before].is_word && !matches!(lower.as_str(), "'" | "’" | "-" | ".");
                if mark || is_verb(&lower) {
                    break;
                }
                at = before;
                // "blamed Norway's premier, Ann Lee": the possessor opens the phrase.
                if self.mention(at).is_some_and(|(_, mention)| mention.a == at && words.possessive(mention.b) > 0)
                    && !(at > sentence && words.is(at - 1, "the"))
                {
                    break;
                }
                let opens = self.is_any(at, &OPENERS) || self.is_any(at, &POSSESSIVES);
                // "of the mission, Ann Lee" goes on to "the head of the mission"; "with the Justice Secretary, Ann Lee" does not.
                let behind = at > sentence && self.is_any(at - 1, &["of", "for", "to", "from", "in", "with", "by"]);
                let person =
                    || matches!(self.describe(at, stop).class, Some(Class::Office | Class::Spokes | Class::Outside));
                if opens && (!behind || person()) {
                    break;
                }
            }
            // Without an article it must begin with an actor: "Norway's special envoy, Ann Lee".
            let opens = self.is_any(at, &OPENERS) || self.is_any(at, &POSSESSIVES) || self.mention(at).is_some();
            let alone = at == sentence || !words.list[at - 1].is_word || opens;
            if alone && at < stop && self.describe(at, stop).class.is_some() {
                return at;
            }
        }
        near
    }

    /// The run of titles, nationalities and their possessives that ends at a name.
    fn titles_left_of(&self, name: usize, sentence: usize) -> usize {
        let words = &self.words;
        let mut at = name;
        while at > sentence {
            let before = at - 1;
            let shown = words.of(before);
            let lower = shown.to_lowercase();
            let joins = matches!(
                lower.as_str(),
                "presidential"
                    | "foreign"
                    | "prime"
                    | "top"
                    | "chief"
                    | "deputy"
                    | "senior"
                    | "special"
                    | "policy"
                    | "peace"
                    | "nuclear"
                    | "lead"
                    | "veteran"
                    | "known"
                    | "as"
                    | "'"
                    | "’"
                    | "s"
                    | "-"
                    | "."
                    | "acting"
                    | "interim"
            );
            // "Minister of Justice", "Minister for Foreign Affairs": inside a title in capitals.
            let linked = matches!(lower.as_str(), "of" | "for" | "and")
                && before > sentence
                && words.list[at].capital
                && words.list[before - 1].capital
                && (tables().inside.contains(words.of(before - 1))
                    || tables().nouns.contains_key(words.of(before - 1).to_lowercase().as_str()));
            let title = joins
                || linked
                || tables().nouns.contains_key(lower.as_str())
                || tables().inside.contains(shown)
                || self.mention_of[before] > 0
                || self.is_any(before, OUTSIDERS);
            let possessor = self.name_of[before] > 0 && words.possessive(at) > 0;
            let opener = self.is_any(before, &OPENERS) || self.is_any(before, &POSSESSIVES);
            let stop = shown == "." && at >= 2 && words.of(before - 1).chars().count() > 5;
            if stop || !(title || possessor || opener) {
                break;
            }
            at = before;
            if opener {
                break;
            }
        }
        // A preposition at the left edge belongs to what stands before the phrase.
        while at < name
            && ["of", "for", "in", "to", "and", "as", "s", "'", "’", "-", "."].iter().any(|word| words.is(at, word))
        {
            at += 1;
        }
        at
    }

    /// The party in "of Egypt" and "from the ELN" right behind a name.
    pub fn origin(&self, a: usize, b: usize) -> Option<usize> {
        if a + 1 >= b || !self.is_any(a, &["of", "from"]) {
            return None;
        }
        let at = if self.words.is(a + 1, "the") && self.mention(a + 1).is_none() { a + 2 } else { a + 1 };
        let (index, mention) = self.mention(at).filter(|_| at < b)?;
        (mention.kind != Kind::Venue && !mention.compound).then_some(index)
    }

    /// The apposition right of a name: ", the Greek foreign minister," or "of the UN mission". Empty where there is none.
    pub fn right_of(&self, end: usize) -> (usize, usize) {
        let words = &self.words;
        let stop = words.sentence_end(end.saturating_sub(1));
        if end >= stop {
            return (end, end);
        }
        let close = |from: usize| {
            (from..stop.min(from + 24))
                .find(|&at| matches!(words.of(at), "," | "." | ";" | ":" | "—" | "–" | ")" | "”" | "\""))
                .unwrap_or(stop.min(from + 24))
        };
        match words.of(end) {
            "," | "(" | "—" | "–" => (end + 1, close(end + 1)),
            "of" | "from" => (end, close(end + 1)),
            _ => (end, end),
        }
    }
}

/// Enough of the common verbs of reports to see that a run of words is no apposition.
pub(crate) fn is_verb(lower: &str) -> bool {
    matches!(
        lower,
        "said"
            | "says"
            | "told"
            | "is"
            | "was"
            | "are"
            | "were"
            | "has"
            | "had"
            | "have"
            | "will"
            | "would"
            | "met"
            | "meets"
            | "called"
            | "added"
            | "and"
    )
}
