//! The points of a design as a run takes them: numbers for the streams of its inputs.

use std::ops::Range;

use milepost_analysis::design::{Design as Table, FullFactorial, Grid, Independence, LatinHypercube, Sobol};
use milepost_ensemble::summary::{Design, Method};
use milepost_ensemble::{Layout, Points, stream};
use milepost_strategy::model::Strategy;

use super::drawn::{Drawn, Values, drawn};
use super::error::Error;

/// The most combinations of a full factorial design.
pub const MOST_COMBINATIONS: u64 = 1 << 20;

/// Levels of a number where nothing else is said.
const USUAL_LEVELS: u64 = 3;

/// A run laid out by a design.
#[derive(Clone, Debug)]
pub struct Laid {
    /// As the run's record has it.
    pub design: Design,
    /// Names of the inputs and, for factorial designs, how many levels each has.
    pub inputs: Vec<(String, u32)>,
    /// The stream of each column.
    streams: Vec<u64>,
    table: Placed,
}

#[derive(Clone, Debug)]
enum Placed {
    Latin(LatinHypercube),
    Sobol(Sobol),
    /// With the place of each level of each column.
    Factorial(FullFactorial, Vec<Vec<f64>>),
}

/// Lays out a run of so many futures of a strategy, to which [`super::apply`] was done before; `None` where all of it is
/// drawn.  The design's number of points and its levels are filled in.
///
/// The deliveries of a correlated actor are placed by their factors, the common one and each its own: a Gaussian copula
/// joins them as it does for draws.
///
/// # Errors
/// Nothing varies, a number of points that the design cannot have, inputs that depend on each other: see [`Error`].
pub fn lay(strategy: &Strategy, design: &Design, futures: Option<u64>, seed: u64) -> Result<Option<Laid>, Error> {
    let inputs = drawn(strategy);
    if design.method != Method::Factorial && design.levels != 0 {
        return Err(Error::Levels);
    }
    if inputs.is_empty() && design.method != Method::Random {
        return Err(Error::NothingVaries);
    }
    let streams = streams(&inputs);
    let points = futures.unwrap_or_else(|| usual_futures(design.method));
    let mut design = design.clone();
    let named = |levels: &dyn Fn(usize) -> u32| {
        inputs.iter().enumerate().map(|(k, input)| (input.name.clone(), levels(k))).collect::<Vec<_>>()
    };
    Ok(Some(match design.method {
        Method::Random => return Ok(None),
        Method::Latin => {
            design.points = points;
            let table = Placed::Latin(LatinHypercube::new(points, streams.len(), seed)?);
            Laid { design, inputs: named(&|_| 0), streams, table }
        }
        Method::Sobol => {
            design.points = points;
            let table = Placed::Sobol(Sobol::new(points, streams.len(), seed)?);
            Laid { design, inputs: named(&|_| 0), streams, table }
        }
        Method::Factorial => {
            if design.levels == 0 {
                design.levels = USUAL_LEVELS;
            }
            let (table, places) = factorial(strategy, &inputs, design.levels)?;
            design.points = table.rows();
            if let Some(futures) = futures.filter(|futures| *futures != table.rows()) {
                return Err(Error::Futures { combinations: table.rows(), futures });
            }
            let counted = named(&|k| places[k].len() as u32);
            Laid { design, inputs: counted, streams, table: Placed::Factorial(table, places) }
        }
    }))
}

/// Futures where nothing else is said; a Sobol' sequence takes powers of two.
pub fn usual_futures(method: Method) -> u64 {
    if method == Method::Sobol { 8_192 } else { 10_000 }
}

/// A column for each input, and before the first of an actor's deliveries one for what they have in common.
fn streams(inputs: &[Drawn]) -> Vec<u64> {
    let mut streams = Vec::new();
    for input in inputs {
        if let Some(actor) = &input.tied {
            let common = stream(&format!("actor.{actor}"));
            if !streams.contains(&common) {
                streams.push(common);
            }
        }
        streams.push(input.stream());
    }
    streams
}

