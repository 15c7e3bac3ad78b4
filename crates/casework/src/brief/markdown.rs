//! A brief in Markdown.

use super::document::{Block, Document, Inline};
use std::fmt::Write as _;

pub(crate) fn write(document: &Document) -> String {
    let mut out = format!("# {}\n\n{}\n", plain(&document.title), plain(&document.subtitle));
    out.push('\n');
    // Writing to a String cannot fail.
    for block in &document.blocks {
        match block {
            Block::Heading(words) => {
                let _ = writeln!(out, "\n## {}\n", plain(words));
            }
            Block::Paragraph(words) => {
                let _ = writeln!(out, "{}\n", inline(words));
            }
            Block::Table { head, rows } => {
                let cells = |all: Vec<String>| format!("| {} |\n", all.join(" | "));
                out += &cells(head.iter().map(|words| plain(words)).collect());
                out += &cells(head.iter().map(|_| "---".to_owned()).collect());
                for row in rows {
                    out += &cells(row.iter().map(|cell| inline(cell).replace('|', "\\|")).collect());
                }
                out.push('\n');
            }
            Block::Picture { .. } => {}
        }
    }
    out.push_str("\n## Evidence\n\n| | Words | Source |\n| --- | --- | --- |\n");
    for (at, evidence) in document.evidence.iter().enumerate() {
        let words: Vec<String> = evidence.words.iter().map(|words| quote(words)).collect();
        let cells =
            format!("{} | {}", words.join(" … ").replace('|', "\\|"), plain(&evidence.note).replace('|', "\\|"));
        let _ = writeln!(out, "| {} | {cells} |", at + 1);
    }
    out
}

fn inline(words: &[Inline]) -> String {
    let one = |word: &Inline| match word {
        Inline::Text(words) => unmarked(words),
        Inline::Strong(words) => format!("**{}**", unmarked(words)),
        Inline::Quote(words) => quote(words),
        Inline::Reference(number) => format!("[{number}]"),
    };
    words.iter().map(one).collect()
}

/// Words of the brief's own quote nobody; a mark that a report's words left in them would open a quotation.
fn unmarked(words: &str) -> String {
    plain(&words.replace(['"', '“', '”', '„', '«', '»'], ""))
}

fn quote(words: &str) -> String {
    // Marks inside a quotation become single ones, as is usual, so that it ends where it ends.
    let inner: String = words
        .chars()
        .map(|c| match c {
            '"' => '\'',
            '“' => '‘',
            '”' => '’',
            other => other,
        })
        .collect();
    format!("“{}”", plain(&inner))
}

/// On one line, with what Markdown would read as marks escaped.
fn plain(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let lead = if words.starts_with(char::is_whitespace) { " " } else { "" };
    let tail = if words.len() > 1 && words.ends_with(char::is_whitespace) { " " } else { "" };
    let mut out = String::from(lead);
    for c in line.chars() {
        if matches!(c, '*' | '_' | '`' | '\\' | '<' | '>' | '[' | ']') {
            out.push('\\');
        }
        out.push(c);
    }
    out + tail
}
