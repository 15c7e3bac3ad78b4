//! How far equilibria rest on preferences that are not certain.
//!
//! What a conflict marks as unknown, uncertain or assumed, or gives alternatives to, is an *item* with several
//! settings, the first as stated; see [`Item`]. A completion is one setting of each item. An equilibrium of the stated
//! conflict survives a completion when it is one there too.
//!
//! R, GMR and SMR speak of each decision maker's own ranking only, so completions are counted for each alone and
//! multiplied: exact however many there are in all. For SEQ and SIM completions are gone through; where there are too
//! many, a fixed sample is taken and the share given with the 95% interval of Wilson (1927).

mod items;

use num_bigint::BigUint;
use serde_json::{Value, json};

use crate::error::Result;
use crate::game::{Game, State};
use crate::inverse;
use crate::model::Model;
use crate::stability::{self, Concept};

pub use items::Item;
use items::{Completion, Items};

/// Completions of all decision makers together that are gone through one by one.
const MOST_TRIED: u64 = 20_000;

/// Completions that are drawn where there are more.
const SAMPLE: u64 = 4_000;

/// The seed of the sample, so that the same conflict gives the same answer.
const SEED: u64 = 0x00de_7e17;

/// What survives.
#[derive(Clone, Debug)]
pub struct Robustness {
    /// What is uncertain.
    pub items: Vec<Item>,
    /// The number of completions.
    pub completions: BigUint,
    /// Every equilibrium as stated, by concept.
    pub equilibria: Vec<Survival>,
    /// Per concept that has an equilibrium and depends on an item at all, the item that decides most: the one for
    /// which the shares of completions survived differ most between its stated and its other settings, summed over
    /// the equilibria.
    pub decisive: Vec<(Concept, usize)>,
}

/// In how many completions an equilibrium survives.
#[derive(Clone, Debug, PartialEq)]
pub struct Survival {
    /// The concept.
    pub concept: Concept,
    /// The equilibrium.
    pub state: State,
    /// How many completions it survives.
    pub survives: Survives,
}

/// A number of completions.
#[derive(Clone, Debug, PartialEq)]
pub enum Survives {
    /// In so many of all.
    Exact(BigUint),
    /// In `hits` of `draws`; the share among all lies between `low` and `high` with 95% confidence (Wilson 1927).
    Sampled {
        /// The completions drawn in which it survives.
        hits: u64,
        /// The completions drawn.
        draws: u64,
        /// The lower end of the interval.
        low: f64,
        /// The upper end.
        high: f64,
    },
}

/// Finds what survives under the given concepts.
pub fn analyse(model: &Model, concepts: &[Concept]) -> Result<Robustness> {
    let game = Game::new(model)?;
    let items = Items::new(model, &game);
    let stability = stability::solve(&game, concepts)?;
    let mut equilibria = Vec::new();
    let mut decisive = Vec::new();
    for concept in stability.concepts() {
        let Some(states) = stability.equilibria(concept) else { continue };
        let states: Vec<State> = states.iter().collect();
        let own = matches!(concept, Concept::R | Concept::Gmr | Concept::Smr);
        let counted = if own { alone(model, &game, &items, concept, &states)? } else { None };
        let (survives, influence) = match counted {
            Some(counted) => counted,
            None => together(model, &game, &items, concept, &states)?,
        };
        let most = influence.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
        if let Some((item, _)) = most.filter(|(_, i)| **i > 0.0) {
            decisive.push((concept, item));
        }
        let each = states.into_iter().zip(survives);
        equilibria.extend(each.map(|(state, survives)| Survival { concept, state, survives }));
    }
    Ok(Robustness { completions: items.completions(), items: items.list, equilibria, decisive })
}

/// What survives, by state, and how much each item matters.
type Found = (Vec<Survives>, Vec<f64>);

