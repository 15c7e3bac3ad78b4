//! One JSON file for each report.

use anyhow::{Context, bail};
use serde_json::Value;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder the files go to.
pub struct Folder {
    path: PathBuf,
    taken: HashSet<String>,
}

impl Folder {
    /// Makes the folder where there is none.
    pub fn open(path: PathBuf) -> anyhow::Result<Self> {
        fs::create_dir_all(&path)
            .with_context(|| format!("{}: the folder cannot be made; name another one", path.display()))?;
        Ok(Self { path, taken: HashSet::new() })
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many files were written.
    pub fn count(&self) -> usize {
        self.taken.len()
    }

    /// Writes the record of the report `id`. A file appears whole or not at all.
    pub fn write(&mut self, id: &str, record: &Value) -> anyhow::Result<()> {
        let mut stem = file_stem(id);
        for number in 2.. {
            // Names that differ only in case are one file on some systems.
            if !self.taken.contains(&stem.to_lowercase()) {
                break;
            }
            stem = format!("{}-{number}", file_stem(id));
        }
        let path = self.path.join(format!("{stem}.json"));
        if path.exists() && !is_reading(&path) {
            bail!("{}: there already, and no reading of this program's; not overwritten", path.display());
        }
        let unfinished = self.path.join(format!(".{stem}.json.part"));
        let text = serde_json::to_string_pretty(record)? + "\n";
        fs::write(&unfinished, text)
            .and_then(|()| fs::rename(&unfinished, &path))
            .with_context(|| format!("{}: cannot be written", path.display()))?;
        self.taken.insert(stem.to_lowercase());
        Ok(())
    }
}

/// Whether a file holds what this program wrote. The record a person made has no confidence, and is not to be lost.
fn is_reading(path: &Path) -> bool {
    let Ok(text) = fs::read(path) else { return false };
    let Ok(record) = serde_json::from_slice::<Value>(&text) else { return false };
    let rows = |kind: &str| record[kind].as_array().cloned().unwrap_or_default();
    record["id"].is_string()
        && rows("statements").iter().chain(&rows("positions")).all(|row| row["confidence"].is_number())
}

/// The id as the name of a file: ids come from inputs and may hold anything.
fn file_stem(id: &str) -> String {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ');
    let name: String = id.chars().map(|c| if fits(c) { c } else { '_' }).take(120).collect();
    let name = name.trim_matches([' ', '.']);
    // File systems count bytes.
    let end = (0..=name.len().min(200)).rev().find(|&end| name.is_char_boundary(end)).unwrap_or(0);
    if end == 0 { "report".to_owned() } else { name[..end].to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ids_become_names_of_files() {
        let table =
            [("a/../b", "a_.._b"), ("..", "report"), ("", "report"), ("Überfall 7", "Überfall 7"), ("c:x", "c_x")];
        for (id, name) in table {
            assert_eq!(file_stem(id), name);
        }
        assert!(file_stem(&"語".repeat(500)).len() <= 200);
    }

    #[test]
    fn a_record_made_by_hand_is_not_overwritten() {
        let directory = tempfile::tempdir().unwrap();
        let hand_made = directory.path().join("a.json");
        fs::write(&hand_made, r#"{"id": "a", "statements": [{"id": "s1"}]}"#).unwrap();
        let record = json!({"id": "a", "statements": [{"id": "s1", "confidence": 0.5}], "positions": []});
        let mut folder = Folder::open(directory.path().to_owned()).unwrap();
        assert!(folder.write("a", &record).is_err());
        folder.write("b", &record).unwrap();
        folder.write("B", &record).unwrap();
        let mut again = Folder::open(directory.path().to_owned()).unwrap();
        again.write("b", &record).unwrap();
        let mut names: Vec<String> =
            fs::read_dir(directory.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        assert_eq!(names, ["B-2.json", "a.json", "b.json"]);
    }
}
