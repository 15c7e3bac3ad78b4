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

pub use actors;
pub use agenda;
pub use codebook;
pub use reading;
pub use record;
pub use sources;
pub use standing;
pub use verify;

mod ask;
mod batch;
mod code;
mod draft;
mod find;
mod keep;
mod page;
mod threshold;

pub use ask::{AskError, Case, Cell, Evidence, Question, Stand, chain, latest, report_rows};
pub use batch::{Batch, ReadReport, Settings, Skipped, StartError};
pub use code::{LineError, code_lines};
pub use draft::{CheckError, check_draft};
pub use find::{Match, find};
pub use keep::{CODEBOOK_VERSION, ImportError, import, versions};
pub use page::report_page;
pub use threshold::at_least;
