//! What can be wrong with an input.

use std::fmt;
use std::io;

/// Why one input gave no report. It names the file and the place in it, and says what to do.
#[derive(Debug)]
pub struct SourceError {
    path: String,
    line: Option<u64>,
    detail: Detail,
}

/// The kinds of [`SourceError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is no such file.
    Missing,
    /// The file is there and cannot be read.
    Unreadable,
    /// There is no text in it.
    Empty,
    /// It is no text.
    Binary,
    /// It is larger than is read.
    TooLarge,
    /// The character set named is not known.
    Encoding,
    /// The page has no article.
    NoArticle,
    /// A line or record is damaged.
    BrokenRecord,
    /// The table or object has no column for the text.
    MissingColumns,
    /// A directory contains itself by way of a link.
    DirectoryLoop,
    /// The manifest cannot be used.
    Manifest,
    /// Something was passed over on purpose; nothing is wrong with it.
    Skipped,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Detail {
    #[error("no such file or directory; check the path")]
    Missing,
    #[error("cannot be read ({0}); check its permissions")]
    Unreadable(#[source] io::Error),
    #[error("empty: there is no text to read; check that it was saved or exported whole")]
    Empty,
    #[error("the record's text is empty; fill it in or leave the record out")]
    EmptyRecord,
    #[error("not text but {0}; {1}")]
    Binary(&'static str, &'static str),
    #[error("larger than {limit} MB, the most that is read of {what}; {advice}")]
    TooLarge { limit: usize, what: &'static str, advice: &'static str },
    #[error("unknown character set “{0}”; give a name of the WHATWG Encoding Standard, such as utf-8 or windows-1252")]
    Encoding(String),
    #[error(
        "a page without an article: no passage of running text was found; save the article's own page, or its text"
    )]
    NoArticle,
    #[error("broken JSON ({0}); mend or remove the line, the other lines are read")]
    BrokenLine(String),
    #[error("broken JSON ({0}); expected an object, an array of objects, or one object a line")]
    BrokenJson(String),
    #[error("broken record: {found} fields where the header has {expected}; put fields with commas in quotation marks")]
    BrokenRow { found: usize, expected: usize },
    #[error("a quotation mark opens here and is not closed within {0} MB; the rest of the table is not read")]
    OpenQuote(usize),
    #[error("no column “{wanted}”; found {}; name the column that has the text, as in text={}",
        list(found), found.first().map_or("body", String::as_str))]
    MissingColumns { wanted: String, found: Vec<String> },
    #[error("a link leads back to {0}, a directory it stands in; remove the link or name the files")]
    DirectoryLoop(String),
    #[error("not a usable manifest: {0}")]
    Manifest(String),
    #[error("skipped: {0}")]
    Skipped(String),
}

impl SourceError {
    pub(crate) fn new(path: impl Into<String>, detail: Detail) -> Self {
        Self { path: path.into(), line: None, detail }
    }

    pub(crate) fn at_line(path: impl Into<String>, line: u64, detail: Detail) -> Self {
        Self { path: path.into(), line: Some(line), detail }
    }

    pub(crate) fn io(path: impl Into<String>, error: io::Error) -> Self {
        let detail = if error.kind() == io::ErrorKind::NotFound { Detail::Missing } else { Detail::Unreadable(error) };
        Self::new(path, detail)
    }

    /// What kind of thing is wrong.
    pub fn kind(&self) -> ErrorKind {
        match self.detail {
            Detail::Missing => ErrorKind::Missing,
            Detail::Unreadable(_) => ErrorKind::Unreadable,
            Detail::Empty | Detail::EmptyRecord => ErrorKind::Empty,
            Detail::Binary(..) => ErrorKind::Binary,
            Detail::TooLarge { .. } => ErrorKind::TooLarge,
            Detail::Encoding(_) => ErrorKind::Encoding,
            Detail::NoArticle => ErrorKind::NoArticle,
            Detail::BrokenLine(_) | Detail::BrokenJson(_) | Detail::BrokenRow { .. } | Detail::OpenQuote(_) => {
                ErrorKind::BrokenRecord
            }
            Detail::MissingColumns { .. } => ErrorKind::MissingColumns,
            Detail::DirectoryLoop(_) => ErrorKind::DirectoryLoop,
            Detail::Manifest(_) => ErrorKind::Manifest,
            Detail::Skipped(_) => ErrorKind::Skipped,
        }
    }

    /// The file concerned, as it was named; `-` for standard input.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The line concerned, counted from 1, where it is one line.
    pub fn line(&self) -> Option<u64> {
        self.line
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path == "-" { "standard input" } else { &self.path };
        match self.line {
            Some(line) => write!(f, "{path}:{line}: {}", self.detail),
            None => write!(f, "{path}: {}", self.detail),
        }
    }
}

impl std::error::Error for SourceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.detail)
    }
}

fn list(names: &[String]) -> String {
    match names {
        [] => "no columns at all".to_owned(),
        _ => names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", "),
    }
}
