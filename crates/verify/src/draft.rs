//! A draft as it reads: Markdown marks taken out, every character with its place in the source.

use crate::words::{Placed, placed};
use codebook::{Span, Statement};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// How a draft is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// As it stands.
    #[default]
    Text,
    /// CommonMark with tables and footnotes.
    Markdown,
}

/// A draft to check.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'d> {
    /// Its text.
    pub text: &'d str,
    /// How it is written.
    pub format: Format,
    /// What a reader found in it, with spans into `text`; `None` where no reader was asked.
    pub statements: Option<&'d [Statement]>,
}

/// A draft as it reads.
#[derive(Debug, Default)]
pub(crate) struct View {
    /// Blocks are parted by a blank line.
    pub chars: Vec<Placed>,
    /// Block quotes, as ranges of `chars`; the outermost only.
    pub blocks: Vec<std::ops::Range<usize>>,
}

impl View {
    pub fn new(draft: &Draft<'_>) -> Self {
        match draft.format {
            // Line ends of any kind read as one character.
            Format::Text => {
                Self { chars: placed(draft.text).filter(|placed| placed.c != '\r').collect(), blocks: Vec::new() }
            }
            Format::Markdown => markdown(draft.text),
        }
    }

    /// The place of a range of characters in the source.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        let chars = &self.chars[range];
        match (chars.first(), chars.last()) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end.max(first.span.start)),
            _ => Span::new(0, 0),
        }
    }
}

fn markdown(text: &str) -> View {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut view = View::default();
    let mut code = false;
    let mut depth = 0;
    let mut opened = 0;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let here = Span::new(range.start, range.end);
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::MetadataBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock | TagEnd::MetadataBlock(_)) => code = false,
            Event::Start(Tag::BlockQuote(_)) => {
                if depth == 0 {
                    opened = view.chars.len();
                }
                depth += 1;
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                depth -= 1;
                if depth == 0 && view.chars.len() > opened {
                    view.blocks.push(opened..view.chars.len());
                }
            }
            Event::Text(words) if !code => push(&mut view.chars, text, &words, here),
            Event::SoftBreak | Event::HardBreak => view.chars.push(Placed { c: '\n', span: here }),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::TableCell
                | TagEnd::TableRow
                | TagEnd::FootnoteDefinition,
            ) => {
                let end = Span::new(here.end, here.end);
                view.chars.extend([Placed { c: '\n', span: end }, Placed { c: '\n', span: end }]);
            }
            _ => {}
        }
    }
    view
}

/// The draft as a reader of running text should have it: tables and code blanked, every byte in its place.
///
/// A cell names its row, not its speaker, and a reader made for prose finds people speaking in both. Quotations in tables
/// are checked like any other.
pub fn running(text: &str, format: Format) -> String {
    if format == Format::Text {
        return text.to_owned();
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut out = String::with_capacity(text.len());
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let apart = matches!(event, Event::Start(Tag::Table(_) | Tag::CodeBlock(_)) | Event::Code(_));
        if !apart || range.start < out.len() {
            continue;
        }
        out.push_str(&text[out.len()..range.start]);
        // White space of as many bytes, so that every span of what is left fits the draft.
        out.extend(text[range].chars().map(|c| match (c, c.len_utf8()) {
            ('\n' | '\r', _) => c.to_string(),
            (_, 2) => "\u{a0}".to_owned(),
            (_, 3) => "\u{2003}".to_owned(),
            (_, bytes) => " ".repeat(bytes),
        }));
    }
    out.push_str(&text[out.len()..]);
    out
}

/// Text as the source has it keeps its places; an entity or escape stands for the whole of its source.
fn push(chars: &mut Vec<Placed>, text: &str, words: &str, here: Span) {
    if here.of(text) == Some(words) {
        chars.extend(placed(words).map(|placed| Placed {
            c: placed.c,
            span: Span::new(here.start + placed.span.start, here.start + placed.span.end),
        }));
    } else {
        chars.extend(words.chars().map(|c| Placed { c, span: here }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(text: &str) -> String {
        let view = View::new(&Draft { text, format: Format::Markdown, statements: None });
        for placed in &view.chars {
            assert!(placed.span.of(text).is_some());
        }
        view.chars.iter().map(|placed| placed.c).collect::<String>().trim().to_owned()
    }

    #[test]
    fn marks_are_taken_out() {
        assert_eq!(
            reads("\"We *will* [not](https://x.example/a_b) go\"[^1]\n\n[^1]: there").lines().next(),
            Some("\"We will not go\"")
        );
        assert_eq!(reads("one\n\n```\n\"code\"\n```\n\ntwo"), "one\n\ntwo");
        assert_eq!(reads("&ldquo;Go&rdquo; \\*"), "“Go” *");
    }

    #[test]
    fn tables_and_code_are_no_running_text() {
        let text = "Ann said so.\n\n| Ann | says |\n| --- | --- |\n| é – 🙂 | no |\n\nBo `says` no.\n";
        let left = running(text, Format::Markdown);
        assert_eq!(left.len(), text.len());
        assert_eq!(left.split_whitespace().collect::<Vec<_>>().join(" "), "Ann said so. Bo no.");
        assert_eq!(left.find("Bo"), text.find("Bo"));
        assert_eq!(running(text, Format::Text), text);
    }

    #[test]
    fn block_quotes_are_known() {
        let text = "He said:\n\n> We go.\n>\n> We stay.\n\nDone.";
        let view = View::new(&Draft { text, format: Format::Markdown, statements: None });
        assert_eq!(view.blocks.len(), 1);
        let words: String = view.chars[view.blocks[0].clone()].iter().map(|placed| placed.c).collect();
        assert_eq!(words.trim(), "We go.\n\nWe stay.");
    }
}
