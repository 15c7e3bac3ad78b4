//! `detente solve`: states, stability and equilibria of a conflict.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};
use conflict::report::{Report, Request};
use conflict::{Concept, Game, answer, format, hypergame, robustness};

use super::Outcome;
use super::conflict_file::{read_text, tell};

/// Find the stable states of each decision maker and the equilibria of a conflict.
///
/// The conflict is a TOML file, a conflict-case-1 JSON file, or a hypergame in TOML; - reads standard input.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  detente solve conflicts/elmira-9.toml\n  \
    detente solve conflicts/elmira-9.toml --concept R,SEQ --coalitions --from-status-quo\n  \
    detente solve case.json --all --format json")]
pub struct Solve {
    /// The conflict.
    file: PathBuf,
    /// Only these concepts: R, GMR, SMR, SEQ, SIM.
    #[arg(long, value_delimiter = ',', value_name = "LIST")]
    concept: Vec<Concept>,
    /// Also every coalition, and the jumps between equilibria.
    #[arg(long)]
    coalitions: bool,
    /// Also where the status quo can lead, and how.
    #[arg(long)]
    from_status_quo: bool,
    /// Also limited-move stability up to this many moves ahead, and non-myopic stability.
    #[arg(long, value_name = "MOVES")]
    horizon: Option<usize>,
    /// Instead: in how many completions of the uncertain preferences each equilibrium survives, and which preference
    /// decides most.
    #[arg(long, conflicts_with_all = ["coalitions", "from_status_quo", "horizon"])]
    robustness: bool,
    /// Everything that is defined for the conflict; with --format json only.
    #[arg(long, conflicts_with_all = ["concept", "coalitions", "from_status_quo", "horizon", "robustness"])]
    all: bool,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// The concepts robustness is told for where none is named.
const PRINTED: [Concept; 4] = [Concept::R, Concept::Gmr, Concept::Smr, Concept::Seq];

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
}

impl Solve {
    /// Whether nothing but the outcomes is asked for: a case drafted from a record is then answered in its own words.
    fn plain(&self) -> bool {
        self.format == Format::Table
            && self.concept.is_empty()
            && !self.coalitions
            && !self.from_status_quo
            && self.horizon.is_none()
            && !self.robustness
    }
}

/// Prints the solution.
pub fn run(arguments: Solve) -> anyhow::Result<Outcome> {
    let text = read_text(&arguments.file)?;
    let mut out = std::io::stdout().lock();
    let name = |e: conflict::Error| e.in_file(arguments.file.display().to_string());
    if format::is_hypergame(&text) {
        let perceptions = format::toml::read_hypergame(&text).map_err(name)?;
        let concepts = if arguments.concept.is_empty() { vec![Concept::R] } else { arguments.concept };
        for concept in concepts {
            let judged = hypergame::judge(&perceptions, concept).map_err(name)?;
            match arguments.format {
                Format::Table => write!(
                    out,
                    "Stable by {concept}, as each perceives it\n{}",
                    hypergame::table(&perceptions, &judged)
                )?,
                Format::Json => writeln!(
                    out,
                    "{}",
                    serde_json::json!({ "concept": concept.name(), "states": hypergame::json(&perceptions, &judged) })
                )?,
                Format::Csv => bail!("a hypergame is printed as a table or as JSON; use --format table or json"),
            }
        }
        return Ok(Outcome::Done);
    }
    if arguments.plain()
        && let Some(file) = super::case::drafted(&text)
    {
        write!(out, "{}", casework::answers::answers(&file).map_err(name)?.text(&file))?;
        return Ok(Outcome::Done);
    }
    let model = format::read(&text).map_err(name)?;
    if arguments.all {
        if arguments.format != Format::Json {
            bail!("--all prints one JSON object; add --format json");
        }
        serde_json::to_writer(&mut out, &answer::all(&model).map_err(name)?)?;
        writeln!(out)?;
        return Ok(Outcome::Done);
    }
    if arguments.robustness {
        let concepts = if arguments.concept.is_empty() { PRINTED.to_vec() } else { arguments.concept };
        let found = robustness::analyse(&model, &concepts).map_err(name)?;
        let game = Game::new(&model).map_err(name)?;
        match arguments.format {
            Format::Table => write!(out, "{}", found.words(&game))?,
            Format::Json => writeln!(out, "{:#}", found.json(&game))?,
            Format::Csv => bail!("robustness is printed as a table or as JSON; use --format table or json"),
        }
        return Ok(Outcome::Done);
    }
    let request = Request {
        concepts: arguments.concept,
        coalitions: arguments.coalitions,
        status_quo: arguments.from_status_quo,
        horizon: arguments.horizon,
    };
    let report = Report::new(&model, &request).map_err(name)?;
    tell(report.remarks());
    match arguments.format {
        Format::Table => write!(out, "{}", report.table().map_err(name)?)?,
        Format::Json => writeln!(out, "{:#}", report.json().map_err(name)?)?,
        Format::Csv => write!(out, "{}", report.csv())?,
    }
    Ok(Outcome::Done)
}
