//! From a search to what is kept of it: boxes with their trust, leaves, the inputs they speak of.

use std::collections::BTreeSet;

use milepost_analysis::discover::{
    self as analysis, Earlier, HALVES, Prim, Quasi, Region, Side, Stop, Trajectory, Tree, measure, quasi_p_values,
    resample, rounded, without_chance,
};
use milepost_analysis::table::{Column, Kind};

use super::{BY_CHANCE, Bound, Error, FoundBox, Held, InputRange, Leaf, Limit, Said, Settings, Step};
use crate::inputs::Input;

/// Share of all failures that a further box must hold to be told.
const WORTH_TELLING: f64 = 0.1;

/// A question with the names that its columns have in files.
pub(super) struct Search<'a> {
    pub question: &'a analysis::Question<'a>,
    pub inputs: &'a [Input<'a>],
    pub settings: Settings,
    pub threads: usize,
}

impl Search<'_> {
    /// The boxes; a further one only as long as the one before it explains something, and only if it does so itself.
    pub fn boxes(&self, no_step: impl Fn(usize) -> Error) -> Result<Vec<FoundBox>, Error> {
        let search = Prim::new(self.question, self.prim())?;
        let (mut exact, mut said): (Vec<Region>, Vec<Region>) = (vec![], vec![]);
        let mut boxes: Vec<FoundBox> = vec![];
        while boxes.len() < self.settings.boxes.max(1) {
            let first = boxes.is_empty();
            let trajectory = match first {
                true => search.first(),
                false => match search.further(&exact, Earlier::Removed) {
                    Ok(trajectory) => trajectory,
                    Err(_) => break,
                },
            };
            let suggested = trajectory.suggested();
            let by_hand = self.settings.step.filter(|_| first);
            let chosen = by_hand.unwrap_or(suggested);
            let step = trajectory.steps.get(chosen).ok_or_else(|| no_step(trajectory.steps.len() - 1))?;
            let region = match by_hand {
                Some(_) => step.region.clone(),
                None => self.telling(&step.region, &exact),
            };
            let near = rounded(self.question, &region);
            let found = self.found((&trajectory, chosen), &region, &near, (&exact, &said));
            if !first && !self.is_worth_telling(&found) {
                break;
            }
            let weak = found.is_weak();
            boxes.push(found);
            exact.push(region);
            said.push(near);
            if weak {
                break;
            }
        }
        Ok(boxes)
    }

    /// A box without the limits that chance explains, where as many inputs were looked at; the whole where it explains all.
    fn telling(&self, region: &Region, earlier: &[Region]) -> Region {
        let level = BY_CHANCE / self.inputs.len() as f64;
        let telling = without_chance(self.question, region, earlier, level);
        telling.unwrap_or_else(|| Region::everything(region.limits.len()))
    }

    /// A further box is told where it is denser than all futures are and holds a tenth of all failures.
    fn is_worth_telling(&self, found: &FoundBox) -> bool {
        let (rows, cases) = (self.question.rows() as f64, self.question.cases() as f64);
        let dense = found.held.density() >= cases / rows && found.said.held.density() >= cases / rows;
        dense && found.held.failures as f64 >= WORTH_TELLING * cases && !found.is_weak() && !found.limits.is_empty()
    }

    fn found(
        &self,
        (trajectory, chosen): (&Trajectory, usize),
        region: &Region,
        near: &Region,
        (exact, said): (&[Region], &[Region]),
    ) -> FoundBox {
        let start = &trajectory.steps[0];
        let quasi = quasi_p_values(self.question, region, exact);
        // Where no half can be searched the box stands without that test, and says so.
        let again = match exact.is_empty() && !region.restricted().is_empty() {
            true => {
                let step = measure(self.question, region.clone());
                resample(self.question, &step, self.prim(), HALVES, self.settings.seed).ok()
            }
            false => None,
        };
        let limits = region.restricted().into_iter().map(|column| {
            let mut limit = self.limit(column, region);
            let p = |side: Side| {
                let of = |q: &&Quasi| q.column == column && q.side == side;
                quasi.iter().find(of).map(|q| q.p)
            };
            limit.lower.iter_mut().for_each(|bound| bound.quasi_p = p(Side::Lower));
            limit.upper.iter_mut().for_each(|bound| bound.quasi_p = p(Side::Upper));
            limit.quasi_p = p(Side::Categories);
            limit.again_by_coverage = again.as_ref().map(|again| again.inputs[column].by_coverage);
            limit.again_by_density = again.as_ref().map(|again| again.inputs[column].by_density);
            limit
        });
        let limited = trajectory.steps[chosen].region.restricted();
        let dropped = limited.into_iter().filter(|&column| region.limits[column] == analysis::Limit::Open);
        FoundBox {
            before: held(start.rows, start.cases),
            limits: limits.collect(),
            held: self.held(region, exact),
            trajectory: trajectory.steps.iter().map(|step| self.step(step)).collect(),
            suggested: trajectory.suggested(),
            chosen,
            dropped: dropped.map(|column| self.inputs[column].name.into()).collect(),
            said: self.said(near, said),
            halves: again.map(|again| again.halves as u64),
        }
    }

    fn prim(&self) -> analysis::Settings {
        let (peel, least_mass) = (self.settings.alpha, self.settings.mass);
        analysis::Settings { peel, least_mass, threads: self.threads, ..analysis::Settings::default() }
    }

    fn step(&self, step: &analysis::Step) -> Step {
        Step {
            held: held(step.rows, step.cases),
            coverage: step.coverage,
            density: step.density,
            mass: step.mass,
            inputs: step.region.restricted().into_iter().map(|column| self.inputs[column].name.into()).collect(),
        }
    }

    /// A box in round numbers.
    fn said(&self, region: &Region, earlier: &[Region]) -> Said {
        let limits = region.restricted().into_iter().map(|column| self.limit(column, region)).collect();
        Said { limits, held: self.held(region, earlier) }
    }

    /// What lies in a box and in none of the earlier ones.
    fn held(&self, region: &Region, earlier: &[Region]) -> Held {
        let mut inside = region.inside(self.question.table());
        for other in earlier {
            inside.iter_mut().zip(other.inside(self.question.table())).for_each(|(inside, taken)| *inside &= !taken);
        }
        let rows = inside.iter().filter(|inside| **inside).count();
        let cases = inside.iter().zip(self.question.interest()).filter(|(inside, case)| **inside && **case).count();
        held(rows, cases)
    }

    fn limit(&self, column: usize, region: &Region) -> Limit {
        let described = &self.question.table().columns()[column];
        let bound = |at: f64| Bound { at, met: described.values.contains(&at), quasi_p: None };
        let (mut lower, mut upper, mut among) = (None, None, vec![]);
        match (&region.limits[column], described.kind) {
            (analysis::Limit::Interval { lower: l, upper: u }, _) => (lower, upper) = (l.map(bound), u.map(bound)),
            (analysis::Limit::Among(inside), Kind::Categorical(names)) => {
                let inside = names.iter().zip(inside).filter(|(_, inside)| **inside);
                among = inside.map(|(name, _)| name.clone()).collect();
            }
            _ => {}
        }
        let input = self.inputs[column].name.into();
        Limit { input, lower, upper, among, quasi_p: None, again_by_coverage: None, again_by_density: None }
    }

    /// The leaves of a small tree, counted in round numbers.
    pub fn leaves(&self) -> Result<Vec<Leaf>, Error> {
        let tree = Tree::grow(self.question, Stop::for_rows(self.question.rows()))?;
        let leaf = |node: &analysis::Node| {
            let step = measure(self.question, rounded(self.question, &node.region));
            let limits = step.region.restricted().into_iter().map(|column| self.limit(column, &step.region));
            Leaf { limits: limits.collect(), held: held(step.rows, step.cases) }
        };
        Ok(tree.leaves().into_iter().map(leaf).collect())
    }

    /// The inputs that boxes and leaves speak of, in the strategy's order.
    pub fn named(&self, boxes: &[FoundBox], leaves: &[Leaf]) -> Vec<InputRange> {
        let limits = boxes.iter().flat_map(|b| b.limits.iter().chain(&b.said.limits));
        let limits = limits.chain(leaves.iter().flat_map(|leaf| &leaf.limits));
        let steps = boxes.iter().flat_map(|b| &b.trajectory).flat_map(|step| &step.inputs);
        let names: BTreeSet<&str> = limits.map(|l| l.input.as_str()).chain(steps.map(String::as_str)).collect();
        let columns = self.inputs.iter().zip(self.question.table().columns());
        columns.filter(|(input, _)| names.contains(input.name)).map(|(input, column)| range(input, column)).collect()
    }
}

fn range(input: &Input, column: &Column) -> InputRange {
    InputRange {
        name: input.name.into(),
        title: column.name.into(),
        unit: input.unit.into(),
        range: column.range(),
        categories: input.categories.map(<[String]>::to_vec).unwrap_or_default(),
    }
}

fn held(rows: usize, cases: usize) -> Held {
    Held { futures: rows as u64, failures: cases as u64 }
}
