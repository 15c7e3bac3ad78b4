//! The whole of a check: find the quotations, compare wordings and speakers, tell what is nearest.

use crate::align::shown;
use crate::draft::{Draft, View};
use crate::evidence::{Evidence, Hit};
use crate::finding::{Checked, Finding, Kind, Nearest, Note, Remark, Verdict};
use crate::limits::{Limit, limit, opens_condition, refuses, turns_what_follows, weakens_what_follows};
use crate::quotations::{Quotation, quotations};
use crate::speaker::{Agreement, Claim, Known, claimed, compare, innermost, sentence, told_by};
use crate::wording::{Match, Wording};
use crate::words::{Break, folded, is_double_mark, words};
use codebook::CodePoints;
use std::ops::Range;

/// Checks every quotation of a draft, and the attributions its reader found in it.
///
/// Nothing but words decides: the same words, whatever the quotation marks, dashes, white space and the case of
/// the first letter. The cost is that of the draft, not of the evidence, but for very common words.
pub fn check(draft: &Draft<'_>, evidence: &Evidence<'_>) -> Checked {
    let view = View::new(draft);
    let points = CodePoints::new(draft.text);
    let known = Known::new(evidence);
    let found = quotations(&view);
    let mut checked = Checked::default();
    if words(&view.chars).is_empty() {
        checked.notes.push(Note::EmptyDraft);
        return checked;
    }
    if found.quotations.is_empty() {
        checked.notes.push(Note::NoQuotations);
    }
    if evidence.sources().is_empty() {
        checked.notes.push(Note::NoEvidence);
    }
    if draft.statements.is_none() {
        checked.notes.push(Note::AttributionsNotRead);
    }
    checked.notes.extend(found.unclosed.iter().map(|span| Note::Unclosed(points.of_span(*span))));

    let quoted: Vec<Range<usize>> = found.quotations.iter().map(|quotation| quotation.range.clone()).collect();
    let checker = Checker { draft, view: &view, evidence, known: &known, points: &points, quoted: &quoted };
    checked.findings.extend(found.quotations.iter().map(|quotation| checker.quotation(quotation)));
    checked.findings.extend(crate::attribution::attributions(&checker));
    checked.findings.sort_by_key(|finding| (finding.span, finding.kind == Kind::Attribution));
    checked
}

/// What all findings of one draft share.
pub(crate) struct Checker<'c, 'e> {
    pub draft: &'c Draft<'c>,
    pub view: &'c View,
    pub evidence: &'c Evidence<'e>,
    pub known: &'c Known,
    pub points: &'c CodePoints<'c>,
    pub quoted: &'c [Range<usize>],
}

impl Checker<'_, '_> {
    fn quotation(&self, quotation: &Quotation) -> Finding {
        let wording = Wording::new(self.evidence, &quotation.parts);
        let claim =
            claimed(self.draft, self.view, &quotation.range, self.quoted, quotation.credit.as_ref(), self.known);
        let mut finding = self.finding(Kind::Quotation, self.view.span(quotation.range.clone()), claim.as_ref());
        finding.insertions = quotation.insertions.clone();
        let outside: Vec<String> =
            words(&sentence(self.view, &quotation.range, self.quoted)).iter().map(|word| folded(&word.text)).collect();
        let chosen = self.choose(&wording, claim.as_ref(), |hits| self.context(quotation, &outside, hits));
        match chosen {
            Some(chosen) => self.settle(&mut finding, &wording, chosen, claim.as_ref()),
            None => finding.verdict = Verdict::NotFound,
        }
        if finding.verdict == Verdict::NotFound && wording.words.len() <= 2 {
            finding.verdict = Verdict::ShortNotFound;
        }
        if quotation.insertions.iter().any(|inserted| turns(inserted)) && !finding.verdict.fails() {
            // A negation in brackets is the draft's, not the speaker's.
            finding.verdict = Verdict::Close;
        }
        finding
    }

    /// Of all places that have the words, the one that speaks most for the draft.
    pub fn choose(
        &self,
        wording: &Wording,
        claim: Option<&Claim>,
        context: impl Fn(&[Hit]) -> Option<(Verdict, Remark)>,
    ) -> Option<Chosen> {
        wording
            .matches(self.evidence)
            .into_iter()
            .map(|found| {
                let agreement = claim.map(|claim| {
                    found
                        .hits
                        .iter()
                        .map(|hit| compare(claim, self.evidence, hit, self.known))
                        .max()
                        .unwrap_or(Agreement::Unknown)
                });
                let context = if found.verdict == Verdict::Verbatim { context(&found.hits) } else { None };
                Chosen { found, agreement, context }
            })
            .min_by_key(|chosen| {
                let another = chosen.agreement == Some(Agreement::Another);
                (chosen.found.verdict != Verdict::Verbatim, another, chosen.context.is_some(), chosen.agreement)
            })
    }

    /// Writes into a finding what was chosen.
    pub fn settle(&self, finding: &mut Finding, wording: &Wording, chosen: Chosen, claim: Option<&Claim>) {
        let Chosen { found, agreement, context } = chosen;
        finding.verdict = found.verdict;
        finding.nearest = found.hits.iter().map(|hit| self.nearest(hit)).collect();
        finding.differences = found.differences.iter().map(|step| shown(self.evidence, &wording.words, step)).collect();
        finding.remarks.extend(found.skipped.iter().cloned().map(Remark::Skips));
        if found.in_runs {
            finding.remarks.push(Remark::ComparedInRuns);
        }
        if found.verdict == Verdict::Verbatim {
            if let Some((verdict, remark)) = context {
                finding.verdict = verdict;
                finding.remarks.push(remark);
            }
            if agreement == Some(Agreement::Another) {
                finding.verdict = Verdict::OtherSpeaker;
            }
            let told = claim.zip(found.hits.first());
            let told = told.and_then(|(claim, hit)| told_by(claim, self.evidence, hit, self.known));
            finding.remarks.extend(told.map(Remark::OnTheWordOf));
            if finding.kind == Kind::Quotation && found.hits.iter().any(|hit| !self.in_marks(hit)) {
                finding.remarks.push(Remark::ReportersWords);
            }
        }
        match agreement {
            None if claim.is_none() => finding.remarks.push(Remark::NobodyNamed),
            Some(Agreement::Unknown) => finding.remarks.push(Remark::SpeakerUnknown),
            _ => {}
        }
    }

