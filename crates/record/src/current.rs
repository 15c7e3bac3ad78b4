//! Which reading speaks for each report: the newest of its newest version, now or as of an earlier day.

use crate::{Record, error::Result};
use jiff::civil::Date;
use rusqlite::{Connection, Transaction, params};

/// The day up to which the record is asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct AsOf {
    /// As reported until the end of this day.
    pub until: Option<Date>,
    /// As recorded until the end of this day.
    pub recorded_until: Option<Date>,
    /// With corrections up to this one only.
    pub last_correction: Option<i64>,
}

impl AsOf {
    /// The first moment that is too late for `recorded_until`, as the record writes times.
    pub(crate) fn recorded_before(self) -> String {
        match self.recorded_until.map(|day| day.tomorrow()) {
            Some(Ok(next)) => format!("{next}T00:00:00Z"),
            // Without a limit, or at the end of the calendar: later than every time.
            _ => "9999-99".to_owned(),
        }
    }
}

/// The rows of `current_reading` as of a day, for the reports that `which` picks (`?3` is free for it). `?1` is the
/// last day reported or null, `?2` the first moment recorded too late.
fn current(which: &str) -> String {
    format!(
        "WITH newest_version AS (
             SELECT report_id, max(number) AS number FROM version
             WHERE (?1 IS NULL OR date <= ?1) AND recorded < ?2 AND {which}
             GROUP BY report_id
         ),
         newest_reading AS (
             SELECT v.report_id, v.id AS version_id, max(g.id) AS id
             FROM newest_version AS n
             JOIN version AS v ON v.report_id = n.report_id AND v.number = n.number
             JOIN reading AS g ON g.version_id = v.id AND g.by_people = 0 AND g.recorded < ?2
             GROUP BY v.id
         )
         SELECT g.id, n.report_id, n.version_id
         FROM newest_reading AS n
         JOIN reading AS g ON g.version_id = n.version_id AND g.id >= n.id AND g.recorded < ?2"
    )
}

/// Of all reports.
const ALL: &str = "?3 IS NULL";
/// Of one report. A query of its own: with both in one, SQLite looks through every version for each report taken in.
const ONE: &str = "report_id = ?3";

/// Computes anew which readings speak for a report.
pub(crate) fn refresh(conn: &Connection, report: i64) -> Result<()> {
    conn.prepare_cached("DELETE FROM current_reading WHERE report_id = ?1")?.execute([report])?;
    let mut insert = conn
        .prepare_cached(&format!("INSERT INTO current_reading (reading_id, report_id, version_id) {}", current(ONE)))?;
    insert.execute(params![None::<String>, AsOf::default().recorded_before(), report])?;
    Ok(())
}

impl Record {
    /// Holds one state of the record for several questions, and spares each of them taking SQLite's locks.
    /// `None` where a caller holds one already.
    pub(crate) fn snapshot(&self) -> Result<Option<Transaction<'_>>> {
        Ok(if self.conn.is_autocommit() { Some(self.conn.unchecked_transaction()?) } else { None })
    }

    /// The table that says which readings speak as of a day: the record's own, or one made for the question.
    pub(crate) fn current(&self, as_of: AsOf) -> Result<&'static str> {
        let now = "main.current_reading";
        match (as_of.until, as_of.recorded_until) {
            (None, None) => return Ok(now),
            // A report's only version needs no choosing between; the dates themselves are filtered elsewhere.
            (Some(until), None) => {
                let replaced: bool = self.conn.query_row(
                    "SELECT EXISTS (SELECT 1 FROM version WHERE number > 1 AND (date IS NULL OR date > ?1))",
                    [until.to_string()],
                    |row| row.get(0),
                )?;
                if !replaced {
                    return Ok(now);
                }
            }
            _ => {}
        }
        self.conn.execute_batch(
            "DROP TABLE IF EXISTS temp.as_of_reading;
             CREATE TEMP TABLE as_of_reading (reading_id INTEGER PRIMARY KEY, report_id INTEGER, version_id INTEGER)",
        )?;
        self.conn.execute(
            &format!("INSERT INTO temp.as_of_reading (reading_id, report_id, version_id) {}", current(ALL)),
            params![as_of.until.map(|day| day.to_string()), as_of.recorded_before(), None::<i64>],
        )?;
        self.conn.execute_batch(
            "CREATE INDEX temp.as_of_report ON as_of_reading (report_id);
             CREATE INDEX temp.as_of_version ON as_of_reading (version_id)",
        )?;
        Ok("temp.as_of_reading")
    }

    /// Makes the derived tables anew from what is kept.
    ///
    /// # Errors
    /// Where the record cannot be written.
    pub fn rebuild(&mut self) -> Result<()> {
        self.must_write()?;
        let tx = self.conn.transaction()?;
        tx.execute("DELETE FROM current_reading", [])?;
        tx.execute(
            &format!("INSERT INTO current_reading (reading_id, report_id, version_id) {}", current(ALL)),
            params![None::<String>, AsOf::default().recorded_before(), None::<i64>],
        )?;
        tx.execute("INSERT INTO full_text (full_text) VALUES ('rebuild')", [])?;
        tx.execute("DELETE FROM derived", [])?;
        tx.commit()?;
        Ok(())
    }
}
