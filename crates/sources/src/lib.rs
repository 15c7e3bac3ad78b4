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
//! - Saved pages: the text of the article as extracted, a blank line between blocks.
//! - JSON lines, JSON and tables: the value of the `text` column, line ends turned into `\n`.
//!
//! # Memory
//!
//! JSON lines and tables are read record by record; what stays is a hash of each id (16 bytes a report), to notice
//! duplicates. Plain text, pages and single JSON files are read whole and are limited in size.

mod date;
mod decode;
mod error;
mod found;
mod input;
mod json;
mod lines;
mod options;
mod plain;
mod row;
mod sniff;
mod sources;
mod walk;

pub use decode::{EncodingFrom, locate};
pub use error::{ErrorKind, SourceError};
pub use found::{DateFrom, Detected, Found, Origin};
pub use input::Input;
pub use options::{Columns, Options};
pub use sniff::Kind;
pub use sources::{Extent, Sources};
