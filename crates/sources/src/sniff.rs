//! What kind of input it is: by the file's name, or by its first bytes.

use crate::error::Detail;
use std::path::Path;

/// The kinds of input that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Plain text.
    Text,
    /// Markdown, read as the plain text it is.
    Markdown,
    /// A saved HTML page.
    Page,
    /// One JSON object a line.
    JsonLines,
    /// One JSON object, or an array of them.
    Json,
    /// A comma-separated table with a header line.
    Csv,
    /// A tab-separated table with a header line.
    Tsv,
}

impl Kind {
    /// The name as the user writes it: `text`, `markdown`, `html`, `jsonl`, `json`, `csv`, `tsv`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Page => "html",
            Self::JsonLines => "jsonl",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
        }
    }

    /// The kind of that [`name`](Self::name).
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Text, Self::Markdown, Self::Page, Self::JsonLines, Self::Json, Self::Csv, Self::Tsv]
            .into_iter()
            .find(|kind| kind.name() == name)
    }

    pub(crate) fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match extension.as_str() {
            "txt" | "text" => Self::Text,
            "md" | "markdown" => Self::Markdown,
            "html" | "htm" | "xhtml" => Self::Page,
            "jsonl" | "ndjson" => Self::JsonLines,
            "json" => Self::Json,
            "csv" => Self::Csv,
            "tsv" | "tab" => Self::Tsv,
            _ => return None,
        })
    }

    /// The kind by the first characters, for standard input and files with an extension that says nothing.
    pub(crate) fn of_text(head: &str) -> Self {
        let text = head.trim_start_matches('\u{feff}').trim_start();
        let lower: String = text.chars().take(400).flat_map(char::to_lowercase).collect();
        if lower.starts_with("<!doctype html") || lower.starts_with("<html") || looks_like_page(&lower) {
            return Self::Page;
        }
        let first = text.lines().next().unwrap_or_default();
        if text.starts_with('{') {
            // A whole object on the first line and something after it: one object a line.
            let whole = serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok();
            let more = text[first.len()..].trim_start().starts_with('{');
            return if whole && more { Self::JsonLines } else { Self::Json };
        }
        if text.starts_with('[') && text[1..].trim_start().starts_with(['{', ']']) {
            return Self::Json;
        }
        // A table is only taken for one when its header has a column of a known name for the text or the file.
        for (separator, kind) in [(',', Self::Csv), ('\t', Self::Tsv)] {
            let mut names = first.split(separator).map(|name| name.trim().trim_matches('"').to_lowercase());
            if first.contains(separator) && names.any(|name| name == "text") && first.len() < 400 {
                return kind;
            }
        }
        Self::Text
    }
}

fn looks_like_page(lower: &str) -> bool {
    lower.starts_with("<!--") && lower.contains("<html")
        || lower.starts_with("<?xml") && lower.contains("<html")
        || ["<head>", "<body>", "<article", "<div", "<p>", "<p "].iter().any(|tag| lower.starts_with(tag))
}

/// Says what it is if it is no text.
pub(crate) fn refuse_binary(head: &[u8]) -> Result<(), Detail> {
    const MAGIC: [(&[u8], &str, &str); 8] = [
        (b"%PDF-", "a PDF", "save its text as .txt first"),
        (b"PK\x03\x04", "a zip archive or an office document", "unpack it, or save its text as .txt first"),
        (b"\xd0\xcf\x11\xe0", "an old office document", "save its text as .txt first"),
        (b"\x1f\x8b", "compressed with gzip", "unpack it first"),
        (b"\x28\xb5\x2f\xfd", "compressed with Zstandard", "unpack it first"),
        (b"\x89PNG", "a picture", "name the files with text"),
        (b"\xff\xd8\xff", "a picture", "name the files with text"),
        (b"{\\rtf", "rich text (RTF)", "save its text as .txt first"),
    ];
    if let Some((_, what, advice)) = MAGIC.iter().find(|(magic, ..)| head.starts_with(magic)) {
        return Err(Detail::Binary(what, advice));
    }
    let control = head.iter().filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t'..=b'\r' | 0x1b)).count();
    if crate::decode::is_utf16(head) || control * 100 <= head.len() && !head.contains(&0) {
        return Ok(());
    }
    Err(Detail::Binary("binary data", "name the files with text, or give the character set"))
}
