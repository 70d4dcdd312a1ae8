//! Rank correlation: which way an output goes with an input.

use super::distribution::student_tail;
use super::error::{Error, varying};

/// How an output goes with an input, by their ranks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankCorrelation {
    /// Spearman's coefficient, -1 to 1.
    pub value: f64,
    /// How often chance alone would make one so far from 0, one input looked at.
    pub p: f64,
}

/// Spearman's rank correlation (Spearman 1904, *Am. J. Psychol.* 15, 72-101): Pearson's of the ranks, equal values sharing
/// their mean rank; the tail is Student's with n - 2 degrees of freedom, good from some twenty rows on.
///
/// # Errors
/// Lengths that differ, fewer than four rows, an input or output that is unknown or stands still.
pub fn rank_correlation(input: &[f64], outputs: &[f64]) -> Result<RankCorrelation, Error> {
    if input.len() != outputs.len() {
        return Err(Error::Length { found: outputs.len(), wanted: input.len() });
    }
    let rows = input.len();
    if rows < 4 {
        return Err(Error::TooFew { what: "futures", found: rows, least: 4 });
    }
    varying(outputs)?;
    if let Some(row) = input.iter().position(|x| !x.is_finite()) {
        return Err(Error::NotFinite { what: "input", row, value: input[row] });
    }
    if input.iter().all(|x| *x == input[0]) {
        return Err(Error::StandsStill { value: input[0] });
    }
    let (x, y) = (ranks(input), ranks(outputs));
    let sum = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let value = (sum(&x, &y) / (sum(&x, &x) * sum(&y, &y)).sqrt()).clamp(-1.0, 1.0);
    let freedom = rows as f64 - 2.0;
    let rest = (1.0 - value * value).max(0.0);
    let t = value.abs() * (freedom / rest).sqrt();
    let p = if t.is_finite() { (2.0 * student_tail(t, freedom)).min(1.0) } else { 0.0 };
    Ok(RankCorrelation { value, p })
}

/// How closely each input goes with the output that it goes with most: the largest |Spearman's coefficient|, 0 where nothing
/// varies.  What is unknown stands at the mean rank.  `inputs` and `outputs` are columns of as many rows each.
pub fn closeness(inputs: &[&[f64]], outputs: &[&[f64]]) -> Vec<f64> {
    let outputs: Vec<Vec<f64>> = outputs.iter().map(|values| unit_ranks(values)).collect();
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>().abs();
    let close = |values: &&[f64]| {
        let values = unit_ranks(values);
        outputs.iter().map(|output| product(&values, output)).fold(0.0, f64::max)
    };
    inputs.iter().map(close).collect()
}

/// Ranks less their mean, scaled to length 1.
fn unit_ranks(values: &[f64]) -> Vec<f64> {
    let known: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    let ranks = ranks(&known);
    let length = ranks.iter().map(|rank| rank * rank).sum::<f64>().sqrt();
    let mut scaled = ranks.iter().map(|rank| if length > 0.0 { rank / length } else { 0.0 });
    values.iter().map(|value| if value.is_finite() { scaled.next().unwrap_or(0.0) } else { 0.0 }).collect()
}

/// The rank of each row less the mean rank; equals share theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<u32> = (0..values.len() as u32).collect();
    order.sort_unstable_by(|a, b| values[*a as usize].total_cmp(&values[*b as usize]));
    let middle = (values.len() as f64 - 1.0) / 2.0;
    let mut ranks = vec![0.0; values.len()];
    let mut passed = 0;
    for group in order.chunk_by(|a, b| values[*a as usize] == values[*b as usize]) {
        let rank = passed as f64 + (group.len() as f64 - 1.0) / 2.0 - middle;
        group.iter().for_each(|row| ranks[*row as usize] = rank);
        passed += group.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand, without ties: 1 - 6 sum d^2 / (n (n^2 - 1)); d = (-1, 1, -1, 1, 0) gives 1 - 24/120 = 0.8, and
    /// t = 0.8 sqrt(3/0.36) = 2.309401, of which Student's two tails with 3 degrees of freedom are 0.104088.
    #[test]
    fn without_ties() {
        let found = rank_correlation(&[1.0, 2.0, 3.0, 4.0, 5.0], &[20.0, 10.0, 40.0, 30.0, 50.0]).unwrap();
        assert!((found.value - 0.8).abs() < 1e-15, "{found:?}");
        assert!((found.p - 0.104_088).abs() < 1e-6, "{found:?}");
    }

    /// By hand, with a tie: ranks (-1.5, 0, 0, 1.5) and (-1.5, -0.5, 0.5, 1.5): 4.5 / sqrt(4.5 x 5).
    #[test]
    fn with_ties_and_any_monotone_scale() {
        let x = [1.0, 2.0, 2.0, 9.0];
        let found = rank_correlation(&x, &[1.0, 2.0, 3.0, 4.0]).unwrap();
        assert!((found.value - 4.5 / 22.5f64.sqrt()).abs() < 1e-15);
        assert_eq!(rank_correlation(&x.map(f64::exp), &[1.0, 2.0, 3.0, 4.0]).unwrap(), found);
        let down = rank_correlation(&[1.0, 2.0, 3.0, 4.0], &[4.0, 3.0, 2.0, 1.0]).unwrap();
        assert_eq!((down.value, down.p), (-1.0, 0.0));
    }

    #[test]
    fn closeness_is_that_of_the_closest_output_whichever_way() {
        let x: [&[f64]; 3] = [&[1.0, 2.0, 3.0, 4.0, 5.0], &[1.0; 5], &[1.0, f64::NAN, 3.0, f64::NAN, 5.0]];
        let y: [&[f64]; 2] = [&[3.0, 1.0, 3.0, 1.0, 3.0], &[-1.0, -4.0, -9.0, -16.0, -25.0]];
        let close = closeness(&x, &y);
        assert!((close[0] - 1.0).abs() < 1e-12, "{close:?}");
        assert_eq!(close[1], 0.0, "what stands still goes with nothing");
        // By hand: (-1, 0, 0, 0, 1)/sqrt(2) with (2, 1, 0, -1, -2)/sqrt(10).
        assert!((close[2] - 4.0 / 20.0f64.sqrt()).abs() < 1e-12, "{close:?}");
    }

    #[test]
    fn refusals() {
        let said = |x: &[f64], y: &[f64]| rank_correlation(x, y).unwrap_err().to_string();
        assert!(said(&[1.0; 4], &[1.0, 2.0, 3.0, 4.0]).starts_with("the input is 1 in every row"));
        assert!(said(&[1.0, 2.0, 3.0, 4.0], &[1.0; 4]).starts_with("the output is 1 in every row"));
        assert!(said(&[1.0, 2.0], &[1.0, 2.0]).starts_with("2 futures are too few"));
        assert!(said(&[1.0], &[1.0, 2.0]).contains("do not fit"));
    }
}
