//! Counts how often the speaker is right on records with their text, one a line, given their spans.
//!
//!     cargo run --release --example measure -- RECORDS.jsonl
//!
//! Misses go to stderr, one a line; the count to stdout.

#[path = "../tests/records/mod.rs"]
mod records;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut count = records::Count::default();
    let actors = actors::Actors::default();
    for path in std::env::args().skip(1) {
        for line in std::fs::read_to_string(&path)?.lines().filter(|line| !line.trim().is_empty()) {
            let record: codebook::interchange::Record = serde_json::from_str(line)?;
            let text = record.text.clone().ok_or("a record without its text")?;
            count.add(&record, &text, &actors, &mut |miss| eprintln!("{miss}"));
        }
    }
    println!("{count}");
    Ok(())
}
