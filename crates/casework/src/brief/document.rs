//! A brief as blocks, before it is written in one format or another.

/// A whole brief.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub title: String,
    /// What it was made from and by.
    pub subtitle: String,
    pub blocks: Vec<Block>,
    /// Numbered from 1.
    pub evidence: Vec<Evidence>,
    pub reports: Vec<Source>,
}

#[derive(Debug)]
pub(crate) enum Block {
    Heading(String),
    Paragraph(Vec<Inline>),
    Table {
        head: Vec<String>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// An SVG picture with what it shows.
    Picture {
        svg: String,
        caption: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Inline {
    Text(String),
    Strong(String),
    /// Verbatim words of a report.
    Quote(String),
    /// The number of a piece of evidence.
    Reference(usize),
}

/// A numbered piece of evidence.
#[derive(Debug)]
pub(crate) struct Evidence {
    /// Verbatim stretches.
    pub words: Vec<String>,
    /// Who does what, on whose word, in which report.
    pub note: String,
    /// The place of its report in the list of sources, if the record still has it.
    pub source: Option<usize>,
}

/// A report that is cited, with the marks of the evidence in it.
#[derive(Debug)]
pub(crate) struct Source {
    pub id: String,
    pub about: String,
    pub text: String,
    /// Bytes of the text, and the number of the evidence.
    pub marks: Vec<(codebook::Span, usize)>,
}

/// Text.
pub(crate) fn t(words: impl Into<String>) -> Inline {
    Inline::Text(words.into())
}
