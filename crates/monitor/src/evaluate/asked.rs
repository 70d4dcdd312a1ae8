//! What a status asks of a run: every predicate by itself, and both sides of its comparisons when they were last judged.
//!
//! They are variables of a copy of the strategy, as studies write their measures, so that they come from the same program.

use std::collections::{BTreeMap, BTreeSet};

use milepost_ir::Evidence;
use milepost_strategy::model::{
    Condition, Display, Expr, ExprKind, Strategy, Type, Variable, VariableId, VariableKind, When,
};

use super::{Values, evaluate};
use crate::Moment;
use crate::predicate::atoms;

/// Judgements looked back at, at most.
const MOST_BACK: u32 = 12;

/// A strategy with what is asked of it.
pub(crate) struct Asked {
    copy: Strategy,
    variables: Vec<VariableId>,
    last: u32,
}

/// A predicate, and where to find what became of it.
#[derive(Clone, Debug)]
pub(crate) struct JudgedWhen {
    /// The predicate.
    pub when: When,
    /// Whether it was true, with its persistence.
    pub truth: VariableId,
    /// The same of one judgement alone.
    pub once: VariableId,
    /// Steps of its last judgements, latest first.
    pub judged: Vec<u32>,
    /// By flat element, the judgements to tell of, latest first: the last ones, and the last that could be made; of a
    /// milestone that was met, those by which it was.
    told: Vec<Vec<u32>>,
    /// Its parts, in the order of [`atoms`].
    pub parts: Vec<Sides>,
}

impl JudgedWhen {
    /// The judgements to tell of an element, latest first.
    pub fn told(&self, flat: usize) -> impl Iterator<Item = u32> {
        self.told.get(flat).into_iter().flatten().copied()
    }
}

/// A part of a predicate, by the step at which it was judged.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sides {
    /// The part: a truth.
    pub whole: BTreeMap<u32, VariableId>,
    /// Its two sides, if it compares numbers.
    pub sides: Option<[BTreeMap<u32, VariableId>; 2]>,
}

/// The judgements that a predicate with its persistence rests on at a step, latest first.
fn back_from(last: u32, when: &When) -> Vec<u32> {
    let back = when.periods.clamp(1, MOST_BACK);
    (0..back).map_while(|k| last.checked_sub(k * when.every.max(1))).take_while(|step| *step > 0).collect()
}

impl Asked {
    pub fn new(strategy: &Strategy, moment: &Moment) -> Asked {
        Asked { copy: strategy.clone(), variables: Vec::new(), last: moment.step }
    }

    /// Asks for a variable of the strategy.
    pub fn variable(&mut self, id: VariableId) {
        self.variables.push(id);
    }

    /// Asks for a predicate of a variable: whether it was true, at every judgement.
    pub fn predicate(&mut self, strategy: &Strategy, owner: VariableId, when: &When, moment: &Moment) -> JudgedWhen {
        let condition = |when: When| VariableKind::Condition(Condition { holds: when, lost: None, observable: true });
        let truth = self.add(strategy, owner, Type::Truth, condition(when.clone()));
        let once = self.add(strategy, owner, Type::Truth, condition(When { of: 1, periods: 1, ..when.clone() }));
        let every = when.every.max(1);
        let judged = back_from(moment.last_end(every), when);
        JudgedWhen { when: when.clone(), truth, once, judged, told: Vec::new(), parts: Vec::new() }
    }

    /// Asks for the parts of a predicate at its last judgements, now that it is known which could be made.
    pub fn parts(
        &mut self,
        strategy: &Strategy,
        owner: VariableId,
        asked: &mut JudgedWhen,
        seen: &Values,
        moment: &Moment,
    ) {
        let every = asked.when.every.max(1);
        let latest = asked.judged.first().copied().unwrap_or(0);
        let milestone = matches!(strategy.variable(owner).kind, VariableKind::Milestone(_));
        for flat in 0..strategy.size(&strategy.variable(owner).dims) {
            let steps = || (1..=latest / every).map(|k| k * every);
            let met = steps().find(|step| milestone && seen.truth_after(owner, flat, *step) == Some(true));
            if let Some(met) = met {
                asked.told.push(back_from(met, &asked.when));
                continue;
            }
            let last = steps().rev().find(|step| seen.truth_after(asked.once, flat, *step).is_some());
            let last = last.filter(|step| !asked.judged.contains(step));
            asked.told.push(asked.judged.iter().copied().chain(last).collect());
        }
        let steps: BTreeSet<u32> = asked.told.iter().flatten().copied().collect();
        for atom in atoms(strategy, &asked.when.test) {
            let mut at = |expr: &Expr| -> BTreeMap<u32, VariableId> {
                steps.iter().map(|step| (*step, self.sample(strategy, owner, expr, *step, moment))).collect()
            };
            let sides = atom.sides.map(|(_, a, b)| [at(a), at(b)]);
            asked.parts.push(Sides { whole: at(atom.expr), sides });
        }
    }

    /// An expression as it was judged at a step.
    fn sample(
        &mut self,
        strategy: &Strategy,
        owner: VariableId,
        expr: &Expr,
        step: u32,
        moment: &Moment,
    ) -> VariableId {
        let date = moment.start() + f64::from(step) * moment.step_length();
        let kind = ExprKind::At(Box::new(expr.clone()), date);
        let value = Expr { kind, ty: expr.ty.clone(), dims: expr.dims.clone(), span: expr.span };
        self.add(strategy, owner, expr.ty.clone(), VariableKind::Let { flow: false, value })
    }

    fn add(&mut self, strategy: &Strategy, owner: VariableId, ty: Type, kind: VariableKind) -> VariableId {
        let id = VariableId(self.copy.variables.len() as u32);
        let owner = strategy.variable(owner);
        self.copy.variables.push(Variable {
            name: format!("{} asked {}", owner.name, id.0),
            title: None,
            docs: owner.docs.clone(),
            span: owner.span,
            dims: owner.dims.clone(),
            ty,
            display: Display { text: String::new(), scale: 1.0 },
            kind,
        });
        self.variables.push(id);
        id
    }

    /// Runs it over evidence.
    pub fn run(&self, evidence: &Evidence) -> Result<Values, String> {
        evaluate(&self.copy, &self.variables, self.last, evidence)
    }
}
