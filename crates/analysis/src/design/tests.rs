//! What every design promises.

use proptest::prelude::*;

use super::*;

const FREE: Independence = Independence::Independent;

fn tied() -> Independence {
    Independence::Dependent { first: "births".into(), second: "deaths".into() }
}

/// Oracle: scipy 1.17, `qmc.Sobol(1024, scramble=False, bits=32)`.
#[test]
fn sobol_is_scipys_before_the_scramble() {
    let design = Sobol::new(1024, 1024, 1).unwrap();
    let table = include_str!("../../tests/data/sobol-unscrambled.csv");
    let mut seen = 0;
    for line in table.lines().skip(1) {
        let cells: Vec<u64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        assert_eq!(u64::from(design.line(cells[1] as usize).digits(cells[0])), cells[2], "{line}");
        seen += 1;
    }
    assert_eq!(seen, 96);
}

/// How many of a column's numbers fall into each of `parts` equal strata.
fn strata(numbers: &[f64], parts: usize) -> Vec<usize> {
    let mut counts = vec![0; parts];
    numbers.iter().for_each(|u| counts[(u * parts as f64) as usize] += 1);
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn latin_hypercube_has_one_point_a_stratum(rows in 1u64..400, columns in 1usize..6, seed: u64) {
        let design = LatinHypercube::new(rows, columns, seed).unwrap();
        for column in 0..columns {
            let numbers = design.column(column);
            // The stratum of u is the whole part of u * rows, which rounding may lift by one unit in the last place.
            let mut strata: Vec<u64> = numbers.iter().map(|u| {
                let s = (u * rows as f64) as u64;
                if *u < s as f64 / rows as f64 { s - 1 } else { s }
            }).collect();
            strata.sort_unstable();
            prop_assert!(strata.into_iter().eq(0..rows));
            prop_assert!(numbers.iter().all(|u| *u > 0.0 && *u < 1.0));
        }
    }

    #[test]
    fn sobol_has_one_point_a_stratum(power in 0u32..10, column in 0usize..1024, seed: u64) {
        let rows = 1 << power;
        let design = Sobol::new(rows, 1024, seed).unwrap();
        prop_assert!(strata(&design.column(column), rows as usize).iter().all(|count| *count == 1));
    }

    /// The first two columns are a (0, m, 2)-net: every box of area 2^-m holds one point.
    #[test]
    fn first_two_columns_are_a_net(seed: u64, power in 1u32..9) {
        let design = Sobol::new(1 << power, 2, seed).unwrap();
        let (x, y) = (design.column(0), design.column(1));
        for across in 0..=power {
            let (wide, high) = (1usize << across, 1usize << (power - across));
            let mut boxes = vec![0; 1 << power];
            x.iter().zip(&y).for_each(|(x, y)| {
                boxes[(x * wide as f64) as usize * high + (y * high as f64) as usize] += 1;
            });
            prop_assert!(boxes.iter().all(|count| *count == 1));
        }
    }

    #[test]
    fn stretches_are_parts_of_the_whole(seed: u64, first in 0u64..50, length in 0usize..14) {
        let designs: [&dyn Design; 6] = [
            &MonteCarlo::new(64, 3, seed).unwrap(),
            &LatinHypercube::new(64, 3, seed).unwrap(),
            &Sobol::new(64, 3, seed).unwrap(),
            &Saltelli::new(16, 3, Order::Second, seed, &FREE).unwrap(),
            &FullFactorial::new(&[4, 4, 4], Grid::Ends, 64, &FREE).unwrap(),
            &Morris::new(16, 3, 4, Grid::Middles, seed, &FREE).unwrap(),
        ];
        for design in designs {
            let whole = design.column(2);
            let mut stretch = vec![0.0; length];
            design.fill(2, first, &mut stretch);
            prop_assert_eq!(&stretch[..], &whole[first as usize..first as usize + length]);
            prop_assert_eq!(design.point(first)[2], whole[first as usize]);
        }
    }

    #[test]
    fn more_rows_begin_with_fewer(seed: u64) {
        let same = |short: &dyn Design, long: &dyn Design| {
            (0..short.columns()).all(|c| long.column(c).starts_with(&short.column(c)))
        };
        let saltelli = |n| Saltelli::new(n, 4, Order::First, seed, &FREE).unwrap();
        let morris = |n| Morris::new(n, 4, 6, Grid::Ends, seed, &FREE).unwrap();
        prop_assert!(same(&MonteCarlo::new(30, 4, seed).unwrap(), &MonteCarlo::new(50, 4, seed).unwrap()));
        prop_assert!(same(&Sobol::new(32, 4, seed).unwrap(), &Sobol::new(64, 4, seed).unwrap()));
        prop_assert!(same(&saltelli(8), &saltelli(16)));
        prop_assert!(same(&morris(5), &morris(9)));
    }

    /// Each input moves once a trajectory, by half the levels, and nothing else moves then.
    #[test]
    fn morris_moves_one_input_at_a_time(seed: u64, columns in 1usize..9, half in 1u32..5) {
        let design = Morris::new(6, columns, 2 * half, Grid::Ends, seed, &FREE).unwrap();
        let step = f64::from(half) / f64::from(2 * half - 1);
        for trajectory in 0..6 {
            let mut rows: Vec<u64> = Vec::new();
            for column in 0..columns {
                let Move { row, step: moved } = design.movement(trajectory, column);
                prop_assert!((moved.abs() - step).abs() < 1e-15);
                let (before, after) = (design.point(row), design.point(row + 1));
                for other in 0..columns {
                    let change = after[other] - before[other];
                    prop_assert_eq!(change, if other == column { moved } else { 0.0 });
                }
                rows.push(row);
            }
            rows.sort_unstable();
            let start = trajectory * (columns as u64 + 1);
            prop_assert!(rows.into_iter().eq(start..start + columns as u64));
        }
    }
}

