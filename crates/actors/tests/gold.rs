//! Speakers of the records made by hand, from their own spans.
//!
//! Reads `reports/` where `DETENTE_SHARED` points; skipped elsewhere. The bounds are a little below what was measured, so that a
//! change that loses ground is seen.

use actors::{Actors, Scene, Utterance};
use codebook::interchange::{Record, read};
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
    let actors = Actors::default();
    let (mut parties, mut with_party, mut stated, mut names, mut named, mut all) = (0, 0, 0, 0, 0, 0);
    for path in files {
        let Ok(record) = serde_json::from_str::<Record>(&std::fs::read_to_string(&path).unwrap()) else { continue };
        let Some(text_file) = &record.text_file else { continue };
        let text = std::fs::read_to_string(folder.join(text_file)).unwrap().replace("\r\n", "\n");
        let reading = read(&record, &text).unwrap();
        let index = |id: &str| reading.statements.iter().position(|statement| statement.id == id);
        let utterances: Vec<Utterance> = reading
            .statements
            .iter()
            .map(|s| Utterance {
                source: s.source.clone(),
                cue: s.cue.clone(),
                content: s.content.clone(),
                via: s.via.as_deref().and_then(index),
            })
            .collect();
        let scene = Scene::read(&text, record.date, &utterances, &actors);
        println!("{}: {:?} {:?}", record.id, scene.main_pair(), scene.main_parties());
        for (statement, speaker) in reading.statements.iter().zip(scene.speakers()) {
            let same_party = speaker.party == statement.speaker.party;
            let last = |name: &Option<String>| {
                name.as_deref().and_then(|name| name.split_whitespace().last()).map(str::to_lowercase)
            };
            all += 1;
            parties += usize::from(same_party);
            stated += usize::from(statement.speaker.party.is_some());
            with_party += usize::from(same_party && speaker.party.is_some());
            let same_name = last(&speaker.name) == last(&statement.speaker.name);
            if statement.speaker.name.is_some() {
                named += 1;
                names += usize::from(same_name);
            }
            if !same_party || speaker.name != statement.speaker.name {
                let source = codebook::slice(&text, &statement.source);
                println!("  {}: {source:?} {speaker:?}, not {:?}", statement.id, statement.speaker);
            }
        }
    }
    println!("party {parties} of {all}, where there is one {with_party} of {stated}; name {names} of {named}");
    assert!(parties * 100 >= all * 95 && with_party * 100 >= stated * 95 && names * 100 >= named * 95);
}
