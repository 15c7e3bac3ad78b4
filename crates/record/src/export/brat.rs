//! brat standoff: the text of each report beside its annotations, offsets in code points.
//!
//! A statement is an event on its cue (on its content where no word signals it), a position an event on its
//! proposal. brat cannot mark across lines, so a span over several lines is written in pieces.

use super::provenance;
use crate::Record;
use crate::error::{RecordError, Result};
use crate::filter::Filter;
use crate::row::Coded;
use codebook::{Act, CodePoints, Span};
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::Path;

pub(super) fn write(record: &Record, filter: &Filter, folder: &Path) -> Result<usize> {
    let hash = record.hash()?;
    let place = |name: &str| folder.join(name);
    let put = |name: &str, text: &str| {
        let path = place(name);
        std::fs::write(&path, text).map_err(RecordError::io(format!("{}: writing", path.display())))
    };
    std::fs::create_dir_all(folder).map_err(RecordError::io(format!("{}: making the folder", folder.display())))?;
    let (mut count, mut values) = (0, Values::default());
    record.each_coded(filter, &mut |coded| {
        count += 1;
        let name = file_name(&coded.report.name);
        put(&format!("{name}.txt"), &coded.report.text)?;
        put(&format!("{name}.ann"), &annotations(&coded, filter, &hash, &mut values))
    })?;
    put("annotation.conf", &values.configuration())?;
    Ok(count)
}

/// A report's name as the name of a file, the same on every system.
fn file_name(name: &str) -> String {
    let safe = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
    let name: String = name.chars().map(safe).collect();
    if name.starts_with('.') { format!("_{name}") } else { name }
}

/// The values that attributes take, which brat wants declared.
#[derive(Default)]
struct Values {
    parties: BTreeSet<String>,
    issues: BTreeSet<String>,
}

impl Values {
    fn configuration(&self) -> String {
        let joined = |values: &BTreeSet<String>| values.iter().cloned().collect::<Vec<_>>().join("|");
        let acts = Act::ALL.map(Act::name).join("|");
        let parties = joined(&self.parties);
        format!(
            "[entities]\nSource\nCue\nContent\nProposal\nCondition\nGrounds\n\n[relations]\n\n[events]\n\
             Cue Source*:Source, Content*:Content, Via?:Cue\n\
             Proposal Condition*:Condition, Grounds*:Grounds, Statement?:Cue\n\n[attributes]\n\
             Hedged Arg:Cue\nForm Arg:Cue, Value:direct|indirect|mixed\nSpeaker Arg:Cue, Value:{parties}\n\
             Act Arg:Proposal, Value:{acts}\nIssue Arg:Proposal, Value:{}\nParty Arg:Proposal, Value:{parties}\n\
             Target Arg:Proposal, Value:{parties}\nVoice Arg:Proposal, Value:first-hand|second-hand\n",
            joined(&self.issues)
        )
    }
}

/// The lines of one file, with the next free number of each kind.
struct Lines<'t> {
    text: &'t str,
    points: CodePoints<'t>,
    out: String,
    spans: usize,
    attributes: usize,
    notes: usize,
}

impl Lines<'_> {
    /// Marks a role's words; several spans and several lines are pieces of one mark.
    fn mark(&mut self, role: &str, spans: &[Span]) -> Option<String> {
        let pieces: Vec<Span> = spans.iter().flat_map(|span| by_line(self.text, *span)).collect();
        if pieces.is_empty() {
            return None;
        }
        self.spans += 1;
        let id = format!("T{}", self.spans);
        let places: Vec<String> = pieces
            .iter()
            .map(|piece| {
                let [start, end] = self.points.of_span(*piece);
                format!("{start} {end}")
            })
            .collect();
        let words: Vec<&str> = pieces.iter().filter_map(|piece| piece.of(self.text)).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(self.out, "{id}\t{role} {}\t{}", places.join(";"), words.join(" "));
        Some(id)
    }

    fn attribute(&mut self, name: &str, event: &str, value: Option<&str>) {
        self.attributes += 1;
        let _ = match value {
            Some(value) => writeln!(self.out, "A{}\t{name} {event} {value}", self.attributes),
            None => writeln!(self.out, "A{}\t{name} {event}", self.attributes),
        };
    }

    fn note(&mut self, about: &str, note: &str) {
        self.notes += 1;
        let _ = writeln!(self.out, "#{}\tAnnotatorNotes {about}\t{}", self.notes, note.replace(['\n', '\t'], " "));
    }
}

