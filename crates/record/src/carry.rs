//! Reading a report again: which rows are the same items as before, and what people had said about them.
//!
//! An item keeps its ids when a newer network, or a changed page, has it again. Items are matched by where their
//! words stand, or, where the page changed, by the words. What a person confirmed or corrected and the new
//! reading does not have is copied into it, as long as the words are still on the page.

use crate::current::AsOf;
use crate::effective::{self, Live, local};
use crate::error::Result;
use crate::row::{Coded, PositionRow, Review, StatementRow};
use crate::{add::Batch, spans};
use codebook::{CodePoints, Position, Reading, Report, Span, Statement, slice};
use rusqlite::{Connection, params};
use std::collections::{HashMap, HashSet};

/// The least likeness at which two rows are the same item.
const SAME: f64 = 0.5;

/// What the record had of a report before it was read again.
pub(crate) struct Before {
    coded: Coded,
    live: Vec<Live>,
    last_statement: i64,
    last_position: i64,
}

/// The rows to write.
pub(crate) struct Plan {
    /// The reading, with the ids its rows get and what is copied from before.
    pub reading: Reading,
    /// Per statement, the number of the earlier item that it is.
    pub statements: Vec<Option<i64>>,
    /// Per position, likewise.
    pub positions: Vec<Option<i64>>,
    /// Corrections of spans whose words moved: the correction and its new value.
    pub moved: Vec<(i64, String)>,
    /// What people had said that no longer has its words.
    pub left_behind: Vec<String>,
}

/// What the record has of a report, with everything rejected.
pub(crate) fn before(conn: &Connection, report: i64) -> Result<Option<Before>> {
    let Some(coded) = effective::everything(conn, report, "main.current_reading", AsOf::default())? else {
        return Ok(None);
    };
    let last = |table: &str| -> Result<i64> {
        let mut query = conn.prepare_cached(&format!(
            "SELECT coalesce(max(x.local), 0) FROM version v JOIN reading g ON g.version_id = v.id
             JOIN {table} x ON x.reading_id = g.id WHERE v.report_id = ?1"
        ))?;
        Ok(query.query_row([report], |row| row.get(0))?)
    };
    Ok(Some(Before {
        live: effective::live_corrections(conn, report, AsOf::default())?,
        last_statement: last("statement")?,
        last_position: last("position")?,
        coded,
    }))
}

/// Works out what to write for a reading of `report`.
pub(crate) fn plan(before: Option<Before>, report: &Report, reading: &Reading) -> Plan {
    let mut plan = Plan {
        statements: vec![None; reading.statements.len()],
        positions: vec![None; reading.positions.len()],
        reading: reading.clone(),
        moved: Vec::new(),
        left_behind: Vec::new(),
    };
    let Some(before) = before else {
        let statements = fresh('s', reading.statements.iter().map(|s| &s.id), &HashMap::new(), 0);
        let positions = fresh('p', reading.positions.iter().map(|p| &p.id), &HashMap::new(), 0);
        rename(&mut plan.reading, &statements, &positions);
        return plan;
    };
    let likeness = Likeness { old: &before.coded.report.text, new: &report.text };
    let (new, old) = (&reading.statements, &before.coded.statements);
    let statements = pair(new.len(), old.len(), |n, o| likeness.statements(&new[n], &old[o].statement));
    let (new, old) = (&reading.positions, &before.coded.positions);
    let positions = pair(new.len(), old.len(), |n, o| likeness.positions(&new[n], &old[o].position));

    for (&n, &o) in &statements {
        plan.statements[n] = Some(before.coded.statements[o].number);
    }
    for (&n, &o) in &positions {
        plan.positions[n] = Some(before.coded.positions[o].number);
    }
    let kept = statements.iter().map(|(&n, &o)| (n, before.coded.statements[o].statement.id.clone())).collect();
    let statement_ids = fresh('s', reading.statements.iter().map(|s| &s.id), &kept, before.last_statement);
    let kept = positions.iter().map(|(&n, &o)| (n, before.coded.positions[o].position.id.clone())).collect();
    let position_ids = fresh('p', reading.positions.iter().map(|p| &p.id), &kept, before.last_position);
    rename(&mut plan.reading, &statement_ids, &position_ids);

    let mover = Mover { old: &before.coded.report.text, new: &report.text };
    let matched: HashSet<usize> = statements.values().copied().collect();
    for (index, row) in before.coded.statements.iter().enumerate() {
        if !matched.contains(&index) && spoken_for(row.review) {
            copy_statement(&mut plan, &mover, row);
        }
    }
    let matched: HashSet<usize> = positions.values().copied().collect();
    for (index, row) in before.coded.positions.iter().enumerate() {
        if !matched.contains(&index) && spoken_for(row.review) && copy_position(&mut plan, &mover, row) {
            copy_chain(&mut plan, &mover, &before.coded, row.position.statement.as_deref());
        }
    }
    drop_loose_ends(&mut plan.reading);
    move_corrections(&mut plan, &mover, &before);
    plan
}

