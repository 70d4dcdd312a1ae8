//! What is kept of any number of futures, in memory that does not grow with them.

use std::ops::Range;

use milepost_strategy::model::{Measure, MeasureId, VariantId};
use serde::{Deserialize, Serialize};

use crate::claims::{Judge, Judged, Outcomes};
use milepost_engine::Tally;

/// The reductions of a range of members.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct State {
    /// Members.
    pub members: u64,
    /// One per pathway run.
    pub pathways: Vec<PathwayState>,
    /// One per claim.
    pub claims: Vec<Judged>,
}

/// The reductions of one pathway.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct PathwayState {
    /// One per measure.
    pub measures: Vec<MeasureState>,
    /// Members in which every measure with a bar is acceptable.
    pub acceptable: u64,
    /// Per chart and saved time.
    pub charts: Vec<Vec<Tally>>,
    /// Per notice: how much of it there was.
    pub notices: Vec<Tally>,
}

/// The reductions of one measure under one pathway.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct MeasureState {
    /// Values.
    pub values: Tally,
    /// Regret.
    pub regret: Tally,
    /// Members in which it is acceptable.
    pub acceptable: u64,
    /// Members in which this pathway is the best.
    pub best: u64,
    /// Members in which it is better than the reference by more than matters.
    pub better: u64,
    /// Members in which it is worse than the reference by more than matters.
    pub worse: u64,
}

impl State {
    /// Adds the members that follow.
    pub fn merge(&mut self, next: &State) {
        if self.members == 0 {
            self.clone_from(next);
            return;
        }
        self.members += next.members;
        for (mine, theirs) in self.pathways.iter_mut().zip(&next.pathways) {
            mine.merge(theirs);
        }
        for (mine, theirs) in self.claims.iter_mut().zip(&next.claims) {
            mine.merge(theirs);
        }
    }
}

impl PathwayState {
    fn merge(&mut self, next: &PathwayState) {
        self.acceptable += next.acceptable;
        for (mine, theirs) in self.measures.iter_mut().zip(&next.measures) {
            mine.values.merge(&theirs.values);
            mine.regret.merge(&theirs.regret);
            mine.acceptable += theirs.acceptable;
            mine.best += theirs.best;
            mine.better += theirs.better;
            mine.worse += theirs.worse;
        }
        merge_charts(&mut self.charts, &next.charts);
        for (mine, theirs) in self.notices.iter_mut().zip(&next.notices) {
            mine.merge(theirs);
        }
    }
}

/// Adds the distributions of the members that follow.
pub(crate) fn merge_charts(mine: &mut [Vec<Tally>], next: &[Vec<Tally>]) {
    for (mine, theirs) in mine.iter_mut().flatten().zip(next.iter().flatten()) {
        mine.merge(theirs);
    }
}

/// Outcomes of a shard: `[run][measure][member]`, in canonical units.  Pathways come first; a run of a variant that
/// only claims speak of may hold fewer members than the shard, or none.
pub(crate) type Values = Vec<Vec<Vec<f64>>>;

/// Compares pathways in each member: `values[pathway][measure][member]`, `reference` an index of a pathway, `choice`
/// whether a pathway is one (only choices are the best, and what regret is measured against).
pub(crate) fn compare(
    measures: &[Measure],
    values: &[Vec<Vec<f64>>],
    reference: Option<usize>,
    choice: &[bool],
) -> Vec<PathwayState> {
    let mut states = vec![PathwayState::default(); values.len()];
    for (m, measure) in measures.iter().enumerate() {
        let columns: Vec<&[f64]> = values.iter().map(|run| run[m].as_slice()).collect();
        let choices: Vec<&[f64]> = columns.iter().zip(choice).filter(|(_, choice)| **choice).map(|(c, _)| *c).collect();
        let best = best(measure, if choices.is_empty() { &columns } else { &choices });
        for (p, state) in states.iter_mut().enumerate() {
            let reference = reference.filter(|reference| *reference != p).map(|reference| columns[reference]);
            state.measures.push(measured(measure, columns[p], &best, reference));
        }
    }
    for (state, run) in states.iter_mut().zip(values) {
        let bars: Vec<(&Measure, &Vec<f64>)> =
            measures.iter().zip(run).filter(|(m, _)| m.acceptable.is_some()).collect();
        let members = run.first().map_or(0, Vec::len);
        if !bars.is_empty() {
            let all = |i: &usize| bars.iter().all(|(measure, column)| acceptable(measure, column[*i]));
            state.acceptable = (0..members).filter(all).count() as u64;
        }
    }
    states
}

