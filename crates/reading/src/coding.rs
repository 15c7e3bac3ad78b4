//! From statements to positions: who holds which stand on what.
//!
//! The network marks proposals, conditions and grounds, says act and issue of each proposal, and ties conditions, holders
//! and targets to it. What the codebook settles by rule (a position belongs to the side that speaks, joint speakers hold
//! one each) is settled here.

use crate::attribution::{Run, Tags, link, link_chance};
use crate::statements::{mean, runs_to_spans};
use crate::windows::Stretch;
use crate::words::Words;
use actors::Scene;
use agenda::Cues;
use codebook::{Act, Party, Position, Span, Statement};
use encoder::{Ensemble, Output, Outputs, Part};
use std::ops::Range;

/// Least mean tag probability of a proposal.
const PROPOSAL_AT: f32 = 0.4;
/// Least link probability of a condition or of grounds.
const REASON_AT: f32 = 0.65;
/// Least link probability of a holder who is not the speaker, and of a target: low for acts that always are towards
/// somebody, who need not be named beside them, high for the others.
const HOLDER_AT: f32 = 0.75;
const TARGET_AT: f32 = 0.2;
const NAMED_TARGET_AT: f32 = 0.4;
/// Least link probability of a proposal that a statement takes up from elsewhere ("the offer", "it").
const ABOUT_AT: f32 = 0.8;
/// Nats taken from "no role" when proposals are marked, chosen on the kept-back reports of the corpus.
const PROPOSAL_FAVOUR: f32 = 0.2;
/// What the lexicon's log odds are worth beside the network's, chosen on the kept-back reports of the corpus.
const LEXICON_WEIGHT: f32 = 1.2;
/// How many nats each word of an issue's cue in the proposal is worth beside the network's judgement, chosen on the
/// kept-back reports of the corpus.
const CUE_WORD: f32 = 1.5;
/// Least confidence of a position that is recorded: below it, most are wrong on the kept-back reports of the corpus.
const POSITION_AT: f32 = 0.2;

/// What coding one report needs.
pub struct Coder<'a, 't> {
    /// The networks.
    pub network: &'a Ensemble,
    /// The report's words.
    pub words: &'a Words<'t>,
    /// The report's statements, speakers settled.
    pub statements: &'a [Statement],
    /// Parties mentioned and pronouns resolved.
    pub scene: &'a Scene<'t>,
    /// The cues of the agenda's issues.
    pub cues: &'a Cues,
    /// What the report's words tell of its issues.
    pub report: Vec<f32>,
}

/// A party's mention in a window: its first word there.
struct Mention {
    word: usize,
    party: Party,
}

/// A position whose target is open.
struct Open {
    position: Position,
    /// Each party that it may be towards, and how surely it is tied to it.
    towards: Vec<(Party, f32)>,
}

/// What one party does by one act in one statement ("demands that X leave, disarm and pay") is towards one party: the ties of
/// all of it are taken together.
fn shared_ties(all: &[Open]) -> Vec<Option<(Party, f32)>> {
    let group = |open: &Open| {
        let p = &open.position;
        p.statement.is_some().then(|| (p.statement.clone(), p.party.clone(), p.act))
    };
    let shared = |(i, open): (usize, &Open)| {
        let same = |(k, other): &(usize, &Open)| *k == i || (group(open).is_some() && group(open) == group(other));
        let members: Vec<&Open> = all.iter().enumerate().filter(same).map(|(_, other)| other).collect();
        let mean = |party: &Party| {
            let ties = members.iter().filter_map(|m| m.towards.iter().find(|(known, _)| known == party));
            ties.map(|(_, p)| p).sum::<f32>() / members.len() as f32
        };
        let ties = open.towards.iter().map(|(party, _)| (party.clone(), mean(party)));
        ties.max_by(|a, b| a.1.total_cmp(&b.1))
    };
    all.iter().enumerate().map(shared).collect()
}

/// A proposal that the network marks.
struct Marked<'a> {
    /// Its words in the window.
    run: Range<usize>,
    /// Its place in the text.
    spans: Vec<Span>,
    covered: Span,
    /// The innermost statement it stands in.
    own: Option<&'a Statement>,
    /// Mean tag probability.
    sure: f32,
}

/// A window as far as it is decoded.
struct Coded<'a> {
    stretch: &'a Stretch,
    output: &'a Outputs,
    reasons: Vec<Run>,
    mentions: Vec<Mention>,
}

impl Coded<'_> {
    /// The window's words that spans cover, from the first to the last; `None` where it has none of them.
    fn local(&self, words: &Words<'_>, spans: &[Span]) -> Option<Range<usize>> {
        let global = words.touched(codebook::covered(spans)?);
        let start = self.stretch.words.partition_point(|&w| w < global.start);
        let end = self.stretch.words.partition_point(|&w| w < global.end);
        (start < end).then_some(start..end)
    }
}

