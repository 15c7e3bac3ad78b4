//! The least change of rankings against trying every profile.

use std::time::Instant;

use conflict::levers::{distance, lever};
use conflict::{Concept, Game, State, stability};

use crate::random::{graph_conflict, option_conflict};

fn holds(game: &Game, concept: Concept, state: State) -> bool {
    let stability = stability::solve(game, &[concept]).expect("solved");
    stability.equilibria(concept).expect("analysed").contains(state)
}

/// Every weak order of `n` states, as ranks.
fn weak_orders(n: u32) -> Vec<Vec<u32>> {
    let codes = 0..n.pow(n);
    let ranks = |code: u32| (0..n).map(|s| code / n.pow(s) % n).collect::<Vec<u32>>();
    codes.map(ranks).filter(|r| conflict::game::dense_ranks(r) == *r).collect()
}

fn least_by_trying(game: &Game, concept: Concept, state: State) -> u64 {
    // Nearest first, so that few have to be solved.
    let orders = |maker: usize| {
        let mut all: Vec<_> =
            weak_orders(game.len() as u32).into_iter().map(|r| (distance(game.ranks(maker), &r), r)).collect();
        all.sort();
        all
    };
    let (first, second) = (orders(0), orders(1));
    let mut least = u64::MAX;
    for (one, a) in &first {
        for (two, b) in &second {
            if one + two >= least {
                break;
            }
            if holds(&game.with_ranks(0, a.clone()).with_ranks(1, b.clone()), concept, state) {
                least = one + two;
            }
        }
    }
    least
}

#[test]
fn least_change_agrees_with_trying_every_profile() {
    let mut tried = 0;
    let models = (0..600).flat_map(|seed| [option_conflict(seed, 3), graph_conflict(seed)]);
    for model in models.filter(|m| m.decision_makers.len() == 2) {
        let game = Game::new(&model).expect("a game");
        if !(3..=4).contains(&game.len()) {
            continue;
        }
        tried += 1;
        if tried > 30 {
            break;
        }
        let state = (tried % game.len()) as State;
        for concept in stability::defined(&game) {
            let found = lever(&game, concept, state).expect("a lever");
            assert!(holds(&found.changed, concept, state), "{concept} {model:?}");
            assert!(found.exact());
            assert_eq!(found.swaps, least_by_trying(&game, concept, state), "{concept} {state} {model:?}");
            let steps: usize = found.changes.iter().map(|c| c.steps.len()).sum();
            assert_eq!(steps as u64, found.swaps);
        }
    }
    assert!(tried > 20);
}

#[test]
fn levers_of_larger_conflicts_hold_and_nest() {
    let mut inexact = 0;
    for seed in 0..15 {
        let game = Game::new(&option_conflict(seed, 5)).expect("a game");
        for state in (0..game.len() as State).step_by(3) {
            let mut swaps = std::collections::BTreeMap::new();
            for concept in stability::defined(&game) {
                let found = lever(&game, concept, state).expect("a lever");
                assert!(holds(&found.changed, concept, state), "{concept} {seed}");
                assert!(found.at_least <= found.swaps);
                inexact += u32::from(!found.exact());
                swaps.insert(concept, found.swaps);
            }
            assert!(swaps[&Concept::Gmr] <= swaps[&Concept::Smr] && swaps[&Concept::Smr] <= swaps[&Concept::R]);
            assert!(swaps[&Concept::Seq] <= swaps[&Concept::R]);
        }
    }
    println!("searches given up: {inexact}");
}

#[test]
fn twelve_states_are_quick() {
    for name in ["cuban-missile-crisis.toml", "korea-2017.toml", "elmira-12.toml", "elmira-9.toml"] {
        let model = conflict::format::read(&crate::library::read(name)).expect("a conflict");
        let game = Game::new(&model).expect("a game");
        let mut slowest = std::time::Duration::ZERO;
        for state in 0..game.len() as State {
            let start = Instant::now();
            for concept in stability::defined(&game) {
                let found = lever(&game, concept, state).expect("a lever");
                assert!(found.exact(), "{name} {state} {concept}: {} {}", found.swaps, found.at_least);
            }
            slowest = slowest.max(start.elapsed());
        }
        println!("{name}: all concepts of one state take at most {slowest:?}");
    }
}
