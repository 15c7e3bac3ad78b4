//! Facts and tables together, as one value to keep or to print.

use crate::{Computed, Judged, JudgedError, ReportRow, Settings, compute, judge};
use serde::{Deserialize, Serialize};

/// Where the parties of a case stand, with the facts it rests on; in JSON one object with the fields of both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// What was judged, by people or by [`judge`].
    #[serde(flatten)]
    pub judged: Judged,
    /// What follows from it.
    #[serde(flatten)]
    pub computed: Computed,
}

impl Standing {
    /// What follows from facts that are given.
    ///
    /// # Errors
    /// As [`compute`].
    pub fn of(rows: &[ReportRow<'_>], judged: Judged, settings: &Settings) -> Result<Self, JudgedError> {
        let computed = compute(rows, &judged, settings)?;
        Ok(Self { judged, computed })
    }

    /// What follows from facts found here.
    ///
    /// # Errors
    /// Where two rows have one id.
    pub fn found(rows: &[ReportRow<'_>], settings: &Settings) -> Result<Self, JudgedError> {
        Self::of(rows, judge(rows, settings), settings)
    }
}
