use super::tipping::{Crossing, Rule, Tipping, check};
use super::unfit::{Unfit, not_negative};

/// A signpost's threshold that calls for action.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trigger {
    /// When the signpost is past its threshold.
    pub crossing: Crossing,
    /// So many samples one after the other, 1 or more; it fires at the last of them.
    pub persistence: usize,
    /// Time from firing to the action in force.
    pub lead: f64,
}

/// What a trigger did in one future.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It fired, and the action is in force when things tip.
    OnTime,
    /// It fired, and the action is in force only after things have tipped.
    Late,
    /// It fired, and nothing tips up to the horizon.
    FalseAlarm,
    /// It never fired, and things tip.
    Missed,
    /// It never fired, and nothing tips up to the horizon.
    Quiet,
    /// It fired so near the horizon that the action would be in force only beyond it, and nothing tips before: unknown.
    Open,
}

/// A trigger over futures.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Per future.
    pub verdicts: Vec<Verdict>,
    /// The mean time from firing to tipping where both happen, negative where it fires after; `None` where they never do.
    pub mean_lead: Option<f64>,
}

impl Score {
    /// In how many futures it did this.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.verdicts.iter().filter(|&&other| other == verdict).count()
    }

    /// The share of the futures that tip in which it was on time; `None` where none tips.
    pub fn on_time(&self) -> Option<f64> {
        let on_time = self.count(Verdict::OnTime);
        let tipping = on_time + self.count(Verdict::Late) + self.count(Verdict::Missed);
        (tipping > 0).then(|| on_time as f64 / tipping as f64)
    }

    /// The share of the futures that do not tip in which it fired; `None` where all tip or are open.
    pub fn false_alarms(&self) -> Option<f64> {
        let alarms = self.count(Verdict::FalseAlarm);
        let calm = alarms + self.count(Verdict::Quiet);
        (calm > 0).then(|| alarms as f64 / calm as f64)
    }
}

/// Judges a trigger on what an observer sees (`signposts`, per future one sample per time) against when things really tip.
///
/// # Errors
/// Series that do not fit the times, other futures, a persistence of no or too many samples, or a negative lead.
pub fn score(trigger: Trigger, times: &[f64], signposts: &[&[f64]], tippings: &[Tipping]) -> Result<Score, Unfit> {
    let horizon = check(times, signposts)?;
    not_negative("the lead of a trigger", trigger.lead)?;
    trigger.crossing.check()?;
    let rule = Rule::Consecutive(trigger.persistence);
    rule.check(times.len())?;
    if tippings.len() != signposts.len() {
        let what = String::from("the tipping times");
        return Err(Unfit::Futures { what, given: tippings.len(), needed: signposts.len() });
    }
    let fires = |series: &[f64]| rule.first(series, trigger.crossing).map(|(_, known)| times[known]);
    let (mut leads, mut both) = (0.0, 0);
    let mut verdicts = vec![];
    for (series, &tipping) in signposts.iter().zip(tippings) {
        let fired = fires(series);
        if let (Some(fired), Tipping::At(tips)) = (fired, tipping) {
            leads += tips - fired;
            both += 1;
        }
        verdicts.push(verdict(fired, tipping, trigger.lead, horizon));
    }
    Ok(Score { verdicts, mean_lead: (both > 0).then(|| leads / f64::from(both)) })
}

fn verdict(fired: Option<f64>, tipping: Tipping, lead: f64, horizon: f64) -> Verdict {
    match (fired, tipping) {
        (None, Tipping::At(_)) => Verdict::Missed,
        (None, Tipping::Beyond(_)) => Verdict::Quiet,
        (Some(fired), Tipping::At(tips)) if fired + lead <= tips => Verdict::OnTime,
        (Some(_), Tipping::At(_)) => Verdict::Late,
        (Some(fired), Tipping::Beyond(watched)) if fired + lead > watched.min(horizon) => Verdict::Open,
        (Some(_), Tipping::Beyond(_)) => Verdict::FalseAlarm,
    }
}