fn factorial(strategy: &Strategy, inputs: &[Drawn], levels: u64) -> Result<(FullFactorial, Vec<Vec<f64>>), Error> {
    if levels < 2 {
        return Err(Error::OneLevel);
    }
    independent(strategy, inputs)?;
    let levels = u32::try_from(levels).unwrap_or(u32::MAX);
    let count = |input: &Drawn| match &input.values {
        Values::Categories(weights) => weights.iter().filter(|weight| **weight > 0.0).count() as u32,
        Values::Numbers | Values::Lever => levels,
    };
    let counts: Vec<u32> = inputs.iter().map(count).collect();
    let all = counts.iter().try_fold(1u64, |all, k| all.checked_mul(u64::from(*k)));
    if all.is_none_or(|all| all > MOST_COMBINATIONS) {
        let digits: f64 = counts.iter().map(|k| f64::from(*k).log10()).sum();
        let combinations = match all {
            Some(all) if digits < 12.0 => all.to_string(),
            _ => format!("about 10^{digits:.0}"),
        };
        return Err(Error::TooMany { inputs: inputs.len(), combinations, most: MOST_COMBINATIONS });
    }
    let table = FullFactorial::new(&counts, Grid::Middles, MOST_COMBINATIONS, &Independence::Independent)?;
    let places = inputs.iter().zip(&counts).map(|(input, count)| places(&input.values, *count)).collect();
    Ok((table, places))
}

/// Refuses two deliveries that go along with each other: not every combination of theirs can happen alike.
fn independent(strategy: &Strategy, inputs: &[Drawn]) -> Result<(), Error> {
    for (k, first) in inputs.iter().enumerate() {
        let Some(actor) = &first.tied else { continue };
        if let Some(second) = inputs[k + 1..].iter().find(|other| other.tied.as_ref() == Some(actor)) {
            let correlation = strategy.actors.iter().find(|a| a.name == *actor).map_or(0.0, |a| a.correlation);
            let (first, second) = (first.name.clone(), second.name.clone());
            return Err(Error::Tied { first, second, actor: actor.clone(), correlation });
        }
    }
    Ok(())
}

/// The place of each level: the middles of equally likely parts of an uncertainty; from end to end of a lever, whose ends
/// are choices like others; the middle of what a category takes.
fn places(values: &Values, levels: u32) -> Vec<f64> {
    match values {
        Values::Numbers => (0..levels).map(|level| Grid::Middles.place(level, levels)).collect(),
        Values::Lever => (0..levels).map(|level| Grid::Ends.place(level, levels)).collect(),
        Values::Categories(weights) => {
            let mut passed = 0.0;
            let mut middle = |weight: &f64| {
                passed += weight;
                (*weight > 0.0).then_some(passed - weight / 2.0)
            };
            weights.iter().filter_map(&mut middle).collect()
        }
    }
}

impl Laid {
    /// Refuses members that the design does not have.
    ///
    /// # Errors
    /// [`Error::Beyond`].
    pub fn holds(&self, members: &Range<u64>) -> Result<(), Error> {
        let points = self.design.points;
        match members.end > points {
            true => Err(Error::Beyond { points, first: members.start, last: members.end }),
            false => Ok(()),
        }
    }
}

impl Layout for Laid {
    fn points(&self, members: Range<u64>) -> Points {
        let rows = (members.end - members.start) as usize;
        let columns = self.streams.iter().enumerate().map(|(column, stream)| {
            let mut out = vec![0.0; rows];
            match &self.table {
                Placed::Latin(table) => table.fill(column, members.start, &mut out),
                Placed::Sobol(table) => table.fill(column, members.start, &mut out),
                Placed::Factorial(table, places) => {
                    for (row, out) in (members.start..).zip(&mut out) {
                        *out = places[column][table.level(column, row) as usize];
                    }
                }
            }
            (*stream, out)
        });
        Points::new(members.start, columns)
    }
}
