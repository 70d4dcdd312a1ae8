//! A checked model of another tool as text of our own language.
//!
//! Units are tried first, as their author wrote them ([`Units::Declared`]).  Where they do not go together by the rules of our
//! language, every variable is a number without a unit, as its tool has it; where time comes in, the unit of time is named:
//! `time / month`, `smooth(x, lag * month)`, `inflow births / month`.  The author's units stand in the comments.

mod constant;
mod expression;
mod fold;
mod names;
mod units;

use crate::run::Ready;
use milepost_import::write::Lost;
use milepost_strategy::model::{
    DimensionId, Expr, ExprKind, LookupId, Method, StockFlow, Strategy, Variable, VariableId, VariableKind,
};
use milepost_syntax::Diagnostic;
use milepost_syntax::ast::BinaryOp;
use names::{Taken, element, text};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;

/// Columns of the original and what they are called.
pub(crate) type Names = Vec<(String, String)>;

/// What becomes of the units that an author wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Units {
    /// They are declared.
    Declared,
    /// They stand in comments, and everything is a number.
    Comments,
}

/// Text, columns and what is lost.
type Written = (String, Names, Lost);

/// Writes a model.  None where one of its units cannot be said.
///
/// # Errors
/// A finding for everything that the language cannot say.
pub(crate) fn write(ready: &Ready, how: Units) -> Result<Option<Written>, Vec<Diagnostic>> {
    let strategy = &ready.strategy;
    let mut taken = Taken::new();
    let needed = needed(ready);
    let name = |(i, v): (usize, &Variable)| {
        if needed[i] { taken.name(v.name.split(" #").next().unwrap_or(&v.name)) } else { String::new() }
    };
    let names: Vec<String> = strategy.variables.iter().enumerate().map(name).collect();
    let mut lost = Lost::default();
    let unit = unit_of_time(&strategy.time.unit, &mut lost);
    let mut declared = BTreeSet::new();
    let units = match how {
        Units::Comments => None,
        Units::Declared => {
            let unit = |(i, v): (usize, &Variable)| {
                let written = if needed[i] { v.display.text.as_str() } else { "" };
                units::unit(written, unit, &mut declared)
            };
            match strategy.variables.iter().enumerate().map(unit).collect::<Option<Vec<String>>>() {
                Some(units) if told(ready) => Some(units),
                _ => return Ok(None),
            }
        }
    };
    let mut writer = Writer {
        units,
        strategy,
        flows: flows(strategy),
        dimensions: dimensions(strategy, &mut taken),
        names,
        taken,
        unit,
        lookups: BTreeMap::new(),
        tables: String::new(),
        helpers: String::new(),
        place: (VariableId(0), Vec::new()),
        faults: Vec::new(),
    };
    let mut body = String::new();
    for (i, variable) in strategy.variables.iter().enumerate().filter(|(i, _)| needed[*i]) {
        let declared = writer.variable(VariableId(i as u32), variable);
        body.push_str(&std::mem::take(&mut writer.helpers));
        body.push_str(&declared);
    }
    if !writer.faults.is_empty() {
        return Err(writer.faults);
    }
    let columns = ready.columns.iter().map(|c| (c.name.clone(), writer.column(c.variable, c.flat))).collect();
    let mut out = writer.frame();
    for unit in &declared {
        let _ = writeln!(out, "unit {unit}");
    }
    for (d, dimension) in strategy.dimensions.iter().enumerate() {
        if writer.dimensions.used(d, strategy, &needed) {
            let (name, elements) = writer.dimensions.get(DimensionId(d as u32));
            let elements: Vec<String> = elements.iter().map(|e| element(e)).collect();
            let _ = writeln!(out, "/// {}", comment(&dimension.name));
            let _ = writeln!(out, "dimension {name} {{ {} }}", elements.join(" "));
        }
    }
    out.push_str(&writer.tables);
    out.push_str(&body);
    Ok(Some((out, columns, lost)))
}

