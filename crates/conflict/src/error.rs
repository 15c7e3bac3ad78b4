//! What can be wrong with a conflict, said so that it can be put right.

use std::fmt;

/// The kind of an [`Error`], to match on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text is not valid TOML or JSON, or not the expected format.
    Syntax,
    /// A decision maker, option or state is named that the conflict does not have.
    UnknownName,
    /// Something is listed twice.
    Duplicate,
    /// Two parts of the conflict contradict each other.
    Contradiction,
    /// A ranking puts a state both above and below another.
    Cycle,
    /// Something the conflict needs is missing.
    Missing,
    /// An option belongs to no decision maker.
    Unowned,
    /// No combination of options is feasible.
    NoFeasibleState,
    /// A state is used that the infeasible patterns rule out.
    InfeasibleState,
    /// More options, states or decision makers than can be handled.
    TooLarge,
    /// The analysis is not defined for this conflict.
    Unsupported,
}

/// A fault in a conflict, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    file: Option<String>,
    at: Option<Place>,
}

/// A place in a text: line and column, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Place {
    /// The place of byte `offset` in `text`.
    pub fn of(text: &str, offset: usize) -> Self {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        Self { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }
}

impl Error {
    /// An error of this kind; the message says what was found and what to do.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), file: None, at: None }
    }

    /// The same error at a place. The innermost place wins.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.at.get_or_insert(place);
        self
    }

    /// The same error in a file.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file.get_or_insert_with(|| file.into());
        self
    }

    /// The kind of fault.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Line and column, where known.
    pub fn place(&self) -> Option<Place> {
        self.at
    }

    /// The message without file and place.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.file, self.at) {
            (Some(file), Some(at)) => write!(f, "{file}:{}:{}: ", at.line, at.column)?,
            (Some(file), None) => write!(f, "{file}: ")?,
            (None, Some(at)) => write!(f, "line {}, column {}: ", at.line, at.column)?,
            (None, None) => {}
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The closest of `known` to `name`, for "did you mean".
pub(crate) fn closest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|k| (edit_distance(&name.to_lowercase(), &k.to_lowercase()), k))
        .filter(|(d, k)| *d <= 1 + k.chars().count() / 4)
        .min_by_key(|(d, _)| *d)
        .map(|(_, k)| k)
}

fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let cost = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn place_counts_characters() {
        assert_eq!(Place::of("é\nüx", 5), Place { line: 2, column: 2 });
        assert_eq!(Place::of("abc", 99), Place { line: 1, column: 4 });
    }

    #[test]
    fn closest_forgives_a_slip() {
        assert_eq!(closest("Acept", ["Accept", "Delay"]), Some("Accept"));
        assert_eq!(closest("Quit", ["Accept", "Delay"]), None);
    }
}
