//! Which variables may ever be unknown: indicators and latches, and what reads them.

use milepost_strategy::model::{Expr, StockFlow, Strategy, VariableKind};

use super::order::settings;
use super::references::{Look, look};
use milepost_strategy::model::VariableId;

/// For each variable, whether it may be unknown at some time.
pub(super) fn unknowns(strategy: &Strategy) -> Vec<bool> {
    let n = strategy.variables.len();
    let mut readers: Vec<Vec<usize>> = vec![Vec::new(); n];
    let mut unknown = vec![false; n];
    for (i, variable) in strategy.variables.iter().enumerate() {
        let exprs: Vec<&Expr> = match &variable.kind {
            VariableKind::Indicator(_) | VariableKind::Condition(_) | VariableKind::Milestone(_) => {
                unknown[i] = true;
                Vec::new()
            }
            VariableKind::Constant(values) => {
                unknown[i] = values.iter().any(|v| v.is_nan());
                Vec::new()
            }
            VariableKind::Let { value, .. } => vec![value],
            VariableKind::Lever(_) => settings(strategy, VariableId(i as u32)).map(|s| &s.value).collect(),
            VariableKind::Stock(stock) => {
                let flows = stock.flows.iter().flat_map(|flow| match flow {
                    StockFlow::In(e) | StockFlow::Out(e) => vec![e],
                    StockFlow::Toward { goal, over } => vec![goal, over],
                });
                std::iter::once(&stock.initial).chain(flows).collect()
            }
            _ => Vec::new(),
        };
        for expr in exprs {
            let found = look(expr, Look::Unknown);
            unknown[i] |= found.unknown;
            found.variables.iter().for_each(|read| readers[read.index()].push(i));
        }
    }
    let mut stack: Vec<usize> = (0..n).filter(|&i| unknown[i]).collect();
    while let Some(i) = stack.pop() {
        for &reader in &readers[i] {
            if !std::mem::replace(&mut unknown[reader], true) {
                stack.push(reader);
            }
        }
    }
    unknown
}

/// Whether an expression may be unknown.
pub(super) fn may_be_unknown(unknown: &[bool], expr: &Expr) -> bool {
    let found = look(expr, Look::Unknown);
    found.unknown || found.variables.iter().any(|v| unknown[v.index()])
}
