//! Expressions of our language in XMILE's words.

use super::Writer;
use milepost_import::foreign::{Binary, Expr as Tree, ExprKind as Kind, Subscript, Unary, Variable, What};
use milepost_strategy::model::{DimensionId, Expr, ExprKind, Function, LookupId, Reduction, Select, VariableId};
use milepost_syntax::ast::BinaryOp;
use milepost_syntax::{Diagnostic, Span};

/// What a dimension stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binding {
    /// All its elements at once: it stands on the left.
    Left,
    /// One element.
    Element(usize),
    /// A reduction goes over it.
    Every,
}

/// An equation that is being said.
pub(super) struct Saying<'w, 's> {
    pub writer: &'w mut Writer<'s>,
    /// What dimensions stand for, the innermost last.
    pub bound: Vec<(DimensionId, Binding)>,
    /// Subscripts on the left, for parts that become variables of their own.
    pub left: Vec<(String, Span)>,
    pub label: String,
}

type Said = Result<Tree, Diagnostic>;

pub(super) fn binary(op: Binary, a: Tree, b: Tree) -> Tree {
    let span = a.span;
    Tree { kind: Kind::Binary(op, Box::new(a), Box::new(b)), span }
}

fn number(value: f64, span: Span) -> Tree {
    Tree { kind: Kind::Number(value), span }
}

fn call(name: &str, arguments: Vec<Tree>, span: Span) -> Tree {
    let name = name.to_string();
    Tree { kind: Kind::Call { name, subscripts: Vec::new(), arguments, outputs: Vec::new() }, span }
}

fn choose(test: Tree, a: Tree, b: Tree) -> Tree {
    let span = test.span;
    Tree { kind: Kind::If(Box::new([test, a, b])), span }
}

fn negative(a: Tree) -> Tree {
    let span = a.span;
    Tree { kind: Kind::Unary(Unary::Minus, Box::new(a)), span }
}

impl Saying<'_, '_> {
    pub fn expr(&mut self, e: &Expr) -> Said {
        let span = e.span;
        Ok(match &e.kind {
            ExprKind::Number(value) => number(*value, span),
            ExprKind::Truth(truth) => number(f64::from(u8::from(*truth)), span),
            ExprKind::Time => self.time(span),
            ExprKind::Variable(id, selects) => self.variable(*id, selects, span)?,
            ExprKind::Neg(a) => negative(self.expr(a)?),
            ExprKind::Not(a) => Tree { kind: Kind::Unary(Unary::Not, Box::new(self.expr(a)?)), span },
            // A canonical unit is worth 1: `time / month` is the time.
            ExprKind::Binary(BinaryOp::Mul | BinaryOp::Div, a, b) if is_one(b) => self.expr(a)?,
            ExprKind::Binary(BinaryOp::Mul, a, b) if is_one(a) => self.expr(b)?,
            ExprKind::Binary(op, a, b) => binary(sign(*op), self.expr(a)?, self.expr(b)?),
            ExprKind::If(three) => choose(self.expr(&three[0])?, self.expr(&three[1])?, self.expr(&three[2])?),
            ExprKind::Call(function, arguments) => self.function(*function, arguments, span)?,
            ExprKind::Lookup(id, x) => {
                let x = self.expr(x)?;
                call("LOOKUP", vec![self.table(*id, span), x], span)
            }
            ExprKind::Reduce { how, over, body, weight } => self.reduce(*how, over, body, weight.as_deref(), span)?,
            ExprKind::ByElement(dimension, rows) => {
                let element = self.bound.iter().rev().find_map(|(d, b)| match b {
                    Binding::Element(i) if d == dimension => Some(*i),
                    Binding::Element(i) => {
                        let (whole, positions) = self.writer.strategy.dimension(*d).parent.as_ref()?;
                        (whole == dimension).then(|| positions[*i])
                    }
                    _ => None,
                });
                let row = element.and_then(|i| rows.get(i));
                let fault = || self.cannot("values by element within a sum", span);
                let row = row.ok_or_else(fault)?;
                self.expr(row)?
            }
            ExprKind::Smooth { order, input, over, initial } => {
                self.memory(["SMTH1", "SMTH3", "SMTHN"], *order, input, over, initial.as_deref(), span)?
            }
            ExprKind::Delay { order, input, over, initial } => {
                self.memory(["DELAY1", "DELAY3", "DELAYN"], *order, input, over, initial.as_deref(), span)?
            }
            ExprKind::DelayFixed { input, steps, initial } => {
                let length = number(f64::from(*steps) * self.writer.strategy.time.step, span);
                let parts = vec![self.expr(input)?, length, self.expr(initial)?];
                call("DELAY", parts, span)
            }
            ExprKind::Lag { input, over, initial } => {
                let parts = vec![self.expr(input)?, self.expr(over)?, self.expr(initial)?];
                call("DELAY", parts, span)
            }
            ExprKind::Previous { input, initial } => {
                let parts = vec![self.expr(input)?, self.expr(initial)?];
                call("PREVIOUS", parts, span)
            }
            ExprKind::Initial(a) => call("INIT", vec![self.expr(a)?], span),
            ExprKind::Active { .. } => return Err(self.cannot("another equation for initial values", span)),
            ExprKind::At(..) => return Err(self.cannot("`at`, what something was at a date", span)),
            ExprKind::Occurs { .. } => return Err(self.cannot("`occurs`, a random event", span)),
            ExprKind::Noise { .. } => return Err(self.cannot("a random number of every step", span)),
            ExprKind::OverTime { .. } => return Err(self.cannot("something over time", span)),
        })
    }

