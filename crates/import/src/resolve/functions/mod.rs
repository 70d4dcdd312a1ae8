//! What each function means.  One that is not in [`table`] is refused by name.

mod allocate;
mod data;
mod delays;
mod distributions;
mod lookups;
mod matrix;
mod over;
pub(crate) mod plain;
mod profile;
mod random;
pub(crate) mod table;
mod time;
mod vectors;
mod xmile;

use super::Resolver;
use super::scope::Scope;
use super::subscripts::{Atom, RangeId};
use crate::equation::Read;
use crate::foreign::{Dialect, Expr as Foreign, ExprKind as Kind, same};
use milepost_strategy::model::Expr;
use milepost_syntax::{Diagnostic, Span};
use table::Means;

/// A call of a function that yields a vector or matrix, and what is bound there but for its own ranges.
pub(crate) type Place = (usize, Vec<(RangeId, Atom, bool)>);

/// A call: the function's name as it is compared, and its arguments as they stand in the file.
pub(crate) struct Call<'c> {
    pub whole: &'c Foreign,
    pub name: &'c str,
    pub arguments: &'c [Foreign],
    pub scope: &'c Scope,
    pub span: Span,
}

impl<'c> Call<'c> {
    /// An argument that must be there.
    pub fn argument(&self, position: usize) -> Read<&'c Foreign> {
        self.arguments.get(position).ok_or_else(|| {
            let n = self.arguments.len();
            let message = format!("`{}` needs more than the {n} arguments that stand here", self.name);
            Diagnostic::error(self.span, message)
        })
    }

    /// Refuses a call with another number of arguments.
    pub fn count(&self, from: usize, to: usize) -> Read<()> {
        let n = self.arguments.len();
        if (from..=to).contains(&n) {
            return Ok(());
        }
        let wanted = match to {
            usize::MAX => format!("at least {from}"),
            to if from == to => from.to_string(),
            to => format!("{from} to {to}"),
        };
        let s = if (from, to) == (1, 1) { "" } else { "s" };
        let message = format!("`{}` takes {wanted} argument{s}, and {n} stand here", self.name);
        Err(Diagnostic::error(self.span, message))
    }

    /// A finding at the call.
    pub fn fault(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(self.span, message)
    }
}

