//! Asking the record: everything of a report, of all reports, and pages of statements and positions.

use crate::current::AsOf;
use crate::effective;
use crate::error::{RecordError, Result};
use crate::filter::{Filter, Hand, Page, takes_party};
use crate::row::{Coded, PositionRow, ReportRow, StatementRow};
use crate::{Record, search};
use codebook::{Party, Span};
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{ToSql, params_from_iter};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Statements or positions: what a page is made of.
pub(crate) trait Item: Clone {
    const TABLE: &'static str;
    /// The columns whose words are searched.
    const SAID: [&'static str; 3];
    /// Those of a report that are asked for.
    fn of(coded: &Coded, filter: &Filter) -> Vec<Self>;
    /// The one with a number, where it is asked for.
    fn numbered(coded: &Coded, number: i64, filter: &Filter) -> Option<Self>;
    fn report(&self) -> &Arc<ReportRow>;
    /// The row in the record.
    fn row(&self) -> i64;
    fn says(&self, places: &[Span]) -> bool;
    /// What narrows the rows beyond party, time and report.
    fn conditions(filter: &Filter, conditions: &mut Conditions);
    /// Equalities under which an index gives the rows in order of day; together they cover all that is asked for.
    /// None where the rows are better gone through report by report.
    fn streams(filter: &Filter, parties: Option<&[i64]>, issues: &[(i64, String)]) -> Vec<String>;
}

impl Item for PositionRow {
    const TABLE: &'static str = "position";
    const SAID: [&'static str; 3] = ["x.proposal", "x.condition", "x.grounds"];

    fn of(coded: &Coded, filter: &Filter) -> Vec<Self> {
        coded.positions.iter().filter(|row| filter.takes_position(row)).cloned().collect()
    }

    fn numbered(coded: &Coded, number: i64, filter: &Filter) -> Option<Self> {
        coded.positions.iter().find(|row| row.number == number && filter.takes_position(row)).cloned()
    }

    fn report(&self) -> &Arc<ReportRow> {
        &self.report
    }

    fn row(&self) -> i64 {
        self.row
    }

    fn says(&self, places: &[Span]) -> bool {
        let own = [&self.position.proposal, &self.position.condition, &self.position.grounds];
        own.into_iter().flatten().any(|span| places.iter().any(|place| span.overlaps(*place)))
    }

    fn conditions(filter: &Filter, conditions: &mut Conditions) {
        if !filter.acts.is_empty() {
            conditions.among("x.act", filter.acts.iter().map(|act| crate::add::act_code(*act)));
        }
        if let Some(hand) = filter.hand {
            conditions.push("x.voice = ?", if hand == Hand::First { 1 } else { 2 });
        }
    }

    fn streams(filter: &Filter, parties: Option<&[i64]>, issues: &[(i64, String)]) -> Vec<String> {
        let issues = || issues.iter().filter(|(_, code)| filter.issues.is_empty() || filter.issues.contains(code));
        match parties {
            Some(parties) => parties
                .iter()
                .flat_map(|party| issues().map(move |(issue, _)| (party, issue)))
                .flat_map(|(party, issue)| {
                    [1, 2].map(|voice| format!("x.party_id = {party} AND x.issue_id = {issue} AND x.voice = {voice}"))
                })
                .collect(),
            None => Vec::new(),
        }
    }
}

impl Item for StatementRow {
    const TABLE: &'static str = "statement";
    const SAID: [&'static str; 3] = ["x.content", "NULL", "NULL"];

    fn of(coded: &Coded, filter: &Filter) -> Vec<Self> {
        coded.statements.iter().filter(|row| filter.takes_statement(row, coded)).cloned().collect()
    }

    fn numbered(coded: &Coded, number: i64, filter: &Filter) -> Option<Self> {
        coded.statements.iter().find(|row| row.number == number && filter.takes_statement(row, coded)).cloned()
    }

    fn report(&self) -> &Arc<ReportRow> {
        &self.report
    }

    fn row(&self) -> i64 {
        self.row
    }

    fn says(&self, places: &[Span]) -> bool {
        self.statement.content.iter().any(|span| places.iter().any(|place| span.overlaps(*place)))
    }

    fn conditions(filter: &Filter, conditions: &mut Conditions) {
        if !filter.issues.is_empty() || !filter.acts.is_empty() {
            // Positions stand in the same reading as their statement, so one indexed look-up finds them.
            let mut inner = Conditions::default();
            inner.plain("q.reading_id = x.reading_id AND q.statement_id = x.id");
            if !filter.issues.is_empty() {
                inner.text_among("q.issue_id IN (SELECT id FROM issue WHERE code IN", &filter.issues);
            }
            if !filter.acts.is_empty() {
                inner.among("q.act", filter.acts.iter().map(|act| crate::add::act_code(*act)));
            }
            conditions.exists("position AS q", inner);
        }
        match filter.hand {
            Some(Hand::First) => conditions.plain("x.via IS NULL AND x.hedged = 0"),
            Some(Hand::Second) => conditions.plain("(x.via IS NOT NULL OR x.hedged = 1)"),
            None => {}
        }
    }

    fn streams(_: &Filter, parties: Option<&[i64]>, _: &[(i64, String)]) -> Vec<String> {
        match parties {
            Some(parties) => parties.iter().map(|party| format!("x.party_id = {party}")).collect(),
            None => Vec::new(),
        }
    }
}

/// The conditions of a query, with the values they bind in order.
#[derive(Default)]
pub(crate) struct Conditions {
    sql: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn plain(&mut self, sql: &str) {
        self.sql.push(sql.to_owned());
    }

