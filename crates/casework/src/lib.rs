//! From the record of a negotiation to a conflict model, every part tied to the words it came from, and back to words.
//!
//! A [`Case`] joins reports, readings and what [`standing`] derives from them. [`draft`] turns it into a [`Casefile`]: a
//! conflict in the engine's own terms, with the positions each option, rule and preference rests on, what was assumed
//! and why, what is not known, and what was left out. [`toml::write`] gives it as a file for an analyst to correct and
//! [`toml::read`] takes it back. No stated position is taken for a preference without saying so.
//!
//! [`answers::answers`] solves a case and says what holds, why, and how surely; [`answers::levers`] what would have to
//! change for an outcome to hold. [`compare()`] sets two days side by side, [`update()`] merges a new draft into what an
//! analyst made of an old one, and [`brief::brief`] writes it all up with its evidence.
//!
//! This crate reads no file, keeps no state and runs no model.

mod case;
mod casefile;
mod party;
mod words;

mod conditions;
mod draft;
mod options;
mod preferences;
mod rules;

mod compare;
mod update;

pub mod answers;
pub mod brief;
pub mod toml;

pub use case::Case;
pub use casefile::{Backing, Casefile, Drafted, Item, LeftOut, OptionSupport, Suggestion, Support, Unknown};
pub use compare::{CompareError, Comparison, Turned, compare};
pub use draft::{DraftError, Settings, draft};
pub use update::{Merged, update};
