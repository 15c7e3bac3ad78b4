//! What parties are called.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// Codes of states and territories with their short names; `data/README.md` says where they are from.
const COUNTRIES: &str = include_str!("../data/countries.tsv");

fn countries() -> &'static HashMap<&'static str, &'static str> {
    static TABLE: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    TABLE.get_or_init(|| COUNTRIES.lines().filter_map(|line| line.split_once('\t')).collect())
}

/// A party's name to read: that of `names` where it has one, a state's short name, what follows `IGO:` and `NSA:`.
pub(crate) fn name(code: &str, names: &BTreeMap<String, String>) -> String {
    if let Some(name) = names.get(code) {
        return name.clone();
    }
    let one = |code: &str| -> String {
        let plain = code.split_once(':').map_or(code, |(_, rest)| rest);
        names.get(code).cloned().unwrap_or_else(|| countries().get(code).copied().unwrap_or(plain).to_owned())
    };
    code.split('+').map(one).collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties_are_called_by_name() {
        let names = BTreeMap::from([("IGO:UN".to_owned(), "United Nations".to_owned())]);
        assert_eq!(name("UKR", &names), "Ukraine");
        assert_eq!(name("IGO:UN+NSA:ELN", &names), "United Nations and ELN");
    }
}
