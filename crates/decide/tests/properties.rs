//! What must hold of every rule and every vote.

use milepost_decide::{
    Base, Count, Decision, Need, Outcome, Part, Rule, Scope, Test, Threshold, Unit, Votes, apportion, distances,
};
use proptest::prelude::*;

fn bar() -> impl Strategy<Value = Threshold> {
    (0_u64..=5, 1_u64..=5, any::<bool>()).prop_map(|(a, b, strict)| Threshold {
        numerator: a.min(b),
        denominator: b,
        strict,
    })
}

fn base() -> impl Strategy<Value = Base> {
    prop_oneof![Just(Base::Valid), Just(Base::Cast), Just(Base::Registered)]
}

fn scope() -> impl Strategy<Value = Scope> {
    let need = prop_oneof![
        (1_u64..=3).prop_map(Need::Count),
        (prop::collection::vec(0_u64..4, 3), bar(), prop::option::of((1_u64..4, Just(4_u64))))
            .prop_map(|(weights, bar, cap)| Need::Weight { weights, bar, cap }),
    ];
    prop_oneof![Just(Scope::Whole), need.prop_map(|n| Scope::Units(vec![0, 1, 2], n))]
}

fn rule(part: impl Strategy<Value = Part> + Clone + 'static) -> impl Strategy<Value = Rule> {
    let share = (part, base(), bar(), scope());
    let share = share.prop_map(|(part, base, bar, scope)| Rule::Share(Test { part, base, bar }, scope));
    share.prop_recursive(2, 4, 2, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..3).prop_map(Rule::All),
            prop::collection::vec(inner, 1..3).prop_map(Rule::Any),
        ]
    })
}

fn of_one_option() -> impl Strategy<Value = Rule> {
    rule(Just(Part::Option(0)))
}

fn of_anything() -> impl Strategy<Value = Rule> {
    rule(prop_oneof![Just(Part::Option(0)), Just(Part::Option(1)), Just(Part::Cast)])
}

/// Yes, no, and those who stay away, of three units.
type Ballots = Vec<(u64, u64, u64)>;

fn ballots() -> impl Strategy<Value = Ballots> {
    prop::collection::vec((0_u64..5, 0_u64..5, 0_u64..4), 3)
}

fn votes(ballots: &Ballots) -> Votes {
    let units = ballots.iter().enumerate();
    let units = units.map(|(i, (y, n, away))| Unit::counted(&format!("u{i}"), &[*y, *n]).of_registered(y + n + away));
    Votes { options: vec!["yes".into(), "no".into()], units: units.collect() }
}

fn outcome(rule: &Rule, votes: &Votes) -> Outcome {
    let outcomes = Decision { rule: rule.clone(), rejects: false }.outcomes(votes).possible;
    assert_eq!(outcomes.len(), 1, "all is known");
    outcomes[0]
}

/// Calls `tried` with every way of moving at most `most` votes between or into the units: by how many in each.
fn every_move(most: u64, tried: &mut dyn FnMut(&[u64])) {
    for a in 0..=most {
        for b in 0..=most - a {
            for c in 0..=most - a - b {
                tried(&[a, b, c]);
            }
        }
    }
}

