//! Two ops in one, where the inner result has no other use.
//!
//! Every node takes in at most one of its operands, from the leaves up: on the forest that single uses form, that
//! saves as many ops as can be saved.

use crate::Code;
use crate::graph::{ById, Change, Id};

use super::place::Plan;
use super::section::{Section, Step};

/// Fuses ops in every section.
pub(super) fn fuse(plan: &mut Plan) {
    let uses = uses(plan);
    fuse_section(&mut plan.once, &uses);
    fuse_section(&mut plan.timed, &uses);
    fuse_section(&mut plan.rates, &uses);
    for event in &mut plan.events {
        fuse_section(&mut event.section, &uses);
    }
}

/// By node, how often it is read, by ops and by the engine itself.
fn uses(plan: &Plan) -> Vec<u32> {
    let mut uses = vec![0; plan.model.graph.len()];
    let sections = [&plan.once, &plan.timed, &plan.rates].into_iter().chain(plan.events.iter().map(|e| &e.section));
    for step in sections.flat_map(|s| &s.steps) {
        step.reads().for_each(|id| uses[id.index()] += 1);
    }
    let model = &plan.model;
    let mut kept: Vec<Id> = Vec::new();
    for list in [&model.measures, &model.parameters, &model.charts, &model.variables] {
        kept.extend(list.iter().map(|(_, id)| *id));
    }
    kept.extend(model.notices.iter().map(|(_, _, id)| *id));
    for &state in &plan.states {
        let state = &model.graph.states[state.index()];
        kept.extend(state.initial);
        match state.change {
            Some(Change::Stock { rate: id, .. } | Change::Latch { next: id, .. } | Change::Ring { input: id, .. }) => {
                kept.push(id)
            }
            None => {}
        }
    }
    for id in kept {
        uses[plan.strip(id).index()] += 2;
    }
    uses
}

fn fuse_section(section: &mut Section, uses: &[u32]) {
    let place: ById<usize> = section.steps.iter().enumerate().map(|(i, step)| (step.node, i)).collect();
    let mut gone = vec![false; section.steps.len()];
    for i in 0..section.steps.len() {
        let outer = section.steps[i];
        let inner = |operand: Id| {
            let k = place.get(operand)?;
            (uses[operand.index()] == 1 && !gone[k]).then_some((k, section.steps[k]))
        };
        let fused = (0..outer.code.arity().min(2)).rev().find_map(|position| {
            let (k, step) = inner(outer.operands[position])?;
            Some((k, fused(&outer, position, &step)?))
        });
        if let Some((k, step)) = fused {
            section.steps[i] = step;
            gone[k] = true;
        }
    }
    let mut gone = gone.into_iter();
    section.steps.retain(|_| !gone.next().unwrap_or(false));
}

/// `outer` with the op that computes its operand at `position` taken in.
fn fused(outer: &Step, position: usize, inner: &Step) -> Option<Step> {
    use Code::*;
    let code = match (outer.code, position, inner.code) {
        (Add, _, Mul) => MulAdd,
        (Add, _, Add) => AddAdd,
        (Sub, 0, Mul) => MulSub,
        (Sub, 1, Mul) => SubMul,
        (Mul, _, Mul) => MulMul,
        (Mul, _, Add) => AddMul,
        (Mul, _, Sub) => DiffMul,
        (Mul, _, Div) => DivMul,
        (Div, 0, Mul) => MulDiv,
        (Min, 0, Max) => Clip,
        _ => return None,
    };
    let other = outer.operands[1 - position];
    Some(Step { code, operands: [inner.operands[0], inner.operands[1], other], ..*outer })
}
