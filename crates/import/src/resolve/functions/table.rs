//! The functions of the tools: which are worked out, by what, and which are refused, with the reason.
//!
//! [`Resolver::function`] looks every call up here, and the support matrix of the book is written from the same rows: a
//! function without a row is refused, whatever a room would make of it.

use super::super::Resolver;
use super::Call;
use crate::equation::Read;
use crate::foreign::Dialect;
use milepost_strategy::model::Expr;
use std::ops::RangeInclusive;

/// What works out a call, by the name as it is compared; `None` where it does not know the name.
pub(crate) type Room = fn(&mut Resolver<'_>, &str, &Call<'_>) -> Read<Option<Expr>>;

/// What becomes of a call.
#[derive(Clone, Copy)]
pub(crate) enum Means {
    /// It is worked out.
    By(Room),
    /// It is refused: why, and what to write instead.
    Refused(&'static str, &'static str),
}

/// A function of a tool.
pub(crate) struct Row {
    /// The name as it is compared: lower case, single spaces.
    pub name: &'static str,
    /// The tool whose models may call it; both where `None`.
    pub dialect: Option<Dialect>,
    /// How many arguments it takes.
    pub arguments: RangeInclusive<usize>,
    /// What becomes of a call.
    pub means: Means,
    /// What a reader of the support matrix should know.
    pub note: &'static str,
}

/// In models of both tools.
const fn both(name: &'static str, arguments: RangeInclusive<usize>, room: Room, note: &'static str) -> Row {
    Row { name, dialect: None, arguments, means: Means::By(room), note }
}

/// In Vensim's models only.
const fn vensim(name: &'static str, arguments: RangeInclusive<usize>, room: Room, note: &'static str) -> Row {
    Row { name, dialect: Some(Dialect::Vensim), arguments, means: Means::By(room), note }
}

/// In XMILE's models only.
const fn xmile(name: &'static str, arguments: RangeInclusive<usize>, room: Room, note: &'static str) -> Row {
    Row { name, dialect: Some(Dialect::Xmile), arguments, means: Means::By(room), note }
}

/// Refused in the models of a tool: why, and what to write instead.
const fn refused(name: &'static str, dialect: Dialect, why: &'static str, instead: &'static str) -> Row {
    Row { name, dialect: Some(dialect), arguments: 0..=MANY, means: Means::Refused(why, instead), note: "" }
}

/// As many as there are.
const MANY: usize = usize::MAX;

// The rooms.
const PLAIN: Room = |resolver, key, call| resolver.plain(key, call);
const REDUCTION: Room = |resolver, key, call| resolver.reduction(key, call);
const VECTOR: Room = |resolver, key, call| resolver.vector_function(key, call);
const TIME: Room = |resolver, key, call| resolver.of_time(key, call);
const MEMORY: Room = |resolver, key, call| resolver.delay(key, call);
const XMILE: Room = |resolver, key, call| resolver.of_xmile(key, call);
const DATA: Room = |resolver, key, call| resolver.of_data(key, call);
const TABLE: Room = |resolver, key, call| resolver.table_function(key, call);
const RANDOM: Room = |resolver, key, call| resolver.random(key, call);

