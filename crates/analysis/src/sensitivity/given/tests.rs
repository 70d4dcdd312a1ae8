//! Given-data measures against scipy, SALib and closed forms.

use proptest::prelude::*;

use super::super::fixtures::{evaluate, ishigami, table};
use super::*;
use crate::design::{Design, LatinHypercube, MonteCarlo};
use crate::sensitivity::{Error, Reading};

const SHUFFLES: Shuffles = Shuffles { times: 100, seed: 1 };

fn slices(design: &dyn Design, classes: usize) -> Vec<Slices> {
    (0..design.columns()).map(|column| Slices::new(&design.column(column), classes).unwrap()).collect()
}

/// Oracle: scipy's distance of each tenth, exactly; SALib's mean and median but for the one row that it leaves out.
#[test]
fn pawn_is_scipys_and_salibs() {
    let rows = table(include_str!("../../../tests/data/ishigami-200.csv"));
    let wanted = table(include_str!("../../../tests/data/ishigami-200-pawn.csv"));
    let column = |place: usize| -> Vec<f64> { rows.iter().map(|row| row[place]).collect() };
    let inputs: Vec<Slices> = (0..3).map(|j| Slices::new(&column(j), 10).unwrap()).collect();
    let found = pawn(&inputs, &column(3), SHUFFLES).unwrap();
    for (j, pawn) in found.iter().enumerate() {
        assert_eq!(pawn.distances.len(), 10);
        for (distance, row) in pawn.distances.iter().zip(&wanted) {
            assert!((distance - row[j]).abs() < 1e-12, "{distance} {}", row[j]);
        }
        assert!((pawn.mean - wanted[10][j]).abs() < 0.005 && (pawn.median - wanted[11][j]).abs() < 0.005);
    }
}

/// The dummy's index is the bias: an input without influence has it on average and is called noise in about 95 of 100
/// studies of 12 such inputs together.
#[test]
fn noise_is_called_noise() {
    let (mut bias, mut dummy, mut alarms, mut alarms_of_means) = (0.0, 0.0, 0, 0);
    for seed in 0..100 {
        let design = MonteCarlo::new(300, 13, seed).unwrap();
        // The thirteenth column is the output; a third of it is one lump.
        let outputs: Vec<f64> = design.column(12).iter().map(|u| (u - 0.3333).max(0.0)).collect();
        let inputs = &slices(&design, 10)[..12];
        let found = pawn(inputs, &outputs, Shuffles { times: 100, seed }).unwrap();
        bias += found.iter().map(|p| p.mean).sum::<f64>() / 1200.0;
        dummy += found[0].dummy.mean / 100.0;
        alarms += usize::from(found.iter().any(Pawn::is_distinct));
        let shares = first_order(inputs, &outputs).unwrap();
        alarms_of_means += usize::from(shares.iter().any(|s| s.reading().distinct().is_some()));
    }
    assert!((bias / dummy - 1.0).abs() < 0.02, "{bias} {dummy}");
    // Five in a hundred are meant; fifteen would come by chance once in 10,000.
    assert!(alarms <= 14 && alarms_of_means <= 14, "{alarms} {alarms_of_means}");
    assert!(bias > 0.1, "without the dummy {bias} would pass for influence");
}

/// PAWN sees the third input of Ishigami's function, whose S1 is 0; a dummy input stays noise.
#[test]
fn pawn_sees_what_means_do_not() {
    let design = LatinHypercube::new(4000, 4, 2).unwrap();
    let outputs = evaluate(&design, ishigami);
    let inputs = slices(&design, 10);
    let found = pawn(&inputs, &outputs, SHUFFLES).unwrap();
    let distinct: Vec<bool> = found.iter().map(Pawn::is_distinct).collect();
    assert_eq!(distinct, [true, true, true, false]);
    assert!(found[3].above_noise().is_none());
    let shares = first_order(&slices(&design, Slices::usual_for_first_order(4000)), &outputs).unwrap();
    let distinct: Vec<bool> = shares.iter().map(|s| s.reading().distinct().is_some()).collect();
    assert_eq!(distinct, [true, true, false, false]);
}

/// Closed form: S1 = (0.313905, 0.442411, 0).
#[test]
fn first_order_of_ishigamis_function() {
    let design = LatinHypercube::new(20_000, 3, 8).unwrap();
    let outputs = evaluate(&design, ishigami);
    let found = first_order(&slices(&design, 50), &outputs).unwrap();
    for (share, wanted) in found.iter().zip([0.313905, 0.442411, 0.0]) {
        // Fifty classes blur the shortest wave, of 25 classes, by less than 0.6 %.
        assert!((share.share.value - wanted).abs() < 1.2 * share.share.half + 0.006 * wanted, "{share:?} {wanted}");
        assert!(share.share.half < 0.015);
    }
    assert!(matches!(found[2].reading(), Reading::NotDistinguishable { at_most } if at_most < 0.01));
}

