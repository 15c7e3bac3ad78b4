//! The example reports with the records people made of them.

mod given;

use casework::{Settings, draft, toml};

#[test]
fn a_draft_of_each_example_parses_and_solves() {
    for given in given::all() {
        let rows = given.rows();
        let case = given.case(&rows);
        let file = draft(&case, &Settings::default()).unwrap();
        let text = toml::write(&file);
        if std::env::var_os("DETENTE_VERBOSE").is_some() {
            println!("{text}");
        }
        let model = conflict::format::read(&text).unwrap_or_else(|error| panic!("{}: {error}\n{text}", given.name));
        let solved = conflict::report::Report::new(&model, &Default::default()).unwrap();
        assert!(solved.json().unwrap()["equilibria"]["GMR"].as_array().is_some_and(|all| !all.is_empty()));
        let back = toml::read(&text).unwrap();
        assert_eq!(back, file, "{} reads back", given.name);
        assert_eq!(toml::write(&back), text);
    }
}

#[test]
fn answers_and_briefs_quote_nothing_but_the_reports() {
    for given in given::all() {
        let rows = given.rows();
        let case = given.case(&rows);
        let file = draft(&case, &Settings::default()).unwrap();
        let answers = casework::answers::answers(&file).unwrap();
        assert!(answers.holding > 0, "{}", given.name);
        let made = casework::brief::brief(&case, &file, &Default::default()).unwrap();
        assert!(made.missing.is_empty());
        let (markdown, html) = (made.markdown(), made.html());
        if let Some(folder) = std::env::var_os("DETENTE_BRIEFS") {
            let folder = std::path::Path::new(&folder);
            std::fs::write(folder.join(format!("{}.md", given.name)), &markdown).unwrap();
            std::fs::write(folder.join(format!("{}.html", given.name)), &html).unwrap();
            std::fs::write(folder.join(format!("{}.toml", given.name)), toml::write(&file)).unwrap();
            std::fs::write(folder.join(format!("{}.txt", given.name)), answers.text(&file)).unwrap();
        }
        let sources: Vec<verify::Source<'_>> = given
            .reports
            .iter()
            .map(|r| verify::Source { id: &r.id, text: &r.text, statements: &r.reading.statements })
            .collect();
        // A reader finds attributions in running text, so no party is named there, whatever the reader.
        let running = verify::running(&markdown, verify::Format::Markdown);
        let named: Vec<&String> = file
            .model
            .decision_makers
            .iter()
            .filter(|name| running.lines().skip(1).any(|l| l.contains(*name)))
            .collect();
        assert!(named.is_empty(), "{}: {named:?}", given.name);
        let draft = verify::Draft { text: &markdown, format: verify::Format::Markdown, statements: None };
        let checked = verify::check(&draft, &verify::Evidence::new(&sources));
        assert!(!checked.findings.is_empty());
        let unclosed = checked.notes.iter().any(|note| matches!(note, verify::Note::Unclosed(_)));
        assert!(!unclosed, "{}: {:?}", given.name, checked.notes);
        let wrong: Vec<String> = checked
            .findings
            .iter()
            .filter(|found| found.verdict != verify::Verdict::Verbatim)
            .map(|found| format!("{:?} {} {:?}", found.verdict, found.words, found.claimed))
            .collect();
        assert!(wrong.is_empty(), "{}: {:#?}", given.name, &wrong[..wrong.len().min(3)]);
    }
}

#[test]
fn days_are_compared_and_an_edited_case_is_brought_up_to_date() {
    for given in given::all().into_iter().filter(|given| given.reports.len() > 1) {
        let rows = given.rows();
        let case = given.case(&rows);
        let mut days: Vec<jiff::civil::Date> = given.reports.iter().filter_map(|report| report.date).collect();
        days.sort_unstable();
        let (settings, standing) = (Settings::default(), standing::Settings::default());
        for pair in days.windows(2) {
            let compared = casework::compare(&case, [pair[0], pair[1]], &settings, &standing).unwrap();
            println!("===== {}\n{}", given.name, compared.text());
            let (base, theirs) = (&compared.files[0], &compared.files[1]);
            // What nobody edited becomes the new draft's options.
            let untouched = casework::update(base, base, theirs).unwrap();
            assert_eq!(untouched.file.of_options.len(), theirs.of_options.len());
            assert!(untouched.kept.is_empty() && untouched.doubtful.is_empty(), "{}", untouched.text());
            // What the analyst wrote stays.
            let mut mine = base.clone();
            let wish = conflict::condition::Condition::Taken(0);
            mine.model.preferences[0].priorities.as_mut().unwrap().insert(0, wish.into());
            mine.of_statements[0].insert(0, Default::default());
            let merged = casework::update(base, &mine, theirs).unwrap();
            let name = base.option_name(0);
            let again = toml::read(&toml::write(&merged.file)).unwrap();
            assert!((0..again.of_options.len()).any(|place| again.option_name(place) == name));
            let changed = casework::update(theirs, theirs, theirs).unwrap();
            assert_eq!(changed.text(), "Nothing changed.\n");
        }
    }
}