impl Resolver<'_> {
    /// A call of a function.
    pub(crate) fn function(&mut self, whole: &Foreign, name: &str, arguments: &[Foreign], scope: &Scope) -> Read<Expr> {
        let key = same(name);
        let call = Call { whole, name, arguments, scope, span: whole.span };
        let dialect = self.model.dialect;
        if let Some(row) = table::row(&key, dialect) {
            call.count(*row.arguments.start(), *row.arguments.end())?;
            match row.means {
                Means::By(room) => {
                    // XMILE reads some of the functions that both tools have in its own way.
                    if let Some(value) = self.of_xmile(&key, &call)? {
                        return Ok(value);
                    }
                    if let Some(value) = room(self, &key, &call)? {
                        return Ok(value);
                    }
                }
                Means::Refused(why, instead) => {
                    return Err(call.fault(format!("`{name}` is not supported: {why}")).help(instead));
                }
            }
        }
        let finding = call.fault(format!("the function `{name}` is not supported"));
        Err(match milepost_syntax::nearest(&key, table::names(dialect)) {
            Some(near) => finding.help(format!("did you mean `{}`?", near.to_uppercase())),
            None => finding.help("write it with functions that are, or as stocks and flows"),
        })
    }

    /// The variable of the model that a name stands for.
    fn slot_named(&mut self, name: &str, c: &Call) -> Option<usize> {
        if let super::Symbol::Slot(slot) = self.symbol(name, c.scope) { Some(slot) } else { None }
    }

    /// All arguments as numbers.
    fn numbers(&mut self, call: &Call) -> Read<Vec<Expr>> {
        call.arguments.iter().map(|e| self.number(e, call.scope)).collect()
    }

    /// An argument that must be known before the run, as a whole number at least 1.
    fn order(&mut self, call: &Call, position: usize, what: &str) -> Read<u32> {
        let value = self.number(call.argument(position)?, call.scope)?;
        match self.before_run(&value).filter(|n| *n >= 0.5 && *n <= 10_000.0) {
            Some(order) => Ok(order.round() as u32),
            None => {
                let message = format!("{what} of `{}` must be a number from 1 to 10000 that is known", call.name);
                Err(call.fault(message).help("use a constant"))
            }
        }
    }

    /// An argument that must be known before the run.
    fn told_argument(&mut self, call: &Call, position: usize, what: &str) -> Read<f64> {
        let value = self.number(call.argument(position)?, call.scope)?;
        let known = self.throughout(&value);
        known.ok_or_else(|| {
            call.fault(format!("{what} of `{}` must be the same throughout", call.name)).help("use a constant")
        })
    }

    /// The ranges within an expression over which a reduction goes: `range!`, and `*` of XMILE.
    fn every(&mut self, e: &Foreign, scope: &Scope, found: &mut Vec<RangeId>) -> Read<()> {
        use crate::foreign::Subscript;
        match &e.kind {
            Kind::Name(name, subscripts) => {
                for (position, subscript) in subscripts.iter().enumerate() {
                    let range = match subscript {
                        Subscript::Every(range, span) => match self.subject(range, *span)? {
                            super::Subject::Range(range) => Some(range),
                            super::Subject::Atom(_) => None,
                        },
                        Subscript::Range(limits, span) => match self.symbol(name, scope) {
                            super::Symbol::Slot(slot) if position < self.slots[slot].axes.len() => {
                                let axis = self.slots[slot].axes[position].range;
                                Some(self.limits(axis, limits, *span, scope)?)
                            }
                            _ => None,
                        },
                        Subscript::At(index) => {
                            self.every(index, scope, found)?;
                            None
                        }
                        // In XMILE a dimension that the left-hand side lacks is gone over.
                        Subscript::Name(range, span) if self.model.dialect == Dialect::Xmile => {
                            match self.subject(range, *span)? {
                                super::Subject::Range(range) if scope.bound(range, &self.subscripts).is_none() => {
                                    Some(range)
                                }
                                _ => None,
                            }
                        }
                        Subscript::Name(..) => None,
                    };
                    found.extend(range.filter(|r| !found.contains(r)));
                }
                if subscripts.is_empty()
                    && self.model.dialect == Dialect::Xmile
                    && let super::Symbol::Slot(slot) = self.symbol(name, scope)
                {
                    let ranges: Vec<RangeId> = self.slots[slot].axes.iter().map(|a| a.range).collect();
                    for range in ranges {
                        if !found.contains(&range) {
                            found.push(range);
                        }
                    }
                }
                Ok(())
            }
            Kind::Call { subscripts, arguments, name, .. } => {
                let table = Foreign { kind: Kind::Name(name.clone(), subscripts.clone()), span: e.span };
                if !subscripts.is_empty() {
                    self.every(&table, scope, found)?;
                }
                // What an inner reduction goes over is its own.
                if matches!(
                    same(name).as_str(),
                    "sum" | "vmin" | "vmax" | "prod" | "mean" | "vector select" | "size" | "stddev"
                ) {
                    return Ok(());
                }
                arguments.iter().try_for_each(|a| self.every(a, scope, found))
            }
            Kind::Unary(_, a) => self.every(a, scope, found),
            Kind::Binary(_, a, b) => {
                self.every(a, scope, found)?;
                self.every(b, scope, found)
            }
            Kind::If(parts) => parts.iter().try_for_each(|p| self.every(p, scope, found)),
            Kind::Number(_) | Kind::NotAvailable | Kind::Text(_) | Kind::Table(_) => Ok(()),
        }
    }

    /// One scope for each combination of elements of some ranges, the last fastest.
    fn combinations(&self, ranges: &[RangeId], scope: &Scope, span: Span) -> Read<Vec<Scope>> {
        let mut scopes = vec![scope.clone()];
        for &range in ranges {
            let atoms = &self.subscripts.ranges[range].atoms;
            if scopes.len() * atoms.len() > 1_000_000 {
                return Err(Diagnostic::error(span, "this goes over more than a million elements"));
            }
            scopes = scopes.iter().flat_map(|s| atoms.iter().map(|&a| s.with(range, a, true))).collect();
        }
        Ok(scopes)
    }
}
