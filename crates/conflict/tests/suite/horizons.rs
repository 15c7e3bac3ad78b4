//! Looking ahead, against its definition.

use conflict::game::{Game, StateSet};
use conflict::horizon;

use crate::oracle::Oracle;
use crate::random::{graph_conflict, option_conflict};

#[test]
fn limited_move_and_non_myopic_stability_agree() {
    let mut compared = 0;
    for seed in 0..2000 {
        let model = if seed % 2 == 0 { graph_conflict(seed) } else { option_conflict(seed, 4) };
        let (game, oracle) = (Game::new(&model).expect("a game"), Oracle::new(&model));
        if !horizon::defined(&game) || oracle.n() > 8 {
            assert!(!(oracle.makers > 2 && horizon::defined(&game)), "seed {seed}");
            continue;
        }
        compared += 1;
        let tables = horizon::limited_move(&game, 5).expect("tables");
        for (h, table) in tables.iter().enumerate() {
            for (i, found) in table.iter().enumerate() {
                let slow = StateSet::from_fn(oracle.n(), |s| oracle.expected(h + 1, i, s as usize) == s as usize);
                assert_eq!(*found, slow, "seed {seed}, horizon {}, DM{i}", h + 1);
            }
        }
        // Far beyond where the tables come round, a state is non-myopically stable when it is stable from there on.
        let far = horizon::limited_move(&game, 400).expect("tables");
        let non_myopic = horizon::non_myopic(&game).expect("tables");
        for i in 0..2 {
            let slow = StateSet::from_fn(oracle.n(), |s| far[200..].iter().all(|t| t[i].contains(s)));
            assert_eq!(non_myopic[i], slow, "seed {seed}, DM{i}");
        }
    }
    assert!(compared > 100, "only {compared} conflicts had two decision makers and no ties");
}
