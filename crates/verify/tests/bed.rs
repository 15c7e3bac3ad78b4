//! Several hundred quotations altered in known ways, and as many faithful ones, against reports composed here.
//!
//! The people, places and words are invented for this file. In `UTTERANCES`, `<…>` marks a stretch whose loss
//! changes what is said, and `{…}` one that can be left out honestly.

use codebook::{Form, Party, Reading, Span, Speaker, Statement};
use std::collections::BTreeMap;
use verify::{Draft, Evidence, Format, Source, Verdict, check};

const SPEAKERS: [(&str, &str, &str); 8] = [
    ("Marit Oldeborg", "Foreign Minister Marit Oldeborg", "AAA"),
    ("Josip Tarvanen", "the rebel commander Josip Tarvanen", "NSA:Hill"),
    ("Ada Quillfeather", "Ada Quillfeather, the league's envoy,", "IGO:League"),
    ("Bruno Salcomte", "Defence Secretary Bruno Salcomte", "BBB"),
    ("Ines Vårdahl", "Prime Minister Ines Vårdahl", "AAA"),
    ("Oskar Pellworm", "the harbour union's Oskar Pellworm", "NSA:Union"),
    ("Tomé Lascaris", "President Tomé Lascaris", "BBB"),
    ("Wren Achterberg", "Wren Achterberg, who leads the mission,", "IGO:Mission"),
];

const UTTERANCES: [(usize, &str); 40] = [
    (0, "We will <not> hand over the lighthouse, and we told them so in March."),
    (
        1,
        "Our rifles stay in the barn. {The barn has two keys, and one of them is ours.} Nobody opens it <without> both.",
    ),
    (2, "The league can <perhaps> send forty monitors before the snow closes the pass."),
    (3, "The frigate leaves on the ninth of May <if the mines are cleared by then>. That is the order I signed."),
    (4, "There has <never> been a secret map, {whatever the opposition likes to print,} and there is no need for one."),
    (
        5,
        "My members load 300 crates a day for either side. {They have families.} They do <not> ask whose flag is painted on the wood.",
    ),
    (6, "I am ready to meet her <only> in the old customs house, at noon, with the windows open."),
    (7, "Two of the five wells are safe to drink from. The other three <may> be safe by autumn."),
    (0, "A toll of 12 crowns on every barge is {, as anyone who has poled one knows,} a tax on bread."),
    (
        1,
        "If the column turns back at the river, the prisoners go home the same night. <Unless it turns back>, nothing moves.",
    ),
    (
        2,
        "Both delegations have seen the draft. <Neither> has signed it, {and I would not sign it either,} but both kept their copies.",
    ),
    (3, "We have <no> troops beyond the orchard wall. We have engineers there, and they are unarmed."),
    (4, "The parliament would <probably> accept a lease of 30 years. It will <not> accept a gift."),
    (
        5,
        "The cranes stop on Friday at six. {I have told the company twice.} They start again when the arrears are paid.",
    ),
    (6, "Take the island out of the treaty and I shall sign it tonight. Leave it in and you can keep the pen."),
    (7, "Our patrols counted 47 shells in one night, <nearly> all of them from the eastern bank."),
    (0, "I <cannot> promise that the bridge opens this year. I can promise that nobody will be shot for crossing it."),
    (1, "The valley was ours before it had a name on any map, {and I was born in it,} and we do <not> rent it."),
    (
        2,
        "Ask me again after the harvest. {Until then I carry messages.} The letters I carry are sealed, and I <don't> read them.",
    ),
    (3, "The embargo falls on weapons and fuel, <not> on medicine, and every ship will be searched once."),
    (4, "They offered us half of the water for all of the shore. We <declined to answer>, which is also an answer."),
    (5, "A lockout would <hardly> frighten people who sleep on the quay."),
    (6, "My grandfather drew this border with a ruler in 1911. I am <not> too proud to draw it again with a pencil."),
    (
        7,
        "We verified 18 of the 20 depots. The last two are <reportedly> empty, {and I hope they are,} though we have <not> been let in.",
    ),
    (0, "The children's train runs on Sunday <unless> the signal box is shelled again."),
    (1, "We released nine sailors because winter is coming and they were cold. It was <not> a bargain."),
    (2, "The mandate ends in December. Renewing it takes one vote, {a quiet room} and a little courage."),
    (3, "Any aircraft that crosses the strait will be followed home. It will <not> be fired upon."),
    (4, "Pensions in the northern towns will be paid in our currency from July, and the arrears by Christmas."),
    (5, "We were promised gloves, lamps and a doctor. We got a speech, {and not a short one,} and some of the lamps."),
    (6, "The census can wait. The dam <can't>."),
    (7, "Forty-one families came back in a week, <mostly> on foot, and 6 of them had a roof."),
    (0, "An observer at each gate is acceptable to my government; a garrison is <not>."),
    (1, "I signed the truce with a broken hand and I keep it with a whole one."),
    (2, "Nothing in the annex binds a third state, {as its lawyers well know,} and nothing in it was meant to."),
    (3, "The minefield chart goes to the mission tomorrow. We keep a copy, for we laid <only> half of them."),
    (4, "We could <conceivably> recognise the college and its language by decree; the courts would take ten years."),
    (5, "The strike fund lasts 90 days. Their patience, I am told, lasts 20."),
    (6, "Sanctions on the sugar mills were lifted at midnight. Those on the bank were <not>."),
    (7, "The clinic at the ford treats wounded from both armies and asks <none> of them for papers."),
];

