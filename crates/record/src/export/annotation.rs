//! W3C Web Annotation (Recommendation of 2017) as JSON-LD: one annotation per statement and position.
//!
//! Each span of each role is a target of its own, found by its words (`TextQuoteSelector`, with 32 characters before
//! and after) or by its place (`TextPositionSelector`, in code points). What is coded is in the body.

use super::provenance;
use crate::Record;
use crate::columns::rows_of;
use crate::error::{RecordError, Result};
use crate::filter::Filter;
use crate::row::ReportRow;
use crate::show::Shown;
use crate::table::Field;
use codebook::{CodePoints, Span};
use serde_json::{Map, Value, json};
use std::io::Write;

/// Where the terms that the standard does not have live.
const TERMS: &str = "urn:detente:terms#";

pub(super) fn write(record: &Record, filter: &Filter, out: &mut dyn Write) -> Result<usize> {
    let hash = record.hash()?;
    let failed = || RecordError::io("writing the export");
    let head = json!({
        "@context": ["http://www.w3.org/ns/anno.jsonld", {"detente": TERMS}],
        "id": format!("urn:detente:record:{hash}"),
        "type": "AnnotationPage",
        "detente:offsets": "Unicode code points, half-open",
    });
    let head = head.to_string();
    // The list is written item by item: a record may not fit in memory as JSON.
    out.write_all(head.trim_end_matches('}').as_bytes()).map_err(failed())?;
    out.write_all(b",\"items\":[").map_err(failed())?;
    let mut count = 0;
    record.each_coded(filter, &mut |coded| {
        let points = CodePoints::new(&coded.report.text);
        for row in rows_of(&coded, filter) {
            out.write_all(if count == 0 { b"\n" } else { b",\n" }).map_err(failed())?;
            count += 1;
            serde_json::to_writer(&mut *out, &annotation(&row, &points, &hash))
                .map_err(std::io::Error::from)
                .map_err(failed())?;
        }
        Ok(())
    })?;
    out.write_all(b"\n]}\n").map_err(failed())?;
    Ok(count)
}

fn annotation(row: &Shown, points: &CodePoints<'_>, hash: &str) -> Value {
    let report = row.report();
    let mut body = Map::new();
    body.insert("type".to_owned(), "Dataset".into());
    body.insert("purpose".to_owned(), "classifying".into());
    let mut targets = Vec::new();
    for field in Field::all(row) {
        if field.is_spans() {
            targets.extend(field.spans(row).into_iter().map(|span| target(report, points, field.name(), span)));
        } else if !field.value(row).is_empty() {
            body.insert(format!("detente:{}", field.name()), field.value(row).into());
        }
    }
    let (kind, confidence, review) = match row {
        Shown::Statement(row) => ("statement", row.statement.confidence, row.review),
        Shown::Position(row) => {
            body.insert("detente:stance".to_owned(), row.position.act.stance().name().into());
            body.insert("detente:voice".to_owned(), row.voice.name().into());
            if let Some(by) = row.voice.by() {
                body.insert("detente:told_by".to_owned(), by.code().into());
            }
            ("position", row.position.confidence, row.review)
        }
    };
    body.insert("detente:kind".to_owned(), kind.into());
    body.insert("detente:confidence".to_owned(), confidence.to_string().parse::<f64>().unwrap_or_default().into());
    body.insert("detente:review".to_owned(), review.name().into());
    let mut generator = Map::new();
    generator.insert("type".to_owned(), "Software".into());
    generator.insert("name".to_owned(), "Détente".into());
    if let Value::Object(made_by) = provenance(report, hash) {
        generator.extend(made_by.into_iter().map(|(name, value)| (format!("detente:{name}"), value)));
    }
    json!({
        "id": format!("urn:detente:record:{hash}:{}", row.id()),
        "type": "Annotation",
        "motivation": "classifying",
        "generated": report.recorded,
        "generator": generator,
        "body": body,
        "target": targets,
        "detente:report_id": row.report_id(),
    })
}

fn target(report: &ReportRow, points: &CodePoints<'_>, role: &str, span: Span) -> Value {
    let [start, end] = points.of_span(span);
    let around = |from: usize, to: usize| {
        let span = Span::new(points.to_byte(from).unwrap_or(0), points.to_byte(to).unwrap_or(report.text.len()));
        span.of(&report.text).unwrap_or_default().to_owned()
    };
    json!({
        "type": "SpecificResource",
        "source": report.url.clone().unwrap_or_else(|| format!("urn:sha256:{}", report.sha256)),
        "detente:role": role,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": span.of(&report.text).unwrap_or_default(),
                "prefix": around(start.saturating_sub(32), start),
                "suffix": around(end, (end + 32).min(points.count())),
            },
            {"type": "TextPositionSelector", "start": start, "end": end},
        ],
    })
}
