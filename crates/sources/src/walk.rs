//! Directories: sorted, hidden files passed over, safe from loops.

use crate::Kind;
use crate::error::{Detail, SourceError};
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The real paths of the directories an entry stands in, outermost first.
pub(crate) type Ancestors = Arc<Vec<PathBuf>>;

/// Directories already listed, by their real paths.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    seen: HashSet<PathBuf>,
}

/// What a directory holds.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// Files of kinds that are read and directories, sorted by name.
    pub entries: Vec<PathBuf>,
    /// Files whose names say nothing of a kind that is read.
    pub passed_over: Vec<PathBuf>,
    /// For the entries.
    pub ancestors: Ancestors,
}

impl Walk {
    /// Lists one directory.
    pub fn list(&mut self, directory: &Path, ancestors: &Ancestors) -> Result<Listing, SourceError> {
        let shown = directory.display().to_string();
        let real = directory.canonicalize().map_err(|error| SourceError::io(&shown, error))?;
        if ancestors.contains(&real) {
            return Err(SourceError::new(shown, Detail::DirectoryLoop(real.display().to_string())));
        }
        if !self.seen.insert(real.clone()) {
            let reason = "the directory was already read by another path".to_owned();
            return Err(SourceError::new(shown, Detail::Skipped(reason)));
        }
        let mut listing = read_directory(directory).map_err(|error| SourceError::io(&shown, error))?;
        let mut inner = ancestors.to_vec();
        inner.push(real);
        listing.ancestors = Arc::new(inner);
        Ok(listing)
    }
}

fn read_directory(directory: &Path) -> io::Result<Listing> {
    let mut paths =
        fs::read_dir(directory)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    let saved_parts: HashSet<PathBuf> =
        paths.iter().filter(|path| Kind::of_path(path) == Some(Kind::Page)).map(|path| parts_folder(path)).collect();
    let mut listing = Listing::default();
    for path in paths {
        let name = path.file_name().unwrap_or_default();
        if name.as_encoded_bytes().starts_with(b".") || saved_parts.contains(&path) {
            continue;
        }
        if name == "manifest.csv" {
            continue;
        }
        // A link that leads nowhere is kept: reading it names it.
        let is_directory = fs::metadata(&path).is_ok_and(|metadata| metadata.is_dir());
        if is_directory || Kind::of_path(&path).is_some() {
            listing.entries.push(path);
        } else {
            listing.passed_over.push(path);
        }
    }
    Ok(listing)
}

/// The folder in which browsers keep the parts of a page saved as `NAME.html`.
fn parts_folder(page: &Path) -> PathBuf {
    let mut name = page.file_stem().unwrap_or_default().to_owned();
    name.push("_files");
    page.with_file_name(name)
}
