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
    /// The longest time from firing to tipping for which it is not called too early; infinite where any will do.
    pub early: f64,
}

/// What a trigger did in one future.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It fired, and the action is in force when things tip.
    OnTime,
    /// It fired, and the action is in force only after things have tipped.
    Late,
    /// It fired so long before things tip that it was for nothing.
    Early,
    /// It fired, and nothing tips up to the horizon.
    FalseAlarm,
    /// It never fired, and things tip.
    Missed,
    /// It never fired, and nothing tips up to the horizon.
    Quiet,
    /// Unknown: it fired so near the horizon that the action would be in force only beyond it, or that it may be called
    /// right only beyond it, and nothing tips before; or it never fired and things tip only beyond what the signpost shows.
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
        let others = [Verdict::Late, Verdict::Missed, Verdict::Early];
        let tipping = on_time + others.map(|verdict| self.count(verdict)).iter().sum::<usize>();
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
    if trigger.early.is_nan() || trigger.early < 0.0 {
        let what = "the time for which a trigger is not too early";
        return Err(Unfit::Number { what, value: trigger.early, needed: "a number from 0 up" });
    }
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
        verdicts.push(verdict(fired, tipping, trigger, horizon));
    }
    Ok(Score { verdicts, mean_lead: (both > 0).then(|| leads / f64::from(both)) })
}

fn verdict(fired: Option<f64>, tipping: Tipping, Trigger { lead, early, .. }: Trigger, horizon: f64) -> Verdict {
    let right_beyond = |fired: f64, watched: f64| early.is_finite() && fired + early > watched;
    match (fired, tipping) {
        (None, Tipping::At(tips)) if tips > horizon => Verdict::Open,
        (None, Tipping::At(_)) => Verdict::Missed,
        (None, Tipping::Beyond(_)) => Verdict::Quiet,
        (Some(fired), Tipping::At(tips)) if tips - fired > early => Verdict::Early,
        (Some(fired), Tipping::At(tips)) if fired + lead <= tips => Verdict::OnTime,
        (Some(_), Tipping::At(_)) => Verdict::Late,
        (Some(fired), Tipping::Beyond(watched)) if fired + lead > watched.min(horizon) => Verdict::Open,
        (Some(fired), Tipping::Beyond(watched)) if right_beyond(fired, watched) => Verdict::Open,
        (Some(_), Tipping::Beyond(_)) => Verdict::FalseAlarm,
    }
}
