//! From scores to attributions: tags by Viterbi, spans tied to their cues by link scores.
//!
//! `training/network/decode.py` does the same; change both together.

use encoder::{Crf, Ensemble, Outputs};
use std::ops::Range;

/// Least mean link probability of a source span. Low, because several cues share one source and a wrongly empty
/// source is the commoner error.
const SOURCE_AT: f32 = 0.3;
/// Least mean link probability of a content span.
const CONTENT_AT: f32 = 0.3;

/// Whether an attribution stands in the report's own words or inside another's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// In the report's own words.
    Outer,
    /// Inside the content of another.
    Inner,
}

/// An attribution as the network sees it, in words of its window.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// The cue.
    pub cue: Range<usize>,
    /// The source, where one is named.
    pub source: Option<Range<usize>>,
    /// The parts of the content, in order; at least one.
    pub content: Vec<Range<usize>>,
    /// What confidence is computed from; see [`Evidence`].
    pub evidence: Evidence,
}

/// How sure the network is of each part, each in `[0, 1]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// Least tag probability in the cue.
    pub cue: f32,
    /// Mean tag probability of the content.
    pub content: f32,
    /// Best link probability of a content part.
    pub content_link: f32,
    /// Link probability of the source; 0.5 where there is none.
    pub source_link: f32,
}

impl Evidence {
    /// The features of the confidence model, in its order, after the constant 1.
    pub fn features(&self) -> [f32; 4] {
        [self.cue, self.content, self.content_link, self.source_link]
    }
}

/// The attributions of a window.
pub fn attributions(network: &Ensemble, output: &Outputs, level: Level) -> Vec<Attribution> {
    let name = if level == Level::Outer { "outer" } else { "inner" };
    let Some(tags) = Tags::best(network, output, name) else { return Vec::new() };
    let runs = tags.runs();
    let cues: Vec<Range<usize>> = runs.iter().filter(|r| r.role == CUE).map(|r| r.words.clone()).collect();
    let Some((source, content)) = link(network, name, "source").zip(link(network, name, "content")) else {
        return Vec::new();
    };
    let chance = |link: usize, cue: &Range<usize>, span: &Range<usize>| {
        span.clone().map(|w| link_chance(network, output, link, cue.start, w)).sum::<f32>() / span.len() as f32
    };

    let mut contents = vec![Vec::new(); cues.len()];
    let mut sure = vec![0.0f32; cues.len()];
    for run in runs.iter().filter(|r| r.role == CONTENT) {
        let best =
            (0..cues.len()).map(|c| (chance(content, &cues[c], &run.words), c)).max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((p, c)) = best.filter(|(p, _)| *p > CONTENT_AT) {
            contents[c].push(run.words.clone());
            sure[c] = sure[c].max(p);
        }
    }
    let mut out = Vec::new();
    for (c, cue) in cues.iter().enumerate() {
        if contents[c].is_empty() {
            continue;
        }
        let best = runs
            .iter()
            .filter(|r| r.role == SOURCE)
            .map(|r| (chance(source, cue, &r.words), r.words.clone()))
            .filter(|(p, _)| *p > SOURCE_AT)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let words: Vec<usize> = contents[c].iter().flat_map(Clone::clone).collect();
        let evidence = Evidence {
            cue: cue.clone().map(|w| tags.chance[w]).fold(1.0, f32::min),
            content: words.iter().map(|&w| tags.chance[w]).sum::<f32>() / words.len() as f32,
            content_link: sure[c],
            source_link: best.as_ref().map_or(0.5, |(p, _)| *p),
        };
        let content = std::mem::take(&mut contents[c]);
        out.push(Attribution { cue: cue.clone(), source: best.map(|(_, s)| s), content, evidence });
    }
    out
}

/// Number of a link among the network's links.
pub(crate) fn link(network: &Ensemble, level: &str, role: &str) -> Option<usize> {
    let name = if level.is_empty() { role.to_owned() } else { format!("{level}-{role}") };
    network.manifest().links.iter().position(|l| *l == name)
}

/// Probability that link number `link` ties word `to` to the anchor `from`.
pub(crate) fn link_chance(network: &Ensemble, output: &Outputs, link: usize, from: usize, to: usize) -> f32 {
    1.0 / (1.0 + (-network.link(output, link, from, to)).exp())
}

const SOURCE: usize = 0;
const CUE: usize = 1;
const CONTENT: usize = 2;

