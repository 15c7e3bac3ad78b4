//! A report with its marks as one page that needs nothing else: no script from elsewhere, no style sheet, no picture.

use codebook::{Form, Party, Span};
use record::{Coded, PositionRow, StatementRow};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What a stretch of text is marked as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Content,
    Source,
    Cue,
    Proposal,
    Condition,
    Grounds,
}

impl Role {
    const fn name(self) -> &'static str {
        match self {
            Role::Content => "content",
            Role::Source => "source",
            Role::Cue => "cue",
            Role::Proposal => "proposal",
            Role::Condition => "condition",
            Role::Grounds => "grounds",
        }
    }
}

struct Mark<'c> {
    span: Span,
    role: Role,
    id: &'c str,
}

/// The report as a page: its text with every span marked, and lists of its statements and positions that lead to the
/// marks. Ids are those within the report.
pub fn report_page(coded: &Coded) -> String {
    let report = &coded.report;
    let title = report.title.as_deref().unwrap_or(&report.name);
    let date = report.date.map_or("undated".to_owned(), |date| date.to_string());
    let about: Vec<String> =
        [Some(report.name.as_str()), Some(date.as_str()), report.outlet.as_deref(), report.author.as_deref()]
            .into_iter()
            .flatten()
            .map(escaped)
            .collect();
    let mut page = String::with_capacity(4 * report.text.len() + 8_192);
    let _ = write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         script-src 'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header><h1>{}</h1><p>{}</p></header>\n<main>\n",
        escaped(title),
        escaped(title),
        about.join(" · "),
    );
    page.push_str("<article>");
    text(&mut page, coded);
    page.push_str("</article>\n<aside>\n");
    legend(&mut page);
    let _ = write!(page, "<h2>Statements</h2>\n<ol>\n");
    coded.statements.iter().for_each(|row| statement(&mut page, coded, row));
    let _ = write!(page, "</ol>\n<h2>Positions</h2>\n<ol>\n");
    coded.positions.iter().for_each(|row| position(&mut page, row));
    let versions = &report.versions;
    let _ = write!(
        page,
        "</ol>\n</aside>\n</main>\n<footer>{}, network {}, agenda {}, codebook {}. Text SHA-256 {}</footer>\n\
         <script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        escaped(&versions.program),
        escaped(&versions.network),
        escaped(&versions.agenda),
        escaped(&versions.codebook),
        escaped(&report.text_sha256),
    );
    page
}

/// The text in stretches, each of which knows all the rows it belongs to.
fn text(page: &mut String, coded: &Coded) {
    let text = &coded.report.text;
    let marks = marks(coded);
    let mut cuts: BTreeSet<usize> = BTreeSet::from([0, text.len()]);
    for mark in &marks {
        cuts.extend([mark.span.start, mark.span.end]);
    }
    let mut anchored: BTreeSet<&str> = BTreeSet::new();
    let cuts: Vec<usize> = cuts.into_iter().collect();
    let mut starting: Vec<&Mark<'_>> = marks.iter().collect();
    starting.sort_by_key(|mark| mark.span.start);
    let (mut next, mut open): (usize, Vec<&Mark<'_>>) = (0, Vec::new());
    for pair in cuts.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        open.retain(|mark| mark.span.end > start);
        while let Some(mark) = starting.get(next).filter(|mark| mark.span.start <= start) {
            if mark.span.end > start {
                open.push(mark);
            }
            next += 1;
        }
        let Some(words) = text.get(start..end) else { continue };
        if open.is_empty() {
            page.push_str(&escaped(words));
            continue;
        }
        let roles: BTreeSet<Role> = open.iter().map(|mark| mark.role).collect();
        let roles: Vec<&str> = roles.into_iter().map(Role::name).collect();
        let ids: BTreeSet<&str> = open.iter().map(|mark| mark.id).collect();
        for id in ids.iter().filter(|id| anchored.insert(id)) {
            let _ = write!(page, "<a id=\"{id}\"></a>");
        }
        let ids: Vec<&str> = ids.into_iter().collect();
        let _ = write!(
            page,
            "<mark class=\"{}\" data-rows=\"{}\">{}</mark>",
            roles.join(" "),
            ids.join(" "),
            escaped(words)
        );
    }
}

