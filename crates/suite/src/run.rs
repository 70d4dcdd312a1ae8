//! A case's strategy, checked and simulated.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use milepost_engine::{Block, Futures, Isa, Keep, Lanes, Prepared, Settings};
use milepost_ensemble::Plan;
use milepost_ensemble::summary::Verdict;
use milepost_import::check_strategy;
use milepost_ir::{Draws, Lowered, NoticeKind, Want, lower};
use milepost_strategy::model::{Strategy, Variable, VariableId};
use milepost_strategy::{Checked, MemoryWorld};
use milepost_syntax::Severity;

use crate::case::Case;

/// What stands in for a missing `strategy` block.
const STRATEGY: &str = "strategy \"case\" { time month from 0 to 12 step 1/8 }\n";
/// What stands in for missing pathways.
const PATHWAY: &str = "regime nothing { }\npathway base = nothing\n";

/// Checks a case's strategy.
pub fn checked(case: &Case) -> Checked {
    let declares =
        |word: &str| case.files.iter().any(|(_, text)| text.lines().any(|l| l.split_whitespace().next() == Some(word)));
    let mut implied = String::new();
    if !declares("strategy") {
        implied.push_str(STRATEGY);
    }
    if !declares("pathway") {
        implied.push_str(PATHWAY);
    }
    let files = case.files.iter().fold(MemoryWorld::default(), |world, (name, text)| world.with(name, text.as_str()));
    check_strategy(&if implied.is_empty() { files } else { files.with("implied.mile", implied) })
}

/// The findings in their compact form, one line for each and one for each remedy.
pub fn findings(checked: &Checked) -> Vec<String> {
    let mut lines = Vec::new();
    for finding in &checked.diagnostics {
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let place = finding.span.map_or(String::new(), |span| {
            format!(" {}:{}", checked.sources.get(span.file).path, checked.sources.line(span))
        });
        lines.push(format!("{severity}{place}: {}", finding.message));
        lines.extend(finding.help.iter().map(|help| format!("  help: {help}")));
    }
    lines
}

/// The variants of a strategy that were asked for, each simulated once.
pub struct Runs<'a> {
    /// The strategy.
    pub strategy: &'a Strategy,
    /// Futures and their seed; `None` for the defaults.
    futures: Option<(u64, u64)>,
    runs: BTreeMap<usize, Run>,
}

/// One variant.
struct Run {
    lowered: Lowered,
    block: Block,
}

impl<'a> Runs<'a> {
    /// Nothing has been simulated yet.
    pub fn new(strategy: &'a Strategy, futures: Option<(u64, u64)>) -> Runs<'a> {
        Runs { strategy, futures, runs: BTreeMap::new() }
    }

    /// How many futures there are.
    pub fn members(&self) -> usize {
        self.futures.map_or(1, |(n, _)| n as usize)
    }

    /// Whether nothing is drawn.
    pub fn at_defaults(&self) -> bool {
        self.futures.is_none()
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.futures.map_or(0, |(_, seed)| seed)
    }

    /// Simulates a variant, if it was not before.
    ///
    /// # Errors
    /// A sentence, if it cannot be lowered or run, or if another way to run it gives other bits.
    pub fn simulate(&mut self, variant: usize) -> Result<(), String> {
        if !self.runs.contains_key(&variant) {
            let run = self.run(variant)?;
            self.runs.insert(variant, run);
        }
        Ok(())
    }

    fn run(&self, variant: usize) -> Result<Run, String> {
        let variables = (0..self.strategy.variables.len()).map(|i| VariableId(i as u32)).collect();
        let draws = if self.at_defaults() { Draws::Defaults } else { Draws::Sampled };
        let want = Want { draws, charts: false, variables, save_every: Some(1), ..Want::default() };
        let name = &self.strategy.variants[variant].name;
        let run = |want: &Want, settings: Settings| -> Result<Run, String> {
            let lowered =
                lower(self.strategy, &self.strategy.variants[variant], want).map_err(|e| format!("{name}: {e}"))?;
            let prepared = Prepared::new(lowered.program.clone()).map_err(|e| format!("{name}: {e}"))?;
            let futures = Futures { seed: self.seed(), members: 0..self.members() as u64 };
            let keep = Keep::series(&lowered.program);
            let block =
                milepost_engine::run_with(&prepared, futures, &keep, settings).map_err(|e| format!("{name}: {e}"))?;
            Ok(Run { lowered, block })
        };
        let first = run(&want, Settings::default())?;
        // Another way to run the same: it must come to the same bits.
        let plain = Want { optimise: false, ..want };
        let settings = Settings { isa: Some(Isa::Baseline), lanes: Some(Lanes::L8), ..Settings::default() };
        let second = run(&plain, settings)?;
        if bits(&first) != bits(&second) {
            return Err(format!("{name}: another lane width or the program without fused ops gives other bits"));
        }
        Ok(first)
    }

    /// The measure of a member, as people read it.
    pub fn measure(&self, variant: usize, measure: usize, member: usize) -> f64 {
        let run = &self.runs[&variant];
        let scale = self.strategy.measures[measure].display.scale;
        run.block.outputs[run.lowered.measures.start + measure][member] / scale
    }

    /// An element of a variable at a step in a member, as people read it.
    pub fn variable(&self, variant: usize, variable: usize, flat: usize, step: usize, member: usize) -> f64 {
        let run = &self.runs[&variant];
        let before: usize = self.strategy.variables[..variable].iter().map(|v| self.elements(v)).sum();
        let saved = run.lowered.variables.start + before + flat;
        run.block.series[saved][step][member] / self.strategy.variables[variable].display.scale
    }

    fn elements(&self, variable: &Variable) -> usize {
        variable.dims.iter().map(|d| self.strategy.dimensions[d.index()].elements.len()).product()
    }

    /// The verdicts on the strategy's hypotheses.
    ///
    /// # Errors
    /// A sentence, if they cannot be judged.
    pub fn verdicts(&self) -> Result<Vec<Verdict>, String> {
        let plan = Plan { threads: 1, charts: false, ..Plan::new(0..self.members() as u64, self.seed()) };
        let summary = milepost_ensemble::run(self.strategy, &plan, None, &(), &AtomicBool::new(false));
        summary.map(|s| s.claims).map_err(|e| e.to_string())
    }

    /// What the runs at the defaults report about themselves: `pathway: sentence`.
    pub fn notices(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (variant, run) in &self.runs {
            for notice in &run.lowered.notices {
                let count = run.block.outputs[notice.output][0];
                let name = &self.strategy.variants[*variant].name;
                match notice.kind {
                    _ if count <= 0.0 => {}
                    NoticeKind::OutflowCut => lines.push(format!("{name}: {} ({count} steps)", notice.text)),
                    _ => lines.push(format!("{name}: {}", notice.text)),
                }
            }
        }
        lines
    }
}

fn bits(run: &Run) -> Vec<u64> {
    let Lowered { program, .. } = &run.lowered;
    let outputs = run.block.outputs.iter().flatten();
    assert_eq!(program.saved.len(), run.block.series.len());
    outputs.chain(run.block.series.iter().flatten().flatten()).map(|v| v.to_bits()).collect()
}