/// AB takes one column from B, BA one from A; A and B are the halves of the base sequence.
#[test]
fn saltelli_crosses_a_and_b() {
    let design = Saltelli::new(4, 3, Order::Second, 9, &FREE).unwrap();
    let base = Sobol::new(4, 6, 9).unwrap();
    assert_eq!(design.rows(), 4 * 8);
    for i in 0..4 {
        let both = base.point(i);
        let (a, b) = both.split_at(3);
        assert_eq!(design.point(8 * i), a);
        assert_eq!(design.point(8 * i + 7), b);
        for j in 0..3 {
            let (mut ab, mut ba) = (a.to_vec(), b.to_vec());
            (ab[j], ba[j]) = (b[j], a[j]);
            assert_eq!(design.point(8 * i + 1 + j as u64), ab);
            assert_eq!(design.point(8 * i + 4 + j as u64), ba);
        }
    }
}

/// A scramble leaves the mean of a smooth integrand unbiased and its error far below that of random points: f = product of
/// 3 x_j^2 over three columns has mean 1 and variance 1.8^3 - 1, so 1,024 random points would err by 0.069.
#[test]
fn scrambles_are_unbiased_and_precise() {
    let mean = |seed| {
        let design = Sobol::new(1024, 3, seed).unwrap();
        let columns: Vec<Vec<f64>> = (0..3).map(|c| design.column(c)).collect();
        (0..1024).map(|i| columns.iter().map(|c| 3.0 * c[i] * c[i]).product::<f64>()).sum::<f64>() / 1024.0
    };
    let errors: Vec<f64> = (0..64).map(|r| mean(replicate(5, r)) - 1.0).collect();
    let bias = errors.iter().sum::<f64>() / 64.0;
    let spread = (errors.iter().map(|e| e * e).sum::<f64>() / 64.0).sqrt();
    assert!(spread < 0.004, "{spread}");
    assert!(bias.abs() < 4.0 * spread / 8.0, "{bias} {spread}");
}

/// Random columns are uniform and uncorrelated: |r| of 10,000 pairs is below 4/100 but once in 16,000.
#[test]
fn columns_are_uncorrelated() {
    let designs: [&dyn Design; 2] =
        [&MonteCarlo::new(10_000, 12, 3).unwrap(), &LatinHypercube::new(10_000, 12, 3).unwrap()];
    for design in designs {
        let columns: Vec<Vec<f64>> = (0..12).map(|c| design.column(c)).collect();
        for (index, a) in columns.iter().enumerate() {
            for b in &columns[..index] {
                let r = a.iter().zip(b).map(|(a, b)| (a - 0.5) * (b - 0.5)).sum::<f64>() * 12.0 / 10_000.0;
                assert!(r.abs() < 0.04, "{r}");
            }
        }
    }
}

