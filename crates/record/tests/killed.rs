//! A record whose writer is killed at any moment opens again with all that was acknowledged.
//!
//! Runs five rounds; `DETENTE_KILLS=200 cargo test -p record --test killed` runs two hundred.

use record::Record;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

#[test]
fn killed_at_any_moment_nothing_acknowledged_is_lost() {
    let rounds: usize = std::env::var("DETENTE_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(5);
    // Beside the test's own folder, where cargo puts examples.
    let tests = std::env::current_exe().unwrap();
    let writer = tests.parent().unwrap().parent().unwrap().join("examples").join("writer");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.db");
    Record::create(&path).unwrap().close().unwrap();
    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..rounds {
        let mut child = Command::new(&writer)
            .arg(&path)
            .arg((acknowledged.len() + 1 + round * 1000).to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}; cargo test builds it", writer.display()));
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut lines = lines.map(Result::unwrap);
        assert_eq!(lines.next().as_deref(), Some("open"), "round {round}: the record did not open");
        // A different moment each time: while opening, between reports, within one, at a checkpoint.
        std::thread::sleep(Duration::from_micros((round as u64 * 7919) % 150_000));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged.extend(lines);

        let record = Record::open(&path).unwrap();
        record.check().unwrap();
        let by_hand = rusqlite::Connection::open(&path).unwrap();
        let said: String = by_hand.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(said, "ok", "round {round}");
        for name in &acknowledged {
            let kept: i64 = by_hand
                .query_row(
                    "SELECT count(*) FROM report r JOIN version v ON v.report_id = r.id
                     JOIN reading g ON g.version_id = v.id JOIN statement s ON s.reading_id = g.id WHERE r.name = ?1",
                    [name],
                    |row| row.get(0),
                )
                .unwrap();
            assert_eq!(kept, 40, "round {round}: {name} was acknowledged");
        }
        drop(by_hand);
        if round % 2 == 0 {
            record.close().unwrap();
        }
    }
    assert!(!acknowledged.is_empty());
    println!("{rounds} rounds, {} reports acknowledged, all kept", acknowledged.len());
}
