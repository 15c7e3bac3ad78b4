//! Coalition stability (Inohara and Hipel 2008): which states groups of decision makers have a reason to keep.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::error::{Error, ErrorKind, Result};
use crate::game::{Arcs, Coalition, Game, Space, State, StateSet};
use crate::stability::{Paths, Steps, highest_along};

/// The states a coalition has a reason to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoalitionStability {
    /// The members.
    pub members: Coalition,
    /// Its joint improvements: per state, the states that legal sequences of its members reach and all prefer.
    pub improvements: Vec<Vec<State>>,
    /// No joint improvement.
    pub cr: StateSet,
    /// Each joint improvement is deterred by moves of the others.
    pub cgmr: StateSet,
    /// And the coalition cannot escape.
    pub csmr: StateSet,
    /// Each joint improvement is deterred by joint improvements of groups of the others.
    pub cseq: StateSet,
    /// Each joint improvement is deterred by improvements of single others.
    pub cseq_individual: StateSet,
}

/// A move of a coalition of two or more from one Nash equilibrium to another that all members prefer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Jump {
    /// The equilibrium left.
    pub from: State,
    /// The equilibrium reached.
    pub to: State,
    /// Who moves together.
    pub members: Coalition,
}

/// States squared times coalitions beyond which the analysis takes more than some ten seconds.
const MOST_WORK: usize = 1 << 26;

/// Whether all coalitions of a game can be analysed in reasonable time.
pub fn tractable(game: &Game, coalitions: usize) -> bool {
    game.makers().len() <= 12 && game.len().saturating_mul(coalitions).saturating_mul(game.len()) <= MOST_WORK
}

/// Analyses the given coalitions; [`Coalition::subsets`] of all decision makers gives every one.
pub fn analyse(game: &Game, coalitions: &[Coalition]) -> Result<Vec<CoalitionStability>> {
    let makers = game.makers().len();
    if let Some(empty) = coalitions.iter().find(|c| c.size() == 0 || c.members().any(|m| m >= makers)) {
        let message =
            format!("{empty:?} is not a coalition of this conflict; name at least one of its decision makers");
        return Err(Error::new(ErrorKind::UnknownName, message));
    }
    if !tractable(game, coalitions.len()) {
        let message = format!(
            "{} coalitions of {makers} decision makers over {} states would take too long; ask for fewer coalitions",
            coalitions.len(),
            game.len()
        );
        return Err(Error::new(ErrorKind::TooLarge, message));
    }
    let paths = Paths::new(game);
    // Joint improvements of every coalition asked for and of every group that may answer one.
    let mut joint: BTreeMap<Coalition, Arcs> = BTreeMap::new();
    for coalition in coalitions {
        for group in coalition.others(makers).subsets().into_iter().chain([*coalition]) {
            joint.entry(group).or_insert_with(|| joint_improvements(game, group));
        }
    }
    Ok(coalitions.iter().map(|c| one(game, &paths, *c, &joint)).collect())
}

/// The states that are stable for every given coalition under each concept, in the order CR, CGMR, CSMR, CSEQ,
/// CSEQ_individual.
pub fn equilibria(states: usize, tables: &[CoalitionStability]) -> [StateSet; 5] {
    let all = StateSet::from_fn(states, |_| true);
    tables.iter().fold(std::array::from_fn(|_| all.clone()), |sets: [StateSet; 5], t| {
        let [a, b, c, d, e] = sets;
        [a.and(&t.cr), b.and(&t.cgmr), c.and(&t.csmr), d.and(&t.cseq), e.and(&t.cseq_individual)]
    })
}

/// The jumps from one Nash equilibrium to another (Kilgour, Hipel, Fang and Peng 2001) that the given coalitions can
/// make, in the order of the states.
pub fn jumps(nash: &StateSet, tables: &[CoalitionStability]) -> Vec<Jump> {
    let mut found = Vec::new();
    for table in tables.iter().filter(|t| t.members.size() > 1) {
        for from in nash.iter() {
            let targets = table.improvements[from as usize].iter().filter(|t| nash.contains(**t));
            found.extend(targets.map(|to| Jump { from, to: *to, members: table.members }));
        }
    }
    found.sort();
    found
}

/// R_H++ of every state.
fn joint_improvements(game: &Game, coalition: Coalition) -> Arcs {
    let members: Vec<&[u32]> = coalition.members().map(|k| game.ranks(k)).collect();
    let pairs: Vec<(State, State)> = (0..game.len() as State)
        .into_par_iter()
        .map_init(
            || Reach::new(game),
            |reach, s| {
                let mut found = Vec::new();
                reach.from(game, s, coalition, |t| {
                    if members.iter().all(|r| r[t as usize] < r[s as usize]) {
                        found.push((s, t));
                    }
                });
                found
            },
        )
        .flatten_iter()
        .collect();
    Arcs::new(game.len(), pairs)
}

