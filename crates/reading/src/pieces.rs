//! Word pieces of the network's uncased vocabulary (WordPiece: longest match from the left).

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A longer word is unknown.
const LONGEST_WORD: usize = 40;

/// The vocabulary.
#[derive(Debug)]
pub struct Pieces {
    ids: HashMap<&'static str, u32>,
    /// The id of `[CLS]`, which opens a window.
    pub cls: u32,
    /// The id of `[SEP]`, which closes a paragraph.
    pub sep: u32,
    unknown: u32,
}

impl Pieces {
    /// Reads a vocabulary, one piece a line.
    pub fn new(vocabulary: &'static str) -> Self {
        let ids: HashMap<&'static str, u32> = vocabulary.lines().zip(0..).collect();
        let id = |piece: &str| ids.get(piece).copied().unwrap_or(0);
        Self { cls: id("[CLS]"), sep: id("[SEP]"), unknown: id("[UNK]"), ids }
    }

    /// Appends the ids of a word's pieces; at least one.
    pub fn cut(&self, word: &str, out: &mut Vec<u32>) {
        let plain: String = word.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)).collect();
        if plain.is_empty() || plain.chars().count() > LONGEST_WORD {
            out.push(self.unknown);
            return;
        }
        let begun = out.len();
        let mut start = 0;
        let mut piece = String::with_capacity(plain.len() + 2);
        while start < plain.len() {
            let longest =
                plain[start..].char_indices().map(|(at, c)| start + at + c.len_utf8()).rev().find_map(|end| {
                    piece.clear();
                    if start > 0 {
                        piece.push_str("##");
                    }
                    piece.push_str(&plain[start..end]);
                    self.ids.get(piece.as_str()).map(|id| (*id, end))
                });
            let Some((id, end)) = longest else {
                out.truncate(begun);
                out.push(self.unknown);
                return;
            };
            out.push(id);
            start = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_piece_wins_and_accents_fall_away() {
        let pieces = Pieces::new("[UNK]\n[CLS]\n[SEP]\nsol\n##ene\n##e\n##n\nsole");
        let cut = |word: &str| {
            let mut out = Vec::new();
            pieces.cut(word, &mut out);
            out
        };
        assert_eq!(cut("Solène"), [7, 6, 5]);
        assert_eq!(cut("xyz"), [0]);
        assert_eq!(cut(&"sol".repeat(20)), [0]);
    }
}