/// By hand: classes 0,0,..,1,1,.. with outputs 0/1 against 2/3: means 0.5 and 2.5, so with 100 rows in each class SSB =
/// 200, SSW = 50, and the share is (200 - 50/198)/250.  The corrected share of pure noise is 0 on average.
#[test]
fn first_order_by_hand_and_without_bias() {
    let input: Vec<f64> = (0..200).map(|i| f64::from(i / 100)).collect();
    let outputs: Vec<f64> = (0..200).map(|i| f64::from(i / 100 * 2 + i % 2)).collect();
    let found = first_order(&[Slices::new(&input, 10).unwrap()], &outputs).unwrap();
    assert!((found[0].share.value - (200.0 - 50.0 / 198.0) / 250.0).abs() < 1e-14);
    let noise = |seed| {
        let design = MonteCarlo::new(400, 2, seed).unwrap();
        first_order(&slices(&design, 20)[..1], &design.column(1)).unwrap()[0].share
    };
    let shares: Vec<_> = (0..200).map(noise).collect();
    let mean = shares.iter().map(|s| s.value).sum::<f64>() / 200.0;
    // The standard deviation of one is 0.0151; the plain quotient would be 19/399 = 0.048.
    assert!(mean.abs() < 0.0035, "{mean}");
    let covered = shares.iter().filter(|s| s.low() <= 0.0 && 0.0 <= s.high()).count();
    assert!((180..=200).contains(&covered), "{covered}");
}

/// A lever with three settings has three classes, whatever their weights and values.
#[test]
fn levers_and_categories() {
    let design = MonteCarlo::new(3000, 2, 4).unwrap();
    let lever: Vec<f64> =
        design.column(0).iter().map(|u| if *u < 0.2 { 0.0 } else { (1.0 + u).floor() + 6.0 * u.round() }).collect();
    let sorted = Slices::new(&lever, 10).unwrap();
    assert_eq!(sorted.classes(), 3);
    let outputs: Vec<f64> = lever.iter().zip(design.column(1)).map(|(x, u)| (x - 1.0).abs() + u).collect();
    let found = first_order(std::slice::from_ref(&sorted), &outputs).unwrap();
    assert!(found[0].reading().distinct().is_some());
    assert!(pawn(&[sorted], &outputs, SHUFFLES).unwrap()[0].is_distinct());
}

#[test]
fn equal_values_stay_together() {
    let input: Vec<f64> = (0..100).map(|i| if i < 55 { 7.0 } else { f64::from(i) }).collect();
    let sorted = Slices::new(&input, 10).unwrap();
    assert!(sorted.class[..55].iter().all(|class| *class == 0));
    assert_eq!(sorted.counts.iter().sum::<u32>(), 100);
    assert_eq!(sorted.counts[0], 55);
    assert!(sorted.counts.iter().all(|count| *count > 0));
}

#[test]
fn refusals() {
    let input: Vec<f64> = (0..200).map(f64::from).collect();
    let inputs = [Slices::new(&input, 10).unwrap()];
    assert_eq!(Slices::new(&input[..30], 10).unwrap_err(), Error::TooFew { what: "futures", found: 30, least: 50 });
    assert_eq!(Slices::new(&[2.0; 60], 10).unwrap_err(), Error::StandsStill { value: 2.0 });
    assert!(Slices::new(&input, 1).is_err());
    assert!(Slices::new(&[f64::INFINITY; 60], 10).unwrap_err().to_string().starts_with("the input is inf in row 0"));
    assert_eq!(pawn(&inputs, &[1.0; 200], SHUFFLES).unwrap_err(), Error::Constant { value: 1.0 });
    assert_eq!(pawn(&inputs, &input[1..], SHUFFLES).unwrap_err(), Error::Length { found: 199, wanted: 200 });
    assert_eq!(
        first_order(&inputs, &input[1..]).unwrap_err().to_string(),
        "199 futures are too few; take at least 200"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Classes are as even as they can be, in the order of the input.
    #[test]
    fn classes_are_even(rows in 50usize..400, classes in 2usize..11, seed: u64) {
        let input = MonteCarlo::new(rows as u64, 1, seed).unwrap().column(0);
        let sorted = Slices::new(&input, classes).unwrap();
        prop_assert_eq!(sorted.classes(), classes);
        prop_assert!(sorted.counts.iter().all(|count| (*count as usize).abs_diff(rows / classes) <= 1));
        for (x, a) in input.iter().zip(&sorted.class) {
            for (y, b) in input.iter().zip(&sorted.class) {
                prop_assert!(x <= y || a >= b);
            }
        }
    }

    /// A monotone scale of the output changes no distance; turning the input round only turns the classes round.
    #[test]
    fn scales_do_not_matter(seed: u64, lump in 0.0f64..0.8) {
        let design = MonteCarlo::new(120, 2, seed).unwrap();
        let (x, y) = (design.column(0), design.column(1));
        let y: Vec<f64> = x.iter().zip(y).map(|(x, y)| (x * x + y).max(lump)).collect();
        let ask = |x: &[f64], y: &[f64]| pawn(&[Slices::new(x, 6).unwrap()], y, SHUFFLES).unwrap().remove(0);
        let found = ask(&x, &y);
        let scaled: Vec<f64> = y.iter().map(|y| y.exp()).collect();
        prop_assert_eq!(&ask(&x, &scaled).distances, &found.distances);
        let turned: Vec<f64> = x.iter().map(|x| -x).collect();
        let mut distances = ask(&turned, &y).distances;
        distances.reverse();
        prop_assert_eq!(distances, found.distances);
    }
}
