//! What the text puts in the past.
//!
//! Three signs, all of form: a concession whose words contain the position's own ("no longer insists that X": the
//! insistence is past); a time word that puts the saying itself earlier ("until this week Athens had maintained",
//! "at the outset of the war"); and a later sentence of the same paragraph that opens with "now" or "today" after
//! one in the past tense.

use super::dates::month;
use super::items::{Item, beside};
use super::text::{Word, words};
use codebook::{Act, Span};

/// Indices of `items` that are past.
pub(crate) fn past(items: &[Item<'_>]) -> Vec<usize> {
    // A concession or a retraction is the present that puts something else in the past.
    let can_be = |at: &usize| {
        let act = items[*at].position.act;
        act.firmness().is_some() && !matches!(act, Act::Concede | Act::Retract)
    };
    let is = |at: &usize| given_up(items, *at) || long_ago(&items[*at]) || contrasted(&items[*at]);
    (0..items.len()).filter(can_be).filter(is).collect()
}

/// Whether the same party concedes these very words in the same report.
fn given_up(items: &[Item<'_>], at: usize) -> bool {
    let item = &items[at];
    item.party.is_some()
        && beside(items, at)
            .any(|other| other.position.act == Act::Concede && other.party == item.party && other.overlaps(item))
}

/// Whether a word is a verb in the past tense, as far as its form tells.
fn is_past_tense(word: &str) -> bool {
    const IRREGULAR: [&str; 22] = [
        "was", "were", "had", "said", "told", "held", "kept", "made", "gave", "took", "sought", "thought", "meant",
        "saw", "went", "came", "spoke", "wrote", "put", "did", "stood", "fought",
    ];
    IRREGULAR.contains(&word) || (word.len() > 4 && word.ends_with("ed"))
}

fn outside(item: &Item<'_>, span: Span) -> bool {
    !item.position.proposal.iter().any(|own| own.overlaps(span))
        && !item.position.condition.iter().any(|own| own.overlaps(span))
}

/// Whether a time word outside the proposal puts the saying earlier than the report.
fn long_ago(item: &Item<'_>) -> bool {
    item.sentences.iter().any(|sentence| {
        let words = words(item.row.text, *sentence);
        (0..words.len()).any(|at| {
            let Some(length) = time_word(item, &words[at..]) else { return false };
            let since = at > 0 && words[at - 1].text == "since";
            let marker = Span::new(words[at].span.start, words[at + length - 1].span.end);
            let beside = words[at.saturating_sub(5)..(at + length + 5).min(words.len())].iter();
            let past = beside.filter(|word| outside(item, word.span)).any(|word| is_past_tense(&word.text));
            !since && outside(item, marker) && past
        })
    })
}

/// How many words at the start of `words` put something in the past, if any.
fn time_word(item: &Item<'_>, words: &[Word]) -> Option<usize> {
    let word = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let unit =
        |at: usize| matches!(word(at), "week" | "weeks" | "month" | "months" | "year" | "years" | "decade" | "decades");
    match word(0) {
        "until" | "till"
            if matches!(word(1), "this" | "last" | "recently" | "now" | "then" | "yesterday" | "today") =>
        {
            Some(2)
        }
        "at" if word(1) == "the" && matches!(word(2), "outset" | "beginning" | "start") => Some(3),
        "last"
            if unit(1) && word(1) != "week"
                || matches!(word(1), "spring" | "summer" | "autumn" | "fall" | "winter") =>
        {
            Some(2)
        }
        "last" if month(word(1)).is_some() => Some(2),
        "formerly" | "previously" | "initially" | "originally" => Some(1),
        "used" if word(1) == "to" => Some(2),
        _ if unit(1) && matches!(word(2), "ago" | "earlier") => Some(3),
        "in" => {
            let named = month(word(1)).is_some_and(|month| item.row.date.is_none_or(|date| date.month() != month));
            let year = word(1)
                .parse::<i16>()
                .is_ok_and(|year| (1900..2100).contains(&year) && item.row.date.is_none_or(|date| year < date.year()));
            (named || year).then_some(2)
        }
        _ => None,
    }
}

/// Whether its sentence is in the past tense and a later one of the same paragraph begins with "now".
fn contrasted(item: &Item<'_>) -> bool {
    let (Some(span), Some(sentence)) = (item.span, item.sentences.first()) else { return false };
    let own = words(item.row.text, *sentence);
    let past = own.iter().any(|word| word.span.end <= span.start && is_past_tense(&word.text));
    let present = own.iter().any(|word| is_now(&word.text));
    let last = item.sentences.last().map_or(span.end, |last| last.end);
    let rest = item.row.text.get(last..).unwrap_or_default();
    let rest = rest.split("\n\n").next().unwrap_or_default();
    let turns = super::text::sentences(rest).into_iter().any(|sentence| {
        let words = words(rest, sentence);
        let first = words.iter().find(|word| !matches!(word.text.as_str(), "but" | "and"));
        first.is_some_and(|word| is_now(&word.text))
    });
    past && !present && turns
}

fn is_now(word: &str) -> bool {
    matches!(word, "now" | "today" | "nowadays")
}
