//! Pictures as SVG: the matrix of parties and issues, the timeline of positions, the states around the status quo.

use super::html::escaped;
use crate::answers::Solved;
use conflict::Concept;
use jiff::civil::Date;
use std::fmt::Write as _;

/// Colours that people with the usual colour blindness tell apart (Okabe and Ito).
const FOR: &str = "#0072b2";
const AGAINST: &str = "#d55e00";
const OPEN: &str = "#999999";

/// What a position is in a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub row: String,
    pub column: String,
    pub date: Option<Date>,
    /// For the row's thing, against it, or neither.
    pub wants: Option<bool>,
    pub first_hand: bool,
    pub act: String,
    /// The number of the evidence.
    pub number: usize,
    pub words: String,
}

fn colour(wants: Option<bool>) -> &'static str {
    match wants {
        Some(true) => FOR,
        Some(false) => AGAINST,
        None => OPEN,
    }
}

/// At most so many characters, cut at the end.
fn short(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    words.chars().take(most.saturating_sub(1)).collect::<String>().trim_end().to_owned() + "…"
}

fn open(width: usize, height: usize, title: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-size=\"13\" role=\"img\"><title>{}</title>",
        escaped(title)
    )
}

/// Filled where first-hand, hollow where second-hand.
fn dot(out: &mut String, x: usize, y: usize, mark: &Mark) {
    let colour = colour(mark.wants);
    let fill = if mark.first_hand { colour } else { "#ffffff" };
    let _ = write!(
        out,
        "<a href=\"#e{0}\"><circle cx=\"{x}\" cy=\"{y}\" r=\"7\" fill=\"{fill}\" stroke=\"{colour}\" stroke-width=\"2.5\">\
         <title>{1}</title></circle></a>",
        mark.number,
        escaped(&format!("{}, {}: “{}”", mark.column, mark.act, mark.words))
    );
}

fn key(out: &mut String, x: usize, y: usize) {
    let mut at = x;
    for (wants, words) in [(Some(true), "for"), (Some(false), "against"), (None, "open")] {
        let _ = write!(
            out,
            "<circle cx=\"{}\" cy=\"{}\" r=\"6\" fill=\"{}\"/><text x=\"{}\" y=\"{y}\" fill=\"#5b6875\">{words}</text>",
            at + 6,
            y - 4,
            colour(wants),
            at + 17
        );
        at += 30 + 8 * words.len();
    }
    let _ = write!(
        out,
        "<circle cx=\"{}\" cy=\"{}\" r=\"5.5\" fill=\"#fff\" stroke=\"#5b6875\" stroke-width=\"2\"/><text x=\"{}\" y=\"{y}\" fill=\"#5b6875\">second-hand only</text>",
        at + 6,
        y - 4,
        at + 17
    );
}

