//! How the words of a quotation compare with the reports, whoever is said to have said them.

use crate::align::{Alignment, Step, align};
use crate::evidence::{Evidence, Hit};
use crate::finding::Verdict;
use crate::gap::{Gap, gap};
use crate::limits::{Limit, limit};
use crate::quotations::{Cut, Part};
use crate::words::{Break, Word, folded};
use std::collections::HashMap;

/// Places looked at for one run of words; of commoner words the first are as good as any.
const MOST_PLACES: usize = 400;
/// A quotation longer than this is not aligned word by word.
const MOST_ALIGNED: usize = 800;
/// Fewer words in a row than this say nothing about where they come from.
const RUN: usize = 3;

/// One way in which a report has the quotation's words.
#[derive(Debug)]
pub(crate) struct Match {
    pub verdict: Verdict,
    pub hits: Vec<Hit>,
    pub differences: Vec<Step>,
    /// What ellipses and insertions skip.
    pub skipped: Vec<String>,
    /// Whether it was too long to align.
    pub in_runs: bool,
}

/// The quotation's words with their numbers.
pub(crate) struct Wording {
    pub words: Vec<Word>,
    numbers: Vec<Option<u32>>,
    /// Where parts start.
    cuts: Vec<(usize, Cut)>,
}

impl Wording {
    pub fn new(evidence: &Evidence<'_>, parts: &[Part]) -> Self {
        let mut cuts = Vec::new();
        let mut words = Vec::new();
        for part in parts {
            cuts.push((words.len(), part.cut));
            words.extend(part.words.iter().cloned());
        }
        let numbers = words.iter().map(|word| evidence.known(&folded(&word.text))).collect();
        Self { words, numbers, cuts }
    }

    fn part(&self, nth: usize) -> std::ops::Range<usize> {
        self.cuts[nth].0..self.cuts.get(nth + 1).map_or(self.words.len(), |cut| cut.0)
    }

    /// All ways in which reports have every part word for word; where there is none, the nearest.
    pub fn matches(&self, evidence: &Evidence<'_>) -> Vec<Match> {
        let exact = self.exact(evidence);
        if !exact.is_empty() {
            return exact;
        }
        self.near(evidence).into_iter().collect()
    }

    fn exact(&self, evidence: &Evidence<'_>) -> Vec<Match> {
        let mut parts: Vec<Vec<Hit>> = Vec::new();
        for nth in 0..self.cuts.len() {
            let Some(numbers) = self.numbers[self.part(nth)].iter().copied().collect::<Option<Vec<u32>>>() else {
                return Vec::new();
            };
            let hits = evidence.find(&numbers, MOST_PLACES);
            if hits.is_empty() {
                return Vec::new();
            }
            parts.push(hits);
        }
        let mut matches: Vec<Match> =
            parts[0].iter().filter_map(|first| self.chain(evidence, *first, &parts[1..])).collect();
        if matches.is_empty() {
            // Every part is somewhere, but no report has them all in order.
            matches.push(Match {
                verdict: Verdict::Spliced,
                hits: parts.iter().map(|hits| hits[0]).collect(),
                differences: Vec::new(),
                skipped: Vec::new(),
                in_runs: false,
            });
        }
        matches
    }

    /// The parts in order from `first` on, each as near as can be to the one before.
    fn chain(&self, evidence: &Evidence<'_>, first: Hit, rest: &[Vec<Hit>]) -> Option<Match> {
        let mut hits = vec![first];
        let mut verdict = Verdict::Verbatim;
        let mut skipped = Vec::new();
        for (nth, candidates) in rest.iter().enumerate() {
            let last = *hits.last()?;
            let end = evidence.entry(last.end - 1).span.end;
            let next = candidates
                .iter()
                .filter(|hit| hit.source == last.source && evidence.entry(hit.start).span.start >= end)
                .min_by_key(|hit| evidence.entry(hit.start).span.start)?;
            let gap = gap(evidence, &last, next, self.cuts[nth + 1].1);
            verdict = verdict.max(match &gap {
                Gap::Honest(_) => Verdict::Verbatim,
                Gap::Changes(_, limit) if self.cuts[nth + 1].1 == Cut::Insertion => dropped(*limit),
                Gap::Changes(..) => Verdict::EllipsisAbused,
                Gap::Elsewhere => Verdict::Spliced,
            });
            if let Gap::Honest(words) | Gap::Changes(words, _) = gap
                && !words.is_empty()
            {
                skipped.push(words);
            }
            hits.push(*next);
        }
        let differences = self.case_differences(evidence, &hits);
        if verdict == Verdict::Verbatim && !differences.is_empty() {
            verdict = Verdict::Close;
        }
        Some(Match { verdict, hits, differences, skipped, in_runs: false })
    }

