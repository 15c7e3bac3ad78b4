//! Labels of a transcript's turns, and accounts of networks.

use crate::scene::{Referent, Scene, Shape, Side};
use crate::tables::{Class, Kind, tables};

/// What a description says of the side.
pub(crate) enum Verdict {
    Side(Side),
    /// A title or body without an owner: it belongs to the side spoken of.
    Bare,
    /// Nothing.
    Open,
}

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

    /// "@EUTradeDesk", "@Kremlin_EN": the party whose name the handle of an account begins with.
    pub(crate) fn handle(&self, a: usize, b: usize, depth: usize) -> Option<Referent> {
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
}
