//! Making, opening, checking and closing a record.

use crate::error::{RecordError, Result};
use crate::lock::WriterLock;
use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// "Detn": tells a record from other SQLite files.
const APPLICATION_ID: i64 = 0x4465_746e;

/// One script per schema, in order: the first makes schema 1 of an empty file, the next would take 1 to 2.
const MIGRATIONS: [&str; 1] = [include_str!("schema.sql")];

/// An open record. Any number may read; one at a time may write.
#[derive(Debug)]
pub struct Record {
    // The connection closes before the lock is freed: fields are dropped in this order.
    pub(crate) conn: Connection,
    pub(crate) path: PathBuf,
    /// Present while open for writing.
    lock: Option<WriterLock>,
    /// The time every row gets, where it is not the clock's.
    clock: Option<Timestamp>,
}

impl Record {
    /// Makes an empty record at `path` and opens it for writing.
    ///
    /// # Errors
    /// [`RecordError::Exists`] where a file is there; where the folder cannot be written.
    pub fn create(path: &Path) -> Result<Self> {
        if path.exists() {
            return Err(RecordError::Exists { path: path.to_owned() });
        }
        let lock = WriterLock::take(path, &stamp(Timestamp::now()))?;
        // Made whole under another name, so that a killed `init` leaves no half of a record behind.
        let mut draft = path.as_os_str().to_owned();
        draft.push("-new");
        let draft = PathBuf::from(draft);
        let _ = std::fs::remove_file(&draft);
        {
            let conn = Connection::open(&draft).map_err(|error| opening(path, error))?;
            conn.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA page_size = 8192")?;
            migrate(&conn, 0)?;
            conn.pragma_update(None, "application_id", APPLICATION_ID)?;
        }
        std::fs::rename(&draft, path).map_err(RecordError::io(format!("{}: making the record", path.display())))?;
        Self::writing(path, lock)
    }

    /// Opens the record at `path` for writing, and takes it from an older schema to this program's.
    ///
    /// # Errors
    /// [`RecordError::Missing`], [`RecordError::NotARecord`], [`RecordError::Newer`], [`RecordError::InUse`] by
    /// another writer, [`RecordError::Damaged`].
    pub fn open(path: &Path) -> Result<Self> {
        recognise(path)?;
        let lock = WriterLock::take(path, &stamp(Timestamp::now()))?;
        Self::writing(path, lock)
    }

    /// Opens the record at `path` for asking only; others may write meanwhile.
    ///
    /// # Errors
    /// As [`Record::open`], without [`RecordError::InUse`].
    pub fn read(path: &Path) -> Result<Self> {
        recognise(path)?;
        let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let found = schema(path, &conn)?;
        if found < MIGRATIONS.len() as i64 {
            // An older schema is brought up to date by whoever may write.
            drop(conn);
            Self::open(path)?.close()?;
            return Self::read(path);
        }
        Ok(Self { conn, path: path.to_owned(), lock: None, clock: None })
    }