struct Report {
    id: String,
    text: String,
    reading: Reading,
}

/// A small generator of choices, always the same.
struct Choices(u64);

impl Choices {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % count
    }
}

/// The words as spoken.
fn spoken(marked: &str) -> String {
    let text: String = marked.chars().filter(|c| !"<>{}".contains(*c)).collect();
    text.replace(" ,", ",").replace("  ", " ")
}

/// Reports of four utterances each, in three manners of quoting.
fn reports() -> Vec<Report> {
    let mut reports = Vec::new();
    for (nth, group) in UTTERANCES.chunks(4).enumerate() {
        let mut text = format!("HARBOUR TOWN, {} May (Wire) - The talks went on.\n\n", nth + 1);
        let mut statements = Vec::new();
        for (at, (speaker, marked)) in group.iter().enumerate() {
            let words = spoken(marked);
            let (name, titled, party) = SPEAKERS[*speaker];
            let mut content = Vec::new();
            let mut quote = |text: &mut String, words: &str| {
                text.push('“');
                content.push(Span::new(text.len(), text.len() + words.len()));
                text.push_str(words);
                text.push('”');
            };
            let source;
            match (at % 3, words.find(". ")) {
                (0, Some(stop)) => {
                    let first = format!("{},", &words[..stop]);
                    quote(&mut text, &first);
                    text.push(' ');
                    source = Span::new(text.len(), text.len() + titled.len());
                    text.push_str(&format!("{titled} told reporters at the gate. "));
                    quote(&mut text, &words[stop + 2..]);
                }
                (1, _) => {
                    source = Span::new(text.len(), text.len() + titled.len());
                    text.push_str(&format!("{titled} said: "));
                    quote(&mut text, &words);
                }
                _ => {
                    quote(&mut text, &words);
                    text.push(' ');
                    source = Span::new(text.len(), text.len() + titled.len());
                    text.push_str(&format!("{titled} said."));
                }
            }
            text.push_str("\n\nThe rain did not stop, and the delegates ate in the corridor.\n\n");
            statements.push(Statement {
                id: format!("s{}", at + 1),
                source: vec![source],
                cue: Vec::new(),
                content,
                form: Form::Direct,
                hedged: false,
                speaker: Speaker { name: Some(name.to_owned()), party: Some(Party::new(party)) },
                via: None,
                confidence: 1.0,
            });
        }
        reports.push(Report {
            id: format!("report-{nth}"),
            text,
            reading: Reading { statements, positions: Vec::new() },
        });
    }
    reports
}

/// A draft, how it was made, and the verdicts that are right for it.
struct Case {
    how: &'static str,
    draft: String,
    format: Format,
    right: &'static [Verdict],
}