fn marks(coded: &Coded) -> Vec<Mark<'_>> {
    let mut marks = Vec::new();
    let mut add = |id, role, spans: &[Span]| marks.extend(spans.iter().map(|&span| Mark { span, role, id }));
    for row in &coded.statements {
        let statement = &row.statement;
        add(statement.id.as_str(), Role::Content, &statement.content);
        add(statement.id.as_str(), Role::Source, &statement.source);
        add(statement.id.as_str(), Role::Cue, &statement.cue);
    }
    for row in &coded.positions {
        let position = &row.position;
        add(position.id.as_str(), Role::Proposal, &position.proposal);
        add(position.id.as_str(), Role::Condition, &position.condition);
        add(position.id.as_str(), Role::Grounds, &position.grounds);
    }
    marks
}

fn legend(page: &mut String) {
    page.push_str("<p class=\"legend\">");
    for role in [Role::Source, Role::Cue, Role::Content, Role::Proposal, Role::Condition, Role::Grounds] {
        let _ = write!(page, "<mark class=\"{0}\">{0}</mark> ", role.name());
    }
    page.push_str("</p>\n");
}

fn statement(page: &mut String, coded: &Coded, row: &StatementRow) {
    let statement = &row.statement;
    let name = statement.speaker.name.clone().unwrap_or_else(|| coded.report.words(&statement.source));
    let name = if name.is_empty() { "no source named" } else { &name };
    let mut notes = vec![statement.form.name().to_owned()];
    if statement.hedged {
        notes.push("hedged".to_owned());
    }
    if let Some(via) = &statement.via {
        notes.push(format!("inside <a href=\"#{0}\" data-row=\"{0}\">{0}</a>", escaped(via)));
    }
    notes.push(format!("{:.2}", statement.confidence));
    // Quotation marks only where the report has all of it so.
    let said = match (statement.form, coded.report.words(&statement.content)) {
        (Form::Direct, words) => format!("“{words}”"),
        (_, words) => words,
    };
    let _ = writeln!(
        page,
        "<li><a href=\"#{0}\" data-row=\"{0}\">{0}</a> <b>{1}</b>{2}: {3} <small>{4}, {5}</small></li>",
        escaped(&statement.id),
        escaped(name),
        party(statement.speaker.party.as_ref()),
        escaped(&said),
        notes.join(", "),
        row.review.name(),
    );
}

fn position(page: &mut String, row: &PositionRow) {
    let position = &row.position;
    let words = |label: &str, spans: &[Span]| match spans {
        [] => String::new(),
        spans => format!(" <i>{label}:</i> {}", escaped(&row.report.words(spans))),
    };
    let target =
        position.target.as_ref().map_or(String::new(), |target| format!(" towards {}", escaped(target.code())));
    let by = match (&row.voice, row.voice.by()) {
        (record::Voice::FirstHand, _) => "first-hand".to_owned(),
        (_, Some(by)) => format!("second-hand, told by {}", escaped(by.code())),
        (_, None) => "second-hand, told by the report".to_owned(),
    };
    let _ = writeln!(
        page,
        "<li><a href=\"#{0}\" data-row=\"{0}\">{0}</a> <b>{1} {2}</b> · {3}{target}: {4}{5}{6} <small>{by}, {7:.2}, {8}</small></li>",
        escaped(&position.id),
        escaped(position.party.as_ref().map_or("?", Party::code)),
        position.act,
        escaped(&position.issue),
        escaped(&row.report.words(&position.proposal)),
        words("if", &position.condition),
        words("because", &position.grounds),
        position.confidence,
        row.review.name(),
    );
}

fn party(party: Option<&Party>) -> String {
    party.map_or(String::new(), |party| format!(" ({})", escaped(party.code())))
}

/// Text that a page shows as it is: reports may hold anything.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // A page cannot hold these.
            c if c.is_control() && !matches!(c, '\n' | '\t') => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}
