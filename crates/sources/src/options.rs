//! What the user may say about the inputs; it wins over what is detected.

use crate::Kind;
use jiff::civil::Date;
use std::path::PathBuf;

/// How to read. The default detects everything.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Read every file as this kind.
    pub kind: Option<Kind>,
    /// Read every file in this character set: a name of the WHATWG Encoding Standard, such as `windows-1252`.
    pub encoding: Option<String>,
    /// The names of the columns in tables and JSON.
    pub columns: Columns,
    /// A table `file,date,outlet,url,title` about files read. Without it, a `manifest.csv` beside a file is used.
    pub manifest: Option<PathBuf>,
    /// The date of every report.
    pub date: Option<Date>,
    /// The outlet of every report.
    pub outlet: Option<String>,
    /// The author of every report.
    pub author: Option<String>,
    /// The title of every report.
    pub title: Option<String>,
    /// The address of every report.
    pub url: Option<String>,
}

/// The names of the columns in tables and of the keys in JSON. Compared without regard to case in tables.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Columns {
    pub id: String,
    pub date: String,
    pub title: String,
    pub text: String,
    pub url: String,
    pub outlet: String,
    pub author: String,
}

impl Default for Columns {
    fn default() -> Self {
        let [id, date, title, text, url, outlet, author] =
            ["id", "date", "title", "text", "url", "outlet", "author"].map(str::to_owned);
        Self { id, date, title, text, url, outlet, author }
    }
}

impl Columns {
    /// Renames one column: `set("text", "body")` reads the text from the column `body`.
    ///
    /// Returns false where there is no column of the first name to rename.
    pub fn set(&mut self, column: &str, name: &str) -> bool {
        let slot = match column {
            "id" => &mut self.id,
            "date" => &mut self.date,
            "title" => &mut self.title,
            "text" => &mut self.text,
            "url" => &mut self.url,
            "outlet" => &mut self.outlet,
            "author" => &mut self.author,
            _ => return false,
        };
        name.clone_into(slot);
        true
    }
}
