//! A single future of the stored run, run again in full.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use milepost_ensemble::{Layout, Lived, Part, Plan, Ready, lived};
use milepost_explore::design;
use milepost_publish::site::{Language, future as fragment, live};
use milepost_strategy::model::Strategy;

use crate::moves::pathway;
use crate::{Refusal, Run};

/// A pathway that was lowered, and the strategy of which.
type Lowered = (Arc<Strategy>, Arc<Ready>);

/// Pathways of the stored run that were lowered.
#[derive(Default)]
pub(crate) struct Futures(Mutex<BTreeMap<u32, Lowered>>);

impl Futures {
    /// A future of a pathway as a part of a page: how it went, its charts, everything that was drawn.
    pub fn page(&self, run: &Run, name: &str, member: u64, language: &'static Language) -> Result<String, Refusal> {
        let record = milepost_ensemble::read(&run.folder).map_err(|e| Refusal::later(e.to_string()))?;
        let made = &record.summary.provenance;
        if !(made.first..made.last).contains(&member) {
            let last = made.last.saturating_sub(1);
            return Err(Refusal::unknown(format!("the run has futures {} to {last}, and no {member}", made.first)));
        }
        let id = pathway(&run.strategy, name)?;
        let (strategy, ready) = self.ready(run, id.0, made.seed)?;
        let of_design = || {
            let laid = design::lay(&strategy, &made.design, Some(made.design.points).filter(|n| *n > 0), made.seed);
            laid.map_err(|e| Refusal::later(e.to_string()))
        };
        let laid = if made.design == Default::default() { None } else { of_design()? };
        let points = laid.map(|laid| laid.points(member..member + 1));
        let piece = ready.piece(member..member + 1, points.as_ref(), &AtomicBool::new(false));
        let piece = piece.map_err(|e| Refusal::unfit(e.to_string()))?;
        let drawn: Vec<(String, f64)> = ready
            .parameters()
            .into_iter()
            .zip(piece.drawn())
            .filter_map(|(name, values)| Some((name, *values.first()?)))
            .collect();
        let parts = [Arc::new(Part::of(vec![piece]))];
        let of = &strategy.pathways[id.index()];
        let title = if of.title.is_empty() { &of.name } else { &of.title };
        let one = [Lived { name: &of.name, title, variant: id.0, parts: &parts }];
        let summary = lived(&strategy, &one, &ready.times(), made.seed);
        Ok(fragment(&strategy, &summary, &drawn, member, language))
    }

    fn ready(&self, run: &Run, pathway: u32, seed: u64) -> Result<(Arc<Strategy>, Arc<Ready>), Refusal> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = held.get(&pathway) {
            return Ok(found.clone());
        }
        let mut strategy = run.strategy.clone();
        strategy.charts.retain(live::is_shown);
        let strategy = Arc::new(strategy);
        let variant = strategy.variants.get(pathway as usize).cloned();
        let variant = variant.ok_or_else(|| Refusal::unknown("there is no such pathway"))?;
        let ready = Ready::new(&strategy, variant, &Plan { allow_nan: true, ..Plan::new(0..1, seed) });
        let ready = Arc::new(ready.map_err(|e| Refusal::unfit(e.to_string()))?);
        held.insert(pathway, (strategy.clone(), ready.clone()));
        Ok((strategy, ready))
    }
}
