//! From attributions to statements: spans trimmed and joined, form, hedge, what stands inside what, confidence.

use crate::attribution::{Attribution, Level, attributions};
use crate::quotation::Quotation;
use crate::windows::Stretch;
use crate::words::Words;
use codebook::{Form, Span, Speaker, Statement};
use encoder::{Ensemble, Output, Outputs};
use std::ops::Range;

/// An attribution placed in the text, not yet numbered.
struct Placed {
    source: Vec<Span>,
    cue: Vec<Span>,
    content: Vec<Span>,
    hedged: bool,
    level: Level,
    confidence: f32,
}

/// The statements of a report, in text order, numbered `s1`, `s2` …, without speakers.
pub fn statements(network: &Ensemble, words: &Words<'_>, read: &[(Stretch, Outputs)]) -> Vec<Statement> {
    let quotation = Quotation::new(words);
    let mut placed = Vec::new();
    for (stretch, output) in read {
        for level in [Level::Outer, Level::Inner] {
            for found in attributions(network, output, level) {
                placed.extend(place(network, words, stretch, output, &found, level));
            }
        }
    }
    placed.sort_by_key(|p| (codebook::covered(&all(p)).map_or(0, |s| s.start), p.level == Level::Inner));
    number(&quotation, words, placed)
}

fn all(placed: &Placed) -> Vec<Span> {
    [&placed.source[..], &placed.cue, &placed.content].concat()
}

fn place(
    network: &Ensemble,
    words: &Words<'_>,
    stretch: &Stretch,
    output: &Outputs,
    found: &Attribution,
    level: Level,
) -> Option<Placed> {
    let global = |run: &Range<usize>| stretch.words[run.start]..stretch.words[run.end - 1] + 1;
    let content = join(words, found.content.iter().map(global).collect());
    let content: Vec<Span> =
        content.into_iter().filter_map(|run| trim(words, run)).map(|run| words.span(&run)).collect();
    if content.is_empty() {
        return None;
    }
    let source = found.source.as_ref().map(global);
    let cue = global(&found.cue);
    let hedged = hedged(network, output, found) || words_hedge(words, &cue);
    Some(Placed {
        source: source.iter().map(|run| words.span(run)).collect(),
        cue: vec![words.span(&cue)],
        content,
        hedged,
        level,
        confidence: confidence(network, found, level),
    })
}

/// The places of runs of a window's words: joined where no word stands between, trimmed of marks at the ends.
pub(crate) fn runs_to_spans(words: &Words<'_>, stretch: &Stretch, runs: &[Range<usize>]) -> Vec<Span> {
    let global = runs.iter().map(|run| stretch.words[run.start]..stretch.words[run.end - 1] + 1).collect();
    join(words, global).into_iter().filter_map(|run| trim(words, run)).map(|run| words.span(&run)).collect()
}

/// Runs with no word between them are one.
fn join(words: &Words<'_>, mut runs: Vec<Range<usize>>) -> Vec<Range<usize>> {
    runs.sort_by_key(|run| run.start);
    let mut out: Vec<Range<usize>> = Vec::new();
    for run in runs {
        match out.last_mut() {
            Some(last) if !(last.end..run.start).any(|i| words.is_word(i)) => last.end = last.end.max(run.end),
            _ => out.push(run),
        }
    }
    out
}

/// Leaves quotation marks and closing punctuation out at the ends; `None` where nothing else is left.
fn trim(words: &Words<'_>, mut run: Range<usize>) -> Option<Range<usize>> {
    const ENDS: &str = "\"“”„«»‘’'.,;:–—-";
    while !run.is_empty() && ENDS.contains(words.word(run.start)) {
        run.start += 1;
    }
    while !run.is_empty() && ENDS.contains(words.word(run.end - 1)) {
        run.end -= 1;
    }
    (!run.is_empty()).then_some(run)
}

/// The network's judgement from the cue's and the source's words.
fn hedged(network: &Ensemble, outputs: &Outputs, found: &Attribution) -> bool {
    let hidden = network.manifest().hidden;
    let score = network.head("hedge", outputs, |output| {
        let source = mean(output, found.source.iter().flat_map(Clone::clone), hidden);
        [mean(output, found.cue.clone(), hidden), source].concat()
    });
    score.first().is_some_and(|score| *score > 0.0)
}

