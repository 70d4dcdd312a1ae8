//! Notices: what is counted so that people can be told of it.

use super::{Lowering, Watch};
use crate::graph::{Doubt, Id, StepSet};
use crate::{Code, Fault, NoticeKind};

/// A stock is below zero if it is by more than rounding.
const BELOW_ZERO: f64 = -1e-9;

impl<'a> Lowering<'a> {
    /// One notice for each thing watched over that the outputs need.
    pub(super) fn notices(&mut self, outputs: Vec<Id>) -> Result<Vec<(NoticeKind, String, Id)>, Fault> {
        let watches = std::mem::take(&mut self.watches);
        if watches.is_empty() {
            return Ok(Vec::new());
        }
        let (needed, _) = self.live(&outputs);
        let mut groups: Vec<(NoticeKind, String, Vec<Id>)> = Vec::new();
        for Watch { kind, text, subject, flag } in watches {
            if !needed.contains(subject) || flag == Id::ZERO {
                continue;
            }
            match groups.iter_mut().find(|(k, t, _)| *k == kind && *t == text) {
                Some((_, _, flags)) if flags.contains(&flag) => {}
                Some((_, _, flags)) => flags.push(flag),
                None => groups.push((kind, text, vec![flag])),
            }
        }
        let reports = self.report_steps();
        Ok(groups
            .into_iter()
            .map(|(kind, text, flags)| {
                let output = self.counted(kind, &text, &flags, reports);
                (kind, text, output)
            })
            .collect())
    }

    /// The start and the ends of reporting periods: what is published changes at no other steps.
    fn report_steps(&mut self) -> StepSet {
        let every = self.strategy.time.report_every.max(1);
        self.grid.set((0..=self.grid.steps / every).map(|k| k * every))
    }

    fn counted(&mut self, kind: NoticeKind, text: &str, flags: &[Id], reports: StepSet) -> Id {
        let at = match kind {
            NoticeKind::UnknownTest => reports,
            _ => StepSet::EVERY,
        };
        let latch = self.latch(text.to_string(), at, Id::ZERO, Doubt::Never);
        let graph = &mut self.graph;
        let (&first, rest) = flags.split_first().unwrap_or((&Id::ZERO, &[]));
        let next = match kind {
            NoticeKind::StockNegative => {
                let lowest = rest.iter().fold(first, |a, &b| graph.binary(Code::Min, a, b));
                graph.binary(Code::Min, lowest, latch)
            }
            NoticeKind::OutflowCut => {
                let any = rest.iter().fold(first, |a, &b| graph.binary(Code::Or, a, b));
                graph.add(latch, any)
            }
            NoticeKind::LeverHeld | NoticeKind::UnknownTest => {
                let any = rest.iter().fold(first, |a, &b| graph.binary(Code::Or, a, b));
                graph.binary(Code::Or, any, latch)
            }
        };
        self.set_next(latch, next);
        // After the last step: the next value, unless the latch does not change there.  From the last instant no step
        // is taken, so nothing is cut.
        let last = kind != NoticeKind::OutflowCut && self.grid.steps(at).last() == Some(&self.grid.steps);
        let value = if last { next } else { latch };
        if kind == NoticeKind::StockNegative {
            let bar = self.number(BELOW_ZERO);
            return self.graph.binary(Code::Lt, value, bar);
        }
        value
    }
}
