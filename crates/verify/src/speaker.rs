//! Who is said to have said it, and who did.

use crate::draft::{Draft, View};
use crate::evidence::{Evidence, Hit};
use crate::words::{Break, Placed, folded, words};
use codebook::{Party, Span, Speaker, Statement};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Whom the draft names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim {
    /// As the draft or its reader names them.
    pub name: Option<String>,
    pub party: Option<Party>,
}

/// How a claim compares with what a report records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Agreement {
    Same,
    /// The report records nobody for these words, or too little is known of one of them.
    Unknown,
    Another,
}

/// The people and bodies that the reports record as speaking, by the last word of their names.
#[derive(Debug)]
pub(crate) struct Known {
    by_last: BTreeMap<String, BTreeSet<(String, Option<Party>)>>,
    parties: BTreeSet<String>,
}

/// Verbs and prepositions that tell who speaks, for drafts that no reader has read.
const SPEECH: [&str; 26] = [
    "said",
    "says",
    "say",
    "told",
    "tells",
    "added",
    "adds",
    "asked",
    "warned",
    "insisted",
    "stated",
    "declared",
    "called",
    "calls",
    "wrote",
    "replied",
    "argued",
    "according",
    "announced",
    "noted",
    "maintained",
    "claimed",
    "stressed",
    "promised",
    "vowed",
    "quoted",
];

impl Known {
    pub fn new(evidence: &Evidence<'_>) -> Self {
        let mut by_last: BTreeMap<String, BTreeSet<(String, Option<Party>)>> = BTreeMap::new();
        let mut parties = BTreeSet::new();
        for statement in evidence.sources().iter().flat_map(|source| source.statements) {
            parties.extend(statement.speaker.party.iter().flat_map(Party::members).map(str::to_owned));
            let Some(name) = &statement.speaker.name else { continue };
            if let Some(last) = tokens(name).pop().filter(|last| last.chars().count() > 1) {
                by_last.entry(last).or_default().insert((name.clone(), statement.speaker.party.clone()));
            }
        }
        Self { by_last, parties }
    }

    /// Whether any report records this speaker: by the last word of the name, or by the side where the draft names
    /// a side, one of its bodies or, in one word, what may stand for it.
    pub fn speaks(&self, claim: &Claim) -> bool {
        let name = claim.name.as_deref().map(tokens).unwrap_or_default();
        let codes = || claim.party.iter().flat_map(Party::members);
        let is_state = || codes().filter_map(codebook::country).any(|state| tokens(state) == name);
        let is_side = name.len() < 2 || is_body(&name) || is_state();
        name.last().is_some_and(|last| self.by_last.contains_key(last))
            || (is_side && codes().any(|code| self.parties.contains(code)))
    }

    /// Whom a name means that ends in `last`, given the lower-case words around it: whoever's whole name stands there,
    /// else the one speaker whose name ends so. `None` where it could be either of two.
    fn meant(&self, last: &str, around: &[&str]) -> Option<Claim> {
        let all = self.by_last.get(last)?;
        let whole = |name: &str| {
            let tokens = tokens(name);
            around.windows(tokens.len()).any(|words| words.iter().zip(&tokens).all(|(word, token)| word == token))
        };
        let mut meant: Vec<&(String, Option<Party>)> = all.iter().filter(|(name, _)| whole(name)).collect();
        if meant.is_empty() {
            meant = all.iter().collect();
        }
        // The longest name speaks for shorter forms of it.
        let (name, _) = meant.iter().max_by_key(|(name, _)| name.len())?;
        let longest = tokens(name);
        let mut sides = meant.iter().filter_map(|(_, side)| side.as_ref());
        let party = sides.next();
        let one = sides.all(|side| Some(side) == party)
            && meant.iter().all(|(other, _)| tokens(other).iter().all(|token| longest.contains(token)));
        one.then(|| Claim { name: Some(name.clone()), party: party.cloned() })
    }

    /// Whether a name is a person's, as far as its form tells: two words or more, recorded so.
    fn is_full_name(&self, name: &str) -> bool {
        let tokens = tokens(name);
        let Some(last) = tokens.last() else { return false };
        self.by_last.get(last).into_iter().flatten().any(|(known, _)| known.split_whitespace().count() > 1)
    }
}

