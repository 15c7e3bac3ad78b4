//! Words that turn, limit or condition what is said around them.

/// What a word does to its sentence when it is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Limit {
    Negation,
    Condition,
    Hedge,
}

const NEGATIONS: [&str; 18] = [
    "not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "nowhere", "without", "cannot", "hardly",
    "barely", "scarcely", "rarely", "seldom", "non", "nought",
];

const CONDITIONS: [&str; 6] = ["if", "unless", "until", "only", "provided", "except"];

const HEDGES: [&str; 37] = [
    "may",
    "might",
    "could",
    "would",
    "should",
    "perhaps",
    "maybe",
    "possibly",
    "probably",
    "presumably",
    "reportedly",
    "allegedly",
    "apparently",
    "seemingly",
    "supposedly",
    "likely",
    "unlikely",
    "almost",
    "nearly",
    "roughly",
    "approximately",
    "partly",
    "partially",
    "largely",
    "mostly",
    "generally",
    "usually",
    "sometimes",
    "seem",
    "seems",
    "appear",
    "appears",
    "believe",
    "think",
    "suggest",
    "potentially",
    "conceivably",
];

/// Words by which a draft says in its own way that something is refused or denied.
const REFUSALS: [&str; 17] = [
    "refus", "reject", "deny", "deni", "rule", "ruling", "declin", "oppos", "against", "fail", "prevent", "block",
    "forbid", "ban", "stop", "avoid", "dismiss",
];

/// What the lower-case `word` does, if anything.
pub(crate) fn limit(word: &str) -> Option<Limit> {
    if NEGATIONS.contains(&word) || word.ends_with("n't") {
        Some(Limit::Negation)
    } else if CONDITIONS.contains(&word) {
        Some(Limit::Condition)
    } else if HEDGES.contains(&word) {
        Some(Limit::Hedge)
    } else {
        None
    }
}

/// Whether the lower-case `word` says by itself that something is not so or not wanted.
pub(crate) fn refuses(word: &str) -> bool {
    limit(word) == Some(Limit::Negation) || REFUSALS.iter().any(|stem| word.starts_with(stem))
}

/// Whether the lower-case `word`, left out before the words quoted, turns them.
pub(crate) fn turns_what_follows(word: &str) -> bool {
    limit(word) == Some(Limit::Negation) && !matches!(word, "without" | "nowhere")
}

/// Whether the lower-case `word`, left out before a whole sentence, makes more of it than was said.
/// Verbs such as "would" are part of a fragment's grammar and do not count.
pub(crate) fn weakens_what_follows(word: &str) -> bool {
    const ADVERBS: [&str; 9] = [
        "perhaps",
        "maybe",
        "possibly",
        "probably",
        "presumably",
        "reportedly",
        "allegedly",
        "apparently",
        "supposedly",
    ];
    CONDITIONS.contains(&word) || ADVERBS.contains(&word)
}

/// Whether a condition that follows a statement opens with the lower-case `word`.
pub(crate) fn opens_condition(word: &str) -> bool {
    CONDITIONS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contractions_negate() {
        assert_eq!(limit("won't"), Some(Limit::Negation));
        assert_eq!(limit("want"), None);
        assert!(refuses("rejected"));
    }
}