impl Coder<'_, '_> {
    /// All positions of the report, numbered `p1`, `p2` … in text order.
    pub fn positions(&self, read: &[(Stretch, Outputs)]) -> Vec<Position> {
        let mentioned = self.mentioned();
        let mut out: Vec<Position> = Vec::new();
        for (stretch, output) in read {
            out.extend(self.window(stretch, output, &mentioned));
        }
        out.sort_by_key(|p| p.proposal.first().map_or(0, |s| s.start));
        for (i, position) in out.iter_mut().enumerate() {
            position.id = format!("p{}", i + 1);
        }
        out
    }

    /// Every place that names a party: mentions, and the sources of statements, pronouns among them.
    fn mentioned(&self) -> Vec<(Span, Party)> {
        let mut found = self.scene.parties_mentioned();
        for s in self.statements {
            if let (Some(span), Some(party)) = (s.source.first(), &s.speaker.party)
                && !found.iter().any(|(at, _)| at.overlaps(*span))
            {
                found.push((*span, party.clone()));
            }
        }
        found.sort_by_key(|(span, _)| span.start);
        found
    }

    fn window(&self, stretch: &Stretch, output: &Outputs, mentioned: &[(Span, Party)]) -> Vec<Position> {
        let Some((proposals, reasons)) = Tags::eager(self.network, output, "proposal", PROPOSAL_FAVOUR)
            .zip(Tags::best(self.network, output, "reason"))
        else {
            return Vec::new();
        };
        let window = Coded { stretch, output, reasons: reasons.runs(), mentions: self.mentions(stretch, mentioned) };
        let mut out: Vec<Open> = Vec::new();
        for marked in self.marked(stretch, &proposals) {
            if !marked.own.is_some_and(|own| self.refuses_comment(own)) {
                out.extend(self.held(&window, &marked, marked.own, 1.0));
            }
            for (statement, chance) in self.taking_up(&window, &marked) {
                out.extend(self.held(&window, &marked, Some(statement), chance));
            }
        }
        let ties = shared_ties(&out);
        out.into_iter().zip(ties).map(|(open, tie)| self.towards(open.position, tie)).collect()
    }

    /// Whether a statement is a refusal to comment, which carries no position.
    fn refuses_comment(&self, statement: &Statement) -> bool {
        let words = |spans: &[Span]| codebook::slice(self.words.text, spans);
        is_silence(&words(&statement.cue), &words(&statement.content))
    }

