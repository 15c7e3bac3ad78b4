//! No text and no spans make a reading panic or take long.

use actors::{Actors, Scene, Utterance};
use codebook::Span;
use proptest::prelude::*;

/// Words that the rules turn on, so that chance meets them.
const PIECES: [&str; 48] = [
    "the",
    "The",
    "his",
    "its",
    "their",
    "he",
    "she",
    "it",
    "they",
    "who",
    "whose",
    "one of them",
    "of",
    "for",
    "to",
    "and",
    "'s",
    "’s",
    "minister",
    "president",
    "spokesman",
    "government",
    "rebels",
    "group",
    "parties",
    "two",
    "both",
    "France",
    "Turkish",
    "ELN",
    "Sudan",
    "The Hague",
    "Ann Lee",
    "Lee",
    "Vladimir Putin",
    "“",
    "”",
    "‘",
    "’",
    "\"",
    ".",
    ",",
    ":",
    "\n\n",
    "Q:",
    "(FSN)",
    "Liberation Front",
    "é🙂",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_pieces_and_spans_are_read(
        pieces in prop::collection::vec(0..PIECES.len(), 0..120),
        spans in prop::collection::vec((0usize..600, 0usize..600, prop::option::of(0usize..12)), 0..12),
    ) {
        let text = pieces.iter().map(|&at| PIECES[at]).collect::<Vec<_>>().join(" ");
        let utterances: Vec<Utterance> = spans
            .iter()
            .map(|&(a, b, via)| Utterance {
                source: vec![Span::new(a.min(b), a.max(b))],
                cue: vec![Span::new(b, b + 1)],
                content: Vec::new(),
                via,
            })
            .collect();
        let actors = Actors::default();
        let scene = Scene::read(&text, None, &utterances, &actors);
        prop_assert_eq!(scene.speakers().len(), utterances.len());
        for (span, _) in scene.parties_mentioned() {
            prop_assert!(span.of(&text).is_some());
        }
        for &(a, b, via) in &spans {
            scene.resolve_span(Span::new(a, b), via);
            scene.country_of(Span::new(a, b));
            scene.state_spoken_of(a);
        }
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,300}") {
        let actors = Actors::default();
        let whole = Utterance { source: vec![Span::new(0, text.len())], ..Utterance::default() };
        Scene::read(&text, None, &[whole], &actors);
    }
}
