//! Whether confidence keeps its word.

/// How far stated confidence is from how often it was right: the expected calibration error of Guo, Pleiss, Sun and
/// Weinberger (ICML 2017), over ten bins of equal width.
///
/// `outcomes` are stated confidences with whether they were right. 0 where there are none.
pub fn expected_error(outcomes: &[(f64, bool)]) -> f64 {
    const BINS: usize = 10;
    let mut bins = [(0_usize, 0.0_f64, 0_usize); BINS];
    for &(confidence, right) in outcomes {
        let bin = &mut bins[((confidence * BINS as f64) as usize).min(BINS - 1)];
        *bin = (bin.0 + 1, bin.1 + confidence, bin.2 + usize::from(right));
    }
    let gaps = bins.iter().map(|&(_, stated, right)| (stated - right as f64).abs());
    gaps.sum::<f64>() / outcomes.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_kept_has_no_error() {
        let half = [(0.5, true), (0.5, false), (1.0, true), (0.0, false)];
        assert!(expected_error(&half).abs() < 1e-12);
        assert!((expected_error(&[(0.9, false)]) - 0.9).abs() < 1e-12);
        assert!(expected_error(&[]).abs() < 1e-12);
    }
}
