//! The quotations of a draft, and the parts that ellipses and bracketed insertions cut them into.

use crate::draft::View;
use crate::words::{Placed, Word, is_apostrophe, is_double_mark, words};
use codebook::Span;
use std::ops::Range;

/// A quotation as the draft has it.
#[derive(Debug)]
pub(crate) struct Quotation {
    /// Characters of the view, marks left out.
    pub range: Range<usize>,
    /// Words between two cuts; never empty.
    pub parts: Vec<Part>,
    /// Bracketed words that the draft put in.
    pub insertions: Vec<String>,
    /// Whether it ends in an ellipsis.
    pub trails_off: bool,
    /// What a block quote's last line says of its source.
    pub credit: Option<Range<usize>>,
}

/// Words that must stand together.
#[derive(Debug)]
pub(crate) struct Part {
    pub words: Vec<Word>,
    /// What cuts it from the part before.
    pub cut: Cut,
}

/// What parts two parts of a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    Start,
    Ellipsis,
    Insertion,
}

/// What was found in a draft.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub quotations: Vec<Quotation>,
    /// Opening marks that nothing closes.
    pub unclosed: Vec<Span>,
}

/// Finds the quotations of a draft, in text order. A quotation inside another is part of it.
pub(crate) fn quotations(view: &View) -> Found {
    let mut found = Found::default();
    let mut ranges: Vec<(Range<usize>, Option<Range<usize>>)> = Vec::new();
    let mut at = 0;
    while at < view.chars.len() {
        if let Some(block) = view.blocks.iter().find(|block| block.start == at)
            && let Some((words, credit)) = whole_block(&view.chars, block)
        {
            ranges.push((words, credit));
            at = block.end;
            continue;
        }
        if !opens(&view.chars, at) {
            at += 1;
            continue;
        }
        match close(&view.chars, at) {
            Some(end) => {
                ranges.push((at + 1..end, None));
                at = end + 1;
            }
            None => {
                // A lone single mark is an apostrophe.
                if is_double_mark(view.chars[at].c) {
                    found.unclosed.push(view.chars[at].span);
                }
                at += 1;
            }
        }
    }
    for (range, credit) in ranges {
        let (parts, insertions, trails_off) = parts(&view.chars[range.clone()]);
        if !parts.is_empty() {
            found.quotations.push(Quotation { range, parts, insertions, trails_off, credit });
        }
    }
    found
}

/// A block quote is one quotation, unless it holds words outside quotation marks of its own.
fn whole_block(chars: &[Placed], block: &Range<usize>) -> Option<(Range<usize>, Option<Range<usize>>)> {
    let text: Vec<char> = chars[block.clone()].iter().map(|placed| placed.c).collect();
    let start = block.start + text.iter().position(|c| !c.is_whitespace())?;
    let mut end = block.start + text.iter().rposition(|c| !c.is_whitespace())? + 1;
    let mut credit = None;
    let line = chars[start..end].iter().rposition(|placed| placed.c == '\n').map(|at| start + at + 1);
    if let Some(line) = line.filter(|&line| matches!(chars[line].c, '—' | '–' | '-' | '―')) {
        credit = Some(line..end);
        end = start + chars[start..line].iter().rposition(|placed| !placed.c.is_whitespace())? + 1;
    }
    if opens(chars, start) && close(chars, start) == Some(end - 1) {
        return Some((start + 1..end - 1, credit));
    }
    // Marks inside show that the block is told in the writer's own words, or quotes a report whole; either way the
    // quotations inside are what can be checked, unless there are none.
    let marked = (start..end).any(|at| is_double_mark(chars[at].c));
    (!marked).then_some((start..end, credit))
}

fn char_at(chars: &[Placed], at: usize) -> char {
    chars.get(at).map_or(' ', |placed| placed.c)
}

fn before(chars: &[Placed], at: usize) -> char {
    if at == 0 { ' ' } else { char_at(chars, at - 1) }
}

