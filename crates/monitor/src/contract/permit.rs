//! Who may say what.

use jiff::civil::Date;
use thiserror::Error;

use super::act::Act;
use super::standing::{Standing, State};

/// Why an act is not permitted.  Each is one sentence with the remedy.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Refused {
    /// Not all have signed.
    #[error("`{name}` is not agreed yet; {} must sign first: milepost contract sign", listed(.unsigned))]
    NotAgreed {
        /// The obligation.
        name: String,
        /// Parties that have not signed.
        unsigned: Vec<String>,
    },
    /// Over.
    #[error("`{name}` is {}, so nothing more can be said of it", .state.word())]
    Over {
        /// The obligation.
        name: String,
        /// Its state.
        state: State,
    },
    /// Not the debtor.
    #[error(
        "only who owes `{name}` can claim that it is done, which is {debtor}; others verify: milepost contract verify"
    )]
    NotDebtor {
        /// The obligation.
        name: String,
        /// Who owes it, or that nobody does.
        debtor: String,
    },
    /// The debtor judging itself.
    #[error("`{by}` owes `{name}` and cannot verify it; {} can", listed(.judges))]
    OwnJudge {
        /// Who tried.
        by: String,
        /// The obligation.
        name: String,
        /// Who may.
        judges: Vec<String>,
    },
    /// Nobody it concerns.
    #[error("`{by}` is no party to `{name}`; {} are", listed(.parties))]
    NoParty {
        /// Who tried.
        by: String,
        /// What.
        name: String,
        /// Who is.
        parties: Vec<String>,
    },
    /// Nothing to disagree with.
    #[error("nothing was claimed or found of `{name}` that could be disputed")]
    NothingSaid {
        /// The obligation.
        name: String,
    },
    /// The same date.
    #[error("`{name}` is due on {to} already")]
    SameDate {
        /// What.
        name: String,
        /// The date.
        to: Date,
    },
    /// Nothing asked for.
    #[error("nobody asks for {to} as the date of `{name}`; ask first: milepost contract move")]
    NoRequest {
        /// What.
        name: String,
        /// The date.
        to: Date,
    },
    /// Approving oneself.
    #[error("`{by}` asked for the other date of `{name}`, so somebody else must approve it: {}", listed(.others))]
    OwnRequest {
        /// Who tried.
        by: String,
        /// What.
        name: String,
        /// Who may.
        others: Vec<String>,
    },
    /// The debtor approving.
    #[error("`{by}` owes `{name}` and cannot approve another date for it; {} can", listed(.others))]
    DebtorApproves {
        /// Who tried.
        by: String,
        /// What.
        name: String,
        /// Who may.
        others: Vec<String>,
    },
    /// The debtor waiving.
    #[error("`{by}` owes `{name}` and cannot waive it; {} can, by a rule of the strategy", listed(.others))]
    DebtorWaives {
        /// Who tried.
        by: String,
        /// What.
        name: String,
        /// Who may.
        others: Vec<String>,
    },
    /// Of the future.
    #[error("{at} is after {on}, the day on which it is said")]
    NotYet {
        /// Done on.
        at: Date,
        /// Said on.
        on: Date,
    },
    /// Not of a single obligation.
    #[error("this speaks of the contract as a whole, not of `{name}`")]
    OfTheWhole {
        /// What.
        name: String,
    },
}

fn listed(names: &[String]) -> String {
    match names {
        [] => "nobody".into(),
        [one] => format!("`{one}`"),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(|name| format!("`{name}`")).collect();
            format!("{} and `{last}`", first.join(", "))
        }
    }
}

/// Whether a party may say this of an obligation that stands so, on this day.
///
/// # Errors
/// Why not: the parties have not signed, the debtor judges itself, a date is moved by one party alone, and so on.
pub fn permit(standing: &Standing, act: &Act, by: &str, on: Date) -> Result<(), Refused> {
    let term = &standing.term;
    let name = term.name.clone();
    if act.of_the_whole() {
        return Err(Refused::OfTheWhole { name });
    }
    if matches!(standing.state, State::Waived | State::Lapsed) {
        return Err(Refused::Over { name, state: standing.state });
    }
    if standing.state == State::Proposed {
        return Err(Refused::NotAgreed { name, unsigned: standing.unsigned.clone() });
    }
    if let Act::Claim { at, .. } | Act::Verify { at, .. } = act
        && *at > on
    {
        return Err(Refused::NotYet { at: *at, on });
    }
    let owned = |names: Vec<&str>| names.into_iter().map(String::from).collect::<Vec<_>>();
    let owes = term.debtor.as_deref() == Some(by);
    // Whom a milestone concerns is not said; so anybody may approve another date but who must reach it.
    let party = term.parties().contains(&by) || (term.judges().is_empty() && matches!(act, Act::Approve { .. }));
    let asked = standing.request.as_ref().map(|request| request.by.as_str());
    let others = || owned(term.judges()).into_iter().filter(|name| Some(name.as_str()) != asked).collect::<Vec<_>>();
    match act {
        Act::Claim { .. } if !owes => {
            let debtor = term.debtor.as_ref().map_or_else(|| "nobody".into(), |debtor| format!("`{debtor}`"));
            Err(Refused::NotDebtor { name, debtor })
        }
        Act::Verify { .. } if owes => Err(Refused::OwnJudge { by: by.into(), name, judges: owned(term.judges()) }),
        Act::Waive { .. } if owes => Err(Refused::DebtorWaives { by: by.into(), name, others: owned(term.judges()) }),
        Act::Dispute { .. } if standing.claims.is_empty() && standing.verdicts.is_empty() => {
            Err(Refused::NothingSaid { name })
        }
        _ if !party => Err(Refused::NoParty { by: by.into(), name, parties: owned(term.parties()) }),
        Act::Move { to, .. } if standing.due == Some(*to) => Err(Refused::SameDate { name, to: *to }),
        Act::Approve { to } => match &standing.request {
            Some(request) if request.to == *to && request.by == by => {
                Err(Refused::OwnRequest { by: by.into(), name, others: others() })
            }
            Some(request) if request.to == *to && owes => {
                Err(Refused::DebtorApproves { by: by.into(), name, others: others() })
            }
            Some(request) if request.to == *to => Ok(()),
            _ => Err(Refused::NoRequest { name, to: *to }),
        },
        _ => Ok(()),
    }
}
