//! The points where existing programs differ, each with the verdict the definition asks for.

use conflict::game::{Coalition, Game};
use conflict::stability::{Concept, solve};
use conflict::{coalition, format};

fn game(text: &str) -> Game {
    Game::new(&format::read(text).expect("a conflict")).expect("a game")
}

fn stable(game: &Game, concept: Concept, maker: usize, label: u64) -> bool {
    let tables = solve(game, &[concept]).expect("tables");
    tables.table(concept).expect("a table")[maker].contains(game.state(label).expect("a state"))
}

/// F improves from 1 to 2; only A, then B, then A again leads from there to 5, the one state F likes less than 1.
const A_B_A: &str = r#"
[[decision_maker]]
name = "F"
moves = ["1 -> 2"]
ranking = "2 > 3 > 4 > 1 > 5"

[[decision_maker]]
name = "A"
moves = ["2 -> 3", "4 -> 5"]
ranking = "5 > 4 > 3 > 2 > 1"

[[decision_maker]]
name = "B"
moves = ["3 -> 4"]
ranking = "5 > 4 > 3 > 2 > 1"

[states]
list = [1, 2, 3, 4, 5]
"#;

#[test]
fn an_opponent_may_move_again_after_another() {
    let game = game(A_B_A);
    for concept in [Concept::Gmr, Concept::Smr, Concept::Seq] {
        assert!(stable(&game, concept, 0, 1), "{concept}");
    }
}

#[test]
fn but_not_twice_in_a_row() {
    let text = A_B_A.replace("moves = [\"2 -> 3\", \"4 -> 5\"]", "moves = [\"2 -> 3\", \"3 -> 4\", \"4 -> 5\"]");
    let text = text.replace("moves = [\"3 -> 4\"]", "moves = []");
    let game = game(&text);
    for concept in [Concept::Gmr, Concept::Smr, Concept::Seq] {
        assert!(!stable(&game, concept, 0, 1), "{concept}");
    }
}

/// Ann improves from 1 to 2 and to 3; Bob's improvement at the same time makes either of them bad.
#[test]
fn sim_tries_all_combinations_again_for_each_improvement() {
    let text = r#"
[[decision_maker]]
name = "Ann"
options = ["a", "b"]
ranking = "2 > 3 > 4 > 1 > 5 > 6 > 7 > 8"

[[decision_maker]]
name = "Bob"
options = ["c"]
ranking = "5 > 1 > 2 > 3 > 4 > 6 > 7 > 8"
"#;
    // Bob moves from 1 to 5; with Ann's 2, 3 and 4 that gives 6, 7 and 8, which Ann likes less than 1.
    assert!(stable(&game(text), Concept::Sim, 0, 1));
    // When the last of them is good for Ann, that improvement is not deterred.
    let text = text.replace("2 > 3 > 4 > 1 > 5 > 6 > 7 > 8", "2 > 3 > 8 > 4 > 1 > 5 > 6 > 7");
    assert!(!stable(&game(&text), Concept::Sim, 0, 1));
}

/// A and B together improve from 1 to 2, C answers with 3, and from there they reach 4: better than 1 for both, but
/// not better than 3 for A. The way out is judged against 1, so C's answer does not hold them.
#[test]
fn the_way_out_of_a_sanction_is_judged_against_the_original_state() {
    let text = r#"
[[decision_maker]]
name = "A"
moves = ["1 -> 2", "3 -> 4"]
ranking = "2 > 3 > 4 > 1"

[[decision_maker]]
name = "B"
moves = []
ranking = "2 > 4 > 1 > 3"

[[decision_maker]]
name = "C"
moves = ["2 -> 3"]
ranking = "1 > 2 > 3 > 4"

[states]
list = [1, 2, 3, 4]
"#;
    let game = game(text);
    let both = Coalition::from_members([0, 1]);
    let table = &coalition::analyse(&game, &[both]).expect("a table")[0];
    assert_eq!(table.improvements[0], [1]);
    assert!(table.cgmr.contains(0));
    assert!(!table.csmr.contains(0));
    // Without the way out the answer holds.
    let kept = coalition::analyse(&self::game(&text.replace(", \"3 -> 4\"", "")), &[both]).expect("a table");
    assert!(kept[0].csmr.contains(0));
}

/// An equally good state deters.
#[test]
fn an_equally_good_sanction_counts() {
    let text = r#"
[[decision_maker]]
name = "F"
moves = ["1 -> 2"]
ranking = "2 > 1 ~ 3"

[[decision_maker]]
name = "A"
moves = ["2 -> 3"]
ranking = "3 > 2 > 1"

[states]
list = [1, 2, 3]
"#;
    for concept in [Concept::Gmr, Concept::Smr, Concept::Seq] {
        assert!(stable(&game(text), concept, 0, 1), "{concept}");
    }
}

/// All improvements must be deterred, not only one of them.
#[test]
fn every_improvement_must_be_deterred() {
    let text = r#"
[[decision_maker]]
name = "F"
moves = ["1 -> 2, 3"]
ranking = "2 > 3 > 1 > 4"

[[decision_maker]]
name = "A"
moves = ["3 -> 4"]
ranking = "4 > 3 > 2 > 1"

[states]
list = [1, 2, 3, 4]
"#;
    for concept in [Concept::Gmr, Concept::Smr, Concept::Seq] {
        assert!(!stable(&game(text), concept, 0, 1), "{concept}");
    }
}
