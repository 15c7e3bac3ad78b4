//! Three-way merge: what newer reports changed, without losing what the analyst decided.

use crate::casefile::{Casefile, OptionSupport, Support};
use crate::draft::{DraftError, settle};
use conflict::condition::Condition;
use conflict::model::{ConflictOption, Form, OptionForm, Preference, Statement};
use conflict::pattern::Pattern;
use std::fmt::Write as _;

/// A merged case and what was done.
#[derive(Debug)]
pub struct Merged {
    /// The case.
    pub file: Casefile,
    /// What newer reports added.
    pub added: Vec<String>,
    /// What newer reports no longer carry, and was taken out.
    pub removed: Vec<String>,
    /// What the analyst decided, and was kept.
    pub kept: Vec<String>,
    /// Options that newer reports call otherwise, and that keep their name.
    pub names: Vec<String>,
    /// Where the two do not agree, or something could not be carried over.
    pub doubtful: Vec<String>,
}

/// An option by owner and name.
type Key = (String, String);

/// A prioritized statement with its support.
type Entry = (Statement, Support);

/// Merges. `base` is the draft the analyst began from, `mine` what the analyst made of it, `theirs` the draft as of now.
///
/// # Errors
/// Where the merged model cannot be solved.
pub fn update(base: &Casefile, mine: &Casefile, theirs: &Casefile) -> Result<Merged, DraftError> {
    let mut merge = Merge { merged: Merged::new(), space: Vec::new() };
    let (base_keys, mine_keys, mut their_keys) = (keys(base), keys(mine), keys(theirs));
    let renames = merge.renames(base, mine);
    let renamed = |key: &Key| renames.iter().find(|(from, _)| from == key).map_or(key.clone(), |(_, to)| to.clone());
    let mut otherwise: Vec<(Key, Key)> = Vec::new();
    for (from, to) in base.same_options(theirs) {
        // What newer reports call otherwise keeps the name the analyst works with.
        if base_keys[from] != their_keys[to] {
            otherwise.push((their_keys[to].clone(), base_keys[from].clone()));
            merge.merged.names.push(format!(
                "{}, which newer reports call “{}”",
                shown(&renamed(&base_keys[from])),
                their_keys[to].1
            ));
            their_keys[to].clone_from(&base_keys[from]);
        }
    }
    their_keys.iter_mut().for_each(|key| *key = renamed(key));
    let base_keys: Vec<Key> = base_keys.iter().map(renamed).collect();
    for key in mine_keys.iter().chain(&their_keys).chain(&base_keys) {
        if !merge.space.contains(key) {
            merge.space.push(key.clone());
        }
    }
    let mut file = Casefile {
        about: theirs.about.clone(),
        suggestions: theirs.suggestions.clone(),
        unknown: Vec::new(),
        left_out: theirs.left_out.clone(),
        items: theirs.items.clone(),
        ..Casefile::default()
    };
    for (id, item) in &mine.items {
        file.items.entry(id.clone()).or_insert_with(|| item.clone());
    }
    let about = [&base.model.about, &mine.model.about, &theirs.model.about];
    file.model.about = if about[1] == about[0] { about[2].clone() } else { about[1].clone() };

    let makers = merge.makers(base, mine, theirs);
    let options = merge.options([&base_keys, &mine_keys, &their_keys], &makers, base, mine);
    let of = |file: &Casefile, all: &[Key], key: &Key| {
        all.iter()
            .position(|known| known == key)
            .map(|at| (file.of_options.get(at).cloned().unwrap_or_default(), file.model.options()[at].direction))
    };
    let mut form = OptionForm::default();
    for key in &options {
        let (before, now, new) = (of(base, &base_keys, key), of(mine, &mine_keys, key), of(theirs, &their_keys, key));
        let (support, direction) = match (&before, now, new) {
            (Some(before), Some(now), Some(mut new)) => {
                if now.1 != before.1 {
                    new.1 = now.1;
                    merge.merged.kept.push(format!("what can be undone of {}", shown(key)));
                }
                if now.0.taken != before.0.taken {
                    new.0.taken = now.0.taken;
                    new.0.taken_note = "decided by the analyst".into();
                    merge.merged.kept.push(format!("whether {} is done now", shown(key)));
                } else if new.0.taken != before.0.taken {
                    let how = if new.0.taken { "is done now" } else { "is no longer done" };
                    merge.merged.added.push(format!("{} {how}: {}", shown(key), new.0.taken_note));
                }
                new
            }
            (None, Some(now), Some(new)) => (new.0, now.1),
            (_, Some(now), None) => now,
            (_, None, Some(new)) => new,
            (_, None, None) => (OptionSupport::default(), Default::default()),
        };
        let owner = makers.iter().position(|maker| *maker == key.0).unwrap_or_default();
        form.options.push(ConflictOption { name: key.1.clone(), owner, direction });
        file.of_options.push(support);
    }
    let code = |name: &String| {
        [mine, theirs].into_iter().find_map(|from| {
            let at = from.model.decision_makers.iter().position(|known| known == name)?;
            from.parties.get(at).cloned()
        })
    };
    file.parties = makers.iter().map(|name| code(name).unwrap_or_default()).collect();

    let rules = |file: &Casefile, all: &[Key]| -> Vec<(Condition, Support)> {
        let Form::Options(form) = &file.model.form else { return Vec::new() };
        form.infeasible
            .iter()
            .enumerate()
            .filter_map(|(at, rule)| {
                let support = file.of_infeasible.get(at).cloned().unwrap_or_default();
                Some((moved(rule, all, &merge.space)?, support))
            })
            .collect()
    };
    let three = [rules(base, &base_keys), rules(mine, &mine_keys), rules(theirs, &their_keys)];
    let kept = three_way(&three, |(rule, _)| rule.clone(), |_, _, new| new.clone());
    for (rule, support) in kept.0 {
        if let Some(rule) = moved(&rule, &merge.space, &options) {
            form.infeasible.push(rule);
            file.of_infeasible.push(support);
        }
    }
    file.model.form = Form::Options(form);
    file.model.decision_makers = makers.clone();
    for maker in &makers {
        let (preference, supports) =
            merge.preference(maker, [(base, &base_keys), (mine, &mine_keys), (theirs, &their_keys)], &options);
        file.model.preferences.push(preference);
        file.of_statements.push(supports);
    }
    for unknown in &theirs.unknown {
        let mut unknown = unknown.clone();
        for (from, to) in otherwise.iter().chain(&renames) {
            if format!("{}: {}", from.0, from.1) == unknown.option {
                unknown.option = format!("{}: {}", to.0, to.1);
            }
        }
        file.unknown.push(unknown);
    }
    settle(&mut file)?;
    merge.merged.file = file;
    Ok(merge.merged)
}

