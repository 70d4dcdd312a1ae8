//! Expressions of our language.

use super::names::element;
use super::{Writer, braces, constant, number};
use milepost_strategy::model::{
    DimensionId, Expr, ExprKind, Function, LookupId, LookupShape, Reduction, Select, VariableId,
};
use milepost_strategy::visit::parts;
use milepost_syntax::ast::BinaryOp;
use std::fmt::Write as _;

const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const COMPARISON: u8 = 4;
const SUM: u8 = 5;
pub(super) const PRODUCT: u8 = 6;
const SIGN: u8 = 7;
const POWER: u8 = 8;
const WORD: u8 = 9;

/// Longer sums are written in halves: all readers of a tree have a limit to its height.
const LONGEST: usize = 50;

impl Writer<'_> {
    /// A whole equation: values by element may stand here.
    pub(super) fn root(&mut self, e: &Expr) -> String {
        let ExprKind::ByElement(dimension, rows) = &e.kind else { return self.within(e, 0) };
        let elements = self.dimensions.get(*dimension).1.clone();
        let mut arms = Vec::new();
        for (name, row) in elements.iter().zip(rows) {
            let row = self.root(row);
            arms.push(format!("{}: {row}", element(name)));
        }
        braces(&arms)
    }

    /// An expression that binds at least as tightly as `floor`.
    pub(super) fn within(&mut self, e: &Expr, floor: u8) -> String {
        let (text, level) = self.said(e);
        if level < floor { format!("({text})") } else { text }
    }

    fn said(&mut self, e: &Expr) -> (String, u8) {
        match &e.kind {
            ExprKind::Number(value) => (number(*value), if value.is_sign_negative() { 0 } else { WORD }),
            ExprKind::Truth(truth) => (truth.to_string(), WORD),
            ExprKind::Time if self.units.is_some() => ("time".into(), WORD),
            ExprKind::Time => (format!("time / {}", self.unit), PRODUCT),
            ExprKind::Variable(id, selects) => {
                let name = self.read(*id, selects);
                if self.flows[id.index()] && self.units.is_none() {
                    (format!("{name} * {}", self.unit), PRODUCT)
                } else {
                    (name, WORD)
                }
            }
            ExprKind::Neg(a) => (format!("-{}", self.within(a, POWER)), SIGN),
            ExprKind::Not(a) => (format!("not {}", self.within(a, WORD)), NOT),
            ExprKind::Binary(op, a, b) => self.binary(*op, a, b),
            ExprKind::If(three) => {
                let [test, yes, no] = &**three;
                let test = self.within(test, OR);
                let yes = self.within(yes, OR);
                (format!("if {test} then {yes} else {}", self.within(no, 0)), 0)
            }
            ExprKind::Call(function, arguments) => self.function(*function, arguments, e),
            ExprKind::Lookup(id, x) => self.lookup(*id, x, e),
            ExprKind::Reduce { how, over, body, .. } => {
                let how = match how {
                    Reduction::Min => "min",
                    Reduction::Max => "max",
                    _ => "sum",
                };
                let over: Vec<String> = over.iter().map(|d| self.dimensions.get(*d).0.clone()).collect();
                let body = self.within(body, 0);
                (format!("{how}({body} over {})", over.join(", ")), WORD)
            }
            ExprKind::ByElement(..) => {
                let (declared, dims) = (self.root(e), free(e));
                let (name, head) = self.helper("by element", &dims);
                let _ = write!(self.helpers, "\nlet {head} = {declared}\n");
                (name, WORD)
            }
            ExprKind::Smooth { order, input, over, initial } => {
                self.memory(["smooth", "smooth3", "smooth_n"], *order, input, over, initial.as_deref(), e)
            }
            ExprKind::Delay { order, input, over, initial } => {
                self.memory(["delay1", "delay3", "delay_n"], *order, input, over, initial.as_deref(), e)
            }
            ExprKind::Lag { input, over, initial } => {
                let step = self.strategy.time.step;
                let Some(over) = constant::value(over, self.strategy, 0).filter(|over| over.is_finite()) else {
                    let help = "make it a constant";
                    return (self.fault(e, "a fixed delay whose time is not a number", help), WORD);
                };
                let steps = (over / step).round().max(1.0);
                self.fixed(input, steps, initial)
            }
            ExprKind::DelayFixed { input, steps, initial } => self.fixed(input, f64::from(*steps), initial),
            ExprKind::Previous { input, initial } => self.fixed(input, 1.0, initial),
            ExprKind::Initial(a) => {
                let initial = self.within(a, 0);
                let (name, head) = self.helper("at start", &free(a));
                let _ = write!(self.helpers, "\nstock {head} {{\n  initial {initial}\n}}\n");
                (name, WORD)
            }
            ExprKind::Active { .. } => {
                let help = "write the initial values that read it as numbers";
                (self.fault(e, "another equation for initial values (`ACTIVE INITIAL`)", help), WORD)
            }
            ExprKind::Noise { .. } => {
                (self.fault(e, "a random number of every step", "replace it with a constant or a series"), WORD)
            }
            ExprKind::At(..) | ExprKind::Occurs { .. } | ExprKind::OverTime { .. } => {
                (self.fault(e, "something over time", "write it as stocks and flows"), WORD)
            }
        }
    }

    /// A variable with the elements that are told; those of the declaration are understood.
    fn read(&mut self, id: VariableId, selects: &[Select]) -> String {
        let dims = self.strategy.variable(id).dims.clone();
        let told: Vec<String> = selects
            .iter()
            .zip(&dims)
            .filter_map(|(select, d)| match select {
                Select::Element(i) => Some(element(&self.dimensions.get(*d).1[*i])),
                Select::Bound(_) => None,
            })
            .collect();
        let name = &self.names[id.index()];
        if told.is_empty() { name.clone() } else { format!("{name}[{}]", told.join(", ")) }
    }

    /// A flow where a stock names it.
    pub(super) fn flow_itself(&mut self, e: &Expr) -> String {
        match &e.kind {
            ExprKind::Variable(id, selects) => self.read(*id, selects),
            _ => self.within(e, 0),
        }
    }

    fn binary(&mut self, op: BinaryOp, a: &Expr, b: &Expr) -> (String, u8) {
        let (sign, level) = match op {
            BinaryOp::Or => ("or", OR),
            BinaryOp::And => ("and", AND),
            BinaryOp::Eq => ("=", COMPARISON),
            BinaryOp::Ne => ("!=", COMPARISON),
            BinaryOp::Lt => ("<", COMPARISON),
            BinaryOp::Le => ("<=", COMPARISON),
            BinaryOp::Gt => (">", COMPARISON),
            BinaryOp::Ge => (">=", COMPARISON),
            BinaryOp::Add => ("+", SUM),
            BinaryOp::Sub => ("-", SUM),
            BinaryOp::Mul => ("*", PRODUCT),
            BinaryOp::Div => ("/", PRODUCT),
            BinaryOp::Pow => ("^", POWER),
        };
        let (left, right) = match op {
            BinaryOp::Pow => (WORD, WORD),
            _ if level == COMPARISON => (SUM, SUM),
            _ => (level, level + 1),
        };
        // A sign behind an operator stands in brackets.
        let right = if matches!(b.kind, ExprKind::Neg(_)) { WORD } else { right };
        (format!("{} {sign} {}", self.within(a, left), self.within(b, right)), level)
    }

    fn function(&mut self, function: Function, arguments: &[Expr], e: &Expr) -> (String, u8) {
        let name = match function {
            Function::Exp => "exp",
            Function::Ln => "ln",
            Function::Log10 => "log10",
            Function::Sqrt => "sqrt",
            Function::Abs => "abs",
            Function::Sin => "sin",
            Function::Cos => "cos",
            Function::Tan => "tan",
            Function::Arcsin => "arcsin",
            Function::Arccos => "arccos",
            Function::Arctan => "arctan",
            Function::Floor => "floor",
            Function::Ceil => "ceil",
            Function::Round => "round",
            Function::Integer => "integer",
            Function::Min | Function::Max if arguments.len() == 1 => return self.said(&arguments[0]),
            Function::Min => "min",
            Function::Max => "max",
            Function::Clip => "clip",
            Function::Modulo => "modulo",
            Function::Logistic => "logistic",
            Function::Sum => return self.sum(arguments),
            Function::NormalCdf | Function::NormalQuantile => {
                let help = "write its values as a table";
                return (self.fault(e, "the normal distribution's function", help), WORD);
            }
            Function::Known | Function::Step | Function::Pulse | Function::Ramp => {
                return (self.fault(e, "a function of our own", "write it out"), WORD);
            }
        };
        let all: Vec<String> = arguments.iter().map(|a| self.within(a, 0)).collect();
        (format!("{name}({})", all.join(", ")), WORD)
    }

    fn sum(&mut self, terms: &[Expr]) -> (String, u8) {
        if terms.len() > LONGEST {
            let (a, b) = terms.split_at(terms.len() / 2);
            return (format!("({}) + ({})", self.sum(a).0, self.sum(b).0), SUM);
        }
        let mut all = Vec::new();
        for (i, term) in terms.iter().enumerate() {
            all.push(self.within(term, if i == 0 { SUM } else { PRODUCT }));
        }
        (all.join(" + "), SUM)
    }

    /// A smooth or a delay: of order 1, 3 or any.
    fn memory(
        &mut self,
        names: [&str; 3],
        order: u32,
        input: &Expr,
        over: &Expr,
        initial: Option<&Expr>,
        e: &Expr,
    ) -> (String, u8) {
        if order > 100 {
            return (self.fault(e, "a delay of more than 100 stages", "use fewer"), WORD);
        }
        let over = match self.units {
            Some(_) => self.within(over, 0),
            None => format!("{} * {}", self.within(over, PRODUCT), self.unit),
        };
        let mut all = vec![self.within(input, 0), over];
        let name = match order {
            1 => names[0],
            3 => names[1],
            _ => {
                all.push(order.to_string());
                names[2]
            }
        };
        if let Some(initial) = initial {
            all.push(self.within(initial, 0));
        }
        (format!("{name}({})", all.join(", ")), WORD)
    }

    fn fixed(&mut self, input: &Expr, steps: f64, initial: &Expr) -> (String, u8) {
        let (input, first) = (self.within(input, 0), self.within(initial, 0));
        if steps > f64::from(self.strategy.time.steps) {
            // Longer than time itself: nothing ever comes out.
            let (name, head) = self.helper("before all", &free(initial));
            let _ = write!(self.helpers, "\nstock {head} {{\n  initial {first}\n}}\n");
            return (name, WORD);
        }
        let length = number(steps * self.strategy.time.step);
        (format!("delay_fixed({input}, {length} {}, {first})", self.unit), WORD)
    }

    /// A table at a value; one that is not read along straight lines is written out.
    fn lookup(&mut self, id: LookupId, x: &Expr, e: &Expr) -> (String, u8) {
        let lookup = &self.strategy.lookups[id.index()];
        let (points, shape) = (lookup.points.clone(), lookup.shape);
        let ascends = points.windows(2).all(|w| w[0].0 < w[1].0);
        if points.len() == 1 && shape != LookupShape::Extrapolated {
            return (number(points[0].1), if points[0].1 < 0.0 { 0 } else { WORD });
        }
        if shape == LookupShape::Line && ascends {
            let at = self.within(x, 0);
            let name = self.table(id, &points);
            return (format!("{name}({at})"), WORD);
        }
        let read = self.named(x, "argument");
        match shape {
            LookupShape::Extrapolated if ascends && points.len() > 1 => {
                let name = self.table(id, &points);
                let n = points.len();
                let below = beyond(points[0], points[1], points[0], &read);
                let above = beyond(points[n - 2], points[n - 1], points[n - 1], &read);
                let (low, high) = (number(points[0].0), number(points[n - 1].0));
                (format!("if {read} < {low} then {below} else if {read} > {high} then {above} else {name}({read})"), 0)
            }
            LookupShape::Step => (steps(&points, &read), 0),
            LookupShape::Line => (lines(&points, &read), 0),
            LookupShape::Extrapolated => {
                (self.fault(e, "a table that goes on beyond points of one place", "remove the double point"), WORD)
            }
        }
    }

    /// An expression as a name that may be written several times.
    fn named(&mut self, x: &Expr, what: &str) -> String {
        if let ExprKind::Variable(id, selects) = &x.kind
            && !self.flows[id.index()]
        {
            return self.read(*id, selects);
        }
        if matches!(x.kind, ExprKind::Time) && self.units.is_none() {
            return format!("(time / {})", self.unit);
        }
        let value = self.within(x, 0);
        let (name, head) = self.helper(what, &free(x));
        let _ = write!(self.helpers, "\nlet {head} = {value}\n");
        name
    }

    fn table(&mut self, id: LookupId, points: &[(f64, f64)]) -> String {
        if let Some(known) = self.lookups.get(&id) {
            return known.clone();
        }
        let name = self.taken.name(&format!("{} table", self.strategy.lookups[id.index()].name));
        let points: Vec<String> = points.iter().map(|(x, y)| format!("({}, {})", number(*x), number(*y))).collect();
        let _ = write!(self.tables, "\nlookup {name} = {}\n", points.join(" "));
        self.lookups.insert(id, name.clone());
        name
    }
}

