//! PLOVER acts of marked sources towards marked targets, line by line.

use codebook::CodePoints;
use rayon::prelude::*;
use reading::Reader;
use serde_json::{Value, json};

/// Why a line was not coded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct LineError(String);

/// Codes lines `{"id", "text", "source": [start, end], "target": [start, end]}`, offsets half-open in code points and
/// null where there is none, to `{"id", "root", "quad", "confidence"}`; side by side, in the order given.
pub fn code_lines(reader: &Reader, lines: &[String]) -> Vec<Result<Value, LineError>> {
    lines.par_iter().map(|line| code_line(reader, line)).collect()
}

fn code_line(reader: &Reader, line: &str) -> Result<Value, LineError> {
    let (item, text, [source, target]) = parsed(line)?;
    let event = reader.code(&text, source, target).map_err(|error| LineError(error.to_string()))?;
    let event = event.ok_or_else(|| LineError("its text has no word".to_owned()))?;
    let confidence = event.confidence.to_string().parse::<f64>().unwrap_or_default();
    Ok(json!({"id": item["id"], "root": event.root, "quad": event.quad, "confidence": confidence}))
}

type Parsed = (Value, String, [Option<codebook::Span>; 2]);

fn parsed(line: &str) -> Result<Parsed, LineError> {
    let item: Value = serde_json::from_str(line).map_err(|error| LineError(format!("it is not JSON: {error}")))?;
    if !item.is_object() {
        return Err(LineError("it is not an object with id, text, source and target".to_owned()));
    }
    if item["id"].is_null() {
        return Err(LineError("it has no id".to_owned()));
    }
    let text = item["text"].as_str().ok_or_else(|| LineError("it has no text".to_owned()))?.to_owned();
    let points = CodePoints::new(&text);
    let span = |role: &str| -> Result<Option<codebook::Span>, LineError> {
        if item[role].is_null() {
            return Ok(None);
        }
        let given: [usize; 2] = serde_json::from_value(item[role].clone())
            .map_err(|_| LineError(format!("its {role} is not [start, end] in code points, nor null")))?;
        points.to_span(given).map(Some).ok_or_else(|| {
            let [start, end] = given;
            LineError(format!(
                "its {role} [{start}, {end}] does not fit the text, which has {} code points",
                points.count()
            ))
        })
    };
    let spans = [span("source")?, span("target")?];
    Ok((item, text, spans))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_code_points_and_may_be_missing() {
        let (_, text, [source, target]) =
            parsed(r#"{"id": 7, "text": "🙂 Ann met Bo", "source": [2, 5], "target": null}"#).unwrap();
        assert_eq!(source.and_then(|span| span.of(&text)), Some("Ann"));
        assert_eq!(target, None);
    }

    #[test]
    fn bad_lines_say_what_is_wrong() {
        let table = [
            ("{", "not JSON"),
            ("[]", "not an object"),
            (r#"{"text": "a"}"#, "no id"),
            (r#"{"id": 1}"#, "no text"),
            (r#"{"id": 1, "text": "ab", "source": [0, 3]}"#, "which has 2 code points"),
            (r#"{"id": 1, "text": "ab", "target": "b"}"#, "its target is not"),
        ];
        for (line, words) in table {
            let error = parsed(line).unwrap_err().to_string();
            assert!(error.contains(words), "{line}: {error}");
        }
    }
}
