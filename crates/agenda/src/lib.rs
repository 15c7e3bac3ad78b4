//! The issues of a negotiation as data.
//!
//! The [default agenda](Agenda::default) is that of the codebook, compiled in from `agendas/default.toml`. A user's own
//! file adds issues or narrows some of these, without recompiling: [`Agenda::with_file`] reads it, and
//! [`Agenda::assign`] gives the positions of a reading the user's issues.
//!
//! ```
//! use agenda::Agenda;
//!
//! let own = r#"
//! name = "donbas"
//! [[issue]]
//! id = "donbas"
//! label = "the Donbas"
//! narrows = "territory"
//! cues = ["Donbas", "Donetsk", "Luhansk"]
//! "#;
//! let agenda = Agenda::default().with_text("donbas.toml", own)?;
//! assert_eq!(agenda.issue("donbas").unwrap().narrows.as_deref(), Some("territory"));
//! assert_eq!(agenda.version(), "default 1 + donbas");
//! # Ok::<(), agenda::AgendaError>(())
//! ```

mod assign;
mod cues;
mod issue;
mod load;

pub use cues::Cues;
pub use issue::{Agenda, Codes, Issue};
pub use load::AgendaError;
