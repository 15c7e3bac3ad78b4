//! What a brief says.

use super::document::{Block, Document, Evidence, Inline, Source, t};
use super::pictures::{self, Mark};
use crate::answers::{Answers, Levers, Outcome, Solved};
use crate::case::{Case, Said};
use crate::casefile::{Casefile, Item, Support};
use crate::{draft, party, words};
use codebook::Span;
use standing::{MovementKind, Place, Voice};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The most rows of a table or list; a brief is short.
const MOST_ROWS: usize = 40;

pub(super) struct Content<'c, 'a> {
    case: &'c Case<'a>,
    file: &'c Casefile,
    said: HashMap<(&'c str, &'c str), &'c Said<'a>>,
    document: Document,
    numbers: HashMap<String, usize>,
    missing: BTreeSet<String>,
    names: BTreeMap<String, String>,
    /// Whether the outcome of the levers was asked for.
    pub asked: bool,
}

impl<'c, 'a> Content<'c, 'a> {
    pub fn new(case: &'c Case<'a>, file: &'c Casefile) -> Self {
        let codes = file.parties.iter().filter(|code| !code.is_empty());
        let names = codes.cloned().zip(file.model.decision_makers.iter().cloned()).collect();
        let said = case.said.iter().map(|said| ((said.row.id, said.position.id.as_str()), said)).collect();
        let until = file.about.until.map(|day| format!(", as reported until {day}")).unwrap_or_default();
        let document = Document {
            title: format!("Where the negotiation stands: {}", file.model.about.title),
            subtitle: format!("{}{until}. Drafted by {}.", case.origins, file.about.by),
            ..Document::default()
        };
        Self { case, file, said, document, numbers: HashMap::new(), missing: BTreeSet::new(), names, asked: false }
    }

    pub fn finish(self) -> (Document, Vec<String>) {
        (self.document, self.missing.into_iter().collect())
    }

    pub fn write(&mut self, solved: &Solved<'_>, answers: &Answers, levers: Option<&Levers>) {
        self.short(answers);
        self.stand();
        self.moved();
        self.accounts();
        self.outcomes(solved, answers);
        if let Some(levers) = levers {
            self.levers(levers);
        }
        self.assumed(answers);
        self.not_known();
    }

    fn name(&self, code: &str) -> String {
        party::name(code, &self.names)
    }

    fn heading(&mut self, words: &str) {
        self.document.blocks.push(Block::Heading(words.to_owned()));
    }

    fn paragraph(&mut self, words: Vec<Inline>) {
        self.document.blocks.push(Block::Paragraph(words));
    }

    /// A table. What the model says stands in tables, not in sentences: a reader of running text would take "Ukraine
    /// would rather …" for something Ukraine said.
    fn table<const N: usize>(&mut self, head: [&str; N], rows: Vec<[Vec<Inline>; N]>) {
        if !rows.is_empty() {
            let head = head.map(str::to_owned).to_vec();
            self.document.blocks.push(Block::Table { head, rows: rows.into_iter().map(Vec::from).collect() });
        }
    }

    /// The number of a piece of evidence, given when it is first used.
    fn number(&mut self, id: &str) -> Option<usize> {
        if let Some(number) = self.numbers.get(id) {
            return Some(*number);
        }
        let said = id.rsplit_once('/').and_then(|key| self.said.get(&key).copied());
        let kept = said.map(draft::item).or_else(|| self.file.items.get(id).cloned());
        if said.is_none() {
            self.missing.insert(id.to_owned());
        }
        let item = kept?;
        let number = self.document.evidence.len() + 1;
        self.numbers.insert(id.to_owned(), number);
        let source = said.map(|said| self.source(said, number));
        self.document.evidence.push(Evidence {
            words: item.words.clone(),
            note: self.note(&item, said.is_some()),
            source,
        });
        Some(number)
    }

    fn whose(&self, item: &Item) -> String {
        match (&item.voice, &item.by) {
            (Voice::SecondHand, standing::By::Party(by)) => {
                format!("second-hand, on the word of {}", self.name(by.code()))
            }
            _ => item.whose_word(),
        }
    }

