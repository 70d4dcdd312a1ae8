//! Sobol' indices as plain numbers, without uncertainty.

/// Something for each pair of inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Pairs<T> {
    inputs: usize,
    values: Vec<T>,
}

impl<T> Pairs<T> {
    /// One value for each j < k.
    pub(super) fn new(inputs: usize, mut value: impl FnMut(usize, usize) -> T) -> Self {
        let pairs = (0..inputs).flat_map(|j| (j + 1..inputs).map(move |k| (j, k)));
        Pairs { inputs, values: pairs.map(|(j, k)| value(j, k)).collect() }
    }

    /// The value of two different inputs, in either order; none for an input with itself.
    pub fn get(&self, one: usize, other: usize) -> Option<&T> {
        let (j, k) = (one.min(other), one.max(other));
        if j == k || k >= self.inputs {
            return None;
        }
        // Before row j stand rows of inputs - 1, inputs - 2, .. pairs.
        self.values.get(j * (2 * self.inputs - j - 1) / 2 + k - j - 1)
    }

    /// All pairs j < k with their values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize, &T)> {
        let pairs = (0..self.inputs).flat_map(|j| (j + 1..self.inputs).map(move |k| (j, k)));
        pairs.zip(&self.values).map(|((j, k), value)| (j, k, value))
    }

    pub(super) fn values(&self) -> &[T] {
        &self.values
    }
}

/// The indices of one design, without uncertainty.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// S1 of each input: the share of the variance that goes with it alone.
    pub first: Vec<f64>,
    /// ST of each input: the share that would be left if all others were known.
    pub total: Vec<f64>,
    /// S2 of each pair: the share that two inputs make together beyond what each makes alone.
    pub second: Option<Pairs<f64>>,
    /// Mean of the output over A and B.
    pub mean: f64,
    /// Variance of the output over A and B (divided by 2N).
    pub variance: f64,
}
