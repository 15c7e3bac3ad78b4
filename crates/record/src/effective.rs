//! What is in force in one report: the reading that speaks for it with people's corrections on top.

use crate::current::AsOf;
use crate::error::{RecordError, Result};
use crate::row::{Coded, PositionRow, ReportRow, Review, StatementRow, Versions};
use crate::{spans, voice};
use codebook::{Act, CodePoints, Form, Party, Position, Span, Speaker, Statement};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

pub(crate) const FORMS: [Form; 3] = [Form::Direct, Form::Indirect, Form::Mixed];

/// A correction that nobody took back.
#[derive(Debug, Clone)]
pub(crate) struct Live {
    pub id: i64,
    /// The row it was carried over from when a page changed, or its own.
    pub origin: i64,
    pub statement: Option<i64>,
    pub position: Option<i64>,
    pub kind: Kind,
    pub field: Option<String>,
    pub value: Option<String>,
    pub body: Option<i64>,
}

/// What a person did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Confirm,
    Correct,
    Reject,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Kind::Confirm => "confirm",
            Kind::Correct => "correct",
            Kind::Reject => "reject",
        }
    }

    pub(crate) const fn review(self) -> Review {
        match self {
            Kind::Confirm => Review::Confirmed,
            Kind::Correct => Review::Corrected,
            Kind::Reject => Review::Rejected,
        }
    }
}

/// Everything in force in a report, or `None` where it was not yet there on the day asked about.
pub(crate) fn in_force(conn: &Connection, report: i64, table: &str, as_of: AsOf) -> Result<Option<Coded>> {
    Ok(everything(conn, report, table, as_of)?.map(drop_rejected))
}

/// As [`in_force`], with what was rejected still there and marked so.
pub(crate) fn everything(conn: &Connection, report: i64, table: &str, as_of: AsOf) -> Result<Option<Coded>> {
    let Some(row) = report_row(conn, report, table)? else { return Ok(None) };
    let row = Arc::new(row);
    let points = CodePoints::new(&row.text);
    let mut statements = base_statements(conn, report, table, &row, &points)?;
    let mut positions = base_positions(conn, report, table, &row, &points, &statements)?;
    let live = live_corrections(conn, report, as_of)?;
    for correction in &live {
        if let Some(number) = correction.statement {
            for item in statements.iter_mut().filter(|item| item.1.number == number) {
                correct_statement(&mut item.1, correction, &points, row.body);
            }
        }
        if let Some(number) = correction.position {
            for item in positions.iter_mut().filter(|item| item.number == number) {
                correct_position(item, correction, &points, row.body);
            }
        }
    }
    let mut statements: Vec<StatementRow> = statements.into_iter().map(|(_, statement)| statement).collect();
    statements.sort_by_key(|item| local(&item.statement.id));
    // As read: of one day, the last in the report is the party's current stance.
    positions.sort_by_key(|item| item.row);
    give_voices(&statements, &mut positions);
    Ok(Some(Coded { report: row, statements, positions }))
}

fn report_row(conn: &Connection, report: i64, table: &str) -> Result<Option<ReportRow>> {
    let mut query = conn.prepare_cached(&format!(
        "SELECT r.name, v.number, v.date, v.outlet, v.author, v.title, v.url, v.text_file, v.sha256, v.recorded,
             m.program, m.network, m.agenda, m.codebook, b.text, b.id, b.sha256
         FROM {table} AS c
         JOIN reading AS g ON g.id = c.reading_id
         JOIN maker AS m ON m.id = g.maker_id
         JOIN version AS v ON v.id = c.version_id
         JOIN body AS b ON b.id = v.body_id
         JOIN report AS r ON r.id = c.report_id
         WHERE c.report_id = ?1 AND g.by_people = 0"
    ))?;
    let row = query
        .query_row([report], |row| {
            Ok(ReportRow {
                name: row.get(0)?,
                version: row.get(1)?,
                date: row.get::<_, Option<String>>(2)?.and_then(|date| date.parse().ok()),
                outlet: row.get(3)?,
                author: row.get(4)?,
                title: row.get(5)?,
                url: row.get(6)?,
                text_file: row.get(7)?,
                sha256: row.get(8)?,
                recorded: row.get(9)?,
                versions: Versions {
                    program: row.get(10)?,
                    network: row.get(11)?,
                    agenda: row.get(12)?,
                    codebook: row.get(13)?,
                },
                text: row.get(14)?,
                id: report,
                body: row.get(15)?,
                text_sha256: row.get(16)?,
            })
        })
        .optional()?;
    Ok(row)
}

