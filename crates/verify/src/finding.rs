//! What a check tells.

use crate::align::Difference;
use codebook::{Span, Speaker};
use serde::Serialize;

/// One quotation or attribution of a draft, checked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What was checked.
    pub kind: Kind,
    /// Its place in the draft, in bytes; marks left out.
    #[serde(skip)]
    pub span: Span,
    /// The same in Unicode code points, half-open.
    pub place: [usize; 2],
    /// Its words as the draft's source has them.
    pub words: String,
    /// Whom the draft names.
    pub claimed: Option<String>,
    /// The result.
    pub verdict: Verdict,
    /// The evidence that comes nearest: one place, or the several that were joined.
    pub nearest: Vec<Nearest>,
    /// Where the wording departs from the evidence.
    pub differences: Vec<Difference>,
    /// Words that the draft put in brackets of its own.
    pub insertions: Vec<String>,
    /// What else a reader should know.
    pub remarks: Vec<Remark>,
}

/// What was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Words in quotation marks, or a block quote.
    Quotation,
    /// What the draft's reader found said in other words.
    Attribution,
}

/// The result of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Word for word, by the speaker named, if one is.
    Verbatim,
    /// Word for word, but the report has another speaker.
    OtherSpeaker,
    /// Almost; the differences tell.
    Close,
    /// A word such as "not" is left out, inside or just before the words quoted.
    NegationDropped,
    /// A word that limits or conditions what is said is left out: "may", "perhaps", "if", "only".
    HedgeDropped,
    /// Joined from two places, and no ellipsis says so or it hides too much.
    Spliced,
    /// The words an ellipsis skips change what is left.
    EllipsisAbused,
    /// No report has it.
    NotFound,
    /// One or two words that no report has: perhaps a name or a word held at arm's length.
    ShortNotFound,
    /// Said in the draft's own words, so that comparing words cannot decide.
    Unchecked,
}

impl Verdict {
    /// Whether a draft should not go out with it.
    pub const fn fails(self) -> bool {
        !matches!(self, Verdict::Verbatim | Verdict::ShortNotFound | Verdict::Unchecked)
    }
}

/// A place in a report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Nearest {
    /// The report's id.
    pub report: String,
    /// In bytes of its text.
    #[serde(skip)]
    pub spans: Vec<Span>,
    /// The same in Unicode code points, half-open.
    #[serde(rename = "spans")]
    pub places: Vec<[usize; 2]>,
    /// The report's words there.
    pub words: String,
    /// The innermost statement that has them.
    pub statement: Option<String>,
    /// Who is recorded as saying them.
    pub speaker: Option<Speaker>,
}

/// What else a reader should know of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "remark", content = "words")]
#[non_exhaustive]
pub enum Remark {
    /// The draft names nobody that could be told, so the speaker was not checked.
    NobodyNamed,
    /// The report records nobody, or too little, for these words, so the speaker was not checked.
    SpeakerUnknown,
    /// No report records the speaker named as saying anything.
    SpeakerNeverSpeaks,
    /// The report has it only on the word of this source, or behind a hedge; empty where it names nobody.
    OnTheWordOf(String),
    /// The words are the reporter's own, outside quotation marks.
    ReportersWords,
    /// The report has these words just before, which the draft leaves out.
    LeavesOutBefore(String),
    /// The report goes on so, which the draft leaves out.
    GoesOn(String),
    /// An ellipsis or a bracket skips these words.
    Skips(String),
    /// Too long to align word by word; compared in runs of words.
    ComparedInRuns,
}

/// What could not be checked of a draft as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "note", content = "place")]
#[non_exhaustive]
pub enum Note {
    /// There is no word in it.
    EmptyDraft,
    /// It quotes nobody.
    NoQuotations,
    /// There is no report to check against.
    NoEvidence,
    /// No reader looked at it, so only quotations were checked.
    AttributionsNotRead,
    /// A quotation mark at this place, in code points, opens and nothing closes it, so what follows was not checked.
    Unclosed([usize; 2]),
}

/// A draft, checked.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Checked {
    /// In the order of the draft.
    pub findings: Vec<Finding>,
    /// What could not be checked.
    pub notes: Vec<Note>,
}

impl Checked {
    /// Whether anything fails.
    pub fn fails(&self) -> bool {
        self.findings.iter().any(|finding| finding.verdict.fails())
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Verdict::Verbatim => "verbatim",
            Verdict::OtherSpeaker => "verbatim, but another speaker",
            Verdict::Close => "close",
            Verdict::NegationDropped => "negation dropped",
            Verdict::HedgeDropped => "hedge or condition dropped",
            Verdict::Spliced => "joined from two places",
            Verdict::EllipsisAbused => "ellipsis changes it",
            Verdict::NotFound => "not found",
            Verdict::ShortNotFound => "not found (one or two words)",
            Verdict::Unchecked => "not checked: in the draft's own words",
        })
    }
}

impl std::fmt::Display for Remark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Remark::NobodyNamed => f.write_str("the draft names no speaker that could be told; speaker not checked"),
            Remark::SpeakerUnknown => {
                f.write_str("the report does not record enough of who said it; speaker not checked")
            }
            Remark::SpeakerNeverSpeaks => f.write_str("no report records this speaker as saying anything"),
            Remark::OnTheWordOf(source) if source.is_empty() => {
                f.write_str("the report has it on the word of a source it does not name")
            }
            Remark::OnTheWordOf(source) => {
                write!(f, "the report has it only on the word of {source}, or behind a hedge")
            }
            Remark::ReportersWords => f.write_str("these are the reporter's own words, outside quotation marks"),
            Remark::LeavesOutBefore(words) => write!(f, "the report has “{words}” just before"),
            Remark::GoesOn(words) => write!(f, "the report goes on “{words}”"),
            Remark::Skips(words) => write!(f, "skips “{words}”"),
            Remark::ComparedInRuns => f.write_str("too long to align; compared in runs of words"),
        }
    }
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Note::EmptyDraft => f.write_str("the draft is empty"),
            Note::NoQuotations => f.write_str("the draft has no quotations"),
            Note::NoEvidence => f.write_str("there is no report to check against"),
            Note::AttributionsNotRead => f.write_str("only quotations were checked; no reader looked for attributions"),
            Note::Unclosed([start, _]) => {
                write!(f, "a quotation mark opens at character {start} and nothing closes it; not checked from there")
            }
        }
    }
}
