//! Macros: at every call a set of variables of its own.

use super::Resolver;
use super::Symbol;
use super::build::as_number;
use super::scope::{Instance, Scope};
use crate::equation::Read;
use crate::foreign::{Expr as Foreign, ExprKind as Kind, Macro, What, same};
use milepost_strategy::model::{Expr, VariableKind};
use milepost_syntax::Diagnostic;
use std::rc::Rc;

/// So deep macros may call one another.
const DEEPEST: usize = 50;
/// So many variables all calls of macros may make.
const MOST: usize = 2_000_000;

impl<'m> Resolver<'m> {
    /// A call of a macro: the variable of its name, or of one of its outputs.
    pub(crate) fn expanded(
        &mut self,
        whole: &Foreign,
        number: usize,
        output: Option<&str>,
        arguments: &[Foreign],
        scope: &Scope,
    ) -> Read<Expr> {
        let model = self.model;
        let called: &'m Macro = &model.macros[number];
        let span = whole.span;
        let left_out = called.defaults.get(arguments.len()..).unwrap_or_default();
        let enough = arguments.len() <= called.parameters.len()
            && arguments.len() + left_out.len() >= called.parameters.len()
            && left_out.iter().all(Option::is_some);
        if !enough {
            let message = format!(
                "the macro `{}` takes {} arguments, and {} stand here",
                called.name,
                called.parameters.len(),
                arguments.len()
            );
            return Err(Diagnostic::error(span, message).help(format!("give it {}", called.parameters.join(", "))));
        }
        if scope.depth >= DEEPEST || self.extras.len() > MOST {
            let message = format!("macros call one another more than {DEEPEST} deep in `{}`", called.name);
            return Err(Diagnostic::error(span, message).help("a macro cannot call itself"));
        }
        let mut instance = Instance::default();
        for (parameter, argument) in called.parameters.iter().zip(arguments.iter().chain(left_out.iter().flatten())) {
            if let Kind::Name(name, subscripts) = &argument.kind
                && let Symbol::Slot(slot) = self.symbol(name, scope)
                && self.slots[slot].is_table
            {
                let table = self.table_of(slot, subscripts, argument.span, scope)?;
                instance.tables.insert(same(parameter), table);
                continue;
            }
            if let Kind::Name(name, _) = &argument.kind
                && let Symbol::Table(slot, flat) = self.symbol(name, scope)
            {
                instance.tables.insert(same(parameter), (slot, flat));
                continue;
            }
            if let Some(place) = self.data_place(argument, scope)? {
                instance.data.insert(same(parameter), place);
            }
            let value = self.number(argument, scope)?;
            let id = self.extra(&format!("{}.{parameter}", called.name), value);
            instance.values.insert(same(parameter), id);
        }
        for variable in &called.variables {
            if matches!(variable.what, What::Nothing(_)) {
                continue;
            }
            if !variable.subscripts.is_empty() {
                let message = format!("`{}` has subscripts inside a macro, which is not supported", variable.name);
                return Err(Diagnostic::error(variable.name_span, message).help("call the macro once for each element"));
            }
            let id = self.reserve();
            if instance.values.insert(same(&variable.name), id).is_some() {
                let message = format!("`{}` has two equations in the macro `{}`", variable.name, called.name);
                return Err(Diagnostic::error(variable.name_span, message).help("keep one of them"));
            }
        }
        let instance = Rc::new(instance);
        let label = format!("{} in {}", called.name, scope.label).into();
        let inner = Scope { inside: Some(Rc::clone(&instance)), label, depth: scope.depth + 1, ..Scope::default() };
        for variable in &called.variables {
            let Some(&id) = instance.values.get(&same(&variable.name)) else { continue };
            let name = format!("{}.{}", called.name, variable.name);
            let kind = match &variable.what {
                What::Equation(e) => {
                    let value = match self.data_equation(variable, e, &inner)? {
                        Some(value) => value,
                        None => self.number(e, &inner)?,
                    };
                    VariableKind::Let { flow: false, value }
                }
                What::Graph(e, table) => {
                    let at = self.number(e, &inner)?;
                    VariableKind::Let { flow: false, value: self.at_table(table, None, at, &inner)? }
                }
                What::Level { rate, initial } => {
                    let (rate, initial) = (self.number(rate, &inner)?, self.number(initial, &inner)?);
                    self.stock(id, &name, rate, initial);
                    continue;
                }
                What::Stock { inflows, outflows, initial } => {
                    let initial = self.number(initial, &inner)?;
                    let mut rate = Vec::new();
                    for (flow, span) in inflows {
                        rate.push(self.name(flow, &[], *span, &inner)?);
                    }
                    for (flow, span) in outflows {
                        rate.push(super::build::negative(self.name(flow, &[], *span, &inner)?));
                    }
                    self.stock(id, &name, super::build::sum(rate, variable.span), initial);
                    continue;
                }
                What::Nothing(_) => continue,
                _ => {
                    let message = format!("`{}` inside a macro is not supported", variable.name);
                    return Err(Diagnostic::error(variable.name_span, message).help("write it outside the macro"));
                }
            };
            self.define(id, name, kind, variable.span);
        }
        let wanted = output.unwrap_or(&called.name);
        let value = match (&called.value, instance.values.get(&same(wanted))) {
            (Some(e), _) if output.is_none() => self.number(e, &inner)?,
            (_, Some(&id)) => super::build::variable(id, &[], span),
            (_, None) => {
                let message = format!("the macro `{}` has no equation for `{wanted}`", called.name);
                return Err(Diagnostic::error(called.span, message).help("it is what a call stands for"));
            }
        };
        Ok(as_number(value))
    }
}
