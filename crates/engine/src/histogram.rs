/// Counts of values to 8 significant bits.
///
/// A value is counted under itself rounded to sign, exponent and 7 further bits of the mantissa: the relative error is
/// at most 2^-8, integers up to 256 are exact, and merging adds integers, so its order does not matter.
/// Below the normal range (2.2e-308) the error is absolute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// By sign and exponent, ascending; none is empty.
    pages: Vec<Page>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Page {
    key: u16,
    counts: Box<[u64; Histogram::PAGE]>,
}

const DROPPED: u32 = 45;
const NEGATIVE: u16 = 1 << 11;

impl Histogram {
    const PAGE: usize = 128;

    /// Counts values; unknown ones (NaN) are passed over.
    pub fn add(&mut self, values: &[f64]) {
        let mut page = 0;
        for &value in values {
            if !value.is_nan() {
                let (key, index) = place(value);
                if self.pages.get(page).is_none_or(|p| p.key != key) {
                    page = self.page(key);
                }
                self.pages[page].counts[index] += 1;
            }
        }
    }

    /// Adds the counts of another.
    pub fn merge(&mut self, other: &Histogram) {
        for theirs in &other.pages {
            let mine = self.page(theirs.key);
            for (a, b) in self.pages[mine].counts.iter_mut().zip(theirs.counts.iter()) {
                *a += b;
            }
        }
    }

    /// How many values were counted.
    pub fn count(&self) -> u64 {
        self.ascending().map(|(_, count)| count).sum()
    }

    /// Rounded values and how often they occurred, from the lowest to the highest.
    pub fn ascending(&self) -> impl Iterator<Item = (f64, u64)> + '_ {
        let counts = |page: &Page| {
            let key = page.key;
            let counts = *page.counts;
            (0..Histogram::PAGE).map(move |i| (value(key, i), counts[i]))
        };
        let negative = self.pages.iter().rev().filter(|p| p.key >= NEGATIVE).flat_map(move |p| counts(p).rev());
        let positive = self.pages.iter().filter(|p| p.key < NEGATIVE).flat_map(counts);
        negative.chain(positive).filter(|&(_, count)| count > 0)
    }

    /// The least rounded value that a share `p` of the values does not exceed; NaN if there are none.
    pub fn quantile(&self, p: f64) -> f64 {
        let total = self.count();
        let rank = ((p * total as f64).ceil() as u64).clamp(1, total.max(1));
        let mut seen = 0;
        for (value, count) in self.ascending() {
            seen += count;
            if seen >= rank {
                return value;
            }
        }
        f64::NAN
    }

    fn page(&mut self, key: u16) -> usize {
        match self.pages.binary_search_by_key(&key, |p| p.key) {
            Ok(at) => at,
            Err(at) => {
                self.pages.insert(at, Page { key, counts: Box::new([0; Histogram::PAGE]) });
                at
            }
        }
    }
}

/// Sign and exponent, and the next 7 bits, after rounding.
fn place(value: f64) -> (u16, usize) {
    let bits = (value + 0.0).to_bits();
    let rounded = ((bits & (u64::MAX >> 1)) + (1 << (DROPPED - 1))) >> DROPPED;
    let sign = if bits >> 63 == 1 { NEGATIVE } else { 0 };
    (sign | (rounded >> 7) as u16, (rounded & 127) as usize)
}

fn value(key: u16, index: usize) -> f64 {
    let magnitude = f64::from_bits((u64::from(key & (NEGATIVE - 1)) << 7 | index as u64) << DROPPED);
    if key & NEGATIVE == 0 { magnitude } else { -magnitude }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(values: &[f64]) -> Histogram {
        let mut h = Histogram::default();
        h.add(values);
        h
    }

    #[test]
    fn small_integers_and_infinities_are_exact() {
        for x in (-256..=256).map(f64::from).chain([f64::INFINITY, f64::NEG_INFINITY]) {
            assert_eq!(of(&[x]).quantile(0.5), x);
        }
        assert_eq!(of(&[-0.0]), of(&[0.0]));
        assert_eq!(of(&[f64::NAN]).count(), 0);
        assert!(of(&[]).quantile(0.5).is_nan());
    }

    #[test]
    fn quantiles_go_from_the_lowest_to_the_highest() {
        let h = of(&[3.0, -2.0, -1.0, 0.0, 200.0, -1.0]);
        let values: Vec<_> = h.ascending().collect();
        assert_eq!(values, [(-2.0, 1), (-1.0, 2), (0.0, 1), (3.0, 1), (200.0, 1)]);
        assert_eq!([0.0, 0.1, 0.5, 0.51, 1.0].map(|p| h.quantile(p)), [-2.0, -2.0, -1.0, 0.0, 200.0]);
    }

    proptest! {
        #[test]
        fn the_relative_error_is_below_four_in_a_thousand(x in prop::num::f64::NORMAL) {
            let rounded = of(&[x]).quantile(0.5);
            prop_assert!(((rounded - x) / x).abs() <= 1.0 / 256.0 || rounded.is_infinite());
        }

        #[test]
        fn merging_is_counting_together(a in prop::collection::vec(prop::num::f64::ANY, 0..80), cut in 0..80_usize) {
            let cut = cut.min(a.len());
            let (mut left, right) = (of(&a[..cut]), of(&a[cut..]));
            left.merge(&right);
            prop_assert_eq!(&left, &of(&a));
            let mut other = right;
            other.merge(&of(&a[..cut]));
            prop_assert_eq!(other, left);
        }
    }
}
