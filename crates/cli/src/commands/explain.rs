//! `detente explain`: why a state is stable for a decision maker, or not.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use conflict::{Concept, Game, Label, explain, stability, witness};

use super::Outcome;
use super::conflict_file::{read_model, tell};

/// Say why a state is stable for a decision maker: its improvements and what deters each.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  detente explain conflicts/elmira-9.toml --state 7 --dm Uniroyal --concept SEQ")]
pub struct Explain {
    /// The conflict.
    file: PathBuf,
    /// The label of the state.
    #[arg(long, value_name = "LABEL")]
    state: Label,
    /// The decision maker; without it, each in turn.
    #[arg(long, value_name = "NAME")]
    dm: Option<String>,
    /// The concepts; without it, all that are defined.
    #[arg(long, value_delimiter = ',', value_name = "LIST")]
    concept: Vec<Concept>,
}

/// Prints the verdicts with their proofs.
pub fn run(arguments: Explain) -> anyhow::Result<Outcome> {
    let name = |e: conflict::Error| e.in_file(arguments.file.display().to_string());
    let model = read_model(&arguments.file)?;
    let game = Game::new(&model).map_err(name)?;
    tell(game.remarks());
    let state = game.state(arguments.state).map_err(name)?;
    let makers = match &arguments.dm {
        Some(dm) => vec![model.decision_maker(dm).map_err(name)?],
        None => (0..game.makers().len()).collect(),
    };
    let concepts = if arguments.concept.is_empty() { stability::defined(&game) } else { arguments.concept };
    let mut out = std::io::stdout().lock();
    for maker in makers {
        for concept in &concepts {
            let verdict = witness::verdict(&game, *concept, maker, state).map_err(name)?;
            write!(out, "{}", explain::verdict(&model, &game, &verdict))?;
        }
    }
    Ok(Outcome::Done)
}
