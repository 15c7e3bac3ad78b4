//! `detente eval`: how well the reader does on what people coded.

use super::Outcome;
use crate::output::stdout;
use crate::terminal::Progress;
use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use detente::codebook::{Report, interchange};
use detente::reading::Reader;
use score::attribution::{Roles, pairs};
use score::{Article, Gold, Row, Rows, Score, Scores, Words, attribution, calibration, record};
use serde_json::json;
use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  detente eval reports/                       records with a text_file beside them
  detente eval dev.jsonl                      PolNeAR: id, text and attributions, one article a line
  detente eval reports/ --pred readings/      score what was read before, by this or another program
  detente eval reports/ --format json";

/// Score readings against what people coded.
///
/// Gold is records as `detente read --format json` writes them, made by hand, each with its text_file beside it; or JSON
/// lines with id, text and attributions, none of them nested. Without --pred the texts are read here and now.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Eval {
    /// Files and folders of gold.
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,

    /// Files and folders of readings to score, paired with gold by id.
    #[arg(long, num_args = 1.., value_name = "PATH")]
    pred: Vec<PathBuf>,

    /// Score the fast reader.
    #[arg(long, conflicts_with = "pred")]
    fast: bool,

    /// How the scores are printed.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people to read.
    Table,
    /// One object.
    Json,
}

/// Scores of one shape of gold, with the confidences behind them.
#[derive(Default)]
struct Tally {
    articles: usize,
    words: usize,
    scores: Scores,
    statements: Vec<(f64, bool)>,
    positions: Vec<(f64, bool)>,
}

impl Tally {
    fn finish(mut self) -> Option<Scores> {
        if self.articles == 0 {
            return None;
        }
        for (name, outcomes) in [("statements", &self.statements), ("positions", &self.positions)] {
            if !outcomes.is_empty() {
                let error = Score::Number(calibration::expected_error(outcomes));
                self.scores.0.push((format!("calibration error, {name}"), error));
            }
        }
        Some(self.scores)
    }
}

/// Reads the gold, reads its texts, compares.
pub fn run(arguments: Eval) -> anyhow::Result<Outcome> {
    let golds = score::read(&arguments.gold)?;
    if golds.is_empty() {
        bail!("no gold found; give records with a text_file, or lines with id, text and attributions");
    }
    let readings = if arguments.pred.is_empty() { None } else { Some(predictions(&arguments.pred)?) };
    let reader =
        if readings.is_none() { Some(if arguments.fast { Reader::fast() } else { Reader::new() }?) } else { None };
    let (mut attributions, mut records) = (Tally::default(), Tally::default());
    let mut progress = Progress::start();
    for (done, article) in golds.iter().enumerate() {
        progress.show(|| format!("{done} of {} articles", golds.len()));
        let read = match (&readings, &reader) {
            (Some(readings), _) => readings.get(&article.id).cloned().unwrap_or_default(),
            (None, Some(reader)) => read(reader, article)?,
            (None, None) => Rows::default(),
        };
        let tally = match article.gold {
            Gold::Attributions(_) => &mut attributions,
            Gold::Record(_) => &mut records,
        };
        tally.articles += 1;
        tally.words += article.text.split_whitespace().count();
        add(tally, article, &read).with_context(|| article.id.clone())?;
    }
    progress.clear();
    let mut out = stdout();
    let mut object = serde_json::Map::new();
    for (name, tally) in [("attributions", attributions), ("records", records)] {
        let (articles, words) = (tally.articles, tally.words);
        let Some(scores) = tally.finish() else { continue };
        if arguments.format == Format::Table {
            writeln!(out, "{name}: {articles} articles, {words} words\n{scores}")?;
        }
        object.insert(name.to_owned(), json!({"articles": articles, "words": words, "scores": scores.to_json()}));
    }
    if arguments.format == Format::Json {
        serde_json::to_writer_pretty(&mut out, &object)?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn add(tally: &mut Tally, article: &Article, read: &Rows) -> anyhow::Result<()> {
    let mut confidences = |rows: &[&Row], right: &[usize], positions: bool| {
        let outcomes = if positions { &mut tally.positions } else { &mut tally.statements };
        let stated = rows.iter().enumerate().filter_map(|(at, row)| Some((row.confidence?, right.contains(&at))));
        outcomes.extend(stated);
    };
    match &article.gold {
        Gold::Attributions(gold) => {
            let words = Words::new(&article.text);
            // PolNeAR marks no nesting.
            let outer: Vec<&Row> = read.statements.iter().filter(|row| row.via.is_none()).collect();
            let golds = gold.iter().map(|row| Roles::new(&words, row)).collect::<Result<Vec<_>, _>>()?;
            let reads = outer.iter().map(|row| Roles::new(&words, row)).collect::<Result<Vec<_>, _>>()?;
            let right: Vec<usize> = pairs(&golds, &reads, Roles::lenient).into_iter().map(|(_, p)| p).collect();
            confidences(&outer, &right, false);
            attribution::add(&mut tally.scores, &words, &golds, &reads);
        }
        Gold::Record(gold) => {
            let paired = record::add(&mut tally.scores, &article.text, gold, read)?;
            let second = |pairs: &[(usize, usize)]| pairs.iter().map(|&(_, p)| p).collect::<Vec<_>>();
            confidences(&read.statements.iter().collect::<Vec<_>>(), &second(&paired.statements), false);
            confidences(&read.positions.iter().collect::<Vec<_>>(), &second(&paired.positions), true);
        }
    }
    Ok(())
}

/// Reads one text here and now, in the shape that readings are written in.
fn read(reader: &Reader, article: &Article) -> anyhow::Result<Rows> {
    let report = Report {
        id: article.id.clone(),
        url: None,
        outlet: None,
        author: None,
        title: None,
        date: article.date.as_deref().and_then(|date| date.parse().ok()),
        text_file: None,
        text: article.text.clone(),
        sha256: String::new(),
    };
    let reading = reader.read(&report)?;
    Ok(serde_json::from_value(serde_json::to_value(interchange::write(&report, &reading, false))?)?)
}

/// Readings by the id of their report.
fn predictions(paths: &[PathBuf]) -> anyhow::Result<HashMap<String, Rows>> {
    let mut readings = HashMap::new();
    for (id, rows) in score::readings(paths)? {
        if readings.insert(id.clone(), rows).is_some() {
            bail!("{id} occurs twice among the readings");
        }
    }
    Ok(readings)
}
