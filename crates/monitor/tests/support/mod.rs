//! A strategy simulated, and what its observers published in one future.

#![allow(dead_code, reason = "each test uses some of it")]

use std::collections::BTreeMap;
use std::path::Path;

use milepost_engine::{Futures, Keep, NonFinite, Prepared, Settings, run_with};
use milepost_ir::{Draws, Evidence, Want, lower};
use milepost_monitor::evaluate::{Values, evaluate};
use milepost_strategy::model::{Strategy, VariableId, VariableKind};
use milepost_strategy::{MemoryWorld, check};

/// A checked strategy; `None` where it has errors.
pub fn checked(text: &str) -> Option<Strategy> {
    check(&MemoryWorld::default().with("case.mile", text)).strategy
}

/// A folder with its tables.
pub fn folder(path: &Path) -> Option<Strategy> {
    let mut world = MemoryWorld::default();
    for sub in ["", "data", "evidence"] {
        for entry in std::fs::read_dir(path.join(sub)).ok()?.flatten().filter(|e| e.path().is_file()) {
            let name = entry.file_name().into_string().ok()?;
            let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
            let name = if sub.is_empty() { name } else { format!("{sub}/{name}") };
            world = world.with(name, text);
        }
    }
    check(&world).strategy
}

/// Everything that is judged.
pub fn judged(strategy: &Strategy) -> Vec<VariableId> {
    of_kind(strategy, |kind| {
        matches!(kind, VariableKind::Condition(_) | VariableKind::Milestone(_) | VariableKind::Trigger(_))
    })
}

/// Every indicator.
pub fn indicators(strategy: &Strategy) -> Vec<VariableId> {
    of_kind(strategy, |kind| matches!(kind, VariableKind::Indicator(_)))
}

fn of_kind(strategy: &Strategy, wanted: impl Fn(&VariableKind) -> bool) -> Vec<VariableId> {
    let ids = (0..strategy.variables.len() as u32).map(VariableId);
    ids.filter(|id| wanted(&strategy.variable(*id).kind)).collect()
}

/// A future as it was simulated.
pub struct Simulated {
    columns: BTreeMap<(VariableId, usize), Vec<f64>>,
}

impl Simulated {
    /// Runs one member under the first variant.
    pub fn new(strategy: &Strategy, member: u64) -> Simulated {
        let variables: Vec<VariableId> = indicators(strategy).into_iter().chain(judged(strategy)).collect();
        let want = Want {
            draws: Draws::Sampled,
            measures: false,
            charts: false,
            variables: variables.clone(),
            save_every: Some(1),
            diagnostics: false,
            optimise: true,
        };
        let lowered = lower(strategy, &strategy.variants[0], &want).unwrap();
        let keep = Keep { bands: Vec::new(), series: lowered.variables.clone().collect() };
        let prepared = Prepared::new(lowered.program).unwrap();
        let settings = Settings { non_finite: NonFinite::Allow, ..Settings::default() };
        let block = run_with(&prepared, Futures { seed: 7, members: member..member + 1 }, &keep, settings).unwrap();
        let mut series = block.series.into_iter().map(|times| times.into_iter().flatten().collect());
        let mut columns = BTreeMap::new();
        for id in variables {
            for flat in 0..strategy.size(&strategy.variable(id).dims) {
                columns.insert((id, flat), series.next().unwrap());
            }
        }
        Simulated { columns }
    }

    /// What was judged or published at a step.
    pub fn after(&self, id: VariableId, flat: usize, step: u32) -> f64 {
        self.columns[&(id, flat)][step as usize + 1]
    }

    /// What indicators published, period by period.
    pub fn published(&self, strategy: &Strategy) -> Evidence {
        let mut evidence = Evidence::default();
        for id in indicators(strategy) {
            let VariableKind::Indicator(indicator) = &strategy.variable(id).kind else { continue };
            for flat in 0..strategy.size(&strategy.variable(id).dims) {
                for period in 1.. {
                    let step = (period + indicator.lag) * indicator.every;
                    if step >= strategy.time.steps {
                        break;
                    }
                    evidence.insert(id, flat, period, self.after(id, flat, step));
                }
            }
        }
        evidence
    }
}

/// What is judged, over evidence, to the last step but one.
pub fn over(strategy: &Strategy, evidence: &Evidence) -> Values {
    evaluate(strategy, &judged(strategy), strategy.time.steps - 1, evidence).unwrap()
}

/// The ends of periods that can be compared.
pub fn ends(strategy: &Strategy) -> impl Iterator<Item = u32> + use<> {
    let every = strategy.time.report_every.max(1);
    (1..).map(move |k| k * every).take_while({
        let steps = strategy.time.steps;
        move |n| *n < steps
    })
}

/// Whether a variable rests on something that is neither observed nor given.
pub fn hidden(strategy: &Strategy, id: VariableId, seen: &mut Vec<VariableId>) -> bool {
    use milepost_strategy::model::When;
    use milepost_strategy::visit;

    if seen.contains(&id) {
        return false;
    }
    seen.push(id);
    let whens = |whens: Vec<&When>, seen: &mut Vec<VariableId>| {
        let mut read = Vec::new();
        whens.iter().for_each(|w| visit::variables(&w.test, &mut |v| read.push(v)));
        read.into_iter().any(|v| hidden(strategy, v, seen))
    };
    match &strategy.variable(id).kind {
        VariableKind::Constant(_) | VariableKind::Series(_) | VariableKind::Indicator(_) => false,
        VariableKind::Let { value, .. } => {
            let mut read = Vec::new();
            visit::variables(value, &mut |v| read.push(v));
            read.into_iter().any(|v| hidden(strategy, v, seen))
        }
        VariableKind::Condition(c) => whens(std::iter::once(&c.holds).chain(&c.lost).collect(), seen),
        VariableKind::Milestone(m) => whens(vec![&m.met], seen),
        VariableKind::Trigger(t) => whens(std::iter::once(&t.fires).chain(&t.second).chain(&t.ends).collect(), seen),
        _ => true,
    }
}
