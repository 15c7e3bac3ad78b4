//! The definitions, word for word, with no thought of speed. Nothing here uses the engine: states, moves and ranks are
//! derived from the stated conflict anew.

use std::collections::{BTreeMap, BTreeSet};

use conflict::model::{Direction, Form, Model};

/// A set of decision makers, one bit each.
pub type Group = u32;

/// A conflict written out in full.
pub struct Oracle {
    pub labels: Vec<u64>,
    pub makers: usize,
    /// Per decision maker and state, where it can move.
    pub moves: Vec<Vec<BTreeSet<usize>>>,
    /// Per decision maker and state, the rank; 0 is best.
    pub rank: Vec<Vec<usize>>,
    /// Per decision maker and state, the level of strong preference.
    pub level: Vec<Vec<usize>>,
    /// Per decision maker, pairs of unknown preference, both ways round.
    pub unknown: Vec<BTreeSet<(usize, usize)>>,
    /// The choice of each state and the options of each decision maker, where no states are merged.
    pub choices: Option<(Vec<u64>, Vec<u64>)>,
}

impl Oracle {
    pub fn new(model: &Model) -> Self {
        let makers = model.decision_makers.len();
        let (labels, moves, choices) = match &model.form {
            Form::Graph(form) => {
                let at = |label: u64| form.states.iter().position(|l| *l == label).expect("a listed state");
                let mut moves = vec![vec![BTreeSet::new(); form.states.len()]; makers];
                for (i, arcs) in form.moves.iter().enumerate() {
                    for (a, b) in arcs {
                        moves[i][at(*a)].insert(at(*b));
                    }
                }
                (form.states.clone(), moves, None)
            }
            Form::Options(form) => {
                assert!(form.states.is_empty(), "the oracle numbers states itself");
                let mut states: Vec<Vec<u64>> = Vec::new();
                let mut merged: Vec<u64> = Vec::new();
                for choice in 0..1u64 << form.options.len() {
                    if form.infeasible.iter().any(|c| c.holds(choice)) {
                    } else if form.merge.iter().any(|c| c.holds(choice)) {
                        merged.push(choice);
                    } else {
                        states.push(vec![choice]);
                    }
                }
                let single = merged.len() < 2;
                if !merged.is_empty() {
                    states.push(merged);
                }
                let can = |i: usize, a: u64, b: u64| {
                    form.options.iter().enumerate().all(|(k, o)| match (a >> k & 1, b >> k & 1) {
                        (0, 0) | (1, 1) => true,
                        (0, 1) => o.owner == i && o.direction != Direction::ToNo,
                        _ => o.owner == i && o.direction != Direction::ToYes,
                    })
                };
                let mut moves = vec![vec![BTreeSet::new(); states.len()]; makers];
                for (i, of) in moves.iter_mut().enumerate() {
                    for (s, from) in states.iter().enumerate() {
                        for (t, to) in states.iter().enumerate() {
                            if s != t && from.iter().any(|a| to.iter().any(|b| can(i, *a, *b))) {
                                of[s].insert(t);
                            }
                        }
                    }
                }
                let own = (0..makers).map(|i| {
                    form.options.iter().enumerate().filter(|(_, o)| o.owner == i).map(|(k, _)| 1u64 << k).sum()
                });
                let choices = single.then(|| (states.iter().map(|s| s[0]).collect(), own.collect()));
                ((1..=states.len() as u64).collect(), moves, choices)
            }
        };
        let n = labels.len();
        let at = |label: u64| labels.iter().position(|l| *l == label).expect("a state");
        let mut rank = vec![vec![0; n]; makers];
        let mut level = vec![vec![0; n]; makers];
        let mut unknown = vec![BTreeSet::new(); makers];
        for (i, p) in model.preferences.iter().enumerate() {
            let ranking = p.ranking.as_ref().expect("a ranking");
            for (r, tier) in ranking.tiers.iter().enumerate() {
                for label in tier {
                    rank[i][at(*label)] = r;
                    level[i][at(*label)] = ranking.strong_after.iter().filter(|b| **b < r).count();
                }
            }
            for (a, b) in &p.unknown {
                unknown[i].extend([(at(*a), at(*b)), (at(*b), at(*a))]);
            }
        }
        Self { labels, makers, moves, rank, level, unknown, choices }
    }

