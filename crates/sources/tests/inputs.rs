//! What comes out of good input of each kind.

use sources::{DateFrom, EncodingFrom, Extent, Found, Input, Kind, Options, Sources, locate};
use std::fs;

fn read_all(name: &str, bytes: impl Into<Vec<u8>>, options: &Options) -> Vec<Found> {
    let input = Input::Bytes { name: name.to_owned(), bytes: bytes.into() };
    Sources::open([input], options).map(|item| item.unwrap_or_else(|error| panic!("{error}"))).collect()
}

fn read_one(name: &str, bytes: impl Into<Vec<u8>>) -> Found {
    let mut found = read_all(name, bytes, &Options::default());
    assert_eq!(found.len(), 1);
    found.remove(0)
}

#[test]
fn plain_text_is_kept_but_for_its_mark_and_line_ends() {
    let bytes =
        "\u{feff}GENEVA, May 2, 2025 —\r\nA soft\u{ad}hyphen, an emoji 👩\u{200d}👧, “both” 'quotes'.\r".as_bytes();
    let found = read_one("talks.txt", bytes);
    let text = "GENEVA, May 2, 2025 —\nA soft\u{ad}hyphen, an emoji 👩\u{200d}👧, “both” 'quotes'.\n";
    assert_eq!(found.report.text, text);
    assert_eq!((found.report.id.as_str(), found.report.text_file.as_deref()), ("talks", Some("talks.txt")));
    assert_eq!(found.report.date.map(|date| date.to_string()).as_deref(), Some("2025-05-02"));
    assert_eq!(found.detected.date_from, Some(DateFrom::Dateline));
    assert_eq!(found.detected.encoding_from, EncodingFrom::ByteOrderMark);
    let offset = text.find("emoji").unwrap();
    let place = locate(bytes, found.detected.encoding, offset).unwrap();
    assert!(bytes[place..].starts_with(b"emoji"));
}

#[test]
fn known_hash() {
    let found = read_one("a.md", "abc");
    assert_eq!(found.report.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(found.detected.kind, Kind::Markdown);
}

#[test]
fn json_lines_give_a_report_a_line() {
    let text = "{\"id\": 7, \"date\": \"2026-04-14\", \"text\": \"One.\\r\\nTwo.\", \"other\": {\"text\": 1}}\r\n\n{\"text\": \"Three.\"}";
    let found = read_all("dump.jsonl", text, &Options::default());
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].report.id.as_str(), found[0].report.text.as_str()), ("7", "One.\nTwo."));
    assert_eq!(found[0].detected.date_from, Some(DateFrom::Record));
    assert_eq!((found[1].report.id.as_str(), found[1].origin.line), ("dump-3", Some(3)));
    assert_eq!(found[1].report.sha256, read_one("x.txt", "{\"text\": \"Three.\"}").report.sha256);
}

#[test]
fn tables_have_named_columns_that_can_be_renamed() {
    let mut options = Options::default();
    assert!(options.columns.set("text", "Body"));
    assert!(!options.columns.set("colour", "x"));
    for (name, mark) in [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t")] {
        let table =
            "ID|body|outlet\r\nx1|\"He said \"\"no\"\",\r\nand left.\"|Wire\r\n\r\nx2|Yes.|\r\n".replace('|', mark);
        let found = read_all(name, table, &options);
        let texts: Vec<_> = found.iter().map(|found| found.report.text.as_str()).collect();
        assert_eq!(texts, ["He said \"no\",\nand left.", "Yes."], "{mark:?}");
        assert_eq!(found[0].report.outlet.as_deref(), Some("Wire"));
        assert_eq!(found[1].report.outlet, None);
        assert_eq!((found[0].origin.line, found[1].origin.line), (Some(2), Some(5)));
        let raw = format!("x2{mark}Yes.{mark}");
        assert_eq!(found[1].report.sha256, read_one("x.txt", raw).report.sha256);
    }
}

