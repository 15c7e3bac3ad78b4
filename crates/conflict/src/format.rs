//! Files that hold a conflict.

pub mod case;
pub mod gmcr;
mod ranking;
pub mod toml;

use crate::error::Result;
use crate::model::Model;

pub use ranking::{parse as parse_ranking, text as ranking_text};

/// Reads a conflict in any of the formats: `conflict-case-1` or `.gmcr` when the text begins with `{`, else TOML.
pub fn read(text: &str) -> Result<Model> {
    if gmcr::is_gmcr(text) {
        gmcr::read(text)
    } else if text.trim_start().starts_with('{') {
        case::read(text)
    } else {
        toml::read(text)
    }
}

/// Whether a text is a hypergame: one that says what each decision maker perceives.
pub fn is_hypergame(text: &str) -> bool {
    text.lines().any(|l| l.trim() == "[[perceived]]")
}