    /// Words that differ in capitals only. The first letter of a part is free, as it may begin a sentence in one
    /// text and not in the other.
    fn case_differences(&self, evidence: &Evidence<'_>, hits: &[Hit]) -> Vec<Step> {
        let mut differences = Vec::new();
        for (nth, hit) in hits.iter().enumerate() {
            for (offset, at) in self.part(nth).enumerate() {
                let (draft, report) = (self.words[at].text.as_str(), evidence.exact(hit.start + offset));
                let rest = |word: &str| word.chars().skip(usize::from(offset == 0)).collect::<String>();
                if rest(draft) != rest(report) {
                    let report = hit.start + offset;
                    differences.push(Step { report: report..report + 1, draft: at..at + 1 });
                }
            }
        }
        differences
    }

    /// The nearest wording of any report: one place that is much the same, or several that together have it all.
    fn near(&self, evidence: &Evidence<'_>) -> Option<Match> {
        let count = self.words.len();
        let runs = self.runs(evidence);
        let spliced = self.spliced(evidence, &runs).then(|| Match {
            verdict: Verdict::Spliced,
            hits: runs.iter().map(|(_, hit)| *hit).collect(),
            differences: Vec::new(),
            skipped: Vec::new(),
            in_runs: count > MOST_ALIGNED,
        });
        let Some(nearest) = self.nearest(evidence) else {
            let longest = runs.iter().max_by_key(|(range, _)| range.len()).map(|(_, hit)| *hit);
            return self.in_order(evidence, &runs).or(spliced).or(longest.map(|hit| Match {
                verdict: Verdict::NotFound,
                hits: vec![hit],
                differences: Vec::new(),
                skipped: Vec::new(),
                in_runs: count > MOST_ALIGNED,
            }));
        };
        let similarity = nearest.similarity(count);
        let differences: Vec<Step> = nearest
            .differences
            .into_iter()
            .filter(|step| !(step.draft.is_empty() && self.cuts.iter().any(|(start, _)| *start == step.draft.start)))
            .collect();
        let crosses = differences.iter().any(|step| {
            let after = step.report.end.min(evidence.stream(nearest.hit.start).end - 1);
            step.report.len() > step.draft.len() + 1
                && (step.report.start..=after).any(|at| evidence.entry(at).before >= Break::Sentence)
        });
        let foreign = differences.iter().any(|step| step.draft.len() >= RUN);
        if let Some(spliced) = spliced
            && (crosses || foreign || similarity < 0.8)
        {
            return Some(spliced);
        }
        // Few words have small words in common with any sentence.
        let like = if count < 10 { 0.6 } else { 0.5 };
        let verdict =
            if similarity >= like { classify(evidence, &self.words, &differences) } else { Verdict::NotFound };
        let differences = if verdict == Verdict::NotFound { Vec::new() } else { differences };
        (similarity >= 0.25).then_some(Match {
            verdict,
            hits: vec![nearest.hit],
            differences,
            skipped: Vec::new(),
            in_runs: false,
        })
    }

    /// Cuts the words, from the first on, into the longest runs that some report has.
    fn runs(&self, evidence: &Evidence<'_>) -> Vec<(std::ops::Range<usize>, Hit)> {
        let mut runs: Vec<(std::ops::Range<usize>, Hit)> = Vec::new();
        let mut at = 0;
        while at + RUN <= self.words.len() {
            let Some(start) = self.numbers[at..at + RUN].iter().copied().collect::<Option<Vec<u32>>>() else {
                at += 1;
                continue;
            };
            let after = runs.last().map(|(_, hit)| *hit);
            let distance = |hit: &Hit| match after {
                Some(last) if last.source == hit.source => hit.start.abs_diff(last.end),
                _ => usize::MAX,
            };
            let longest = evidence
                .find(&start, MOST_PLACES)
                .into_iter()
                .map(|hit| {
                    let end = evidence.stream(hit.start).end;
                    let more = (at + RUN..self.words.len())
                        .zip(hit.end..end)
                        .take_while(|&(word, entry)| self.numbers[word] == Some(evidence.entry(entry).folded))
                        .count();
                    Hit { end: hit.end + more, ..hit }
                })
                .max_by_key(|hit| (hit.end - hit.start, std::cmp::Reverse(distance(hit))));
            match longest {
                Some(hit) => {
                    let end = at + (hit.end - hit.start);
                    runs.push((at..end, hit));
                    at = end;
                }
                None => at += 1,
            }
        }
        runs
    }

