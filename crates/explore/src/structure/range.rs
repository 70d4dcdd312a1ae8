//! Where the values of variables and expressions can lie: interval arithmetic on checked expressions.
//!
//! Equations: a variable starts as anything at all and is narrowed until nothing changes (R. E. Moore, *Interval Analysis*,
//! 1966).  Stocks: a stock starts as what it begins with and is widened until no flow pushes any stock out of its range,
//! which then holds at every step (P. and R. Cousot, *Abstract interpretation*, 1977).
//!
//! Two things are taken for granted: a stock that begins at zero or above stays there (of people and things a run reports
//! those that do not), and what draws a stock toward a goal does not overshoot it within one step.

use milepost_strategy::model::*;
use milepost_syntax::ast::BinaryOp;

use super::shape::{fills, saturating};
use super::sign::Sign;

/// A range of values; unknown ones are left aside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Lower end, perhaps minus infinity.
    pub lo: f64,
    /// Upper end, perhaps infinity.
    pub hi: f64,
}

impl Range {
    /// Anything.
    pub const ALL: Range = Range { lo: f64::NEG_INFINITY, hi: f64::INFINITY };
    /// Truths, and shares.
    const UNIT: Range = Range { lo: 0.0, hi: 1.0 };
    const POSITIVE: Range = Range { lo: 0.0, hi: f64::INFINITY };

    /// One value.
    pub fn point(x: f64) -> Range {
        Range { lo: x, hi: x }
    }

    /// The sign that all values share (zero has either).
    pub fn sign(self) -> Sign {
        match self {
            Range { lo, .. } if lo >= 0.0 => Sign::Plus,
            Range { hi, .. } if hi <= 0.0 => Sign::Minus,
            _ => Sign::Unknown,
        }
    }

    /// The smallest range that holds both.
    pub fn hull(self, other: Range) -> Range {
        Range { lo: self.lo.min(other.lo), hi: self.hi.max(other.hi) }
    }

    /// An end that moved goes all the way; a stock that begins at zero or above does not fall below.
    fn widened(self, reached: Range, floor: f64) -> Range {
        Range {
            lo: if reached.lo < self.lo { floor } else { self.lo },
            hi: if reached.hi > self.hi { f64::INFINITY } else { self.hi },
        }
    }

    fn of(values: impl IntoIterator<Item = f64>) -> Range {
        let values = values.into_iter().filter(|v| !v.is_nan());
        let range =
            values.fold(None, |all: Option<Range>, v| Some(all.map_or(Range::point(v), |r| r.hull(Range::point(v)))));
        range.unwrap_or(Range::ALL)
    }

    fn map(self, f: impl Fn(f64) -> f64) -> Range {
        Range { lo: f(self.lo), hi: f(self.hi) }.honest()
    }

    /// Ends that are no numbers (as infinity less infinity) give nothing away.
    fn honest(self) -> Range {
        let lo = if self.lo.is_nan() { f64::NEG_INFINITY } else { self.lo };
        let hi = if self.hi.is_nan() { f64::INFINITY } else { self.hi };
        Range { lo, hi }
    }

    fn plus(self, other: Range) -> Range {
        Range { lo: self.lo + other.lo, hi: self.hi + other.hi }.honest()
    }

    fn minus(self, other: Range) -> Range {
        self.plus(other.negative())
    }

    fn negative(self) -> Range {
        Range { lo: -self.hi, hi: -self.lo }
    }

    pub(super) fn times(self, other: Range) -> Range {
        let product = |a: f64, b: f64| if a == 0.0 || b == 0.0 { 0.0 } else { a * b };
        let (a, b) = (self, other);
        Range::of([product(a.lo, b.lo), product(a.lo, b.hi), product(a.hi, b.lo), product(a.hi, b.hi)])
    }

