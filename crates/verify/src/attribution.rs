//! Attributions in the draft's own words: what comparing words can tell of them, and what it cannot.

use crate::check::Checker;
use crate::evidence::words_in;
use crate::finding::{Finding, Kind, Nearest, Remark, Verdict};
use crate::quotations::{Cut, Part};
use crate::speaker::{Agreement, Claim};
use crate::wording::Wording;
use crate::words::{Word, folded};
use codebook::{CodePoints, Span, Statement, covered};
use std::collections::{BTreeMap, BTreeSet};

/// Checks the statements a reader found in the draft, but for those that are a quotation and nothing else.
pub(crate) fn attributions(checker: &Checker<'_, '_>) -> Vec<Finding> {
    let statements = checker.draft.statements.unwrap_or_default();
    statements.iter().filter(|statement| !quoted(checker, statement)).map(|statement| one(checker, statement)).collect()
}

fn quoted(checker: &Checker<'_, '_>, statement: &Statement) -> bool {
    let length: usize = statement.content.iter().map(Span::len).sum();
    let in_quotations: usize = checker
        .quoted
        .iter()
        .map(|range| checker.view.span(range.clone()))
        .flat_map(|quoted| {
            statement
                .content
                .iter()
                .map(move |span| Span::new(span.start.max(quoted.start), span.end.min(quoted.end)).len())
        })
        .sum();
    10 * in_quotations >= 9 * length
}

fn one(checker: &Checker<'_, '_>, statement: &Statement) -> Finding {
    let claim = Claim { name: statement.speaker.name.clone(), party: statement.speaker.party.clone() };
    let claim = (claim.name.is_some() || claim.party.is_some()).then_some(claim);
    let span = covered(&statement.content).unwrap_or(Span::new(0, 0));
    let mut finding = checker.finding(Kind::Attribution, span, claim.as_ref());
    let words: Vec<Word> = statement.content.iter().flat_map(|span| words_in(checker.draft.text, *span)).collect();
    // "that" belongs to the draft's grammar.
    let lead = usize::from(words.first().is_some_and(|word| folded(&word.text) == "that"));
    let parts = [Part { words: words[lead.min(words.len())..].to_vec(), cut: Cut::Start }];
    if parts[0].words.is_empty() {
        finding.verdict = Verdict::Unchecked;
        return finding;
    }
    let wording = Wording::new(checker.evidence, &parts);
    let chosen = checker.choose(&wording, claim.as_ref(), |_| None);
    // Word order and small words are the draft's to choose, so only what is almost the report's own wording is judged.
    // A few words in a row are common property, whoever said them.
    let common = wording.words.len() < 5;
    let judged = chosen.filter(|chosen| !(common && chosen.agreement == Some(Agreement::Another))).filter(|chosen| {
        matches!(
            chosen.found.verdict,
            Verdict::Verbatim | Verdict::Close | Verdict::NegationDropped | Verdict::HedgeDropped
        ) && chosen.found.differences.iter().map(|step| step.report.len().max(step.draft.len())).sum::<usize>() * 4
            <= wording.words.len()
    });
    if let Some(chosen) = judged {
        checker.settle(&mut finding, &wording, chosen, claim.as_ref());
        if finding.verdict == Verdict::Close {
            // Another word for the same is no fault outside quotation marks; whether it is the same, words cannot tell.
            finding.verdict = Verdict::Unchecked;
        }
        return finding;
    }
    let speaks = claim.as_ref().is_none_or(|claim| checker.known.speaks(claim));
    finding.verdict = if speaks { Verdict::Unchecked } else { Verdict::NotFound };
    if !speaks {
        finding.remarks.push(Remark::SpeakerNeverSpeaks);
    }
    finding.nearest.extend(by_speaker(checker, claim.as_ref(), &wording.words));
    finding
}

/// Of all statements that may be this speaker's, the one that shares the rarest words.
fn by_speaker(checker: &Checker<'_, '_>, claim: Option<&Claim>, words: &[Word]) -> Option<Nearest> {
    /// Words in more places than this tell nothing about where they come from.
    const RARE: usize = 400;
    let evidence = checker.evidence;
    let wanted: BTreeSet<u32> = words.iter().filter_map(|word| evidence.known(&folded(&word.text))).collect();
    let mut scores: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for word in wanted {
        let places = evidence.places(word, None);
        if places.len() > RARE {
            continue;
        }
        let mut met: BTreeSet<(usize, usize)> = BTreeSet::new();
        for &(_, _, at) in places {
            let (source, span) = (evidence.source_of(at as usize), evidence.entry(at as usize).span);
            let statements = evidence.source(source).statements.iter().enumerate();
            met.extend(
                statements
                    .filter(|(_, statement)| statement.content.iter().any(|content| content.contains(span)))
                    .map(|(number, _)| (source, number)),
            );
        }
        for statement in met {
            *scores.entry(statement).or_default() += 1.0 / (1.0 + places.len() as f64);
        }
    }
    let mut scores: Vec<((usize, usize), f64)> = scores.into_iter().collect();
    scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    scores.into_iter().find_map(|((number, statement), _)| {
        let source = evidence.source(number);
        let statement = &source.statements[statement];
        let agreement = claim.map(|claim| crate::speaker::agree(claim, statement, source.text, checker.known));
        let points = CodePoints::new(source.text);
        (agreement != Some(Agreement::Another)).then(|| Nearest {
            report: source.id.to_owned(),
            places: statement.content.iter().map(|span| points.of_span(*span)).collect(),
            words: codebook::slice(source.text, &statement.content),
            spans: statement.content.clone(),
            statement: Some(statement.id.clone()),
            speaker: Some(statement.speaker.clone()),
        })
    })
}
