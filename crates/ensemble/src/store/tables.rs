//! The three tables: futures, outcomes, bands.  Values are in the units people read.

use parquet::data_type::ByteArray;
use parquet::errors::Result;

use super::Rows;
use super::columns::{Column, Field, Kind, Layout};
use crate::state::State;
use crate::study::{Parameter, Study};
use crate::summary::LEVELS;

/// The layouts of the tables.
pub(crate) struct Tables {
    /// One row per member: its uncertainties.
    pub futures: Layout,
    /// One row per pathway and member: its measures.
    pub outcomes: Layout,
    /// One row per chart, pathway and time: the distribution.
    pub bands: Layout,
}

impl Tables {
    /// The tables of a study.
    pub fn new<S>(study: &Study<S>) -> Result<Tables> {
        let member = || field("member", Kind::Whole, "");
        let mut futures = vec![member()];
        futures.extend(study.parameters.iter().map(|parameter| {
            let kind = if parameter.categories.is_some() { Kind::Text } else { Kind::Number };
            field(&parameter.name, kind, &parameter.unit)
        }));
        let mut outcomes = vec![field("pathway", Kind::Text, ""), member()];
        outcomes.extend(study.strategy.measures.iter().map(|m| field(&m.name, Kind::Number, &m.display.text)));
        let mut bands = vec![
            field("chart", Kind::Text, ""),
            field("pathway", Kind::Text, ""),
            field("time", Kind::Number, &study.strategy.time.unit),
            field("date", Kind::Text, ""),
            field("count", Kind::Whole, ""),
            field("unknown", Kind::Whole, ""),
        ];
        let quantiles = LEVELS.map(|level| format!("q{:02}", (level * 100.0).round()));
        let names = ["mean", "min", "max"].map(String::from).into_iter().chain(quantiles);
        bands.extend(names.map(|name| field(&name, Kind::Number, "")));
        Ok(Tables { futures: Layout::new(futures)?, outcomes: Layout::new(outcomes)?, bands: Layout::new(bands)? })
    }
}

/// A shard's rows of `futures.parquet`.
pub(crate) fn futures(parameters: &[Parameter], rows: &Rows) -> Vec<Column> {
    let mut columns = vec![Column::Whole(rows.members.clone().map(|member| member as i64).collect())];
    for (parameter, values) in parameters.iter().zip(rows.parameters) {
        columns.push(match &parameter.categories {
            None => Column::Number(scaled(values, parameter.scale)),
            Some(names) => {
                let names: Vec<ByteArray> = names.iter().map(|name| ByteArray::from(name.as_str())).collect();
                let name = |value: &f64| if *value >= 0.0 { names.get(*value as usize).cloned() } else { None };
                Column::Text(values.iter().map(name).collect())
            }
        });
    }
    columns
}

/// A shard's rows of `outcomes.parquet`: pathway after pathway, each in member order.
pub(crate) fn outcomes<S>(study: &Study<S>, rows: &Rows) -> Vec<Column> {
    let members = || rows.members.clone().map(|member| member as i64);
    let (mut pathway, mut member) = (Vec::new(), Vec::new());
    for run in study.pathways() {
        let name = ByteArray::from(study.variant(run).name.as_str());
        pathway.extend(members().map(|_| Some(name.clone())));
        member.extend(members());
    }
    let mut columns = vec![Column::Text(pathway), Column::Whole(member)];
    for (m, measure) in study.strategy.measures.iter().enumerate() {
        let values = rows.outcomes.iter().flat_map(|run| scaled(&run[m], measure.display.scale));
        columns.push(Column::Number(values.collect()));
    }
    columns
}

/// All rows of `bands.parquet`: chart after chart, and of each pathway after pathway.
pub(crate) fn bands<S>(study: &Study<S>, times: &[f64], total: &State) -> Vec<Column> {
    let axis = &study.strategy.time;
    let text = |text: &str| ByteArray::from(text);
    let dates: Vec<Option<ByteArray>> =
        times.iter().map(|time| axis.date_of(*time).map(|date| text(&date.to_string()))).collect();
    let charts = if study.plan.charts { study.strategy.charts.as_slice() } else { &[] };
    let (mut names, mut pathways, mut time, mut date) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut count, mut unknown) = (Vec::new(), Vec::new());
    let mut numbers = vec![Vec::new(); 3 + LEVELS.len()];
    for (c, chart) in charts.iter().enumerate() {
        for (run, state) in study.pathways().zip(&total.pathways) {
            let pathway = text(&study.variant(run).name);
            for (t, tally) in state.charts.get(c).into_iter().flatten().enumerate() {
                let spread = tally.spread();
                names.push(Some(text(&chart.name)));
                pathways.push(Some(pathway.clone()));
                time.push(times.get(t).copied().unwrap_or(f64::NAN));
                date.push(dates.get(t).cloned().flatten());
                count.push(spread.known as i64);
                unknown.push(spread.unknown as i64);
                let values = [spread.mean, spread.min, spread.max].into_iter().chain(spread.quantiles);
                let shown = |value: f64| if spread.known == 0 { f64::NAN } else { value / chart.display.scale };
                numbers.iter_mut().zip(values).for_each(|(column, value)| column.push(shown(value)));
            }
        }
    }
    let mut columns = vec![Column::Text(names), Column::Text(pathways), Column::Number(time), Column::Text(date)];
    columns.extend([Column::Whole(count), Column::Whole(unknown)]);
    columns.extend(numbers.into_iter().map(Column::Number));
    columns
}

fn scaled(values: &[f64], scale: f64) -> Vec<f64> {
    values.iter().map(|value| value / scale).collect()
}

fn field(name: &str, kind: Kind, unit: &str) -> Field {
    Field { name: name.into(), kind, unit: unit.into() }
}
