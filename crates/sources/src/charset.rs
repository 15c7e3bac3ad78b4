//! The character set of a stream of records, settled by its first bytes.

use crate::decode::{Decoded, EncodingFrom, decode, detect, is_utf16};
use encoding_rs::{Decoder, Encoding, UTF_8};
use std::io::{self, Read};

/// How the records of one stream are decoded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Charset {
    known: Option<(&'static Encoding, EncodingFrom)>,
    transcoded: bool,
}

impl Charset {
    /// Settles the character set by the user's word or the first bytes of the stream.
    pub fn of_stream(head: &[u8], given: Option<&'static Encoding>) -> Self {
        let marked = Encoding::for_bom(head).map(|(encoding, _)| (encoding, EncodingFrom::ByteOrderMark));
        let known = marked.or_else(|| given.map(|encoding| (encoding, EncodingFrom::Given)));
        let known = known.or_else(|| match std::str::from_utf8(head) {
            Err(error) if error.error_len().is_some() || is_utf16(head) => Some(detect(head, None)),
            _ if is_utf16(head) => Some(detect(head, None)),
            _ => None,
        });
        // Line ends and quotation marks are found byte by byte, which UTF-16 does not allow.
        let transcoded = known.is_some_and(|(encoding, _)| !encoding.is_ascii_compatible());
        Self { known: known.filter(|(encoding, from)| *encoding != UTF_8 || *from == EncodingFrom::Given), transcoded }
    }

    /// Whether records that are valid UTF-8 are to be read as that.
    pub fn is_utf8(&self) -> bool {
        self.known.is_none()
    }

    /// The stream as records can be found in it, with the byte-order mark of UTF-8 left in.
    pub fn reader(&self, inner: Box<dyn Read + Send>) -> Box<dyn Read + Send> {
        match self.known {
            Some((encoding, _)) if self.transcoded => Box::new(Transcoded::new(inner, encoding)),
            _ => inner,
        }
    }

    /// Decodes one record or field.
    pub fn decode(&self, bytes: &[u8]) -> Decoded {
        match self.known {
            Some((encoding, from)) if self.transcoded => {
                let text = String::from_utf8_lossy(bytes);
                let damaged = text.contains('\u{fffd}');
                Decoded { text: text.into_owned(), encoding, from, damaged }
            }
            known => decode(bytes, known),
        }
    }
}

/// Turns a stream in another character set into UTF-8.
struct Transcoded {
    inner: Box<dyn Read + Send>,
    decoder: Decoder,
    pending: Vec<u8>,
    at: usize,
    ended: bool,
}

impl Transcoded {
    fn new(inner: Box<dyn Read + Send>, encoding: &'static Encoding) -> Self {
        Self { inner, decoder: encoding.new_decoder_with_bom_removal(), pending: Vec::new(), at: 0, ended: false }
    }
}

impl Read for Transcoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.pending.len() && !self.ended {
            let mut raw = [0; 1 << 14];
            let length = self.inner.read(&mut raw)?;
            self.ended = length == 0;
            // Three bytes of UTF-8 for each byte read are always enough, with room for what the decoder holds back.
            let mut text = String::with_capacity(length * 3 + 16);
            let _ = self.decoder.decode_to_string(&raw[..length], &mut text, self.ended);
            (self.pending, self.at) = (text.into_bytes(), 0);
        }
        let length = (self.pending.len() - self.at).min(buffer.len());
        buffer[..length].copy_from_slice(&self.pending[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::UTF_16LE;

    #[test]
    fn utf16_is_transcoded_whatever_the_pieces() {
        let bytes: Vec<u8> = "Zürich 🎈\n".repeat(5000).encode_utf16().flat_map(u16::to_le_bytes).collect();
        let charset = Charset::of_stream(&bytes[..4096], None);
        assert_eq!(charset.known.map(|(encoding, _)| encoding), Some(UTF_16LE));
        let mut text = String::new();
        charset.reader(Box::new(io::Cursor::new(bytes))).read_to_string(&mut text).unwrap();
        assert_eq!(text, "Zürich 🎈\n".repeat(5000));
    }
}
