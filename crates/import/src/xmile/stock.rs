//! Stocks, and the conveyors, queues and ovens that are a kind of stock (XMILE 1.0, 3.7.2 and 4.2.1).

use super::Reader;
use super::tree::Element;
use super::variable::{plain, text_span};
use crate::foreign::{Conveyor, Expr, Leak, What, same};
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
        let inflows = flows(element, "inflow");
        let outflows = flows(element, "outflow");
        let special = kind(own).or(kind(element));
        let Some(special) = special else {
            let initial = self.expression(initial, name)?;
            return Some(What::Stock { inflows, outflows, initial });
        };
        let (initial, others) = self.list(initial, name)?;
        self.conveyor(special, inflows, outflows, (initial, others), name)
    }

    fn conveyor(
        &mut self,
        special: &Element,
        inflows: Vec<(String, Span)>,
        outflows: Vec<(String, Span)>,
        (initial, others): (Expr, Vec<Expr>),
        name: &str,
    ) -> Option<What> {
        let flag = |name: &str| special.attribute(name).map(|v| v.trim().eq_ignore_ascii_case("true"));
        let mut conveyor = Conveyor {
            kind: special.name.clone(),
            inflows,
            initial,
            others,
            transit: None,
            sample: None,
            arrest: None,
            leaks: Vec::new(),
            exponential: flag("exponential_leak").unwrap_or(false),
            capacity: None,
            inflow_limit: None,
            discrete: flag("discrete").unwrap_or(false),
            one_at_a_time: flag("one_at_a_time").unwrap_or(true),
            batch_integrity: flag("batch_integrity").unwrap_or(false),
            outflows,
        };
        self.attributes(special);
        let belt = conveyor.kind == "conveyor";
        for part in &special.children {
            let place = match part.name.as_str() {
                "len" if belt => &mut conveyor.transit,
                "sample" if belt => &mut conveyor.sample,
                "arrest" if belt => &mut conveyor.arrest,
                "capacity" if belt => &mut conveyor.capacity,
                "in_limit" if belt => &mut conveyor.inflow_limit,
                // An oven is refused whole.
                _ if conveyor.kind == "oven" => continue,
                other => {
                    let finding =
                        Diagnostic::error(part.span, format!("`<{other}>` of a {} is not understood", special.name));
                    self.findings.push(finding.help("remove it, or write the delay as an equation"));
                    continue;
                }
            };
            *place = self.expression(part, name);
        }
        let leaks = conveyor.outflows.iter().filter_map(|(flow, _)| match self.outlets.get(&same(flow)) {
            Some(Outlet::Leak { start, end }) => Some(Leak { flow: flow.clone(), start: *start, end: *end }),
            _ => None,
        });
        conveyor.leaks = leaks.collect();
        Some(What::Conveyor(Box::new(conveyor)))
    }

    /// Refuses what is not known of a conveyor and could change values.
    fn attributes(&mut self, special: &Element) {
        for (name, value) in &special.attributes {
            let known = ["discrete", "one_at_a_time", "batch_integrity", "exponential_leak"].contains(&name.as_str());
            let off = matches!(value.trim().to_ascii_lowercase().as_str(), "" | "false" | "0");
            if !known && !off && !name.starts_with("xmlns") {
                let message = format!("`{name}=\"{value}\"` of a {} is not supported", special.name);
                self.findings.push(Diagnostic::error(special.span, message).help("remove it"));
            }
        }
    }

    /// Notes which flows leave conveyors and queues, and how, before variables are read.
    pub(super) fn outlets(&mut self, variables: &[&Element]) {
        self.outlets.clear();
        let mut leaks = Vec::new();
        for variable in variables {
            let name = same(&plain(variable.attribute("name").unwrap_or_default()));
            if variable.child("leak").is_some() {
                leaks.push(name);
            } else if variable.child("overflow").is_some() {
                self.outlets.insert(name, Outlet::Overflow);
            }
        }
        let flow_of = |name: &str| {
            variables.iter().find(|v| v.name == "flow" && v.attribute("name").is_some_and(|n| same(&plain(n)) == name))
        };
        for variable in variables {
            let special = kind(variable).or(variable.all("element").find_map(kind));
            let Some(special) = special else { continue };
            let outflows: Vec<String> = flows(variable, "outflow").iter().map(|(flow, _)| same(flow)).collect();
            // Where no flow is marked as a leak, all but the first are (XMILE 1.0, 4.2.1).
            let marked = outflows.iter().any(|flow| leaks.contains(flow));
            for (i, flow) in outflows.iter().enumerate() {
                let leak = special.name == "conveyor" && if marked { leaks.contains(flow) } else { i > 0 };
                let outlet = match leak {
                    true => match flow_of(flow).map(|f| zone(f)) {
                        Some(Ok((start, end))) => Outlet::Leak { start, end },
                        Some(Err(fault)) => {
                            self.findings.push(fault);
                            continue;
                        }
                        None => Outlet::Leak { start: 0.0, end: 1.0 },
                    },
                    false if self.outlets.contains_key(flow) => continue,
                    false => Outlet::Exit,
                };
                self.outlets.insert(flow.clone(), outlet);
            }
        }
    }

    /// What a flow is whose rate a conveyor or queue gives; none where it has a rate of its own.
    pub(super) fn outlet(&mut self, element: &Element, own: &Element, name: &str) -> Option<Option<What>> {
        let outlet = self.outlets.get(&same(name))?;
        if !matches!(outlet, Outlet::Leak { .. }) {
            let overflow = matches!(outlet, Outlet::Overflow);
            return Some(Some(What::Driven { fraction: None, overflow }));
        }
        let value = |e: &Element| e.child("leak").filter(|l| !l.text.trim().is_empty()).is_some();
        let fraction = [own, element].into_iter().find_map(|e| match value(e) {
            true => e.child("leak"),
            false => e.child("eqn"),
        });
        let Some(fraction) = fraction else {
            self.no_equation(name, own.span);
            return Some(None);
        };
        let fraction = self.expression(fraction, name)?;
        let fraction = match own.child("gf").or(element.child("gf")) {
            Some(gf) => self.graph(fraction, gf)?,
            None => fraction,
        };
        Some(Some(What::Driven { fraction: Some(fraction), overflow: false }))
    }
}