/// All functions that are known, each tool's in the order of the alphabet.
#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    // Numbers at one instant.
    both("abs", 1..=1, PLAIN, ""),
    both("active initial", 2..=2, PLAIN, ""),
    both("arccos", 1..=1, PLAIN, ""),
    both("arcsin", 1..=1, PLAIN, ""),
    both("arctan", 1..=1, PLAIN, ""),
    both("cos", 1..=1, PLAIN, ""),
    both("cosh", 1..=1, PLAIN, ""),
    both("exp", 1..=1, PLAIN, ""),
    both("game", 1..=1, PLAIN, "the value of the equation: nobody plays"),
    xmile("init", 1..=1, PLAIN, ""),
    both("initial", 1..=1, PLAIN, ""),
    xmile("int", 1..=1, PLAIN, "rounds down; towards zero in files that Vensim wrote"),
    both("integer", 1..=1, PLAIN, "rounds towards zero"),
    both("ln", 1..=1, PLAIN, ""),
    vensim("log", 2..=2, PLAIN, "to the base of the second argument"),
    both("log10", 1..=1, PLAIN, ""),
    both("max", 1..=MANY, PLAIN, ""),
    both("min", 1..=MANY, PLAIN, ""),
    both("modulo", 2..=2, PLAIN, "has the sign of the first argument"),
    both("power", 2..=2, PLAIN, ""),
    both("quantum", 2..=2, PLAIN, ""),
    xmile("round", 1..=1, PLAIN, ""),
    both("safediv", 2..=3, PLAIN, ""),
    both("sin", 1..=1, PLAIN, ""),
    both("sinh", 1..=1, PLAIN, ""),
    both("sqrt", 1..=1, PLAIN, ""),
    both("tan", 1..=1, PLAIN, ""),
    both("tanh", 1..=1, PLAIN, ""),
    both("xidz", 3..=3, PLAIN, "a divisor below 1e-6 counts as zero"),
    both("zidz", 2..=2, PLAIN, "a divisor below 1e-6 counts as zero"),
    vensim("gamma ln", 1..=1, PLAIN, ""),
    xmile("cgrowth", 1..=1, XMILE, ""),
    xmile("combinations", 2..=2, XMILE, ""),
    xmile("coswave", 2..=2, XMILE, ""),
    xmile("derivn", 2..=2, XMILE, "of order 0 to 20"),
    xmile("factorial", 1..=1, XMILE, ""),
    xmile("fv", 4..=4, XMILE, ""),
    xmile("gammaln", 1..=1, XMILE, ""),
    xmile("interpolate", 2..=MANY, XMILE, ""),
    xmile("logn", 1..=1, XMILE, ""),
    xmile("mod", 2..=2, XMILE, ""),
    xmile("pct", 1..=1, XMILE, ""),
    xmile("percent", 1..=1, XMILE, ""),
    xmile("permutations", 2..=2, XMILE, ""),
    xmile("pmt", 4..=4, XMILE, ""),
    xmile("pv", 4..=4, XMILE, ""),
    xmile("rootn", 2..=2, XMILE, ""),
    xmile("sinwave", 2..=2, XMILE, ""),
    xmile("switch", 2..=2, XMILE, ""),
    // Over ranges of subscripts.
    xmile("rank", 2..=2, XMILE, ""),
    both("elmcount", 1..=1, REDUCTION, ""),
    xmile("mean", 1..=MANY, REDUCTION, "of an array or of the arguments"),
    both("prod", 1..=1, REDUCTION, ""),
    xmile("size", 1..=1, REDUCTION, "of an array, a dimension or what lies in a conveyor"),
    xmile("stddev", 1..=1, REDUCTION, "the sample's"),
    both("sum", 1..=1, REDUCTION, ""),
    both("vector select", 5..=5, REDUCTION, ""),
    both("vmax", 1..=1, REDUCTION, ""),
    both("vmin", 1..=1, REDUCTION, ""),
    // Vectors and matrices.
    both("allocate available", 3..=3, VECTOR, "profile types 0 to 4, among at most 200"),
    both("allocate by priority", 5..=5, VECTOR, "among at most 200"),
    both("invert matrix", 2..=2, VECTOR, "at most 16 rows"),
    both("vector elm map", 2..=2, VECTOR, ""),
    both("vector rank", 2..=2, VECTOR, "at most 400 elements"),
    both("vector sort order", 2..=2, VECTOR, "at most 400 elements"),
    both("vector reorder", 2..=2, VECTOR, "at most 400 elements"),
    vensim("demand at price", 3..=3, VECTOR, ""),
    vensim("find market price", 4..=4, VECTOR, ""),
    vensim("supply at price", 3..=3, VECTOR, ""),
    // Data.
    vensim("get data at time", 2..=2, DATA, ""),
    vensim("get data between times", 3..=3, DATA, ""),
    vensim("get data first time", 1..=1, DATA, ""),
    vensim("get data last time", 1..=1, DATA, ""),
    vensim("get data max", 3..=3, DATA, ""),
    vensim("get data mean", 3..=3, DATA, ""),
    vensim("get data min", 3..=3, DATA, ""),
    vensim("get data total points", 1..=1, DATA, ""),
    vensim("time shift", 2..=2, DATA, ""),
    // Time.
    vensim("time base", 2..=2, TIME, ""),
    both("get time value", 3..=3, TIME, "in measure 0, relative to 0 or to the first instant; others need a calendar"),
    xmile("pulse", 1..=3, XMILE, "magnitude, first time, interval; without one at every step in files that Stella wrote, once elsewhere"),
    vensim("pulse", 2..=2, TIME, "start, width"),
    both("pulse train", 4..=4, TIME, ""),
    vensim("ramp", 2..=3, TIME, ""),
    xmile("ramp", 1..=3, TIME, ""),
    both("step", 2..=2, TIME, ""),
    // Memory.
    xmile("delay", 2..=3, MEMORY, "a pipeline"),
    both("delay fixed", 3..=3, MEMORY, ""),
    vensim("delay n", 4..=4, MEMORY, "input, time, initial value, order"),
    xmile("delay n", 3..=4, MEMORY, ""),
    vensim("delay1", 2..=2, MEMORY, ""),
    xmile("delay1", 2..=3, MEMORY, ""),
    vensim("delay1i", 3..=3, MEMORY, ""),
    xmile("delay1i", 2..=3, MEMORY, ""),
    vensim("delay3", 2..=2, MEMORY, ""),
    xmile("delay3", 2..=3, MEMORY, ""),
    vensim("delay3i", 3..=3, MEMORY, ""),
    xmile("delay3i", 2..=3, MEMORY, ""),
    xmile("delayn", 3..=4, MEMORY, "input, time, order, initial value"),
    xmile("forcst", 3..=4, MEMORY, ""),
    vensim("forecast", 3..=3, MEMORY, ""),
    xmile("forecast", 3..=4, MEMORY, ""),
    vensim("delay information", 3..=3, MEMORY, "over a constant time"),
    vensim("delay material", 4..=4, MEMORY, "over a constant time"),
    vensim("depreciate straightline", 4..=4, MEMORY, "with a step of 1 and nothing to begin with"),
    vensim("npv", 4..=4, MEMORY, ""),
    vensim("npve", 4..=4, MEMORY, ""),
    xmile("previous", 1..=2, XMILE, ""),
    both("sample if true", 3..=3, MEMORY, ""),
    vensim("smooth", 2..=2, MEMORY, ""),
    xmile("smooth", 2..=3, MEMORY, ""),
    vensim("smooth n", 4..=4, MEMORY, "input, time, initial value, order"),
    xmile("smooth n", 3..=4, MEMORY, ""),
    vensim("smooth3", 2..=2, MEMORY, ""),
    xmile("smooth3", 2..=3, MEMORY, ""),
    vensim("smooth3i", 3..=3, MEMORY, ""),
    xmile("smooth3i", 2..=3, MEMORY, ""),
    vensim("smoothi", 3..=3, MEMORY, ""),
    xmile("smoothi", 2..=3, MEMORY, ""),
    xmile("smth1", 2..=3, MEMORY, ""),
    xmile("smth3", 2..=3, MEMORY, ""),
    xmile("smthn", 3..=4, MEMORY, "input, time, order, initial value"),
    vensim("trend", 3..=3, MEMORY, ""),
    xmile("trend", 2..=3, MEMORY, ""),
    // Tables.
    both("lookup", 2..=2, TABLE, ""),
    vensim("lookup area", 3..=3, TABLE, ""),
    vensim("lookup slope", 3..=3, TABLE, ""),
    xmile("lookupinv", 2..=2, XMILE, ""),
    both("lookup backward", 2..=2, TABLE, ""),
    both("lookup extrapolate", 2..=2, TABLE, ""),
    both("lookup forward", 2..=2, TABLE, ""),
    both("lookup invert", 2..=2, TABLE, "of a table that rises or falls throughout"),
    both("with lookup", 2..=2, TABLE, ""),
    // Random numbers: the distributions that are asked for, from our own generator.
    xmile("exprnd", 1..=2, RANDOM, OWN),
    xmile("lognormal", 2..=3, RANDOM, OWN),
    xmile("normal", 2..=3, RANDOM, OWN),
    xmile("random", 2..=3, RANDOM, OWN),
    both("random 0 1", 0..=0, RANDOM, OWN),
    both("random exponential", 5..=5, RANDOM, OWN),
    both("random normal", 5..=5, RANDOM, OWN),
    both("random triangular", 6..=6, RANDOM, OWN),
    both("random uniform", 3..=3, RANDOM, OWN),
    vensim("random beta", 7..=7, RANDOM, OWN),
    vensim("random binomial", 7..=7, RANDOM, OWN),
    vensim("random gamma", 6..=6, RANDOM, OWN),
    vensim("random lookup", 6..=6, RANDOM, OWN),
    vensim("random negative binomial", 7..=7, RANDOM, OWN),
    vensim("random poisson", 6..=6, RANDOM, OWN),
    vensim("random weibull", 6..=6, RANDOM, OWN),
    xmile("logistic", 2..=3, XMILE, OWN),
    xmile("pareto", 2..=3, XMILE, OWN),
    xmile("triangular", 3..=4, XMILE, OWN),
    xmile("uniform", 2..=3, RANDOM, OWN),
    xmile("weibull", 2..=3, XMILE, OWN),
    // Refused, since nothing here could be right.
    refused("reinitial", Dialect::Vensim, "a run has no later initial instant", "use `INITIAL`"),
];

