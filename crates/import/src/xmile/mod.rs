//! XMILE, `.xmile` and `.stmx`: the OASIS standard 1.0, what Stella and converters write, and Stella's dialect of 2013.
//!
//! The first `<model>` is the model; others are modules, which are written out under the name of the module
//! (`hares.births`).

mod header;
mod lexer;
mod modules;
mod stock;
mod table;
#[cfg(test)]
mod tests;
mod tree;
mod variable;

use crate::equation::{MOST_TOKENS, Read};
use crate::findings::Findings;
use crate::foreign::{Dialect, Expr, Macro, Model, same};
use milepost_syntax::{Diagnostic, FileId, Span};
use modules::Part;
use std::collections::HashMap;
use tree::Element;
use variable::{VARIABLES, plain};

/// Reads a model.  Yields what could be read and all findings; an error among them means that something is missing.
pub fn read(file: FileId, text: &str) -> (Model, Vec<Diagnostic>) {
    let tree = tree::read(file, text);
    let mut reader = Reader {
        file,
        model: Model { dialect: Dialect::Xmile, ..Model::default() },
        findings: tree.findings,
        outlets: HashMap::new(),
        sizes: HashMap::new(),
        module: false,
        budget: MOST,
        tokens: MOST_TOKENS,
    };
    reader.model.left_out = tree.left_out.iter().map(|name| format!("<{name}>")).collect();
    let broken = reader.findings.broken();
    match &tree.root {
        // What is left of a broken file would only be said to lack things.
        _ if broken => {}
        Some(root) if root.name == "xmile" => reader.file(root),
        other => {
            let (place, found) = match other {
                Some(root) => (root.span, format!("the file begins with `<{}>`", root.name)),
                None => (Span::new(file, 0, 0), "the file has no elements".to_string()),
            };
            let finding = Diagnostic::error(place, format!("this is no XMILE: {found}"));
            reader.findings.push(finding.help("save the model as XMILE in its tool"));
        }
    }
    (reader.model, reader.findings.all())
}

/// Elements that are only counted, equations of many elements and modules are written out to so many bytes.
const MOST: usize = 64 << 20;

/// What stocks and flows are when they say nothing themselves.
#[derive(Clone, Copy, Default)]
struct Defaults {
    stocks: bool,
    flows: bool,
}

struct Reader {
    file: FileId,
    model: Model,
    findings: Findings,
    /// Flows that leave conveyors, queues and ovens of the model being read.
    outlets: HashMap<String, stock::Outlet>,
    /// How many elements each dimension has.
    sizes: HashMap<String, usize>,
    /// The model being read is a module: what has no equation may be an input.
    module: bool,
    /// How many bytes may still be written that do not stand in the file.
    budget: usize,
    /// How many words, numbers and signs equations may still have.
    tokens: usize,
}

impl Reader {
    fn file(&mut self, root: &Element) {
        self.model.name = root.child("header").and_then(|h| h.text_of("name")).map(str::to_string);
        let maker = |h: &Element| Some(h.text_of("product").or(h.text_of("vendor"))?.to_string());
        self.model.maker = root.child("header").and_then(maker);
        self.data(root);
        let models: Vec<&Element> = root.all("model").collect();
        for dim in root.all("dimensions").chain(models.iter().flat_map(|m| m.all("dimensions"))) {
            dim.all("dim").for_each(|d| self.dimension(d));
        }
        for element in root.all("macro") {
            self.macro_(element);
        }
        let defaults = self.behavior(root, Defaults::default());
        let Some(main) =
            models.iter().position(|m| m.attribute("name").is_none()).or((!models.is_empty()).then_some(0))
        else {
            let finding = Diagnostic::error(root.span, "this file has no `<model>`");
            return self.findings.push(finding.help("save the model as XMILE in its tool"));
        };
        match models[main].child("sim_specs").or(root.child("sim_specs")) {
            Some(specs) => self.model.time = self.time(specs),
            None => {
                let finding = Diagnostic::error(root.span, "this file has no `<sim_specs>`");
                self.findings.push(finding.help("write `<sim_specs>` with `<start>`, `<stop>` and `<dt>`"));
            }
        }
        let mut parts = Vec::new();
        for (i, model) in models.iter().enumerate() {
            self.module = i != main;
            parts.push(self.part(model, defaults));
        }
        self.write_out(parts, main);
    }

