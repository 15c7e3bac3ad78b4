//! Sets of states and of decision makers.

use super::{Maker, State};

/// A set of states, one bit each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateSet {
    words: Vec<u64>,
    len: usize,
}

impl StateSet {
    /// The empty set over `len` states.
    pub fn new(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len }
    }

    /// The set of states for which `holds`.
    pub fn from_fn(len: usize, holds: impl Fn(State) -> bool) -> Self {
        let mut set = Self::new(len);
        for s in 0..len as State {
            if holds(s) {
                set.insert(s);
            }
        }
        set
    }

    /// Adds a state and says whether it was new.
    pub fn insert(&mut self, state: State) -> bool {
        let (word, bit) = (&mut self.words[state as usize / 64], 1 << (state % 64));
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Whether a state is in the set.
    pub fn contains(&self, state: State) -> bool {
        self.words[state as usize / 64] >> (state % 64) & 1 == 1
    }

    /// The states, ascending.
    pub fn iter(&self) -> impl Iterator<Item = State> + '_ {
        self.words.iter().enumerate().flat_map(|(i, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                if rest == 0 {
                    return None;
                }
                let bit = rest.trailing_zeros();
                rest &= rest - 1;
                Some(i as State * 64 + bit)
            })
        })
    }

    /// The number of states in the set.
    pub fn count(&self) -> usize {
        self.words.iter().map(|w| w.count_ones() as usize).sum()
    }

    /// Removes every state.
    pub fn clear(&mut self) {
        self.words.fill(0);
    }

    /// The states in both sets.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a & b)
    }

    /// The states in at least one of the sets.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a | b)
    }

    /// Whether every state of this set is in the other.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).all(|(a, b)| a & !b == 0)
    }

    fn zip(&self, other: &Self, join: impl Fn(u64, u64) -> u64) -> Self {
        let words = self.words.iter().zip(&other.words).map(|(a, b)| join(*a, *b)).collect();
        Self { words, len: self.len }
    }
}

/// A set of decision makers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Coalition(u64);

impl Coalition {
    /// All of `makers` decision makers.
    pub fn all(makers: usize) -> Self {
        Self(crate::pattern::all(makers))
    }

    /// One decision maker.
    pub fn of(maker: Maker) -> Self {
        Self(1 << maker)
    }

    /// The coalition of the given members.
    pub fn from_members(members: impl IntoIterator<Item = Maker>) -> Self {
        Self(members.into_iter().fold(0, |set, m| set | 1 << m))
    }

    /// Whether a decision maker belongs to it.
    pub fn contains(self, maker: Maker) -> bool {
        self.0 >> maker & 1 == 1
    }

    /// The members, ascending.
    pub fn members(self) -> impl Iterator<Item = Maker> {
        (0..64).filter(move |m| self.contains(*m))
    }

    /// The number of members.
    pub fn size(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The other decision makers, of `makers` in all.
    #[must_use]
    pub fn others(self, makers: usize) -> Self {
        Self(Self::all(makers).0 & !self.0)
    }

    /// The non-empty subsets, smaller ones first, then in the order of the decision makers.
    pub fn subsets(self) -> Vec<Coalition> {
        let mut found = Vec::new();
        let mut set = self.0;
        while set != 0 {
            found.push(Coalition(set));
            set = (set - 1) & self.0;
        }
        found.sort_by_key(|c| (c.size(), c.members().collect::<Vec<_>>()));
        found
    }
}