    fn note(&self, item: &Item, there: bool) -> String {
        let date = item.date.map(|date| format!(", {date}")).unwrap_or_default();
        let outlet = item.outlet.as_ref().map(|outlet| format!("{outlet}, ")).unwrap_or_default();
        let gone = if there { "" } else { "; no longer in the record" };
        format!("{}, {}; {}; {outlet}{}{date}{gone}", self.name(&item.party), item.act, self.whose(item), item.id)
    }

    fn source(&mut self, said: &Said<'_>, number: usize) -> usize {
        let at = match self.document.reports.iter().position(|source| source.id == said.row.id) {
            Some(at) => at,
            None => {
                let date = said.row.date.map_or("undated".to_owned(), |date| date.to_string());
                let about = said.row.outlet.map_or(date.clone(), |outlet| format!("{outlet}, {date}"));
                self.document.reports.push(Source {
                    id: said.row.id.to_owned(),
                    about,
                    text: said.row.text.to_owned(),
                    marks: Vec::new(),
                });
                self.document.reports.len() - 1
            }
        };
        self.document.reports[at].marks.extend(said.quoted().into_iter().map(|span: Span| (span, number)));
        at
    }

    /// Quotation and number of a position.
    fn cited(&mut self, id: &str) -> Vec<Inline> {
        let Some(number) = self.number(id) else { return vec![t(format!("{id}: no longer in the record"))] };
        let mut words: Vec<Inline> = Vec::new();
        for quote in self.document.evidence[number - 1].words.clone() {
            if !words.is_empty() {
                words.push(t(" … "));
            }
            words.push(Inline::Quote(quote));
        }
        words.push(Inline::Reference(number));
        words
    }

    fn references(&mut self, ids: &[String]) -> Vec<Inline> {
        let mut seen = BTreeSet::new();
        ids.iter()
            .filter(|id| seen.insert((*id).clone()))
            .filter_map(|id| self.number(id))
            .map(Inline::Reference)
            .collect()
    }

    fn short(&mut self, answers: &Answers) {
        let holds = answers.status_quo.as_ref().is_some_and(|now| !now.concepts.is_empty());
        let lasts = if holds {
            "Yes, by what the parties say: none of them would leave it alone, or each has to fear the answer."
        } else {
            "No, by what the parties say: at least one of them would rather leave it."
        };
        let count = format!("{} of {} combinations of steps.", answers.holding, answers.states);
        self.table(
            ["In short", ""],
            vec![
                [vec![t("How things stand")], vec![Inline::Strong(contents(answers.status_quo.as_ref()))]],
                [vec![t("Can that last?")], vec![t(lasts)]],
                [vec![t("What would hold")], vec![t(count)]],
            ],
        );
        self.paragraph(vec![t(
            "Stated positions are not preferences. What follows from them here is an analysis and no forecast.",
        )]);
    }

    fn stand(&mut self) {
        self.heading("Where the parties stand");
        let case = self.case;
        let threads: BTreeSet<&str> = self.file.of_options.iter().map(|of| of.thread.as_str()).collect();
        let mut current: Vec<&Said<'_>> =
            case.said.iter().filter(|said| said.current && !said.past && said.act().firmness().is_some()).collect();
        // What the model is about first.
        current.sort_by_key(|said| (!threads.contains(case.threads[said.thread].id.as_str()), said.thread));
        let more = current.len().saturating_sub(MOST_ROWS);
        current.truncate(MOST_ROWS);
        let mut marks = Vec::new();
        // Words stand in a cell of their own, so that nobody else is taken for their speaker.
        let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
        let mut before = None;
        for said in &current {
            let id = said.id();
            let Some(number) = self.number(&id) else { continue };
            for holder in &said.holders {
                marks.push(self.mark(said, holder, number));
            }
            let who: Vec<String> = said.holders.iter().map(|holder| self.name(holder)).collect();
            let mut words = self.cited(&id);
            for (label, spans) in
                [(" on the condition: ", &said.position.condition), (", for the reason: ", &said.position.grounds)]
            {
                if !spans.is_empty() {
                    words.push(t(label));
                    words.extend(quotes(said, spans));
                }
            }
            let issue =
                if before == Some(said.thread) { String::new() } else { title(&case.threads[said.thread].label) };
            before = Some(said.thread);
            let whose = self.whose(&draft::item(said));
            rows.push(vec![
                vec![t(issue)],
                vec![Inline::Strong(who.join(" and ")), t(format!(" {}", verb(said)))],
                words,
                vec![t(whose)],
            ]);
        }
        if !marks.is_empty() {
            self.document.blocks.push(Block::Picture {
                svg: pictures::matrix(&marks),
                caption: "Each party's current position on each issue; a mark opens its words.".into(),
            });
        }
        let head = ["Issue", "Who", "Words", "Whose word"].map(str::to_owned).to_vec();
        self.document.blocks.push(Block::Table { head, rows });
        if more > 0 {
            self.paragraph(vec![t(format!("{more} more current positions are in the record."))]);
        }
    }

