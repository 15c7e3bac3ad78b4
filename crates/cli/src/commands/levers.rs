//! `detente levers`: what would have to change for an outcome to hold.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use conflict::inverse::{self, Inverse};
use conflict::levers::{self, Lever, Sanction, Step};
use conflict::{Concept, Game, Label, Model, State, explain, stability};
use serde_json::{Value, json};

use super::Outcome;
use super::conflict_file::{read_model, tell};

/// Say what would have to change for an outcome to hold: the fewest swaps of neighbours in the stated rankings that
/// make it an equilibrium, what would deter each improvement from it, and under which rankings it holds.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  detente levers case.toml
  detente levers case.toml --outcome \"ceasefire, no cession\"
  detente levers conflicts/elmira-9.toml --outcome 7
  detente levers conflicts/elmira-9.toml --outcome 7 --concept SEQ --format json
  detente levers conflicts/elmira-9.toml --outcome 7 --open 'Uniroyal,Local Government'

A change counts the pairs of states ranked differently afterwards; between strict rankings these are swaps of
neighbours. JSON has `state`, `levers` (per concept `holds`, `swaps`, `exact`, `changes` with `steps` and the new
`ranking`), `sanctions`, and with --open `inverse` (`counts`, `conditions`); numbers beyond 2^53 are strings.")]
pub struct Levers {
    /// The conflict.
    file: PathBuf,
    /// The label of the wanted state; of a case drafted from a record also what it contains, as in "ceasefire, no cession".
    /// Without it, for such a case, what meets most of what the parties say they want and does not hold.
    #[arg(long, value_name = "OUTCOME")]
    outcome: Option<String>,
    /// The concepts; without it, all that are defined.
    #[arg(long, value_delimiter = ',', value_name = "LIST")]
    concept: Vec<Concept>,
    /// Decision makers whose ranking is open: also give the conditions on it, and in how many rankings they hold.
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    open: Vec<String>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
}

/// Prints the levers.
pub fn run(arguments: Levers) -> anyhow::Result<Outcome> {
    let name = |e: conflict::Error| e.in_file(arguments.file.display().to_string());
    if arguments.format == Format::Table
        && arguments.concept.is_empty()
        && arguments.open.is_empty()
        && let Some(file) = super::case::drafted(&super::conflict_file::read_text(&arguments.file)?)
    {
        let solved = casework::answers::Solved::new(&file).map_err(name)?;
        let wanted =
            arguments.outcome.or_else(|| casework::answers::settlement(&solved).map(|label| label.to_string()));
        let Some(wanted) = wanted else {
            println!("Every combination of steps holds; there is nothing to find levers for.");
            return Ok(Outcome::Done);
        };
        let found = casework::answers::levers(&solved, &wanted)?;
        std::io::stdout().lock().write_all(found.text(&file).as_bytes())?;
        return Ok(Outcome::Done);
    }
    let Some(outcome) = &arguments.outcome else {
        let words = "--outcome is needed, the label of the wanted state; only for a case drafted from a record, printed as a \
                     table, is one chosen\n";
        clap::Error::raw(clap::error::ErrorKind::MissingRequiredArgument, words).exit();
    };
    let model = read_model(&arguments.file)?;
    let game = Game::new(&model).map_err(name)?;
    tell(game.remarks());
    let label: Label = outcome.trim().parse().with_context(|| {
        format!("“{outcome}” is no label of a state; only a case drafted from a record takes words")
    })?;
    let state = game.state(label).map_err(name)?;
    let concepts = if arguments.concept.is_empty() { stability::defined(&game) } else { arguments.concept };
    let levers =
        concepts.iter().map(|c| levers::lever(&game, *c, state)).collect::<Result<Vec<_>, _>>().map_err(name)?;
    let sanctions = levers::sanctions(&game, state).map_err(name)?;
    let open =
        arguments.open.iter().map(|m| model.decision_maker(m.trim())).collect::<Result<Vec<_>, _>>().map_err(name)?;
    let inverse = if open.is_empty() { None } else { Some(inverse::analyse(&game, state, &open).map_err(name)?) };
    let text = match arguments.format {
        Format::Table => table(&model, &game, state, &levers, &sanctions, inverse.as_ref()).map_err(name)?,
        Format::Json => {
            let mut all = json!({
                "state": game.label(state),
                "levers": levers.iter().map(Lever::json).collect::<Vec<_>>(),
                "sanctions": sanctions.iter().map(|s| sanction_json(&game, s)).collect::<Vec<_>>(),
            });
            if let Some(inverse) = &inverse {
                let open: Vec<_> = inverse.open.iter().map(|i| &game.makers()[*i]).collect();
                all["inverse"] =
                    json!({ "open": open, "counts": inverse.json(), "conditions": inverse.conditions_json(&game) });
            }
            serde_json::to_string_pretty(&all)? + "\n"
        }
    };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Outcome::Done)
}

