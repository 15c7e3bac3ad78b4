//! From inputs to reports, one at a time.

use crate::charset::Charset;
use crate::error::{Detail, SourceError};
use crate::found::{DateFrom, Found, Origin};
use crate::lines::Lines;
use crate::manifest::Manifest;
use crate::records::{Records, delimiter};
use crate::sniff::refuse_binary;
use crate::table::Table;
use crate::walk::{Ancestors, Walk};
use crate::{Input, Kind, Options, dateline, language, object, page, plain};
use encoding_rs::Encoding;
use std::collections::HashMap;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::vec;

/// How many bytes are looked at to tell the kind and character set of an input.
const HEAD: usize = 64 << 10;

/// The reports of a list of inputs, in order. Nothing is opened before it is asked for.
pub struct Sources {
    options: Options,
    encoding: Result<Option<&'static Encoding>, String>,
    /// What is still to be read; the next one last.
    tasks: Vec<Task>,
    stream: Option<Stream>,
    /// The file whose reports the stream gives, where a manifest may speak of it.
    file: Option<PathBuf>,
    walk: Walk,
    /// Of the manifests beside files read, by directory.
    manifests: HashMap<PathBuf, Option<Arc<Manifest>>>,
    /// The user's own manifest, and those named as inputs.
    named_manifests: Vec<Arc<Manifest>>,
    ids: HashMap<u64, u32>,
    bytes_read: Arc<AtomicU64>,
}

enum Task {
    Input(Input),
    Entry(PathBuf, Ancestors),
    Manifest(PathBuf),
    Notice(SourceError),
}

enum Stream {
    Lines(Lines),
    Table(Box<Table>),
    Many(vec::IntoIter<Result<Found, SourceError>>),
}

/// How much there is to read, as far as can be told without reading it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// Files, each with one report or, for JSON lines and tables, many.
    pub files: u64,
    /// Bytes of those files. Standard input counts for nothing.
    pub bytes: u64,
}

