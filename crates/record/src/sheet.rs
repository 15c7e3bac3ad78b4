//! Sheets: the tidy table as a CSV that a team edits, imported again as corrections; and two people's sheets compared.
//!
//! A sheet has the columns of the tidy table and three of its own: `decision` (`confirm`, `reject` or nothing), `why`,
//! and, not to be edited, `corrections` (the newest correction when it was written). What a person may edit are the
//! fields that [`Record::correct`] takes; spans by their words or by their code points.

use crate::Record;
use crate::alpha::alpha;
use crate::columns::{COLUMNS, cells, rows_of};
use crate::current::AsOf;
use crate::effective::{self, Kind};
use crate::error::{RecordError, Result};
use crate::filter::Filter;
use crate::review::{self, By};
use crate::show::{Named, Shown};
use crate::table::{self, Field};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};

/// One change that importing a sheet makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The line of the sheet, from 1 with the heading.
    pub line: u64,
    /// The row: `p17`.
    pub id: String,
    /// `confirm`, `reject`, or the field that is corrected.
    pub what: String,
    /// The value in force now; words for spans.
    pub from: String,
    /// The value from the sheet; words for spans.
    pub to: String,
    /// Whether somebody else changed the field since the sheet was written. Such changes are shown and not made.
    pub overtaken: bool,
}

/// How far two people agree on one field.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// The field, with the kind of row: `position act`.
    pub field: String,
    /// Rows that both have.
    pub rows: usize,
    /// Rows on which they agree.
    pub agreeing: usize,
    /// Krippendorff's alpha, nominal; `None` where it is not defined because nothing varies.
    pub alpha: Option<f64>,
}

/// Two people's sheets, put together.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// Agreement per field, decisions first.
    pub agreement: Vec<Agreement>,
    /// A sheet with what both say, and what only one of them changed.
    pub sheet: Vec<u8>,
    /// Where both changed a field, differently: id, field, one value, the other. The sheet keeps the record's.
    pub conflicts: Vec<[String; 4]>,
}

const OWN: [&str; 3] = ["decision", "why", "corrections"];

impl Record {
    /// Writes the sheet of all rows that the filter takes.
    ///
    /// # Errors
    /// Where the record cannot be read or `out` written.
    pub fn write_sheet(&self, filter: &Filter, out: impl Write) -> Result<()> {
        let corrections = self.last_correction()?.to_string();
        let hash = self.hash()?;
        let mut sheet = csv::Writer::from_writer(out);
        write(&mut sheet, OWN.iter().copied().chain(COLUMNS.iter().map(|(name, _)| *name)))?;
        self.each_coded(filter, &mut |coded| {
            rows_of(&coded, filter).iter().try_for_each(|row| {
                let own = [String::new(), String::new(), corrections.clone()];
                write(&mut sheet, own.into_iter().chain(cells(row, &hash).iter().map(|cell| cell.text())))
            })
        })?;
        sheet.flush().map_err(RecordError::io("writing the sheet"))
    }

    /// What importing a sheet would change: the dry run.
    ///
    /// # Errors
    /// [`RecordError::UnknownId`], [`RecordError::TextChanged`] and [`RecordError::Unfit`], each with the sheet's line.
    pub fn sheet_changes(&self, sheet: impl Read) -> Result<Vec<Change>> {
        Ok(self.read_sheet(sheet)?.into_iter().map(|planned| planned.change).collect())
    }

    /// Imports a sheet: makes every change of [`Record::sheet_changes`] that nobody overtook, or none. Gives them all.
    ///
    /// # Errors
    /// As [`Record::sheet_changes`]; [`RecordError::ReadOnly`].
    pub fn import_sheet(&mut self, sheet: impl Read, by: &By) -> Result<Vec<Change>> {
        self.must_write()?;
        let planned = self.read_sheet(sheet)?;
        let now = self.now();
        let tx = self.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        for plan in planned.iter().filter(|plan| !plan.change.overtaken) {
            let why = plan.why.clone().or_else(|| by.why.clone());
            let by = By { who: by.who.clone(), why };
            let change = plan.field.map(|field| (field, plan.value.as_str(), plan.row.report()));
            review::insert(&tx, plan.item, plan.kind, change, &by, &now)?;
        }
        tx.commit()?;
        Ok(planned.into_iter().map(|planned| planned.change).collect())
    }

