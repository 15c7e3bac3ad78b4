//! One row by its id.

use crate::Record;
use crate::current::AsOf;
use crate::effective;
use crate::error::{RecordError, Result};
use crate::row::{PositionRow, StatementRow};

/// A row that an id names.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// A statement.
    Statement(StatementRow),
    /// A position.
    Position(PositionRow),
}

/// An item by its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Named {
    pub report: i64,
    pub statement: Option<i64>,
    pub position: Option<i64>,
}

impl Record {
    /// A row by any of its ids: `p17`, `s42`, `aegean-2-council/p3`. What was rejected is still shown, marked so.
    ///
    /// # Errors
    /// [`RecordError::UnknownId`].
    pub fn show(&self, id: &str) -> Result<Shown> {
        let item = self.resolve(id)?;
        let Some(coded) = effective::everything(&self.conn, item.report, "main.current_reading", AsOf::default())?
        else {
            return Err(RecordError::UnknownId { id: id.to_owned(), what: "report" });
        };
        let statement = coded.statements.iter().find(|row| Some(row.number) == item.statement).cloned();
        let position = coded.positions.iter().find(|row| Some(row.number) == item.position).cloned();
        match (statement, position) {
            (Some(row), _) => Ok(Shown::Statement(row)),
            (_, Some(row)) => Ok(Shown::Position(row)),
            _ => Err(RecordError::UnknownId { id: id.to_owned(), what: "statement or position in force" }),
        }
    }

    /// Finds the item that an id names.
    pub(crate) fn resolve(&self, id: &str) -> Result<Named> {
        let unknown = || RecordError::UnknownId { id: id.to_owned(), what: "statement or position" };
        let (report, row) = match id.rsplit_once('/') {
            Some((report, row)) => (Some(self.report_id(report)?.ok_or_else(unknown)?), row),
            None => (None, id),
        };
        let letter = row.chars().next().ok_or_else(unknown)?;
        let table = match letter {
            's' => "statement",
            'p' => "position",
            _ => return Err(unknown()),
        };
        let number: i64 = row[1..].parse().map_err(|_| unknown())?;
        let sql = match report {
            Some(_) => format!(
                "SELECT coalesce(x.same_as, x.id), v.report_id FROM version v JOIN reading g ON g.version_id = v.id
                 JOIN {table} x ON x.reading_id = g.id WHERE v.report_id = ?1 AND x.local = ?2
                 ORDER BY g.id DESC LIMIT 1"
            ),
            None => format!(
                "SELECT coalesce(x.same_as, x.id), v.report_id FROM {table} x JOIN reading g ON g.id = x.reading_id
                 JOIN version v ON v.id = g.version_id WHERE ?1 IS NULL AND x.id = ?2"
            ),
        };
        let mut query = self.conn.prepare_cached(&sql)?;
        let mut rows = query.query(rusqlite::params![report, number])?;
        let found = rows.next()?.ok_or_else(unknown)?;
        let (number, report) = (found.get(0)?, found.get(1)?);
        let (statement, position) = if letter == 's' { (Some(number), None) } else { (None, Some(number)) };
        Ok(Named { report, statement, position })
    }
}