    /// Reads the variables and modules of one `<model>`.
    fn part(&mut self, model: &Element, defaults: Defaults) -> Part {
        let defaults = self.behavior(model, defaults);
        // The dialect of 2013 has no `<variables>`.
        let within: Vec<&Element> = std::iter::once(model).chain(model.all("variables")).collect();
        let children = || within.iter().flat_map(|w| &w.children);
        let variables: Vec<&Element> = children().filter(|c| VARIABLES.contains(&c.name.as_str())).collect();
        self.outlets(&variables);
        let mut part = Part { name: model.attribute("name").map(plain), ..Part::default() };
        for variable in &variables {
            self.variable(variable, &defaults, &mut part.variables);
        }
        let mut sectors = Vec::new();
        for child in children() {
            match child.name.as_str() {
                "module" => {
                    if let Some(module) = self.module(child) {
                        part.modules.push(module);
                    }
                }
                "group" => sectors.push(child),
                name if VARIABLES.contains(&name) => {}
                "variables" | "dimensions" | "sim_specs" | "behavior" | "doc" | "units" => {}
                other => {
                    let finding = Diagnostic::warning(child.span, format!("`<{other}>` is not understood"));
                    self.findings.push(finding.help("it is left out"));
                }
            }
        }
        groups(&sectors, &mut part);
        part
    }

    /// Takes from what may still be written out; a fault where there is no more.
    fn charge(&mut self, bytes: usize, place: Span) -> Read<()> {
        self.budget = self.budget.checked_sub(bytes).ok_or_else(|| {
            Diagnostic::error(place, format!("written out, this file has more than {} MiB", MOST >> 20))
                .help("look for modules that hold one another, and for long equations of many elements")
        })?;
        Ok(())
    }

    fn macro_(&mut self, element: &Element) {
        let Some(name) = element.attribute("name").map(plain) else {
            let finding = Diagnostic::error(element.span, "a macro has no name");
            return self.findings.push(finding.help("write `name=\"...\"` in its tag"));
        };
        let defaults = element.all("parm").map(|parm| self.default_of(parm, &name)).collect();
        let part = self.part_of_macro(element);
        let value = element.child("eqn").and_then(|eqn| self.expression(eqn, &name));
        self.model.macros.push(Macro {
            name,
            parameters: element.all("parm").map(|p| plain(&p.text)).collect(),
            defaults,
            outputs: Vec::new(),
            variables: part,
            value,
            span: element.span,
        });
    }

    /// What stands for a parameter that a call leaves out.
    fn default_of(&mut self, parm: &Element, name: &str) -> Option<Expr> {
        let text = parm.attribute("default")?.to_string();
        let shifts = vec![(0, parm.span.start)];
        let eqn =
            Element { name: "eqn".into(), attributes: Vec::new(), children: Vec::new(), text, shifts, span: parm.span };
        let mut expr = self.expression(&eqn, name)?;
        // The tag stands for the text within it.
        expr.span = parm.span;
        Some(expr)
    }

    fn part_of_macro(&mut self, element: &Element) -> Vec<crate::foreign::Variable> {
        let variables: Vec<&Element> = std::iter::once(element)
            .chain(element.all("variables"))
            .flat_map(|w| &w.children)
            .filter(|c| VARIABLES.contains(&c.name.as_str()))
            .collect();
        self.outlets(&variables);
        let mut all = Vec::new();
        for variable in variables {
            self.variable(variable, &Defaults::default(), &mut all);
        }
        all
    }
}

/// A sector: its variables are told by name.
fn groups(groups: &[&Element], part: &mut Part) {
    let mut members = HashMap::new();
    for group in groups {
        let Some(name) = group.attribute("name").map(plain) else { continue };
        for child in &group.children {
            let member = match child.name.as_str() {
                "var" => Some(child.text.trim()),
                "entity" => child.attribute("name"),
                _ => None,
            };
            if let Some(member) = member {
                members.insert(same(&plain(member)), name.chars().take(200).collect::<String>());
            }
        }
    }
    if !members.is_empty() {
        part.variables.iter_mut().for_each(|v| v.group = members.get(&same(&v.name)).cloned());
    }
}
