//! Looking ahead: limited-move and non-myopic stability (Kilgour, Hipel and Fang 1987; Fang, Hipel and Kilgour 1993).

use crate::error::{Error, ErrorKind, Result};
use crate::game::{Game, Maker, State, StateSet};

/// What each of the two decision makers expects of each state when it may move first.
type Expected = [Vec<State>; 2];

fn check(game: &Game) -> Result<()> {
    let refuse = |why: String| Err(Error::new(ErrorKind::Unsupported, format!("looking ahead is defined for {why}")));
    if game.makers().len() != 2 {
        return refuse(format!("two decision makers, and here are {}", game.makers().len()));
    }
    for (i, maker) in game.makers().iter().enumerate() {
        let best_possible = game.len() as u32 - 1;
        if game.ranks(i).iter().copied().max() != Some(best_possible) {
            return refuse(format!("preferences without ties, and “{maker}” is indifferent between some states"));
        }
    }
    Ok(())
}

/// Whether looking ahead is defined: two decision makers, no ties.
pub fn defined(game: &Game) -> bool {
    check(game).is_ok()
}

/// G_h from G_{h-1}.
fn further(game: &Game, before: &Expected) -> Expected {
    let outlook = |i: Maker| -> Vec<State> {
        let ranks = game.ranks(i);
        (0..game.len() as State)
            .map(|s| {
                let mut best = s;
                game.for_each_move(i, s, |t| {
                    let outcome = before[1 - i][t as usize];
                    if ranks[outcome as usize] < ranks[best as usize] {
                        best = outcome;
                    }
                });
                best
            })
            .collect()
    };
    [outlook(0), outlook(1)]
}

fn stay(game: &Game, expected: &Expected) -> [StateSet; 2] {
    [0, 1].map(|i: usize| StateSet::from_fn(game.len(), |s| expected[i][s as usize] == s))
}

fn start(game: &Game) -> Expected {
    let here: Vec<State> = (0..game.len() as State).collect();
    [here.clone(), here]
}

/// The states that are stable for each decision maker with a horizon of 1, 2, … `horizon` moves.
pub fn limited_move(game: &Game, horizon: usize) -> Result<Vec<[StateSet; 2]>> {
    check(game)?;
    let mut expected = start(game);
    let mut tables = Vec::with_capacity(horizon);
    for _ in 0..horizon {
        expected = further(game, &expected);
        tables.push(stay(game, &expected));
    }
    Ok(tables)
}

/// The states that are stable for each decision maker with every horizon that is long enough.
///
/// What is expected with a horizon depends only on what is expected with one move less, so the tables come round
/// sooner or later; a state is non-myopically stable when it is stable in every table of that circle.
pub fn non_myopic(game: &Game) -> Result<[StateSet; 2]> {
    check(game)?;
    // Brent's way of finding the circle, which keeps one table.
    let mut kept = start(game);
    let mut current = further(game, &kept);
    let (mut power, mut length) = (1u64, 1u64);
    while kept != current {
        if power == length {
            kept = current.clone();
            power *= 2;
            length = 0;
        }
        current = further(game, &current);
        length += 1;
    }
    let mut stable = stay(game, &current);
    for _ in 1..length {
        current = further(game, &current);
        let also = stay(game, &current);
        stable = [stable[0].and(&also[0]), stable[1].and(&also[1])];
    }
    Ok(stable)
}