    pub(crate) fn last_correction(&self) -> Result<i64> {
        Ok(self.conn.query_row("SELECT coalesce(max(id), 0) FROM correction", [], |row| row.get(0))?)
    }

    fn read_sheet(&self, sheet: impl Read) -> Result<Vec<Planned>> {
        let mut planned = Vec::new();
        for line in lines(sheet)? {
            if line.cell("id").is_empty() {
                continue;
            }
            self.read_line(&line, &mut planned)?;
        }
        Ok(planned)
    }

    fn read_line(&self, line: &Line, planned: &mut Vec<Planned>) -> Result<()> {
        let id = line.cell("id");
        let unknown = || RecordError::UnknownId { id: format!("{id} (line {})", line.number), what: "row in force" };
        let item = self.resolve(id).map_err(|_| unknown())?;
        let table = "main.current_reading";
        let now = effective::everything(&self.conn, item.report, table, AsOf::default())?.ok_or_else(unknown)?;
        let row = table::find(&now, item.statement, item.position).ok_or_else(unknown)?;
        if line.cell("text_sha256") != now.report.text_sha256 {
            return Err(RecordError::TextChanged { line: line.number, id: id.to_owned() });
        }
        // The row as the person saw it, from the corrections there were then.
        let seen = AsOf { last_correction: line.cell("corrections").parse().ok(), ..AsOf::default() };
        let then = effective::everything(&self.conn, item.report, table, seen)?.ok_or_else(unknown)?;
        let base = table::find(&then, item.statement, item.position).ok_or_else(unknown)?;
        let change = |what: &str, from: String, to: String, overtaken: bool| Change {
            line: line.number,
            id: id.to_owned(),
            what: what.to_owned(),
            from,
            to,
            overtaken,
        };
        let why = Some(line.cell("why").to_owned()).filter(|why| !why.is_empty());
        for field in Field::all(&row) {
            let Some(given) = line.edited(&base, *field) else { continue };
            let place = || format!("line {}, {id}, {}", line.number, field.name());
            let value = review::normal(&now, &row, *field, &given).map_err(|what| RecordError::unfit(place(), what))?;
            if value == field.value(&row) || value == field.value(&base) {
                continue;
            }
            let shown = |value: &str, row: &Shown| match field.is_spans() {
                true => {
                    let points = codebook::CodePoints::new(&row.report().text);
                    row.report().words(&crate::spans::from_json(&points, value).unwrap_or_default())
                }
                false => value.to_owned(),
            };
            planned.push(Planned {
                change: change(
                    field.name(),
                    shown(&field.value(&row), &row),
                    shown(&value, &row),
                    field.value(&row) != field.value(&base),
                ),
                item,
                kind: Kind::Correct,
                field: Some(*field),
                value,
                why: why.clone(),
                row: row.clone(),
            });
        }
        let kind = match line.cell("decision") {
            "" => return Ok(()),
            "confirm" => Kind::Confirm,
            "reject" => Kind::Reject,
            other => {
                let place = format!("line {}, {id}, decision", line.number);
                return Err(RecordError::unfit(place, format!("{other:?} is neither confirm nor reject, nor empty")));
            }
        };
        let review = |row: &Shown| match row {
            Shown::Statement(row) => row.review,
            Shown::Position(row) => row.review,
        };
        if review(&row) != kind.review() {
            planned.push(Planned {
                change: change(
                    kind.name(),
                    review(&row).name().to_owned(),
                    kind.review().name().to_owned(),
                    review(&row) != review(&base),
                ),
                item,
                kind,
                field: None,
                value: String::new(),
                why,
                row,
            });
        }
        Ok(())
    }