    fn mark(&self, said: &Said<'_>, holder: &str, number: usize) -> Mark {
        Mark {
            row: title(&self.case.threads[said.thread].label),
            column: self.name(holder),
            date: said.row.date,
            wants: said.wants(),
            first_hand: said.first_hand(),
            act: said.act().name().to_owned(),
            number,
            words: said.proposal(),
        }
    }

    fn moved(&mut self) {
        self.heading("What moved");
        let case = self.case;
        let steps: Vec<_> = case
            .standing
            .computed
            .movement
            .iter()
            .filter(|step| step.kind != MovementKind::Held)
            .take(MOST_ROWS)
            .collect();
        if steps.is_empty() {
            self.paragraph(vec![t("No party's own word is recorded to have moved.")]);
        }
        let id = |place: &Place| format!("{}/{}", place.0, place.1);
        let mut items = Vec::new();
        for step in steps {
            let kind = match step.kind {
                MovementKind::Softened => "softened",
                MovementKind::Hardened => "hardened",
                MovementKind::Reversed => "reversed",
                MovementKind::Held => "held",
            };
            let label = self.label(&step.thread);
            let from = step
                .from
                .as_ref()
                .map(|from| self.cited(&id(from)))
                .unwrap_or_else(|| vec![t("nothing earlier known")]);
            let to = self.cited(&id(&step.to));
            items.push(vec![
                vec![Inline::Strong(self.name(step.party.code())), t(format!(" {kind} on {label}"))],
                from,
                to,
            ]);
        }
        if !items.is_empty() {
            let head = ["Who", "From", "To"].map(str::to_owned).to_vec();
            self.document.blocks.push(Block::Table { head, rows: items });
        }
        let threads: BTreeSet<&str> = self.file.of_options.iter().map(|of| of.thread.as_str()).collect();
        let mut marks = Vec::new();
        for said in &case.said {
            if said.past || said.act().firmness().is_none() || !threads.contains(case.threads[said.thread].id.as_str())
            {
                continue;
            }
            if marks.len() >= 4 * MOST_ROWS {
                break;
            }
            if let Some(number) = self.number(&said.id()) {
                marks.extend(said.holders.iter().map(|holder| self.mark(said, holder, number)));
            }
        }
        if let Some(svg) = pictures::timeline(&marks) {
            let caption = "What each party said of each thing in the model, over time; a mark opens its words.".into();
            self.document.blocks.push(Block::Picture { svg, caption });
        }
    }

    fn label(&self, thread: &str) -> String {
        let found = self.case.threads.iter().find(|known| known.id == thread);
        words::name(found.map_or(thread, |known| &known.label))
    }

    fn accounts(&mut self) {
        let case = self.case;
        let all = &case.standing.computed.accounts;
        if all.is_empty() {
            return;
        }
        self.heading("Accounts that differ");
        let mut items = Vec::new();
        for account in all.iter().take(MOST_ROWS) {
            let label = self.label(&account.thread);
            let mut row = vec![vec![Inline::Strong(self.name(account.party.code())), t(format!(" on {label}"))]];
            for place in [&account.a, &account.b] {
                let mut words = self.cited(&format!("{}/{}", place.0, place.1));
                if let Some(said) = self.said.get(&(place.0.as_str(), place.1.as_str())) {
                    let own = said.first_hand();
                    let whose = self.whose(&draft::item(said));
                    words.push(t(if own {
                        ", its own word".to_owned()
                    } else {
                        format!(", {}", whose.split(',').next().unwrap_or_default())
                    }));
                }
                row.push(words);
            }
            items.push(row);
        }
        let head = ["About", "One account", "Another"].map(str::to_owned).to_vec();
        self.document.blocks.push(Block::Table { head, rows: items });
    }

