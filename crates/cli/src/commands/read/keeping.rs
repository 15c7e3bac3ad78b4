//! Keeping what is read in a record.

use crate::commands::asking::{DEFAULT_RECORD, Kept};
use detente::agenda::Agenda;
use detente::codebook::{Reading, Report};
use detente::record::{Outcome, Record, RecordError, Versions};
use std::path::Path;

/// A record that takes readings in.
pub struct Keeping {
    record: Record,
    versions: Versions,
    new: usize,
    changed: usize,
    again: usize,
    held: usize,
}

impl Keeping {
    /// Opens the record named, or ./detente.db where that is there; `None` where nothing is to be kept.
    pub fn open(kept: &Kept, refused: bool, network: String, agenda: &Agenda) -> Result<Option<Self>, RecordError> {
        let path = match &kept.record {
            Some(path) => path.as_path(),
            None if !refused && Path::new(DEFAULT_RECORD).exists() => Path::new(DEFAULT_RECORD),
            None => return Ok(None),
        };
        let (record, versions) = (Record::open(path)?, detente::versions(network, agenda));
        Ok(Some(Self { record, versions, new: 0, changed: 0, again: 0, held: 0 }))
    }

    /// Keeps one report; when this returns, it is on the disk.
    pub fn keep(&mut self, report: &Report, reading: &Reading) -> Result<(), RecordError> {
        let added = self.record.add(report, reading, &self.versions)?;
        match added.outcome {
            Outcome::NewReport => self.new += 1,
            Outcome::NewVersion(_) => self.changed += 1,
            Outcome::NewReading => self.again += 1,
            Outcome::AlreadyHeld => self.held += 1,
        }
        for left in &added.left_behind {
            eprintln!("detente: {}: what people said is not carried over: {left}", added.report);
        }
        Ok(())
    }

    /// Closes the record and says what became of the reports.
    pub fn close(self) -> Result<(), RecordError> {
        let counts = [
            (self.new, "new"),
            (self.changed, "in a new version"),
            (self.again, "read anew"),
            (self.held, "held already"),
        ];
        let said: Vec<String> =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        let said = if said.is_empty() { "no reports".to_owned() } else { said.join(", ") };
        eprintln!("detente: kept in {}: {said}", self.record.path().display());
        self.record.close()
    }
}
