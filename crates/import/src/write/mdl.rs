//! A tree in Vensim's dialect as an `.mdl` file.

use super::Lost;
use super::expression::{number, points, text};
use super::names::name;
use crate::foreign::{Dialect, Dimension, Expr, ExprKind, Interpolation, Macro, Model, NOT_AVAILABLE, Table, Variable};
use crate::foreign::{What, same};
use milepost_syntax::{Diagnostic, Span};
use std::fmt::Write as _;

/// What Vensim keeps the axis of time in.
const CONTROL: [&str; 4] = ["final time", "initial time", "saveper", "time step"];
const STARS: &str = "********************************************************";

/// Writes a model; `source` is the text it was read from, for statements that are kept as they stand.
///
/// # Errors
/// A finding for everything that the format cannot say.
pub(crate) fn write(model: &Model, source: &str, lost: &mut Lost) -> Result<String, Vec<Diagnostic>> {
    let mut writer = Writer { out: String::from("{UTF-8}\n"), source, faults: Vec::new() };
    for dimension in &model.dimensions {
        writer.dimension(dimension);
    }
    for macro_ in &model.macros {
        writer.macro_(macro_);
    }
    writer.groups(&model.variables);
    writer.out.push_str(&settings(model, lost));
    if writer.faults.is_empty() { Ok(writer.out) } else { Err(writer.faults) }
}

struct Writer<'s> {
    out: String,
    source: &'s str,
    faults: Vec<Diagnostic>,
}

fn vensim(e: &Expr) -> String {
    text(e, Dialect::Vensim)
}

fn plain(of: &str) -> String {
    name(of, Dialect::Vensim)
}

fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.map(plain).collect::<Vec<_>>().join(", ")
}

impl Writer<'_> {
    fn dimension(&mut self, dimension: &Dimension) {
        let own = plain(&dimension.name);
        if let Some((other, _)) = &dimension.equivalent {
            let _ = write!(self.out, "\n{own} <-> {}\n\t~\t\n\t~\t\t|\n", plain(other));
            return;
        }
        let elements = match &dimension.external {
            Some(call) => vensim(call),
            None => list(dimension.elements.iter().map(|(n, _)| n.as_str())),
        };
        let mappings: Vec<String> = dimension
            .mappings
            .iter()
            .map(|mapping| match mapping.elements.is_empty() {
                true => plain(&mapping.to),
                false => format!("({}: {})", plain(&mapping.to), list(mapping.elements.iter().map(String::as_str))),
            })
            .collect();
        let arrow = if mappings.is_empty() { String::new() } else { format!("\n\t\t-> {}", mappings.join(", ")) };
        let _ = write!(self.out, "\n{own}:\n\t{elements}{arrow}\n\t~\t\n\t~\t\t|\n");
    }

    fn macro_(&mut self, macro_: &Macro) {
        let outputs = if macro_.outputs.is_empty() {
            String::new()
        } else {
            format!(" : {}", list(macro_.outputs.iter().map(String::as_str)))
        };
        let parameters = list(macro_.parameters.iter().map(String::as_str));
        let _ = write!(self.out, "\n:MACRO: {}({parameters}{outputs})\n", plain(&macro_.name));
        if let Some(value) = &macro_.value {
            let _ = write!(self.out, "\n{} =\n\t{}\n\t~\t\n\t~\t\t|\n", plain(&macro_.name), vensim(value));
        }
        macro_.variables.iter().for_each(|v| self.variable(v));
        self.out.push_str("\n:END OF MACRO:\n");
    }

    /// Variables by group, in the order in which groups come first; the axis of time last, as Vensim does.
    fn groups(&mut self, variables: &[Variable]) {
        let control =
            |v: &&Variable| CONTROL.contains(&same(&v.name).as_str()) || v.group.as_deref() == Some("Control");
        let mut groups: Vec<&str> = Vec::new();
        for group in variables.iter().filter(|v| !control(v)).filter_map(|v| v.group.as_deref()) {
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        // Without a group first: a group goes on until the next one begins.
        variables.iter().filter(|v| v.group.is_none() && !control(v)).for_each(|v| self.variable(v));
        for group in groups {
            let _ = write!(self.out, "\n{STARS}\n\t.{group}\n{STARS}~\n\t|\n");
            variables
                .iter()
                .filter(|v| v.group.as_deref() == Some(group) && !control(v))
                .for_each(|v| self.variable(v));
        }
        let _ = write!(self.out, "\n{STARS}\n\t.Control\n{STARS}~\n\t\tSimulation Control Parameters\n\t|\n");
        variables.iter().filter(control).for_each(|v| self.variable(v));
    }

    fn variable(&mut self, v: &Variable) {
        if let What::Nothing(_) = v.what {
            let span = v.span;
            if let Some(statement) = self.source.get(span.start as usize..span.end as usize) {
                let statement = statement.trim().to_string();
                return self.statement(v, &statement);
            }
        }
        let mut left = plain(&v.name);
        bracketed(&mut left, &v.subscripts);
        for (i, except) in v.except.iter().enumerate() {
            left.push_str(if i == 0 { " :EXCEPT: " } else { ", " });
            bracketed(&mut left, except);
        }
        left.push_str(match v.interpolation {
            None => "",
            Some(Interpolation::Raw) => " :RAW: ",
            Some(Interpolation::Line) => " :INTERPOLATE: ",
            Some(Interpolation::HoldBackward) => " :HOLD BACKWARD: ",
            Some(Interpolation::LookForward) => " :LOOK FORWARD: ",
        });
        let sign = if v.fixed { "==" } else { "=" };
        let statement = match &v.what {
            What::Equation(e) => {
                // Vensim tells what a data equation is by its own sign.
                let sign = if reads_data(e) { ":=" } else { sign };
                format!("{left} {sign}\n\t{}", vensim(e))
            }
            What::Level { rate, initial } => {
                format!("{left} = INTEG (\n\t{},\n\t\t{})", vensim(rate), vensim(initial))
            }
            What::Lookup(table) => match &table.external {
                Some(call) => format!("{left}(\n\t{})", vensim(call)),
                None => format!("{left}(\n\t{})", points(table)),
            },
            What::Graph(e, table) => self.graph(&left, e, table, v),
            What::Numbers(rows) => format!("{left} {sign}\n\t{}", numbers(rows)),
            What::Data => left,
            What::Stock { .. } => return self.fault(v.name_span, &v.name, "a stock with flows"),
            What::Conveyor(conveyor) => return self.fault(v.name_span, &v.name, &format!("a {}", conveyor.kind)),
            What::Driven { .. } => return self.fault(v.name_span, &v.name, "what a conveyor or a queue lets out"),
            What::Nothing(what) => return self.fault(v.name_span, &v.name, what),
        };
        self.statement(v, &statement);
    }

    fn graph(&self, left: &str, e: &Expr, table: &Table, v: &Variable) -> String {
        let sign = if v.fixed { "==" } else { "=" };
        format!("{left} {sign} WITH LOOKUP (\n\t{},\n\t\t({}))", vensim(e), points(table))
    }

    fn fault(&mut self, span: Span, of: &str, what: &str) {
        let message = format!("`{of}` is {what}, which .mdl cannot say");
        self.faults.push(Diagnostic::error(span, message).help("write it as equations"));
    }

    /// A statement with its units, range, comment and mark.
    fn statement(&mut self, v: &Variable, statement: &str) {
        let mut units = safe(v.units.as_deref().unwrap_or_default());
        if v.range != (None, None) {
            let end = |end: Option<f64>| end.map_or("?".into(), number);
            let _ = write!(units, " [{},{}]", end(v.range.0), end(v.range.1));
        }
        let docs = safe(&v.docs).replace('\n', "\n\t\t");
        let mark = if v.supplementary { "\n\t~\t:SUPPLEMENTARY\n\t|\n" } else { "\n\t|\n" };
        let _ = write!(self.out, "\n{statement}\n\t~\t{}\n\t~\t{docs}{mark}", units.trim());
    }
}

