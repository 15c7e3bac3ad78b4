//! Drafts of conflict models: the text a program drafted or a person saved, kept for merging later.

use crate::Record;
use crate::error::{RecordError, Result};
use crate::review::By;
use rusqlite::{OptionalExtension, params};

/// One saved state of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its number among all drafts.
    pub id: i64,
    /// The case it belongs to.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Who or what made it.
    pub who: String,
    /// When: UTC.
    pub made: String,
}

impl Record {
    /// Keeps a draft; the same text as the newest one under that name is not kept twice. Gives its number.
    ///
    /// # Errors
    /// [`RecordError::ReadOnly`]; where the record cannot be written.
    pub fn keep_draft(&mut self, name: &str, text: &str, by: &By) -> Result<i64> {
        self.must_write()?;
        if let Some(newest) = self.newest_draft(name)?.filter(|draft| draft.text == text) {
            return Ok(newest.id);
        }
        self.conn.execute(
            "INSERT INTO draft (name, text, who, made) VALUES (?1, ?2, ?3, ?4)",
            params![name, text, by.who, self.now()],
        )?;
        Ok(self.conn.last_insert_rowid())
    }

    /// The newest draft under a name.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub fn newest_draft(&self, name: &str) -> Result<Option<Draft>> {
        let mut query = self
            .conn
            .prepare_cached("SELECT id, name, text, who, made FROM draft WHERE name = ?1 ORDER BY id DESC LIMIT 1")?;
        Ok(query.query_row([name], draft).optional()?)
    }

    /// A draft by its number.
    ///
    /// # Errors
    /// [`RecordError::UnknownId`].
    pub fn draft(&self, id: i64) -> Result<Draft> {
        let mut query = self.conn.prepare_cached("SELECT id, name, text, who, made FROM draft WHERE id = ?1")?;
        query
            .query_row([id], draft)
            .optional()?
            .ok_or_else(|| RecordError::UnknownId { id: id.to_string(), what: "draft" })
    }
}

fn draft(row: &rusqlite::Row<'_>) -> rusqlite::Result<Draft> {
    Ok(Draft { id: row.get(0)?, name: row.get(1)?, text: row.get(2)?, who: row.get(3)?, made: row.get(4)? })
}
