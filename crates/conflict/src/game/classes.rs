//! Who can move where, without listing moves.
//!
//! Two states that differ only in options of one decision maker that it can change both ways can be reached from one
//! another. All states joined so form a *class*. A class leads to others of the same decision maker through its
//! one-way options. So every question about the moves of a decision maker is one about classes, of which there are
//! few, and what they lead to.

use super::State;
use crate::pattern::Choice;

/// The classes of one decision maker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classes {
    /// The class of each state.
    pub class_of: Vec<u32>,
    /// Where the members of each class begin; one more entry than classes.
    pub start: Vec<u32>,
    /// The states, class by class, ascending.
    pub members: Vec<State>,
    /// The other classes that each class leads to.
    onward: Links,
    /// The other classes that lead to each class.
    origin: Links,
}

/// For each class a list of classes, end to end; no entries at all when there is no link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Links {
    start: Vec<u32>,
    items: Vec<u32>,
}

impl Links {
    fn of(&self, class: u32) -> &[u32] {
        match self.start.get(class as usize..class as usize + 2) {
            Some(range) => &self.items[range[0] as usize..range[1] as usize],
            None => &[],
        }
    }

    fn new(classes: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut start = vec![0u32; classes + 1];
        for (a, _) in pairs.clone() {
            start[a as usize + 1] += 1;
        }
        for c in 0..classes {
            start[c + 1] += start[c];
        }
        let mut next = start.clone();
        let mut items = vec![0; start[classes] as usize];
        for (a, b) in pairs {
            items[next[a as usize] as usize] = b;
            next[a as usize] += 1;
        }
        Self { start, items }
    }
}

impl Classes {
    /// The classes of a decision maker who owns the options `own`, of which those in `to_yes` and `to_no` change only
    /// one way. `options` is the number of options of all.
    pub fn new(choices: &[Choice], options: usize, own: u64, to_yes: u64, to_no: u64) -> Self {
        let one_way = own & (to_yes | to_no);
        // A class is known by the options of the others and the decision maker's own one-way options. With the
        // latter in the low bits, classes between which it can move stand side by side.
        let others = crate::pattern::all(options) & !own;
        let low = one_way.count_ones();
        let width = others.count_ones() + low;
        let (take_others, take_low) = (Gather::new(others), Gather::new(one_way));
        // Flipped so that every possible change of a one-way option goes from 0 to 1.
        let key = |c: Choice| {
            let high = if others == 0 { 0 } else { take_others.of(c) << low };
            high | take_low.of(c ^ to_no)
        };
        let n = choices.len();
        let mut keys: Vec<u64>;
        let mut class_of: Vec<u32>;
        if width < 32 && 1usize << width <= 4 * n + 64 {
            let mut number = vec![0u32; 1 << width];
            class_of = choices.iter().map(|c| key(*c) as u32).collect();
            for k in &class_of {
                number[*k as usize] = 1;
            }
            keys = Vec::new();
            for (k, used) in number.iter_mut().enumerate() {
                if *used == 1 {
                    *used = keys.len() as u32;
                    keys.push(k as u64);
                }
            }
            for k in &mut class_of {
                *k = number[*k as usize];
            }
        } else {
            let all: Vec<u64> = choices.iter().map(|c| key(*c)).collect();
            keys = all.clone();
            keys.sort_unstable();
            keys.dedup();
            class_of = all.iter().map(|k| keys.binary_search(k).unwrap_or_default() as u32).collect();
        }
        let mut start = vec![0u32; keys.len() + 1];
        for k in &class_of {
            start[*k as usize + 1] += 1;
        }
        for c in 0..keys.len() {
            start[c + 1] += start[c];
        }
        let mut next = start.clone();
        let mut members = vec![0; n];
        for (s, k) in class_of.iter().enumerate() {
            members[next[*k as usize] as usize] = s as State;
            next[*k as usize] += 1;
        }
        let (mut onward, mut origin) = (Links::default(), Links::default());
        if low > 0 {
            let pairs = links(&keys, low);
            onward = Links::new(keys.len(), pairs.iter().copied());
            origin = Links::new(keys.len(), pairs.iter().map(|(a, b)| (*b, *a)));
        }
        Self { class_of, start, members, onward, origin }
    }

    /// The number of classes.
    pub fn count(&self) -> usize {
        self.start.len() - 1
    }

    /// The states of a class.
    pub fn members(&self, class: u32) -> &[State] {
        &self.members[self.start[class as usize] as usize..self.start[class as usize + 1] as usize]
    }

    /// The other classes that a class leads to in one move.
    pub fn onward(&self, class: u32) -> &[u32] {
        self.onward.of(class)
    }

