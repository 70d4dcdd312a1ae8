//! Hamilton's method: quotas, and what is left to the largest remainders.

/// The numbers are too large to be multiplied exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the amounts are too large to be divided exactly")]
pub struct TooLarge;

/// Divides `total` in proportion to `weights`: each has the whole part of its quota (Hare), and what is left goes one by one to
/// the largest remainders.  Equal remainders are served in the order given.  The parts add up to `total`; all are 0 where all
/// weights are.
///
/// # Errors
/// A product does not fit 128 bits.
pub fn apportion(total: u128, weights: &[u128]) -> Result<Vec<u128>, TooLarge> {
    let sum = weights.iter().try_fold(0_u128, |sum, w| sum.checked_add(*w)).ok_or(TooLarge)?;
    if sum == 0 {
        return Ok(vec![0; weights.len()]);
    }
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    for (i, weight) in weights.iter().enumerate() {
        let product = total.checked_mul(*weight).ok_or(TooLarge)?;
        parts.push(product / sum);
        remainders.push((product % sum, i));
    }
    let left = total - parts.iter().sum::<u128>();
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    // Fewer are left than there are remainders.
    for (_, i) in remainders.iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
        parts[*i] += 1;
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_remainders_are_served_in_order() {
        assert_eq!(apportion(100, &[1, 1, 1]), Ok(vec![34, 33, 33]));
        assert_eq!(apportion(2, &[1, 1, 1]), Ok(vec![1, 1, 0]));
        assert_eq!(apportion(5, &[0, 0]), Ok(vec![0, 0]));
        assert_eq!(apportion(u128::MAX, &[2, 1]), Err(TooLarge));
    }

    /// The paradox that gave Alabama its name: one seat more in the house, one seat less for it.  Populations 6, 6, 2: of
    /// 10 seats the quotas are 4.29, 4.29, 1.43 and the third has 2; of 11 they are 4.71, 4.71, 1.57 and it has 1.
    #[test]
    fn a_larger_total_can_cost_a_part() {
        assert_eq!(apportion(10, &[6, 6, 2]), Ok(vec![4, 4, 2]));
        assert_eq!(apportion(11, &[6, 6, 2]), Ok(vec![5, 5, 1]));
    }
}