    /// The proposals that are marked, with the statement that each stands in.
    fn marked(&self, stretch: &Stretch, tags: &Tags) -> Vec<Marked<'_>> {
        let sure = |run: &Range<usize>| run.clone().map(|w| tags.chance[w]).sum::<f32>() / run.len() as f32;
        let runs = tags.runs().into_iter().map(|run| (sure(&run.words), run.words));
        runs.filter(|(sure, _)| *sure >= PROPOSAL_AT)
            .filter_map(|(sure, run)| {
                let spans = runs_to_spans(self.words, stretch, std::slice::from_ref(&run));
                let covered = codebook::covered(&spans)?;
                Some(Marked { run, spans, covered, own: self.statement_of(covered), sure })
            })
            .collect()
    }

    /// The statements that take up a proposal which stands outside their content, and how surely.
    fn taking_up(&self, window: &Coded<'_>, marked: &Marked<'_>) -> Vec<(&Statement, f32)> {
        let Some(link) = link(self.network, "", "about") else { return Vec::new() };
        self.statements
            .iter()
            .filter(|s| !s.content.iter().any(|c| c.overlaps(marked.covered)))
            .filter_map(|s| {
                let cue = window.local(self.words, &s.cue)?;
                let chance = link_chance(self.network, window.output, link, cue.start, marked.run.start);
                (chance > ABOUT_AT).then_some((s, chance))
            })
            .collect()
    }

    /// The positions, one a holder, that a statement (or the report itself) takes on a marked proposal; `tie` is how surely
    /// the two belong together.
    fn held(&self, window: &Coded<'_>, marked: &Marked<'_>, statement: Option<&Statement>, tie: f32) -> Vec<Open> {
        let Coded { stretch, output, reasons, mentions } = window;
        let run = &marked.run;
        let said = codebook::slice(self.words.text, &marked.spans);
        let (act, issue, chosen) = self.judge(window, run, statement, &said);
        let confidence = marked.sure * tie * chosen * statement.map_or(1.0, |s| s.confidence);
        if confidence < POSITION_AT {
            return Vec::new();
        }
        let reason = |role: usize, name: &str| {
            let runs: Vec<Range<usize>> = reasons
                .iter()
                .filter(|r| r.role == role && self.tied(output, name, run.start, &r.words) > REASON_AT)
                .map(|r| r.words.clone())
                .collect();
            runs_to_spans(self.words, stretch, &runs)
        };
        let position = Position {
            id: String::new(),
            statement: statement.map(|s| s.id.clone()),
            party: None,
            act,
            issue,
            proposal: marked.spans.clone(),
            target: None,
            condition: reason(0, "condition"),
            grounds: reason(1, "grounds"),
            confidence,
        };
        let held = |party: Party| {
            let towards = self.tied_parties(output, "target", run.start, mentions, Some(&party));
            Open { position: Position { party: Some(party), ..position.clone() }, towards }
        };
        self.holders(output, run.start, statement, mentions).into_iter().map(held).collect()
    }

    /// The innermost statement whose content has the words.
    fn statement_of(&self, span: Span) -> Option<&Statement> {
        let holds = |s: &&Statement| s.content.iter().any(|c| c.overlaps(span));
        self.statements.iter().filter(holds).min_by_key(|s| {
            let size: usize = s.content.iter().map(Span::len).sum();
            (s.via.is_none(), size)
        })
    }

    /// Act, issue, and how sure the choice is, of a proposal in the words `said`.
    fn judge(
        &self,
        window: &Coded<'_>,
        run: &Range<usize>,
        statement: Option<&Statement>,
        said: &str,
    ) -> (Act, String, f32) {
        let manifest = self.network.manifest();
        let local = |spans: &[Span]| window.local(self.words, spans);
        let cue = statement.and_then(|s| local(&s.cue)).map(|r| r.start..r.start + 1);
        let content: Vec<usize> =
            statement.iter().flat_map(|s| &s.content).filter_map(|span| local(&[*span])).flatten().collect();
        let input = |output: &Output| {
            let over = |words: &mut dyn Iterator<Item = usize>| mean(output, words, manifest.hidden);
            let proposal = [&over(&mut run.clone()), output.word(run.start)].concat();
            let cue = over(&mut cue.clone().unwrap_or_default());
            [proposal, cue, over(&mut content.iter().copied()), over(&mut (0..output.count))].concat()
        };
        let (act, p) = best(&self.network.head("act", window.output, input));
        let mut issues = self.network.head("issue", window.output, input);
        self.add_words(&mut issues, statement, said);
        for (issue, length) in self.cues.find(said) {
            if let Some(at) = manifest.issues.iter().position(|name| name == issue).filter(|at| *at < issues.len()) {
                issues[at] += CUE_WORD * length as f32;
            }
        }
        let act = manifest.acts.get(act).and_then(|name| name.parse().ok()).unwrap_or(Act::Assess);
        let (issue, q) = best(&issues);
        let issue = manifest.issues.get(issue).cloned().unwrap_or_else(|| "unspecified".to_owned());
        (act, issue, p * q)
    }

    /// Adds what the words of the proposal, its statement and the report tell of the issue.
    fn add_words(&self, issues: &mut [f32], statement: Option<&Statement>, said: &str) {
        let lexicon = self.network.lexicon();
        let content = statement.map(|s| codebook::slice(self.words.text, &s.content)).unwrap_or_default();
        let told = [lexicon.scores(Part::Proposal, said), lexicon.scores(Part::Content, &content)];
        for scores in told.iter().map(Vec::as_slice).chain([self.report.as_slice(), lexicon.bias()]) {
            issues.iter_mut().zip(scores).for_each(|(sum, score)| *sum += LEXICON_WEIGHT * score);
        }
    }

    fn tied(&self, output: &Outputs, name: &str, anchor: usize, span: &Range<usize>) -> f32 {
        let Some(link) = link(self.network, "", name) else { return 0.0 };
        span.clone().map(|w| link_chance(self.network, output, link, anchor, w)).sum::<f32>() / span.len().max(1) as f32
    }

    fn mentions(&self, stretch: &Stretch, mentioned: &[(Span, Party)]) -> Vec<Mention> {
        mentioned
            .iter()
            .filter_map(|(span, party)| {
                let word = self.words.touched(*span).start;
                let at = stretch.words.binary_search(&word).ok()?;
                Some(Mention { word: at, party: party.clone() })
            })
            .collect()
    }

    /// The parties but one that a link ties to a proposal, each with the strongest tie of its mentions.
    fn tied_parties(
        &self,
        output: &Outputs,
        name: &str,
        anchor: usize,
        mentions: &[Mention],
        not: Option<&Party>,
    ) -> Vec<(Party, f32)> {
        let mut out: Vec<(Party, f32)> = Vec::new();
        for m in mentions.iter().filter(|m| not.is_none_or(|not| !m.party.includes(not) && !not.includes(&m.party))) {
            let tie = self.tied(output, name, anchor, &(m.word..m.word + 1));
            match out.iter_mut().find(|(party, _)| *party == m.party) {
                Some((_, known)) => *known = known.max(tie),
                None => out.push((m.party.clone(), tie)),
            }
        }
        out
    }

    /// Who holds it: the side that speaks, each of joint speakers; another only where the network is sure; of what the
    /// report asserts itself, the party it is tied to.
    fn holders(
        &self,
        output: &Outputs,
        anchor: usize,
        statement: Option<&Statement>,
        mentions: &[Mention],
    ) -> Vec<Party> {
        let speaker = statement.and_then(|s| s.speaker.party.clone());
        // What a nested statement tells of somebody unnamed is another's act, never the outer speaker's own.
        let outer = statement.filter(|s| s.speaker.party.is_none()).and_then(|s| s.via.as_ref());
        let outer =
            outer.and_then(|id| self.statements.iter().find(|s| s.id == *id)).and_then(|s| s.speaker.party.as_ref());
        let tied = self.tied_parties(output, "holder", anchor, mentions, outer);
        let tied = tied.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let party = match (speaker, tied) {
            (Some(speaker), Some((other, p))) if p > HOLDER_AT && !speaker.includes(&other) => {
                let own = mentions
                    .iter()
                    .filter(|m| speaker.includes(&m.party))
                    .map(|m| self.tied(output, "holder", anchor, &(m.word..m.word + 1)));
                if own.fold(0.0, f32::max) < p / 2.0 { Some(other) } else { Some(speaker) }
            }
            (Some(speaker), _) => Some(speaker),
            (None, Some((other, p))) if p > HOLDER_AT => Some(other),
            (None, _) => None,
        };
        party.iter().flat_map(|p| p.members().map(Party::new).collect::<Vec<_>>()).collect()
    }

    /// The position with its target: the party it is tied to, or else the other side of the table.
    fn towards(&self, position: Position, tie: Option<(Party, f32)>) -> Position {
        let directed = is_directed(position.act) || position.act == Act::Propose;
        let at_least = if directed { TARGET_AT } else { NAMED_TARGET_AT };
        let tied = tie.filter(|(party, p)| *p > at_least && !party.is_joint()).map(|(party, _)| party);
        let target = tied.or_else(|| self.counterpart(position.act, position.party.as_ref()?));
        Position { target, ..position }
    }

    /// The other side of the table, where the holder is one of the two that the report shows negotiating.
    fn counterpart(&self, act: Act, holder: &Party) -> Option<Party> {
        let (a, b) = self.scene.main_pair().filter(|_| is_directed(act))?;
        if a == *holder {
            Some(b)
        } else if b == *holder {
            Some(a)
        } else {
            None
        }
    }
}

