//! The attributes of statements and positions, by name: what is corrected, and what tables are made of.

use crate::row::{Coded, ReportRow};
use crate::show::Shown;
use crate::spans;
use codebook::{CodePoints, Party, Span};

/// A field that people can correct.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in the codebook")]
pub(crate) enum Field {
    Source,
    Cue,
    Content,
    Form,
    Hedged,
    Name,
    Party,
    Via,
    Statement,
    Act,
    Issue,
    Proposal,
    Target,
    Condition,
    Grounds,
}

const OF_STATEMENTS: [Field; 8] =
    [Field::Source, Field::Cue, Field::Content, Field::Form, Field::Hedged, Field::Name, Field::Party, Field::Via];

const OF_POSITIONS: [Field; 8] = [
    Field::Statement,
    Field::Party,
    Field::Act,
    Field::Issue,
    Field::Proposal,
    Field::Target,
    Field::Condition,
    Field::Grounds,
];

impl Field {
    /// The fields of a row of this kind.
    pub(crate) const fn all(row: &Shown) -> &'static [Field; 8] {
        match row {
            Shown::Statement(_) => &OF_STATEMENTS,
            Shown::Position(_) => &OF_POSITIONS,
        }
    }

    pub(crate) fn of(row: &Shown, name: &str) -> Option<Self> {
        Self::all(row).iter().copied().find(|field| field.name() == name)
    }

    pub(crate) fn names(row: &Shown) -> Vec<&'static str> {
        Self::all(row).iter().map(|field| field.name()).collect()
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Field::Source => "source",
            Field::Cue => "cue",
            Field::Content => "content",
            Field::Form => "form",
            Field::Hedged => "hedged",
            Field::Name => "name",
            Field::Party => "party",
            Field::Via => "via",
            Field::Statement => "statement",
            Field::Act => "act",
            Field::Issue => "issue",
            Field::Proposal => "proposal",
            Field::Target => "target",
            Field::Condition => "condition",
            Field::Grounds => "grounds",
        }
    }

    pub(crate) const fn is_spans(self) -> bool {
        matches!(
            self,
            Field::Source | Field::Cue | Field::Content | Field::Proposal | Field::Condition | Field::Grounds
        )
    }

    pub(crate) const fn is_optional(self) -> bool {
        !matches!(self, Field::Content | Field::Form | Field::Hedged | Field::Act | Field::Issue | Field::Proposal)
    }

    /// Its spans, in bytes.
    pub(crate) fn spans(self, row: &Shown) -> Vec<Span> {
        match (row, self) {
            (Shown::Statement(row), Field::Source) => row.statement.source.clone(),
            (Shown::Statement(row), Field::Cue) => row.statement.cue.clone(),
            (Shown::Statement(row), Field::Content) => row.statement.content.clone(),
            (Shown::Position(row), Field::Proposal) => row.position.proposal.clone(),
            (Shown::Position(row), Field::Condition) => row.position.condition.clone(),
            (Shown::Position(row), Field::Grounds) => row.position.grounds.clone(),
            _ => Vec::new(),
        }
    }

    /// Its value as kept in corrections: spans as JSON in code points, nothing as the empty text.
    pub(crate) fn value(self, row: &Shown) -> String {
        if self.is_spans() {
            let points = CodePoints::new(&row.report().text);
            return spans::to_json(&points, &self.spans(row)).unwrap_or_default();
        }
        let code = |party: &Option<Party>| party.as_ref().map(|party| party.code().to_owned()).unwrap_or_default();
        match (row, self) {
            (Shown::Statement(row), Field::Form) => row.statement.form.name().to_owned(),
            (Shown::Statement(row), Field::Hedged) => row.statement.hedged.to_string(),
            (Shown::Statement(row), Field::Name) => row.statement.speaker.name.clone().unwrap_or_default(),
            (Shown::Statement(row), Field::Party) => code(&row.statement.speaker.party),
            (Shown::Statement(row), Field::Via) => row.statement.via.clone().unwrap_or_default(),
            (Shown::Position(row), Field::Statement) => row.position.statement.clone().unwrap_or_default(),
            (Shown::Position(row), Field::Party) => code(&row.position.party),
            (Shown::Position(row), Field::Act) => row.position.act.name().to_owned(),
            (Shown::Position(row), Field::Issue) => row.position.issue.clone(),
            (Shown::Position(row), Field::Target) => code(&row.position.target),
            _ => String::new(),
        }
    }
}

impl Shown {
    /// The report it stands in.
    pub fn report(&self) -> &ReportRow {
        match self {
            Shown::Statement(row) => &row.report,
            Shown::Position(row) => &row.report,
        }
    }

    /// Its id in the whole record: `p17`.
    pub fn id(&self) -> String {
        match self {
            Shown::Statement(row) => format!("s{}", row.number),
            Shown::Position(row) => format!("p{}", row.number),
        }
    }

    /// Its id across reports: `aegean-2-council/p3`.
    pub fn report_id(&self) -> String {
        match self {
            Shown::Statement(row) => row.report_id(),
            Shown::Position(row) => row.report_id(),
        }
    }
}

/// A row of a report by its number.
pub(crate) fn find(coded: &Coded, statement: Option<i64>, position: Option<i64>) -> Option<Shown> {
    if let Some(number) = statement {
        return coded.statements.iter().find(|row| row.number == number).cloned().map(Shown::Statement);
    }
    coded.positions.iter().find(|row| Some(row.number) == position).cloned().map(Shown::Position)
}

/// The spans of words that stand in `text`, those nearest to byte `near`; ` … ` parts words that stand apart.
pub(crate) fn locate(text: &str, words: &str, near: usize) -> Option<Vec<Span>> {
    // The whole first: an ellipsis may be the report's own.
    let nearest = |words: &str, from: usize| {
        text.match_indices(words)
            .filter(|(at, _)| *at >= from)
            .min_by_key(|(at, _)| at.abs_diff(near))
            .map(|(at, _)| at)
    };
    if let Some(start) = nearest(words, 0) {
        return Some(vec![Span::new(start, start + words.len())]);
    }
    let mut spans: Vec<Span> = Vec::new();
    for part in words.split(" … ") {
        let part = part.trim();
        let from = spans.last().map_or(0, |span| span.end);
        let start = nearest(part, from).filter(|_| !part.is_empty())?;
        spans.push(Span::new(start, start + part.len()));
    }
    Some(spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_located_where_they_are_nearest() {
        let text = "no war, no peace, no war … ever";
        let at = |words, near| locate(text, words, near).map(|spans| spans.iter().map(|s| s.start).collect::<Vec<_>>());
        assert_eq!(at("no war", 0), Some(vec![0]));
        assert_eq!(at("no war", 30), Some(vec![18]));
        assert_eq!(at("war … ever", 0), Some(vec![21]));
        assert_eq!(at("no war … peace", 0), Some(vec![0, 11]));
        assert_eq!(at("peace … sun", 0), None);
        assert_eq!(at("peace …  … ever", 0), None);
    }
}
