//! What `solve` prints: a table to read, JSON to compute with, or tidy CSV.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::answer;
use crate::coalition::{self, CoalitionStability};
use crate::error::{Error, ErrorKind, Result};
use crate::game::{Coalition, Game, State, StateSet};
use crate::model::Model;
use crate::stability::{self, Concept, Stability};
use crate::status_quo::{self, StatusQuo};
use crate::unknown::{self, Extension};
use crate::{horizon, walk};

/// Longer tables are cut to the equilibria.
const MOST_ROWS: usize = 256;

/// What to analyse.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The concepts; empty for all that are defined.
    pub concepts: Vec<Concept>,
    /// Whether to analyse every coalition.
    pub coalitions: bool,
    /// Whether to see where the status quo can lead.
    pub status_quo: bool,
    /// How many moves to look ahead.
    pub horizon: Option<usize>,
}

/// A solved conflict.
pub struct Report<'m> {
    model: &'m Model,
    game: Game,
    stability: Stability,
    coalitions: Option<Vec<CoalitionStability>>,
    status_quo: Option<StatusQuo>,
    horizon: Option<(Vec<[StateSet; 2]>, [StateSet; 2])>,
}

impl<'m> Report<'m> {
    /// Solves a conflict.
    pub fn new(model: &'m Model, request: &Request) -> Result<Self> {
        let game = Game::new(model)?;
        let stability = if request.concepts.is_empty() {
            answer::solve_defined(&game)?.0
        } else {
            stability::solve(&game, &request.concepts)?
        };
        let everyone = Coalition::all(game.makers().len());
        if request.coalitions && game.makers().len() > 12 {
            let message =
                format!("{} decision makers have too many coalitions; at most 12 can be handled", game.makers().len());
            return Err(Error::new(ErrorKind::TooLarge, message));
        }
        let coalitions = request.coalitions.then(|| coalition::analyse(&game, &everyone.subsets())).transpose()?;
        let status_quo = request.status_quo.then(|| status_quo::analyse(&game, None)).transpose()?;
        let horizon = match request.horizon {
            Some(h) => Some((horizon::limited_move(&game, h)?, horizon::non_myopic(&game)?)),
            None => None,
        };
        Ok(Self { model, game, stability, coalitions, status_quo, horizon })
    }

    /// What deserves a second look, for standard error.
    pub fn remarks(&self) -> &[String] {
        self.game.remarks()
    }

    /// The tables as one JSON object, in the shapes of [`answer::all`].
    pub fn json(&self) -> Result<Value> {
        let game = &self.game;
        let mut all = Map::new();
        all.insert("n_states".into(), game.len().into());
        all.insert("stability".into(), answer::stability_json(game, &self.stability));
        all.insert("equilibria".into(), answer::equilibria_json(game, &self.stability));
        if let Some(tables) = &self.coalitions {
            answer::insert_coalitions(&mut all, game, &self.stability, tables);
        }
        if let Some(found) = &self.status_quo {
            all.insert("status_quo".into(), answer::status_quo_json(game, found));
        }
        if let Some((limited, non_myopic)) = &self.horizon {
            all.insert("limited_move".into(), answer::limited_move_json(game, limited));
            all.insert("non_myopic".into(), answer::by_maker(game, |i| answer::labels(game, &non_myopic[i])));
        }
        for (concept, sets) in self.strong()? {
            let entry = all.entry("strongly_stable").or_insert_with(|| Map::new().into());
            entry[concept.name()] = answer::by_maker(game, |i| answer::labels(game, &sets[i]));
        }
        for (concept, extension, sets) in self.unknown()? {
            let entry = all.entry("unknown_preference").or_insert_with(|| Map::new().into());
            entry[format!("{concept}_{}", extension.name())] =
                answer::by_maker(game, |i| answer::labels(game, &sets[i]));
        }
        Ok(all.into())
    }

    /// One row per state, decision maker and concept.
    pub fn csv(&self) -> String {
        let mut out = String::from("state,pattern,decision_maker,rank,concept,stable,equilibrium\n");
        for concept in self.stability.concepts() {
            let (Some(table), Some(equilibria)) = (self.stability.table(concept), self.stability.equilibria(concept))
            else {
                continue;
            };
            for (i, maker) in self.game.makers().iter().enumerate() {
                for s in 0..self.game.len() as State {
                    let pattern = self.pattern(s).unwrap_or_default();
                    let rank = self.game.ranks(i)[s as usize] + 1;
                    // Writing to a String cannot fail.
                    let _ = writeln!(
                        out,
                        "{},{pattern},{},{rank},{concept},{},{}",
                        self.game.label(s),
                        field(maker),
                        table[i].contains(s),
                        equilibria.contains(s)
                    );
                }
            }
        }
        out
    }

