//! Rows that span months: no death is lost and none is made.

mod support;

use jiff::civil::date;
use milepost_evidence::{Calendar, parts};
use proptest::prelude::*;
use support::{indicator, strategy};

fn calendar(every: &str) -> Calendar {
    let strategy = strategy(&format!("indicator seen[province] observes deaths every {every} {{ }}"), &[]);
    Calendar::new(&strategy, indicator(&strategy)).unwrap()
}

#[test]
fn twenty_two_days_from_march_to_april() {
    let found = parts(&calendar("month"), date(2005, 3, 20), date(2005, 4, 10));
    let told: Vec<_> = found.iter().map(|p| (p.period.label(), p.days, p.of, p.of(22.0))).collect();
    assert_eq!(told, [("2005-03".into(), 12, 22, 12.0), ("2005-04".into(), 10, 22, 10.0)]);
}

#[test]
fn a_quarter_and_a_row_before_the_strategys_time() {
    let found = parts(&calendar("quarter"), date(2004, 12, 31), date(2005, 1, 1));
    let told: Vec<_> = found.iter().map(|p| (p.period.index, p.period.label(), p.days)).collect();
    assert_eq!(told, [(-1, "2004-10-01..2004-12-31".into(), 1), (0, "2005-01-01..2005-03-31".into(), 1)]);
}

proptest! {
    #[test]
    fn the_parts_add_up(start in 0i64..3000, length in 0i64..1500, figure in 0.0f64..1e6, quarter: bool) {
        let day = |n: i64| date(2001, 1, 1).checked_add(jiff::Span::new().days(n)).unwrap();
        let (from, to) = (day(start), day(start + length));
        let found = parts(&calendar(if quarter { "quarter" } else { "month" }), from, to);
        // Exactly, as fractions: the days of the parts are the days of the row.
        prop_assert_eq!(found.iter().map(|p| p.days).sum::<i64>(), length + 1);
        prop_assert!(found.iter().all(|p| p.of == length + 1 && p.days > 0 && p.days <= p.period.days()));
        prop_assert!(found.windows(2).all(|w| w[0].period.index + 1 == w[1].period.index));
        prop_assert!(found[0].period.from <= from && found[found.len() - 1].period.to >= to);
        // As numbers, to the last few bits.
        let sum: f64 = found.iter().map(|p| p.of(figure)).sum();
        prop_assert!((sum - figure).abs() <= 1e-12 * figure.max(1.0));
    }
}
