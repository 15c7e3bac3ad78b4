//! Speakers found from the spans of records made by hand, counted against the records' own.

use actors::{Actors, Scene, Utterance};
use codebook::interchange::{Record, read};

/// Right answers out of how many.
#[derive(Debug, Default)]
pub struct Count {
    pub statements: usize,
    pub party: usize,
    pub with_party: usize,
    pub with_party_right: usize,
    pub named: usize,
    pub name: usize,
}

impl Count {
    /// Adds a report. Every miss is passed on as a line of text.
    pub fn add(&mut self, record: &Record, text: &str, actors: &Actors, miss: &mut dyn FnMut(String)) {
        let Ok(reading) = read(record, text) else {
            miss(format!("{}: the spans do not fit", record.id));
            return;
        };
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
        let scene = Scene::read(text, record.date, &utterances, actors);
        for (statement, found) in reading.statements.iter().zip(scene.speakers()) {
            let want = &statement.speaker;
            let last = |name: &Option<String>| {
                name.as_deref().and_then(|name| name.split_whitespace().last()).map(str::to_lowercase)
            };
            let same_party = found.party == want.party;
            let same_name = last(&found.name) == last(&want.name);
            self.statements += 1;
            self.party += usize::from(same_party);
            self.with_party += usize::from(want.party.is_some());
            self.with_party_right += usize::from(same_party && want.party.is_some());
            self.named += usize::from(want.name.is_some());
            self.name += usize::from(same_name && want.name.is_some());
            if !same_party || (found.name != want.name && want.name.is_some()) {
                let show = |party: &Option<codebook::Party>| {
                    party.as_ref().map_or("-".to_owned(), |party| party.code().to_owned())
                };
                miss(format!(
                    "{} {} {} {:?}: {:?} {} should be {:?} {}",
                    record.id,
                    statement.id,
                    if same_party { "name" } else { "PARTY" },
                    codebook::slice(text, &statement.source),
                    found.name.as_deref().unwrap_or("-"),
                    show(&found.party),
                    want.name.as_deref().unwrap_or("-"),
                    show(&want.party),
                ));
            }
        }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |right: usize, of: usize| if of == 0 { 0.0 } else { right as f64 / of as f64 };
        write!(
            f,
            "party {:.3} ({} of {}); where there is one {:.3} ({} of {}); name {:.3} ({} of {})",
            share(self.party, self.statements),
            self.party,
            self.statements,
            share(self.with_party_right, self.with_party),
            self.with_party_right,
            self.with_party,
            share(self.name, self.named),
            self.name,
            self.named
        )
    }
}
