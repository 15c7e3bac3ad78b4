//! Which reports print the same: reprints and near-copies of one wire, paragraph by paragraph.
//!
//! Paragraphs are compared as runs of four words, quotation marks and white space left out. A quarter of the runs,
//! chosen by their hash, stand for the paragraph (Broder 1997, "On the resemblance and containment of documents",
//! sampling modulo m), so that each paragraph meets only those it shares a run with, and the cost grows with the
//! length of the reports. A pair that meets is then compared on all of its runs.

use crate::ReportRow;
use crate::judge::text::{paragraphs, words};
use codebook::Span;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Words in a run.
const RUN: usize = 4;
/// One in so many runs is indexed.
const SAMPLED: u64 = 4;
/// A text with fewer words is no sign of a common origin.
const LEAST_WORDS: usize = 12;
/// Originals kept for one run; a run in more of them tells little.
const MOST_ORIGINALS: usize = 8;

/// How many of some reports are independent of each other, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origins {
    /// Reports that share a paragraph, directly or through others, together; one list per origin, each in the order
    /// of date and id, by the date of the first.
    pub groups: Vec<Vec<String>>,
    /// The paragraphs that say so.
    pub copies: Vec<CopiedParagraph>,
}

/// A paragraph that an earlier report has too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CopiedParagraph {
    /// The id of the report that prints it again.
    pub copy: String,
    /// Where, in bytes of its text.
    #[serde(skip)]
    pub copy_span: Span,
    /// The id of the first report that has it.
    pub original: String,
    /// Where, in bytes of its text.
    #[serde(skip)]
    pub original_span: Span,
    /// Runs of words that both have, in hundredths of the shorter one's.
    pub shared_percent: u8,
}

impl Origins {
    /// Number of reports.
    pub fn reports(&self) -> usize {
        self.groups.iter().map(Vec::len).sum()
    }

    /// Number of independent origins.
    pub fn independent(&self) -> usize {
        self.groups.len()
    }

    /// Number of independent origins among some of the reports.
    pub fn independent_among<'i>(&self, ids: impl IntoIterator<Item = &'i str>) -> usize {
        let ids: HashSet<&str> = ids.into_iter().collect();
        self.groups.iter().filter(|group| group.iter().any(|id| ids.contains(id.as_str()))).count()
    }
}

impl std::fmt::Display for Origins {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let (reports, independent) = (self.reports(), self.independent());
        write!(f, "{reports} report{}, {independent} independent origin{}", plural(reports), plural(independent))
    }
}

/// Groups reports by origin. The earlier of two reports is the original; of one day, the first by id.
pub fn origins(rows: &[ReportRow<'_>]) -> Origins {
    let rows = ordered(rows);
    let copies = copied_paragraphs(&rows);
    let mut group_of: Vec<usize> = (0..rows.len()).collect();
    let root = |group_of: &[usize], mut at: usize| {
        while group_of[at] != at {
            at = group_of[at];
        }
        at
    };
    for copy in &copies {
        let (a, b) = (root(&group_of, copy.originals[0].0), root(&group_of, copy.copy.0));
        group_of[a.max(b)] = a.min(b);
    }
    let mut groups: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        groups.entry(root(&group_of, at)).or_default().push(row.id.to_owned());
    }
    let copies = copies
        .into_iter()
        .map(|copy| CopiedParagraph {
            copy: rows[copy.copy.0].id.to_owned(),
            copy_span: copy.copy.1,
            original: rows[copy.originals[0].0].id.to_owned(),
            original_span: copy.originals[0].1,
            shared_percent: copy.shared_percent,
        })
        .collect();
    Origins { groups: groups.into_values().collect(), copies }
}

/// Rows by date, then id.
pub(crate) fn ordered<'a>(rows: &[ReportRow<'a>]) -> Vec<ReportRow<'a>> {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| (row.date, row.id));
    rows
}

/// A stretch of a row, by the row's number.
type Place = (usize, Span);

/// One stretch that repeats another of an earlier row.
#[derive(Debug, Clone)]
pub(crate) struct Copied {
    pub copy: Place,
    /// What it repeats, the nearest first; of equally near ones the earliest. Never empty.
    pub originals: Vec<Place>,
    /// Runs that the nearest shares.
    pub shared_percent: u8,
}

