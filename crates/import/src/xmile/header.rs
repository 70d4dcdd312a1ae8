//! What stands before the models: times, dimensions, defaults.

use super::tree::Element;
use super::variable::{plain, truth};
use super::{Defaults, Reader};
use crate::foreign::{Dimension, Expr, ExprKind, Time, UnitName, same};
use milepost_syntax::Diagnostic;

/// How many elements a dimension may have.
const LONGEST: usize = 100_000;

impl Reader {
    /// `<sim_specs>`.
    pub(super) fn time(&mut self, specs: &Element) -> Time {
        let mut at = |name: &str| specs.child(name).and_then(|e| self.expression(e, name));
        let (start, stop, step) = (at("start"), at("stop"), at("dt"));
        for (name, value) in [("start", &start), ("stop", &stop)] {
            if value.is_none() && specs.child(name).is_none() {
                let finding = Diagnostic::error(specs.span, format!("`<sim_specs>` has no `<{name}>`"));
                self.findings.push(finding.help(format!("write `<{name}>...</{name}>` in it")));
            }
        }
        let dt = specs.child("dt");
        let reciprocal = dt.and_then(|e| e.attribute("reciprocal")).is_some_and(|r| r.eq_ignore_ascii_case("true"));
        let step = match (step, dt) {
            (Some(Expr { kind: ExprKind::Number(n), span }), _) if reciprocal && n > 0.0 => {
                Some(Expr { kind: ExprKind::Number(1.0 / n), span })
            }
            (Some(expr), _) if reciprocal => {
                self.findings.push(Diagnostic::error(expr.span, "a reciprocal step is a number above zero"));
                None
            }
            // XMILE 1.0, 2.3: the step is 1 where none is given.
            (None, None) => Some(Expr { kind: ExprKind::Number(1.0), span: specs.span }),
            (step, _) => step,
        };
        let method = specs.attribute("method").map(|methods| {
            // A list names the best first; the next ones are for tools that lack it (XMILE 1.0, 2.3).
            let mut all = methods.split(',').map(|m| m.trim().to_ascii_lowercase());
            let known = all.clone().find(|m| matches!(m.as_str(), "euler" | "rk2" | "rk4"));
            (known.or_else(|| all.next()).unwrap_or_default(), specs.span)
        });
        let unit = specs.attribute("time_units").map(str::trim).filter(|u| !u.is_empty()).map(str::to_string);
        Time { start, stop, step, save: None, method: method.filter(|(m, _)| !m.is_empty()), unit }
    }

    /// `<dim>`: elements by name, or as many as `size` says.
    pub(super) fn dimension(&mut self, dim: &Element) {
        let fault = |message: String| Diagnostic::error(dim.span, message);
        let Some(name) = dim.attribute("name").map(plain) else {
            return self.findings.push(fault("a `<dim>` has no name".into()));
        };
        let named = dim.all("elem").filter_map(|e| Some((plain(e.attribute("name")?), e.span)));
        let mut elements: Vec<_> = named.collect();
        if elements.is_empty()
            && let Some(size) = dim.attribute("size")
        {
            match size.trim().parse::<usize>() {
                Ok(size) if size <= LONGEST => {
                    if let Err(fault) = self.charge(size * 40, dim.span) {
                        return self.findings.push(fault);
                    }
                    elements = (1..=size).map(|n| (n.to_string(), dim.span)).collect();
                }
                Ok(_) => {
                    let message = format!("`{name}` has {} elements, and at most {LONGEST} are read", size.trim());
                    return self.findings.push(fault(message));
                }
                Err(_) => return self.findings.push(fault(format!("the size of `{name}` is no whole number"))),
            }
        }
        if elements.is_empty() {
            return self.findings.push(fault(format!("the dimension `{name}` has no elements")));
        }
        let span = dim.span;
        self.sizes.insert(same(&name), elements.len());
        self.model.dimensions.push(Dimension {
            name,
            elements,
            mappings: Vec::new(),
            equivalent: None,
            external: None,
            span,
        });
    }

    /// `<behavior>`: what holds for all stocks and flows that say nothing themselves.
    pub(super) fn behavior(&mut self, within: &Element, mut defaults: Defaults) -> Defaults {
        let Some(behavior) = within.child("behavior") else { return defaults };
        let own = |e: &Element| truth(e.child("non_negative"));
        if let Some(all) = own(behavior) {
            defaults = Defaults { stocks: all, flows: all };
        }
        defaults.stocks = behavior.child("stock").and_then(own).unwrap_or(defaults.stocks);
        defaults.flows = behavior.child("flow").and_then(own).unwrap_or(defaults.flows);
        for child in &behavior.children {
            if !matches!(child.name.as_str(), "stock" | "flow" | "non_negative") {
                let finding =
                    Diagnostic::error(child.span, format!("`<{}>` as a default is not understood", child.name));
                self.findings.push(finding.help("write it in each variable that it is meant for"));
            }
        }
        defaults
    }

    /// Other files whose values would be taken.
    pub(super) fn data(&mut self, root: &Element) {
        for import in root.all("data").flat_map(|d| d.all("import")) {
            let says = |name: &str, value: &str| import.attribute(name).is_some_and(|v| v.eq_ignore_ascii_case(value));
            if says("enabled", "false") || says("enabled", "0") {
                continue;
            }
            let from = import.attribute("resource").map_or(String::new(), |file| format!(" (`{file}`)"));
            let message = format!("values that are imported from another file{from} are not read");
            // What is imported only when someone asks stands in the model as it was then.
            let finding = match says("frequency", "on_demand") {
                true => Diagnostic::warning(import.span, message).help("the model's own values are used"),
                false => Diagnostic::error(import.span, message).help("write them into the model"),
            };
            self.findings.push(finding);
        }
        for unit in root.all("model_units").flat_map(|u| u.all("unit")) {
            let Some(name) = unit.attribute("name").map(str::to_string) else { continue };
            let equation = unit.text_of("eqn").map(str::trim).filter(|e| !e.is_empty()).map(str::to_string);
            let others = unit.all("alias").map(|alias| alias.text.trim().to_string()).collect();
            self.model.units.push(UnitName { name, equation, others });
        }
        if !self.model.units.is_empty() {
            self.model.left_out.push("<model_units>: definitions of units, which only `check` reads".into());
        }
    }
}