#[test]
fn tables_and_lines_in_other_character_sets() {
    let table = b"id,text\n1,\x93We will not sign,\x94 he said.\n".as_slice();
    let quoted = b"id,text\n1,\"\x93We will not sign,\x94 he said.\"\n".as_slice();
    assert!(
        Sources::open([Input::Bytes { name: "a.csv".into(), bytes: table.to_vec() }], &Options::default())
            .any(|item| item.is_err())
    );
    let found = read_one("a.csv", quoted);
    assert_eq!(found.report.text, "“We will not sign,” he said.");
    assert!(!found.detected.encoding_sure() && found.notices.len() == 1, "{found:?}");
    let lines = "{\"text\": \"Zoë 🎈\"}\n{\"text\": \"Née\"}\n";
    let utf16: Vec<u8> =
        "\u{feff}".chars().chain(lines.chars()).collect::<String>().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let found = read_all("a.jsonl", utf16, &Options::default());
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].report.text.as_str(), found[0].detected.encoding), ("Zoë 🎈", "UTF-16LE"));
}

#[test]
fn json_files_hold_one_object_an_array_or_several() {
    let one = read_one("r.json", "{\n \"text\": \"One.\", \"author\": null}");
    assert_eq!((one.report.id.as_str(), one.origin.line, one.report.author), ("r", None, None));
    let array =
        read_all("r.json", "[{\"text\": \"One.\"},\n {\"id\": \"b\", \"text\": \"Two.\"}]", &Options::default());
    assert_eq!((array[0].report.id.as_str(), array[1].report.id.as_str()), ("r-1", "b"));
    assert_eq!(array[1].origin.line, Some(2));
    assert_eq!(read_all("r.json", "{\"text\":\"One.\"}\n{\"text\":\"Two.\"}", &Options::default()).len(), 2);
}

const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Talks resume | The Courier</title>
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Site"},
 {"@type": ["NewsArticle"], "headline": "Talks resume in Geneva", "datePublished": "2026-04-14T09:30:00+02:00",
  "author": [{"@type": "Person", "name": "Ana Writer"}, "Ben Other"], "publisher": {"name": "The Courier"}}]}</script>
<link rel="canonical" href="https://courier.example/2026/talks"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li><li><a href="/s">Sport</a></li></ul></nav>
<main><article><h1>Talks resume in Geneva</h1>
<p>The two delegations met again on Tuesday, and the foreign minister of the host country said that the first round had been calm.</p>
<p>“We will not with&shy;draw from the valley before a treaty is signed,” the chief negotiator of the northern side told reporters.</p>
<p>His counterpart rejected the demand, and said that his government would wait for as long as it took, whatever the price of it.</p>
</article></main><aside><h2>Most read</h2><ul><li><a href="/1">Ten recipes for spring</a></li><li><a href="/2">The best shoes</a></li></ul></aside>
<footer>© The Courier. All rights reserved. Subscribe to our newsletter.</footer></body></html>"#;

#[test]
fn pages_give_their_article_and_metadata() {
    let found = read_one("saved page.html", PAGE);
    let report = &found.report;
    assert_eq!(report.title.as_deref(), Some("Talks resume in Geneva"));
    assert_eq!(report.outlet.as_deref(), Some("The Courier"));
    assert_eq!(report.author.as_deref(), Some("Ana Writer, Ben Other"));
    assert_eq!(report.url.as_deref(), Some("https://courier.example/2026/talks"));
    assert_eq!(report.date.map(|date| date.to_string()).as_deref(), Some("2026-04-14"));
    assert_eq!((found.detected.date_from, report.text_file.as_deref()), (Some(DateFrom::Page), None));
    assert!(report.text.contains("We will not withdraw from the valley"), "{}", report.text);
    for teaser in ["Sport", "recipes", "newsletter"] {
        assert!(!report.text.contains(teaser), "{teaser}: {}", report.text);
    }
    assert_eq!(found.detected.language, Some("eng"));
}

#[test]
fn meta_elements_and_time_serve_where_there_is_no_json_ld() {
    let start = PAGE.find("<script").unwrap();
    let end = PAGE.find("</script>").unwrap();
    let meta = "<meta property='og:site_name' content='Courier &amp; Co'><meta name='author' content='Ana Writer'>";
    let page = format!("{}{meta}{}", &PAGE[..start], &PAGE[end..]);
    let page = page.replace("</h1>", "</h1><time datetime='2026-04-14'>today</time>");
    let found = read_one("p.html", page);
    assert_eq!(found.report.outlet.as_deref(), Some("Courier & Co"));
    assert_eq!(found.report.author.as_deref(), Some("Ana Writer"));
    assert_eq!(found.report.date.map(|date| date.to_string()).as_deref(), Some("2026-04-14"));
}

