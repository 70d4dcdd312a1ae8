//! The contract as milestones of the Open Contracting Data Standard, 1.1.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::board::Board;
use super::standing::{Standing, State};

/// A release package with one contract whose implementation has a milestone for every obligation.
///
/// The standard knows four states: what is not yet due is `scheduled`, never `notMet`; what is claimed or disputed stays
/// `scheduled` until its date and is `notMet` after it, with a note; what was waived has no state, only a note.
/// `title` is the strategy's, `uri` names the package.
pub fn ocds(board: &Board, title: &str, uri: &str) -> Value {
    let instant = |date: Date| format!("{date}T00:00:00Z");
    let id = format!("{uri}-{}", board.as_of);
    let milestones: Vec<Value> = board.obligations.iter().map(|s| milestone(s, board.as_of)).collect();
    json!({
        "uri": uri,
        "version": "1.1",
        "publishedDate": instant(board.as_of),
        "publisher": { "name": title },
        "releases": [{
            "ocid": uri,
            "id": id,
            "date": instant(board.as_of),
            "tag": ["implementationUpdate"],
            "initiationType": "tender",
            "contracts": [{
                "id": "contract",
                "awardID": "contract",
                "title": title,
                "implementation": { "milestones": milestones }
            }]
        }]
    })
}

fn milestone(standing: &Standing, as_of: Date) -> Value {
    let term = &standing.term;
    let instant = |date: Date| format!("{date}T00:00:00Z");
    let status = match standing.state {
        State::Proposed | State::Agreed | State::Scheduled | State::Due => Some("scheduled"),
        State::Verified | State::VerifiedLate => Some("met"),
        State::Partly => Some("partiallyMet"),
        State::Overdue | State::Lapsed => Some("notMet"),
        State::Claimed | State::Disputed if standing.past_due => Some("notMet"),
        State::Claimed | State::Disputed => Some("scheduled"),
        State::Waived => None,
    };
    let mut out = json!({ "id": term.name, "title": term.title, "type": "delivery", "dateModified": instant(as_of) });
    if let Some(status) = status {
        out["status"] = status.into();
    }
    if let Some(due) = standing.due {
        out["dueDate"] = instant(due).into();
    }
    let full = standing.verdicts.iter().rev().find(|verdict| !verdict.partly);
    if let (Some("met"), Some(verdict)) = (status, full) {
        out["dateMet"] = instant(verdict.at).into();
    }
    out["description"] = described(standing).into();
    out
}

fn described(standing: &Standing) -> String {
    let term = &standing.term;
    let who = |name: &Option<String>| name.clone().unwrap_or_else(|| "nobody".into());
    let mut text = format!("{}: by {}", standing.state.word(), who(&term.debtor));
    if let Some(creditor) = &term.creditor {
        text += &format!(" to {creditor}");
    }
    if let Some(overseer) = &term.overseer {
        text += &format!(", overseen by {overseer}");
    }
    let (moves, days) = standing.moves();
    if moves > 0 {
        text += &format!("; date moved {moves} times, {days} days in all");
    }
    if let Some((rule, outcome, reason)) = &standing.waived {
        text += &format!("; waived under {rule} ({outcome}): {reason}");
    }
    text
}
