//! `use model "file"`: the model of another tool that a strategy builds on.

use std::collections::BTreeSet;

use milepost_syntax::ast::{self, DeclarationKind, Docs, Name};
use milepost_syntax::{Diagnostic, Span};

use super::foreign_units;
use crate::checker::{Body, Checker, Header, Space, Symbol};
use crate::model::*;
use crate::time::whole;
use crate::unit::Unit;
use crate::world::Settled;

/// The model, read and kept as long as the check goes on.
#[derive(Debug)]
pub(crate) struct Base {
    /// Its file, as the strategy names it.
    pub path: String,
    /// The model.
    pub strategy: Strategy,
    /// Name and documentation of each of its variables.
    names: Vec<(Name, Docs)>,
    /// Which of them people can name.
    named: BTreeSet<VariableId>,
    /// Constants that cannot be another number in each future.
    pub settled: Vec<Settled>,
    /// The unit of time it counts in, as it says.
    time: String,
}

impl<'a> Checker<'a> {
    /// The first `use model` of the strategy.
    pub(crate) fn used_model(&self) -> Option<&'a ast::UseModel> {
        self.declarations().find_map(|d| if let DeclarationKind::UseModel(u) = &d.kind { Some(u) } else { None })
    }

    /// Reads the model that the strategy builds on, on the strategy's own axis where `time` says that it has one.  Yields
    /// the axis that holds.
    pub(crate) fn read_model(&mut self, time: Option<Span>) -> Option<TimeAxis> {
        let mut uses = Vec::new();
        for d in self.declarations() {
            if let DeclarationKind::UseModel(u) = &d.kind {
                uses.push(u);
            }
        }
        for extra in uses.iter().skip(1) {
            let message = "a strategy builds on one model, this is another";
            self.report(Diagnostic::error(extra.file.span, message).help("join the models in one file"));
        }
        let file = &uses.first()?.file;
        let axis = time.map(|_| self.axis.clone());
        let foreign = match self.world.model(&file.text, axis.as_ref(), &mut self.sources) {
            Ok(foreign) => foreign,
            Err(why) => {
                let message = format!("cannot use the model `{}`: {why}", file.text);
                return self
                    .fail(Diagnostic::error(file.span, message).help("name a .mdl, .xmile, .xml or .stmx file"));
            }
        };
        self.diagnostics.extend(foreign.diagnostics);
        let strategy = foreign.strategy?;
        let own = foreign.axis.unwrap_or_else(|| strategy.time.clone());
        let names = strategy.variables.iter().map(|v| (Name { text: v.name.clone(), span: v.span }, v.docs.clone()));
        let names = names.collect();
        let (named, settled) = (foreign.named.into_iter().collect(), foreign.settled);
        let base = Base { path: file.text.clone(), strategy, names, named, settled, time: own.unit.clone() };
        let held = match time {
            Some(span) => self.both_axes(&own, &base.path, span),
            None => self.axis_of(&own, &base, file.span),
        };
        self.base.set(base).ok()?;
        held
    }

    /// The model's axis as the strategy's.
    fn axis_of(&mut self, own: &TimeAxis, base: &Base, span: Span) -> Option<TimeAxis> {
        let Some(unit) = foreign_units::time(&base.time) else {
            let message = format!("`{}` counts its time in `{}`, which is no unit of time here", base.path, base.time);
            let help = format!(
                "write `time month from {} to {} step {}`, in the unit that is meant, in the `strategy` block",
                own.start, own.end, own.step
            );
            return self.fail(Diagnostic::error(span, message).help(help));
        };
        let report_every = whole(1.0 / own.step).unwrap_or(1);
        Some(TimeAxis { unit: unit.into(), report_every, ..own.clone() })
    }

    /// The strategy's axis, which holds; what of the model's is another is said.
    fn both_axes(&mut self, own: &TimeAxis, path: &str, span: Span) -> Option<TimeAxis> {
        let axis = self.axis.clone();
        if let Some(unit) = foreign_units::time(&own.unit)
            && unit != axis.unit
        {
            let message = format!("`{path}` counts its time in `{unit}`, the strategy in `{}`", axis.unit);
            return self.fail(Diagnostic::error(span, message).help(format!("write `time {unit} from ... to ...`")));
        }
        if axis.origin.is_some() && own.start != 0.0 {
            let message = format!("`{path}` begins at time {}, and a dated time counts from 0", own.start);
            let help = format!("write `time {} from {} to {}`", axis.unit, own.start, own.end);
            return self.fail(Diagnostic::error(span, message).help(help));
        }
        if (own.start, own.step, own.method) != (axis.start, axis.step, axis.method) {
            let shown = |a: &TimeAxis| format!("from {} step {} method {}", a.start, a.step, method(a.method));
            let message = format!("the strategy\u{2019}s time holds, {}; `{path}` has {}", shown(&axis), shown(own));
            self.report(Diagnostic::warning(span, message).help("leave `time` out to run it on the model's own"));
        }
        Some(axis)
    }

    /// Takes over all that the model has: its dimensions, tables and variables keep their numbers.
    pub(crate) fn adopt(&mut self) {
        let Some(base) = self.base.get() else { return };
        for (i, dimension) in base.strategy.dimensions.iter().enumerate() {
            let id = DimensionId(i as u32);
            // A second position of the same dimension has a number of its own, and no name.
            let key = (Space::Dimension, crate::same(&dimension.name));
            if !dimension.name.is_empty() && !self.alike.contains_key(&key) {
                self.alike.insert(key, (dimension.name.clone(), Symbol::Dimension(id), dimension.span));
            }
            self.dimensions.push(dimension.clone());
        }
        self.lookups.extend(base.strategy.lookups.iter().cloned());
        let mut strange: Vec<&str> = Vec::new();
        let mut count = 0;
        for (i, variable) in base.strategy.variables.iter().enumerate() {
            let id = VariableId(i as u32);
            let (name, docs) = &base.names[i];
            let text = variable.display.text.trim();
            let known = foreign_units::parse(text, &self.units);
            if known.is_none() && !text.is_empty() && base.named.contains(&id) {
                count += 1;
                if !strange.contains(&text) {
                    strange.push(text);
                }
            }
            let unit = known.unwrap_or_default();
            let shown = if unit.is_one() { text.to_string() } else { unit.to_string() };
            let unit = (!text.is_empty()).then_some((unit, Display { text: shown, scale: 1.0 }));
            let ty = Type::Number(unit.as_ref().map_or(Unit::one(), |(unit, _)| unit.clone()));
            if base.named.contains(&id) {
                let key = (Space::Value, crate::same(&name.text));
                self.alike.insert(key, (name.text.clone(), Symbol::Variable(id), name.span));
            }
            self.headers.push(Header {
                name,
                title: None,
                docs,
                span: variable.span,
                dims: variable.dims.clone(),
                unit,
                ty: Some(ty),
                body: Body::Foreign,
                broken: false,
            });
            self.kinds.push(Some(variable.kind.clone()));
        }
        if let (Some(first), Some(used)) = (strange.first(), self.used_model()) {
            let what = if count == 1 { "1 variable".into() } else { format!("{count} variables") };
            let message =
                format!("{what} of `{}` have units that the language does not know, such as `{first}`", base.path);
            let help = "they are numbers without a unit here; `unit NAME` makes a unit known";
            self.report(Diagnostic::warning(used.file.span, message).help(help));
        }
    }

    /// Whether a variable belongs to the model that the strategy builds on.
    pub(crate) fn is_foreign(&self, id: VariableId) -> bool {
        self.base.get().is_some_and(|base| id.index() < base.strategy.variables.len())
    }
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Euler => "euler",
        Method::Rk2 => "rk2",
        Method::Rk4 => "rk4",
    }
}
