//! Which words tell which issue: a linear model over bags of stems.
//!
//! `training/network/lexicon.py` learns it; change both together.

use crate::LoadError;
use crate::tables::{floats, matrix};
use safetensors::SafeTensors;
use std::collections::{BTreeSet, HashMap};

/// Letters of a stem: the first of a word of at least [`SHORTEST`].
const STEM: usize = 6;
const SHORTEST: usize = 3;
const PARTS: usize = 3;

/// Where words stand to a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// In the proposal.
    Proposal,
    /// In the content of its statement.
    Content,
    /// Anywhere in the report.
    Report,
}

/// Log odds of the issues by the words of a position, its statement and its report.
#[derive(Debug)]
pub struct Lexicon {
    stems: HashMap<String, usize>,
    /// A row of issues for each stem of each part.
    rows: Vec<f32>,
    bias: Vec<f32>,
}

impl Lexicon {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, LoadError> {
        let bad = |what: String| LoadError::Tables(what);
        let file = SafeTensors::deserialize(bytes).map_err(|e| bad(e.to_string()))?;
        let stems = file.tensor("stems").map_err(|e| bad(format!("stems: {e}")))?;
        let stems = std::str::from_utf8(stems.data()).map_err(|e| bad(format!("stems: {e}")))?;
        let stems: HashMap<String, usize> = stems.lines().enumerate().map(|(i, stem)| (stem.to_owned(), i)).collect();
        let (rows, bias) = (matrix(&file, "weight")?, floats(&file, "bias")?);
        if rows.len() != PARTS * stems.len() * bias.len() {
            return Err(bad("the lexicon's weight does not fit its stems".to_owned()));
        }
        Ok(Self { stems, rows, bias })
    }

    /// What each issue has from the start.
    pub fn bias(&self) -> &[f32] {
        &self.bias
    }

    /// What the words of `text`, each counted once, add for each issue, in the network's order of issues.
    pub fn scores(&self, part: Part, text: &str) -> Vec<f32> {
        let mut out = vec![0.0; self.bias.len()];
        let at = part as usize * self.stems.len();
        for stem in stems(text) {
            if let Some(i) = self.stems.get(&stem) {
                let row = &self.rows[(at + i) * out.len()..][..out.len()];
                out.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
            }
        }
        out
    }
}

fn stems(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_lowercase()).filter(|word| word.len() >= SHORTEST);
    words.map(|word| word[..word.len().min(STEM)].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_the_first_letters_of_words() {
        let found: Vec<String> = stems("Fishing-rights, fishing FISH in Ísland").into_iter().collect();
        assert_eq!(found, ["fish", "fishin", "rights", "sland"]);
    }
}
