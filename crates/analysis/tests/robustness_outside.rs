//! The eleven metrics against RAPID (rapidrobustness 0.0.6).

mod support;

use milepost_analysis::robustness::{Direction, Metric, Performance};
use support::{columns, fixture};

#[test]
fn the_eleven_metrics_are_those_of_rapid() {
    let small: Vec<Vec<f64>> =
        vec![vec![0.99, 1.0, 0.5, 0.8, 0.7], vec![0.69, 0.6, 0.6, 0.65, 0.62], vec![0.2, 0.95, 0.9, 0.91, 0.4]];
    let formula = columns(12)[..3].to_vec();
    let rows = fixture("robustness.csv");
    assert_eq!(rows.len(), 3 * 11);
    for row in rows {
        let values = if row[0] == "small" { &small } else { &formula };
        let values: Vec<&[f64]> = values.iter().map(Vec::as_slice).collect();
        let direction = if row[1] == "maximise" { Direction::Maximise } else { Direction::Minimise };
        let performance = Performance::new(direction, &values).unwrap();
        let metric = Metric::all(Some(0.6)).into_iter().find(|metric| metric.name() == row[2]).unwrap();
        let found = metric.of(&performance).unwrap();
        for (found, expected) in found.iter().zip(&row[3..]) {
            let expected: f64 = expected.parse().unwrap();
            assert!((found.unwrap() - expected).abs() < 1e-12, "{row:?} {found:?}");
        }
    }
}
