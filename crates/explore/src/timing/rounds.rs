//! What is run: variants that are asked the same are one round.

use milepost_strategy::model::*;

use super::bars::Bar;
use super::study::Study;
use crate::ask;

/// One round of runs: variants that are asked the same.
pub(super) struct Round {
    pub strategy: Strategy,
    pub variants: Vec<Variant>,
    /// Triggers judged in it.
    pub triggers: Vec<usize>,
}

impl Study {
    /// First the regimes held alone and the choices, asked for their bars; then the choices, asked for triggers, once for
    /// each trigger whose response moves anything, without it, and once for all others.
    pub(super) fn rounds(&self, bars: &[Bar]) -> Vec<Round> {
        let with = |measures: Vec<Measure>| Strategy { measures, ..self.strategy.clone() };
        let alone = self.regimes.iter().map(|r| (r.held, format!("{} alone", self.name_of(r.id))));
        let own = self.choices.iter().map(|&id| (id, self.strategy.pathways[id.index()].name.clone()));
        let variant = |(pathway, name)| Variant { name, pathway, without: vec![], with: vec![], nudge: None };
        let mut measures: Vec<Measure> = bars.iter().flat_map(Bar::asks).collect();
        measures.extend(self.cost().cloned());
        let first =
            Round { strategy: with(measures), variants: alone.chain(own).map(variant).collect(), triggers: Vec::new() };
        let mut rounds = vec![first];
        let moves = |k: &usize| match &self.strategy.variables[self.triggers[*k].id.index()].kind {
            VariableKind::Trigger(trigger) => !trigger.then.is_empty(),
            _ => false,
        };
        let (moving, still): (Vec<usize>, Vec<usize>) = (0..self.triggers.len()).partition(moves);
        let groups = moving.into_iter().map(|k| vec![k]).chain((!still.is_empty()).then_some(still));
        for triggers in groups {
            let asks = |k: &usize| {
                let trigger = &self.triggers[*k];
                let posts = trigger.watched.iter().flat_map(|watched| watched.asks.clone());
                trigger.asks.iter().cloned().chain(posts).collect::<Vec<_>>()
            };
            let mut strategy = with(triggers.iter().flat_map(asks).collect());
            for &k in &triggers {
                if let VariableKind::Trigger(t) = &mut strategy.variables[self.triggers[k].id.index()].kind {
                    t.then.clear();
                }
            }
            let variants = self.choices.iter().map(|&id| ask::plain(&strategy, id)).collect();
            rounds.push(Round { strategy, variants, triggers });
        }
        rounds
    }

    fn cost(&self) -> Option<&Measure> {
        let name = self.question.cost.as_ref()?;
        self.strategy.measures.iter().find(|m| m.name == *name)
    }
}