#[test]
fn factorial_has_every_combination_once() {
    let design = FullFactorial::new(&[2, 3, 1], Grid::Ends, 6, &FREE).unwrap();
    let points: Vec<Vec<f64>> = (0..design.rows()).map(|row| design.point(row)).collect();
    let first = [0.0, 1.0].into_iter();
    let wanted: Vec<Vec<f64>> = first.flat_map(|x| [0.0, 0.5, 1.0].map(|y| vec![x, y, 0.5])).collect();
    assert_eq!(points, wanted);
    let middles = FullFactorial::new(&[2, 4], Grid::Middles, 8, &FREE).unwrap();
    assert_eq!(middles.column(1)[..4], [0.125, 0.375, 0.625, 0.875]);
}

#[test]
fn categories_by_weight() {
    let weights = [1.0, 0.0, 3.0];
    assert_eq!(category(0.2, &weights), Some(0));
    assert_eq!(category(0.25, &weights), Some(2));
    assert_eq!(category(1.0f64.next_down(), &weights), Some(2));
    // What sums to a little less than 1 in binary still has a last category.
    assert_eq!(category(1.0f64.next_down(), &[0.1; 10]), Some(9));
    assert_eq!(category(0.5, &[0.0, 0.0]), None);
    assert_eq!(category(0.5, &[1.0, -1.0]), None);
    assert_eq!(category(0.5, &[1.0, f64::NAN]), None);
}

/// What is refused, in words.
#[test]
fn refusals() {
    let said = |error: Error| error.to_string();
    assert_eq!(
        said(Sobol::new(1000, 3, 1).unwrap_err()),
        "a Sobol' design is balanced only at powers of two, and 1000 is none; ask for 512 or 1024"
    );
    assert_eq!(
        said(MonteCarlo::new(5, 0, 1).unwrap_err()),
        "nothing varies: the design has no column; declare an uncertainty or a lever that may move"
    );
    assert_eq!(
        said(LatinHypercube::new(0, 1, 1).unwrap_err()),
        "a design of no rows says nothing; ask for at least one"
    );
    assert_eq!(
        said(FullFactorial::new(&[10; 9], Grid::Ends, 1_000_000, &FREE).unwrap_err()),
        "the full factorial design has 1000000000 rows, more than the 1000000 allowed; take fewer levels or columns, or a Latin hypercube"
    );
    assert_eq!(
        said(Saltelli::new(8, 3, Order::First, 1, &tied()).unwrap_err()),
        "births and deaths depend on each other, and the decomposition of variance by Sobol' needs independent inputs; use a Latin hypercube and measures from given data, or let one of the two stand still"
    );
    assert_eq!(
        said(Saltelli::new(8, 600, Order::First, 1, &FREE).unwrap_err()),
        "1200 columns are more than the 1024 that the Sobol' sequence is tabulated for; two columns go to each input: screen with Morris first and keep the inputs that matter"
    );
    assert_eq!(
        said(Morris::new(8, 3, 5, Grid::Ends, 1, &FREE).unwrap_err()),
        "Morris's grid needs an even number of levels, at least 2, and 5 is none; 4 is usual"
    );
    assert!(Morris::new(8, 3, 4, Grid::Ends, 1, &tied()).is_err());
    assert!(FullFactorial::new(&[2, 2], Grid::Ends, 10, &tied()).is_err());
    assert!(FullFactorial::new(&[u32::MAX; 40], Grid::Ends, 10, &FREE).is_err());
}

/// The bits of a design are a promise: another machine, another version, the same futures.  The numbers are those of
/// an independent implementation of the documented generators in Python.
#[test]
fn bits_are_pinned() {
    let bits = |design: &dyn Design| design.point(5)[1].to_bits();
    assert_eq!(bits(&MonteCarlo::new(8, 2, 42).unwrap()), 0x3fb7_28d6_559d_7178);
    assert_eq!(bits(&LatinHypercube::new(8, 2, 42).unwrap()), 0x3fc3_4685_d216_89f6);
    assert_eq!(bits(&Sobol::new(8, 2, 42).unwrap()), 0x3fee_38b6_1344_5b43);
    assert_eq!(replicate(42, 3), 0x50ef_3b8f_1ff3_f15e);
}
