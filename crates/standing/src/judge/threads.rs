//! Which positions are about the same thing.
//!
//! Positions are taken one after the other, by date. Each joins the thread of its issue to whose members its words
//! are nearest on average, or begins one. Nearness is the share of the lighter one's words that both have, each
//! word weighted by its rarity among the sentences of the case; words of the proposal count in full, other words
//! of the sentence a little. Proposals on the same words of one report are the same thing, and so is a refusal or
//! an acceptance with what it answers. Accusations are about deeds and stay apart from proposals. What stands alone
//! in the end cannot be told, and falls to the issue's main thread, as the codebook has it.

use super::items::Item;
use super::text::stem;
use crate::{Settings, Thread};
use codebook::Act;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Weight of a word of the sentence beside one of the proposal.
const AROUND: f64 = 0.2;
/// Least average nearness to join a thread. Chosen, with `AROUND`, on the three example cases, where 0.10 to 0.16
/// do much the same.
const NEAR: f64 = 0.13;
/// Nearness of an answer to what it answers.
const ANSWER: f64 = 0.6;
/// Positions further apart in a report than this are not taken for an answer to each other.
const ANSWER_WITHIN: usize = 3;
/// Weight of naming the issue itself.
const ISSUE: f64 = 1.5;
/// Members compared; the latest of a long thread stand for all.
const COMPARED: usize = 12;
/// Threads looked at for one word; of commoner words the latest.
const LOOKED_AT: usize = 64;

/// Threads compared in full: those that share most with a position.
const CANDIDATES: usize = 8;

struct Member {
    item: usize,
    /// By word, in order.
    weights: Vec<(u32, f64)>,
    total: f64,
}

