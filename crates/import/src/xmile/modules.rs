//! Modules, written out: each use of a model becomes variables named after the module.

use super::Reader;
use super::tree::Element;
use super::variable::plain;
use crate::equation::Read;
use crate::foreign::{Conveyor, Expr, ExprKind, Subscript, Variable, What, same};
use milepost_syntax::{Diagnostic, Span};
use std::collections::{HashMap, HashSet};

/// Modules within one another.
const DEEPEST: usize = 20;

/// One `<model>` as it stands in the file.
#[derive(Default)]
pub(super) struct Part {
    pub(super) name: Option<String>,
    pub(super) variables: Vec<Variable>,
    pub(super) modules: Vec<Module>,
}

/// A use of a model within another.
pub(super) struct Module {
    name: String,
    /// Name of the model, where it is not the module's.
    model: String,
    /// The input's name in the model, and the variable that feeds it, as seen where the module stands.
    inputs: Vec<(String, String, Span)>,
    span: Span,
}

impl Reader {
    /// `<module name="hares"><connect to="area" from=".area"/></module>`.
    pub(super) fn module(&mut self, element: &Element) -> Option<Module> {
        let Some(name) = element.attribute("name").map(plain) else {
            let finding = Diagnostic::error(element.span, "a module has no name");
            self.findings.push(finding.help("write `name=\"...\"` in its tag"));
            return None;
        };
        let model = element.attribute("model").or(element.attribute("model_name")).map_or(name.clone(), plain);
        let mut inputs = Vec::new();
        for connect in &element.children {
            let ends = (connect.attribute("to"), connect.attribute("from"));
            let (true, (Some(to), Some(from))) = (connect.name.starts_with("connect"), ends) else { continue };
            let to = plain(to);
            // `hares.area` and `area` are the same input.
            let inner = match to.split_once('.') {
                Some((module, rest)) if same(module) == same(&name) => rest.to_string(),
                _ => to,
            };
            inputs.push((inner, plain(from), connect.span));
        }
        if let Some(resource) = element.attribute("resource") {
            let message = format!("the module `{name}` lies in another file, `{resource}`");
            self.findings.push(Diagnostic::error(element.span, message).help("save the model with it in one file"));
            return None;
        }
        Some(Module { name, model, inputs, span: element.span })
    }

    /// Writes out the model `main` with all its modules.
    pub(super) fn write_out(&mut self, mut parts: Vec<Part>, main: usize) {
        if parts[main].modules.is_empty() {
            self.model.variables = std::mem::take(&mut parts[main].variables);
            let names =
                Names { root: &HashMap::new(), own: HashMap::new(), tables: HashSet::new(), elements: &HashSet::new() };
            self.model.variables.iter_mut().for_each(|v| rename(v, &names));
            self.unused(&parts, main, &HashSet::new());
            return;
        }
        let elements: HashSet<String> = self
            .model
            .dimensions
            .iter()
            .flat_map(|d| d.elements.iter().map(|(name, _)| name).chain([&d.name]))
            .map(|name| same(name))
            .collect();
        let root = own_names(&parts[main], "");
        let mut used = HashSet::new();
        let models = parts.iter().enumerate().filter_map(|(i, part)| Some((same(part.name.as_deref()?), i)));
        let models = models.rev().collect();
        let mut place = Place { parts: &parts, models, root: &root, elements: &elements, used: &mut used };
        if let Err(fault) = self.instance(&mut place, main, "", root.clone(), &HashMap::new(), 0) {
            self.findings.push(fault);
        }
        self.unused(&parts, main, &used);
    }

    fn unused(&mut self, parts: &[Part], main: usize, used: &HashSet<usize>) {
        for (i, part) in parts.iter().enumerate().filter(|(i, _)| *i != main && !used.contains(i)) {
            let name = part.name.clone().unwrap_or_else(|| format!("number {}", i + 1));
            self.model.left_out.push(format!("the model {name}, which no module uses"));
        }
    }

