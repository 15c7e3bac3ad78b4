//! Which choices exist.

use crate::condition::Condition;
use crate::pattern::{Choice, Pattern, all};

/// The feasible choices that agree with `within`, ascending, or `None` when there are more than `most`.
///
/// Options are decided from the last to the first; a branch ends as soon as a condition is settled, so 64 options
/// are no obstacle when few choices are feasible.
pub(super) fn feasible(options: usize, infeasible: &[Condition], within: Pattern, most: u64) -> Option<Vec<Choice>> {
    let mut found = Vec::new();
    let everything: Vec<&Condition> = infeasible.iter().collect();
    descend(options, 0, options, &everything, within, most, &mut found).then_some(found)
}

fn descend(
    undecided: usize,
    choice: Choice,
    options: usize,
    open: &[&Condition],
    within: Pattern,
    most: u64,
    found: &mut Vec<Choice>,
) -> bool {
    let known = all(options) & !all(undecided);
    let mut still_open = Vec::new();
    for condition in open {
        match condition.settled(choice, known) {
            Some(true) => return true,
            Some(false) => {}
            None => still_open.push(*condition),
        }
    }
    if undecided == 0 {
        found.push(choice);
        return found.len() as u64 <= most;
    }
    let k = undecided - 1;
    for value in 0..2u64 {
        if within.care >> k & 1 == 1 && within.value >> k & 1 != value {
            continue;
        }
        if !descend(k, choice | value << k, options, &still_open, within, most, found) {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::parse(text, text.len()).unwrap()
    }

    #[test]
    fn choices_ascend_and_respect_the_conditions() {
        let infeasible = [Condition::Matches(pattern("YY-")), Condition::Matches(pattern("--Y"))];
        let any = pattern("---");
        assert_eq!(feasible(3, &infeasible, any, 9).unwrap(), [0, 1, 2]);
        assert_eq!(feasible(3, &infeasible, pattern("Y--"), 9).unwrap(), [1]);
        assert_eq!(feasible(3, &infeasible, any, 2), None);
    }

    #[test]
    fn sixty_four_options_with_few_choices() {
        // All options equal to the first.
        let infeasible: Vec<Condition> = (1..64)
            .map(|k| {
                Condition::Not(Box::new(Condition::Iff(Box::new(Condition::Taken(0)), Box::new(Condition::Taken(k)))))
            })
            .collect();
        // Decided from the last, a branch is cut only once option 0 is known, so tie neighbours instead.
        let tied: Vec<Condition> = (1..64)
            .map(|k| {
                Condition::Not(Box::new(Condition::Iff(
                    Box::new(Condition::Taken(k - 1)),
                    Box::new(Condition::Taken(k)),
                )))
            })
            .collect();
        assert_eq!(infeasible.len(), 63);
        assert_eq!(feasible(64, &tied, Pattern { care: 0, value: 0 }, 9).unwrap(), [0, u64::MAX]);
    }
}
