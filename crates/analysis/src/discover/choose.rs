use super::prim::{Step, Trajectory};
use super::question::Question;
use super::region::{Limit, Region};
use super::significance::{count, quasi_p_values};
use super::{Made, Side};

/// Boxes whose correlation is within this of the best are as good; of them the simplest is taken.
const AS_GOOD: f64 = 0.02;

impl Step {
    /// The correlation, over the rows in play, of lying in this box with being of interest (the phi coefficient): 1 where the
    /// box holds all cases and nothing else, 0 where it tells nothing.  It weighs both kinds of row, so that a box of nearly
    /// everything is no good choice where most rows are of interest, as it would be by the mean of coverage and density.
    pub fn correlation(&self, in_play: &Step) -> f64 {
        let [rows, cases, all, of_interest] =
            [self.rows, self.cases, in_play.rows, in_play.cases].map(|count| count as f64);
        let spread = rows * (all - rows) * of_interest * (all - of_interest);
        if spread > 0.0 { (cases * all - rows * of_interest) / spread.sqrt() } else { 0.0 }
    }
}

impl Trajectory {
    /// The step to show where nobody chose one: its [`Step::correlation`] within 0.02 of the best, with the fewest restricted
    /// inputs; among those the best correlation, then the earliest.  The whole table is no choice unless it is the only step.
    pub fn suggested(&self) -> usize {
        let choices = 1.min(self.steps.len() - 1)..self.steps.len();
        let tells = |at: usize| self.steps[at].correlation(&self.steps[0]);
        let best = choices.clone().map(tells).fold(f64::NEG_INFINITY, f64::max);
        let mut chosen = choices.start;
        let mut rank = (usize::MAX, 0.0);
        for at in choices {
            let restricted = self.steps[at].restricted;
            let simpler = restricted < rank.0 || restricted == rank.0 && tells(at) > rank.1;
            if tells(at) >= best - AS_GOOD && simpler {
                (chosen, rank) = (at, (restricted, tells(at)));
            }
        }
        chosen
    }
}

/// A box without the bounds that chance explains: the one with the highest quasi-p value goes while that is above `level`.
/// `earlier` are boxes whose rows were removed before this one was found.  `None` where every bound would go.
pub fn without_chance(question: &Question, region: &Region, earlier: &[Region], level: f64) -> Option<Region> {
    let mut region = region.clone();
    loop {
        let values = quasi_p_values(question, &region, earlier);
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
