//! Runs each pathway as it is and with every source moved, and counts what the targets do.

use std::sync::atomic::AtomicBool;

use milepost_ensemble::{Error, Plan, Progress, outcomes};
use milepost_strategy::model::*;

use super::{Finding, LinkFinding, Links, VERSION};
use crate::ask;
use crate::progress::Forward;

/// Part of its range that a lever or an uncertainty is moved by.
const OF_RANGE: f64 = 0.1;
/// What a share is moved by.
const OF_ONE: f64 = 0.1;
/// Part of itself that anything else is moved by.
const OF_ITSELF: f64 = 0.25;
/// A smaller relative difference is rounding.
const ROUNDING: f64 = 1e-9;
/// A link is found if it has its sign in this share of futures.
const FOUND: f64 = 0.9;
/// A link is contradicted if it has the other sign in more than this share of futures.
const CONTRADICTED: f64 = 0.5;

/// Asks the model for every link of a strategy.  The plan's pathways, claims and charts play no part.
///
/// # Errors
/// One sentence each: see [`Error`].
pub fn links(strategy: &Strategy, plan: &Plan, progress: &dyn Progress, cancel: &AtomicBool) -> Result<Links, Error> {
    let asked: Vec<Asked> = strategy.links.iter().filter_map(|link| Asked::of(strategy, &link.claim)).collect();
    let futures = plan.members.end.saturating_sub(plan.members.start);
    let mut pathways: Vec<PathwayId> = asked.iter().map(|asked| asked.pathway).collect();
    pathways.sort_unstable();
    pathways.dedup();

    let mut copy = strategy.clone();
    let targets = asked.iter().map(|asked| asked.average(strategy, asked.target.clone()));
    let sources = asked.iter().map(|a| a.average(strategy, ask::mean_of(strategy, a.source, a.elements)));
    copy.measures = targets.chain(sources).map(ask::measure).collect();

    let bases: Vec<Variant> = pathways.iter().map(|&pathway| ask::plain(strategy, pathway)).collect();
    // As many as there can be: links that move the same source alike share a run.
    progress.start(futures * (bases.len() + asked.len()) as u64, 0);
    let base = outcomes(&copy, &bases, plan, &Forward(progress), cancel)?;
    let under = |pathway: PathwayId| pathways.binary_search(&pathway).unwrap_or_default();
    let level = |k: usize| &base.measures[under(asked[k].pathway)][asked.len() + k];
    let moves: Vec<Move> = (0..asked.len()).map(|k| asked[k].nudge(strategy, level(k))).collect();
    copy.measures.truncate(asked.len());

    let mut variants: Vec<Variant> = Vec::new();
    let mut variant_of = Vec::new();
    for (asked, moved) in asked.iter().zip(&moves) {
        let known = |v: &Variant| v.pathway == asked.pathway && v.nudge.as_ref() == Some(&moved.nudge);
        variant_of.push(variants.iter().position(known).unwrap_or_else(|| {
            let plain = ask::plain(strategy, asked.pathway);
            let name = format!("{} with more {}", plain.name, strategy.variables[asked.source.index()].name);
            variants.push(Variant { name, nudge: Some(moved.nudge.clone()), ..plain });
            variants.len() - 1
        }));
    }
    let nudged = outcomes(&copy, &variants, plan, &Forward(progress), cancel)?;
    progress.advance(futures * (asked.len() - variants.len()) as u64);
    progress.finish();

    let mut shares = asked.iter().enumerate().map(|(k, asked)| {
        let (base, nudged) = (&base.measures[under(asked.pathway)][k], &nudged.measures[variant_of[k]][k]);
        Shares::of(base, nudged, asked.raises != moves[k].down)
    });
    let findings = strategy.links.iter().map(|link| match link.claim {
        LinkClaim::Absent(_) => Shares::default().told(&link.name, Some(Finding::Absent)),
        LinkClaim::Present { .. } => shares.next().unwrap_or_default().told(&link.name, None),
    });
    let links = findings.collect();
    Ok(Links { milepost: VERSION.into(), strategy: plan.strategy.clone(), futures, seed: plan.seed, links })
}

/// A link that the model has.
struct Asked<'a> {
    source: VariableId,
    elements: Option<&'a [usize]>,
    raises: bool,
    target: &'a Expr,
    within: Option<f64>,
    pathway: PathwayId,
}