    fn cannot(&self, what: &str, span: Span) -> Diagnostic {
        Diagnostic::error(span, format!("`{}` has {what}, which the other format cannot say", self.label))
            .help("write it as stocks and flows, or leave it out of the model that is converted")
    }

    fn time(&self, span: Span) -> Tree {
        Tree { kind: Kind::Name("TIME".into(), Vec::new()), span }
    }

    fn table(&self, id: LookupId, span: Span) -> Tree {
        Tree { kind: Kind::Name(self.writer.lookups[id.index()].clone(), Vec::new()), span }
    }

    /// What a dimension stands for: itself, a part of it, or the whole of which it is a part.
    fn binding(&self, wanted: DimensionId) -> Option<(DimensionId, Binding)> {
        let parent = |d: DimensionId| self.writer.strategy.dimension(d).parent.as_ref().map(|(whole, _)| *whole);
        self.bound.iter().rev().find(|(d, _)| *d == wanted || parent(*d) == Some(wanted)).copied()
    }

    fn variable(&mut self, id: VariableId, selects: &[Select], span: Span) -> Said {
        let strategy = self.writer.strategy;
        let variable = strategy.variable(id);
        if variable.name.is_empty() {
            return Err(self.cannot("a variable that only observers have", span));
        }
        let mut list = Vec::new();
        for (select, own) in selects.iter().zip(&variable.dims) {
            let name = match *select {
                Select::Element(i) => self.writer.elements[own.index()][i].clone(),
                Select::Bound(wanted) => {
                    let Some((d, binding)) = self.binding(wanted) else {
                        return Err(self.cannot("a dimension that is not told", span));
                    };
                    match binding {
                        Binding::Left => self.writer.dimensions[d.index()].clone(),
                        Binding::Element(i) => self.writer.elements[d.index()][i].clone(),
                        Binding::Every => {
                            list.push(match d == *own {
                                true => Subscript::Range(None, span),
                                false => Subscript::Every(self.writer.dimensions[d.index()].clone(), span),
                            });
                            continue;
                        }
                    }
                }
            };
            list.push(Subscript::Name(name, span));
        }
        Ok(Tree { kind: Kind::Name(self.writer.names[id.index()].clone(), list), span })
    }

    fn reduce(&mut self, how: Reduction, over: &[DimensionId], body: &Expr, weight: Option<&Expr>, span: Span) -> Said {
        // A part of a dimension is named wherever it is gone over, so that all that go over it go together.
        let before = self.bound.len();
        self.bound.extend(over.iter().map(|&d| (d, Binding::Every)));
        let said = self.expr(body);
        let weight = weight.map(|w| self.expr(w)).transpose();
        self.bound.truncate(before);
        let (said, weight) = (said?, weight?);
        let one = |e: Tree| choose(e, number(1.0, span), number(0.0, span));
        let over_all = |name: &str, e: Tree| call(name, vec![e], span);
        Ok(match (how, weight) {
            (Reduction::Sum, _) => over_all("SUM", said),
            (Reduction::Mean, Some(w)) => {
                let top = over_all("SUM", binary(Binary::Mul, w.clone(), said));
                binary(Binary::Div, top, over_all("SUM", w))
            }
            (Reduction::Mean, None) => over_all("MEAN", said),
            (Reduction::Min, _) => over_all("MIN", said),
            (Reduction::Max, _) => over_all("MAX", said),
            (Reduction::Product, _) => over_all("PROD", said),
            (Reduction::Any, _) => over_all("MAX", one(said)),
            (Reduction::All, _) => over_all("MIN", one(said)),
            (Reduction::Count, _) => over_all("SUM", one(said)),
        })
    }

    fn memory(
        &mut self,
        names: [&str; 3],
        order: u32,
        input: &Expr,
        over: &Expr,
        initial: Option<&Expr>,
        span: Span,
    ) -> Said {
        let mut all = vec![self.expr(input)?, self.expr(over)?];
        let name = match order {
            1 => names[0],
            3 => names[1],
            _ => {
                all.push(number(f64::from(order), span));
                names[2]
            }
        };
        if let Some(initial) = initial {
            all.push(self.expr(initial)?);
        }
        Ok(call(name, all, span))
    }

