//! Whole records: statements and positions.
//!
//! Statements are paired where their cues share a word and their contents overlap by half; positions where they have the
//! same party and their proposals overlap by 0.3 — *strict* asks for the same act and issue as well, *aligned* does not
//! and says what of the rest is right. *Relaxed* counts party, issue and stance (for, open, against) wherever they stand.

use crate::words::{dice, pair, shared};
use crate::{MisfitError, Row, Rows, Scores, Words};
use std::collections::HashMap;

/// A row with the words of its spans.
struct Worded<'r> {
    row: &'r Row,
    source: Vec<usize>,
    cue: Vec<usize>,
    content: Vec<usize>,
    proposal: Vec<usize>,
    condition: Vec<usize>,
    grounds: Vec<usize>,
    /// The gold id of what `via` or `statement` names.
    twin: Twin<'r>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Twin<'r> {
    None,
    Of(&'r str),
    Unpaired,
}

/// Which rows were paired, as indices into gold and read rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Paired {
    /// Of statements.
    pub statements: Vec<(usize, usize)>,
    /// Of positions with the same party, act and issue.
    pub positions: Vec<(usize, usize)>,
}

fn worded<'r>(words: &Words, rows: &'r [Row]) -> Result<Vec<Worded<'r>>, MisfitError> {
    rows.iter()
        .map(|row| {
            Ok(Worded {
                row,
                source: words.of(&row.source)?,
                cue: words.of(&row.cue)?,
                content: words.of(&row.content)?,
                proposal: words.of(&row.proposal)?,
                condition: words.of(&row.condition)?,
                grounds: words.of(&row.grounds)?,
                twin: Twin::None,
            })
        })
        .collect()
}