    pub(super) fn inverse(self) -> Range {
        match self {
            Range { lo, hi } if lo > 0.0 || hi < 0.0 => Range { lo: 1.0 / hi, hi: 1.0 / lo },
            Range { lo, hi } if lo >= 0.0 => Range { lo: 1.0 / hi, hi: f64::INFINITY },
            Range { lo, hi } if hi <= 0.0 => Range { lo: f64::NEG_INFINITY, hi: 1.0 / lo },
            _ => Range::ALL,
        }
    }

    fn power(self, exponent: Range) -> Range {
        if self.lo < 0.0 {
            return Range::ALL;
        }
        let corners = [
            self.lo.powf(exponent.lo),
            self.lo.powf(exponent.hi),
            self.hi.powf(exponent.lo),
            self.hi.powf(exponent.hi),
        ];
        if corners.iter().any(|c| c.is_nan()) { Range::POSITIVE } else { Range::of(corners) }
    }

    fn min(self, other: Range) -> Range {
        Range { lo: self.lo.min(other.lo), hi: self.hi.min(other.hi) }
    }

    fn max(self, other: Range) -> Range {
        Range { lo: self.lo.max(other.lo), hi: self.hi.max(other.hi) }
    }
}

/// After so many passes a range that still grows is taken to grow without end.
const PATIENCE: usize = 8;

/// Where each variable's values can lie, over all its elements, in declared order.
pub fn ranges(strategy: &Strategy) -> Vec<Range> {
    let ids = || (0..strategy.variables.len() as u32).map(VariableId);
    let stock = |id: VariableId| match &strategy.variable(id).kind {
        VariableKind::Stock(stock) => Some(stock),
        _ => None,
    };
    let mut all = equations(strategy, vec![Range::ALL; strategy.variables.len()]);
    for id in ids() {
        if let Some(stock) = stock(id) {
            let initial = of(strategy, &all, &stock.initial);
            all[id.index()] = initial;
        }
    }
    // Each end of each stock moves at most so often before it is taken to be without end.
    for pass in 0.. {
        let now = equations(strategy, all.clone());
        let mut grown = now.clone();
        for id in ids() {
            if let Some(stock) = stock(id) {
                let (held, reached) = (now[id.index()], of_stock(strategy, &now, id, stock).hull(now[id.index()]));
                grown[id.index()] =
                    if pass < PATIENCE { reached } else { held.widened(reached, floor(strategy, &now, stock)) };
            }
        }
        if grown == now {
            return now;
        }
        all = grown;
    }
    all
}

/// The ranges of equations, given those of the stocks.
fn equations(strategy: &Strategy, mut all: Vec<Range>) -> Vec<Range> {
    let is_stock = |v: &Variable| matches!(v.kind, VariableKind::Stock(_));
    let others: Vec<usize> = (0..all.len()).filter(|i| !is_stock(&strategy.variables[*i])).collect();
    others.iter().for_each(|i| all[*i] = Range::ALL);
    // Equations have no circles but through delays, so each pass settles at least one more; most settle at once.
    for _ in 0..=others.len() {
        let before = all.clone();
        for &i in &others {
            let now = of_variable(strategy, &all, &strategy.variables[i]);
            // Both are sound, so is what they share.
            all[i] = Range { lo: now.lo.max(all[i].lo), hi: now.hi.min(all[i].hi) };
        }
        if all == before {
            break;
        }
    }
    all
}

