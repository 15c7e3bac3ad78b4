//! What parties are called.

use std::collections::BTreeMap;

/// A party's name to read: that of `names` where it has one, a state's short name, what follows `IGO:` and `NSA:`.
pub(crate) fn name(code: &str, names: &BTreeMap<String, String>) -> String {
    if let Some(name) = names.get(code) {
        return name.clone();
    }
    let one = |code: &str| -> String {
        let plain = code.split_once(':').map_or(code, |(_, rest)| rest);
        names.get(code).cloned().unwrap_or_else(|| codebook::country(code).unwrap_or(plain).to_owned())
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
