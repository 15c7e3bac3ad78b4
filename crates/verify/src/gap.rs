//! What an ellipsis or a bracket skips.

use crate::evidence::{Evidence, Hit, words_in};
use crate::limits::{Limit, limit, opens_condition};
use crate::quotations::Cut;
use crate::speaker::covering;
use crate::words::{Break, Word, folded};
use codebook::{Span, Statement};

/// Words that may be skipped where nobody recorded who speaks.
const MOST_SKIPPED: usize = 40;
/// Words that a bracketed insertion may stand for.
const MOST_REPLACED: usize = 8;

/// The words between two parts of a quotation, in the report.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Leaving them out changes nothing that is left.
    Honest(String),
    /// Among them is one that turns, limits or conditions what is left.
    Changes(String, Limit),
    /// The two parts are not of one utterance.
    Elsewhere,
}

/// Looks at what lies between two parts of a quotation that the report has in this order.
pub(crate) fn gap(evidence: &Evidence<'_>, before: &Hit, after: &Hit, cut: Cut) -> Gap {
    let source = evidence.source(before.source);
    let (last, next) = (evidence.entry(before.end - 1).span, evidence.entry(after.start).span);
    let skipped = Span::new(last.end, next.start);
    let mut words = words_in(source.text, Span::new(last.end, next.end));
    let Some(next_word) = words.pop() else { return Gap::Honest(String::new()) };
    if !one_utterance(source.statements, last, next, &words, next_word.before) {
        return Gap::Elsewhere;
    }
    if cut == Cut::Insertion && (words.len() > MOST_REPLACED || words.iter().any(|w| w.before >= Break::Sentence)) {
        return Gap::Elsewhere;
    }
    let text = skipped.of(source.text).unwrap_or_default().trim().to_owned();
    let text = if words.is_empty() { String::new() } else { text };
    match changes(&words, next_word.before) {
        Some(limit) => Gap::Changes(text, limit),
        None => Gap::Honest(text),
    }
}

/// Whether the parts stand in one statement; where that is not recorded, near each other in one paragraph or so.
fn one_utterance(statements: &[Statement], last: Span, next: Span, skipped: &[Word], end: Break) -> bool {
    let one: Vec<&Statement> = covering(statements, last).collect();
    let other: Vec<&Statement> = covering(statements, next).collect();
    let paragraph = end < Break::Paragraph && skipped.iter().all(|word| word.before < Break::Paragraph);
    if one.is_empty() || other.is_empty() {
        return paragraph || skipped.len() <= MOST_SKIPPED;
    }
    let shared = one.iter().any(|a| other.iter().any(|b| a.id == b.id));
    shared || (paragraph && one.iter().any(|a| other.iter().any(|b| a.speaker == b.speaker)))
}

/// The limit that is lost with these words, if any.
///
/// The words are cut into clauses. One that runs on into what is left, on either side, loses every limit in it.
/// One set off by commas loses a condition it opens with. A sentence that is skipped whole loses nothing.
fn changes(words: &[Word], end: Break) -> Option<Limit> {
    let mut starts: Vec<usize> = (0..words.len()).filter(|&at| at == 0 || words[at].before >= Break::Clause).collect();
    starts.push(words.len());
    let break_at = |at: usize| words.get(at).map_or(end, |word| word.before);
    for clause in starts.windows(2) {
        let (start, stop) = (clause[0], clause[1]);
        let within = &words[start..stop];
        let runs_on = (start == 0 && break_at(0) == Break::None) || (stop == words.len() && end == Break::None);
        if runs_on {
            let lost = within.iter().filter_map(|word| limit(&folded(&word.text))).min();
            if lost.is_some() {
                return lost;
            }
            continue;
        }
        let whole = (0..=start).any(|at| break_at(at) >= Break::Sentence)
            && (stop..=words.len()).any(|at| break_at(at) >= Break::Sentence);
        if !whole && within.iter().take(2).any(|word| opens_condition(&folded(&word.text))) {
            return Some(Limit::Condition);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::placed;

    #[test]
    fn what_runs_on_into_the_rest_must_not_turn_it() {
        let rows: [(&str, Option<Limit>); 8] = [
            (" not X", Some(Limit::Negation)),
            (" never, under any flag, X", Some(Limit::Negation)),
            (" with our friends X", None),
            (", and this is not new, X", None),
            (", unless they shoot, X", Some(Limit::Condition)),
            (". If they leave, X", Some(Limit::Condition)),
            (". If they leave, they leave. X", None),
            (" perhaps X", Some(Limit::Hedge)),
        ];
        for (text, expected) in rows {
            let mut words = crate::words::words(&placed(text).collect::<Vec<_>>());
            let end = words.pop().map_or(Break::None, |word| word.before);
            assert_eq!(changes(&words, end), expected, "{text}");
        }
    }
}
