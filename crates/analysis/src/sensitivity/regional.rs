//! Regional sensitivity: do the futures of a kind (those that fail, say) lie elsewhere along an input than the others?
//!
//! Monte Carlo filtering (Hornberger & Spear 1981; Saltelli et al. 2004): the futures are split in two, and for each input
//! the distributions of the two parts are compared with Kolmogorov and Smirnov's distance.  It sees what an input does alone:
//! one that acts only together with others may go unseen.

use super::distribution::kolmogorov_tail;
use super::error::Error;

/// Where the futures of a kind lie along an input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Regional {
    /// The greatest distance between the two cumulative distributions, 0 to 1.
    pub distance: f64,
    /// How often chance alone would make so great a distance, one input looked at.
    pub p: f64,
    /// The input where the distance is greatest: the best single cut.
    pub at: f64,
    /// On which side of it the futures of the kind are more frequent than the others.
    pub side: Side,
}

/// A side of a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// At or below it.
    Low,
    /// Above it.
    High,
}

/// Compares futures of a kind with the others along one input.
///
/// # Errors
/// All or none of that kind; lengths that differ; an input that is unknown somewhere or stands still.
pub fn regional(input: &[f64], of_kind: &[bool]) -> Result<Regional, Error> {
    if input.len() != of_kind.len() {
        return Err(Error::Length { found: of_kind.len(), wanted: input.len() });
    }
    if let Some(row) = input.iter().position(|x| !x.is_finite()) {
        return Err(Error::NotFinite { what: "input", row, value: input[row] });
    }
    let many = of_kind.iter().filter(|kind| **kind).count() as u64;
    let rows = input.len();
    let others = rows as u64 - many;
    if many == 0 || others == 0 {
        return Err(Error::OneSided { what: if many == 0 { "none" } else { "all" }, rows });
    }
    let mut order: Vec<usize> = (0..rows).collect();
    order.sort_unstable_by(|a, b| input[*a].total_cmp(&input[*b]));
    let (gap, at) = widest(&order, input, of_kind, many, others);
    if input[order[0]] == input[order[rows - 1]] {
        return Err(Error::StandsStill { value: input[order[0]] });
    }
    let side = if gap >= 0 { Side::Low } else { Side::High };
    let gap = gap.unsigned_abs();
    let distance = gap as f64 / (u128::from(many) * u128::from(others)) as f64;
    Ok(Regional { distance, p: chance(gap, many, others), at, side })
}

/// The signed distance of the cumulative distributions, of the kind less of the others, where it is widest, in units of
/// 1/(many x others); and where that is.  Equal values count together.
fn widest(order: &[usize], input: &[f64], of_kind: &[bool], many: u64, others: u64) -> (i128, f64) {
    let (mut gap, mut best, mut at) = (0i128, 0i128, input[order[0]]);
    for (place, row) in order.iter().enumerate() {
        gap += if of_kind[*row] { i128::from(others) } else { -i128::from(many) };
        let last_of_equals = order.get(place + 1).is_none_or(|next| input[*next] != input[*row]);
        if last_of_equals && gap.abs() > best.abs() {
            (best, at) = (gap, input[*row]);
        }
    }
    (best, at)
}

/// Above so many pairs of rows the distribution of the distance is taken in its limit.
const EXACT: u64 = 1_000_000;

/// The probability that two samples of one continuous distribution lie `gap` / (n m) apart or more.
///
/// Exact below [`EXACT`] pairs, by counting lattice paths (Hodges 1958, *Arkiv för Matematik* 3, 469-486); above, the limit
/// with Stephens' correction for finite samples (Stephens 1970, *J. R. Stat. Soc. B* 32, 115-122), good to a few per cent,
/// a tenth where both samples are of one size.
/// Ties make both too large, which errs on the safe side.
fn chance(gap: u128, n: u64, m: u64) -> f64 {
    if n.saturating_mul(m) <= EXACT {
        return touching(gap as i64, n as i64, m as i64);
    }
    let effective = (n as f64 * m as f64 / (n + m) as f64).sqrt();
    let distance = gap as f64 / (n as f64 * m as f64);
    kolmogorov_tail((effective + 0.12 + 0.11 / effective) * distance)
}