fn sanction_json(game: &Game, sanction: &Sanction) -> Value {
    let answer = sanction.answer.as_ref().map(|steps| {
        let step = |(k, s): (usize, &conflict::walk::Step)| {
            let improves = !sanction.unwilling.contains(&k);
            json!({ "decision_maker": game.makers()[s.mover], "to": game.label(s.to), "improves": improves })
        };
        steps.iter().enumerate().map(step).collect::<Vec<_>>()
    });
    json!({ "decision_maker": game.makers()[sanction.maker], "improvement": game.label(sanction.to), "answer": answer })
}

fn table(
    model: &Model,
    game: &Game,
    state: State,
    levers: &[Lever],
    sanctions: &[Sanction],
    inverse: Option<&Inverse>,
) -> conflict::Result<String> {
    let mut out = format!("{}\n", explain::state_name(model, game, state));
    for lever in levers {
        // Writing to a String cannot fail.
        let _ = write!(out, "\n{:<4} ", lever.concept);
        if lever.changes.is_empty() {
            out += "holds as the rankings are\n";
            continue;
        }
        let _ = writeln!(
            out,
            "{} {}{}",
            lever.swaps,
            if lever.swaps == 1 { "swap" } else { "swaps" },
            if lever.exact() {
                String::new()
            } else {
                format!(", the best found; fewer than {} cannot do", lever.at_least)
            }
        );
        for change in &lever.changes {
            let _ = writeln!(out, "     {}: {}", game.makers()[change.maker], steps(game, &change.steps));
        }
        for verdict in lever.verdicts()?.iter().filter(|v| !v.improvements.is_empty()) {
            for line in explain::verdict(model, &lever.changed, verdict).lines() {
                let _ = writeln!(out, "     then {}", line.strip_prefix("- ").unwrap_or(line));
            }
        }
    }
    if !sanctions.is_empty() {
        out += "\nImprovements that nobody deters by improving:\n";
    }
    for s in sanctions {
        let _ = write!(out, "  {} to {}: ", game.makers()[s.maker], game.label(s.to));
        let Some(answer) = &s.answer else {
            out += "nothing the others can do would deter it\n";
            continue;
        };
        let each: Vec<String> = answer
            .iter()
            .enumerate()
            .map(|(k, step)| {
                let unwilling = if s.unwilling.contains(&k) { " (which it would not prefer)" } else { "" };
                format!("{} went on to {}{unwilling}", game.makers()[step.mover], game.label(step.to))
            })
            .collect();
        let _ = writeln!(out, "deterred if {}", each.join(" and "));
    }
    if let Some(inverse) = inverse {
        let _ = writeln!(out, "\nOf {} rankings of the open decision makers it holds in", inverse.profiles);
        for (concept, count) in inverse::CONCEPTS.iter().zip(&inverse.counts) {
            let _ = writeln!(out, "  {concept:<4} {count}");
        }
        for maker in &inverse.open {
            for concept in [Concept::R, Concept::Gmr, Concept::Smr] {
                let _ = writeln!(out, "{} by {concept}, for each of its moves:", game.makers()[*maker]);
                for part in inverse::condition(game, concept, *maker, state) {
                    let _ = writeln!(out, "  - {}", part.words(game, state));
                }
            }
        }
    }
    Ok(out)
}

/// Steps in words; a state that is raised past several is named once.
fn steps(game: &Game, steps: &[Step]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut raised = None;
    for step in steps {
        match *step {
            Step::Raise(a, b) if raised == Some(a) => {
                if let Some(last) = parts.last_mut() {
                    *last += &format!(", {}", game.label(b));
                }
            }
            Step::Raise(a, b) => parts.push(format!("raise {} past {}", game.label(a), game.label(b))),
            Step::Part(a, b) => parts.push(format!("put {} above {}, its equal", game.label(a), game.label(b))),
            Step::Join(a, b) => parts.push(format!("make {} and {} equal", game.label(a), game.label(b))),
        }
        raised = if let Step::Raise(a, _) = *step { Some(a) } else { None };
    }
    parts.join("; ")
}
