//! Taking reports and readings in.

use crate::error::{RecordError, Result};
use crate::hash::Digest;
use crate::row::Versions;
use crate::{Record, carry, current, spans, voice};
use codebook::{Act, CodePoints, Form, Party, Reading, Report, Span, Statement};
use jiff::civil::{Date, date};
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::{HashMap, HashSet};

/// What became of a report handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The id under which the record keeps it.
    pub report: String,
    /// Whether anything was new.
    pub outcome: Outcome,
    /// Statements read from it.
    pub statements: usize,
    /// Positions read from it.
    pub positions: usize,
    /// What people had said about rows that neither this reading nor the changed page has any more.
    pub left_behind: Vec<String>,
}

/// Whether a report handed in was new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A report not held before.
    NewReport,
    /// Another version of a report held before: its number.
    NewVersion(u32),
    /// The same words, read by other versions of program, network, agenda or codebook.
    NewReading,
    /// All of it was there already; nothing was written.
    AlreadyHeld,
}

impl Added {
    /// Whether anything was written.
    pub fn is_new(&self) -> bool {
        self.outcome != Outcome::AlreadyHeld
    }
}

/// Several reports taken in together: all of them are kept when [`Batch::commit`] returns, none before.
#[derive(Debug)]
pub struct Batch<'r> {
    pub(crate) tx: Transaction<'r>,
    now: String,
    parties: HashMap<String, i64>,
    speakers: HashMap<String, i64>,
    issues: HashMap<String, i64>,
    makers: HashMap<Versions, i64>,
}

impl Record {
    /// Takes in one report with its reading. When this returns, it is safely on the disk.
    ///
    /// The same bytes read by the same versions are nothing new. The same bytes read by other versions are another
    /// reading. Other bytes under the same id or address are another version of the same report.
    ///
    /// # Errors
    /// [`RecordError::Misfit`] where the reading does not fit the text; [`RecordError::ReadOnly`].
    pub fn add(&mut self, report: &Report, reading: &Reading, versions: &Versions) -> Result<Added> {
        let mut batch = self.batch()?;
        let added = batch.add(report, reading, versions)?;
        batch.commit()?;
        Ok(added)
    }

    /// Starts taking in several reports at once, which is much faster than one by one.
    ///
    /// # Errors
    /// [`RecordError::ReadOnly`]; [`RecordError::InUse`] by a program that holds SQLite's own lock.
    pub fn batch(&mut self) -> Result<Batch<'_>> {
        self.must_write()?;
        let now = self.now();
        let tx = self.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        Ok(Batch {
            tx,
            now,
            parties: HashMap::new(),
            speakers: HashMap::new(),
            issues: HashMap::new(),
            makers: HashMap::new(),
        })
    }

    /// Whether the record already holds this report as read by these versions, so that reading it again is needless.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub fn holds(&self, report: &Report, versions: &Versions) -> Result<bool> {
        let Known { version: Some((version, _)), .. } = known(&self.conn, report)? else { return Ok(false) };
        let mut query = self.conn.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM reading g JOIN maker m ON m.id = g.maker_id WHERE g.version_id = ?1
             AND m.program = ?2 AND m.network = ?3 AND m.agenda = ?4 AND m.codebook = ?5)",
        )?;
        let of = params![version, versions.program, versions.network, versions.agenda, versions.codebook];
        Ok(query.query_row(of, |row| row.get(0))?)
    }
}

/// What the record knows of a report handed in.
struct Known {
    /// Its row and name.
    report: Option<(i64, String)>,
    /// The row and number of the very version.
    version: Option<(i64, u32)>,
    /// How many versions there are.
    versions: u32,
}

