//! How few votes turn a share round in one place.

use crate::count::UNBOUNDED;
use crate::outcome::{best, standing, worst};
use crate::{Base, Part, Test, Unit};

/// A way in which votes could have been otherwise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Move {
    /// Votes for one of `from` are votes for `to` instead.
    Switch {
        /// Options that lose, by position.
        from: Vec<usize>,
        /// Option that gains.
        to: usize,
    },
    /// People who stayed away cast valid votes for this option.
    Add(usize),
}

/// The numbers of votes moved from `least` to `most`, both included, at which a share has a truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub least: u64,
    pub most: u64,
}

/// Where in the number of votes moved a share holds and where it does not; exactly, or at the most favourable of what the
/// figures allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reach {
    pub holds: Option<Span>,
    pub fails: Option<Span>,
    /// Whether the figures that count here are known.
    pub exact: bool,
}

/// By how much one vote moved changes the part and the base of a share.
fn effect(way: &Move, test: &Test) -> (i8, i8) {
    match (way, test.part) {
        (Move::Switch { to, .. }, Part::Option(x)) if *to == x => (1, 0),
        (Move::Switch { from, .. }, Part::Option(x)) if from.contains(&x) => (-1, 0),
        (Move::Switch { .. }, _) => (0, 0),
        (Move::Add(to), part) => {
            let gains = part == Part::Cast || part == Part::Option(*to);
            (i8::from(gains), i8::from(test.base != Base::Registered))
        }
    }
}

/// Which way a share is pushed: 1 up, -1 down, 0 not at all.
pub(crate) fn push(way: &Move, test: &Test) -> i8 {
    match effect(way, test) {
        (1, _) => 1,
        (-1, _) | (0, 1) => -1,
        _ => 0,
    }
}

/// How many votes can be moved in a unit, at most.
pub(crate) fn room(unit: &Unit, way: &Move) -> u64 {
    match way {
        Move::Switch { from, .. } => {
            let votes = from.iter().fold(0_u64, |sum, o| sum.saturating_add(unit.options[*o].top()));
            votes.min(unit.valid.top())
        }
        Move::Add(_) => unit.away.top(),
    }
    .min(UNBOUNDED)
}

/// Where a share holds in a unit as votes are moved there, up to `room`.
pub(crate) fn reach(unit: &Unit, test: &Test, way: &Move, room: u64) -> Reach {
    let (ends, effect) = ([best(unit, test), worst(unit, test)], effect(way, test));
    let [high, low] = ends;
    let exact = high == low;
    let holds = |end: (u64, u64), moved: u64| {
        let shifted = |n: u64, by: i8| match by {
            0 => n,
            1 => n.saturating_add(moved),
            _ => n.saturating_sub(moved),
        };
        let part = shifted(end.0, effect.0);
        // The votes that are moved were cast, wherever the bounds leave open how many were.
        test.bar.met(part, shifted(end.1, effect.1).max(part))
    };
    let span = |least: Option<u64>, most: u64| least.and_then(|least| (least <= most).then_some(Span { least, most }));
    let first = |wanted: bool, end| turning_point(room, |moved| holds(end, moved) == wanted);
    match standing(unit, test).decided() {
        // Surely true: until it may fail.
        Some(true) => {
            let fails = first(false, low);
            let most = if exact { fails.map_or(room, |f| f.saturating_sub(1)) } else { room };
            Reach { holds: span(Some(0), most), fails: span(fails, room), exact }
        }
        Some(false) => {
            let holds = first(true, high);
            let most = if exact { holds.map_or(room, |h| h.saturating_sub(1)) } else { room };
            Reach { holds: span(holds, room), fails: span(Some(0), most), exact }
        }
        None => Reach { holds: span(Some(0), room), fails: span(Some(0), room), exact },
    }
}

/// The first number in `0..=room` at which something that changes once has come true.
fn turning_point(room: u64, reached: impl Fn(u64) -> bool) -> Option<u64> {
    if !reached(room) {
        return None;
    }
    let (mut low, mut high) = (0, room);
    while low < high {
        let middle = low + (high - low) / 2;
        if reached(middle) { high = middle } else { low = middle + 1 }
    }
    Some(low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Threshold;

    /// Ninewa: 395,892 of 718,758 against.
    #[test]
    fn ninewa_was_83280_votes_short() {
        let unit = Unit::counted("Ninewa", &[322_866, 395_892]);
        let test = Test { part: Part::Option(1), base: Base::Valid, bar: Threshold::at_least(2, 3) };
        let switch = Move::Switch { from: vec![0], to: 1 };
        let found = reach(&unit, &test, &switch, room(&unit, &switch));
        assert_eq!(found.holds, Some(Span { least: 83_280, most: 322_866 }));
        assert_eq!(found.fails, Some(Span { least: 0, most: 83_279 }));
        // Added, they raise the valid votes as well: 3 (395,892 + a) >= 2 (718,758 + a).
        let added = reach(&unit, &test, &Move::Add(1), room(&unit, &Move::Add(1)));
        assert_eq!(added.holds.map(|s| s.least), Some(2 * 718_758 - 3 * 395_892));
    }

    #[test]
    fn among_all_registered_only_votes_for_it_count() {
        let unit = Unit::counted("a", &[30, 60]).of_registered(100);
        let test = Test { part: Part::Option(1), base: Base::Registered, bar: Threshold::at_least(2, 3) };
        let add = Move::Add(1);
        assert_eq!(reach(&unit, &test, &add, room(&unit, &add)).holds.map(|s| s.least), Some(7));
        assert_eq!(reach(&unit, &test, &Move::Add(0), 10).holds, None);
    }
}
