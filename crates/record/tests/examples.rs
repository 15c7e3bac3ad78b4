//! The example series go in and come out, and their voices are those worked out by hand.

use codebook::{Report, interchange};
use record::{Filter, Page, Record, Versions, Voice};
use std::path::{Path, PathBuf};

fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("DETENTE_SHARED").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: DETENTE_SHARED is not set");
    }
    folder
}

fn filled(shared: &Path) -> (tempfile::TempDir, Record, Vec<(Report, codebook::Reading)>) {
    let folder = tempfile::tempdir().unwrap();
    let mut record = Record::create(&folder.path().join("record.db")).unwrap();
    let mut paths: Vec<PathBuf> = std::fs::read_dir(shared.join("reports"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.with_extension("txt").exists() && path.extension().is_some_and(|e| e == "json"))
        .collect();
    paths.sort();
    let versions = Versions { network: "people".into(), ..Versions::default() };
    let mut all = Vec::new();
    for path in paths {
        let gold: interchange::Record = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let bytes = std::fs::read(path.with_extension("txt")).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap().replace("\r\n", "\n");
        let reading = interchange::read(&gold, &text).unwrap();
        let report = Report {
            id: gold.id.clone(),
            url: None,
            outlet: None,
            author: None,
            title: None,
            date: gold.date,
            text_file: gold.text_file.clone(),
            sha256: record::sha256(&bytes),
            text,
        };
        record.add(&report, &reading, &versions).unwrap();
        all.push((report, reading));
    }
    (folder, record, all)
}

#[test]
fn the_examples_come_back_as_they_went_in() {
    let Some(shared) = shared() else { return };
    let (_folder, record, all) = filled(&shared);
    assert_eq!(all.len(), 9);
    for (report, reading) in &all {
        let coded = record.report(&report.id).unwrap().unwrap();
        assert_eq!(coded.report.report(), *report);
        assert_eq!(coded.reading(), *reading, "{}", report.id);
    }
    record.check().unwrap();
}

#[test]
fn voices_are_those_worked_out_by_hand() {
    let Some(shared) = shared() else { return };
    let (_folder, record, _) = filled(&shared);
    let standing: serde_json::Value =
        serde_json::from_slice(&std::fs::read(shared.join("reports/standing.json")).unwrap()).unwrap();
    let rows = record.positions(&Filter::default(), Page::default()).unwrap();
    let (mut compared, mut wrong) = (0, Vec::new());
    for case in standing.as_object().unwrap().values() {
        for voice in case["voices"].as_array().unwrap() {
            let cell = |index: usize| voice[index].as_str().unwrap_or_default();
            let id = format!("{}/{}", cell(0), cell(1));
            let row = rows.iter().find(|row| row.report_id() == id).unwrap();
            let by = match &row.voice {
                Voice::FirstHand => row.position.party.as_ref().map_or("", |party| party.code()),
                Voice::SecondHand(by) => by.as_ref().map_or("report", |party| party.code()),
            };
            compared += 1;
            if (row.voice.name(), by) != (cell(2), cell(3)) {
                wrong.push(format!("{id}: {} by {by}, by hand {} by {}", row.voice.name(), cell(2), cell(3)));
            }
        }
    }
    assert!(compared > 100);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn reprints_are_candidates_for_copies() {
    let Some(shared) = shared() else { return };
    let (_folder, record, _) = filled(&shared);
    let found = record.sharing_words_with("aegean-3-message").unwrap();
    assert_eq!(found.first().map(|(name, _)| name.as_str()), Some("aegean-2-council"), "{found:?}");
    assert!(found.iter().all(|(name, runs)| name == "aegean-2-council" || *runs == 1), "{found:?}");
    assert!(record.sharing_words_with("vance-meet-the-press").unwrap().is_empty());
}