    fn writing(path: &Path, lock: WriterLock) -> Result<Self> {
        let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let found = schema(path, &conn)?;
        // Every commit reaches the disk before it is acknowledged.
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA wal_autocheckpoint = 8000; PRAGMA cache_size = -200000",
        )
        .map_err(|error| opening(path, error))?;
        migrate(&conn, found)?;
        Ok(Self { conn, path: path.to_owned(), lock: Some(lock), clock: None })
    }

    /// A report's row, by its name.
    pub(crate) fn report_id(&self, name: &str) -> Result<Option<i64>> {
        let mut query = self.conn.prepare_cached("SELECT id FROM report WHERE name = ?1")?;
        Ok(query.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Where the record is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it may be changed through this handle.
    pub fn is_writable(&self) -> bool {
        self.lock.is_some()
    }

    /// Dates every following row `time` instead of the clock's; for tests and for taking over older records.
    pub fn set_clock(&mut self, time: Timestamp) {
        self.clock = Some(time);
    }

    /// The time that a row made now gets.
    pub(crate) fn now(&self) -> String {
        stamp(self.clock.unwrap_or_else(Timestamp::now))
    }

    /// Refuses a handle that is for asking only.
    pub(crate) fn must_write(&self) -> Result<()> {
        if self.is_writable() { Ok(()) } else { Err(RecordError::ReadOnly) }
    }

    /// Closes the record. A writer's changes are folded into the one file, which can then be copied as it is
    /// (while others read, the last of them to close does that).
    ///
    /// # Errors
    /// Where folding in fails; the changes are then safe in the file ending in `-wal`.
    pub fn close(self) -> Result<()> {
        self.fold()?;
        drop(self);
        Ok(())
    }

    fn fold(&self) -> Result<()> {
        if !self.is_writable() {
            return Ok(());
        }
        self.conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
        // Without a log beside it the file opens on read-only media too. Refused while others read, which is fine.
        self.conn.busy_timeout(Duration::ZERO)?;
        let _ = self.conn.execute_batch("PRAGMA journal_mode = DELETE");
        Ok(())
    }

    /// Looks for damage: the file's pages and indexes, references between rows, the checksum of every text and
    /// of every reading. Takes time in proportion to the record.
    ///
    /// # Errors
    /// [`RecordError::Damaged`] with the first thing found.
    pub fn check(&self) -> Result<()> {
        let place = |what: String| RecordError::Damaged { what: format!("{}: {what}", self.path.display()) };
        let said: String = self
            .conn
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
            .map_err(|error| place(error.to_string()))?;
        if said != "ok" {
            return Err(place(said));
        }
        let astray: Option<String> = self
            .conn
            .prepare("PRAGMA foreign_key_check")?
            .query_map([], |row| row.get(0))?
            .next()
            .transpose()
            .map_err(|error| place(error.to_string()))?;
        if let Some(table) = astray {
            return Err(place(format!("a row of {table} refers to a row that is not there")));
        }
        self.check_texts(&place)?;
        self.check_readings(&place)
    }

    /// Compares every reading's rows with the digest written beside them.
    fn check_readings(&self, place: &dyn Fn(String) -> RecordError) -> Result<()> {
        let mut query = self.conn.prepare("SELECT id, digest FROM reading ORDER BY id")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next().map_err(|error| place(error.to_string()))? {
            let (id, digest): (i64, String) = (row.get(0)?, row.get(1)?);
            if crate::hash::of_reading(&self.conn, id).map_err(|error| place(error.to_string()))? != digest {
                return Err(place(format!("the rows of reading {id} are not what was recorded")));
            }
        }
        Ok(())
    }

    fn check_texts(&self, place: &dyn Fn(String) -> RecordError) -> Result<()> {
        let mut query = self.conn.prepare("SELECT id, sha256, text FROM body ORDER BY id")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next().map_err(|error| place(error.to_string()))? {
            let (id, sha256): (i64, String) = (row.get(0)?, row.get(1)?);
            let text = row.get_ref(2)?;
            let bytes = text.as_bytes().unwrap_or_default();
            if crate::sha256(bytes) != sha256 {
                let report: String = self
                    .conn
                    .query_row(
                        "SELECT r.name FROM report r JOIN version v ON v.report_id = r.id WHERE v.body_id = ?1",
                        [id],
                        |row| row.get(0),
                    )
                    .unwrap_or_else(|_| format!("text {id}"));
                return Err(place(format!("the text of {report} is not what was recorded")));
            }
        }
        Ok(())
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        // `close` reports failures; here the log simply stays beside the file and is read on the next opening.
        let _ = self.fold();
    }
}

/// A time as the record writes it: UTC, to the second.
pub(crate) fn stamp(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn connect(path: &Path, access: OpenFlags) -> Result<Connection> {
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_PRIVATE_CACHE;
    let conn = Connection::open_with_flags(path, flags).map_err(|error| opening(path, error))?;
    conn.busy_timeout(Duration::from_secs(5))?;
    // Views and triggers of a file from elsewhere may call nothing but plain functions.
    conn.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA mmap_size = 1073741824; PRAGMA temp_store = MEMORY")
        .map_err(|error| opening(path, error))?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(conn)
}

/// Refuses what is no SQLite file before SQLite touches it.
fn recognise(path: &Path) -> Result<()> {
    use std::io::Read;
    let mut file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(RecordError::Missing { path: path.to_owned() });
        }
        Err(error) => return Err(RecordError::io(format!("{}: opening", path.display()))(error)),
    };
    let mut start = Vec::new();
    file.by_ref().take(16).read_to_end(&mut start).map_err(RecordError::io(format!("{}: reading", path.display())))?;
    let found = match start.as_slice() {
        b"SQLite format 3\0" => return Ok(()),
        [] => "it is empty".to_owned(),
        _ => "it is not an SQLite file".to_owned(),
    };
    Err(RecordError::NotARecord { path: path.to_owned(), found })
}

/// The file's schema, or why it is not one of ours.
fn schema(path: &Path, conn: &Connection) -> Result<i64> {
    let pragma = |name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let application = pragma("application_id").map_err(|error| opening(path, error))?;
    if application != APPLICATION_ID {
        return Err(RecordError::NotARecord {
            path: path.to_owned(),
            found: "it is an SQLite file of another program".to_owned(),
        });
    }
    let found = pragma("user_version").map_err(|error| opening(path, error))?;
    let known = MIGRATIONS.len() as i64;
    if found > known {
        return Err(RecordError::Newer { path: path.to_owned(), found, known });
    }
    Ok(found)
}

/// Takes a file from schema `found` to the newest, one transaction a step.
fn migrate(conn: &Connection, found: i64) -> Result<()> {
    for (step, script) in MIGRATIONS.iter().enumerate().skip(usize::try_from(found).unwrap_or(0)) {
        conn.execute_batch(&format!("BEGIN IMMEDIATE; {script}; PRAGMA user_version = {}; COMMIT", step + 1))?;
    }
    Ok(())
}

fn opening(path: &Path, error: rusqlite::Error) -> RecordError {
    match RecordError::from(error) {
        RecordError::Damaged { what } => RecordError::Damaged { what: format!("{}: {what}", path.display()) },
        RecordError::Database { what } => RecordError::Database { what: format!("{}: {what}", path.display()) },
        other => other,
    }
}