fn of_variable(s: &Strategy, all: &[Range], variable: &Variable) -> Range {
    match &variable.kind {
        VariableKind::Constant(values) => Range::of(values.iter().copied()),
        VariableKind::Series(series) => Range::of(series.points.iter().flatten().map(|p| p.1)),
        VariableKind::Uncertain(u) => {
            let defaults = u.default.iter().map(|d| Range::point(*d));
            let ranges = u.distribution.iter().map(distribution).chain(defaults);
            ranges.reduce(Range::hull).unwrap_or(Range::ALL)
        }
        VariableKind::Lever(lever) => match (&lever.range, &variable.ty) {
            (Some((lo, hi)), _) => Range { lo: *lo, hi: *hi },
            (None, Type::Category(names)) => Range { lo: 0.0, hi: names.len().saturating_sub(1) as f64 },
            (None, _) => Range::ALL,
        },
        VariableKind::Let { value, .. } => of(s, all, value),
        VariableKind::Stock(_) => Range::ALL,
        VariableKind::Indicator(indicator) => match of(s, all, &indicator.observes) {
            // Noise multiplies; five standard deviations of it do not turn the sign.
            range if range.lo >= 0.0 && 5.0 * indicator.noise < 1.0 => Range::POSITIVE,
            _ => Range::ALL,
        },
        VariableKind::Condition(_) | VariableKind::Milestone(_) | VariableKind::Trigger(_) => Range::UNIT,
    }
}

fn distribution(d: &Distribution) -> Range {
    match d {
        Distribution::Fixed(x) => Range::point(*x),
        Distribution::Uniform(lo, hi) | Distribution::LogUniform(lo, hi) => Range { lo: *lo, hi: *hi },
        Distribution::Normal { lo, hi, .. } | Distribution::LogNormal { lo, hi, .. } => Range { lo: *lo, hi: *hi },
        Distribution::Categories(weights) => Range { lo: 0.0, hi: weights.len().saturating_sub(1) as f64 },
    }
}

/// A stock keeps an end that none of its flows pushes it across.
fn of_stock(s: &Strategy, all: &[Range], id: VariableId, stock: &Stock) -> Range {
    let initial = of(s, all, &stock.initial);
    let mut range = initial;
    for flow in &stock.flows {
        range = range.hull(match flow {
            StockFlow::In(e) => match fills(s, all, id, e) {
                Some(full) => full,
                None => pushed(of(s, all, e).sign(), initial),
            },
            StockFlow::Out(e) => pushed(of(s, all, e).sign().reversed(), initial),
            StockFlow::Toward { goal, over } if of(s, all, over).sign() == Sign::Plus => of(s, all, goal),
            StockFlow::Toward { .. } => Range::ALL,
        });
    }
    range.max(Range::point(floor(s, all, stock)))
}

/// Below this a stock does not fall.
fn floor(s: &Strategy, all: &[Range], stock: &Stock) -> f64 {
    if stock.nonnegative || of(s, all, &stock.initial).lo >= 0.0 { 0.0 } else { f64::NEG_INFINITY }
}

/// How far a flow of this sign can push what begins within `initial`.
fn pushed(sign: Sign, initial: Range) -> Range {
    match sign {
        Sign::Plus => Range { lo: initial.lo, hi: f64::INFINITY },
        Sign::Minus => Range { lo: f64::NEG_INFINITY, hi: initial.hi },
        Sign::Unknown => Range::ALL,
    }
}

