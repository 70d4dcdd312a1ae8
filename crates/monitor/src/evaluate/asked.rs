//! What a status asks of a run: every predicate by itself, and both sides of its comparisons when they were last judged.
//!
//! They are variables of a copy of the strategy, as studies write their measures, so that they come from the same program.

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
    /// Steps of its last judgements, latest first.
    pub judged: Vec<u32>,
    /// Its parts, in the order of [`atoms`].
    pub parts: Vec<Sides>,
}

/// A part of a predicate at each of the last judgements.
#[derive(Clone, Debug)]
pub(crate) struct Sides {
    /// The part: a truth.
    pub whole: Vec<VariableId>,
    /// Its two sides, if it compares numbers.
    pub sides: Option<(Vec<VariableId>, Vec<VariableId>)>,
}

impl Asked {
    pub fn new(strategy: &Strategy, moment: &Moment) -> Asked {
        Asked { copy: strategy.clone(), variables: Vec::new(), last: moment.step }
    }

    /// Asks for a variable of the strategy.
    pub fn variable(&mut self, id: VariableId) {
        self.variables.push(id);
    }

    /// Asks for a predicate of a variable.
    pub fn predicate(&mut self, strategy: &Strategy, owner: VariableId, when: &When, moment: &Moment) -> JudgedWhen {
        let truth = VariableKind::Condition(Condition { holds: when.clone(), lost: None, observable: true });
        let truth = self.add(strategy, owner, Type::Truth, truth);
        let every = when.every.max(1);
        let last = moment.last_end(every);
        let back = when.periods.clamp(1, MOST_BACK).max(2);
        let judged: Vec<u32> =
            (0..back).map_while(|k| last.checked_sub(k * every)).take_while(|step| *step > 0).collect();
        let parts = atoms(strategy, &when.test)
            .into_iter()
            .map(|atom| {
                let mut at = |expr: &Expr| -> Vec<VariableId> {
                    judged.iter().map(|step| self.sample(strategy, owner, expr, *step, moment)).collect()
                };
                let sides = atom.sides.map(|(_, a, b)| (at(a), at(b)));
                Sides { whole: at(atom.expr), sides }
            })
            .collect();
        JudgedWhen { when: when.clone(), truth, judged, parts }
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
