use super::performance::{Performance, Unusable};

/// One measure and what it has to reach.
#[derive(Clone, Copy, Debug)]
pub struct Criterion<'a> {
    /// The measure of every alternative over all futures.
    pub performance: &'a Performance<'a>,
    /// Good enough: this or better, in the measure's own numbers.
    pub threshold: f64,
}

/// How often an alternative is good enough.
#[derive(Clone, Debug, PartialEq)]
pub struct Satisficed {
    /// Share of futures in which all criteria are met at once.
    pub all: f64,
    /// Per criterion, the share of futures in which it is met.
    pub each: Vec<f64>,
    /// Per criterion, the share of futures in which it alone is not met: what its relaxation would win.
    pub alone_missed: Vec<f64>,
}

/// Satisficing over several measures, per alternative.
///
/// # Errors
/// No criterion, criteria over other alternatives or futures, or a threshold that is not finite.
pub fn satisfice(criteria: &[Criterion]) -> Result<Vec<Satisficed>, Unusable> {
    let first = criteria.first().ok_or(Unusable::Criteria)?.performance;
    let (alternatives, futures) = (first.alternatives(), first.futures());
    for Criterion { performance, threshold } in criteria {
        if (performance.alternatives(), performance.futures()) != (alternatives, futures) {
            return Err(Unusable::Criteria);
        }
        if !threshold.is_finite() {
            return Err(Unusable::Threshold);
        }
    }
    Ok((0..alternatives).map(|alternative| one(criteria, alternative, futures)).collect())
}

fn one(criteria: &[Criterion], alternative: usize, futures: usize) -> Satisficed {
    let met = |criterion: &Criterion, future: usize| {
        let performance = criterion.performance;
        performance.direction().meets(performance.values()[alternative][future], criterion.threshold)
    };
    let (mut all, mut each, mut alone) = (0, vec![0; criteria.len()], vec![0; criteria.len()]);
    for future in 0..futures {
        let missed: Vec<usize> = (0..criteria.len()).filter(|&at| !met(&criteria[at], future)).collect();
        (0..criteria.len()).filter(|at| !missed.contains(at)).for_each(|at| each[at] += 1);
        match missed[..] {
            [] => all += 1,
            [only] => alone[only] += 1,
            _ => {}
        }
    }
    let share = |count: usize| count as f64 / futures as f64;
    let shares = |counts: Vec<usize>| counts.into_iter().map(share).collect();
    Satisficed { all: share(all), each: shares(each), alone_missed: shares(alone) }
}
