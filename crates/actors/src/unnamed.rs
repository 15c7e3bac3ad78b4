//! Speakers without a name of their own: states, bodies, officials, groups.

use crate::phrase::Owner;
use crate::scene::{Referent, Scene, Shape, Side};
use crate::tables::{Class, Kind, tables};
use crate::transcript::Verdict;

impl Scene<'_> {
    /// A speaker without a name of its own: a state, a body, an official, a group.
    pub(crate) fn unnamed(&self, a: usize, b: usize, via: Option<usize>, depth: usize) -> Referent {
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
    pub(crate) fn group_name(&self, a: usize, b: usize, side: &Side) -> Option<String> {
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
    pub(crate) fn kept_words(&self, a: usize, b: usize) -> Option<String> {
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
