//! From a report to its statements and positions, per the codebook.
//!
//! A [`Reader`] holds the network; [`Reader::read`] turns a report into a [`codebook::Reading`] with spans and calibrated
//! confidence. It writes no words that are not in the report and keeps no state: the same report gives the same reading.
//!
//! The stages, in reading order: [`words`] cuts the text, [`windows`] packs it, the network scores it, [`attribution`]
//! decodes the scores, `statements` makes statements of them, `actors` says who speaks, `coding` finds the positions.

pub mod attribution;
mod coding;
mod pieces;
pub mod plover;
mod quotation;
mod reader;
mod statements;
pub mod windows;
pub mod words;

pub use pieces::Pieces;
pub use reader::{ReadError, Reader};
