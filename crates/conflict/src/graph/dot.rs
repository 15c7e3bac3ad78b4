//! The graph for Graphviz.

use std::fmt::Write as _;

use super::{Graph, colour, concepts};

/// The graph in the DOT language: improvements solid, other moves dotted, equilibria with a double ring.
pub fn dot(graph: &Graph) -> String {
    let mut out = String::from("digraph conflict {\n");
    // Writing to a String cannot fail.
    let _ = writeln!(out, "  label={};\n  node [shape=circle];", quoted(&graph.title));
    for node in &graph.nodes {
        let ring = if node.equilibrium.is_empty() { 1 } else { 2 };
        let fill = if node.status_quo { ", style=filled, fillcolor=\"#eeeeee\"" } else { "" };
        let tooltip = match concepts(node) {
            c if c.is_empty() => node.name.clone(),
            c => format!("{}; equilibrium by {c}", node.name),
        };
        let _ = writeln!(out, "  {} [peripheries={ring}, tooltip={}{fill}];", node.label, quoted(&tooltip));
    }
    for edge in &graph.edges {
        let style = if edge.improvement { "solid" } else { "dotted" };
        let _ = writeln!(
            out,
            "  {} -> {} [color=\"{}\", style={style}, tooltip={}];",
            graph.nodes[edge.from as usize].label,
            graph.nodes[edge.to as usize].label,
            colour(edge.maker),
            quoted(&graph.makers[edge.maker])
        );
    }
    out + "}\n"
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}