/// The statements as read, each with its row's id.
fn base_statements(
    conn: &Connection,
    report: i64,
    table: &str,
    row: &Arc<ReportRow>,
    points: &CodePoints<'_>,
) -> Result<Vec<(i64, StatementRow)>> {
    let mut query = conn.prepare_cached(&format!(
        "SELECT s.id, coalesce(s.same_as, s.id), s.local, s.source, s.cue, s.content, s.form, s.hedged, n.name,
             p.code, s.via, s.confidence, g.by_people
         FROM {table} AS c
         JOIN reading AS g ON g.id = c.reading_id
         JOIN statement AS s ON s.reading_id = c.reading_id
         LEFT JOIN speaker AS n ON n.id = s.speaker_id
         LEFT JOIN party AS p ON p.id = s.party_id
         WHERE c.report_id = ?1"
    ))?;
    let mut rows = query.query([report])?;
    let mut found: Vec<(i64, StatementRow)> = Vec::new();
    let mut inside: Vec<Option<i64>> = Vec::new();
    while let Some(data) = rows.next()? {
        let local: i64 = data.get(2)?;
        let place = || format!("{}, s{local}", row.name);
        let form: u8 = data.get(6)?;
        let by_people: bool = data.get(12)?;
        let statement = Statement {
            id: format!("s{local}"),
            source: stored(points, data.get_ref(3)?, place)?,
            cue: stored(points, data.get_ref(4)?, place)?,
            content: stored(points, data.get_ref(5)?, place)?,
            form: *FORMS.get(usize::from(form)).ok_or_else(|| damaged(place(), "an unknown form"))?,
            hedged: data.get(7)?,
            speaker: Speaker {
                name: data.get(8)?,
                party: data.get::<_, Option<String>>(9)?.map(|code| Party::new(&code)),
            },
            via: None,
            confidence: data.get(11)?,
        };
        inside.push(data.get(10)?);
        let review = if by_people { Review::Added } else { Review::Unreviewed };
        let id = data.get(0)?;
        let number = data.get(1)?;
        found.push((id, StatementRow { number, report: row.clone(), statement, review, row: id }));
    }
    let names: HashMap<i64, String> = found.iter().map(|(id, item)| (*id, item.statement.id.clone())).collect();
    for ((_, item), outer) in found.iter_mut().zip(inside) {
        item.statement.via = outer.and_then(|id| names.get(&id).cloned());
    }
    Ok(found)
}

fn base_positions(
    conn: &Connection,
    report: i64,
    table: &str,
    row: &Arc<ReportRow>,
    points: &CodePoints<'_>,
    statements: &[(i64, StatementRow)],
) -> Result<Vec<PositionRow>> {
    let names: HashMap<i64, &str> = statements.iter().map(|(id, item)| (*id, item.statement.id.as_str())).collect();
    let mut query = conn.prepare_cached(&format!(
        "SELECT q.id, coalesce(q.same_as, q.id), q.local, q.statement_id, p.code, q.act, i.code, q.proposal, t.code,
             q.condition, q.grounds, q.confidence, g.by_people
         FROM {table} AS c
         JOIN reading AS g ON g.id = c.reading_id
         JOIN position AS q ON q.reading_id = c.reading_id
         JOIN issue AS i ON i.id = q.issue_id
         LEFT JOIN party AS p ON p.id = q.party_id
         LEFT JOIN party AS t ON t.id = q.target_id
         WHERE c.report_id = ?1"
    ))?;
    let mut rows = query.query([report])?;
    let mut found = Vec::new();
    while let Some(data) = rows.next()? {
        let local: i64 = data.get(2)?;
        let place = || format!("{}, p{local}", row.name);
        let act: u8 = data.get(5)?;
        let by_people: bool = data.get(12)?;
        let party = |code: Option<String>| code.map(|code| Party::new(&code));
        let position = Position {
            id: format!("p{local}"),
            statement: data.get::<_, Option<i64>>(3)?.and_then(|id| names.get(&id).map(|name| (*name).to_owned())),
            party: party(data.get(4)?),
            act: *Act::ALL.get(usize::from(act)).ok_or_else(|| damaged(place(), "an unknown act"))?,
            issue: data.get(6)?,
            proposal: stored(points, data.get_ref(7)?, place)?,
            target: party(data.get(8)?),
            condition: stored(points, data.get_ref(9)?, place)?,
            grounds: stored(points, data.get_ref(10)?, place)?,
            confidence: data.get(11)?,
        };
        found.push(PositionRow {
            number: data.get(1)?,
            report: row.clone(),
            position,
            voice: voice::Voice::SecondHand(None),
            row: data.get(0)?,
            review: if by_people { Review::Added } else { Review::Unreviewed },
        });
    }
    Ok(found)
}

/// A report's corrections as of a day that were not undone by then, oldest first.
pub(crate) fn live_corrections(conn: &Connection, report: i64, as_of: AsOf) -> Result<Vec<Live>> {
    let mut query = conn.prepare_cached(
        "SELECT id, statement, position, kind, field, value, body_id, undoes, carries
         FROM correction WHERE report_id = ?1 AND made < ?2 AND id <= ?3 ORDER BY id",
    )?;
    let mut rows = query.query(params![report, as_of.recorded_before(), as_of.last_correction.unwrap_or(i64::MAX)])?;
    let mut found: Vec<Live> = Vec::new();
    let mut undone: HashSet<i64> = HashSet::new();
    while let Some(row) = rows.next()? {
        let kind = match row.get_ref(3)?.as_str().unwrap_or_default() {
            "confirm" => Kind::Confirm,
            "correct" => Kind::Correct,
            "reject" => Kind::Reject,
            _ => {
                undone.extend(row.get::<_, Option<i64>>(7)?);
                continue;
            }
        };
        let id = row.get(0)?;
        let live = Live {
            id,
            origin: row.get::<_, Option<i64>>(8)?.unwrap_or(id),
            statement: row.get(1)?,
            position: row.get(2)?,
            kind,
            field: row.get(4)?,
            value: row.get(5)?,
            body: row.get(6)?,
        };
        found.push(live);
    }
    found.retain(|live| !undone.contains(&live.id) && !undone.contains(&live.origin));
    // What was carried over counts as said when it was first said.
    found.sort_by_key(|live| (live.origin, live.id));
    Ok(found)
}

