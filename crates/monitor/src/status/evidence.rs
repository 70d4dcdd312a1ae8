//! The evidence that something rests on, row by row, and what there is of it at all.

use std::collections::{BTreeMap, BTreeSet};

use milepost_evidence::{Origin, Series};
use milepost_strategy::model::{Indicator, VariableId, VariableKind};

use super::{Case, Source, Subject, Used, UsedPeriod};
use crate::moment::days;
use crate::reads::leaves;

/// Elements named where figures are missing, at most.
const MOST_NAMED: usize = 32;
/// Periods named as gaps, at most.
const MOST_GAPS: usize = 12;

/// The evidence that an element rests on, indicator by indicator.
pub(super) fn used(case: &Case, subject: &Subject, flat: usize) -> Vec<Used> {
    let strategy = case.strategy;
    // By indicator: its elements, and the periods read of each.
    let mut read: BTreeMap<VariableId, BTreeMap<u32, BTreeSet<usize>>> = BTreeMap::new();
    for (_, judged) in &subject.whens {
        for (leaf, dates) in leaves(strategy, subject.id, flat, &[&judged.when.test]) {
            let VariableKind::Indicator(indicator) = &strategy.variable(leaf.variable).kind else { continue };
            for date in dates {
                let steps: Vec<u32> = match date {
                    None => judged.told(flat).collect(),
                    Some(bits) => step_at(case, f64::from_bits(bits)).into_iter().collect(),
                };
                for step in steps {
                    let periods = read.entry(leaf.variable).or_default();
                    if let Some(period) = visible(indicator, step) {
                        periods.entry(period).or_default().insert(leaf.flat);
                    }
                }
            }
        }
    }
    let rewarded = milepost_strategy::rewarded(strategy, subject.id);
    let rewarded: Vec<&str> = rewarded.iter().map(|a| strategy.actors[a.index()].name.as_str()).collect();
    read.into_iter().map(|(id, periods)| used_of(case, id, periods, &rewarded)).collect()
}

/// The step at which `at(x, date)` reads, if it has come.
fn step_at(case: &Case, date: f64) -> Option<u32> {
    let step = ((date - case.moment.start()) / case.moment.step_length() - 1e-9).ceil().max(0.0) as u32;
    (step <= case.moment.step).then_some(step)
}

/// The period, from 1, whose figure is the published one at a step.
fn visible(indicator: &Indicator, step: u32) -> Option<u32> {
    (step / indicator.every.max(1)).checked_sub(indicator.lag).filter(|period| *period > 0)
}

fn used_of(case: &Case, id: VariableId, periods: BTreeMap<u32, BTreeSet<usize>>, rewarded: &[&str]) -> Used {
    let strategy = case.strategy;
    let variable = strategy.variable(id);
    let every = indicator(case, id).map_or(1, |i| i.every);
    let producer = indicator(case, id).and_then(|i| i.produced_by.clone());
    let series = case.facts.series.get(&id);
    let mut out = Vec::new();
    let mut wanted = BTreeSet::new();
    for (period, elements) in periods.into_iter().rev() {
        let row = series.and_then(|s| place(s, period));
        let label = case.moment.period(period * every, every);
        let mut told = UsedPeriod { period: label, figures: 0, missing: Vec::new(), rows: Vec::new(), more_rows: 0 };
        let mut rows = Vec::new();
        for flat in elements {
            wanted.insert(flat);
            match series.zip(row).filter(|(s, row)| s.values[*row][flat].is_some()) {
                Some((series, row)) => {
                    told.figures += 1;
                    let places = case.rows.rows(series, flat, row);
                    rows.extend(places.named);
                    told.more_rows += places.more;
                }
                None if told.missing.len() < MOST_NAMED => {
                    let name = strategy.element_names(&variable.dims, flat);
                    told.missing.push(if name.is_empty() { "all".into() } else { name });
                }
                None => {}
            }
        }
        told.rows = ranges(rows);
        out.push(told);
    }
    // The newest figure that was published, whether it was asked for or not.
    let until = indicator(case, id).and_then(|i| visible(i, case.moment.last_end(i.every))).unwrap_or(0);
    let told = |period: &u32| {
        let row = series.and_then(|s| Some(&s.values[place(s, *period)?]));
        row.is_some_and(|values| wanted.iter().any(|flat| values[*flat].is_some()))
    };
    let newest_period = (1..=until).rev().find(told);
    let newest = newest_period.and_then(|period| case.moment.day_of(period * every));
    Used {
        indicator: variable.name.clone(),
        rewards_producer: producer.as_deref().is_some_and(|who| rewarded.contains(&who)),
        produced_by: producer,
        origin: series.filter(|s| !s.is_empty()).map(origin),
        newest: newest_period.map(|period| case.moment.period(period * every, every)),
        age_days: newest.map(|d| days(d, case.moment.day)),
        periods: out,
    }
}