/// What draws a quotation into a draft, without giving its fault away.
fn draft(choices: &mut Choices, name: &str, quotation: &str) -> String {
    let last = name.rsplit(' ').next().unwrap();
    match choices.below(4) {
        0 => format!("As {name} said, {quotation}\n"),
        1 => format!("It's a long week. {last} told the paper {quotation}\n\nThe talks' end is near."),
        2 => format!("{quotation}, said {last}.\n"),
        _ => format!("Where things stand:\n\n{name} said: {quotation}\n"),
    }
}

fn halves(words: &str) -> (String, String) {
    let all: Vec<&str> = words.split(' ').collect();
    (all[..all.len() / 2].join(" "), all[all.len() / 2..].join(" "))
}

fn tidy(words: &str) -> String {
    let text =
        words.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",").replace(" .", ".").replace(" ;", ";");
    let text = text.replace(",,", ",").replace(", .", ".");
    let mut chars = text.trim_start_matches([',', ' ', '.', ';']).chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Each marked stretch with the utterance before and after it.
fn stretches(marked: &str, open: char, close: char) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = marked[from..].find(open).map(|at| from + at) {
        let end = start + marked[start..].find(close).unwrap();
        found.push((spoken(&marked[..start]), spoken(&marked[start..end]), spoken(&marked[end..])));
        from = end;
    }
    found
}

const CHANGED: &[Verdict] = &[Verdict::Close, Verdict::NegationDropped, Verdict::HedgeDropped];
const CHANGED_OR_JOINED: &[Verdict] =
    &[Verdict::Close, Verdict::NegationDropped, Verdict::HedgeDropped, Verdict::Spliced];
const DROPPED: &[Verdict] = &[Verdict::NegationDropped, Verdict::HedgeDropped];

fn altered(choices: &mut Choices) -> Vec<Case> {
    let mut cases = Vec::new();
    let other_words = ["lantern", "always", "seventeen", "they", "maybe", "against", "promised", "yesterday"];
    for (nth, (speaker, marked)) in UTTERANCES.iter().enumerate() {
        let words = spoken(marked);
        let name = SPEAKERS[*speaker].0;
        let mut push = |how, quotation: String, name: &str, right| {
            let draft = draft(choices, name, &format!("“{quotation}”"));
            cases.push(Case { how, draft, format: Format::Text, right });
        };
        let list: Vec<&str> = words.split(' ').collect();
        for step in 0..3 {
            let at = (nth * 7 + step * 5 + 1) % list.len();
            let mut changed = list.clone();
            let end: String = list[at].chars().rev().take_while(|c| !c.is_alphanumeric()).collect();
            let word = format!("{}{}", other_words[(nth + step) % 8], end.chars().rev().collect::<String>());
            changed[at] = &word;
            push("one word changed", changed.join(" "), name, CHANGED);
        }
        let small = nth % (list.len() - 1);
        let mut changed = list.clone();
        changed.insert(small + 1, "very");
        push("a word added", changed.join(" "), name, CHANGED);
        let mut changed = list.clone();
        changed.swap(small, small + 1);
        if changed[small].to_lowercase() != changed[small + 1].to_lowercase() {
            push("two words change places", changed.join(" "), name, CHANGED_OR_JOINED);
        }
        if let Some(at) = list.iter().position(|word| ["the", "a", "is", "will", "are", "was"].contains(word)) {
            let other = match list[at] {
                "the" => "a",
                "a" => "the",
                "is" => "was",
                "are" => "were",
                "was" => "is",
                _ => "would",
            };
            let mut changed = list.clone();
            changed[at] = other;
            push("a small word changed", changed.join(" "), name, CHANGED);
        }
        for (before, lost, after) in stretches(marked, '<', '>') {
            if lost == "can't" {
                push("negation dropped", tidy(&format!("{before} can {after}")), name, DROPPED);
                continue;
            }
            if lost == "declined to answer" {
                push("words dropped", tidy(&format!("{before} {after}")), name, &[Verdict::Close]);
                continue;
            }
            push("negation or hedge dropped", tidy(&format!("{before} {after}")), name, DROPPED);
            if after.split(' ').count() > 2 && before.split(' ').count() > 1 {
                push(
                    "ellipsis abused",
                    format!("{} … {}", before.trim(), after.trim()),
                    name,
                    &[Verdict::EllipsisAbused],
                );
                push(
                    "ellipsis abused",
                    format!("{} [...] {}", before.trim(), after.trim()),
                    name,
                    &[Verdict::EllipsisAbused],
                );
            }
        }
        if words.contains("don't") {
            push("negation dropped", words.replace("don't", "do"), name, DROPPED);
        }
        let (_, theirs) = &UTTERANCES[(nth + 9) % UTTERANCES.len()];
        let (ours, theirs) = (halves(&words).0, halves(&spoken(theirs)).1);
        push("two halves joined", format!("{ours} {theirs}"), name, &[Verdict::Spliced]);
        push("two halves joined by an ellipsis", format!("{ours} … {theirs}"), name, &[Verdict::Spliced]);
        if let Some(stop) = words.find(". ") {
            let turned = format!("{} {}", &words[stop + 2..], &words[..=stop]);
            push("sentences turned round", turned, name, &[Verdict::Spliced, Verdict::Close]);
        }
        let another = SPEAKERS[(speaker + 1 + nth % 6) % 8].0;
        push("speaker swapped", words.clone(), another, &[Verdict::OtherSpeaker]);
        let number = list.iter().position(|word| word.chars().next().is_some_and(|c| c.is_ascii_digit()));
        if let Some(at) = number {
            let digits: String = list[at]
                .chars()
                .map(|c| {
                    if c == '9' {
                        '1'
                    } else if c.is_ascii_digit() {
                        (c as u8 + 1) as char
                    } else {
                        c
                    }
                })
                .collect();
            let mut changed = list.clone();
            changed[at] = &digits;
            push("number changed", changed.join(" "), name, &[Verdict::Close]);
        }
        push(
            "words never said",
            format!("The {} are {} blue tonight", other_words[nth % 8], nth + 200),
            name,
            &[Verdict::NotFound],
        );
    }
    cases
}

