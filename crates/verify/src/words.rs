//! Texts as words: what counts when two wordings are compared.
//!
//! Quotation marks, dashes, kinds of white space and accents typed apart never make two wordings differ;
//! letters, figures and signs such as `%` do.

use codebook::Span;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A character with its place in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placed {
    pub c: char,
    pub span: Span,
}

/// A word with what stands between it and the word before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Composed, apostrophes straight, dots of abbreviations left out.
    pub text: String,
    pub span: Span,
    pub before: Break,
}

/// The strongest break between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Break {
    #[default]
    None,
    Clause,
    Sentence,
    Paragraph,
}

/// All characters of a text.
pub(crate) fn placed(text: &str) -> impl Iterator<Item = Placed> + '_ {
    text.char_indices().map(|(at, c)| Placed { c, span: Span::new(at, at + c.len_utf8()) })
}

/// The lower-case form under which words are looked up.
pub(crate) fn folded(word: &str) -> String {
    word.to_lowercase()
}

pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '´' | '`' | '′')
}

pub(crate) fn is_double_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '「' | '」' | '『' | '』')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

fn is_sign(c: char) -> bool {
    matches!(c, '%' | '‰' | '$' | '€' | '£' | '¥' | '₹' | '₺' | '&' | '°' | '§' | '±')
}

/// Characters that are not seen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// The words of a run of characters.
pub(crate) fn words(chars: &[Placed]) -> Vec<Word> {
    let chars: Vec<Placed> = chars.iter().copied().filter(|placed| !is_invisible(placed.c)).collect();
    let c = |at: usize| chars.get(at).map_or(' ', |placed| placed.c);
    let mut words: Vec<Word> = Vec::new();
    let mut before = Break::None;
    let mut newlines = 0;
    let mut at = 0;
    while at < chars.len() {
        let negative = matches!(c(at), '-' | '−') && c(at + 1).is_ascii_digit() && (at == 0 || !is_letter(c(at - 1)));
        if is_letter(c(at)) || negative {
            let end = word_end(&c, at + usize::from(negative), chars.len());
            let text: String = chars[at..end].iter().map(|placed| straight(placed.c)).collect();
            let text: String = if abbreviation(&text) { text.replace('.', "") } else { text };
            let span = Span::new(chars[at].span.start, chars[end - 1].span.end);
            words.push(Word { text: text.nfc().collect(), span, before });
            (before, newlines, at) = (Break::None, 0, end);
            continue;
        }
        match c(at) {
            sign if is_sign(sign) => {
                words.push(Word { text: sign.to_string(), span: chars[at].span, before });
                (before, newlines) = (Break::None, 0);
            }
            '\n' => {
                newlines += 1;
                if newlines > 1 {
                    before = Break::Paragraph;
                }
            }
            '.' | '!' | '?' | '…' | '。' => before = before.max(Break::Sentence),
            ',' | ';' | ':' | '—' | '–' | '(' | ')' | '[' | ']' | '/' => before = before.max(Break::Clause),
            hyphen if is_hyphen(hyphen) && !(is_letter(c(at + 1)) && at > 0 && is_letter(c(at - 1))) => {
                before = before.max(Break::Clause);
            }
            _ => {}
        }
        at += 1;
    }
    words
}

fn straight(c: char) -> char {
    match c {
        c if is_apostrophe(c) => '\'',
        '−' => '-',
        c => c,
    }
}

/// Letters with dots between, as in "U.S".
fn abbreviation(text: &str) -> bool {
    text.contains('.') && text.split('.').all(|part| part.chars().count() == 1 && !part.starts_with(char::is_numeric))
}

/// Where the word that starts at `at` ends. Apostrophes between letters, points and commas between figures
/// and the dots of abbreviations belong to it; a hyphen does not, so that "cease-fire" is two words like "cease fire".
fn word_end(c: &impl Fn(usize) -> char, mut at: usize, end: usize) -> usize {
    let start = at;
    while at < end {
        let here = c(at);
        let inside = at > start && is_letter(c(at - 1)) && is_letter(c(at + 1)) && at + 1 < end;
        let figures = inside && c(at - 1).is_numeric() && c(at + 1).is_numeric();
        let lone = |at: usize| c(at).is_alphabetic() && !is_letter(c(at + 1));
        let initials = here == '.' && inside && lone(at - 1) && lone(at + 1) && (at - start) % 2 == 1;
        if is_letter(here) || (is_apostrophe(here) && inside) || (matches!(here, '.' | ',') && figures) || initials {
            at += 1;
        } else {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(&placed(text).collect::<Vec<_>>()).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn marks_dashes_and_white_space_do_not_count() {
        let plain = texts("They're ready - no \"ifs\"");
        assert_eq!(texts("They’re\u{a0}ready — no\n“ifs”"), plain);
        assert_eq!(texts("cafe\u{301}"), texts("café"));
        assert_eq!(texts("cease-fire"), texts("cease fire"));
    }

    #[test]
    fn figures_and_signs_count() {
        assert_eq!(texts("25% of 1,000.50, or -3"), ["25", "%", "of", "1,000.50", "or", "-3"]);
        assert_eq!(texts("the U.S. troops"), ["the", "US", "troops"]);
        assert_eq!(texts("10-15 days"), ["10", "15", "days"]);
    }

    #[test]
    fn breaks_are_kept() {
        let found = words(&placed("One, two. Three\n\nfour").collect::<Vec<_>>());
        let breaks: Vec<Break> = found.iter().map(|word| word.before).collect();
        assert_eq!(breaks, [Break::None, Break::Clause, Break::Sentence, Break::Paragraph]);
    }
}
