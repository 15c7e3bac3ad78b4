//! What the person at the terminal sees: colours, width, progress. All of it plain in a pipe.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// How results for people are set.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Whether colours are used.
    pub colours: bool,
    /// Columns to wrap at.
    pub width: usize,
}

/// What a stretch of text is, which decides its colour.
#[derive(Debug, Clone, Copy)]
pub enum Tone {
    /// The thing to look at first.
    Strong,
    /// What is there when asked for.
    Faint,
    /// The report's own words.
    Words,
}

/// Columns where there is no terminal to ask.
const PLAIN_WIDTH: usize = 100;

impl Style {
    /// The style of standard output. Colours only on a terminal, and never where `NO_COLOR` is set (no-color.org).
    pub fn of_stdout() -> Self {
        let terminal = std::io::stdout().is_terminal();
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let width = terminal.then(terminal_size::terminal_size).flatten().map(|(width, _)| usize::from(width.0));
        // Lines much longer than that are hard to read.
        Self { colours: terminal && !refused, width: width.unwrap_or(PLAIN_WIDTH).clamp(30, 120) }
    }

    /// The text in its tone.
    pub fn paint(&self, tone: Tone, text: &str) -> String {
        if !self.colours || text.is_empty() {
            return text.to_owned();
        }
        let code = match tone {
            Tone::Strong => "1",
            Tone::Faint => "2",
            Tone::Words => "36",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }

    /// The text in lines that fit, each behind `indent` spaces and in its tone.
    pub fn wrapped(&self, tone: Tone, indent: usize, text: &str) -> String {
        let width = self.width.saturating_sub(indent).max(20);
        let mut lines = String::new();
        for line in textwrap::wrap(text, width) {
            lines.push_str(&" ".repeat(indent));
            lines.push_str(&self.paint(tone, &line));
            lines.push('\n');
        }
        lines
    }
}

/// The text on one line, without what would steer the terminal: a report may hold escape sequences.
pub fn tame(text: &str) -> String {
    let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
    spaced.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// A line on standard error that says how far a batch is; only on a terminal, and only when waiting is felt.
pub struct Progress {
    since: Instant,
    last: Option<Instant>,
    terminal: bool,
}

impl Progress {
    /// Starts the clock.
    pub fn start() -> Self {
        Self { since: Instant::now(), last: None, terminal: std::io::stderr().is_terminal() }
    }

    /// Shows the line, at most ten times a second and not in the first half second.
    pub fn show(&mut self, line: impl FnOnce() -> String) {
        let due = self.last.map_or(self.since + Duration::from_millis(500), |last| last + Duration::from_millis(100));
        if self.terminal && Instant::now() >= due {
            self.last = Some(Instant::now());
            eprint!("\r\x1b[K{}", line());
            let _ = std::io::stderr().flush();
        }
    }

    /// Clears the line, before anything else is printed.
    pub fn clear(&mut self) {
        if self.terminal && self.last.is_some() {
            eprint!("\r\x1b[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_steer_the_terminal() {
        assert_eq!(tame("a\x1b[31m\n\t b\u{9b}2J"), "a\u{fffd}[31m b\u{fffd}2J");
    }

    #[test]
    fn lines_fit_behind_their_indent() {
        let style = Style { colours: false, width: 30 };
        let lines = style.wrapped(Tone::Words, 4, "one two three four five six seven eight nine ten");
        assert!(lines.lines().all(|line| line.starts_with("    ") && line.chars().count() <= 30), "{lines}");
        assert!(!lines.contains('\x1b'));
    }
}
