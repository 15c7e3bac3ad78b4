//! Checks each quotation and each attribution of a draft against the reports it rests on.
//!
//! [`Evidence`] indexes the reports once; [`check`] tells of every quotation in a [`Draft`] whether a report has
//! it word for word and by whom, and if not, what is nearest and how it differs. No model decides whether words
//! match. What comparing words cannot tell is said plainly, in [`Checked::notes`], [`Finding::remarks`] and as
//! [`Verdict::Unchecked`].
//!
//! ```
//! use verify::{Draft, Evidence, Format, Source, Verdict, check};
//!
//! let text = "“We will not leave,” said Ann Lee.";
//! let evidence = Evidence::new(&[Source { id: "report", text, statements: &[] }]);
//! let draft = Draft { text: "Lee: \"We will leave\"", format: Format::Text, statements: None };
//! assert_eq!(check(&draft, &evidence).findings[0].verdict, Verdict::NegationDropped);
//! ```
//!
//! This crate reads no file, keeps no state and runs no model. Spans inside are bytes; what is serialised counts
//! Unicode code points.

mod align;
mod attribution;
mod check;
mod draft;
mod evidence;
mod finding;
mod gap;
mod limits;
mod quotations;
mod speaker;
mod wording;
mod words;

pub use align::Difference;
pub use check::check;
pub use draft::{Draft, Format, running};
pub use evidence::{Evidence, Source};
pub use finding::{Checked, Finding, Kind, Nearest, Note, Remark, Verdict};