/// Whether cue and content say that nothing is said: "declined" "to comment on the offer".
fn is_silence(cue: &str, content: &str) -> bool {
    let cue = cue.to_lowercase();
    let refuses = |word: &str| word.starts_with("declin") || word.starts_with("refus") || matches!(word, "not" | "no");
    let refused = cue.split_whitespace().any(refuses);
    let content = content.strip_prefix("to ").unwrap_or(content);
    let begins = content.strip_prefix("comment").is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
    refused && (begins || cue.ends_with("comment"))
}

/// Acts that are directed at one party even where their sentence does not name it.
fn is_directed(act: Act) -> bool {
    use Act::*;
    matches!(act, Demand | Offer | Accept | Threaten | Reject | Retract | Accuse)
}

/// Index of the highest score and its softmax probability.
pub(crate) fn best(scores: &[f32]) -> (usize, f32) {
    let (at, top) = scores.iter().copied().enumerate().fold((0, f32::MIN), |a, b| if b.1 > a.1 { b } else { a });
    let total: f32 = scores.iter().map(|s| (s - top).exp()).sum();
    (at, if total > 0.0 { 1.0 / total } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_to_comment_carries_nothing() {
        assert!(is_silence("declined", "to comment on the terms of the offer"));
        assert!(is_silence("would not", "comment"));
        assert!(is_silence("declined to comment", "on the terms"));
        assert!(!is_silence("agreed", "to comment on the draft"));
        assert!(!is_silence("refused", "to sign the accord"));
    }

    #[test]
    fn the_best_score_and_its_softmax() {
        let (at, p) = best(&[0.0, 3.0_f32.ln(), 0.0]);
        assert_eq!(at, 1);
        assert!((p - 0.6).abs() < 1e-6);
        assert_eq!(best(&[]), (0, 0.0));
    }
}
