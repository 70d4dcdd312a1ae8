//! What `milepost contract` prints.

use milepost_monitor::contract::{Board, Said, Standing, State};

use super::{Ink, columns, wrapped};
use crate::numbers::count;

/// Columns of the state and of the due date before a title.
const STATE: usize = 15;
const DUE: usize = 18;

/// Writes the board: how many obligations stand how, then each, those in trouble first.
pub(crate) fn write(board: &Board, (width, color): (usize, bool)) -> String {
    let ink = Ink::new(color);
    let mut out = head(board, width);
    let mut states: Vec<State> = board.counts().into_keys().collect();
    states.sort();
    for state in states {
        out.push('\n');
        for standing in board.obligations.iter().filter(|s| s.state == state) {
            out += &line(standing, board, width, ink);
        }
    }
    if !board.milestones.is_empty() {
        out += &format!("\n{}\n", ink.strong("Milestones with another date"));
        for standing in &board.milestones {
            out += &line(standing, board, width, ink);
        }
    }
    if !board.unapplied.is_empty() {
        let many = board.unapplied.len();
        let events = if many == 1 { "event does not count" } else { "events do not count" };
        out += &format!("\n{}\n", ink.strong(&format!("{many} {events}")));
        for unapplied in &board.unapplied {
            out += &wrapped(&format!("{}: {}", unapplied.seq, unapplied.why), width, 2);
        }
    }
    out
}

fn head(board: &Board, width: usize) -> String {
    let many = board.obligations.len();
    let noun = if many == 1 { "obligation" } else { "obligations" };
    let counts: Vec<String> = board.counts().iter().map(|(state, n)| format!("{n} {}", state.word())).collect();
    let counts = if counts.is_empty() { "none".into() } else { counts.join(", ") };
    let version = match board.versions.last() {
        None => "no version drafted".into(),
        Some((_, version, signed)) if signed.is_empty() => format!("version {}, signed by nobody", version.version),
        Some((_, version, signed)) => format!("version {}, signed by {}", version.version, signed.join(", ")),
    };
    let text = format!("As of {}: {} {noun}: {counts}; {version}", board.as_of, count(many as u64));
    wrapped(&text, width, 0)
}

fn line(standing: &Standing, board: &Board, width: usize, ink: Ink) -> String {
    let due = standing.due.map_or_else(|| "no date".into(), |due| format!("due {due}"));
    let state = standing.state.word();
    let mut out = format!(
        "{}{}{due}{}{}\n",
        ink.strong(state),
        " ".repeat(STATE.saturating_sub(columns(state))),
        " ".repeat(DUE.saturating_sub(columns(&due))),
        standing.term.title
    );
    for line in wrapped(&details(standing, board), width, STATE + DUE).lines() {
        out += &format!("{}\n", ink.faint(line));
    }
    out
}

fn details(standing: &Standing, board: &Board) -> String {
    let term = &standing.term;
    let mut text = term.name.clone();
    if let Some(debtor) = &term.debtor {
        text += &format!(": {debtor}");
        if let Some(creditor) = &term.creditor {
            text += &format!(" to {creditor}");
        }
    }
    if let Some(overseer) = &term.overseer {
        text += &format!(", {overseer} oversees");
    }
    for part in more(standing, board) {
        text += &format!("; {part}");
    }
    text
}

/// What was said of an obligation, in the order of its weight.
pub(crate) fn more(standing: &Standing, board: &Board) -> Vec<String> {
    let mut more = Vec::new();
    let (moves, days) = standing.moves();
    if moves > 0 {
        let times = if moves == 1 { "once".into() } else { format!("{moves} times") };
        more.push(format!("moved {times}, {days} days in all"));
    }
    if let Some(request) = &standing.request {
        more.push(format!("{} asks for {}: {}", request.by, request.to, request.reason));
    }
    match standing.state {
        State::Overdue => more.extend(standing.due.map(|due| since(due, board))),
        State::Proposed if !standing.unsigned.is_empty() => {
            more.push(format!("not signed by {}", standing.unsigned.join(", ")));
        }
        State::Claimed => {
            more.extend(standing.claims.last().map(|c| format!("claimed done on {}: {}", c.at, c.evidence)));
        }
        State::Disputed => {
            more.extend(standing.disputes.last().map(|d| format!("{} disputes it: {}", d.by, d.why)));
        }
        State::Verified | State::VerifiedLate | State::Partly => {
            let found =
                |v: &milepost_monitor::contract::Verdict| format!("{} found so, as of {}: {}", v.by, v.at, v.evidence);
            more.extend(standing.verdicts.last().map(found));
        }
        State::Waived => {
            let waived = |(rule, outcome, why): &(String, String, String)| format!("under {rule} ({outcome}): {why}");
            more.extend(standing.waived.as_ref().map(waived));
        }
        _ => {}
    }
    if standing.past_due && standing.state != State::Overdue {
        more.extend(standing.due.map(|due| since(due, board)));
    }
    if let Some((version, who)) = &standing.pending {
        more.push(format!("version {version} would change it; not signed by {}", who.join(", ")));
    }
    more
}

fn since(due: milepost_monitor::contract::Date, board: &Board) -> String {
    let days = (board.as_of - due).get_days();
    format!("{} past its date", if days == 1 { "1 day".into() } else { format!("{days} days") })
}

/// Writes one obligation with everything that was said of it.
pub(crate) fn one(standing: &Standing, board: &Board, said: &[Said], (width, color): (usize, bool)) -> String {
    let ink = Ink::new(color);
    let mut out = line(standing, board, width, ink);
    let of_it: Vec<&Said> = said.iter().filter(|said| said.subject == standing.term.name).collect();
    if !of_it.is_empty() {
        out.push('\n');
    }
    for said in of_it {
        let text = format!("{}  event {}: {} {}", said.on, said.seq, said.by, said.act.words());
        out += &wrapped(&text, width, 2);
    }
    out
}
