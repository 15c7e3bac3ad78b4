//! The records of a table, with the bytes each of them was read from.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::io::{self, BufRead};

/// The longest record that is read. Behind a quotation mark that is never closed the whole rest of a table is one.
pub(crate) const LONGEST_RECORD: usize = 64 << 20;

/// Reads records one at a time into buffers that are used again.
pub(crate) struct Records {
    reader: Box<dyn BufRead + Send>,
    core: Reader,
    raw: Vec<u8>,
    fields: Vec<u8>,
    ends: Vec<usize>,
}

/// One record.
pub(crate) struct Record<'a> {
    /// Its bytes, without the line end.
    pub raw: &'a [u8],
    /// The line it starts on, counted from 1.
    pub line: u64,
    fields: &'a [u8],
    ends: &'a [usize],
}

impl Record<'_> {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn field(&self, index: usize) -> &[u8] {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.fields[start..self.ends[index]]
    }

    pub fn fields(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map(|index| self.field(index))
    }
}

/// Why there is no next record.
pub(crate) enum Stop {
    End,
    TooLong { line: u64 },
    Io(io::Error),
}

impl Records {
    pub fn new(reader: Box<dyn BufRead + Send>, delimiter: u8) -> Self {
        let core = ReaderBuilder::new().delimiter(delimiter).build();
        Self { reader, core, raw: Vec::new(), fields: vec![0; 1 << 12], ends: vec![0; 16] }
    }

    pub fn next(&mut self) -> Result<Record<'_>, Stop> {
        self.raw.clear();
        let before = self.core.line();
        let (mut fields, mut ends) = (0, 0);
        loop {
            let input = match self.reader.fill_buf() {
                Ok(input) => input,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Stop::Io(error)),
            };
            let (result, read, written, ended) =
                self.core.read_record(input, &mut self.fields[fields..], &mut self.ends[ends..]);
            self.raw.extend_from_slice(&input[..read]);
            self.reader.consume(read);
            (fields, ends) = (fields + written, ends + ended);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.fields.resize(self.fields.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Err(Stop::End),
            }
            if self.raw.len() > LONGEST_RECORD {
                return Err(Stop::TooLong { line: before });
            }
        }
        // Blank lines before a record, and the second half of the line end before it, come with its bytes.
        let is_line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let start = self.raw.iter().position(|byte| !is_line_end(byte)).unwrap_or(self.raw.len());
        let end = self.raw.iter().rposition(|byte| !is_line_end(byte)).map_or(start, |last| last + 1);
        let line = before + self.raw[..start].iter().filter(|&&byte| byte == b'\n').count() as u64;
        Ok(Record { raw: &self.raw[start..end], line, fields: &self.fields[..fields], ends: &self.ends[..ends] })
    }
}

/// The mark between the fields, by the header line: the commonest of those in use.
pub(crate) fn delimiter(head: &[u8]) -> u8 {
    let header = head.split(|byte| matches!(byte, b'\n' | b'\r')).find(|line| !line.is_empty()).unwrap_or_default();
    let count = |mark: u8| header.iter().filter(|&&byte| byte == mark).count();
    // Of equal counts the last wins, so the comma stands last.
    b"|\t;,".iter().copied().max_by_key(|&mark| count(mark)).unwrap_or(b',')
}
