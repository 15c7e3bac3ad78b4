//! `detente graph`: the graph of a conflict.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use conflict::Game;
use conflict::graph::{Graph, dot, graphml, svg};

use super::Outcome;
use super::conflict_file::{read_model, tell};

/// Draw the states and moves of a conflict, or write them for another program.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  detente graph conflicts/elmira-9.toml --format svg > elmira.svg")]
pub struct Draw {
    /// The conflict.
    file: PathBuf,
    /// A picture, or the graph for Graphviz or network programs.
    #[arg(long, value_enum, default_value_t = Format::Svg)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Svg,
    Dot,
    Graphml,
}

/// Prints the graph.
pub fn run(arguments: Draw) -> anyhow::Result<Outcome> {
    let name = |e: conflict::Error| e.in_file(arguments.file.display().to_string());
    let model = read_model(&arguments.file)?;
    let game = Game::new(&model).map_err(name)?;
    tell(game.remarks());
    let graph = Graph::new(&model, &game).map_err(name)?;
    let text = match arguments.format {
        Format::Svg => svg(&graph).map_err(name)?,
        Format::Dot => dot(&graph),
        Format::Graphml => graphml(&graph),
    };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Outcome::Done)
}
