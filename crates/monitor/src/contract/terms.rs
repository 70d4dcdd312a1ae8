//! What is owed: the obligations of a strategy as terms of a contract.

use jiff::civil::Date;
use milepost_strategy::model::{ActorId, Strategy};
use serde::{Deserialize, Serialize};

/// One obligation, or one milestone that somebody must reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Name in the strategy.
    pub name: String,
    /// Title in words.
    pub title: String,
    /// Who owes it.
    pub debtor: Option<String>,
    /// To whom.
    pub creditor: Option<String>,
    /// Who watches.
    pub overseer: Option<String>,
    /// Last day on which it is in time.
    pub due: Option<Date>,
    /// What proves it: `document`, `record`, `ledger`, `poll`.
    pub evidence: Option<String>,
}

impl Term {
    /// Debtor, creditor and overseer, each once.
    pub fn parties(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for party in [&self.debtor, &self.creditor, &self.overseer].into_iter().flatten() {
            if !all.contains(&party.as_str()) {
                all.push(party);
            }
        }
        all
    }

    /// Who may judge it: creditor and overseer, unless they owe it.
    pub fn judges(&self) -> Vec<&str> {
        let debtor = self.debtor.as_deref();
        self.parties().into_iter().filter(|party| Some(*party) != debtor).collect()
    }
}

/// What a strategy's files declare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Obligations in declared order.
    pub obligations: Vec<Term>,
}

/// A version of the contract as it stands in the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// 1, 2 and so on.
    pub version: u32,
    /// Why it was made.
    pub reason: String,
    /// Who made it.
    pub by: String,
    /// All obligations in it.
    pub terms: Terms,
}

impl Terms {
    /// The obligations that a strategy declares.
    pub fn of(strategy: &Strategy) -> Terms {
        let name = |id: Option<ActorId>| id.map(|id| strategy.actors[id.index()].name.clone());
        let term = |o: &milepost_strategy::model::Obligation| Term {
            name: o.name.clone(),
            title: o.title.clone(),
            debtor: name(o.parties[0]),
            creditor: name(o.parties[1]),
            overseer: name(o.parties[2]),
            due: o.due_date.and_then(last_day),
            evidence: o.evidence.clone(),
        };
        Terms { obligations: strategy.obligations.iter().map(term).collect() }
    }

    /// The term of this name.
    pub fn get(&self, name: &str) -> Option<&Term> {
        self.obligations.iter().find(|term| term.name == name)
    }

    /// In words, what these terms change in others: one line for each obligation that is new, gone or different.
    pub fn changes(&self, before: &Terms) -> Vec<String> {
        let mut lines = Vec::new();
        for term in &self.obligations {
            match before.get(&term.name) {
                None => lines.push(format!("new: {} ({})", term.title, term.name)),
                Some(old) => lines.extend(differences(old, term)),
            }
        }
        let gone = before.obligations.iter().filter(|old| self.get(&old.name).is_none());
        lines.extend(gone.map(|old| format!("dropped: {} ({})", old.title, old.name)));
        lines
    }
}

fn differences(old: &Term, new: &Term) -> Option<String> {
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".into());
    let date = |date: &Option<Date>| date.map_or_else(|| "none".into(), |d| d.to_string());
    let pairs = [
        ("title", old.title.clone(), new.title.clone()),
        ("debtor", or_none(&old.debtor), or_none(&new.debtor)),
        ("creditor", or_none(&old.creditor), or_none(&new.creditor)),
        ("overseer", or_none(&old.overseer), or_none(&new.overseer)),
        ("due", date(&old.due), date(&new.due)),
        ("evidence", or_none(&old.evidence), or_none(&new.evidence)),
    ];
    let changed = pairs.iter().filter(|(_, a, b)| a != b).map(|(what, a, b)| format!("{what} {a} -> {b}"));
    let changed: Vec<String> = changed.collect();
    if changed.is_empty() {
        None
    } else {
        Some(format!("changed: {} ({}): {}", new.title, new.name, changed.join(", ")))
    }
}

/// The last day of a date as written: of a month its end.
pub fn last_day(date: milepost_syntax::Date) -> Option<Date> {
    let first = Date::new(date.year, date.month, date.day.unwrap_or(1)).ok()?;
    Some(if date.day.is_some() { first } else { first.last_of_month() })
}