fn faithful(choices: &mut Choices) -> Vec<Case> {
    let mut cases = Vec::new();
    for (nth, (speaker, marked)) in UTTERANCES.iter().enumerate() {
        let words = spoken(marked);
        let name = SPEAKERS[*speaker].0;
        let last = name.rsplit(' ').next().unwrap();
        let mut push =
            |how, draft: String, format| cases.push(Case { how, draft, format, right: &[Verdict::Verbatim] });
        for (open, close) in [("\"", "\""), ("‘", "’"), ("«", "»"), ("„", "“"), ("'", "'")] {
            let draft = draft(choices, name, &format!("{open}{words}{close}"));
            push("other quotation marks", draft, Format::Text);
        }
        let first = words.chars().next().unwrap();
        if !words.starts_with("I ") {
            let lower = format!("{}{}", first.to_lowercase(), &words[first.len_utf8()..]);
            push("case of the first letter", draft(choices, name, &format!("“{lower}”")), Format::Text);
        }
        push(
            "first letter in brackets",
            draft(choices, name, &format!("“[{first}]{}”", &words[first.len_utf8()..])),
            Format::Text,
        );
        push("final punctuation", draft(choices, name, &format!("“{},”", words.trim_end_matches('.'))), Format::Text);
        let broken: String = words
            .split(' ')
            .enumerate()
            .map(|(at, w)| format!("{w}{}", if at % 5 == 4 { '\n' } else { ' ' }))
            .collect();
        push("line breaks", format!("{name} said “{}”", broken.trim()), Format::Text);
        push("line breaks in Markdown", format!("{name} said “{}”", broken.trim()), Format::Markdown);
        let strange = words.replace('å', "a\u{30a}").replace(' ', "\u{a0}").replace('-', "‑").replace('\'', "’");
        push("spaces, hyphens, apostrophes", format!("{name} said \"{strange}\""), Format::Text);
        let (one, rest) = words.split_once(' ').unwrap();
        let note = "([report](https://example.org/a_b))[^1]\n\n[^1]: the wire";
        push("emphasis and a link", format!("{last} said \"{one} **{rest}**\" {note}"), Format::Markdown);
        push(
            "a link inside",
            format!("{last} said \"{one} [{rest}](https://example.org/a_b)\"[^1]\n\n[^1]: the wire"),
            Format::Markdown,
        );
        push(
            "a block quote",
            format!("{name} said:\n\n> {}\n\nNothing followed.", broken.trim().replace('\n', "\n> ")),
            Format::Markdown,
        );
        push("a block quote with its credit", format!("So it went.\n\n> {words}\n>\n> — {name}\n"), Format::Markdown);
        push("a trailing ellipsis", format!("{name}: “{} …”", halves(&words).0), Format::Text);
        if let Some((before, after)) = words.split_once(". ") {
            push("the first sentence alone", draft(choices, name, &format!("“{before}.”")), Format::Text);
            push("the last sentence alone", draft(choices, name, &format!("“{after}”")), Format::Text);
        }
        for (before, _, after) in stretches(marked, '{', '}') {
            for cut in ["…", "[...]", ". . .", "(…)"] {
                push(
                    "an honest ellipsis",
                    draft(
                        choices,
                        name,
                        &format!("“{} {cut} {}”", before.trim(), after.trim_start_matches([' ', ','])),
                    ),
                    Format::Text,
                );
            }
        }
        if nth % 2 == 0 {
            let list: Vec<&str> = words.split(' ').collect();
            let quotation = format!("“{} [that is, {last}'s side] {}”", list[..3].join(" "), list[3..].join(" "));
            push("an insertion", format!("{name} said {quotation}"), Format::Text);
        }
    }
    cases
}

