//! Whether a report is in English.

use whatlang::{Lang, Script};

/// Function words that English cannot do without and that other languages written in Latin letters hardly use. Left out
/// are words of English that are common in one of them: "a", "in", "on", "an", "was", "me", "he", "no", "do", "or".
const FUNCTION_WORDS: [&str; 60] = [
    "the", "of", "and", "to", "that", "is", "for", "with", "it", "as", "his", "by", "at", "from", "but", "not", "are",
    "has", "have", "had", "they", "their", "which", "would", "will", "who", "been", "were", "this", "its", "said",
    "she", "her", "we", "our", "you", "your", "be", "if", "when", "what", "there", "than", "after", "before", "about",
    "between", "because", "while", "should", "could", "must", "into", "over", "any", "only", "more", "these", "those",
    "out",
];

/// How much of a long text is looked at, in bytes: a language does not change with the length.
const SAMPLE: usize = 6000;

/// Fewer words than this tell nothing for sure.
const FEWEST_WORDS: usize = 20;

/// The language as ISO 639-3 and how sure it is in [0, 1]; `None` where the text is too short or nothing speaks clearly.
///
/// English is known by the share of its function words, which names do not disturb as they do counts of letters: one in
/// three words of English prose is among them, one in six or more even where names abound, and hardly any in other languages.
pub(crate) fn detect(text: &str) -> (Option<&'static str>, f64) {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let letters = sample.chars().filter(|mark| mark.is_alphabetic()).count();
    if letters < 60 {
        return (None, 0.0);
    }
    let script = whatlang::detect_script(sample);
    let guess = || whatlang::detect(sample).map(|info| (info.lang(), info.confidence(), info.is_reliable()));
    if script.is_some_and(|script| script != Script::Latin) {
        return match guess() {
            Some((lang, confidence, _)) if lang != Lang::Eng => (Some(lang.code()), confidence),
            _ => (None, 0.0),
        };
    }
    let words: Vec<String> = sample
        .split(|mark: char| !mark.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if words.len() < FEWEST_WORDS {
        return (None, 0.0);
    }
    let english = words.iter().filter(|word| FUNCTION_WORDS.contains(&word.as_str())).count();
    let share = english as f64 / words.len() as f64;
    if share >= 0.14 {
        // At 0.25 and above nothing else is possible.
        return (Some("eng"), (0.5 + (share - 0.14) / 0.22).min(1.0));
    }
    match guess() {
        Some((Lang::Eng, confidence, true)) => (Some("eng"), confidence),
        Some((lang, confidence, reliable)) if lang != Lang::Eng && share < 0.07 && (reliable || words.len() >= 60) => {
            (Some(lang.code()), confidence)
        }
        _ => (None, 0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        let table = [
            (
                "eng",
                "The delegation of Kyrgyzstan, led by Jeenbek Kulubaev, met the Tajik side, led by Sirojiddin Muhriddin, \
                in Bishkek on Tuesday and said that the border of the two states would be marked by spring.",
            ),
            (
                "deu",
                "Die Bundesregierung hat am Dienstag erklärt, dass sie den Vorschlag der Europäischen Union nicht \
                unterstützen werde. Der Minister sagte, man müsse zuerst mit den Partnern sprechen.",
            ),
            (
                "fra",
                "Le ministre des Affaires étrangères a déclaré mardi que la France ne signerait pas cet accord tant que \
                les troupes resteraient sur le territoire. Il a ajouté que les négociations continueraient.",
            ),
            (
                "spa",
                "El presidente dijo el martes que el gobierno no aceptará la propuesta mientras sigan los ataques contra \
                la población civil, y pidió a la delegación del grupo armado que vuelva a la mesa.",
            ),
            (
                "nld",
                "De minister van Buitenlandse Zaken zei dinsdag dat het kabinet het voorstel niet zal steunen zolang de \
                troepen in het gebied blijven. Hij voegde eraan toe dat er verder wordt gesproken.",
            ),
            (
                "rus",
                "Министр иностранных дел заявил во вторник, что Россия не подпишет соглашение, пока войска остаются на \
                территории страны, и добавил, что переговоры будут продолжены.",
            ),
        ];
        let failed: Vec<_> = table
            .iter()
            .filter(|(code, text)| detect(text).0 != Some(code))
            .map(|(code, text)| (code, detect(text)))
            .collect();
        assert!(failed.is_empty(), "{failed:?}");
    }

    #[test]
    fn short_texts_are_unknown() {
        assert_eq!(detect("Oui, merci.").0, None);
        assert_eq!(detect("").0, None);
    }
}
