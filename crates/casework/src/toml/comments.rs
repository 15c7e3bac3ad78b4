//! Comments that a person wrote into a case, carried over into a newer one.

use super::write::write;
use crate::casefile::Casefile;
use conflict::condition::Names;
use conflict::model::Statement;
use std::collections::{BTreeMap, HashSet};
use toml_edit::{Array, DocumentMut, InlineTable, Item, RawString, Table, Value};

/// What a comment stands at, by names rather than by place: `Ukraine`, `Ukraine/options/maintain neutrality`.
type Anchor = String;

/// A newer case with the comments of an edited one.
#[derive(Debug)]
pub struct Commented {
    /// The newer case as TOML.
    pub text: String,
    /// Comments whose place is gone; they stand at the top now.
    pub moved: Vec<String>,
}

/// Writes `newer` with the comments a person wrote into `edited`: all that neither `drafted`, the text the person began
/// from, nor the program itself would have there. `mine` is `edited`, read.
pub fn write_commented(newer: &Casefile, edited: &str, mine: &Casefile, drafted: &str) -> Commented {
    let text = write(newer);
    let (Ok(theirs), Ok(new)) = (edited.parse::<DocumentMut>(), text.parse::<DocumentMut>()) else {
        return Commented { text, moved: Vec::new() };
    };
    let own = write(mine);
    let program: HashSet<&str> = [drafted, own.as_str()]
        .iter()
        .flat_map(|text| text.lines())
        .map(str::trim)
        .filter(|l| l.starts_with('#'))
        .collect();
    let mut found = Found { program, comments: BTreeMap::new(), order: Vec::new(), rest: None };
    walk(&mut Walk::Reading(&mut found), theirs, mine);
    if found.order.is_empty() {
        return Commented { text, moved: Vec::new() };
    }
    let mut placing = Placing { comments: found.comments, placed: HashSet::new(), top: String::new() };
    // Twice: what finds no place is known only after all places have been seen.
    walk(&mut Walk::Placing(&mut placing), new.clone(), newer);
    let gone = |anchor: &&Anchor| !placing.placed.contains(*anchor);
    let moved: Vec<String> = found
        .order
        .iter()
        .filter(gone)
        .flat_map(|anchor| placing.comments.get(anchor).into_iter().flatten().cloned())
        .collect();
    placing.top.extend(moved.iter().flat_map(|line| [line.as_str(), "\n"]));
    let document = walk(&mut Walk::Placing(&mut placing), new, newer);
    Commented { text: document.to_string(), moved }
}

/// A person's comments by anchor.
struct Found<'p> {
    /// Lines that the program writes.
    program: HashSet<&'p str>,
    comments: BTreeMap<Anchor, Vec<String>>,
    order: Vec<Anchor>,
    /// A comment that was taken as the end of the line before.
    rest: Option<String>,
}

struct Placing {
    comments: BTreeMap<Anchor, Vec<String>>,
    placed: HashSet<Anchor>,
    /// Lines for the top of the file.
    top: String,
}

