//! Answers as text for a terminal.

use super::{Answers, Levers, Outcome};
use crate::Casefile;
use std::fmt::Write as _;

impl Answers {
    /// For a person to read. `file` is the case the answers are of.
    pub fn text(&self, file: &Casefile) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{}\n", file.model.about.title);
        if let Some(now) = &self.status_quo {
            let _ = writeln!(out, "How things stand: {}.", contents(now));
            let _ = writeln!(out, "  {}", holds(now));
            reasons(file, now, &mut out);
            out.push('\n');
        }
        let _ = writeln!(
            out,
            "{} of {} combinations hold (no party would leave alone, or fears the answer).",
            self.holding, self.states
        );
        for (what, all) in [("Done in all of them", &self.common[0]), ("Done in none of them", &self.common[1])] {
            if self.holding > 1 && !all.is_empty() {
                let _ = writeln!(out, "{what}: {}.", all.join("; "));
            }
        }
        for outcome in &self.outcomes {
            let _ = writeln!(out, "\nOutcome {}: {}.", outcome.label, contents(outcome));
            let _ = writeln!(out, "  {}", holds(outcome));
            let _ = writeln!(out, "  {}{}", distance(outcome), alike(outcome));
            reasons(file, outcome, &mut out);
            if !outcome.lost_by.is_empty() {
                let _ = writeln!(
                    out,
                    "  Does not survive when turned round: {}.",
                    outcome
                        .lost_by
                        .iter()
                        .filter_map(|at| self.flips.get(*at))
                        .map(|flip| format!("{} wants {} ({})", flip.party, flip.words, flip.backing.words()))
                        .collect::<Vec<_>>()
                        .join("; ")
                );
            }
        }
        if self.holding > self.outcomes.len() {
            let _ = writeln!(
                out,
                "\n{} more hold; “detente solve --format csv” lists all.",
                self.holding - self.outcomes.len()
            );
        }
        out.push_str("\nWhat matters most among what is assumed, second-hand or of one origin:\n");
        let telling: Vec<_> =
            self.flips.iter().filter(|flip| !flip.lost.is_empty() || !flip.gained.is_empty()).collect();
        if telling.is_empty() {
            out.push_str("  turning round any one of them changes no outcome\n");
        }
        for flip in telling.iter().take(5) {
            let _ = writeln!(
                out,
                "  {} wants {} ({}): turned round, {} outcomes no longer hold and {} others do. {}",
                flip.party,
                flip.words,
                flip.backing.words(),
                flip.lost.len(),
                flip.gained.len(),
                quoted(file, &flip.evidence)
            );
        }
        if !file.unknown.is_empty() {
            out.push_str("\nNot known, and left open:\n");
            for unknown in &file.unknown {
                let _ = writeln!(
                    out,
                    "  {}, on {}: {}. {}",
                    unknown.decision_maker,
                    unknown.option,
                    unknown.support.note,
                    quoted(file, &unknown.support.evidence)
                );
            }
        }
        out
    }
}

impl Levers {
    /// For a person to read.
    pub fn text(&self, file: &Casefile) -> String {
        let mut out = format!("Wanted: outcome {}, {}.\n", self.outcome.label, contents(&self.outcome));
        if !self.as_now.is_empty() {
            let _ = writeln!(out, "Left as now: {}.", self.as_now.join("; "));
        }
        let _ = writeln!(out, "{}\n", holds(&self.outcome));
        if self.leaving.is_empty() {
            out.push_str("No party would leave it alone.\n");
        }
        for leaving in &self.leaving {
            let _ = writeln!(out, "{} would rather leave it: {}.", leaving.party, leaving.by);
            let marks = leaving.backing.words();
            let marks = if marks.is_empty() { String::new() } else { format!(" ({marks})") };
            let _ = writeln!(out, "  It would have to see differently: {}{marks}.", leaving.wants);
            if !leaving.evidence.is_empty() {
                let _ = writeln!(out, "  Where that is said: {}", quoted(file, &leaving.evidence));
            }
            if leaving.deterrents.is_empty() {
                out.push_str("  Nothing the others can do in this model would make leaving worse.\n");
            }
            for deterrent in &leaving.deterrents {
                let how = if deterrent.credible {
                    "and those who would have to would rather do it"
                } else {
                    "but it would cost those who do it"
                };
                let _ = writeln!(out, "  It would stay if it had to fear that {} ({how}).", deterrent.answer);
                for ruled in &deterrent.ruled_out {
                    let _ = writeln!(
                        out,
                        "    {} speaks against it: {}. {}",
                        ruled.party,
                        ruled.wants,
                        quoted(file, &ruled.evidence)
                    );
                }
            }
            out.push('\n');
        }
        for (concept, swaps, exact) in &self.least {
            let least = if *exact { "at least" } else { "about" };
            let _ = writeln!(out, "By {concept}, {least} {swaps} comparisons of outcomes would have to change.");
        }
        out
    }
}

pub(crate) fn contents(outcome: &Outcome) -> String {
    if outcome.taken.is_empty() { "nothing of all this is done".into() } else { outcome.taken.join("; ") }
}

pub(crate) fn holds(outcome: &Outcome) -> String {
    use conflict::Concept;
    let by: Vec<&str> = outcome.concepts.iter().map(|concept| concept.name()).collect();
    let words = if outcome.concepts.contains(&Concept::R) {
        "It holds: no party can better itself alone"
    } else if outcome.concepts.contains(&Concept::Seq) {
        "It holds while the others' answers are feared, which they would rather give"
    } else if !outcome.concepts.is_empty() {
        "It holds only if the others would answer to their own cost"
    } else {
        return "It does not hold.".into();
    };
    format!("{words} ({}).", by.join(", "))
}

/// How many more are like it.
pub(crate) fn alike(outcome: &Outcome) -> String {
    match outcome.alike {
        0 => String::new(),
        more => {
            format!(" {more} more hold that differ only in steps whose owners have not said what they want of them.")
        }
    }
}

pub(crate) fn distance(outcome: &Outcome) -> String {
    match (outcome.moves, outcome.improvements) {
        (Some(0), _) => "It is how things stand.".into(),
        (Some(moves), Some(_)) => {
            format!("{} from how things stand, each better for who makes it at the time.", count(moves))
        }
        (Some(moves), None) => {
            format!("{} from how things stand, some of them not known to be better for who makes them.", count(moves))
        }
        _ => "It cannot be reached from how things stand.".into(),
    }
}

fn count(moves: u32) -> String {
    if moves == 1 { "1 move".into() } else { format!("{moves} moves") }
}

fn reasons(file: &Casefile, outcome: &Outcome, out: &mut String) {
    for reason in &outcome.reasons {
        let stays = if reason.stays { "stays" } else { "would leave" };
        let _ = writeln!(out, "  - {} {stays}: {}. {}", reason.party, reason.words, quoted(file, &reason.evidence));
    }
}

/// Quotations with their ids.
fn quoted(file: &Casefile, ids: &[String]) -> String {
    let mut shown: Vec<String> = Vec::new();
    for id in ids {
        let words = match file.items.get(id) {
            Some(item) => format!("{} [{id}]", item.quotation()),
            None => format!("[{id}: no longer in the record]"),
        };
        if !shown.contains(&words) {
            shown.push(words);
        }
    }
    let more = shown.len().saturating_sub(4);
    shown.truncate(4);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    shown.join(", ") + &more
}
