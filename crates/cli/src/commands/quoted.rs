//! A position or statement with its words, for people and for programs.

use crate::terminal::{Style, Tone, tame};
use detente::Evidence;
use detente::codebook::{CodePoints, Form, Span, Speaker, Statement};
use detente::record::{ReportRow, StatementRow};
use detente::standing::Voice;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Evidence as one object.
pub fn evidence(evidence: &Evidence<'_>) -> Value {
    let row = evidence.row;
    let (position, report) = (&row.position, &row.report);
    json!({
        "id": format!("p{}", row.number),
        "report_id": row.report_id(),
        "report": report.name,
        "date": report.date,
        "said": evidence.said,
        "past": evidence.past,
        "outlet": report.outlet,
        "party": position.party,
        "issue": position.issue,
        "act": position.act,
        "stance": position.act.stance(),
        "target": position.target,
        "proposal": evidence.proposal(),
        "proposal_code_points": points(report, &position.proposal),
        "condition": report.words(&position.condition),
        "grounds": report.words(&position.grounds),
        "voice": evidence.voice,
        "by": evidence.by,
        "speaker": evidence.chain.iter().map(|row| who(report, &row.statement)).collect::<Vec<_>>(),
        "quotation": evidence.quotation(),
        "confidence": rounded(position.confidence),
    })
}

/// Spans in code points.
pub fn points(report: &ReportRow, spans: &[Span]) -> Vec<[usize; 2]> {
    let points = CodePoints::new(&report.text);
    spans.iter().map(|span| points.of_span(*span)).collect()
}

/// A confidence with the digits it has.
pub fn rounded(confidence: f32) -> Value {
    confidence.to_string().parse::<f64>().map_or(Value::Null, |number| json!(number))
}

/// The speaker as far as known: name, party, or the words of the report.
pub fn who(report: &ReportRow, statement: &Statement) -> String {
    let words = report.words(&statement.source);
    match &statement.speaker {
        Speaker { name: Some(name), party: Some(party) } => format!("{} ({party})", tame(name)),
        Speaker { name: Some(name), party: None } => tame(name),
        Speaker { name: None, party: Some(party) } if words.is_empty() => format!("unnamed ({party})"),
        Speaker { name: None, party: Some(party) } => format!("{} ({party})", tame(&words)),
        Speaker { name: None, party: None } if words.is_empty() => "no source named".to_owned(),
        _ => tame(&words),
    }
}

/// On whose word, in words.
pub fn voice(evidence: &Evidence<'_>) -> String {
    match evidence.voice {
        Voice::FirstHand => "own word".to_owned(),
        Voice::SecondHand => format!("told by {}", told_by(evidence)),
    }
}

fn told_by(evidence: &Evidence<'_>) -> String {
    match evidence.by.to_string() {
        by if by == "report" => "the report".to_owned(),
        by => by,
    }
}

/// The day it was said, and where the report's differs, that too.
pub fn when(evidence: &Evidence<'_>) -> String {
    let day = evidence.said.map_or("undated".to_owned(), |date| date.to_string());
    if evidence.past { format!("before {day}") } else { day }
}

/// Prints one piece of evidence: id, act, day and voice on one line, then the words and who said them.
pub fn write(out: &mut impl Write, style: &Style, indent: usize, mark: &str, item: &Evidence<'_>) -> io::Result<()> {
    let row = item.row;
    let target = row.position.target.as_ref().map_or(String::new(), |target| format!(" towards {target}"));
    let head = format!("{mark}p{}  {}{target} · {} · {}", row.number, row.position.act, when(item), voice(item));
    write!(out, "{}", style.wrapped(Tone::Strong, indent, &head))?;
    let inner = indent + 4;
    // The words of the proposal alone say little where they are few; those around them are the quotation.
    let quotation = tame(&item.quotation());
    let proposal = tame(&item.proposal());
    write!(out, "{}", style.wrapped(Tone::Words, inner, &as_said(item, &quotation)))?;
    let mut about: Vec<String> = Vec::new();
    if proposal != quotation {
        about.push(format!("on: {proposal}"));
    }
    for (label, spans) in [("if", &row.position.condition), ("because", &row.position.grounds)] {
        if !spans.is_empty() {
            about.push(format!("{label}: {}", tame(&row.report.words(spans))));
        }
    }
    if !about.is_empty() {
        write!(out, "{}", style.wrapped(Tone::Faint, inner, &about.join(" · ")))?;
    }
    write!(out, "{}", style.wrapped(Tone::Faint, inner, &source(&row.report, &item.chain, row.position.confidence)))
}

/// The report's words; in quotation marks only where the report has all of them so.
fn as_said(item: &Evidence<'_>, words: &str) -> String {
    match item.chain.first() {
        Some(row) if row.statement.form == Form::Direct => format!("“{words}”"),
        _ => words.to_owned(),
    }
}

/// Who said it, through whom, in which report, how sure.
pub fn source(report: &ReportRow, chain: &[&StatementRow], confidence: f32) -> String {
    let mut parts: Vec<String> = Vec::new();
    match chain.split_first() {
        None => parts.push("the report itself".to_owned()),
        Some((inner, outer)) => {
            let hedge = |row: &StatementRow| if row.statement.hedged { " (hedged)" } else { "" };
            let mut said = format!("{}{}", who(report, &inner.statement), hedge(inner));
            for row in outer {
                said.push_str(&format!(", as told by {}{}", who(report, &row.statement), hedge(row)));
            }
            parts.push(said);
        }
    }
    parts.push(tame(&report.name));
    parts.extend(report.date.map(|date| date.to_string()));
    parts.extend(report.outlet.as_deref().map(tame));
    parts.push(format!("{confidence:.2}"));
    parts.join(" · ")
}