    /// Something that may be written several times: a name or a number, else a variable of its own.
    fn named(&mut self, e: Tree) -> Said {
        if matches!(e.kind, Kind::Name(..) | Kind::Number(_)) {
            return Ok(e);
        }
        if self.bound.iter().any(|(_, b)| *b == Binding::Every) {
            return Err(self.cannot("a function of more than a name within a sum", e.span));
        }
        let span = e.span;
        let name = self.writer.taken.fresh(&format!("{} part", self.label));
        let made = Variable::new(name.clone(), span, What::Equation(e), span);
        self.writer.made.push(Variable { subscripts: self.left.clone(), ..made });
        let left = self.left.iter().map(|(n, s)| Subscript::Name(n.clone(), *s)).collect();
        Ok(Tree { kind: Kind::Name(name, left), span })
    }

    /// Whether a date has come; dates fall on the first step that is not clearly before them.
    fn reached(&self, date: Tree) -> Tree {
        let span = date.span;
        let slack = 1e-9 * self.writer.strategy.time.step;
        let date = match date.kind {
            Kind::Number(date) => number(date - slack, span),
            _ => binary(Binary::Sub, date, number(slack, span)),
        };
        binary(Binary::Ge, self.time(span), date)
    }

    fn function(&mut self, function: Function, arguments: &[Expr], span: Span) -> Said {
        let mut all = Vec::new();
        for argument in arguments {
            all.push(self.expr(argument)?);
        }
        let simple = match function {
            Function::Exp => "EXP",
            Function::Ln => "LN",
            Function::Log10 => "LOG10",
            Function::Sqrt => "SQRT",
            Function::Abs => "ABS",
            Function::Sin => "SIN",
            Function::Cos => "COS",
            Function::Tan => "TAN",
            Function::Arcsin => "ARCSIN",
            Function::Arccos => "ARCCOS",
            Function::Arctan => "ARCTAN",
            Function::Floor => "INT",
            Function::Round => "ROUND",
            Function::Min => "MIN",
            Function::Max => "MAX",
            _ => "",
        };
        if !simple.is_empty() {
            return Ok(call(simple, all, span));
        }
        let n = |x: f64| number(x, span);
        let mut all = all.into_iter();
        let mut take = || all.next().unwrap_or_else(|| number(0.0, span));
        Ok(match function {
            Function::Ceil => negative(call("INT", vec![negative(take())], span)),
            Function::Integer => {
                let x = take();
                let x = self.named(x)?;
                let up = negative(call("INT", vec![negative(x.clone())], span));
                choose(binary(Binary::Lt, x.clone(), n(0.0)), up, call("INT", vec![x], span))
            }
            Function::Sum => {
                let first = take();
                all.fold(first, |sum, term| binary(Binary::Add, sum, term))
            }
            Function::Clip => {
                let (x, lo, hi) = (take(), take(), take());
                call("MIN", vec![call("MAX", vec![x, lo], span), hi], span)
            }
            Function::Modulo => binary(Binary::Mod, take(), take()),
            Function::Logistic => {
                let e = call("EXP", vec![negative(take())], span);
                binary(Binary::Div, n(1.0), binary(Binary::Add, n(1.0), e))
            }
            Function::Step => {
                let (height, from) = (take(), take());
                choose(self.reached(from), height, n(0.0))
            }
            Function::Pulse => {
                let (from, width) = (take(), take());
                let from = self.named(from)?;
                let end = self.reached(binary(Binary::Add, from.clone(), width));
                let over = Tree { kind: Kind::Unary(Unary::Not, Box::new(end)), span };
                choose(binary(Binary::And, self.reached(from), over), n(1.0), n(0.0))
            }
            Function::Ramp => {
                let (slope, from, to) = (take(), take(), take());
                let from = self.named(from)?;
                let passed = call("MAX", vec![binary(Binary::Sub, self.time(span), from.clone()), n(0.0)], span);
                let passed = call("MIN", vec![passed, binary(Binary::Sub, to, from)], span);
                binary(Binary::Mul, slope, passed)
            }
            Function::Known => return Err(self.cannot("`known`", span)),
            _ => return Err(self.cannot("the normal distribution's function", span)),
        })
    }
}

fn is_one(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::Number(1.0))
}

fn sign(op: BinaryOp) -> Binary {
    match op {
        BinaryOp::Or => Binary::Or,
        BinaryOp::And => Binary::And,
        BinaryOp::Eq => Binary::Eq,
        BinaryOp::Ne => Binary::Ne,
        BinaryOp::Lt => Binary::Lt,
        BinaryOp::Le => Binary::Le,
        BinaryOp::Gt => Binary::Gt,
        BinaryOp::Ge => Binary::Ge,
        BinaryOp::Add => Binary::Add,
        BinaryOp::Sub => Binary::Sub,
        BinaryOp::Mul => Binary::Mul,
        BinaryOp::Div => Binary::Div,
        BinaryOp::Pow => Binary::Power,
    }
}