/// Threads, each with its members as indices of `items`. `copy_of` gives the item a copy repeats; copies follow their
/// originals, and are left out of the indices.
pub(crate) fn threads(
    items: &[Item<'_>],
    copy_of: &HashMap<usize, usize>,
    settings: &Settings,
) -> Vec<(Thread, Vec<usize>)> {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut sentences: Vec<f64> = Vec::new();
    // Copies weigh nothing: printing a thing again makes its words no commoner.
    let originals = || items.iter().enumerate().filter(|(at, _)| !copy_of.contains_key(at)).map(|(_, item)| item);
    for stem in originals().flat_map(|item| &item.around) {
        let next = numbers.len() as u32;
        let number = *numbers.entry(stem).or_insert(next);
        sentences.resize(numbers.len(), 0.0);
        sentences[number as usize] += 1.0;
    }
    let count = originals().count() as f64;
    let rarity = |stem: &str| {
        let among = numbers.get(stem).map_or(1.0, |&number| sentences[number as usize]);
        (1.0 + count / among).ln()
    };

    let mut groups: Vec<Vec<Member>> = Vec::new();
    // What each group shares with the position at hand; all zero between positions.
    let mut shares: Vec<f64> = Vec::new();
    let mut by_word: HashMap<(&str, u32), Vec<usize>> = HashMap::new();
    let mut group_of: HashMap<usize, usize> = HashMap::new();
    for (at, item) in items.iter().enumerate() {
        if copy_of.contains_key(&at) {
            continue;
        }
        let issue = item.position.issue.as_str();
        let mut weights: Vec<(u32, f64)> = Vec::new();
        for stem in &item.around {
            if let Some(&number) = numbers.get(stem.as_str()) {
                let full = if item.proposal.contains(stem) { 1.0 } else { AROUND };
                weights.push((number, full * rarity(stem)));
            }
        }
        if names_issue(item, settings) {
            weights.push((u32::MAX, ISSUE));
        }
        // In a fixed order, so that the same rows give the same sums to the last bit.
        weights.sort_unstable_by_key(|(word, _)| *word);
        let total = weights.iter().map(|(_, weight)| weight).sum();

        let mut touched: Vec<usize> = Vec::new();
        for (word, weight) in &weights {
            for &group in by_word.get(&(issue, *word)).into_iter().flat_map(|list| list.iter().rev().take(LOOKED_AT)) {
                if shares[group] == 0.0 {
                    touched.push(group);
                }
                shares[group] += weight;
            }
        }
        let mut candidates: Vec<(usize, f64)> =
            touched.into_iter().map(|group| (group, std::mem::take(&mut shares[group]))).collect();
        candidates.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut candidates: BTreeSet<usize> = candidates.into_iter().take(CANDIDATES).map(|(group, _)| group).collect();
        // What stands beside it in its report may be what it answers.
        let beside = (0..at).rev().take_while(|&near| items[near].same_report(item));
        candidates
            .extend(beside.filter(|&near| items[near].position.issue == issue).filter_map(|near| group_of.get(&near)));
        let member = Member { item: at, weights, total };
        let best = candidates
            .into_iter()
            .map(|group| (nearness(items, &groups[group], &member), group))
            .filter(|(near, _)| *near > NEAR)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let group = best.map_or(groups.len(), |(_, group)| group);
        if group == groups.len() {
            groups.push(Vec::new());
            shares.push(0.0);
        }
        for &(word, _) in &member.weights {
            let list = by_word.entry((issue, word)).or_default();
            if list.last() != Some(&group) {
                list.push(group);
            }
        }
        group_of.insert(at, group);
        groups[group].push(member);
    }
    let mut groups: Vec<Vec<usize>> =
        groups.into_iter().map(|group| group.into_iter().map(|m| m.item).collect()).collect();
    let mains = gather(items, &mut groups);
    let mut threads = name(items, groups, &mains, &rarity);
    let mut copies: Vec<(usize, usize)> = copy_of.iter().map(|(&copy, &original)| (copy, original)).collect();
    copies.sort_unstable();
    let mut thread_of: HashMap<usize, usize> = HashMap::new();
    for (number, (_, members)) in threads.iter().enumerate() {
        thread_of.extend(members.iter().map(|&member| (member, number)));
    }
    for (copy, original) in copies {
        if let Some(&number) = thread_of.get(&original) {
            threads[number].0.positions.push(items[copy].place());
        }
    }
    threads
}

fn names_issue(item: &Item<'_>, settings: &Settings) -> bool {
    let issue = &item.position.issue;
    let mut named = settings.issue_words.get(issue).into_iter().flatten().map(String::as_str).chain(issue.split('-'));
    named.any(|word| item.proposal.contains(stem(&word.to_lowercase())))
}

/// How near a position is to the members of a thread, on average.
fn nearness(items: &[Item<'_>], group: &[Member], member: &Member) -> f64 {
    let compared = &group[group.len().saturating_sub(COMPARED)..];
    let mut sum = 0.0;
    for other in compared {
        let (a, b) = (&items[other.item], &items[member.item]);
        if a.overlaps(b) {
            return f64::INFINITY;
        }
        sum += match () {
            () if (a.position.act == Act::Accuse) != (b.position.act == Act::Accuse) => -1.0,
            () if answers(b, a) => ANSWER,
            () => {
                let lighter = member.total.min(other.total);
                if lighter > 0.0 { shared(&member.weights, &other.weights) / lighter } else { 0.0 }
            }
        };
    }
    sum / compared.len().max(1) as f64
}

/// The weight that two lists of words share.
fn shared(one: &[(u32, f64)], other: &[(u32, f64)]) -> f64 {
    let (mut a, mut b, mut sum) = (0, 0, 0.0);
    while let (Some(&(word, weight)), Some(&(their_word, their_weight))) = (one.get(a), other.get(b)) {
        if word == their_word {
            sum += weight.min(their_weight);
        }
        a += usize::from(word <= their_word);
        b += usize::from(their_word <= word);
    }
    sum
}

/// Whether `answer` refuses, accepts or weighs what `asked` puts to its holder.
fn answers(answer: &Item<'_>, asked: &Item<'_>) -> bool {
    answer.same_report(asked)
        && answer.index.abs_diff(asked.index) <= ANSWER_WITHIN
        && answer.party != asked.party
        && answer.position.target.as_ref() == asked.party
        && matches!(answer.position.act, Act::Reject | Act::Accept | Act::Consider)
        && matches!(asked.position.act, Act::Demand | Act::Propose | Act::Offer | Act::Threaten)
}

/// Puts what stands alone into the main thread of its issue, and tells which groups are main threads.
fn gather(items: &[Item<'_>], groups: &mut Vec<Vec<usize>>) -> BTreeSet<usize> {
    let deed = |group: &[usize]| group.iter().all(|&at| items[at].position.act == Act::Accuse);
    let mut mains: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, group) in groups.iter().enumerate().filter(|(_, group)| !deed(group)) {
        let main = mains.entry(&items[group[0]].position.issue).or_insert(number);
        if groups[*main].len() < group.len() {
            *main = number;
        }
    }
    for number in 0..groups.len() {
        let main = mains.get(items[groups[number][0]].position.issue.as_str()).copied();
        if let Some(main) = main.filter(|&main| main != number && groups[number].len() == 1 && !deed(&groups[number])) {
            let alone = std::mem::take(&mut groups[number]);
            groups[main].extend(alone);
        }
    }
    let mains: BTreeSet<usize> = mains.into_values().collect();
    let kept: Vec<usize> = (0..groups.len()).filter(|&number| !groups[number].is_empty()).collect();
    let renumbered = mains.iter().filter_map(|main| kept.iter().position(|number| number == main)).collect();
    groups.retain(|group| !group.is_empty());
    renumbered
}

/// Gives each thread an id and a label: the issue's own for its main thread, else its issue and most telling words.
fn name(
    items: &[Item<'_>],
    groups: Vec<Vec<usize>>,
    mains: &BTreeSet<usize>,
    rarity: &impl Fn(&str) -> f64,
) -> Vec<(Thread, Vec<usize>)> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut threads: Vec<(Thread, Vec<usize>)> = Vec::new();
    for (number, mut group) in groups.into_iter().enumerate() {
        group.sort_unstable();
        let issue = items[group[0]].position.issue.clone();
        let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
        for stem in group.iter().flat_map(|&at| &items[at].proposal) {
            *counts.entry(stem).or_default() += rarity(stem);
        }
        let mut telling: Vec<(&str, f64)> = counts.into_iter().collect();
        telling.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        let words: Vec<&str> = telling.iter().take(2).map(|(stem, _)| *stem).collect();
        let base = if mains.contains(&number) { issue.clone() } else { format!("{issue}-{}", words.join("-")) };
        let mut id = base.clone();
        let mut again = 2;
        while !taken.insert(id.clone()) {
            id = format!("{base}-{again}");
            again += 1;
        }
        // The label is the proposal with most of the telling words, a step rather than a judgement; of equals the shortest,
        // then the first.
        let label = group
            .iter()
            .map(|&at| {
                let item = &items[at];
                let score = telling.iter().take(4).filter(|(stem, _)| item.proposal.contains(*stem)).count();
                let words = codebook::slice(item.row.text, &item.position.proposal);
                (
                    item.position.act.firmness().is_none(),
                    std::cmp::Reverse(score),
                    words.chars().count(),
                    at,
                    words.split_whitespace().collect::<Vec<_>>().join(" "),
                )
            })
            .min()
            .map_or_else(|| issue.clone(), |(.., words)| words);
        let positions = group.iter().map(|&at| items[at].place()).collect();
        threads.push((Thread { id, issue, label, positions }, group));
    }
    threads
}
