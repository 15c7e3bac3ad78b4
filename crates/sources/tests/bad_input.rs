//! Each kind of bad input has its message, and the rest goes on.

use sources::{ErrorKind, Input, Options, SourceError, Sources};
use std::fs;
use std::path::Path;

fn bytes(name: &str, bytes: impl Into<Vec<u8>>) -> Input {
    Input::Bytes { name: name.to_owned(), bytes: bytes.into() }
}

fn error_with(input: Input, options: &Options) -> SourceError {
    let error = Sources::open([input], options).find_map(Result::err);
    error.expect("an error")
}

#[track_caller]
fn check(input: Input, kind: ErrorKind, message: &str) {
    let error = error_with(input, &Options::default());
    assert_eq!(error.kind(), kind, "{error}");
    assert!(error.to_string().contains(message), "{error}");
}

#[test]
fn empty_files() {
    check(bytes("a.txt", ""), ErrorKind::Empty, "a.txt: empty");
    check(bytes("a.txt", "\u{feff} \r\n"), ErrorKind::Empty, "a.txt: empty");
    check(bytes("a.jsonl", "{\"text\": \" \"}"), ErrorKind::Empty, "a.jsonl:1: the record's text is empty");
}

#[test]
fn binary_files() {
    check(bytes("a.txt", b"%PDF-1.7 x".as_slice()), ErrorKind::Binary, "a PDF; save its text as .txt first");
    check(bytes("a.txt", vec![0u8, 1, 2, 3, 0, 200, 1, 9]), ErrorKind::Binary, "binary data");
    let late = [vec![b'x'; 100_000], vec![0]].concat();
    check(bytes("a.txt", late), ErrorKind::Binary, "NUL");
}

#[test]
fn plain_text_over_16_mb() {
    check(bytes("a.txt", vec![b'x'; (16 << 20) + 1]), ErrorKind::TooLarge, "16 MB");
    let most = Sources::open([bytes("a.txt", vec![b'x'; 16 << 20])], &Options::default()).next();
    assert!(matches!(most, Some(Ok(_))));
}

#[test]
fn invalid_utf8_is_decoded_by_detection_and_told() {
    let found = Sources::open([bytes("a.txt", b"Caf\xe9 society, he said.".as_slice())], &Options::default()).next();
    let Some(Ok(found)) = found else { panic!() };
    assert_eq!(found.report.text, "Café society, he said.");
    assert!(found.notices[0].starts_with("not valid UTF-8; read as windows-125"), "{:?}", found.notices);
    let utf8 = Options { encoding: Some("utf-8".into()), ..Options::default() };
    let found = Sources::open([bytes("a.txt", b"Caf\xe9 society.".as_slice())], &utf8).next();
    let Some(Ok(found)) = found else { panic!() };
    assert_eq!(found.report.text, "Caf\u{fffd} society.");
    assert!(found.notices[0].starts_with("some bytes are not valid UTF-8"), "{:?}", found.notices);
    let unknown = Options { encoding: Some("klingon".into()), ..Options::default() };
    assert_eq!(error_with(bytes("a.txt", "x"), &unknown).kind(), ErrorKind::Encoding);
}

#[test]
fn a_page_without_an_article() {
    let menu = "<html><body><ul><li><a href=/>Home</a><li><a href=/w>World</a></ul></body></html>";
    check(bytes("a.html", menu), ErrorKind::NoArticle, "without an article");
    let deep = "<div>".repeat(100_000) + "The ministers met again.";
    check(bytes("a.html", deep), ErrorKind::NoArticle, "without an article");
}

