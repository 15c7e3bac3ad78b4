//! Reading conditions.

use super::Condition;
use crate::error::{Error, ErrorKind, Place, Result, closest};
use crate::pattern::Pattern;

/// The option names a condition may use.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// (option, owner) in option order.
    names: Vec<(String, String)>,
}

impl Names {
    /// Names from pairs of option and owner, in option order.
    pub fn new(names: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { names: names.into_iter().collect() }
    }

    /// The number of options.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is no option.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The position of the option called `name`, or `owner: name` where two owners have options of one name.
    pub fn find(&self, name: &str) -> Result<usize> {
        let name = name.trim();
        let mut found = self.names.iter().enumerate().filter(|(_, (o, _))| o == name);
        match (found.next(), found.next()) {
            (Some((k, _)), None) => return Ok(k),
            (Some((_, (_, owner))), Some(_)) => {
                return Err(Error::new(
                    ErrorKind::UnknownName,
                    format!("more than one option is called “{name}”; say whose, for example “{owner}: {name}”"),
                ));
            }
            _ => {}
        }
        if let Some(k) = self.names.iter().position(|(o, owner)| {
            name.strip_prefix(owner.as_str())
                .and_then(|r| r.trim_start().strip_prefix(':'))
                .is_some_and(|r| r.trim() == o)
        }) {
            return Ok(k);
        }
        let hint = match closest(name, self.names.iter().map(|(o, _)| o.as_str())) {
            Some(near) => format!("did you mean “{near}”?"),
            None => format!("the options are {}", listed(self.names.iter().map(|(o, _)| o.as_str()))),
        };
        Err(Error::new(ErrorKind::UnknownName, format!("there is no option “{name}”; {hint}")))
    }

    /// An option's name as it must be written in a condition: bare where that reads back, else quoted.
    pub(super) fn written(&self, k: usize) -> String {
        let (name, owner) = &self.names[k];
        let full = if self.names.iter().filter(|(o, _)| o == name).count() > 1 {
            format!("{owner}: {name}")
        } else {
            name.clone()
        };
        let plain = full.split_whitespace().collect::<Vec<_>>().join(" ") == full
            && full.split(' ').all(|w| keyword(w).is_none())
            && !full.contains(['(', ')', '"', '\''])
            && !is_pattern(&full, self.len());
        match (plain, full.contains('\'')) {
            (true, _) => full,
            (false, false) => format!("'{full}'"),
            (false, true) => format!("\"{full}\""),
        }
    }
}

/// Names in quotation marks with commas, at most eight.
pub(crate) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<_> = names.map(|n| format!("“{n}”")).collect();
    let more = if all.len() > 8 { ", …" } else { "" };
    all[..all.len().min(8)].join(", ") + more
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    And,
    Or,
    Not,
    If,
    Then,
    Iff,
}

fn keyword(word: &str) -> Option<Word> {
    Some(match word.to_ascii_lowercase().as_str() {
        "and" => Word::And,
        "or" => Word::Or,
        "not" => Word::Not,
        "if" => Word::If,
        "then" => Word::Then,
        "iff" => Word::Iff,
        _ => return None,
    })
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(Word),
    Open,
    Close,
    Name(String),
    Quoted(String),
}

fn is_pattern(text: &str, options: usize) -> bool {
    text.len() == options && text.bytes().all(|b| matches!(b, b'Y' | b'N' | b'-'))
}

pub(super) fn parse(text: &str, names: &Names) -> Result<Condition> {
    let tokens = tokens(text)?;
    let mut reader = Reader { text, tokens, next: 0, names, depth: 0 };
    let condition = reader.iff()?;
    match reader.tokens.get(reader.next) {
        None => Ok(condition),
        Some((at, token)) => Err(reader.fault(*at, format!("{} is not expected here", shown(token)))),
    }
}

