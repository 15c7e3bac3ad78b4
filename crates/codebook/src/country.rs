//! What states are called.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Codes of states and territories with their short names; `data/README.md` says where they are from.
const COUNTRIES: &str = include_str!("../data/countries.tsv");

/// A state's short name, as news has it, by its ISO 3166 alpha-3 code.
pub fn country(code: &str) -> Option<&'static str> {
    static TABLE: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    let table = TABLE.get_or_init(|| COUNTRIES.lines().filter_map(|line| line.split_once('\t')).collect());
    table.get(code).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_have_their_short_names() {
        assert_eq!(country("KOR"), Some("South Korea"));
        assert_eq!(country("IGO:UN"), None);
    }
}
