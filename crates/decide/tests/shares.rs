//! Sharing formulas: a chain worked by hand, and what must hold of every formula.

use milepost_decide::{Amount, Deduction, Formula, Level, Principle, Receiver, Refusal};
use proptest::prelude::*;

fn by(name: &str, percent: u64, weights: &[u128]) -> Principle {
    Principle { name: name.into(), share: (percent, 100), weights: weights.to_vec() }
}

fn named(name: &str) -> Receiver {
    Receiver::Named(name.into())
}

/// Nigeria: 13 % of the oil by derivation, then 52.68, 26.72 and 20.60 % for federation, states and local councils; among
/// states 40 % equally, 30 % by people, 10 % each by land, social development and own revenue.  The three states are made up.
fn nigeria() -> Formula {
    let states = vec![
        by("equally", 40, &[1, 1, 1]),
        by("people", 30, &[5, 3, 2]),
        by("land", 10, &[1, 1, 2]),
        by("social development", 10, &[2, 1, 1]),
        by("own revenue", 10, &[8, 1, 1]),
    ];
    Formula {
        units: ["Delta", "Kano", "Yobe"].map(String::from).to_vec(),
        deductions: vec![Deduction {
            name: "derivation".into(),
            amount: Amount::OfPot(13, 100),
            to: Receiver::Units(vec![by("oil", 100, &[1, 0, 0])]),
        }],
        levels: vec![
            Level { name: "federation".into(), share: (5268, 10_000), to: named("federation") },
            Level { name: "states".into(), share: (2672, 10_000), to: Receiver::Units(states) },
            Level { name: "councils".into(), share: (2060, 10_000), to: named("councils") },
        ],
    }
}

/// Of 1,000,000.00: derivation 130,000.00 leaves 870,000.00; 458,316.00, 232,464.00 and 179,220.00 of it.  Of the states'
/// 232,464.00: 92,985.60 equally, 69,739.20 by people, and three times 23,246.40.
#[test]
fn nigeria_by_hand() {
    let division = nigeria().divide(100_000_000).unwrap();
    let amounts: Vec<u128> = division.steps.iter().map(|s| s.amount).collect();
    assert_eq!(amounts, [13_000_000, 45_831_600, 9_298_560, 6_973_920, 2_324_640, 2_324_640, 2_324_640, 17_922_000]);
    assert_eq!(division.receivers(), [("federation", 45_831_600), ("councils", 17_922_000)]);
    // Delta: 130,000.00 + 30,995.20 + 34,869.60 + 5,811.60 + 11,623.20 + 18,597.12
    assert_eq!(division.units[0], 13_000_000 + 3_099_520 + 3_486_960 + 581_160 + 1_162_320 + 1_859_712);
    // Kano: 30,995.20 + 20,921.76 + 5,811.60 + 5,811.60 + 2,324.64; Yobe: 30,995.20 + 13,947.84 + 11,623.20 + ...
    assert_eq!(division.units[1], 3_099_520 + 2_092_176 + 581_160 + 581_160 + 232_464);
    assert_eq!(division.units[2], 3_099_520 + 1_394_784 + 1_162_320 + 581_160 + 232_464);
    let all: u128 = division.units.iter().sum::<u128>() + 45_831_600 + 17_922_000;
    assert_eq!(all, 100_000_000);
}

/// A tenth of the pot and a fifth of the rest: taken in the other order the fifth is of more.
#[test]
fn the_order_of_deductions_is_told() {
    let deductions = vec![
        Deduction { name: "sovereign".into(), amount: Amount::OfRest(1, 10), to: named("state") },
        Deduction { name: "region".into(), amount: Amount::OfRest(1, 5), to: named("region") },
    ];
    let levels = vec![Level { name: "rest".into(), share: (1, 1), to: named("all") }];
    let formula = Formula { units: vec![], deductions, levels };
    let order = formula.order_matters(1000).unwrap().unwrap();
    // 100, 180, 720 as declared; 200 and 80 the other way round.
    assert_eq!((order.order.clone(), order.moved), (vec![1, 0], 20));
    assert_eq!(order.division.receivers(), [("region", 200), ("state", 80), ("all", 720)]);
    assert_eq!(nigeria().order_matters(1000).unwrap(), None);
}

