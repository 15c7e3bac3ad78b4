//! What legal sequences of moves can bring about.

use crate::game::{Arcs, Coalition, Game, Maker, Space, State, descending, pairs_by_class};

/// Which steps count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Steps {
    /// Any unilateral move.
    Moves,
    /// Moves to a state that the mover prefers to the one it moves from.
    Improvements,
}

/// The moves of a game in the order the analysis needs.
pub(crate) struct Paths<'g> {
    game: &'g Game,
    /// In option form, per decision maker, the members of each class from best to worst as (rank, state).
    sorted: Vec<Vec<(u32, State)>>,
    /// In option form, state by state, the class and the rank of the state for each decision maker: what is looked up
    /// together lies together, for the states come in no order that memory likes.
    places: Vec<(u32, u32)>,
    makers: usize,
}

/// Not reached yet.
const UNSET: u32 = u32::MAX;

impl<'g> Paths<'g> {
    pub fn new(game: &'g Game) -> Self {
        use rayon::prelude::*;
        let sorted = match game.space() {
            Space::Options(space) => {
                space.classes.par_iter().enumerate().map(|(i, c)| pairs_by_class(c, game.ranks(i))).collect()
            }
            Space::Arcs(_) => Vec::new(),
        };
        let makers = game.makers().len();
        let mut places = Vec::new();
        if let Space::Options(space) = game.space() {
            places = vec![(0, 0); game.len() * makers];
            places.par_chunks_mut(makers).enumerate().for_each(|(s, row)| {
                for (i, place) in row.iter_mut().enumerate() {
                    *place = (space.classes[i].class_of[s], game.ranks(i)[s]);
                }
            });
        }
        Self { game, sorted, places, makers }
    }

    /// The members of each class of a decision maker from best to worst; empty in graph form.
    pub fn sorted(&self, maker: Maker) -> &[(u32, State)] {
        self.sorted.get(maker).map_or(&[], Vec::as_slice)
    }

    /// For every state the highest of `values` in the state itself and all that legal sequences of the members of
    /// `movers` reach from it.
    pub fn highest(&self, movers: Coalition, steps: Steps, values: &[u32]) -> Vec<u32> {
        match self.game.space() {
            Space::Options(_) => self.highest_by_class(movers, steps, values),
            Space::Arcs(_) => self.highest_by_arc(movers, steps, values),
        }
    }

    /// In option form two moves of one decision maker in a row are also one move, or lead back; so whose turn it is
    /// need not be remembered.
    fn highest_by_class(&self, movers: Coalition, steps: Steps, values: &[u32]) -> Vec<u32> {
        let Space::Options(space) = self.game.space() else { return values.to_vec() };
        let members: Vec<Maker> = movers.members().collect();
        let mut highest = vec![UNSET; values.len()];
        let mut stack: Vec<State> = Vec::new();
        // Where the part of each class begins, and the end of what has not been reached through its mover.
        let mut open: Vec<Vec<(u32, u32)>> =
            members.iter().map(|m| space.classes[*m].start.windows(2).map(|w| (w[0], w[1])).collect()).collect();
        for target in descending(values) {
            if highest[target as usize] != UNSET {
                continue;
            }
            let value = values[target as usize];
            highest[target as usize] = value;
            stack.push(target);
            while let Some(state) = stack.pop() {
                let places = &self.places[state as usize * self.makers..][..self.makers];
                for (mover, open) in members.iter().zip(&mut open) {
                    let (class, rank) = places[*mover];
                    // Only members that rank below this are reached; all when any move counts.
                    let above = if steps == Steps::Moves { None } else { Some(rank) };
                    let sorted = &self.sorted[*mover];
                    let mut reach = |class: u32| {
                        let (first, end) = &mut open[class as usize];
                        while *end > *first {
                            let (rank, origin) = sorted[*end as usize - 1];
                            if above.is_some_and(|r| rank <= r) {
                                break;
                            }
                            *end -= 1;
                            if highest[origin as usize] == UNSET {
                                highest[origin as usize] = value;
                                stack.push(origin);
                            }
                        }
                    };
                    reach(class);
                    space.classes[*mover].origin(class).iter().copied().for_each(&mut reach);
                }
            }
        }
        highest
    }

    /// In graph form moves need not be transitive, so a place on a path is a state and who moved there.
    fn highest_by_arc(&self, movers: Coalition, steps: Steps, values: &[u32]) -> Vec<u32> {
        let Space::Arcs(arcs) = self.game.space() else { return values.to_vec() };
        let members: Vec<Maker> = movers.members().collect();
        let lists: Vec<&Arcs> = members.iter().map(|m| &arcs[*m]).collect();
        let ranks: Vec<&[u32]> = members.iter().map(|m| self.game.ranks(*m)).collect();
        highest_over(&lists, values, |mover, from, to| {
            steps == Steps::Moves || ranks[mover][to as usize] < ranks[mover][from as usize]
        })
    }
}

/// For every state the highest of `values` in the state itself and all that sequences along the arcs of `movers` reach
/// in which none of them comes twice in a row.
pub(crate) fn highest_along(movers: &[&Arcs], values: &[u32]) -> Vec<u32> {
    highest_over(movers, values, |_, _, _| true)
}

fn highest_over(movers: &[&Arcs], values: &[u32], counts: impl Fn(usize, State, State) -> bool) -> Vec<u32> {
    let h = movers.len();
    let mut highest = values.to_vec();
    let mut visited = vec![false; values.len() * h];
    let mut stack: Vec<(State, usize)> = Vec::new();
    for target in descending(values) {
        let value = values[target as usize];
        for last in 0..h {
            if !std::mem::replace(&mut visited[target as usize * h + last], true) {
                stack.push((target, last));
            }
        }
        while let Some((state, mover)) = stack.pop() {
            for origin in movers[mover].backward(state) {
                if !counts(mover, *origin, state) {
                    continue;
                }
                let best = &mut highest[*origin as usize];
                *best = (*best).max(value);
                for before in (0..h).filter(|b| *b != mover) {
                    if !std::mem::replace(&mut visited[*origin as usize * h + before], true) {
                        stack.push((*origin, before));
                    }
                }
            }
        }
    }
    highest
}
