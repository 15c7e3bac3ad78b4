//! What people make of the rows: confirm, correct field by field, reject, undo.
//!
//! Each act is a row of its own that says what it is about, who did it, when and why. Nothing is taken away: an
//! undo is another row, and the earlier state can be asked for with `recorded_until`.

use crate::current::AsOf;
use crate::effective::{self, Kind};
use crate::error::{RecordError, Result};
use crate::filter::Page;
use crate::row::{Coded, ReportRow, Review};
use crate::show::{Named, Shown};
use crate::table::{self, Field};
use crate::{Record, spans};
use codebook::CodePoints;
use rusqlite::{Connection, OptionalExtension, params};

/// Who does something, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// Who; never empty.
    pub who: String,
    /// Why, where they say so.
    pub why: Option<String>,
}

/// One thing a person did, as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Its id: `c12`.
    pub id: String,
    /// The row it is about: `p17`.
    pub about: String,
    /// `confirm`, `correct`, `reject` or `undo`.
    pub kind: String,
    /// The field corrected.
    pub field: Option<String>,
    /// Its new value; spans as JSON in code points.
    pub value: Option<String>,
    /// The words of the new spans.
    pub words: Option<String>,
    /// The correction that is taken back.
    pub undoes: Option<String>,
    /// Who did it.
    pub who: String,
    /// Why.
    pub why: Option<String>,
    /// When: UTC.
    pub made: String,
}

impl Record {
    /// Says that a row is right as it stands. Gives the correction's id.
    ///
    /// # Errors
    /// [`RecordError::UnknownId`] where no row in force has the id; [`RecordError::ReadOnly`].
    pub fn confirm(&mut self, id: &str, by: &By) -> Result<String> {
        self.judge(id, Kind::Confirm, by)
    }

    /// Says that a row is wrong; it is then no longer in force. Gives the correction's id.
    ///
    /// # Errors
    /// As [`Record::confirm`].
    pub fn reject(&mut self, id: &str, by: &By) -> Result<String> {
        self.judge(id, Kind::Reject, by)
    }

    /// Changes fields of a row: pairs of a field's name and its new value. Gives the corrections' ids; a value that
    /// the row already has is no correction.
    ///
    /// Fields of statements are `source`, `cue`, `content`, `form`, `hedged`, `name`, `party`, `via`; of positions
    /// `statement`, `party`, `act`, `issue`, `proposal`, `target`, `condition`, `grounds`. Spans are given as
    /// JSON in code points, `[[12, 30]]`, or as the words themselves, joined by ` … ` where some are left out.
    /// An empty value takes an optional field away.
    ///
    /// # Errors
    /// As [`Record::confirm`]; [`RecordError::Unfit`] where a value does not fit its field, and then nothing is changed.
    pub fn correct(&mut self, id: &str, changes: &[(&str, &str)], by: &By) -> Result<Vec<String>> {
        self.must_write()?;
        let item = self.resolve(id)?;
        let now = self.now();
        let tx = self.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let coded = effective::everything(&tx, item.report, "main.current_reading", AsOf::default())?
            .ok_or_else(|| unknown(id))?;
        let row = table::find(&coded, item.statement, item.position).ok_or_else(|| unknown(id))?;
        let mut made = Vec::new();
        for (name, value) in changes {
            let place = || format!("{id}, {name}");
            let field = Field::of(&row, name).ok_or_else(|| {
                RecordError::unfit(
                    place(),
                    format!("there is no such field; fields are {}", Field::names(&row).join(", ")),
                )
            })?;
            let value = normal(&coded, &row, field, value).map_err(|what| RecordError::unfit(place(), what))?;
            if value == field.value(&row) {
                continue;
            }
            made.push(insert(&tx, item, Kind::Correct, Some((field, &value, &coded.report)), by, &now)?);
        }
        tx.commit()?;
        Ok(made)
    }