    /// Tables for a person.
    pub fn table(&self) -> Result<String> {
        let game = &self.game;
        let mut out = String::new();
        if !self.model.about.title.is_empty() {
            out += &format!("{}\n", self.model.about.title);
        }
        let options = match self.model.options().len() {
            0 => String::new(),
            n => format!("{n} options, "),
        };
        out += &format!("{} decision makers, {options}{} states\n\n", game.makers().len(), game.len());
        out += &self.states();
        out += "\nEquilibria\n";
        let mut rows = Vec::new();
        for concept in self.stability.concepts() {
            rows.push(vec![concept.name().to_owned(), self.list(self.stability.equilibria(concept))]);
        }
        for (name, set) in [("SEQ and SIM", self.stability.seq_and_sim()), ("SEQ or SIM", self.stability.seq_or_sim())]
        {
            if set.is_some() {
                rows.push(vec![name.to_owned(), self.list(set)]);
            }
        }
        out += &columns(&rows);
        for (concept, sets) in self.strong()? {
            out += &format!("\nStrongly stable by {concept}\n");
            out += &self.per_maker(&sets);
        }
        for (concept, extension, sets) in self.unknown()? {
            out += &format!("\nStable by {concept}, extension {} to unknown preference\n", extension.name());
            out += &self.per_maker(&sets);
        }
        if let Some(tables) = &self.coalitions {
            out += &self.coalition_tables(tables);
        }
        if let Some(found) = &self.status_quo {
            out += &self.status_quo_table(found);
        }
        if let Some((limited, non_myopic)) = &self.horizon {
            for (h, table) in limited.iter().enumerate() {
                out += &format!("\nStable looking {} ahead\n", h + 1);
                out += &self.per_maker(table);
            }
            out += "\nNon-myopically stable\n";
            out += &self.per_maker(non_myopic);
        }
        Ok(out)
    }

    fn states(&self) -> String {
        let game = &self.game;
        if game.len() > MOST_ROWS {
            let mut rows = vec![vec!["stable states".to_owned()]];
            rows[0].extend(game.makers().iter().cloned());
            for concept in self.stability.concepts() {
                let mut row = vec![concept.name().to_owned()];
                row.extend(self.stability.table(concept).unwrap_or_default().iter().map(|t| t.count().to_string()));
                rows.push(row);
            }
            return columns(&rows);
        }
        let mut rows = vec![vec!["state".to_owned()]];
        if self.pattern(0).is_some() {
            rows[0].push("options".into());
        }
        rows[0].extend(game.makers().iter().cloned());
        rows[0].push("equilibrium".into());
        for s in 0..game.len() as State {
            let mut row = vec![game.label(s).to_string()];
            row.extend(self.pattern(s));
            let stable = |holds: &dyn Fn(Concept) -> bool| {
                self.stability.concepts().filter(|c| holds(*c)).map(Concept::name).collect::<Vec<_>>().join(" ")
            };
            for i in 0..game.makers().len() {
                row.push(stable(&|c| self.stability.table(c).is_some_and(|t| t[i].contains(s))));
            }
            row.push(stable(&|c| self.stability.table(c).is_some_and(|t| t.iter().all(|set| set.contains(s)))));
            rows.push(row);
        }
        columns(&rows)
    }

    fn coalition_tables(&self, tables: &[CoalitionStability]) -> String {
        let mut rows =
            vec!["coalition", "CR", "CGMR", "CSMR", "CSEQ"].into_iter().map(String::from).collect::<Vec<_>>();
        let mut all = vec![std::mem::take(&mut rows)];
        for t in tables {
            let mut row = vec![self.names(t.members)];
            row.extend([&t.cr, &t.cgmr, &t.csmr, &t.cseq].map(|set| self.list(Some(set.clone()))));
            all.push(row);
        }
        let mut last = vec!["every coalition".to_owned()];
        last.extend(coalition::equilibria(self.game.len(), tables).into_iter().take(4).map(|set| self.list(Some(set))));
        all.push(last);
        let mut out = format!("\nStable for coalitions\n{}", columns(&all));
        if let Some(nash) = self.stability.equilibria(Concept::R) {
            for jump in coalition::jumps(&nash, tables) {
                let (from, to) = (self.game.label(jump.from), self.game.label(jump.to));
                out += &format!("{} together upset equilibrium {from} in favour of {to}\n", self.names(jump.members));
            }
        }
        out
    }

