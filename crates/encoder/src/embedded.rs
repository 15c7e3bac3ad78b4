//! The networks compiled into the program, from `models/`.

use crate::Files;
use std::borrow::Cow;

/// The vocabulary of word pieces, one a line; a piece's id is its line number.
pub const VOCABULARY: &str = include_str!("../../../models/vocab.txt");

const WORDS: &[u8] = include_bytes!("../../../models/words.safetensors");
const ISSUES: &[u8] = include_bytes!("../../../models/issues.safetensors");

macro_rules! network {
    ($folder:literal) => {
        Self {
            manifest: Cow::Borrowed(include_bytes!(concat!("../../../models/", $folder, "/manifest.json"))),
            encoder: Cow::Borrowed(include_bytes!(concat!("../../../models/", $folder, "/encoder.onnx"))),
            tables: Cow::Borrowed(include_bytes!(concat!("../../../models/", $folder, "/tables.safetensors"))),
            words: Cow::Borrowed(WORDS),
            issues: Cow::Borrowed(ISSUES),
        }
    };
}

impl Files {
    /// The larger network, which the default reader averages with [`Files::fast`]; its calibration is for the two together.
    pub fn reader() -> Self {
        network!("reader")
    }

    /// The smaller network, alone the fast reader: fewer layers, a little less right.
    pub fn fast() -> Self {
        network!("fast")
    }
}
