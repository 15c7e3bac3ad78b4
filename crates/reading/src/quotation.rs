//! Which words stand between quotation marks, of every style news uses.

use crate::words::{Quote, Words};

/// Where a report quotes.
#[derive(Debug)]
pub struct Quotation {
    inside: Vec<bool>,
}

impl Quotation {
    /// Finds the quoted words: between double marks or guillemets, and between single marks where these clearly open
    /// and close (an apostrophe inside a word, or after a plural, opens nothing).
    pub fn new(words: &Words<'_>) -> Self {
        let mut inside: Vec<bool> = words.quotes.iter().map(|q| *q == Quote::Inside).collect();
        for paragraph in &words.paragraphs {
            let mut open: Option<usize> = None;
            for i in paragraph.clone() {
                match (words.word(i), open) {
                    ("‘" | "'" | "‚", None) if opens(words, i, paragraph.start) => open = Some(i),
                    ("’" | "'" | "‘", Some(start)) if closes(words, i, paragraph.end) => {
                        inside[start + 1..i].iter_mut().for_each(|q| *q = true);
                        open = None;
                    }
                    _ => {}
                }
            }
        }
        Self { inside }
    }

    /// Whether a word is quoted.
    pub fn inside(&self, word: usize) -> bool {
        self.inside.get(word).copied().unwrap_or(false)
    }
}

/// A single mark opens where a space or a mark stands before it and a word follows at once.
fn opens(words: &Words<'_>, i: usize, first: usize) -> bool {
    let joined_before = i > first && words.spans[i - 1].end == words.spans[i].start && words.is_word(i - 1);
    let joined_after = i + 1 < words.len() && words.spans[i].end == words.spans[i + 1].start && words.is_word(i + 1);
    !joined_before && joined_after
}

/// A single mark closes where a word or a mark stands before it and no letter follows at once.
fn closes(words: &Words<'_>, i: usize, end: usize) -> bool {
    let joined_before = i > 0 && words.spans[i - 1].end == words.spans[i].start;
    let joined_after = i + 1 < end && words.spans[i].end == words.spans[i + 1].start && words.is_word(i + 1);
    // A plural's apostrophe ("ministers’ talks") stands between a letter and a space: it closes only after a mark,
    // or where nothing suggests the quotation goes on.
    joined_before && !joined_after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        let words = Words::new(text);
        let quotation = Quotation::new(&words);
        (0..words.len()).filter(|&i| quotation.inside(i) && words.is_word(i)).map(|i| words.word(i)).collect()
    }

    #[test]
    fn every_style_of_marks() {
        assert_eq!(quoted("He said \"no deal\" today"), ["no", "deal"]);
        assert_eq!(quoted("He said “no deal” today"), ["no", "deal"]);
        assert_eq!(quoted("He said ‘no deal’ today"), ["no", "deal"]);
        assert_eq!(quoted("He said «no deal» today"), ["no", "deal"]);
        assert_eq!(quoted("Iran's envoy and the ministers' talks"), Vec::<&str>::new());
        assert_eq!(quoted("‘We don’t know,’ she said"), ["We", "don", "t", "know"]);
    }
}