/// Whether a person vouched for a row, so that it outlives the reading it came from.
fn spoken_for(review: Review) -> bool {
    matches!(review, Review::Confirmed | Review::Corrected | Review::Added)
}

/// Ids for the rows of a reading: those kept from before, their own where free, else the next numbers.
fn fresh<'i>(
    letter: char,
    ids: impl Iterator<Item = &'i String>,
    kept: &HashMap<usize, String>,
    last: i64,
) -> HashMap<String, (usize, String)> {
    let ids: Vec<&String> = ids.collect();
    let mut next = ids.iter().map(|id| local(id)).filter(|id| *id != i64::MAX).max().unwrap_or(0).max(last);
    // Numbers below `last` may belong to items of earlier readings.
    let own = |id: &str| id.starts_with(letter) && local(id) != i64::MAX && local(id) > last;
    ids.iter()
        .enumerate()
        .map(|(index, id)| {
            let name = match kept.get(&index) {
                Some(name) => name.clone(),
                None if own(id) && last == 0 => (*id).clone(),
                None => {
                    next += 1;
                    format!("{letter}{next}")
                }
            };
            ((*id).clone(), (index, name))
        })
        .collect()
}

fn rename(
    reading: &mut Reading,
    statements: &HashMap<String, (usize, String)>,
    positions: &HashMap<String, (usize, String)>,
) {
    let named = |id: &str| statements.get(id).map(|(_, name)| name.clone());
    for statement in &mut reading.statements {
        statement.via = statement.via.as_deref().and_then(named);
        statement.id = named(&statement.id).unwrap_or_else(|| statement.id.clone());
    }
    for position in &mut reading.positions {
        position.statement = position.statement.as_deref().and_then(named);
        if let Some((_, name)) = positions.get(&position.id) {
            position.id.clone_from(name);
        }
    }
}

/// Pairs rows one to one, the likest first.
fn pair(new: usize, old: usize, likeness: impl Fn(usize, usize) -> f64) -> HashMap<usize, usize> {
    let mut candidates: Vec<(f64, usize, usize)> = (0..new)
        .flat_map(|n| (0..old).map(move |o| (n, o)))
        .map(|(n, o)| (likeness(n, o), n, o))
        .filter(|(score, ..)| *score >= SAME)
        .collect();
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut pairs, mut taken) = (HashMap::new(), HashSet::new());
    for (_, n, o) in candidates {
        if !pairs.contains_key(&n) && taken.insert(o) {
            pairs.insert(n, o);
        }
    }
    pairs
}

/// How alike rows of two readings are, from 0 to 1.
struct Likeness<'t> {
    old: &'t str,
    new: &'t str,
}

impl Likeness<'_> {
    fn statements(&self, new: &Statement, old: &Statement) -> f64 {
        let content = self.spans(&new.content, &old.content);
        if content < SAME {
            return 0.0;
        }
        0.75 * content + 0.25 * self.spans(&new.cue, &old.cue)
    }

    fn positions(&self, new: &Position, old: &Position) -> f64 {
        let proposal = self.spans(&new.proposal, &old.proposal);
        if proposal < SAME || (new.party != old.party && new.act != old.act) {
            return 0.0;
        }
        let same = |equal: bool| if equal { 0.1 } else { 0.0 };
        0.6 * proposal + 2.0 * same(new.party == old.party) + same(new.act == old.act) + same(new.issue == old.issue)
    }

    /// Dice's coefficient: of the bytes covered where the text is the same, else of the words.
    fn spans(&self, new: &[Span], old: &[Span]) -> f64 {
        if new.is_empty() && old.is_empty() {
            return 1.0;
        }
        if self.old == self.new {
            let shared: usize = new
                .iter()
                .flat_map(|a| old.iter().map(move |b| a.end.min(b.end).saturating_sub(a.start.max(b.start))))
                .sum();
            let all: usize = new.iter().chain(old).map(Span::len).sum();
            return 2.0 * shared as f64 / all.max(1) as f64;
        }
        let (new, old) = (words(&slice(self.new, new)), words(&slice(self.old, old)));
        let mut left = old.clone();
        let shared =
            new.iter().filter(|word| left.iter().position(|w| w == *word).map(|at| left.swap_remove(at)).is_some());
        2.0 * shared.count() as f64 / (new.len() + old.len()).max(1) as f64
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Finds words of the old text again in the new.
struct Mover<'t> {
    old: &'t str,
    new: &'t str,
}

