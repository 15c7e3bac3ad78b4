//! Survival of equilibria against going through all completions by hand.

use conflict::robustness::{Survives, analyse};
use conflict::{Concept, Game, format, stability};

const TEXT: &str = r#"
[[decision_maker]]
name = "A"
options = ["a"]
ranking = "3 > 4 > 1 > 2"
uncertain = ["3 ? 4", [1, 2]]

[[decision_maker]]
name = "B"
options = ["b"]
ranking = "2 > 4 > 1 > 3"
alternatives = ["4 > 2 > 1 > 3"]
"#;

#[test]
fn completions_are_counted_as_by_hand() {
    let model = format::read(TEXT).expect("a conflict");
    let found = analyse(&model, &Concept::ALL).expect("an answer");
    assert_eq!(found.items.len(), 3);
    assert_eq!(found.completions, 8u32.into());
    let game = Game::new(&model).expect("a game");
    // A's rankings by which of its two pairs are exchanged, and B's two.
    let a = ["3 > 4 > 1 > 2", "4 > 3 > 1 > 2", "3 > 4 > 2 > 1", "4 > 3 > 2 > 1"];
    let b = ["2 > 4 > 1 > 3", "4 > 2 > 1 > 3"];
    for survival in &found.equilibria {
        let mut count = 0u32;
        for first in a {
            for second in b {
                let mut other = model.clone();
                other.preferences[0].ranking = Some(format::parse_ranking(first).expect("a ranking"));
                other.preferences[1].ranking = Some(format::parse_ranking(second).expect("a ranking"));
                let solved = stability::solve(&Game::new(&other).expect("a game"), &Concept::ALL).expect("solved");
                count += u32::from(solved.equilibria(survival.concept).expect("a set").contains(survival.state));
            }
        }
        assert_eq!(survival.survives, Survives::Exact(count.into()), "{:?}", survival);
    }
    // Mutual defection is a Nash equilibrium until A would rather be the sucker: only the order of 1 and 2 matters.
    let (_, item) = found.decisive.iter().find(|(c, _)| *c == Concept::R).expect("one decides");
    assert_eq!(found.items[*item].what, "the order of 1 and 2 is uncertain");
    assert!(found.words(&game).contains("decided most by A: the order of 1 and 2"));
    assert_eq!(found.json(&game)["completions"], "8");
}

#[test]
fn statements_may_hold_not_hold_or_not_matter() {
    let text = r#"
        [[decision_maker]]
        name = "A"
        options = ["a"]
        priorities = [{ holds = "b", assumed = true }, { holds = "not a", alternatives = ["a"] }]
        [[decision_maker]]
        name = "B"
        options = ["b"]
        priorities = ["a", "not b"]
    "#;
    let model = format::read(text).expect("a conflict");
    let found = analyse(&model, &[Concept::R]).expect("an answer");
    assert_eq!(found.completions, 6u32.into());
    // Nash stability of doing nothing rests on “not a” alone: half of the completions.
    let nothing = found.equilibria.iter().find(|s| s.state == 0).expect("an equilibrium");
    assert_eq!(nothing.survives, Survives::Exact(3u32.into()));
}

#[test]
fn an_assumed_ranking_is_open() {
    let text = TEXT.replacen("uncertain = [\"3 ? 4\", [1, 2]]", "assumed = true", 1);
    let model = format::read(&text).expect("a conflict");
    let found = analyse(&model, &[Concept::R, Concept::Seq]).expect("an answer");
    assert_eq!(found.completions, 48u32.into());
    let of = |concept| found.equilibria.iter().find(|s| s.concept == concept && s.state == 0).expect("an equilibrium");
    // A has one move from state 1, so in half of its 24 rankings it stays; B stays in both of its own.
    assert_eq!(of(Concept::R).survives, Survives::Exact(24u32.into()));
    let Survives::Sampled { low, high, draws, .. } = of(Concept::Seq).survives else { panic!("not sampled") };
    assert!(low < high && high - low < 0.05 && draws == 4000);
}

#[test]
fn nothing_uncertain_is_said_so() {
    let model = format::read(&crate::library::read("chicken.toml")).expect("a conflict");
    let found = analyse(&model, &[Concept::R]).expect("an answer");
    assert!(found.items.is_empty() && found.decisive.is_empty());
    assert!(found.equilibria.iter().all(|s| s.survives == Survives::Exact(1u32.into())));
}