    /// A long quotation whose runs one report has in order, and that make up most of it; the rest is the difference.
    fn in_order(&self, evidence: &Evidence<'_>, runs: &[(std::ops::Range<usize>, Hit)]) -> Option<Match> {
        let (first, last) = (runs.first()?, runs.last()?);
        let covered: usize = runs.iter().map(|(range, _)| range.len()).sum();
        let ordered = runs.windows(2).all(|pair| {
            evidence.stream(pair[0].1.start) == evidence.stream(pair[1].1.start)
                && pair[0].1.end <= pair[1].1.start
                && pair[1].1.start - pair[0].1.end <= pair[1].0.start - pair[0].0.end + 2 * RUN
        });
        if self.words.len() <= MOST_ALIGNED || !ordered || 4 * covered < 3 * self.words.len() {
            return None;
        }
        let ends = |from: &(std::ops::Range<usize>, Hit), to: &(std::ops::Range<usize>, Hit)| Step {
            report: from.1.end..to.1.start,
            draft: from.0.end..to.0.start,
        };
        let mut differences: Vec<Step> = runs.windows(2).map(|pair| ends(&pair[0], &pair[1])).collect();
        differences.push(Step { report: first.1.start..first.1.start, draft: 0..first.0.start });
        differences.push(Step { report: last.1.end..last.1.end, draft: last.0.end..self.words.len() });
        differences.retain(|step| !(step.report.is_empty() && step.draft.is_empty()));
        differences.sort_by_key(|step| step.draft.start);
        Some(Match {
            verdict: classify(evidence, &self.words, &differences),
            hits: vec![Hit { source: first.1.source, start: first.1.start, end: last.1.end }],
            differences,
            skipped: Vec::new(),
            in_runs: true,
        })
    }

    /// Whether runs from places apart make up almost all of the words.
    fn spliced(&self, evidence: &Evidence<'_>, runs: &[(std::ops::Range<usize>, Hit)]) -> bool {
        let covered: usize = runs.iter().map(|(range, _)| range.len()).sum();
        covered + self.words.len() / 8 >= self.words.len()
            && runs.windows(2).any(|pair| {
                let (one, other) = (pair[0].1, pair[1].1);
                let same_stream = evidence.stream(one.start) == evidence.stream(other.start);
                one.source != other.source
                    || !same_stream
                    || other.start < one.end
                    || (one.end..=other.start).any(|at| evidence.entry(at).before >= Break::Sentence)
            })
    }

    /// The stretch of any report whose words are most like these.
    fn nearest(&self, evidence: &Evidence<'_>) -> Option<Alignment> {
        let count = self.words.len();
        if !(2..=MOST_ALIGNED).contains(&count) {
            return None;
        }
        // Each rare word or pair votes for where the quotation would start.
        let mut votes: HashMap<(usize, usize), f64> = HashMap::new();
        for at in 0..count {
            let Some(word) = self.numbers[at] else { continue };
            let pair = self.numbers.get(at + 1).copied().flatten().map(|next| evidence.places(word, Some(next)));
            for places in [Some(evidence.places(word, None)), pair].into_iter().flatten() {
                let weight = 1.0 / (2.0 + places.len() as f64).ln();
                for &(_, _, place) in places.iter().take(2000) {
                    let stream = evidence.stream(place as usize);
                    let start = (place as usize).saturating_sub(at).max(stream.start);
                    *votes.entry((stream.start, start / 12)).or_default() += weight;
                }
            }
        }
        let mut votes: Vec<((usize, usize), f64)> = votes.into_iter().collect();
        votes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let slack = 12 + count / 4 + 30 * (self.cuts.len() - 1);
        votes
            .iter()
            .take(8)
            .filter_map(|&((stream, bucket), _)| {
                let stream = evidence.stream(stream);
                let start = (bucket * 12).saturating_sub(12).clamp(stream.start, stream.end);
                let end = (bucket * 12 + 12 + count + slack).clamp(start, stream.end);
                align(evidence, &self.numbers, start..end)
            })
            .max_by(|a, b| {
                let order = a.similarity(count).total_cmp(&b.similarity(count));
                order.then(b.hit.start.cmp(&a.hit.start))
            })
    }
}

fn dropped(limit: Limit) -> Verdict {
    if limit == Limit::Negation { Verdict::NegationDropped } else { Verdict::HedgeDropped }
}

/// What the differences do: whether a negation, or another limit, is gone.
fn classify(evidence: &Evidence<'_>, words: &[Word], differences: &[Step]) -> Verdict {
    let count = |wanted: fn(Limit) -> bool, step: &Step| {
        let report = step.report.clone().filter(|&at| limit(evidence.folded(at)).is_some_and(wanted)).count();
        let draft =
            words[step.draft.clone()].iter().filter(|word| limit(&folded(&word.text)).is_some_and(wanted)).count();
        report > draft
    };
    if differences.iter().any(|step| count(|limit| limit == Limit::Negation, step)) {
        Verdict::NegationDropped
    } else if differences.iter().any(|step| count(|limit| limit != Limit::Negation, step)) {
        Verdict::HedgeDropped
    } else {
        Verdict::Close
    }
}
