//! The TOML format, written by hand.
//!
//! ```toml
//! title = "Cuban missile crisis, 1962"
//! citation = ["Fraser and Hipel 1984"]
//!
//! [[decision_maker]]
//! name = "US"
//! options = ["Air strike", "Blockade"]
//! cannot_undo = ["Air strike"]            # once taken, it stays taken
//! priorities = ["Withdraw", "not Escalate", "if Escalate then Air strike"]
//!
//! [[decision_maker]]
//! name = "USSR"
//! options = ["Withdraw", "Escalate"]
//! ranking = "1 > 5 ~ 7 > 3 > 6 > 2 > 8 > 4 >> 12 > 10 > 11 > 9"
//!
//! [states]
//! infeasible = ["Withdraw and Escalate"]  # or a pattern: "--YY"
//! status_quo = 1
//! ```
//!
//! The order of options in patterns is that of the file. States are numbered from 1 in ascending order of the choice
//! (the first option counts 1, the next 2, 4, …), unless `[states.labels]` says otherwise. What a rule says must hold
//! (`rules = ["if Accept then not Delay"]`); what `infeasible` says must not. Tables this format does not know are
//! left alone, so that other programs can keep notes beside the conflict.

mod read;
mod source;
mod write;

pub use read::{read, read_hypergame};
pub use write::write;