/// The elements that make a stock something else.
const KINDS: [&str; 3] = ["conveyor", "queue", "oven"];

fn kind(element: &Element) -> Option<&Element> {
    element.children.iter().find(|c| KINDS.contains(&c.name.as_str()))
}

/// What a flow is that leaves a conveyor, a queue or an oven.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outlet {
    Exit,
    Overflow,
    Leak { start: f64, end: f64 },
}

/// Where a flow leaks: attributes of the flow or of its `<leak>`, or elements beside it.
fn zone(flow: &Element) -> Result<(f64, f64), Diagnostic> {
    if flow.child("leak_integers").is_some() {
        let finding = Diagnostic::error(flow.span, "leaks in whole units (`<leak_integers>`) are not supported");
        return Err(finding.help("let it leak parts of units"));
    }
    let end = |name: &str, other: f64| {
        let text = flow.attribute(name).or(flow.child("leak").and_then(|l| l.attribute(name)));
        let Some(text) = text.or(flow.text_of(name)) else { return Ok(other) };
        text.trim().parse().ok().filter(|v| (0.0..=1.0).contains(v)).ok_or_else(|| {
            Diagnostic::error(flow.span, format!("`{name}` is no number from 0 to 1"))
                .help("it is a place on the conveyor, 0 at its entry and 1 at its exit")
        })
    };
    Ok((end("leak_start", 0.0)?, end("leak_end", 1.0)?))
}

fn flows(stock: &Element, name: &str) -> Vec<(String, Span)> {
    stock.children.iter().filter(|c| c.name == name).map(|c| (plain(&c.text), text_span(c))).collect()
}
