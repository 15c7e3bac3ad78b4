//! Rows of an answer: JSON, JSON lines and CSV from one shape, and columns for people.

use crate::output::{json_line, stdout};
use crate::terminal::{Style, Tone, tame};
use clap::ValueEnum;
use serde_json::Value;
use std::io::{self, Write};

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RowFormat {
    /// For people to read; plain in a pipe.
    Table,
    /// A JSON array of objects.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// A table with a heading; lists and objects as JSON in their cell.
    Csv,
}

/// Prints rows in one of the formats for programs. `columns` heads the CSV, also where there are no rows.
pub fn print(format: RowFormat, columns: &[&str], rows: &[Value]) -> anyhow::Result<()> {
    let mut out = stdout();
    match format {
        RowFormat::Table | RowFormat::Json => {
            serde_json::to_writer_pretty(&mut out, rows)?;
            writeln!(out)?;
        }
        RowFormat::Jsonl => rows.iter().try_for_each(|row| json_line(&mut out, row))?,
        RowFormat::Csv => {
            let mut sheet = csv::Writer::from_writer(&mut out);
            sheet.write_record(columns)?;
            for row in rows {
                sheet.write_record(columns.iter().map(|column| cell(&row[*column])))?;
            }
            sheet.flush()?;
        }
    }
    Ok(out.flush()?)
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A table for people: columns as wide as their widest cell, the last one as wide as the line allows and cut there.
pub struct Table<const N: usize> {
    heads: [&'static str; N],
    rows: Vec<[String; N]>,
}

impl<const N: usize> Table<N> {
    /// An empty table.
    pub fn new(heads: [&'static str; N]) -> Self {
        Self { heads, rows: Vec::new() }
    }

    /// Adds a row.
    pub fn push(&mut self, row: [String; N]) {
        self.rows.push(row.map(|cell| tame(&cell)));
    }

    /// Writes it.
    pub fn write(&self, out: &mut impl Write, style: &Style) -> io::Result<()> {
        let width = |at: usize| {
            let cells = self.rows.iter().map(|row| row[at].as_str()).chain([self.heads[at]]);
            cells.map(textwrap::core::display_width).max().unwrap_or(0)
        };
        let widths: [usize; N] = std::array::from_fn(width);
        let left: usize = widths[..N - 1].iter().map(|width| width + 2).sum();
        let last = style.width.saturating_sub(left).max(24);
        let heads = self.heads.map(|head| head.to_uppercase());
        writeln!(out, "{}", style.paint(Tone::Faint, &line(&heads, &widths, last)))?;
        for row in &self.rows {
            writeln!(out, "{}", line(row, &widths, last))?;
        }
        Ok(())
    }
}

fn line<const N: usize>(row: &[String; N], widths: &[usize; N], last: usize) -> String {
    let mut line = String::new();
    for (at, cell) in row.iter().enumerate() {
        if at + 1 == N {
            line.push_str(&cut(cell, last));
        } else {
            let blanks = widths[at].saturating_sub(textwrap::core::display_width(cell)) + 2;
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', blanks));
        }
    }
    line.trim_end().to_owned()
}

/// `1 report`, `2 reports`.
pub fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

/// The text where it fits, else as many of its first words as fit with an ellipsis.
pub fn cut(text: &str, width: usize) -> String {
    if textwrap::core::display_width(text) <= width {
        return text.to_owned();
    }
    let lines = textwrap::wrap(text, width.saturating_sub(2).max(8));
    lines.first().map_or(String::new(), |line| format!("{line} …"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_the_last_one_fits() {
        let mut table = Table::new(["id", "words"]);
        table.push(["p1".into(), "one two three four five six seven eight nine".into()]);
        table.push(["p1234".into(), "ten".into()]);
        let mut out = Vec::new();
        table.write(&mut out, &Style { colours: false, width: 40 }).unwrap();
        let lines = String::from_utf8(out).unwrap();
        assert_eq!(lines, "ID     WORDS\np1     one two three four five six …\np1234  ten\n");
    }
}
