//! Morris's elementary effects: which of many inputs matter, from few runs.
//!
//! Along a trajectory each input moves once; its elementary effect there is the change of the output over the change of the
//! input on the unit interval.  Over trajectories: mu, their mean; mu*, the mean of their absolute values (Campolongo,
//! Cariboni & Saltelli 2007, *Environ. Model. Softw.* 22, 1509-1518), which ranks inputs; sigma, their standard deviation,
//! which is large where an input acts with others or not in proportion.
//!
//! Trajectories are drawn independently, so Student's interval of mu* over them is honest.

use super::error::{Error, rounding, varying};
use super::estimate::{Estimate, mean_and_deviation};
use crate::design::{Design, Morris};

/// The effects of one input over all trajectories.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// mu: the mean effect; opposite effects cancel in it.
    pub mean: f64,
    /// mu*: the mean size of the effects, with a 95 % interval.
    pub size: Estimate,
    /// sigma: the standard deviation of the effects (divided by n - 1).
    pub deviation: f64,
}

impl Effect {
    /// Sums up elementary effects.
    pub fn of(effects: &[f64]) -> Self {
        let (mean, deviation) = mean_and_deviation(effects);
        let sizes: Vec<f64> = effects.iter().map(|effect| effect.abs()).collect();
        Effect { mean, size: Estimate::of_replicates(&sizes), deviation }
    }
}

/// The effects of each input, in units of the output per whole range of the input, from the outputs in the design's order.
///
/// # Errors
/// Outputs that are not as many as the design's rows, unknown or constant; a single trajectory.
pub fn effects(design: &Morris, outputs: &[f64]) -> Result<Vec<Effect>, Error> {
    let trajectories = design.trajectories();
    if outputs.len() as u64 != design.rows() {
        return Err(Error::Length { found: outputs.len(), wanted: design.rows() as usize });
    }
    if trajectories < 2 {
        return Err(Error::TooFew { what: "trajectories", found: trajectories as usize, least: 2 });
    }
    varying(outputs)?;
    let largest = outputs.iter().fold(0.0, |largest: f64, y| largest.max(y.abs()));
    let effect = |column: usize, trajectory: u64| {
        let moved = design.movement(trajectory, column);
        let change = outputs[moved.row as usize + 1] - outputs[moved.row as usize];
        // What rounding alone can make is no effect.
        if change.abs() <= rounding(largest) { 0.0 } else { change / moved.step }
    };
    let of_column = |column| Effect::of(&(0..trajectories).map(|t| effect(column, t)).collect::<Vec<f64>>());
    Ok((0..design.columns()).map(of_column).collect())
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{evaluate, ishigami};
    use super::*;
    use crate::design::{Grid, Independence};

    fn design(trajectories: u64, columns: usize, grid: Grid) -> Morris {
        Morris::new(trajectories, columns, 4, grid, 5, &Independence::Independent).unwrap()
    }

    /// All steps of a grid of four levels, for Ishigami's function: mu* = (7.704054, 7.875, 6.248796), mu = (7.704054, 0,
    /// 0), deviations of the population = (6.248796, 7.875, 8.837132).
    #[test]
    fn all_steps_of_a_grid() {
        let place = |level: usize| level as f64 / 3.0;
        let wanted = [(7.704054, 7.704054, 6.248796), (0.0, 7.875, 7.875), (0.0, 6.248796, 8.837132)];
        for (input, (mean, size, deviation)) in wanted.into_iter().enumerate() {
            let mut effects = Vec::new();
            for combination in 0..2 * 4 * 4 {
                let (from, others) = (combination % 2, [combination / 2 % 4, combination / 8]);
                let mut point = [0.0; 3];
                (point[(input + 1) % 3], point[(input + 2) % 3]) = (place(others[0]), place(others[1]));
                point[input] = place(from);
                let before = ishigami(&point);
                point[input] = place(from + 2);
                effects.push((ishigami(&point) - before) / (2.0 / 3.0));
            }
            let found = Effect::of(&effects);
            let n = effects.len() as f64;
            assert!((found.mean - mean).abs() < 1e-6, "{found:?}");
            assert!((found.size.value - size).abs() < 1e-6, "{found:?}");
            assert!((found.deviation * ((n - 1.0) / n).sqrt() - deviation).abs() < 1e-6, "{found:?}");
        }
    }

    /// A sample of trajectories finds them within its intervals; the second is exact.
    #[test]
    fn trajectories_find_them() {
        let design = design(4000, 3, Grid::Ends);
        let found = effects(&design, &evaluate(&design, ishigami)).unwrap();
        for (effect, wanted) in found.iter().zip([7.704054, 7.875, 6.248796]) {
            assert!((effect.size.value - wanted).abs() <= 1.6 * effect.size.half + 1e-9, "{effect:?} {wanted}");
            assert!(effect.size.half < 0.3);
        }
        assert!(found[1].size.half < 1e-9);
        assert!(found[1].size.reading().distinct().is_some());
    }

    /// Of a linear function the effects are its weights, on either grid; what has none is not distinguishable from 0.
    #[test]
    fn linear_functions_are_exact() {
        for grid in [Grid::Ends, Grid::Middles] {
            let design = design(6, 4, grid);
            let found = effects(&design, &evaluate(&design, |u| 1e6 + 3.0 * u[0] - 2.0 * u[1] + u[2])).unwrap();
            for (effect, weight) in found.iter().zip([3.0, -2.0, 1.0, 0.0]) {
                assert!((effect.mean - weight).abs() < 1e-8 && effect.deviation < 1e-8, "{effect:?}");
                assert_eq!(effect.size.reading().distinct().is_some(), weight != 0.0);
            }
        }
    }

    #[test]
    fn refusals() {
        let said = |outputs: &[f64], trajectories| effects(&design(trajectories, 2, Grid::Ends), outputs).unwrap_err();
        assert_eq!(said(&[1.0; 5], 2), Error::Length { found: 5, wanted: 6 });
        assert_eq!(said(&[1.0; 6], 2), Error::Constant { value: 1.0 });
        assert_eq!(said(&[1.0; 3], 1).to_string(), "1 trajectories are too few; take at least 2");
    }
}