fn known(conn: &rusqlite::Connection, report: &Report) -> Result<Known> {
    // By address first, then by name unless the addresses say that they are different pages, then by the very bytes.
    let mut found: Option<(i64, String)> = None;
    if let Some(url) = &report.url {
        found = conn
            .prepare_cached(
                "SELECT r.id, r.name FROM version v JOIN report r ON r.id = v.report_id WHERE v.url = ?1 LIMIT 1",
            )?
            .query_row([url], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
    }
    if found.is_none() {
        found = conn
            .prepare_cached(
                "SELECT id, name FROM report r WHERE name = ?1
                 AND (?2 IS NULL OR NOT EXISTS (SELECT 1 FROM version v WHERE v.report_id = r.id AND v.url <> ?2))",
            )?
            .query_row(params![report.id, report.url], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
    }
    if found.is_none() {
        found = conn
            .prepare_cached(
                "SELECT r.id, r.name FROM version v JOIN report r ON r.id = v.report_id
                 WHERE v.sha256 = ?1 AND (v.url IS NULL OR ?2 IS NULL) LIMIT 1",
            )?
            .query_row(params![report.sha256, report.url], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
    }
    let Some((id, name)) = found else { return Ok(Known { report: None, version: None, versions: 0 }) };
    let versions = conn
        .prepare_cached("SELECT max(number) FROM version WHERE report_id = ?1")?
        .query_row([id], |row| row.get::<_, Option<u32>>(0))?
        .unwrap_or(0);
    // What is said about a page may be learned later (a manifest with its date); that is a version of its own.
    let version = conn
        .prepare_cached(
            "SELECT id, number FROM version WHERE report_id = ?1 AND sha256 = ?2
             AND (?3 IS NULL OR date IS ?3) AND (?4 IS NULL OR outlet IS ?4) AND (?5 IS NULL OR title IS ?5)
             AND (?6 IS NULL OR url IS ?6) AND (?7 IS NULL OR author IS ?7) ORDER BY number DESC LIMIT 1",
        )?
        .query_row(
            params![
                id,
                report.sha256,
                report.date.map(|date| date.to_string()),
                report.outlet,
                report.title,
                report.url,
                report.author
            ],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    Ok(Known { report: Some((id, name)), version, versions })
}

impl Batch<'_> {
    /// Takes in one report with its reading; see [`Record::add`]. It is safe once the batch is committed.
    ///
    /// # Errors
    /// As [`Record::add`]. The batch can go on after [`RecordError::Misfit`]: nothing of that report was written.
    pub fn add(&mut self, report: &Report, reading: &Reading, versions: &Versions) -> Result<Added> {
        fits(report, reading)?;
        let mut added = Added {
            report: report.id.clone(),
            outcome: Outcome::NewReport,
            statements: reading.statements.len(),
            positions: reading.positions.len(),
            left_behind: Vec::new(),
        };
        let maker = self.maker(versions)?;
        let known = known(&self.tx, report)?;
        let (report_id, name) = match &known.report {
            Some(found) => found.clone(),
            None => self.name_report(&report.id)?,
        };
        added.report = name;
        let version_id = match known.version {
            Some((version, _)) => {
                let mut held = self
                    .tx
                    .prepare_cached("SELECT EXISTS (SELECT 1 FROM reading WHERE version_id = ?1 AND maker_id = ?2)")?;
                if held.query_row(params![version, maker], |row| row.get(0))? {
                    added.outcome = Outcome::AlreadyHeld;
                    return Ok(added);
                }
                added.outcome = Outcome::NewReading;
                version
            }
            None => {
                if known.versions > 0 {
                    added.outcome = Outcome::NewVersion(known.versions + 1);
                }
                self.insert_version(report_id, known.versions + 1, report)?
            }
        };
        let before = match known.report {
            Some(_) => carry::before(&self.tx, report_id)?,
            None => None,
        };
        let plan = carry::plan(before, report, reading);
        let reading_id = self.insert_reading(version_id, maker, false)?;
        let place = Place { report_id, reading_id, date: report.date, text: &report.text };
        let digest = self.insert_rows(&place, &plan.reading, &plan.statements, &plan.positions)?;
        self.tx.prepare_cached("UPDATE reading SET digest = ?2 WHERE id = ?1")?.execute(params![reading_id, digest])?;
        self.carry_corrections(&plan, report_id, version_id)?;
        current::refresh(&self.tx, report_id)?;
        added.left_behind = plan.left_behind;
        Ok(added)
    }

    /// Keeps everything taken in; when this returns, it is on the disk.
    ///
    /// # Errors
    /// Where the disk refuses; then nothing of the batch is kept.
    pub fn commit(self) -> Result<()> {
        Ok(self.tx.commit()?)
    }

    /// A row for a report, under its own name or, where another page has that, the name with a number.
    fn name_report(&self, wanted: &str) -> Result<(i64, String)> {
        let wanted = if wanted.is_empty() { "report" } else { wanted };
        let mut insert = self.tx.prepare_cached("INSERT INTO report (name) VALUES (?1) ON CONFLICT DO NOTHING")?;
        let mut name = wanted.to_owned();
        let mut count = 1;
        while insert.execute([&name])? == 0 {
            count += 1;
            name = format!("{wanted}-{count}");
        }
        Ok((self.tx.last_insert_rowid(), name))
    }

    fn insert_version(&self, report_id: i64, number: u32, report: &Report) -> Result<i64> {
        let text_sha256 = crate::sha256(report.text.as_bytes());
        let held: Option<i64> = self
            .tx
            .prepare_cached("SELECT id FROM body WHERE sha256 = ?1")?
            .query_row([&text_sha256], |row| row.get(0))
            .optional()?;
        let body = match held {
            Some(body) => body,
            None => {
                self.tx
                    .prepare_cached("INSERT INTO body (sha256, text) VALUES (?1, ?2)")?
                    .execute(params![text_sha256, report.text])?;
                let body = self.tx.last_insert_rowid();
                self.tx
                    .prepare_cached("INSERT INTO full_text (rowid, text) VALUES (?1, ?2)")?
                    .execute(params![body, report.text])?;
                body
            }
        };
        self.tx
            .prepare_cached(
                "INSERT INTO version (report_id, number, sha256, url, outlet, author, title, date, text_file, recorded,
                 body_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                report_id,
                number,
                report.sha256,
                report.url,
                report.outlet,
                report.author,
                report.title,
                report.date.map(|date| date.to_string()),
                report.text_file,
                self.now,
                body
            ])?;
        Ok(self.tx.last_insert_rowid())
    }

    pub(crate) fn insert_reading(&self, version_id: i64, maker: i64, by_people: bool) -> Result<i64> {
        self.tx
            .prepare_cached(
                "INSERT INTO reading (version_id, maker_id, by_people, recorded, digest) VALUES (?1, ?2, ?3, ?4, '')",
            )?
            .execute(params![version_id, maker, by_people, self.now])?;
        Ok(self.tx.last_insert_rowid())
    }

    /// Writes the rows of a reading and gives their digest. `same` says for each row of which earlier item it is.
    pub(crate) fn insert_rows(
        &mut self,
        place: &Place<'_>,
        reading: &Reading,
        same_statements: &[Option<i64>],
        same_positions: &[Option<i64>],
    ) -> Result<String> {
        let points = CodePoints::new(place.text);
        let day = place.date.map(days);
        let mut digest = Digest::default();
        let mut rows: HashMap<&str, i64> = HashMap::with_capacity(reading.statements.len());
        for (statement, same_as) in
            outer_first(&reading.statements).map(|i| (&reading.statements[i], same_statements[i]))
        {
            let speaker = self.intern_speaker(statement.speaker.name.as_deref())?;
            let party = self.intern_party(statement.speaker.party.as_ref())?;
            let via = match &statement.via {
                Some(via) => self.row_of(place, &rows, via)?,
                None => None,
            };
            let source = spans::to_json(&points, &statement.source);
            let cue = spans::to_json(&points, &statement.cue);
            let content = spans::to_json(&points, &statement.content);
            let local = crate::effective::local(&statement.id);
            let mut insert = self.tx.prepare_cached(
                "INSERT INTO statement (reading_id, local, day, source, cue, content, form, hedged, speaker_id, party_id,
                 via, confidence, same_as) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?;
            insert.execute(params![
                place.reading_id,
                local,
                day,
                source,
                cue,
                content,
                form_code(statement.form),
                statement.hedged,
                speaker,
                party,
                via,
                f64::from(statement.confidence),
                same_as
            ])?;
            let row = self.tx.last_insert_rowid();
            rows.insert(&statement.id, row);
            digest.whole(Some(row)).whole(Some(local));
            digest.optional(source.as_deref()).optional(cue.as_deref()).optional(content.as_deref());
            digest.whole(Some(form_code(statement.form))).whole(Some(i64::from(statement.hedged)));
            digest.optional(statement.speaker.name.as_deref());
            digest.optional(statement.speaker.party.as_ref().map(Party::code));
            digest.whole(via).real(f64::from(statement.confidence)).whole(same_as);
        }
        let by_id: HashMap<&str, &Statement> =
            reading.statements.iter().map(|statement| (statement.id.as_str(), statement)).collect();
        for (position, same_as) in reading.positions.iter().zip(same_positions.iter().copied()) {
            let voice = voice::of(position, &by_id);
            let party = self.intern_party(position.party.as_ref())?;
            let target = self.intern_party(position.target.as_ref())?;
            let told_by = self.intern_party(voice.by())?;
            let issue = self.intern_issue(&position.issue)?;
            let statement = match &position.statement {
                Some(statement) => self.row_of(place, &rows, statement)?,
                None => None,
            };
            let proposal = spans::to_json(&points, &position.proposal);
            let condition = spans::to_json(&points, &position.condition);
            let grounds = spans::to_json(&points, &position.grounds);
            let local = crate::effective::local(&position.id);
            let mut insert = self.tx.prepare_cached(
                "INSERT INTO position (reading_id, local, day, statement_id, party_id, act, issue_id, proposal, target_id,
                 condition, grounds, confidence, voice, told_by, same_as)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?;
            insert.execute(params![
                place.reading_id,
                local,
                day,
                statement,
                party,
                act_code(position.act),
                issue,
                proposal,
                target,
                condition,
                grounds,
                f64::from(position.confidence),
                if voice == voice::Voice::FirstHand { 1 } else { 2 },
                told_by,
                same_as
            ])?;
            digest.whole(Some(self.tx.last_insert_rowid())).whole(Some(local)).whole(statement);
            digest.optional(position.party.as_ref().map(Party::code));
            digest.whole(Some(act_code(position.act))).text(&position.issue).optional(proposal.as_deref());
            digest.optional(position.target.as_ref().map(Party::code));
            digest.optional(condition.as_deref()).optional(grounds.as_deref());
            digest.real(f64::from(position.confidence)).whole(same_as);
        }
        Ok(digest.finish())
    }

    /// The row of a statement of the same reading, or else of the readings now in force.
    fn row_of(&self, place: &Place<'_>, rows: &HashMap<&str, i64>, id: &str) -> Result<Option<i64>> {
        if let Some(row) = rows.get(id) {
            return Ok(Some(*row));
        }
        let mut query = self.tx.prepare_cached(
            "SELECT s.id FROM current_reading c JOIN statement s ON s.reading_id = c.reading_id
             WHERE c.report_id = ?1 AND s.local = ?2",
        )?;
        Ok(query.query_row(params![place.report_id, crate::effective::local(id)], |row| row.get(0)).optional()?)
    }

    pub(crate) fn maker(&mut self, versions: &Versions) -> Result<i64> {
        if let Some(id) = self.makers.get(versions) {
            return Ok(*id);
        }
        let of = params![versions.program, versions.network, versions.agenda, versions.codebook];
        self.tx.execute(
            "INSERT INTO maker (program, network, agenda, codebook) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            of,
        )?;
        let id = self.tx.query_row(
            "SELECT id FROM maker WHERE program = ?1 AND network = ?2 AND agenda = ?3 AND codebook = ?4",
            of,
            |row| row.get(0),
        )?;
        self.makers.insert(versions.clone(), id);
        Ok(id)
    }

    /// The time that rows of this batch get.
    pub(crate) fn stamp(&self) -> &str {
        &self.now
    }

    fn intern_party(&mut self, party: Option<&Party>) -> Result<Option<i64>> {
        let Some(party) = party else { return Ok(None) };
        let Self { tx, parties, .. } = self;
        intern(tx, parties, party.code(), "party", "code").map(Some)
    }

    fn intern_speaker(&mut self, name: Option<&str>) -> Result<Option<i64>> {
        let Some(name) = name else { return Ok(None) };
        let Self { tx, speakers, .. } = self;
        intern(tx, speakers, name, "speaker", "name").map(Some)
    }

    fn intern_issue(&mut self, issue: &str) -> Result<i64> {
        let Self { tx, issues, .. } = self;
        intern(tx, issues, issue, "issue", "code")
    }
}

/// Where the rows of a reading go.
pub(crate) struct Place<'t> {
    pub report_id: i64,
    pub reading_id: i64,
    pub date: Option<Date>,
    pub text: &'t str,
}

fn intern(tx: &Transaction<'_>, held: &mut HashMap<String, i64>, word: &str, table: &str, column: &str) -> Result<i64> {
    if let Some(id) = held.get(word) {
        return Ok(*id);
    }
    let found: Option<i64> = tx
        .prepare_cached(&format!("SELECT id FROM {table} WHERE {column} = ?1"))?
        .query_row([word], |row| row.get(0))
        .optional()?;
    let id = match found {
        Some(id) => id,
        None => {
            tx.prepare_cached(&format!("INSERT INTO {table} ({column}) VALUES (?1)"))?.execute([word])?;
            tx.last_insert_rowid()
        }
    };
    held.insert(word.to_owned(), id);
    Ok(id)
}

/// Days since 1970-01-01.
pub(crate) fn days(day: Date) -> i64 {
    day.duration_since(date(1970, 1, 1)).as_hours() / 24
}

/// The day that many days after 1970-01-01.
pub(crate) fn date_of(days: i64) -> Option<Date> {
    date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

pub(crate) fn form_code(form: Form) -> i64 {
    crate::effective::FORMS.iter().position(|known| *known == form).unwrap_or(0) as i64
}

pub(crate) fn act_code(act: Act) -> i64 {
    Act::ALL.iter().position(|known| *known == act).unwrap_or(0) as i64
}

/// The order in which every statement comes after the one it stands inside.
fn outer_first(statements: &[Statement]) -> impl Iterator<Item = usize> {
    let index: HashMap<&str, usize> = statements.iter().enumerate().map(|(i, s)| (s.id.as_str(), i)).collect();
    let mut order = Vec::with_capacity(statements.len());
    let mut placed = vec![false; statements.len()];
    for start in 0..statements.len() {
        let mut waiting = vec![start];
        while let Some(&last) = waiting.last() {
            let outer = statements[last].via.as_deref().and_then(|via| index.get(via)).copied();
            match outer {
                Some(outer) if !placed[outer] && !waiting.contains(&outer) => waiting.push(outer),
                _ => {
                    waiting.pop();
                    if !placed[last] {
                        placed[last] = true;
                        order.push(last);
                    }
                }
            }
        }
    }
    order.into_iter()
}

/// Refuses a reading whose spans or references do not fit its report.
fn fits(report: &Report, reading: &Reading) -> Result<()> {
    let misfit = |row: &str, what: String| RecordError::Misfit { report: report.id.clone(), row: row.to_owned(), what };
    let check = |row: &str, role: &str, spans: &[Span]| match spans
        .iter()
        .find(|span| span.of(&report.text).is_none_or(str::is_empty))
    {
        Some(span) => Err(misfit(
            row,
            format!("the {role} {}..{} does not fit the text of {} bytes", span.start, span.end, report.text.len()),
        )),
        None => Ok(()),
    };
    let mut ids = HashSet::new();
    for statement in &reading.statements {
        if !ids.insert(statement.id.as_str()) {
            return Err(misfit(&statement.id, "two statements have this id".to_owned()));
        }
        check(&statement.id, "source", &statement.source)?;
        check(&statement.id, "cue", &statement.cue)?;
        check(&statement.id, "content", &statement.content)?;
    }
    for statement in &reading.statements {
        if let Some(via) = statement.via.as_deref().filter(|via| !ids.contains(via)) {
            return Err(misfit(&statement.id, format!("it stands inside {via}, which is not there")));
        }
    }
    let mut own = HashSet::new();
    for position in &reading.positions {
        if !own.insert(position.id.as_str()) {
            return Err(misfit(&position.id, "two positions have this id".to_owned()));
        }
        if let Some(statement) = position.statement.as_deref().filter(|id| !ids.contains(id)) {
            return Err(misfit(&position.id, format!("its statement {statement} is not there")));
        }
        check(&position.id, "proposal", &position.proposal)?;
        check(&position.id, "condition", &position.condition)?;
        check(&position.id, "grounds", &position.grounds)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970() {
        assert_eq!(days(date(1970, 1, 1)), 0);
        assert_eq!(days(date(2026, 2, 12)), 20_496);
        assert_eq!(days(date(1969, 12, 31)), -1);
        assert_eq!(date_of(20_496), Some(date(2026, 2, 12)));
    }
}
