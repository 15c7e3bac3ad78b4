//! The tidy table: one row per statement and per position, every attribute in a column of its own.
//!
//! CSV, Parquet, JSON lines and the sheets that teams code in are all this table. Spans stand beside their words in
//! columns ending in `_code_points`: JSON lists of `[start, end]`, half-open, in Unicode code points of the report's text.

use crate::error::Result;
use crate::filter::Filter;
use crate::row::Coded;
use crate::show::Shown;
use crate::table::Field;
use crate::{Record, Voice};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// True or false.
    Flag,
}

/// The columns, in order, with their types.
pub const COLUMNS: [(&str, ColumnType); 44] = [
    ("kind", ColumnType::Text),
    ("id", ColumnType::Text),
    ("report_id", ColumnType::Text),
    ("report", ColumnType::Text),
    ("version", ColumnType::Whole),
    ("date", ColumnType::Text),
    ("outlet", ColumnType::Text),
    ("author", ColumnType::Text),
    ("title", ColumnType::Text),
    ("url", ColumnType::Text),
    ("statement", ColumnType::Text),
    ("via", ColumnType::Text),
    ("party", ColumnType::Text),
    ("name", ColumnType::Text),
    ("act", ColumnType::Text),
    ("stance", ColumnType::Text),
    ("issue", ColumnType::Text),
    ("target", ColumnType::Text),
    ("voice", ColumnType::Text),
    ("told_by", ColumnType::Text),
    ("form", ColumnType::Text),
    ("hedged", ColumnType::Flag),
    ("source", ColumnType::Text),
    ("source_code_points", ColumnType::Text),
    ("cue", ColumnType::Text),
    ("cue_code_points", ColumnType::Text),
    ("content", ColumnType::Text),
    ("content_code_points", ColumnType::Text),
    ("proposal", ColumnType::Text),
    ("proposal_code_points", ColumnType::Text),
    ("condition", ColumnType::Text),
    ("condition_code_points", ColumnType::Text),
    ("grounds", ColumnType::Text),
    ("grounds_code_points", ColumnType::Text),
    ("confidence", ColumnType::Number),
    ("review", ColumnType::Text),
    ("recorded", ColumnType::Text),
    ("sha256", ColumnType::Text),
    ("text_sha256", ColumnType::Text),
    ("program", ColumnType::Text),
    ("network", ColumnType::Text),
    ("agenda", ColumnType::Text),
    ("codebook", ColumnType::Text),
    ("record_sha256", ColumnType::Text),
];

/// One value of the table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f32),
    /// True or false.
    Flag(bool),
}

impl Cell {
    fn optional(text: Option<&str>) -> Self {
        text.filter(|text| !text.is_empty()).map_or(Cell::Empty, |text| Cell::Text(text.to_owned()))
    }

    /// As text; nothing as the empty text.
    pub fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Whole(number) => number.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Flag(flag) => flag.to_string(),
        }
    }
}

/// The row of a statement or position, in the order of [`COLUMNS`].
pub(crate) fn cells(row: &Shown, record_sha256: &str) -> Vec<Cell> {
    let report = row.report();
    COLUMNS
        .iter()
        .map(|(column, _)| {
            if let Some(role) = column.strip_suffix("_code_points") {
                return Cell::optional(Field::of(row, role).map(|field| field.value(row)).as_deref());
            }
            if let Some(field) = Field::of(row, column) {
                return match field {
                    _ if field.is_spans() => Cell::optional(Some(&report.words(&field.spans(row)))),
                    Field::Hedged => Cell::Flag(field.value(row) == "true"),
                    _ => Cell::optional(Some(&field.value(row))),
                };
            }
            match (*column, row) {
                ("kind", Shown::Statement(_)) => Cell::Text("statement".to_owned()),
                ("kind", Shown::Position(_)) => Cell::Text("position".to_owned()),
                ("id", _) => Cell::Text(row.id()),
                ("report_id", _) => Cell::Text(row.report_id()),
                ("report", _) => Cell::Text(report.name.clone()),
                ("version", _) => Cell::Whole(i64::from(report.version)),
                ("date", _) => Cell::optional(report.date.map(|date| date.to_string()).as_deref()),
                ("outlet", _) => Cell::optional(report.outlet.as_deref()),
                ("author", _) => Cell::optional(report.author.as_deref()),
                ("title", _) => Cell::optional(report.title.as_deref()),
                ("url", _) => Cell::optional(report.url.as_deref()),
                ("stance", Shown::Position(row)) => Cell::Text(row.position.act.stance().name().to_owned()),
                ("voice", Shown::Position(row)) => Cell::Text(row.voice.name().to_owned()),
                ("told_by", Shown::Position(row)) => match &row.voice {
                    Voice::FirstHand => Cell::Empty,
                    Voice::SecondHand(by) => Cell::Text(by.as_ref().map_or("report", |party| party.code()).to_owned()),
                },
                ("confidence", Shown::Statement(row)) => Cell::Number(row.statement.confidence),
                ("confidence", Shown::Position(row)) => Cell::Number(row.position.confidence),
                ("review", Shown::Statement(row)) => Cell::Text(row.review.name().to_owned()),
                ("review", Shown::Position(row)) => Cell::Text(row.review.name().to_owned()),
                ("recorded", _) => Cell::Text(report.recorded.clone()),
                ("sha256", _) => Cell::Text(report.sha256.clone()),
                ("text_sha256", _) => Cell::Text(report.text_sha256.clone()),
                ("program", _) => Cell::optional(Some(&report.versions.program)),
                ("network", _) => Cell::optional(Some(&report.versions.network)),
                ("agenda", _) => Cell::optional(Some(&report.versions.agenda)),
                ("codebook", _) => Cell::optional(Some(&report.versions.codebook)),
                ("record_sha256", _) => Cell::Text(record_sha256.to_owned()),
                _ => Cell::Empty,
            }
        })
        .collect()
}

/// The rows of a report that the filter takes: its statements, then its positions.
pub(crate) fn rows_of(coded: &Coded, filter: &Filter) -> Vec<Shown> {
    let statements = coded.statements.iter().filter(|row| filter.takes_statement(row, coded));
    let positions = coded.positions.iter().filter(|row| filter.takes_position(row));
    statements.cloned().map(Shown::Statement).chain(positions.cloned().map(Shown::Position)).collect()
}

impl Record {
    /// Every row of the tidy table that the filter takes, report by report.
    ///
    /// # Errors
    /// Where the record cannot be read, and whatever `visit` returns.
    pub fn each_row(&self, filter: &Filter, visit: &mut dyn FnMut(&[Cell]) -> Result<()>) -> Result<()> {
        let hash = self.hash()?;
        self.each_coded(filter, &mut |coded| {
            rows_of(&coded, filter).iter().try_for_each(|row| visit(&cells(row, &hash)))
        })
    }
}