/// The dimensions that an expression leaves open, in order.
fn free(e: &Expr) -> Vec<DimensionId> {
    fn walk(e: &Expr, bound: &mut Vec<DimensionId>, out: &mut Vec<DimensionId>) {
        let before = bound.len();
        match &e.kind {
            ExprKind::Variable(_, selects) => {
                for select in selects {
                    if let Select::Bound(d) = select
                        && !bound.contains(d)
                        && !out.contains(d)
                    {
                        out.push(*d);
                    }
                }
            }
            ExprKind::Reduce { over, .. } => bound.extend(over),
            ExprKind::ByElement(d, _) if !bound.contains(d) && !out.contains(d) => out.push(*d),
            _ => {}
        }
        parts(e).into_iter().for_each(|part| walk(part, bound, out));
        bound.truncate(before);
    }
    let mut out = Vec::new();
    walk(e, &mut Vec::new(), &mut out);
    out.sort();
    out
}

/// The straight line through two points, at x.
fn beyond(a: (f64, f64), b: (f64, f64), from: (f64, f64), x: &str) -> String {
    let slope = (b.1 - a.1) / (b.0 - a.0);
    format!("({}) + ({x} - ({})) * ({})", number(from.1), number(from.0), number(slope))
}

/// The value of the last point at or before x, by halves.
fn steps(points: &[(f64, f64)], x: &str) -> String {
    match points {
        [] => "0".into(),
        [(_, y)] => format!("({})", number(*y)),
        _ => {
            let middle = points.len() / 2;
            let (below, above) = points.split_at(middle);
            let at = number(above[0].0);
            format!("if {x} < ({at}) then ({}) else {}", steps(below, x), steps(above, x))
        }
    }
}

/// Straight lines between points, two of which may stand at one place, by halves.
fn lines(points: &[(f64, f64)], x: &str) -> String {
    fn between(points: &[(f64, f64)], x: &str) -> String {
        match points {
            [] => "0".into(),
            [(_, y)] => format!("({})", number(*y)),
            [a, b] if a.0 == b.0 => format!("({})", number(b.1)),
            [a, b] => beyond(*a, *b, *a, x),
            _ => {
                let middle = points.len() / 2;
                let at = number(points[middle].0);
                let (below, above) = (&points[..=middle], &points[middle..]);
                format!("if {x} < ({at}) then ({}) else {}", between(below, x), between(above, x))
            }
        }
    }
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return "0".into() };
    let (low, high) = (number(first.0), number(last.0));
    let inner = between(points, x);
    format!(
        "if {x} < ({low}) then ({}) else if {x} >= ({high}) then ({}) else {inner}",
        number(first.1),
        number(last.1)
    )
}
