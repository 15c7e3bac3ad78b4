//! Krippendorff's alpha for nominal data.
//!
//! After Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: coincidences of values
//! within units, any number of coders, values may be missing.

use std::collections::BTreeMap;

/// How far coders agree beyond chance, from their values per unit: 1 is full agreement, 0 is chance.
///
/// `None` where it is not defined: fewer than two values to compare, or all values are the same.
pub fn alpha<V: Ord + Clone>(units: &[Vec<Option<V>>]) -> Option<f64> {
    let mut totals: BTreeMap<V, f64> = BTreeMap::new();
    let mut observed = 0.0;
    for unit in units {
        let values: Vec<&V> = unit.iter().flatten().collect();
        if values.len() < 2 {
            continue;
        }
        let weight = 1.0 / (values.len() - 1) as f64;
        for (i, a) in values.iter().enumerate() {
            *totals.entry((*a).clone()).or_default() += 1.0;
            observed += weight * values.iter().enumerate().filter(|(j, b)| *j != i && a != *b).count() as f64;
        }
    }
    let all: f64 = totals.values().sum();
    let expected = (all * all - totals.values().map(|n| n * n).sum::<f64>()) / (all - 1.0);
    (all >= 2.0 && expected > 0.0).then(|| 1.0 - observed / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(coders: &[&str]) -> Vec<Vec<Option<char>>> {
        let rows: Vec<Vec<char>> = coders.iter().map(|row| row.chars().collect()).collect();
        (0..rows[0].len()).map(|u| rows.iter().map(|row| Some(row[u]).filter(|c| *c != '.')).collect()).collect()
    }

    /// Krippendorff (2011), example B: two observers, nominal data, no missing values.
    #[test]
    fn two_observers() {
        let value = alpha(&units(&["aabbdcccedda", "babbbccceddd"])).unwrap();
        assert!((value - 0.692).abs() < 5e-4, "{value}");
    }

    /// Krippendorff (2011), example C: four observers, missing values, taken as nominal.
    #[test]
    fn four_observers_with_gaps() {
        let value = alpha(&units(&["123321412...", "1233224125.3", ".3332342251.", "12332441251."])).unwrap();
        assert!((value - 0.743).abs() < 5e-4, "{value}");
    }

    #[test]
    fn undefined_without_variation() {
        assert_eq!(alpha(&units(&["aaa", "aaa"])), None);
        assert_eq!(alpha(&units(&["a..", ".b."])), None);
        assert_eq!(alpha(&units(&["ab", "ab"])), Some(1.0));
    }
}
