//! What is recorded from a report: the plain types every stage of Détente shares.
//!
//! A [`Report`] goes in; a [`Reading`] of [`Statement`]s and [`Position`]s comes out. Every role is a
//! list of [`Span`]s into the report's text. Inside the program a span counts UTF-8 bytes; at its edges
//! (JSON, CSV, other formats) it counts Unicode code points, and [`interchange`] is where the two meet.
//!
//! This crate does no input or output and depends on nothing of the project.

mod act;
mod country;
pub mod interchange;
mod party;
mod position;
mod report;
mod span;
mod statement;

pub use act::{Act, ParseActError, Stance};
pub use country::country;
pub use party::Party;
pub use position::Position;
pub use report::{Reading, Report};
pub use span::{CodePoints, Span, covered, slice};
pub use statement::{Form, Speaker, Statement};
