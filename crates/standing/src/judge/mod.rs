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
    let members: Vec<Vec<usize>> = threads.iter().map(|(_, members)| members.clone()).collect();
    let place = |at: usize| items[at].place();
    let mut copied: Vec<(usize, usize)> = copy_of.iter().map(|(&copy, &original)| (copy, original)).collect();
    copied.sort_unstable();
    let counted = |found: Vec<usize>| found.into_iter().filter(|at| !copy_of.contains_key(at)).map(place).collect();
    let pairs = |pairs: Vec<(usize, usize)>| pairs.into_iter().map(|(a, b)| (place(a), place(b))).collect();
    Judged {
        past: counted(past::past(&items)),
        harm: counted(signs::harm(&items)),
        turned: counted(signs::turned(&items, &members)),
        denies: pairs(signs::denies(&items, &members, settings)),
        copies: pairs(copied),
        said: items.iter().filter_map(|item| dates::said(item).map(|date| (item.place(), date))).collect(),
        threads: threads.into_iter().map(|(thread, _)| thread).collect(),
    }
}
