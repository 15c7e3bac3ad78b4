//! Plain text and Markdown.

use crate::Kind;
use crate::decode::{EncodingFrom, decode};
use crate::error::Detail;
use crate::found::{Detected, Found, Origin};
use crate::row::{fingerprint, undated};
use codebook::Report;
use encoding_rs::Encoding;

/// The most that is read of one plain-text file.
pub(crate) const LIMIT: usize = 16 << 20;

/// Reads one file of text. The text is the decoded file; nothing but its byte-order mark and line ends changes.
pub(crate) fn read(
    bytes: &[u8],
    kind: Kind,
    origin: Origin,
    id: String,
    text_file: Option<String>,
    encoding: Option<&'static Encoding>,
) -> Result<Found, Detail> {
    if bytes.len() > LIMIT {
        return Err(too_large());
    }
    let decoded = decode(bytes, encoding.map(|encoding| (encoding, EncodingFrom::Given)));
    if decoded.text.contains('\0') {
        return Err(Detail::Binary("binary data (it has NUL characters)", "name the files with text"));
    }
    if decoded.text.trim().is_empty() {
        return Err(Detail::Empty);
    }
    let notices = decoded.notice().into_iter().collect();
    let detected = Detected { encoding_from: decoded.from, ..undated(kind, decoded.encoding.name()) };
    let report = Report {
        id,
        url: None,
        outlet: None,
        author: None,
        title: None,
        date: None,
        text_file,
        text: decoded.text,
        sha256: fingerprint(bytes),
    };
    Ok(Found { report, detected, origin, notices })
}

pub(crate) fn too_large() -> Detail {
    Detail::TooLarge {
        limit: LIMIT >> 20,
        what: "one text",
        advice: "split it into its reports, or give them as JSON lines, which have no limit",
    }
}
