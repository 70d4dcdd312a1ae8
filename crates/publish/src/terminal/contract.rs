//! What `milepost contract` prints.

use milepost_monitor::contract::{Board, Said, Standing, State};

use super::{Ink, columns, wrapped};
use crate::language::Language;
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
    for part in more(Language::english(), standing, board) {
        text += &format!("; {part}");
    }
    text
}

/// What was said of an obligation, in the order of its weight.
pub(crate) fn more(words: &'static Language, standing: &Standing, board: &Board) -> Vec<String> {
    let mut more = Vec::new();
    let (moves, days) = standing.moves();
    if moves > 0 {
        let key = if moves == 1 { "said.moved-once" } else { "said.moved-times" };
        more.push(words.fill(key, &[("n", &moves.to_string()), ("days", &days.to_string())]));
    }
    if let Some(request) = &standing.request {
        let (day, reason) = (request.to.to_string(), &request.reason);
        more.push(words.fill("said.asks", &[("by", &request.by), ("day", &day), ("reason", reason)]));
    }
    more.extend(of_state(words, standing, board));
    if standing.past_due && standing.state != State::Overdue {
        more.extend(standing.due.map(|due| since(words, due, board)));
    }
    if let Some((version, who)) = &standing.pending {
        let values = [("version", &*version.to_string()), ("names", &*who.join(", "))];
        more.push(words.fill("said.pending", &values));
    }
    more
}

/// What was said of it that makes it stand as it does.
fn of_state(words: &'static Language, standing: &Standing, board: &Board) -> Option<String> {
    match standing.state {
        State::Overdue => Some(since(words, standing.due?, board)),
        State::Proposed if !standing.unsigned.is_empty() => {
            Some(words.fill("said.not-signed", &[("names", &standing.unsigned.join(", "))]))
        }
        State::Claimed => {
            let claim = standing.claims.last()?;
            Some(words.fill("said.claimed", &[("day", &claim.at.to_string()), ("evidence", &claim.evidence)]))
        }
        State::Disputed => {
            let dispute = standing.disputes.last()?;
            Some(words.fill("said.disputes", &[("by", &dispute.by), ("why", &dispute.why)]))
        }
        State::Verified | State::VerifiedLate | State::Partly => {
            let verdict = standing.verdicts.last()?;
            let (day, evidence) = (verdict.at.to_string(), &verdict.evidence);
            Some(words.fill("said.found", &[("by", &verdict.by), ("day", &day), ("evidence", evidence)]))
        }
        State::Waived => {
            let (rule, outcome, why) = standing.waived.as_ref()?;
            Some(words.fill("said.waived", &[("rule", rule), ("outcome", outcome), ("why", why)]))
        }
        _ => None,
    }
}

fn since(words: &'static Language, due: milepost_monitor::contract::Date, board: &Board) -> String {
    let days = (board.as_of - due).get_days();
    words.fill(if days == 1 { "said.past-one" } else { "said.past-many" }, &[("n", &days.to_string())])
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
