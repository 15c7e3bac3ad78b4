//! JSON lines, one report at a time.

use crate::charset::Charset;
use crate::error::{Detail, SourceError};
use crate::found::{Detected, Found, Origin};
use crate::row::{fingerprint, undated};
use crate::{Columns, Kind, json};
use std::io::{self, BufRead};

/// The longest line that is read. A text of 16 MB can take several times its size in escapes.
const LONGEST_LINE: usize = 64 << 20;

/// The reports of one stream of JSON lines.
pub(crate) struct Lines {
    reader: Box<dyn BufRead + Send>,
    path: String,
    stem: String,
    charset: Charset,
    line: u64,
    buffer: Vec<u8>,
    ended: bool,
}

impl Lines {
    pub fn new(reader: Box<dyn BufRead + Send>, path: String, stem: String, charset: Charset) -> Self {
        Self { reader, path, stem, charset, line: 0, buffer: Vec::new(), ended: false }
    }

    /// The next report, or what is wrong with the next line. Blank lines are passed over.
    pub fn next(&mut self, columns: &Columns) -> Option<Result<Found, SourceError>> {
        while !self.ended {
            self.line += 1;
            match read_line(&mut *self.reader, &mut self.buffer) {
                Ok(Read::Line) => {}
                Ok(Read::End) => {
                    self.ended = true;
                    if self.buffer.is_empty() {
                        return None;
                    }
                }
                Ok(Read::TooLong) => {
                    let advice = "split the report; the other lines are read";
                    let detail = Detail::TooLarge { limit: LONGEST_LINE >> 20, what: "one line", advice };
                    return Some(Err(SourceError::at_line(&self.path, self.line, detail)));
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(SourceError::at_line(&self.path, self.line, Detail::Unreadable(error))));
                }
            }
            let start = if self.line == 1 && self.buffer.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
            let line = self.buffer[start..].trim_ascii();
            if line.is_empty() {
                continue;
            }
            return Some(
                self.read(line, columns).map_err(|detail| SourceError::at_line(&self.path, self.line, detail)),
            );
        }
        None
    }

    fn read(&self, line: &[u8], columns: &Columns) -> Result<Found, Detail> {
        let broken = |error: serde_json::Error| Detail::BrokenLine(message(&error));
        let mut notice = None;
        let mut detected = undated(Kind::JsonLines, "UTF-8");
        let decoded;
        let text = match std::str::from_utf8(line) {
            Ok(text) if self.charset.is_utf8() => text,
            _ => {
                decoded = self.charset.decode(line);
                notice = decoded.notice();
                detected = Detected { encoding: decoded.encoding.name(), encoding_from: decoded.from, ..detected };
                &decoded.text
            }
        };
        let row = json::row(text, columns).map_err(broken)?;
        if row.text.is_none() {
            return Err(Detail::MissingColumns { wanted: columns.text.clone(), found: json::keys(text) });
        }
        let origin = Origin { path: self.path.clone(), line: Some(self.line) };
        let id = || format!("{}-{}", self.stem, self.line);
        let mut found = row.into_found(detected, origin, fingerprint(line), id)?;
        found.notices.extend(notice);
        Ok(found)
    }
}

/// What serde_json says, with its place within the line only: the line's own number is told apart.
pub(crate) fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
    format!("{reason}, column {}", error.column())
}

enum Read {
    Line,
    TooLong,
    /// The last line, which may be empty.
    End,
}

/// Reads up to the next `\n`. A line that is too long is passed over whole.
fn read_line(reader: &mut dyn BufRead, buffer: &mut Vec<u8>) -> io::Result<Read> {
    buffer.clear();
    let mut too_long = false;
    loop {
        let available = match reader.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if available.is_empty() {
            return Ok(if too_long { Read::TooLong } else { Read::End });
        }
        let end = memchr::memchr(b'\n', available);
        let taken = end.map_or(available.len(), |at| at + 1);
        if buffer.len() + taken > LONGEST_LINE {
            too_long = true;
            buffer.clear();
        }
        if !too_long {
            buffer.extend_from_slice(&available[..taken]);
        }
        reader.consume(taken);
        if end.is_some() {
            return Ok(if too_long { Read::TooLong } else { Read::Line });
        }
    }
}
