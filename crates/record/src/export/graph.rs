//! GraphML and GEXF: a directed multigraph from those who hold positions to those they are directed at.
//!
//! An edge is one act on one issue in one kind of voice from one party to another, with how often it was recorded,
//! from when to when, and the ids of the positions behind it. Copies of one report are not merged here.

use super::xml;
use crate::Record;
use crate::error::{RecordError, Result};
use crate::filter::Filter;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// What tells edges apart: source, target, act, issue, voice.
type Key = (String, String, &'static str, String, &'static str);

#[derive(Default)]
struct Edge {
    count: usize,
    first: Option<Date>,
    last: Option<Date>,
    evidence: Vec<String>,
}

#[derive(Default)]
struct Graph {
    nodes: BTreeSet<String>,
    edges: BTreeMap<Key, Edge>,
}

/// Attributes of an edge: name and type, which both formats call the same.
const ATTRIBUTES: [(&str, &str); 7] = [
    ("act", "string"),
    ("issue", "string"),
    ("voice", "string"),
    ("count", "int"),
    ("first", "string"),
    ("last", "string"),
    ("evidence", "string"),
];

fn graph(record: &Record, filter: &Filter) -> Result<Graph> {
    let mut graph = Graph::default();
    record.each_coded(filter, &mut |coded| {
        for row in coded.positions.iter().filter(|row| filter.takes_position(row)) {
            let position = &row.position;
            let code = |party: &Option<codebook::Party>| party.as_ref().map(|party| party.code().to_owned());
            graph.nodes.extend([code(&position.party), code(&position.target)].into_iter().flatten());
            let (Some(holder), Some(target)) = (code(&position.party), code(&position.target)) else { continue };
            let key = (holder, target, position.act.name(), position.issue.clone(), row.voice.name());
            let edge = graph.edges.entry(key).or_default();
            edge.count += 1;
            edge.first = [edge.first, coded.report.date].into_iter().flatten().min();
            edge.last = [edge.last, coded.report.date].into_iter().flatten().max();
            edge.evidence.push(row.report_id());
        }
        Ok(())
    })?;
    Ok(graph)
}

impl Graph {
    /// Edges with the values of their attributes in order.
    fn rows(&self) -> impl Iterator<Item = (&str, &str, [String; 7])> {
        self.edges.iter().map(|((holder, target, act, issue, voice), edge)| {
            let day = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
            let values = [
                (*act).to_owned(),
                issue.clone(),
                (*voice).to_owned(),
                edge.count.to_string(),
                day(edge.first),
                day(edge.last),
                edge.evidence.join(" "),
            ];
            (holder.as_str(), target.as_str(), values)
        })
    }
}

pub(super) fn graphml(record: &Record, filter: &Filter, out: &mut dyn Write) -> Result<usize> {
    let graph = graph(record, filter)?;
    let made_by = record.made_by(filter)?;
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    for (name, _) in made_by.pairs() {
        text += &format!("<key id=\"{name}\" for=\"graph\" attr.name=\"{name}\" attr.type=\"string\"/>\n");
    }
    for (name, kind) in ATTRIBUTES {
        text += &format!("<key id=\"{name}\" for=\"edge\" attr.name=\"{name}\" attr.type=\"{kind}\"/>\n");
    }
    text += "<graph id=\"positions\" edgedefault=\"directed\">\n";
    for (name, value) in made_by.pairs() {
        text += &format!("<data key=\"{name}\">{}</data>\n", xml(&value));
    }
    for node in &graph.nodes {
        text += &format!("<node id=\"{}\"/>\n", xml(node));
    }
    for (id, (holder, target, values)) in graph.rows().enumerate() {
        text += &format!("<edge id=\"e{id}\" source=\"{}\" target=\"{}\">", xml(holder), xml(target));
        for ((name, _), value) in ATTRIBUTES.iter().zip(values) {
            text += &format!("<data key=\"{name}\">{}</data>", xml(&value));
        }
        text += "</edge>\n";
    }
    text += "</graph>\n</graphml>\n";
    out.write_all(text.as_bytes()).map_err(RecordError::io("writing the export"))?;
    Ok(graph.edges.len())
}

pub(super) fn gexf(record: &Record, filter: &Filter, out: &mut dyn Write) -> Result<usize> {
    let graph = graph(record, filter)?;
    let made_by = record.made_by(filter)?;
    let facts: Vec<String> = made_by.pairs().iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n\
         <meta><creator>Détente</creator><description>{}</description></meta>\n\
         <graph mode=\"static\" defaultedgetype=\"directed\">\n<attributes class=\"edge\">\n",
        xml(&facts.join("; "))
    );
    for (name, kind) in ATTRIBUTES {
        let kind = if kind == "int" { "integer" } else { kind };
        text += &format!("<attribute id=\"{name}\" title=\"{name}\" type=\"{kind}\"/>\n");
    }
    text += "</attributes>\n<nodes>\n";
    for node in &graph.nodes {
        text += &format!("<node id=\"{0}\" label=\"{0}\"/>\n", xml(node));
    }
    text += "</nodes>\n<edges>\n";
    for (id, (holder, target, values)) in graph.rows().enumerate() {
        text += &format!("<edge id=\"e{id}\" source=\"{}\" target=\"{}\"><attvalues>", xml(holder), xml(target));
        for ((name, _), value) in ATTRIBUTES.iter().zip(values) {
            text += &format!("<attvalue for=\"{name}\" value=\"{}\"/>", xml(&value));
        }
        text += "</attvalues></edge>\n";
    }
    text += "</edges>\n</graph>\n</gexf>\n";
    out.write_all(text.as_bytes()).map_err(RecordError::io("writing the export"))?;
    Ok(graph.edges.len())
}
