//! Which measures, pathways and charts are looked at.

use milepost_strategy::model::{Chart, ChartKind, Measure, Pathway, PathwayId, Strategy};
use milepost_strategy::visit;

use super::Error;
use crate::asked::unknown;

/// Measures looked at where none is named.
const MEASURES: usize = 3;

/// What is asked of a strategy.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Names of measures; where none is named, the first three that declare what is acceptable, else the first three.
    pub measures: Vec<String>,
    /// Names of pathways; where none is named, every choice, or for a method with runs of its own the leading one.
    pub pathways: Vec<String>,
}

impl Question {
    /// The measures asked for, none twice.
    pub(super) fn measures<'a>(&self, strategy: &'a Strategy) -> Result<Vec<&'a Measure>, Error> {
        if self.measures.is_empty() {
            let barred: Vec<&Measure> = strategy.measures.iter().filter(|m| m.acceptable.is_some()).collect();
            let all = || strategy.measures.iter().collect();
            let some: Vec<&Measure> = if barred.is_empty() { all() } else { barred };
            let some: Vec<&Measure> = some.into_iter().take(MEASURES).collect();
            return if some.is_empty() { Err(Error::NoMeasure) } else { Ok(some) };
        }
        named("measure", &self.measures, &strategy.measures, |m| &m.name)
    }

    /// The pathways asked for, none twice; every choice where none is named.
    pub(super) fn pathways<'a>(&self, strategy: &'a Strategy) -> Result<Vec<(PathwayId, &'a Pathway)>, Error> {
        let all = || strategy.pathways.iter().enumerate().map(|(i, p)| (PathwayId(i as u32), p));
        if self.pathways.is_empty() {
            let choices: Vec<_> = all().filter(|(_, p)| !p.comparison).collect();
            return Ok(if choices.is_empty() { all().collect() } else { choices });
        }
        let chosen = named("pathway", &self.pathways, &strategy.pathways, |p| &p.name)?;
        Ok(chosen.into_iter().filter_map(|chosen| all().find(|(_, p)| p.name == chosen.name)).collect())
    }

    /// As [`Self::pathways`], but only the leading one where none is named.
    pub(super) fn few_pathways<'a>(&self, strategy: &'a Strategy) -> Result<Vec<(PathwayId, &'a Pathway)>, Error> {
        let all = self.pathways(strategy)?;
        let leads = leading(strategy).filter(|_| self.pathways.is_empty());
        Ok(match leads {
            Some(leads) => all.into_iter().filter(|(id, _)| *id == leads).collect(),
            None => all,
        })
    }
}

/// The pathway a reader is told of first: the first choice that follows all recommendations, else the last choice that is
/// not the reference, else the reference, else the first choice.
pub fn leading(strategy: &Strategy) -> Option<PathwayId> {
    let recommended = strategy.recommendations.len();
    let choices = || strategy.pathways.iter().enumerate().filter(|(_, p)| !p.comparison);
    let carrying = choices().find(|(_, p)| recommended > 0 && p.follows.len() == recommended);
    let id = |(i, _): (usize, &Pathway)| PathwayId(i as u32);
    let first = || strategy.pathways.first().map(|_| PathwayId(0));
    let last = choices().map(id).rfind(|choice| Some(*choice) != strategy.reference);
    carrying.map(id).or(last).or(strategy.reference).or_else(|| choices().next().map(id)).or_else(first)
}

/// The charts asked for, or for each measure the first that shows what the measure looks at.
pub(super) fn charts<'a>(
    strategy: &'a Strategy,
    names: &[String],
    measures: &[&Measure],
) -> Result<Vec<&'a Chart>, Error> {
    if !names.is_empty() {
        return named("chart", names, &strategy.charts, |c| &c.name);
    }
    let plain = || strategy.charts.iter().filter(|c| c.kind == ChartKind::Plain);
    let reads = |expr| {
        let mut read = Vec::new();
        visit::variables(expr, &mut |id| read.push(id));
        read
    };
    let mut found: Vec<&Chart> = Vec::new();
    for measure in measures {
        let looked_at = reads(&measure.value);
        let related = plain().find(|c| reads(&c.value).iter().any(|id| looked_at.contains(id)));
        found.extend(related.filter(|c| found.iter().all(|known| known.name != c.name)));
    }
    if found.is_empty() {
        found.extend(plain().next());
    }
    if found.is_empty() { Err(Error::NoChart) } else { Ok(found) }
}

/// What is called by these names, none twice.
fn named<'a, T>(
    kind: &'static str,
    names: &[String],
    all: &'a [T],
    name_of: impl Fn(&T) -> &String,
) -> Result<Vec<&'a T>, Error> {
    let mut found: Vec<&T> = Vec::new();
    for name in names {
        let known = || all.iter().map(|one| name_of(one).as_str());
        let one = all.iter().find(|one| name_of(one) == name).ok_or_else(|| unknown(kind, name, known()))?;
        if found.iter().all(|known| name_of(known) != name) {
            found.push(one);
        }
    }
    Ok(found)
}
