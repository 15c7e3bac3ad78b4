//! The reports a draft is checked against, indexed by pairs of words.

use crate::words::{Break, Placed, Word, folded, is_double_mark, placed, words};
use codebook::{Reading, Span, Statement};
use std::collections::HashMap;

/// One report with what was read from it.
#[derive(Debug, Clone, Copy)]
pub struct Source<'e> {
    /// Unique among the sources.
    pub id: &'e str,
    /// Its text.
    pub text: &'e str,
    /// Who says what in it; empty where it was not read, and then no speaker can be checked.
    pub statements: &'e [Statement],
}

impl<'e> Source<'e> {
    /// A report with its reading.
    pub fn new(id: &'e str, text: &'e str, reading: &'e Reading) -> Self {
        Self { id, text, statements: &reading.statements }
    }
}

/// A word of a report. Spellings are numbered, the lower-case form apart from the exact one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub folded: u32,
    pub exact: u32,
    pub span: Span,
    pub before: Break,
}

/// Words in a row, of one report: its whole text, or what one statement or one paragraph quotes with the
/// reporter's interruptions left out.
#[derive(Debug)]
struct Stream {
    source: usize,
    start: usize,
    end: usize,
}

/// A run of words found in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    pub source: usize,
    /// First word, in the whole of [`Evidence::entry`].
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// Reports, indexed once and asked often. Memory is about 50 bytes a word.
#[derive(Debug)]
pub struct Evidence<'e> {
    sources: Vec<Source<'e>>,
    entries: Vec<Entry>,
    streams: Vec<Stream>,
    /// `(word, next word)` with the place of the first, sorted. One array serves pairs and, by its prefix, single words.
    pairs: Vec<(u32, u32, u32)>,
    numbers: HashMap<String, u32>,
    spellings: Vec<String>,
}

/// Stands after the last word of a stream.
const END: u32 = u32::MAX;

impl<'e> Evidence<'e> {
    /// Indexes the reports; time and memory grow with their length alone.
    pub fn new(sources: &[Source<'e>]) -> Self {
        let mut evidence = Self {
            sources: sources.to_vec(),
            entries: Vec::new(),
            streams: Vec::new(),
            pairs: Vec::new(),
            numbers: HashMap::new(),
            spellings: Vec::new(),
        };
        for (number, source) in sources.iter().enumerate() {
            let chars: Vec<Placed> = placed(source.text).collect();
            evidence.push(number, words(&chars));
            for statement in source.statements.iter().filter(|statement| statement.content.len() > 1) {
                let parts: Vec<Word> = statement.content.iter().flat_map(|span| words_in(source.text, *span)).collect();
                evidence.push(number, parts);
            }
            for quoted in interrupted(&chars) {
                let parts = quoted.iter().flat_map(|range| words(&chars[range.clone()])).collect();
                evidence.push(number, parts);
            }
        }
        evidence.pairs.sort_unstable();
        evidence
    }

    fn push(&mut self, source: usize, words: Vec<Word>) {
        let start = self.entries.len();
        for word in words {
            let (folded, exact) = (self.number(&folded(&word.text)), self.number(&word.text));
            self.entries.push(Entry { folded, exact, span: word.span, before: word.before });
        }
        let end = self.entries.len();
        for at in start..end {
            let next = if at + 1 < end { self.entries[at + 1].folded } else { END };
            self.pairs.push((self.entries[at].folded, next, at as u32));
        }
        self.streams.push(Stream { source, start, end });
    }

    fn number(&mut self, spelling: &str) -> u32 {
        if let Some(&number) = self.numbers.get(spelling) {
            return number;
        }
        let number = self.spellings.len() as u32;
        self.numbers.insert(spelling.to_owned(), number);
        self.spellings.push(spelling.to_owned());
        number
    }

    /// The reports, in the order given.
    pub fn sources(&self) -> &[Source<'e>] {
        &self.sources
    }

    pub(crate) fn source(&self, number: usize) -> &Source<'e> {
        &self.sources[number]
    }

    pub(crate) fn entry(&self, at: usize) -> &Entry {
        &self.entries[at]
    }

    pub(crate) fn folded(&self, at: usize) -> &str {
        &self.spellings[self.entries[at].folded as usize]
    }

    pub(crate) fn exact(&self, at: usize) -> &str {
        &self.spellings[self.entries[at].exact as usize]
    }

    /// The number of a lower-case word; `None` where no report has it.
    pub(crate) fn known(&self, folded: &str) -> Option<u32> {
        self.numbers.get(folded).copied()
    }

    /// The words of the stream that `at` is in.
    pub(crate) fn stream(&self, at: usize) -> std::ops::Range<usize> {
        let stream = &self.streams[self.stream_number(at)];
        stream.start..stream.end
    }

    pub(crate) fn source_of(&self, at: usize) -> usize {
        self.streams[self.stream_number(at)].source
    }

    fn stream_number(&self, at: usize) -> usize {
        self.streams.partition_point(|stream| stream.end <= at)
    }

    /// Where a pair of words stands (a single word where `second` is `None`).
    pub(crate) fn places(&self, first: u32, second: Option<u32>) -> &[(u32, u32, u32)] {
        let low = (first, second.unwrap_or(0), 0);
        let high = (first, second.unwrap_or(END), u32::MAX);
        let start = self.pairs.partition_point(|pair| *pair < low);
        let end = self.pairs.partition_point(|pair| *pair <= high);
        &self.pairs[start..end]
    }