    pub fn n(&self) -> usize {
        self.labels.len()
    }

    pub fn better(&self, i: usize, t: usize, s: usize) -> bool {
        self.rank[i][t] < self.rank[i][s]
    }

    fn group(&self, h: Group) -> Vec<usize> {
        (0..self.makers).filter(|i| h >> i & 1 == 1).collect()
    }

    pub fn others(&self, h: Group) -> Group {
        ((1 << self.makers) - 1) & !h
    }

    /// Legal sequences: (state, who moved last) until nothing new comes.
    pub fn reach(&self, h: Group, s: usize, step: &dyn Fn(usize, usize, usize) -> bool) -> BTreeSet<usize> {
        let mut places: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut open: Vec<(usize, Option<usize>)> = vec![(s, None)];
        while let Some((a, last)) = open.pop() {
            for i in self.group(h) {
                if last == Some(i) {
                    continue;
                }
                for b in &self.moves[i][a] {
                    if step(i, a, *b) && places.insert((*b, i)) {
                        open.push((*b, Some(i)));
                    }
                }
            }
        }
        places.into_iter().map(|(b, _)| b).collect()
    }

    pub fn by_moves(&self, h: Group, s: usize) -> BTreeSet<usize> {
        self.reach(h, s, &|_, _, _| true)
    }

    pub fn by_improvements(&self, h: Group, s: usize) -> BTreeSet<usize> {
        self.reach(h, s, &|i, a, b| self.better(i, b, a))
    }

    fn improvements(&self, i: usize, s: usize) -> Vec<usize> {
        self.moves[i][s].iter().copied().filter(|t| self.better(i, *t, s)).collect()
    }

    pub fn stable(&self, concept: &str, i: usize, s: usize) -> bool {
        let others = self.others(1 << i);
        let no_better = |t: usize| !self.better(i, t, s);
        self.improvements(i, s).into_iter().all(|s1| match concept {
            "R" => false,
            "GMR" => self.by_moves(others, s1).into_iter().any(no_better),
            "SMR" => self
                .by_moves(others, s1)
                .into_iter()
                .any(|s2| no_better(s2) && self.moves[i][s2].iter().all(|s3| no_better(*s3))),
            "SEQ" => self.by_improvements(others, s1).into_iter().any(no_better),
            "SIM" => self.together(i, s, s1).into_iter().any(no_better),
            _ => unreachable!(),
        })
    }

    /// The states that result when the others stay or take improvements from `s`, at least one of them.
    fn together(&self, i: usize, s: usize, s1: usize) -> BTreeSet<usize> {
        let (choices, own) = self.choices.as_ref().expect("single choices");
        let mut combined: BTreeSet<(u64, bool)> = BTreeSet::from([(choices[s1], false)]);
        for j in (0..self.makers).filter(|j| *j != i) {
            let before = combined.clone();
            for t in self.improvements(j, s) {
                combined.extend(before.iter().map(|(c, _)| (c & !own[j] | choices[t] & own[j], true)));
            }
        }
        combined.into_iter().filter(|c| c.1).filter_map(|(c, _)| choices.iter().position(|d| *d == c)).collect()
    }

    pub fn strong(&self, concept: &str, i: usize, s: usize) -> bool {
        let others = self.others(1 << i);
        let much_less = |t: usize| self.level[i][t] > self.level[i][s];
        self.improvements(i, s).into_iter().all(|s1| match concept {
            "GMR" => self.by_moves(others, s1).into_iter().any(much_less),
            "SMR" => self
                .by_moves(others, s1)
                .into_iter()
                .any(|s2| much_less(s2) && self.moves[i][s2].iter().all(|s3| much_less(*s3))),
            "SEQ" => self.by_improvements(others, s1).into_iter().any(much_less),
            _ => unreachable!(),
        })
    }

