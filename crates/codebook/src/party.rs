//! Codes of parties.

use serde::{Deserialize, Serialize};

/// The code of a party: ISO 3166 alpha-3 for a state, `IGO:…` for an organisation, `NSA:…` for a
/// non-state party; of joint parties the codes joined by `+` in alphabetical order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Party(String);

impl Party {
    /// The party with this code; joint codes are put in order and said once.
    pub fn new(code: &str) -> Self {
        if !code.contains('+') {
            return Self(code.trim().to_owned());
        }
        Self::joint(code.split('+').map(str::trim))
    }

    /// Several parties speaking or acting as one.
    pub fn joint<'c>(codes: impl IntoIterator<Item = &'c str>) -> Self {
        let mut codes: Vec<&str> =
            codes.into_iter().flat_map(|code| code.split('+')).filter(|code| !code.is_empty()).collect();
        codes.sort_unstable();
        codes.dedup();
        Self(codes.join("+"))
    }

    /// The code as written.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// Its members: one, or several of a joint party.
    pub fn members(&self) -> impl Iterator<Item = &str> {
        self.0.split('+')
    }

    /// Whether `other` is this party or one of its members.
    pub fn includes(&self, other: &Party) -> bool {
        self == other || other.members().all(|member| self.members().any(|own| own == member))
    }

    /// Whether several parties share the code.
    pub fn is_joint(&self) -> bool {
        self.0.contains('+')
    }
}

impl std::fmt::Display for Party {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joint_codes_are_ordered_and_said_once() {
        let both = Party::new("NSA:ELN+COL+COL");
        assert_eq!(both.code(), "COL+NSA:ELN");
        assert!(both.includes(&Party::new("COL")));
        assert!(!Party::new("COL").includes(&both));
    }
}
