//! Example reports, their records and what people judged of them.

#![allow(dead_code, reason = "each test file uses its part")]

use casework::Case;
use codebook::{Reading, interchange};
use serde_json::Value;
use standing::{Judged, ReportRow, Standing};
use std::path::{Path, PathBuf};

pub struct Given {
    pub name: String,
    pub reports: Vec<Report>,
    pub standing: Standing,
}

pub struct Report {
    pub id: String,
    pub date: Option<jiff::civil::Date>,
    pub text: String,
    pub reading: Reading,
}

fn folder() -> Option<PathBuf> {
    let shared = std::env::var_os("DETENTE_SHARED");
    if shared.is_none() {
        eprintln!("skipped: DETENTE_SHARED is not set");
    }
    shared.map(|shared| Path::new(&shared).join("reports"))
}

/// Each case of the examples; none without the folder.
pub fn all() -> Vec<Given> {
    let Some(folder) = folder() else { return Vec::new() };
    let cases: Value = serde_json::from_str(&std::fs::read_to_string(folder.join("standing.json")).unwrap()).unwrap();
    cases.as_object().unwrap().iter().map(|(name, facts)| given(&folder, name, facts)).collect()
}

pub fn one(name: &str) -> Option<Given> {
    all().into_iter().find(|given| given.name == name)
}

fn given(folder: &Path, name: &str, facts: &Value) -> Given {
    let standing: Standing = serde_json::from_value(facts.clone()).unwrap();
    let judged: &Judged = &standing.judged;
    let mut ids: Vec<&str> = judged.threads.iter().flat_map(|t| &t.positions).map(|p| p.0.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let reports = ids.into_iter().map(|id| report(folder, id)).collect();
    Given { name: name.to_owned(), reports, standing }
}

fn report(folder: &Path, id: &str) -> Report {
    let record = std::fs::read_to_string(folder.join(format!("{id}.json"))).unwrap();
    let record: interchange::Record = serde_json::from_str(&record).unwrap();
    let text = std::fs::read_to_string(folder.join(record.text_file.as_ref().unwrap())).unwrap();
    let reading = interchange::read(&record, &text).unwrap();
    Report { id: record.id, date: record.date, text, reading }
}

impl Given {
    pub fn rows(&self) -> Vec<ReportRow<'_>> {
        self.reports
            .iter()
            .map(|r| ReportRow { id: &r.id, outlet: None, date: r.date, text: &r.text, reading: &r.reading })
            .collect()
    }

    pub fn case<'a>(&self, rows: &[ReportRow<'a>]) -> Case<'a> {
        Case::new(rows, &self.standing).unwrap()
    }
}
