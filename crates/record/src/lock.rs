//! One writer at a time, with a name.
//!
//! SQLite's own locks last for a transaction and say nothing about who holds them. A writer therefore also holds
//! an operating-system lock on `FILE-lock` beside the record, in which it says who it is. The system frees the
//! lock when the process ends, however it ends, so a file left behind by a killed process stops nobody.

use crate::error::{RecordError, Result};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The lock, held while this lives.
#[derive(Debug)]
pub(crate) struct WriterLock {
    path: PathBuf,
    file: File,
}

impl WriterLock {
    /// Takes the lock of the record at `record`, or says who has it.
    pub(crate) fn take(record: &Path, now: &str) -> Result<Self> {
        let mut name = record.as_os_str().to_owned();
        name.push("-lock");
        let path = PathBuf::from(name);
        let doing = || format!("{}: taking the writer's lock", path.display());
        // A few attempts: the holder may remove the file between our opening and our locking it.
        for _ in 0..10 {
            let mut file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
                .map_err(RecordError::io(doing()))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let mut by = String::new();
                    // Unreadable while locked on some systems; the error then names no holder.
                    let _ = file.read_to_string(&mut by);
                    let by = if by.trim().is_empty() { "another process".to_owned() } else { by.trim().to_owned() };
                    return Err(RecordError::InUse { by });
                }
                Err(TryLockError::Error(source)) => return Err(RecordError::Io { doing: doing(), source }),
            }
            if !same_file(&file, &path) {
                continue;
            }
            let program = std::env::current_exe()
                .ok()
                .and_then(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
                .unwrap_or_else(|| "detente".to_owned());
            let host = gethostname::gethostname();
            let holder = format!("{program} (process {}) on {} since {now}\n", std::process::id(), host.display());
            file.set_len(0).map_err(RecordError::io(doing()))?;
            file.seek(SeekFrom::Start(0)).map_err(RecordError::io(doing()))?;
            file.write_all(holder.as_bytes()).map_err(RecordError::io(doing()))?;
            return Ok(Self { path, file });
        }
        Err(RecordError::InUse { by: "processes that open and close it in turn".to_owned() })
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // Removed before it is unlocked, so that nobody can lock a file that is about to go.
        let _ = std::fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

/// Whether `path` still names the open `file`.
#[cfg(unix)]
fn same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(open), Ok(named)) => open.ino() == named.ino() && open.dev() == named.dev(),
        _ => false,
    }
}

/// Open files cannot be removed here, so the name still holds.
#[cfg(not(unix))]
fn same_file(_file: &File, _path: &Path) -> bool {
    true
}
