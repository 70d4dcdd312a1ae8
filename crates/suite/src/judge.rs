//! What was found against what is expected.

use std::fmt;

use milepost_ensemble::summary::{Outcome, Verdict};
use milepost_strategy::model::{Strategy, Type};

use crate::case::{Case, Expected, Kind};
use crate::place::{flat, step};
use crate::run::{Runs, checked, findings};
use crate::statement::{Node, Reading, Statement, parse};

/// Checks a case; the sentences say what differs, with the line of the Markdown file.
pub fn judge(case: &Case) -> Vec<String> {
    if case.expected.is_empty() {
        return vec!["the case expects nothing: add a block of values or diagnostics".into()];
    }
    let checked = checked(case);
    let found = findings(&checked);
    let mut wrong = Vec::new();
    for expected in &case.expected {
        match (expected.kind, &checked.strategy) {
            (Kind::Diagnostics, _) => wrong.extend(differing(expected, &found)),
            (_, None) => wrong.push(format!("the strategy has errors:\n{}", indented(&found))),
            (Kind::Notices, Some(strategy)) => wrong.extend(notices(expected, strategy)),
            (Kind::Values, Some(strategy)) => wrong.extend(values(expected, Runs::new(strategy, None))),
            (Kind::Futures { futures, seed }, Some(strategy)) => {
                wrong.extend(values(expected, Runs::new(strategy, Some((futures, seed)))));
            }
        }
    }
    wrong
}

/// Lines as they must be, without empty ones.
fn differing(expected: &Expected, found: &[String]) -> Option<String> {
    let wanted: Vec<&str> = expected.lines.iter().map(|l| l.trim_end()).filter(|l| !l.is_empty()).collect();
    if wanted == found {
        return None;
    }
    let found = if found.is_empty() { "      nothing".into() } else { indented(found) };
    let wanted = if wanted.is_empty() { "      nothing".into() } else { indented(&wanted) };
    Some(format!("line {}: expected\n{wanted}\n    found\n{found}", expected.line))
}

fn indented<T: AsRef<str>>(lines: &[T]) -> String {
    lines.iter().map(|l| format!("      {}", l.as_ref())).collect::<Vec<_>>().join("\n")
}

fn notices(expected: &Expected, strategy: &Strategy) -> Option<String> {
    let mut runs = Runs::new(strategy, None);
    for variant in 0..strategy.pathways.len() {
        if let Err(why) = runs.simulate(variant) {
            return Some(why);
        }
    }
    differing(expected, &runs.notices())
}

fn values(expected: &Expected, runs: Runs) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut evaluator = Evaluator { runs, verdicts: None };
    for (i, line) in expected.lines.iter().enumerate() {
        let said = match parse(line) {
            Ok(None) => continue,
            Ok(Some(statement)) => evaluator.statement(&statement),
            Err(why) => Err(why),
        };
        if let Err(why) = said {
            wrong.push(format!("line {}: {}\n      {why}", expected.line + i, line.trim()));
        }
    }
    wrong
}

/// What an expression comes to.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    /// NaN is unknown.
    Number(f64),
    Truth(bool),
    Word(String),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Value::Number(v) if v.is_nan() => write!(f, "unknown"),
            Value::Number(v) => write!(f, "{v}"),
            Value::Truth(v) => write!(f, "{v}"),
            Value::Word(v) => write!(f, "{v}"),
        }
    }
}

/// Where an expression is evaluated.
#[derive(Clone, Copy)]
struct Place {
    /// The member; `None` outside statistics on many futures.
    member: Option<usize>,
    /// The step, for readings that do not say when.
    step: Option<usize>,
}

struct Evaluator<'a> {
    runs: Runs<'a>,
    verdicts: Option<Vec<Verdict>>,
}

type Found<T> = Result<T, String>;

