//! The user's own actors win over the tables.

use actors::{Actors, Scene, Utterance};
use codebook::Span;

const TOML: &str = r#"
[[party]]
code = "ARC"
names = ["Arcadia", "Arcadian", "Arcadians"]
capital = "Port Arcady"

[[party]]
code = "NSA:FreeCoast"
names = ["Free Coast", "Coasters"]
countries = ["ARC"]

[[person]]
name = "Ann Lee"
party = "ARC"
aliases = ["Minister Lee"]

[[person]]
name = "Marco Rubio"
party = "NSA:FreeCoast"

[[person]]
name = "Sergey Lavrov"
party = ""
"#;

const CSV: &str = "kind,code,name,aliases,since,until
party,ARC,Arcadia,Arcadian;Arcadians;Port Arcady,,
party,NSA:FreeCoast,Free Coast,Coasters,,
person,ARC,Ann Lee,Minister Lee,2026-01,
person,NSA:FreeCoast,Marco Rubio,,,
person,,Sergey Lavrov,,,
";

#[test]
fn own_people_and_parties_win() {
    let text = "Arcadia refused. Ann Lee said so. Marco Rubio agreed, Sergey Lavrov did not. The Arcadian envoy left. The Coasters stayed.";
    let date = "2026-05-01".parse().ok();
    let table = [
        ("Arcadia", Some("ARC")),
        ("Ann Lee", Some("ARC")),
        ("Marco Rubio", Some("NSA:FreeCoast")),
        ("Sergey Lavrov", None),
        ("The Arcadian envoy", Some("ARC")),
        ("The Coasters", Some("NSA:FreeCoast")),
    ];
    let utterances: Vec<Utterance> = table
        .iter()
        .map(|(words, _)| {
            let start = text.find(words).unwrap();
            Utterance { source: vec![Span::new(start, start + words.len())], ..Utterance::default() }
        })
        .collect();
    for actors in [Actors::from_toml("own.toml", TOML).unwrap(), Actors::from_csv("own.csv", CSV).unwrap()] {
        let scene = Scene::read(text, date, &utterances, &actors);
        let found = scene.speakers();
        for ((words, want), speaker) in table.iter().zip(&found) {
            assert_eq!(speaker.party.as_ref().map(|party| party.code()), *want, "{words}");
        }
    }
}
