//! Rules the text gives grounds for: combinations that exclude each other, and steps the law or the words make final.

use crate::casefile::{Casefile, Suggestion, Support};
use crate::draft::Chosen;
use crate::words;
use codebook::Act;
use conflict::condition::Condition;
use conflict::model::Form;

/// Words of a bar that does not depend on will.
const BARS: &[&str] = &[
    "constitution",
    "constitutional",
    "constitutionally",
    "law",
    "laws",
    "legal",
    "illegal",
    "unlawful",
    "prohibition",
    "prohibitions",
    "prohibits",
    "forbids",
    "forbidden",
    "banned",
    "impossible",
    "mandate",
    "jurisdiction",
    "statute",
];
/// Words of a step that is not taken back.
const FINAL: &[&str] = &[
    "irreversible",
    "irreversibly",
    "irrevocable",
    "irrevocably",
    "permanent",
    "permanently",
    "forever",
    "dismantle",
    "dismantled",
    "destroy",
    "destroyed",
    "destruction",
    "annex",
    "annexation",
    "execute",
    "executed",
];

pub(crate) fn fill(chosen: &Chosen<'_, '_>, file: &mut Casefile) {
    let names = file.model.names();
    let mut infeasible: Vec<(Condition, Support)> = Vec::new();
    for (place, candidate) in chosen.options.iter().enumerate() {
        let option = &chosen.found.options[*candidate];
        for at in &option.about {
            let said = &chosen.case.said[*at];
            let own = said.holders.contains(&option.owner.as_str());
            let grounds = said.grounds();
            if said.act() == Act::Reject && own && words::words(&grounds).any(|word| BARS.contains(&word.as_str())) {
                file.suggestions.push(Suggestion {
                    key: "infeasible".into(),
                    value: Condition::Taken(place).text(&names),
                    support: Support {
                        evidence: vec![said.id()],
                        note: format!("its owner gives as ground: {grounds}"),
                    },
                });
            }
            let mut of_it = words::words(&option.name);
            if said.current && of_it.any(|word| FINAL.contains(&word.as_str())) {
                let suggestion = Suggestion {
                    key: "cannot_undo".into(),
                    value: option.name.clone(),
                    support: Support { evidence: vec![said.id()], note: "the words speak of a final step".into() },
                };
                if !file.suggestions.iter().any(|known| known.key == suggestion.key && known.value == suggestion.value)
                {
                    file.suggestions.push(suggestion);
                }
            }
        }
        // The thread's thing and its contrary cannot both be done.
        for (other, contrary) in chosen.options.iter().enumerate().skip(place + 1) {
            let there = &chosen.found.options[*contrary];
            // Sameness of threads can be misjudged, so the words must meet too.
            let meet = !words::stems(&option.name).is_disjoint(&words::stems(&there.name));
            if meet
                && option.thread.is_some()
                && option.thread == there.thread
                && option.with_thread != there.with_thread
            {
                let evidence = option.about.iter().chain(&there.about).map(|at| chosen.case.said[*at].id()).collect();
                let both = Condition::All(vec![Condition::Taken(place), Condition::Taken(other)]);
                let support = Support { evidence, note: "the words put the one as the contrary of the other".into() };
                // Whether two parties can do contrary things depends on the thing.
                if option.owner == there.owner {
                    infeasible.push((both, support));
                } else {
                    file.suggestions.push(Suggestion { key: "infeasible".into(), value: both.text(&names), support });
                }
            }
        }
    }
    if let Form::Options(form) = &mut file.model.form {
        for (condition, support) in infeasible {
            form.infeasible.push(condition);
            file.of_infeasible.push(support);
        }
    }
}
