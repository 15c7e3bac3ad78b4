//! Reads any bytes as any kind of input. The first byte picks the kind, or has it sniffed.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sources::{Input, Kind, Options, Sources};

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let kinds = [Kind::Text, Kind::Markdown, Kind::Page, Kind::JsonLines, Kind::Json, Kind::Csv, Kind::Tsv];
    let options = Options { kind: kinds.get(usize::from(first % 8)).copied(), ..Options::default() };
    let input = Input::Bytes { name: "input".to_owned(), bytes: bytes.to_vec() };
    for item in Sources::open([input], &options) {
        match item {
            Ok(found) => assert!(!found.report.text.contains('\r')),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
});
