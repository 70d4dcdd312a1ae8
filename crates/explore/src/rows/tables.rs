//! One table for each study.

use milepost_ensemble::Column;

use super::builder::Rows;
use crate::discover::{Discovery, FoundBox, Limit};
use crate::loops::Loops;
use crate::robustness::Robustness;
use crate::sensitivity::{Found, Sensitivity, Share};
use crate::timing::{Timing, Tips};

/// What drives each measure: a row for each pathway, measure, method, input and index, with its 95 % interval.  An index
/// over time has its time; elementary effects are in the measure's canonical unit.
pub fn sensitivity(all: &[Sensitivity]) -> Vec<Column> {
    let texts = ["pathway", "measure", "method", "input", "index"];
    let mut rows = Rows::of(&texts, &["time", "value", "low", "high"]);
    for s in all {
        let mut add = |method: &str, input: &str, index: &str, time: f64, share: &Share| {
            let (pathway, measure) = (s.pathway.as_str().into(), s.measure.as_str().into());
            let (low, high) = (share.value - share.half, share.value + share.half);
            let texts = [pathway, measure, method.into(), input.into(), index.into()];
            let [pathway, measure, method, input, index] = texts;
            rows.push([
                pathway,
                measure,
                method,
                input,
                index,
                time.into(),
                share.value.into(),
                low.into(),
                high.into(),
            ]);
        };
        match &s.found {
            Found::Given(given) => {
                for input in &given.inputs {
                    add("given", &input.name, "S1", f64::NAN, &input.first);
                    let pawn = Share { value: input.pawn.value, half: f64::NAN, distinct: input.pawn.distinct };
                    add("given", &input.name, "PAWN", f64::NAN, &pawn);
                    if let Some(ks) = &input.regional {
                        let ks = Share { value: ks.distance, half: f64::NAN, distinct: ks.distinct };
                        add("given", &input.name, "KS", f64::NAN, &ks);
                    }
                }
            }
            Found::Sobol(sobol) => {
                for group in &sobol.groups {
                    add("sobol", &group.driver.name, "S1", f64::NAN, &group.first);
                    add("sobol", &group.driver.name, "ST", f64::NAN, &group.total);
                }
                for pair in &sobol.pairs {
                    add("sobol", &format!("{} x {}", pair.one, pair.other), "S2", f64::NAN, &pair.second);
                }
            }
            Found::OverTime(timed) => {
                for group in &timed.groups {
                    for (index, shares) in [("S1", &group.first), ("ST", &group.total)] {
                        let known = timed.times.iter().zip(shares).filter_map(|(t, s)| s.as_ref().map(|s| (*t, s)));
                        known.for_each(|(time, share)| add("sobol", &group.driver.name, index, time, share));
                    }
                }
            }
            Found::Morris(morris) => {
                for effect in &morris.effects {
                    add("morris", &effect.driver.name, "mu*", f64::NAN, &effect.size);
                    let exact = |value| Share { value, half: f64::NAN, distinct: true };
                    add("morris", &effect.driver.name, "mu", f64::NAN, &exact(effect.mean));
                    add("morris", &effect.driver.name, "sigma", f64::NAN, &exact(effect.deviation));
                }
            }
        }
    }
    rows.columns()
}

/// Where pathways fail: a row for each limit of each box, with what the box holds.  A box is the whole where it has no limit.
pub fn boxes(all: &[Discovery]) -> Vec<Column> {
    let texts = ["pathway", "measure", "input", "among"];
    let numbers = ["box", "futures", "failures", "coverage", "density", "mass", "lower", "upper", "quasi_p"];
    let mut rows = Rows::of(&texts, &numbers);
    for found in all {
        for (k, found_box) in found.boxes.iter().enumerate() {
            for limit in limits(found_box) {
                let (coverage, density, mass) = shares(found, found_box);
                rows.push([
                    (&found.pathway).into(),
                    (&found.measure).into(),
                    limit.map_or("", |l| l.input.as_str()).into(),
                    (&limit.map(|l| l.among.join(" ")).unwrap_or_default()).into(),
                    (k + 1).into(),
                    found_box.held.futures.into(),
                    found_box.held.failures.into(),
                    coverage.into(),
                    density.into(),
                    mass.into(),
                    limit.and_then(|l| l.lower.map(|b| b.at)).into(),
                    limit.and_then(|l| l.upper.map(|b| b.at)).into(),
                    limit.and_then(quasi_p).into(),
                ]);
            }
        }
    }
    rows.columns()
}