/// Weights 6, 6, 2: of 10 cents the third has 2, of 11 only 1.
#[test]
fn a_larger_pot_that_costs_a_unit_is_told() {
    let to = Receiver::Units(vec![by("people", 100, &[6, 6, 2])]);
    let units = ["a", "b", "c"].map(String::from).to_vec();
    let formula = Formula { units, deductions: vec![], levels: vec![Level { name: "all".into(), share: (1, 1), to }] };
    let found = formula.paradox(10, 1).unwrap();
    assert_eq!(found.iter().map(|p| (p.unit, p.loses)).collect::<Vec<_>>(), [(2, 1)]);
    assert_eq!(formula.paradox(14, 1).unwrap(), []);
}

#[test]
fn what_cannot_be_divided_is_refused() {
    let mut formula = nigeria();
    formula.levels.pop();
    assert_eq!(formula.divide(100), Err(Refusal::Shares("the levels".into())));
    let mut formula = nigeria();
    formula.deductions[0].to = Receiver::Units(vec![by("oil", 100, &[0, 0, 0])]);
    assert_eq!(formula.divide(100), Err(Refusal::Weightless("oil".into())));
    let mut formula = nigeria();
    formula.deductions[0].amount = Amount::Fixed(101);
    assert!(matches!(formula.divide(100), Err(Refusal::Overdrawn { wanted: 101, left: 100, .. })));
    assert_eq!(nigeria().divide(u128::MAX), Err(Refusal::TooLarge));
}

fn receiver() -> impl Strategy<Value = Receiver> {
    let weights = || {
        prop::collection::vec(0_u128..50, 4).prop_map(|mut w| {
            w[0] += 1;
            w
        })
    };
    let units = (0_u64..=100, weights(), weights())
        .prop_map(|(p, a, b)| Receiver::Units(vec![by("first", p, &a), by("second", 100 - p, &b)]));
    prop_oneof![Just(named("state")), Just(named("region")), units]
}

fn formula() -> impl Strategy<Value = Formula> {
    let amount = prop_oneof![
        (0_u64..30).prop_map(|p| Amount::OfPot(p, 100)),
        (0_u64..30).prop_map(|p| Amount::OfRest(p, 100)),
        (0_u128..50).prop_map(Amount::Fixed),
    ];
    let deduction = (amount, receiver()).prop_map(|(amount, to)| Deduction { name: "d".into(), amount, to });
    let levels = (0_u64..=7, receiver(), receiver()).prop_map(|(n, a, b)| {
        let level = |share, to| Level { name: "l".into(), share, to };
        vec![level((n, 7), a), level((7 - n, 7), b)]
    });
    (prop::collection::vec(deduction, 0..3), levels).prop_map(|(deductions, levels)| Formula {
        units: ["a", "b", "c", "d"].map(String::from).to_vec(),
        deductions,
        levels,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    /// Every cent goes to somebody, and none twice.
    #[test]
    fn the_parts_are_the_pot(formula in formula(), pot in 0_u128..1_000_000) {
        let Ok(division) = formula.divide(pot) else { return Ok(()) };
        prop_assert_eq!(division.steps.iter().map(|s| s.amount).sum::<u128>(), pot);
        let named: u128 = division.receivers().iter().map(|(_, cents)| cents).sum();
        prop_assert_eq!(division.units.iter().sum::<u128>() + named, pot);
        for step in division.steps.iter().filter(|s| s.receiver.is_none()) {
            prop_assert_eq!(step.units.iter().sum::<u128>(), step.amount);
        }
    }

    /// Of a larger pot no unit has less, or the alarm names it.
    #[test]
    fn whoever_loses_by_a_larger_pot_is_named(formula in formula(), pot in 0_u128..10_000, more in 1_u128..50) {
        let (Ok(now), Ok(then)) = (formula.divide(pot), formula.divide(pot + more)) else { return Ok(()) };
        let named: Vec<usize> = formula.paradox(pot, more).unwrap().iter().map(|p| p.unit).collect();
        for unit in 0..4 {
            prop_assert_eq!(named.contains(&unit), then.units[unit] < now.units[unit]);
        }
    }

    /// Another order is told exactly where it gives somebody something else.
    #[test]
    fn an_order_is_told_where_it_matters(formula in formula(), pot in 100_u128..10_000) {
        let Ok(told) = formula.order_matters(pot) else { return Ok(()) };
        if formula.deductions.len() == 2 {
            let mut other = formula.clone();
            other.deductions.swap(0, 1);
            let (a, b) = (formula.divide(pot).unwrap(), other.divide(pot));
            let differs = b.is_ok_and(|b| a.units != b.units || sorted(&a) != sorted(&b));
            prop_assert_eq!(told.is_some(), differs);
        }
    }
}

fn sorted(division: &milepost_decide::Division) -> Vec<(&str, u128)> {
    let mut out = division.receivers();
    out.sort_unstable();
    out
}