fn indicator<'a>(case: &Case<'a>, id: VariableId) -> Option<&'a Indicator> {
    match &case.strategy.variable(id).kind {
        VariableKind::Indicator(indicator) => Some(indicator),
        _ => None,
    }
}

/// The place of a period, counted from 1, in a series.
fn place(series: &Series, period: u32) -> Option<usize> {
    let first = series.periods.first()?.index;
    let at = usize::try_from(i64::from(period) - 1 - first).ok()?;
    (at < series.periods.len()).then_some(at)
}

fn origin(series: &Series) -> String {
    match &series.origin {
        Origin::Table { file } => file.clone(),
        Origin::Record => "record".into(),
        Origin::Nowhere => "nowhere".into(),
    }
}

/// Rows that follow each other in one file, as a range: `deaths.csv:12-29`.
fn ranges(rows: Vec<String>) -> Vec<String> {
    let mut numbered: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    let mut other = BTreeSet::new();
    for row in rows {
        match row.rsplit_once(':').and_then(|(file, n)| Some((file.to_string(), n.parse::<u64>().ok()?))) {
            Some((file, n)) => drop(numbered.entry(file).or_default().insert(n)),
            None => drop(other.insert(row)),
        }
    }
    let mut out = Vec::new();
    for (file, lines) in numbered {
        let mut runs: Vec<(u64, u64)> = Vec::new();
        for n in lines {
            match runs.last_mut() {
                Some(run) if run.1 + 1 == n => run.1 = n,
                _ => runs.push((n, n)),
            }
        }
        let told = runs.iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a}-{b}") });
        out.push(format!("{file}:{}", told.collect::<Vec<_>>().join(",")));
    }
    out.extend(other);
    out
}

/// Every indicator, with what there is of it.
pub(super) fn sources(case: &Case, subjects: &[Subject]) -> Vec<Source> {
    let strategy = case.strategy;
    let mut needed: BTreeMap<VariableId, BTreeSet<usize>> = BTreeMap::new();
    for (k, subject) in subjects.iter().enumerate() {
        for (_, judged) in &subject.whens {
            for leaf in leaves(strategy, subject.id, 0, &[&judged.when.test]).into_keys() {
                needed.entry(leaf.variable).or_default().insert(k);
            }
        }
    }
    let ids = (0..strategy.variables.len() as u32).map(VariableId);
    ids.filter_map(|id| {
        let indicator = indicator(case, id)?;
        let by = needed.get(&id).into_iter().flatten();
        let by = by.map(|k| strategy.variable(subjects[*k].id).name.clone()).collect();
        Some(source(case, id, indicator, by))
    })
    .collect()
}

fn source(case: &Case, id: VariableId, indicator: &Indicator, needed_by: Vec<String>) -> Source {
    let series = case.facts.series.get(&id).filter(|s| !s.is_empty());
    let mut source = Source {
        indicator: case.strategy.variable(id).name.clone(),
        produced_by: indicator.produced_by.clone(),
        origin: series.map(origin),
        unread: case.facts.unread.get(&id).cloned(),
        from: None,
        to: None,
        figures: 0,
        missing: 0,
        gaps: Vec::new(),
        needed_by,
    };
    let Some(series) = series else { return source };
    let until = visible(indicator, case.moment.last_end(indicator.every)).unwrap_or(0);
    let mut missing = Vec::new();
    for period in 1..=until {
        let Some(values) = place(series, period).map(|row| &series.values[row]) else { continue };
        let known = values.iter().flatten().count();
        let label = || case.moment.period(period * indicator.every, indicator.every);
        source.figures += known;
        if known > 0 {
            source.from.get_or_insert_with(label);
            source.to = Some(label());
        }
        if source.from.is_some() && known < values.len() {
            missing.push((label(), values.len() - known));
        }
    }
    source.missing = missing.iter().map(|(_, n)| n).sum();
    source.gaps = missing.into_iter().rev().take(MOST_GAPS).collect();
    source
}