/// Where an expression's values can lie, given where those of the variables can.
pub(crate) fn of(s: &Strategy, all: &[Range], e: &Expr) -> Range {
    let at = |e: &Expr| of(s, all, e);
    match &e.kind {
        ExprKind::Number(x) => Range::point(*x),
        ExprKind::Truth(t) => Range::point(f64::from(u8::from(*t))),
        ExprKind::Time => Range { lo: s.time.start, hi: s.time.end },
        ExprKind::Variable(id, _) => all[id.index()],
        ExprKind::Neg(x) => at(x).negative(),
        ExprKind::Not(_) => Range::UNIT,
        ExprKind::Binary(op, a, b) => match op {
            BinaryOp::Add => at(a).plus(at(b)),
            BinaryOp::Sub => at(a).minus(at(b)),
            BinaryOp::Mul => at(a).times(at(b)),
            BinaryOp::Div => match saturating(s, all, a, b) {
                Some(share) => share.range(s, all),
                None => at(a).times(at(b).inverse()),
            },
            BinaryOp::Pow => at(a).power(at(b)),
            _ => Range::UNIT,
        },
        ExprKind::If(three) => at(&three[1]).hull(at(&three[2])),
        ExprKind::Call(function, args) => call(*function, &args.iter().map(at).collect::<Vec<_>>()),
        ExprKind::Lookup(id, _) if s.lookups[id.index()].shape == LookupShape::Extrapolated => Range::ALL,
        ExprKind::Lookup(id, _) => Range::of(s.lookups[id.index()].points.iter().map(|p| p.1)),
        ExprKind::Reduce { how, over, body, .. } => reduce(*how, s.size(over) as f64, at(body)),
        ExprKind::ByElement(_, each) => each.iter().map(at).reduce(Range::hull).unwrap_or(Range::ALL),
        ExprKind::At(x, _) => at(x),
        ExprKind::Smooth { input, initial, .. } | ExprKind::Delay { input, initial, .. } => {
            initial.as_deref().map_or(at(input), |i| at(input).hull(at(i)))
        }
        ExprKind::DelayFixed { input, initial, .. }
        | ExprKind::Lag { input, initial, .. }
        | ExprKind::Previous { input, initial }
        | ExprKind::Active { value: input, initial } => at(input).hull(at(initial)),
        ExprKind::Initial(x) => at(x),
        ExprKind::Noise { .. } => Range::UNIT,
        ExprKind::Occurs { .. } => Range::UNIT,
        ExprKind::OverTime { .. } => Range::ALL,
    }
}

fn call(function: Function, args: &[Range]) -> Range {
    let x = args.first().copied().unwrap_or(Range::ALL);
    match (function, args) {
        (Function::Exp, _) => x.map(f64::exp),
        (Function::Ln, _) if x.lo >= 0.0 => x.map(f64::ln),
        (Function::Log10, _) if x.lo >= 0.0 => x.map(f64::log10),
        (Function::Sqrt, _) => x.max(Range::point(0.0)).map(f64::sqrt),
        (Function::Abs, _) => match x.sign() {
            Sign::Plus => x,
            Sign::Minus => x.negative(),
            Sign::Unknown => Range { lo: 0.0, hi: x.hi.max(-x.lo) },
        },
        (Function::Sin | Function::Cos, _) => Range { lo: -1.0, hi: 1.0 },
        (Function::Arctan, _) => x.map(f64::atan),
        (Function::Floor, _) => x.map(f64::floor),
        (Function::Ceil, _) => x.map(f64::ceil),
        (Function::Round, _) => x.map(f64::round),
        (Function::Integer, _) => x.map(f64::trunc),
        (Function::Logistic, _) => x.map(|x| 1.0 / (1.0 + (-x).exp())),
        (Function::Min, _) => args.iter().copied().reduce(Range::min).unwrap_or(Range::ALL),
        (Function::Max, _) => args.iter().copied().reduce(Range::max).unwrap_or(Range::ALL),
        (Function::Clip, [x, lo, hi]) => x.max(*lo).min(*hi),
        (Function::Known | Function::Pulse, _) => Range::UNIT,
        (Function::Step, _) => x.hull(Range::point(0.0)),
        (Function::Ramp, _) => match x.sign() {
            Sign::Plus => Range::POSITIVE,
            Sign::Minus => Range::POSITIVE.negative(),
            Sign::Unknown => Range::ALL,
        },
        _ => Range::ALL,
    }
}

fn reduce(how: Reduction, n: f64, body: Range) -> Range {
    match how {
        Reduction::Sum => body.times(Range::point(n)),
        Reduction::Mean | Reduction::Min | Reduction::Max => body,
        Reduction::Product if body.lo >= 0.0 && body.hi <= 1.0 => Range::UNIT,
        Reduction::Product if body.lo >= 0.0 => Range::POSITIVE,
        Reduction::Product => Range::ALL,
        Reduction::Any | Reduction::All => Range::UNIT,
        Reduction::Count => Range { lo: 0.0, hi: n },
    }
}
