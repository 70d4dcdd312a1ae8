//! What parties say of a contract, and the events it is kept as.

use jiff::civil::Date;
use milepost_record::{Draft, Event};
use serde::{Deserialize, Serialize};

use super::CONTRACT;
use super::terms::Version;

/// Something said of the contract or of one obligation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// Puts forward a version of the whole.
    Version(Version),
    /// Agrees to a version.
    Sign {
        /// The version.
        version: u32,
        /// Number of the event that holds it.
        event: u64,
        /// Hash of that event, so that the signature covers what it says.
        leaf: String,
    },
    /// The debtor says that it is done.
    Claim {
        /// When it was done.
        at: Date,
        /// What shows it, in words.
        evidence: String,
        /// SHA-256 of the file that shows it.
        sha256: Option<String>,
    },
    /// Somebody else finds it done, or done in part.
    Verify {
        /// When it was done.
        at: Date,
        /// Done in part only.
        partly: bool,
        /// On what.
        evidence: String,
        /// SHA-256 of the file that shows it.
        sha256: Option<String>,
    },
    /// A party disagrees with a claim or a verdict.
    Dispute {
        /// Why.
        why: String,
    },
    /// Asks for another due date.
    Move {
        /// The date asked for.
        to: Date,
        /// Why.
        reason: String,
    },
    /// Approves the other date that was asked for.
    Approve {
        /// The date approved.
        to: Date,
    },
    /// Lets the debtor off, by a decision under a rule of the strategy.
    Waive {
        /// The rule.
        rule: String,
        /// How it came out, in words.
        outcome: String,
        /// Why.
        reason: String,
    },
    /// The authority of a trigger that fired answers.
    Decide {
        /// `act` or `decline`.
        answer: String,
        /// Why.
        reason: String,
    },
}

/// An act, who said it and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// Number of the event.
    pub seq: u64,
    /// Of what: an obligation, a milestone, a trigger, or [`CONTRACT`].
    pub subject: String,
    /// Who says so.
    pub by: String,
    /// The day it was said.
    pub on: Date,
    /// What.
    pub act: Act,
}

#[derive(Serialize, Deserialize)]
struct Body {
    by: String,
    says: Act,
}

impl Act {
    /// The kind of event that keeps it.
    pub fn kind(&self) -> &'static str {
        match self {
            Act::Version(_) => "contract.version",
            Act::Sign { .. } => "contract.sign",
            Act::Claim { .. } => "contract.claim",
            Act::Verify { .. } => "contract.verify",
            Act::Dispute { .. } => "contract.dispute",
            Act::Move { .. } => "contract.move",
            Act::Approve { .. } => "contract.approve",
            Act::Waive { .. } => "contract.waive",
            Act::Decide { .. } => "trigger.decision",
        }
    }

    /// The draft of the event; `None` where the act cannot be written as JSON, which none of these is.
    pub fn draft(&self, subject: &str, by: &str, on: Date) -> Option<Draft> {
        let body = Body { by: by.into(), says: self.clone() };
        let mut draft = Draft::new(self.kind(), subject, on, serde_json::to_value(body).ok()?);
        if let Act::Claim { at, .. } | Act::Verify { at, .. } = self {
            draft.valid = Some((*at, *at));
        }
        Some(draft)
    }

    /// What it says, behind the name of who says it.
    pub fn words(&self) -> String {
        match self {
            Act::Version(version) => format!("drafts version {}: {}", version.version, version.reason),
            Act::Sign { version, .. } => format!("signs version {version}"),
            Act::Claim { at, evidence, .. } => format!("claims that it was done on {at}: {evidence}"),
            Act::Verify { at, partly: false, evidence, .. } => format!("finds that it was done on {at}: {evidence}"),
            Act::Verify { at, partly: true, evidence, .. } => {
                format!("finds that it was done in part on {at}: {evidence}")
            }
            Act::Dispute { why } => format!("disputes it: {why}"),
            Act::Move { to, reason } => format!("asks to move it to {to}: {reason}"),
            Act::Approve { to } => format!("approves {to} as its date"),
            Act::Waive { rule, outcome, reason } => format!("waives it under {rule} ({outcome}): {reason}"),
            Act::Decide { answer, reason } => format!("answers {answer}: {reason}"),
        }
    }

    /// Whether it speaks of the contract as a whole.
    pub fn of_the_whole(&self) -> bool {
        matches!(self, Act::Version(_) | Act::Sign { .. })
    }
}

impl Said {
    /// The day from which it is true: of a claim or a verdict the day on which the thing was done.
    pub fn since(&self) -> Date {
        match &self.act {
            Act::Claim { at, .. } | Act::Verify { at, .. } => (*at).min(self.on),
            _ => self.on,
        }
    }

    /// Reads an event that keeps an act; `None` for events of other kinds, `Some(Err)` in words for one that is damaged.
    pub fn of(event: &Event) -> Option<Result<Said, String>> {
        if !event.kind.starts_with("contract.") && event.kind != "trigger.decision" {
            return None;
        }
        let read: Result<Body, _> = serde_json::from_value(event.body.clone());
        Some(match read {
            Err(why) => Err(format!("event {} ({}) cannot be read: {why}", event.seq, event.kind)),
            Ok(Body { says: act, .. }) if act.kind() != event.kind => {
                Err(format!("event {} is of kind {}, but says {}", event.seq, event.kind, act.kind()))
            }
            Ok(Body { says: act, .. }) if act.of_the_whole() != (event.subject == CONTRACT) => {
                Err(format!("event {} ({}) cannot speak of `{}`", event.seq, event.kind, event.subject))
            }
            Ok(Body { by, says: act }) => {
                Ok(Said { seq: event.seq, subject: event.subject.clone(), by, on: event.known, act })
            }
        })
    }
}