struct Merge {
    merged: Merged,
    /// Options of all three, to compare conditions in.
    space: Vec<Key>,
}

impl Merge {
    /// Options the analyst gave another name: as many as before, and one in the same place is called otherwise.
    fn renames(&mut self, base: &Casefile, mine: &Casefile) -> Vec<(Key, Key)> {
        let (from, to) = (keys(base), keys(mine));
        // A name kept from an earlier draft, by the thread it is about.
        let mut renames: Vec<(Key, Key)> = base
            .same_options(mine)
            .into_iter()
            .map(|(before, now)| (from[before].clone(), to[now].clone()))
            .filter(|(before, now)| before != now)
            .collect();
        for maker in &mine.model.decision_makers {
            let own = |file: &Casefile| keys(file).into_iter().filter(|key| key.0 == *maker).collect::<Vec<_>>();
            let (before, now) = (own(base), own(mine));
            if before.len() != now.len() {
                continue;
            }
            for (from, to) in before.iter().zip(&now) {
                let known = renames.iter().any(|(known, other)| known == from || other == to);
                if from != to && !known && !now.contains(from) && !before.contains(to) {
                    self.merged.kept.push(format!("the name {} for {}", shown(to), shown(from)));
                    renames.push((from.clone(), to.clone()));
                }
            }
        }
        renames
    }

    fn makers(&mut self, base: &Casefile, mine: &Casefile, theirs: &Casefile) -> Vec<String> {
        let mut makers = mine.model.decision_makers.clone();
        for maker in &theirs.model.decision_makers {
            if makers.contains(maker) {
                continue;
            }
            if base.model.decision_makers.contains(maker) {
                self.merged.kept.push(format!("without {maker} as a decision maker"));
            } else {
                self.merged.added.push(format!("{maker} as a decision maker"));
                makers.push(maker.clone());
            }
        }
        makers
    }

