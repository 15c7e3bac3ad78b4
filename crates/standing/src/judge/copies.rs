//! Positions that two reports print of one utterance.

use super::items::Item;
use crate::ReportRow;
use crate::origins::{Copied, copied, copied_paragraphs, ordered};
use codebook::{Form, Span, covered};
use std::collections::HashMap;

/// The original of each copy, as indices of `items`.
///
/// Two stretches are one utterance where a paragraph is a near-copy of an earlier report's, or the words quoted in a
/// statement are; in them, positions of one party, act and issue whose proposals share most words pair up in order.
pub(crate) fn copies(rows: &[ReportRow<'_>], items: &[Item<'_>]) -> HashMap<usize, usize> {
    let rows = ordered(rows);
    let quoted = rows.iter().enumerate().flat_map(|(number, row)| {
        let statements = row.reading.statements.iter().filter(|statement| statement.form != Form::Indirect);
        statements.filter_map(move |statement| {
            let around = covered(&statement.content)?;
            Some(((number, around), statement.content.clone()))
        })
    });
    let mut of_row: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, item) in items.iter().enumerate() {
        of_row.entry(item.row.id).or_default().push(at);
    }
    let within = |(number, span): (usize, Span)| -> Vec<usize> {
        let all = of_row.get(rows[number].id).into_iter().flatten().copied();
        all.filter(|&at| items[at].position.proposal.iter().any(|own| span.contains(*own))).collect()
    };
    let mut copy_of: HashMap<usize, usize> = HashMap::new();
    let stretches: Vec<Copied> = copied_paragraphs(&rows).into_iter().chain(copied(&rows, quoted, 75)).collect();
    for stretch in stretches {
        let mut originals: Vec<usize> = stretch.originals.iter().flat_map(|original| within(*original)).collect();
        for copy in within(stretch.copy) {
            if copy_of.contains_key(&copy) {
                continue;
            }
            if let Some(place) = originals.iter().position(|&original| same(&items[copy], &items[original])) {
                let original = originals.remove(place);
                // An original that is itself a copy leads to the first.
                let first = copy_of.get(&original).copied().unwrap_or(original);
                if first != copy {
                    copy_of.insert(copy, first);
                }
            }
        }
    }
    copy_of
}

fn same(copy: &Item<'_>, original: &Item<'_>) -> bool {
    let shared = copy.proposal.intersection(&original.proposal).count();
    let all = copy.proposal.union(&original.proposal).count();
    copy.party == original.party
        && copy.position.act == original.position.act
        && copy.position.issue == original.position.issue
        && 2 * shared >= all
}