    /// Puts two people's sheets of the same rows together, and says how far they agree.
    ///
    /// # Errors
    /// As [`Record::sheet_changes`], for either sheet.
    pub fn merge_sheets(&self, one: &[u8], other: &[u8]) -> Result<Merged> {
        let (a, b) = (self.read_sheet(one)?, self.read_sheet(other)?);
        let (lines_a, lines_b) = (lines(one)?, lines(other)?);
        let key = |planned: &Planned| (planned.change.id.clone(), slot(planned));
        let index = |plans: &[Planned]| -> BTreeMap<(String, String), Planned> {
            plans.iter().map(|planned| (key(planned), planned.clone())).collect()
        };
        let (a, b) = (index(&a), index(&b));
        let mut conflicts = Vec::new();
        let mut dropped = BTreeSet::new();
        for (key, planned) in &a {
            if let Some(theirs) = b.get(key).filter(|theirs| theirs.said() != planned.said()) {
                conflicts.push([key.0.clone(), key.1.clone(), planned.change.to.clone(), theirs.change.to.clone()]);
                dropped.insert(key.clone());
            }
        }
        let ids_b: BTreeSet<&str> = lines_b.iter().map(|line| line.cell("id")).collect();
        let both: Vec<&Line> = lines_a.iter().filter(|line| ids_b.contains(line.cell("id"))).collect();
        let agreement = self.agreement(&both, &a, &b)?;

        let mut sheet = csv::Writer::from_writer(Vec::new());
        write(&mut sheet, OWN.iter().copied().chain(COLUMNS.iter().map(|(name, _)| *name)))?;
        let ids_a: BTreeSet<&str> = lines_a.iter().map(|line| line.cell("id")).collect();
        let only_b = lines_b.iter().filter(|line| !ids_a.contains(line.cell("id")));
        for line in lines_a.iter().chain(only_b).filter(|line| !line.cell("id").is_empty()) {
            let id = line.cell("id");
            let mut merged = line.clone();
            for (side, lines) in [(&a, &lines_a), (&b, &lines_b)] {
                for ((_, slot), planned) in side.range((id.to_owned(), String::new())..).take_while(|(k, _)| k.0 == id)
                {
                    let of_b = lines.iter().find(|line| line.cell("id") == id);
                    if let Some(why) = of_b.map(|line| line.cell("why")).filter(|why| !why.is_empty()) {
                        merged.cells.insert("why".to_owned(), why.to_owned());
                    }
                    merged.set(slot, planned);
                }
            }
            for (_, slot) in dropped.range((id.to_owned(), String::new())..).take_while(|key| key.0 == id) {
                merged.restore(slot, &self.show(id)?);
            }
            let values = OWN.iter().copied().chain(COLUMNS.iter().map(|(name, _)| *name));
            write(&mut sheet, values.map(|name| merged.cell(name).to_owned()))?;
        }
        let sheet = sheet
            .into_inner()
            .map_err(|error| RecordError::Export { format: "CSV", what: error.error().to_string() })?;
        Ok(Merged { agreement, sheet, conflicts })
    }

    fn agreement(
        &self,
        lines: &[&Line],
        a: &BTreeMap<(String, String), Planned>,
        b: &BTreeMap<(String, String), Planned>,
    ) -> Result<Vec<Agreement>> {
        let mut units: BTreeMap<String, Vec<Vec<Option<String>>>> = BTreeMap::new();
        for line in lines.iter().filter(|line| !line.cell("id").is_empty()) {
            let id = line.cell("id");
            let row = self.show(id)?;
            let kind = match row {
                Shown::Statement(_) => "statement",
                Shown::Position(_) => "position",
            };
            let said = |side: &BTreeMap<(String, String), Planned>, slot: &str, held: &str| {
                let planned = side.get(&(id.to_owned(), slot.to_owned()));
                Some(planned.map_or_else(|| held.to_owned(), |planned| planned.said()))
            };
            units
                .entry(format!("{kind} decision"))
                .or_default()
                .push(vec![said(a, "decision", ""), said(b, "decision", "")]);
            for field in Field::all(&row) {
                let held = field.value(&row);
                units
                    .entry(format!("{kind} {}", field.name()))
                    .or_default()
                    .push(vec![said(a, field.name(), &held), said(b, field.name(), &held)]);
            }
        }
        Ok(units
            .into_iter()
            .map(|(field, units)| Agreement {
                field,
                rows: units.len(),
                agreeing: units.iter().filter(|unit| unit[0] == unit[1]).count(),
                alpha: alpha(&units),
            })
            .collect())
    }
}

