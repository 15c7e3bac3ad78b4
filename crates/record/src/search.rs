//! Full-text search over reports, and the statements and positions in which the words stand.

use crate::current::AsOf;
use crate::effective;
use crate::error::{RecordError, Result};
use crate::row::{PositionRow, ReportRow, StatementRow};
use crate::{Record, filter::Page};
use codebook::Span;
use rusqlite::{Connection, OptionalExtension, params};
use std::sync::Arc;

/// A report that has the words, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The report.
    pub report: Arc<ReportRow>,
    /// Where the words stand, in text order.
    pub places: Vec<Span>,
    /// The statements in whose content they stand.
    pub statements: Vec<StatementRow>,
    /// The positions in whose proposal, condition or grounds they stand.
    pub positions: Vec<PositionRow>,
}

impl Record {
    /// Reports with the words of `query`, the best match first (BM25; where more than 5,000 match, the newest recorded
    /// first), with the statements and positions that have them.
    ///
    /// Words are matched whole, without regard to case and accents. Words in double quotation marks belong
    /// together; `AND`, `OR`, `NOT`, `NEAR(…)` and a star after the start of a word are understood.
    ///
    /// # Errors
    /// [`RecordError::Search`] where the query cannot be understood.
    pub fn search(&self, query: &str, page: Page) -> Result<Vec<Hit>> {
        let _snapshot = self.snapshot()?;
        const MANY: i64 = 5_000;
        let query = checked(&self.conn, query)?;
        let matches: i64 = self
            .conn
            .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM full_text WHERE full_text MATCH ?1 LIMIT ?2)")?
            .query_row(params![query, MANY + 1], |row| row.get(0))?;
        // Scoring reads the length of every match; among so many it would also tell little.
        let order = if matches > MANY { "f.rowid DESC" } else { "f.rank" };
        let bodies: Vec<i64> = self
            .conn
            .prepare_cached(&format!(
                "SELECT f.rowid FROM full_text AS f WHERE full_text MATCH ?1
                 AND EXISTS (SELECT 1 FROM version v JOIN current_reading c ON c.version_id = v.id
                             WHERE v.body_id = f.rowid)
                 ORDER BY {order} LIMIT ?2 OFFSET ?3",
            ))?
            .query_map(
                params![
                    query,
                    i64::try_from(page.limit).unwrap_or(i64::MAX),
                    i64::try_from(page.offset).unwrap_or(i64::MAX)
                ],
                |row| row.get(0),
            )?
            .collect::<rusqlite::Result<_>>()?;
        let mut hits = Vec::new();
        for body in bodies {
            let places = places(&self.conn, body, &query)?;
            let reports: Vec<i64> = self
                .conn
                .prepare_cached(
                    "SELECT DISTINCT c.report_id FROM version v JOIN current_reading c ON c.version_id = v.id
                     WHERE v.body_id = ?1",
                )?
                .query_map([body], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            for report in reports {
                let table = "main.current_reading";
                let Some(coded) = effective::in_force(&self.conn, report, table, AsOf::default())? else { continue };
                use crate::list::Item;
                hits.push(Hit {
                    report: coded.report,
                    statements: coded.statements.into_iter().filter(|row| row.says(&places)).collect(),
                    positions: coded.positions.into_iter().filter(|row| row.says(&places)).collect(),
                    places: places.clone(),
                });
            }
        }
        Ok(hits)
    }
}

/// The query as the index takes it: as given where it parses, else every word of it for itself.
pub(crate) fn checked(conn: &Connection, query: &str) -> Result<String> {
    let try_out = |query: &str| {
        conn.prepare_cached("SELECT rowid FROM full_text WHERE full_text MATCH ?1 LIMIT 1")?
            .query_row([query], |row| row.get::<_, i64>(0))
            .optional()
    };
    if query.trim().is_empty() {
        return Err(RecordError::Search { query: query.to_owned(), what: "it has no words".to_owned() });
    }
    match try_out(query) {
        Ok(_) => Ok(query.to_owned()),
        Err(_) => {
            // Apostrophes, hyphens and the like mean something to the index; people mean the words.
            let words: Vec<String> =
                query.split_whitespace().map(|word| format!("\"{}\"", word.replace('"', ""))).collect();
            let plain = words.join(" ");
            try_out(&plain)
                .map(|_| plain)
                .map_err(|error| RecordError::Search { query: query.to_owned(), what: error.to_string() })
        }
    }
}

/// Where the words of a query stand in a text, in bytes. The query is one that [`checked`] gave.
pub(crate) fn places(conn: &Connection, body: i64, query: &str) -> Result<Vec<Span>> {
    let spans = marked(conn, body, query, char::len_utf8)?;
    Ok(spans.into_iter().map(|[start, end]| Span::new(start, end)).collect())
}

/// As [`places`], in code points.
pub(crate) fn points(conn: &Connection, body: i64, query: &str) -> Result<Vec<[usize; 2]>> {
    marked(conn, body, query, |_| 1)
}

fn marked(conn: &Connection, body: i64, query: &str, width: impl Fn(char) -> usize) -> Result<Vec<[usize; 2]>> {
    // Control characters mark the places; should a text have them itself, they are taken for marks of nothing.
    const START: char = '\u{2}';
    const END: char = '\u{3}';
    let marked: Option<String> = conn
        .prepare_cached(
            "SELECT highlight(full_text, 0, char(2), char(3)) FROM full_text WHERE full_text MATCH ?1 AND rowid = ?2",
        )?
        .query_row(params![query, body], |row| row.get(0))
        .optional()?;
    let Some(marked) = marked else { return Ok(Vec::new()) };
    let (mut spans, mut at, mut start) = (Vec::new(), 0, 0);
    for c in marked.chars() {
        match c {
            START => start = at,
            END => spans.push([start, at]),
            c => at += width(c),
        }
    }
    Ok(spans)
}