/// Room for following legal sequences from many states in turn.
struct Reach {
    /// The turn in which each place was last seen: states and whole classes in option form, states by last mover else.
    seen: Vec<u32>,
    classes_seen: Vec<Vec<u32>>,
    turn: u32,
    stack: Vec<(State, usize)>,
}

impl Reach {
    fn new(game: &Game) -> Self {
        let (seen, classes_seen) = match game.space() {
            Space::Options(space) => (game.len(), space.classes.iter().map(|c| vec![0; c.count()]).collect()),
            Space::Arcs(arcs) => (game.len() * (arcs.len() + 1), Vec::new()),
        };
        Self { seen: vec![0; seen], classes_seen, turn: 0, stack: Vec::new() }
    }

    /// Calls `visit` with the states that legal sequences of the members reach from `start`; with some more than once,
    /// and perhaps with `start`.
    fn from(&mut self, game: &Game, start: State, movers: Coalition, mut visit: impl FnMut(State)) {
        self.turn += 1;
        let turn = self.turn;
        match game.space() {
            Space::Options(space) => {
                self.stack.push((start, 0));
                self.seen[start as usize] = turn;
                while let Some((s, _)) = self.stack.pop() {
                    for k in movers.members() {
                        let classes = &space.classes[k];
                        let class = classes.class_of[s as usize];
                        for c in std::iter::once(class).chain(classes.onward(class).iter().copied()) {
                            if std::mem::replace(&mut self.classes_seen[k][c as usize], turn) == turn {
                                continue;
                            }
                            for t in classes.members(c) {
                                if std::mem::replace(&mut self.seen[*t as usize], turn) != turn {
                                    visit(*t);
                                    self.stack.push((*t, 0));
                                }
                            }
                        }
                    }
                }
            }
            Space::Arcs(arcs) => {
                let m = arcs.len();
                self.stack.push((start, m));
                while let Some((s, last)) = self.stack.pop() {
                    for k in movers.members().filter(|k| *k != last) {
                        for t in arcs[k].forward(s) {
                            let place = *t as usize * (m + 1) + k;
                            if std::mem::replace(&mut self.seen[place], turn) != turn {
                                visit(*t);
                                self.stack.push((*t, k));
                            }
                        }
                    }
                }
            }
        }
    }
}

fn one(game: &Game, paths: &Paths, coalition: Coalition, joint: &BTreeMap<Coalition, Arcs>) -> CoalitionStability {
    let n = game.len();
    let others = coalition.others(game.makers().len());
    let improvements = &joint[&coalition];
    let members: Vec<&[u32]> = coalition.members().map(|k| game.ranks(k)).collect();
    // A sanction deters when at least one member likes it no better than the state left; so for each member alone the
    // worst that can follow decides.
    let deterred_by = |worst: &[Vec<u32>]| {
        StateSet::from_fn(n, |s| {
            improvements
                .forward(s)
                .iter()
                .all(|t| members.iter().zip(worst).any(|(ranks, worst)| worst[*t as usize] >= ranks[s as usize]))
        })
    };
    let worst_by =
        |steps| members.par_iter().map(|ranks| paths.highest(others, steps, ranks)).collect::<Vec<Vec<u32>>>();
    let cgmr = deterred_by(&worst_by(Steps::Moves));
    let cseq_individual = deterred_by(&worst_by(Steps::Improvements));
    let groups: Vec<&Arcs> = others.subsets().iter().map(|g| &joint[g]).collect();
    let along: Vec<Vec<u32>> = members.par_iter().map(|ranks| highest_along(&groups, ranks)).collect();
    let cseq = deterred_by(&along);
    let symmetric: Vec<bool> = (0..n as State)
        .into_par_iter()
        .map(|s| {
            let leaving = improvements.forward(s);
            leaving.is_empty() || cgmr.contains(s) && inescapable(game, paths, coalition, others, &members, s, leaving)
        })
        .collect();
    CoalitionStability {
        members: coalition,
        improvements: (0..n as State).map(|s| improvements.forward(s).to_vec()).collect(),
        cr: StateSet::from_fn(n, |s| improvements.forward(s).is_empty()),
        cgmr,
        csmr: StateSet::from_fn(n, |s| symmetric[s as usize]),
        cseq,
        cseq_individual,
    }
}

/// Whether every joint improvement from `s` can be answered so that the coalition cannot reach, from there, anything
/// that all members prefer to `s`. The way out is judged against `s`; it need not be better than the sanction.
fn inescapable(
    game: &Game,
    paths: &Paths,
    coalition: Coalition,
    others: Coalition,
    members: &[&[u32]],
    s: State,
    leaving: &[State],
) -> bool {
    let better: Vec<u32> =
        (0..game.len()).map(|t| u32::from(members.iter().all(|ranks| ranks[t] < ranks[s as usize]))).collect();
    let mut escape = paths.highest(coalition, Steps::Moves, &better);
    escape.iter_mut().for_each(|e| *e = 1 - *e);
    let caught = paths.highest(others, Steps::Moves, &escape);
    leaving.iter().all(|t| caught[*t as usize] == 1)
}