impl Evaluator<'_> {
    fn statement(&mut self, statement: &Statement) -> Found<()> {
        self.simulate_for(&statement.left)?;
        self.simulate_for(&statement.right)?;
        let steps = self.runs.strategy.time.steps as usize;
        let always = self.untimed(&statement.left) || self.untimed(&statement.right);
        if always && !self.runs.at_defaults() {
            return Err("say when: on many futures a variable needs `at TIME`".into());
        }
        let member = self.runs.at_defaults().then_some(0);
        for step in 0..=if always { steps } else { 0 } {
            let place = Place { member, step: always.then_some(step) };
            let found = self.value(&statement.left, place)?;
            let wanted = self.value(&statement.right, place)?;
            let tolerance = match &statement.tolerance {
                Some(tolerance) => Some(self.number(tolerance, place)?),
                None => None,
            };
            if !alike(&found, &wanted, tolerance) {
                let when = if always { format!(" at step {step}") } else { String::new() };
                return Err(format!("expected {wanted}, found {found}{when}"));
            }
        }
        Ok(())
    }

    /// Simulates every variant that an expression reads.
    fn simulate_for(&mut self, node: &Node) -> Found<()> {
        match node {
            Node::Number(_) => Ok(()),
            Node::Reading(reading)
                if self.variable(&reading.name).is_some() || self.measure(&reading.name).is_some() =>
            {
                let variant = self.variant(reading)?;
                self.runs.simulate(variant)
            }
            Node::Reading(_) => Ok(()),
            Node::Negative(a) => self.simulate_for(a),
            Node::Binary(a, _, b) => self.simulate_for(a).and_then(|()| self.simulate_for(b)),
            Node::Call(_, args) => args.iter().try_for_each(|a| self.simulate_for(a)),
        }
    }

    /// Whether an expression reads a variable without saying when.
    fn untimed(&self, node: &Node) -> bool {
        match node {
            Node::Number(_) => false,
            Node::Reading(reading) => reading.at.is_none() && self.variable(&reading.name).is_some(),
            Node::Negative(a) => self.untimed(a),
            Node::Binary(a, _, b) => self.untimed(a) || self.untimed(b),
            Node::Call(_, args) => args.iter().any(|a| self.untimed(a)),
        }
    }

    fn variable(&self, name: &str) -> Option<usize> {
        self.runs.strategy.variables.iter().position(|v| v.name == name)
    }

    fn measure(&self, name: &str) -> Option<usize> {
        self.runs.strategy.measures.iter().position(|m| m.name == name)
    }

    fn hypothesis(&self, node: &Node) -> Option<usize> {
        let Node::Reading(Reading { name, .. }) = node else { return None };
        self.runs.strategy.hypotheses.iter().position(|h| h.name == *name)
    }

    fn number(&mut self, node: &Node, place: Place) -> Found<f64> {
        match self.value(node, place)? {
            Value::Number(v) => Ok(v),
            Value::Truth(v) => Ok(f64::from(u8::from(v))),
            Value::Word(word) => Err(format!("unknown name `{word}`")),
        }
    }

    fn value(&mut self, node: &Node, place: Place) -> Found<Value> {
        match node {
            Node::Number(value) => Ok(Value::Number(*value)),
            Node::Reading(reading) => self.reading(reading, place),
            Node::Negative(a) => Ok(Value::Number(-self.number(a, place)?)),
            Node::Binary(a, sign, b) => {
                let (a, b) = (self.value(a, place)?, self.value(b, place)?);
                operate(sign, &a, &b)
            }
            Node::Call(name, args) => self.call(name, args, place),
        }
    }

    fn reading(&mut self, reading: &Reading, place: Place) -> Found<Value> {
        let strategy = self.runs.strategy;
        if let Some(measure) = self.measure(&reading.name) {
            let member = place.member.ok_or("say which statistic: mean, min, max, sd, share")?;
            return Ok(Value::Number(self.runs.measure(self.variant(reading)?, measure, member)));
        }
        let Some(variable) = self.variable(&reading.name) else {
            return Ok(match reading.name.as_str() {
                "true" => Value::Truth(true),
                "false" => Value::Truth(false),
                "unknown" => Value::Number(f64::NAN),
                word => Value::Word(word.into()),
            });
        };
        let member = place.member.ok_or("say which statistic: mean, min, max, sd, share")?;
        let flat = flat(strategy, &strategy.variables[variable].dims, &reading.elements)
            .ok_or_else(|| format!("`{}` has no such element", reading.name))?;
        let step = match reading.at {
            Some(when) => step(strategy, when)?,
            None => place.step.ok_or("say when: `at TIME`")?,
        };
        let value = self.runs.variable(self.variant(reading)?, variable, flat, step, member);
        Ok(match &strategy.variables[variable].ty {
            _ if value.is_nan() => Value::Number(value),
            Type::Number(_) => Value::Number(value),
            Type::Truth if value == 0.0 || value == 1.0 => Value::Truth(value == 1.0),
            Type::Truth => return Err(format!("a truth of {value}")),
            Type::Category(names) => {
                let name = names.get(value as usize).filter(|_| value.fract() == 0.0);
                Value::Word(name.ok_or_else(|| format!("a category of {value}"))?.clone())
            }
        })
    }

    /// The variant that a reading speaks of: the first pathway, where it names none.
    fn variant(&self, reading: &Reading) -> Found<usize> {
        let Some(name) = &reading.under else { return Ok(0) };
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let variants = &self.runs.strategy.variants;
        variants.iter().position(|v| words(&v.name) == words(name)).ok_or_else(|| {
            let known: Vec<&str> = variants.iter().map(|v| v.name.as_str()).collect();
            format!("there is no variant `{name}`; there are: {}", known.join(", "))
        })
    }

    fn call(&mut self, name: &str, args: &[Node], place: Place) -> Found<Value> {
        if let Some(first) = args.first()
            && let Some(hypothesis) = self.hypothesis(first)
        {
            return self.verdict(name, hypothesis, &args[1..]);
        }
        if place.member.is_none() && matches!(name, "mean" | "sd" | "min" | "max" | "share" | "correlation") {
            return self.statistic(name, args).map(Value::Number);
        }
        let [x] = args else { return Err(format!("`{name}` takes one argument")) };
        let x = self.number(x, place)?;
        Ok(Value::Number(match name {
            "abs" => x.abs(),
            "exp" => x.exp(),
            "ln" => x.ln(),
            "sqrt" => x.sqrt(),
            "floor" => x.floor(),
            _ => return Err(format!("unknown function `{name}`")),
        }))
    }

    /// A statistic over all members.
    fn statistic(&mut self, name: &str, args: &[Node]) -> Found<f64> {
        let mut columns = Vec::new();
        for arg in args {
            let members = 0..self.runs.members();
            let column: Found<Vec<f64>> =
                members.map(|m| self.number(arg, Place { member: Some(m), step: None })).collect();
            columns.push(column?);
        }
        match (name, columns.as_slice()) {
            ("mean", [x]) => Ok(mean(x)),
            ("share", [x]) if x.iter().all(|v| *v == 0.0 || *v == 1.0) => Ok(mean(x)),
            ("share", _) => Err("`share` takes one comparison".into()),
            ("sd", [x]) => Ok(covariance(x, x).sqrt()),
            ("correlation", [x, y]) => Ok(covariance(x, y) / (covariance(x, x) * covariance(y, y)).sqrt()),
            ("min" | "max", [x]) if x.iter().any(|v| v.is_nan()) => Ok(f64::NAN),
            ("min", [x]) => Ok(x.iter().copied().fold(f64::INFINITY, f64::min)),
            ("max", [x]) => Ok(x.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
            _ => Err(format!("`{name}` takes another number of arguments")),
        }
    }

    fn verdict(&mut self, name: &str, hypothesis: usize, rest: &[Node]) -> Found<Value> {
        if self.verdicts.is_none() {
            self.verdicts = Some(self.runs.verdicts()?);
        }
        let wanted = &self.runs.strategy.hypotheses[hypothesis].name;
        let verdict = self.verdicts.iter().flatten().find(|v| v.name == *wanted);
        let verdict = verdict.ok_or_else(|| format!("`{wanted}` was not judged"))?;
        Ok(match (name, rest) {
            ("verdict", []) => Value::Word(
                match verdict.verdict {
                    Outcome::Holds => "holds",
                    Outcome::Fails => "fails",
                    Outcome::Mixed => "mixed",
                }
                .into(),
            ),
            ("share", []) => Value::Number(verdict.share),
            ("apart", []) => Value::Number(verdict.apart as f64),
            ("unknown", []) => Value::Number(verdict.unknown as f64),
            ("part", [Node::Reading(part)]) => {
                let share = verdict.parts.iter().find(|(name, _)| *name == part.name);
                Value::Number(share.ok_or_else(|| format!("`{wanted}` has no part `{}`", part.name))?.1)
            }
            _ => return Err(format!("a hypothesis has no `{name}`")),
        })
    }
}

