//! Laws for any draft.

use proptest::prelude::*;
use verify::{Draft, Evidence, Format, Source, Verdict, check};

const TEXTS: [&str; 3] = [
    "The ferry sails at nine, the captain wrote, and “nobody will be left on the quay – not one of them.” Bread costs 4.50 \
     crowns in Ulvesund; it cost half of that before the strike, which the owners won't discuss.",
    "“Let them keep the lighthouse,” Ms. Ødegaard told the court. “We have the keys, the oil and the log-book.”\n\nShe added that \
     the U.S. consul had asked for a copy (in triplicate) of every page, and that 25% of them were lost.",
    "A storm took the roof of the customs house on Thursday. Two clerks, a cat and 1,300 forms were moved to the school.",
];

fn verdicts(draft: &str, format: Format) -> Vec<Verdict> {
    let sources: Vec<Source<'_>> =
        ["a", "b", "c"].iter().zip(TEXTS).map(|(id, text)| Source { id, text, statements: &[] }).collect();
    let evidence = Evidence::new(&sources);
    let checked = check(&Draft { text: draft, format, statements: None }, &evidence);
    for finding in &checked.findings {
        assert_eq!(finding.span.of(draft), Some(finding.words.as_str()));
        for nearest in &finding.nearest {
            let text = TEXTS[["a", "b", "c"].iter().position(|id| *id == nearest.report).unwrap()];
            assert!(nearest.spans.iter().all(|span| span.of(text).is_some_and(|words| !words.is_empty())));
        }
        assert_eq!(finding.verdict.fails(), finding.verdict.fails() && checked.fails());
    }
    checked.findings.iter().map(|finding| finding.verdict).collect()
}

/// Words of a text without the marks around them.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '%'))
        .filter(|word| !word.is_empty())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_draft_breaks_it(parts in prop::collection::vec(prop::sample::select(vec![
        "“", "”", "\"", "'", "‘", "’", "«", "»", "[", "]", "…", "...", "\n\n", "\n", " ", "> ", "*", "_", "`", "word", "the ferry",
        "We have", "4.50", "é", "e\u{301}", "\u{200b}", "🙂", "—", "-", ".", ",", "not", "[…]", "[^1]", "(", ")", "&amp;", "# ", "| ", "```",
    ]), 0..60)) {
        let draft = parts.concat();
        verdicts(&draft, Format::Text);
        verdicts(&draft, Format::Markdown);
    }

    #[test]
    fn words_in_a_row_pass_and_a_changed_one_does_not(which in 0..3usize, start in 0..60usize, length in 3..14usize, at in 0..14usize) {
        let words = words(TEXTS[which]);
        let start = start % (words.len() - 3);
        let run = &words[start..(start + length).min(words.len())];
        // Any refusal in the draft's own words answers for a negation left before the words quoted.
        let quoted = |words: &[&str]| format!("She would not say “{}” and no more", words.join(" "));
        let found = verdicts(&quoted(run), Format::Text);
        prop_assert!(found == [Verdict::Verbatim], "{:?}: {found:?}", run);
        let mut changed = run.to_vec();
        changed[at % run.len()] = "otherwise";
        let found = verdicts(&quoted(&changed), Format::Text);
        prop_assert!(found.len() == 1 && found[0].fails(), "{:?}: {found:?}", changed);
        let mut shorter = run.to_vec();
        if shorter.len() > 3 {
            shorter.remove(1 + at % (run.len() - 2));
            let found = verdicts(&quoted(&shorter), Format::Text);
            prop_assert!(found.len() == 1 && (found[0].fails() || TEXTS[which].contains(&shorter.join(" "))), "{:?}: {found:?}", shorter);
        }
    }
}
