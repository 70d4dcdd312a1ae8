use super::tipping::Tipping;
use super::unfit::{Unfit, share};

/// One fall of the curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fall {
    /// When.
    pub time: f64,
    /// Share that has not tipped up to and at this time.
    pub standing: f64,
    /// Greenwood's standard error of that share.
    pub error: f64,
    /// Futures that were still watched and standing just before.
    pub at_risk: usize,
    /// Futures that tip now.
    pub tipping: usize,
}

/// The share of futures not yet tipped over time (Kaplan and Meier 1958): futures that are watched for less long count for
/// as long as they were.
#[derive(Clone, Debug, PartialEq)]
pub struct Survival {
    /// In order of time.
    pub falls: Vec<Fall>,
    /// How far any future was watched.
    pub horizon: f64,
    /// How many futures there are.
    pub futures: usize,
}

impl Survival {
    /// From the tipping times of futures.
    ///
    /// # Errors
    /// No future, or a time that is not a number.
    pub fn new(tippings: &[Tipping]) -> Result<Self, Unfit> {
        let moment = |tipping: &Tipping| match *tipping {
            Tipping::At(time) => (time, false),
            Tipping::Beyond(time) => (time, true),
        };
        let mut moments: Vec<(f64, bool)> = tippings.iter().map(moment).collect();
        if let Some(&(value, _)) = moments.iter().find(|(time, _)| !time.is_finite()) {
            return Err(Unfit::Number { what: "a tipping time", value, needed: "a finite number" });
        }
        moments.sort_by(|a, b| a.0.total_cmp(&b.0));
        let nothing = Unfit::Nothing { what: "there is no future to learn from", remedy: "run at least one" };
        let horizon = moments.last().ok_or(nothing)?.0;
        Ok(Survival { falls: falls(&moments), horizon, futures: moments.len() })
    }

    /// The share that has tipped up to and at this time.
    pub fn tipped_by(&self, time: f64) -> f64 {
        1.0 - self.falls.iter().take_while(|fall| fall.time <= time).last().map_or(1.0, |fall| fall.standing)
    }

    /// The share that has tipped before this time.
    pub fn tipped_before(&self, time: f64) -> f64 {
        1.0 - self.falls.iter().take_while(|fall| fall.time < time).last().map_or(1.0, |fall| fall.standing)
    }

    /// The first time by which this share has tipped; beyond the horizon where fewer do.
    ///
    /// # Errors
    /// A share that is not above 0 and at most 1.
    pub fn quantile(&self, tipped: f64) -> Result<Tipping, Unfit> {
        share("the share of futures", tipped)?;
        // Shares are products of quotients: their rounding must not push a quantile to the next fall.
        let reached = self.falls.iter().find(|fall| 1.0 - fall.standing >= tipped - 1e-9);
        Ok(reached.map_or(Tipping::Beyond(self.horizon), |fall| Tipping::At(fall.time)))
    }
}

fn falls(moments: &[(f64, bool)]) -> Vec<Fall> {
    let mut falls = vec![];
    let (mut standing, mut spread) = (1.0, 0.0);
    let mut at = 0;
    while at < moments.len() {
        let time = moments[at].0;
        let group = &moments[at..at + moments[at..].iter().take_while(|moment| moment.0 == time).count()];
        let tipping = group.iter().filter(|(_, beyond)| !beyond).count();
        // At one time, futures tip before others go out of sight: all of the group are at risk.
        let at_risk = moments.len() - at;
        if tipping > 0 {
            standing *= (at_risk - tipping) as f64 / at_risk as f64;
            spread += tipping as f64 / (at_risk as f64 * (at_risk - tipping).max(1) as f64);
            let error = if tipping == at_risk { 0.0 } else { standing * spread.sqrt() };
            falls.push(Fall { time, standing, error, at_risk, tipping });
        }
        at += group.len();
    }
    falls
}
