//! No bytes make the reader panic, and offsets lead back, whatever the input.

use proptest::prelude::*;
use sources::{Input, Kind, Options, Sources, locate};

const KINDS: [Kind; 7] = [Kind::Text, Kind::Markdown, Kind::Page, Kind::JsonLines, Kind::Json, Kind::Csv, Kind::Tsv];

/// Bytes with the marks that parsers trip over more often than chance has them.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::sample::select(vec![
        &b"{\"text\":\""[..],
        b"\"}",
        b"[",
        b"]",
        b"\n",
        b"\r\n",
        b"\"",
        b",",
        b"\t",
        b"id,text\n",
        b"<p>",
        b"</p>",
        b"<div>",
        b"<script type='application/ld+json'>",
        b"</script>",
        b"{\"@type\":\"Article\",\"author\":",
        b"<meta charset=",
        b"gbk>",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\0",
        b"\\ud800",
        b"The minister said that it was over and done with. ",
        b"\xc3",
        b"\x1b$B",
        b"\xe2\x80",
        b"April 14, 2026 - ",
        b"</",
    ]);
    let piece = prop_oneof![
        3 => pieces.prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..8),
        1 => "\\PC{0,8}".prop_map(String::into_bytes),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn nothing_panics(bytes in bytes()) {
        for kind in KINDS.into_iter().map(Some).chain([None]) {
            let options = Options { kind, ..Options::default() };
            let input = Input::Bytes { name: "input".to_owned(), bytes: bytes.clone() };
            for item in Sources::open([input], &options) {
                match item {
                    Ok(found) => {
                        prop_assert!(!found.report.text.contains('\r'));
                        prop_assert!(!found.report.text.trim().is_empty());
                    }
                    Err(error) => prop_assert!(!error.to_string().is_empty()),
                }
            }
        }
    }

    #[test]
    fn offsets_lead_back(text in "[a-zé\u{ad}👩\r\n ]{0,60}", marked: bool) {
        let file = format!("{}{text}x", if marked { "\u{feff}" } else { "" }).into_bytes();
        let input = Input::Bytes { name: "input.txt".to_owned(), bytes: file.clone() };
        let Some(Ok(found)) = Sources::open([input], &Options::default()).next() else {
            return Err(TestCaseError::fail("the text is not read"));
        };
        for (offset, character) in found.report.text.char_indices() {
            let place = locate(&file, found.detected.encoding, offset);
            let Some(place) = place else { return Err(TestCaseError::fail(format!("nothing at {offset}"))) };
            let original = std::str::from_utf8(&file[place..]).ok().and_then(|rest| rest.chars().next());
            prop_assert!(original == Some(character) || character == '\n' && original == Some('\r'));
        }
    }
}