    fn options(
        &mut self,
        [before, now, new]: [&Vec<Key>; 3],
        makers: &[String],
        base: &Casefile,
        mine: &Casefile,
    ) -> Vec<Key> {
        let mut options: Vec<Key> = Vec::new();
        for key in now {
            if before.contains(key) && !new.contains(key) {
                if self.used_by_analyst(key, before, now, base, mine) {
                    self.merged.doubtful.push(format!(
                        "{} is no longer among the options the reports carry; it is kept, for your own statements speak of it",
                        shown(key)
                    ));
                } else {
                    self.merged.removed.push(format!("the option {}", shown(key)));
                    continue;
                }
            } else if !before.contains(key) && !new.contains(key) {
                self.merged.kept.push(format!("your option {}", shown(key)));
            }
            options.push(key.clone());
        }
        for key in new {
            if options.contains(key) || !makers.contains(&key.0) {
                continue;
            }
            if before.contains(key) {
                self.merged.kept.push(format!("without the option {}", shown(key)));
            } else {
                self.merged.added.push(format!("the option {}", shown(key)));
                options.push(key.clone());
            }
        }
        // The engine's order: by decision maker.
        options.sort_by_key(|key| makers.iter().position(|maker| *maker == key.0));
        options
    }

    fn used_by_analyst(&self, key: &Key, before: &[Key], now: &[Key], base: &Casefile, mine: &Casefile) -> bool {
        let all = |file: &Casefile, keys: &[Key]| -> Vec<Condition> {
            let statements = file.model.preferences.iter().flat_map(|p| p.priorities.iter().flatten());
            statements.filter_map(|statement| moved(&statement.condition, keys, &self.space)).collect()
        };
        let known = all(base, before);
        let Some(at) = self.space.iter().position(|other| other == key) else { return false };
        all(mine, now).iter().any(|condition| !known.contains(condition) && crate::answers::speaks_of(condition, at))
    }

    fn preference(
        &mut self,
        maker: &str,
        files: [(&Casefile, &Vec<Key>); 3],
        options: &[Key],
    ) -> (Preference, Vec<Support>) {
        let of = |(file, all): (&Casefile, &Vec<Key>)| -> (Option<Preference>, Vec<Entry>) {
            let Some(at) = file.model.decision_makers.iter().position(|known| known == maker) else {
                return (None, Vec::new());
            };
            let preference = file.model.preferences.get(at).cloned().unwrap_or_default();
            let supports = file.of_statements.get(at).cloned().unwrap_or_default();
            let entries = preference.priorities.iter().flatten().enumerate().filter_map(|(place, statement)| {
                let mut statement = statement.clone();
                statement.condition = moved(&statement.condition, all, &self.space)?;
                Some((statement, supports.get(place).cloned().unwrap_or_default()))
            });
            (Some(preference.clone()), entries.collect())
        };
        let [base, mine, theirs] = files.map(of);
        let names = conflict::condition::Names::new(self.space.iter().map(|key| (key.1.clone(), key.0.clone())));
        let words = |entry: &Entry| format!("{maker} wants [{}]", entry.0.condition.text(&names));
        let settled = |before: &Entry, now: &Entry, new: &Entry| -> Entry {
            let mut result = new.clone();
            if now.0.standing != before.0.standing || now.0.alternatives != before.0.alternatives {
                result.0 = now.0.clone();
            }
            result
        };
        let all = [base.1, mine.1, theirs.1];
        let (entries, added, removed, own) = three_way(&all, |entry| entry.0.condition.clone(), settled);
        self.merged.added.extend(added.iter().map(&words));
        self.merged.removed.extend(removed.iter().map(&words));
        self.merged.kept.extend(own.iter().map(&words));
        for entry in &all[0] {
            let has = |list: &[Entry]| list.iter().any(|known| known.0.condition == entry.0.condition);
            if !has(&all[1]) && has(&all[2]) {
                self.merged.kept.push(format!("without: {}", words(entry)));
            }
        }
        let mut preference = Preference::default();
        if let Some(now) = &mine.0 {
            preference.assumed = now.assumed;
            preference.weights.clone_from(&now.weights);
            if now.ranking.is_some() || now.weights.is_some() {
                if options == *files[1].1 {
                    preference = now.clone();
                } else {
                    preference.weights = None;
                    self.merged.doubtful.push(format!(
                        "the ranking or weights of {maker} speak of states that are numbered otherwise now and could not be carried over; write them anew"
                    ));
                }
            }
        }
        let mut statements = Vec::new();
        let mut supports = Vec::new();
        for (mut statement, support) in entries {
            let text = words(&(statement.clone(), support.clone()));
            match moved(&statement.condition, &self.space, options) {
                Some(condition) => {
                    statement.condition = condition;
                    statements.push(statement);
                    supports.push(support);
                }
                None => self.merged.removed.push(format!("{text}, for an option it speaks of is gone")),
            }
        }
        preference.priorities = Some(statements);
        preference.unknown.clear();
        (preference, supports)
    }
}

