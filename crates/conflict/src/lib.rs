//! The Graph Model for Conflict Resolution: conflicts in, stability and equilibria out, with the reason for each
//! verdict.

pub mod condition;
pub mod error;
pub mod format;
pub mod game;
pub mod memory;
pub mod model;
pub mod pattern;
pub mod stability;

pub use error::{Error, ErrorKind, Place, Result};
pub use game::{Coalition, Game, Maker, State, StateSet};
pub use model::{Label, Model};
pub use stability::{Concept, Stability};
