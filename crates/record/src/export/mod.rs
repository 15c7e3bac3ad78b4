//! The record in the formats of the field, each for its own kind of tool.
//!
//! Every export says which program, network, agenda and codebook made its rows and which record they are from
//! ([`Record::hash`]). Offsets count Unicode code points, half-open, and are labelled so.

mod annotation;
mod brat;
mod graph;
#[cfg(feature = "parquet")]
mod parquet;
mod plover;
mod tidy;

use crate::Record;
use crate::error::{RecordError, Result};
use crate::filter::Filter;
use crate::row::{PositionRow, ReportRow, Versions};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

pub use plover::{PloverNames, plover_class};

/// A format that fits in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Tidy CSV: one row per statement and position, every attribute.
    Csv,
    /// The same table, a JSON object a line.
    JsonLines,
    /// The same table as Parquet.
    #[cfg(feature = "parquet")]
    Parquet,
    /// W3C Web Annotation, JSON-LD.
    WebAnnotation,
    /// PLOVER event records, a JSON object a line.
    Plover,
    /// GraphML: who takes which stand towards whom.
    GraphMl,
    /// GEXF: the same graph.
    Gexf,
}

/// Says the PLOVER class of a `commit` from what is announced.
pub type CommitClass<'o> = dyn Fn(&PositionRow) -> Option<&'static str> + 'o;

/// How to export.
#[derive(Clone, Copy, Default)]
pub struct ExportOptions<'o> {
    /// Which names PLOVER classes get.
    pub plover: PloverNames,
    /// The class of a `commit`, where it is known what is announced (`COERCE`, `MOBILIZE`, `AID` …); `AGREE` elsewhere.
    pub commit: Option<&'o CommitClass<'o>>,
}

impl std::fmt::Debug for ExportOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ExportOptions").field("plover", &self.plover).field("commit", &self.commit.is_some()).finish()
    }
}

impl Record {
    /// Writes all rows that the filter takes to `out`. Gives the number of statements and positions, annotations,
    /// events or edges written.
    ///
    /// # Errors
    /// Where the record cannot be read or `out` written.
    pub fn export(
        &self,
        format: Format,
        filter: &Filter,
        options: &ExportOptions<'_>,
        mut out: impl Write + Send,
    ) -> Result<usize> {
        match format {
            Format::Csv => tidy::csv(self, filter, &mut out),
            Format::JsonLines => tidy::json_lines(self, filter, &mut out),
            #[cfg(feature = "parquet")]
            Format::Parquet => parquet::write(self, filter, &mut out),
            Format::WebAnnotation => annotation::write(self, filter, &mut out),
            Format::Plover => plover::write(self, filter, options, &mut out),
            Format::GraphMl => graph::graphml(self, filter, &mut out),
            Format::Gexf => graph::gexf(self, filter, &mut out),
        }
    }

    /// Writes brat standoff (`NAME.txt`, `NAME.ann` and an `annotation.conf`) into a folder, which is made where it is not
    /// there. Gives the number of reports written.
    ///
    /// # Errors
    /// Where the record cannot be read or the folder written.
    pub fn export_brat(&self, filter: &Filter, folder: &Path) -> Result<usize> {
        brat::write(self, filter, folder)
    }

    /// All versions that made the rows which the filter takes, and the record's hash.
    fn made_by(&self, filter: &Filter) -> Result<MadeBy> {
        let mut versions = BTreeSet::new();
        self.each_coded(filter, &mut |coded| {
            versions.insert(coded.report.versions.clone());
            Ok(())
        })?;
        Ok(MadeBy { versions, record_sha256: self.hash()? })
    }
}

/// What made an export.
struct MadeBy {
    versions: BTreeSet<Versions>,
    record_sha256: String,
}

impl MadeBy {
    /// Names and values; where several versions made the rows, the values are joined by `, `.
    fn pairs(&self) -> [(&'static str, String); 5] {
        let joined = |of: fn(&Versions) -> &String| {
            self.versions.iter().map(of).collect::<BTreeSet<_>>().into_iter().cloned().collect::<Vec<_>>().join(", ")
        };
        [
            ("program", joined(|versions| &versions.program)),
            ("network", joined(|versions| &versions.network)),
            ("agenda", joined(|versions| &versions.agenda)),
            ("codebook", joined(|versions| &versions.codebook)),
            ("record_sha256", self.record_sha256.clone()),
        ]
    }
}

/// The versions behind one report's rows as JSON.
fn provenance(report: &ReportRow, record_sha256: &str) -> serde_json::Value {
    serde_json::json!({
        "program": report.versions.program,
        "network": report.versions.network,
        "agenda": report.versions.agenda,
        "codebook": report.versions.codebook,
        "record_sha256": record_sha256,
    })
}

fn json_line(out: &mut dyn Write, value: &serde_json::Value) -> Result<()> {
    serde_json::to_writer(&mut *out, value)
        .map_err(std::io::Error::from)
        .and_then(|()| out.write_all(b"\n"))
        .map_err(RecordError::io("writing the export"))
}

/// Text with the five characters that XML reserves written out, and those it cannot hold left out.
fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}
