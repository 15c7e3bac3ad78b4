//! A JSON file: one object, an array of objects, or several objects one after the other.

use crate::charset::Charset;
use crate::error::{Detail, SourceError};
use crate::found::{Detected, Found, Origin};
use crate::lines::message;
use crate::row::{fingerprint, undated};
use crate::{Columns, Kind, json};
use serde_json::value::RawValue;

/// The most that is read of one JSON file.
pub(crate) const LIMIT: usize = 64 << 20;

/// Reads all reports of one JSON file. A record that is no report is an error among the results.
pub(crate) fn read(
    bytes: &[u8],
    columns: &Columns,
    charset: Charset,
    path: &str,
    stem: &str,
) -> Result<Vec<Result<Found, SourceError>>, SourceError> {
    if bytes.len() > LIMIT {
        let advice = "write it as JSON lines, which have no limit";
        return Err(SourceError::new(path, Detail::TooLarge { limit: LIMIT >> 20, what: "one JSON file", advice }));
    }
    let decoded = charset.decode(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let text = decoded.text.as_str();
    let broken = |error: serde_json::Error| {
        SourceError::at_line(path, error.line().max(1) as u64, Detail::BrokenJson(message(&error)))
    };
    let values: Vec<&RawValue> = if text.trim_start().starts_with('[') {
        serde_json::from_str(text).map_err(broken)?
    } else {
        let values = serde_json::Deserializer::from_str(text).into_iter();
        values.collect::<Result<_, _>>().map_err(broken)?
    };
    if values.is_empty() {
        return Err(SourceError::new(path, Detail::Empty));
    }
    let alone = values.len() == 1 && !text.trim_start().starts_with('[');
    let detected = Detected { encoding_from: decoded.from, ..undated(Kind::Json, decoded.encoding.name()) };
    let mut line = 1;
    let mut counted = 0;
    let results = values.into_iter().enumerate().map(|(index, value)| {
        let record = value.get();
        // The record is a slice of the text, so its place gives its line.
        let start = record.as_ptr() as usize - text.as_ptr() as usize;
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..start]).count() as u64;
        counted = start;
        let failed = |detail| SourceError::at_line(path, line, detail);
        let row = json::row(record, columns).map_err(|error| failed(Detail::BrokenJson(message(&error))))?;
        if row.text.is_none() {
            return Err(failed(Detail::MissingColumns { wanted: columns.text.clone(), found: json::keys(record) }));
        }
        let origin = Origin { path: path.to_owned(), line: (!alone).then_some(line) };
        let sha256 = fingerprint(if alone { bytes } else { record.as_bytes() });
        let id = || if alone { stem.to_owned() } else { format!("{stem}-{}", index + 1) };
        let mut found = row.into_found(detected.clone(), origin, sha256, id).map_err(failed)?;
        found.notices.extend(decoded.notice());
        Ok(found)
    });
    Ok(results.collect())
}