/// What is needed while variables are written.
struct Writer<'s> {
    strategy: &'s Strategy,
    /// The unit of each variable, where they are declared.
    units: Option<Vec<String>>,
    names: Vec<String>,
    /// Flows that are cut to what is in a stock: they have a unit, per time.
    flows: Vec<bool>,
    dimensions: Dimensions,
    taken: Taken,
    /// The unit of time.
    unit: &'static str,
    lookups: BTreeMap<LookupId, String>,
    tables: String,
    /// Declarations that the present one needs.
    helpers: String,
    /// The variable being written, and the dimensions of its declaration.
    place: (VariableId, Vec<DimensionId>),
    faults: Vec<Diagnostic>,
}

/// Names of dimensions and elements; no element has the name of another dimension's.
struct Dimensions(Vec<(String, Vec<String>)>);

impl Dimensions {
    fn get(&self, d: DimensionId) -> &(String, Vec<String>) {
        &self.0[d.index()]
    }

    fn used(&self, d: usize, strategy: &Strategy, needed: &[bool]) -> bool {
        let has = |(i, v): (usize, &Variable)| needed[i] && v.dims.iter().any(|x| x.index() == d);
        strategy.variables.iter().enumerate().any(has)
    }
}

fn dimensions(strategy: &Strategy, taken: &mut Taken) -> Dimensions {
    let mut seen: HashSet<String> = HashSet::new();
    let mut out = Vec::new();
    for dimension in &strategy.dimensions {
        let wanted = if dimension.name.is_empty() { "elements" } else { dimension.name.as_str() };
        let name = taken.name(wanted);
        let mut elements = Vec::new();
        for e in &dimension.elements {
            let e = text(e).trim_matches('"').to_string();
            let mut unique = e.clone();
            let mut number = 1;
            while !seen.insert(unique.clone()) {
                unique = if number == 1 { format!("{name} {e}") } else { format!("{name} {e} {number}") };
                number += 1;
            }
            elements.push(unique);
        }
        out.push((name, elements));
    }
    Dimensions(out)
}

/// The variables with columns, and all that they read.
fn needed(ready: &Ready) -> Vec<bool> {
    let strategy = &ready.strategy;
    let mut needed = vec![false; strategy.variables.len()];
    let mut open: Vec<VariableId> = ready.columns.iter().map(|c| c.variable).collect();
    while let Some(id) = open.pop() {
        if !std::mem::replace(&mut needed[id.index()], true) {
            for e in crate::run::parts(&strategy.variable(id).kind) {
                milepost_strategy::visit::variables(e, &mut |v| open.push(v));
            }
        }
    }
    needed
}

/// Whether the author gave every variable a unit: half of them would be guessed from the rest.
fn told(ready: &Ready) -> bool {
    let control = ["initial time", "final time", "time step", "saveper"];
    let mut own = ready.columns.iter().map(|c| ready.strategy.variable(c.variable));
    own.all(|v| {
        !v.display.text.trim().is_empty() || control.contains(&milepost_import::foreign::same(&v.name).as_str())
    })
}

/// Variables that are declared as flows.
fn flows(strategy: &Strategy) -> Vec<bool> {
    strategy.variables.iter().map(|v| matches!(v.kind, VariableKind::Let { flow: true, .. })).collect()
}

fn unit_of_time(unit: &str, lost: &mut Lost) -> &'static str {
    let wanted = unit.trim().to_lowercase();
    let known = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];
    let found = known.iter().find(|k| wanted == **k || wanted.strip_suffix('s') == Some(**k));
    found.copied().unwrap_or_else(|| {
        lost.note(format!("the unit of time, `{unit}`: it is written as month"));
        "month"
    })
}

/// Text of a comment: it cites nothing.
fn comment(text: &str) -> String {
    text.replace('[', "(").replace(']', ")").replace("*assumption*", "assumption")
}

/// A number as the language reads it back.
pub(super) fn number(value: f64) -> String {
    let value = if value.is_infinite() { f64::MAX.copysign(value) } else { value };
    let size = value.abs();
    if value == 0.0 {
        "0".into()
    } else if (1e-5..1e15).contains(&size) {
        format!("{value}")
    } else {
        format!("{value:e}")
    }
}

impl<'s> Writer<'s> {
    fn frame(&self) -> String {
        let time = &self.strategy.time;
        let method = match time.method {
            Method::Euler => "",
            Method::Rk2 => " method rk2",
            Method::Rk4 => " method rk4",
        };
        format!(
            "strategy {} {{\n  time {} from {} to {} step {}{method}\n}}\n",
            text(&self.strategy.title),
            self.unit,
            number(time.start),
            number(time.end),
            number(time.step)
        )
    }