/// Mean vector of words; zeros for none.
pub(crate) fn mean(output: &Output, words: impl Iterator<Item = usize>, hidden: usize) -> Vec<f32> {
    let mut out = vec![0.0; hidden];
    let mut count = 0.0f32;
    for word in words {
        out.iter_mut().zip(output.word(word)).for_each(|(o, x)| *o += x);
        count += 1.0;
    }
    out.iter_mut().for_each(|o| *o /= count.max(1.0));
    out
}

/// Words that hedge wherever they stand in a cue.
fn words_hedge(words: &Words<'_>, cue: &Range<usize>) -> bool {
    cue.clone().any(|i| {
        matches!(words.word(i).to_lowercase().as_str(), "reportedly" | "allegedly" | "supposedly" | "purportedly")
    })
}

/// Calibrated probability that the statement is one: logistic regression on the network's evidence.
fn confidence(network: &Ensemble, found: &Attribution, level: Level) -> f32 {
    let name = if level == Level::Outer { "outer" } else { "inner" };
    let features = found.evidence.features();
    match network.manifest().calibration.get(name).filter(|c| c.len() == features.len() + 1) {
        Some(c) => {
            let score: f32 = c[0] + features.iter().zip(&c[1..]).map(|(x, w)| logit(*x) * w).sum::<f32>();
            1.0 / (1.0 + (-score).exp())
        }
        None => found.evidence.cue * found.evidence.content_link,
    }
}

/// Log odds, kept within ±6.
fn logit(p: f32) -> f32 {
    (p / (1.0 - p).max(1e-9)).max(1e-9).ln().clamp(-6.0, 6.0)
}

/// Numbers the statements and says what stands inside what; what should stand inside another but does not is left out.
fn number(quotation: &Quotation, words: &Words<'_>, placed: Vec<Placed>) -> Vec<Statement> {
    let mut out: Vec<Statement> = Vec::new();
    let mut levels = Vec::new();
    for p in placed {
        let via = match p.level {
            Level::Outer => None,
            Level::Inner => {
                let holder = out
                    .iter()
                    .zip(&levels)
                    .filter(|(s, level)| {
                        **level == Level::Outer && s.content.iter().any(|c| p.cue.iter().all(|cue| c.contains(*cue)))
                    })
                    .map(|(s, _)| s.id.clone())
                    .next_back();
                if holder.is_none() {
                    continue;
                }
                holder
            }
        };
        out.push(Statement {
            id: format!("s{}", out.len() + 1),
            form: form(quotation, words, &p),
            source: p.source,
            cue: p.cue,
            content: p.content,
            hedged: p.hedged,
            speaker: Speaker::default(),
            via,
            confidence: p.confidence,
        });
        levels.push(p.level);
    }
    out
}

/// Direct where every word of the content is quoted, mixed where some are. A turn of a transcript (the cue is the
/// colon alone after a label that opens the line) is direct.
fn form(quotation: &Quotation, words: &Words<'_>, placed: &Placed) -> Form {
    let (mut quoted, mut all) = (0, 0);
    for span in &placed.content {
        for i in words.touched(*span).filter(|&i| words.is_word(i)) {
            all += 1;
            quoted += usize::from(quotation.inside(i));
        }
    }
    if quoted == all {
        return Form::Direct;
    }
    if quoted > 0 {
        return Form::Mixed;
    }
    let colon = matches!(placed.cue[..], [cue] if cue.of(words.text) == Some(":"));
    let opens_line = placed
        .source
        .first()
        .is_some_and(|s| words.text[..s.start].trim_end_matches([' ', '\t']).ends_with('\n') || s.start == 0);
    if colon && opens_line { Form::Direct } else { Form::Indirect }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_trimmed_and_parts_joined() {
        let words = Words::new("“We pay,” he said. “Now.”");
        // “ We pay , ” he said . “ Now . ”
        assert_eq!(trim(&words, 0..5), Some(1..3));
        assert_eq!(trim(&words, 3..5), None);
        assert_eq!(join(&words, vec![8..10, 0..3, 3..5]), [0..5, 8..10]);
    }
}
