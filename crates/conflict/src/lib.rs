//! The Graph Model for Conflict Resolution: conflicts in, stability and equilibria out, with the reason for each
//! verdict.

pub mod condition;
pub mod error;
pub mod format;
pub mod model;
pub mod pattern;

pub use error::{Error, ErrorKind, Place, Result};
pub use model::{Label, Model};
