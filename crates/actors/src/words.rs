//! A report cut into words, with sentences, paragraphs and quotation marks.

use codebook::Span;

/// One word or mark.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub start: usize,
    pub end: usize,
    /// A run of letters and digits, not a mark.
    pub is_word: bool,
    /// Starts with a capital letter.
    pub capital: bool,
    /// Inside quotation marks.
    pub quoted: bool,
    /// White space stands before it.
    pub spaced: bool,
    pub sentence: u32,
    pub paragraph: u32,
}

/// The words of a text.
#[derive(Debug)]
pub(crate) struct Words<'t> {
    pub text: &'t str,
    pub list: Vec<Word>,
}

/// Words whose full stop does not end a sentence.
const SHORT: [&str; 24] = [
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Col", "Lt", "Maj", "Capt", "Brig", "Adm", "Sgt", "Sen", "Rep", "Gov",
    "St", "No", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov",
];

impl<'t> Words<'t> {
    /// Cuts `text` in one pass.
    pub fn new(text: &'t str) -> Self {
        let mut list: Vec<Word> = Vec::with_capacity(text.len() / 5);
        let (mut sentence, mut paragraph) = (0, 0);
        // Inside double marks, or inside single ones (‘ … ’).
        let mut quoted = false;
        let mut single = false;
        let (mut spaced, mut broken) = (false, false);
        let mut after_stop = false;
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if c.is_whitespace() {
                spaced = true;
                broken |= c == '\n';
                continue;
            }
            if broken && !list.is_empty() {
                paragraph += 1;
                sentence += 1;
                quoted = false;
                single = false;
            } else if after_stop && spaced && !c.is_lowercase() {
                sentence += 1;
            }
            if spaced || broken {
                after_stop = false;
            }
            broken = false;
            let is_word = c.is_alphanumeric();
            let mut end = start + c.len_utf8();
            if is_word {
                while let Some(&(at, next)) = chars.peek() {
                    // Combining marks belong to the letter before them.
                    if !(next.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&next)) {
                        break;
                    }
                    end = at + next.len_utf8();
                    chars.next();
                }
            }
            let closes = matches!(c, '”' | '»') || (c == '"' && quoted);
            let opens = matches!(c, '“' | '«' | '„') || (c == '"' && !quoted);
            if closes {
                quoted = false;
            }
            // The same mark is an apostrophe inside a word and behind an s.
            let next = chars.peek().map(|&(_, next)| next);
            if c == '’'
                && single
                && !next.is_some_and(char::is_alphanumeric)
                && (spaced || !text[..start].ends_with('s'))
            {
                single = false;
            }
            list.push(Word {
                start,
                end,
                is_word,
                capital: c.is_uppercase(),
                quoted: quoted || single,
                spaced,
                sentence,
                paragraph,
            });
            single |= c == '‘';
            if opens {
                quoted = true;
            }
            spaced = false;
            if is_word {
                after_stop = false;
            } else if matches!(c, '.' | '!' | '?' | '…') {
                after_stop = c != '.' || !Self::is_short(text, &list);
            }
        }
        Self { text, list }
    }

    /// Whether the full stop that ends `list` belongs to an abbreviation.
    fn is_short(text: &str, list: &[Word]) -> bool {
        let Some(word) = list.len().checked_sub(2).and_then(|at| list.get(at)) else { return false };
        let shown = &text[word.start..word.end];
        word.is_word && (SHORT.contains(&shown) || (shown.len() == 1 && word.capital))
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The characters of a word; empty past the end.
    pub fn of(&self, at: usize) -> &'t str {
        self.list.get(at).map_or("", |word| &self.text[word.start..word.end])
    }

    /// Words `a..b` as they stand in the text.
    pub fn slice(&self, a: usize, b: usize) -> &'t str {
        if a >= b || b > self.list.len() {
            return "";
        }
        &self.text[self.list[a].start..self.list[b - 1].end]
    }

    /// The span of words `a..b`.
    pub fn span(&self, a: usize, b: usize) -> Span {
        if a >= b || b > self.list.len() {
            return Span::new(0, 0);
        }
        Span::new(self.list[a].start, self.list[b - 1].end)
    }

    /// The words that overlap a span of the text, as a half-open range.
    pub fn within(&self, span: Span) -> (usize, usize) {
        let from = self.list.partition_point(|word| word.end <= span.start);
        let to = self.list.partition_point(|word| word.start < span.end);
        (from, to.max(from))
    }

    /// Whether the word is `form`, upper and lower case alike.
    pub fn is(&self, at: usize, form: &str) -> bool {
        self.of(at).eq_ignore_ascii_case(form)
    }

    /// Whether words `at` and `at + 1` are a possessive ending; gives the number of words it takes.
    pub fn possessive(&self, at: usize) -> usize {
        let mark = |at: usize| matches!(self.of(at), "'" | "’") && !self.list[at].spaced;
        if at >= self.len() || !mark(at) {
            0
        } else if self.of(at + 1) == "s" && !self.list[at + 1].spaced {
            2
        } else if at > 0 && self.of(at - 1).ends_with('s') && self.list.get(at + 1).is_some_and(|next| next.spaced) {
            1
        } else {
            0
        }
    }

    /// The first word of the sentence that `at` stands in.
    pub fn sentence_start(&self, at: usize) -> usize {
        let Some(word) = self.list.get(at.min(self.len().saturating_sub(1))) else { return 0 };
        self.list.partition_point(|other| other.sentence < word.sentence)
    }

    /// One past the last word of the sentence that `at` stands in.
    pub fn sentence_end(&self, at: usize) -> usize {
        let Some(word) = self.list.get(at.min(self.len().saturating_sub(1))) else { return 0 };
        self.list.partition_point(|other| other.sentence <= word.sentence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_they_end() {
        let words = Words::new("Mr. Lee of the U.S. Senate spoke. “We agree,” he said. It’s done!\nNext");
        let starts: Vec<&str> = (0..words.len())
            .filter(|&at| at == 0 || words.list[at].sentence != words.list[at - 1].sentence)
            .map(|at| words.of(at))
            .collect();
        assert_eq!(starts, ["Mr", "“", "It", "Next"]);
        let we = (0..words.len()).find(|&at| words.of(at) == "We").unwrap();
        assert!(words.list[we].quoted);
        assert_eq!(words.list.last().unwrap().paragraph, 1);
    }

    #[test]
    fn both_apostrophes_make_a_possessive() {
        for text in ["Turkey's army", "Turkey’s army"] {
            assert_eq!(Words::new(text).possessive(1), 2, "{text}");
        }
        assert_eq!(Words::new("the rebels' chief").possessive(2), 1);
        assert_eq!(Words::new("the 'rebels").possessive(1), 0);
    }
}
