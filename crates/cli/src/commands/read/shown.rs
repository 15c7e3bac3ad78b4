//! A reading as people read it.

use crate::terminal::{Style, Tone, tame};
use detente::codebook::{CodePoints, Party, Position, Reading, Span, Statement, slice};
use detente::sources::{DateFrom, Detected, Found};
use std::collections::HashSet;
use std::fmt;
use std::io::{self, Write};

/// What readings add up to.
#[derive(Debug, Default)]
pub struct Counts {
    statements: usize,
    positions: usize,
    speakers: HashSet<(Option<String>, Option<Party>)>,
    parties: HashSet<Party>,
}

impl Counts {
    /// Adds one report's reading.
    pub fn add(&mut self, reading: &Reading) {
        self.statements += reading.statements.len();
        self.positions += reading.positions.len();
        let speakers = reading.statements.iter().map(|s| (s.speaker.name.clone(), s.speaker.party.clone()));
        self.speakers.extend(speakers.filter(|(name, party)| name.is_some() || party.is_some()));
        self.parties.extend(reading.positions.iter().filter_map(|p| p.party.clone()));
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let statements = counted(self.statements, "statement", "statements");
        let speakers = counted(self.speakers.len(), "known speaker", "known speakers");
        write!(f, "{statements} by {speakers}")?;
        if self.positions > 0 {
            let positions = counted(self.positions, "position", "positions");
            write!(f, ", {positions} of {}", counted(self.parties.len(), "party", "parties"))?;
        }
        Ok(())
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Prints the report's head, its statements with the positions they carry, the positions of the report itself, and a
/// line that sums up.
pub fn report(out: &mut impl Write, style: &Style, found: &Found, reading: &Reading) -> io::Result<()> {
    head(out, style, found)?;
    let page = Page { style, text: &found.report.text, lines: Lines::new(&found.report.text), reading };
    for statement in &reading.statements {
        writeln!(out)?;
        page.statement(out, statement)?;
    }
    let own: Vec<&Position> = reading.positions.iter().filter(|p| p.statement.is_none()).collect();
    if !own.is_empty() {
        writeln!(out, "\n{}", style.paint(Tone::Strong, "In the report's own words"))?;
    }
    for position in own {
        page.position(out, 4, position)?;
    }
    let mut counts = Counts::default();
    counts.add(reading);
    writeln!(out, "\n{}: {counts}", tame(&found.report.id))
}

fn head(out: &mut impl Write, style: &Style, found: &Found) -> io::Result<()> {
    let report = &found.report;
    let date = report.date.map_or("undated".to_owned(), |date| date.to_string());
    let parts = [Some(report.id.as_str()), Some(date.as_str()), report.outlet.as_deref(), report.author.as_deref()];
    let line: Vec<String> = parts.into_iter().flatten().map(tame).collect();
    write!(out, "{}", style.wrapped(Tone::Strong, 0, &line.join(" · ")))?;
    if let Some(title) = &report.title {
        write!(out, "{}", style.wrapped(Tone::Strong, 0, &tame(title)))?;
    }
    write!(out, "{}", style.wrapped(Tone::Faint, 0, &detected(&found.detected)))
}

/// What was detected and how surely, so that it can be corrected.
fn detected(found: &Detected) -> String {
    let sure = if found.encoding_sure() { "" } else { " (guessed)" };
    let mut parts = vec![found.kind.name().to_owned(), format!("{}{sure}", found.encoding)];
    parts.push(match found.language {
        Some(code) => format!("{code} ({:.2})", found.language_confidence),
        None => "language unknown".to_owned(),
    });
    parts.push(
        match found.date_from {
            Some(DateFrom::Given) => "date given",
            Some(DateFrom::Manifest) => "date from the manifest",
            Some(DateFrom::Record) => "date from the record",
            Some(DateFrom::Page) => "date from the page",
            Some(DateFrom::Dateline) => "date from the dateline",
            Some(_) | None => "no date found",
        }
        .to_owned(),
    );
    parts.join(", ")
}

/// One report being printed.
struct Page<'r> {
    style: &'r Style,
    text: &'r str,
    lines: Lines<'r>,
    reading: &'r Reading,
}

impl Page<'_> {
    fn statement(&self, out: &mut impl Write, statement: &Statement) -> io::Result<()> {
        let outer = self.chain(statement);
        let indent = 4 * outer.len();
        let mut line = format!("{}  {}", statement.id, self.who(statement));
        let told: Vec<String> = outer.iter().map(|outer| self.who(outer)).collect();
        if !told.is_empty() {
            line.push_str(&format!(", as told by {}", told.join(", as told by ")));
        }
        let said = tame(&format!("{} {}", slice(self.text, &statement.source), slice(self.text, &statement.cue)));
        let mut rest = vec![format!("“{}”", said.trim()), statement.form.name().to_owned()];
        if statement.hedged {
            rest.push("hedged".to_owned());
        }
        rest.push(self.place(&statement.content));
        rest.push(format!("{:.2}", statement.confidence));
        write!(out, "{}", self.style.wrapped(Tone::Strong, indent, &line))?;
        write!(out, "{}", self.style.wrapped(Tone::Faint, indent + 4, &rest.join(" · ")))?;
        let words = tame(&slice(self.text, &statement.content));
        write!(out, "{}", self.style.wrapped(Tone::Words, indent + 4, &words))?;
        let carried = self.reading.positions.iter().filter(|p| p.statement.as_deref() == Some(&statement.id));
        for position in carried {
            self.position(out, indent + 4, position)?;
        }
        Ok(())
    }

