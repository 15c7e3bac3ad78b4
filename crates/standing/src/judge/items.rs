//! Positions with the words around them, in the order of their reports' dates.

use super::text::{sentences, stems, words};
use crate::voice::voice;
use crate::{By, Place, ReportRow, Voice};
use codebook::{Party, Position, Span, Statement, covered};
use std::collections::BTreeSet;

/// A position as the judging of facts sees it.
#[derive(Debug)]
pub(crate) struct Item<'a> {
    pub row: ReportRow<'a>,
    pub position: &'a Position,
    /// Its place in the reading.
    pub index: usize,
    pub party: Option<&'a Party>,
    pub voice: Voice,
    pub by: By,
    /// The smallest span around its proposal.
    pub span: Option<Span>,
    /// The sentences its proposal touches.
    pub sentences: Vec<Span>,
    /// Stems of its proposal.
    pub proposal: BTreeSet<String>,
    /// Stems of its sentences, without those of its condition.
    pub around: BTreeSet<String>,
}

impl<'a> Item<'a> {
    pub fn place(&self) -> Place {
        Place::new(self.row.id, self.position.id.clone())
    }

    pub fn same_report(&self, other: &Item<'_>) -> bool {
        self.row.id == other.row.id
    }

    /// Whether the proposals of two positions of one report share words.
    pub fn overlaps(&self, other: &Item<'_>) -> bool {
        self.same_report(other)
            && self.position.proposal.iter().any(|a| other.position.proposal.iter().any(|b| a.overlaps(*b)))
    }

    pub fn statement(&self) -> Option<&'a Statement> {
        let id = self.position.statement.as_deref()?;
        self.row.reading.statements.iter().find(|statement| statement.id == id)
    }

    /// The lower-case words of its proposal.
    pub fn proposal_words(&self) -> Vec<String> {
        let spans = self.position.proposal.iter();
        spans.flat_map(|span| words(self.row.text, *span)).map(|word| word.text).collect()
    }
}

/// The other positions of the same report.
pub(crate) fn beside<'i, 'a>(items: &'i [Item<'a>], at: usize) -> impl Iterator<Item = &'i Item<'a>> {
    let before = items[..at].iter().rev().take_while(move |other| other.same_report(&items[at]));
    before.chain(items[at + 1..].iter().take_while(move |other| other.same_report(&items[at])))
}

/// All positions, by date, report and place in it.
pub(crate) fn items<'a>(rows: &[ReportRow<'a>]) -> Vec<Item<'a>> {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| (row.date, row.id));
    let mut items = Vec::new();
    for row in rows {
        let all = sentences(row.text);
        for (index, position) in row.reading.positions.iter().enumerate() {
            let span = covered(&position.proposal);
            let touched = |at: &&Span| position.proposal.iter().any(|span| span.overlaps(**at));
            let sentences: Vec<Span> = all.iter().filter(touched).copied().collect();
            let set = |spans: &[Span]| -> BTreeSet<String> { spans.iter().flat_map(|s| stems(row.text, *s)).collect() };
            let proposal = set(&position.proposal);
            let condition = set(&position.condition);
            let around = set(&sentences).into_iter().filter(|stem| !condition.contains(stem)).collect();
            let party = position.party.as_ref();
            let (voice, by) =
                party.map_or((Voice::SecondHand, By::Report), |party| voice(row.reading, position, party));
            items.push(Item { row, position, index, party, voice, by, span, sentences, proposal, around });
        }
    }
    items
}