#[test]
fn a_broken_line_costs_one_report() {
    let lines = "{\"text\": \"One.\"}\n{\"text\": \"Two\n[1]\n\n{\"text\": \"Three.\"}\n";
    let results: Vec<_> = Sources::open([bytes("dump.jsonl", lines)], &Options::default()).collect();
    let shown: Vec<String> = results
        .iter()
        .map(|item| match item {
            Ok(found) => found.report.text.clone(),
            Err(error) => format!("{:?} {:?}", error.kind(), error.line()),
        })
        .collect();
    assert_eq!(shown, ["One.", "BrokenRecord Some(2)", "BrokenRecord Some(3)", "Three."]);
    let Err(error) = &results[1] else { panic!() };
    assert!(
        error.to_string().starts_with("dump.jsonl:2: broken JSON (EOF while parsing a string, column 13)"),
        "{error}"
    );
    check(bytes("a.json", "{\n\"text\": oops}"), ErrorKind::BrokenRecord, "a.json:2: broken JSON");
}

#[test]
fn missing_columns_name_those_found() {
    let message = "no column “text”; found “id”, “body”; name the column that has the text";
    check(bytes("a.csv", "id,body\n1,One.\n"), ErrorKind::MissingColumns, message);
    check(bytes("a.jsonl", "{\"id\": 1, \"body\": \"One.\"}"), ErrorKind::MissingColumns, message);
}

#[test]
fn a_ragged_record_costs_one_report() {
    let results: Vec<_> =
        Sources::open([bytes("a.csv", "id,text\n1,One.\n2,Two, he said.\n3,Three.\n")], &Options::default()).collect();
    let Err(error) = &results[1] else { panic!() };
    assert_eq!(error.to_string().split(';').next(), Some("a.csv:3: broken record: 3 fields where the header has 2"));
    assert!(results[0].is_ok() && results[2].is_ok());
}

#[test]
fn missing_files_and_manifests() {
    check(Input::Path("no such file.txt".into()), ErrorKind::Missing, "no such file.txt: no such file");
    let options = Options { manifest: Some("no such manifest.csv".into()), ..Options::default() };
    assert_eq!(error_with(bytes("a.txt", "x"), &options).kind(), ErrorKind::Missing);
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("list.csv");
    fs::write(&path, "name,date\na.txt,2026-01-01\n").unwrap();
    let options = Options { manifest: Some(path), ..Options::default() };
    assert_eq!(error_with(bytes("a.txt", "x"), &options).kind(), ErrorKind::Manifest);
}

#[cfg(unix)]
#[test]
fn directory_loops_end() {
    use std::os::unix::fs::symlink;
    let directory = tempfile::tempdir().unwrap();
    let inner = directory.path().join("inner");
    fs::create_dir(&inner).unwrap();
    fs::write(inner.join("a.txt"), "One.").unwrap();
    symlink(directory.path(), inner.join("back")).unwrap();
    symlink(&inner, directory.path().join("twice")).unwrap();
    symlink("nowhere", directory.path().join("gone.txt")).unwrap();
    let results: Vec<_> = Sources::open([Input::Path(directory.path().into())], &Options::default()).collect();
    let kinds: Vec<_> = results.iter().filter_map(|item| item.as_ref().err()).map(SourceError::kind).collect();
    assert_eq!(kinds, [ErrorKind::Missing, ErrorKind::DirectoryLoop, ErrorKind::Skipped]);
    assert_eq!(results.iter().filter(|item| item.is_ok()).count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn unreadable_files() {
    // Permissions do not stop a privileged user; a process's own memory does, at offset 0.
    check(Input::Path(Path::new("/proc/self/mem").into()), ErrorKind::Unreadable, "/proc/self/mem: cannot be read");
}

#[test]
fn another_language_is_recognised() {
    let text = "Die Bundesregierung hat am Dienstag erklärt, dass sie den Vorschlag der Union nicht unterstützen werde. Der \
                Minister sagte, man müsse zuerst mit den Partnern in der Region sprechen und dann entscheiden.";
    let Some(Ok(found)) = Sources::open([bytes("a.txt", text)], &Options::default()).next() else { panic!() };
    assert!(found.detected.is_foreign());
    assert_eq!(found.detected.language, Some("deu"));
}
