//! Reading many reports on all cores, in the order they came, without holding them all.

use codebook::Reading;
use reading::{ReadError, Reader};
use sources::{ErrorKind, Found, SourceError, Sources};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// How a batch is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings {
    /// How many threads read; `None` is one for each core.
    pub threads: Option<NonZeroUsize>,
    /// Whether reports in other languages than English are read all the same.
    pub foreign: bool,
}

/// A report and what was read from it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadReport {
    /// The report as it was found.
    pub found: Found,
    /// What was read.
    pub reading: Reading,
}

/// Why one input of a batch gave no reading. The rest of the batch goes on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Skipped {
    /// The input gives no report.
    #[error("{0}")]
    Source(#[from] SourceError),
    /// The report is not in English.
    #[error(
        "{place}: skipped: in another language ({language}, confidence {confidence:.2}); --force reads it all the same"
    )]
    Foreign {
        /// The file and line.
        place: String,
        /// ISO 639-3.
        language: &'static str,
        /// In [0, 1].
        confidence: f64,
    },
    /// The network could not be run on it.
    #[error("{0}")]
    Reader(#[from] ReadError),
    /// The reader failed in a way it never should.
    #[error("{place}: the reader failed on this report; that is a bug in the program, and the other reports are read")]
    Bug {
        /// The file and line.
        place: String,
    },
}

impl Skipped {
    /// Whether it was passed over on purpose: nothing is wrong with the input.
    pub fn on_purpose(&self) -> bool {
        match self {
            Self::Source(error) => error.kind() == ErrorKind::Skipped,
            Self::Foreign { .. } => true,
            Self::Reader(_) | Self::Bug { .. } => false,
        }
    }
}

/// The threads could not be started.
#[derive(Debug, thiserror::Error)]
#[error("the threads that read cannot be started: {0}")]
pub struct StartError(String);

type Item = Result<ReadReport, Skipped>;

/// The readings of a batch, in the order of the inputs.
///
/// Reports are taken from the sources ahead of being asked for, at most four for each thread; so memory is bounded
/// however long the input is, and a stream that comes slowly is passed on as it comes.
pub struct Batch {
    /// One slot for each report under way, in order.
    slots: Receiver<Receiver<Item>>,
}

impl Batch {
    /// Starts reading.
    ///
    /// # Errors
    /// Where the system refuses the threads.
    pub fn start(reader: Reader, sources: Sources, settings: Settings) -> Result<Self, StartError> {
        let threads = settings.threads.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
        let failed = |error: &dyn std::error::Error| StartError(error.to_string());
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|number| format!("reader-{number}"))
            .build()
            .map_err(|error| failed(&error))?;
        let (hand_out, slots) = sync_channel(4 * threads);
        let feed = move || feed(Arc::new(reader), sources, settings.foreign, &pool, &hand_out);
        thread::Builder::new().name("sources".to_owned()).spawn(feed).map_err(|error| failed(&error))?;
        Ok(Self { slots })
    }
}

impl Iterator for Batch {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        // A slot whose task is gone without an answer ends the batch: the pool was torn down.
        self.slots.recv().ok()?.recv().ok()
    }
}

/// Takes reports from the sources and hands them to the pool, until there are no more or nobody listens.
fn feed(
    reader: Arc<Reader>,
    sources: Sources,
    foreign: bool,
    pool: &rayon::ThreadPool,
    slots: &SyncSender<Receiver<Item>>,
) {
    for item in sources {
        let (answer, slot) = sync_channel(1);
        if slots.send(slot).is_err() {
            return;
        }
        let task = match item {
            Ok(found) => found,
            Err(error) => {
                let _ = answer.send(Err(error.into()));
                continue;
            }
        };
        let reader = reader.clone();
        // Whoever waited may have left; then the answer is of no use.
        pool.spawn(move || drop(answer.send(read(&reader, task, foreign))));
    }
}

fn read(reader: &Reader, found: Found, foreign: bool) -> Item {
    let place = match found.origin.line {
        Some(line) => format!("{}:{line}", found.origin.path),
        None => found.origin.path.clone(),
    };
    if found.detected.is_foreign() && !foreign {
        let language = found.detected.language.unwrap_or("unknown");
        return Err(Skipped::Foreign { place, language, confidence: found.detected.language_confidence });
    }
    match catch_unwind(AssertUnwindSafe(|| reader.read(&found.report))) {
        Ok(reading) => Ok(ReadReport { reading: reading?, found }),
        Err(_) => Err(Skipped::Bug { place }),
    }
}
