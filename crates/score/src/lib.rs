//! Scores of what was read against what people coded.
//!
//! [`attribution`] compares source, cue and content as on PolNeAR; [`record`] compares whole records of statements and
//! positions; [`calibration`] asks whether confidence keeps its word. Spans are compared as the words they touch, so
//! white space and punctuation at their ends do not matter.
//!
//! The definitions are those of the reference scorers in Python, and the tests compare the two number by number.

pub mod attribution;
pub mod calibration;
mod gold;
pub mod record;
mod table;
mod words;

pub use gold::{Article, Gold, GoldError, Row, Rows, Speaker, articles_of, read, readings};
pub use table::{Score, Scores};
pub use words::{MisfitError, Words};