/// How a source is moved.
struct Move {
    nudge: Nudge,
    /// Downwards, as there is no room above.
    down: bool,
}

impl<'a> Asked<'a> {
    fn of(strategy: &Strategy, claim: &'a LinkClaim) -> Option<Asked<'a>> {
        let LinkClaim::Present { source, elements, raises, target, within, under } = claim else { return None };
        let pathway = under.or(strategy.reference).unwrap_or(PathwayId(0));
        let (source, raises, within) = (*source, *raises, *within);
        Some(Asked { source, elements: elements.as_deref(), raises, target, within, pathway })
    }

    /// The average of something over its elements and the time looked at.
    fn average(&self, strategy: &Strategy, body: Expr) -> Expr {
        let from = strategy.time.decide;
        let to = self.within.map_or(strategy.time.end, |within| (from + within).min(strategy.time.end));
        ask::over_time(OverTime::Average, ask::reduced(Reduction::Mean, body), from, to)
    }

    /// How far to move the source, given what it is on average in each future.
    fn nudge(&self, strategy: &Strategy, levels: &[f64]) -> Move {
        let variable = &strategy.variables[self.source.index()];
        let (share, size, top) = match range(&variable.kind) {
            Some((lo, hi)) => (0.0, OF_RANGE * (hi - lo), hi),
            None if is_share(variable) => (0.0, OF_ONE, 1.0),
            None => (OF_ITSELF, 0.0, f64::INFINITY),
        };
        let known = || levels.iter().filter(|level| level.is_finite());
        let mean = known().sum::<f64>() / known().count().max(1) as f64;
        let down = mean + size > top;
        let amount = if down { -size } else { size };
        let elements = self.elements.map(<[usize]>::to_vec);
        Move { nudge: Nudge { variable: self.source, elements, share, amount }, down }
    }
}

/// The range of a lever, or the widest of an uncertainty's elements.
fn range(kind: &VariableKind) -> Option<(f64, f64)> {
    match kind {
        VariableKind::Lever(lever) => lever.range,
        VariableKind::Uncertain(uncertain) => {
            let ranges = uncertain.distribution.iter().filter_map(|d| match *d {
                Distribution::Uniform(lo, hi) | Distribution::LogUniform(lo, hi) => Some((lo, hi)),
                Distribution::Normal { lo, hi, .. } | Distribution::LogNormal { lo, hi, .. } => Some((lo, hi)),
                Distribution::Fixed(_) | Distribution::Categories(_) => None,
            });
            let finite = ranges.filter(|(lo, hi)| (hi - lo).is_finite());
            finite.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
        }
        _ => None,
    }
}

/// Whether people read it as a share.
fn is_share(variable: &Variable) -> bool {
    let one = matches!(&variable.ty, Type::Number(unit) if unit.is_one());
    one && matches!(variable.display.text.as_str(), "share" | "percent")
}

/// Shares of futures in which a target moved with the stated sign, against it, and not at all.
#[derive(Default)]
struct Shares {
    with: f64,
    against: f64,
    unmoved: f64,
}

impl Shares {
    fn of(base: &[f64], nudged: &[f64], up: bool) -> Shares {
        let (mut with, mut against, mut unmoved) = (0_u64, 0_u64, 0_u64);
        for (base, nudged) in base.iter().zip(nudged) {
            let moved = nudged - base;
            // An unknown value compares with nothing.
            match moved.abs() > ROUNDING * base.abs().max(nudged.abs()) {
                true if (moved > 0.0) == up => with += 1,
                true => against += 1,
                false => unmoved += 1,
            }
        }
        let share = |n: u64| n as f64 / base.len().max(1) as f64;
        Shares { with: share(with), against: share(against), unmoved: share(unmoved) }
    }

    fn told(self, name: &str, finding: Option<Finding>) -> LinkFinding {
        let Shares { with, against, unmoved } = self;
        let finding = finding.unwrap_or(match () {
            () if with >= FOUND => Finding::Found,
            () if against > CONTRADICTED => Finding::Contradicted,
            () => Finding::Weak,
        });
        LinkFinding { name: name.into(), finding, with, against, unmoved }
    }
}
