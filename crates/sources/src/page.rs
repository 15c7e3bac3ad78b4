//! Saved HTML pages: the article without menus and teasers.

use crate::decode::{EncodingFrom, decode};
use crate::error::Detail;
use crate::found::{DateFrom, Detected, Found, Origin};
use crate::metadata::{self, Metadata};
use crate::row::{fingerprint, tidy, undated};
use crate::{Kind, plain};
use codebook::Report;
use dom_smoothie::{Config, Readability, TextMode};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Elements deeper than this are no page: browsers cut at 512.
const DEEPEST: usize = 600;

/// More elements than this are no page with one article.
const MOST_ELEMENTS: usize = 200_000;

/// Reads one saved page. Its text is the text of the article, with a blank line between blocks.
pub(crate) fn read(
    bytes: &[u8],
    origin: Origin,
    id: String,
    given: Option<&'static Encoding>,
) -> Result<Found, Detail> {
    if bytes.len() > plain::LIMIT {
        let advice = "save the article's own page";
        return Err(Detail::TooLarge { limit: plain::LIMIT >> 20, what: "one page", advice });
    }
    let known = given.map(|encoding| (encoding, EncodingFrom::Given));
    let known = known.or_else(|| declared(bytes).map(|encoding| (encoding, EncodingFrom::Declared)));
    let decoded = decode(bytes, known);
    // The extraction is another project's code, and pages are the wildest input there is: a panic in it costs the
    // batch one page.
    let extracted = catch_unwind(AssertUnwindSafe(|| extract(&decoded.text)));
    let (text, metadata) = extracted.unwrap_or(Err(Detail::NoArticle))?;
    let mut notices: Vec<String> = decoded.notice().into_iter().collect();
    let date = metadata.date.as_deref().and_then(crate::date::parse);
    if let (Some(stated), None) = (&metadata.date, date) {
        notices.push(crate::date::not_understood(stated));
    }
    let detected = Detected {
        encoding_from: decoded.from,
        date_from: date.map(|_| DateFrom::Page),
        ..undated(Kind::Page, decoded.encoding.name())
    };
    let report = Report {
        id,
        url: metadata.url,
        outlet: metadata.outlet,
        author: metadata.author,
        title: metadata.title,
        date,
        text_file: None,
        text,
        sha256: fingerprint(bytes),
    };
    Ok(Found { report, detected, origin, notices })
}

fn extract(html: &str) -> Result<(String, Metadata), Detail> {
    // JSON-LD is read by `metadata`, which knows graphs, lists and plain strings as authors.
    if nests_wildly(html.as_bytes()) {
        return Err(Detail::NoArticle);
    }
    let config = Config {
        text_mode: TextMode::Formatted,
        disable_json_ld: true,
        max_elements_to_parse: MOST_ELEMENTS,
        ..Config::default()
    };
    let mut page = Readability::new(html, None, Some(config)).map_err(|_| Detail::NoArticle)?;
    if is_too_deep(&page) {
        return Err(Detail::NoArticle);
    }
    let general = page.get_article_metadata(None);
    let mut metadata = metadata::read(&page.doc, html);
    let article = page.parse().map_err(|_| Detail::NoArticle)?;
    let text = tidy_text(&article.text_content);
    if !is_running_text(&text) {
        return Err(Detail::NoArticle);
    }
    let or = |first: Option<String>, second: Option<String>| tidy(first).or_else(|| tidy(second));
    metadata.title = or(metadata.title, or(Some(general.title), Some(article.title)));
    metadata.author = or(metadata.author, or(general.byline, article.byline));
    metadata.outlet = or(metadata.outlet, general.site_name);
    metadata.date = or(metadata.date, general.published_time);
    metadata.url = or(metadata.url, general.url);
    Ok((text, metadata))
}