/// The number in an id within a report: 3 of `s3`.
pub(crate) fn local(id: &str) -> i64 {
    id.get(1..).and_then(|digits| digits.parse().ok()).unwrap_or(i64::MAX)
}

fn damaged(place: String, what: &str) -> RecordError {
    RecordError::Damaged { what: format!("{place}: {what}") }
}

fn stored(
    points: &CodePoints<'_>,
    value: rusqlite::types::ValueRef<'_>,
    place: impl Fn() -> String,
) -> Result<Vec<Span>> {
    match value.as_str_or_null() {
        Ok(None) => Ok(Vec::new()),
        Ok(Some(json)) => {
            spans::from_json(points, json).ok_or_else(|| damaged(place(), "its spans do not fit the text"))
        }
        Err(_) => Err(damaged(place(), "its spans are not text")),
    }
}

fn correct_statement(item: &mut StatementRow, correction: &Live, points: &CodePoints<'_>, body: i64) {
    item.review = correction.kind.review();
    item.statement.confidence = 1.0;
    let (Some(field), Some(value)) = (correction.field.as_deref(), correction.value.as_deref()) else { return };
    let filled = (!value.is_empty()).then(|| value.to_owned());
    let statement = &mut item.statement;
    match field {
        "source" | "cue" | "content" if correction.body == Some(body) => {
            let Some(spans) = spans::from_json(points, value) else { return };
            match field {
                "source" => statement.source = spans,
                "cue" => statement.cue = spans,
                _ => statement.content = spans,
            }
        }
        "form" => {
            if let Some(form) = FORMS.into_iter().find(|form| form.name() == value) {
                statement.form = form;
            }
        }
        "hedged" => statement.hedged = value == "true",
        "name" => statement.speaker.name = filled,
        "party" => statement.speaker.party = filled.map(|code| Party::new(&code)),
        "via" => statement.via = filled,
        _ => {}
    }
}

fn correct_position(item: &mut PositionRow, correction: &Live, points: &CodePoints<'_>, body: i64) {
    item.review = correction.kind.review();
    item.position.confidence = 1.0;
    let (Some(field), Some(value)) = (correction.field.as_deref(), correction.value.as_deref()) else { return };
    let filled = (!value.is_empty()).then(|| value.to_owned());
    let position = &mut item.position;
    match field {
        "proposal" | "condition" | "grounds" if correction.body == Some(body) => {
            let Some(spans) = spans::from_json(points, value) else { return };
            match field {
                "proposal" => position.proposal = spans,
                "condition" => position.condition = spans,
                _ => position.grounds = spans,
            }
        }
        "statement" => position.statement = filled,
        "party" => position.party = filled.map(|code| Party::new(&code)),
        "act" => {
            if let Ok(act) = value.parse() {
                position.act = act;
            }
        }
        "issue" => position.issue = value.to_owned(),
        "target" => position.target = filled.map(|code| Party::new(&code)),
        _ => {}
    }
}

fn give_voices(statements: &[StatementRow], positions: &mut [PositionRow]) {
    let by_id: HashMap<&str, &Statement> =
        statements.iter().map(|item| (item.statement.id.as_str(), &item.statement)).collect();
    for item in positions {
        item.voice = voice::of(&item.position, &by_id);
    }
}

/// Leaves out what was rejected, and positions whose statement was. What stood inside a rejected statement
/// then stands inside whatever that one stood in.
fn drop_rejected(mut coded: Coded) -> Coded {
    if !coded.statements.iter().any(|item| item.review == Review::Rejected)
        && !coded.positions.iter().any(|item| item.review == Review::Rejected)
    {
        return coded;
    }
    let outer: HashMap<String, Option<String>> = coded
        .statements
        .iter()
        .filter(|item| item.review == Review::Rejected)
        .map(|item| (item.statement.id.clone(), item.statement.via.clone()))
        .collect();
    coded.statements.retain(|item| item.review != Review::Rejected);
    for item in &mut coded.statements {
        for _ in 0..outer.len() {
            let Some(next) = item.statement.via.as_ref().and_then(|via| outer.get(via)) else { break };
            item.statement.via = next.clone();
        }
    }
    coded.positions.retain(|item| {
        item.review != Review::Rejected
            && !item.position.statement.as_ref().is_some_and(|statement| outer.contains_key(statement))
    });
    give_voices(&coded.statements, &mut coded.positions);
    coded
}
