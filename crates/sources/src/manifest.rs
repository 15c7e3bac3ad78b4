//! A manifest: a table `file,date,outlet,url,title` about files.

use crate::charset::Charset;
use crate::date;
use crate::error::{Detail, SourceError};
use crate::found::{DateFrom, Found};
use crate::records::{Records, Stop, delimiter};
use crate::row::tidy;
use crate::table::header;
use jiff::civil::Date;
use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// What a manifest says, by the path of the file.
#[derive(Debug, Default)]
pub(crate) struct Manifest {
    /// In the order of the manifest.
    pub files: Vec<PathBuf>,
    entries: HashMap<PathBuf, Entry>,
    /// For a manifest that stands elsewhere than its files: the paths by file name.
    names: HashMap<OsString, PathBuf>,
}

#[derive(Debug, Default)]
struct Entry {
    date: Option<Date>,
    stated_date: Option<String>,
    outlet: Option<String>,
    url: Option<String>,
    title: Option<String>,
}

impl Manifest {
    /// Reads the manifest at `path`; the files it names stand beside it. `None` where it has no column `file`.
    pub fn read(path: &Path) -> Result<Option<Self>, SourceError> {
        let shown = path.display().to_string();
        let bytes = fs::read(path).map_err(|error| SourceError::io(&shown, error))?;
        let charset = Charset::of_stream(&bytes, None);
        let mark = delimiter(&bytes);
        let reader = charset.reader(Box::new(Cursor::new(bytes)));
        let mut records = Records::new(Box::new(std::io::BufReader::new(reader)), mark);
        let header = header(&mut records, charset).map_err(|detail| SourceError::new(&shown, detail))?;
        let place = |name: &str| header.iter().position(|column| column.eq_ignore_ascii_case(name));
        let Some(file) = place("file") else { return Ok(None) };
        let places = ["date", "outlet", "url", "title"].map(place);
        let directory = path.parent().unwrap_or(Path::new(""));
        let mut manifest = Self::default();
        loop {
            let record = match records.next() {
                Ok(record) => record,
                Err(Stop::End) => return Ok(Some(manifest)),
                Err(Stop::Io(error)) => return Err(SourceError::io(shown, error)),
                Err(Stop::TooLong { line }) => {
                    let reason = "a quotation mark is never closed".to_owned();
                    return Err(SourceError::at_line(shown, line, Detail::Manifest(reason)));
                }
            };
            if record.len() != header.len() {
                let reason = format!("{} fields, the header has {}", record.len(), header.len());
                return Err(SourceError::at_line(shown, record.line, Detail::Manifest(reason)));
            }
            let cell = |place: Option<usize>| tidy(Some(charset.decode(record.field(place?)).text));
            let Some(name) = cell(Some(file)) else { continue };
            let [stated_date, outlet, url, title] = places.map(cell);
            let date = stated_date.as_deref().and_then(date::parse);
            let path = directory.join(name);
            manifest.entries.insert(path.clone(), Entry { date, stated_date, outlet, url, title });
            if let Some(name) = path.file_name() {
                manifest.names.insert(name.to_owned(), path.clone());
            }
            manifest.files.push(path);
        }
    }

    /// Adds what the manifest says about the file; it wins over what the file itself says. With `by_name`, a file of
    /// the same name in another place will do.
    pub fn apply(&self, path: &Path, by_name: bool, found: &mut Found) {
        let named = || self.entries.get(self.names.get(path.file_name()?)?).filter(|_| by_name);
        let Some(entry) = self.entries.get(path).or_else(named) else { return };
        let report = &mut found.report;
        for (slot, value) in
            [(&mut report.outlet, &entry.outlet), (&mut report.url, &entry.url), (&mut report.title, &entry.title)]
        {
            if value.is_some() {
                slot.clone_from(value);
            }
        }
        match (entry.date, &entry.stated_date) {
            (Some(date), _) => {
                report.date = Some(date);
                found.detected.date_from = Some(DateFrom::Manifest);
            }
            (None, Some(stated)) => found.notices.push(date::not_understood(stated)),
            (None, None) => {}
        }
    }
}
