//! Bytes to text: character sets, byte-order marks, line ends.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// How the character set of an input is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EncodingFrom {
    /// The user gave it.
    Given,
    /// By its byte-order mark.
    ByteOrderMark,
    /// The page declares it.
    Declared,
    /// All bytes are valid UTF-8.
    ValidUtf8,
    /// Guessed from the bytes. It can be wrong.
    Guessed,
}

/// A decoded input.
#[derive(Debug, Clone)]
pub(crate) struct Decoded {
    pub text: String,
    pub encoding: &'static Encoding,
    pub from: EncodingFrom,
    /// Whether some bytes had no meaning in the character set and became U+FFFD.
    pub damaged: bool,
}

impl Decoded {
    /// What the user should know about the decoding.
    pub fn notice(&self) -> Option<String> {
        let name = self.encoding.name();
        match (self.from, self.damaged) {
            (EncodingFrom::Guessed, false) => {
                Some(format!("not valid UTF-8; read as {name}, guessed from the bytes (--encoding corrects it)"))
            }
            (_, true) => Some(format!("some bytes are not valid {name} and are shown as \u{fffd}")),
            _ => None,
        }
    }
}

/// Decodes `bytes`. `known` is a character set given by the user or declared by the page; a byte-order mark wins
/// over a declaration.
pub(crate) fn decode(bytes: &[u8], known: Option<(&'static Encoding, EncodingFrom)>) -> Decoded {
    let (encoding, from, rest) = match (Encoding::for_bom(bytes), known) {
        (Some((encoding, length)), _) => (encoding, EncodingFrom::ByteOrderMark, &bytes[length..]),
        (None, Some((encoding, from @ (EncodingFrom::Given | EncodingFrom::Guessed)))) => (encoding, from, bytes),
        (None, known) => {
            let (encoding, from) = detect(bytes, known.map(|(encoding, _)| encoding));
            (encoding, from, bytes)
        }
    };
    let (text, damaged) = encoding.decode_without_bom_handling(rest);
    Decoded { text: unify_line_ends(text.into_owned()), encoding, from, damaged }
}

pub(crate) fn detect(bytes: &[u8], declared: Option<&'static Encoding>) -> (&'static Encoding, EncodingFrom) {
    if let Some(encoding) = utf16_without_mark(bytes) {
        return (encoding, EncodingFrom::Guessed);
    }
    // Valid UTF-8 beyond ASCII is hardly ever anything else, whatever a page declares. ASCII says nothing, unless the
    // declared character set writes other characters with ASCII bytes.
    let valid = std::str::from_utf8(bytes);
    match (valid, declared) {
        (Ok(_), Some(declared)) if !declared.is_ascii_compatible() => return (declared, EncodingFrom::Declared),
        (Ok(_), _) if !bytes.contains(&0x1b) => return (UTF_8, EncodingFrom::ValidUtf8),
        (_, Some(declared)) if declared != UTF_8 => return (declared, EncodingFrom::Declared),
        _ => {}
    }
    // A file in UTF-8 with a few damaged bytes stays one: any other reading would spoil the whole.
    if mostly_utf8(bytes) {
        let from = if declared.is_some() { EncodingFrom::Declared } else { EncodingFrom::Guessed };
        return (UTF_8, from);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    // An escape may also be one of a terminal.
    if guess == UTF_8 || valid.is_ok() && guess != ISO_2022_JP {
        return (UTF_8, EncodingFrom::ValidUtf8);
    }
    (guess, EncodingFrom::Guessed)
}

/// At least four well-formed sequences of several bytes for each broken one.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad > 0 && good >= 4 * bad
}

/// Whether the bytes start with a mark of UTF-16 or look like UTF-16 without one.
pub(crate) fn is_utf16(head: &[u8]) -> bool {
    let marked = matches!(Encoding::for_bom(head), Some((encoding, _)) if encoding != UTF_8);
    marked && !head.starts_with(&[0xff, 0xfe, 0, 0]) || utf16_without_mark(head).is_some()
}

/// Text in a Latin alphabet has a zero in nearly every second byte of UTF-16.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 8 || memchr::memchr(0, head).is_none() {
        return None;
    }
    let pairs = head.len() / 2;
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    match (zeros(0), zeros(1)) {
        (0, odd) if odd * 10 > pairs * 7 => Some(UTF_16LE),
        (even, 0) if even * 10 > pairs * 7 => Some(UTF_16BE),
        _ => None,
    }
}

