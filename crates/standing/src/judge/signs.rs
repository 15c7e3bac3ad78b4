//! Harm announced, things turned into their contrary, and denials: signs of form and of a small lexicon.

use super::items::{Item, beside};
use super::text::{stem, words};
use crate::Settings;
use codebook::{Act, Span};

/// Words that undo, end or keep away what follows them.
const AWAY: &str = " not no never without nothing nobody stop stops stopped stopping end ends ended ending cease ceases \
    halt halts halting pause suspend suspends suspended suspending abandon abandons abandoning exclude \
    excludes excluding refrain avoid withdraw withdraws withdrawing withdrawal remove removal recall \
    lift lifted lifting ease easing cancel cancelled drop dropping renounce relinquish dismantle forgo \
    freeze freezing block ban bar prevent empty isolated isolate closed surrender cede cession yield \
    concession concessions ";

/// Words for harm that a party does to another.
const HARM: &str = " sanction tariff duty embargo blockade strike bomb bombard bombing attack assault invade invasion \
    shell missile raid offensive expel expulsion blacklist boycott retaliate retaliation countermeasure \
    levy surcharge ban seize seizure confiscate annex annexation occupy siege execute execution punish \
    fine penalty war mine cut arrest destroy ";

/// Words for going on.
const GOING_ON: &str = " stay stays remain remains continue continues continuing keep keeps keeping maintain persist ";

/// Whether a lower-case word is in a list of words between spaces.
fn listed(list: &str, word: &str) -> bool {
    list.split(' ').any(|listed| listed == word)
}

fn is_away(word: &str) -> bool {
    listed(AWAY, word) || word.ends_with("n't")
}

/// Whether the words of a proposal undo or keep away what they name. Two such words cancel out.
fn undoes(item: &Item<'_>) -> bool {
    let words = item.proposal_words();
    let next = |at: usize| words.get(at + 1).map_or("", String::as_str);
    // "nothing else", "no later than", "not only" and the like limit, and undo nothing.
    let limits = |at: usize| {
        matches!(
            next(at),
            "else" | "but" | "only" | "more" | "less" | "later" | "earlier" | "conditions" | "delay" | "matter"
        )
    };
    (0..words.len()).filter(|&at| is_away(&words[at]) && !limits(at)).count() % 2 == 1
}

/// Indices of commitments to a harm, or to go on with what another asks to end.
pub(crate) fn harm(items: &[Item<'_>]) -> Vec<usize> {
    (0..items.len())
        .filter(|&at| items[at].position.act == Act::Commit && (harms(&items[at]) || defies(items, at)))
        .collect()
}

fn harms(item: &Item<'_>) -> bool {
    if undoes(item) {
        return false;
    }
    // Sanctions are harm by themselves, whatever words stand for them.
    item.position.issue == "sanctions"
        || item
            .proposal_words()
            .iter()
            .any(|word| listed(HARM, word) || HARM.split(' ').any(|harm| stem(harm) == stem(word) && harm.len() >= 4))
}

/// Whether it goes on with something that another party asks of its holder in the same report.
fn defies(items: &[Item<'_>], at: usize) -> bool {
    let item = &items[at];
    let goes_on = item.proposal_words().iter().any(|word| listed(GOING_ON, word));
    goes_on
        && beside(items, at).any(|other| {
            matches!(other.position.act, Act::Demand | Act::Propose)
                && other.party != item.party
                && other.position.target.as_ref() == item.party
                && undoes(other)
                && other.proposal.intersection(&item.around).next().is_some()
        })
}

/// Indices of positions whose proposal is the contrary of their thread's thing.
///
/// The thing is what most of the thread's proposals name, undone or not; of as many, not undone. An acceptance, a
/// refusal or a judgement takes the thing as it stands, so only those who ask, offer, announce or threaten can turn it.
pub(crate) fn turned(items: &[Item<'_>], threads: &[Vec<usize>]) -> Vec<usize> {
    let mut turned = Vec::new();
    for thread in threads {
        let undone = |at: &&usize| undoes(&items[**at]);
        let away = thread.iter().filter(undone).count();
        let thing_is_undone = 2 * away > thread.len();
        let can_turn = |act: Act| matches!(act, Act::Demand | Act::Propose | Act::Offer | Act::Commit | Act::Threaten);
        turned.extend(thread.iter().copied().filter(|&at| {
            can_turn(items[at].position.act) && thread.len() > 1 && undoes(&items[at]) != thing_is_undone
        }));
    }
    turned.sort_unstable();
    turned
}

/// `(denial, denied)`: a refusal on the words of an offer, concession or agreement that another voice tells of the
/// same party; or one whose cue denies, in the same thread, within the window.
pub(crate) fn denies(items: &[Item<'_>], threads: &[Vec<usize>], settings: &Settings) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for thread in threads {
        for (nth, &denial) in thread.iter().enumerate() {
            let item = &items[denial];
            if item.position.act != Act::Reject || item.party.is_none() {
                continue;
            }
            let told = |other: &usize| {
                let denied = &items[*other];
                denied.party == item.party
                    && (denied.voice, &denied.by) != (item.voice, &item.by)
                    && matches!(
                        denied.position.act,
                        Act::Offer | Act::Concede | Act::Accept | Act::Commit | Act::Propose
                    )
            };
            let same_words: Vec<usize> =
                nearby(items, thread, nth).filter(|&other| told(&other) && items[other].overlaps(item)).collect();
            if !same_words.is_empty() {
                pairs.extend(same_words.into_iter().map(|denied| (denial, denied)));
                continue;
            }
            if cue_denies(item) {
                let before = thread[..nth].iter().rev().take_while(|&&other| recent(&items[other], item, settings));
                pairs.extend(before.copied().find(told).map(|denied| (denial, denied)));
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

/// The other members of a thread in the report of its nth.
fn nearby<'t>(items: &'t [Item<'_>], thread: &'t [usize], nth: usize) -> impl Iterator<Item = usize> + 't {
    let same = move |other: &&usize| items[**other].same_report(&items[thread[nth]]);
    let before = thread[..nth].iter().rev().take_while(same);
    before.chain(thread[nth + 1..].iter().take_while(same)).copied()
}

fn cue_denies(item: &Item<'_>) -> bool {
    let Some(statement) = item.statement() else { return false };
    let cue: &[Span] = &statement.cue;
    cue.iter().flat_map(|span| words(item.row.text, *span)).any(|word| {
        matches!(stem(&word.text), "deni" | "deny" | "denied" | "refut" | "disput" | "contradict")
            || word.text.starts_with("den")
    })
}

fn recent(before: &Item<'_>, after: &Item<'_>, settings: &Settings) -> bool {
    match (before.row.date, after.row.date) {
        (Some(before), Some(after)) => {
            before.until(after).is_ok_and(|span| span.get_days().abs() <= i32::from(settings.account_days))
        }
        _ => before.same_report(after),
    }
}
