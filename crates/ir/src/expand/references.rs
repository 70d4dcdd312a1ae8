//! What expressions read, without evaluating them.

use milepost_strategy::model::{Begins, Expr, ExprKind, StockFlow, Strategy, VariableId, VariableKind};

/// Hands over the parts of an expression, in order.
pub(super) fn parts<'a>(expr: &'a Expr, mut take: impl FnMut(&'a Expr)) {
    match &expr.kind {
        ExprKind::Number(_) | ExprKind::Truth(_) | ExprKind::Time | ExprKind::Variable(..) | ExprKind::Noise { .. } => {
        }
        ExprKind::Initial(a) | ExprKind::Neg(a) | ExprKind::Not(a) | ExprKind::Lookup(_, a) | ExprKind::At(a, _) => {
            take(a)
        }
        ExprKind::Occurs { rate, .. } => take(rate),
        ExprKind::Binary(_, a, b) => {
            take(a);
            take(b);
        }
        ExprKind::If(parts) => parts.iter().for_each(take),
        ExprKind::Call(_, parts) | ExprKind::ByElement(_, parts) => parts.iter().for_each(take),
        ExprKind::Reduce { body, weight, .. } => {
            take(body);
            weight.iter().for_each(|weight| take(weight));
        }
        ExprKind::OverTime { body, .. } => take(body),
        ExprKind::Smooth { input, over, initial, .. } | ExprKind::Delay { input, over, initial, .. } => {
            take(input);
            take(over);
            initial.iter().for_each(|initial| take(initial));
        }
        ExprKind::DelayFixed { input, initial, .. }
        | ExprKind::Previous { input, initial }
        | ExprKind::Active { value: input, initial } => {
            take(input);
            take(initial);
        }
        ExprKind::Lag { input, over, initial } => {
            take(input);
            take(over);
            take(initial);
        }
    }
}

/// Hands over the parts of an expression that its value needs at the same instant.
pub(super) fn at_once<'a>(expr: &'a Expr, mut take: impl FnMut(&'a Expr)) {
    match &expr.kind {
        // A material delay divides by its time.
        ExprKind::Delay { over, .. } => take(over),
        ExprKind::Smooth { .. }
        | ExprKind::DelayFixed { .. }
        | ExprKind::Lag { .. }
        | ExprKind::Previous { .. }
        | ExprKind::Initial(_) => {}
        ExprKind::Active { value, .. } => take(value),
        _ => parts(expr, take),
    }
}

/// Variables that the value of an expression needs at the same instant, in order, with repetitions.  What goes into a
/// smooth or a delay is not needed: the state that comes out is there before.
pub(super) fn reads(expr: &Expr) -> Vec<VariableId> {
    let mut found = Vec::new();
    let mut stack = vec![expr];
    while let Some(expr) = stack.pop() {
        let from = stack.len();
        match &expr.kind {
            ExprKind::Variable(variable, _) => found.push(*variable),
            _ => at_once(expr, |part| stack.push(part)),
        }
        stack[from..].reverse();
    }
    found
}

/// Every whole expression of a strategy that is lowered.
pub(super) fn roots(strategy: &Strategy) -> Vec<&Expr> {
    let mut roots: Vec<&Expr> = Vec::new();
    for variable in &strategy.variables {
        match &variable.kind {
            VariableKind::Let { value, .. } => roots.push(value),
            VariableKind::Stock(stock) => {
                roots.push(&stock.initial);
                for flow in &stock.flows {
                    match flow {
                        StockFlow::In(expr) | StockFlow::Out(expr) => roots.push(expr),
                        StockFlow::Toward { goal, over } => roots.extend([goal, over]),
                    }
                }
            }
            VariableKind::Indicator(indicator) => {
                roots.extend(std::iter::once(&indicator.observes).chain(&indicator.hidden))
            }
            VariableKind::Condition(condition) => {
                roots.push(&condition.holds.test);
                roots.extend(condition.lost.iter().map(|when| &when.test));
            }
            VariableKind::Milestone(milestone) => roots.push(&milestone.met.test),
            VariableKind::Trigger(trigger) => {
                let whens = [Some(&trigger.fires), trigger.second.as_ref(), trigger.ends.as_ref()];
                roots.extend(whens.into_iter().flatten().map(|when| &when.test));
                roots.extend(trigger.then.iter().map(|setting| &setting.value));
            }
            VariableKind::Constant(_)
            | VariableKind::Series(_)
            | VariableKind::Uncertain(_)
            | VariableKind::Lever(_) => {}
        }
    }
    let regimes = strategy.regimes.iter().flat_map(|r| &r.settings);
    let recommendations = strategy.recommendations.iter().flat_map(|r| &r.settings);
    roots.extend(regimes.chain(recommendations).map(|setting| &setting.value));
    for stage in strategy.pathways.iter().flat_map(|p| &p.stages) {
        if let Begins::When { test, .. } = &stage.begins {
            roots.push(test);
        }
    }
    roots.extend(strategy.measures.iter().map(|m| &m.value));
    roots.extend(strategy.charts.iter().map(|c| &c.value));
    roots
}
