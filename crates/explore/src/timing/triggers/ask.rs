//! What a run is asked about a trigger: when it fires, when it should, and what an observer sees.

use milepost_strategy::model::*;
use milepost_syntax::ast::BinaryOp;

use super::super::bars::period_ends;
use super::simple::{Simple, simple};
use super::truth::{Truths, indicators};
use crate::ask;

/// A trigger that can be judged.
pub(in super::super) struct Asked {
    /// The trigger.
    pub id: VariableId,
    /// Elements it is judged for; 1 without dimensions.
    pub elements: usize,
    /// Length of the periods at whose ends it is judged.
    pub every: f64,
    /// The longest delay of publication of what it reads, in time.
    pub lag: f64,
    /// The delay allowed to the authority.
    pub within: f64,
    /// What an observer sees, where another threshold can be tried.
    pub watched: Result<Watched, String>,
    /// Columns: for each element when it fires and when it should.
    pub asks: Vec<Measure>,
}

/// The signposts of a simple predicate.
pub(in super::super) struct Watched {
    /// The predicate.
    pub simple: Simple,
    /// True in at least so many ...
    pub of: usize,
    /// ... of the last so many periods.
    pub periods: usize,
    /// Ends of periods: those before the first judgement that counts, then all that are judged.
    pub times: Vec<f64>,
    /// Columns: what each source says at each of the times.
    pub asks: Vec<Measure>,
}

/// The trigger, made ready; conditions that are asked for are added to the strategy.
///
/// # Errors
/// Why it cannot be judged, as the end of a sentence.
pub(in super::super) fn asked(strategy: &mut Strategy, truths: &mut Truths, id: VariableId) -> Result<Asked, String> {
    let variable = strategy.variables[id.index()].clone();
    let VariableKind::Trigger(trigger) = &variable.kind else { return Err("it is no trigger".into()) };
    let sources: Vec<&When> = std::iter::once(&trigger.fires).chain(&trigger.second).collect();
    let read: Vec<VariableId> = sources.iter().flat_map(|when| indicators(strategy, &when.test)).collect();
    if read.is_empty() {
        return Err("it reads no indicator, so nothing stands between it and what it judges by".into());
    }
    let every = sources.iter().map(|when| when.every.max(1)).max().unwrap_or(1);
    let lag = read.iter().map(|id| lag(strategy, *id)).fold(0.0, f64::max);
    let watched = watched(strategy, &variable, trigger, &sources, every);

    let mut fires = Vec::new();
    let mut should = Vec::new();
    for when in &sources {
        let seen = When { every, ..(*when).clone() };
        let test = truths.of(strategy, &when.test);
        fires.push(condition(strategy, &variable, seen.clone()));
        should.push(condition(strategy, &variable, When { test, ..seen }));
    }
    let elements: usize = variable.dims.iter().map(|d| strategy.dimensions[d.index()].elements.len()).product();
    let first = |strategy: &Strategy, of: &[VariableId], flat: usize| {
        let each = of.iter().map(|&id| element(strategy, &variable.dims, id, flat));
        let all = each.reduce(|a, b| truth_expr(ExprKind::Binary(BinaryOp::And, Box::new(a), Box::new(b))));
        let all = all.unwrap_or_else(|| truth_expr(ExprKind::Truth(false)));
        ask::measure(ask::over_time(OverTime::First, all, strategy.time.decide, strategy.time.end))
    };
    let asks = (0..elements).flat_map(|flat| [first(strategy, &fires, flat), first(strategy, &should, flat)]).collect();
    let step = strategy.time.step;
    Ok(Asked { id, elements, every: f64::from(every) * step, lag, within: trigger.within, watched, asks })
}

/// The delay of an indicator's publication, in time.
fn lag(strategy: &Strategy, id: VariableId) -> f64 {
    match &strategy.variables[id.index()].kind {
        VariableKind::Indicator(i) => f64::from(i.lag) * f64::from(i.every.max(1)) * strategy.time.step,
        _ => 0.0,
    }
}

/// A condition that holds as long as a predicate is judged true.
fn condition(strategy: &mut Strategy, like: &Variable, holds: When) -> VariableId {
    let id = VariableId(strategy.variables.len() as u32);
    let kind = VariableKind::Condition(Condition { holds, lost: None, observable: true });
    let name = format!("{}, as asked {}", like.name, id.0);
    strategy.variables.push(Variable { name, title: None, ty: Type::Truth, kind, ..like.clone() });
    id
}

fn truth_expr(kind: ExprKind) -> Expr {
    Expr { ty: Type::Truth, ..ask::expr(kind, &[]) }
}

fn element(strategy: &Strategy, dims: &[DimensionId], id: VariableId, flat: usize) -> Expr {
    let select = ask::positions(strategy, dims, flat).into_iter().map(Select::Element).collect();
    truth_expr(ExprKind::Variable(id, select))
}

/// The signposts, if the predicate is simple.
fn watched(
    strategy: &Strategy,
    variable: &Variable,
    trigger: &Trigger,
    sources: &[&When],
    every: u32,
) -> Result<Watched, String> {
    if !variable.dims.is_empty() {
        return Err("it is judged place by place, and one threshold for all is not tried".into());
    }
    let all: Option<Vec<Simple>> = sources.iter().map(|when| simple(strategy, &when.test)).collect();
    let all = all.ok_or("it does not fire by one indicator against a number")?;
    let (of, periods) = (trigger.fires.of as usize, trigger.fires.periods.max(1) as usize);
    let axis = &strategy.time;
    let ends: Vec<f64> = period_ends(&TimeAxis { report_every: every, ..axis.clone() }, axis.start, axis.end);
    // What was judged last before the decision is what stands at it.
    let known = ends.iter().take_while(|t| **t <= axis.decide - axis.step / 2.0).count();
    let times: Vec<f64> = ends[known.saturating_sub(periods)..].to_vec();
    let seen = |simple: &Simple, time: f64| {
        let indicator = ask::expr(ExprKind::Variable(simple.indicator, Vec::new()), &[]);
        ask::measure(ask::expr(ExprKind::At(Box::new(indicator), time), &[]))
    };
    let asks = all.iter().flat_map(|simple| times.iter().map(move |&time| seen(simple, time))).collect();
    Ok(Watched { simple: all[0], of, periods, times, asks })
}
