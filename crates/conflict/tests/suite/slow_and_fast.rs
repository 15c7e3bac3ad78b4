//! The engine against the oracle on thousands of random conflicts, and laws that hold for every conflict.

use conflict::game::{Coalition, Game, StateSet};
use conflict::model::{Form, Model};
use conflict::stability::{self, Concept};
use conflict::unknown::{self, Extension};
use conflict::{coalition, status_quo};

use crate::oracle::Oracle;
use crate::random::{Random, graph_conflict, option_conflict};

fn set(n: usize, holds: impl Fn(usize) -> bool) -> StateSet {
    StateSet::from_fn(n, |s| holds(s as usize))
}

fn group(c: Coalition) -> u32 {
    c.members().map(|m| 1 << m).sum()
}

fn random_conflicts(count: u64) -> impl Iterator<Item = (u64, Model)> {
    (0..count).map(|seed| (seed, if seed % 4 == 3 { graph_conflict(seed) } else { option_conflict(seed, 6) }))
}

#[test]
fn individual_stability_agrees_on_thousands_of_conflicts() {
    for (seed, model) in random_conflicts(4000) {
        let (game, oracle) = (Game::new(&model).expect("a game"), Oracle::new(&model));
        assert_eq!(game.labels(), oracle.labels, "seed {seed}");
        let defined = stability::defined(&game);
        assert_eq!(defined.contains(&Concept::Sim), oracle.choices.is_some(), "seed {seed}");
        let solved = stability::solve(&game, &defined).expect("tables");
        for concept in defined {
            for (i, found) in solved.table(concept).expect("a table").iter().enumerate() {
                let slow = set(oracle.n(), |s| oracle.stable(concept.name(), i, s));
                assert_eq!(*found, slow, "seed {seed}, {concept}, DM{i}\n{}", conflict::format::toml::write(&model));
            }
        }
    }
}

#[test]
fn coalitions_agree() {
    for (seed, model) in random_conflicts(400) {
        let (game, oracle) = (Game::new(&model).expect("a game"), Oracle::new(&model));
        if oracle.n() > 20 {
            continue;
        }
        let all = Coalition::all(oracle.makers).subsets();
        for table in coalition::analyse(&game, &all).expect("tables") {
            let h = group(table.members);
            for s in 0..oracle.n() {
                let slow: Vec<u32> = oracle.joint_improvements(h, s).into_iter().map(|t| t as u32).collect();
                assert_eq!(table.improvements[s], slow, "seed {seed}, {h:b}, state {s}");
            }
            let tables = [
                ("CR", &table.cr),
                ("CGMR", &table.cgmr),
                ("CSMR", &table.csmr),
                ("CSEQ", &table.cseq),
                ("CSEQ_individual", &table.cseq_individual),
            ];
            for (concept, found) in tables {
                let slow = set(oracle.n(), |s| oracle.coalition_stable(concept, h, s));
                assert_eq!(*found, slow, "seed {seed}, {concept}, {h:b}");
            }
        }
    }
}

#[test]
fn status_quo_agrees() {
    for (seed, model) in random_conflicts(400) {
        let (game, oracle) = (Game::new(&model).expect("a game"), Oracle::new(&model));
        let found = status_quo::analyse(&game, None).expect("a status quo");
        for (walk, improving) in [(&found.by_moves, false), (&found.by_improvements, true)] {
            let slow = oracle.steps(found.state as usize, improving);
            for s in 0..oracle.n() {
                assert_eq!(walk.steps[s], slow.get(&s).copied(), "seed {seed}, state {s}");
                let Some(path) = walk.path(s as u32) else { continue };
                assert_eq!(path.len() as u32, slow[&s], "seed {seed}");
                let (mut at, mut last) = (found.state as usize, usize::MAX);
                for step in path {
                    let to = step.to as usize;
                    assert!(step.mover != last && oracle.moves[step.mover][at].contains(&to));
                    assert!(!improving || oracle.better(step.mover, to, at));
                    (at, last) = (to, step.mover);
                }
                assert_eq!(at, s, "seed {seed}");
            }
        }
    }
}

#[test]
fn strength_and_unknown_preference_agree() {
    for (seed, model) in random_conflicts(500) {
        let (game, oracle) = (Game::new(&model).expect("a game"), Oracle::new(&model));
        for concept in [Concept::R, Concept::Gmr, Concept::Smr, Concept::Seq] {
            if concept != Concept::R {
                for (i, found) in stability::strongly_stable(&game, concept).expect("tables").iter().enumerate() {
                    let slow = set(oracle.n(), |s| oracle.strong(concept.name(), i, s));
                    assert_eq!(*found, slow, "seed {seed}, strong {concept}, DM{i}");
                }
            }
            for extension in Extension::ALL {
                let letter = extension.name().chars().next().expect("a letter");
                for (i, found) in unknown::stable(&game, concept, extension).expect("tables").iter().enumerate() {
                    let slow = set(oracle.n(), |s| oracle.unknown(concept.name(), letter, i, s));
                    assert_eq!(*found, slow, "seed {seed}, {concept} {letter}, DM{i}");
                }
            }
        }
    }
}

