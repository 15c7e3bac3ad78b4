//! Short reports of many kinds, composed for these tests, with the speakers they should give.
//!
//! `reports.txt` has the reports: states and organisations exist, the officials and their words are invented, but for
//! the few of `history-…`. `[[words]]` is a statement's source, `[[>2 words]]` one nested in the second statement; a colon behind it is the
//! cue. Behind `---` stands a line for each: the name and the party, `-` for none.

use actors::{Actors, Scene, Utterance};
use codebook::Span;

struct Report {
    id: String,
    date: Option<jiff::civil::Date>,
    text: String,
    utterances: Vec<Utterance>,
    expected: Vec<(String, String)>,
}

fn parse(block: &str) -> Report {
    let (header, rest) = block.split_once('\n').unwrap();
    let (marked, expected) = rest.split_once("\n---\n").unwrap();
    let mut header = header.split('|').map(str::trim);
    let (id, date) = (header.next().unwrap().to_owned(), header.next().unwrap().parse().ok());
    let mut text = String::new();
    let mut utterances = Vec::new();
    let mut rest = marked;
    while let Some((before, behind)) = rest.split_once("[[") {
        text.push_str(before);
        let (source, after) = behind.split_once("]]").unwrap();
        let (via, source) = match source.strip_prefix('>').and_then(|nested| nested.split_once(' ')) {
            Some((outer, source)) => (Some(outer.parse::<usize>().unwrap() - 1), source),
            None => (None, source),
        };
        let start = text.len();
        text.push_str(source);
        let cue = if after.starts_with(':') { vec![Span::new(text.len(), text.len() + 1)] } else { Vec::new() };
        utterances.push(Utterance { source: vec![Span::new(start, text.len())], cue, content: Vec::new(), via });
        rest = after;
    }
    text.push_str(rest);
    let expected = expected.trim().lines().map(|line| {
        let (name, party) = line.split_once(" | ").unwrap();
        (name.trim().to_owned(), party.trim().to_owned())
    });
    Report { id, date, text, utterances, expected: expected.collect() }
}

#[test]
fn speakers_of_short_reports() {
    let reports = include_str!("reports.txt");
    let actors = Actors::default();
    let mut misses = Vec::new();
    for block in reports.split("=== ").filter(|block| !block.trim().is_empty()) {
        let report = parse(block);
        assert_eq!(report.utterances.len(), report.expected.len(), "{}", report.id);
        let scene = Scene::read(&report.text, report.date, &report.utterances, &actors);
        for (index, (speaker, (name, party))) in scene.speakers().iter().zip(&report.expected).enumerate() {
            let found_name = speaker.name.as_deref().unwrap_or("-");
            let found_party = speaker.party.as_ref().map_or("-", |party| party.code());
            if found_name != name || found_party != party {
                misses.push(format!("{} {}: {found_name} | {found_party}, not {name} | {party}", report.id, index + 1));
            }
        }
    }
    assert!(misses.is_empty(), "{} misses:\n{}", misses.len(), misses.join("\n"));
}
