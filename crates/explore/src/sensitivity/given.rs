//! What a stored run says: measures of sensitivity from given data, nothing run.

use milepost_analysis::sensitivity::given::{Shuffles, Slices, first_order, pawn};
use milepost_analysis::sensitivity::regional::{Side, regional};
use milepost_analysis::sensitivity::sobol::TOLERANCE;
use milepost_analysis::sensitivity::{self, rank_correlation};
use milepost_ensemble::Stored;
use milepost_ensemble::{in_parallel, workers};
use milepost_strategy::model::{Measure, Pathway, Strategy};

use super::found::{Given, GivenInput};
use super::parts::{Convergence, Direction, Index, Pawn, Regional, Share, Verdict};
use super::question::Question;
use super::{Error, Found, Sensitivity};
use crate::inputs::{Input, inputs};

/// How often chance alone may name any of all uncertainties, for a measure under a pathway: a report holds many of them.
const CHANCE: f64 = 0.01;

/// How often PAWN's dummies are dealt.
const SHUFFLES: usize = 100;

/// Futures for each uncertainty that are proposed where there are too few.
const PROPOSED: usize = 20;

/// What each measure depends on under each pathway, from the stored run; and what could not be said of which measure.
///
/// # Errors
/// Unknown names, no input that varies, fewer futures than inputs, or no measure of which anything could be said.
pub fn given(
    strategy: &Strategy,
    stored: &Stored,
    question: &Question,
    threads: usize,
) -> Result<(Vec<Sensitivity>, Vec<Error>), Error> {
    let (measures, pathways) = (question.measures(strategy)?, question.pathways(strategy)?);
    let inputs = inputs(strategy, stored);
    let futures = inputs.first().ok_or(Error::NoInputs)?.values.len();
    if futures < inputs.len() {
        let wanted = (PROPOSED * inputs.len()).max(1_000).next_multiple_of(1_000);
        return Err(Error::TooFewFutures { futures, inputs: inputs.len(), wanted });
    }
    let mut pairs = Vec::new();
    for (_, pathway) in &pathways {
        for measure in &measures {
            pairs.push((*pathway, *measure, outcomes(stored, &pathway.name, &measure.name)?));
        }
    }
    let threads = workers(threads);
    let sorted = in_parallel(threads, inputs.len(), |k| Sorted::new(&inputs[k], None));
    let done = in_parallel(threads, pairs.len(), |k| {
        let (pathway, measure, outcomes) = pairs[k];
        let playing: Vec<usize> = (0..inputs.len()).filter(|&k| plays(strategy, pathway, inputs[k].name)).collect();
        let found = one(stored, &inputs, &sorted, &playing, measure, outcomes);
        let pathway = &pathway.name;
        let found =
            found.map_err(|why| Error::Measure { measure: measure.name.clone(), pathway: pathway.clone(), why });
        Ok(Sensitivity {
            strategy: stored.record.summary.provenance.strategy.clone(),
            pathway: pathway.clone(),
            measure: measure.name.clone(),
            found: Found::Given(found?),
        })
    });
    told_apart(done)
}

/// Whether an uncertainty plays any part under a pathway: what becomes of a recommendation that it does not follow does
/// not.
fn plays(strategy: &Strategy, pathway: &Pathway, name: &str) -> bool {
    let Some(rest) = name.strip_prefix("delivered.") else { return true };
    pathway.follows.iter().any(|id| strategy.recommendations[id.index()].name == rest)
}

/// What was found and what was not; an error only where nothing was found.
pub(super) fn told_apart<T>(done: Vec<Result<T, Error>>) -> Result<(Vec<T>, Vec<Error>), Error> {
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    for one in done {
        match one {
            Ok(one) => found.push(one),
            Err(error) => left_out.push(error),
        }
    }
    if found.is_empty() && !left_out.is_empty() { Err(left_out.swap_remove(0)) } else { Ok((found, left_out)) }
}

