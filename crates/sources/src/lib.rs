//! Bytes to reports.
//!
//! [`Sources::open`] takes files, directories and standard input and gives one [`Found`] per report: the
//! [`codebook::Report`], what was detected on the way and how surely, and where it came from. One bad file or
//! line is one [`SourceError`]; the rest goes on.
//!
//! # The text
//!
//! All spans of the program refer to [`codebook::Report::text`], so what it is has to be said exactly:
//!
//! - Plain text and Markdown: the decoded file without its byte-order mark, line ends turned into `\n`.
//!   Nothing else changes. Soft hyphens, zero-width characters and markup stay where they are.
//! - Saved pages: the text of the article as extracted, a blank line between blocks, without soft hyphens and the
//!   other invisible hints to the typesetter.
//! - JSON lines, JSON and tables: the value of the `text` column, line ends turned into `\n`.
//!
//! # Dates
//!
//! The user's date wins over a manifest's, that over the record's or page's own, that over the dateline. A year is never
//! guessed, and `04/05/2026` is not read.
//!
//! # Hashes
//!
//! [`codebook::Report::sha256`] is of the file's bytes; of the line or record without its line end in JSON lines and
//! tables (of its UTF-8 form where the stream is UTF-16); of the element in a JSON array.
//!
//! # Memory
//!
//! JSON lines and tables are read record by record; what stays is a hash of each id (16 bytes a report), to notice
//! duplicates. Plain text and pages are read whole up to 16 MB, JSON files up to 64 MB.
//!
//! ```
//! use sources::{Input, Options, Sources};
//!
//! let line = br#"{"id": "7", "date": "2026-04-14", "text": "The minister refused."}"#;
//! let input = Input::Bytes { name: "dump.jsonl".into(), bytes: line.to_vec() };
//! let found = Sources::open([input], &Options::default()).next().unwrap()?;
//! assert_eq!(found.report.id, "7");
//! assert_eq!(found.report.text, "The minister refused.");
//! # Ok::<(), sources::SourceError>(())
//! ```

mod input;
mod options;
mod sniff;
mod walk;

mod charset;
mod decode;
mod json;
mod lines;
mod metadata;
mod object;
mod page;
mod plain;
mod records;
mod row;
mod table;

mod date;
mod dateline;
mod language;
mod manifest;

mod error;
mod found;
mod sources;

pub use decode::{EncodingFrom, locate};
pub use error::{ErrorKind, SourceError};
pub use found::{DateFrom, Detected, Found, Origin};
pub use input::Input;
pub use options::{Columns, Options};
pub use sniff::Kind;
pub use sources::{Extent, Sources};
