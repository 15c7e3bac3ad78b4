//! One record of a table or of JSON, and the report it makes.

use crate::decode::unify_line_ends;
use crate::error::Detail;
use crate::found::{DateFrom, Detected, Found, Origin};
use crate::{EncodingFrom, Kind};
use codebook::Report;
use sha2::{Digest, Sha256};

/// The columns of one record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub id: Option<String>,
    pub date: Option<String>,
    pub title: Option<String>,
    pub text: Option<String>,
    pub url: Option<String>,
    pub outlet: Option<String>,
    pub author: Option<String>,
}

impl Row {
    /// The report of this record. `fallback_id` is used where the record has no id of its own.
    pub fn into_found(
        self,
        detected: Detected,
        origin: Origin,
        sha256: String,
        fallback_id: impl FnOnce() -> String,
    ) -> Result<Found, Detail> {
        let text = self.text.unwrap_or_default();
        let text = unify_line_ends(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text));
        if text.trim().is_empty() {
            return Err(Detail::EmptyRecord);
        }
        let mut notices = Vec::new();
        let stated = tidy(self.date);
        let date = stated.as_deref().and_then(crate::date::parse);
        if let (Some(stated), None) = (&stated, date) {
            notices.push(crate::date::not_understood(stated));
        }
        let report = Report {
            id: tidy(self.id).unwrap_or_else(fallback_id),
            url: tidy(self.url),
            outlet: tidy(self.outlet),
            author: tidy(self.author),
            title: tidy(self.title),
            date,
            text_file: None,
            text,
            sha256,
        };
        let detected = Detected { date_from: date.map(|_| DateFrom::Record), ..detected };
        Ok(Found { report, detected, origin, notices })
    }
}

/// White space at the ends removed; `None` where nothing is left.
pub(crate) fn tidy(value: Option<String>) -> Option<String> {
    let value = value?;
    let trimmed = value.trim();
    match trimmed.len() {
        0 => None,
        length if length == value.len() => Some(value),
        _ => Some(trimmed.to_owned()),
    }
}

/// What is known of an input before its text was looked at.
pub(crate) fn undated(kind: Kind, encoding: &'static str) -> Detected {
    Detected {
        kind,
        encoding,
        encoding_from: EncodingFrom::ValidUtf8,
        language: None,
        language_confidence: 0.0,
        date_from: None,
    }
}

/// SHA-256 in lower-case hexadecimal digits.
pub(crate) fn fingerprint(bytes: &[u8]) -> String {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    let digest = Sha256::digest(bytes);
    let digits =
        digest.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|nibble| DIGITS[usize::from(nibble)] as char);
    digits.collect()
}
