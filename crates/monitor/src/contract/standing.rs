//! How one obligation stands.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::NEAR;
use super::terms::Term;

/// Where an obligation is between promise and proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Past its due date, and nobody says that it is done.
    Overdue,
    /// A party disagrees with a claim or a verdict, and nobody has judged it since.
    Disputed,
    /// Found done in part.
    Partly,
    /// The debtor says that it is done; nobody else has.
    Claimed,
    /// Its due date is at most [`NEAR`] days away.
    Due,
    /// Agreed, due later.
    Scheduled,
    /// Agreed, without a due date.
    Agreed,
    /// Not signed by all its parties.
    Proposed,
    /// Found done, in time.
    Verified,
    /// Found done, too late.
    VerifiedLate,
    /// The debtor was let off, by a decision under a rule.
    Waived,
    /// Was agreed, and is no part of what is agreed now.
    Lapsed,
}

impl State {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            State::Overdue => "overdue",
            State::Disputed => "disputed",
            State::Partly => "partly",
            State::Claimed => "claimed",
            State::Due => "due",
            State::Scheduled => "scheduled",
            State::Agreed => "agreed",
            State::Proposed => "proposed",
            State::Verified => "verified",
            State::VerifiedLate => "verified late",
            State::Waived => "waived",
            State::Lapsed => "lapsed",
        }
    }
}

/// A claim of the debtor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Number of the event.
    pub seq: u64,
    /// Who claims.
    pub by: String,
    /// Said on.
    pub on: Date,
    /// Done on.
    pub at: Date,
    /// What shows it.
    pub evidence: String,
}

/// What somebody other than the debtor found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Number of the event.
    pub seq: u64,
    /// Who found it.
    pub by: String,
    /// Said on.
    pub on: Date,
    /// Done on.
    pub at: Date,
    /// In part only.
    pub partly: bool,
    /// After the date on which it was due then.
    pub late: bool,
    /// On what.
    pub evidence: String,
}

/// A disagreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dispute {
    /// Number of the event.
    pub seq: u64,
    /// Who disagrees.
    pub by: String,
    /// Said on.
    pub on: Date,
    /// Why.
    pub why: String,
}

/// A due date that was moved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    /// Number of the event that made it so.
    pub seq: u64,
    /// Since.
    pub on: Date,
    /// The date before; `None` where there was none.
    pub from: Option<Date>,
    /// The date after; `None` where it was dropped.
    pub to: Option<Date>,
    /// Why.
    pub reason: String,
    /// Who asked for it.
    pub by: String,
    /// Who approved.
    pub approved: Vec<String>,
}

impl Moved {
    /// Days later, negative for earlier; `None` where either date is missing.
    pub fn days(&self) -> Option<i32> {
        Some((self.to? - self.from?).get_days())
    }
}

/// Another date that was asked for and not approved yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Number of the event.
    pub seq: u64,
    /// Asked on.
    pub on: Date,
    /// Who asks.
    pub by: String,
    /// The date.
    pub to: Date,
    /// Why.
    pub reason: String,
}

/// How one obligation stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// What is owed, as agreed; as proposed or declared where nothing is agreed.
    pub term: Term,
    /// Where it is between promise and proof.
    pub state: State,
    /// The version that holds the term; `None` where it was never drafted.
    pub version: Option<u32>,
    /// Parties that have not signed it, where it is proposed.
    pub unsigned: Vec<String>,
    /// A later version that changes it and is not signed by all, and by whom not.
    pub pending: Option<(u32, Vec<String>)>,
    /// The due date as it stands, moves included.
    pub due: Option<Date>,
    /// Past its due date, and not found done in time.
    pub past_due: bool,
    /// Every change of the due date.
    pub moved: Vec<Moved>,
    /// Another date that was asked for.
    pub request: Option<Request>,
    /// Claims, oldest first.
    pub claims: Vec<Claim>,
    /// Verdicts, oldest first.
    pub verdicts: Vec<Verdict>,
    /// Disputes, oldest first.
    pub disputes: Vec<Dispute>,
    /// By which rule, with what outcome and why it was waived.
    pub waived: Option<(String, String, String)>,
    /// The last event that spoke of it.
    pub last: Option<Date>,
}

impl Standing {
    /// How often its date was moved, and by how many days in all; days count where both dates are known.
    pub fn moves(&self) -> (usize, i32) {
        (self.moved.len(), self.moved.iter().filter_map(Moved::days).sum())
    }

    /// The state that claims, verdicts and disputes leave, at a date; `agreed` is whether its parties have signed.
    pub(super) fn judged(&self, agreed: bool, lapsed: bool, as_of: Date) -> State {
        if lapsed {
            return State::Lapsed;
        }
        if self.waived.is_some() {
            return State::Waived;
        }
        if !agreed {
            return State::Proposed;
        }
        let claim = self.claims.last().map(|c| (c.seq, State::Claimed));
        let verdict = self.verdicts.last().map(|v| {
            let state = match (v.partly, v.late) {
                (true, _) => State::Partly,
                (false, true) => State::VerifiedLate,
                (false, false) => State::Verified,
            };
            (v.seq, state)
        });
        let dispute = self.disputes.last().map(|d| (d.seq, State::Disputed));
        // A claim after a full verdict changes nothing; after anything else the last word counts.
        let claim = claim.filter(|_| !matches!(verdict, Some((_, State::Verified | State::VerifiedLate))));
        let last = [claim, verdict, dispute].into_iter().flatten().max_by_key(|(seq, _)| *seq);
        last.map_or_else(|| self.waiting(as_of), |(_, state)| state)
    }

    fn waiting(&self, as_of: Date) -> State {
        match self.due {
            None => State::Agreed,
            Some(due) if as_of > due => State::Overdue,
            Some(due) if (due - as_of).get_days() <= NEAR => State::Due,
            Some(_) => State::Scheduled,
        }
    }
}