/// The best tags of a window under one tagger.
pub(crate) struct Tags {
    tags: Vec<usize>,
    /// Softmax probability of the chosen tag's role, per word.
    pub chance: Vec<f32>,
}

/// Words in one run of one role.
pub(crate) struct Run {
    pub role: usize,
    pub words: Range<usize>,
}

impl Tags {
    /// Decodes tagger `name`.
    pub fn best(network: &Ensemble, output: &Outputs, name: &str) -> Option<Self> {
        Self::eager(network, output, name, 0.0)
    }

    /// Decodes tagger `name` with `favour` nats taken from every word's "no role".
    pub fn eager(network: &Ensemble, output: &Outputs, name: &str, favour: f32) -> Option<Self> {
        let (at, count) = network.manifest().tagger(name)?;
        let crf = network.crf(name)?;
        let scores: Vec<&[f32]> = (0..output.count).filter_map(|w| output.tags(w).get(at..at + count)).collect();
        let tags = viterbi(crf, &scores, favour);
        let chance = scores.iter().zip(&tags).map(|(row, &tag)| role_chance(row, tag)).collect();
        Some(Self { tags, chance })
    }

    /// Runs of words with one role: B starts one, I goes on.
    pub fn runs(&self) -> Vec<Run> {
        let mut out: Vec<Run> = Vec::new();
        for (i, &tag) in self.tags.iter().enumerate() {
            if tag == 0 {
                continue;
            }
            let role = (tag - 1) / 2;
            match out.last_mut() {
                Some(run) if tag % 2 == 0 && run.words.end == i && run.role == role => run.words.end = i + 1,
                _ => out.push(Run { role, words: i..i + 1 }),
            }
        }
        out
    }
}

/// Softmax probability that a word has the role of `tag`, beginning and inside taken together.
fn role_chance(row: &[f32], tag: usize) -> f32 {
    let top = row.iter().copied().fold(f32::MIN, f32::max);
    let total: f32 = row.iter().map(|s| (s - top).exp()).sum();
    let same: f32 = (0..row.len()).filter(|t| t.div_ceil(2) == tag.div_ceil(2)).map(|t| (row[t] - top).exp()).sum();
    same / total
}

/// The best path through a linear-chain conditional random field; `scores` has a row per word, `favour` is taken from tag 0.
fn viterbi(crf: &Crf, scores: &[&[f32]], favour: f32) -> Vec<usize> {
    let n = crf.tags;
    let Some(first) = scores.first() else { return Vec::new() };
    let emitted = |row: &[f32], tag: usize| row[tag] - if tag == 0 { favour } else { 0.0 };
    let mut best: Vec<f32> = (0..n).map(|t| crf.first[t] + emitted(first, t)).collect();
    let mut back = Vec::with_capacity(scores.len());
    for row in &scores[1..] {
        let mut from = vec![0; n];
        let next = (0..n)
            .map(|to| {
                let (p, source) = (0..n)
                    .map(|source| (best[source] + crf.step[source * n + to], source))
                    .fold((f32::MIN, 0), |a, b| if b.0 > a.0 { b } else { a });
                from[to] = source;
                p + emitted(row, to)
            })
            .collect();
        best = next;
        back.push(from);
    }
    let mut tag = (0..n).fold(0, |a, b| if best[b] > best[a] { b } else { a });
    let mut out = vec![tag];
    for from in back.iter().rev() {
        tag = from[tag];
        out.push(tag);
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn viterbi_obeys_the_transitions() {
        // Two tags of a span; going from outside to inside is forbidden.
        let crf =
            Crf { tags: 3, step: vec![0.0, 0.0, -1e4, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], first: vec![0.0, 0.0, -1e4] };
        let rows: [&[f32]; 3] = [&[1.0, 0.8, 0.0], &[0.0, 0.2, 2.0], &[1.0, 0.0, 0.0]];
        assert_eq!(viterbi(&crf, &rows, 0.0), [1, 2, 0]);
        assert_eq!(viterbi(&crf, &rows, 2.0), [1, 2, 1]);
    }

    #[test]
    fn runs_begin_at_b_and_at_a_change_of_role() {
        let tags = Tags { tags: vec![0, 1, 2, 1, 3, 4, 0, 5], chance: vec![1.0; 8] };
        let runs: Vec<_> = tags.runs().into_iter().map(|r| (r.role, r.words)).collect();
        assert_eq!(runs, [(0, 1..3), (0, 3..4), (1, 4..6), (2, 7..8)]);
    }
}