/// The share of the paths from (0, 0) to (n, m) that touch |i m - j n| >= gap.  Sums of positive numbers only, so that
/// small shares are as exact as large ones.
fn touching(gap: i64, n: i64, m: i64) -> f64 {
    let mut touched = vec![0.0; m as usize + 1];
    for i in 0..=n {
        for j in 0..=m {
            // A path to (i, j) comes from the left or from below in proportion to how many paths lead there.
            let left = if i > 0 { i as f64 * touched[j as usize] } else { 0.0 };
            let below = if j > 0 { j as f64 * touched[j as usize - 1] } else { 0.0 };
            touched[j as usize] =
                if (i * m - j * n).abs() >= gap { 1.0 } else { (left + below) / (i + j).max(1) as f64 };
        }
    }
    touched[m as usize]
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::table;
    use super::*;
    use proptest::prelude::*;

    /// Oracle: scipy 1.17, `ks_2samp(method="exact")` for the small samples and `"asymp"` for the large one.
    #[test]
    fn agrees_with_scipy() {
        let rows = table(include_str!("../../tests/data/ks-samples.csv"));
        for wanted in table(include_str!("../../tests/data/ks-scipy.csv")) {
            let [case, distance, p, at, sign] = wanted[..] else { panic!("five cells") };
            let (input, kind): (Vec<f64>, Vec<bool>) =
                rows.iter().filter(|row| row[0] == case).map(|row| (row[2], row[1] == 1.0)).unzip();
            let found = regional(&input, &kind).unwrap();
            let exact = input.len() < 1000;
            assert!((found.distance - distance).abs() < 1e-12, "{case}: {found:?}");
            assert!((found.p / p - 1.0).abs() < if exact { 1e-9 } else { 0.03 }, "{case}: {found:?} {p}");
            assert_eq!(found.at, at, "{case}");
            assert_eq!(found.side, if sign > 0.0 { Side::Low } else { Side::High }, "{case}");
        }
    }

    /// The greatest common divisor.
    fn common(a: u64, b: u64) -> u64 {
        if b == 0 { a } else { common(b, a % b) }
    }

    /// By hand: of the 20 orders of three and three, two part them wholly.
    #[test]
    fn parted_wholly() {
        let input = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let found = regional(&input, &[false, false, false, true, true, true]).unwrap();
        assert_eq!((found.distance, found.at, found.side), (1.0, 3.0, Side::High));
        assert!((found.p - 0.1).abs() < 1e-15);
    }

    proptest! {
        /// The limit meets the exact tail where both are computed, and where the distances that two samples can have lie
        /// close together: in samples of equal size they lie 1/n apart, which the limit does not know.
        #[test]
        fn limit_meets_exact(n in 150u64..600, m in 150u64..600, far in 0.8f64..1.8) {
            let step = common(n, m);
            prop_assume!(step <= 10);
            let root = (n as f64 * m as f64 / (n + m) as f64).sqrt();
            let gap = u128::from(((far / root * (n * m) as f64) as u64).next_multiple_of(step));
            let exact = touching(gap as i64, n as i64, m as i64);
            let distance = gap as f64 / (n * m) as f64;
            let limit = kolmogorov_tail((root + 0.12 + 0.11 / root) * distance);
            prop_assert!((exact / limit - 1.0).abs() < 0.15, "{exact} {limit}");
        }

        /// Rows in another order give the same; a monotone scale of the input too, but for the cut.
        #[test]
        fn order_and_scale_do_not_matter(mut rows in proptest::collection::vec((0u8..20, any::<bool>()), 4..60), turn in 1usize..50) {
            let ask = |rows: &[(u8, bool)], scale: fn(f64) -> f64| {
                let (input, kind): (Vec<f64>, Vec<bool>) = rows.iter().map(|(x, k)| (scale(f64::from(*x)), *k)).unzip();
                regional(&input, &kind)
            };
            let Ok(found) = ask(&rows, |x| x) else { return Ok(()) };
            let turn = turn % rows.len();
            rows.rotate_left(turn);
            prop_assert_eq!(ask(&rows, |x| x).unwrap(), found);
            let scaled = ask(&rows, |x| (x / 4.0).exp()).unwrap();
            prop_assert_eq!((scaled.distance, scaled.p, scaled.side), (found.distance, found.p, found.side));
        }
    }

    #[test]
    fn refusals() {
        let said = |input: &[f64], kind: &[bool]| regional(input, kind).unwrap_err().to_string();
        assert_eq!(
            said(&[1.0, 2.0], &[false, false]),
            "none of 2 futures are of the kind asked about: there is nothing to compare; move the threshold"
        );
        assert!(said(&[1.0, 2.0], &[true, true]).starts_with("all of 2 futures"));
        assert!(said(&[1.0, 1.0], &[true, false]).starts_with("the input is 1 in every row"));
        assert!(said(&[1.0, f64::NAN], &[true, false]).starts_with("the input is NaN in row 1"));
        assert!(regional(&[1.0], &[true, false]).is_err());
    }
}
