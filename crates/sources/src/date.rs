//! Dates as reports, pages and tables write them. What is ambiguous is not read.

use jiff::civil::Date;

/// Reads a date, to the day: `2026-04-14` alone or before a time, `14 April 2026`, `April 14, 2026`,
/// `Tue, 14 Apr 2026 09:30:00 GMT`, `20260414`.
///
/// A time zone changes nothing: the day is the one that is written. `04/05/2026` is two different days on two sides of an
/// ocean and is not read.
pub(crate) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    numeric(text).or_else(|| worded(text))
}

fn numeric(text: &str) -> Option<Date> {
    let digits = |range: std::ops::Range<usize>| -> Option<i16> {
        let part = text.get(range)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let bytes = text.as_bytes();
    let (month, day, length) = match (bytes.get(4)?, bytes.get(7)?) {
        (b'-', b'-') | (b'/', b'/') | (b'.', b'.') => (digits(5..7)?, digits(8..10)?, 10),
        _ => (digits(4..6)?, digits(6..8)?, 8),
    };
    if bytes.get(length).is_some_and(|byte| byte.is_ascii_alphanumeric() && *byte != b'T' && *byte != b't') {
        return None;
    }
    date(digits(0..4)?, month, day)
}

/// A date with the month in words, at the start of the text after an optional day of the week.
fn worded(text: &str) -> Option<Date> {
    let mut words = text.split([' ', ',', '.', '\u{a0}']).filter(|word| !word.is_empty()).peekable();
    words.next_if(|word| is_weekday(word));
    let (first, second, third) = (words.next()?, words.next()?, words.next()?);
    let year = third.parse().ok().filter(|_| third.len() == 4)?;
    if let Some(month) = month(first) {
        return date(year, month, day_number(second)?);
    }
    date(year, month(second)?, day_number(first)?)
}

pub(crate) fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    // Before newspapers and after our time it is no date but a number.
    (1600..=2199).contains(&year).then(|| Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok())?
}

pub(crate) fn day_number(word: &str) -> Option<i16> {
    let digits = word.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let ending = &word[digits.len()..];
    let plain = ending.is_empty() || matches!(ending, "st" | "nd" | "rd" | "th");
    digits.parse().ok().filter(|_| plain && digits.len() <= 2)
}

pub(crate) fn month(word: &str) -> Option<i16> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.').to_lowercase();
    let full = MONTHS.iter().position(|month| *month == word);
    // Three letters are usual, and "Sept".
    let short = || MONTHS.iter().position(|month| word.len() == 3 && month.starts_with(&word));
    let sept = (word == "sept").then_some(8);
    full.or(sept).or_else(short).map(|index| index as i16 + 1)
}

pub(crate) fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.trim_end_matches([',', '.']).to_lowercase();
    word.len() >= 3 && DAYS.iter().any(|day| day.starts_with(&word))
}

pub(crate) fn not_understood(stated: &str) -> String {
    let shown: String = stated.chars().take(40).collect();
    format!("the date “{shown}” was not understood and is left out; write it as 2026-04-14")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_they_are_written() {
        let table = [
            ("2026-04-14", Some("2026-04-14")),
            ("2026-04-14T23:30:00-05:00", Some("2026-04-14")),
            ("2026/04/14 09:30", Some("2026-04-14")),
            ("20260414", Some("2026-04-14")),
            ("14 April 2026", Some("2026-04-14")),
            ("April 14th, 2026", Some("2026-04-14")),
            ("Tue, 14 Apr 2026 09:30:00 GMT", Some("2026-04-14")),
            ("Sept. 3, 2025", Some("2025-09-03")),
            ("04/05/2026", None),
            ("2026-13-01", None),
            ("April 2026", None),
            ("1766 1766 1766", None),
            ("", None),
        ];
        let found = |text| parse(text).map(|date| date.to_string());
        let failed: Vec<_> = table.iter().filter(|(text, date)| found(text).as_deref() != *date).collect();
        assert!(failed.is_empty(), "{failed:?}");
    }
}