    /// What a column of the original is called.
    fn column(&self, id: VariableId, flat: usize) -> String {
        let variable = self.strategy.variable(id);
        let env = self.strategy.environment(&variable.dims, flat);
        let names: Vec<&str> = env.iter().map(|(d, i)| self.dimensions.get(*d).1[*i].as_str()).collect();
        let name = &self.names[id.index()];
        if names.is_empty() { name.clone() } else { format!("{name}[{}]", names.join(",")) }
    }

    fn head(&self, name: &str, dims: &[DimensionId]) -> String {
        if dims.is_empty() {
            return name.to_string();
        }
        let dims: Vec<&str> = dims.iter().map(|d| self.dimensions.get(*d).0.as_str()).collect();
        format!("{name}[{}]", dims.join(", "))
    }

    /// The original's name, unit and words.
    fn docs(&self, variable: &Variable) -> String {
        let original = variable.name.split(" #").next().unwrap_or(&variable.name);
        let unit = match variable.display.text.trim() {
            "" => String::new(),
            _ if self.units.is_some() => String::new(),
            unit => format!(" ({})", comment(unit)),
        };
        let mut out = format!("\n/// {}{unit}\n", comment(&text(original).replace('"', "")));
        for line in variable.title.iter().flat_map(|t| t.lines()).filter(|l| !l.trim().is_empty()) {
            let _ = writeln!(out, "/// {}", comment(line.trim()));
        }
        out
    }

    fn variable(&mut self, id: VariableId, variable: &Variable) -> String {
        let name = self.names[id.index()].clone();
        self.place = (id, variable.dims.clone());
        let head = self.head(&name, &variable.dims);
        let docs = self.docs(variable);
        match &variable.kind {
            VariableKind::Constant(values) => {
                let values = self.constants(values, &variable.dims);
                format!("{docs}let {head}{} = {values}\n", self.declared(id))
            }
            VariableKind::Let { flow, value } => {
                let value = fold::fold(value.clone(), self.strategy);
                if *flow {
                    let value = self.rate(&value);
                    let unit = match &self.units {
                        Some(_) => self.declared(id),
                        None => format!(": 1/{}", self.unit),
                    };
                    return format!("{docs}flow {head}{unit} = {value}\n");
                }
                // What reads itself through a delay cannot have its unit worked out: it is said.
                let unit = match self.declared(id) {
                    none if none.is_empty() && self.reads_itself(id, &value) => ": share".to_string(),
                    unit => unit,
                };
                let value = self.root(&value);
                format!("{docs}let {head}{unit} = {value}\n")
            }
            VariableKind::Stock(stock) => {
                let initial = fold::fold(stock.initial.clone(), self.strategy);
                let mut block = format!("  initial {}\n", self.within(&initial, 0));
                let flows = if stock.nonnegative { stock.flows.clone() } else { terms(&stock.flows) };
                for flow in &flows {
                    let (word, e) = match flow {
                        StockFlow::In(e) => ("inflow ", e),
                        StockFlow::Out(e) => ("outflow", e),
                        StockFlow::Toward { .. } => continue,
                    };
                    let e = fold::fold(e.clone(), self.strategy);
                    let own = match &e.kind {
                        ExprKind::Variable(id, _) => self.flows[id.index()],
                        _ => false,
                    };
                    let _ = match own {
                        true => writeln!(block, "  {word} {}", self.flow_itself(&e)),
                        false => writeln!(block, "  {word} {}", self.rate(&e)),
                    };
                }
                let mark = if stock.nonnegative { " nonnegative" } else { "" };
                format!("{docs}stock {head}{}{mark} {{\n{block}}}\n", self.declared(id))
            }
            _ => {
                let message = format!("`{}` is nothing that another tool's model has", variable.name);
                self.faults.push(Diagnostic::error(variable.span, message));
                String::new()
            }
        }
    }

    /// `: person/month`, where units are declared.
    fn declared(&self, id: VariableId) -> String {
        match self.units.as_ref().map(|units| units[id.index()].as_str()) {
            None | Some("") => String::new(),
            Some(unit) => format!(": {unit}"),
        }
    }

