//! A picture of a small conflict.

use std::f64::consts::TAU;
use std::fmt::Write as _;

use super::{Graph, colour, concepts, escaped};
use crate::error::{Error, ErrorKind, Result};

/// More states than this on one circle cannot be told apart.
const MOST_STATES: usize = 120;

const NODE_RADIUS: f64 = 15.0;

/// A picture: states on a circle, one colour per decision maker, improvements as arrows and other moves as dotted
/// lines, equilibria with a second ring named by their concepts, the status quo grey.
///
/// # Errors
///
/// More than 120 states are refused.
pub fn svg(graph: &Graph) -> Result<String> {
    let n = graph.nodes.len();
    if n > MOST_STATES {
        let message =
            format!("{n} states are too many for a picture, at most {MOST_STATES} fit; write dot or graphml instead");
        return Err(Error::new(ErrorKind::TooLarge, message));
    }
    let radius = (n as f64 * 3.4 * NODE_RADIUS / TAU).max(120.0);
    let (width, top) = ((2.0 * radius + 290.0).max(520.0), 40.0);
    let legend = 24.0 * (graph.makers.len() as f64 + 1.0);
    let height = top + 2.0 * radius + 120.0 + legend;
    let centre = (width / 2.0, top + radius + 50.0);
    let place = |s: usize| {
        // From the top, clockwise.
        let angle = TAU * s as f64 / n as f64 - TAU / 4.0;
        (centre.0 + radius * angle.cos(), centre.1 + radius * angle.sin(), angle)
    };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <title>{0}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n<defs>\n",
        escaped(&graph.title)
    );
    // Writing to a String cannot fail.
    for maker in 0..graph.makers.len() {
        let _ = writeln!(
            out,
            "<marker id=\"m{maker}\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"{}\"/></marker>",
            colour(maker)
        );
    }
    let _ = writeln!(
        out,
        "</defs>\n<text x=\"{:.0}\" y=\"26\" text-anchor=\"middle\" font-size=\"16\">{}</text>",
        width / 2.0,
        escaped(&graph.title)
    );
    for edge in &graph.edges {
        let there_and_back = |e: &super::Edge| e.maker == edge.maker && e.from == edge.to && e.to == edge.from;
        // Where one way is an improvement, the way back needs no line of its own; else one line serves both ways.
        if !edge.improvement && graph.edges.iter().any(|e| there_and_back(e) && (e.improvement || e.from < edge.from)) {
            continue;
        }
        let (x1, y1, _) = place(edge.from as usize);
        let (x2, y2, _) = place(edge.to as usize);
        // Lines of different decision makers bend differently, so that none hides another.
        let bend = 0.08 + 0.05 * edge.maker as f64;
        let (cx, cy) = ((x1 + x2) / 2.0 - (y2 - y1) * bend, (y1 + y2) / 2.0 + (x2 - x1) * bend);
        let (sx, sy) = towards((x1, y1), (cx, cy), NODE_RADIUS + 4.0);
        let (ex, ey) = towards((x2, y2), (cx, cy), NODE_RADIUS + 6.0);
        let style = if edge.improvement {
            format!("marker-end=\"url(#m{})\"", edge.maker)
        } else {
            "stroke-dasharray=\"2 4\" opacity=\"0.6\"".to_owned()
        };
        let _ = writeln!(
            out,
            "<path d=\"M{sx:.1} {sy:.1}Q{cx:.1} {cy:.1} {ex:.1} {ey:.1}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.4\" {style}/>",
            colour(edge.maker)
        );
    }
    for (s, node) in graph.nodes.iter().enumerate() {
        let (x, y, angle) = place(s);
        let fill = if node.status_quo { "#dddddd" } else { "white" };
        let _ = writeln!(
            out,
            "<g><title>{}</title><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{NODE_RADIUS}\" fill=\"{fill}\" stroke=\"#333333\"/><text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            escaped(&node.name),
            y + 4.5,
            node.label
        );
        if !node.equilibrium.is_empty() {
            let (tx, ty) = (centre.0 + (radius + 24.0) * angle.cos(), centre.1 + (radius + 24.0) * angle.sin());
            let anchor = match angle.cos() {
                c if c > 0.2 => "start",
                c if c < -0.2 => "end",
                _ => "middle",
            };
            let _ = writeln!(
                out,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{}\" fill=\"none\" stroke=\"#333333\"/><text x=\"{tx:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\" font-size=\"10\">{}</text>",
                NODE_RADIUS + 3.5,
                ty + 3.5,
                concepts(node)
            );
        }
        out += "</g>\n";
    }
    for (maker, name) in graph.makers.iter().enumerate() {
        let y = height - legend + 24.0 * maker as f64;
        let _ = writeln!(
            out,
            "<line x1=\"20\" y1=\"{y:.0}\" x2=\"50\" y2=\"{y:.0}\" stroke=\"{}\" stroke-width=\"1.4\" marker-end=\"url(#m{maker})\"/><text x=\"58\" y=\"{:.0}\">{} improves</text>",
            colour(maker),
            y + 4.5,
            escaped(name)
        );
    }
    let _ = writeln!(
        out,
        "<text x=\"20\" y=\"{:.0}\" font-size=\"11\">Dotted: a move that is no improvement. Double ring: an equilibrium. Grey: the status quo.</text>",
        height - 14.0
    );
    Ok(out + "</svg>\n")
}

/// The point at `distance` from `from` in the direction of `to`.
fn towards(from: (f64, f64), to: (f64, f64), distance: f64) -> (f64, f64) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1e-9);
    (from.0 + dx / length * distance, from.1 + dy / length * distance)
}
