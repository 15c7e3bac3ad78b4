//! The networks compiled into the program, from `models/`.

use crate::Files;
use std::borrow::Cow;

/// The vocabulary of word pieces, one a line; a piece's id is its line number.
pub const VOCABULARY: &str = include_str!("../../../models/reader/vocab.txt");

impl Files {
    /// The default reader.
    pub fn reader() -> Self {
        Self {
            manifest: Cow::Borrowed(include_bytes!("../../../models/reader/manifest.json")),
            encoder: Cow::Borrowed(include_bytes!("../../../models/reader/encoder.onnx")),
            tables: Cow::Borrowed(include_bytes!("../../../models/reader/tables.safetensors")),
            words: None,
        }
    }
}
