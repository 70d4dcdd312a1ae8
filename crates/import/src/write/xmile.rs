//! A tree in XMILE's dialect as an `.xmile` file (XMILE 1.0, OASIS).

mod variable;

use super::expression::{number, text};
use super::names::{Taken, one_line};
use super::{Axis, Lost};
use crate::foreign::{Dialect, Expr, ExprKind, Macro, Model, Time, What, same};
use crate::resolve::slots::{Slot, gather};
use crate::resolve::subscripts::{RangeId, Subscripts};
use milepost_syntax::{Diagnostic, Severity};
use std::collections::HashSet;
use std::fmt::Write as _;

/// Writes a model.
///
/// # Errors
/// A finding for everything that the format cannot say.
pub(crate) fn write(model: &Model, axis: Axis, lost: &mut Lost) -> Result<String, Vec<Diagnostic>> {
    let external = |call: &Expr| Err(Diagnostic::error(call.span, "XMILE has no subscripts from files"));
    let mut subscripts = Subscripts::new(&model.dimensions, external).map_err(|fault| vec![fault])?;
    let mut findings = Vec::new();
    let (slots, _) = gather(&model.variables, &mut subscripts, &mut findings);
    let errors: Vec<Diagnostic> = findings.into_iter().filter(|f| f.severity == Severity::Error).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut taken = Taken::default();
    model.variables.iter().map(|v| &v.name).chain(model.dimensions.iter().map(|d| &d.name)).for_each(|name| {
        taken.take(name);
    });
    let mut writer = Writer { subscripts, taken, dimensions: Vec::new(), flows: flows(model), faults: Vec::new() };
    for dimension in &model.dimensions {
        let elements = dimension.elements.iter().map(|(name, _)| name.clone()).collect();
        writer.dimensions.push((dimension.name.clone(), elements));
    }
    for v in model.variables.iter().filter(|v| matches!(v.what, What::Nothing(_))) {
        let What::Nothing(what) = &v.what else { continue };
        let message = format!("`{}` is {what}, which cannot be written yet", v.name);
        writer.faults.push(Diagnostic::error(v.name_span, message).help("write it as stocks and flows"));
    }
    if model.variables.iter().any(|v| v.range.0.is_some() != v.range.1.is_some()) {
        lost.note("ranges with one end, of which XMILE has none");
    }
    let mut variables = String::new();
    slots.iter().for_each(|slot| writer.slot(slot, &mut variables));
    let mut macros = String::new();
    model.macros.iter().for_each(|m| writer.macro_(m, &mut macros));
    if !writer.faults.is_empty() {
        return Err(writer.faults);
    }
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<xmile version=\"1.0\" \
         xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\" xmlns:isee=\"http://iseesystems.com/XMILE\">\n",
    );
    header(model, &mut out);
    specs(&model.time, axis, lost, &mut out);
    writer.write_dimensions(&mut out);
    let _ = write!(out, "\t<model>\n\t\t<variables>\n{variables}{}\t\t</variables>\n\t</model>\n", groups(&slots));
    out.push_str(&macros);
    out.push_str("</xmile>\n");
    Ok(out)
}

/// What is needed while variables are written.
struct Writer {
    subscripts: Subscripts,
    taken: Taken,
    /// Name and elements of each dimension.
    dimensions: Vec<(String, Vec<String>)>,
    /// Names of flows of stocks, as they are compared.
    flows: HashSet<String>,
    faults: Vec<Diagnostic>,
}

/// The names of all flows that a stock has.
fn flows(model: &Model) -> HashSet<String> {
    let inside = model.macros.iter().flat_map(|m| &m.variables);
    let mut names = HashSet::new();
    for variable in model.variables.iter().chain(inside) {
        if let What::Stock { inflows, outflows, .. } = &variable.what {
            names.extend(inflows.iter().chain(outflows).map(|(name, _)| same(name)));
        }
    }
    names
}

fn header(model: &Model, out: &mut String) {
    let name = model.name.as_deref().map(|n| format!("\t\t<name>{}</name>\n", escaped(n))).unwrap_or_default();
    // Whose functions are meant stands in the product: Vensim rounds in its own way.
    let maker = model.maker.as_deref().filter(|m| m.to_lowercase().contains("vensim"));
    let product = maker.map_or("Milepost".to_string(), |m| format!("{}, written by Milepost", escaped(m)));
    let version = env!("CARGO_PKG_VERSION");
    let _ = write!(
        out,
        "\t<header>\n\t\t<vendor>Milepost</vendor>\n\t\t<product version=\"{version}\" lang=\"en\">{product}</product>\n\
         {name}\t</header>\n"
    );
}