/// By manner, how many were told exactly, of how many.
type Table = BTreeMap<&'static str, (usize, usize)>;

/// Also what was told otherwise, and every draft with its worst verdict.
fn run(cases: &[Case]) -> (Table, Vec<String>, Vec<(Verdict, String)>) {
    let reports = reports();
    let sources: Vec<Source<'_>> = reports.iter().map(|r| Source::new(&r.id, &r.text, &r.reading)).collect();
    let evidence = Evidence::new(&sources);
    let mut table = Table::new();
    let (mut wrong, mut verdicts) = (Vec::new(), Vec::new());
    for case in cases {
        let found = check(&Draft { text: &case.draft, format: case.format, statements: None }, &evidence);
        let row = table.entry(case.how).or_default();
        row.1 += 1;
        let told: Vec<Verdict> = found.findings.iter().map(|finding| finding.verdict).collect();
        if told.len() == 1 && case.right.contains(&told[0]) {
            row.0 += 1;
        } else {
            wrong.push(format!("{}: {told:?}\n    {}", case.how, case.draft.trim()));
        }
        verdicts
            .push((told.iter().copied().max_by_key(|v| v.fails()).unwrap_or(Verdict::Unchecked), case.draft.clone()));
    }
    (table, wrong, verdicts)
}

fn print(title: &str, table: &Table) {
    let (right, all) = table.values().fold((0, 0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
    println!("{title}: {right} of {all} told exactly");
    for (how, (right, all)) in table {
        println!("  {right:>4} of {all:>4}  {how}");
    }
}

#[test]
fn every_altered_quotation_is_caught() {
    let (table, wrong, verdicts) = run(&altered(&mut Choices(7)));
    print("altered", &table);
    println!("{}", wrong.join("\n"));
    let passed: Vec<&String> =
        verdicts.iter().filter(|(verdict, _)| !verdict.fails()).map(|(_, draft)| draft).collect();
    assert!(verdicts.len() > 300);
    assert!(passed.is_empty(), "{} passed:\n{passed:#?}", passed.len());
    // Caught, but under another name: counted, and few.
    assert!(wrong.len() * 20 < verdicts.len(), "{} of {} under another name", wrong.len(), verdicts.len());
}

#[test]
fn every_faithful_quotation_passes() {
    let (table, wrong, verdicts) = run(&faithful(&mut Choices(11)));
    print("faithful", &table);
    assert!(verdicts.len() > 300);
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), verdicts.len(), wrong.join("\n"));
}
