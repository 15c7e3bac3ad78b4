//! Exports hold every row, say what made them, and keep words and offsets together.
//! `tests/interop` opens the same files with the tools of others.

mod given;

use given::{TEXT, open, reading, report, versions};
use record::{ExportOptions, Filter, Format, PloverNames, Record};
use serde_json::Value;

fn filled() -> (tempfile::TempDir, Record) {
    let (folder, mut record) = open();
    record.add(&report(TEXT), &reading(TEXT), &versions("n1")).unwrap();
    (folder, record)
}

fn export(record: &Record, format: Format, options: &ExportOptions<'_>) -> (usize, String) {
    let mut bytes = Vec::new();
    let count = record.export(format, &Filter::default(), options, &mut bytes).unwrap();
    (count, String::from_utf8(bytes).unwrap())
}

/// Checks that the words at `[start, end)` in code points are those given.
fn stands(start: &Value, end: &Value, words: &str) {
    let (start, end) = (start.as_u64().unwrap() as usize, end.as_u64().unwrap() as usize);
    assert_eq!(TEXT.chars().skip(start).take(end - start).collect::<String>(), words);
}

#[test]
fn the_tidy_table_has_every_attribute() {
    let (_folder, record) = filled();
    let (count, csv) = export(&record, Format::Csv, &ExportOptions::default());
    assert_eq!(count, 5);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let heading = reader.headers().unwrap().clone();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let cell = |row: usize, name: &str| &rows[row][heading.iter().position(|column| column == name).unwrap()];
    assert_eq!((cell(4, "id"), cell(4, "report_id"), cell(4, "kind")), ("p2", "toy/p2", "position"));
    assert_eq!((cell(4, "voice"), cell(4, "told_by"), cell(4, "target")), ("second-hand", "UKR", "UKR"));
    assert_eq!((cell(4, "condition"), cell(4, "confidence")), ("if the shelling stops", "0.5"));
    assert_eq!((cell(0, "name"), cell(0, "form"), cell(0, "hedged")), ("Ann Ivanova", "direct", "false"));
    assert_eq!((cell(0, "network"), cell(0, "agenda")), ("n1", "default-1"));
    assert_eq!(cell(0, "record_sha256"), record.hash().unwrap());

    let (_, lines) = export(&record, Format::JsonLines, &ExportOptions::default());
    let rows: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 5);
    let span = &rows[4]["proposal_code_points"][0];
    stands(&span[0], &span[1], rows[4]["proposal"].as_str().unwrap());
    assert_eq!(rows[1]["confidence"], 0.75);
    assert_eq!(rows[0]["via"], Value::Null);
}

#[test]
fn annotations_select_by_words_and_by_place() {
    let (_folder, record) = filled();
    let (count, json) = export(&record, Format::WebAnnotation, &ExportOptions::default());
    let page: Value = serde_json::from_str(&json).unwrap();
    let items = page["items"].as_array().unwrap();
    assert_eq!((count, items.len()), (5, 5));
    for item in items {
        assert_eq!(item["generator"]["detente:network"], "n1");
        for target in item["target"].as_array().unwrap() {
            let [quote, place] = target["selector"].as_array().unwrap().as_slice() else { panic!("two selectors") };
            let exact = quote["exact"].as_str().unwrap();
            stands(&place["start"], &place["end"], exact);
            let around = format!("{}{exact}{}", quote["prefix"].as_str().unwrap(), quote["suffix"].as_str().unwrap());
            assert!(TEXT.contains(&around), "{around}");
        }
    }
    assert_eq!(items[4]["body"]["detente:act"], "offer");
}

#[test]
fn plover_records_have_the_names_asked_for() {
    let (_folder, mut record) = filled();
    let by = record::By { who: "Ann".into(), why: None };
    record.correct("p1", &[("act", "concede"), ("target", "GBR+FRA")], &by).unwrap();
    let events = |names| {
        let options = ExportOptions { plover: names, ..ExportOptions::default() };
        let (_, lines) = export(&record, Format::Plover, &options);
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Value>>()
    };
    let plv = events(PloverNames::Plv);
    assert_eq!((&plv[0]["event"], &plv[0]["quad"]), (&"YIELD".into(), &2.into()));
    assert_eq!(events(PloverNames::V0_8)[0]["event"], "CONCEDE");
    assert_eq!(plv[0]["source"][0]["actorText"], "Ann Ivanova");
    assert_eq!(plv[0]["target"].as_array().unwrap().len(), 2);
    assert_eq!((&plv[1]["event"], &plv[1]["eventText"]), (&"AGREE".into(), &"open the port".into()));
    let span = &plv[1]["eventText_code_points"][0];
    stands(&span[0], &span[1], "open the port");
    assert_eq!(plv[1]["made_by"]["record_sha256"], record.hash().unwrap());
}

#[test]
fn graphs_have_an_edge_for_each_kind_of_stand() {
    let (_folder, record) = filled();
    for format in [Format::GraphMl, Format::Gexf] {
        let (count, xml) = export(&record, format, &ExportOptions::default());
        assert_eq!(count, 1);
        assert!(xml.contains("source=\"RUS\" target=\"UKR\"") && xml.contains("toy/p2"), "{xml}");
        assert!(xml.contains(&record.hash().unwrap()), "{xml}");
    }
}

#[test]
fn brat_marks_are_the_words_they_cover() {
    let (folder, record) = filled();
    let to = folder.path().join("brat");
    assert_eq!(record.export_brat(&Filter::default(), &to).unwrap(), 1);
    let text = std::fs::read_to_string(to.join("toy.txt")).unwrap();
    let lines = std::fs::read_to_string(to.join("toy.ann")).unwrap();
    let mut marks = 0;
    for line in lines.lines().filter(|line| line.starts_with('T')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (_, places) = cells[1].split_once(' ').unwrap();
        let pieces: Vec<String> = places
            .split(';')
            .map(|place| {
                let (start, end) = place.split_once(' ').unwrap();
                let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
                text.chars().skip(start).take(end - start).collect()
            })
            .collect();
        assert_eq!(pieces.join(" "), cells[2]);
        marks += 1;
    }
    assert_eq!(marks, 12);
    assert!(lines.contains("\tVia:E2") || lines.contains(" Via:E2"), "{lines}");
    assert!(std::fs::read_to_string(to.join("annotation.conf")).unwrap().contains("foreign-troops|water"));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_is_written_whole() {
    let (_folder, record) = filled();
    let mut bytes = Vec::new();
    let count = record.export(Format::Parquet, &Filter::default(), &ExportOptions::default(), &mut bytes).unwrap();
    assert_eq!(count, 5);
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
}

#[test]
fn an_empty_record_exports_to_files_that_are_whole() {
    let (folder, record) = open();
    for format in [Format::Csv, Format::JsonLines, Format::WebAnnotation, Format::Plover, Format::GraphMl, Format::Gexf]
    {
        assert_eq!(export(&record, format, &ExportOptions::default()).0, 0);
    }
    let (_, json) = export(&record, Format::WebAnnotation, &ExportOptions::default());
    assert!(serde_json::from_str::<Value>(&json).is_ok());
    assert_eq!(record.export_brat(&Filter::default(), &folder.path().join("brat")).unwrap(), 0);
}
