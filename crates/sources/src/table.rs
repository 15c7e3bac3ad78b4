//! Tables: CSV and its relatives, one report a record.

use crate::charset::Charset;
use crate::error::{Detail, SourceError};
use crate::found::{Detected, Found, Origin};
use crate::records::{LONGEST_RECORD, Record, Records, Stop};
use crate::row::{Row, fingerprint, undated};
use crate::{Columns, Kind};

/// The reports of one table.
pub(crate) struct Table {
    records: Records,
    header: Vec<String>,
    columns: [Option<usize>; 7],
    charset: Charset,
    kind: Kind,
    path: String,
    stem: String,
    ended: bool,
}

impl Table {
    /// Reads the header. The column for the text has to be in it.
    pub fn open(
        mut records: Records,
        columns: &Columns,
        charset: Charset,
        kind: Kind,
        path: String,
        stem: String,
    ) -> Result<Self, (Detail, Vec<String>)> {
        let header = header(&mut records, charset).map_err(|detail| (detail, Vec::new()))?;
        let place = |name: &str| header.iter().position(|column| column.eq_ignore_ascii_case(name));
        let places =
            [&columns.id, &columns.date, &columns.title, &columns.text, &columns.url, &columns.outlet, &columns.author]
                .map(|name| place(name));
        if places[3].is_none() {
            let detail = Detail::MissingColumns { wanted: columns.text.clone(), found: header.clone() };
            return Err((detail, header));
        }
        Ok(Self { records, header, columns: places, charset, kind, path, stem, ended: false })
    }

    /// The next report, or what is wrong with the next record.
    pub fn next(&mut self) -> Option<Result<Found, SourceError>> {
        if self.ended {
            return None;
        }
        let record = match self.records.next() {
            Ok(record) => record,
            Err(Stop::End) => return None,
            Err(stop) => {
                self.ended = true;
                return Some(Err(stopped(&self.path, stop)));
            }
        };
        let line = record.line;
        let read = Self::read(&record, self.header.len(), &self.columns, self.charset);
        let found = read.and_then(|(row, detected, notice)| {
            let origin = Origin { path: self.path.clone(), line: Some(line) };
            let detected = Detected { kind: self.kind, ..detected };
            let id = || format!("{}-{line}", self.stem);
            let mut found = row.into_found(detected, origin, fingerprint(record.raw), id)?;
            found.notices.extend(notice);
            Ok(found)
        });
        Some(found.map_err(|detail| SourceError::at_line(&self.path, line, detail)))
    }

    fn read(
        record: &Record<'_>,
        width: usize,
        columns: &[Option<usize>; 7],
        charset: Charset,
    ) -> Result<(Row, Detected, Option<String>), Detail> {
        if record.len() != width {
            return Err(Detail::BrokenRow { found: record.len(), expected: width });
        }
        let mut detected = undated(Kind::Csv, "UTF-8");
        let mut notice = None;
        let mut cell = |column: Option<usize>| {
            let decoded = charset.decode(record.field(column?));
            if notice.is_none() {
                notice = decoded.notice();
            }
            // Of several fields the one that is not plain ASCII says how the record was read.
            if !decoded.text.is_ascii() || detected.encoding == "UTF-8" {
                detected.encoding = decoded.encoding.name();
                detected.encoding_from = decoded.from;
            }
            Some(decoded.text)
        };
        let [id, date, title, text, url, outlet, author] = *columns;
        let row = Row {
            id: cell(id),
            date: cell(date),
            title: cell(title),
            text: cell(text),
            url: cell(url),
            outlet: cell(outlet),
            author: cell(author),
        };
        Ok((row, detected, notice))
    }
}

/// The names of the columns.
pub(crate) fn header(records: &mut Records, charset: Charset) -> Result<Vec<String>, Detail> {
    match records.next() {
        Ok(record) => Ok(record.fields().map(|field| charset.decode(field).text.trim().to_owned()).collect()),
        Err(Stop::End) => Err(Detail::Empty),
        Err(Stop::TooLong { .. }) => Err(Detail::OpenQuote(LONGEST_RECORD >> 20)),
        Err(Stop::Io(error)) => Err(Detail::Unreadable(error)),
    }
}

fn stopped(path: &str, stop: Stop) -> SourceError {
    match stop {
        Stop::TooLong { line } => SourceError::at_line(path, line, Detail::OpenQuote(LONGEST_RECORD >> 20)),
        Stop::Io(error) => SourceError::io(path, error),
        Stop::End => SourceError::new(path, Detail::Empty),
    }
}