/// The fewest votes moved that change the outcome, by trying all.
fn by_force(
    rule: &Rule,
    ballots: &Ballots,
    moved: impl Fn((u64, u64, u64), u64) -> Option<(u64, u64, u64)>,
) -> Option<u64> {
    let now = outcome(rule, &votes(ballots));
    let mut best: Option<u64> = None;
    every_move(12, &mut |by| {
        let all: Option<Ballots> = ballots.iter().zip(by).map(|(b, n)| moved(*b, *n)).collect();
        let votes_moved = by.iter().sum();
        if best.is_none_or(|b| votes_moved < b) && all.is_some_and(|b| outcome(rule, &votes(&b)) != now) {
            best = Some(votes_moved);
        }
    });
    best
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// More votes for an option in the place of others never turn a rule of that option against it.
    #[test]
    fn votes_switched_to_an_option_never_hurt_it(rule in of_one_option(), ballots in ballots(), unit in 0_usize..3) {
        prop_assert!(rule.monotone());
        let mut more = ballots.clone();
        if more[unit].1 == 0 {
            return Ok(());
        }
        (more[unit].0, more[unit].1) = (more[unit].0 + 1, more[unit].1 - 1);
        let (before, after) = (outcome(&rule, &votes(&ballots)), outcome(&rule, &votes(&more)));
        prop_assert!(before == Outcome::Rejected || after == Outcome::Adopted);
    }

    /// Nor do votes added for it, where the rule has no quorum and asks of no other option.
    #[test]
    fn votes_added_for_an_option_never_hurt_it(rule in of_one_option(), ballots in ballots(), unit in 0_usize..3) {
        let mut more = ballots.clone();
        if more[unit].2 == 0 {
            return Ok(());
        }
        (more[unit].0, more[unit].2) = (more[unit].0 + 1, more[unit].2 - 1);
        let (before, after) = (outcome(&rule, &votes(&ballots)), outcome(&rule, &votes(&more)));
        prop_assert!(before == Outcome::Rejected || after == Outcome::Adopted);
    }

    /// The distance is the least there is: no smaller move of the kind changes the outcome, and one of that size does.
    #[test]
    fn distances_are_minimal(rule in of_anything(), ballots in ballots()) {
        let found = distances(&Decision { rule: rule.clone(), rejects: false }, &votes(&ballots));
        prop_assert!(!found.unsearched);
        let to_yes = |(y, n, a): (u64, u64, u64), by| Some((y + by, u64::checked_sub(n, by)?, a));
        let to_no = |(y, n, a): (u64, u64, u64), by| Some((u64::checked_sub(y, by)?, n + by, a));
        let switched = [by_force(&rule, &ballots, to_yes), by_force(&rule, &ballots, to_no)];
        prop_assert_eq!(found.switched.as_ref().map(|d| d.votes), switched.into_iter().flatten().min());
        let add_yes = |(y, n, a): (u64, u64, u64), by| Some((y + by, n, u64::checked_sub(a, by)?));
        let add_no = |(y, n, a): (u64, u64, u64), by| Some((y, n + by, u64::checked_sub(a, by)?));
        let added = [by_force(&rule, &ballots, add_yes), by_force(&rule, &ballots, add_no)];
        prop_assert_eq!(found.added.as_ref().map(|d| d.votes), added.into_iter().flatten().min());
        prop_assert!(found.switched.iter().chain(&found.added).all(|d| !d.at_least));
    }

    /// Whatever the missing figures turn out to be, the outcome was among those named, and no further than said.
    #[test]
    fn every_completion_is_among_the_outcomes(
        rule in of_anything(), ballots in ballots(), loose in prop::collection::vec(0_u64..3, 9), hidden in 0_usize..4,
    ) {
        let whole = votes(&ballots);
        let mut known = whole.clone();
        for (i, unit) in known.units.iter_mut().enumerate() {
            let about = |n: u64, by: u64| Count::between(n.saturating_sub(by), n + by);
            let (y, n, away) = ballots[i];
            let mut seen = Unit::unknown(&unit.name, 2);
            if i != hidden {
                seen.options = vec![about(y, loose[3 * i]), about(n, loose[3 * i + 1])];
                seen.invalid = Count::exact(0);
                seen.registered = if loose[3 * i + 2] == 2 { Count::unknown() } else { about(y + n + away, loose[3 * i + 2]) };
            }
            *unit = seen.tightened().unwrap();
        }
        let decision = Decision { rule: rule.clone(), rejects: false };
        let (said, truth) = (decision.outcomes(&known), outcome(&rule, &whole));
        prop_assert!(said.possible.contains(&truth), "{:?} not in {:?}", truth, said);
        if said.possible.len() == 1 {
            let (near, far) = (distances(&decision, &known), distances(&decision, &whole));
            for (near, far) in [(&near.switched, &far.switched), (&near.added, &far.added)] {
                if let Some(far) = far {
                    prop_assert!(near.as_ref().is_some_and(|n| n.votes <= far.votes), "{:?} beyond {:?}", near, far);
                }
            }
        }
    }

    /// In which order units stand changes nothing.
    #[test]
    fn the_order_of_units_changes_nothing(rule in of_anything(), ballots in ballots(), turn in 0_usize..3) {
        fn turned(rule: &Rule, by: usize) -> Rule {
            match rule {
                Rule::All(parts) => Rule::All(parts.iter().map(|p| turned(p, by)).collect()),
                Rule::Any(parts) => Rule::Any(parts.iter().map(|p| turned(p, by)).collect()),
                Rule::Share(test, Scope::Units(units, need)) => {
                    let units = units.iter().map(|u| (u + by) % 3).collect();
                    Rule::Share(*test, Scope::Units(units, need.clone()))
                }
                whole => whole.clone(),
            }
        }
        let mut other = ballots.clone();
        other.rotate_right(turn);
        let (a, b) = (Decision { rule: rule.clone(), rejects: false }, Decision { rule: turned(&rule, turn), rejects: false });
        let (x, y) = (votes(&ballots), votes(&other));
        prop_assert_eq!(a.outcomes(&x).possible, b.outcomes(&y).possible);
        let (x, y) = (distances(&a, &x), distances(&b, &y));
        prop_assert_eq!(x.switched.map(|d| d.votes), y.switched.map(|d| d.votes));
        prop_assert_eq!(x.added.map(|d| d.votes), y.added.map(|d| d.votes));
    }

    /// Parts add up to the total, and none is a whole unit away from its quota.
    #[test]
    fn parts_add_up_and_keep_the_quota(total in 0_u128..1_000_000, weights in prop::collection::vec(0_u128..5000, 1..20)) {
        let parts = apportion(total, &weights).unwrap();
        let sum: u128 = weights.iter().sum();
        prop_assert_eq!(parts.iter().sum::<u128>(), if sum == 0 { 0 } else { total });
        for (part, weight) in parts.iter().zip(&weights).filter(|_| sum > 0) {
            let floor = total * weight / sum;
            prop_assert!(*part == floor || (*part == floor + 1 && total * weight % sum > 0));
        }
    }
}