/// Words of one name stand together: a name ends at a keyword, a bracket or a quotation mark.
fn tokens(text: &str) -> Result<Vec<(usize, Token)>> {
    let mut found: Vec<(usize, Token)> = Vec::new();
    let mut rest = text;
    // Consecutive words belong to one name; this says whether the last token may still grow.
    let mut growing = false;
    while let Some(c) = rest.chars().next() {
        let at = text.len() - rest.len();
        if c.is_whitespace() {
            rest = &rest[c.len_utf8()..];
            continue;
        }
        match c {
            '(' | ')' => {
                found.push((at, if c == '(' { Token::Open } else { Token::Close }));
                growing = false;
                rest = &rest[1..];
            }
            '"' | '\'' | '“' => {
                let close = if c == '“' { '”' } else { c };
                let inner = &rest[c.len_utf8()..];
                let Some(end) = inner.find(close) else {
                    return Err(Error::new(
                        ErrorKind::Syntax,
                        format!("the name after {c} in “{text}” has no closing {close}"),
                    )
                    .at(Place::of(text, at)));
                };
                found.push((at, Token::Quoted(inner[..end].to_owned())));
                growing = false;
                rest = &inner[end + close.len_utf8()..];
            }
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || c == '(' || c == ')').unwrap_or(rest.len());
                let word = &rest[..end];
                match (keyword(word), found.last_mut()) {
                    (Some(w), _) => {
                        found.push((at, Token::Word(w)));
                        growing = false;
                    }
                    (None, Some((_, Token::Name(name)))) if growing => {
                        name.push(' ');
                        name.push_str(word);
                    }
                    (None, _) => {
                        found.push((at, Token::Name(word.to_owned())));
                        growing = true;
                    }
                }
                rest = &rest[end..];
            }
        }
    }
    Ok(found)
}

fn shown(token: &Token) -> String {
    match token {
        Token::Word(w) => format!("“{}”", format!("{w:?}").to_lowercase()),
        Token::Open => "“(”".into(),
        Token::Close => "“)”".into(),
        Token::Name(n) | Token::Quoted(n) => format!("“{n}”"),
    }
}

struct Reader<'a> {
    text: &'a str,
    tokens: Vec<(usize, Token)>,
    next: usize,
    names: &'a Names,
    depth: usize,
}

