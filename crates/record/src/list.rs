//! Asking the record: everything of a report, of all reports, and pages of statements and positions.

use crate::current::AsOf;
use crate::effective;
use crate::error::{RecordError, Result};
use crate::row::{Coded, PositionRow, ReportRow, Review, StatementRow};
use crate::{Record, search};
use codebook::{Act, Party};
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{ToSql, params_from_iter};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What is asked for. The default asks for everything; what is set narrows it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Held (positions) or spoken (statements) by one of these parties, alone or with others.
    pub parties: Vec<Party>,
    /// On one of these issues; of statements, those that carry such a position.
    pub issues: Vec<String>,
    /// By one of these acts; of statements, those that carry such a position.
    pub acts: Vec<Act>,
    /// On the holder's own word, or on another's.
    pub hand: Option<Hand>,
    /// Reported on this day or later.
    pub since: Option<Date>,
    /// As reported until the end of this day.
    pub until: Option<Date>,
    /// As recorded until the end of this day.
    pub recorded_until: Option<Date>,
    /// With at least this confidence.
    pub min_confidence: Option<f32>,
    /// In this report.
    pub report: Option<String>,
    /// With these words in what is said (a full-text search, see [`Record::search`]).
    pub text: Option<String>,
}

/// First-hand or second-hand. A statement is second-hand where it stands inside another or is hedged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// Its holder's own word.
    First,
    /// Another's.
    Second,
}

/// Which part of a long answer. The default is all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Rows to pass over.
    pub offset: usize,
    /// Rows to give at most.
    pub limit: usize,
}

impl Default for Page {
    fn default() -> Self {
        Self { offset: 0, limit: usize::MAX }
    }
}

impl Filter {
    pub(crate) fn as_of(&self) -> AsOf {
        AsOf { until: self.until, recorded_until: self.recorded_until }
    }

    /// Whether a report can have rows that are asked for.
    fn takes_report(&self, report: &ReportRow) -> bool {
        self.report.as_ref().is_none_or(|name| *name == report.name)
            && self.since.is_none_or(|since| report.date.is_some_and(|date| date >= since))
            && self.until.is_none_or(|until| report.date.is_some_and(|date| date <= until))
    }

    fn takes_position(&self, row: &PositionRow) -> bool {
        let position = &row.position;
        takes_party(&self.parties, position.party.as_ref())
            && (self.issues.is_empty() || self.issues.contains(&position.issue))
            && (self.acts.is_empty() || self.acts.contains(&position.act))
            && self.hand.is_none_or(|hand| (hand == Hand::First) == (row.voice == crate::Voice::FirstHand))
            && self.min_confidence.is_none_or(|least| position.confidence >= least)
    }

    fn takes_statement(&self, row: &StatementRow, coded: &Coded) -> bool {
        let statement = &row.statement;
        let carries = |test: &dyn Fn(&codebook::Position) -> bool| {
            coded
                .positions
                .iter()
                .any(|item| item.position.statement.as_deref() == Some(statement.id.as_str()) && test(&item.position))
        };
        takes_party(&self.parties, statement.speaker.party.as_ref())
            && (self.issues.is_empty() && self.acts.is_empty()
                || carries(&|position| {
                    (self.issues.is_empty() || self.issues.contains(&position.issue))
                        && (self.acts.is_empty() || self.acts.contains(&position.act))
                }))
            && self.hand.is_none_or(|hand| (hand == Hand::First) == (statement.via.is_none() && !statement.hedged))
            && self.min_confidence.is_none_or(|least| statement.confidence >= least)
    }
}

fn takes_party(wanted: &[Party], party: Option<&Party>) -> bool {
    wanted.is_empty() || party.is_some_and(|party| wanted.iter().any(|wanted| party.includes(wanted)))
}

/// Statements or positions: what a page is made of.
pub(crate) trait Item: Clone {
    const TABLE: &'static str;
    fn of(coded: &Coded, filter: &Filter) -> Vec<Self>;
    fn number(&self) -> i64;
    fn report(&self) -> &Arc<ReportRow>;
    fn local(&self) -> i64;
    fn says(&self, places: &[codebook::Span]) -> bool;
    fn conditions(filter: &Filter, parties: Option<Vec<i64>>, conditions: &mut Conditions);
}

impl Item for PositionRow {
    const TABLE: &'static str = "position";

    fn of(coded: &Coded, filter: &Filter) -> Vec<Self> {
        coded.positions.iter().filter(|row| filter.takes_position(row)).cloned().collect()
    }

    fn number(&self) -> i64 {
        self.number
    }

    fn report(&self) -> &Arc<ReportRow> {
        &self.report
    }

    fn local(&self) -> i64 {
        effective::local(&self.position.id)
    }

    fn says(&self, places: &[codebook::Span]) -> bool {
        let own = [&self.position.proposal, &self.position.condition, &self.position.grounds];
        own.into_iter().flatten().any(|span| places.iter().any(|place| span.overlaps(*place)))
    }

    fn conditions(filter: &Filter, parties: Option<Vec<i64>>, conditions: &mut Conditions) {
        if let Some(parties) = parties {
            conditions.among("x.party_id", parties);
        }
        if !filter.issues.is_empty() {
            conditions.text_among("x.issue_id IN (SELECT id FROM issue WHERE code IN", &filter.issues);
        }
        if !filter.acts.is_empty() {
            conditions.among("x.act", filter.acts.iter().map(|act| crate::add::act_code(*act)));
        }
        if let Some(hand) = filter.hand {
            conditions.push("x.voice = ?", if hand == Hand::First { 1 } else { 2 });
        }
    }
}

