//! The reader: a report in, a reading out.

use crate::coding::Coder;
use crate::pieces::Pieces;
use crate::plover::{self, Event};
use crate::statements::statements;
use crate::windows::{Stretch, windows};
use crate::words::Words;
use actors::{Actors, Scene, Utterance};
use agenda::{Agenda, Cues};
use codebook::{Reading, Report, Span, Statement};
use encoder::{Files, LoadError, Network, Output, Part, RunError};
use rayon::prelude::*;

/// Reads reports. Shared freely between threads.
pub struct Reader {
    network: Network,
    pieces: Pieces,
    actors: Actors,
    cues: Cues,
}

/// A report could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{report}: {source}")]
pub struct ReadError {
    /// The report's id.
    pub report: String,
    /// What went wrong.
    #[source]
    pub source: RunError,
}

impl Reader {
    /// The reader with the network compiled in.
    ///
    /// # Errors
    /// Where the network is damaged.
    pub fn new() -> Result<Self, LoadError> {
        Self::with(Files::reader())
    }

    /// A reader with the smaller network compiled in, about twice as fast and a little less right.
    ///
    /// # Errors
    /// Where the network is damaged.
    pub fn fast() -> Result<Self, LoadError> {
        Self::with(Files::fast())
    }

    /// A reader with another network.
    ///
    /// # Errors
    /// Where the network is damaged.
    pub fn with(files: Files) -> Result<Self, LoadError> {
        Ok(Self {
            network: Network::load(files)?,
            pieces: Pieces::new(encoder::VOCABULARY),
            actors: Actors::default(),
            cues: Cues::new(&Agenda::default()),
        })
    }

    /// The same reader with a user's own people, parties and aliases.
    pub fn with_actors(self, actors: Actors) -> Self {
        Self { actors, ..self }
    }

    /// The network's name and version.
    pub fn network(&self) -> String {
        self.network.manifest().id()
    }

    /// Reads a report. Windows are read side by side on rayon's current pool.
    ///
    /// # Errors
    /// Where the network cannot be run, which no text should cause.
    pub fn read(&self, report: &Report) -> Result<Reading, ReadError> {
        let words = Words::new(&report.text);
        let read = self.run(&words).map_err(|source| ReadError { report: report.id.clone(), source })?;
        let mut statements = statements(&self.network, &words, &read);
        let utterances = utterances(&statements);
        let scene = Scene::read(&report.text, report.date, &utterances, &self.actors);
        for (statement, speaker) in statements.iter_mut().zip(scene.speakers()) {
            statement.speaker = speaker;
            statement.hedged |= unnamed(&words, statement);
        }
        let coder = Coder {
            network: &self.network,
            words: &words,
            statements: &statements,
            scene: &scene,
            cues: &self.cues,
            report: self.network.tables().lexicon().scores(Part::Report, &report.text),
        };
        let positions = coder.positions(&read);
        Ok(Reading { statements, positions })
    }

    /// The PLOVER act of a marked source towards a marked target in one sentence; `None` where it has no word.
    ///
    /// # Errors
    /// Where the network cannot be run, which no text should cause.
    pub fn code(&self, text: &str, source: Option<Span>, target: Option<Span>) -> Result<Option<Event>, RunError> {
        plover::code(&self.network, &self.pieces, text, source, target)
    }

    fn run(&self, words: &Words<'_>) -> Result<Vec<(Stretch, Output)>, RunError> {
        windows(words, &self.pieces, self.network.manifest().window)
            .into_par_iter()
            .map(|stretch| {
                let output = self.network.run(&stretch.window)?;
                Ok((stretch, output))
            })
            .collect()
    }
}

/// Whether a statement rests on people whom the report does not name: officials, diplomats, sources.
fn unnamed(words: &Words<'_>, statement: &Statement) -> bool {
    const PEOPLE: [&str; 15] = [
        "official",
        "officials",
        "diplomat",
        "diplomats",
        "source",
        "sources",
        "people",
        "person",
        "aide",
        "aides",
        "insider",
        "insiders",
        "participants",
        "negotiators",
        "observers",
    ];
    statement.speaker.name.is_none()
        && !statement.speaker.party.as_ref().is_some_and(codebook::Party::is_joint)
        && statement
            .source
            .iter()
            .flat_map(|span| words.touched(*span))
            .any(|i| PEOPLE.contains(&words.word(i).to_lowercase().as_str()))
}

/// The statements as the resolution of speakers takes them.
fn utterances(statements: &[Statement]) -> Vec<Utterance> {
    let place = |id: &String| statements.iter().position(|s| s.id == *id);
    statements
        .iter()
        .map(|s| Utterance {
            source: s.source.clone(),
            cue: s.cue.clone(),
            content: s.content.clone(),
            via: s.via.as_ref().and_then(place),
        })
        .collect()
}
