//! The library face of Détente: open, read, ask, correct, draft, solve, export.
//!
//! It gathers the stages, in the order of the data, and holds no logic of its own.

pub use codebook;
pub use reading;