    /// Where these words stand in a row, at most `most` places, in text order; those of a report's whole text
    /// come before those with interruptions left out.
    pub(crate) fn find(&self, words: &[u32], most: usize) -> Vec<Hit> {
        let Some(&first) = words.first() else { return Vec::new() };
        let rarest = (0..words.len().saturating_sub(1).max(1))
            .map(|at| (at, self.places(words[at], words.get(at + 1).copied())))
            .min_by_key(|(_, places)| places.len());
        let Some((offset, places)) = rarest else { return Vec::new() };
        let mut hits = Vec::new();
        for &(_, _, at) in places {
            let Some(start) = (at as usize).checked_sub(offset) else { continue };
            let end = start + words.len();
            if end > self.entries.len() || self.entries[start].folded != first {
                continue;
            }
            let same = self.entries[start..end].iter().zip(words).all(|(entry, word)| entry.folded == *word);
            if same && end <= self.stream(start).end && self.stream(at as usize).start <= start {
                hits.push(Hit { source: self.source_of(start), start, end });
                if hits.len() == most {
                    break;
                }
            }
        }
        hits
    }

    /// The places of a run of words in its report: one span, or several where an interruption is left out.
    pub(crate) fn spans(&self, hit: &Hit) -> Vec<Span> {
        let text = self.sources[hit.source].text;
        let mut spans: Vec<Span> = Vec::new();
        for entry in &self.entries[hit.start..hit.end] {
            match spans.last_mut() {
                // Only white space and marks lie between words that follow each other.
                Some(last)
                    if text
                        .get(last.end..entry.span.start)
                        .is_some_and(|between| !between.chars().any(char::is_alphanumeric)) =>
                {
                    last.end = entry.span.end;
                }
                _ => spans.push(entry.span),
            }
        }
        spans
    }
}

pub(crate) fn words_in(text: &str, span: Span) -> Vec<Word> {
    let Some(part) = span.of(text) else { return Vec::new() };
    let shift = |at: usize| at + span.start;
    let chars: Vec<Placed> = placed(part)
        .map(|placed| Placed { c: placed.c, span: Span::new(shift(placed.span.start), shift(placed.span.end)) })
        .collect();
    words(&chars)
}

/// Quotations that the reporter interrupts within one paragraph: “We go,” she said. “We stay.”
///
/// A part ends in a comma, an exclamation or a question mark, the interruption is one short sentence, and the next
/// part follows at once; two people quoted in turn do not look so.
fn interrupted(chars: &[Placed]) -> Vec<Vec<std::ops::Range<usize>>> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < chars.len() {
        let end = (start..chars.len())
            .find(|&at| chars[at].c == '\n' && chars.get(at + 1).is_none_or(|next| next.c == '\n'))
            .unwrap_or(chars.len());
        let marks: Vec<usize> = (start..end).filter(|&at| is_double_mark(chars[at].c)).collect();
        let quoted: Vec<std::ops::Range<usize>> = marks.chunks_exact(2).map(|pair| pair[0] + 1..pair[1]).collect();
        let mut joined: Vec<std::ops::Range<usize>> = Vec::new();
        for range in quoted {
            let follows = joined.last().is_some_and(|last| {
                let ends =
                    chars[..last.end].last().is_some_and(|placed| matches!(placed.c, ',' | '!' | '?' | '—' | '–'));
                let between: String = chars[last.end + 1..range.start - 1].iter().map(|placed| placed.c).collect();
                let between = between.trim();
                let inside = between.trim_end_matches(['.', ',']);
                ends && inside.len() < between.len()
                    && !inside.contains(['.', '?', '!', ':', ';'])
                    && inside.split_whitespace().count() <= 14
            });
            if !follows {
                if joined.len() > 1 {
                    found.push(std::mem::take(&mut joined));
                }
                joined.clear();
            }
            joined.push(range);
        }
        if joined.len() > 1 {
            found.push(joined);
        }
        start = end + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(text: &str, words: &str) -> Vec<Vec<String>> {
        let source = Source { id: "r", text, statements: &[] };
        let evidence = Evidence::new(&[source]);
        let numbers: Option<Vec<u32>> = words.split(' ').map(|word| evidence.known(word)).collect();
        evidence
            .find(&numbers.unwrap_or_default(), 9)
            .iter()
            .map(|hit| evidence.spans(hit).iter().map(|span| span.of(text).unwrap_or("?").to_owned()).collect())
            .collect()
    }

    #[test]
    fn words_in_a_row_are_found_everywhere() {
        assert_eq!(spans("We go. So we go, and we go", "we go"), [["We go"], ["we go"], ["we go"]]);
        assert_eq!(spans("We go", "go"), [["go"]]);
        assert!(spans("We go", "go we").is_empty());
        assert!(spans("We go", "we stay").is_empty());
    }

    #[test]
    fn interruptions_are_left_out_of_a_quotation() {
        assert_eq!(spans("“We go,” she said. “You stay.”", "go you stay"), [["go", "You stay"]]);
        assert!(spans("“We go,” she said. He replied: “You stay.”", "go you stay").is_empty());
    }
}