/// No tool can have the numbers of another one's generator.
const OWN: &str = "the distribution, not the numbers, of the tool";

/// The row of a function, by the name as it is compared.
pub(crate) fn row(key: &str, dialect: Dialect) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.name == key && row.dialect.is_none_or(|d| d == dialect))
}

/// The names of the functions that models of a tool may call.
pub(crate) fn names(dialect: Dialect) -> impl Iterator<Item = &'static str> {
    let own = move |row: &&Row| row.dialect.is_none_or(|d| d == dialect) && matches!(row.means, Means::By(_));
    ROWS.iter().filter(own).map(|row| row.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row that no room works out would be refused as if it were unknown, and so would a count that the room denies.
    #[test]
    fn every_row_is_worked_out_with_as_many_arguments_as_it_says() {
        for row in ROWS {
            for dialect in [Dialect::Vensim, Dialect::Xmile] {
                if row.dialect.is_some_and(|d| d != dialect) || matches!(row.means, Means::Refused(..)) {
                    continue;
                }
                for n in [*row.arguments.start(), (*row.arguments.end()).min(9)] {
                    let message = said_of(row.name, n, dialect);
                    let known = !message.contains("the function") && !message.contains("stand here");
                    assert!(known, "{} of {dialect:?} with {n} arguments: {message}", row.name);
                }
            }
        }
    }

    #[test]
    fn no_row_is_hidden_by_another() {
        for (i, row) in ROWS.iter().enumerate() {
            let other = ROWS[..i].iter().find(|other| {
                other.name == row.name
                    && (other.dialect.is_none() || row.dialect.is_none() || other.dialect == row.dialect)
            });
            assert!(other.is_none(), "{} stands twice", row.name);
        }
    }

    /// What the resolver says of a call with so many ones.
    fn said_of(name: &str, n: usize, dialect: Dialect) -> String {
        use crate::foreign::{Expr as Foreign, ExprKind, Model, Time, Variable, What};
        use milepost_syntax::Span;
        let one = || Foreign { kind: ExprKind::Number(1.0), span: Span::default() };
        let call = ExprKind::Call {
            name: name.into(),
            subscripts: Vec::new(),
            arguments: (0..n).map(|_| one()).collect(),
            outputs: Vec::new(),
        };
        let what = What::Equation(Foreign { kind: call, span: Span::default() });
        let variables = vec![Variable::new("x".into(), Span::default(), what, Span::default())];
        let time = Time { stop: Some(one()), ..Time::default() };
        let model = Model { dialect, variables, time, ..Model::default() };
        struct None;
        impl crate::Files for None {
            fn read(&self, _: &str) -> Result<Vec<u8>, String> {
                Err("nothing is here".into())
            }
        }
        let (_, findings) = crate::resolve::resolve(&model, &None, &crate::Settings::default(), "a row");
        findings.into_iter().map(|f| f.message).collect::<Vec<_>>().join("\n")
    }
}
