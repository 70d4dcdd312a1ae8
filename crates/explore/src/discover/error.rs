use milepost_analysis::discover::Refused;
use milepost_analysis::table::Unfit;
use thiserror::Error;

use super::Discovery;
use crate::Misnamed;

/// Why nothing was discovered.  Each is one sentence with the remedy.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Error {
    /// A name that stands for nothing.
    #[error(transparent)]
    Misnamed(#[from] Misnamed),
    /// `--fails` that cannot be read.
    #[error("`{0}` says no failure; write MEASURE > NUMBER or MEASURE < NUMBER, as in --fails \"lives > 80000\"")]
    Unreadable(String),
    /// A unit that is not the measure's.
    #[error("`{measure}` is in {unit}, not in `{given}`; give the number in {unit}")]
    Unit {
        /// The measure.
        measure: String,
        /// Its unit.
        unit: String,
        /// As given.
        given: String,
    },
    /// No bar to be outside of.
    #[error(
        "measure `{measure}` has no `acceptable` bar; declare one, or say what a failure is: --fails \"{measure} {sign} NUMBER\""
    )]
    NoBar {
        /// The measure.
        measure: String,
        /// Its bad direction.
        sign: char,
    },
    /// No bar anywhere.
    #[error(
        "no measure has an `acceptable` bar, so no future fails; declare one, as in `acceptable <= 100`, or say what a failure is with --fails"
    )]
    NoBars,
    /// Nothing to look at.
    #[error("this run has no pathway that can be chosen; name one with --pathway")]
    NoPathway,
    /// Nothing varies.
    #[error("no uncertainty varies in this run, so nothing tells its futures apart; give one a range and run it again")]
    NothingVaries,
    /// The only answer is that there is nothing to search.
    #[error("{0}")]
    Nothing(String),
    /// A step of many trajectories.
    #[error("--step chooses a step of one trajectory; name one --pathway and one --measure with it")]
    StepOfMany,
    /// A step that is not there.
    #[error("there is no step {step}: the trajectory of {measure} under {pathway} has the steps 0 to {last}")]
    NoStep {
        /// As asked for.
        step: usize,
        /// The last there is.
        last: usize,
        /// The pathway.
        pathway: String,
        /// The measure.
        measure: String,
    },
    /// Inputs that make no table.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// A question that cannot be searched.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Ctrl-C.
    #[error("interrupted: {} of {asked} questions are answered", .finished.len())]
    Interrupted {
        /// What is answered so far.
        finished: Vec<Discovery>,
        /// Questions in all.
        asked: usize,
    },
}
