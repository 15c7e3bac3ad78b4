//! Moves listed one by one.

use super::State;

/// The moves of one decision maker, from and to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arcs {
    forward: Lists,
    backward: Lists,
}

/// For each state a list of states, end to end.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Lists {
    start: Vec<u32>,
    items: Vec<State>,
}

impl Lists {
    fn new(states: usize, pairs: &[(State, State)]) -> Self {
        let mut start = vec![0; states + 1];
        for (from, _) in pairs {
            start[*from as usize + 1] += 1;
        }
        for s in 0..states {
            start[s + 1] += start[s];
        }
        Self { start, items: pairs.iter().map(|(_, to)| *to).collect() }
    }

    fn of(&self, state: State) -> &[State] {
        &self.items[self.start[state as usize] as usize..self.start[state as usize + 1] as usize]
    }
}

impl Arcs {
    /// The given moves between `states` states; repeated ones count once and a move to itself not at all.
    pub fn new(states: usize, mut pairs: Vec<(State, State)>) -> Self {
        pairs.retain(|(a, b)| a != b);
        pairs.sort_unstable();
        pairs.dedup();
        let forward = Lists::new(states, &pairs);
        for pair in &mut pairs {
            *pair = (pair.1, pair.0);
        }
        pairs.sort_unstable();
        Self { forward, backward: Lists::new(states, &pairs) }
    }

    /// Where one can move from a state, ascending.
    pub fn forward(&self, state: State) -> &[State] {
        self.forward.of(state)
    }

    /// From where one can move to a state, ascending.
    pub fn backward(&self, state: State) -> &[State] {
        self.backward.of(state)
    }
}