    /// What the report has just before or after the quoted words that changes them, and that the draft's sentence
    /// does not tell in its own way.
    fn context(&self, quotation: &Quotation, outside: &[String], hits: &[Hit]) -> Option<(Verdict, Remark)> {
        let (first, last) = (hits.first()?, hits.last()?);
        let stream = self.evidence.stream(first.start);
        let mut lead = first.start;
        while lead > stream.start && first.start - lead < 2 && self.evidence.entry(lead).before == Break::None {
            lead -= 1;
        }
        let left_out = |does: fn(&str) -> bool| (lead..first.start).any(|at| does(self.evidence.folded(at)));
        let before = |from: usize| Remark::LeavesOutBefore(self.between(from, first.start));
        if left_out(turns_what_follows) && !outside.iter().any(|word| refuses(word)) {
            return Some((Verdict::NegationDropped, before(lead)));
        }
        // A fragment is brought in by the draft's own words; only what poses as a whole sentence hides a hedge.
        let poses = self.view.chars[quotation.range.clone()].iter().find(|placed| placed.c.is_alphanumeric());
        let poses = poses.is_some_and(|placed| placed.c.is_uppercase())
            && self.evidence.exact(first.start).chars().next().is_some_and(char::is_lowercase);
        let told = |word: &String| limit(word).is_some();
        if poses && left_out(weakens_what_follows) && !outside.iter().any(told) {
            return Some((Verdict::HedgeDropped, before(lead)));
        }
        let stream = self.evidence.stream(last.start);
        let ends = self.view.chars[quotation.range.clone()].iter().rev().find(|placed| !placed.c.is_whitespace());
        let ends = ends.is_some_and(|placed| matches!(placed.c, '.' | '!'));
        if !quotation.trails_off && last.end < stream.end {
            let next = self.evidence.entry(last.end);
            let word = self.evidence.folded(last.end);
            let turned = next.before == Break::None
                && last.end - first.start > 2
                && limit(word) == Some(Limit::Negation)
                && !outside.iter().any(|word| refuses(word));
            let conditioned = ends
                && next.before <= Break::Clause
                && opens_condition(word)
                && !outside.iter().any(|word| opens_condition(word));
            if turned || conditioned {
                let stop = (last.end + 1..stream.end)
                    .find(|&at| self.evidence.entry(at).before >= Break::Clause)
                    .unwrap_or(stream.end);
                let verdict = if turned { Verdict::NegationDropped } else { Verdict::HedgeDropped };
                return Some((verdict, Remark::GoesOn(self.between(last.end, stop))));
            }
        }
        None
    }

    fn between(&self, start: usize, end: usize) -> String {
        (start..end).map(|at| self.evidence.exact(at)).collect::<Vec<_>>().join(" ")
    }

    /// Whether the words stand in quotation marks in the report, or in a statement recorded as quoted.
    fn in_marks(&self, hit: &Hit) -> bool {
        let source = self.evidence.source(hit.source);
        let Some(span) = self.evidence.spans(hit).first().copied() else { return false };
        if innermost(source.statements, span).is_some_and(|statement| statement.form == codebook::Form::Direct) {
            return true;
        }
        let paragraph = source.text[..span.start].rfind("\n\n").map_or(0, |at| at + 2);
        let marks = source.text[paragraph..span.start].chars().filter(|&c| is_double_mark(c)).count();
        marks % 2 == 1
    }

    pub fn nearest(&self, hit: &Hit) -> Nearest {
        let source = self.evidence.source(hit.source);
        let spans = self.evidence.spans(hit);
        let points = CodePoints::new(source.text);
        let statement = spans.first().and_then(|span| innermost(source.statements, *span));
        Nearest {
            report: source.id.to_owned(),
            places: spans.iter().map(|span| points.of_span(*span)).collect(),
            words: codebook::slice(source.text, &spans),
            spans,
            statement: statement.map(|statement| statement.id.clone()),
            speaker: statement.map(|statement| statement.speaker.clone()),
        }
    }

    pub fn finding(&self, kind: Kind, span: codebook::Span, claim: Option<&Claim>) -> Finding {
        let claimed = claim.and_then(|claim| claim.name.clone().or(claim.party.as_ref().map(ToString::to_string)));
        Finding {
            kind,
            span,
            place: self.points.of_span(span),
            words: span.of(self.draft.text).unwrap_or_default().to_owned(),
            claimed,
            verdict: Verdict::NotFound,
            nearest: Vec::new(),
            differences: Vec::new(),
            insertions: Vec::new(),
            remarks: Vec::new(),
        }
    }
}

/// A place that was chosen, and how its speaker and surroundings compare.
#[derive(Debug)]
pub(crate) struct Chosen {
    pub found: Match,
    pub agreement: Option<Agreement>,
    pub context: Option<(Verdict, Remark)>,
}

fn turns(inserted: &str) -> bool {
    let chars: Vec<_> = crate::words::placed(inserted).collect();
    words(&chars).iter().any(|word| limit(&folded(&word.text)) == Some(Limit::Negation))
}
