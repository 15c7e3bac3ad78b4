//! The embedded network: token ids in, vectors and scores out.
//!
//! [`Network::load`] takes the files that make a network (manifest, encoder, tables, and the word embeddings and issue lexicon
//! that networks share), checks their hashes, and
//! from then on touches neither disk nor wire. [`Network::run`] takes one [`Window`] of word pieces and gives an
//! [`Output`], row by word; an [`Ensemble`] does so with several networks and averages. What the scores mean is for `reading` to
//! say. This crate knows nothing of news.
//!
//! The same window gives the same output on one machine, whatever the threads.

mod embedded;
mod ensemble;
mod error;
mod lexicon;
mod manifest;
mod network;
mod tables;

pub use embedded::VOCABULARY;
pub use ensemble::{Ensemble, Outputs};
pub use error::LoadError;
pub use lexicon::{Lexicon, Part};
pub use manifest::Manifest;
pub use network::{Files, Network, Output, RunError, Window};
pub use tables::{Crf, Dense, Tables};