/// The best known outcome of each member over all pathways; NaN where none is known.
fn best(measure: &Measure, columns: &[&[f64]]) -> Vec<f64> {
    let members = columns.first().map_or(0, |column| column.len());
    let at = |i: usize| columns.iter().map(move |column| column[i]).filter(|value| value.is_finite());
    let pick = if measure.maximise { f64::max } else { f64::min };
    (0..members).map(|i| at(i).reduce(pick).unwrap_or(f64::NAN)).collect()
}

fn measured(measure: &Measure, column: &[f64], best: &[f64], reference: Option<&[f64]>) -> MeasureState {
    let loss = |value: f64, than: f64| if measure.maximise { than - value } else { value - than };
    // What is shown for comparison only may do better than every choice: that is no regret.
    let regret = |(value, best): (&f64, &f64)| match loss(*value, *best) {
        better if better < 0.0 => 0.0,
        loss => loss,
    };
    let regret: Vec<f64> = column.iter().zip(best).map(regret).collect();
    let count = |test: &dyn Fn(f64) -> bool, of: &[f64]| of.iter().filter(|value| test(**value)).count() as u64;
    let losses: Vec<f64> = match reference {
        Some(reference) => column.iter().zip(reference).map(|(value, than)| loss(*value, *than)).collect(),
        None => Vec::new(),
    };
    MeasureState {
        acceptable: count(&|value| acceptable(measure, value), column),
        best: count(&|regret| regret == 0.0, &regret),
        better: count(&|loss| loss < -measure.matters && loss.is_finite(), &losses),
        worse: count(&|loss| loss > measure.matters && loss.is_finite(), &losses),
        values: Tally::of(column.iter().copied()),
        regret: Tally::of(regret),
    }
}

fn acceptable(measure: &Measure, value: f64) -> bool {
    let good = |bar: f64| if measure.maximise { value >= bar } else { value <= bar };
    value.is_finite() && measure.acceptable.is_some_and(good)
}

/// Judges the claims in the first `judged` members of a shard; `run_of[variant]` is where its outcomes are.
pub(crate) fn judge(judges: &[Judge], values: &Values, run_of: &[Option<usize>], judged: Range<usize>) -> Vec<Judged> {
    let futures = || judged.clone().map(|member| Future { values, run_of, member });
    judges.iter().map(|judge| judge.judge(futures())).collect()
}

/// One member of a shard.
struct Future<'a> {
    values: &'a Values,
    run_of: &'a [Option<usize>],
    member: usize,
}