/// Merges lists in the order of the second: (result, added by the third, dropped by the third, the second's own).
#[allow(clippy::type_complexity, reason = "four lists of one type, named where they are taken apart")]
fn three_way<T: Clone>(
    [base, mine, theirs]: &[Vec<T>; 3],
    key: impl Fn(&T) -> Condition,
    settled: impl Fn(&T, &T, &T) -> T,
) -> (Vec<T>, Vec<T>, Vec<T>, Vec<T>) {
    let find = |list: &'_ [T], wanted: &T| list.iter().position(|known| key(known) == key(wanted));
    let (mut result, mut added, mut removed, mut own): (Vec<T>, Vec<T>, Vec<T>, Vec<T>) = Default::default();
    for entry in mine {
        match (find(base, entry), find(theirs, entry)) {
            (Some(before), Some(new)) => result.push(settled(&base[before], entry, &theirs[new])),
            (Some(_), None) => removed.push(entry.clone()),
            (None, Some(new)) => result.push(theirs[new].clone()),
            (None, None) => {
                own.push(entry.clone());
                result.push(entry.clone());
            }
        }
    }
    for (at, entry) in theirs.iter().enumerate() {
        if find(base, entry).is_some() || find(mine, entry).is_some() {
            continue;
        }
        // After the statement it follows in the new draft.
        let place = theirs[..at].iter().rev().find_map(|before| find(&result, before)).map_or(0, |before| before + 1);
        result.insert(place, entry.clone());
        added.push(entry.clone());
    }
    (result, added, removed, own)
}

fn keys(file: &Casefile) -> Vec<Key> {
    file.model
        .options()
        .iter()
        .map(|option| (file.model.decision_makers.get(option.owner).cloned().unwrap_or_default(), option.name.clone()))
        .collect()
}

fn shown((owner, name): &Key) -> String {
    format!("“{owner}: {name}”")
}

/// A condition over the options of one list as one over another's; `None` where an option is not there.
fn moved(condition: &Condition, from: &[Key], to: &[Key]) -> Option<Condition> {
    let place = |k: usize| to.iter().position(|key| Some(key) == from.get(k));
    let each = |all: &[Condition]| all.iter().map(|inner| moved(inner, from, to)).collect::<Option<Vec<_>>>();
    let boxed = |inner: &Condition| moved(inner, from, to).map(Box::new);
    Some(match condition {
        Condition::Taken(k) => Condition::Taken(place(*k)?),
        Condition::Matches(pattern) => {
            let mut there = Pattern { care: 0, value: 0 };
            for k in (0..from.len()).filter(|k| pattern.care >> k & 1 == 1) {
                let at = place(k)?;
                there.care |= 1 << at;
                there.value |= (pattern.value >> k & 1) << at;
            }
            Condition::Matches(there)
        }
        Condition::Not(inner) => Condition::Not(boxed(inner)?),
        Condition::All(all) => Condition::All(each(all)?),
        Condition::Any(all) => Condition::Any(each(all)?),
        Condition::If(a, b) => Condition::If(boxed(a)?, boxed(b)?),
        Condition::Iff(a, b) => Condition::Iff(boxed(a)?, boxed(b)?),
    })
}

impl Merged {
    fn new() -> Self {
        Self {
            file: Casefile::default(),
            added: vec![],
            removed: vec![],
            kept: vec![],
            names: vec![],
            doubtful: vec![],
        }
    }

    /// For a person to read.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (what, all) in [
            ("Added by newer reports", &self.added),
            ("Taken out, for newer reports no longer carry it", &self.removed),
            ("Kept as you decided", &self.kept),
            ("Still called as before", &self.names),
            ("To look at", &self.doubtful),
        ] {
            if !all.is_empty() {
                let _ = writeln!(out, "{what}:");
                for one in all {
                    let _ = writeln!(out, "  - {one}");
                }
            }
        }
        if out.is_empty() { "Nothing changed.\n".into() } else { out }
    }
}
