//! `detente`: reads the reporting on a negotiation and works out where it stands.

mod commands;
mod interrupt;
mod output;
mod terminal;

use clap::Parser;
use std::process::ExitCode;

/// Read the reporting on a negotiation: who demands, offers, concedes and refuses what, on whose word.
#[derive(Debug, Parser)]
#[command(name = "detente", version, propagate_version = true)]
struct Program {
    #[command(subcommand)]
    command: commands::Command,
}

fn main() -> ExitCode {
    // Parsing wrong usage exits with 2, as documented.
    let program = Program::parse();
    match commands::run(program.command) {
        Ok(outcome) => outcome.into(),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("detente: {error:#}");
            ExitCode::from(1)
        }
    }
}

/// A reader that has seen enough (`detente … | head`) is not an error.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe))
}