    fn status_quo_table(&self, found: &StatusQuo) -> String {
        let mut out = format!("\nFrom state {}\n", self.game.label(found.state));
        let mut rows = vec![["state", "moves", "by", "improvements", "by"].map(String::from).to_vec()];
        for s in 0..self.game.len() as State {
            let Some(moves) = found.by_moves.steps[s as usize] else { continue };
            let way = |walk: &walk::Walk| {
                let steps = walk.path(s).unwrap_or_default();
                let each =
                    steps.iter().map(|p| format!("{} to {}", self.game.makers()[p.mover], self.game.label(p.to)));
                each.collect::<Vec<_>>().join(", ")
            };
            let improving = found.by_improvements.steps[s as usize].map_or("-".into(), |d| d.to_string());
            rows.push(vec![
                self.game.label(s).to_string(),
                moves.to_string(),
                way(&found.by_moves),
                improving,
                way(&found.by_improvements),
            ]);
        }
        out += &columns(&rows);
        out
    }

    /// Strong stability, where strong preferences are marked.
    fn strong(&self) -> Result<Vec<(Concept, Vec<StateSet>)>> {
        if (0..self.game.makers().len()).all(|i| self.game.order(i).levels.is_none()) {
            return Ok(Vec::new());
        }
        let asked = self.stability.concepts().filter(|c| matches!(c, Concept::Gmr | Concept::Smr | Concept::Seq));
        asked.map(|c| Ok((c, stability::strongly_stable(&self.game, c)?))).collect()
    }

    /// The extensions to unknown preference, where some is marked.
    fn unknown(&self) -> Result<Vec<(Concept, Extension, Vec<StateSet>)>> {
        if (0..self.game.makers().len()).all(|i| self.game.order(i).unknown.is_empty()) {
            return Ok(Vec::new());
        }
        let asked = self.stability.concepts().filter(|c| *c != Concept::Sim);
        let each = asked.flat_map(|c| Extension::ALL.map(|e| (c, e)));
        each.map(|(c, e)| Ok((c, e, unknown::stable(&self.game, c, e)?))).collect()
    }

    fn per_maker(&self, sets: &[StateSet]) -> String {
        let row = |(maker, set): (&String, &StateSet)| vec![maker.clone(), self.list(Some(set.clone()))];
        columns(&self.game.makers().iter().zip(sets).map(row).collect::<Vec<_>>())
    }

    fn pattern(&self, s: State) -> Option<String> {
        self.game.pattern(s).map(|p| p.text(self.model.options().len()))
    }

    fn names(&self, coalition: Coalition) -> String {
        coalition.members().map(|m| self.game.makers()[m].as_str()).collect::<Vec<_>>().join(" + ")
    }

    fn list(&self, set: Option<StateSet>) -> String {
        let Some(set) = set else { return String::new() };
        if set.count() > MOST_ROWS {
            return format!("{} states", set.count());
        }
        let mut labels: Vec<_> = set.iter().map(|s| self.game.label(s)).collect();
        labels.sort_unstable();
        if labels.is_empty() { "-".into() } else { labels.iter().map(u64::to_string).collect::<Vec<_>>().join(" ") }
    }
}

/// Rows with their columns one under the other.
pub(crate) fn columns(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |k: usize| rows.iter().filter_map(|r| r.get(k)).map(|c| c.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..count).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let line: String = row.iter().zip(&widths).map(|(cell, w)| format!("{cell:w$}  ")).collect();
        out += line.trim_end();
        out.push('\n');
    }
    out
}

/// A CSV field.
fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
title = "Prisoner's dilemma"

[[decision_maker]]
name = "One"
options = ["Cooperate"]
ranking = "3 > 4 > 1 >> 2"

[[decision_maker]]
name = "Two"
options = ["Agree"]
ranking = "2 > 4 > 1 > 3"

[states]
status_quo = 4
"#;

    #[test]
    fn the_table_reads_well() {
        let model = crate::format::read(TEXT).unwrap();
        let request = Request { concepts: vec![Concept::R, Concept::Seq], status_quo: true, ..Request::default() };
        let report = Report::new(&model, &request).unwrap();
        let expected = "\
Prisoner's dilemma
2 decision makers, 2 options, 4 states

state  options  One    Two    equilibrium
1      NN       R SEQ  R SEQ  R SEQ
2      YN              R SEQ
3      NY       R SEQ
4      YY       SEQ    SEQ    SEQ

Equilibria
R    1
SEQ  1 4

Strongly stable by SEQ
One  1 3
Two  1 2

From state 4
state  moves  by                  improvements  by
1      2      One to 3, Two to 1  2             One to 3, Two to 1
2      1      Two to 2            1             Two to 2
3      1      One to 3            1             One to 3
4      0                          0
";
        assert_eq!(report.table().unwrap(), expected);
        assert!(report.csv().contains("\n4,YY,Two,2,SEQ,true,true\n"));
        assert_eq!(report.json().unwrap()["equilibria"]["SEQ"], serde_json::json!([1, 4]));
    }
}