/// Whom the draft names for the quotation at `range`: by its reader's statements, else by the names in the same
/// sentence outside quotation marks, else by the credit under a block quote.
pub(crate) fn claimed(
    draft: &Draft<'_>,
    view: &View,
    range: &Range<usize>,
    quoted: &[Range<usize>],
    credit: Option<&Range<usize>>,
    known: &Known,
) -> Option<Claim> {
    let span = view.span(range.clone());
    if let Some(statement) = draft.statements.and_then(|statements| innermost(statements, span)) {
        let Speaker { name, party } = statement.speaker.clone();
        if name.is_some() || party.is_some() {
            return Some(Claim { name, party });
        }
    }
    if let Some(credit) = credit {
        return named(&view.chars[credit.clone()], known);
    }
    named(&sentence(view, range, quoted), known)
}

/// The smallest statement whose content has most of `span`.
pub(crate) fn innermost(statements: &[Statement], span: Span) -> Option<&Statement> {
    covering(statements, span).min_by_key(|statement| statement.content.iter().map(Span::len).sum::<usize>())
}

/// Statements whose content has most of `span`.
pub(crate) fn covering(statements: &[Statement], span: Span) -> impl Iterator<Item = &Statement> {
    statements.iter().filter(move |statement| {
        let shared: usize = statement
            .content
            .iter()
            .map(|content| Span::new(content.start.max(span.start), content.end.min(span.end)).len())
            .sum();
        2 * shared > span.len()
    })
}

/// The words of the sentence around a quotation, all quotations taken out.
pub(crate) fn sentence(view: &View, range: &Range<usize>, quoted: &[Range<usize>]) -> Vec<Placed> {
    let chars = &view.chars;
    let outside = |at: usize| !quoted.iter().any(|range| range.contains(&at));
    let paragraph_end = |at: usize| chars[at].c == '\n' && chars.get(at + 1).is_none_or(|next| next.c == '\n');
    // A full stop inside this quotation ends its sentence only where a capital follows the closing mark.
    let stop = |at: usize| {
        matches!(chars[at].c, '.' | '!' | '?')
            && chars.get(at + 1).is_none_or(|next| next.c.is_whitespace() || matches!(next.c, '"' | '”' | '’' | '\''))
            && !chars[..at]
                .iter()
                .rev()
                .take_while(|placed| placed.c.is_alphanumeric())
                .all(|placed| placed.c.is_uppercase())
    };
    let start =
        (0..range.start).rev().find(|&at| paragraph_end(at) || (outside(at) && stop(at))).map_or(0, |at| at + 1);
    let end =
        (range.end..chars.len()).find(|&at| paragraph_end(at) || (outside(at) && stop(at))).unwrap_or(chars.len());
    (start..end).filter(|&at| outside(at)).map(|at| chars[at]).collect()
}

/// The one known speaker that these words name, or of several the one next to a verb of speech.
fn named(chars: &[Placed], known: &Known) -> Option<Claim> {
    let found = words(chars);
    let lower: Vec<String> = found.iter().map(|word| folded(&word.text)).collect();
    let lower: Vec<&str> = lower.iter().map(|word| word.strip_suffix("'s").unwrap_or(word)).collect();
    let mut names: Vec<(usize, &str)> = Vec::new();
    for (at, word) in lower.iter().enumerate() {
        let capital = found[at].text.chars().next().is_some_and(char::is_uppercase);
        if capital && known.by_last.contains_key(*word) {
            names.push((at, word));
        }
    }
    let distinct: BTreeSet<&str> = names.iter().map(|(_, name)| *name).collect();
    let spoken = |at: usize| {
        let near = at.saturating_sub(3)..(at + 3).min(lower.len());
        near.clone().any(|near| {
            SPEECH.contains(&lower[near])
                && (near.min(at) + 1..=near.max(at)).all(|w| found[w].before < Break::Sentence)
        })
    };
    let chosen: BTreeSet<&str> = if distinct.len() > 1 {
        names.iter().filter(|(at, _)| spoken(*at)).map(|(_, name)| *name).collect()
    } else {
        distinct
    };
    let [last] = chosen.into_iter().collect::<Vec<_>>()[..] else { return None };
    known.meant(last, &lower)
}

/// How a claim compares with the speakers a report records for a run of words.
pub(crate) fn compare(claim: &Claim, evidence: &Evidence<'_>, hit: &Hit, known: &Known) -> Agreement {
    let statements = evidence.source(hit.source).statements;
    let spans = evidence.spans(hit);
    let mut speakers: Vec<&Statement> = Vec::new();
    for span in &spans {
        for statement in covering(statements, *span) {
            let mut next = Some(statement);
            // A circle of `via` ends where a statement is met again.
            while let Some(here) = next.filter(|here| !speakers.iter().any(|seen| seen.id == here.id)) {
                speakers.push(here);
                next = here.via.as_ref().and_then(|via| statements.iter().find(|outer| outer.id == *via));
            }
        }
    }
    let best = speakers.iter().map(|statement| agree(claim, statement, evidence.source(hit.source).text, known)).min();
    best.unwrap_or(Agreement::Unknown)
}

