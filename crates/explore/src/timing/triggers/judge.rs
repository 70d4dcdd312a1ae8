//! Verdicts on a trigger, from when it fires and when it should.

use milepost_analysis::timing::{Crossing, Score, Tipping, Trigger, Unfit, Verdict, score};

use super::super::{Counts, Scored, Threshold};
use super::ask::Asked;
use super::threshold::{Rules, best};

/// Dates closer than this part of a period are the same.
const SLACK: f64 = 1e-6;

/// What triggers are judged by, in time.
pub(in super::super) struct Allowed {
    /// How late it may fire; its own delays where not given.
    pub grace: Option<f64>,
    /// An alarm that comes so long before it should is for nothing.
    pub early: f64,
    /// What a miss costs where a false alarm costs 1.
    pub miss_cost: f64,
    /// Draws the futures that choose a threshold.
    pub seed: u64,
}

/// The axis as triggers see it.
pub(in super::super) struct Span {
    pub start: f64,
    pub decide: f64,
    pub end: f64,
    pub step: f64,
}

/// Judges a trigger by the answers to [`Asked::asks`] and, behind them, to those of its signposts.
pub(in super::super) fn judge(
    asked: &Asked,
    named: (&str, &str, &str),
    indicator: &str,
    columns: &[Vec<f64>],
    (span, allowed): (&Span, &Allowed),
) -> Result<Scored, Unfit> {
    let (cases, posts) = columns.split_at(asked.asks.len());
    let last = judged_at(span, asked.every, span.end);
    let times: Vec<f64> = ends(span, asked.every);
    let grace = allowed.grace.unwrap_or(asked.within + asked.lag);
    let slack = SLACK * asked.every;
    // The latest at which it may fire stands for the tipping; what fires then has no lead.
    let latest = |should: f64| match judged(span, asked.every, should) {
        Some(time) => Tipping::At(time + grace + slack),
        None => Tipping::Beyond(last + grace + slack),
    };
    let early = allowed.early + grace + 2.0 * slack;
    let trigger = Trigger { crossing: Crossing::Above(0.5), persistence: 1, lead: 0.0, early };
    let (mut signals, mut all) = (Vec::new(), Vec::new());
    let mut at_decision = 0;
    for pair in cases.chunks_exact(2) {
        for (&fires, &should) in pair[0].iter().zip(&pair[1]) {
            let fired = judged(span, asked.every, fires).unwrap_or(f64::INFINITY);
            signals.push(times.iter().map(|t| f64::from(u8::from(*t >= fired - slack))).collect::<Vec<f64>>());
            all.push(latest(should));
            at_decision += u64::from(should <= span.decide + span.step / 2.0);
        }
    }
    let slices: Vec<&[f64]> = signals.iter().map(Vec::as_slice).collect();
    let found = score(trigger, &times, &slices, &all)?;
    let threshold = match &asked.watched {
        Err(why) => Threshold::NotSought(why.clone()),
        Ok(watched) => {
            let rules = Rules { latest: &all, early, miss_cost: allowed.miss_cost, seed: allowed.seed };
            best(watched, indicator, posts, &rules)
        }
    };
    Ok(Scored {
        trigger: named.0.into(),
        title: named.1.into(),
        pathway: named.2.into(),
        elements: asked.elements as u64,
        grace,
        counts: counts(&found),
        at_decision,
        mean_lead: found.mean_lead.map(|lead| lead - grace - slack),
        threshold,
    })
}

/// Verdicts, counted.
pub(super) fn counts(score: &Score) -> Counts {
    let of = |verdict| score.count(verdict) as u64;
    Counts {
        on_time: of(Verdict::OnTime),
        late: of(Verdict::Late),
        early: of(Verdict::Early),
        missed: of(Verdict::Missed),
        false_alarm: of(Verdict::FalseAlarm),
        quiet: of(Verdict::Quiet),
        open: of(Verdict::Open),
    }
}

/// The end of the period at which was judged what is first seen at a time: one step before, or what stood at the decision.
fn judged(span: &Span, every: f64, seen: f64) -> Option<f64> {
    seen.is_finite().then(|| judged_at(span, every, seen - span.step))
}

/// The last end of a period not behind a time.
fn judged_at(span: &Span, every: f64, time: f64) -> f64 {
    span.start + ((time - span.start) / every + SLACK).floor() * every
}

/// The ends of periods that count: the last one judged before the decision, and all that follow.
fn ends(span: &Span, every: f64) -> Vec<f64> {
    let first = judged_at(span, every, span.decide - span.step / 2.0).max(span.start);
    let count = ((span.end - first) / every + SLACK).floor() as usize;
    (0..=count).map(|k| first + k as f64 * every).collect()
}