fn annotations(coded: &Coded, filter: &Filter, hash: &str, values: &mut Values) -> String {
    let text = &coded.report.text;
    let mut lines =
        Lines { text, points: CodePoints::new(text), out: String::new(), spans: 0, attributes: 0, notes: 0 };
    let mut events: HashMap<&str, String> = HashMap::new();
    for row in &coded.statements {
        events.insert(&row.statement.id, format!("E{}", events.len() + 1));
    }
    let statements = events.len();
    for row in coded.statements.iter().filter(|row| filter.takes_statement(row, coded)) {
        let statement = &row.statement;
        let content = lines.mark("Content", &statement.content);
        let source = lines.mark("Source", &statement.source);
        let trigger = if statement.cue.is_empty() { &statement.content } else { &statement.cue };
        let Some(trigger) = lines.mark("Cue", trigger) else { continue };
        let event = &events[statement.id.as_str()];
        let mut arguments = String::new();
        for (role, id) in [("Source", source), ("Content", content)] {
            if let Some(id) = id {
                let _ = write!(arguments, " {role}:{id}");
            }
        }
        let taken =
            |id: &str| coded.statements.iter().any(|row| row.statement.id == id && filter.takes_statement(row, coded));
        if let Some(outer) = statement.via.as_deref().filter(|via| taken(via)).and_then(|via| events.get(via)) {
            let _ = write!(arguments, " Via:{outer}");
        }
        let _ = writeln!(lines.out, "{event}\tCue:{trigger}{arguments}");
        if statement.hedged {
            lines.attribute("Hedged", event, None);
        }
        lines.attribute("Form", event, Some(statement.form.name()));
        if let Some(party) = &statement.speaker.party {
            values.parties.insert(party.code().to_owned());
            lines.attribute("Speaker", event, Some(party.code()));
        }
        let name = statement.speaker.name.as_deref().unwrap_or("unnamed");
        lines.note(event, &format!("{}: {name}, confidence {}", row.report_id(), statement.confidence));
    }
    for (index, row) in coded.positions.iter().filter(|row| filter.takes_position(row)).enumerate() {
        let position = &row.position;
        let Some(trigger) = lines.mark("Proposal", &position.proposal) else { continue };
        let condition = lines.mark("Condition", &position.condition);
        let grounds = lines.mark("Grounds", &position.grounds);
        let event = format!("E{}", statements + index + 1);
        let taken =
            |id: &str| coded.statements.iter().any(|row| row.statement.id == id && filter.takes_statement(row, coded));
        let statement = position.statement.as_deref().filter(|id| taken(id)).and_then(|id| events.get(id)).cloned();
        let mut arguments = String::new();
        for (role, id) in [("Condition", condition), ("Grounds", grounds), ("Statement", statement)] {
            if let Some(id) = id {
                let _ = write!(arguments, " {role}:{id}");
            }
        }
        let _ = writeln!(lines.out, "{event}\tProposal:{trigger}{arguments}");
        lines.attribute("Act", &event, Some(position.act.name()));
        values.issues.insert(position.issue.clone());
        lines.attribute("Issue", &event, Some(&position.issue));
        lines.attribute("Voice", &event, Some(row.voice.name()));
        for (name, party) in [("Party", &position.party), ("Target", &position.target)] {
            if let Some(party) = party {
                values.parties.insert(party.code().to_owned());
                lines.attribute(name, &event, Some(party.code()));
            }
        }
        lines.note(&event, &format!("{}: confidence {}", row.report_id(), position.confidence));
    }
    if lines.spans > 0 {
        lines.note("T1", &format!("made by {}", provenance(&coded.report, hash)));
    }
    lines.out
}

/// The parts of a span on each line, white space at line ends left out.
fn by_line(text: &str, span: Span) -> Vec<Span> {
    let Some(words) = span.of(text) else { return Vec::new() };
    let mut pieces = Vec::new();
    let mut at = span.start;
    for line in words.split('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            pieces.push(Span::new(start, start + trimmed.len()));
        }
        at += line.len() + 1;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_never_cross_a_line() {
        let text = "one \n\n two\nthree";
        let pieces: Vec<&str> =
            by_line(text, Span::new(0, text.len())).into_iter().filter_map(|span| span.of(text)).collect();
        assert_eq!(pieces, ["one", "two", "three"]);
    }

    #[test]
    fn names_of_files_stay_in_the_folder() {
        assert_eq!(file_name("../a b/ü"), "_.._a_b_ü");
    }
}
