//! Every verdict is proved by what comes with it: the witness is replayed with the oracle's moves.

use conflict::game::Game;
use conflict::stability;
use conflict::witness::{Deterrent, verdict};
use conflict::{Concept, explain};

use crate::oracle::Oracle;
use crate::random::{graph_conflict, option_conflict};

#[test]
fn every_witness_can_be_replayed() {
    for seed in 0..150 {
        let model = if seed % 3 == 2 { graph_conflict(seed) } else { option_conflict(seed, 5) };
        let (game, oracle) = (Game::new(&model).expect("a game"), Oracle::new(&model));
        for concept in stability::defined(&game) {
            for i in 0..oracle.makers {
                for s in 0..oracle.n() {
                    check(&model, &game, &oracle, concept, i, s, seed);
                }
            }
        }
    }
}

fn check(model: &conflict::Model, game: &Game, oracle: &Oracle, concept: Concept, i: usize, s: usize, seed: u64) {
    let found = verdict(game, concept, i, s as u32).expect("a verdict");
    let note = format!("seed {seed}, {concept}, DM{i}, state {s}");
    assert_eq!(found.stable(), oracle.stable(concept.name(), i, s), "{note}");
    let improvements: Vec<usize> = found.improvements.iter().map(|m| m.to as usize).collect();
    let slow: Vec<usize> = oracle.moves[i][s].iter().copied().filter(|t| oracle.better(i, *t, s)).collect();
    assert_eq!(improvements, slow, "{note}");
    for improvement in &found.improvements {
        let replay = |steps: &[conflict::walk::Step], improving: bool| {
            let (mut at, mut last) = (improvement.to as usize, i);
            for step in steps {
                let to = step.to as usize;
                assert!(step.mover != i && step.mover != last, "{note}: a legal sequence of the others");
                assert!(oracle.moves[step.mover][at].contains(&to), "{note}: a move");
                assert!(!improving || oracle.better(step.mover, to, at), "{note}: an improvement");
                (at, last) = (to, step.mover);
            }
            at
        };
        match &improvement.deterrent {
            Some(Deterrent::Sequence(steps)) => {
                let end = replay(steps, concept == Concept::Seq);
                assert!(!oracle.better(i, end, s), "{note}: no better");
                if concept == Concept::Smr {
                    assert!(oracle.moves[i][end].iter().all(|t| !oracle.better(i, *t, s)), "{note}: no way out");
                }
            }
            Some(Deterrent::Together { moves, result }) => {
                let (choices, own) = oracle.choices.as_ref().expect("single choices");
                let mut choice = choices[improvement.to as usize];
                assert!(!moves.is_empty(), "{note}");
                for step in moves {
                    assert!(oracle.moves[step.mover][s].contains(&(step.to as usize)), "{note}");
                    assert!(oracle.better(step.mover, step.to as usize, s), "{note}");
                    choice = choice & !own[step.mover] | choices[step.to as usize] & own[step.mover];
                }
                assert_eq!(choices[*result as usize], choice, "{note}");
                assert!(!oracle.better(i, *result as usize, s), "{note}");
            }
            None => {
                if let Some(escaped) = &improvement.escaped {
                    let end = replay(&escaped.answer, false);
                    assert!(!oracle.better(i, end, s), "{note}");
                    let out = escaped.way_out as usize;
                    assert!(oracle.moves[i][end].contains(&out) && oracle.better(i, out, s), "{note}");
                }
            }
        }
    }
    let words = explain::verdict(model, game, &found);
    assert_eq!(words.lines().count(), 1 + found.improvements.len(), "{words}");
    assert_eq!(words.contains("is not stable"), !found.stable(), "{words}");
}

#[test]
fn a_verdict_in_words() {
    let text = r#"
[[decision_maker]]
name = "Ann"
options = ["Confess"]
ranking = "2 > 1 > 4 > 3"

[[decision_maker]]
name = "Bob"
options = ["Talk"]
ranking = "3 > 1 > 4 > 2"
"#;
    let model = conflict::format::read(text).expect("a conflict");
    let game = Game::new(&model).expect("a game");
    let words =
        |concept, state| explain::verdict(&model, &game, &verdict(&game, concept, 0, state).expect("a verdict"));
    assert_eq!(
        words(Concept::Seq, 0),
        "state 1 (nothing taken) is stable for Ann by SEQ: its one improvement is deterred.\n\
         - to state 2 (Confess): deterred, for Bob can move to state 4 (Confess, Talk), which Ann likes less than state 1\n"
    );
    assert_eq!(
        words(Concept::R, 0),
        "state 1 (nothing taken) is not stable for Ann by R: nothing deters its one improvement.\n\
         - to state 2 (Confess): an improvement; by R nothing deters\n"
    );
    assert_eq!(words(Concept::R, 1), "state 2 (Confess) is stable for Ann by R: Ann can move to nothing it prefers.\n");
}
