//! The graph for network programs.

use std::fmt::Write as _;

use super::{Graph, concepts, escaped};

/// The graph as GraphML, with what is known of each state and move as attributes.
pub fn graphml(graph: &Graph) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    let keys = [
        ("title", "graph", "string"),
        ("name", "node", "string"),
        ("equilibrium", "node", "string"),
        ("status_quo", "node", "boolean"),
        ("decision_maker", "edge", "string"),
        ("improvement", "edge", "boolean"),
    ];
    // Writing to a String cannot fail.
    for (name, place, kind) in keys {
        let _ = writeln!(out, "  <key id=\"{name}\" for=\"{place}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>");
    }
    let _ =
        writeln!(out, "  <graph edgedefault=\"directed\">\n    <data key=\"title\">{}</data>", escaped(&graph.title));
    for node in &graph.nodes {
        let _ = writeln!(
            out,
            "    <node id=\"{}\"><data key=\"name\">{}</data><data key=\"equilibrium\">{}</data><data key=\"status_quo\">{}</data></node>",
            node.label,
            escaped(&node.name),
            concepts(node),
            node.status_quo
        );
    }
    for edge in &graph.edges {
        let _ = writeln!(
            out,
            "    <edge source=\"{}\" target=\"{}\"><data key=\"decision_maker\">{}</data><data key=\"improvement\">{}</data></edge>",
            graph.nodes[edge.from as usize].label,
            graph.nodes[edge.to as usize].label,
            escaped(&graph.makers[edge.maker]),
            edge.improvement
        );
    }
    out + "  </graph>\n</graphml>\n"
}