    /// Adds the variables of one use of a model; `names` are its own, `inputs` what feeds it.  A fault ends it all.
    fn instance(
        &mut self,
        place: &mut Place,
        part: usize,
        prefix: &str,
        names: HashMap<String, String>,
        inputs: &HashMap<String, (String, Span)>,
        depth: usize,
    ) -> Read<()> {
        let parts = place.parts;
        let tables = parts[part].variables.iter().filter(|v| matches!(v.what, What::Lookup(_) | What::Graph(..)));
        let tables = tables.map(|v| same(&v.name)).collect();
        let names = Names { root: place.root, own: names, tables, elements: place.elements };
        for variable in &parts[part].variables {
            self.charge(weight(variable) + prefix.len(), variable.name_span)?;
            let mut variable = variable.clone();
            match inputs.get(&same(&variable.name)) {
                Some((source, span)) => fed(&mut variable, source, *span),
                None if variable.what == What::Data => self.no_equation(&variable.name, variable.span),
                None => rename(&mut variable, &names),
            }
            variable.name = format!("{prefix}{}", variable.name);
            self.model.variables.push(variable);
        }
        for module in &parts[part].modules {
            self.charge(200 + prefix.len(), module.span)?;
            let Some(&model) = place.models.get(&same(&module.model)) else {
                let message = format!("the module `{}` uses a model that is not in this file", module.name);
                let finding = Diagnostic::error(module.span, message);
                self.findings.push(finding.help(format!("add `<model name=\"{}\">`", module.model)));
                continue;
            };
            if depth == DEEPEST {
                return Err(Diagnostic::error(module.span, format!("modules are nested more than {DEEPEST} deep"))
                    .help("look for modules that hold one another"));
            }
            place.used.insert(model);
            let inner = format!("{prefix}{}.", module.name);
            let inputs = module.inputs.iter().map(|(to, from, span)| {
                (same(to), (names.full(from).unwrap_or_else(|| format!("{prefix}{from}")), *span))
            });
            let inputs = inputs.collect();
            self.instance(place, model, &inner, own_names(&parts[model], &inner), &inputs, depth + 1)?;
        }
        Ok(())
    }
}

/// About how many bytes a copy of a variable takes.
fn weight(variable: &Variable) -> usize {
    let table = match &variable.what {
        What::Graph(_, table) | What::Lookup(table) => 16 * table.points.len(),
        What::Numbers(rows) => rows.iter().map(|row| 8 * row.len()).sum(),
        What::Stock { inflows, outflows, .. } => 40 * (inflows.len() + outflows.len()),
        What::Conveyor(conveyor) => 400 + 40 * (conveyor.inflows.len() + 3 * conveyor.outflows.len()),
        _ => 0,
    };
    let text = variable.docs.len() + variable.name.len() + (variable.span.end - variable.span.start) as usize;
    200 + table + 10 * text + 40 * (variable.subscripts.len() + variable.except.len())
}

/// What stays the same while modules are written out.
struct Place<'a> {
    parts: &'a [Part],
    /// The first model of each name.
    models: HashMap<String, usize>,
    root: &'a HashMap<String, String>,
    elements: &'a HashSet<String>,
    used: &'a mut HashSet<usize>,
}

/// Names as seen from one use of a model.
struct Names<'a> {
    root: &'a HashMap<String, String>,
    /// Its variables and modules, with their full names.
    own: HashMap<String, String>,
    /// Those of them that have a graphical function.
    tables: HashSet<String>,
    /// Dimensions and their elements, which need no module.
    elements: &'a HashSet<String>,
}

/// The variables and modules of a model under a prefix.
fn own_names(part: &Part, prefix: &str) -> HashMap<String, String> {
    let names = part.variables.iter().map(|v| &v.name).chain(part.modules.iter().map(|m| &m.name));
    names.map(|name| (same(name), format!("{prefix}{name}"))).collect()
}