    fn push(&mut self, sql: &str, value: impl Into<Value>) {
        self.sql.push(sql.to_owned());
        self.values.push(value.into());
    }

    fn among(&mut self, column: &str, values: impl IntoIterator<Item = i64>) {
        let list: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
        self.sql.push(format!("{column} IN ({})", list.join(",")));
    }

    /// `start (?, ?))`: the start opens one parenthesis itself.
    fn text_among(&mut self, start: &str, words: &[String]) {
        self.sql.push(format!("{start} ({}))", vec!["?"; words.len()].join(",")));
        self.values.extend(words.iter().map(|word| Value::from(word.clone())));
    }

    fn exists(&mut self, from: &str, inner: Conditions) {
        self.sql.push(format!("EXISTS (SELECT 1 FROM {from} WHERE {})", inner.sql.join(" AND ")));
        self.values.extend(inner.values);
    }
}

impl Record {
    /// Everything in force in one report, or `None` where the record has no such report.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub fn report(&self, name: &str) -> Result<Option<Coded>> {
        match self.report_id(name)? {
            Some(id) => effective::in_force(&self.conn, id, "main.current_reading", AsOf::default()),
            None => Ok(None),
        }
    }

    /// Everything in force in every report that the filter's `report`, `since`, `until` and `recorded_until` take,
    /// by date, then in the order recorded. This is what standing is computed from.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub fn coded(&self, filter: &Filter) -> Result<Vec<Coded>> {
        let mut all = Vec::new();
        self.each_coded(filter, &mut |coded| {
            all.push(coded);
            Ok(())
        })?;
        all.sort_by_key(|coded| (coded.report.date, coded.report.id));
        Ok(all)
    }

    /// As [`Record::coded`], one report at a time in the order recorded, for what should not fill the memory.
    ///
    /// # Errors
    /// Where the record cannot be read, and whatever `visit` returns.
    pub fn each_coded(&self, filter: &Filter, visit: &mut dyn FnMut(Coded) -> Result<()>) -> Result<()> {
        let _snapshot = self.snapshot()?;
        let table = self.current(filter.as_of())?;
        let reports: Vec<i64> = match &filter.report {
            Some(name) => self.report_id(name)?.into_iter().collect(),
            None => self
                .conn
                .prepare(&format!("SELECT DISTINCT report_id FROM {table} ORDER BY report_id"))?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?,
        };
        for report in reports {
            if let Some(coded) = effective::in_force(&self.conn, report, table, filter.as_of())?
                && filter.takes_report(&coded.report)
            {
                visit(coded)?;
            }
        }
        Ok(())
    }

    /// Statements in force, by date of the report (the undated first), then by report and place in it.
    ///
    /// # Errors
    /// [`RecordError::UnknownId`] of the report named; [`RecordError::Search`].
    pub fn statements(&self, filter: &Filter, page: Page) -> Result<Vec<StatementRow>> {
        self.items(filter, page)
    }

    /// Positions in force, by date of the report (the undated first), then by report and place in it.
    ///
    /// # Errors
    /// As [`Record::statements`].
    pub fn positions(&self, filter: &Filter, page: Page) -> Result<Vec<PositionRow>> {
        self.items(filter, page)
    }

    /// The most positions the record can hold, known at once: every row ever written counts, replaced ones too.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub fn size(&self) -> Result<u64> {
        let last: Option<i64> = self.conn.query_row("SELECT max(id) FROM position", [], |row| row.get(0))?;
        Ok(last.unwrap_or(0).unsigned_abs())
    }

