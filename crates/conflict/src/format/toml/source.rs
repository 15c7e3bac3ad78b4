//! Values with their place in the text.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::{Error, ErrorKind, Place, Result};

/// The text of a file, to turn offsets into lines.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub text: &'a str,
}

/// A value and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    source: Source<'a>,
    value: &'a Spanned<DeValue<'a>>,
}

/// A table and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    source: Source<'a>,
    table: &'a DeTable<'a>,
    offset: usize,
}

impl<'a> Source<'a> {
    pub fn table(self, table: &'a Spanned<DeTable<'a>>) -> Table<'a> {
        Table { source: self, table: table.get_ref(), offset: table.span().start }
    }

    fn place(self, offset: usize) -> Place {
        Place::of(self.text, offset)
    }
}

impl<'a> Table<'a> {
    pub fn get(self, key: &str) -> Option<Value<'a>> {
        self.table.get(key).map(|value| Value { source: self.source, value })
    }

    /// A key that must be there.
    pub fn need(self, key: &str, what_to_do: &str) -> Result<Value<'a>> {
        self.get(key).ok_or_else(|| self.error(ErrorKind::Missing, format!("“{key}” is missing; {what_to_do}")))
    }

    pub fn error(self, kind: ErrorKind, message: impl Into<String>) -> Error {
        Error::new(kind, message).at(self.source.place(self.offset))
    }

    /// Keys and values in the order of the file.
    pub fn entries(self) -> Vec<(&'a str, Value<'a>)> {
        let mut all: Vec<_> = self
            .table
            .iter()
            .map(|(k, value)| (k.span().start, k.get_ref().as_ref(), Value { source: self.source, value }))
            .collect();
        all.sort_by_key(|(at, ..)| *at);
        all.into_iter().map(|(_, k, v)| (k, v)).collect()
    }

    /// Refuses keys other than `known`, which are most likely slips.
    pub fn only(self, known: &[&str]) -> Result<()> {
        for (key, value) in self.entries() {
            if value.table().is_ok() || known.contains(&key) {
                continue;
            }
            let hint = match crate::error::closest(key, known.iter().copied()) {
                Some(near) => format!("did you mean “{near}”?"),
                None => format!("known here: {}", known.join(", ")),
            };
            return Err(value.error(ErrorKind::UnknownName, format!("“{key}” is not known here; {hint}")));
        }
        Ok(())
    }

    pub fn text(self, key: &str) -> Result<String> {
        self.get(key).map_or(Ok(String::new()), |v| v.text().map(str::to_owned))
    }

    pub fn flag(self, key: &str) -> Result<bool> {
        self.get(key).map_or(Ok(false), Value::flag)
    }

    pub fn list(self, key: &str) -> Result<Vec<Value<'a>>> {
        self.get(key).map_or(Ok(Vec::new()), Value::list)
    }
}

impl<'a> Value<'a> {
    pub fn error(self, kind: ErrorKind, message: impl Into<String>) -> Error {
        Error::new(kind, message).at(self.source.place(self.value.span().start))
    }

    fn expected(self, what: &str) -> Error {
        let found = self.value.get_ref().type_str();
        self.error(ErrorKind::Syntax, format!("{what} is expected here, not a value of type {found}"))
    }

    pub fn text(self) -> Result<&'a str> {
        self.value.get_ref().as_str().ok_or_else(|| self.expected("a text in quotation marks"))
    }

    pub fn flag(self) -> Result<bool> {
        self.value.get_ref().as_bool().ok_or_else(|| self.expected("true or false"))
    }

    pub fn integer(self) -> Result<i64> {
        let number = self.value.get_ref().as_integer().ok_or_else(|| self.expected("a whole number"))?;
        let digits = number.as_str().replace('_', "");
        i64::from_str_radix(&digits, number.radix()).map_err(|_| self.expected("a whole number that fits 64 bits"))
    }

    pub fn label(self) -> Result<u64> {
        u64::try_from(self.integer()?).map_err(|_| self.expected("a state's label, 0 or more,"))
    }

    pub fn list(self) -> Result<Vec<Value<'a>>> {
        let array = self.value.get_ref().as_array().ok_or_else(|| self.expected("a list in square brackets"))?;
        Ok(array.iter().map(|value| Value { source: self.source, value }).collect())
    }

    pub fn table(self) -> Result<Table<'a>> {
        let table = self.value.get_ref().as_table().ok_or_else(|| self.expected("a table"))?;
        Ok(Table { source: self.source, table, offset: self.value.span().start })
    }

    pub fn is_text(self) -> bool {
        self.value.get_ref().is_str()
    }

    pub fn is_list(self) -> bool {
        self.value.get_ref().is_array()
    }

    /// Moves an error about the inside of this text to its place in the file.
    pub fn inside<T>(self, result: Result<T>) -> Result<T> {
        result.map_err(|e| {
            let span = self.value.span();
            let raw = self.source.text.get(span.clone()).unwrap_or_default();
            // With no escapes the text stands in the file as it is, one quotation mark further.
            let plain = self.value.get_ref().as_str().is_some_and(|t| raw.len() == t.len() + 2 && raw.contains(t));
            let mut place = self.source.place(span.start);
            if let Some(inner) = e.place().filter(|p| plain && p.line == 1) {
                place.column += inner.column;
            }
            Error::new(e.kind(), e.message()).at(place)
        })
    }
}
