//! Keeping readings in a record, and the versions that made them.

use agenda::Agenda;
use codebook::interchange::{self, MisfitError};
use codebook::{Reading, Report};
use record::{Added, Record, RecordError, Versions};
use std::path::{Path, PathBuf};

/// The version of the codebook whose fields and acts the program knows.
pub const CODEBOOK_VERSION: &str = "1";

/// What a reading made now is made by.
pub fn versions(network: String, agenda: &Agenda) -> Versions {
    Versions {
        program: format!("detente {}", env!("CARGO_PKG_VERSION")),
        network,
        agenda: agenda.version(),
        codebook: CODEBOOK_VERSION.to_owned(),
    }
}

/// A reading in a file that could not be taken over.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// A file cannot be read.
    #[error("{}: cannot be read: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is no reading.
    #[error("{}: no reading as `detente read --format json` writes it: {what}", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// A span does not fit the text.
    #[error("{}: {source}", path.display())]
    Misfit {
        /// The file.
        path: PathBuf,
        /// Which.
        source: MisfitError,
    },
    /// The record refuses it.
    #[error("{0}")]
    Record(#[from] RecordError),
}

/// Takes over a reading from a file of one JSON object, as `detente read --format json` writes it and as people write
/// it by hand. Where it has no text, the file that `text_file` names beside it is read. It is kept as made by `maker`.
///
/// # Errors
/// Where a file cannot be read or is no reading, where a span does not fit its text, and as [`Record::add`].
pub fn import(record: &mut Record, path: &Path, maker: &str) -> Result<Added, ImportError> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| ImportError::Io { path, source }
    };
    let form = |what: String| ImportError::Form { path: path.to_owned(), what };
    let bytes = std::fs::read(path).map_err(io(path))?;
    let written: interchange::Record = serde_json::from_slice(&bytes).map_err(|error| form(error.to_string()))?;
    let text = match (&written.text, &written.text_file) {
        (Some(text), _) => text.clone(),
        (None, Some(file)) => {
            let beside = path.with_file_name(file);
            let text = std::fs::read_to_string(&beside).map_err(io(&beside))?;
            text.trim_start_matches('\u{feff}').replace("\r\n", "\n")
        }
        (None, None) => return Err(form("it has neither `text` nor `text_file`".to_owned())),
    };
    let misfit = |source| ImportError::Misfit { path: path.to_owned(), source };
    let reading: Reading = interchange::read(&written, &text).map_err(misfit)?;
    let report = Report {
        id: written.id,
        url: None,
        outlet: None,
        author: None,
        title: None,
        date: written.date,
        text_file: written.text_file,
        sha256: record::sha256(text.as_bytes()),
        text,
    };
    let made = Versions {
        program: maker.to_owned(),
        network: "none".to_owned(),
        agenda: Agenda::default().version(),
        codebook: CODEBOOK_VERSION.to_owned(),
    };
    Ok(record.add(&report, &reading, &made)?)
}
