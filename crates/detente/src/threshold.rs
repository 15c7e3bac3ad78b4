//! Leaving out what a reading is unsure of.

use codebook::Reading;
use std::collections::HashSet;

/// The reading without what is less sure than `confidence`.
///
/// A statement goes with the one it stands inside, since whose word it rests on would be lost; a position goes with its
/// statement.
pub fn at_least(mut reading: Reading, confidence: f32) -> Reading {
    let mut gone: HashSet<String> =
        reading.statements.iter().filter(|s| s.confidence < confidence).map(|s| s.id.clone()).collect();
    // Statements are in text order, which need not put the outer one first.
    loop {
        let inside = |s: &&codebook::Statement| s.via.as_ref().is_some_and(|via| gone.contains(via));
        let more: Vec<String> =
            reading.statements.iter().filter(|s| !gone.contains(&s.id)).filter(inside).map(|s| s.id.clone()).collect();
        if more.is_empty() {
            break;
        }
        gone.extend(more);
    }
    reading.statements.retain(|s| !gone.contains(&s.id));
    reading
        .positions
        .retain(|p| p.confidence >= confidence && !p.statement.as_ref().is_some_and(|id| gone.contains(id)));
    reading
}

#[cfg(test)]
mod tests {
    use super::*;
    use codebook::{Act, Form, Position, Speaker, Statement};

    fn statement(id: &str, via: Option<&str>, confidence: f32) -> Statement {
        Statement {
            id: id.into(),
            source: vec![],
            cue: vec![],
            content: vec![],
            form: Form::Indirect,
            hedged: false,
            speaker: Speaker::default(),
            via: via.map(str::to_owned),
            confidence,
        }
    }

    fn position(id: &str, statement: Option<&str>, confidence: f32) -> Position {
        Position {
            id: id.into(),
            statement: statement.map(str::to_owned),
            party: None,
            act: Act::Offer,
            issue: "talks".into(),
            proposal: vec![],
            target: None,
            condition: vec![],
            grounds: vec![],
            confidence,
        }
    }

    #[test]
    fn what_hangs_on_the_unsure_goes_with_it() {
        let reading = Reading {
            statements: vec![
                statement("s1", Some("s2"), 0.9),
                statement("s2", Some("s3"), 0.9),
                statement("s3", None, 0.2),
                statement("s4", None, 0.8),
            ],
            positions: vec![
                position("p1", Some("s1"), 0.9),
                position("p2", Some("s4"), 0.9),
                position("p3", Some("s4"), 0.3),
                position("p4", None, 0.5),
            ],
        };
        let kept = at_least(reading, 0.5);
        assert_eq!(kept.statements.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), ["s4"]);
        assert_eq!(kept.positions.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["p2", "p4"]);
    }
}
