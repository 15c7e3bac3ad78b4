//! A brief an analyst can send: cited, in Markdown or as one HTML page.

mod content;
mod document;
mod html;
mod markdown;
mod pictures;

use crate::answers::{self, WantedError};
use crate::{Case, Casefile};

/// What a person may set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BriefSettings {
    /// An outcome to find levers for, by number or by what it contains; without it, the one that meets most of what the
    /// parties say they want and does not hold yet.
    pub outcome: Option<String>,
}

/// A brief, ready to be written.
#[derive(Debug)]
pub struct Brief {
    document: document::Document,
    /// Evidence that the file names and the record no longer has.
    pub missing: Vec<String>,
}

/// Makes a brief of a case and the record it rests on.
///
/// # Errors
/// Where the model cannot be solved, or the outcome asked for cannot be found.
pub fn brief(case: &Case<'_>, file: &Casefile, settings: &BriefSettings) -> Result<Brief, WantedError> {
    let solved = answers::Solved::new(file)?;
    let answers = answers::answers(file)?;
    let wanted = settings.outcome.clone().or_else(|| answers::settlement(&solved).map(|label| label.to_string()));
    let levers = wanted.map(|wanted| answers::levers(&solved, &wanted)).transpose()?;
    let mut content = content::Content::new(case, file);
    content.asked = settings.outcome.is_some();
    content.write(&solved, &answers, levers.as_ref());
    let (document, missing) = content.finish();
    Ok(Brief { document, missing })
}

impl Brief {
    /// As Markdown.
    pub fn markdown(&self) -> String {
        markdown::write(&self.document)
    }

    /// As one HTML page that needs nothing else.
    pub fn html(&self) -> String {
        html::write(&self.document)
    }
}
