//! The tidy table as Parquet, written without Arrow: plain nullable columns, strings marked as UTF-8.

use crate::Record;
use crate::columns::{COLUMNS, Cell, ColumnType};
use crate::error::{RecordError, Result};
use crate::filter::Filter;
use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, FloatType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::io::Write;
use std::sync::Arc;

/// Rows held in memory at a time.
const ROWS_PER_GROUP: usize = 20_000;

pub(super) fn write(record: &Record, filter: &Filter, out: &mut (dyn Write + Send)) -> Result<usize> {
    let fields: Vec<String> = COLUMNS
        .iter()
        .map(|(name, kind)| match kind {
            ColumnType::Text => format!("OPTIONAL BYTE_ARRAY {name} (STRING);"),
            ColumnType::Whole => format!("OPTIONAL INT64 {name};"),
            ColumnType::Number => format!("OPTIONAL FLOAT {name};"),
            ColumnType::Flag => format!("OPTIONAL BOOLEAN {name};"),
        })
        .collect();
    let schema = parse_message_type(&format!("message detente {{ {} }}", fields.join(" "))).map_err(failed)?;
    let made_by = record.made_by(filter)?;
    let facts = made_by.pairs().into_iter().map(|(name, value)| KeyValue::new(format!("detente.{name}"), value));
    let unit = KeyValue::new("detente.offsets".to_owned(), "Unicode code points, half-open".to_owned());
    let properties = WriterProperties::builder()
        .set_compression(Compression::UNCOMPRESSED)
        .set_key_value_metadata(Some(facts.chain([unit]).collect()))
        .build();
    let mut file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(failed)?;
    let mut columns: Vec<Vec<Cell>> = vec![Vec::new(); COLUMNS.len()];
    let mut count = 0;
    record.each_row(filter, &mut |cells| {
        count += 1;
        for (column, cell) in columns.iter_mut().zip(cells) {
            column.push(cell.clone());
        }
        if columns[0].len() >= ROWS_PER_GROUP {
            write_group(&mut file, &mut columns).map_err(failed)?;
        }
        Ok(())
    })?;
    if !columns[0].is_empty() {
        write_group(&mut file, &mut columns).map_err(failed)?;
    }
    file.close().map_err(failed)?;
    Ok(count)
}

fn failed(error: ParquetError) -> RecordError {
    RecordError::Export { format: "Parquet", what: error.to_string() }
}

fn write_group<W: Write + Send>(
    file: &mut SerializedFileWriter<W>,
    columns: &mut [Vec<Cell>],
) -> std::result::Result<(), ParquetError> {
    let mut group = file.next_row_group()?;
    for (cells, (_, kind)) in columns.iter_mut().zip(COLUMNS) {
        let Some(mut column) = group.next_column()? else { break };
        let cells = std::mem::take(cells);
        // 1 where there is a value, 0 where there is none.
        let levels: Vec<i16> = cells.iter().map(|cell| i16::from(*cell != Cell::Empty)).collect();
        match kind {
            ColumnType::Text => {
                let values: Vec<ByteArray> = cells
                    .into_iter()
                    .filter_map(|cell| if let Cell::Text(text) = cell { Some(text.into_bytes().into()) } else { None })
                    .collect();
                column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
            }
            ColumnType::Whole => {
                let values: Vec<i64> =
                    cells.iter().filter_map(|cell| if let Cell::Whole(n) = cell { Some(*n) } else { None }).collect();
                column.typed::<Int64Type>().write_batch(&values, Some(&levels), None)?;
            }
            ColumnType::Number => {
                let values: Vec<f32> =
                    cells.iter().filter_map(|cell| if let Cell::Number(n) = cell { Some(*n) } else { None }).collect();
                column.typed::<FloatType>().write_batch(&values, Some(&levels), None)?;
            }
            ColumnType::Flag => {
                let values: Vec<bool> =
                    cells.iter().filter_map(|cell| if let Cell::Flag(f) = cell { Some(*f) } else { None }).collect();
                column.typed::<BoolType>().write_batch(&values, Some(&levels), None)?;
            }
        }
        column.close()?;
    }
    group.close()?;
    Ok(())
}
