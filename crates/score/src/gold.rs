//! What people coded, and readings in the same shape.

use crate::words::Points;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// A file of gold that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GoldError {
    /// It cannot be read.
    #[error("{}: cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is not in one of the two shapes.
    #[error("{}: {problem}; expected records with id, text_file, statements and positions, or lines with id, text and attributions", path.display())]
    Shape {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
}

/// Who speaks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Speaker {
    /// The name.
    #[serde(default)]
    pub name: Option<String>,
    /// The party's code.
    #[serde(default)]
    pub party: Option<String>,
}

/// A statement, a position or an attribution. What is left out is empty, null or false.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the fields are those of the codebook")]
pub struct Row {
    pub id: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub source: Vec<Points>,
    #[serde(deserialize_with = "or_default")]
    pub cue: Vec<Points>,
    #[serde(deserialize_with = "or_default")]
    pub content: Vec<Points>,
    pub form: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub hedged: bool,
    #[serde(deserialize_with = "or_default")]
    pub speaker: Speaker,
    pub via: Option<String>,
    pub statement: Option<String>,
    pub party: Option<String>,
    pub act: Option<String>,
    pub issue: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub proposal: Vec<Points>,
    pub target: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub condition: Vec<Points>,
    #[serde(deserialize_with = "or_default")]
    pub grounds: Vec<Points>,
    pub confidence: Option<f64>,
}

fn or_default<'d, D: Deserializer<'d>, T: Deserialize<'d> + Default>(value: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(value)?.unwrap_or_default())
}

/// The statements and positions of one report.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the fields are those of the codebook")]
pub struct Rows {
    #[serde(deserialize_with = "or_default")]
    pub statements: Vec<Row>,
    #[serde(deserialize_with = "or_default")]
    pub positions: Vec<Row>,
}

/// A text with what people coded in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// Its id.
    pub id: String,
    /// Its date, as written.
    pub date: Option<String>,
    /// The text that offsets count in: line ends `\n`, no byte-order mark.
    pub text: String,
    /// What people coded.
    pub gold: Gold,
}

/// The two shapes of gold.
#[derive(Debug, Clone, PartialEq)]
pub enum Gold {
    /// Attributions only, none nested.
    Attributions(Vec<Row>),
    /// A record by the codebook.
    Record(Rows),
}

/// The articles of files and directories, of which every `*.json` and `*.jsonl` is read.
///
/// # Errors
/// With the first file that cannot be used. Files without an article (a manifest, an index) are passed over.
pub fn read(paths: &[PathBuf]) -> Result<Vec<Article>, GoldError> {
    let mut articles = Vec::new();
    for path in paths {
        for file in files(path)? {
            let text = fs::read_to_string(&file).map_err(|source| GoldError::Read { path: file.clone(), source })?;
            articles.extend(articles_of(&file, &text)?);
        }
    }
    Ok(articles)
}

fn files(path: &Path) -> Result<Vec<PathBuf>, GoldError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let listing = fs::read_dir(path).map_err(|source| GoldError::Read { path: path.to_owned(), source })?;
    let json = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "json" || ending == "jsonl");
    let mut files: Vec<PathBuf> = listing.filter_map(|entry| Some(entry.ok()?.path())).filter(json).collect();
    files.sort();
    Ok(files)
}

/// The articles in the text of one file: one object, an array of them, or one a line.
///
/// # Errors
/// Where the text is no JSON, or an article's own text cannot be read.
pub fn articles_of(file: &Path, json: &str) -> Result<Vec<Article>, GoldError> {
    let problem = |problem: String| GoldError::Shape { path: file.to_owned(), problem };
    let values = values_of(file, json)?;
    let mut articles = Vec::new();
    for value in values {
        let Some(id) = value["id"].as_str().map(str::to_owned) else { continue };
        let text = match (value["text_file"].as_str(), value["text"].as_str()) {
            (Some(name), _) => {
                let path = file.parent().unwrap_or(Path::new("")).join(name);
                fs::read_to_string(&path).map_err(|source| GoldError::Read { path, source })?
            }
            (None, Some(text)) => text.to_owned(),
            (None, None) => continue,
        };
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
        let date = value["date"].as_str().map(str::to_owned);
        let wrong = |e: serde_json::Error| problem(format!("{id}: {e}"));
        let gold = match value.get("attributions") {
            Some(rows) => Gold::Attributions(serde_json::from_value(rows.clone()).map_err(wrong)?),
            None => Gold::Record(serde_json::from_value(value).map_err(wrong)?),
        };
        articles.push(Article { id, date, text, gold });
    }
    Ok(articles)
}

/// The readings of files and directories, each with the id of its report. Attributions count as statements.
///
/// # Errors
/// With the first file that cannot be used.
pub fn readings(paths: &[PathBuf]) -> Result<Vec<(String, Rows)>, GoldError> {
    let mut readings = Vec::new();
    for path in paths {
        for file in files(path)? {
            let text = fs::read_to_string(&file).map_err(|source| GoldError::Read { path: file.clone(), source })?;
            for mut value in values_of(&file, &text)? {
                let Some(id) = value["id"].as_str().map(str::to_owned) else { continue };
                if let Some(rows) = value.get("attributions").cloned() {
                    value["statements"] = rows;
                }
                let rows = serde_json::from_value(value)
                    .map_err(|e| GoldError::Shape { path: file.clone(), problem: format!("{id}: {e}") })?;
                readings.push((id, rows));
            }
        }
    }
    Ok(readings)
}

/// One object, an array of them, or one a line.
fn values_of(file: &Path, json: &str) -> Result<Vec<Value>, GoldError> {
    let json = json.trim_start_matches('\u{feff}');
    let problem = |at: usize, error: serde_json::Error| GoldError::Shape {
        path: file.to_owned(),
        problem: format!("line {}: {error}", at + 1),
    };
    match serde_json::from_str::<Value>(json) {
        Ok(Value::Array(values)) => Ok(values),
        Ok(value) => Ok(vec![value]),
        Err(_) => json
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(at, line)| serde_json::from_str(line).map_err(|error| problem(at, error)))
            .collect(),
    }
}