    /// The day of the newest report, or `None` where none is dated.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub fn newest(&self) -> Result<Option<Date>> {
        let date: Option<String> = self.conn.query_row("SELECT max(date) FROM version", [], |row| row.get(0))?;
        Ok(date.and_then(|date| date.parse().ok()))
    }

    /// A page of items. Reports that nobody corrected are asked by SQL alone; the others, which are few, are put
    /// together row by row and the two are merged.
    fn items<T: Item>(&self, filter: &Filter, page: Page) -> Result<Vec<T>> {
        let _snapshot = self.snapshot()?;
        let as_of = filter.as_of();
        let table = self.current(as_of)?;
        let report = match &filter.report {
            Some(name) => {
                Some(self.report_id(name)?.ok_or_else(|| RecordError::UnknownId { id: name.clone(), what: "report" })?)
            }
            None => None,
        };
        let wanted = page.offset.saturating_add(page.limit);
        let mut found: Vec<T> = self.corrected_items(filter, table, report)?;
        let mut loaded: HashMap<i64, Option<Coded>> = HashMap::new();
        for (number, report) in self.plain_rows::<T>(filter, table, report, wanted)? {
            if loaded.len() > 5_000 {
                loaded.clear();
            }
            let coded = match loaded.entry(report) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => entry.insert(effective::in_force(&self.conn, report, table, as_of)?),
            };
            found.extend(coded.as_ref().and_then(|coded| T::numbered(coded, number, filter)));
        }
        found.sort_by_key(|item| (item.report().date, item.row()));
        Ok(found.into_iter().skip(page.offset).take(page.limit).collect())
    }

    /// Whether an item has the words searched for, if any.
    fn says<T: Item>(&self, filter: &Filter, item: &T, places: &mut HashMap<i64, Vec<Span>>) -> Result<bool> {
        let Some(text) = &filter.text else { return Ok(true) };
        let body = item.report().body;
        if let Entry::Vacant(entry) = places.entry(body) {
            entry.insert(search::places(&self.conn, body, &search::checked(&self.conn, text)?)?);
        }
        Ok(places.get(&body).is_some_and(|places| item.says(places)))
    }

    /// The items asked for in reports that have corrections.
    pub(crate) fn corrected_items<T: Item>(&self, filter: &Filter, table: &str, report: Option<i64>) -> Result<Vec<T>> {
        let reports: Vec<i64> = self
            .conn
            .prepare_cached("SELECT DISTINCT report_id FROM correction WHERE ?1 IS NULL OR report_id = ?1")?
            .query_map([report], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let (mut found, mut places) = (Vec::new(), HashMap::new());
        for report in reports {
            let Some(coded) = effective::in_force(&self.conn, report, table, filter.as_of())? else { continue };
            if !filter.takes_report(&coded.report) {
                continue;
            }
            for item in T::of(&coded, filter) {
                if self.says(filter, &item, &mut places)? {
                    found.push(item);
                }
            }
        }
        Ok(found)
    }

    /// Number and report of the first `limit` items asked for in reports that nobody corrected, in order of day and row.
    fn plain_rows<T: Item>(
        &self,
        filter: &Filter,
        table: &str,
        report: Option<i64>,
        limit: usize,
    ) -> Result<Vec<(i64, i64)>> {
        let mut conditions = Conditions::default();
        conditions.plain("NOT EXISTS (SELECT 1 FROM correction AS k WHERE k.report_id = c.report_id)");
        T::conditions(filter, &mut conditions);
        if let Some(since) = filter.since {
            conditions.push("x.day >= ?", crate::add::days(since));
        }
        if let Some(until) = filter.until {
            conditions.push("x.day <= ?", crate::add::days(until));
        }
        if let Some(least) = filter.min_confidence {
            conditions.push("x.confidence >= ?", f64::from(least));
        }
        let parties = self.parties_with(&filter.parties)?;
        let within = self.within(filter, report, &mut conditions)?;
        let streams = match (within, &parties) {
            // A few reports are read whole, whatever else is asked for.
            (true, Some(parties)) => {
                conditions.among("x.party_id", parties.iter().copied());
                Vec::new()
            }
            (true, None) => Vec::new(),
            (false, _) => T::streams(filter, parties.as_deref(), &self.issues()?),
        };
        let by_report = streams.is_empty();
        if by_report && T::TABLE == "position" && !filter.issues.is_empty() {
            conditions.text_among("x.issue_id IN (SELECT id FROM issue WHERE code IN", &filter.issues);
        }
        if by_report && let Some(since) = filter.since {
            conditions.push("v.date >= ?", since.to_string());
        }
        let query = filter.text.as_ref().map(|text| search::checked(&self.conn, text)).transpose()?;
        let mut places: HashMap<i64, Vec<[usize; 2]>> = HashMap::new();
        let mut found: Vec<(Option<i64>, i64, i64, i64)> = Vec::new();
        let whole = ["1".to_owned()];
        for stream in if by_report { &whole[..] } else { &streams[..] } {
            // The order of the joins is the order in which the rows come: by day, which ends the search early.
            let from = match (within, by_report) {
                (true, _) => {
                    "{table} x CROSS JOIN {current} c ON c.reading_id = x.reading_id
                     CROSS JOIN version v ON v.id = c.version_id"
                }
                (_, true) => {
                    "version v INDEXED BY version_by_date CROSS JOIN {current} c ON c.version_id = v.id
                     CROSS JOIN {table} x ON x.reading_id = c.reading_id"
                }
                _ => {
                    "{table} x CROSS JOIN {current} c ON c.reading_id = x.reading_id
                     CROSS JOIN version v ON v.id = c.version_id"
                }
            };
            let sql = format!(
                "SELECT x.day, x.id, coalesce(x.same_as, x.id), c.report_id, v.body_id, {} FROM {} WHERE {stream} AND {}
                 ORDER BY {}, x.id LIMIT {}",
                T::SAID.join(", "),
                from.replace("{table}", T::TABLE).replace("{current}", table),
                conditions.sql.join(" AND "),
                if by_report && !within { "v.date" } else { "x.day" },
                // With a search, rows fall away below.
                if query.is_some() { i64::MAX } else { i64::try_from(limit).unwrap_or(i64::MAX) },
            );
            let mut rows = self.conn.prepare(&sql)?;
            let values = conditions.values.iter().map(|value| value as &dyn ToSql);
            let mut rows = rows.query(params_from_iter(values))?;
            let mut taken = 0;
            while taken < limit
                && let Some(row) = rows.next()?
            {
                if let Some(query) = &query {
                    let body = row.get(4)?;
                    let places = match places.entry(body) {
                        Entry::Occupied(entry) => entry.into_mut(),
                        Entry::Vacant(entry) => entry.insert(search::points(&self.conn, body, query)?),
                    };
                    let mut said = false;
                    for column in 5..8 {
                        let json: Option<String> = row.get(column)?;
                        let spans: Vec<[usize; 2]> =
                            json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
                        said |= spans.iter().any(|s| places.iter().any(|p| s[0] < p[1] && p[0] < s[1]));
                    }
                    if !said {
                        continue;
                    }
                }
                taken += 1;
                found.push((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
            }
        }
        if streams.len() > 1 {
            found.sort_unstable();
            found.truncate(limit);
        }
        Ok(found.into_iter().map(|(.., number, report)| (number, report)).collect())
    }

    /// Narrows to the readings of one report, or of the reports with some words where those are few.
    /// Gives whether that is so.
    fn within(&self, filter: &Filter, report: Option<i64>, conditions: &mut Conditions) -> Result<bool> {
        const FEW: i64 = 2_000;
        let mut within = false;
        if let Some(report) = report {
            conditions.push(
                "x.reading_id IN (SELECT g.id FROM reading g JOIN version v ON v.id = g.version_id WHERE v.report_id = ?)",
                report,
            );
            within = true;
        }
        if let Some(text) = &filter.text {
            let text = search::checked(&self.conn, text)?;
            let matches: i64 = self
                .conn
                .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM full_text WHERE full_text MATCH ?1 LIMIT ?2)")?
                .query_row(rusqlite::params![text, FEW + 1], |row| row.get(0))?;
            within |= matches <= FEW;
            conditions.push(
                "x.reading_id IN (SELECT g.id FROM full_text f JOIN version v ON v.body_id = f.rowid
                     JOIN reading g ON g.version_id = v.id WHERE f.full_text MATCH ?)",
                text,
            );
        }
        Ok(within)
    }

    /// All issues the record has seen.
    fn issues(&self) -> Result<Vec<(i64, String)>> {
        let mut query = self.conn.prepare_cached("SELECT id, code FROM issue")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The rows of all parties that are or include one of `wanted`; `None` where any will do.
    fn parties_with(&self, wanted: &[Party]) -> Result<Option<Vec<i64>>> {
        if wanted.is_empty() {
            return Ok(None);
        }
        let mut query = self.conn.prepare_cached("SELECT id, code FROM party")?;
        let mut rows = query.query([])?;
        let mut found = HashSet::new();
        while let Some(row) = rows.next()? {
            let party = Party::new(row.get_ref(1)?.as_str().unwrap_or_default());
            if takes_party(wanted, Some(&party)) {
                found.insert(row.get(0)?);
            }
        }
        Ok(Some(found.into_iter().collect()))
    }
}