#[test]
fn kinds_are_told_by_the_first_bytes_where_the_name_is_silent() {
    let table = [
        (PAGE, Kind::Page),
        ("{\"text\": \"a\"}\n{\"text\": \"b\"}\n", Kind::JsonLines),
        ("{\n\"text\": \"a\"}", Kind::Json),
        ("[{\"text\": \"a\"}]", Kind::Json),
        ("id,text\n1,a\n", Kind::Csv),
        ("id\ttext\n1\ta\n", Kind::Tsv),
        ("[Editor's note: the talks went on.]", Kind::Text),
        ("The text, they said, is ready.", Kind::Text),
    ];
    for (bytes, kind) in table {
        let found = read_all("input", bytes, &Options::default());
        assert_eq!(found.first().map(|found| found.detected.kind), Some(kind), "{bytes}");
    }
}

#[test]
fn directories_are_read_sorted_with_their_manifest() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    fs::create_dir(path("sub")).unwrap();
    fs::create_dir(path("page_files")).unwrap();
    for (name, text) in [
        ("b.txt", "Two."),
        ("a.txt", "One."),
        ("sub/a.txt", "Three."),
        (".hidden.txt", "No."),
        ("a.json", "{}"),
        ("page.html", PAGE),
        ("page_files/x.html", "No."),
        ("picture.png", "No."),
        ("manifest.csv", "file,date,outlet,url,title\na.txt,2026-03-03,Wire,,First\n"),
    ] {
        fs::write(path(name), text).unwrap();
    }
    let input = Input::Path(directory.path().to_owned());
    assert_eq!(Extent::of(std::slice::from_ref(&input)).files, 5);
    let results: Vec<_> = Sources::open([input], &Options::default()).collect();
    let shown: Vec<String> = results
        .iter()
        .map(|item| match item {
            Ok(found) => found.report.id.clone(),
            Err(error) => format!("{:?} {}", error.kind(), error.path().rsplit('/').next().unwrap_or_default()),
        })
        .collect();
    assert_eq!(shown[..5], ["Skipped a.json", "a", "b", "page", "a-2"]);
    assert!(shown[5].starts_with("Skipped"), "{shown:?}");
    let Ok(first) = &results[1] else { panic!() };
    assert_eq!((first.report.outlet.as_deref(), first.detected.date_from), (Some("Wire"), Some(DateFrom::Manifest)));
    let Ok(last) = &results[4] else { panic!() };
    assert_eq!(last.notices.len(), 1);
    // The manifest itself as an input reads the files it lists.
    let listed: Vec<_> =
        Sources::open([Input::Path(path("manifest.csv"))], &Options::default()).map(Result::unwrap).collect();
    assert_eq!((listed.len(), listed[0].report.title.as_deref()), (1, Some("First")));
}

#[test]
fn the_users_word_wins() {
    let options = Options {
        date: jiff::civil::Date::new(2024, 1, 2).ok(),
        outlet: Some("Mine".into()),
        encoding: Some("latin1".into()),
        kind: Some(Kind::Text),
        ..Options::default()
    };
    let found = read_all("x.jsonl", b"GENEVA, May 2, 2025 - Zo\xeb spoke.".as_slice(), &options).remove(0);
    assert_eq!(found.report.text, "GENEVA, May 2, 2025 - Zoë spoke.");
    assert_eq!(found.report.date.map(|date| date.to_string()).as_deref(), Some("2024-01-02"));
    assert_eq!((found.report.outlet.as_deref(), found.detected.date_from), (Some("Mine"), Some(DateFrom::Given)));
    assert_eq!(found.detected.encoding_from, EncodingFrom::Given);
}

/// The example reports, where they are.
#[test]
fn example_reports_are_read_as_their_records_count_them() {
    let Some(shared) = std::env::var_os("DETENTE_SHARED") else {
        println!("skipped: DETENTE_SHARED is not set");
        return;
    };
    let reports = std::path::Path::new(&shared).join("reports");
    let found: Vec<_> = Sources::open([Input::Path(reports)], &Options::default()).filter_map(Result::ok).collect();
    assert!(found.len() >= 9);
    for found in found.iter().filter(|found| found.report.text_file.is_some() && found.detected.kind == Kind::Text) {
        assert_eq!(found.detected.date_from, Some(DateFrom::Manifest), "{}", found.report.id);
        assert_eq!(found.detected.language, Some("eng"), "{}", found.report.id);
        assert!(found.notices.is_empty(), "{:?}", found.notices);
    }
}
