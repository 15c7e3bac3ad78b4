//! What a person wrote into a case stays there.

mod given;

use casework::{Settings, draft, toml};

#[test]
fn comments_of_a_person_stay_where_they_stand() {
    for given in given::all() {
        let rows = given.rows();
        let file = draft(&given.case(&rows), &Settings::default()).unwrap();
        let drafted = toml::write(&file);
        let same = toml::write_commented(&file, &drafted, &file, &drafted);
        assert_eq!(same.text, drafted, "nothing written, nothing changed");
        let option = format!("  {},\n", toml_text(&file.model.options()[0].name));
        let edited = drafted
            .replacen("title = ", "# Asked for by the desk.\ntitle = ", 1)
            .replacen(&option, &format!("  # Watch this one.\n{} # really\n", option.trim_end()), 1)
            .replacen("priorities = [\n", "# What we think it wants.\npriorities = [ # best first\n", 1)
            .replacen("},\n]\n", "},\n  # No more than that.\n]\n", 1)
            .replacen("\n[states]", "\n# Rules: none yet.\n[states]", 1)
            + "# The end.\n";
        let mine = toml::read(&edited).unwrap();
        let merged = toml::write_commented(&file, &edited, &mine, &drafted);
        assert!(merged.moved.is_empty(), "{:?}", merged.moved);
        let lines = |text: &str| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
        let (before, after) = (lines(&drafted), lines(&merged.text));
        let new: Vec<&String> = after.iter().filter(|line| !before.contains(line)).collect();
        let expected = [
            "# Asked for by the desk.",
            "# Watch this one.",
            "# really",
            "# What we think it wants.",
            "# best first",
            "# No more than that.",
            "# Rules: none yet.",
            "# The end.",
        ];
        assert_eq!(new, expected, "{}", given.name);
        let at = after.iter().position(|line| line == "# really").unwrap();
        assert_eq!(after[at + 1], option.trim());
        assert_eq!(toml::read(&merged.text).unwrap(), file);
        // Once more with nothing new: nothing is lost or said twice.
        let again = toml::write_commented(&file, &merged.text, &file, &drafted);
        assert_eq!(again.text, merged.text);
    }
}

#[test]
fn a_comment_whose_place_is_gone_goes_to_the_top() {
    let all = given::all();
    let Some(given) = all.first() else { return };
    let rows = given.rows();
    let file = draft(&given.case(&rows), &Settings::default()).unwrap();
    let drafted = toml::write(&file);
    let fewer = draft(&given.case(&rows), &Settings { options: 1, ..Settings::default() }).unwrap();
    let kept = &fewer.model.options()[0].name;
    let gone = file.model.options().iter().find(|option| option.name != *kept).unwrap();
    let line = format!("  {},\n", toml_text(&gone.name));
    let edited = drafted.replacen(&line, &format!("  # Mine.\n{line}"), 1);
    let mine = toml::read(&edited).unwrap();
    let merged = toml::write_commented(&fewer, &edited, &mine, &drafted);
    assert_eq!(merged.moved, ["# Mine."]);
    assert!(merged.text.contains("# Mine.\ntitle = "), "{}", merged.text);
}

fn toml_text(words: &str) -> String {
    ::toml::Value::from(words).to_string()
}