impl Names<'_> {
    /// The full name of what is called `name` here; none where it is no variable of the file.
    fn full(&self, name: &str) -> Option<String> {
        if let Some(name) = name.strip_prefix('.') {
            return Some(self.root.get(&same(name)).cloned().unwrap_or_else(|| name.to_string()));
        }
        if let Some(full) = self.own.get(&same(name)) {
            return Some(full.clone());
        }
        let (module, rest) = name.split_once('.')?;
        self.own.get(&same(module)).map(|full| format!("{full}.{rest}"))
    }

    fn change(&self, name: &mut String) {
        if let Some(full) = self.full(name) {
            *name = full;
        }
    }
}

/// An input of a module is the variable that it is connected to.
fn fed(variable: &mut Variable, source: &str, span: Span) {
    let subscripts = variable.subscripts.iter().map(|(name, span)| Subscript::Name(name.clone(), *span)).collect();
    variable.what = What::Equation(Expr { kind: ExprKind::Name(source.to_string(), subscripts), span });
    variable.non_negative = false;
}

/// Gives every name in a variable's equations its full form.
fn rename(variable: &mut Variable, names: &Names) {
    let flows = |list: &mut Vec<(String, Span)>| list.iter_mut().for_each(|(name, _)| names.change(name));
    match &mut variable.what {
        What::Equation(x) | What::Graph(x, _) => expression(x, names),
        What::Level { rate, initial } => {
            expression(rate, names);
            expression(initial, names);
        }
        What::Stock { inflows, outflows, initial } => {
            flows(inflows);
            flows(outflows);
            expression(initial, names);
        }
        What::Conveyor(conveyor) => {
            flows(&mut conveyor.inflows);
            flows(&mut conveyor.outflows);
            expression(&mut conveyor.initial, names);
            conveyor.others.iter_mut().for_each(|x| expression(x, names));
            let Conveyor { transit, sample, arrest, capacity, inflow_limit, .. } = &mut **conveyor;
            let parts = [transit, sample, arrest, capacity, inflow_limit];
            parts.into_iter().flatten().for_each(|x| expression(x, names));
            conveyor.leaks.iter_mut().for_each(|leak| names.change(&mut leak.flow));
        }
        What::Driven { fraction, .. } => fraction.iter_mut().for_each(|x| expression(x, names)),
        What::Lookup(_) | What::Numbers(_) | What::Data | What::Nothing(_) => {}
    }
}

fn expression(expr: &mut Expr, names: &Names) {
    match &mut expr.kind {
        ExprKind::Number(_) | ExprKind::NotAvailable | ExprKind::Text(_) | ExprKind::Table(_) => {}
        ExprKind::Name(name, list) => {
            names.change(name);
            subscripts(list, names);
        }
        ExprKind::Call { name, subscripts: list, arguments, outputs } => {
            // A variable may have a function's name; called with a value it is a variable only if it is a table.
            if names.tables.contains(&same(name)) {
                names.change(name);
            }
            subscripts(list, names);
            arguments.iter_mut().chain(outputs).for_each(|x| expression(x, names));
        }
        ExprKind::Unary(_, inner) => expression(inner, names),
        ExprKind::Binary(_, left, right) => {
            expression(left, names);
            expression(right, names);
        }
        ExprKind::If(three) => three.iter_mut().for_each(|x| expression(x, names)),
    }
}

fn subscripts(list: &mut [Subscript], names: &Names) {
    for subscript in list {
        match subscript {
            Subscript::Name(name, _) if !names.elements.contains(&same(name)) => names.change(name),
            Subscript::At(x) => expression(x, names),
            Subscript::Range(Some((from, to)), _) => {
                expression(from, names);
                expression(to, names);
            }
            Subscript::Name(..) | Subscript::Every(..) | Subscript::Range(None, _) => {}
        }
    }
}
