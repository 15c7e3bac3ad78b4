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
