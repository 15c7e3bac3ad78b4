//! Words of a report: content stems, short names, negation.

use std::collections::BTreeSet;

/// Words that carry no matter of their own.
const SMALL: &[&str] = &[
    "a",
    "an",
    "the",
    "and",
    "or",
    "but",
    "of",
    "to",
    "in",
    "on",
    "at",
    "by",
    "for",
    "from",
    "with",
    "into",
    "over",
    "under",
    "as",
    "that",
    "this",
    "these",
    "those",
    "it",
    "its",
    "they",
    "them",
    "their",
    "he",
    "she",
    "his",
    "her",
    "we",
    "us",
    "our",
    "you",
    "your",
    "i",
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "being",
    "has",
    "have",
    "had",
    "do",
    "does",
    "did",
    "will",
    "would",
    "shall",
    "should",
    "can",
    "could",
    "may",
    "might",
    "must",
    "not",
    "no",
    "if",
    "unless",
    "until",
    "when",
    "once",
    "then",
    "than",
    "there",
    "any",
    "all",
    "some",
    "such",
    "same",
    "other",
    "only",
    "also",
    "still",
    "so",
    "what",
    "who",
    "which",
    "whom",
    "whose",
    "where",
    "while",
    "after",
    "before",
    "without",
    "within",
    "provided",
    "exchange",
    "return",
    "condition",
    "re",
    "s",
    "t",
    "ll",
    "ve",
    "d",
    "don",
    "doesn",
    "didn",
];

/// The words of a text in lower case, letters and digits only.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Stems of the words that carry matter.
pub(crate) fn stems(text: &str) -> BTreeSet<String> {
    words(text).filter(|word| !SMALL.contains(&word.as_str())).map(|word| stem(&word)).collect()
}

/// Cuts the commonest English endings, so that "withdraw" meets "withdrawing" and "guarantees" "guarantee".
fn stem(word: &str) -> String {
    for ending in
        ["ings", "ing", "ments", "ment", "ations", "ation", "ions", "ion", "ies", "ied", "es", "ed", "s", "y", "e"]
    {
        if let Some(rest) = word.strip_suffix(ending)
            && rest.chars().count() >= 4
        {
            return rest.to_owned();
        }
    }
    word.to_owned()
}

/// How much of `wanted` is in `there`, from 0 to 1.
pub(crate) fn share(wanted: &BTreeSet<String>, there: &BTreeSet<String>) -> f64 {
    if wanted.is_empty() {
        return 0.0;
    }
    wanted.intersection(there).count() as f64 / wanted.len() as f64
}

/// Whether words deny: "not", "n't", "no", "fails to", "still", "refuses".
pub(crate) fn denies(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("n't")
        || lower.contains("n’t")
        || words(&lower).any(|word| {
            matches!(
                word.as_str(),
                "not"
                    | "no"
                    | "never"
                    | "nobody"
                    | "none"
                    | "nothing"
                    | "fail"
                    | "fails"
                    | "failed"
                    | "refuse"
                    | "refuses"
                    | "refused"
                    | "still"
                    | "cannot"
            )
        })
}

/// Words that open a condition, longest first.
const OPENINGS: &[&str] = &[
    "on the condition that",
    "on condition that",
    "provided that",
    "as long as",
    "for as long as",
    "in exchange for",
    "in return for",
    "so long as",
    "only after",
    "only when",
    "only once",
    "only if",
    "not before",
    "not until",
    "provided",
    "should",
    "unless",
    "until",
    "without",
    "before",
    "after",
    "once",
    "when",
    "if",
    "that",
];

/// Openings after which the words name what must come first, or else.
const OR_ELSE: &[&str] = &["unless", "until", "without", "before", "not before", "not until", "short of"];

/// A condition without its opening words, and whether it was opened by "unless", "until" or the like.
pub(crate) fn opened(condition: &str) -> (&str, bool) {
    let mut rest = condition.trim();
    let mut or_else = false;
    loop {
        let lower = rest.to_lowercase();
        let Some(opening) = OPENINGS
            .iter()
            .find(|opening| lower.strip_prefix(**opening).is_some_and(|after| after.starts_with(char::is_whitespace)))
        else {
            return (rest, or_else);
        };
        or_else |= OR_ELSE.contains(opening);
        let Some(after) = rest.get(opening.len()..) else { return (rest, or_else) };
        rest = after.trim_start();
    }
}

/// The most characters of an option's name.
const LONGEST_NAME: usize = 100;
/// A name of more characters is cut before words that only explain it.
const LONG_NAME: usize = 48;
/// Words that open what explains a step and is not the step.
const EXPLAINING: [&str; 14] = [
    " as a ",
    " as an ",
    " as part of ",
    " in order to ",
    " so that ",
    " because ",
    " in light of ",
    " in view of ",
    ", which ",
    ", who ",
    ", including ",
    ", particularly ",
    ", especially ",
    " while ",
];

const PRONOUNS: &[&str] = &["we", "they", "it", "he", "she", "you", "i", "there"];
const MODALS: &[&str] = &[
    "can", "could", "will", "would", "shall", "should", "must", "may", "might", "is", "are", "was", "were", "be", "has",
];

/// What a refusal's words deny, where they begin with a denial: "there would be no deployment" is about a deployment.
pub(crate) fn undenied(proposal: &str) -> Option<&str> {
    let mut at = 0;
    for word in proposal.split_inclusive(char::is_whitespace) {
        at += word.len();
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if matches!(plain.as_str(), "no" | "not" | "never" | "cannot")
            || plain.ends_with("n't")
            || plain.ends_with("n’t")
        {
            let rest = proposal.get(at..)?.trim_start();
            return (!stems(rest).is_empty()).then_some(rest);
        }
        if !matches!(plain.as_str(), "that" | "to" | "" | "its" | "their")
            && !PRONOUNS.contains(&plain.as_str())
            && !MODALS.contains(&plain.as_str())
        {
            return None;
        }
    }
    None
}

