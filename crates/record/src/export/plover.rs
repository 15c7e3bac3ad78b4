//! PLOVER event records, a JSON object a line, for people who work with event data.
//!
//! One event per position whose act has a class (an `assess` has none): the holder is the source of the event,
//! the party it is directed at the target.

use super::{ExportOptions, json_line, provenance};
use crate::Record;
use crate::error::Result;
use crate::filter::Filter;
use crate::row::{Coded, PositionRow};
use codebook::{Act, CodePoints, Party, Span};
use serde_json::{Value, json};
use std::io::Write;

/// Which of the PLOVER names are used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PloverNames {
    /// Those of the PLV corpus (Hu and others, ACL 2024), with YIELD.
    #[default]
    Plv,
    /// Those of the manual 0.8 (2021), with CONCEDE.
    V0_8,
}

/// The PLOVER class of an act on an issue and its quad class (1 verbal cooperation, 2 material cooperation, 3 verbal
/// conflict, 4 material conflict), by the codebook's table; `None` for `assess`.
pub fn plover_class(act: Act, issue: &str, names: PloverNames) -> Option<(&'static str, u8)> {
    Some(match act {
        Act::Demand | Act::Propose => ("REQUEST", 3),
        Act::Offer | Act::Accept | Act::Commit => ("AGREE", 1),
        Act::Concede => match names {
            PloverNames::Plv => ("YIELD", 2),
            PloverNames::V0_8 => ("CONCEDE", 1),
        },
        Act::Consider => ("CONSULT", 1),
        // Taking back talks or ties is cutting them.
        Act::Retract if matches!(issue, "talks" | "normalization") => ("SANCTION", 4),
        Act::Reject | Act::Retract => ("REJECT", 3),
        Act::Threaten | Act::Warn => ("THREATEN", 3),
        Act::Accuse => ("ACCUSE", 3),
        Act::Assess => return None,
    })
}

fn quad_of(class: &str) -> u8 {
    match class {
        "AGREE" | "SUPPORT" | "CONSULT" | "CONCEDE" => 1,
        "YIELD" | "AID" | "COOPERATE" | "RETREAT" => 2,
        "REJECT" | "ACCUSE" | "REQUEST" | "THREATEN" => 3,
        _ => 4,
    }
}

pub(super) fn write(
    record: &Record,
    filter: &Filter,
    options: &ExportOptions<'_>,
    out: &mut dyn Write,
) -> Result<usize> {
    let hash = record.hash()?;
    let mut count = 0;
    record.each_coded(filter, &mut |coded| {
        let points = CodePoints::new(&coded.report.text);
        for row in coded.positions.iter().filter(|row| filter.takes_position(row)) {
            if let Some(event) = event(&coded, row, &points, options) {
                count += 1;
                let mut event = event;
                event["made_by"] = provenance(&coded.report, &hash);
                json_line(out, &event)?;
            }
        }
        Ok(())
    })?;
    Ok(count)
}

fn event(coded: &Coded, row: &PositionRow, points: &CodePoints<'_>, options: &ExportOptions<'_>) -> Option<Value> {
    let position = &row.position;
    let (mut class, mut quad) = plover_class(position.act, &position.issue, options.plover)?;
    if position.act == Act::Commit
        && let Some(announced) = options.commit.and_then(|commit| commit(row))
    {
        (class, quad) = (announced, quad_of(announced));
    }
    let statement = coded
        .statements
        .iter()
        .map(|item| &item.statement)
        .find(|s| Some(s.id.as_str()) == position.statement.as_deref());
    let spans = |spans: &[Span]| spans.iter().map(|span| points.of_span(*span)).collect::<Vec<_>>();
    // The words that name the holder are known where it speaks for itself.
    let named = statement.filter(|statement| statement.speaker.party == position.party);
    let actors = |party: Option<&Party>, named: Option<&codebook::Statement>| -> Vec<Value> {
        let members = party.into_iter().flat_map(Party::members);
        members
            .map(|code| {
                let words =
                    named.map(|statement| coded.report.words(&statement.source)).filter(|words| !words.is_empty());
                json!({
                    "code": code,
                    "actorText": words,
                    "span_code_points": named.map(|statement| spans(&statement.source)),
                })
            })
            .collect()
    };
    Some(json!({
        "id": row.report_id(),
        "date": coded.report.date.map(|date| date.to_string()),
        "event": class,
        "quad": quad,
        "names": match options.plover { PloverNames::Plv => "PLV", PloverNames::V0_8 => "PLOVER 0.8" },
        "source": actors(position.party.as_ref(), named),
        "target": actors(position.target.as_ref(), None),
        "eventText": coded.report.words(&position.proposal),
        "eventText_code_points": spans(&position.proposal),
        "text": statement.map(|statement| coded.report.words(&statement.content)),
        "text_code_points": statement.map(|statement| spans(&statement.content)),
        "act": position.act.name(),
        "issue": position.issue,
        "voice": row.voice.name(),
        "told_by": row.voice.by().map(Party::code),
        "confidence": position.confidence.to_string().parse::<f64>().unwrap_or_default(),
        "publisher": coded.report.outlet,
        "url": coded.report.url,
        "report": coded.report.name,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_the_codebooks() {
        for (act, issue, plv, manual) in [
            (Act::Demand, "water", Some("REQUEST"), Some("REQUEST")),
            (Act::Concede, "water", Some("YIELD"), Some("CONCEDE")),
            (Act::Retract, "water", Some("REJECT"), Some("REJECT")),
            (Act::Retract, "talks", Some("SANCTION"), Some("SANCTION")),
            (Act::Warn, "water", Some("THREATEN"), Some("THREATEN")),
            (Act::Assess, "water", None, None),
        ] {
            assert_eq!(plover_class(act, issue, PloverNames::Plv).map(|c| c.0), plv, "{act}");
            assert_eq!(plover_class(act, issue, PloverNames::V0_8).map(|c| c.0), manual, "{act}");
        }
        for act in Act::ALL {
            if let Some((class, quad)) = plover_class(act, "water", PloverNames::Plv) {
                assert_eq!(quad, quad_of(class), "{act}");
            }
        }
    }
}
