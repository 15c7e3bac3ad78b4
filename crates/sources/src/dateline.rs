//! The date that stands at the top of a report.

use crate::date::{date, day_number, is_weekday, month, parse};
use jiff::civil::Date;

/// How far down a line with nothing but a date may stand.
const TOP_LINES: usize = 6;

/// The date of the dateline ("BRUSSELS, April 14, 2026 -") or of a line of its own near the top ("14 April 2026").
///
/// A dateline without a year is completed only where the address of the report says the year (`…/2026/04/…`); a year is never guessed.
pub(crate) fn find(text: &str, url: Option<&str>) -> Option<Date> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(TOP_LINES).collect();
    lines.iter().find_map(|line| own_line(line)).or_else(|| lines.iter().find_map(|line| dateline(line, url)))
}

/// A line with a date and nothing else but a word that announces it, a day of the week and a time.
fn own_line(line: &str) -> Option<Date> {
    if line.len() > 60 {
        return None;
    }
    let lower = line.to_lowercase();
    let mut rest = line;
    for word in ["published", "posted", "issued", "date"] {
        if lower.starts_with(word) {
            rest = line.get(word.len()..)?.trim_start_matches([':', ' ']);
            rest = rest.strip_prefix("on ").or_else(|| rest.strip_prefix("at ")).unwrap_or(rest);
        }
    }
    // Communiqués put their place before it: "Oslo, 30 September 2026".
    if let Some((place, after)) = rest.split_once(", ") {
        let is_place = place.starts_with(char::is_uppercase) && !place.contains(|mark: char| mark.is_ascii_digit());
        if is_place && place.split_whitespace().all(|word| month(word).is_none()) {
            rest = after;
        }
    }
    let found = parse(rest)?;
    // All words have to belong to the date or the time of day.
    let known = |word: &str| {
        let word = word.trim_matches(|mark: char| !mark.is_alphanumeric());
        word.is_empty()
            || word.starts_with(|mark: char| mark.is_ascii_digit())
            || month(word).is_some()
            || is_weekday(word)
            || matches!(
                word.to_uppercase().as_str(),
                "AM" | "PM" | "A.M" | "P.M" | "AT" | "GMT" | "UTC" | "CET" | "CEST" | "BST" | "ET" | "EST" | "EDT"
            )
    };
    rest.split_whitespace().all(known).then_some(found)
}

/// `PLACE, Month D, YYYY (AGENCY) -` at the start of a line.
fn dateline(line: &str, url: Option<&str>) -> Option<Date> {
    let head = &line[..line.floor_char_boundary(120)];
    let dash = ["—", "–", " - ", "--", "―"].iter().filter_map(|dash| head.find(dash)).min()?;
    let head = &head[..dash];
    if !head.starts_with(|mark: char| mark.is_uppercase()) {
        return None;
    }
    let words: Vec<&str> = head
        .split(|mark: char| mark.is_whitespace() || matches!(mark, ',' | '(' | ')' | '/' | ';'))
        .filter(|word| !word.is_empty())
        .collect();
    let year_at =
        |place: usize| words.get(place).filter(|word| word.len() == 4).and_then(|word| word.parse::<i16>().ok());
    for (place, word) in words.iter().enumerate().skip(1) {
        let Some(month) = month(word) else { continue };
        // Running prose comes to its date later, or by way of small words ("On April 14").
        if words[..place].iter().any(|word| word.starts_with(char::is_lowercase))
            || matches!(words[0], "On" | "In" | "By" | "Since" | "From" | "Until" | "The")
        {
            return None;
        }
        let after = words.get(place + 1).and_then(|word| day_number(word));
        let before = day_number(words[place - 1]);
        // "April 14, 2026" or "14 April 2026"; the place stands before either.
        let (day, year) = match (after, before) {
            (Some(day), _) => (day, year_at(place + 2)),
            (None, Some(day)) if place > 1 => (day, year_at(place + 1)),
            _ => continue,
        };
        return date(year.or_else(|| year_of(url?))?, month, day);
    }
    None
}

/// The year in an address, as a part of its path of its own.
fn year_of(url: &str) -> Option<i16> {
    let year = |part: &&str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    url.split('/').skip(3).filter(year).find_map(|part| part.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_are_read_and_years_never_guessed() {
        let table = [
            ("BRUSSELS, April 14, 2026 (Reuters) - Ministers met.", None, Some("2026-04-14")),
            ("GENEVA, 3 Sept. 2025 — The talks went on.", None, Some("2025-09-03")),
            ("BRUSSELS, April 14 - Ministers met.", None, None),
            ("BRUSSELS, April 14 - Ministers met.", Some("https://example.org/2026/04/14/talks"), Some("2026-04-14")),
            ("Talks resume\n\nBy A. Writer\n\n14 April 2026\n\nMinisters met.", None, Some("2026-04-14")),
            ("Published: Tuesday, April 14, 2026 at 9:30 am GMT\nMinisters met.", None, Some("2026-04-14")),
            ("JOINT STATEMENT\nNew York, 3 September 2025\n\n1. The parties", None, Some("2025-09-03")),
            ("On April 14, 2026 the ministers met.", None, None),
            ("The deal of March 3, 2020 was broken - again, he said.", None, None),
            ("BRUSSELS, February 30, 2026 - Nothing.", None, None),
            ("", None, None),
        ];
        let failed: Vec<_> = table
            .iter()
            .map(|(text, url, date)| (text, find(text, *url).map(|date| date.to_string()), date))
            .filter(|(_, found, date)| found.as_deref() != **date)
            .collect();
        assert!(failed.is_empty(), "{failed:#?}");
    }
}
