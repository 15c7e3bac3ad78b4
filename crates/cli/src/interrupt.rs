//! Ctrl-C: long work ends after what is under way, with its output closed and its record whole.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

/// The exit code of a program that was interrupted, as shells have it.
pub const EXIT: u8 = 130;

static ASKED: AtomicBool = AtomicBool::new(false);

/// From here on the first Ctrl-C only asks for the end; the second ends the program at once.
pub fn defer() {
    // Where no handler can be set, Ctrl-C ends the program as it does any other, and the record is whole all the same.
    let _ = ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::Relaxed) {
            process::exit(EXIT.into());
        }
        eprintln!("\ndetente: stopping after the report under way; press Ctrl-C again to stop at once");
    });
}

/// Whether the end was asked for.
pub fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
