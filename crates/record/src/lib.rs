//! The durable record: readings and what people made of them, in one SQLite file that is only added to.
//!
//! A [`Record`] keeps reports with their words, every reading of them with the versions that made it, and
//! people's corrections as rows of their own. What is *in force* is computed: the newest reading of the newest
//! version of each report, with the corrections on top. `docs/record.md` describes the file for people who
//! open it with other tools.
//!
//! The record holds words and rows. Where parties stand, how they moved and whether quotations are faithful
//! is computed elsewhere from [`Record::coded`].
//!
//! ```
//! # fn main() -> Result<(), record::RecordError> {
//! # let folder = tempfile::tempdir().unwrap();
//! use codebook::{Reading, Report};
//! use record::{Record, Versions};
//!
//! let mut record = Record::create(&folder.path().join("detente.db"))?;
//! let report = Report {
//!     id: "toy".into(), url: None, outlet: None, author: None, title: None, date: None,
//!     text_file: Some("toy.txt".into()), text: "Ann said yes.".into(), sha256: record::sha256(b"Ann said yes."),
//! };
//! let added = record.add(&report, &Reading::default(), &Versions::default())?;
//! assert!(added.is_new());
//! assert!(!record.add(&report, &Reading::default(), &Versions::default())?.is_new());
//! record.close()?;
//! # Ok(())
//! # }
//! ```

mod error;
mod hash;
mod lock;
mod open;
mod row;
mod spans;
mod voice;

mod add;
mod carry;
mod current;
mod effective;

mod filter;
mod list;
mod overview;
mod search;
mod show;

mod alpha;
mod columns;
mod drafts;
mod export;
mod review;
mod sheet;
mod table;

pub use add::{Added, Batch, Outcome};
pub use alpha::alpha;
pub use columns::{COLUMNS, Cell, ColumnType};
pub use drafts::Draft;
pub use error::RecordError;
pub use export::{ExportOptions, Format, PloverNames, plover_class};
pub use filter::{Filter, Hand, Page};
pub use hash::sha256;
pub use open::Record;
pub use overview::Stance;
pub use review::{By, Correction};
pub use row::{Coded, PositionRow, ReportRow, Review, StatementRow, Versions};
pub use search::Hit;
pub use sheet::{Agreement, Change, Merged};
pub use show::Shown;
pub use voice::Voice;