impl Item for StatementRow {
    const TABLE: &'static str = "statement";

    fn of(coded: &Coded, filter: &Filter) -> Vec<Self> {
        coded.statements.iter().filter(|row| filter.takes_statement(row, coded)).cloned().collect()
    }

    fn number(&self) -> i64 {
        self.number
    }

    fn report(&self) -> &Arc<ReportRow> {
        &self.report
    }

    fn local(&self) -> i64 {
        effective::local(&self.statement.id)
    }

    fn says(&self, places: &[codebook::Span]) -> bool {
        self.statement.content.iter().any(|span| places.iter().any(|place| span.overlaps(*place)))
    }

    fn conditions(filter: &Filter, parties: Option<Vec<i64>>, conditions: &mut Conditions) {
        if let Some(parties) = parties {
            conditions.among("x.party_id", parties);
        }
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
        let mut loaded: HashMap<i64, Option<Arc<Coded>>> = HashMap::new();
        let mut places: HashMap<i64, Vec<codebook::Span>> = HashMap::new();
        let mut offset = 0;
        let mut kept = 0;
        // With a search for words rows may fall away, so the next ones are fetched until the page is full.
        while kept < wanted {
            let chunk = if filter.text.is_some() { wanted.clamp(100, 1_000_000) } else { wanted };
            let rows = self.plain_rows::<T>(filter, table, report, offset, chunk)?;
            let last = rows.len() < chunk;
            offset += rows.len();
            for (number, report) in rows {
                let coded = match loaded.get(&report) {
                    Some(coded) => coded.clone(),
                    None => {
                        let coded = effective::in_force(&self.conn, report, table, as_of)?.map(Arc::new);
                        if loaded.len() > 2_000 {
                            loaded.clear();
                        }
                        loaded.insert(report, coded.clone());
                        coded
                    }
                };
                let Some(item) =
                    coded.and_then(|coded| T::of(&coded, filter).into_iter().find(|i| i.number() == number))
                else {
                    continue;
                };
                if self.says(filter, &item, &mut places)? {
                    found.push(item);
                    kept += 1;
                }
            }
            if last {
                break;
            }
        }
        found.sort_by_key(|item| (item.report().date, item.report().id, item.local()));
        Ok(found.into_iter().skip(page.offset).take(page.limit).collect())
    }

    fn says<T: Item>(&self, filter: &Filter, item: &T, places: &mut HashMap<i64, Vec<codebook::Span>>) -> Result<bool> {
        let Some(text) = &filter.text else { return Ok(true) };
        let body = item.report().body;
        if let std::collections::hash_map::Entry::Vacant(entry) = places.entry(body) {
            entry.insert(search::places(&self.conn, body, text)?);
        }
        Ok(places.get(&body).is_some_and(|places| item.says(places)))
    }

    /// The items asked for in reports that have corrections.
    fn corrected_items<T: Item>(&self, filter: &Filter, table: &str, report: Option<i64>) -> Result<Vec<T>> {
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

    /// Number and report of the items asked for in reports that nobody corrected, in order.
    fn plain_rows<T: Item>(
        &self,
        filter: &Filter,
        table: &str,
        report: Option<i64>,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<(i64, i64)>> {
        let mut conditions = Conditions::default();
        conditions.plain("c.report_id NOT IN (SELECT report_id FROM correction)");
        if let Some(report) = report {
            conditions.push("c.report_id = ?", report);
        }
        T::conditions(filter, self.parties_with(&filter.parties)?, &mut conditions);
        if let Some(since) = filter.since {
            conditions.push("x.day >= ?", crate::add::days(since));
        }
        if let Some(until) = filter.until {
            conditions.push("x.day <= ?", crate::add::days(until));
        }
        if let Some(least) = filter.min_confidence {
            conditions.push("x.confidence >= ?", f64::from(least));
        }
        if let Some(text) = &filter.text {
            conditions.push(
                "c.version_id IN (SELECT v.id FROM version v WHERE v.body_id IN
                     (SELECT rowid FROM full_text WHERE full_text MATCH ?))",
                search::checked(&self.conn, text)?,
            );
        }
        conditions.values.push(Value::from(i64::try_from(limit).unwrap_or(i64::MAX)));
        conditions.values.push(Value::from(i64::try_from(offset).unwrap_or(i64::MAX)));
        let sql = format!(
            "SELECT coalesce(x.same_as, x.id), c.report_id FROM {} AS x JOIN {table} AS c ON c.reading_id = x.reading_id
             WHERE {} ORDER BY x.day, c.report_id, x.local LIMIT ? OFFSET ?",
            T::TABLE,
            conditions.sql.join(" AND ")
        );
        let mut query = self.conn.prepare_cached(&sql)?;
        let values = conditions.values.iter().map(|value| value as &dyn ToSql);
        let rows = query.query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
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

impl Review {
    /// Whether a person has looked at the row.
    pub const fn is_reviewed(self) -> bool {
        !matches!(self, Review::Unreviewed)
    }
}
