//! Makes a record of many statements and measures it.
//!
//! `cargo run --release -p record --example million -- FILE [STATEMENTS]`
//!
//! The reports are made up: twenty statements each, in sentences of words drawn by Zipf's law from a vocabulary of
//! 30,000, about 150 bytes a sentence, from 180 parties on 29 issues over ten years. What this leaves out: long
//! texts with few statements, records with many readings of one report, disks slower than the one at hand.

use codebook::{Act, Form, Party, Position, Reading, Report, Span, Speaker, Statement};
use record::{Filter, Hand, Page, Record, Versions};
use std::path::Path;
use std::time::Instant;

/// A small generator of random numbers (xorshift64*), so that every run makes the same record.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 33) as usize % limit
    }

    /// Small numbers often, large ones rarely: about Zipf's law.
    fn zipf(&mut self, limit: usize) -> usize {
        let even = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        ((limit as f64).powf(even) - 1.0) as usize
    }
}

fn word(index: usize) -> String {
    const SYLLABLES: [&str; 24] = [
        "ba", "den", "ti", "mor", "la", "ken", "su", "var", "no", "pel", "ri", "gan", "to", "sha", "lem", "ku", "dra",
        "fin", "os", "ye", "zan", "mi", "hol", "te",
    ];
    let mut rest = index + 24;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(SYLLABLES[rest % 24]);
        rest /= 24;
    }
    word
}

const ISSUES: [&str; 29] = [
    "ceasefire",
    "territory",
    "withdrawal",
    "foreign-troops",
    "peacekeeping",
    "security-guarantees",
    "alliance",
    "neutrality",
    "disarmament",
    "military-aid",
    "government",
    "status",
    "minority-rights",
    "accountability",
    "reparations",
    "prisoners",
    "refugees",
    "humanitarian",
    "nuclear",
    "inspections",
    "sanctions",
    "trade",
    "normalization",
    "energy",
    "water",
    "resources",
    "talks",
    "implementation",
    "unspecified",
];

fn party(index: usize) -> Party {
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    Party::new(&[letter(index / 7), letter(index), letter(index / 26)].iter().collect::<String>())
}

fn report(dice: &mut Dice, vocabulary: &[String], number: usize) -> (Report, Reading) {
    const STATEMENTS: usize = 20;
    let mut text = String::new();
    let mut reading = Reading::default();
    let here: Vec<usize> = (0..4).map(|_| dice.zipf(180)).collect();
    for index in 0..STATEMENTS {
        let start = text.len();
        let speaker = here[dice.below(4)];
        let name = format!("Minister {}", vocabulary[200 + speaker]);
        text.push_str(&name);
        let source = Span::new(start, text.len());
        text.push_str(" said");
        let cue = Span::new(source.end + 1, text.len());
        text.push_str(" that ");
        let content_start = text.len();
        for at in 0..16 {
            if at > 0 {
                text.push(' ');
            }
            text.push_str(&vocabulary[dice.zipf(vocabulary.len())]);
            if at == 8 && dice.below(500) == 0 {
                text.push_str(" security guarantees");
            }
        }
        let content = Span::new(content_start, text.len());
        text.push_str(if index % 4 == 3 { ".\n\n" } else { ". " });
        let confidence = 0.3 + 0.7 * (dice.below(1000) as f32 / 1000.0);
        let id = format!("s{}", index + 1);
        reading.statements.push(Statement {
            id: id.clone(),
            source: vec![source],
            cue: vec![cue],
            content: vec![content],
            form: Form::Indirect,
            hedged: dice.below(12) == 0,
            speaker: Speaker { name: Some(name), party: Some(party(speaker)) },
            via: (index > 0 && dice.below(6) == 0).then(|| format!("s{index}")),
            confidence,
        });
        if dice.below(10) < 9 {
            let holder = if dice.below(3) == 0 { here[dice.below(4)] } else { speaker };
            let middle = text[content.start..content.end].find(' ').map_or(content.end, |at| content.start + at);
            reading.positions.push(Position {
                id: format!("p{}", reading.positions.len() + 1),
                statement: Some(id),
                party: Some(party(holder)),
                act: Act::ALL[dice.below(13)],
                issue: ISSUES[dice.zipf(29)].to_owned(),
                proposal: vec![Span::new(content.start, middle)],
                target: (dice.below(2) == 0).then(|| party(here[dice.below(4)])),
                condition: Vec::new(),
                grounds: Vec::new(),
                confidence,
            });
        }
    }
    let first: jiff::civil::Date = jiff::civil::date(2016, 1, 1);
    let day = first.checked_add(jiff::Span::new().days(dice.below(3650) as i64)).unwrap_or(first);
    let report = Report {
        id: format!("report-{number}"),
        url: Some(format!("https://example.org/{number}")),
        outlet: Some(format!("Outlet {}", dice.zipf(300))),
        author: None,
        title: None,
        date: Some(day),
        text_file: None,
        sha256: record::sha256(text.as_bytes()),
        text,
    };
    (report, reading)
}