#[test]
fn concepts_nest_as_their_definitions_say() {
    for (seed, model) in random_conflicts(500) {
        let game = Game::new(&model).expect("a game");
        let solved = stability::solve(&game, &stability::defined(&game)).expect("tables");
        let table = |c| solved.table(c).unwrap_or_default();
        let inside = |a: Concept, b: Concept| {
            for (x, y) in table(a).iter().zip(table(b)) {
                assert!(x.is_subset(y), "seed {seed}: {a} implies {b}");
            }
        };
        for concept in stability::defined(&game) {
            inside(Concept::R, concept);
        }
        inside(Concept::Smr, Concept::Gmr);
        inside(Concept::Seq, Concept::Gmr);
        for concept in [Concept::Gmr, Concept::Smr, Concept::Seq] {
            for (x, y) in stability::strongly_stable(&game, concept).expect("tables").iter().zip(table(concept)) {
                assert!(x.is_subset(y), "seed {seed}: strongly {concept} implies {concept}");
            }
            let [a, b, c, d] = Extension::ALL.map(|e| unknown::stable(&game, concept, e).expect("tables"));
            for (inner, outer) in [(&a, &b), (&a, &c), (&b, &d), (&c, &d)] {
                assert!(inner.iter().zip(outer).all(|(x, y)| x.is_subset(y)), "seed {seed}");
            }
        }
        let singles: Vec<Coalition> = (0..game.makers().len()).map(Coalition::of).collect();
        for (i, t) in coalition::analyse(&game, &singles).expect("tables").iter().enumerate() {
            assert_eq!(t.cr, table(Concept::R)[i], "seed {seed}");
            assert_eq!(t.cgmr, table(Concept::Gmr)[i], "seed {seed}");
            assert_eq!(t.csmr, table(Concept::Smr)[i], "seed {seed}");
            assert_eq!(t.cseq_individual, table(Concept::Seq)[i], "seed {seed}");
        }
    }
}

/// The same conflict with decision makers, options and listed states in another order and under other names.
fn reordered(model: &Model, random: &mut Random) -> (Model, Vec<usize>) {
    let mut other = model.clone();
    let mut place: Vec<usize> = (0..model.decision_makers.len()).collect();
    random.shuffle(&mut place);
    for (i, p) in place.iter().enumerate() {
        other.decision_makers[*p] = format!("renamed {i}");
        other.preferences[*p] = model.preferences[i].clone();
    }
    match &mut other.form {
        Form::Graph(form) => {
            let Form::Graph(before) = &model.form else { unreachable!() };
            random.shuffle(&mut form.states);
            for (i, p) in place.iter().enumerate() {
                form.moves[*p] = before.moves[i].clone();
                random.shuffle(&mut form.moves[*p]);
            }
        }
        Form::Options(form) => {
            for option in &mut form.options {
                option.owner = place[option.owner];
                option.name += " renamed";
            }
            // Listing the states lets them, and their labels, come in any order.
            let game = Game::new(model).expect("a game");
            if let conflict::game::Space::Options(space) = game.space() {
                let n = form.options.len();
                form.states = space
                    .choices
                    .iter()
                    .zip(game.labels())
                    .map(|(c, label)| conflict::model::StatePattern {
                        label: *label,
                        pattern: conflict::pattern::Pattern::exactly(*c, n),
                    })
                    .collect();
                random.shuffle(&mut form.states);
            }
        }
    }
    (other, place)
}

#[test]
fn renaming_and_reordering_change_nothing() {
    for (seed, model) in random_conflicts(500) {
        let (other, place) = reordered(&model, &mut Random(seed));
        let (a, b) = (Game::new(&model).expect("a game"), Game::new(&other).expect("a game"));
        let concepts = stability::defined(&a);
        let (x, y) =
            (stability::solve(&a, &concepts).expect("tables"), stability::solve(&b, &concepts).expect("tables"));
        for concept in concepts {
            for (i, p) in place.iter().enumerate() {
                let labels = |game: &Game, set: &StateSet| {
                    let mut all: Vec<u64> = set.iter().map(|s| game.label(s)).collect();
                    all.sort_unstable();
                    all
                };
                let before = labels(&a, &x.table(concept).expect("a table")[i]);
                let after = labels(&b, &y.table(concept).expect("a table")[*p]);
                assert_eq!(before, after, "seed {seed}, {concept}, DM{i}");
            }
        }
    }
}

#[test]
fn both_formats_read_back_what_they_wrote() {
    for (seed, model) in random_conflicts(200) {
        // TOML keeps the options of one decision maker together, so compare what is solved rather than positions.
        let mut model = model;
        if let Form::Options(form) = &mut model.form {
            let in_order = form.options.windows(2).all(|w| w[0].owner <= w[1].owner);
            if !in_order {
                continue;
            }
        }
        let text = conflict::format::toml::write(&model);
        let again = conflict::format::toml::read(&text).unwrap_or_else(|e| panic!("seed {seed}: {e}\n{text}"));
        assert_eq!(again, model, "seed {seed}\n{text}");
    }
}
