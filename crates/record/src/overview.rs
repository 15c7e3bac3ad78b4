//! The latest stance of every party on every issue, straight from the indexes.
//!
//! This is the quick table for large records: it takes the issue for the thread. The full rules (threads, past
//! stances, the other branch of a conditional offer) are applied by the crate that computes standing.

use crate::effective;
use crate::error::Result;
use crate::filter::Filter;
use crate::row::PositionRow;
use crate::{Record, Voice};
use codebook::{Act, Party};
use jiff::civil::Date;
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeMap;

/// The latest stance of a party on an issue, in one kind of voice.
#[derive(Debug, Clone, PartialEq)]
pub struct Stance {
    /// Whose.
    pub party: Party,
    /// On what.
    pub issue: String,
    /// Whether on its own word.
    pub first_hand: bool,
    /// What it does.
    pub act: Act,
    /// Since when.
    pub since: Option<Date>,
    /// The position that says so.
    pub position: i64,
    /// The report it stands in.
    pub report: String,
}

/// Acts without a firmness, by their codes: they stand only where there is no other.
const WITHOUT_FIRMNESS: &str = "(10, 11, 12)";

/// Party, issue, and whether the word is another's.
type Cell = (String, String, bool);
/// Whether the act has a firmness, since when it is held, its row, and what is shown.
type Held = (bool, Option<Date>, i64, Stance);

impl Record {
    /// The latest stance of every party on every issue, first-hand and second-hand apart, that the filter's
    /// `parties`, `issues`, `until` and `recorded_until` take; by party, then issue. Undated reports are left out.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub fn stances(&self, filter: &Filter) -> Result<Vec<Stance>> {
        let _snapshot = self.snapshot()?;
        let table = self.current(filter.as_of())?;
        let mut latest: BTreeMap<Cell, Held> = BTreeMap::new();
        let mut keep = |firm: bool, row: i64, stance: Stance| {
            let key = (stance.party.code().to_owned(), stance.issue.clone(), !stance.first_hand);
            let later = latest.get(&key).is_none_or(|(held_firm, since, held_row, _)| {
                (*held_firm, *since, *held_row) < (firm, stance.since, row)
            });
            if later {
                latest.insert(key, (firm, stance.since, row, stance));
            }
        };
        let pairs = |sql: &str| -> Result<Vec<(i64, String)>> {
            let mut query = self.conn.prepare_cached(sql)?;
            let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        let issues: Vec<(i64, String)> = pairs("SELECT id, code FROM issue")?
            .into_iter()
            .filter(|(_, code)| filter.issues.is_empty() || filter.issues.contains(code))
            .collect();
        // Ten thousand small questions: what can be left out of each is left out.
        let untouched = if self.last_correction()? == 0 {
            ""
        } else {
            "AND NOT EXISTS (SELECT 1 FROM correction AS k WHERE k.report_id = c.report_id)"
        };
        let query = |acts: &str| {
            format!(
                "SELECT x.id, x.act, coalesce(x.same_as, x.id), x.day, r.name
                 FROM position AS x INDEXED BY position_by_party
                 CROSS JOIN {table} AS c ON c.reading_id = x.reading_id
                 CROSS JOIN report AS r ON r.id = c.report_id
                 WHERE x.party_id = ?1 AND x.issue_id = ?2 AND x.voice = ?3 AND x.day <= ?4 {untouched} {acts}
                 ORDER BY x.day DESC, x.id DESC LIMIT 1"
            )
        };
        let mut firm = self.conn.prepare(&query(&format!("AND x.act NOT IN {WITHOUT_FIRMNESS}")))?;
        let mut any = self.conn.prepare(&query(""))?;
        let until = filter.until.map_or(i64::MAX, crate::add::days);
        for (party, code) in pairs("SELECT id, code FROM party")? {
            let code = Party::new(&code);
            if !crate::filter::takes_party(&filter.parties, Some(&code)) {
                continue;
            }
            for (issue, name) in &issues {
                for voice in [1_i64, 2] {
                    let of = params![party, issue, voice, until];
                    let found = match firm.query_row(of, latest_row).optional()? {
                        Some(row) => Some((true, row)),
                        None => any.query_row(of, latest_row).optional()?.map(|row| (false, row)),
                    };
                    let Some((is_firm, (row, act, position, day, report))) = found else { continue };
                    let Some(act) = Act::ALL.get(usize::from(act)) else { continue };
                    let stance = Stance {
                        party: code.clone(),
                        issue: name.clone(),
                        first_hand: voice == 1,
                        act: *act,
                        since: crate::add::date_of(day),
                        position,
                        report,
                    };
                    keep(is_firm, row, stance);
                }
            }
        }
        for row in self.corrected_positions(filter, table)? {
            let (Some(party), Some(_)) = (row.position.party.clone(), row.report.date) else { continue };
            let stance = Stance {
                party,
                issue: row.position.issue.clone(),
                first_hand: row.voice == Voice::FirstHand,
                act: row.position.act,
                since: row.report.date,
                position: row.number,
                report: row.report.name.clone(),
            };
            keep(row.position.act.firmness().is_some(), row.row, stance);
        }
        Ok(latest.into_values().map(|(.., stance)| stance).collect())
    }