impl Reader<'_> {
    fn fault(&self, at: usize, what: String) -> Error {
        let message =
            format!("{what} in “{}”; a condition reads like: not A and (B or C), if A then B, A iff B", self.text);
        Error::new(ErrorKind::Syntax, message).at(Place::of(self.text, at))
    }

    fn take(&mut self, word: Word) -> bool {
        let found = matches!(self.tokens.get(self.next), Some((_, Token::Word(w))) if *w == word);
        self.next += usize::from(found);
        found
    }

    fn iff(&mut self) -> Result<Condition> {
        let mut left = self.if_then()?;
        loop {
            if self.take(Word::Iff) {
                left = Condition::Iff(Box::new(left), Box::new(self.if_then()?));
            } else if self.take(Word::If) {
                // "A if B" as in prioritized statements of the literature.
                left = Condition::If(Box::new(self.if_then()?), Box::new(left));
            } else {
                return Ok(left);
            }
        }
    }

    fn if_then(&mut self) -> Result<Condition> {
        if !self.take(Word::If) {
            return self.or();
        }
        let premise = self.or()?;
        if !self.take(Word::Then) {
            let at = self.tokens.get(self.next).map_or(self.text.len(), |t| t.0);
            return Err(self.fault(at, "“then” is missing after “if …”".into()));
        }
        Ok(Condition::If(Box::new(premise), Box::new(self.if_then()?)))
    }

    fn or(&mut self) -> Result<Condition> {
        let mut parts = vec![self.and()?];
        while self.take(Word::Or) {
            parts.push(self.and()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::Any(parts) })
    }

    fn and(&mut self) -> Result<Condition> {
        let mut parts = vec![self.single()?];
        while self.take(Word::And) {
            parts.push(self.single()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) })
    }

    fn single(&mut self) -> Result<Condition> {
        // Deep nesting comes from a mistake or an attack; a person's condition is a line long.
        if self.depth > 100 {
            return Err(self.fault(0, "more than 100 brackets or “not” inside each other".into()));
        }
        self.depth += 1;
        let condition = self.single_inner();
        self.depth -= 1;
        condition
    }

    fn single_inner(&mut self) -> Result<Condition> {
        let Some((at, token)) = self.tokens.get(self.next).cloned() else {
            return Err(self.fault(self.text.len(), "something is missing at the end".into()));
        };
        self.next += 1;
        match token {
            Token::Word(Word::Not) => Ok(Condition::Not(Box::new(self.single()?))),
            Token::Word(_) | Token::Close => Err(self.fault(at, format!("{} is not expected here", shown(&token)))),
            Token::Open => {
                let inner = self.iff()?;
                match self.tokens.get(self.next) {
                    Some((_, Token::Close)) => {
                        self.next += 1;
                        Ok(inner)
                    }
                    other => {
                        let at = other.map_or(self.text.len(), |t| t.0);
                        Err(self.fault(at, "“)” is missing".into()))
                    }
                }
            }
            Token::Quoted(name) => {
                self.names.find(&name).map(Condition::Taken).map_err(|e| e.at(Place::of(self.text, at)))
            }
            Token::Name(name) => match self.names.find(&name) {
                Ok(k) => Ok(Condition::Taken(k)),
                Err(_) if is_pattern(&name, self.names.len()) => {
                    Pattern::parse(&name, self.names.len()).map(Condition::Matches)
                }
                Err(e) => Err(e.at(Place::of(self.text, at))),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names::new(
            [("Air strike", "US"), ("Blockade", "US"), ("Withdraw", "USSR"), ("Talk", "US"), ("Talk", "USSR")]
                .map(|(a, b)| (a.to_string(), b.to_string())),
        )
    }

    #[test]
    fn conditions_read_and_hold() {
        // Bits: Air strike 0, Blockade 1, Withdraw 2.
        let table = [
            ("Air strike", 0b001, 0b110),
            ("not Air strike and Blockade", 0b010, 0b011),
            ("not (Air strike or Blockade)", 0b100, 0b001),
            ("if Blockade then Withdraw", 0b101, 0b010),
            ("Withdraw if Blockade", 0b000, 0b010),
            ("Withdraw iff Blockade", 0b110, 0b100),
            ("'Air strike' or \"Withdraw\"", 0b100, 0b010),
            ("Y-N--", 0b001, 0b101),
            ("US: Talk", 0b01000, 0b10000),
        ];
        for (text, yes, no) in table {
            let c = parse(text, &names()).unwrap();
            assert!(c.holds(yes), "{text} holds at {yes:b}");
            assert!(!c.holds(no), "{text} fails at {no:b}");
            let again = parse(&c.text(&names()), &names()).unwrap();
            assert_eq!(again, c, "{text} reads back");
        }
    }

    #[test]
    fn faults_say_where_and_what() {
        let table = [
            ("Air strik", 1, "did you mean “Air strike”"),
            ("Blockade and", 13, "missing at the end"),
            ("(Blockade", 10, "“)” is missing"),
            ("if Blockade Withdraw", 4, "no option “Blockade Withdraw”"),
            ("if Blockade", 12, "“then” is missing"),
            ("Talk", 1, "more than one option"),
            ("'Blockade", 1, "no closing"),
            ("", 1, "missing"),
        ];
        for (text, column, says) in table {
            let e = parse(text, &names()).unwrap_err();
            assert!(e.message().contains(says), "{text}: {e}");
            assert_eq!(e.place().unwrap().column, column, "{text}: {e}");
        }
    }

    #[test]
    fn settled_never_contradicts_holds() {
        let c = parse("if Blockade then (Withdraw iff not Air strike)", &names()).unwrap();
        for known in 0..32u64 {
            for choice in 0..32u64 {
                if let Some(v) = c.settled(choice, known) {
                    for free in 0..32u64 {
                        assert_eq!(c.holds(choice & known | free & !known), v);
                    }
                }
            }
        }
    }
}
