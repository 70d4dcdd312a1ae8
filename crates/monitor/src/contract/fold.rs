//! Acts in the order in which they were recorded, and what they leave.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::act::{Act, Said};
use super::board::{Decision, Unapplied};
use super::permit::permit;
use super::standing::{Claim, Dispute, Moved, Request, Standing, State, Verdict};
use super::terms::{Term, Terms, Version};

/// What is known of one obligation on the way.
#[derive(Default)]
struct Entry {
    /// What its parties have agreed to.
    agreed: Option<(u32, Term)>,
    lapsed: bool,
    due: Option<Date>,
    moved: Vec<Moved>,
    request: Option<Request>,
    claims: Vec<Claim>,
    verdicts: Vec<Verdict>,
    disputes: Vec<Dispute>,
    waived: Option<(String, String, String)>,
    last: Option<Date>,
}

pub(super) struct Fold<'a> {
    declared: &'a Terms,
    milestones: &'a [Term],
    pub versions: Vec<(u64, Version)>,
    /// Who signed which version.
    pub signed: BTreeMap<u32, BTreeSet<String>>,
    entries: BTreeMap<String, Entry>,
    pub decisions: Vec<Decision>,
    pub unapplied: Vec<Unapplied>,
}

impl<'a> Fold<'a> {
    pub fn new(declared: &'a Terms, milestones: &'a [Term]) -> Fold<'a> {
        Fold {
            declared,
            milestones,
            versions: Vec::new(),
            signed: BTreeMap::new(),
            entries: BTreeMap::new(),
            decisions: Vec::new(),
            unapplied: Vec::new(),
        }
    }

    /// Applies an act, or lists it as one that cannot be.
    pub fn apply(&mut self, said: &Said) {
        if let Err(why) = self.tried(said) {
            self.unapplied.push(Unapplied { seq: said.seq, why });
        }
    }

    fn tried(&mut self, said: &Said) -> Result<(), String> {
        match &said.act {
            Act::Version(version) => self.drafted(said, version),
            Act::Sign { version, event, .. } => self.sign(said, *version, *event),
            Act::Decide { answer, reason } => {
                self.decisions.push(Decision {
                    seq: said.seq,
                    trigger: said.subject.clone(),
                    on: said.on,
                    by: said.by.clone(),
                    answer: answer.clone(),
                    reason: reason.clone(),
                });
                Ok(())
            }
            act => {
                let standing = self.standing(&said.subject, said.on);
                let standing = standing.ok_or_else(|| format!("there is no obligation `{}`", said.subject))?;
                permit(&standing, act, &said.by, said.on).map_err(|why| why.to_string())?;
                if self.is_milestone(&said.subject) && !matches!(act, Act::Move { .. } | Act::Approve { .. }) {
                    return Err(format!("`{}` is a milestone, which evidence decides", said.subject));
                }
                self.said(said, &standing);
                Ok(())
            }
        }
    }

    fn is_milestone(&self, name: &str) -> bool {
        self.milestone(name).is_some()
    }

    /// A milestone, or one element of it as in `reached[Anbar]`.
    fn milestone(&self, name: &str) -> Option<&'a Term> {
        let whole = name.split_once('[').map_or(name, |(whole, _)| whole);
        self.milestones.iter().find(|term| term.name == whole)
    }

    fn drafted(&mut self, said: &Said, version: &Version) -> Result<(), String> {
        let next = self.versions.len() as u32 + 1;
        if version.version != next {
            return Err(format!("version {} cannot follow version {}", version.version, next - 1));
        }
        self.versions.push((said.seq, version.clone()));
        Ok(())
    }

    fn sign(&mut self, said: &Said, version: u32, event: u64) -> Result<(), String> {
        let found = self.versions.iter().find(|(seq, v)| v.version == version && *seq == event);
        let (_, found) = found.ok_or_else(|| format!("there is no version {version} in event {event}"))?;
        if !found.terms.obligations.iter().any(|term| term.parties().contains(&said.by.as_str())) {
            return Err(format!("`{}` is no party to version {version}", said.by));
        }
        self.signed.entry(version).or_default().insert(said.by.clone());
        self.settle(said);
        Ok(())
    }

    /// What is agreed now, and whose date that moved.
    fn settle(&mut self, said: &Said) {
        for name in self.names() {
            let agreed = self.agreed(&name);
            let lapsed = self.lapsed(&name);
            let entry = self.entries.entry(name).or_default();
            entry.lapsed = lapsed;
            let Some((version, term)) = agreed else { continue };
            if entry.agreed.as_ref().is_some_and(|(v, _)| *v == version) {
                continue;
            }
            if entry.agreed.is_some() && entry.due != term.due {
                let drafted = self.versions.iter().find(|(_, v)| v.version == version);
                let (reason, by) = drafted.map(|(_, v)| (v.reason.clone(), v.by.clone())).unwrap_or_default();
                let approved = term.parties().into_iter().map(String::from).collect();
                let (from, to) = (entry.due, term.due);
                entry.moved.push(Moved { seq: said.seq, on: said.on, from, to, reason, by, approved });
            }
            entry.due = term.due;
            entry.request = None;
            entry.agreed = Some((version, term));
        }
    }

    /// The last version of a term that all its parties have signed, as it is or in other versions with the same words.
    fn agreed(&self, name: &str) -> Option<(u32, Term)> {
        let latest = self.versions.iter().rev().filter_map(|(_, v)| Some((v.version, v.terms.get(name)?)));
        let mut agreed = latest.filter(|(_, term)| self.unsigned(term).is_empty());
        agreed.next().map(|(version, term)| (version, term.clone()))
    }

    /// Whether all its parties have signed a later version without it.
    fn lapsed(&self, name: &str) -> bool {
        let Some((version, term)) = self.agreed(name) else { return false };
        let without = self.versions.iter().filter(|(_, v)| v.version > version && v.terms.get(name).is_none());
        let signs = |v: u32, party: &str| self.signed.get(&v).is_some_and(|all| all.contains(party));
        without.into_iter().any(|(_, v)| term.parties().iter().all(|party| signs(v.version, party)))
    }

    /// Parties of a term that have signed no version with these very words.
    fn unsigned(&self, term: &Term) -> Vec<String> {
        let same = |v: u32| self.versions.iter().any(|(_, w)| w.version == v && w.terms.get(&term.name) == Some(term));
        let signed = |party: &str| self.signed.iter().any(|(v, all)| all.contains(party) && same(*v));
        term.parties().into_iter().filter(|party| !signed(party)).map(String::from).collect()
    }

    /// Every obligation that was ever declared or drafted: first those of the files, then others in order of their names.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.declared.obligations.iter().map(|term| term.name.clone()).collect();
        let drafted = self.versions.iter().flat_map(|(_, v)| v.terms.obligations.iter().map(|t| t.name.clone()));
        let others: BTreeSet<String> = drafted.filter(|name| !names.contains(name)).collect();
        names.extend(others);
        names
    }

    fn said(&mut self, said: &Said, standing: &Standing) {
        let unspoken = self.unspoken(&said.subject);
        let entry = self.entries.entry(said.subject.clone()).or_insert(unspoken);
        entry.last = Some(said.on);
        let (seq, by, on) = (said.seq, said.by.clone(), said.on);
        match &said.act {
            Act::Claim { at, evidence, .. } => {
                entry.claims.push(Claim { seq, by, on, at: *at, evidence: evidence.clone() });
            }
            Act::Verify { at, partly, evidence, .. } => {
                let late = standing.due.is_some_and(|due| *at > due);
                let evidence = evidence.clone();
                entry.verdicts.push(Verdict { seq, by, on, at: *at, partly: *partly, late, evidence });
            }
            Act::Dispute { why } => entry.disputes.push(Dispute { seq, by, on, why: why.clone() }),
            Act::Move { to, reason } => {
                entry.request = Some(Request { seq, on, by, to: *to, reason: reason.clone() });
            }
            Act::Approve { .. } => {
                if let Some(Request { by: asked, to, reason, .. }) = entry.request.take() {
                    let (from, to) = (entry.due, Some(to));
                    entry.moved.push(Moved { seq, on, from, to, reason, by: asked, approved: vec![by] });
                    entry.due = to;
                }
            }
            Act::Waive { rule, outcome, reason } => {
                entry.waived = Some((rule.clone(), outcome.clone(), reason.clone()));
            }
            Act::Version(_) | Act::Sign { .. } | Act::Decide { .. } => {}
        }
    }

    /// What is known of something that nobody has spoken of yet.
    fn unspoken(&self, name: &str) -> Entry {
        let Some(term) = self.milestone(name) else { return Entry::default() };
        // A milestone binds by being declared: nobody signs it.
        let agreed = Some((0, Term { name: name.into(), ..term.clone() }));
        Entry { agreed, due: term.due, ..Entry::default() }
    }

    /// Milestones, and elements of milestones, of which something was said.
    pub fn spoken_milestones(&self) -> Vec<String> {
        self.entries.keys().filter(|name| self.is_milestone(name)).cloned().collect()
    }

    /// How an obligation or a milestone stands at a date; `None` where there is none of that name.
    pub fn standing(&self, name: &str, as_of: Date) -> Option<Standing> {
        let none = self.unspoken(name);
        let entry = self.entries.get(name).unwrap_or(&none);
        let latest = self.versions.iter().rev().find_map(|(_, v)| Some((v.version, v.terms.get(name)?.clone())));
        let declared = self.declared.get(name).cloned();
        let (version, term) = match (&entry.agreed, &latest, declared) {
            (Some((version, term)), ..) => (Some(*version), term.clone()),
            (None, Some((version, term)), _) => (Some(*version), term.clone()),
            (None, None, Some(term)) => (None, term),
            (None, None, None) => return None,
        };
        let agreed = entry.agreed.is_some();
        let unsigned = if agreed {
            Vec::new()
        } else if latest.is_some() {
            self.unsigned(&term)
        } else {
            term.parties().into_iter().map(String::from).collect()
        };
        let pending = latest.filter(|(v, other)| agreed && Some(*v) > version && *other != term);
        let pending = pending.map(|(v, other)| (v, self.unsigned(&other))).filter(|(_, who)| !who.is_empty());
        let mut standing = Standing {
            due: if agreed { entry.due } else { term.due },
            term,
            state: State::Proposed,
            version,
            unsigned,
            pending,
            past_due: false,
            moved: entry.moved.clone(),
            request: entry.request.clone(),
            claims: entry.claims.clone(),
            verdicts: entry.verdicts.clone(),
            disputes: entry.disputes.clone(),
            waived: entry.waived.clone(),
            last: entry.last,
        };
        standing.state = standing.judged(agreed, entry.lapsed, as_of);
        let open = matches!(
            standing.state,
            State::Overdue | State::Disputed | State::Partly | State::Claimed | State::Proposed
        );
        standing.past_due = open && standing.due.is_some_and(|due| as_of > due);
        Some(standing)
    }
}
