use super::prim::{Step, Trajectory};
use super::question::Question;
use super::region::{Limit, Region};
use super::significance::{count, quasi_p_values};
use super::{Made, Side};

/// Boxes whose trade is within this of the best are as good; of them the simplest is taken.
const AS_GOOD: f64 = 0.02;

impl Step {
    /// The harmonic mean of coverage and density (F1): 1 where the box holds all cases and nothing else.
    pub fn trade(&self) -> f64 {
        let sum = self.coverage + self.density;
        if sum == 0.0 { 0.0 } else { 2.0 * self.coverage * self.density / sum }
    }
}

impl Trajectory {
    /// The step to show where nobody chose one: the harmonic mean of coverage and density within 0.02 of the best, with the
    /// fewest restricted inputs; among those the best mean, then the earliest.  The whole table is no choice unless it is
    /// the only step.
    pub fn suggested(&self) -> usize {
        let choices = 1.min(self.steps.len() - 1)..self.steps.len();
        let best = self.steps[choices.clone()].iter().map(Step::trade).fold(0.0, f64::max);
        let mut chosen = choices.start;
        let mut rank = (usize::MAX, 0.0);
        for at in choices {
            let step = &self.steps[at];
            let simpler = step.restricted < rank.0 || step.restricted == rank.0 && step.trade() > rank.1;
            if step.trade() >= best - AS_GOOD && simpler {
                (chosen, rank) = (at, (step.restricted, step.trade()));
            }
        }
        chosen
    }
}

/// A box without the bounds that chance explains: the one with the highest quasi-p value goes while that is above `level`.
/// `None` where every bound would go.
pub fn without_chance(question: &Question, region: &Region, level: f64) -> Option<Region> {
    let mut region = region.clone();
    loop {
        let values = quasi_p_values(question, &region, &[]);
        let worst = values.iter().max_by(|a, b| a.p.total_cmp(&b.p))?;
        if worst.p <= level {
            return Some(region);
        }
        region = region.without(worst.column, worst.side);
    }
}

/// What any box holds of a question's rows.
pub fn measure(question: &Question, region: Region) -> Step {
    let held = count(question, &region, &vec![true; question.rows()]);
    Step::new(region, Made::Start, held, (question.rows(), question.cases()))
}

/// A box with its real bounds rounded to what a sentence can say: steps of a power of ten, at most a twentieth of the column's
/// range.  Where that would leave the range or swallow the other bound,
/// finer steps are taken.
pub fn rounded(question: &Question, region: &Region) -> Region {
    let table = question.table();
    let limits = region.limits.iter().zip(table.columns()).map(|(limit, column)| {
        let Limit::Interval { lower, upper } = *limit else { return limit.clone() };
        let (least, most) = column.range();
        let round = |bound: f64, side: Side| {
            let other = if side == Side::Lower { upper } else { lower };
            let apart =
                |near: f64| other.is_none_or(|other| if side == Side::Lower { near < other } else { near > other });
            // Near an end of the range, finer steps keep the bound inside it.
            let finer = (0..6).map(|times| super::digits::to_step(bound, (most - least) / 10f64.powi(times)));
            finer.into_iter().find(|&near| near > least && near < most && apart(near)).unwrap_or(bound)
        };
        let whole = column.kind == crate::table::Kind::Integer;
        if whole {
            return limit.clone();
        }
        Limit::Interval {
            lower: lower.map(|bound| round(bound, Side::Lower)),
            upper: upper.map(|bound| round(bound, Side::Upper)),
        }
    });
    Region { limits: limits.collect() }
}
