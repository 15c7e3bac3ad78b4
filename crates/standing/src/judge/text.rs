//! Words, stems and sentences of a report.

use codebook::Span;

/// A word in lower case, apostrophes straight, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub text: String,
    pub span: Span,
}

/// The words of `text` within `span`. Marks, dashes and white space never count.
pub(crate) fn words(text: &str, span: Span) -> Vec<Word> {
    let Some(part) = span.of(text) else { return Vec::new() };
    let mut words: Vec<Word> = Vec::new();
    let mut open: Option<usize> = None;
    let mut chars = part.char_indices().peekable();
    let mut push = |start: usize, end: usize| {
        let text = part[start..end].to_lowercase().replace('’', "'");
        words.push(Word { text, span: Span::new(span.start + start, span.start + end) });
    };
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        // Points and commas belong to figures, apostrophes to words.
        let joins = open.is_some()
            && next.is_some_and(char::is_alphanumeric)
            && (matches!(c, '\'' | '’') || (matches!(c, '.' | ',') && next.is_some_and(char::is_numeric)));
        if c.is_alphanumeric() || joins {
            open.get_or_insert(at);
        } else if let Some(start) = open.take() {
            push(start, at);
        }
    }
    if let Some(start) = open {
        push(start, part.len());
    }
    words
}

/// The stem under which forms of one word meet: "drill", "drills", "drilling". Endings only, no dictionary.
pub(crate) fn stem(word: &str) -> &str {
    const ENDINGS: [&str; 17] = [
        "ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "s", "e", "ly", "'s",
        "y",
    ];
    let word = word.strip_suffix("'s").unwrap_or(word);
    for ending in ENDINGS {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() >= 4
        {
            return stem;
        }
    }
    word
}

/// Words that say nothing about what a thing is.
pub(crate) fn is_small(word: &str) -> bool {
    const SMALL: &str = " a an the and or but if of to in on at by for from with as that this these those it its their his her our \
        your my we they he she i you them him us me is are was were be been being has have had do does did will would can could \
        may might shall should must not no nor none any some such than then so there here who which whom whose what when where \
        while until unless after before between among into onto over under up down out off about against during per each both \
        all more most other another own same also only just very too ";
    word.chars().count() < 2 || SMALL.contains(&format!(" {word} "))
}

/// Stems of the words that count, in text order.
pub(crate) fn stems(text: &str, span: Span) -> Vec<String> {
    words(text, span).iter().filter(|word| !is_small(&word.text)).map(|word| stem(&word.text).to_owned()).collect()
}

/// Sentences and lines, as spans that cover the text without gaps but for line ends.
pub(crate) fn sentences(text: &str) -> Vec<Span> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or('\n', |(_, next)| *next);
        let ends = match c {
            '\n' => true,
            '!' | '?' => next.is_whitespace() || is_closing(next),
            '.' => (next.is_whitespace() || is_closing(next)) && !abbreviates(&text[start..at]),
            _ => false,
        };
        if ends {
            let mut end = at + c.len_utf8();
            while let Some((mark, c)) = chars.next_if(|(_, c)| is_closing(*c)) {
                end = mark + c.len_utf8();
            }
            if text[start..end].chars().any(char::is_alphanumeric) {
                sentences.push(Span::new(start, end));
            }
            start = end;
        }
    }
    if text[start..].chars().any(char::is_alphanumeric) {
        sentences.push(Span::new(start, text.len()));
    }
    sentences
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | '»' | ')' | ']')
}

/// Whether a point after these words is an initial's or a title's.
fn abbreviates(before: &str) -> bool {
    let last = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '“' | '"' | '(')).next().unwrap_or_default();
    let single = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    single
        || last.contains('.')
        || matches!(last, "Mr" | "Mrs" | "Ms" | "Dr" | "St" | "Gen" | "Col" | "Lt" | "Sgt" | "No" | "vs")
}

/// Paragraphs: stretches of lines parted by blank ones.
pub(crate) fn paragraphs(text: &str) -> Vec<Span> {
    let mut paragraphs = Vec::new();
    let mut start = 0;
    for part in text.split("\n\n") {
        let end = start + part.len();
        if part.chars().any(char::is_alphanumeric) {
            paragraphs.push(Span::new(start, end));
        }
        start = end + 2;
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        let text = "The U.S. left. “We go.” Mr. Ray stays!\n\nSo";
        let found: Vec<&str> = sentences(text).iter().filter_map(|span| span.of(text)).map(str::trim).collect();
        assert_eq!(found, ["The U.S. left.", "“We go.”", "Mr. Ray stays!", "So"]);
    }

    #[test]
    fn forms_of_a_word_meet() {
        assert_eq!(stem("drilling"), stem("drills"));
        assert_eq!(stem("companies"), stem("company"));
        let text = "It’s 1,000 of Kyiv's";
        let found: Vec<String> = words(text, Span::new(0, text.len())).into_iter().map(|word| word.text).collect();
        assert_eq!(found, ["it's", "1,000", "of", "kyiv's"]);
    }
}
