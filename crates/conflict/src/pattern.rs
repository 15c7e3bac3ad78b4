//! Patterns over options: `Y` taken, `N` not taken, `-` either.

use crate::error::{Error, ErrorKind, Result};

/// Which options are taken: bit k is option k, in the order of the conflict.
pub type Choice = u64;

/// The most options a conflict can have: a state is one machine word.
pub const MAX_OPTIONS: usize = 64;

/// One letter per option. A pattern matches a choice that agrees with it wherever it says `Y` or `N`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    /// The options the pattern speaks of.
    pub care: u64,
    /// Of those, the ones that must be taken.
    pub value: u64,
}

impl Pattern {
    /// Reads a pattern for `options` options.
    pub fn parse(text: &str, options: usize) -> Result<Self> {
        let length = text.chars().count();
        if length != options {
            return Err(Error::new(
                ErrorKind::Syntax,
                format!(
                    "the pattern “{text}” has {length} letters but there are {options} options; write one letter per option"
                ),
            ));
        }
        let (mut care, mut value) = (0, 0);
        for (k, letter) in text.chars().enumerate() {
            match letter {
                'Y' => {
                    care |= 1 << k;
                    value |= 1 << k;
                }
                'N' => care |= 1 << k,
                '-' => {}
                other => {
                    return Err(Error::new(
                        ErrorKind::Syntax,
                        format!("“{other}” in the pattern “{text}”: write Y (taken), N (not taken) or - (either)"),
                    ));
                }
            }
        }
        Ok(Self { care, value })
    }

    /// The pattern that matches exactly one choice.
    pub fn exactly(choice: Choice, options: usize) -> Self {
        Self { care: all(options), value: choice }
    }

    /// Whether the pattern matches a choice.
    pub fn matches(self, choice: Choice) -> bool {
        choice & self.care == self.value
    }

    /// The pattern as text for `options` options.
    pub fn text(self, options: usize) -> String {
        (0..options)
            .map(|k| match (self.care >> k & 1, self.value >> k & 1) {
                (0, _) => '-',
                (_, 0) => 'N',
                _ => 'Y',
            })
            .collect()
    }
}

/// The word with one bit for each of `options` options.
pub(crate) fn all(options: usize) -> u64 {
    if options >= 64 { u64::MAX } else { (1 << options) - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_matches_and_writes_back() {
        let p = Pattern::parse("Y-N", 3).unwrap();
        assert!(p.matches(0b001) && p.matches(0b011) && !p.matches(0b101) && !p.matches(0b000));
        assert_eq!(p.text(3), "Y-N");
        assert_eq!(Pattern::exactly(0b10, 2).text(2), "NY");
    }

    #[test]
    fn wrong_length_and_letter_are_refused() {
        assert!(Pattern::parse("YN", 3).unwrap_err().to_string().contains("2 letters"));
        assert!(Pattern::parse("YxN", 3).unwrap_err().to_string().contains("“x”"));
    }
}
