use std::ops::Range;

use milepost_strategy::model::VariableId;

use crate::Program;

/// Where uncertainties take their values from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Draws {
    /// Drawn, once per member.
    Sampled,
    /// Their declared defaults: the same for all members.  Compliance and under-reporting are in the middle of their
    /// ranges, and there is no noise.
    Defaults,
}

/// What is wanted of a strategy.  Whatever nothing here needs is not in the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Want {
    /// Where uncertainties take their values from.
    pub draws: Draws,
    /// The strategy's measures, as outputs.
    pub measures: bool,
    /// The strategy's charts, as saved values.
    pub charts: bool,
    /// Variables to save, all elements of each, as `name[a,b]` or `name`.  What observers see is saved as the model
    /// knows it at that step: what is published or judged at a step counts from the next.
    pub variables: Vec<VariableId>,
    /// Steps between saved values; a reporting period where not given.
    pub save_every: Option<u32>,
    /// Whether to count what people should be told of: see [`NoticeKind`].
    pub diagnostics: bool,
    /// Whether to fuse ops and reuse slots.  The results are the same bits either way.
    pub optimise: bool,
}

impl Default for Want {
    /// Measures and charts of sampled futures.
    fn default() -> Want {
        Want {
            draws: Draws::Sampled,
            measures: true,
            charts: true,
            variables: Vec::new(),
            save_every: None,
            diagnostics: true,
            optimise: true,
        }
    }
}

/// A program, and where in its results to find what was wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Lowered {
    /// The program.
    pub program: Program,
    /// Outputs that are the measures, in the strategy's order.
    pub measures: Range<usize>,
    /// Saved values that are the charts, in the strategy's order, named `chart.NAME`.
    pub charts: Range<usize>,
    /// Saved values that are elements of wanted variables, in the order wanted.
    pub variables: Range<usize>,
    /// What people should be told if its output is above 0.
    pub notices: Vec<Notice>,
    /// Every uncertainty that has a distribution, in declared order, the same for all variants of a strategy.
    pub parameters: Vec<Parameter>,
}

/// An output that counts something people should be told of.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// The output.
    pub output: usize,
    /// What it counts.
    pub kind: NoticeKind,
    /// In words, such as "`pace` was held at its range".
    pub text: String,
}

/// What a notice counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// 1 if a lever would ever have left its range and was held there.
    LeverHeld,
    /// The number of steps at which outflows of a stock were cut to what was there.
    OutflowCut,
    /// 1 if a stock of things that are counted was ever below zero.
    StockNegative,
    /// 1 if the test of an `if` was ever unknown, so that it took its else branch.
    UnknownTest,
}

/// An uncertainty as one column of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// `name[a,b]`, `delivered.RECOMMENDATION`, `compliance.TRIGGER` or `under_reporting.INDICATOR`.
    pub name: String,
    /// Its output.
    pub output: usize,
}

/// What the states of a program are before a step, as hashes: where two programs agree, the states have the same bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The step: everything before it is history.
    pub step: u32,
    /// One for each of [`Program::stocks`].
    pub stocks: Vec<Past>,
    /// One for each latch of [`Program::events`], event after event.
    pub latches: Vec<Past>,
    /// What each chart is made of.
    pub charts: Vec<u128>,
}

/// A state before a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// Its name, and which of those of its name it is.
    pub name: u128,
    /// How it begins and changes, other states by their names.
    pub made: u128,
}
