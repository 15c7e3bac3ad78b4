//! The library face of Détente: open, read, ask, correct, draft, solve, export.
//!
//! It gathers the stages, in the order of the data, under one name, and offers the use cases that span several of them.
//! What a stage knows stays in the stage.
//!
//! ```no_run
//! use detente::sources::{Options, Sources};
//! use detente::{Batch, Settings, reading::Reader};
//!
//! let sources = Sources::open(["reports/"], &Options::default());
//! for item in Batch::start(Reader::new()?, sources, Settings::default())? {
//!     match item {
//!         Ok(read) => println!("{}: {} statements", read.found.report.id, read.reading.statements.len()),
//!         Err(skipped) => eprintln!("{skipped}"),
//!     }
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub use codebook;
pub use reading;
pub use sources;

mod batch;
mod threshold;

pub use batch::{Batch, ReadReport, Settings, Skipped, StartError};
pub use threshold::at_least;