    /// The other classes that lead to a class in one move.
    pub fn origin(&self, class: u32) -> &[u32] {
        self.origin.of(class)
    }

    /// Calls `visit` with every state one move away.
    pub fn for_each_move(&self, state: State, visit: impl FnMut(State)) {
        self.linked(state, &self.onward, visit);
    }

    /// Calls `visit` with every state from which one move leads here.
    pub fn for_each_origin(&self, state: State, visit: impl FnMut(State)) {
        self.linked(state, &self.origin, visit);
    }

    fn linked(&self, state: State, links: &Links, mut visit: impl FnMut(State)) {
        let class = self.class_of[state as usize];
        self.members(class).iter().copied().filter(|t| *t != state).for_each(&mut visit);
        for other in links.of(class) {
            self.members(*other).iter().copied().for_each(&mut visit);
        }
    }
}

/// Pairs of different classes, from and to. `keys` are ascending, the lowest `low` bits the one-way options.
fn links(keys: &[u64], low: u32) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    let group = |k: u64| if low >= 64 { 0 } else { k >> low };
    let mask = crate::pattern::all(low as usize);
    let mut first = 0;
    while first < keys.len() {
        let size = keys[first..].iter().take_while(|k| group(**k) == group(keys[first])).count();
        let here = &keys[first..first + size];
        for (i, a) in here.iter().enumerate() {
            // A change from 0 to 1 makes the key larger, so only later classes can follow.
            for (j, b) in here.iter().enumerate().skip(i + 1) {
                if a & !b & mask == 0 {
                    pairs.push(((first + i) as u32, (first + j) as u32));
                }
            }
        }
        first += size;
    }
    pairs
}

/// Gathers the bits under a mask into the low bits, byte by byte.
struct Gather {
    /// For each byte of the mask that is not empty: its shift, the result's shift and a table.
    tables: Vec<(u32, u32, [u8; 256])>,
}

impl Gather {
    fn new(mask: u64) -> Self {
        let mut tables = Vec::new();
        let mut done = 0;
        for byte in 0..8 {
            let part = (mask >> (8 * byte)) as u8;
            if part == 0 {
                continue;
            }
            let mut table = [0u8; 256];
            for (value, out) in table.iter_mut().enumerate() {
                let mut bit = 0;
                for k in 0..8 {
                    if part >> k & 1 == 1 {
                        *out |= ((value >> k & 1) as u8) << bit;
                        bit += 1;
                    }
                }
            }
            tables.push((8 * byte, done, table));
            done += part.count_ones();
        }
        Self { tables }
    }

    fn of(&self, word: u64) -> u64 {
        self.tables.iter().fold(0, |all, (from, to, table)| all | u64::from(table[(word >> from) as usize & 255]) << to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the definition: own options only, each change in a permitted direction.
    fn can_move(a: Choice, b: Choice, own: u64, to_yes: u64, to_no: u64) -> bool {
        let changed = a ^ b;
        changed != 0 && changed & !own == 0 && a & changed & to_yes == 0 && b & changed & to_no == 0
    }

    #[test]
    fn classes_hold_exactly_the_moves() {
        let choices: Vec<Choice> = (0..64u64).filter(|c| c % 7 != 3).collect();
        for (own, to_yes, to_no) in [(0b1011, 0, 0), (0b1011, 0b0001, 0b1000), (0b111111, 0b11, 0b1100), (0, 0, 0)] {
            let classes = Classes::new(&choices, 6, own, to_yes, to_no);
            for (s, a) in choices.iter().enumerate() {
                let mut there = Vec::new();
                classes.for_each_move(s as State, |t| there.push(t));
                there.sort_unstable();
                let expected: Vec<State> = (0..choices.len())
                    .filter(|t| can_move(*a, choices[*t], own, to_yes, to_no))
                    .map(|t| t as State)
                    .collect();
                assert_eq!(there, expected);
                let mut back = Vec::new();
                classes.for_each_origin(s as State, |t| back.push(t));
                back.sort_unstable();
                let expected: Vec<State> = (0..choices.len())
                    .filter(|t| can_move(choices[*t], *a, own, to_yes, to_no))
                    .map(|t| t as State)
                    .collect();
                assert_eq!(back, expected);
            }
        }
    }

    #[test]
    fn sparse_and_dense_numbering_agree() {
        let dense: Vec<Choice> = (0..256).collect();
        let sparse: Vec<Choice> = dense.iter().map(|c| (c & 15) | (c >> 4) << 50).collect();
        let a = Classes::new(&dense, 8, 0b11, 0b01, 0);
        let b = Classes::new(&sparse, 60, 0b11, 0b01, 0);
        assert_eq!(a, b);
    }
}
