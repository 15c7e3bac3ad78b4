//! The day a thing was said, from the words beside its cue.

use super::items::Item;
use super::text::{Word, words};
use codebook::Span;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The number of the month a lower-case word names; the day is left open.
pub(crate) fn month(word: &str) -> Option<i8> {
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
    let place = MONTHS.iter().position(|month| *month == word || (word.len() == 3 && month.starts_with(word)))?;
    i8::try_from(place + 1).ok()
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

/// The day that the words beside a position's cue name, where it is another than the report's.
///
/// Only words in the sentence of the cue that are outside what is said count, and only days: "last month" names none.
pub(crate) fn said(item: &Item<'_>) -> Option<Date> {
    let date = item.row.date?;
    let statement = item.statement()?;
    let cue = statement.cue.first()?;
    let sentence = super::text::sentences(item.row.text).into_iter().find(|sentence| sentence.overlaps(*cue))?;
    let outside = |span: Span| {
        !statement.content.iter().chain(&item.position.proposal).any(|content| content.overlaps(span))
            && !statement.source.iter().any(|s| s.overlaps(span))
    };
    let words: Vec<Word> = words(item.row.text, sentence).into_iter().filter(|word| outside(word.span)).collect();
    // A comma or dash on the way to the cue shows that the day belongs to another verb.
    let beside = |word: &Word| {
        let between = Span::new(cue.end.min(word.span.end), word.span.start.max(cue.start));
        between.of(item.row.text).is_none_or(|between| !between.contains([',', ';', ':', '—', '–', '(', ')']))
    };
    let found = (0..words.len()).filter(|&at| beside(&words[at])).find_map(|at| day(&words[at..], date));
    found.filter(|day| *day != date)
}

/// The day that `words` begin by naming, as a report of `date` means it.
fn day(words: &[Word], date: Date) -> Option<Date> {
    let word = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    if word(0) == "on"
        && let Some(weekday) = weekday(word(1))
    {
        return (0..7).filter_map(|back| date.checked_sub(back.days()).ok()).find(|day| day.weekday() == weekday);
    }
    if word(0) == "yesterday" {
        return date.checked_sub(1.day()).ok();
    }
    if word(0) == "last" && word(1) == "week" {
        return date.checked_sub(7.days()).ok();
    }
    if matches!(word(1), "day" | "days" | "week" | "weeks") && matches!(word(2), "ago" | "earlier") {
        let unit = if word(1).starts_with("day") { 1 } else { 7 };
        return date.checked_sub((count(word(0))? * unit).days()).ok();
    }
    if word(0) == "on" {
        let (named, number) = match (month(word(1)), month(word(2))) {
            (Some(month), _) => (month, word(2)),
            (_, Some(month)) => (month, word(1)),
            _ => return None,
        };
        let number: i8 = number.parse().ok()?;
        let this = Date::new(date.year(), named, number).ok()?;
        return if this <= date { Some(this) } else { Date::new(date.year() - 1, named, number).ok() };
    }
    None
}

fn count(word: &str) -> Option<i32> {
    const WORDS: [&str; 13] =
        ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    match word {
        "a" | "an" => Some(1),
        "" => None,
        word => WORDS.iter().position(|name| *name == word).and_then(|n| i32::try_from(n).ok()).or(word.parse().ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_meant_as_the_report_means_them() {
        // A Wednesday.
        let report = date(2026, 4, 15);
        let rows = [
            ("on Tuesday", Some(date(2026, 4, 14))),
            ("on Wednesday", Some(report)),
            ("on Thursday", Some(date(2026, 4, 9))),
            ("yesterday", Some(date(2026, 4, 14))),
            ("three days ago", Some(date(2026, 4, 12))),
            ("two weeks ago", Some(date(2026, 4, 1))),
            ("last week", Some(date(2026, 4, 8))),
            ("on 3 March", Some(date(2026, 3, 3))),
            ("on December 30", Some(date(2025, 12, 30))),
            ("last month", None),
            ("on board", None),
        ];
        for (text, expected) in rows {
            assert_eq!(day(&words(text, Span::new(0, text.len())), report), expected, "{text}");
        }
    }
}
