//! Speakers of the records made by hand, from their own spans.
//!
//! Reads `reports/` where `DETENTE_SHARED` points; skipped elsewhere. The bounds are a little below what was measured, so that a
//! change that loses ground is seen.

mod records;

use actors::Actors;
use std::path::Path;

#[test]
fn speakers_of_the_hand_made_records() {
    let Some(shared) = std::env::var_os("DETENTE_SHARED") else {
        println!("skipped: DETENTE_SHARED is not set");
        return;
    };
    let folder = Path::new(&shared).join("reports");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    let mut count = records::Count::default();
    let actors = Actors::default();
    for path in files {
        let Ok(record) =
            serde_json::from_str::<codebook::interchange::Record>(&std::fs::read_to_string(&path).unwrap())
        else {
            continue;
        };
        let Some(text_file) = &record.text_file else { continue };
        let text = std::fs::read_to_string(folder.join(text_file)).unwrap().replace("\r\n", "\n");
        count.add(&record, &text, &actors, &mut |miss| println!("  {miss}"));
    }
    println!("{count}");
    assert!(count.statements > 0);
    assert!(count.party * 100 >= count.statements * 95, "{count}");
    assert!(count.with_party_right * 100 >= count.with_party * 95, "{count}");
    assert!(count.name * 100 >= count.named * 95, "{count}");
}
