//! Codes the actors of PLOVER-shaped sentences, for a scorer of actor codes.
//!
//!     cargo run --release --example plover -- GOLD.jsonl > PREDICTED.jsonl
//!
//! Each line has `id`, `text`, `source` and `target` with `actorText`. Each actor's words are coded; a group counts for the
//! country it is active in, an organisation for IGO.

use actors::{Actors, Scene};
use codebook::Span;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: plover GOLD.jsonl")?;
    let actors = Actors::default();
    for line in std::fs::read_to_string(&path)?.lines().filter(|line| !line.trim().is_empty()) {
        let row: Value = serde_json::from_str(line)?;
        let text = row["text"].as_str().unwrap_or_default();
        let scene = Scene::read(text, None, &[], &actors);
        let points = codebook::CodePoints::new(text);
        let code = |role: &str| -> Vec<Value> {
            let actors = row[role].as_array().into_iter().flatten();
            actors
                .map(|actor| {
                    let span = actor["span"].as_array().and_then(|span| {
                        points.to_span([span.first()?.as_u64()? as usize, span.get(1)?.as_u64()? as usize])
                    });
                    let span = span.unwrap_or(Span::new(0, 0));
                    json!({"actorText": actor["actorText"], "code": scene.country_of(span)})
                })
                .collect()
        };
        println!("{}", json!({"id": row["id"], "source": code("source"), "target": code("target")}));
    }
    Ok(())
}