    fn outcomes(&mut self, solved: &Solved<'_>, answers: &Answers) {
        self.heading("Outcomes");
        if let Some(svg) = pictures::around(solved) {
            let caption = "Where each party alone could take things from here, one step at a time.".into();
            self.document.blocks.push(Block::Picture { svg, caption });
        }
        if answers.holding > 1 {
            let rows = [("All of them have", &answers.common[0]), ("None of them has", &answers.common[1])]
                .into_iter()
                .filter(|(_, all)| !all.is_empty())
                .map(|(lead, all)| [vec![t(lead)], vec![t(all.join("; "))]]);
            self.table(["Of those that hold", ""], rows.collect());
        }
        let shown: Vec<&Outcome> = answers.outcomes.iter().take(3).collect();
        if shown.is_empty() {
            self.paragraph(vec![t("No combination of steps holds.")]);
        }
        for outcome in shown {
            self.outcome(outcome);
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        let how = format!(
            "{} {}{}",
            crate::answers::holds(outcome),
            crate::answers::distance(outcome),
            crate::answers::alike(outcome)
        );
        let mut rows = vec![
            [vec![t("What is done")], vec![Inline::Strong(contents(Some(outcome)))]],
            [vec![t("Does it hold?")], vec![t(how)]],
        ];
        for reason in &outcome.reasons {
            let stays = if reason.stays { " stays" } else { " would leave" };
            let mut words = vec![t(reason.words.clone())];
            words.extend(self.references(&reason.evidence));
            rows.push([vec![Inline::Strong(reason.party.clone()), t(stays)], words]);
        }
        self.table([&format!("Outcome {}", outcome.label), ""], rows);
    }

    fn levers(&mut self, levers: &Levers) {
        self.heading("Levers");
        if !self.asked {
            self.paragraph(vec![t("Of the combinations that do not hold, this one meets most of the wishes above.")]);
        }
        self.table(
            [&format!("Outcome {}", levers.outcome.label), ""],
            vec![
                [vec![t("What is done")], vec![Inline::Strong(contents(Some(&levers.outcome)))]],
                [vec![t("Does it hold?")], vec![t(crate::answers::holds(&levers.outcome))]],
            ],
        );
        let mut rows = Vec::new();
        for leaving in &levers.leaving {
            let marks = leaving.backing.words();
            let marks = if marks.is_empty() { String::new() } else { format!(" ({marks})") };
            let mut keeps: Vec<Inline> = Vec::new();
            if leaving.deterrents.is_empty() {
                keeps.push(t("nothing the others can do in this model"));
            }
            let mut said: Vec<String> = leaving.evidence.iter().take(2).cloned().collect();
            for deterrent in &leaving.deterrents {
                let how = if deterrent.credible { "they would rather do it" } else { "to their own cost" };
                let join = if keeps.is_empty() { "" } else { "; or " };
                keeps.push(t(format!("{join}fear that {} ({how})", deterrent.answer)));
                for ruled in &deterrent.ruled_out {
                    keeps.push(t(format!(", against which {} speaks", ruled.party)));
                    keeps.extend(self.references(&ruled.evidence));
                    said.extend(ruled.evidence.iter().take(2).cloned());
                }
            }
            // The words stand in a cell of their own, so that nobody else is taken for their speaker.
            let mut words: Vec<Inline> = Vec::new();
            for id in said {
                if !words.is_empty() {
                    words.push(t(" "));
                }
                words.extend(self.cited(&id));
            }
            rows.push([
                vec![Inline::Strong(leaving.party.clone()), t(format!(": {}", leaving.by))],
                vec![t(format!("{}{marks}", leaving.wants))],
                keeps,
                words,
            ]);
        }
        if rows.is_empty() {
            self.paragraph(vec![t("It takes no lever: nothing makes anybody leave it.")]);
        }
        self.table(
            ["Who would rather leave, and how", "What it would have to see differently", "What would keep it", "Words"],
            rows,
        );
    }

    fn assumed(&mut self, answers: &Answers) {
        self.heading("What rests on little");
        let telling = answers.flips.iter().filter(|flip| !flip.lost.is_empty() || !flip.gained.is_empty());
        let mut rows = Vec::new();
        for flip in telling.take(6) {
            let mut words = vec![t(format!("{} ({})", flip.words, flip.backing.words()))];
            words.extend(self.references(&flip.evidence));
            let changes = format!("{} outcomes no longer hold and {} others do", flip.lost.len(), flip.gained.len());
            rows.push([vec![Inline::Strong(flip.party.clone())], words, vec![t(changes)]]);
        }
        if rows.is_empty() {
            self.paragraph(vec![t(
                "Turning round any one preference that is assumed, second-hand or of one origin changes no outcome.",
            )]);
        }
        self.table(["Who", "Wants", "Turned round"], rows);
        let mut assumed = Vec::new();
        for (maker, statements) in self.file.model.preferences.iter().enumerate() {
            for (at, statement) in statements.priorities.iter().flatten().enumerate() {
                if statement.standing != conflict::model::Standing::Assumed {
                    continue;
                }
                let support: Support =
                    self.file.of_statements.get(maker).and_then(|all| all.get(at)).cloned().unwrap_or_default();
                let mut why = vec![t(support.note)];
                why.extend(self.references(&support.evidence));
                assumed.push([
                    vec![Inline::Strong(self.file.model.decision_makers[maker].clone())],
                    vec![t(self.file.words(&statement.condition))],
                    why,
                ]);
            }
        }
        self.table(["Who", "Is assumed to want", "Why"], assumed);
    }

    fn not_known(&mut self) {
        self.heading("What is not known");
        let file = self.file;
        let mut rows = Vec::new();
        for unknown in &file.unknown {
            let mut why = vec![t(unknown.support.note.clone())];
            why.extend(self.references(&unknown.support.evidence));
            rows.push([vec![Inline::Strong(unknown.decision_maker.clone())], vec![t(unknown.option.clone())], why]);
        }
        self.table(["Whose preference", "On", "Why it is open"], rows);
        let mut rows = Vec::new();
        for left in file.left_out.iter().take(12) {
            let mut why = vec![t(left.support.note.clone())];
            why.extend(self.references(&left.support.evidence));
            rows.push([vec![t(left.what.clone())], why]);
        }
        let more = file.left_out.len().saturating_sub(12);
        if more > 0 {
            rows.push([vec![t(format!("{more} more"))], vec![t("the case lists them")]]);
        }
        self.table(["Left out of the model", "Why"], rows);
        if self.case.origins.independent() == 1 {
            self.paragraph(vec![t("All of this comes from one origin: no second report bears any of it out.")]);
        }
    }
}

fn quotes(said: &Said<'_>, spans: &[Span]) -> Vec<Inline> {
    let mut words = Vec::new();
    for span in spans {
        if let Some(quote) = span.of(said.row.text) {
            if !words.is_empty() {
                words.push(t(" … "));
            }
            words.push(Inline::Quote(quote.to_owned()));
        }
    }
    words
}

fn contents(outcome: Option<&Outcome>) -> String {
    match outcome {
        Some(outcome) if !outcome.taken.is_empty() => outcome.taken.join("; "),
        Some(_) => "none of the steps in the model is taken".into(),
        None => "not stated".into(),
    }
}

fn verb(said: &Said<'_>) -> &'static str {
    use codebook::Act;
    match said.act() {
        Act::Demand => "demands",
        Act::Propose => "proposes",
        Act::Offer => "offers",
        Act::Accept => "accepts",
        Act::Concede => "concedes",
        Act::Commit => "commits itself to",
        Act::Consider => "leaves open",
        Act::Reject => "rejects",
        Act::Retract => "takes back",
        Act::Threaten => "threatens",
        Act::Warn => "warns",
        Act::Accuse => "accuses",
        Act::Assess => "says",
    }
}

fn title(label: &str) -> String {
    let plain = words::name(&label.replace('-', " "));
    let mut chars = plain.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
