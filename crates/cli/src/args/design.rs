//! How the futures of a run are chosen.

use clap::{Args, ValueEnum};
use milepost_ensemble::summary::Method;

#[derive(Args)]
pub struct DesignArgs {
    /// How the futures are chosen; each is run under every pathway
    #[arg(long, value_enum, default_value_t = DesignMethod::Random)]
    pub design: DesignMethod,
    /// Levels of each number in a factorial design [default: 3]
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u64).range(1..=1 << 20))]
    pub levels: Option<u64>,
    /// Inputs that vary, by the names of their columns, separated by commas or given several times; all others stay at their
    /// defaults [default: all]
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    pub inputs: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DesignMethod {
    /// Drawn independently
    Random,
    /// Latin hypercube: one future in each of N equal parts of every input
    Latin,
    /// Scrambled Sobol' sequence: even in several inputs at once; N is a power of two
    Sobol,
    /// Every combination of a few levels of each number and all categories; a grid, not a sample
    Factorial,
}

impl From<DesignMethod> for Method {
    fn from(method: DesignMethod) -> Method {
        match method {
            DesignMethod::Random => Method::Random,
            DesignMethod::Latin => Method::Latin,
            DesignMethod::Sobol => Method::Sobol,
            DesignMethod::Factorial => Method::Factorial,
        }
    }
}