/// CRLF and lone CR become `\n`.
pub(crate) fn unify_line_ends(text: String) -> String {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = memchr::memchr(b'\r', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
    out
}

/// Leads from a byte offset into a plain-text report back to the byte offset in the file it was read from.
///
/// `original` is the file's bytes, `encoding` the [`crate::Detected::encoding`]. `None` where the offset is beyond the
/// text, inside a character, or the character set is unknown. The file is decoded again up to the place, so that nothing has to
/// be kept for it; the cost grows with the offset.
pub fn locate(original: &[u8], encoding: &str, offset: usize) -> Option<usize> {
    let encoding = Encoding::for_label(encoding.as_bytes())?;
    let start = Encoding::for_bom(original).map_or(0, |(_, length)| length);
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut text_at, mut after_return, mut buffer) = (0, false, String::with_capacity(64));
    let mut boundary = start;
    for at in start..original.len() {
        if text_at == offset && !(after_return && original.get(at) == Some(&b'\n')) {
            return Some(boundary);
        }
        if text_at > offset {
            return None;
        }
        buffer.clear();
        let last = at + 1 == original.len();
        let _ = decoder.decode_to_string(&original[at..=at], &mut buffer, last);
        for character in buffer.chars() {
            // The \n of CRLF adds nothing: its \r became the \n of the text.
            if !(character == '\n' && after_return) {
                text_at += character.len_utf8();
            }
            after_return = character == '\r';
        }
        if !buffer.is_empty() {
            boundary = at + 1;
        }
    }
    (text_at == offset).then_some(original.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn character_sets_are_detected() {
        let utf16: Vec<u8> = "“Nein”, said Zoë.".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [b"\xff\xfe".to_vec(), "Ja.".encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
        let table: [(&str, &[u8], &str, EncodingFrom, &str); 8] = [
            ("ASCII", b"Yes.", "UTF-8", EncodingFrom::ValidUtf8, "Yes."),
            ("UTF-8", "Zoë 🎈".as_bytes(), "UTF-8", EncodingFrom::ValidUtf8, "Zoë 🎈"),
            ("UTF-8, marked", b"\xef\xbb\xbfYes.", "UTF-8", EncodingFrom::ByteOrderMark, "Yes."),
            ("UTF-16, marked", &marked, "UTF-16LE", EncodingFrom::ByteOrderMark, "Ja."),
            ("UTF-16", &utf16, "UTF-16BE", EncodingFrom::Guessed, "“Nein”, said Zoë."),
            (
                "Windows",
                b"\x93We will not sign,\x94 he said.",
                "windows-1252",
                EncodingFrom::Guessed,
                "“We will not sign,” he said.",
            ),
            (
                "damaged UTF-8",
                b"Zo\xc3\xab \xe2\x80\x9cno\xe2\x80\x9d \xc3\xa9t\xc3\xa9 \xff",
                "UTF-8",
                EncodingFrom::Guessed,
                "Zoë “no” été \u{fffd}",
            ),
            ("ISO-2022-JP", b"\x1b$B$O$$\x1b(B", "ISO-2022-JP", EncodingFrom::Guessed, "はい"),
        ];
        let mut failed = Vec::new();
        for (name, bytes, encoding, from, text) in table {
            let decoded = decode(bytes, None);
            if (decoded.encoding.name(), decoded.from, decoded.text.as_str()) != (encoding, from, text) {
                failed.push((name, decoded));
            }
        }
        assert!(failed.is_empty(), "{failed:#?}");
    }

    #[test]
    fn line_ends_become_newlines_and_nothing_else_changes() {
        assert_eq!(unify_line_ends("a\r\nb\rc\n\r\r\n\u{ad}\u{200b}".into()), "a\nb\nc\n\n\n\u{ad}\u{200b}");
    }

    #[test]
    fn offsets_lead_back_to_the_file() {
        let file = b"\xef\xbb\xbfa\r\nb\xc3\xa9c\rd";
        // Text: "a\nbéc\nd".
        let places = [(0, Some(3)), (1, Some(4)), (2, Some(6)), (3, Some(7)), (4, None), (5, Some(9)), (7, Some(11))];
        for (offset, place) in places {
            assert_eq!(locate(file, "UTF-8", offset), place, "offset {offset}");
        }
        assert_eq!(locate(b"\x93no\x94", "windows-1252", 3), Some(1));
        assert_eq!(locate(b"no", "UTF-8", 3), None);
    }
}