/// A change with all that is needed to make it.
#[derive(Debug, Clone)]
struct Planned {
    change: Change,
    item: Named,
    kind: Kind,
    field: Option<Field>,
    value: String,
    why: Option<String>,
    row: Shown,
}

impl Planned {
    fn said(&self) -> String {
        if self.field.is_some() { self.value.clone() } else { self.kind.name().to_owned() }
    }
}

/// What a change is about: a field, or the decision on the row.
fn slot(planned: &Planned) -> String {
    planned.field.map_or("decision", Field::name).to_owned()
}

/// One line of a sheet, by column.
#[derive(Debug, Clone)]
struct Line {
    number: u64,
    cells: BTreeMap<String, String>,
}

impl Line {
    fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    /// The value a person gave a field, or `None` where they left it as it was. Of spans, changed code points
    /// go before changed words.
    fn edited(&self, base: &Shown, field: Field) -> Option<String> {
        let held = field.value(base);
        let given = self.cells.get(field.name()).map(|cell| cell.trim());
        if !field.is_spans() {
            return given.filter(|given| *given != held).map(str::to_owned);
        }
        let points = self.cells.get(&format!("{}_code_points", field.name())).map(|cell| cell.trim());
        if let Some(points) = points.filter(|points| *points != held && !points.is_empty()) {
            return Some(points.to_owned());
        }
        let words = base.report().words(&field.spans(base));
        given.filter(|given| *given != words.trim()).map(str::to_owned)
    }

    /// Puts one side's change in.
    fn set(&mut self, slot: &str, planned: &Planned) {
        self.cells
            .insert(slot.to_owned(), if planned.field.is_some() { planned.change.to.clone() } else { planned.said() });
        if planned.field.is_some_and(Field::is_spans) {
            self.cells.insert(format!("{slot}_code_points"), planned.value.clone());
        }
    }

    /// Puts the record's value back.
    fn restore(&mut self, slot: &str, row: &Shown) {
        let Some(field) = Field::of(row, slot) else {
            self.cells.insert(slot.to_owned(), String::new());
            return;
        };
        let value = field.value(row);
        if field.is_spans() {
            self.cells.insert(slot.to_owned(), row.report().words(&field.spans(row)));
            self.cells.insert(format!("{slot}_code_points"), value);
        } else {
            self.cells.insert(slot.to_owned(), value);
        }
    }
}

fn lines(sheet: impl Read) -> Result<Vec<Line>> {
    let bad = |error: csv::Error| RecordError::unfit("the sheet", error.to_string());
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(sheet);
    // Spreadsheets put a byte-order mark before the heading.
    let heading: Vec<String> =
        reader.headers().map_err(bad)?.iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect();
    for needed in ["id", "text_sha256", "corrections"] {
        if !heading.iter().any(|name| name == needed) {
            return Err(RecordError::unfit("the sheet", format!("it has no column {needed}; export it again")));
        }
    }
    let mut lines = Vec::new();
    for row in reader.records() {
        let row = row.map_err(bad)?;
        let number = row.position().map_or(0, csv::Position::line);
        let cells = heading.iter().cloned().zip(row.iter().map(str::to_owned)).collect();
        lines.push(Line { number, cells });
    }
    Ok(lines)
}

fn write<W: Write, T: AsRef<[u8]>>(sheet: &mut csv::Writer<W>, row: impl IntoIterator<Item = T>) -> Result<()> {
    sheet.write_record(row).map_err(|error| RecordError::Export { format: "CSV", what: error.to_string() })
}