fn distinct(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for one in all {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

/// Parties across, what they speak of down.
pub(crate) fn matrix(marks: &[Mark]) -> String {
    let rows = distinct(marks.iter().map(|mark| mark.row.clone()));
    let columns = distinct(marks.iter().map(|mark| mark.column.clone()));
    let (left, step) = (260, 108);
    let height = 64 + 30 * rows.len() + 34;
    let mut out = open((left + step * columns.len()).max(560), height, "Where the parties stand on each issue");
    for (at, column) in columns.iter().enumerate() {
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"30\" text-anchor=\"middle\" font-weight=\"600\">{}</text>",
            left + step * at + step / 2,
            escaped(&short(column, 15))
        );
    }
    for (at, row) in rows.iter().enumerate() {
        let y = 64 + 30 * at;
        let _ = write!(
            out,
            "<line x1=\"0\" x2=\"{0}\" y1=\"{1}\" y2=\"{1}\" stroke=\"#e6eaee\"/><text x=\"4\" y=\"{2}\">{3}<title>{4}</title></text>",
            left + step * columns.len(),
            y - 15,
            y + 5,
            escaped(&short(row, 36)),
            escaped(row)
        );
        for (place, column) in columns.iter().enumerate() {
            let here: Vec<&Mark> = marks.iter().filter(|mark| mark.row == *row && mark.column == *column).collect();
            for (nth, mark) in here.iter().take(4).enumerate() {
                let width = 20 * (here.len().min(4) - 1);
                dot(&mut out, left + step * place + step / 2 + 20 * nth - width / 2, y, mark);
            }
        }
    }
    key(&mut out, 4, height - 10);
    out + "</svg>"
}

/// Time across, each party's word on each thing down.
pub(crate) fn timeline(marks: &[Mark]) -> Option<String> {
    let dates: Vec<Date> = marks.iter().filter_map(|mark| mark.date).collect();
    let (first, last) = (*dates.iter().min()?, *dates.iter().max()?);
    let days = |from: Date, to: Date| from.until(to).map_or(0, |span| span.get_days().max(0));
    let span = days(first, last);
    if span == 0 {
        return None;
    }
    let line = |mark: &Mark| format!("{}: {}", mark.column, mark.row);
    let rows = distinct(marks.iter().filter(|mark| mark.date.is_some()).map(line));
    let (left, width) = (360usize, 460usize);
    let height = 60 + 26 * rows.len() + 34;
    let mut out = open(left + width + 60, height, "Positions over time");
    let x = |date: Date| left + 10 + (days(first, date) as usize * width) / span as usize;
    let mut labelled: Vec<usize> = Vec::new();
    for date in distinct(dates.iter().map(Date::to_string)) {
        let Ok(day) = date.parse::<Date>() else { continue };
        let at = x(day);
        let _ = write!(out, "<line x1=\"{at}\" x2=\"{at}\" y1=\"34\" y2=\"{}\" stroke=\"#e6eaee\"/>", height - 30);
        if labelled.iter().all(|known| known.abs_diff(at) > 78) {
            labelled.push(at);
            let _ = write!(
                out,
                "<text x=\"{at}\" y=\"26\" text-anchor=\"middle\" fill=\"#5b6875\" font-size=\"12\">{date}</text>"
            );
        }
    }
    for (at, row) in rows.iter().enumerate() {
        let y = 54 + 26 * at;
        let _ = write!(
            out,
            "<text x=\"4\" y=\"{}\">{}<title>{}</title></text>",
            y + 5,
            escaped(&short(row, 50)),
            escaped(row)
        );
        let mut taken: Vec<usize> = Vec::new();
        for mark in marks.iter().filter(|mark| line(mark) == *row) {
            let Some(date) = mark.date else { continue };
            let mut here = x(date);
            while taken.iter().any(|known| known.abs_diff(here) < 15) {
                here += 15;
            }
            taken.push(here);
            dot(&mut out, here, y, mark);
        }
    }
    key(&mut out, 4, height - 10);
    Some(out + "</svg>")
}

/// The status quo in the middle and, around it, where each party alone could take it.
pub(crate) fn around(solved: &Solved<'_>) -> Option<String> {
    let here = solved.game.status_quo()?;
    let mut moves: Vec<(usize, u32)> = Vec::new();
    for maker in 0..solved.game.makers().len() {
        let all = solved.game.moves(maker, here);
        // One option at a time: longer moves are made of these.
        let single = |to: &u32| (solved.choice(*to) ^ solved.choice(here)).count_ones() == 1;
        moves.extend(all.into_iter().filter(single).map(|to| (maker, to)));
    }
    if moves.is_empty() {
        return None;
    }
    let (row, left, right) = (46usize, 150usize, 420usize);
    let height = row * moves.len() + 60;
    let centre = 20 + row * moves.len() / 2;
    let mut out = open(1000, height, "The states around the status quo");
    let _ = write!(
        out,
        "<circle cx=\"{left}\" cy=\"{centre}\" r=\"44\" fill=\"#f5f7f9\" stroke=\"#5b6875\" stroke-width=\"2\"/>\
         <text x=\"{left}\" y=\"{}\" text-anchor=\"middle\" font-weight=\"600\">How things</text>\
         <text x=\"{left}\" y=\"{}\" text-anchor=\"middle\" font-weight=\"600\">stand</text>",
        centre - 2,
        centre + 15
    );
    let stable = solved.equilibria(Concept::R);
    for (at, (maker, to)) in moves.iter().enumerate() {
        let y = 30 + row * at;
        let better = solved.game.prefers(*maker, *to, here);
        let known = solved.decisive(*maker, here, *to).is_some();
        let (colour, dash) = match (better, known) {
            (true, _) => (FOR, ""),
            (false, true) => (AGAINST, " stroke-dasharray=\"7 5\""),
            (false, false) => (OPEN, " stroke-dasharray=\"2 5\""),
        };
        let _ = write!(
            out,
            "<path d=\"M{} {centre} C {} {centre} {} {y} {} {y}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{dash}/>\
             <circle cx=\"{right}\" cy=\"{y}\" r=\"9\" fill=\"#fff\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            left + 44,
            left + 150,
            right - 120,
            right - 10
        );
        if stable.contains(*to) {
            let _ = write!(out, "<circle cx=\"{right}\" cy=\"{y}\" r=\"4\" fill=\"{colour}\"/>");
        }
        let change = solved.changes(here, *to).join("; ");
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\">{}<title>{}</title></text>",
            right + 18,
            y + 5,
            escaped(&short(&change, 72)),
            escaped(&change)
        );
    }
    let y = height - 12;
    let _ = write!(
        out,
        "<text x=\"4\" y=\"{y}\" fill=\"#5b6875\"><tspan fill=\"{FOR}\">solid: better for who moves</tspan> · \
         <tspan fill=\"{AGAINST}\">dashed: against what it says it wants</tspan> · dotted: not known · filled: holds there</text>"
    );
    Some(out + "</svg>")
}
