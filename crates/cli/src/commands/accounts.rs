//! `detente accounts`: where voices tell the same party's stance differently.

use super::asking::Asking;
use super::rows::{RowFormat, print};
use super::{Outcome, quoted};
use crate::output::stdout;
use crate::terminal::{Style, Tone, tame};
use clap::Args;
use detente::standing::Why;
use serde_json::{Value, json};
use std::io::Write;

/// Show where accounts of one party's stance differ: both quoted, neither ruled on.
///
/// Two accounts differ where they were said within 14 days of each other and are two or more steps of firmness apart,
/// or where one denies the other.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  detente accounts                        every pair of accounts that differ
  detente accounts --party TUR --issue energy")]
pub struct Accounts {
    #[command(flatten)]
    asking: Asking,
}

const COLUMNS: [&str; 7] = ["party", "issue", "thread", "label", "why", "a", "b"];

/// Prints the answer.
pub fn run(arguments: Accounts) -> anyhow::Result<Outcome> {
    let asking = arguments.asking;
    let case = asking.case()?;
    let accounts = case.accounts();
    let evidence = |place: &_| case.evidence(place);
    if asking.format != RowFormat::Table {
        let row = |account: &&detente::standing::Account| {
            json!({
                "party": account.party,
                "issue": account.issue,
                "thread": account.thread,
                "label": case.label(&account.thread),
                "why": account.why,
                "a": evidence(&account.a).map(|evidence| quoted::evidence(&evidence)),
                "b": evidence(&account.b).map(|evidence| quoted::evidence(&evidence)),
            })
        };
        let rows: Vec<Value> = accounts.iter().map(row).collect();
        print(asking.format, &COLUMNS, &rows)?;
        return Ok(Outcome::Done);
    }
    if accounts.is_empty() {
        asking.nothing("accounts that differ");
        return Ok(Outcome::Done);
    }
    let (mut out, style) = (stdout(), Style::of_stdout());
    for account in accounts {
        let why = match account.why {
            Why::Firmness => "apart in firmness",
            Why::Denial => "one denies the other",
            Why::FirmnessAndDenial => "apart in firmness, and one denies the other",
        };
        let label = tame(case.label(&account.thread));
        let head = format!("On {} · {} · {label}: {why}", account.party, account.issue);
        write!(out, "{}", style.wrapped(Tone::Strong, 0, &head))?;
        for place in [&account.a, &account.b] {
            if let Some(evidence) = evidence(place) {
                quoted::write(&mut out, &style, 2, "", &evidence)?;
            }
        }
        writeln!(out)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}
