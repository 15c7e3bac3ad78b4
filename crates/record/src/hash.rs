//! Fingerprints: of files, of readings and of the record as a whole.
//!
//! A [`Digest`] hashes fields so that no two different lists of fields feed the same bytes: each field is its
//! length in eight bytes, then its bytes; an absent field is the length `u64::MAX`.

use crate::{Record, error::Result};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Params, Statement};
use sha2::{Digest as _, Sha256};

/// SHA-256 of `bytes`, in lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]).map(char::from).collect()
}

/// SHA-256 over a list of fields.
#[derive(Default)]
pub(crate) struct Digest(Sha256);

impl Digest {
    pub(crate) fn text(&mut self, field: &str) -> &mut Self {
        self.bytes(field.as_bytes())
    }

    fn bytes(&mut self, field: &[u8]) -> &mut Self {
        self.0.update((field.len() as u64).to_be_bytes());
        self.0.update(field);
        self
    }

    pub(crate) fn optional(&mut self, field: Option<&str>) -> &mut Self {
        match field {
            Some(field) => self.text(field),
            None => {
                self.0.update(u64::MAX.to_be_bytes());
                self
            }
        }
    }

    pub(crate) fn whole(&mut self, number: Option<i64>) -> &mut Self {
        match number {
            Some(number) => self.number(number.to_be_bytes()),
            None => self.optional(None),
        }
    }

    pub(crate) fn real(&mut self, number: f64) -> &mut Self {
        self.number(number.to_be_bytes())
    }

    /// All rows of a query: numbers as their eight bytes behind a length that no text has.
    pub(crate) fn rows(&mut self, query: &mut Statement<'_>, of: impl Params) -> Result<()> {
        let columns = query.column_count();
        let mut rows = query.query(of)?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                match row.get_ref(column)? {
                    ValueRef::Null => self.optional(None),
                    ValueRef::Integer(number) => self.number(number.to_be_bytes()),
                    ValueRef::Real(number) => self.number(number.to_be_bytes()),
                    ValueRef::Text(bytes) | ValueRef::Blob(bytes) => self.bytes(bytes),
                };
            }
        }
        Ok(())
    }

    fn number(&mut self, bytes: [u8; 8]) -> &mut Self {
        self.0.update((u64::MAX - 1).to_be_bytes());
        self.0.update(bytes);
        self
    }

    pub(crate) fn finish(self) -> String {
        hexadecimal(&self.0.finalize())
    }
}

/// The digest of a reading, from its rows; the same as is computed while they are written. Every field of every statement, then of every position, in the order of ids.
pub(crate) fn of_reading(conn: &Connection, reading: i64) -> Result<String> {
    let mut digest = Digest::default();
    for query in [
        "SELECT s.id, s.local, s.source, s.cue, s.content, s.form, s.hedged, n.name, p.code, s.via, s.confidence, s.same_as
         FROM statement s LEFT JOIN speaker n ON n.id = s.speaker_id LEFT JOIN party p ON p.id = s.party_id
         WHERE s.reading_id = ?1 ORDER BY s.id",
        "SELECT q.id, q.local, q.statement_id, p.code, q.act, i.code, q.proposal, t.code, q.condition, q.grounds,
             q.confidence, q.same_as
         FROM position q JOIN issue i ON i.id = q.issue_id LEFT JOIN party p ON p.id = q.party_id
         LEFT JOIN party t ON t.id = q.target_id
         WHERE q.reading_id = ?1 ORDER BY q.id",
    ] {
        digest.rows(&mut *conn.prepare_cached(query)?, [reading])?;
    }
    Ok(digest.finish())
}

impl Record {
    /// The record's own hash: SHA-256 over its logical content, in the order recorded. Two records hold the same
    /// reports, readings and corrections, recorded at the same times, exactly when their hashes are equal.
    ///
    /// Hashed are, in order of id: the versions of reports with the SHA-256 of their text, the readings with
    /// their versions and digests, and the corrections with every field. Caches and drafts are not.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn hash(&self) -> Result<String> {
        let mut digest = Digest::default();
        digest.text("detente record 1");
        for query in [
            "SELECT r.name, v.number, v.sha256, v.url, v.outlet, v.author, v.title, v.date, v.text_file, v.recorded,
                 b.sha256 FROM version v JOIN report r ON r.id = v.report_id JOIN body b ON b.id = v.body_id ORDER BY v.id",
            "SELECT g.version_id, m.program, m.network, m.agenda, m.codebook, g.by_people, g.recorded, g.digest
                 FROM reading g JOIN maker m ON m.id = g.maker_id ORDER BY g.id",
            "SELECT report_id, statement, position, undoes, carries, kind, field, value, words, body_id, who, why, made
                 FROM correction ORDER BY id",
        ] {
            digest.text("table").rows(&mut self.conn.prepare(query)?, [])?;
        }
        Ok(digest.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha256_is_the_published_one() {
        // FIPS 180-4, the one-block example.
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn fields_do_not_run_together() {
        let of = |fields: &[&str]| {
            let mut digest = Digest::default();
            for field in fields {
                digest.text(field);
            }
            digest.finish()
        };
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
    }
}
