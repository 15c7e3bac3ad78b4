//! Reading many reports on all cores, in the order they came, without holding them all.

use codebook::Reading;
use reading::{ReadError, Reader};
use sources::{ErrorKind, Found, SourceError, Sources};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// How a batch is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings {
    /// How many reports, and how many windows of them, are read at once; `None` is one for each core.
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
        let (tasks, queue) = sync_channel(threads);
        let shared = Arc::new(Shared {
            reader,
            pool,
            queue: Mutex::new(queue),
            idle: AtomicUsize::new(threads),
            foreign: settings.foreign,
        });
        for number in 0..threads {
            let shared = shared.clone();
            let work = move || shared.work();
            thread::Builder::new().name(format!("report-{number}")).spawn(work).map_err(|error| failed(&error))?;
        }
        let (hand_out, slots) = sync_channel(4 * threads);
        let feed = move || feed(sources, &tasks, &hand_out);
        thread::Builder::new().name("sources".to_owned()).spawn(feed).map_err(|error| failed(&error))?;
        Ok(Self { slots })
    }
}

impl Iterator for Batch {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        // A slot without an answer: the thread that had it is gone, which a failing reader does not bring about.
        let lost = Skipped::Bug { place: "one report".to_owned() };
        Some(self.slots.recv().ok()?.recv().unwrap_or(Err(lost)))
    }
}

/// A report to read, and where the reading goes.
type Task = (Found, SyncSender<Item>);

/// Takes reports from the sources and hands them on, until there are no more or nobody listens.
fn feed(sources: Sources, tasks: &SyncSender<Task>, slots: &SyncSender<Receiver<Item>>) {
    for item in sources {
        let (answer, slot) = sync_channel(1);
        if slots.send(slot).is_err() {
            return;
        }
        match item {
            Ok(found) => {
                if tasks.send((found, answer)).is_err() {
                    return;
                }
            }
            Err(error) => drop(answer.send(Err(error.into()))),
        }
    }
}

/// What the threads that read have in common. Each has one report under way; while there are fewer reports than threads,
/// the pool helps with their windows.
struct Shared {
    reader: Reader,
    pool: rayon::ThreadPool,
    queue: Mutex<Receiver<Task>>,
    /// Threads without a report.
    idle: AtomicUsize,
    foreign: bool,
}

impl Shared {
    /// Reads one report after the other, until there are no more.
    fn work(&self) {
        loop {
            let task = self.queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((found, answer)) = task else { return };
            let helpers = self.idle.fetch_sub(1, Ordering::Relaxed) - 1;
            let item = self.read(found, helpers);
            self.idle.fetch_add(1, Ordering::Relaxed);
            // Whoever waited may have left; then the answer is of no use.
            drop(answer.send(item));
        }
    }

    fn read(&self, found: Found, helpers: usize) -> Item {
        let place = match found.origin.line {
            Some(line) => format!("{}:{line}", found.origin.path),
            None => found.origin.path.clone(),
        };
        if found.detected.is_foreign() && !self.foreign {
            let language = found.detected.language.unwrap_or("unknown");
            return Err(Skipped::Foreign { place, language, confidence: found.detected.language_confidence });
        }
        match catch_unwind(AssertUnwindSafe(|| self.reader.read_on(&self.pool, helpers, &found.report))) {
            Ok(reading) => Ok(ReadReport { reading: reading?, found }),
            Err(_) => Err(Skipped::Bug { place }),
        }
    }
}
