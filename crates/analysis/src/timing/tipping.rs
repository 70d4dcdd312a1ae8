use super::unfit::{Unfit, share};

/// When a value is on the wrong side.  An unknown one never is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Crossing {
    /// Above this.
    Above(f64),
    /// Below this.
    Below(f64),
}

impl Crossing {
    /// Whether the value is on the wrong side.
    pub fn met(self, value: f64) -> bool {
        match self {
            Crossing::Above(threshold) => value > threshold,
            Crossing::Below(threshold) => value < threshold,
        }
    }

    /// A threshold that is no number would never be crossed, silently.
    pub(super) fn check(self) -> Result<(), Unfit> {
        let (Crossing::Above(value) | Crossing::Below(value)) = self;
        if value.is_nan() { Err(Unfit::Number { what: "the threshold", value, needed: "a number" }) } else { Ok(()) }
    }
}

/// How much being on the wrong side it takes to have failed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// One sample.
    First,
    /// So many samples one after the other.
    Consecutive(usize),
    /// This share of the samples of a moving window.
    Moving {
        /// Samples in the window.
        window: usize,
        /// Above 0, at most 1.
        share: f64,
    },
}

impl Rule {
    pub(super) fn check(self, samples: usize) -> Result<(), Unfit> {
        let (what, window) = match self {
            Rule::First => return Ok(()),
            Rule::Consecutive(run) => ("the run of failing samples", run),
            Rule::Moving { window, share: part } => {
                share("the share of failing samples", part)?;
                ("the moving window", window)
            }
        };
        if window == 0 || window > samples {
            return Err(Unfit::Window { what, samples: window, most: samples });
        }
        Ok(())
    }

    /// The first sample that counts as failed, and the one at which an observer has seen enough to know.
    pub(super) fn first(self, series: &[f64], crossing: Crossing) -> Option<(usize, usize)> {
        let (window, needed) = match self {
            Rule::First => (1, 1),
            Rule::Consecutive(run) => (run, run),
            Rule::Moving { window, share } => (window, ((share * window as f64 - 1e-9).ceil() as usize).max(1)),
        };
        let mut failing = 0;
        for at in 0..series.len() {
            failing += usize::from(crossing.met(series[at]));
            if at >= window {
                failing -= usize::from(crossing.met(series[at - window]));
            }
            if at + 1 >= window && failing >= needed {
                let from = at + 1 - window;
                let start = (from..=at).find(|&sample| crossing.met(series[sample]))?;
                return Some((start, at));
            }
        }
        None
    }
}

/// When something fails in one future.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tipping {
    /// At this time.
    At(f64),
    /// Not up to this time, the last that was looked at.
    Beyond(f64),
}

impl Tipping {
    /// The time, unless it lies beyond the horizon.
    pub fn time(self) -> Option<f64> {
        match self {
            Tipping::At(time) => Some(time),
            Tipping::Beyond(_) => None,
        }
    }

    /// Whether this is known to come later than the other.
    pub fn later_than(self, other: Tipping) -> bool {
        match (self, other) {
            (Tipping::At(time), Tipping::At(other)) => time > other,
            (Tipping::Beyond(watched), Tipping::At(other)) => watched >= other,
            (_, Tipping::Beyond(_)) => false,
        }
    }
}

/// When the series of one future fails: the time of the first sample of the failure.
///
/// # Errors
/// Times that do not rise, a series of another length, or a rule that no series can meet.
pub fn tipping(times: &[f64], series: &[f64], crossing: Crossing, rule: Rule) -> Result<Tipping, Unfit> {
    Ok(tippings(times, &[series], crossing, rule)?[0])
}

/// [`tipping`] for every future.
///
/// # Errors
/// As there.
pub fn tippings(times: &[f64], series: &[&[f64]], crossing: Crossing, rule: Rule) -> Result<Vec<Tipping>, Unfit> {
    let horizon = check(times, series)?;
    crossing.check()?;
    rule.check(times.len())?;
    let one = |series: &&[f64]| {
        rule.first(series, crossing).map_or(Tipping::Beyond(horizon), |(start, _)| Tipping::At(times[start]))
    };
    Ok(series.iter().map(one).collect())
}

/// Checks times and series; the last time is the horizon.
pub(super) fn check(times: &[f64], series: &[&[f64]]) -> Result<f64, Unfit> {
    let horizon = *times.last().ok_or(Unfit::Times { sample: 0 })?;
    if let Some(at) = times.windows(2).position(|pair| pair[0].partial_cmp(&pair[1]) != Some(std::cmp::Ordering::Less))
    {
        return Err(Unfit::Times { sample: at + 1 });
    }
    match series.iter().position(|series| series.len() != times.len()) {
        Some(future) => Err(Unfit::Length { future, samples: series[future].len(), times: times.len() }),
        None => Ok(horizon),
    }
}
