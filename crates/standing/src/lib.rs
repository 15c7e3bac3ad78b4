//! Where the parties stand, how they moved, whose accounts differ, and how far apart they are.
//!
//! Reports with their readings go in, as plain rows in any order; tables come out, each row with the
//! positions it rests on. Two layers, each usable alone:
//!
//! 1. [`judge`] finds the facts a reader would judge by hand: which positions are about the same thing
//!    ([`Thread`]), what the text puts in the past, what announces harm, what is the contrary of the
//!    thread's thing, what denies what, and what is a copy of what.
//! 2. [`compute`] takes those facts as given and derives the tables: voices, current positions, movement,
//!    accounts that differ, distance. It follows part 3 of the codebook to the letter.
//!
//! First-hand and second-hand are never mixed in one row. [`origins`] tells how many of the reports are
//! independent of each other.
//!
//! This crate reads no file, keeps no state and runs no model.

mod accounts;
mod compute;
mod current;
mod distance;
mod held;
mod judge;
mod judged;
mod movement;
mod origins;
mod rows;
mod voice;

pub use accounts::{Account, Why};
pub use compute::{Computed, compute};
pub use current::Current;
pub use distance::{Distance, DistanceKind};
pub use judge::judge;
pub use judged::{Judged, JudgedError, Thread};
pub use movement::{Movement, MovementKind};
pub use origins::{CopiedParagraph, Origins, origins};
pub use rows::{Place, ReportRow, Settings};
pub use voice::{By, Voice, VoiceRow};
