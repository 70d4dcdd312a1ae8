//! An alarm beside what it should have said, period by period.

/// What an alarm did; periods are counted, spells are runs of periods in which something goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alarm {
    /// Periods in which both are known.
    pub judged: usize,
    /// Periods in which either is not.
    pub unknown: usize,
    /// Spells of what it is there for.
    pub called_for: usize,
    /// Of these, those in which it was on before they were over, publication included.
    pub told: usize,
    /// Of these, those of which it said nothing.
    pub missed: usize,
    /// For each spell told, the periods from its beginning to the alarm, in the order of spells; 0 where it was on already.
    pub delays: Vec<usize>,
    /// Spells of the alarm.
    pub firings: usize,
    /// Of these, those without anything that they are there for.
    pub false_alarms: usize,
    /// Spells of either kind that cannot be judged, as something is unknown where it matters.
    pub open: usize,
    /// How often it went on or off from one known period to the next.
    pub flips: usize,
}

/// Judges an alarm by what it should have said.  `lag` is how many periods later the alarm can know what is true: an alarm
/// that comes so late after a spell still tells of it, and one that goes on so long after it is not false.
/// `None` is unknown; a spell ends where it is not known to go on.
pub fn alarm(told: &[Option<bool>], truth: &[Option<bool>], lag: usize) -> Alarm {
    let n = told.len().min(truth.len());
    let (told, truth) = (&told[..n], &truth[..n]);
    let judged = told.iter().zip(truth).filter(|(a, b)| a.is_some() && b.is_some()).count();
    let mut found = Alarm { judged, unknown: n - judged, ..Alarm::default() };
    found.flips = told.windows(2).filter(|pair| matches!(pair, [Some(a), Some(b)] if a != b)).count();
    for (from, to) in spells(truth) {
        found.called_for += 1;
        let window = &told[from..n.min(to + lag)];
        match window.iter().position(|on| *on == Some(true)) {
            Some(delay) => {
                found.told += 1;
                found.delays.push(delay);
            }
            // Beyond the end, or where nothing is known, it may have told of it yet.
            None if to + lag > n || window.contains(&None) => found.open += 1,
            None => found.missed += 1,
        }
    }
    for (from, to) in spells(told) {
        found.firings += 1;
        let window = &truth[from.saturating_sub(lag)..to];
        if !window.contains(&Some(true)) {
            if window.contains(&None) || from < lag {
                found.open += 1;
            } else {
                found.false_alarms += 1;
            }
        }
    }
    found
}

/// Runs of what is known to go on, as `from..to`.
fn spells(series: &[Option<bool>]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = None;
    for (at, on) in series.iter().chain(std::iter::once(&None)).enumerate() {
        match (on, from) {
            (Some(true), None) => from = Some(at),
            (Some(true), Some(_)) | (_, None) => {}
            (_, Some(start)) => {
                found.push((start, at));
                from = None;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `1` on, `0` off, `?` unknown.
    fn series(text: &str) -> Vec<Option<bool>> {
        text.chars().map(|c| if c == '?' { None } else { Some(c == '1') }).collect()
    }

    fn judged(told: &str, truth: &str, lag: usize) -> Alarm {
        alarm(&series(told), &series(truth), lag)
    }

    #[test]
    fn by_hand() {
        let found = judged("0001110000", "0111000000", 2);
        assert_eq!((found.called_for, found.told, found.missed), (1, 1, 0));
        assert_eq!((found.delays, found.firings, found.false_alarms, found.flips), (vec![2], 1, 0, 2));
        // A short spell that it never saw, and an alarm for nothing.
        let found = judged("0000000110", "0010000000", 2);
        assert_eq!((found.called_for, found.told, found.missed, found.false_alarms), (1, 0, 1, 1));
        // It comes after the spell is over, as late as it must.
        let found = judged("0001000000", "0100000000", 1);
        assert_eq!((found.told, found.missed, found.false_alarms), (0, 1, 1));
        let found = judged("0001000000", "0100000000", 2);
        assert_eq!((found.told, found.missed, found.false_alarms), (1, 0, 0));
        // On already.
        assert_eq!(judged("1111", "0011", 0).delays, [0]);
    }

    #[test]
    fn what_is_unknown_is_neither_missed_nor_false() {
        let found = judged("00??000", "0010000", 1);
        assert_eq!((found.called_for, found.missed, found.open, found.unknown), (1, 0, 1, 2));
        let found = judged("0001000", "00??000", 1);
        assert_eq!((found.firings, found.false_alarms, found.open), (1, 0, 1));
        // The end comes before it is known.
        let found = judged("0000", "0001", 2);
        assert_eq!((found.missed, found.open), (0, 1));
    }

    proptest! {
        /// An alarm that says what is true is never wrong; and every spell is accounted for, whatever it says.
        #[test]
        fn accounts(told in "[01?]{0,40}", truth in "[01?]{0,40}", lag in 0usize..5) {
            let found = judged(&told, &truth, lag);
            prop_assert_eq!(found.told, found.delays.len());
            prop_assert!(found.told + found.missed <= found.called_for);
            prop_assert!(found.called_for - found.told - found.missed + found.false_alarms <= found.open + found.firings);
            prop_assert_eq!(found.judged + found.unknown, told.len().min(truth.len()));
            let right = alarm(&series(&truth), &series(&truth), lag);
            prop_assert_eq!((right.missed, right.false_alarms), (0, 0));
            prop_assert!(right.delays.iter().all(|delay| *delay == 0));
        }
    }
}
