//! Spans as the file keeps them: JSON lists of `[start, end]` in code points, and nothing where there are none.

use codebook::{CodePoints, Span};
use std::fmt::Write;

/// `spans` as JSON, or `None` where there are none.
pub(crate) fn to_json(points: &CodePoints<'_>, spans: &[Span]) -> Option<String> {
    if spans.is_empty() {
        return None;
    }
    let mut json = String::with_capacity(spans.len() * 12 + 2);
    for (index, span) in spans.iter().enumerate() {
        let [start, end] = points.of_span(*span);
        // Writing to a string cannot fail.
        let _ = write!(json, "{}[{start},{end}]", if index == 0 { '[' } else { ',' });
    }
    json.push(']');
    Some(json)
}

/// The spans that JSON names, or `None` where it is no such list or does not fit the text.
pub(crate) fn from_json(points: &CodePoints<'_>, json: &str) -> Option<Vec<Span>> {
    if json.trim().is_empty() {
        return Some(Vec::new());
    }
    let pairs: Vec<[usize; 2]> = serde_json::from_str(json).ok()?;
    pairs.into_iter().map(|pair| points.to_span(pair)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn spans_read_back(text in "\\PC{2,60}", cuts in proptest::collection::vec(0usize..60, 0..6)) {
            let points = CodePoints::new(&text);
            let mut cuts: Vec<usize> = cuts.into_iter().filter_map(|cut| points.to_byte(cut)).collect();
            cuts.sort_unstable();
            cuts.dedup();
            let spans: Vec<Span> = cuts.chunks_exact(2).map(|pair| Span::new(pair[0], pair[1])).collect();
            let json = to_json(&points, &spans).unwrap_or_default();
            prop_assert_eq!(from_json(&points, &json), Some(spans));
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let points = CodePoints::new("short");
        for json in ["[[0,9]]", "[[2,2]]", "[1,2]", "words"] {
            assert_eq!(from_json(&points, json), None, "{json}");
        }
    }
}
