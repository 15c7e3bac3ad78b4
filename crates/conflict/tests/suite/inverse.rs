//! Inverse analysis against trying every profile, and against the shared cases.

use conflict::game::dense_ranks;
use conflict::inverse::{self, CONCEPTS, Count};
use conflict::{Concept, Game, Model, State, stability};

use crate::random::{graph_conflict, option_conflict};

/// All permutations of `n` ranks.
fn rankings(n: usize) -> Vec<Vec<u32>> {
    let mut all = vec![Vec::new()];
    for k in 0..n as u32 {
        all = all
            .into_iter()
            .flat_map(|r: Vec<u32>| {
                (0..=r.len()).map(move |at| {
                    let mut r = r.clone();
                    r.insert(at, k);
                    r
                })
            })
            .collect();
    }
    all
}

fn holds(game: &Game, concept: Concept, state: State) -> bool {
    let stability = stability::solve(game, &[concept]).expect("solved");
    stability.equilibria(concept).expect("analysed").contains(state)
}

fn tried(game: &Game, state: State, open: &[usize]) -> [u64; 4] {
    let Some((maker, rest)) = open.split_first() else {
        let stability = stability::solve(game, &CONCEPTS).expect("solved");
        return CONCEPTS.map(|c| u64::from(stability.equilibria(c).expect("analysed").contains(state)));
    };
    let mut sums = [0; 4];
    for ranks in rankings(game.len()) {
        let counts = tried(&game.with_ranks(*maker, ranks), state, rest);
        sums.iter_mut().zip(counts).for_each(|(s, c)| *s += c);
    }
    sums
}

fn small(models: impl Iterator<Item = Model>, most: usize) -> Vec<Game> {
    models.map(|m| Game::new(&m).expect("a game")).filter(|g| (3..=most).contains(&g.len())).collect()
}

fn check(game: &Game, state: State, open: &[usize], inexact: &mut usize) {
    let found = inverse::analyse(game, state, open).expect("counts");
    let expected = tried(game, state, open);
    for ((concept, count), n) in CONCEPTS.iter().zip(&found.counts).zip(expected) {
        match count {
            Count::Exact(c) => assert_eq!(c.to_string(), n.to_string(), "{concept} {state} {open:?} {game:?}"),
            Count::Between(least, most) => {
                assert_eq!(*concept, Concept::Seq);
                assert!(*least <= n.into() && *most >= n.into(), "{concept} {state} {open:?} {game:?}");
                *inexact += 1;
            }
        }
    }
}

#[test]
fn one_open_ranking_agrees_with_trying_all() {
    let mut inexact = 0;
    let games = small((0..400).map(|seed| option_conflict(seed, 4)), 6);
    let graphs = small((0..60).map(graph_conflict), 6);
    assert!(games.len() > 40 && graphs.len() > 10);
    for (k, game) in games.iter().step_by(6).chain(graphs.iter().step_by(2)).enumerate() {
        check(game, (k % game.len()) as State, &[k % game.makers().len()], &mut inexact);
    }
    assert_eq!(inexact, 0);
}

#[test]
fn two_open_rankings_agree_with_trying_all() {
    let mut inexact = 0;
    let games = small((0..300).map(|seed| option_conflict(seed, 3)), 4);
    for (k, game) in games.iter().step_by(5).enumerate() {
        check(game, (k % game.len()) as State, &[0, 1], &mut inexact);
    }
    assert_eq!(inexact, 0);
}