fn alike(found: &Value, wanted: &Value, tolerance: Option<f64>) -> bool {
    match (found, wanted) {
        (Value::Number(a), Value::Number(b)) => {
            let tolerance = tolerance.unwrap_or(1e-9 * b.abs() + 1e-12);
            (a.is_nan() && b.is_nan()) || (a - b).abs() <= tolerance
        }
        _ => found == wanted,
    }
}

/// A comparison with unknown is false: the statements ask what is so, not what may be.
fn operate(sign: &str, a: &Value, b: &Value) -> Found<Value> {
    let (x, y) = match (a, b) {
        (Value::Truth(a), Value::Truth(b)) => match sign {
            "and" => return Ok(Value::Truth(*a && *b)),
            "or" => return Ok(Value::Truth(*a || *b)),
            "=" => return Ok(Value::Truth(a == b)),
            _ => return Err(format!("`{sign}` takes numbers")),
        },
        (Value::Word(a), Value::Word(b)) if sign == "=" => return Ok(Value::Truth(a == b)),
        (Value::Number(x), Value::Number(y)) => (x, y),
        _ => return Err(format!("`{sign}` cannot join {a} and {b}")),
    };
    Ok(match sign {
        "+" => Value::Number(x + y),
        "-" => Value::Number(x - y),
        "*" => Value::Number(x * y),
        "/" => Value::Number(x / y),
        "^" => Value::Number(x.powf(*y)),
        "<" => Value::Truth(x < y),
        "<=" => Value::Truth(x <= y),
        ">" => Value::Truth(x > y),
        ">=" => Value::Truth(x >= y),
        "=" => Value::Truth(x == y),
        "!=" => Value::Truth(x != y),
        _ => return Err(format!("`{sign}` takes true or false")),
    })
}

fn mean(x: &[f64]) -> f64 {
    x.iter().sum::<f64>() / x.len() as f64
}

fn covariance(x: &[f64], y: &[f64]) -> f64 {
    let (mx, my) = (mean(x), mean(y));
    x.iter().zip(y).map(|(a, b)| (a - mx) * (b - my)).sum::<f64>() / (x.len() as f64 - 1.0)
}
