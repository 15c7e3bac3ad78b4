//! Which choices exist.

use crate::condition::Condition;
use crate::pattern::{Choice, Pattern, all};

/// The feasible choices that agree with `within`, ascending, or `None` when there are more than `most`.
///
/// Options are decided from the last to the first; a branch ends as soon as a condition is settled, so 64 options
/// are no obstacle when few choices are feasible.
pub(super) fn feasible(options: usize, infeasible: &[Condition], within: Pattern, most: u64) -> Option<Vec<Choice>> {
    let mut search = Search { options, within, most, open: infeasible.iter().collect(), found: Vec::new() };
    search.descend(options, 0, 0).then_some(search.found)
}

struct Search<'a> {
    options: usize,
    within: Pattern,
    most: u64,
    /// The conditions that each branch has not settled, one branch after another.
    open: Vec<&'a Condition>,
    found: Vec<Choice>,
}

impl Search<'_> {
    /// Decides the remaining options; the conditions still open are those from `first` on. Says whether to go on.
    fn descend(&mut self, undecided: usize, choice: Choice, first: usize) -> bool {
        let known = all(self.options) & !all(undecided);
        let end = self.open.len();
        for i in first..end {
            let condition = self.open[i];
            match condition.settled(choice, known) {
                Some(true) => {
                    self.open.truncate(end);
                    return true;
                }
                Some(false) => {}
                None => self.open.push(condition),
            }
        }
        let go_on = self.decide(undecided, choice, end);
        self.open.truncate(end);
        go_on
    }

    fn decide(&mut self, undecided: usize, choice: Choice, first: usize) -> bool {
        if undecided == 0 {
            self.found.push(choice);
            return self.found.len() as u64 <= self.most;
        }
        let k = undecided - 1;
        for value in 0..2u64 {
            let ruled_out = self.within.care >> k & 1 == 1 && self.within.value >> k & 1 != value;
            if !ruled_out && !self.descend(k, choice | value << k, first) {
                return false;
            }
        }
        true
    }
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
