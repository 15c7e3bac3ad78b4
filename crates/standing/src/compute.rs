//! From judged facts to tables.

use crate::held::Case;
use crate::{Account, Current, Distance, Judged, JudgedError, Movement, ReportRow, Settings, VoiceRow};
use serde::{Deserialize, Serialize};

/// The tables. The order of rows carries no meaning but in `voices`; it is the same whatever the order of input.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Computed {
    /// On whose word each position rests, in the order said. Copies and positions without a holder are left out.
    pub voices: Vec<VoiceRow>,
    /// Where each party stands.
    pub current: Vec<Current>,
    /// How each party moved, by its own word.
    pub movement: Vec<Movement>,
    /// The same within one second-hand voice; never counted with the others.
    pub movement_told: Vec<Movement>,
    /// Accounts that differ.
    pub accounts: Vec<Account>,
    /// How far apart the parties are.
    pub distance: Vec<Distance>,
}

/// Derives the tables from rows and judged facts.
///
/// # Errors
/// Where the judged facts name a position that no row has or put one in two threads, and where two rows
/// have one id.
pub fn compute(rows: &[ReportRow<'_>], judged: &Judged, settings: &Settings) -> Result<Computed, JudgedError> {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| row.id);
    let case = Case::new(&rows, judged)?;
    let (movement, movement_told) = crate::movement::movement(&case);
    Ok(Computed {
        voices: case
            .held
            .iter()
            .map(|held| VoiceRow(held.row.id.to_owned(), held.position.id.clone(), held.voice, held.by.clone()))
            .collect(),
        current: crate::current::current(&case),
        movement,
        movement_told,
        accounts: crate::accounts::accounts(&case, settings),
        distance: crate::distance::distance(&case),
    })
}
