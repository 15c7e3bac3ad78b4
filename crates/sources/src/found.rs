//! A report as it was found.

use crate::{EncodingFrom, Kind};
use codebook::Report;

/// One report, with what was detected and where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The report.
    pub report: Report,
    /// What was detected on the way.
    pub detected: Detected,
    /// Where it came from.
    pub origin: Origin,
    /// What the user should know about it: a guessed character set, a date not understood, a changed id.
    pub notices: Vec<String>,
}

/// What was detected, and how surely.
#[derive(Debug, Clone, PartialEq)]
pub struct Detected {
    /// The kind of input.
    pub kind: Kind,
    /// The character set, by its name in the WHATWG Encoding Standard.
    pub encoding: &'static str,
    /// How the character set is known.
    pub encoding_from: EncodingFrom,
    /// ISO 639-3 code of the language; `None` where the text is too short or too mixed to tell.
    pub language: Option<&'static str>,
    /// How sure the language is, in [0, 1].
    pub language_confidence: f64,
    /// Where the date comes from; `None` where there is none.
    pub date_from: Option<DateFrom>,
}

impl Detected {
    /// Whether the character set is certain and not a guess from the bytes.
    pub fn encoding_sure(&self) -> bool {
        self.encoding_from != EncodingFrom::Guessed
    }

    /// Whether the report was recognised to be in another language than English. Unknown is not another.
    pub fn is_foreign(&self) -> bool {
        self.language.is_some_and(|code| code != "eng")
    }
}

/// Where a date comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DateFrom {
    /// The user gave it.
    Given,
    /// A manifest.
    Manifest,
    /// The record's own date column.
    Record,
    /// The page's metadata.
    Page,
    /// The dateline or a line of its own at the top of the text.
    Dateline,
}

/// Where a report came from. For plain text, [`crate::locate`] leads from the text back to the file's bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file as it was named; `-` for standard input.
    pub path: String,
    /// The line the record starts on, counted from 1; `None` where the whole file is the report.
    pub line: Option<u64>,
}