impl Extent {
    /// Goes through `inputs` without opening a file. What cannot be read counts for nothing.
    pub fn of(inputs: &[Input]) -> Self {
        let mut extent = Self::default();
        let mut walk = Walk::default();
        let mut add = |bytes: u64| (extent.files, extent.bytes) = (extent.files + 1, extent.bytes + bytes);
        let mut pending: Vec<(PathBuf, Ancestors)> = Vec::new();
        for input in inputs {
            match input {
                Input::Stdin => add(0),
                Input::Bytes { bytes, .. } => add(bytes.len() as u64),
                Input::Path(path) => pending.push((path.clone(), Ancestors::default())),
            }
        }
        while let Some((path, ancestors)) = pending.pop() {
            match fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() => {
                    if let Ok(listing) = walk.list(&path, &ancestors) {
                        pending.extend(listing.entries.into_iter().map(|entry| (entry, listing.ancestors.clone())));
                    }
                }
                Ok(metadata) => add(metadata.len()),
                Err(_) => {}
            }
        }
        extent
    }
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
        if let Some(manifest) = &options.manifest {
            tasks.push(Task::Manifest(manifest.clone()));
        }
        Self {
            options: options.clone(),
            encoding,
            tasks,
            stream: None,
            file: None,
            walk: Walk::default(),
            manifests: HashMap::new(),
            named_manifests: Vec::new(),
            ids: HashMap::new(),
            bytes_read: Arc::default(),
        }
    }

    /// The count of bytes read so far, which goes on while the reports are asked for; beside [`Extent::bytes`] it gives
    /// the progress.
    pub fn bytes_read(&self) -> Arc<AtomicU64> {
        self.bytes_read.clone()
    }

    fn begin(&mut self, task: Task) -> Result<Option<Found>, SourceError> {
        self.file = None;
        match task {
            Task::Notice(notice) => Err(notice),
            Task::Manifest(path) => {
                let manifest = Manifest::read(&path).and_then(|manifest| {
                    let detail = || Detail::Manifest("no column “file”".to_owned());
                    manifest.ok_or_else(|| SourceError::new(path.display().to_string(), detail()))
                });
                // Without its manifest a batch would be read undated: better not at all.
                self.named_manifests.push(Arc::new(manifest.inspect_err(|_| self.tasks.clear())?));
                Ok(None)
            }
            Task::Input(Input::Stdin) => self.start(Box::new(io::stdin()), None, "-".to_owned(), false),
            Task::Input(Input::Bytes { name, bytes }) => {
                let path = PathBuf::from(&name);
                self.start(Box::new(Cursor::new(bytes)), Some(&path), name, false)
            }
            Task::Input(Input::Path(path)) => match path.is_dir() {
                true => self.enter(&path, &Ancestors::default()).map(|()| None),
                false => self.open_file(&path, false),
            },
            Task::Entry(path, ancestors) if path.is_dir() => self.enter(&path, &ancestors).map(|()| None),
            Task::Entry(path, _) => self.open_file(&path, true),
        }
    }

    fn open_file(&mut self, path: &Path, in_directory: bool) -> Result<Option<Found>, SourceError> {
        let shown = path.display().to_string();
        let file = File::open(path).map_err(|error| SourceError::io(&shown, error))?;
        self.file = Some(path.to_owned());
        self.start(Box::new(file), Some(path), shown, in_directory)
    }

    /// Starts on one stream of bytes: gives its only report, or sets `self.stream` to the reports it has.
    fn start(
        &mut self,
        reader: Box<dyn Read + Send>,
        path: Option<&Path>,
        shown: String,
        in_directory: bool,
    ) -> Result<Option<Found>, SourceError> {
        let failed = |detail| SourceError::new(&shown, detail);
        let given = self.encoding.clone().map_err(|name| failed(Detail::Encoding(name)))?;
        let mut reader = Counted { inner: reader, count: self.bytes_read.clone() };
        let mut head = Vec::new();
        reader.by_ref().take(HEAD as u64).read_to_end(&mut head).map_err(|error| SourceError::io(&shown, error))?;
        if head.is_empty() {
            return Err(failed(Detail::Empty));
        }
        if given.is_none() {
            refuse_binary(&head).map_err(failed)?;
        }
        let charset = Charset::of_stream(&head, given);
        let kind = self.options.kind.or_else(|| Kind::of_path(path?));
        let kind = kind.unwrap_or_else(|| Kind::of_text(&charset.decode(&head).text));
        let beside = path.filter(|_| kind == Kind::Json && in_directory).and_then(report_beside);
        if let Some(report) = beside {
            return Err(failed(Detail::Skipped(format!("the record of {report}, which is read itself"))));
        }
        let stem = path.and_then(Path::file_stem).map_or("stdin".into(), |stem| stem.to_string_lossy()).into_owned();
        let mark = if kind == Kind::Tsv { b'\t' } else { delimiter(charset.decode(&head).text.as_bytes()) };
        let whole: Box<dyn Read + Send> = Box::new(Cursor::new(head).chain(reader));
        let read_whole = |whole: Box<dyn Read + Send>, limit: usize| {
            let mut bytes = Vec::new();
            let read = whole.take(limit as u64 + 1).read_to_end(&mut bytes);
            read.map(|_| bytes).map_err(|error| SourceError::io(&shown, error))
        };
        let buffered = |whole| Box::new(BufReader::with_capacity(1 << 18, charset.reader(whole)));
        let origin = Origin { path: shown.clone(), line: None };
        match kind {
            Kind::Text | Kind::Markdown => {
                let bytes = read_whole(whole, plain::LIMIT)?;
                let name = path.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
                return plain::read(&bytes, kind, origin, stem, name, given).map(Some).map_err(failed);
            }
            Kind::Page => {
                let bytes = read_whole(whole, plain::LIMIT)?;
                return page::read(&bytes, origin, stem, given).map(Some).map_err(failed);
            }
            Kind::Json => {
                let bytes = read_whole(whole, object::LIMIT)?;
                let results = object::read(&bytes, &self.options.columns, charset, &shown, &stem)?;
                self.stream = Some(Stream::Many(results.into_iter()));
            }
            Kind::JsonLines => self.stream = Some(Stream::Lines(Lines::new(buffered(whole), shown, stem, charset))),
            Kind::Csv | Kind::Tsv => {
                let records = Records::new(buffered(whole), mark);
                match Table::open(records, &self.options.columns, charset, kind, shown.clone(), stem) {
                    Ok(table) => self.stream = Some(Stream::Table(Box::new(table))),
                    Err((_, header))
                        if header.iter().any(|name| name.eq_ignore_ascii_case("file")) && path.is_some() =>
                    {
                        self.follow(path.unwrap_or(Path::new("")))?;
                    }
                    Err((detail, _)) => return Err(failed(detail)),
                }
            }
        }
        Ok(None)
    }

    /// Reads the files that a manifest named as an input lists.
    fn follow(&mut self, path: &Path) -> Result<(), SourceError> {
        let Some(manifest) = Manifest::read(path)? else { return Ok(()) };
        let files = manifest.files.iter().rev().cloned();
        self.tasks.extend(files.map(|file| Task::Input(Input::Path(file))));
        self.named_manifests.push(Arc::new(manifest));
        Ok(())
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

    /// What is the same for every report: what manifests and the user say of it, its language, and an id of its own.
    fn finish(&mut self, mut found: Found) -> Found {
        (found.detected.language, found.detected.language_confidence) = language::detect(&found.report.text);
        if let (Some(path), None) = (self.file.clone(), found.origin.line) {
            if let Some(manifest) = self.manifest_beside(&path) {
                manifest.apply(&path, false, &mut found);
            }
            for manifest in &self.named_manifests {
                manifest.apply(&path, true, &mut found);
            }
        }
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
        } else if report.date.is_none() {
            report.date = dateline::find(&report.text, report.url.as_deref());
            found.detected.date_from = report.date.map(|_| DateFrom::Dateline);
        }
        if let Some(id) = self.free_id(&report.id) {
            found.notices.push(format!("the id “{}” is taken by an earlier report; this one is “{id}”", report.id));
            report.id = id;
        }
        found
    }

    /// The `manifest.csv` in the file's directory. A table without a column `file` is no manifest; one that is damaged
    /// is told of after this report.
    fn manifest_beside(&mut self, file: &Path) -> Option<Arc<Manifest>> {
        let directory = file.parent()?;
        if let Some(known) = self.manifests.get(directory) {
            return known.clone();
        }
        let path = directory.join("manifest.csv");
        let manifest = match path.is_file().then(|| Manifest::read(&path)).transpose() {
            Ok(manifest) => manifest.flatten().map(Arc::new),
            Err(error) => {
                self.tasks.push(Task::Notice(error));
                None
            }
        };
        self.manifests.insert(directory.to_owned(), manifest.clone());
        manifest
    }

    /// Another id, where an earlier report has this one.
    fn free_id(&mut self, id: &str) -> Option<String> {
        let key = |id: &str| {
            let mut hasher = DefaultHasher::new();
            id.hash(&mut hasher);
            hasher.finish()
        };
        let mut count = self.ids.insert(key(id), 2)?;
        loop {
            let other = format!("{id}-{count}");
            count = count.saturating_add(1);
            if self.ids.insert(key(&other), 2).is_none() {
                // The next one of this id starts from where this one got to.
                self.ids.insert(key(id), count);
                return Some(other);
            }
        }
    }
}

impl Iterator for Sources {
    type Item = Result<Found, SourceError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let item = match &mut self.stream {
                Some(Stream::Lines(lines)) => lines.next(&self.options.columns),
                Some(Stream::Table(table)) => table.next(),
                Some(Stream::Many(items)) => items.next(),
                None => None,
            };
            if let Some(item) = item {
                return Some(item.map(|found| self.finish(found)));
            }
            self.stream = None;
            let task = self.tasks.pop()?;
            match self.begin(task) {
                Ok(Some(found)) => return Some(Ok(self.finish(found))),
                Ok(None) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// The text or page that stands beside a JSON file under the same stem.
fn report_beside(path: &Path) -> Option<String> {
    let name = |extension: &str| path.with_extension(extension);
    let beside = ["txt", "md", "html", "htm"].map(name).into_iter().find(|path| path.is_file())?;
    Some(beside.file_name()?.to_string_lossy().into_owned())
}

/// Counts what is read through it.
struct Counted {
    inner: Box<dyn Read + Send>,
    count: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.count.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}
