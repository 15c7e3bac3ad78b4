//! From inputs to reports, one at a time.

use crate::error::{Detail, SourceError};
use crate::found::{DateFrom, Found, Origin};
use crate::lines::Lines;
use crate::sniff::refuse_binary;
use crate::walk::{Ancestors, Walk};
use crate::{Input, Kind, Options, plain};
use encoding_rs::Encoding;
use std::collections::HashMap;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

/// How many bytes are looked at to tell the kind of an input.
const HEAD: usize = 64 << 10;

/// The reports of a list of inputs, in order. Nothing is opened before it is asked for.
pub struct Sources {
    options: Options,
    encoding: Result<Option<&'static Encoding>, String>,
    /// What is still to be read; the next one last.
    tasks: Vec<Task>,
    stream: Option<Stream>,
    walk: Walk,
    ids: HashMap<u64, u32>,
}

enum Task {
    Input(Input),
    Entry(PathBuf, Ancestors),
    Notice(SourceError),
}

enum Stream {
    Lines(Lines),
}

/// How much there is to read, as far as can be told without reading it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// Files, each with one report or, for JSON lines and tables, many.
    pub files: u64,
    /// Bytes of those files. Standard input counts for nothing.
    pub bytes: u64,
}

impl Sources {
    /// Prepares to read `inputs`.
    pub fn open<I>(inputs: I, options: &Options) -> Self
    where
        I: IntoIterator<Item: Into<Input>>,
    {
        let encoding = match &options.encoding {
            None => Ok(None),
            Some(name) => Encoding::for_label(name.as_bytes()).map(Some).ok_or_else(|| name.clone()),
        };
        let mut tasks: Vec<Task> = inputs.into_iter().map(|input| Task::Input(input.into())).collect();
        tasks.reverse();
        Self { options: options.clone(), encoding, tasks, stream: None, walk: Walk::default(), ids: HashMap::new() }
    }

    fn open_file(&mut self, path: &Path) -> Result<Option<Found>, SourceError> {
        let shown = path.display().to_string();
        let file = File::open(path).map_err(|error| SourceError::io(&shown, error))?;
        self.start(Box::new(file), Some(path), shown)
    }

    /// Starts on one stream of bytes: gives its only report, or sets `self.stream` to the reports it has.
    fn start(
        &mut self,
        mut reader: Box<dyn Read + Send>,
        path: Option<&Path>,
        shown: String,
    ) -> Result<Option<Found>, SourceError> {
        let failed = |detail| SourceError::new(&shown, detail);
        let encoding = self.encoding.clone().map_err(|name| failed(Detail::Encoding(name)))?;
        let mut head = Vec::new();
        reader.by_ref().take(HEAD as u64).read_to_end(&mut head).map_err(|error| SourceError::io(&shown, error))?;
        if head.is_empty() {
            return Err(failed(Detail::Empty));
        }
        if encoding.is_none() {
            refuse_binary(&head).map_err(failed)?;
        }
        let kind = self.options.kind.or_else(|| Kind::of_path(path?)).unwrap_or_else(|| Kind::of_bytes(&head));
        let stem =
            path.and_then(Path::file_stem).map_or("stdin".to_owned(), |stem| stem.to_string_lossy().into_owned());
        let whole = Cursor::new(head).chain(reader);
        if kind == Kind::JsonLines {
            let reader: Box<dyn BufRead + Send> = Box::new(BufReader::with_capacity(1 << 18, whole));
            self.stream = Some(Stream::Lines(Lines::new(reader, shown, stem, encoding)));
            return Ok(None);
        }
        let mut bytes = Vec::new();
        whole.take(plain::LIMIT as u64 + 1).read_to_end(&mut bytes).map_err(|error| SourceError::io(&shown, error))?;
        let origin = Origin { path: shown.clone(), line: None };
        let text_file = path.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        plain::read(&bytes, kind, origin, stem, text_file, encoding).map(Some).map_err(failed)
    }

    /// Lists a directory and puts its entries before everything else.
    fn enter(&mut self, path: &Path, ancestors: &Ancestors) -> Result<(), SourceError> {
        let listing = self.walk.list(path, ancestors)?;
        if let Some(first) = listing.passed_over.first() {
            let (count, name) = (listing.passed_over.len(), first.file_name().unwrap_or_default().display());
            let files = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
            let reason = format!("{files} of other kinds (“{name}” first); name a file itself to have it read");
            self.tasks.push(Task::Notice(SourceError::new(path.display().to_string(), Detail::Skipped(reason))));
        }
        let entries = listing.entries.into_iter().rev();
        self.tasks.extend(entries.map(|entry| Task::Entry(entry, listing.ancestors.clone())));
        Ok(())
    }

    fn begin(&mut self, task: Task) -> Result<Option<Found>, SourceError> {
        match task {
            Task::Notice(notice) => Err(notice),
            Task::Input(Input::Stdin) => self.start(Box::new(io::stdin()), None, "-".to_owned()),
            Task::Input(Input::Path(path)) => self.begin(Task::Entry(path, Ancestors::default())),
            Task::Entry(path, ancestors) if path.is_dir() => self.enter(&path, &ancestors).map(|()| None),
            Task::Entry(path, _) => self.open_file(&path),
        }
    }

    /// What is the same for every report: what the user said of all of them, and an id of its own.
    fn finish(&mut self, mut found: Found) -> Found {
        let (report, given) = (&mut found.report, &self.options);
        for (slot, value) in [
            (&mut report.outlet, &given.outlet),
            (&mut report.author, &given.author),
            (&mut report.title, &given.title),
            (&mut report.url, &given.url),
        ] {
            if value.is_some() {
                slot.clone_from(value);
            }
        }
        if given.date.is_some() {
            report.date = given.date;
            found.detected.date_from = Some(DateFrom::Given);
        }
        if let Some(id) = self.free_id(&report.id) {
            found.notices.push(format!("the id “{}” is taken by an earlier report; this one is “{id}”", report.id));
            report.id = id;
        }
        found
    }

    /// Another id, where an earlier report has this one.
    fn free_id(&mut self, id: &str) -> Option<String> {
        let key = |id: &str| {
            let mut hasher = DefaultHasher::new();
            id.hash(&mut hasher);
            hasher.finish()
        };
        if self.ids.insert(key(id), 1).is_none() {
            return None;
        }
        let mut count = 2;
        loop {
            let other = format!("{id}-{count}");
            if self.ids.insert(key(&other), 1).is_none() {
                return Some(other);
            }
            count += 1;
        }
    }
}

impl Iterator for Sources {
    type Item = Result<Found, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(Stream::Lines(lines)) = &mut self.stream {
                match lines.next(&self.options.columns) {
                    Some(item) => return Some(item.map(|found| self.finish(found))),
                    None => self.stream = None,
                }
            }
            let task = self.tasks.pop()?;
            match self.begin(task) {
                Ok(Some(found)) => return Some(Ok(self.finish(found))),
                Ok(None) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