/// The limits of a box; one that is none, where it has none.
fn limits(found: &FoundBox) -> impl Iterator<Item = Option<&Limit>> {
    let none = found.limits.is_empty().then_some(None);
    found.limits.iter().map(Some).chain(none)
}

/// Of the box: share of all failures, share of its futures that fail, share of all futures.
fn shares(found: &Discovery, held: &FoundBox) -> (f64, f64, f64) {
    let of = |n: u64, all: u64| if all == 0 { f64::NAN } else { n as f64 / all as f64 };
    (of(held.held.failures, found.failures), held.held.density(), of(held.held.futures, found.run.futures))
}

/// The largest quasi-p value of a limit: what speaks most for chance.
fn quasi_p(limit: &Limit) -> Option<f64> {
    let bounds = [limit.lower, limit.upper].into_iter().flatten().filter_map(|bound| bound.quasi_p);
    bounds.chain(limit.quasi_p).reduce(f64::max)
}

/// How robust pathways are: a row for each measure, metric and pathway; and how often all bars are met.
pub fn robustness(found: &Robustness) -> Vec<Column> {
    let mut rows = Rows::of(&["pathway", "measure", "metric"], &["value", "rank"]);
    for judged in &found.measures {
        for row in &judged.metrics {
            for (k, pathway) in found.pathways.iter().enumerate() {
                let (value, rank) = (row.values[k].into(), row.ranks[k].map(|rank| rank as f64).into());
                rows.push([pathway.into(), (&judged.measure).into(), (&row.metric).into(), value, rank]);
            }
        }
    }
    for (pathway, met) in found.pathways.iter().zip(found.bars.iter().flat_map(|bars| &bars.pathways)) {
        rows.push([pathway.into(), "".into(), "all bars met".into(), met.all.into(), f64::NAN.into()]);
    }
    rows.columns()
}

/// When regimes and pathways tip: a row for each bar and share of the futures.  Times are on the strategy's axis; none is
/// beyond the horizon.
pub fn tipping(found: &Timing) -> Vec<Column> {
    let mut rows = Rows::of(&["kind", "name", "bar"], &["tips_10", "tips_50", "tips_90", "never", "at_start"]);
    let mut add = |kind: &str, name: &str, bar: &str, tips: &Tips| {
        let times = [tips.first, tips.half, tips.last];
        let [first, half, last] = times.map(Into::into);
        rows.push([kind.into(), name.into(), bar.into(), first, half, last, tips.never.into(), tips.at_start.into()]);
    };
    for held in &found.regimes {
        add("regime", &held.name, "", &held.tips);
        found.bars.iter().zip(&held.bars).for_each(|(bar, tips)| add("regime", &held.name, &bar.measure, tips));
    }
    found.pathways.iter().for_each(|own| add("pathway", &own.name, "", &own.tips));
    rows.columns()
}

/// Which loop is in charge: a row for each pathway, loop and reporting period.
pub fn loops(found: &Loops) -> Vec<Column> {
    let texts = ["pathway", "loop", "polarity", "path"];
    let mut rows =
        Rows::of(&texts, &["time", "reinforcing", "balancing", "in_charge", "dominant", "q25", "q50", "q75"]);
    for pathway in &found.pathways {
        for (the_loop, shares) in found.loops.iter().zip(&pathway.shares) {
            let polarity = format!("{:?}", the_loop.polarity).to_lowercase();
            let path = the_loop.path.join(" -> ");
            for (time, share) in found.times.iter().zip(shares) {
                rows.push([
                    (&pathway.name).into(),
                    (&the_loop.name).into(),
                    (&polarity).into(),
                    (&path).into(),
                    (*time).into(),
                    share.reinforcing.into(),
                    share.balancing.into(),
                    share.charge.into(),
                    share.dominant.into(),
                    share.quartiles[0].into(),
                    share.quartiles[1].into(),
                    share.quartiles[2].into(),
                ]);
            }
        }
    }
    rows.columns()
}
