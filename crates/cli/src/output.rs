//! How rows leave the program.

use clap::ValueEnum;
use serde_json::Value;
use std::io::{self, BufWriter, StdoutLock, Write};

/// The formats of reports and their records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people to read; plain in a pipe.
    Table,
    /// One JSON object for one report, an array for several.
    Json,
    /// One JSON object a line.
    Jsonl,
}

/// Standard output. What was printed is out at once, so that an interruption loses nothing of it.
pub fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// JSON objects: one by itself, several as an array. Only the first is held back, until it is known to have company.
pub struct JsonArray<W: Write> {
    out: W,
    first: Option<Value>,
    count: usize,
}

impl<W: Write> JsonArray<W> {
    /// Nothing is written before the second object or [`finish`](Self::finish).
    pub fn new(out: W) -> Self {
        Self { out, first: None, count: 0 }
    }

    /// Adds an object.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn push(&mut self, value: Value) -> io::Result<()> {
        self.count += 1;
        match (self.count, self.first.take()) {
            (1, _) => {
                self.first = Some(value);
                return Ok(());
            }
            (_, Some(first)) => {
                self.out.write_all(b"[\n")?;
                serde_json::to_writer(&mut self.out, &first)?;
            }
            _ => {}
        }
        self.out.write_all(b",\n")?;
        serde_json::to_writer(&mut self.out, &value)?;
        self.out.flush()
    }

    /// Writes what is held back and closes the array.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        match (self.count, self.first.take()) {
            (0, _) => self.out.write_all(b"[]\n")?,
            (_, Some(only)) => {
                serde_json::to_writer_pretty(&mut self.out, &only)?;
                self.out.write_all(b"\n")?;
            }
            _ => self.out.write_all(b"\n]\n")?,
        }
        self.out.flush()
    }
}

/// One object on its line.
///
/// # Errors
/// Where it cannot be written.
pub fn json_line(out: &mut impl Write, value: &Value) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn written(values: &[Value]) -> Value {
        let mut out = Vec::new();
        let mut array = JsonArray::new(&mut out);
        for value in values {
            array.push(value.clone()).unwrap();
        }
        array.finish().unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn one_is_an_object_and_several_are_an_array() {
        assert_eq!(written(&[]), json!([]));
        assert_eq!(written(&[json!({"a": 1})]), json!({"a": 1}));
        assert_eq!(written(&[json!({"a": 1}), json!({"a": 2}), json!(3)]), json!([{"a": 1}, {"a": 2}, 3]));
    }
}