/// Whether words tell how things are ("sanctions might not work") rather than a step ("lift the sanctions", "cannot stay",
/// "the army may keep its base"): a verb of being or having, or "might", with a subject before it in the main clause.
pub(crate) fn is_claim(proposal: &str) -> bool {
    const FINITE: [&str; 8] = ["is", "are", "was", "were", "has", "have", "had", "might"];
    let mut words = proposal.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let main = words.by_ref().skip(1).take_while(|word| !matches!(*word, "who" | "which" | "that" | "where" | "what"));
    main.into_iter().any(|word| FINITE.contains(&word))
}

/// Whether two wordings may be of one step: most of the shorter one's words are in the longer one.
pub(crate) fn meet(one: &str, other: &str) -> bool {
    let (one, other) = (stems(one), stems(other));
    let shorter = one.len().min(other.len());
    shorter == 0 || 2 * one.intersection(&other).count() > shorter
}

/// Without the party's own name before what it does: "Ukraine relinquish control" as an option of Ukraine's.
pub(crate) fn without_owner<'n>(name: &'n str, owner: &str) -> &'n str {
    let mut rest = name;
    if let Some(after) = name.strip_prefix(owner).and_then(|after| after.strip_prefix(' ')) {
        rest = after;
        if let Some((first, after)) = rest.split_once(' ')
            && (MODALS.contains(&first) || first == "to")
        {
            rest = after;
        }
    }
    if stems(rest).is_empty() { name } else { rest }
}

/// A name for what some words propose: the words themselves, without quotation marks and small words at the start, cut
/// where they are long before what explains them, else between words. A cut name ends in an ellipsis.
pub(crate) fn name(proposal: &str) -> String {
    let plain: String = proposal
        .chars()
        .filter(|c| !matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '(' | ')'))
        .map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c })
        .collect();
    let mut plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    // But not "not to", which is the matter itself.
    for lead in ["that ", "to ", "any ", "will ", "would "] {
        if plain.to_lowercase().starts_with(lead) {
            plain = plain.get(lead.len()..).unwrap_or_default().to_owned();
        }
    }
    // "We can open the file": who does it is its owner.
    if let Some((first, rest)) = plain.split_once(' ')
        && PRONOUNS.contains(&first.to_lowercase().as_str())
        && let Some((second, rest)) = rest.split_once(' ')
        && MODALS.contains(&second.to_lowercase().as_str())
        && !denies(rest)
    {
        plain = rest.to_owned();
    }
    let plain =
        plain.trim_matches(|c: char| matches!(c, ',' | '.' | ';' | ':' | '—' | '–' | '\'' | '‘') || c.is_whitespace());
    let explained = EXPLAINING.iter().filter_map(|opening| plain.find(opening)).min();
    if plain.chars().count() > LONG_NAME
        && let Some(head) = explained.and_then(|at| plain.get(..at)).filter(|head| stems(head).len() > 1)
    {
        return format!("{} …", name(head).trim_end_matches([' ', '…']));
    }
    if plain.chars().count() <= LONGEST_NAME {
        return plain.to_owned();
    }
    // Rather at a comma than anywhere.
    let limit = plain.char_indices().nth(LONGEST_NAME).map_or(plain.len(), |(at, _)| at);
    let head = &plain[..limit];
    let cut = head.rfind([',', ';']).filter(|at| *at >= LONGEST_NAME / 2).or_else(|| head.rfind(' ')).unwrap_or(limit);
    format!("{} …", head[..cut].trim_end_matches([',', ';', ' ', '…']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings_are_taken_off() {
        assert_eq!(opened("if they stop"), ("they stop", false));
        assert_eq!(opened("unless it left"), ("it left", true));
        assert_eq!(opened("In exchange for peace"), ("peace", false));
        assert_eq!(opened("If"), ("If", false));
    }

    #[test]
    fn names_are_the_words_without_marks() {
        assert_eq!(name("that \"co-ownership\" of the field"), "co-ownership of the field");
        let long = name(
            "a coalition of nations, including members of a council of many, should act as guarantors of all that was agreed",
        );
        assert_eq!(long, "a coalition of nations …");
        assert_eq!(name("a levy on salt as a way to press the islands to the table"), "a levy on salt …");
        assert_eq!(name("we can open the file in July"), "open the file in July");
        assert_eq!(undenied("there would be no deployment of troops"), Some("deployment of troops"));
        assert_eq!(undenied("a deployment that is not wanted"), None);
        assert_eq!(without_owner("Ukraine must maintain neutrality", "Ukraine"), "maintain neutrality");
        assert!(
            meet("the release of prisoners", "release prisoners now") && !meet("release prisoners", "move prisoners")
        );
    }

    #[test]
    fn a_claim_is_told_from_a_step() {
        for claim in ["the blockade might not bring them to the table", "the dam is a danger"] {
            assert!(is_claim(claim), "{claim}");
        }
        let steps = [
            "lift the blockade",
            "cannot install a governor",
            "withdraw by 31 May",
            "release prisoners who were captured",
            "the south may keep its own forces",
        ];
        for step in steps {
            assert!(!is_claim(step), "{step}");
        }
    }

    #[test]
    fn words_of_one_stem_meet() {
        assert!(share(&stems("withdrawing the guarantees"), &stems("withdraw a guarantee")) > 0.9);
        assert!(denies("if they don’t") && denies("still there") && !denies("if they stop"));
    }
}