impl Outcomes for Future<'_> {
    fn outcome(&self, measure: MeasureId, variant: VariantId) -> f64 {
        let run = self.run_of.get(variant.index()).copied().flatten();
        let column = run.and_then(|run| self.values.get(run)).and_then(|run| run.get(measure.index()));
        column.and_then(|column| column.get(self.member)).copied().unwrap_or(f64::NAN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake::measure;

    const NAN: f64 = f64::NAN;

    /// Two measures, three pathways (the first is the reference), five members.
    fn compared() -> Vec<PathwayState> {
        compared_with([true; 3])
    }

    fn compared_with(choice: [bool; 3]) -> Vec<PathwayState> {
        let measures = [
            measure("lives", false, Some(80.0), 2.0, ("person", 1.0)),
            measure("whole", true, Some(0.5), 0.0, ("share", 1.0)),
        ];
        let values = vec![
            vec![vec![100.0, 80.0, 50.0, NAN, 70.0], vec![0.0, 1.0, 1.0, 1.0, 0.0]],
            vec![vec![98.0, 81.0, 53.0, 60.0, 70.0], vec![1.0, 0.5, 1.0, 1.0, NAN]],
            vec![vec![90.0, 77.0, 50.0, 40.0, NAN], vec![1.0, 1.0, 0.0, 1.0, 0.0]],
        ];
        compare(&measures, &values, Some(0), &choice)
    }

    #[test]
    fn regret_is_the_distance_to_the_best_pathway_of_the_same_future() {
        let states = compared();
        let regret = |p: usize, m: usize| states[p].measures[m].regret.spread();
        // 10, 3, 0, unknown, 0
        assert_eq!((regret(0, 0).known, regret(0, 0).unknown, regret(0, 0).mean, regret(0, 0).max), (4, 1, 3.25, 10.0));
        // 8, 4, 3, 20, 0
        assert_eq!((regret(1, 0).known, regret(1, 0).mean, regret(1, 0).min), (5, 7.0, 0.0));
        // 1, 0, 0, 0, 0: the best of the last is 0, as rapid is unknown there.
        assert_eq!((regret(0, 1).known, regret(0, 1).mean), (5, 0.2));
        assert!(states.iter().flat_map(|state| &state.measures).all(|m| m.regret.spread().min >= 0.0));
    }

    #[test]
    fn what_is_shown_for_comparison_is_no_choice() {
        let states = compared_with([true, true, false]);
        let regret = |p: usize| states[p].measures[0].regret.spread();
        // 2, 0, 0, unknown, 0 and 0, 1, 3, 0, 0: the third pathway would have been better in four of five.
        assert_eq!((regret(0).known, regret(0).mean, regret(0).max), (4, 0.5, 2.0));
        assert_eq!((regret(1).known, regret(1).mean, regret(1).max), (5, 0.8, 3.0));
        assert_eq!((regret(2).known, regret(2).min, regret(2).max), (4, 0.0, 0.0), "doing better is no regret");
    }

    #[test]
    fn ties_are_the_best_together() {
        let best: Vec<_> = compared().iter().map(|s| [s.measures[0].best, s.measures[1].best]).collect();
        assert_eq!(best, [[2, 4], [1, 3], [4, 4]]);
    }

    #[test]
    fn better_and_worse_are_by_more_than_matters() {
        let states = compared();
        let of = |p: usize, m: usize| (states[p].measures[m].better, states[p].measures[m].worse);
        assert_eq!(of(0, 0), (0, 0));
        // Better by 2 does not count; worse by 3 does.
        assert_eq!(of(1, 0), (0, 1));
        assert_eq!(of(2, 0), (2, 0));
        assert_eq!(of(1, 1), (1, 1));
    }

    #[test]
    fn acceptable_includes_the_bar_and_not_the_unknown() {
        let states = compared();
        let of = |p: usize| (states[p].measures[0].acceptable, states[p].measures[1].acceptable, states[p].acceptable);
        assert_eq!(of(0), (3, 3, 2));
        assert_eq!(of(1), (3, 4, 2));
        assert_eq!(of(2), (3, 3, 2));
    }

    #[test]
    fn shards_add_up() {
        let part = State { members: 5, pathways: compared(), claims: Vec::new() };
        let mut total = State::default();
        total.merge(&part);
        assert_eq!(total, part);
        total.merge(&part);
        assert_eq!((total.members, total.pathways[2].measures[0].best, total.pathways[0].acceptable), (10, 8, 4));
        assert_eq!(total.pathways[0].measures[0].regret.spread().mean, 3.25);
    }
}
