//! Scores and how they are printed.

use serde_json::{Map, Value, json};
use std::fmt;

/// One line of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Score {
    /// Precision, recall and F1, from counts.
    Counts {
        /// Right ones.
        hits: usize,
        /// All that were read.
        predicted: usize,
        /// All that people coded.
        gold: usize,
    },
    /// A share.
    Share {
        /// Right ones.
        right: usize,
        /// Of how many pairs.
        pairs: usize,
    },
    /// A number by itself.
    Number(f64),
}

impl Score {
    /// F1, the share, or the number.
    pub fn value(self) -> f64 {
        match self {
            Self::Counts { hits, predicted, gold } => round(ratio(2 * hits, predicted + gold)),
            Self::Share { right, pairs } => round(ratio(right, pairs)),
            Self::Number(number) => round(number),
        }
    }

    /// As the reference scorers write it.
    pub fn to_json(self) -> Value {
        match self {
            Self::Counts { hits, predicted, gold } => json!({
                "p": round(ratio(hits, predicted)), "r": round(ratio(hits, gold)), "f1": self.value(),
                "hits": hits, "predicted": predicted, "gold": gold,
            }),
            Self::Share { right, pairs } => json!({"accuracy": self.value(), "right": right, "pairs": pairs}),
            Self::Number(_) => json!(self.value()),
        }
    }
}

fn ratio(a: usize, b: usize) -> f64 {
    if b == 0 { 0.0 } else { a as f64 / b as f64 }
}

/// To four digits, as the reference scorers do before they print three.
fn round(number: f64) -> f64 {
    (number * 1e4).round_ties_even() / 1e4
}

/// Named scores, in the order they are shown. A name in front of which there is a space is a part of the one above.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scores(pub Vec<(String, Score)>);

impl Scores {
    /// The score of that name, without regard to spaces around it.
    pub fn get(&self, name: &str) -> Option<Score> {
        self.0.iter().find(|(own, _)| own.trim() == name).map(|(_, score)| *score)
    }

    /// All as one object.
    pub fn to_json(&self) -> Value {
        Value::Object(
            self.0.iter().map(|(name, score)| (name.trim().to_owned(), score.to_json())).collect::<Map<_, _>>(),
        )
    }

    pub(crate) fn add(&mut self, name: &str, (hits, predicted, gold): (usize, usize, usize)) {
        match self.0.iter_mut().find(|(own, _)| own == name) {
            Some((_, Score::Counts { hits: h, predicted: p, gold: g })) => {
                (*h, *p, *g) = (*h + hits, *p + predicted, *g + gold);
            }
            _ => self.0.push((name.to_owned(), Score::Counts { hits, predicted, gold })),
        }
    }

    pub(crate) fn check(&mut self, name: &str, outcomes: impl IntoIterator<Item = bool>) {
        let (mut right, mut pairs) = (0, 0);
        for outcome in outcomes {
            (right, pairs) = (right + usize::from(outcome), pairs + 1);
        }
        match self.0.iter_mut().find(|(own, _)| own == name) {
            Some((_, Score::Share { right: r, pairs: p })) => (*r, *p) = (*r + right, *p + pairs),
            _ => self.0.push((name.to_owned(), Score::Share { right, pairs })),
        }
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:22}{:>8}{:>8}{:>8}{:>9}{:>9}{:>9}", "", "P", "R", "F1", "hits", "read", "gold")?;
        for (name, score) in &self.0 {
            match *score {
                Score::Counts { hits, predicted, gold } => {
                    let (p, r) = (round(ratio(hits, predicted)), round(ratio(hits, gold)));
                    let f1 = score.value();
                    writeln!(f, "{name:22}{p:8.3}{r:8.3}{f1:8.3}{hits:9}{predicted:9}{gold:9}")?;
                }
                Score::Share { right, pairs } => {
                    writeln!(f, "{name:22}{:8.3}   ({right} of {pairs})", score.value())?;
                }
                Score::Number(_) => writeln!(f, "{name:22}{:8.3}", score.value())?,
            }
        }
        Ok(())
    }
}
