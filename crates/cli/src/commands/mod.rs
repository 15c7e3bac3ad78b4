//! The commands: one file each, thin over the library.
//!
//! A command is a clap `Args` struct with a `run`; it writes results to standard output, everything else to standard
//! error, and says with an [`Outcome`] how it went.

mod conflict_file;
mod explain;
mod graph;
mod read;
mod solve;

use clap::Subcommand;
use std::process::ExitCode;

/// How a command that did not fail went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was done: exit code 0.
    Done,
    /// Something was skipped or did not check: exit code 3.
    Partial,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => ExitCode::SUCCESS,
            Outcome::Partial => ExitCode::from(3),
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    Read(read::Read),
    Solve(solve::Solve),
    Explain(explain::Explain),
    Graph(graph::Draw),
}

/// Runs a command.
pub fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Read(arguments) => read::run(arguments),
        Command::Solve(arguments) => solve::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Graph(arguments) => graph::run(arguments),
    }
}