/// Adds one report to the scores: what people coded, and what was read.
///
/// # Errors
/// Where a span does not fit the text.
pub fn add(scores: &mut Scores, text: &str, gold: &Rows, read: &Rows) -> Result<Paired, MisfitError> {
    let words = Words::new(text);
    let mut golds = worded(&words, &gold.statements)?;
    let mut found = worded(&words, &read.statements)?;
    let mut gold_positions = worded(&words, &gold.positions)?;
    let mut positions = worded(&words, &read.positions)?;

    let pairs = pair(golds.len(), found.len(), |g, p| {
        let (g, p) = (&golds[g], &found[p]);
        let (content, cue) = (dice(&g.content, &p.content), dice(&g.cue, &p.cue));
        (content >= 0.5 && cue > 0.0).then(|| (content, cue, dice(&g.source, &p.source)))
    });
    let id = |row: &'_ Row| row.id.clone().unwrap_or_default();
    let twins: HashMap<String, &str> =
        pairs.iter().filter_map(|&(g, p)| Some((id(found[p].row), golds[g].row.id.as_deref()?))).collect();
    let twin = |name: &Option<String>| match name {
        None => Twin::None,
        Some(name) => twins.get(name).map_or(Twin::Unpaired, |id| Twin::Of(id)),
    };
    for statement in &mut found {
        statement.twin = twin(&statement.row.via);
    }
    for position in &mut positions {
        position.twin = twin(&position.row.statement);
    }
    let own = |name: &'_ Option<String>| name.is_some();
    for statement in &mut golds {
        statement.twin = statement.row.via.as_deref().map_or(Twin::None, Twin::Of);
    }
    for position in &mut gold_positions {
        position.twin = position.row.statement.as_deref().map_or(Twin::None, Twin::Of);
    }

    let both = || pairs.iter().map(|&(g, p)| (&golds[g], &found[p]));
    scores.add("statements", (pairs.len(), found.len(), golds.len()));
    scores.check("  speaker party", both().map(|(g, p)| g.row.speaker.party == p.row.speaker.party));
    let named = both().filter(|(g, _)| g.row.speaker.name.as_deref().is_some_and(|name| !name.is_empty()));
    scores.check("  speaker name", named.map(|(g, p)| last_name(g.row) == last_name(p.row)));
    scores.check("  form", both().map(|(g, p)| g.row.form == p.row.form));
    let hedged = both().filter(|(g, p)| g.row.hedged && p.row.hedged).count();
    let (hedged_read, hedged_gold) =
        (both().filter(|(_, p)| p.row.hedged).count(), both().filter(|(g, _)| g.row.hedged).count());
    scores.add("  hedged", (hedged, hedged_read, hedged_gold));
    scores.check("  via", both().map(|(g, p)| g.twin == p.twin));
    let nested = |rows: &[Worded<'_>]| rows.iter().filter(|row| own(&row.row.via)).count();
    let right = both().filter(|(g, p)| own(&g.row.via) && g.twin == p.twin).count();
    scores.add("  nested", (right, nested(&found), nested(&golds)));

    let likeness = |g: usize, p: usize, strict: bool| {
        let (g, p) = (&gold_positions[g], &positions[p]);
        let overlap = dice(&g.proposal, &p.proposal);
        let same = g.row.party == p.row.party
            && (!strict || (g.row.act == p.row.act && g.row.issue == p.row.issue))
            && overlap >= 0.3;
        same.then_some((overlap, g.twin == p.twin))
    };
    let (gold_count, read_count) = (gold_positions.len(), positions.len());
    let strict = pair(gold_count, read_count, |g, p| likeness(g, p, true));
    scores.add("positions, strict", (strict.len(), read_count, gold_count));
    scores.add("positions, relaxed", (same_stances(gold, read), read_count, gold_count));
    let aligned = pair(gold_count, read_count, |g, p| likeness(g, p, false));
    scores.add("positions, aligned", (aligned.len(), read_count, gold_count));
    let both = || aligned.iter().map(|&(g, p)| (&gold_positions[g], &positions[p]));
    scores.check("  act", both().map(|(g, p)| g.row.act == p.row.act));
    scores.check("  issue", both().map(|(g, p)| g.row.issue == p.row.issue));
    scores.check("  target", both().map(|(g, p)| g.row.target == p.row.target));
    let targeted = both().filter(|(g, _)| own(&g.row.target));
    scores.check("  target, where set", targeted.map(|(g, p)| g.row.target == p.row.target));
    scores.check("  statement", both().map(|(g, p)| g.twin == p.twin));
    let total = |count: &dyn Fn(&Worded<'_>, &Worded<'_>) -> usize| both().map(|(g, p)| count(g, p)).sum::<usize>();
    scores.add(
        "  condition",
        (
            total(&|g, p| shared(&g.condition, &p.condition)),
            total(&|_, p| p.condition.len()),
            total(&|g, _| g.condition.len()),
        ),
    );
    scores.add(
        "  grounds",
        (total(&|g, p| shared(&g.grounds, &p.grounds)), total(&|_, p| p.grounds.len()), total(&|g, _| g.grounds.len())),
    );
    Ok(Paired { statements: pairs, positions: strict })
}

/// How many (party, issue, stance) the two have in common, each as often as both have it.
fn same_stances(gold: &Rows, read: &Rows) -> usize {
    let key = |row: &Row| (row.party.clone(), row.issue.clone(), row.act.as_deref().and_then(stance));
    let mut left: HashMap<_, usize> = HashMap::new();
    for position in &gold.positions {
        *left.entry(key(position)).or_default() += 1;
    }
    let mut common = 0;
    for position in &read.positions {
        if let Some(count) = left.get_mut(&key(position)).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    common
}

fn stance(act: &str) -> Option<&'static str> {
    Some(match act {
        "demand" | "propose" | "offer" | "accept" | "concede" | "commit" | "threaten" => "for",
        "consider" | "warn" | "accuse" | "assess" => "open",
        "reject" | "retract" => "against",
        _ => return None,
    })
}

fn last_name(row: &Row) -> String {
    let name = row.speaker.name.as_deref().unwrap_or_default().to_lowercase();
    name.split_whitespace().last().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "“We will pay for the bridge,” Ann Lee of Arcadia said. She added that Bovia had agreed to open the \
                        port if the toll falls.";

    fn at(part: &str) -> Vec<[usize; 2]> {
        let start = TEXT[..TEXT.find(part).unwrap()].chars().count();
        vec![[start, start + part.chars().count()]]
    }

    fn gold() -> Rows {
        let statement = |id: &str, cue: &str, content: &str, name: &str, party: &str, via: Option<&str>| Row {
            id: Some(id.into()),
            cue: at(cue),
            content: at(content),
            form: Some("indirect".into()),
            speaker: Speaker { name: Some(name.into()), party: Some(party.into()) },
            via: via.map(str::to_owned),
            ..Row::default()
        };
        let position = |id: &str, statement: &str, party: &str, act: &str, proposal: &str| Row {
            id: Some(id.into()),
            statement: Some(statement.into()),
            party: Some(party.into()),
            act: Some(act.into()),
            issue: Some("water".into()),
            proposal: at(proposal),
            ..Row::default()
        };
        Rows {
            statements: vec![
                statement("s1", "said", "We will pay for the bridge", "Ann Lee", "ARC", None),
                statement("s2", "added", "that Bovia had agreed to open the port", "Ann Lee", "ARC", None),
                statement("s3", "had agreed", "to open the port", "Bovia", "BOV", Some("s2")),
            ],
            positions: vec![
                position("p1", "s1", "ARC", "commit", "pay for the bridge"),
                position("p2", "s3", "BOV", "accept", "to open the port"),
            ],
        }
    }

    use crate::Speaker;

    fn changed(change: impl Fn(&mut Rows)) -> Vec<(String, f64)> {
        let mut read = gold();
        change(&mut read);
        let mut scores = Scores::default();
        add(&mut scores, TEXT, &gold(), &read).unwrap();
        let empty = ["hedged", "target, where set", "condition", "grounds"];
        let parts = scores.0.iter().map(|(name, score)| (name.trim().to_owned(), score.value()));
        parts.filter(|(name, value)| *value != 1.0 && !empty.contains(&name.as_str())).collect()
    }

    #[test]
    fn a_change_to_a_field_moves_its_own_score() {
        let third = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), 0.6667)).collect::<Vec<_>>();
        assert_eq!(changed(|_| {}), []);
        assert_eq!(changed(|r| r.statements[0].form = None), third(&["form"]));
        assert_eq!(changed(|r| r.statements[0].speaker.name = Some("A. LEE".into())), []);
        let half = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), 0.5)).collect::<Vec<_>>();
        assert_eq!(changed(|r| r.positions[0].act = Some("offer".into())), half(&["positions, strict", "act"]));
        assert_eq!(changed(|r| r.positions[0].target = Some("BOV".into())), half(&["target"]));
        let nested = vec![("via".to_owned(), 0.6667), ("nested".to_owned(), 0.0)];
        assert_eq!(changed(|r| r.statements[2].via = None), nested);
    }

    #[test]
    fn ids_are_the_readings_own() {
        let renamed = changed(|r| {
            for row in r.statements.iter_mut().chain(&mut r.positions) {
                for name in [&mut row.id, &mut row.via, &mut row.statement].into_iter().flatten() {
                    name.insert(0, 'x');
                }
            }
        });
        assert_eq!(renamed, []);
    }
}
