//! What a draft may look like, and what is said of it.

use codebook::{Form, Party, Span, Speaker, Statement, interchange};
use verify::{Checked, Draft, Evidence, Format, Kind, Note, Remark, Source, Verdict, check};

const REPORT: &str = "KARN, May 2 - “We will not sell the mill,” Lena Orvik, the mayor, said on Monday. “The mill is ours.”\n\n\
    Paul Drey, who speaks for the buyers, said the offer stood until June. “We can wait,” he said.\n\n\
    The council would not comment on what Drey called “a family quarrel”.";

fn statement(text: &str, id: &str, name: &str, party: Option<&str>, content: &[&str], form: Form) -> Statement {
    let span = |words: &str| {
        let start = text.find(words).unwrap();
        Span::new(start, start + words.len())
    };
    Statement {
        id: id.to_owned(),
        source: vec![span(name)],
        cue: Vec::new(),
        content: content.iter().map(|words| span(words)).collect(),
        form,
        hedged: false,
        speaker: Speaker { name: Some(name.to_owned()), party: party.map(Party::new) },
        via: None,
        confidence: 1.0,
    }
}

fn told(draft: &str, format: Format) -> Checked {
    let statements = [
        statement(
            REPORT,
            "s1",
            "Lena Orvik",
            Some("NSA:Karn"),
            &["We will not sell the mill,", "The mill is ours."],
            Form::Direct,
        ),
        statement(REPORT, "s2", "Paul Drey", None, &["the offer stood until June"], Form::Indirect),
        statement(REPORT, "s3", "Paul Drey", None, &["We can wait,"], Form::Direct),
        statement(REPORT, "s4", "Paul Drey", None, &["a family quarrel"], Form::Mixed),
    ];
    let evidence = Evidence::new(&[Source { id: "karn", text: REPORT, statements: &statements }]);
    check(&Draft { text: draft, format, statements: None }, &evidence)
}