fn bracketed(out: &mut String, names: &[(String, Span)]) {
    if !names.is_empty() {
        let _ = write!(out, "[{}]", names.iter().map(|(n, _)| plain(n)).collect::<Vec<_>>().join(","));
    }
}

/// Text without the signs that end a field.
fn safe(text: &str) -> String {
    text.replace('~', "-").replace('|', "/")
}

fn reads_data(e: &Expr) -> bool {
    matches!(&e.kind, ExprKind::Call { name, .. } if matches!(same(name).as_str(), "get xls data" | "get direct data"))
}

fn numbers(rows: &[Vec<f64>]) -> String {
    let one = |value: &f64| if *value == NOT_AVAILABLE { ":NA:".to_string() } else { number(*value) };
    let row = |row: &Vec<f64>| row.iter().map(one).collect::<Vec<_>>().join(", ");
    match rows {
        [only] => row(only),
        _ => rows.iter().map(|r| row(r) + ";").collect::<Vec<_>>().join("\n\t"),
    }
}

/// The settings that bear on values: the method of integration.
fn settings(model: &Model, lost: &mut Lost) -> String {
    let method = model.time.method.as_ref().map(|(m, _)| m.to_lowercase());
    let code = match method.as_deref() {
        None | Some("euler") => 0,
        Some("rk4") => 5,
        Some("rk2") => 4,
        Some(other) => {
            lost.note(format!("the method of integration `{other}`, which .mdl cannot name"));
            0
        }
    };
    format!(
        "\n\\\\\\---/// Sketch information - do not modify anything except names\n\
         V300  Do not put anything below this section - it will be ignored\n\
         *View 1\n\
         $192-192-192,0,Times New Roman|12||0-0-0|0-0-0|0-0-255|-1--1--1|-1--1--1|96,96,100,0\n\
         ///---\\\\\\\n:L\x7f<%^E!@\n15:0,0,0,{code},0,0\n"
    )
}
