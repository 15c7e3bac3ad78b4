//! Rankings in one line: `7 > 3 ~ 4 >> 9`.

use crate::error::{Error, ErrorKind, Place, Result};
use crate::model::{Label, Ranking};

/// Reads a ranking: `>` better than, `>>` much better than, `~` or `=` as good as.
pub fn parse(text: &str) -> Result<Ranking> {
    let mut ranking = Ranking::new(vec![Vec::new()]);
    let mut rest = text;
    let mut wants_label = true;
    let fault = |at: usize, what: String| {
        let message = format!("{what}; a ranking reads best to worst, like: 7 > 3 ~ 4 >> 9");
        Err(Error::new(ErrorKind::Syntax, message).at(Place::of(text, at)))
    };
    loop {
        rest = rest.trim_start();
        let at = text.len() - rest.len();
        let Some(c) = rest.chars().next() else { break };
        if c.is_ascii_digit() && wants_label {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let Ok(label) = rest[..end].parse::<Label>() else {
                return fault(at, format!("the label {} is too large", &rest[..end]));
            };
            if let Some(tier) = ranking.tiers.last_mut() {
                tier.push(label);
            }
            rest = &rest[end..];
            wants_label = false;
        } else if (c == '>' || c == '~' || c == '=') && !wants_label {
            rest = &rest[1..];
            if c == '>' {
                if let Some(after) = rest.strip_prefix('>') {
                    rest = after;
                    ranking.strong_after.push(ranking.tiers.len() - 1);
                }
                ranking.tiers.push(Vec::new());
            }
            wants_label = true;
        } else if wants_label {
            return fault(at, format!("a state's label is expected where “{c}” stands"));
        } else {
            return fault(at, format!("“>”, “>>” or “~” is expected where “{c}” stands"));
        }
    }
    if wants_label { fault(text.len(), "the ranking ends without a state".into()) } else { Ok(ranking) }
}

/// A ranking in one line.
pub fn text(ranking: &Ranking) -> String {
    let mut line = String::new();
    for (i, tier) in ranking.tiers.iter().enumerate() {
        if i > 0 {
            line += if ranking.strong_after.contains(&(i - 1)) { " >> " } else { " > " };
        }
        line += &tier.iter().map(Label::to_string).collect::<Vec<_>>().join(" ~ ");
    }
    line
}

/// Says what is wrong when a ranking names a state more than once.
pub(crate) fn check_once(ranking: &Ranking) -> Result<()> {
    let mut seen = std::collections::HashMap::new();
    for (i, tier) in ranking.tiers.iter().enumerate() {
        for label in tier {
            let Some(before) = seen.insert(*label, i) else { continue };
            return Err(if before == i {
                Error::new(ErrorKind::Duplicate, format!("the ranking lists state {label} twice; remove one"))
            } else {
                let message = format!(
                    "the ranking goes in a circle: state {label} stands both above and below; remove one of the two"
                );
                Error::new(ErrorKind::Cycle, message)
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_back() {
        let r = parse("7 > 3~4 >> 9=1").unwrap();
        assert_eq!(r.tiers, [vec![7], vec![3, 4], vec![9, 1]]);
        assert_eq!(r.strong_after, [1]);
        assert_eq!(text(&r), "7 > 3 ~ 4 >> 9 ~ 1");
    }

    #[test]
    fn faults_have_a_column() {
        for (bad, column) in
            [("7 > > 3", 5), ("7 3", 3), ("", 1), ("7 >", 4), ("> 3", 1), ("99999999999999999999999", 1)]
        {
            assert_eq!(parse(bad).unwrap_err().place().unwrap().column, column, "{bad}");
        }
        assert_eq!(check_once(&parse("1 > 2 > 1").unwrap()).unwrap_err().kind(), ErrorKind::Cycle);
        assert_eq!(check_once(&parse("1 > 2 ~ 2").unwrap()).unwrap_err().kind(), ErrorKind::Duplicate);
    }
}
