//! Reads the files named and says how fast, and with how much memory where the system tells.
//!
//! It measures reading alone: decoding, parsing, hashing, language and date. The files are read once before, so that the disk
//! is left out.

use sources::{Input, Options, Sources};
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::time::Instant;

fn main() {
    let inputs: Vec<Input> = std::env::args_os().skip(1).map(|argument| Input::from(&argument)).collect();
    let mut sources = Sources::open(inputs, &Options::default());
    let bytes = sources.bytes_read();
    let (mut reports, mut errors) = (0u64, 0u64);
    let mut languages = BTreeMap::new();
    let start = Instant::now();
    for item in &mut sources {
        match item {
            Ok(found) => {
                reports += 1;
                *languages.entry(found.detected.language.unwrap_or("unknown")).or_insert(0u64) += 1;
            }
            Err(_) => errors += 1,
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let megabytes = bytes.load(Ordering::Relaxed) as f64 / 1e6;
    println!(
        "{reports} reports, {errors} errors, {megabytes:.1} MB in {seconds:.2} s, {:.1} MB/s",
        megabytes / seconds
    );
    println!("languages: {languages:?}");
    // Linux only; elsewhere nothing is printed.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(peak) = status.lines().find(|line| line.starts_with("VmHWM")) {
        println!("peak memory:{}", peak.trim_start_matches("VmHWM:"));
    }
}
