//! Places in a text.

/// A stretch of a text: UTF-8 byte offsets, half-open, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Its length in bytes.
    pub const fn len(&self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it covers nothing.
    pub const fn is_empty(&self) -> bool {
        self.end <= self.start
    }

    /// Whether `other` lies wholly inside.
    pub const fn contains(&self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub const fn overlaps(&self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The words it covers, or `None` where it does not fit `text`.
    pub fn of<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.get(self.start..self.end)
    }
}

/// The words of several spans, joined by " … " where words are left out between them.
/// Spans that do not fit the text are passed over.
pub fn slice(text: &str, spans: &[Span]) -> String {
    let words: Vec<&str> = spans.iter().filter_map(|span| span.of(text)).collect();
    words.join(" … ")
}

/// The smallest span around all of `spans`, or `None` where there are none.
pub fn covered(spans: &[Span]) -> Option<Span> {
    let start = spans.iter().map(|span| span.start).min()?;
    let end = spans.iter().map(|span| span.end).max()?;
    Some(Span { start, end })
}

/// Maps byte offsets of one text to code points and back, in logarithmic time.
///
/// Text in one-byte characters costs nothing; otherwise one entry is kept per 64 characters.
#[derive(Debug, Clone)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Byte offset of every [`STRIDE`]th character; empty for ASCII.
    marks: Vec<usize>,
    /// Number of code points in the text.
    count: usize,
}

const STRIDE: usize = 64;

impl<'t> CodePoints<'t> {
    /// Indexes `text` in one pass.
    pub fn new(text: &'t str) -> Self {
        if text.is_ascii() {
            return Self { text, marks: Vec::new(), count: text.len() };
        }
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for (byte, _) in text.char_indices() {
            if count % STRIDE == 0 {
                marks.push(byte);
            }
            count += 1;
        }
        Self { text, marks, count }
    }

    /// Number of code points in the text.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The code point at which `byte` starts; a byte inside a character counts as that character's.
    /// Bytes past the end give the number of code points.
    pub fn of_byte(&self, byte: usize) -> usize {
        if self.marks.is_empty() {
            return byte.min(self.count);
        }
        if byte >= self.text.len() {
            return self.count;
        }
        let block = self.marks.partition_point(|&mark| mark <= byte) - 1;
        let into = self.text[self.marks[block]..]
            .char_indices()
            .take_while(|(at, c)| self.marks[block] + at + c.len_utf8() <= byte)
            .count();
        block * STRIDE + into
    }

    /// The byte at which code point `point` starts, or `None` past the end. The count itself gives the text's length.
    pub fn to_byte(&self, point: usize) -> Option<usize> {
        if point > self.count {
            return None;
        }
        if self.marks.is_empty() || point == self.count {
            return Some(if point == self.count { self.text.len() } else { point });
        }
        let block = point / STRIDE;
        let start = self.marks[block];
        self.text[start..].char_indices().nth(point % STRIDE).map(|(at, _)| start + at)
    }

    /// A span in code points.
    pub fn of_span(&self, span: Span) -> [usize; 2] {
        [self.of_byte(span.start), self.of_byte(span.end)]
    }

    /// A span from code points, or `None` where it does not fit or is empty.
    pub fn to_span(&self, [start, end]: [usize; 2]) -> Option<Span> {
        if start >= end {
            return None;
        }
        Some(Span { start: self.to_byte(start)?, end: self.to_byte(end)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn code_points_count_characters_not_bytes() {
        let points = CodePoints::new("🙂 Ann — said");
        assert_eq!(points.to_span([2, 5]).and_then(|s| s.of("🙂 Ann — said")), Some("Ann"));
        assert_eq!(points.to_span([3, 3]), None);
        assert_eq!(points.to_span([0, 99]), None);
    }

    #[test]
    fn split_roles_show_where_words_are_left_out() {
        let text = "In May, he said, we pay";
        assert_eq!(slice(text, &[Span::new(0, 6), Span::new(17, 23)]), "In May … we pay");
    }

    proptest! {
        #[test]
        fn every_character_boundary_survives_the_round_trip(text in "\\PC{0,200}") {
            let points = CodePoints::new(&text);
            prop_assert_eq!(points.count(), text.chars().count());
            for (point, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.of_byte(byte), point);
                prop_assert_eq!(points.to_byte(point), Some(byte));
            }
            prop_assert_eq!(points.of_byte(text.len()), points.count());
            prop_assert_eq!(points.to_byte(points.count()), Some(text.len()));
        }
    }
}