impl Mover<'_> {
    /// The same words in the new text, each where it is nearest to its old place, or `None` where any is gone.
    fn spans(&self, spans: &[Span]) -> Option<Vec<Span>> {
        if self.old == self.new {
            return Some(spans.to_vec());
        }
        spans
            .iter()
            .map(|span| {
                let words = span.of(self.old)?;
                let scale = self.new.len() as f64 / self.old.len().max(1) as f64;
                let near = (span.start as f64 * scale) as usize;
                let (start, _) = self.new.match_indices(words).min_by_key(|(at, _)| at.abs_diff(near))?;
                Some(Span::new(start, start + words.len()))
            })
            .collect()
    }
}

/// Copies the statements that a copied position rests on, so that it stays on the same word.
fn copy_chain(plan: &mut Plan, mover: &Mover<'_>, before: &Coded, innermost: Option<&str>) {
    let mut next = innermost;
    while let Some(row) = next.and_then(|id| before.statements.iter().find(|row| row.statement.id == id)) {
        let held = plan.statements.contains(&Some(row.number));
        if held || row.review == Review::Rejected {
            break;
        }
        copy_statement(plan, mover, row);
        next = row.statement.via.as_deref();
    }
}

fn copy_statement(plan: &mut Plan, mover: &Mover<'_>, row: &StatementRow) {
    let old = &row.statement;
    let (Some(source), Some(cue), Some(content)) =
        (mover.spans(&old.source), mover.spans(&old.cue), mover.spans(&old.content))
    else {
        plan.left_behind.push(format!("{} ({}): its words are gone", row.report_id(), row.review.name()));
        return;
    };
    plan.reading.statements.push(Statement { source, cue, content, ..old.clone() });
    plan.statements.push(Some(row.number));
}

fn copy_position(plan: &mut Plan, mover: &Mover<'_>, row: &PositionRow) -> bool {
    let old = &row.position;
    let (Some(proposal), Some(condition), Some(grounds)) =
        (mover.spans(&old.proposal), mover.spans(&old.condition), mover.spans(&old.grounds))
    else {
        plan.left_behind.push(format!("{} ({}): its words are gone", row.report_id(), row.review.name()));
        return false;
    };
    plan.reading.positions.push(Position { proposal, condition, grounds, ..old.clone() });
    plan.positions.push(Some(row.number));
    true
}

/// A copied row may refer to a statement that the new reading does not have.
fn drop_loose_ends(reading: &mut Reading) {
    let ids: HashSet<String> = reading.statements.iter().map(|statement| statement.id.clone()).collect();
    for statement in &mut reading.statements {
        statement.via = statement.via.take().filter(|via| ids.contains(via));
    }
    for position in &mut reading.positions {
        position.statement = position.statement.take().filter(|statement| ids.contains(statement));
    }
}

/// Corrections of spans hold for the text they were made on; where the page changed they move with their words.
fn move_corrections(plan: &mut Plan, mover: &Mover<'_>, before: &Before) {
    if mover.old == mover.new {
        return;
    }
    let (old, new) = (CodePoints::new(mover.old), CodePoints::new(mover.new));
    for live in before.live.iter().filter(|live| live.body == Some(before.coded.report.body)) {
        let held = |numbers: &[Option<i64>], number: Option<i64>| number.is_some() && numbers.contains(&number);
        if !held(&plan.statements, live.statement) && !held(&plan.positions, live.position) {
            continue;
        }
        let value = live.value.as_deref().unwrap_or_default();
        match spans::from_json(&old, value).and_then(|spans| mover.spans(&spans)) {
            Some(spans) => plan.moved.push((live.id, spans::to_json(&new, &spans).unwrap_or_default())),
            None => plan.left_behind.push(format!(
                "the correction of {} in {}: its words are gone",
                live.field.as_deref().unwrap_or("a field"),
                before.coded.report.name
            )),
        }
    }
}

impl Batch<'_> {
    /// Writes the corrections that moved with their words.
    pub(crate) fn carry_corrections(&self, plan: &Plan, report: i64, version: i64) -> Result<()> {
        for (correction, value) in &plan.moved {
            self.tx.execute(
                "INSERT INTO correction (report_id, statement, position, carries, kind, field, value, words, body_id, who,
                     why, made)
                 SELECT ?1, statement, position, coalesce(carries, id), kind, field, ?2, words,
                     (SELECT body_id FROM version WHERE id = ?3), who, why, ?5
                 FROM correction WHERE id = ?4",
                params![report, value, version, correction, self.stamp()],
            )?;
        }
        Ok(())
    }
}
