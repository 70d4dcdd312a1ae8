use super::metric::Metric;
use super::performance::{Performance, Unusable, compare};

/// What one metric says of every alternative.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The yardstick.
    pub metric: Metric,
    /// Its value per alternative; `None` where it is undefined.
    pub values: Vec<Option<f64>>,
    /// 1 for the best; equals share a rank, and the next one counts them all (1, 1, 3).
    pub ranks: Vec<Option<usize>>,
}

impl Judged {
    /// The alternatives that share rank 1.
    pub fn best(&self) -> Vec<usize> {
        (0..self.ranks.len()).filter(|&alternative| self.ranks[alternative] == Some(1)).collect()
    }

    /// Whether it tells alternatives apart at all.
    pub fn decides(&self) -> bool {
        self.ranks.iter().flatten().any(|&rank| rank > 1)
    }
}

/// One measure of several alternatives, judged by several metrics.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// In the order asked for.
    pub judged: Vec<Judged>,
}

impl Comparison {
    /// Judges the alternatives by each metric.
    ///
    /// # Errors
    /// A metric's setting outside its range.
    pub fn new(performance: &Performance, metrics: &[Metric]) -> Result<Self, Unusable> {
        let judge = |&metric: &Metric| {
            let values = metric.of(performance)?;
            Ok(Judged { metric, ranks: ranks(&values), values })
        };
        Ok(Comparison { judged: metrics.iter().map(judge).collect::<Result<_, _>>()? })
    }

    /// Which alternatives are best by which metrics: one entry per set of best alternatives, the set with most metrics first.
    /// Metrics that tell no alternatives apart are left out.  More than one entry: the choice of metric changes the answer.
    pub fn winners(&self) -> Vec<(Vec<usize>, Vec<Metric>)> {
        let mut winners: Vec<(Vec<usize>, Vec<Metric>)> = vec![];
        for judged in self.judged.iter().filter(|judged| judged.decides()) {
            let best = judged.best();
            match winners.iter_mut().find(|(alternatives, _)| *alternatives == best) {
                Some((_, metrics)) => metrics.push(judged.metric),
                None => winners.push((best, vec![judged.metric])),
            }
        }
        // Stable: equal numbers stay in the order of the metrics.
        winners.sort_by_key(|(_, metrics)| std::cmp::Reverse(metrics.len()));
        winners
    }

    /// The answer in a sentence: `stay is best by maximin and Laplace; leave by minimax regret`.
    pub fn sentence(&self, names: &[&str]) -> String {
        let listed = |words: &[&str]| match words {
            [] => String::new(),
            [one] => String::from(*one),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        };
        let mut parts = vec![];
        for (alternatives, metrics) in self.winners() {
            let who: Vec<&str> =
                alternatives.iter().map(|&alternative| names.get(alternative).copied().unwrap_or("?")).collect();
            let by: Vec<&str> = metrics.iter().map(|metric| metric.name()).collect();
            let verb = match (parts.is_empty(), who.len()) {
                (false, _) => "",
                (true, 1) => " is best",
                (true, _) => " are best together",
            };
            parts.push(format!("{}{verb} by {}", listed(&who), listed(&by)));
        }
        if parts.is_empty() { "no metric tells the alternatives apart".into() } else { parts.join("; ") }
    }
}

/// Ranks of values of which more is better; those that differ by rounding only share one, and undefined ones have none.
pub fn ranks(values: &[Option<f64>]) -> Vec<Option<usize>> {
    let mut order: Vec<(f64, usize)> =
        values.iter().enumerate().filter_map(|(at, value)| Some(((*value)?, at))).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut ranks = vec![None; values.len()];
    let mut rank = 1;
    for place in 0..order.len() {
        if place > 0 && compare(order[place].0, order[place - 1].0).is_ne() {
            rank = place + 1;
        }
        ranks[order[place].1] = Some(rank);
    }
    ranks
}
