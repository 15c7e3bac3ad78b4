//! The user's own actors: people, parties and aliases, from TOML or CSV.

use crate::tables::{Kind, Person, Tables};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// Everything names are looked up in: the tables of the program, and the user's own before them.
#[derive(Debug, Default)]
pub struct Actors {
    pub(crate) user: Tables,
}

/// An actors file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ActorsError {
    /// The file cannot be read.
    #[error("{}: the actors file cannot be read; give a TOML or CSV file in UTF-8", path.display())]
    Read {
        /// As given.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is neither TOML nor CSV by its name.
    #[error("{}: an actors file ends in .toml or .csv", path.display())]
    Format {
        /// As given.
        path: PathBuf,
    },
    /// A line says something that is not understood.
    #[error("{file}, line {line}: {problem}")]
    Line {
        /// The file's name.
        file: String,
        /// Counted from 1.
        line: usize,
        /// What was found, what was expected and what to do.
        problem: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    party: Vec<Spanned<PartyEntry>>,
    #[serde(default)]
    person: Vec<Spanned<PersonEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartyEntry {
    code: String,
    names: Vec<String>,
    #[serde(default)]
    capital: Option<String>,
    #[serde(default)]
    countries: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonEntry {
    name: String,
    party: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    since: String,
    #[serde(default)]
    until: String,
}

impl Actors {
    /// The actors of a file, chosen by its name: `.toml` or `.csv`.
    ///
    /// # Errors
    /// Where the file cannot be read, or a line of it is not understood.
    pub fn open(path: &Path) -> Result<Self, ActorsError> {
        let read =
            || std::fs::read_to_string(path).map_err(|source| ActorsError::Read { path: path.to_owned(), source });
        let name = path.display().to_string();
        match path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase).as_deref() {
            Some("toml") => Self::from_toml(&name, &read()?),
            Some("csv") => Self::from_csv(&name, &read()?),
            _ => Err(ActorsError::Format { path: path.to_owned() }),
        }
    }

    /// Reads TOML: `[[party]]` with `code`, `names`, `capital`, `countries`; `[[person]]` with `name`, `party`,
    /// `aliases`, `since`, `until`. `file` is named in errors.
    ///
    /// ```
    /// let actors = actors::Actors::from_toml("mine.toml", r#"
    ///     [[party]]
    ///     code = "ARC"
    ///     names = ["Arcadia", "Arcadian", "Arcadians"]
    ///     capital = "Port Arcady"
    ///
    ///     [[person]]
    ///     name = "Ann Lee"
    ///     party = "ARC"
    ///     since = "2026-01"
    /// "#).unwrap();
    /// let text = "Arcadia refused. “Never,” Lee said. Ann Lee took office in January.";
    /// # let _ = (actors, text);
    /// ```
    ///
    /// # Errors
    /// With the line of the first entry that is not understood.
    pub fn from_toml(file: &str, text: &str) -> Result<Self, ActorsError> {
        let line = |offset: usize| text.get(..offset).map_or(1, |before| before.matches('\n').count() + 1);
        let problem = |line: usize, problem: String| ActorsError::Line { file: file.to_owned(), line, problem };
        let parsed: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(1, |span| line(span.start));
            problem(at, format!("{}; entries are [[party]] (code, names, capital, countries) and [[person]] (name, party, aliases, since, until)", error.message()))
        })?;
        let mut actors = Self::default();
        for entry in parsed.party {
            let at = line(entry.span().start);
            let PartyEntry { code, names, capital, countries } = entry.into_inner();
            actors.add_party(&code, names, capital, &countries.join("+")).map_err(|text| problem(at, text))?;
        }
        for entry in parsed.person {
            let at = line(entry.span().start);
            let PersonEntry { name, party, aliases, since, until } = entry.into_inner();
            actors.add_person(name, &party, aliases, since, until).map_err(|text| problem(at, text))?;
        }
        Ok(actors)
    }

    /// Reads CSV with the columns `kind` (`party` or `person`), `code`, `name`, and if wanted `aliases` (joined by `;`),
    /// `since`, `until`. `file` is named in errors.
    ///
    /// # Errors
    /// With the first line that is not understood.
    pub fn from_csv(file: &str, text: &str) -> Result<Self, ActorsError> {
        let problem =
            |line: u64, problem: String| ActorsError::Line { file: file.to_owned(), line: line as usize, problem };
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| problem(1, error.to_string()))?.clone();
        let column = |name: &str| header.iter().position(|cell| cell.eq_ignore_ascii_case(name));
        let need = |name: &str| {
            column(name).ok_or_else(|| problem(1, format!("there is no column {name:?}; the first line names the columns kind,code,name,aliases,since,until")))
        };
        let (kind, code, name) = (need("kind")?, need("code")?, need("name")?);
        let mut actors = Self::default();
        for row in reader.records() {
            let row = row.map_err(|error| {
                let line = error.position().map_or(1, csv::Position::line);
                problem(line, format!("the line cannot be read as CSV ({error}); quote cells that hold commas"))
            })?;
            let line = row.position().map_or(1, csv::Position::line);
            let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().to_owned();
            let aliases: Vec<String> = cell(column("aliases"))
                .split(';')
                .map(str::trim)
                .filter(|alias| !alias.is_empty())
                .map(str::to_owned)
                .collect();
            let (code, name) = (cell(Some(code)), cell(Some(name)));
            let added = match cell(Some(kind)).as_str() {
                "party" => actors.add_party(&code, std::iter::once(name).chain(aliases).collect(), None, ""),
                "person" => actors.add_person(name, &code, aliases, cell(column("since")), cell(column("until"))),
                other => Err(format!("kind is {other:?}; write party or person")),
            };
            added.map_err(|text| problem(line, text))?;
        }
        Ok(actors)
    }

    fn add_party(
        &mut self,
        code: &str,
        names: Vec<String>,
        capital: Option<String>,
        countries: &str,
    ) -> Result<(), String> {
        check_code(code)?;
        if names.iter().all(|name| name.trim().is_empty()) {
            return Err(format!("the party {code} has no name; give at least one form of words, as reports write it"));
        }
        let kind = match code.split_once(':') {
            Some(("IGO", _)) => Kind::Organisation,
            Some(_) => Kind::Group,
            None => Kind::Name,
        };
        for name in names.into_iter().filter(|name| !name.trim().is_empty()) {
            self.user.add_form(name, code.to_owned(), kind, false, countries.to_owned());
        }
        if let Some(capital) = capital {
            self.user.add_form(capital, code.to_owned(), Kind::Capital, false, "");
        }
        Ok(())
    }

    fn add_person(
        &mut self,
        name: String,
        party: &str,
        aliases: Vec<String>,
        since: String,
        until: String,
    ) -> Result<(), String> {
        // An empty party says that the person speaks for nobody.
        if !party.is_empty() {
            check_code(party)?;
        }
        if name.trim().is_empty() {
            return Err("the person has no name; give the name as reports write it".to_owned());
        }
        for date in [&since, &until] {
            let digits = date.chars().all(|c| c.is_ascii_digit() || c == '-');
            if !(matches!(date.len(), 0 | 4 | 7 | 10) && digits) {
                return Err(format!(
                    "the date {date:?} is not like 2026, 2026-01 or 2026-01-31; correct it or leave it out"
                ));
            }
        }
        let surname = name.rsplit(' ').next().unwrap_or_default().to_owned();
        let person = Person {
            name: name.into(),
            party: party.to_owned().into(),
            since: since.into(),
            until: until.into(),
            alone: true,
            surname: surname.into(),
        };
        self.user.add_person(person, aliases.into_iter());
        Ok(())
    }
}