/// `<sim_specs>`: numbers, as the standard asks for.
fn specs(time: &Time, axis: Axis, lost: &mut Lost, out: &mut String) {
    let mut value = |e: &Option<Expr>, known: f64, what: &str| match e.as_ref().map(|e| &e.kind) {
        Some(ExprKind::Number(value)) => number(*value),
        None => number(known),
        Some(_) => {
            lost.note(format!("the equation of {what}: it is written as the number {}", number(known)));
            number(known)
        }
    };
    let start = value(&time.start, axis.start, "the first instant");
    let stop = value(&time.stop, axis.stop, "the last instant");
    let step = value(&time.step, axis.step, "the step of time");
    let method = match time.method.as_ref().map(|(m, _)| m.to_lowercase()) {
        None => "Euler".to_string(),
        Some(method) if method == "euler" => "Euler".to_string(),
        Some(method) => method,
    };
    let unit = time.unit.as_deref().map(|u| format!(" time_units=\"{}\"", attribute(u))).unwrap_or_default();
    let save =
        if axis.save > axis.step { format!(" isee:save_interval=\"{}\"", number(axis.save)) } else { String::new() };
    let _ = write!(
        out,
        "\t<sim_specs method=\"{}\"{unit}{save}>\n\t\t<start>{start}</start>\n\t\t<stop>{stop}</stop>\n\
         \t\t<dt>{step}</dt>\n\t</sim_specs>\n",
        attribute(&method)
    );
}

/// Sectors: variables by name.
fn groups(slots: &[Slot]) -> String {
    let mut names: Vec<&str> = Vec::new();
    let group = |slot: &Slot| slot.equations.first().and_then(|(v, _)| v.group.clone());
    for (variable, _) in slots.iter().filter_map(|slot| slot.equations.first()) {
        if let Some(group) = variable.group.as_deref()
            && !names.contains(&group)
        {
            names.push(group);
        }
    }
    let mut out = String::new();
    for name in names {
        let _ = writeln!(out, "\t\t\t<group name=\"{}\">", attribute(name));
        for slot in slots.iter().filter(|slot| group(slot).as_deref() == Some(name)) {
            let _ = writeln!(out, "\t\t\t\t<entity name=\"{}\"/>", attribute(&one_line(slot.name)));
        }
        out.push_str("\t\t\t</group>\n");
    }
    out
}

impl Writer {
    fn write_dimensions(&self, out: &mut String) {
        if self.dimensions.is_empty() {
            return;
        }
        out.push_str("\t<dimensions>\n");
        for (name, elements) in &self.dimensions {
            let _ = writeln!(out, "\t\t<dim name=\"{}\">", attribute(&one_line(name)));
            for element in elements {
                let _ = writeln!(out, "\t\t\t<elem name=\"{}\"/>", attribute(&one_line(element)));
            }
            out.push_str("\t\t</dim>\n");
        }
        out.push_str("\t</dimensions>\n");
    }

    /// The dimension of a variable's position: the range itself, the smallest one that holds it, or a new one.
    fn dimension_of(&mut self, range: RangeId, variable: &str) -> String {
        let atoms = self.subscripts.ranges[range].atoms.clone();
        let holds =
            |r: &&crate::resolve::subscripts::Range| !r.name.is_empty() && atoms.iter().all(|a| r.atoms.contains(a));
        if !self.subscripts.ranges[range].name.is_empty() {
            return self.subscripts.ranges[range].name.clone();
        }
        if let Some(larger) = self.subscripts.ranges.iter().filter(holds).min_by_key(|r| r.atoms.len()) {
            return larger.name.clone();
        }
        let name = self.taken.fresh(&format!("{variable} elements"));
        let elements = atoms.iter().map(|&a| self.subscripts.atoms[a as usize].clone()).collect();
        self.dimensions.push((name.clone(), elements));
        self.subscripts.ranges[range].name = name.clone();
        name
    }

    fn macro_(&mut self, macro_: &Macro, out: &mut String) {
        let _ = writeln!(out, "\t<macro name=\"{}\">", attribute(&one_line(&macro_.name)));
        for (at, parameter) in macro_.parameters.iter().enumerate() {
            let default = macro_.defaults.get(at).and_then(Option::as_ref);
            let default =
                default.map(|e| format!(" default=\"{}\"", attribute(&text(e, Dialect::Xmile)))).unwrap_or_default();
            let name = escaped(&super::names::name(parameter, Dialect::Xmile));
            let _ = writeln!(out, "\t\t<parm{default}>{name}</parm>");
        }
        let value = match &macro_.value {
            Some(value) => text(value, Dialect::Xmile),
            None => super::names::name(&macro_.name, Dialect::Xmile),
        };
        let _ = writeln!(out, "\t\t<eqn>{}</eqn>", escaped(&value));
        if !macro_.variables.is_empty() {
            out.push_str("\t\t<variables>\n");
            for v in &macro_.variables {
                self.single(v, &[], out);
            }
            out.push_str("\t\t</variables>\n");
        }
        out.push_str("\t</macro>\n");
    }
}

/// Text of an element.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // XML has no way to say these.
            c if c < ' ' && !matches!(c, '\n' | '\t') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Text of an attribute.
fn attribute(text: &str) -> String {
    escaped(text).replace('"', "&quot;").replace(['\n', '\t'], " ")
}