#[test]
fn each_manner_has_its_verdict() {
    use Verdict::*;
    let rows: [(&str, &[Verdict]); 23] = [
        ("Orvik: “We will not sell the mill. The mill is ours.”", &[Verbatim]),
        ("Orvik: “We will not sell the mill … The mill is ours.”", &[Verbatim]),
        ("Orvik: “We will sell the mill.”", &[NegationDropped]),
        ("Orvik would “sell the mill”.", &[NegationDropped]),
        ("Orvik refused to “sell the mill”.", &[Verbatim]),
        ("Orvik would not “sell the mill”.", &[Verbatim]),
        ("Drey said: “We will not sell the mill.”", &[OtherSpeaker]),
        ("“We can wait,” Orvik said.", &[OtherSpeaker]),
        ("Drey said the offer stands. “We can wait,” he added.", &[Verbatim]),
        ("Drey spoke of “a family quarrel”, Orvik of “the mill”.", &[Verbatim, Verbatim]),
        ("Orvik called it “a family quarrel”.", &[OtherSpeaker]),
        ("A “spectre” haunts Karn, a “grey one”.", &[ShortNotFound, ShortNotFound]),
        ("Orvik: “We will never sell the mill.”", &[Close]),
        ("Orvik: “We will not [ever] sell the mill”, “We will sell [not] the mill”", &[Verbatim, NegationDropped]),
        ("Orvik said: “The mill is not ours.”", &[Close]),
        ("Orvik said: “The Mill is ours.”", &[Close]),
        ("Orvik said: “We can wait. The mill is ours.”", &[Spliced]),
        ("Orvik: “The mill is ours … We can wait”", &[Spliced]),
        (
            "Orvik: “We will not sell the mill.\r\n\r\n“The mill is ours.”\r\n\r\nDrey: “We can wait”",
            &[Verbatim, Verbatim],
        ),
        ("It's the parties' and the '90s' fault, isn't it?", &[]),
        ("“The offer stood until June”, said Drey.", &[Verbatim]),
        ("Mr Drey: “The offer stood.”", &[HedgeDropped]),
        ("Mr Drey says “[t]he offer stood” for now.", &[Verbatim]),
    ];
    let mut wrong = Vec::new();
    for (draft, expected) in rows {
        let found: Vec<Verdict> = told(draft, Format::Text).findings.iter().map(|finding| finding.verdict).collect();
        if found != expected {
            wrong.push(format!("{draft}\n   {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_cannot_be_checked_is_said() {
    assert_eq!(told(" \n", Format::Text).notes, [Note::EmptyDraft]);
    assert_eq!(told("Nobody is quoted.", Format::Markdown).notes, [Note::NoQuotations, Note::AttributionsNotRead]);
    let unclosed = told("Ø said “We can wait and then", Format::Text);
    assert_eq!(unclosed.notes[1], Note::AttributionsNotRead);
    assert_eq!(unclosed.notes[2], Note::Unclosed([7, 8]));
    let bare = check(&Draft { text: "“So it was once.”", format: Format::Text, statements: None }, &Evidence::new(&[]));
    assert!(bare.notes.contains(&Note::NoEvidence) && bare.fails());
    let nobody = told("“We can wait.”", Format::Text);
    assert_eq!(
        (nobody.findings[0].verdict, nobody.findings[0].remarks.as_slice()),
        (Verdict::Verbatim, &[Remark::NobodyNamed][..])
    );
    let reporters = told("Drey: “the offer stood until June”", Format::Text);
    assert_eq!(reporters.findings[0].remarks, [Remark::ReportersWords]);
    assert_eq!(
        reporters.findings[0].remarks[0].to_string(),
        "these are the reporter's own words, outside quotation marks"
    );
}

#[test]
fn nearest_evidence_is_named_with_the_difference() {
    let found = told("Orvik: “We will not buy the old mill,” and so on.", Format::Text);
    let finding = &found.findings[0];
    assert_eq!(finding.verdict, Verdict::Close);
    assert_eq!(finding.nearest[0].report, "karn");
    assert_eq!(finding.nearest[0].words, "We will not sell the mill");
    assert_eq!(finding.nearest[0].statement.as_deref(), Some("s1"));
    let differences: Vec<(&str, &str)> =
        finding.differences.iter().map(|d| (d.report.as_str(), d.draft.as_str())).collect();
    assert_eq!(differences, [("sell", "buy"), ("", "old")]);
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(json["findings"][0]["nearest"][0]["spans"][0], serde_json::json!([15, 40]));
}

#[test]
fn attributions_are_checked_as_far_as_words_go() {
    let reports = [
        statement(REPORT, "s1", "Lena Orvik", Some("NSA:Karn"), &["We will not sell the mill,"], Form::Direct),
        statement(REPORT, "s2", "Paul Drey", None, &["the offer stood until June"], Form::Indirect),
    ];
    let evidence = Evidence::new(&[Source { id: "karn", text: REPORT, statements: &reports }]);
    let draft = "Paul Drey said that the offer stood until June. Lena Orvik said the offer stood until June. \
        Paul Drey thinks the price is fair. Ann Nobody said that rain fell.";
    let statements = [
        statement(draft, "s1", "Paul Drey", None, &["that the offer stood until June"], Form::Indirect),
        Statement {
            content: vec![Span::new(64, 91)],
            ..statement(draft, "s2", "Lena Orvik", Some("NSA:Karn"), &["rain"], Form::Indirect)
        },
        statement(draft, "s3", "Paul Drey", None, &["the price is fair"], Form::Indirect),
        statement(draft, "s4", "Ann Nobody", None, &["that rain fell"], Form::Indirect),
    ];
    let found = check(&Draft { text: draft, format: Format::Text, statements: Some(&statements) }, &evidence);
    assert!(found.findings.iter().all(|finding| finding.kind == Kind::Attribution));
    let verdicts: Vec<Verdict> = found.findings.iter().map(|finding| finding.verdict).collect();
    assert_eq!(verdicts, [Verdict::Verbatim, Verdict::OtherSpeaker, Verdict::Unchecked, Verdict::NotFound]);
}

#[test]
fn a_state_or_body_whose_people_speak_is_known() {
    let report = "New Zealand’s minister, Ann Lee, said that the quota would fall.";
    let said = statement(report, "s1", "Ann Lee", Some("NZL"), &["that the quota would fall"], Form::Indirect);
    let reports = [said];
    let evidence = Evidence::new(&[Source { id: "quota", text: report, statements: &reports }]);
    let verdict = |name: &str| {
        let draft = format!("{name} said that rain fell.");
        let said = [statement(&draft, "s1", name, Some("NZL"), &["that rain fell"], Form::Indirect)];
        check(&Draft { text: &draft, format: Format::Text, statements: Some(&said) }, &evidence).findings[0].verdict
    };
    assert_eq!(verdict("New Zealand"), Verdict::Unchecked);
    assert_eq!(verdict("Ministry of Fisheries"), Verdict::Unchecked);
    assert_eq!(verdict("Ann Nobody"), Verdict::NotFound);
}

#[test]
fn on_whose_word_it_rests_is_said() {
    let report = "Kell reportedly promised “a bridge of glass”. An aide said Dorn had promised “a bridge of salt”. \
        The Ministry of Works promised “a bridge of bread”.";
    let outer = statement(report, "s2", "An aide", Some("AAA"), &["Dorn had promised “a bridge of salt”"], Form::Mixed);
    let statements = [
        Statement {
            hedged: true,
            ..statement(report, "s1", "Kell", Some("AAA"), &["a bridge of glass"], Form::Direct)
        },
        Statement { speaker: Speaker { name: None, party: Some(Party::new("AAA")) }, ..outer },
        Statement {
            via: Some("s2".to_owned()),
            ..statement(report, "s3", "Dorn", Some("BBB"), &["a bridge of salt"], Form::Direct)
        },
        statement(report, "s4", "Ministry of Works", Some("AAA"), &["a bridge of bread"], Form::Direct),
    ];
    let evidence = Evidence::new(&[Source { id: "r", text: report, statements: &statements }]);
    let rows = [
        ("Kell said “a bridge of glass”", Verdict::Verbatim, Some(Remark::OnTheWordOf("Kell".to_owned()))),
        ("Dorn said “a bridge of salt”", Verdict::Verbatim, Some(Remark::OnTheWordOf("An aide".to_owned()))),
        ("Dorn said “a bridge of bread”", Verdict::OtherSpeaker, None),
        // Of one side, and the ministry may have spoken through anyone.
        ("Kell said “a bridge of bread”", Verdict::Verbatim, Some(Remark::SpeakerUnknown)),
    ];
    for (draft, verdict, remark) in rows {
        let found = check(&Draft { text: draft, format: Format::Text, statements: None }, &evidence);
        assert_eq!(
            (found.findings[0].verdict, found.findings[0].remarks.first()),
            (verdict, remark.as_ref()),
            "{draft}"
        );
    }
}

/// Each example report as a draft, its own record as its reader's, all reports as evidence.
#[test]
fn the_example_reports_quote_themselves_right() {
    let Some(shared) = std::env::var_os("DETENTE_SHARED") else {
        eprintln!("skipped: DETENTE_SHARED is not set");
        return;
    };
    let mut reports = Vec::new();
    for file in std::fs::read_dir(std::path::Path::new(&shared).join("reports")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|e| e == "json") && !path.ends_with("standing.json") {
            let record: interchange::Record = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            let text = std::fs::read_to_string(path.with_extension("txt")).unwrap();
            let reading = interchange::read(&record, &text).unwrap();
            reports.push((record.id, text, reading));
        }
    }
    let sources: Vec<Source<'_>> = reports.iter().map(|(id, text, reading)| Source::new(id, text, reading)).collect();
    let evidence = Evidence::new(&sources);
    let (mut quotations, mut attributions, mut failing) = (0, 0, Vec::new());
    for (id, text, reading) in &reports {
        let found = check(&Draft { text, format: Format::Text, statements: Some(&reading.statements) }, &evidence);
        for finding in found.findings {
            if finding.kind == Kind::Quotation {
                quotations += 1
            } else {
                attributions += 1
            }
            if finding.verdict != Verdict::Verbatim {
                failing.push(format!("{id}: {:?} {}", finding.verdict, finding.words));
            }
        }
    }
    println!("{quotations} quotations and {attributions} attributions of the example reports");
    assert!(quotations > 50 && failing.is_empty(), "{}", failing.join("\n"));
}