pub(crate) fn agree(claim: &Claim, statement: &Statement, text: &str, known: &Known) -> Agreement {
    let speaker = &statement.speaker;
    let same_side = match (&claim.party, &speaker.party) {
        (Some(claimed), Some(recorded)) => Some(claimed.includes(recorded) || recorded.includes(claimed)),
        _ => None,
    };
    let Some(name) = &claim.name else {
        return match same_side {
            Some(true) => Agreement::Same,
            Some(false) => Agreement::Another,
            None => Agreement::Unknown,
        };
    };
    let claimed = tokens(name);
    let last = claimed.last().cloned().unwrap_or_default();
    let source = tokens(&codebook::slice(text, &statement.source));
    let recorded: Vec<String> = speaker.name.as_deref().map(tokens).unwrap_or_default();
    // Two ministries may share the last word of their names.
    if same_side == Some(false) {
        return Agreement::Another;
    }
    if recorded.last() == Some(&last) && !contradicts(&claimed, &recorded) {
        return Agreement::Same;
    }
    if !last.is_empty() && (source.contains(&last) || (recorded.contains(&last) && claimed.len() == 1)) {
        return Agreement::Same;
    }
    if same_side == Some(true) {
        // Of one side: two people recorded by full names are not the same, while a capital stands for any of them. A
        // ministry may have spoken through a person, or a person for it, where the report names both together.
        let apart = known.is_full_name(name) && recorded.len() > 1;
        let together = (is_body(&claimed) || is_body(&recorded)) && beside(statement, text, &claimed);
        return if apart && !together { Agreement::Another } else { Agreement::Unknown };
    }
    let nobody = recorded.is_empty() && speaker.party.is_none() && source.is_empty();
    if nobody { Agreement::Unknown } else { Agreement::Another }
}

/// Whether the paragraph of a statement has all words of a name.
fn beside(statement: &Statement, text: &str, name: &[String]) -> bool {
    let Some(at) = statement.source.iter().chain(&statement.content).next() else { return false };
    let start = text.get(..at.start).and_then(|before| before.rfind("\n\n")).map_or(0, |at| at + 2);
    let end = text.get(at.start..).and_then(|after| after.find("\n\n")).map_or(text.len(), |end| at.start + end);
    let paragraph = tokens(text.get(start..end).unwrap_or_default());
    name.iter().all(|word| paragraph.contains(word))
}

/// Whether a name is that of a body or a group, for which any of its people may speak.
fn is_body(name: &[String]) -> bool {
    const BODIES: &str = " ministry ministries ministers minister government office council union army navy forces command \
        commission committee department delegation mission parliament senate congress court bank police secretariat \
        presidency cabinet party movement league agency authority embassy officials diplomats republic states kingdom ";
    name.iter().any(|word| BODIES.contains(&format!(" {word} ")))
}

/// Whether two names with the same last word have different first names.
fn contradicts(one: &[String], other: &[String]) -> bool {
    one.len() > 1 && other.len() > 1 && !one[..one.len() - 1].iter().any(|token| other.contains(token))
}

fn tokens(name: &str) -> Vec<String> {
    let chars: Vec<Placed> = crate::words::placed(name).collect();
    words(&chars).iter().map(|word| folded(&word.text).trim_end_matches("'s").to_owned()).collect()
}

/// On whose word the innermost statement with these words rests, where the claim is right about who said them but
/// another tells of it: the source's words, or none where the report names nobody.
pub(crate) fn told_by(claim: &Claim, evidence: &Evidence<'_>, hit: &Hit, known: &Known) -> Option<String> {
    let source = evidence.source(hit.source);
    let span = evidence.spans(hit).first().copied()?;
    let inner = innermost(source.statements, span)?;
    if agree(claim, inner, source.text, known) != Agreement::Same {
        return None;
    }
    let mut outer = inner;
    // No chain is longer than there are statements, so that a circle ends.
    for _ in source.statements {
        match outer.via.as_ref().and_then(|via| source.statements.iter().find(|statement| statement.id == *via)) {
            Some(next) => outer = next,
            None => break,
        }
    }
    (outer.id != inner.id || outer.hedged).then(|| codebook::slice(source.text, &outer.source))
}
