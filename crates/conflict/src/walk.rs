//! Legal sequences from one state: how far each state is, and the shortest way there.

use crate::game::{Coalition, Game, Maker, State};
use crate::stability::Steps;

/// What legal sequences from one state reach, with the shortest way.
#[derive(Clone, Debug)]
pub struct Walk {
    start: State,
    /// Whether a legal sequence of one or more moves leads back to the start.
    returns: bool,
    /// The least number of moves to each state, if it is reached; 0 for the start.
    pub steps: Vec<Option<u32>>,
    /// How each place was first reached: the place before and who moved.
    came: Vec<Option<(u32, Maker)>>,
    /// The place by which each state was first reached.
    first: Vec<u32>,
    /// Places per state: one for each decision maker that may have moved last and one for nobody.
    places: u32,
}

/// One move of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Who moves.
    pub mover: Maker,
    /// The state moved to.
    pub to: State,
}

const NOWHERE: u32 = u32::MAX;

impl Walk {
    /// Follows all moves of the members of `movers`.
    pub fn by_moves(game: &Game, start: State, movers: Coalition) -> Self {
        Self::new(game, start, movers, |_, _, _| true)
    }

    /// Follows moves that the mover prefers to the state it moves from.
    pub fn by_improvements(game: &Game, start: State, movers: Coalition) -> Self {
        Self::new(game, start, movers, |mover, from, to| game.prefers(mover, to, from))
    }

    pub(crate) fn by(game: &Game, start: State, movers: Coalition, steps: Steps) -> Self {
        match steps {
            Steps::Moves => Self::by_moves(game, start, movers),
            Steps::Improvements => Self::by_improvements(game, start, movers),
        }
    }

    /// Follows the moves that `counts` lets through, given mover, origin and destination.
    pub fn new(game: &Game, start: State, movers: Coalition, counts: impl Fn(Maker, State, State) -> bool) -> Self {
        let n = game.len();
        let m = game.makers().len() as u32;
        // Nobody moves twice in a row, so a place is a state and who moved there, 0 for nobody.
        let places = m + 1;
        let place = |s: State, last: Option<Maker>| s * places + last.map_or(0, |l| l as u32 + 1);
        let mut came = vec![None; n * places as usize];
        let mut steps = vec![None; n];
        let mut first = vec![NOWHERE; n];
        let origin = place(start, None);
        steps[start as usize] = Some(0);
        first[start as usize] = origin;
        let mut seen = vec![false; n * places as usize];
        seen[origin as usize] = true;
        let mut layer = vec![(start, None)];
        let mut distance = 0;
        let mut returns = false;
        while !layer.is_empty() {
            distance += 1;
            let mut next = Vec::new();
            for (s, last) in layer {
                let here = place(s, last);
                for mover in movers.members().filter(|k| Some(*k) != last) {
                    game.for_each_move(mover, s, |t| {
                        let there = place(t, Some(mover)) as usize;
                        if seen[there] || !counts(mover, s, t) {
                            return;
                        }
                        seen[there] = true;
                        came[there] = Some((here, mover));
                        returns |= t == start;
                        if steps[t as usize].is_none() {
                            steps[t as usize] = Some(distance);
                            first[t as usize] = there as u32;
                        }
                        next.push((t, Some(mover)));
                    });
                }
            }
            layer = next;
        }
        Self { start, returns, steps, came, first, places }
    }

    /// The states reached by one or more moves, ascending; the start itself where moves lead back to it.
    pub fn reached(&self) -> impl Iterator<Item = State> + '_ {
        (0..self.steps.len() as State)
            .filter(|s| if *s == self.start { self.returns } else { self.steps[*s as usize].is_some() })
    }

    /// A shortest legal sequence to a state, empty for the start, `None` when it is not reached.
    pub fn path(&self, to: State) -> Option<Vec<Step>> {
        let mut place = self.first[to as usize];
        if place == NOWHERE {
            return None;
        }
        let mut path = Vec::new();
        while let Some((before, mover)) = self.came[place as usize] {
            path.push(Step { mover, to: place / self.places });
            place = before;
        }
        path.reverse();
        Some(path)
    }

    /// The nearest state reached by one or more moves that satisfies `wanted`.
    pub fn nearest(&self, wanted: impl Fn(State) -> bool) -> Option<State> {
        self.reached().filter(|s| wanted(*s)).min_by_key(|s| (self.steps[*s as usize], *s))
    }
}