/// Whether far more elements are opened than closed. The parser takes a time that grows with the square of the depth: a minute
/// for a hundred thousand. Scripts may hold some tags in strings, so the bound is wider than [`DEEPEST`].
fn nests_wildly(html: &[u8]) -> bool {
    // Elements that need not or cannot be closed.
    const OPEN: [&[u8]; 26] = [
        b"area", b"base", b"body", b"br", b"col", b"dd", b"dt", b"embed", b"head", b"hr", b"html", b"img", b"input",
        b"li", b"link", b"meta", b"option", b"p", b"path", b"source", b"tbody", b"td", b"th", b"tr", b"track", b"wbr",
    ];
    let mut depth = 0usize;
    for at in memchr::memchr_iter(b'<', html) {
        let rest = &html[at + 1..];
        match rest.first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(first) if first.is_ascii_alphabetic() => {
                let end = rest.iter().take(12).position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(12);
                let name = &rest[..end.min(rest.len())];
                depth += usize::from(!OPEN.iter().any(|open| open.eq_ignore_ascii_case(name)));
            }
            _ => {}
        }
        if depth > 4 * DEEPEST {
            return true;
        }
    }
    false
}

/// Walks the tree without recursion, which is what the check is there to spare others.
fn is_too_deep(page: &Readability) -> bool {
    let root = page.doc.root();
    let (mut node, mut depth) = (root, 0usize);
    loop {
        if let Some(child) = node.first_child() {
            (node, depth) = (child, depth + 1);
            if depth > DEEPEST {
                return true;
            }
            continue;
        }
        loop {
            if depth == 0 {
                return false;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => (node, depth) = (parent, depth - 1),
                None => return false,
            }
        }
    }
}

/// Blocks parted by blank lines, without hints to the typesetter: a soft hyphen in a page says where a browser may break a word and
/// is no part of it. Joiners inside emoji and other scripts stay.
fn tidy_text(text: &str) -> String {
    let text = crate::decode::unify_line_ends(text.to_owned());
    let mut out = String::with_capacity(text.len());
    for block in text.split('\n') {
        let block: String =
            block.chars().filter(|mark| !matches!(mark, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')).collect();
        let block = block.trim();
        if block.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(block);
    }
    out.push('\n');
    out
}

/// Whether there are some sentences: menus and lists of headlines have none. Twenty words in blocks of eight or more that end
/// like a sentence are less than any report has.
fn is_running_text(text: &str) -> bool {
    let ends = |block: &str| block.ends_with(['.', '!', '?', '…', '”', '"', '»', '’', ')', '。', ':']);
    let words = |block: &str| block.split_whitespace().count();
    let sentences = text.split('\n').filter(|block| ends(block.trim_end()) && words(block) >= 8);
    // Scripts without spaces between words count by characters.
    let dense = text.chars().filter(|mark| ('\u{3040}'..='\u{9fff}').contains(mark)).count();
    sentences.map(words).sum::<usize>() >= 20 || dense >= 60
}

/// The character set the page declares in its first kilobytes.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let lower = head.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = memchr::memmem::find(&lower[from..], b"charset") {
        from += found + "charset".len();
        let rest = lower[from..].trim_ascii_start();
        let Some(rest) = rest.strip_prefix(b"=") else { continue };
        let label = rest.trim_ascii_start().trim_ascii_start();
        let label = label.strip_prefix(b"\"").or_else(|| label.strip_prefix(b"'")).unwrap_or(label);
        let end = label.iter().position(|byte| matches!(byte, b'"' | b'\'' | b';' | b'>' | b' ' | b'/' | b'\n'));
        if let Some(encoding) = Encoding::for_label(&label[..end.unwrap_or(label.len())]) {
            // A page whose declaration can be read byte by byte is not in UTF-16; the standard says UTF-8.
            return Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found() {
        let table: [(&[u8], Option<&str>); 4] = [
            (b"<meta charset=\"iso-8859-2\">", Some("ISO-8859-2")),
            (b"<META http-equiv=Content-Type content='text/html; charset=GBK'>", Some("GBK")),
            (b"<meta charset=utf-16>", Some("UTF-8")),
            (b"<p>charset is a word", None),
        ];
        for (page, name) in table {
            assert_eq!(declared(page).map(Encoding::name), name);
        }
    }

    #[test]
    fn text_of_a_page_has_no_typesetting_hints() {
        assert_eq!(tidy_text("Ver\u{ad}trag \r\n\n\n  👩\u{200d}👧 two "), "Vertrag\n\n👩\u{200d}👧 two\n");
    }
}
