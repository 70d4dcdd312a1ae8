//! How things stand, in words and marks: a state is never told by a colour alone.

use milepost_monitor::contract;
use milepost_monitor::status::{Found, Group, Status};

use super::Room;
use crate::html::Html;
use crate::terminal::status::condition_label;
use crate::terminal::status::finding::{milestone_label, trigger_label};

/// The class of a state, which the style sheet gives its mark, and the key of its word.
pub(super) type State = (&'static str, &'static str);

/// One kind of what is judged.
pub(super) struct Kind<'a> {
    /// The key of its title.
    pub(super) title: &'static str,
    /// What it is called in tables.
    pub(super) name: &'static str,
    pub(super) all: &'a [Group],
    /// How one of its findings stands.
    pub(super) state: fn(&Found) -> State,
}

/// Milestones, conditions and triggers.
pub(super) fn kinds(status: &Status) -> [Kind<'_>; 3] {
    [
        Kind { title: "milestones.milestones", name: "milestone", all: &status.milestones, state: milestone },
        Kind { title: "milestones.conditions", name: "condition", all: &status.conditions, state: condition },
        Kind { title: "milestones.triggers", name: "trigger", all: &status.triggers, state: trigger },
    ]
}

/// How a finding stands.
pub(super) fn milestone(found: &Found) -> State {
    of_label(milestone_label(found))
}

/// How a condition stands.
fn condition(found: &Found) -> State {
    of_label(condition_label(found))
}

/// How a trigger stands.
pub(super) fn trigger(found: &Found) -> State {
    of_label(trigger_label(found))
}

/// How an obligation stands.
pub(super) fn obligation(state: contract::State) -> State {
    match state {
        contract::State::Overdue => ("bad", "state.overdue"),
        contract::State::Disputed => ("bad", "state.disputed"),
        contract::State::Partly => ("near", "state.partly"),
        contract::State::Claimed => ("near", "state.claimed"),
        contract::State::Due => ("near", "state.due"),
        contract::State::Scheduled => ("quiet-state", "state.scheduled"),
        contract::State::Agreed => ("quiet-state", "state.agreed"),
        contract::State::Proposed => ("quiet-state", "state.proposed"),
        contract::State::Verified => ("good", "state.verified"),
        contract::State::VerifiedLate => ("near", "state.verified-late"),
        contract::State::Waived => ("quiet-state", "state.waived"),
        contract::State::Lapsed => ("quiet-state", "state.lapsed"),
    }
}

fn of_label(label: &str) -> State {
    match label {
        "MET" => ("good", "state.met"),
        "HOLDS" => ("good", "state.holds"),
        "DECIDED" => ("good", "state.decided"),
        "MET LATE" => ("near", "state.met-late"),
        "DUE" => ("near", "state.due"),
        "UNDECIDED" => ("bad", "state.undecided"),
        "OVERDUE" => ("bad", "state.overdue"),
        "LOST" => ("bad", "state.lost"),
        "UNKNOWN" => ("unknown", "state.unknown"),
        "NOT MET" => ("quiet-state", "state.not-met"),
        "QUIET" => ("quiet-state", "state.quiet"),
        "ENDED" => ("quiet-state", "state.ended"),
        _ => ("quiet-state", "state.ahead"),
    }
}

/// A state as a mark and a word.
pub(super) fn badge(h: &mut Html, room: &Room, (class, key): State) {
    h.leaf("span", &[("class", &format!("state {class}"))], room.words.say(key));
}

/// The states in a group, each with how many are so, the one that most are in first.
pub(super) fn counted(group: &Group, state: fn(&Found) -> State) -> Vec<(State, usize)> {
    let mut all: Vec<(State, usize)> = Vec::new();
    for found in &group.found {
        let state = state(found);
        match all.iter_mut().find(|(known, _)| *known == state) {
            Some((_, n)) => *n += 1,
            None => all.push((state, 1)),
        }
    }
    all.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    all
}
