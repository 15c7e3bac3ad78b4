//! The tidy table as CSV and as JSON lines.

use super::json_line;
use crate::Record;
use crate::columns::{COLUMNS, Cell};
use crate::error::{RecordError, Result};
use crate::filter::Filter;
use std::io::Write;

pub(super) fn csv(record: &Record, filter: &Filter, out: &mut dyn Write) -> Result<usize> {
    let failed = |error: csv::Error| RecordError::Export { format: "CSV", what: error.to_string() };
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS.iter().map(|(name, _)| *name)).map_err(failed)?;
    let mut count = 0;
    record.each_row(filter, &mut |cells| {
        count += 1;
        table.write_record(cells.iter().map(Cell::text)).map_err(failed)
    })?;
    table.flush().map_err(RecordError::io("writing the export"))?;
    Ok(count)
}

pub(super) fn json_lines(record: &Record, filter: &Filter, out: &mut dyn Write) -> Result<usize> {
    let mut count = 0;
    record.each_row(filter, &mut |cells| {
        count += 1;
        let row = COLUMNS.iter().zip(cells).map(|((name, _), cell)| {
            let value = match cell {
                // Spans are JSON already, and stay lists here.
                Cell::Text(json) if name.ends_with("_code_points") => serde_json::from_str(json).unwrap_or_default(),
                Cell::Empty => serde_json::Value::Null,
                Cell::Text(text) => text.as_str().into(),
                Cell::Whole(number) => (*number).into(),
                // The shortest digits that mean this number, as in CSV; not its expansion to eight bytes.
                Cell::Number(number) => number.to_string().parse::<f64>().unwrap_or_default().into(),
                Cell::Flag(flag) => (*flag).into(),
            };
            ((*name).to_owned(), value)
        });
        json_line(out, &serde_json::Value::Object(row.collect()))
    })?;
    Ok(count)
}