/// A code as the codebook has them.
fn check_code(code: &str) -> Result<(), String> {
    let state = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
    let named = code
        .strip_prefix("IGO:")
        .or_else(|| code.strip_prefix("NSA:"))
        .is_some_and(|name| !name.is_empty() && !name.contains(['+', ' ', '\t']));
    if state || named {
        Ok(())
    } else {
        Err(format!(
            "{code:?} is no code of a party; write three capital letters for a state (FRA), IGO: and a short name for an organisation (IGO:UN), or NSA: and a short name for a non-state party (NSA:Hamas)"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_the_line_and_what_to_do() {
        let table = [
            (
                Actors::from_toml("a.toml", "[[party]]\ncode = \"Arcadia\"\nnames = [\"Arcadia\"]"),
                "a.toml, line 1: \"Arcadia\" is no code",
            ),
            (
                Actors::from_toml("a.toml", "\n[[person]]\nname = \"Ann\"\nparti = \"ARC\""),
                "a.toml, line 4: unknown field `parti`",
            ),
            (Actors::from_csv("a.csv", "kind,code\nparty,ARC"), "a.csv, line 1: there is no column \"name\""),
            (
                Actors::from_csv("a.csv", "kind,code,name\nparty,ARC,Arcadia\nplace,ARC,X"),
                "a.csv, line 3: kind is \"place\"; write party or person",
            ),
            (
                Actors::from_csv("a.csv", "kind,code,name,since\nperson,ARC,Ann Lee,soon"),
                "a.csv, line 2: the date \"soon\"",
            ),
        ];
        for (result, want) in table {
            let error = result.err().map(|error| error.to_string()).unwrap_or_default();
            assert!(error.starts_with(want), "{error} / {want}");
        }
        assert!(Actors::open(Path::new("actors.xml")).is_err());
    }
}