    /// What flows in a unit of time.
    fn rate(&mut self, e: &Expr) -> String {
        match self.units {
            Some(_) => self.within(e, 0),
            None => format!("{} / {}", self.within(e, expression::PRODUCT), self.unit),
        }
    }

    /// Whether a variable that remembers something reads itself, through equations alone.
    fn reads_itself(&self, id: VariableId, value: &Expr) -> bool {
        if !remembers(value) {
            return false;
        }
        let mut seen = HashSet::new();
        let mut open = Vec::new();
        milepost_strategy::visit::variables(value, &mut |v| open.push(v));
        while let Some(next) = open.pop() {
            if next == id {
                return true;
            }
            if seen.insert(next)
                && let VariableKind::Let { value, .. } = &self.strategy.variable(next).kind
            {
                milepost_strategy::visit::variables(value, &mut |v| open.push(v));
            }
        }
        false
    }

    /// Numbers by element.
    fn constants(&self, values: &[f64], dims: &[DimensionId]) -> String {
        let same = values.windows(2).all(|w| w[0].to_bits() == w[1].to_bits());
        let Some((first, rest)) = dims.split_first().filter(|_| !same) else {
            return values.first().map_or("0".into(), |v| number(*v));
        };
        let elements = &self.dimensions.get(*first).1;
        let n = values.len() / elements.len().max(1);
        let rows: Vec<String> = elements
            .iter()
            .zip(values.chunks(n.max(1)))
            .map(|(e, row)| format!("{}: {}", element(e), self.constants(row, rest)))
            .collect();
        braces(&rows)
    }

    /// A variable that the present one needs: its declaration without the head.
    fn helper(&mut self, what: &str, dims: &[DimensionId]) -> (String, String) {
        let own = self.names[self.place.0.index()].clone();
        let name = self.taken.name(&format!("{own} {what}"));
        let head = self.head(&name, dims);
        (name, head)
    }

    /// Notes that something cannot be said.
    fn fault(&mut self, e: &Expr, what: &str, help: &str) -> String {
        let variable = self.strategy.variable(self.place.0);
        let message =
            format!("`{}` has {what}, which .mile cannot say", variable.name.split(" #").next().unwrap_or_default());
        if self.faults.len() < 50 {
            self.faults.push(Diagnostic::error(e.span, message).help(help));
        }
        "0".into()
    }
}

/// Flows one by one, where a rate is a sum of variables.
fn terms(flows: &[StockFlow]) -> Vec<StockFlow> {
    fn split(e: &Expr, adds: bool, out: &mut Vec<StockFlow>) -> bool {
        match &e.kind {
            ExprKind::Variable(..) => {
                out.push(if adds { StockFlow::In(e.clone()) } else { StockFlow::Out(e.clone()) });
                true
            }
            ExprKind::Neg(a) => split(a, !adds, out),
            ExprKind::Binary(BinaryOp::Add, a, b) => split(a, adds, out) && split(b, adds, out),
            ExprKind::Binary(BinaryOp::Sub, a, b) => split(a, adds, out) && split(b, !adds, out),
            _ => false,
        }
    }
    let mut all = Vec::new();
    for flow in flows {
        let mut own = Vec::new();
        let whole = match flow {
            StockFlow::In(e) => split(e, true, &mut own),
            StockFlow::Out(e) => split(e, false, &mut own),
            StockFlow::Toward { .. } => false,
        };
        if whole { all.append(&mut own) } else { all.push(flow.clone()) }
    }
    all
}

fn remembers(e: &Expr) -> bool {
    let own = matches!(
        e.kind,
        ExprKind::Smooth { .. }
            | ExprKind::Delay { .. }
            | ExprKind::DelayFixed { .. }
            | ExprKind::Lag { .. }
            | ExprKind::Previous { .. }
    );
    own || milepost_strategy::visit::parts(e).into_iter().any(remembers)
}

/// Arms in braces, a line each.
pub(super) fn braces(arms: &[String]) -> String {
    let mut out = String::from("{\n");
    for arm in arms {
        for line in arm.lines() {
            let _ = writeln!(out, "  {line}");
        }
    }
    out.push('}');
    out
}