/// Paragraphs that earlier rows have too; half of the shorter one's runs must be shared.
pub(crate) fn copied_paragraphs(rows: &[ReportRow<'_>]) -> Vec<Copied> {
    let stretches = rows
        .iter()
        .enumerate()
        .flat_map(|(row, report)| paragraphs(report.text).into_iter().map(move |span| ((row, span), vec![span])));
    copied(rows, stretches, 50)
}

/// Stretches that earlier rows have too. Each stretch is named by one place and read from its spans.
pub(crate) fn copied(
    rows: &[ReportRow<'_>],
    stretches: impl Iterator<Item = (Place, Vec<Span>)>,
    least_percent: usize,
) -> Vec<Copied> {
    let mut originals: Vec<(Place, HashSet<u64>)> = Vec::new();
    let mut index: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for (place, spans) in stretches {
        let Some(runs) = runs(rows[place.0].text, &spans) else { continue };
        let mut sample: Vec<u64> = runs.iter().copied().filter(|run| run % SAMPLED == 0).collect();
        if sample.len() < 8 {
            // A short text is known by its smallest runs.
            sample = runs.iter().copied().collect();
            sample.sort_unstable();
            sample.truncate(8);
        }
        let mut met: BTreeMap<usize, usize> = BTreeMap::new();
        for original in sample.iter().filter_map(|run| index.get(run)).flatten() {
            *met.entry(*original).or_default() += 1;
        }
        let mut alike: Vec<(usize, usize)> = met
            .into_keys()
            .filter(|&original| originals[original].0.0 != place.0)
            .map(|original| {
                let theirs = &originals[original].1;
                let shared = runs.iter().filter(|run| theirs.contains(run)).count();
                (100 * shared / runs.len().min(theirs.len()).max(1), original)
            })
            .filter(|(percent, _)| *percent >= least_percent)
            .collect();
        alike.sort_by_key(|&(percent, original)| (std::cmp::Reverse(percent), original));
        if !alike.is_empty() {
            let shared_percent = u8::try_from(alike[0].0).unwrap_or(100);
            let originals = alike.iter().map(|&(_, original)| originals[original].0).collect();
            found.push(Copied { copy: place, originals, shared_percent });
        }
        for run in sample {
            let list = index.entry(run).or_default();
            if list.len() < MOST_ORIGINALS {
                list.push(originals.len());
            }
        }
        originals.push((place, runs));
    }
    found
}

/// Hashes of all runs of words; `None` of a text too short to tell anything.
fn runs(text: &str, spans: &[Span]) -> Option<HashSet<u64>> {
    let words: Vec<String> = spans.iter().flat_map(|span| words(text, *span)).map(|word| word.text).collect();
    let hash = |run: &[String]| {
        let mut hasher = DefaultHasher::new();
        run.hash(&mut hasher);
        hasher.finish()
    };
    (words.len() >= LEAST_WORDS).then(|| words.windows(RUN).map(hash).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use codebook::Reading;
    use jiff::civil::date;

    const WIRE: &str = "The envoy said on Monday that the \"northern\" road would open before the first snow, whatever the \
        generals wrote to their papers.";

    fn told(texts: &[(&str, String)]) -> String {
        let reading = Reading::default();
        let rows: Vec<ReportRow<'_>> = texts
            .iter()
            .enumerate()
            .map(|(day, (id, text))| ReportRow {
                id,
                outlet: None,
                date: Some(date(2026, 1, day as i8 + 1)),
                text,
                reading: &reading,
            })
            .collect();
        origins(&rows).to_string()
    }

    #[test]
    fn reprints_count_once() {
        let own = |n: usize| {
            format!(
                "Paragraph number {n} of its own, on quite another matter, in words that no wire has sent to anyone."
            )
        };
        let edited = WIRE.replace('"', "”").replace("on Monday ", "").replace("their papers", "the press");
        let rows: [(&str, Vec<(&str, String)>); 3] = [
            ("2 reports, 1 independent origin", vec![("a", WIRE.to_owned()), ("b", format!("{}\n\n{edited}", own(1)))]),
            ("2 reports, 2 independent origins", vec![("a", own(1)), ("b", WIRE.to_owned())]),
            ("1 report, 1 independent origin", vec![("a", format!("{WIRE}\n\n{WIRE}"))]),
        ];
        for (expected, texts) in rows {
            assert_eq!(told(&texts), expected);
        }
    }
}
