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
use encoder::{Ensemble, Files, LoadError, Network, Outputs, Part, RunError};
use rayon::prelude::*;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Reads reports. Shared freely between threads.
pub struct Reader {
    network: Ensemble,
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
    /// The reader with both networks compiled in, read as one.
    ///
    /// # Errors
    /// Where a network is damaged.
    pub fn new() -> Result<Self, LoadError> {
        Self::with(Files::reader(), [Files::fast()])
    }

    /// A reader with the smaller network alone, more than twice as fast and a little less right.
    ///
    /// # Errors
    /// Where the network is damaged.
    pub fn fast() -> Result<Self, LoadError> {
        Self::with(Files::fast(), [])
    }

    /// A reader with another network, and others to average with it.
    ///
    /// # Errors
    /// Where a network is damaged, or they do not have the same outputs.
    pub fn with(first: Files, others: impl IntoIterator<Item = Files>) -> Result<Self, LoadError> {
        let others = others.into_iter().map(Network::load).collect::<Result<_, _>>()?;
        Ok(Self {
            network: Ensemble::new(Network::load(first)?, others)?,
            pieces: Pieces::new(encoder::VOCABULARY),
            actors: Actors::default(),
            cues: Cues::new(&Agenda::default()),
        })
    }

    /// The same reader with a user's own people, parties and aliases.
    pub fn with_actors(self, actors: Actors) -> Self {
        Self { actors, ..self }
    }

    /// The networks' names and versions.
    pub fn network(&self) -> String {
        self.network.id()
    }

    /// Reads a report. Windows are read side by side on rayon's current pool.
    ///
    /// # Errors
    /// Where the network cannot be run, which no text should cause.
    pub fn read(&self, report: &Report) -> Result<Reading, ReadError> {
        let words = Words::new(&report.text);
        let read = self.run(&words).map_err(|source| ReadError { report: report.id.clone(), source })?;
        Ok(self.reading(report, &words, &read))
    }

    /// Reads a report on the calling thread, which should not be one of `pool`'s; up to `helpers` threads of the pool help
    /// with the windows. For many reports at once: a thread of a pool that waits for its windows may take up another
    /// report meanwhile and keep its own waiting.
    ///
    /// # Errors
    /// Where the network cannot be run, which no text should cause.
    pub fn read_on(&self, pool: &rayon::ThreadPool, helpers: usize, report: &Report) -> Result<Reading, ReadError> {
        let words = Words::new(&report.text);
        let read = self.run_with(pool, helpers, &words);
        let read = read.map_err(|source| ReadError { report: report.id.clone(), source })?;
        Ok(self.reading(report, &words, &read))
    }

    /// From what the networks gave for a report's windows to its reading.
    fn reading(&self, report: &Report, words: &Words<'_>, read: &[(Stretch, Outputs)]) -> Reading {
        let mut statements = statements(&self.network, words, read);
        let utterances = utterances(&statements);
        let scene = Scene::read(&report.text, report.date, &utterances, &self.actors);
        for (statement, speaker) in statements.iter_mut().zip(scene.speakers()) {
            statement.speaker = speaker;
            statement.hedged |= unnamed(words, statement);
        }
        let coder = Coder {
            network: &self.network,
            words,
            statements: &statements,
            scene: &scene,
            cues: &self.cues,
            report: self.network.lexicon().scores(Part::Report, &report.text),
        };
        let positions = coder.positions(read);
        Reading { statements, positions }
    }

    /// The PLOVER act of a marked source towards a marked target in one sentence; `None` where it has no word.
    ///
    /// # Errors
    /// Where the network cannot be run, which no text should cause.
    pub fn code(&self, text: &str, source: Option<Span>, target: Option<Span>) -> Result<Option<Event>, RunError> {
        plover::code(&self.network, &self.pieces, text, source, target)
    }

    fn run_with(
        &self,
        pool: &rayon::ThreadPool,
        helpers: usize,
        words: &Words<'_>,
    ) -> Result<Vec<(Stretch, Outputs)>, RunError> {
        let stretches = windows(words, &self.pieces, self.network.manifest().window);
        let outputs: Vec<OnceLock<_>> = stretches.iter().map(|_| OnceLock::new()).collect();
        let next = AtomicUsize::new(0);
        let work = || {
            let taken = || next.fetch_add(1, Ordering::Relaxed);
            for (stretch, output) in std::iter::from_fn(|| stretches.iter().zip(&outputs).nth(taken())) {
                output.get_or_init(|| self.network.run(&stretch.window));
            }
        };
        pool.in_place_scope(|scope| {
            for _ in 0..helpers.min(stretches.len().saturating_sub(1)) {
                scope.spawn(|_| work());
            }
            work();
        });
        let outputs = outputs.into_iter().filter_map(OnceLock::into_inner);
        stretches.into_iter().zip(outputs).map(|(stretch, output)| Ok((stretch, output?))).collect()
    }

    fn run(&self, words: &Words<'_>) -> Result<Vec<(Stretch, Outputs)>, RunError> {
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
