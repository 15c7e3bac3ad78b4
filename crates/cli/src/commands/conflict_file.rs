//! Opening a conflict.

use std::io::Read as _;
use std::path::Path;

use anyhow::Context as _;

/// The text of a file, or of standard input for `-`.
pub fn read_text(path: &Path) -> anyhow::Result<String> {
    if path.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("standard input is not UTF-8 text")?;
        return Ok(text);
    }
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// The conflict in a file.
pub fn read_model(path: &Path) -> anyhow::Result<conflict::Model> {
    let text = read_text(path)?;
    Ok(conflict::format::read(&text).map_err(|e| e.in_file(path.display().to_string()))?)
}

/// Says on standard error what deserves a second look.
pub fn tell(remarks: &[String]) {
    for remark in remarks {
        eprintln!("detente: note: {remark}");
    }
}