    pub fn unknown(&self, concept: &str, extension: char, i: usize, s: usize) -> bool {
        let others = self.others(1 << i);
        let doubt = |j: usize, a: usize, b: usize| self.unknown[j].contains(&(a, b));
        let leave = |t: usize| {
            let known = !doubt(i, s, t) && self.better(i, t, s);
            known || "ac".contains(extension) && doubt(i, s, t)
        };
        let deters = |t: usize| {
            if doubt(i, s, t) { "cd".contains(extension) } else { !self.better(i, t, s) }
        };
        self.moves[i][s].iter().copied().filter(|t| leave(*t)).all(|s1| match concept {
            "R" => false,
            "GMR" => self.by_moves(others, s1).into_iter().any(deters),
            "SMR" => self
                .by_moves(others, s1)
                .into_iter()
                .any(|s2| deters(s2) && self.moves[i][s2].iter().all(|s3| deters(*s3))),
            "SEQ" => {
                let step = |j: usize, a: usize, b: usize| doubt(j, a, b) || self.better(j, b, a);
                self.reach(others, s1, &step).into_iter().any(deters)
            }
            _ => unreachable!(),
        })
    }

    pub fn joint_improvements(&self, h: Group, s: usize) -> BTreeSet<usize> {
        let reached = self.by_moves(h, s).into_iter();
        reached.filter(|t| self.group(h).into_iter().all(|i| self.better(i, *t, s))).collect()
    }

    pub fn coalition_stable(&self, concept: &str, h: Group, s: usize) -> bool {
        let others = self.others(h);
        let no_better = |t: usize| self.group(h).into_iter().any(|i| !self.better(i, t, s));
        self.joint_improvements(h, s).into_iter().all(|s1| match concept {
            "CR" => false,
            "CGMR" => self.by_moves(others, s1).into_iter().any(no_better),
            "CSMR" => self
                .by_moves(others, s1)
                .into_iter()
                .any(|s2| no_better(s2) && self.by_moves(h, s2).into_iter().all(no_better)),
            "CSEQ_individual" => self.by_improvements(others, s1).into_iter().any(no_better),
            "CSEQ" => self.by_joint_improvements(others, s1).into_iter().any(no_better),
            _ => unreachable!(),
        })
    }

    fn by_joint_improvements(&self, others: Group, s: usize) -> BTreeSet<usize> {
        let groups: Vec<Group> = (1..1 << self.makers).filter(|g| g & !others == 0).collect();
        let mut places: BTreeSet<(usize, Group)> = BTreeSet::new();
        let mut open = vec![(s, 0)];
        while let Some((a, last)) = open.pop() {
            for g in groups.iter().filter(|g| **g != last) {
                for b in self.joint_improvements(*g, a) {
                    if places.insert((b, *g)) {
                        open.push((b, *g));
                    }
                }
            }
        }
        places.into_iter().map(|(b, _)| b).collect()
    }

    /// Least numbers of moves, by trying one more each time.
    pub fn steps(&self, s: usize, improving: bool) -> BTreeMap<usize, u32> {
        let mut steps = BTreeMap::from([(s, 0)]);
        let mut layer: BTreeSet<(usize, usize)> = BTreeSet::from([(s, usize::MAX)]);
        for distance in 1..=(self.n() * (self.makers + 1)) as u32 {
            let mut next = BTreeSet::new();
            for (a, last) in layer {
                for i in (0..self.makers).filter(|i| *i != last) {
                    for b in &self.moves[i][a] {
                        if !improving || self.better(i, *b, a) {
                            next.insert((*b, i));
                            steps.entry(*b).or_insert(distance);
                        }
                    }
                }
            }
            layer = next;
        }
        steps
    }

    /// G_h(i, s) by its definition.
    pub fn expected(&self, h: usize, i: usize, s: usize) -> usize {
        if h == 0 || self.moves[i][s].is_empty() {
            return s;
        }
        let outcomes = self.moves[i][s].iter().map(|t| self.expected(h - 1, 1 - i, *t));
        let best = outcomes.min_by_key(|o| self.rank[i][*o]).expect("a move");
        if self.better(i, best, s) { best } else { s }
    }
}
