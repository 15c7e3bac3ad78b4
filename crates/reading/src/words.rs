//! Words and paragraphs of a text, and what the network is told of each word beside its pieces.
//!
//! `training/network/text.py` does the same; change both together.

use codebook::Span;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

#[allow(clippy::unwrap_used, reason = "a fixed pattern")]
static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\w+|[^\w\s]").unwrap());

/// A text cut into words: runs of letters and digits, or single marks.
#[derive(Debug)]
pub struct Words<'t> {
    /// The text.
    pub text: &'t str,
    /// Each word's place, in bytes.
    pub spans: Vec<Span>,
    /// Paragraphs as ranges of word indices, parted by line ends.
    pub paragraphs: Vec<Range<usize>>,
    /// Where each word stands to double quotation marks.
    pub quotes: Vec<Quote>,
}

/// Where a word stands to double quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Quote {
    /// Outside them.
    Outside = 0,
    /// Between them.
    Inside = 1,
    /// It is the mark that opens.
    Opening = 2,
    /// It is the mark that closes.
    Closing = 3,
}

impl<'t> Words<'t> {
    /// Cuts `text` into words.
    pub fn new(text: &'t str) -> Self {
        let spans: Vec<Span> = WORD.find_iter(text).map(|m| Span::new(m.start(), m.end())).collect();
        let mut paragraphs = Vec::new();
        let mut start = 0;
        for i in 1..=spans.len() {
            let ends = i == spans.len() || text[spans[i - 1].end..spans[i].start].contains('\n');
            if ends {
                paragraphs.push(start..i);
                start = i;
            }
        }
        let mut words = Self { text, spans, paragraphs, quotes: Vec::new() };
        words.quotes = words.paragraphs.iter().flat_map(|p| quotes(p.clone().map(|i| words.word(i)))).collect();
        words
    }

    /// The words' number.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// One word.
    pub fn word(&self, i: usize) -> &'t str {
        self.spans.get(i).and_then(|span| span.of(self.text)).unwrap_or("")
    }

    /// The place of a run of words.
    pub fn span(&self, run: &Range<usize>) -> Span {
        Span::new(self.spans[run.start].start, self.spans[run.end - 1].end)
    }

    /// The words a span touches.
    pub fn touched(&self, span: Span) -> Range<usize> {
        let start = self.spans.partition_point(|word| word.end <= span.start);
        let end = self.spans.partition_point(|word| word.start < span.end);
        start..end.max(start)
    }

    /// Where the words of a part of a paragraph stand to quotation marks, told from the part alone.
    pub(crate) fn quotes_of(&self, part: Range<usize>) -> Vec<Quote> {
        quotes(part.map(|i| self.word(i)))
    }

    /// Whether a word is letters or digits rather than a mark.
    pub fn is_word(&self, i: usize) -> bool {
        self.word(i).chars().next().is_some_and(|c| c.is_alphanumeric() || c == '_')
    }
}

fn quotes<'w>(paragraph: impl Iterator<Item = &'w str>) -> Vec<Quote> {
    let mut inside = false;
    paragraph
        .map(|word| match word {
            "“" | "„" | "«" => {
                inside = true;
                Quote::Opening
            }
            "”" | "»" => {
                inside = false;
                Quote::Closing
            }
            "\"" => {
                inside = !inside;
                if inside { Quote::Opening } else { Quote::Closing }
            }
            _ if inside => Quote::Inside,
            _ => Quote::Outside,
        })
        .collect()
}

/// The shape class of a word: 1 lower, 2 Capitalised, 3 UPPER, 4 miXed, 5 digits, 6 mark, 7 sentence mark.
pub fn shape(word: &str) -> u8 {
    let Some(first) = word.chars().next() else { return 0 };
    if first.is_numeric() {
        return 5;
    }
    if !(first.is_alphabetic() || first == '_') {
        return if matches!(first, '.' | '!' | '?') { 7 } else { 6 };
    }
    let has_upper = word.chars().any(char::is_uppercase);
    let has_lower = word.chars().any(char::is_lowercase);
    if has_lower && !has_upper {
        return 1;
    }
    if has_upper && !has_lower {
        return if word.chars().count() > 1 { 3 } else { 2 };
    }
    let mut rest = word.chars().skip(1).peekable();
    let lower_rest = rest.peek().is_some() && rest.clone().any(char::is_lowercase) && !rest.any(char::is_uppercase);
    if first.is_uppercase() && lower_rest { 2 } else { 4 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_paragraphs_and_quotation_marks() {
        let words = Words::new("“No,” she said.\n\nU.S. aid: \"25%\"");
        let cut: Vec<&str> = (0..words.len()).map(|i| words.word(i)).collect();
        assert_eq!(
            cut,
            ["“", "No", ",", "”", "she", "said", ".", "U", ".", "S", ".", "aid", ":", "\"", "25", "%", "\""]
        );
        assert_eq!(words.paragraphs, [0..7, 7..17]);
        use Quote::*;
        assert_eq!(words.quotes[..5], [Opening, Inside, Inside, Closing, Outside]);
        assert_eq!(words.quotes[13..], [Opening, Inside, Inside, Closing]);
    }

    #[test]
    fn shapes() {
        let expected = [("said", 1), ("Vance", 2), ("NATO", 3), ("A", 2), ("McCain", 4), ("25", 5), (",", 6), (".", 7)];
        for (word, class) in expected {
            assert_eq!(shape(word), class, "{word}");
        }
    }

    #[test]
    fn a_span_touches_the_words_it_shares_a_byte_with() {
        let words = Words::new("one two three");
        assert_eq!(words.touched(Span::new(2, 5)), 0..2);
        assert_eq!(words.touched(Span::new(3, 4)), 1..1);
    }
}
