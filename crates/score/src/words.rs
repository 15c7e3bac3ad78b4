//! From spans to the words they touch.

/// Half-open `[start, end]` in code points.
pub type Points = [usize; 2];

/// A span that does not fit its text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the span [{start}, {end}] does not fit a text of {length} characters")]
pub struct MisfitError {
    /// As given.
    pub start: usize,
    /// As given.
    pub end: usize,
    /// Code points of the text.
    pub length: usize,
}

/// The words of a text: runs of letters, digits and underscores, or single marks.
#[derive(Debug, Clone)]
pub struct Words {
    /// Start, end, and whether it is a word rather than a mark.
    tokens: Vec<(usize, usize, bool)>,
    length: usize,
}

impl Words {
    /// Cuts the text.
    pub fn new(text: &str) -> Self {
        let mut tokens: Vec<(usize, usize, bool)> = Vec::new();
        let mut length = 0;
        let mut open = false;
        for (at, c) in text.chars().enumerate() {
            length = at + 1;
            let word = c.is_alphanumeric() || c == '_';
            match tokens.last_mut() {
                Some(last) if word && open => last.1 = at + 1,
                _ if word || !c.is_whitespace() => tokens.push((at, at + 1, word)),
                _ => {}
            }
            open = word;
        }
        Self { tokens, length }
    }

    /// The numbers of the words that spans touch, in order. A span without a word stands for its marks.
    ///
    /// # Errors
    /// Where a span is empty or lies outside the text.
    pub fn of(&self, spans: &[Points]) -> Result<Vec<usize>, MisfitError> {
        let mut found = Vec::new();
        for &[start, end] in spans {
            if start >= end || end > self.length {
                return Err(MisfitError { start, end, length: self.length });
            }
            let first = self.tokens.partition_point(|token| token.1 <= start);
            let touched = (first..self.tokens.len()).take_while(|&i| self.tokens[i].0 < end);
            let words: Vec<usize> = touched.clone().filter(|&i| self.tokens[i].2).collect();
            if words.is_empty() { found.extend(touched) } else { found.extend(words) }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Words of one role cut into spans: a new one wherever a word is left out.
    pub fn runs(&self, words: &[usize]) -> Vec<Vec<usize>> {
        let mut runs: Vec<Vec<usize>> = Vec::new();
        for &word in words {
            match runs.last_mut() {
                Some(run) if !run.last().is_some_and(|&last| (last + 1..word).any(|i| self.tokens[i].2)) => {
                    run.push(word);
                }
                _ => runs.push(vec![word]),
            }
        }
        runs
    }
}

/// How many numbers two ordered lists share.
pub fn shared(a: &[usize], b: &[usize]) -> usize {
    a.iter().filter(|word| b.binary_search(word).is_ok()).count()
}

/// F1 of two ordered lists taken as sets; two empty ones agree.
pub fn dice(a: &[usize], b: &[usize]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    2.0 * shared(a, b) as f64 / (a.len() + b.len()) as f64
}

/// One-to-one pairs, the most alike first; those without a likeness are none. Of equals the earlier goes first.
pub fn pair<L: PartialOrd>(
    golds: usize,
    predicted: usize,
    likeness: impl Fn(usize, usize) -> Option<L>,
) -> Vec<(usize, usize)> {
    let mut candidates: Vec<(L, usize, usize)> = Vec::new();
    for gold in 0..golds {
        candidates.extend((0..predicted).filter_map(|p| Some((likeness(gold, p)?, gold, p))));
    }
    candidates.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(std::cmp::Ordering::Equal));
    let (mut used_gold, mut used) = (vec![false; golds], vec![false; predicted]);
    let mut pairs = Vec::new();
    for (_, gold, p) in candidates {
        if !used_gold[gold] && !used[p] {
            (used_gold[gold], used[p]) = (true, true);
            pairs.push((gold, p));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_stand_for_the_words_they_touch() {
        let words = Words::new("Ann: no.");
        assert_eq!(words.of(&[[3, 5]]), Ok(vec![1]));
        assert_eq!(words.of(&[[0, 4]]), Ok(vec![0]));
        assert_eq!(Words::new("🙂 Ann").of(&[[2, 5]]), Ok(vec![1]));
        for bad in [[3, 3], [0, 99]] {
            assert!(words.of(&[bad]).is_err());
        }
    }

    #[test]
    fn a_left_out_word_parts_a_role() {
        let words = Words::new("“We will pay,” Ann said.");
        assert_eq!(words.runs(&[1, 3]).len(), 2);
        assert_eq!(words.runs(&[2, 3, 6]).len(), 1);
    }
}
