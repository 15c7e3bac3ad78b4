//! Times of R, GMR, SMR and SEQ for all decision makers on random conflicts; see `docs/performance.md`.
//!
//! Each conflict has 4 decision makers with equal numbers of options and random strict preferences, drawn once from a
//! fixed seed. What is measured is `stability::solve` on a prepared game, and preparing it. Reading a file is left out.

use conflict::Concept;
use conflict::condition::Condition;
use conflict::game::Game;
use conflict::model::{ConflictOption, Direction, Form, Model, OptionForm, Preference, Weighted};
use conflict::pattern::Pattern;
use conflict::stability::solve;
use divan::Bencher;

const CONCEPTS: [Concept; 4] = [Concept::R, Concept::Gmr, Concept::Smr, Concept::Seq];
const MAKERS: usize = 4;

fn main() {
    divan::main();
}

/// SplitMix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// With `hard`, about a tenth of the choices are infeasible and a quarter of the options one-way.
fn model(options: usize, hard: bool) -> Model {
    let mut seed = 7;
    let direction = |k: usize| match (hard, k % 8) {
        (true, 0) => Direction::ToYes,
        (true, 4) => Direction::ToNo,
        _ => Direction::Both,
    };
    let list = (0..options).map(|k| ConflictOption {
        name: format!("o{k}"),
        owner: k * MAKERS / options,
        direction: direction(k),
    });
    let mut infeasible = Vec::new();
    // Each pattern over five options rules out one choice in 32.
    for _ in 0..if hard { 3 } else { 0 } {
        let mut care = 0u64;
        while care.count_ones() < 5 {
            care |= 1 << (next(&mut seed) % options as u64);
        }
        infeasible.push(Condition::Matches(Pattern { care, value: next(&mut seed) & care }));
    }
    let form = OptionForm { options: list.collect(), infeasible, ..OptionForm::default() };
    let any = || Weighted { statement: Condition::All(Vec::new()).into(), weight: 0 };
    Model {
        decision_makers: (0..MAKERS).map(|i| format!("DM{i}")).collect(),
        form: Form::Options(form),
        preferences: (0..MAKERS).map(|_| Preference { weights: Some(vec![any()]), ..Preference::default() }).collect(),
        ..Model::default()
    }
}

fn game(options: usize, hard: bool) -> Game {
    let mut game = Game::new(&model(options, hard)).expect("a conflict that fits the memory");
    let mut seed = 11;
    for i in 0..MAKERS {
        let mut ranks: Vec<u32> = (0..game.len() as u32).collect();
        for k in (1..ranks.len()).rev() {
            ranks.swap(k, (next(&mut seed) % (k as u64 + 1)) as usize);
        }
        game = game.with_ranks(i, ranks);
    }
    game
}

#[divan::bench(args = [6, 8, 10, 11, 12, 14, 16, 18, 20], sample_count = 5, sample_size = 1)]
fn reversible(bencher: Bencher, options: usize) {
    let game = game(options, false);
    bencher.bench_local(|| solve(&game, &CONCEPTS).expect("tables"));
}

#[divan::bench(args = [11, 16, 20], sample_count = 5, sample_size = 1)]
fn infeasible_and_one_way(bencher: Bencher, options: usize) {
    let game = game(options, true);
    bencher.bench_local(|| solve(&game, &CONCEPTS).expect("tables"));
}

#[divan::bench(args = [11, 16, 20], sample_count = 3, sample_size = 1)]
fn prepare(bencher: Bencher, options: usize) {
    let model = model(options, true);
    bencher.bench_local(|| Game::new(&model).expect("a game"));
}