/// Counts by decision maker; `None` where one has too many completions to go through.
fn alone(model: &Model, game: &Game, items: &Items, concept: Concept, states: &[State]) -> Result<Option<Found>> {
    let mut product = vec![BigUint::from(1u8); states.len()];
    // Per decision maker: the share of its completions in which each state is stable, and for each of its items the
    // same with the item as stated and otherwise.
    let mut shares: Vec<Vec<f64>> = Vec::new();
    let mut by_item: Vec<Option<[Vec<f64>; 2]>> = vec![None; items.list.len()];
    for maker in 0..game.makers().len() {
        if let Some(item) = items.open(maker) {
            let all = inverse::all_rankings(game.len());
            let mut share = Vec::new();
            for (state, product) in states.iter().zip(&mut product) {
                let Some(count) = inverse::rankings(game, concept, maker, *state) else { return Ok(None) };
                share.push(ratio(&count, &all));
                *product *= count;
            }
            // The states are equilibria, so as stated each is stable.
            by_item[item] = Some([vec![1.0; states.len()], share.clone()]);
            shares.push(share);
            continue;
        }
        let Some(all) = items.each(maker) else { return Ok(None) };
        let mut stable = vec![0u64; states.len()];
        let mut parts = vec![[(0u64, vec![0u64; states.len()]), (0, vec![0; states.len()])]; items.list.len()];
        for settings in &all {
            let changed = game.with_ranks(maker, items.ranks(model, maker, settings)?);
            let table = stability::solve(&changed, &[concept])?;
            let hits: Vec<bool> = match table.table(concept) {
                Some(table) => states.iter().map(|s| table[maker].contains(*s)).collect(),
                None => continue,
            };
            for (count, hit) in stable.iter_mut().zip(&hits) {
                *count += u64::from(*hit);
            }
            for (item, setting) in settings {
                let part = &mut parts[*item][usize::from(*setting > 0)];
                part.0 += 1;
                part.1.iter_mut().zip(&hits).for_each(|(count, hit)| *count += u64::from(*hit));
            }
        }
        product.iter_mut().zip(&stable).for_each(|(p, count)| *p *= *count);
        let share = |total: u64, counts: &[u64]| counts.iter().map(|c| *c as f64 / total.max(1) as f64).collect();
        shares.push(share(all.len() as u64, &stable));
        for (item, parts) in parts.iter().enumerate().filter(|(k, _)| items.list[*k].maker == maker) {
            by_item[item] = Some([share(parts[0].0, &parts[0].1), share(parts[1].0, &parts[1].1)]);
        }
    }
    let influence = by_item.iter().enumerate().map(|(k, parts)| {
        let Some([stated, otherwise]) = parts else { return 0.0 };
        let others = |s: usize| -> f64 {
            shares.iter().enumerate().filter(|(i, _)| *i != items.list[k].maker).map(|(_, share)| share[s]).product()
        };
        (0..states.len()).map(|s| (stated[s] - otherwise[s]).abs() * others(s)).sum()
    });
    let influence = influence.collect();
    Ok(Some((product.into_iter().map(Survives::Exact).collect(), influence)))
}

fn ratio(a: &BigUint, b: &BigUint) -> f64 {
    // Only to compare items; the count itself stays exact.
    let parts = a * 1_000_000_000u64 / b;
    u64::try_from(parts).map_or(1.0, |p| p as f64 / 1e9)
}