/// Processor seconds that this process has used, where the system tells (Linux): a busy machine does not change them much.
fn processor() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
    let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    // A hundred ticks a second on every Linux in use.
    Some(ticks / 100.0)
}

/// Runs a question five times and prints the slowest and the middle time, and the processor time of one.
fn measure<T>(what: &str, mut ask: impl FnMut() -> T, size: impl Fn(&T) -> usize) {
    let mut times = Vec::new();
    let mut rows = 0;
    let before = processor();
    for _ in 0..5 {
        let start = Instant::now();
        let answer = ask();
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        rows = size(&answer);
    }
    times.sort_by(f64::total_cmp);
    let used = before.zip(processor()).map_or(f64::NAN, |(before, after)| (after - before) * 200.0);
    println!("{what:<58} {:>8.1} ms (slowest {:>8.1}, processor {used:>6.0}), {rows} rows", times[2], times[4]);
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("name a file to make")?;
    let path = Path::new(&path);
    let statements: usize = arguments.next().map_or(Ok(1_000_000), |count| count.parse())?;
    if !path.exists() {
        make(path, statements)?;
    }
    let bytes = std::fs::metadata(path)?.len();
    println!(
        "{:.1} MB, {:.0} bytes a statement, the report's text included",
        bytes as f64 / 1e6,
        bytes as f64 / statements as f64
    );
    measure("open for reading", || Record::read(path), |_| 1);
    let record = Record::read(path)?;
    let all = Filter::default();
    let page = Page { offset: 0, limit: 50 };
    measure("positions: the latest stance per party and issue", || record.stances(&all).unwrap(), Vec::len);
    let one = Filter { parties: vec![party(3)], issues: vec!["territory".into()], ..all.clone() };
    measure("positions: one cell, first page", || record.positions(&one, page).unwrap(), Vec::len);
    measure("statements: first page", || record.statements(&all, page).unwrap(), Vec::len);
    let by_party = Filter { parties: vec![party(0)], ..all.clone() };
    measure("statements: a frequent party", || record.statements(&by_party, page).unwrap(), Vec::len);
    let much = Filter {
        parties: vec![party(5)],
        issues: vec!["water".into()],
        acts: vec![Act::Reject],
        hand: Some(Hand::First),
        since: Some(jiff::civil::date(2019, 1, 1)),
        until: Some(jiff::civil::date(2024, 1, 1)),
        min_confidence: Some(0.6),
        ..all.clone()
    };
    measure(
        "statements: party, issue, act, voice, dates, confidence",
        || record.statements(&much, page).unwrap(),
        Vec::len,
    );
    measure(
        "positions: party, issue, act, voice, dates, confidence",
        || record.positions(&much, page).unwrap(),
        Vec::len,
    );
    let words = Filter { text: Some("\"security guarantees\"".into()), ..by_party.clone() };
    measure("statements: a frequent party, with words", || record.statements(&words, page).unwrap(), Vec::len);
    let ten = Page { offset: 0, limit: 10 };
    measure("search: a phrase", || record.search("\"security guarantees\"", ten).unwrap(), Vec::len);
    measure("search: a rare word", || record.search("kutetisu", ten).unwrap(), Vec::len);
    measure("search: two common words", || record.search("minister said", ten).unwrap(), Vec::len);
    measure("show: one position", || record.show("p500").unwrap(), |_| 1);
    Ok(())
}

/// Takes the reports in, a thousand at a time; they come in no order of date, which is the hardest for the indexes.
fn make(path: &Path, statements: usize) -> Result<(), Box<dyn std::error::Error>> {
    let vocabulary: Vec<String> = (0..30_000).map(word).collect();
    let mut dice = Dice(20_261_123);
    let versions =
        Versions { program: "0.1.0".into(), network: "made-up".into(), agenda: "default".into(), codebook: "1".into() };
    let mut record = Record::create(path)?;
    let (mut taking_in, mut worked, mut done, mut number) = (0.0, 0.0, 0, 0);
    while done < statements {
        let mut batch = Vec::new();
        while batch.len() < 1000 && done < statements {
            let made = report(&mut dice, &vocabulary, number);
            done += made.1.statements.len();
            number += 1;
            batch.push(made);
        }
        // Making the reports is not part of what is measured.
        let (start, before) = (Instant::now(), processor());
        let mut taken = record.batch()?;
        for (report, reading) in &batch {
            taken.add(report, reading, &versions)?;
        }
        taken.commit()?;
        taking_in += start.elapsed().as_secs_f64();
        worked += before.zip(processor()).map_or(f64::NAN, |(before, after)| after - before);
    }
    let start = Instant::now();
    record.close()?;
    taking_in += start.elapsed().as_secs_f64();
    println!(
        "{done} statements of {number} reports taken in at {:.0} statements a second, {:.0} a processor second",
        done as f64 / taking_in,
        done as f64 / worked
    );
    Ok(())
}
