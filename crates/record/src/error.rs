//! What can go wrong with a record, and what to do about it.

use std::path::PathBuf;

/// An error of the record. Nothing is lost by any of them: what was acknowledged before stays.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// No file is there.
    #[error("{}: there is no record here; `detente init` makes one", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A file is already there.
    #[error("{}: a file is already here; choose another name or open it as it is", path.display())]
    Exists {
        /// Where a record was to be made.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{}: this file is not a record of Détente ({found}); name another file or make a record with `detente init`", path.display())]
    NotARecord {
        /// The file.
        path: PathBuf,
        /// What it looks like instead.
        found: String,
    },
    /// The file was made by a newer program.
    #[error("{}: the record has schema {found}, this program knows schemas up to {known}; use a newer Détente", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The newest schema this program knows.
        known: i64,
    },
    /// Another process writes to it.
    #[error("the record is in use by {by}; wait until it is done, or ask the record without writing")]
    InUse {
        /// Who, where and since when.
        by: String,
    },
    /// The file is damaged.
    #[error(
        "the record is damaged: {what}; take a copy from before the damage, or read the reports again into a new record"
    )]
    Damaged {
        /// What was found.
        what: String,
    },
    /// It was opened for asking only.
    #[error("the record is open for reading only; open it for writing to change it")]
    ReadOnly,
    /// No row has this id.
    #[error("{id:?}: no such {what} in the record")]
    UnknownId {
        /// As given.
        id: String,
        /// What was looked for.
        what: &'static str,
    },
    /// A value does not fit its field.
    #[error("{place}: {what}")]
    Unfit {
        /// The row and field concerned.
        place: String,
        /// What was found and what is expected.
        what: String,
    },
    /// The reading handed in does not fit its report.
    #[error("{report}, {row}: {what}")]
    Misfit {
        /// The report's id.
        report: String,
        /// The statement or position.
        row: String,
        /// What does not fit.
        what: String,
    },
    /// A sheet's text is no longer the record's.
    #[error("line {line}, {id}: the report's text changed since the export; export again and redo this row")]
    TextChanged {
        /// The line of the sheet.
        line: u64,
        /// The row concerned.
        id: String,
    },
    /// A search that cannot be understood.
    #[error("the search {query:?} cannot be understood: {what}; put words that belong together in quotation marks")]
    Search {
        /// As given.
        query: String,
        /// What the index says.
        what: String,
    },
    /// Reading or writing a file.
    #[error("{doing}: {source}")]
    Io {
        /// What was being done, with the file's name.
        doing: String,
        /// Why it failed.
        source: std::io::Error,
    },
    /// An export format could not be written.
    #[error("{format}: {what}")]
    Export {
        /// The format.
        format: &'static str,
        /// Why it failed.
        what: String,
    },
    /// The database refused; this is either a full disk or a bug.
    #[error("the record could not be read or written: {what}")]
    Database {
        /// What SQLite says.
        what: String,
    },
}

impl From<rusqlite::Error> for RecordError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseCorrupt, DatabaseLocked, NotADatabase, ReadOnly};
        match error.sqlite_error_code() {
            Some(DatabaseCorrupt | NotADatabase) => Self::Damaged { what: error.to_string() },
            Some(DatabaseBusy | DatabaseLocked) => Self::InUse { by: "another program".to_owned() },
            Some(ReadOnly) => Self::ReadOnly,
            _ => Self::Database { what: error.to_string() },
        }
    }
}

impl RecordError {
    /// An input or output error with what was being done.
    pub(crate) fn io(doing: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let doing = doing.into();
        move |source| Self::Io { doing, source }
    }

    /// A value that does not fit.
    pub(crate) fn unfit(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self::Unfit { place: place.into(), what: what.into() }
    }
}

/// The result of every operation on a record.
pub(crate) type Result<T> = std::result::Result<T, RecordError>;
