use crate::moments::Pieces;
use crate::running::Running;
use crate::{Fault, Histogram, Moments};

/// Distributions over members of one saved slot, one per saved time.
#[derive(Clone, Debug, PartialEq)]
pub struct Bands {
    bands: Vec<Band>,
}

impl Bands {
    pub(crate) fn new(times: usize) -> Bands {
        Bands { bands: vec![Band::new(); times] }
    }

    /// Number of saved times.
    pub fn times(&self) -> usize {
        self.bands.len()
    }

    /// The distribution at each saved time.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Band> {
        self.bands.iter()
    }

    /// The distribution at the t-th saved time.
    pub fn get(&self, t: usize) -> Option<&Band> {
        self.bands.get(t)
    }

    /// Adds the members that follow.  Nothing else about the order or the grouping of merges changes a bit of the
    /// result, as long as members were split at multiples of [`Futures::BLOCK`](crate::Futures::BLOCK).
    pub fn merge(&mut self, next: Bands) -> Result<(), Fault> {
        if self.times() != next.times() {
            return Err(Fault::Unlike);
        }
        for (mine, theirs) in self.bands.iter_mut().zip(next.bands) {
            mine.merge(theirs);
        }
        Ok(())
    }

    pub(crate) fn band(&mut self, t: usize) -> &mut Band {
        &mut self.bands[t]
    }
}

/// A distribution over members.  Unknown values (NaN) are counted apart and are in nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    pieces: Pieces,
    unknown: u64,
    min: f64,
    max: f64,
    histogram: Histogram,
}

impl Band {
    fn new() -> Band {
        Band {
            pieces: Pieces::default(),
            unknown: 0,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            histogram: Histogram::default(),
        }
    }

    /// Count, mean and sum of squared deviations of the known values.
    pub fn moments(&self) -> Moments {
        self.pieces.moments()
    }

    /// How many values are known.
    pub fn count(&self) -> u64 {
        self.moments().count
    }

    /// How many values are unknown.
    pub fn unknown(&self) -> u64 {
        self.unknown
    }

    /// Mean of the known values; NaN if there are none.
    pub fn mean(&self) -> f64 {
        let moments = self.moments();
        if moments.count == 0 { f64::NAN } else { moments.mean }
    }

    /// Standard deviation of the known values (divisor n - 1); NaN if there are fewer than two.
    pub fn deviation(&self) -> f64 {
        let moments = self.moments();
        if moments.count < 2 { f64::NAN } else { (moments.m2 / (moments.count - 1) as f64).sqrt() }
    }

    /// Lowest known value; NaN if there is none.
    pub fn min(&self) -> f64 {
        if self.min <= self.max { self.min } else { f64::NAN }
    }

    /// Highest known value; NaN if there is none.
    pub fn max(&self) -> f64 {
        if self.min <= self.max { self.max } else { f64::NAN }
    }

    /// The least value that a share `p` of the known values does not exceed, to 1 part in 256 and never outside
    /// the lowest and highest value; NaN if there is none.
    pub fn quantile(&self, p: f64) -> f64 {
        let value = self.histogram.quantile(p);
        if value < self.min {
            self.min
        } else if value > self.max {
            self.max
        } else {
            value
        }
    }

    /// Counts of the known values.
    pub fn histogram(&self) -> &Histogram {
        &self.histogram
    }

    pub(crate) fn close(&mut self, start: u64, end: u64, running: &Running) {
        self.pieces.push(start, end, running.moments());
        self.unknown += running.unknown();
        self.widen(running.min(), running.max());
        self.histogram.merge_counts(running.counts());
    }

    fn merge(&mut self, next: Band) {
        self.pieces.merge(next.pieces);
        self.unknown += next.unknown;
        self.widen(next.min, next.max);
        self.histogram.merge(&next.histogram);
    }

    fn widen(&mut self, min: f64, max: f64) {
        self.min = if min < self.min { min } else { self.min };
        self.max = if max > self.max { max } else { self.max };
    }
}