enum Walk<'w, 'p> {
    Reading(&'w mut Found<'p>),
    Placing(&'w mut Placing),
}

/// Visits every place that may have comments, in the order of the file, and gives the file back.
fn walk(walk: &mut Walk<'_, '_>, mut document: DocumentMut, file: &Casefile) -> DocumentMut {
    let names = file.model.names();
    let root = document.as_table_mut();
    table(walk, root, "", None, &names);
    if let Some(makers) = root.get_mut("decision_maker").and_then(Item::as_array_of_tables_mut) {
        for (at, maker) in makers.iter_mut().enumerate() {
            let name = maker.get("name").and_then(Item::as_str).unwrap_or_default().to_owned();
            let statements = file.model.preferences.get(at).and_then(|found| found.priorities.as_deref());
            walk.table_header(maker, &name);
            table(walk, maker, &name, statements, &names);
        }
    }
    if let Some(states) = root.get_mut("states").and_then(Item::as_table_mut) {
        walk.table_header(states, "[states]");
        table(walk, states, "[states]", None, &names);
    }
    if let Some(evidence) = root.get_mut("evidence").and_then(Item::as_table_mut) {
        walk.table_header(evidence, "[evidence]");
    }
    let trailing = document.trailing().clone();
    if let Some(trailing) = walk.before(Some(&trailing), "end") {
        document.set_trailing(trailing);
    }
    document
}

fn table(walk: &mut Walk<'_, '_>, table: &mut Table, above: &str, statements: Option<&[Statement]>, names: &Names) {
    for (mut key, item) in table.iter_mut() {
        let Item::Value(value) = item else { continue };
        let anchor = format!("{above}/{}", key.get());
        let decor = key.leaf_decor_mut();
        if let Some(prefix) = walk.before(decor.prefix(), &anchor) {
            decor.set_prefix(prefix);
        }
        match value {
            Value::Array(array) => elements(walk, array, &anchor, statements, names),
            other => walk.behind(other.decor().suffix(), &anchor),
        }
    }
}

fn elements(walk: &mut Walk<'_, '_>, array: &mut Array, above: &str, statements: Option<&[Statement]>, names: &Names) {
    let mut last = above.to_owned();
    for (at, value) in array.iter_mut().enumerate() {
        // A statement is known by what it says, however it is written.
        let statement = statements.filter(|_| above.ends_with("/priorities")).and_then(|all| all.get(at));
        let what = match (statement, &*value) {
            (Some(statement), _) => statement.condition.text(names),
            (None, Value::String(words)) => words.value().clone(),
            (None, Value::InlineTable(table)) => held(table),
            (None, _) => at.to_string(),
        };
        let anchor = format!("{above}/{what}");
        walk.rest_of_line(value.decor().prefix(), &last);
        if let Some(prefix) = walk.before(value.decor().prefix(), &anchor) {
            value.decor_mut().set_prefix(prefix);
        }
        walk.behind(value.decor().suffix(), &anchor);
        last = anchor;
    }
    walk.rest_of_line(Some(array.trailing()), &last);
    if let Some(trailing) = walk.before(Some(array.trailing()), &format!("{above}/]")) {
        array.set_trailing(trailing);
    }
    walk.behind(array.decor().suffix(), above);
}

fn held(table: &InlineTable) -> String {
    table.get("holds").and_then(Value::as_str).unwrap_or_default().to_owned()
}

impl Walk<'_, '_> {
    fn table_header(&mut self, table: &mut Table, anchor: &str) {
        if let Some(prefix) = self.before(table.decor().prefix(), anchor) {
            table.decor_mut().set_prefix(prefix);
        }
        self.behind(table.decor().suffix(), anchor);
    }

    /// Comments before a place: read, or written and the new white space given back.
    fn before(&mut self, prefix: Option<&RawString>, anchor: &str) -> Option<String> {
        let prefix = prefix.and_then(RawString::as_str).unwrap_or_default();
        match self {
            Walk::Reading(found) => {
                let rest = found.rest.take();
                for line in prefix.lines().map(str::trim).filter(|line| rest.as_deref() != Some(line)) {
                    found.add(line, anchor);
                }
                None
            }
            Walk::Placing(placing) => placing.put(prefix, anchor),
        }
    }

    /// A comment at the end of a line.
    fn behind(&mut self, suffix: Option<&RawString>, anchor: &str) {
        if let Walk::Reading(found) = self {
            let suffix = suffix.and_then(RawString::as_str).unwrap_or_default();
            found.add(suffix.trim(), anchor);
        }
    }

    /// A comment behind the comma of the element before.
    fn rest_of_line(&mut self, prefix: Option<&RawString>, before: &str) {
        if let Walk::Reading(found) = self
            && let Some((line, _)) = prefix.and_then(RawString::as_str).and_then(|prefix| prefix.split_once('\n'))
            && line.trim().starts_with('#')
        {
            found.add(line.trim(), before);
            found.rest = Some(line.trim().to_owned());
        }
    }
}

impl Found<'_> {
    fn add(&mut self, line: &str, anchor: &str) {
        if !line.starts_with('#') || self.program.contains(line) {
            return;
        }
        let known = self.comments.entry(anchor.to_owned()).or_default();
        if known.is_empty() {
            self.order.push(anchor.to_owned());
        }
        known.push(line.to_owned());
    }
}

impl Placing {
    /// Below what the program has there, so that it stays next to what it speaks of.
    fn put(&mut self, prefix: &str, anchor: &str) -> Option<String> {
        let top = std::mem::take(&mut self.top);
        let lines = self.comments.get(anchor).map(Vec::as_slice).unwrap_or_default();
        if lines.is_empty() && top.is_empty() {
            return None;
        }
        if !lines.is_empty() {
            self.placed.insert(anchor.to_owned());
        }
        // In a list the prefix ends in the indent of the element; elsewhere it ends with a line.
        let (above, indent) = prefix.rsplit_once('\n').map_or(("", prefix), |(above, indent)| (above, indent));
        let mut out = String::new();
        if prefix.contains('\n') {
            out = format!("{above}\n");
        }
        for line in top.lines().chain(lines.iter().map(String::as_str)) {
            out.extend([indent, line, "\n"]);
        }
        Some(out + indent)
    }
}