/// Whether a quotation may open here.
fn opens(chars: &[Placed], at: usize) -> bool {
    let (previous, here, next) = (before(chars, at), char_at(chars, at), char_at(chars, at + 1));
    let starts = !next.is_whitespace() && !previous.is_alphanumeric();
    match here {
        '“' | '„' | '‟' | '«' | '「' | '『' => !next.is_whitespace() || here == '«',
        '"' | '″' => {
            starts && !matches!(next, ',' | '.' | ';' | ')') && !matches!(previous, '.' | ',' | '!' | '?' | '…')
        }
        // Some texts open with the mark that closes in others.
        '»' => starts && previous.is_whitespace(),
        '‘' | '\'' | '‚' | '‹' | '`' => {
            starts && (next.is_alphanumeric() || matches!(next, '[' | '…' | '“' | '"')) && !elision(chars, at)
        }
        _ => false,
    }
}

/// Words that begin with an apostrophe: "'90s", "'tis".
fn elision(chars: &[Placed], at: usize) -> bool {
    let word: String =
        chars[at + 1..].iter().take(6).map(|placed| placed.c).take_while(|c| c.is_alphanumeric()).collect();
    let word = word.to_lowercase();
    let decade = word.len() == 3 && word.ends_with('s') && word[..2].chars().all(|c| c.is_ascii_digit());
    decade || matches!(word.as_str(), "tis" | "twas" | "em" | "til" | "cause" | "n" | "round" | "bout")
}

/// Where the quotation opened at `open` closes.
///
/// A paragraph that ends unclosed runs on where the next opens with the same mark, as multi-paragraph quotations do.
fn close(chars: &[Placed], open: usize) -> Option<usize> {
    let mark = chars[open].c;
    if matches!(mark, '‘' | '\'' | '‚' | '`') {
        return close_single(chars, open);
    }
    let mut depth = 0;
    let mut at = open + 1;
    while at < chars.len() {
        let (c, next) = (chars[at].c, char_at(chars, at + 1));
        if c == '\n' && next == '\n' {
            let resume = (at..chars.len()).find(|&at| !chars[at].c.is_whitespace())?;
            if chars[resume].c != mark {
                return None;
            }
            at = resume + 1;
            continue;
        }
        let closes = match mark {
            '“' | '‟' => matches!(c, '”' | '"'),
            '„' => matches!(c, '“' | '”' | '"'),
            '«' => c == '»',
            '»' => c == '«',
            '‹' => c == '›',
            '「' => c == '」',
            '『' => c == '』',
            _ => is_double_mark(c) && !opens(chars, at),
        };
        if closes {
            if depth == 0 {
                return Some(at);
            }
            depth -= 1;
        } else if c == mark && !matches!(mark, '"' | '″') {
            depth += 1;
        }
        at += 1;
    }
    None
}

/// A single mark closes after a word and before anything but a letter. A plural's apostrophe looks the same, so
/// of several places in the paragraph the first that cannot be one is taken.
fn close_single(chars: &[Placed], open: usize) -> Option<usize> {
    let mut plural = None;
    for at in open + 1..chars.len() {
        let (previous, c, next) = (before(chars, at), chars[at].c, char_at(chars, at + 1));
        if (c == '\n' && next == '\n') || (at > open + 1 && matches!(c, '‘' | '\'' | '`') && opens(chars, at)) {
            break;
        }
        if !is_apostrophe(c) || previous.is_whitespace() || next.is_alphanumeric() {
            continue;
        }
        let follows = char_at(chars, at + 2);
        if matches!(previous, 's' | 'z' | 'x') && next == ' ' && follows.is_lowercase() {
            plural = plural.or(Some(at));
            continue;
        }
        return Some(at);
    }
    plural
}

/// Cuts a quotation at ellipses and insertions.
fn parts(chars: &[Placed]) -> (Vec<Part>, Vec<String>, bool) {
    let mut parts: Vec<Part> = Vec::new();
    let mut insertions = Vec::new();
    let mut run: Vec<Placed> = Vec::new();
    let mut cut = Cut::Start;
    let mut trails_off = false;
    let mut flush = |run: &mut Vec<Placed>, cut: Cut| {
        let words = words(run);
        run.clear();
        let any = !words.is_empty();
        if any {
            let cut = if parts.is_empty() { Cut::Start } else { cut };
            parts.push(Part { words, cut });
        }
        any
    };
    let mut at = 0;
    while at < chars.len() {
        if let Some(end) = ellipsis(chars, at) {
            flush(&mut run, cut);
            cut = Cut::Ellipsis;
            trails_off = true;
            at = end;
            continue;
        }
        if let Some(close) = bracketed(chars, at) {
            let inside: String = chars[at + 1..close].iter().map(|placed| placed.c).collect();
            if char_at(chars, close + 1).is_alphanumeric() && inside.chars().count() == 1 {
                run.extend(&chars[at + 1..close]);
            } else if !inside.eq_ignore_ascii_case("sic") {
                let mut words = inside;
                // "walk[ed]": the whole word is the draft's.
                while run.last().is_some_and(|placed| placed.c.is_alphanumeric()) {
                    words.insert(0, run.pop().map_or(' ', |placed| placed.c));
                }
                if flush(&mut run, cut) || cut != Cut::Ellipsis {
                    cut = Cut::Insertion;
                }
                insertions.push(words);
                trails_off = false;
            }
            at = close + 1;
            continue;
        }
        if chars[at].c.is_alphanumeric() {
            trails_off = false;
        }
        run.push(chars[at]);
        at += 1;
    }
    flush(&mut run, cut);
    (parts, insertions, trails_off)
}

