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
//! [`Standing`] holds both, in the shape of one JSON object.
//!
//! ```
//! use codebook::{Act, Party, Position, Reading, Span};
//! use standing::{ReportRow, Settings, Standing};
//!
//! let text = "The league wants the ferry back.";
//! let position = Position {
//!     id: "p1".into(),
//!     statement: None,
//!     party: Some(Party::new("IGO:League")),
//!     act: Act::Demand,
//!     issue: "water".into(),
//!     proposal: vec![Span::new(17, 31)],
//!     target: None,
//!     condition: vec![],
//!     grounds: vec![],
//!     confidence: 1.0,
//! };
//! let reading = Reading { statements: vec![], positions: vec![position] };
//! let row = ReportRow { id: "r1", outlet: None, date: None, text, reading: &reading };
//! let found = Standing::found(&[row], &Settings::default())?;
//! assert_eq!(found.judged.threads[0].label, "the ferry back");
//! assert_eq!(found.computed.current[0].by.to_string(), "report");
//! # Ok::<(), standing::JudgedError>(())
//! ```
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
mod standing;
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
pub use standing::Standing;
pub use voice::{By, Voice, VoiceRow};
