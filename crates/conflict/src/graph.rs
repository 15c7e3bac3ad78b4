//! The graph of a conflict, to draw or to take elsewhere.

mod dot;
mod graphml;
mod svg;

use crate::error::{Error, ErrorKind, Result};
use crate::explain::state_name;
use crate::game::{Game, Maker, State};
use crate::model::Model;
use crate::stability::{self, Concept};

pub use dot::dot;
pub use graphml::graphml;
pub use svg::svg;

/// More moves than this make no picture and no readable file.
const MOST_MOVES: usize = 200_000;

/// States and moves with what is known of them.
#[derive(Clone, Debug)]
pub struct Graph {
    /// The title of the conflict.
    pub title: String,
    /// The decision makers.
    pub makers: Vec<String>,
    /// The states.
    pub nodes: Vec<Node>,
    /// The moves, by decision maker, origin and destination.
    pub edges: Vec<Edge>,
}

/// A state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its label.
    pub label: crate::Label,
    /// Its label with the options taken.
    pub name: String,
    /// The concepts under which it is an equilibrium.
    pub equilibrium: Vec<Concept>,
    /// Whether it is the status quo.
    pub status_quo: bool,
}

/// A move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Who moves.
    pub maker: Maker,
    /// From which state.
    pub from: State,
    /// To which state.
    pub to: State,
    /// Whether the mover prefers where it leads.
    pub improvement: bool,
}

impl Graph {
    /// The graph of a conflict with its equilibria under R, GMR, SMR and SEQ.
    pub fn new(model: &Model, game: &Game) -> Result<Self> {
        let concepts = [Concept::R, Concept::Gmr, Concept::Smr, Concept::Seq];
        let stability = stability::solve(game, &concepts)?;
        let equilibria: Vec<_> = concepts.into_iter().filter_map(|c| Some((c, stability.equilibria(c)?))).collect();
        let mut edges = Vec::new();
        for maker in 0..game.makers().len() {
            for from in 0..game.len() as State {
                let to = game.moves(maker, from);
                if edges.len() + to.len() > MOST_MOVES {
                    let message =
                        format!("the conflict has more than {MOST_MOVES} moves, too many to draw; use solve instead");
                    return Err(Error::new(ErrorKind::TooLarge, message));
                }
                edges.extend(to.into_iter().map(|to| Edge {
                    maker,
                    from,
                    to,
                    improvement: game.prefers(maker, to, from),
                }));
            }
        }
        let node = |s: State| Node {
            label: game.label(s),
            name: state_name(model, game, s),
            equilibrium: equilibria.iter().filter(|(_, set)| set.contains(s)).map(|(c, _)| *c).collect(),
            status_quo: game.status_quo() == Some(s),
        };
        Ok(Self {
            title: model.about.title.clone(),
            makers: game.makers().to_vec(),
            nodes: (0..game.len() as State).map(node).collect(),
            edges,
        })
    }
}

/// Colours that people with the usual colour blindness tell apart (Okabe and Ito), one per decision maker in turn.
const COLOURS: [&str; 7] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000"];

fn colour(maker: Maker) -> &'static str {
    COLOURS[maker % COLOURS.len()]
}

/// Text inside XML.
fn escaped(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || c.is_whitespace())
        .map(|c| match c {
            '&' => "&amp;".into(),
            '<' => "&lt;".into(),
            '>' => "&gt;".into(),
            '"' => "&quot;".into(),
            c => c.to_string(),
        })
        .collect()
}

fn concepts(node: &Node) -> String {
    node.equilibrium.iter().map(|c| c.name()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph() -> Graph {
        let text = r#"
title = "A & <B>"

[[decision_maker]]
name = "A \"1\""
options = ["x"]
ranking = "2 > 1 > 4 > 3"

[[decision_maker]]
name = "B"
options = ["y"]
cannot_undo = ["y"]
ranking = "3 > 1 > 4 > 2"

[states]
status_quo = 1
"#;
        let model = crate::format::read(text).unwrap();
        Graph::new(&model, &Game::new(&model).unwrap()).unwrap()
    }

    #[test]
    fn nodes_and_edges_are_those_of_the_conflict() {
        let g = graph();
        assert_eq!(g.nodes.len(), 4);
        assert_eq!(g.edges.len(), 4 + 2);
        assert_eq!(g.edges.iter().filter(|e| e.improvement).count(), 2 + 2);
        assert!(g.nodes[0].status_quo && g.nodes[3].equilibrium.contains(&Concept::R));
    }

    #[test]
    fn every_format_names_every_state_and_escapes() {
        let g = graph();
        for text in [svg(&g).unwrap(), graphml(&g)] {
            assert!(text.contains("A &amp; &lt;B&gt;") && !text.contains("<B>"), "{text}");
            assert!(text.contains("A &quot;1&quot;"), "{text}");
        }
        let rings = g.nodes.iter().filter(|n| !n.equilibrium.is_empty()).count();
        let dot = dot(&g);
        assert!(dot.contains("\"A \\\"1\\\"\"") && dot.contains("4 ["), "{dot}");
        assert_eq!(dot.matches(" -> ").count(), 6, "{dot}");
        assert_eq!(graphml(&g).matches("<edge ").count(), 6);
        assert_eq!(svg(&g).unwrap().matches("<circle").count(), 4 + rings);
    }
}
