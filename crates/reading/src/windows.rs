//! Windows: the stretches of text the network sees at once.
//!
//! Whole paragraphs are packed into windows of a fixed number of word pieces; a longer paragraph is cut at sentence
//! ends, or where it must. The network was trained on windows packed in the same way.

use crate::pieces::Pieces;
use crate::words::{Words, shape};
use encoder::Window;
use std::ops::Range;

/// A window and the words of the text it holds, in order.
#[derive(Debug, Default)]
pub struct Stretch {
    /// What the network takes.
    pub window: Window,
    /// Index in the text of each word of the window.
    pub words: Vec<usize>,
}

/// Cuts a text into windows of at most `limit` pieces.
pub fn windows(words: &Words<'_>, pieces: &Pieces, limit: usize) -> Vec<Stretch> {
    let mut ids = Vec::new();
    let mut starts = Vec::with_capacity(words.len() + 1);
    for i in 0..words.len() {
        starts.push(ids.len());
        pieces.cut(words.word(i), &mut ids);
    }
    starts.push(ids.len());
    let size = |range: &Range<usize>| starts[range.end] - starts[range.start];

    let mut out: Vec<Stretch> = Vec::new();
    let mut room = 0;
    for part in words.paragraphs.iter().flat_map(|p| parts(words, p.clone(), limit.saturating_sub(2).max(1), &starts)) {
        let need = size(&part) + 1;
        if out.is_empty() || need > room {
            let window = Window { ids: vec![pieces.cls], shapes: vec![0], quotes: vec![0], ..Window::default() };
            out.push(Stretch { window, words: Vec::new() });
            room = limit - 1;
        }
        room = room.saturating_sub(need);
        if let Some(stretch) = out.last_mut() {
            stretch.add(words, part, &ids, &starts, pieces.sep);
        }
    }
    out
}

impl Stretch {
    fn add(&mut self, words: &Words<'_>, part: Range<usize>, ids: &[u32], starts: &[usize], sep: u32) {
        let window = &mut self.window;
        // Quotation is told from where the part begins, as in training.
        let quotes = words.quotes_of(part.clone());
        for (i, quote) in part.zip(quotes) {
            window.first.push(window.ids.len() as u32);
            self.words.push(i);
            let cut = &ids[starts[i]..starts[i + 1]];
            window.ids.extend_from_slice(cut);
            window.shapes.resize(window.ids.len(), shape(words.word(i)));
            window.quotes.resize(window.ids.len(), quote as u8);
        }
        window.ids.push(sep);
        window.shapes.push(0);
        window.quotes.push(0);
    }
}

/// A paragraph in parts of at most `limit` pieces, cut after a sentence (and its closing mark) where there is one.
fn parts(words: &Words<'_>, paragraph: Range<usize>, limit: usize, starts: &[usize]) -> Vec<Range<usize>> {
    let (mut at, end) = (paragraph.start, paragraph.end);
    let mut out = Vec::new();
    while starts[end] - starts[at] > limit {
        let fits = (at..end).take_while(|i| starts[i + 1] - starts[at] <= limit).last().map_or(at, |i| i + 1);
        let sentence = (at..fits)
            .filter(|&i| i + 1 < end && matches!(words.word(i), "." | "!" | "?"))
            .map(|i| if matches!(words.word(i + 1), "”" | "»" | "\"") { i + 2 } else { i + 1 })
            .next_back()
            .filter(|&cut| cut <= fits);
        let cut = sentence.unwrap_or(fits).max(at + 1);
        out.push(at..cut);
        at = cut;
    }
    out.push(at..end);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, limit: usize) -> Vec<String> {
        let words = Words::new(text);
        let pieces = Pieces::new("[UNK]\n[CLS]\n[SEP]");
        windows(&words, &pieces, limit)
            .iter()
            .map(|s| {
                assert!(s.window.ids.len() <= limit);
                assert_eq!(s.window.first.len(), s.words.len());
                s.words.iter().map(|&i| words.word(i)).collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    #[test]
    fn paragraphs_are_packed_whole() {
        assert_eq!(cut("a b c\nd e\nf g h i", 9), ["a b c d e", "f g h i"]);
    }

    #[test]
    fn a_long_paragraph_is_cut_at_a_sentence_end() {
        assert_eq!(cut("a b . c d e f g", 7), ["a b .", "c d e f g"]);
        assert_eq!(cut("a b c d e f g", 5), ["a b c", "d e f", "g"]);
    }
}
