//! The commands: one file each, thin over the library.
//!
//! A command is a clap `Args` struct with a `run`; it writes results to standard output, everything else to standard
//! error, and says with an [`Outcome`] how it went.

mod accounts;
mod asking;
mod brief;
mod case;
mod code;
mod conflict_file;
mod distance;
mod draft;
mod eval;
mod explain;
mod export;
mod graph;
mod import;
mod init;
mod levers;
mod movement;
mod positions;
mod quoted;
mod read;
mod review;
mod rows;
mod search;
mod show;
mod solve;
mod statements;
mod verify;

use clap::Subcommand;
use std::process::ExitCode;

/// How a command that did not fail went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was done: exit code 0.
    Done,
    /// Something was skipped or did not check: exit code 3.
    Partial,
    /// The user stopped it: exit code 130.
    Stopped,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => ExitCode::SUCCESS,
            Outcome::Partial => ExitCode::from(3),
            Outcome::Stopped => ExitCode::from(crate::interrupt::EXIT),
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    Init(init::Init),
    Read(read::Read),
    Import(import::Import),
    Statements(statements::Statements),
    Positions(positions::Positions),
    Movement(movement::Movement),
    Accounts(accounts::Accounts),
    Distance(distance::Distance),
    Search(search::Search),
    Show(show::Show),
    Verify(verify::Verify),
    Review(review::Review),
    Export(export::Export),
    Code(code::Code),
    Draft(draft::Draft),
    Solve(solve::Solve),
    Explain(explain::Explain),
    Graph(graph::Draw),
    Eval(eval::Eval),
    Levers(levers::Levers),
    Brief(brief::Brief),
}

/// Runs a command.
pub fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Init(arguments) => init::run(arguments),
        Command::Read(arguments) => read::run(arguments),
        Command::Import(arguments) => import::run(arguments),
        Command::Statements(arguments) => statements::run(arguments),
        Command::Positions(arguments) => positions::run(arguments),
        Command::Movement(arguments) => movement::run(arguments),
        Command::Accounts(arguments) => accounts::run(arguments),
        Command::Distance(arguments) => distance::run(arguments),
        Command::Search(arguments) => search::run(arguments),
        Command::Show(arguments) => show::run(arguments),
        Command::Verify(arguments) => verify::run(arguments),
        Command::Review(arguments) => review::run(arguments),
        Command::Export(arguments) => export::run(arguments),
        Command::Code(arguments) => code::run(arguments),
        Command::Draft(arguments) => draft::run(arguments),
        Command::Solve(arguments) => solve::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Graph(arguments) => graph::run(arguments),
        Command::Eval(arguments) => eval::run(arguments),
        Command::Levers(arguments) => levers::run(arguments),
        Command::Brief(arguments) => brief::run(arguments),
    }
}
