//! Stocks, and the conveyors, queues and ovens that are a kind of stock (XMILE 1.0, 3.7.2).

use super::Reader;
use super::tree::Element;
use super::variable::{plain, text_span};
use crate::foreign::{Conveyor, What, same};
use milepost_syntax::{Diagnostic, Span};

impl Reader {
    /// A stock, or what is special about it; `own` is the element of an array that is meant.
    pub(super) fn stock(&mut self, element: &Element, own: &Element, name: &str) -> Option<What> {
        let initial = own.child("eqn").or(own.child("init_eqn")).or(element.child("eqn"));
        let Some(initial) = initial else {
            let finding = Diagnostic::error(own.span, format!("the stock `{name}` has no initial value"));
            self.findings.push(finding.help("write one in `<eqn>`"));
            return None;
        };
        let initial = self.expression(initial, name)?;
        let inflows = flows(element, "inflow");
        let outflows = flows(element, "outflow");
        let special = element.children.iter().find(|c| KINDS.contains(&c.name.as_str()));
        let Some(special) = special else {
            return Some(What::Stock { inflows, outflows, initial });
        };
        let mut conveyor = Conveyor {
            kind: special.name.clone(),
            inflows,
            outflows,
            initial,
            transit: None,
            leaks: Vec::new(),
            capacity: None,
            inflow_limit: None,
        };
        for part in &special.children {
            let place = match part.name.as_str() {
                "len" => &mut conveyor.transit,
                "capacity" => &mut conveyor.capacity,
                "in_limit" => &mut conveyor.inflow_limit,
                other => {
                    let finding =
                        Diagnostic::error(part.span, format!("`<{other}>` of a {} is not understood", special.name));
                    self.findings.push(finding.help("remove it, or write the delay as an equation"));
                    continue;
                }
            };
            *place = self.expression(part, name);
        }
        let exponential = special.attribute("exponential_leak").is_some_and(|v| v.eq_ignore_ascii_case("true"));
        for (flow, _) in conveyor.outflows.clone() {
            let Some(Leak { equation, start, end }) = self.leaks.remove(&same(&flow)) else { continue };
            let fraction = equation.and_then(|e| self.expression(&e, &flow));
            conveyor.leaks.push((flow, fraction, exponential, start, end));
        }
        Some(What::Conveyor(Box::new(conveyor)))
    }

    /// Notes which flows leave conveyors and queues, and which of them leak, before variables are read.
    pub(super) fn outlets(&mut self, variables: &[&Element]) {
        self.outlets.clear();
        self.leaks.clear();
        for variable in variables {
            if variable.children.iter().any(|c| KINDS.contains(&c.name.as_str())) {
                self.outlets.extend(flows(variable, "outflow").iter().map(|(flow, _)| same(flow)));
            }
            let Some(leak) = variable.child("leak") else { continue };
            let zone = |name: &str, other: f64| variable.text_of(name).and_then(|t| t.parse().ok()).unwrap_or(other);
            let equation = if leak.text.trim().is_empty() { variable.child("eqn") } else { Some(leak) };
            let (start, end) = (zone("leak_start", 0.0), zone("leak_end", 1.0));
            let leak = Leak { equation: equation.map(Element::equation), start, end };
            self.leaks.insert(same(&plain(variable.attribute("name").unwrap_or_default())), leak);
        }
    }
}

/// The elements that make a stock something else.
const KINDS: [&str; 3] = ["conveyor", "queue", "oven"];

/// A flow that leaks from a conveyor.
pub(super) struct Leak {
    equation: Option<Element>,
    start: f64,
    end: f64,
}

/// What a flow is that has no rate of its own.
pub(super) fn outlet(flow: &Element) -> Option<&'static str> {
    let has = |name: &str| flow.child(name).is_some();
    if has("leak") {
        return Some("the leak of a conveyor");
    }
    has("overflow").then_some("the overflow of a queue")
}

fn flows(stock: &Element, name: &str) -> Vec<(String, Span)> {
    stock.children.iter().filter(|c| c.name == name).map(|c| (plain(&c.text), text_span(c))).collect()
}
