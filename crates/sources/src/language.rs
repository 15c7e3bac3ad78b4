//! Whether a report is in English.

use whatlang::Lang;

/// Function words that English cannot do without and that other languages written in Latin letters hardly use, sorted.
/// Left out are words of English that are common in one of them: "a", "in", "on", "an", "was", "me", "he", "no", "do", "or",
/// "for", "at", "by", "have".
#[rustfmt::skip]
const FUNCTION_WORDS: [&str; 54] = [
    "about", "after", "and", "any", "are", "as", "be", "because", "been", "before", "between", "but", 
    "could", "from", "had", "has", "his", "if", "into", "is", "it", "its", "more", "must",
    "not", "of", "only", "our", "out", "said", "she", "should", "than", "that", "the", "their", "there",
    "these", "they", "this", "those", "to", "we", "were", "what", "when", "which", "while", "who", "will", "with",
    "would", "you", "your",
];

/// The longest of them.
const LONGEST: usize = 7;

/// How much of a long text is looked at, in bytes: a language does not change with the length.
const SAMPLE: usize = 6000;

/// Fewer words than this tell nothing for sure.
const FEWEST_WORDS: usize = 20;

/// The language as ISO 639-3 and how sure it is in [0, 1]; `None` where the text is too short or nothing speaks clearly.
///
/// English is known by the share of its function words, which names do not disturb as they do counts of letters: one in
/// three words of English prose is among them, one in eight or more even where names abound, and hardly any in other languages.
pub(crate) fn detect(text: &str) -> (Option<&'static str>, f64) {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let letters = sample.chars().filter(|mark| mark.is_alphabetic()).count();
    if letters < 60 {
        return (None, 0.0);
    }
    let latin = sample.chars().filter(|mark| mark.is_alphabetic() && *mark < '\u{250}').count();
    let guess = || whatlang::detect(sample).map(|info| (info.lang(), info.confidence(), info.is_reliable()));
    // Vietnamese writes a good part of its letters from further up.
    if latin * 2 < letters {
        return match guess() {
            Some((lang, confidence, _)) if lang != Lang::Eng => (Some(lang.code()), confidence),
            _ => (None, 0.0),
        };
    }
    let (mut words, mut english, mut small) = (0usize, 0usize, 0usize);
    for word in sample.split(|mark: char| !mark.is_alphabetic()).filter(|word| !word.is_empty()) {
        words += 1;
        english += usize::from(is_function_word(word));
        small += usize::from(word.starts_with(char::is_lowercase));
    }
    if words < FEWEST_WORDS {
        return (None, 0.0);
    }
    let share = english as f64 / words as f64;
    if share >= 0.12 {
        return (Some("eng"), (0.5 + (share - 0.12) / 0.2).min(1.0));
    }
    // A list of names has no language.
    if small * 5 < words * 2 {
        return (None, 0.0);
    }
    match guess() {
        Some((Lang::Eng, confidence, true)) => (Some("eng"), confidence),
        Some((lang, confidence, reliable)) if lang != Lang::Eng && share < 0.07 && (reliable || words >= 60) => {
            (Some(lang.code()), confidence)
        }
        _ => (None, 0.0),
    }
}

fn is_function_word(word: &str) -> bool {
    let mut lower = [0; LONGEST];
    let Some(lower) = lower.get_mut(..word.len()) else { return false };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    FUNCTION_WORDS.binary_search_by(|known| known.as_bytes().cmp(lower)).is_ok()
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
    fn function_words_are_sorted() {
        assert!(FUNCTION_WORDS.is_sorted() && FUNCTION_WORDS.iter().all(|word| word.len() <= LONGEST));
        assert!(is_function_word("The") && !is_function_word("Then"));
    }

    #[test]
    fn short_texts_are_unknown() {
        assert_eq!(detect("Oui, merci.").0, None);
        assert_eq!(detect("").0, None);
    }
}
