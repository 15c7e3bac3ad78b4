//! Verdicts in words.

use crate::game::{Game, Maker, State};
use crate::model::Model;
use crate::stability::Concept;
use crate::walk::Step;
use crate::witness::{Deterrent, Improvement, Verdict};

/// A state as a person knows it: its label, and in option form the options taken.
pub fn state_name(model: &Model, game: &Game, state: State) -> String {
    let label = game.label(state);
    let Some(pattern) = game.pattern(state) else { return format!("state {label}") };
    let taken = model.options().iter().enumerate().filter(|(k, _)| pattern.value >> k & 1 == 1);
    let taken: Vec<&str> = taken.map(|(_, o)| o.name.as_str()).collect();
    if taken.is_empty() {
        format!("state {label} (nothing taken)")
    } else {
        format!("state {label} ({})", taken.join(", "))
    }
}

/// A verdict with its proof, one line for the verdict and one or two for each improvement.
pub fn verdict(model: &Model, game: &Game, verdict: &Verdict) -> String {
    let name = |s| state_name(model, game, s);
    let maker = &game.makers()[verdict.maker];
    let is = if verdict.stable() { "is stable" } else { "is not stable" };
    let mut text = format!("{} {is} for {maker} by {}: ", name(verdict.state), verdict.concept);
    let (all, open) =
        (verdict.improvements.len(), verdict.improvements.iter().filter(|i| i.deterrent.is_none()).count());
    text += &match (all, open) {
        (0, _) => format!("{maker} can move to nothing it prefers.\n"),
        (1, 0) => "its one improvement is deterred.\n".into(),
        (_, 0) => format!("all its {all} improvements are deterred.\n"),
        (1, _) => "nothing deters its one improvement.\n".into(),
        _ => format!("nothing deters {open} of its {all} improvements.\n"),
    };
    for improvement in &verdict.improvements {
        text += &format!("- to {}: {}\n", name(improvement.to), reason(model, game, verdict, improvement));
    }
    text
}

fn reason(model: &Model, game: &Game, verdict: &Verdict, improvement: &Improvement) -> String {
    let name = |s| state_name(model, game, s);
    let maker = &game.makers()[verdict.maker];
    let compared = |s: State| {
        let ranks = game.ranks(verdict.maker);
        if s == verdict.state {
            "where it began".to_owned()
        } else if ranks[s as usize] == ranks[verdict.state as usize] {
            format!("which {maker} likes no more than state {}", game.label(verdict.state))
        } else {
            format!("which {maker} likes less than state {}", game.label(verdict.state))
        }
    };
    match (&improvement.deterrent, verdict.concept) {
        (Some(Deterrent::Sequence(steps)), concept) => {
            let end = steps.last().map_or(improvement.to, |s| s.to);
            let stuck = if concept == Concept::Smr {
                format!(", and {maker} cannot escape to a better one")
            } else {
                String::new()
            };
            format!("deterred, for {}, {}{stuck}", moves(model, game, steps), compared(end))
        }
        (Some(Deterrent::Together { moves, result }), _) => {
            let who: Vec<String> =
                moves.iter().map(|s| format!("{} moves as if to {}", game.makers()[s.mover], name(s.to))).collect();
            format!(
                "deterred, for at the same time {}, which gives {}, {}",
                who.join(" and "),
                name(*result),
                compared(*result)
            )
        }
        (None, Concept::R) => "an improvement; by R nothing deters".into(),
        (None, Concept::Smr) => match &improvement.escaped {
            Some(e) => format!(
                "not deterred: {}, but {maker} can move on to {}, which it prefers to state {}",
                moves(model, game, &e.answer),
                name(e.way_out),
                game.label(verdict.state)
            ),
            None => nothing(verdict.maker, game, "move"),
        },
        (None, Concept::Gmr) => nothing(verdict.maker, game, "move"),
        (None, Concept::Seq) => nothing(verdict.maker, game, "improvement"),
        (None, Concept::Sim) => {
            "not deterred: no improvements of the others made at the same time give a state that is no better".into()
        }
    }
}

fn nothing(maker: Maker, game: &Game, kind: &str) -> String {
    format!("not deterred: no {kind} of the others leads to a state that {} likes no better", game.makers()[maker])
}

fn moves(model: &Model, game: &Game, steps: &[Step]) -> String {
    let each: Vec<String> = steps
        .iter()
        .map(|s| format!("{} can move to {}", game.makers()[s.mover], state_name(model, game, s.to)))
        .collect();
    each.join(", then ")
}