/// The methods for one and for two open rankings are other ones than trying each, so they are tried where each could
/// still be tried, but is not.
#[test]
fn the_methods_without_trying_agree_with_trying() {
    // Two decision makers with one option each and one three-valued one: six states, both rankings open.
    let model = |seed: u64| {
        let text = r#"
            [[decision_maker]]
            name = "A"
            options = ["a", "b"]
            ranking = "1 > 2 > 3 > 4 > 5 > 6"
            [[decision_maker]]
            name = "B"
            options = ["c"]
            cannot_undo = ["c"]
            ranking = "6 > 5 > 4 > 3 > 2 > 1"
            [states]
            infeasible = ["a and b"]
        "#;
        let text = if seed == 0 { text.to_owned() } else { text.replace("cannot_undo", "cannot_retake") };
        let text = if seed == 2 { text.replace("cannot_retake = [\"c\"]", "") } else { text };
        conflict::format::read(&text).expect("a conflict")
    };
    for seed in 0..3 {
        let game = Game::new(&model(seed)).expect("a game");
        assert_eq!(game.len(), 6);
        let orders = rankings(6);
        for state in [0] {
            let found = inverse::analyse(&game, state, &[0, 1]).expect("counts");
            // 518,400 profiles; only SEQ is in question, judged by what each ranking gives the other.
            let mut count = 0u64;
            let moves = [0, 1].map(|i| (0..6).map(|s| game.moves(i, s)).collect::<Vec<_>>());
            for first in &orders {
                for second in &orders {
                    count += u64::from(seq(&moves, [first, second], state));
                }
            }
            assert_eq!(found.counts[3], Count::Exact(count.into()), "{seed} {state}");
        }
    }
}

/// SEQ for two decision makers by its definition, on plain ranks.
fn seq(moves: &[Vec<Vec<State>>; 2], ranks: [&[u32]; 2], state: State) -> bool {
    let better = |i: usize, t: State, s: State| ranks[i][t as usize] < ranks[i][s as usize];
    (0..2).all(|i| {
        let deterred =
            |t: State| moves[1 - i][t as usize].iter().any(|u| better(1 - i, *u, t) && !better(i, *u, state));
        moves[i][state as usize].iter().all(|t| !better(i, *t, state) || deterred(*t))
    })
}

#[test]
fn one_open_ranking_of_nine_states() {
    let model = (0..2000)
        .map(|seed| option_conflict(seed, 4))
        .find(|m| m.decision_makers.len() == 3 && Game::new(m).is_ok_and(|g| g.len() == 9));
    let game = Game::new(&model.expect("one with nine states")).expect("a game");
    // 9! = 362,880 profiles are more than are tried; so the share in a sample must fit.
    for maker in 0..3 {
        let found = inverse::analyse(&game, 0, &[maker]).expect("counts");
        let Count::Exact(count) = &found.counts[3] else { panic!("not exact") };
        let mut random = crate::random::Random(7);
        let (mut hits, tries) = (0u32, 2000);
        for _ in 0..tries {
            let mut ranks: Vec<u32> = (0..9).collect();
            random.shuffle(&mut ranks);
            hits += u32::from(holds(&game.with_ranks(maker, dense_ranks(&ranks)), Concept::Seq, 0));
        }
        let share: f64 = count.to_string().parse::<f64>().expect("a number") / 362_880.0;
        let seen = f64::from(hits) / f64::from(tries);
        assert!((share - seen).abs() < 0.05, "{maker}: {share} {seen}");
    }
}

#[test]
fn twelve_states_both_open() {
    let text = crate::library::read("korea-2017.toml");
    let game = Game::new(&conflict::format::read(&text).expect("a conflict")).expect("a game");
    let state = game.state(10).expect("a state");
    let found = inverse::analyse(&game, state, &[0, 1]).expect("counts");
    assert_eq!(found.profiles.to_string(), "229442532802560000");
    assert!(found.counts.iter().all(|c| matches!(c, Count::Exact(_))), "{:?}", found.counts);
    // R alone: the state is the best of those the decision maker can reach.
    let moves = |i| game.moves(i, state).len() as u64 + 1;
    let all: u64 = (1..=12).product();
    assert_eq!(found.counts[0].to_string(), ((all / moves(0)) as u128 * (all / moves(1)) as u128).to_string());
}