/// The outcomes of a measure under a pathway, in the unit people read.
fn outcomes<'a>(stored: &'a Stored, pathway: &str, measure: &str) -> Result<&'a [f64], Error> {
    let not_run = |kind, name: &str| Error::NotRun { kind, name: name.into() };
    let p = stored.pathways.iter().position(|name| name == pathway).ok_or_else(|| not_run("pathway", pathway))?;
    let m = stored.measures.iter().position(|m| m.0 == measure).ok_or_else(|| not_run("measure", measure))?;
    Ok(&stored.outcomes[p][m])
}

type Fallible<T> = Result<T, sensitivity::Error>;

/// An input with its rows sorted into classes; an error where it stands still or the rows are too few.
struct Sorted {
    values: Option<Vec<f64>>,
    pawn: Fallible<Slices>,
    first: Fallible<Slices>,
}

impl Sorted {
    /// Of all rows, or of some.
    fn new(input: &Input, rows: Option<&[usize]>) -> Sorted {
        let values = rows.map(|rows| rows.iter().map(|&row| input.values[row]).collect::<Vec<f64>>());
        let column = values.as_deref().unwrap_or(input.values);
        let pawn = Slices::new(column, Slices::usual_for_pawn(column.len()));
        let first = Slices::new(column, Slices::usual_for_first_order(column.len()));
        Sorted { pawn, first, values }
    }
}

/// One measure under one pathway, of the inputs that play a part there.
fn one(
    stored: &Stored,
    inputs: &[Input],
    sorted: &[Sorted],
    playing: &[usize],
    measure: &Measure,
    all: &[f64],
) -> Fallible<Given> {
    let known: Vec<usize> = (0..all.len()).filter(|&row| all[row].is_finite()).collect();
    let some: Vec<Sorted>;
    let (sorted, outputs) = if known.len() == all.len() {
        (sorted, all.to_vec())
    } else {
        some = inputs.iter().map(|input| Sorted::new(input, Some(&known))).collect();
        (&some[..], known.iter().map(|&row| all[row]).collect())
    };
    // An input may stand still in the futures that are left: nothing is known of it then.
    let moving = |k: &usize| !matches!(sorted[*k].first, Err(sensitivity::Error::StandsStill { .. }));
    let moving: Vec<usize> = playing.iter().copied().filter(moving).collect();
    let of = |which: fn(&Sorted) -> &Fallible<Slices>| -> Fallible<Vec<Slices>> {
        moving.iter().map(|&k| which(&sorted[k]).clone()).collect()
    };
    let firsts = first_order(&of(|s| &s.first)?, &outputs)?;
    let shuffles = Shuffles { times: SHUFFLES, seed: stored.record.summary.provenance.seed };
    let pawns = pawn(&of(|s| &s.pawn)?, &outputs, shuffles)?;
    let bar = measure.acceptable.map(|bar| bar / measure.display.scale);
    // Written so that an unknown outcome fails.
    let fails: Option<Vec<bool>> =
        bar.map(|bar| all.iter().map(|y| !if measure.maximise { *y >= bar } else { *y <= bar }).collect());
    // Each input is looked at in up to three ways.
    let ways = if fails.is_some() { 3.0 } else { 2.0 };
    let level = CHANCE / (ways * moving.len().max(1) as f64);
    let each = moving.iter().zip(firsts.iter().zip(&pawns)).map(|(&k, (first, pawn))| {
        let input = &inputs[k];
        let column = sorted[k].values.as_deref().unwrap_or(input.values);
        let share = Share::new(first.share, first.p < level);
        let bar = pawn.dummy.bar_at(level);
        let pawn = Pawn { value: pawn.mean, dummy: pawn.dummy.mean, bar, distinct: pawn.mean > bar };
        let regional = fails.as_ref().and_then(|fails| failures(input.values, fails, level));
        let distinct = share.distinct || pawn.distinct || regional.is_some_and(|regional| regional.distinct);
        Ok(GivenInput {
            name: input.name.into(),
            title: input.title.clone(),
            tied: input.tied.map(String::from),
            distinct,
            first: share,
            pawn,
            direction: direction(input, column, &outputs, level, share.distinct || pawn.distinct)?,
            regional,
        })
    });
    let mut found: Vec<GivenInput> = each.collect::<Fallible<_>>()?;
    let convergence = convergence(&found, outputs.len());
    strongest_first(&mut found);
    let failing = fails.map(|fails| fails.iter().filter(|fails| **fails).count() as f64 / fails.len() as f64);
    Ok(Given {
        futures: all.len() as u64,
        unknown: (all.len() - known.len()) as u64,
        seed: shuffles.seed,
        failing,
        inputs: found,
        convergence,
    })
}

