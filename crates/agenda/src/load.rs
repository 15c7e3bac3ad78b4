//! Reading agendas from TOML.

use crate::{Agenda, Issue};
use serde::Deserialize;
use std::path::Path;

const DEFAULT: &str = include_str!("../../../agendas/default.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    version: Option<String>,
    #[serde(default, rename = "issue")]
    issues: Vec<Issue>,
}

/// An agenda that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AgendaError {
    /// The file cannot be read.
    #[error("{file}: the agenda cannot be read: {source}")]
    Io {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// It is not TOML, or has a key that no agenda has.
    #[error("{file}: {what}")]
    Form {
        /// The file.
        file: String,
        /// What is wrong, with the line.
        what: String,
    },
    /// Two issues have one id.
    #[error("{file}: the issue {id:?} is there already; give one of the two another id")]
    DuplicateId {
        /// The file.
        file: String,
        /// The id.
        id: String,
    },
    /// An issue that does not fit.
    #[error("{file}: issue {id:?}: {what}")]
    Issue {
        /// The file.
        file: String,
        /// The id.
        id: String,
        /// What is wrong and what to do.
        what: String,
    },
}

impl Default for Agenda {
    /// The agenda of the codebook.
    fn default() -> Self {
        let empty = Self { made_of: Vec::new(), issues: Vec::new(), standard: 0 };
        match empty.with_text("agendas/default.toml", DEFAULT) {
            Ok(agenda) => Self { standard: agenda.issues.len(), ..agenda },
            // The file is compiled in and a test reads it.
            Err(error) => unreachable!("the default agenda is part of the program: {error}"),
        }
    }
}

impl Agenda {
    /// The agenda with the issues of a user's file.
    ///
    /// # Errors
    /// Where the file cannot be read, has a key that no agenda has, an id twice, or narrows an issue that is not there.
    pub fn with_file(self, path: &Path) -> Result<Self, AgendaError> {
        let file = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => self.with_text(&file, &text),
            Err(source) => Err(AgendaError::Io { file, source }),
        }
    }

    /// The agenda with the issues of a file's `text`; `file` names it in errors.
    ///
    /// # Errors
    /// As [`Agenda::with_file`].
    pub fn with_text(mut self, file: &str, text: &str) -> Result<Self, AgendaError> {
        let read: File = toml::from_str(text).map_err(|error| AgendaError::Form {
            file: file.to_owned(),
            what: error.to_string().trim_end().to_owned(),
        })?;
        for issue in read.issues {
            if self.issue(&issue.id).is_some() {
                return Err(AgendaError::DuplicateId { file: file.to_owned(), id: issue.id });
            }
            let wrong = |what: String| AgendaError::Issue { file: file.to_owned(), id: issue.id.clone(), what };
            if issue.id.is_empty()
                || !issue.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            {
                return Err(wrong("an id is made of small letters, digits and hyphens".to_owned()));
            }
            if let Some(narrows) = &issue.narrows
                && self.issue(narrows).is_none()
            {
                return Err(wrong(format!(
                    "it narrows {narrows:?}, which no agenda has; name an issue that stands before it"
                )));
            }
            if issue.cues.is_empty() && issue.examples.is_empty() && issue.id != "unspecified" {
                return Err(wrong("nothing can be found by it; give it cues or examples".to_owned()));
            }
            self.issues.push(issue);
        }
        self.made_of.push(match read.version {
            Some(version) => format!("{} {version}", read.name),
            None => read.name,
        });
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_agenda_is_the_codebooks() {
        let agenda = Agenda::default();
        assert_eq!(agenda.issues().len(), 29);
        assert!(agenda.own().is_empty());
        assert!(agenda.issues().iter().all(|issue| !issue.description.is_empty()));
    }

    #[test]
    fn mistakes_are_named() {
        let issue = "[[issue]]\nid = \"water\"\nlabel = \"x\"\ncues = [\"x\"]\n";
        let table = [
            (format!("name = \"a\"\n{issue}"), "\"water\" is there already"),
            (format!("name = \"a\"\n{}", issue.replace("cues", "cue")), "unknown field `cue`"),
            (format!("name = \"a\"\n{}", issue.replace("water", "The Dam")), "small letters"),
            (format!("name = \"a\"\n{}narrows = \"wter\"\n", issue.replace("water", "dam")), "\"wter\""),
            ("name = \"a\"\n[[issue]]\nid = \"dam\"\nlabel = \"x\"\n".to_owned(), "cues or examples"),
            ("issue = 3".to_owned(), "line 1"),
        ];
        for (text, words) in table {
            let error = Agenda::default().with_text("own.toml", &text).unwrap_err().to_string();
            assert!(error.contains(words) && error.starts_with("own.toml"), "{error}");
        }
    }
}