    /// Takes back one correction (`c12`). Gives the id of the row that does so.
    ///
    /// # Errors
    /// [`RecordError::UnknownId`]; [`RecordError::Unfit`] where it is an undo itself or was taken back already.
    pub fn undo(&mut self, correction: &str, by: &By) -> Result<String> {
        self.must_write()?;
        let unknown = || RecordError::UnknownId { id: correction.to_owned(), what: "correction" };
        let number: i64 = correction.strip_prefix('c').and_then(|digits| digits.parse().ok()).ok_or_else(unknown)?;
        check_who(by)?;
        let now = self.now();
        let tx = self.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let (kind, undone): (String, Option<i64>) = tx
            .query_row(
                "SELECT kind, (SELECT u.id FROM correction u WHERE u.undoes = c.id) FROM correction c WHERE c.id = ?1",
                [number],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?
            .ok_or_else(unknown)?;
        if kind == "undo" {
            return Err(RecordError::unfit(correction, "it is an undo itself; make the correction again instead"));
        }
        if let Some(undone) = undone {
            return Err(RecordError::unfit(correction, format!("c{undone} took it back already")));
        }
        tx.execute(
            "INSERT INTO correction (report_id, statement, position, undoes, kind, who, why, made)
             SELECT report_id, statement, position, id, 'undo', ?2, ?3, ?4 FROM correction WHERE id = ?1",
            params![number, by.who, by.why, now],
        )?;
        let made = format!("c{}", tx.last_insert_rowid());
        tx.commit()?;
        Ok(made)
    }

    /// Everything people did to a row, oldest first.
    ///
    /// # Errors
    /// [`RecordError::UnknownId`].
    pub fn history(&self, id: &str) -> Result<Vec<Correction>> {
        let item = self.resolve(id)?;
        let mut query = self.conn.prepare_cached(
            "SELECT id, statement, position, kind, field, value, words, undoes, who, why, made FROM correction
             WHERE (statement = ?1 OR position = ?2) AND carries IS NULL ORDER BY id",
        )?;
        let rows = query.query_map(params![item.statement, item.position], |row| {
            let (statement, position): (Option<i64>, Option<i64>) = (row.get(1)?, row.get(2)?);
            Ok(Correction {
                id: format!("c{}", row.get::<_, i64>(0)?),
                about: statement.map(|n| format!("s{n}")).or(position.map(|n| format!("p{n}"))).unwrap_or_default(),
                kind: row.get(3)?,
                field: row.get(4)?,
                value: row.get(5)?,
                words: row.get(6)?,
                undoes: row.get::<_, Option<i64>>(7)?.map(|n| format!("c{n}")),
                who: row.get(8)?,
                why: row.get(9)?,
                made: row.get(10)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Rows that nobody looked at yet, the least confident first.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub fn to_review(&self, page: Page) -> Result<Vec<Shown>> {
        let wanted = i64::try_from(page.offset.saturating_add(page.limit)).unwrap_or(i64::MAX);
        // Reviewed rows are few and fall away afterwards; asking for as many more keeps the page full.
        let reviewed: i64 = self.conn.query_row("SELECT count(*) FROM correction", [], |row| row.get(0))?;
        let mut query = self.conn.prepare(
            "SELECT * FROM (
                 SELECT 's' || coalesce(s.same_as, s.id), s.confidence, c.report_id, 0, s.id FROM current_reading c
                 JOIN statement s ON s.reading_id = c.reading_id ORDER BY s.confidence, s.id LIMIT ?1
             ) UNION ALL SELECT * FROM (
                 SELECT 'p' || coalesce(p.same_as, p.id), p.confidence, c.report_id, 1, p.id FROM current_reading c
                 JOIN position p ON p.reading_id = c.reading_id ORDER BY p.confidence, p.id LIMIT ?1
             ) ORDER BY 2, 4, 5 LIMIT ?1",
        )?;
        let ids: Vec<String> =
            query.query_map([wanted.saturating_add(reviewed)], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let mut found = Vec::new();
        for id in ids {
            let shown = self.show(&id)?;
            let review = match &shown {
                Shown::Statement(row) => row.review,
                Shown::Position(row) => row.review,
            };
            if review == Review::Unreviewed {
                found.push(shown);
                if found.len() >= page.offset.saturating_add(page.limit) {
                    break;
                }
            }
        }
        Ok(found.into_iter().skip(page.offset).collect())
    }

    fn judge(&mut self, id: &str, kind: Kind, by: &By) -> Result<String> {
        self.must_write()?;
        let item = self.resolve(id)?;
        let now = self.now();
        let tx = self.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let coded = effective::everything(&tx, item.report, "main.current_reading", AsOf::default())?
            .ok_or_else(|| unknown(id))?;
        table::find(&coded, item.statement, item.position).ok_or_else(|| unknown(id))?;
        let made = insert(&tx, item, kind, None, by, &now)?;
        tx.commit()?;
        Ok(made)
    }
}

fn unknown(id: &str) -> RecordError {
    RecordError::UnknownId { id: id.to_owned(), what: "statement or position in force" }
}

fn check_who(by: &By) -> Result<()> {
    if by.who.trim().is_empty() {
        return Err(RecordError::unfit("the name of who corrects", "it is empty; say who you are"));
    }
    Ok(())
}

/// Writes one row. A correction comes with its field, its value and the report it was made on.
pub(crate) fn insert(
    conn: &Connection,
    item: Named,
    kind: Kind,
    change: Option<(Field, &str, &ReportRow)>,
    by: &By,
    now: &str,
) -> Result<String> {
    check_who(by)?;
    let (field, value, words, body) = match change {
        Some((field, value, report)) if field.is_spans() => {
            let points = CodePoints::new(&report.text);
            let words = spans::from_json(&points, value).map(|spans| report.words(&spans));
            (Some(field.name()), Some(value), words, Some(report.body))
        }
        Some((field, value, _)) => (Some(field.name()), Some(value), None, None),
        None => (None, None, None, None),
    };
    conn.prepare_cached(
        "INSERT INTO correction (report_id, statement, position, kind, field, value, words, body_id, who, why, made)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        item.report,
        item.statement,
        item.position,
        kind.name(),
        field,
        value,
        words,
        body,
        by.who,
        by.why,
        now
    ])?;
    Ok(format!("c{}", conn.last_insert_rowid()))
}

/// A value in the form in which it is kept, or what is wrong with it.
pub(crate) fn normal(coded: &Coded, row: &Shown, field: Field, value: &str) -> std::result::Result<String, String> {
    let value = value.trim();
    if value.is_empty() {
        return if field.is_optional() { Ok(String::new()) } else { Err("it cannot be empty".to_owned()) };
    }
    if field.is_spans() {
        let points = CodePoints::new(&coded.report.text);
        let spans = if value.starts_with("[[") {
            spans::from_json(&points, value).ok_or_else(|| {
                format!("{value} is no list of [start, end] in code points within the text's {}", points.count())
            })?
        } else {
            let near = codebook::covered(&field.spans(row)).map_or(0, |span| span.start);
            table::locate(&coded.report.text, value, near)
                .ok_or_else(|| format!("the words {value:?} do not stand in the report as given"))?
        };
        return Ok(spans::to_json(&points, &spans).unwrap_or_default());
    }
    match field {
        Field::Form if !effective::FORMS.iter().any(|form| form.name() == value) => {
            Err(format!("{value:?} is no form; forms are direct, indirect, mixed"))
        }
        Field::Hedged if !matches!(value, "true" | "false") => Err(format!("{value:?} is neither true nor false")),
        Field::Act => {
            value.parse::<codebook::Act>().map(|act| act.name().to_owned()).map_err(|error| error.to_string())
        }
        Field::Party | Field::Target if value.chars().any(char::is_whitespace) => {
            Err(format!("{value:?} is no code of a party, such as UKR, IGO:UN, NSA:Hamas or EGY+SDN"))
        }
        Field::Party | Field::Target => Ok(codebook::Party::new(value).code().to_owned()),
        Field::Issue if value.chars().any(char::is_whitespace) => {
            Err(format!("{value:?} is no id of an issue, such as territory"))
        }
        Field::Via | Field::Statement => {
            let own = match row {
                Shown::Statement(row) => Some(row.statement.id.as_str()),
                Shown::Position(_) => None,
            };
            let mut at = coded.statements.iter().find(|other| other.statement.id == value);
            if at.is_none() {
                return Err(format!("the report has no statement {value}"));
            }
            for _ in 0..coded.statements.len() {
                if at.is_some_and(|other| Some(other.statement.id.as_str()) == own) {
                    return Err(format!("{value} stands inside this statement itself"));
                }
                at = at
                    .and_then(|other| other.statement.via.as_deref())
                    .and_then(|via| coded.statements.iter().find(|other| other.statement.id == via));
            }
            Ok(value.to_owned())
        }
        _ => Ok(value.to_owned()),
    }
}