/// Where failing futures lie along an input; none where all or none fail.
fn failures(input: &[f64], fails: &[bool], level: f64) -> Option<Regional> {
    let found = regional(input, fails).ok()?;
    let distinct = found.p < level;
    Some(Regional { distance: found.distance, p: found.p, distinct, high: found.side == Side::High, at: found.at })
}

fn direction(input: &Input, column: &[f64], outputs: &[f64], level: f64, distinct: bool) -> Fallible<Direction> {
    let Some(names) = input.categories else {
        let found = rank_correlation(column, outputs)?;
        return Ok(match found.p < level {
            false => Direction::Neither,
            true if found.value > 0.0 => Direction::Raises,
            true => Direction::Lowers,
        });
    };
    let mean = |code: usize| {
        let rows = || column.iter().zip(outputs).filter(|(x, _)| **x == code as f64).map(|(_, y)| y - outputs[0]);
        let n = rows().count();
        (n > 0).then(|| rows().sum::<f64>() / n as f64)
    };
    let means: Vec<(usize, f64)> = (0..names.len()).filter_map(|code| Some((code, mean(code)?))).collect();
    let highest = means.iter().reduce(|best, next| if next.1 > best.1 { next } else { best });
    let lowest = means.iter().reduce(|best, next| if next.1 < best.1 { next } else { best });
    Ok(match (highest.filter(|_| distinct), lowest) {
        (Some((highest, _)), Some((lowest, _))) => {
            Direction::Between { highest: names[*highest].clone(), lowest: names[*lowest].clone() }
        }
        _ => Direction::Neither,
    })
}

/// By S1, then by PAWN above its dummy, then by the distance of failures; what cannot be told from chance last.
fn strongest_first(inputs: &mut [GivenInput]) {
    let key = |input: &GivenInput| {
        let pawn = if input.pawn.distinct { input.pawn.value - input.pawn.dummy } else { 0.0 };
        let regional = input.regional.filter(|r| r.distinct).map_or(0.0, |r| r.distance);
        [f64::from(u8::from(input.distinct)), input.first.told().unwrap_or(0.0), pawn, regional]
    };
    inputs.sort_by(|a, b| {
        let (a, b) = (key(a), key(b));
        b.iter().zip(&a).map(|(b, a)| b.total_cmp(a)).find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
    });
}

/// Whether S1 of every input is known to within the tolerance, or a tenth of it.
fn convergence(inputs: &[GivenInput], futures: usize) -> Convergence {
    let halves = || inputs.iter().map(|input| (input, input.first.half));
    let widest = halves().map(|(_, half)| half).fold(0.0, f64::max);
    let excess = |input: &GivenInput| input.first.half / TOLERANCE.max(0.1 * input.first.value.abs());
    let worst = inputs.iter().reduce(|worst, next| if excess(next) > excess(worst) { next } else { worst });
    let verdict = match worst.filter(|worst| excess(worst) > 1.0) {
        None => Verdict::Enough,
        Some(worst) => {
            let needed = futures as f64 * excess(worst) * excess(worst);
            Verdict::TooWide {
                index: Index::First,
                input: worst.title.clone(),
                half: worst.first.half,
                needed: rounded_up(needed),
            }
        }
    };
    Convergence { widest, verdict }
}

/// Up to two digits.
pub(super) fn rounded_up(value: f64) -> u64 {
    let step = 10f64.powf((value.max(1.0).log10().floor() - 1.0).max(0.0));
    ((value / step).ceil() * step) as u64
}
