//! Two wordings side by side, word by word.

use crate::evidence::{Evidence, Hit};
use crate::words::Word;
use serde::Serialize;

/// One place where a draft departs from a report. One side is empty where words were dropped or added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The report's words.
    pub report: String,
    /// The draft's words.
    pub draft: String,
}

/// An alignment of a draft's words with the best stretch of a report.
#[derive(Debug)]
pub(crate) struct Alignment {
    pub hit: Hit,
    /// Words that are the same.
    pub same: usize,
    pub differences: Vec<Step>,
}

/// A place where they differ: ranges of the report's words (in the evidence) and of the draft's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub report: std::ops::Range<usize>,
    pub draft: std::ops::Range<usize>,
}

impl Alignment {
    /// Share of words that are the same, in both together; in `[0, 1]`.
    pub fn similarity(&self, draft: usize) -> f64 {
        2.0 * self.same as f64 / (draft + self.hit.end - self.hit.start).max(1) as f64
    }
}

// Words that a draft leaves out are cheap, so that what it keeps is found on both sides of them.
const CHANGED: u32 = 3;
const ADDED: u32 = 3;
const DROPPED: u32 = 1;

/// Aligns `words` with the stretch of `window` that fits best. `None` where no word fits.
///
/// Edit distance in which words of the window before and after the stretch cost nothing. Time and memory are
/// the product of the two lengths, which the caller bounds.
pub(crate) fn align(
    evidence: &Evidence<'_>,
    numbers: &[Option<u32>],
    window: std::ops::Range<usize>,
) -> Option<Alignment> {
    let (rows, columns) = (numbers.len() + 1, window.len() + 1);
    let at = |row: usize, column: usize| row * columns + column;
    let same = |row: usize, column: usize| numbers[row - 1] == Some(evidence.entry(window.start + column - 1).folded);
    let mut cost = vec![0u32; rows * columns];
    for row in 1..rows {
        cost[at(row, 0)] = ADDED * row as u32;
        for column in 1..columns {
            let diagonal = cost[at(row - 1, column - 1)] + if same(row, column) { 0 } else { CHANGED };
            let added = cost[at(row - 1, column)] + ADDED;
            let dropped = cost[at(row, column - 1)] + DROPPED;
            cost[at(row, column)] = diagonal.min(added).min(dropped);
        }
    }
    // Of equals the longest stretch, so that a last word counts as changed rather than as added.
    let mut column = (0..columns).min_by_key(|&column| (cost[at(rows - 1, column)], std::cmp::Reverse(column)))?;
    let mut row = rows - 1;
    let end = column;
    let mut pairs = Vec::new();
    while row > 0 && column > 0 {
        let here = cost[at(row, column)];
        if same(row, column) && here == cost[at(row - 1, column - 1)] {
            pairs.push((row - 1, column - 1));
            (row, column) = (row - 1, column - 1);
        } else if here == cost[at(row - 1, column - 1)] + CHANGED {
            (row, column) = (row - 1, column - 1);
        } else if here == cost[at(row - 1, column)] + ADDED {
            row -= 1;
        } else {
            column -= 1;
        }
    }
    if pairs.is_empty() {
        return None;
    }
    pairs.reverse();
    let mut differences = Vec::new();
    let (mut draft, mut report) = (0, column);
    for &(word, entry) in pairs.iter().chain([&(rows - 1, end)]) {
        if draft < word || report < entry {
            let report = window.start + report..window.start + entry;
            differences.push(Step { report, draft: draft..word });
        }
        (draft, report) = (word + 1, entry + 1);
    }
    let hit = Hit { source: evidence.source_of(window.start), start: window.start + column, end: window.start + end };
    Some(Alignment { hit, same: pairs.len(), differences })
}

/// The words of a step, as both sides have them.
pub(crate) fn shown(evidence: &Evidence<'_>, words: &[Word], step: &Step) -> Difference {
    let join = |words: Vec<&str>| words.join(" ");
    Difference {
        report: join(step.report.clone().map(|at| evidence.exact(at)).collect()),
        draft: join(words[step.draft.clone()].iter().map(|word| word.text.as_str()).collect()),
    }
}
