//! The PLOVER act of a marked source towards a marked target.

use crate::coding::best;
use crate::pieces::Pieces;
use crate::statements::mean;
use crate::windows::windows;
use crate::words::Words;
use codebook::Span;
use encoder::{Ensemble, Output, RunError};

/// What one actor does to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// One of the 15 classes of PLV.
    pub root: String,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// Softmax probability of the class.
    pub confidence: f32,
}

/// The quad class of an act, in the names of PLV.
pub fn quad(root: &str) -> u8 {
    match root {
        "AGREE" | "CONSULT" | "SUPPORT" => 1,
        "COOPERATE" | "AID" | "YIELD" => 2,
        "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => 3,
        _ => 4,
    }
}

/// Codes one sentence. A role may be missing; only the first window of a longer text is read.
pub(crate) fn code(
    network: &Ensemble,
    pieces: &Pieces,
    text: &str,
    source: Option<Span>,
    target: Option<Span>,
) -> Result<Option<Event>, RunError> {
    let words = Words::new(text);
    let Some(mut stretch) = windows(&words, pieces, network.manifest().window).into_iter().next() else {
        return Ok(None);
    };
    // A word that both mark counts as the target's.
    let role = |w: usize| {
        let inside = |span: Option<Span>| span.is_some_and(|s| words.touched(s).contains(&w));
        if inside(target) { 2u8 } else { u8::from(inside(source)) }
    };
    let roles: Vec<u8> = stretch.words.iter().map(|&w| role(w)).collect();
    let window = &mut stretch.window;
    window.roles = vec![0; window.ids.len()];
    for (i, &r) in roles.iter().enumerate() {
        let end = window.first.get(i + 1).map_or(window.ids.len() - 1, |&f| f as usize);
        window.roles[window.first[i] as usize..end].fill(r);
    }
    let outputs = network.run(window)?;
    let hidden = network.manifest().hidden;
    let mean = |output: &Output, wanted: Option<u8>| {
        mean(output, (0..output.count).filter(|&w| wanted.is_none_or(|r| roles[w] == r)), hidden)
    };
    let (at, confidence) =
        best(&network.head("plover", &outputs, |o| [mean(o, None), mean(o, Some(1)), mean(o, Some(2))].concat()));
    Ok(network.manifest().plover.get(at).map(|root| Event { root: root.clone(), quad: quad(root), confidence }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quads_are_those_of_plv() {
        let expected = [("SUPPORT", 1), ("YIELD", 2), ("THREATEN", 3), ("SANCTION", 4)];
        for (root, class) in expected {
            assert_eq!(quad(root), class, "{root}");
        }
    }
}