    /// The statements it stands inside, the nearest first.
    fn chain(&self, statement: &Statement) -> Vec<&Statement> {
        let mut chain: Vec<&Statement> = Vec::new();
        let mut via = statement.via.as_deref();
        while let Some(outer) = via.and_then(|id| self.reading.statements.iter().find(|s| s.id == id)) {
            // A reading has no circles; a damaged one must not hang the program.
            if chain.len() >= self.reading.statements.len() {
                break;
            }
            chain.push(outer);
            via = outer.via.as_deref();
        }
        chain
    }

    /// The speaker as far as known: name, party, or the words of the report.
    fn who(&self, statement: &Statement) -> String {
        let name = statement.speaker.name.clone().unwrap_or_else(|| slice(self.text, &statement.source));
        let name = if name.is_empty() { "no source named".to_owned() } else { tame(&name) };
        match &statement.speaker.party {
            Some(party) => format!("{name} ({party})"),
            None => name,
        }
    }

    fn position(&self, out: &mut impl Write, indent: usize, position: &Position) -> io::Result<()> {
        let party = position.party.as_ref().map_or("?", |party| party.code());
        let mut line = format!("→ {party} {} · {}", position.act, position.issue);
        if let Some(target) = &position.target {
            line.push_str(&format!(" · towards {target}"));
        }
        line.push_str(&format!(": {}", slice(self.text, &position.proposal)));
        for (label, spans) in [("condition", &position.condition), ("grounds", &position.grounds)] {
            if !spans.is_empty() {
                line.push_str(&format!(" · {label}: {}", slice(self.text, spans)));
            }
        }
        line.push_str(&format!(" · {} · {:.2}", self.place(&position.proposal), position.confidence));
        write!(out, "{}", self.style.wrapped(Tone::Strong, indent, &tame(&line)))
    }

    /// Where words begin and end, as line:column counted from 1, in characters.
    fn place(&self, spans: &[Span]) -> String {
        let at = |byte: usize| self.lines.place(byte);
        match (spans.first(), spans.last()) {
            (Some(first), Some(last)) => {
                let ((line, column), (end_line, end_column)) = (at(first.start), at(last.end));
                if line == end_line {
                    format!("{line}:{column}–{end_column}")
                } else {
                    format!("{line}:{column}–{end_line}:{end_column}")
                }
            }
            _ => "no words".to_owned(),
        }
    }
}

/// Byte offsets to lines and columns.
struct Lines<'t> {
    points: CodePoints<'t>,
    /// Byte at which each line starts.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { points: CodePoints::new(text), starts }
    }

    fn place(&self, byte: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|&start| start <= byte);
        let start = self.starts[line.saturating_sub(1)];
        (line, self.points.of_byte(byte) - self.points.of_byte(start) + 1)
    }
}
