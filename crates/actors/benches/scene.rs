//! How fast a report is read for its actors, without any model.
//!
//! The corpus is the short reports of the tests, joined: about 10 KB of dense news. Real reports have fewer names and
//! run faster. `tables` is the parsing of the facts, once in a program's life.

use actors::{Actors, Scene, Utterance};
use codebook::Span;

fn main() {
    divan::main();
}

/// The reports without their marks, each with an utterance for every "said".
fn corpus() -> Vec<(String, Vec<Utterance>)> {
    include_str!("../tests/reports.txt")
        .split("=== ")
        .filter_map(|block| block.split_once('\n')?.1.split_once("\n---\n"))
        .map(|(text, _)| {
            let text = text.replace("[[", "").replace("]]", "");
            let said = text.match_indices(" said").map(|(at, _)| Utterance {
                source: vec![Span::new(text[..at].rfind([' ', '\n']).map_or(0, |space| space + 1), at)],
                cue: vec![Span::new(at + 1, at + 5)],
                content: Vec::new(),
                via: None,
            });
            let said = said.collect();
            (text, said)
        })
        .collect()
}

#[divan::bench]
fn reports(bencher: divan::Bencher) {
    let reports = corpus();
    let actors = Actors::default();
    let bytes: usize = reports.iter().map(|(text, _)| text.len()).sum();
    bencher.counter(divan::counter::BytesCount::new(bytes)).bench(|| {
        for (text, said) in &reports {
            divan::black_box(Scene::read(text, None, said, &actors).speakers());
        }
    });
}