/// Goes through all completions, or a sample.
fn together(model: &Model, game: &Game, items: &Items, concept: Concept, states: &[State]) -> Result<Found> {
    let all = items.few(MOST_TRIED);
    let draws = all.unwrap_or(SAMPLE);
    let mut random = items::Random(SEED);
    let mut hits = vec![0u64; states.len()];
    let mut parts = vec![[(0u64, vec![0u64; states.len()]), (0, vec![0; states.len()])]; items.list.len()];
    for draw in 0..draws {
        let completion: Completion =
            if all.is_some() { items.numbered(draw) } else { items.drawn(&mut random, game.len()) };
        let mut changed = game.clone();
        for maker in 0..game.makers().len() {
            if let Some(ranks) = completion.ranks(model, items, maker)? {
                changed = changed.with_ranks(maker, ranks);
            }
        }
        let Some(found) = stability::solve(&changed, &[concept])?.equilibria(concept) else { continue };
        hits.iter_mut().zip(states).for_each(|(count, s)| *count += u64::from(found.contains(*s)));
        for (item, setting) in completion.settings() {
            let part = &mut parts[item][usize::from(setting > 0)];
            part.0 += 1;
            part.1.iter_mut().zip(states).for_each(|(count, s)| *count += u64::from(found.contains(*s)));
        }
    }
    let share = |count: u64, total: u64| count as f64 / total.max(1) as f64;
    let influence = parts.iter().map(|[stated, other]| {
        (0..states.len()).map(|s| (share(stated.1[s], stated.0) - share(other.1[s], other.0)).abs()).sum()
    });
    let influence = influence.collect();
    let survives = hits.into_iter().map(|hits| {
        if all.is_some() {
            Survives::Exact(hits.into())
        } else {
            let (low, high) = wilson(hits, draws);
            Survives::Sampled { hits, draws, low, high }
        }
    });
    Ok((survives.collect(), influence))
}

/// The 95% score interval (E. B. Wilson, J. American Statistical Association 22 (1927) 209-212).
fn wilson(hits: u64, draws: u64) -> (f64, f64) {
    let (n, z) = (draws as f64, 1.959_963_984_540_054_f64);
    let share = hits as f64 / n;
    let middle = share + z * z / (2.0 * n);
    let width = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    (((middle - width) / scale).max(0.0), ((middle + width) / scale).min(1.0))
}

impl Robustness {
    /// As JSON: `items`, `completions` (a string), `equilibria` with `survives` (a string) or `sampled`, and
    /// `decisive`, the position of an item per concept.
    pub fn json(&self, game: &Game) -> Value {
        let survival = |s: &Survival| {
            let mut entry = json!({ "concept": s.concept.name(), "state": game.label(s.state) });
            match &s.survives {
                Survives::Exact(n) => entry["survives"] = json!(n.to_string()),
                Survives::Sampled { hits, draws, low, high } => {
                    entry["sampled"] = json!({
                        "hits": hits, "draws": draws, "low": low, "high": high, "interval": "Wilson, 95%",
                    });
                }
            }
            entry
        };
        let item = |i: &Item| json!({ "decision_maker": game.makers()[i.maker], "what": i.what });
        let decisive = self.decisive.iter().map(|(c, k)| (c.name().to_owned(), json!(k)));
        json!({
            "items": self.items.iter().map(item).collect::<Vec<_>>(),
            "completions": self.completions.to_string(),
            "equilibria": self.equilibria.iter().map(survival).collect::<Vec<_>>(),
            "decisive": decisive.collect::<serde_json::Map<_, _>>(),
        })
    }

    /// In words, one line for each equilibrium and one for what decides most.
    pub fn words(&self, game: &Game) -> String {
        if self.items.is_empty() {
            return "no preference is marked uncertain\n".into();
        }
        let mut text = format!("{} uncertain preferences, {} completions\n", self.items.len(), self.completions);
        for s in &self.equilibria {
            let how = match &s.survives {
                Survives::Exact(n) => format!("survives in {n}"),
                Survives::Sampled { hits, draws, low, high } => {
                    format!("survives in {hits} of {draws} drawn (95% interval of Wilson: {low:.3} to {high:.3})")
                }
            };
            text += &format!("{:<4} {:>4}  {how}\n", s.concept, game.label(s.state));
        }
        for (concept, item) in &self.decisive {
            let Item { maker, what, .. } = &self.items[*item];
            text += &format!("{concept:<4} decided most by {}: {what}\n", game.makers()[*maker]);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_agrees_with_published_values() {
        // Newcombe, Statistics in Medicine 17 (1998) 857-872, table I: 81 of 263 gives 0.2553 to 0.3662.
        let (low, high) = wilson(81, 263);
        assert!((low - 0.2553).abs() < 5e-5 && (high - 0.3662).abs() < 5e-5, "{low} {high}");
        assert!(wilson(0, 20).0 < 1e-12);
    }
}
