//! The Graph Model for Conflict Resolution: conflicts in, stability and equilibria out, with the reason for each
//! verdict.

pub mod answer;
pub mod coalition;
pub mod condition;
mod credible;
pub mod error;
pub mod explain;
pub mod format;
pub mod game;
pub mod graph;
pub mod horizon;
pub mod hypergame;
pub mod inverse;
pub mod levers;
pub mod memory;
pub mod model;
pub mod pattern;
pub mod report;
pub mod robustness;
pub mod stability;
pub mod status_quo;
pub mod unknown;
pub mod walk;
pub mod witness;

pub use error::{Error, ErrorKind, Place, Result};
pub use game::{Coalition, Game, Maker, State, StateSet};
pub use model::{Label, Model};
pub use stability::{Concept, Stability};
