//! Finds the facts that [`crate::compute`] takes as given, from positions and texts alone.

mod copies;
mod dates;
mod items;
mod past;
mod signs;
pub(crate) mod text;
mod threads;

use crate::{Judged, ReportRow, Settings};

/// Judges threads, past, harm, contraries, denials, copies and the day things were said.
///
/// All by words and form, without a model, so that it can be wrong where sameness lies in meaning alone; what people
/// judged belongs in its place. The same rows give the same facts, whatever their order. The cost grows with the
/// number of positions, but for very long reports.
pub fn judge(rows: &[ReportRow<'_>], settings: &Settings) -> Judged {
    let items = items::items(rows);
    let copy_of = copies::copies(rows, &items);
    let threads = threads::threads(&items, &copy_of, settings);
    let originals: Vec<Vec<usize>> = threads
        .iter()
        .map(|(_, members)| members.iter().copied().filter(|at| !copy_of.contains_key(at)).collect())
        .collect();
    let place = |at: usize| items[at].place();
    let mut copied: Vec<(usize, usize)> = copy_of.iter().map(|(&copy, &original)| (copy, original)).collect();
    copied.sort_unstable();
    let pairs = |pairs: Vec<(usize, usize)>| pairs.into_iter().map(|(a, b)| (place(a), place(b))).collect();
    Judged {
        past: past::past(&items).into_iter().map(place).collect(),
        harm: signs::harm(&items).into_iter().map(place).collect(),
        turned: signs::turned(&items, &originals).into_iter().map(place).collect(),
        denies: pairs(signs::denies(&items, &originals, settings)),
        copies: pairs(copied),
        said: items.iter().filter_map(|item| dates::said(item).map(|date| (item.place(), date))).collect(),
        threads: threads.into_iter().map(|(thread, _)| thread).collect(),
    }
}