/// Where a bracket that opens here closes; a bracket holds a few words at most.
fn bracketed(chars: &[Placed], at: usize) -> Option<usize> {
    let ahead = chars.get(at..)?.iter().take(80);
    if chars[at].c == '[' { ahead.into_iter().position(|placed| placed.c == ']').map(|n| at + n) } else { None }
}

/// The end of an ellipsis that starts here: "…", "...", ". . .", in brackets or not.
fn ellipsis(chars: &[Placed], at: usize) -> Option<usize> {
    let bracket = match char_at(chars, at) {
        '[' => Some(']'),
        '(' => Some(')'),
        _ => None,
    };
    let mut here = at + usize::from(bracket.is_some());
    let mut dots = 0;
    let mut end = here;
    while here < chars.len() {
        match chars[here].c {
            '…' => dots += 3,
            '.' => dots += 1,
            ' ' | '\u{a0}' => {
                here += 1;
                continue;
            }
            _ => break,
        }
        here += 1;
        end = here;
    }
    if dots < 3 {
        return None;
    }
    match bracket {
        Some(close) => (char_at(chars, here) == close).then_some(here + 1),
        None => Some(end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Draft, Format};

    fn found(text: &str, format: Format) -> Vec<String> {
        let view = View::new(&Draft { text, format, statements: None });
        quotations(&view)
            .quotations
            .iter()
            .map(|quotation| {
                let parts = quotation
                    .parts
                    .iter()
                    .map(|part| part.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "));
                parts.collect::<Vec<_>>().join(" | ")
            })
            .collect()
    }

    #[test]
    fn quotations_are_found() {
        let rows: [(&str, &[&str]); 14] = [
            ("He said “we go” and 'we stay'.", &["we go", "we stay"]),
            ("\"We go,\" he said. \"We stay.\"", &["We go", "We stay"]),
            ("It's the parties' plan since the '90s, Ann's too.", &[]),
            ("‘The parties’ plan is dead,’ he said.", &["The parties plan is dead"]),
            ("“He told us ‘no’ twice,” she said", &["He told us no twice"]),
            ("„Wir gehen“, «on y va», »so«", &["Wir gehen", "on y va", "so"]),
            ("“We … go [...] now. . . at [the] last [sic] hour”", &["We | go | now | at | last hour"]),
            ("“[T]hey walk[ed] home”", &["They | home"]),
            ("“One.\n\n“Two.”", &["One Two"]),
            ("\"One.\n\n\"Two.\" Three", &["One Two"]),
            ("never closed “and so on", &[]),
            ("“…”", &[]),
            ("5'10\" tall and 12\" wide", &[]),
            ("(“so”) ‘tis ‘so’", &["so", "so"]),
        ];
        let wrong: Vec<String> = rows
            .iter()
            .filter(|(text, expected)| found(text, Format::Text) != *expected)
            .map(|(text, expected)| format!("{text}: {:?}, not {expected:?}", found(text, Format::Text)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn block_quotes_are_quotations() {
        assert_eq!(found("> We go.\n>\n> We stay.\n>\n> — Ann Lee", Format::Markdown), ["We go We stay"]);
        assert_eq!(found("> “We go.”", Format::Markdown), ["We go"]);
        assert_eq!(found("> Ann said “we go” twice.", Format::Markdown), ["we go"]);
        assert_eq!(found("\"We **never** [go](u)\"[^1].\n\n[^1]: x", Format::Markdown), ["We never go"]);
    }
}