    fn corrected_positions(&self, filter: &Filter, table: &str) -> Result<Vec<PositionRow>> {
        let filter = Filter {
            parties: filter.parties.clone(),
            issues: filter.issues.clone(),
            until: filter.until,
            recorded_until: filter.recorded_until,
            ..Filter::default()
        };
        self.corrected_items(&filter, table, None)
    }

    /// Something derived from the whole record, from the cache where the record did not change since, else made by
    /// `make` and kept (where the record is open for writing).
    ///
    /// # Errors
    /// Whatever `make` returns, and where the record cannot be read or written.
    pub fn derived<E: From<crate::RecordError>>(
        &self,
        key: &str,
        make: impl FnOnce() -> std::result::Result<String, E>,
    ) -> std::result::Result<String, E> {
        let state = self.state()?;
        let held: Option<String> = self
            .conn
            .query_row("SELECT value FROM derived WHERE key = ?1 AND state = ?2", [key, &state], |row| row.get(0))
            .optional()
            .map_err(crate::RecordError::from)?;
        if let Some(value) = held {
            return Ok(value);
        }
        let value = make()?;
        if self.is_writable() {
            self.conn
                .execute(
                    "INSERT OR REPLACE INTO derived (key, state, value) VALUES (?1, ?2, ?3)",
                    [key, &state, &value],
                )
                .map_err(crate::RecordError::from)?;
        }
        Ok(value)
    }

    /// Changes whenever anything is recorded.
    fn state(&self) -> Result<String> {
        Ok(self.conn.query_row(
            "SELECT (SELECT coalesce(max(id), 0) FROM reading) || '-' || (SELECT coalesce(max(id), 0) FROM correction)",
            [],
            |row| row.get(0),
        )?)
    }

    /// The names of other reports that share whole runs of words with this one, the most first: candidates for
    /// reprints and near-copies, with the number of shared runs. Runs of eight words are looked for, at most
    /// three from each paragraph, so small edits and other quotation marks do not hide a copy.
    ///
    /// # Errors
    /// [`crate::RecordError::UnknownId`] of the report.
    pub fn sharing_words_with(&self, report: &str) -> Result<Vec<(String, usize)>> {
        let unknown = || crate::RecordError::UnknownId { id: report.to_owned(), what: "report" };
        let id = self.report_id(report)?.ok_or_else(unknown)?;
        let table = "main.current_reading";
        let Some(coded) = effective::in_force(&self.conn, id, table, Default::default())? else {
            return Err(unknown());
        };
        let mut shared: BTreeMap<String, usize> = BTreeMap::new();
        let mut query = self.conn.prepare_cached(
            "SELECT DISTINCT r.name FROM full_text f JOIN version v ON v.body_id = f.rowid
             JOIN current_reading c ON c.version_id = v.id JOIN report r ON r.id = c.report_id
             WHERE f.full_text MATCH ?1 AND r.id <> ?2 LIMIT 1000",
        )?;
        for run in runs(&coded.report.text) {
            let names = query.query_map(params![format!("\"{run}\""), id], |row| row.get::<_, String>(0))?;
            for name in names {
                *shared.entry(name?).or_default() += 1;
            }
        }
        let mut shared: Vec<(String, usize)> = shared.into_iter().collect();
        shared.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(shared)
    }
}

type LatestRow = (i64, u8, i64, i64, String);

fn latest_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<LatestRow> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
}

/// Runs of eight words from the start, middle and end of each paragraph that has as many.
fn runs(text: &str) -> Vec<String> {
    const LENGTH: usize = 8;
    let mut runs = Vec::new();
    for paragraph in text.split('\n') {
        let words: Vec<&str> =
            paragraph.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        if words.len() < LENGTH {
            continue;
        }
        let last = words.len() - LENGTH;
        let mut starts = vec![0, last / 2, last];
        starts.dedup();
        runs.extend(starts.into_iter().map(|start| words[start..start + LENGTH].join(" ")));
    }
    runs
}
