//! From reductions to what a run says.

use milepost_ir::NoticeKind;

use crate::claims::verdict;
use crate::digits::grouped;
use crate::simulate::Simulate;
use crate::state::{MeasureState, PathwayState, State};
use crate::study::Study;
use crate::summary::{ChartSummary, MeasureSummary, Notice, PathwaySummary, Provenance, Summary};

/// What a run says.
pub(crate) fn summarise<S: Simulate>(study: &Study<S>, total: &State, provenance: Provenance) -> Summary {
    let strategy = study.strategy;
    let charts = if study.plan.charts { strategy.charts.as_slice() } else { &[] };
    let chart = |(c, chart): (usize, &milepost_strategy::model::Chart)| ChartSummary {
        name: chart.name.clone(),
        times: study.times(),
        pathways: (total.pathways.iter())
            .map(|state| state.charts.get(c).into_iter().flatten().map(|tally| tally.spread()).collect())
            .collect(),
    };
    Summary {
        provenance,
        pathways: study.pathways().zip(&total.pathways).map(|(run, state)| pathway(study, run, state, total)).collect(),
        charts: charts.iter().enumerate().map(chart).collect(),
        claims: study
            .judges
            .iter()
            .zip(&total.claims)
            .map(|(judge, judged)| verdict(strategy, judge, judged))
            .collect(),
        notices: study
            .pathways()
            .zip(&total.pathways)
            .flat_map(|(run, state)| notices(study, run, state, total))
            .collect(),
    }
}

fn pathway<S: Simulate>(study: &Study<S>, run: usize, state: &PathwayState, total: &State) -> PathwaySummary {
    let variant = study.runs[run].variant;
    let share = |count: u64| count as f64 / total.members.max(1) as f64;
    let compared = study.reference.is_some_and(|reference| reference != run);
    let measure = |(measure, state): (&milepost_strategy::model::Measure, &MeasureState)| MeasureSummary {
        name: measure.name.clone(),
        values: state.values.spread(),
        acceptable: measure.acceptable.map(|_| share(state.acceptable)),
        regret: state.regret.spread(),
        best: share(state.best),
        better: compared.then(|| share(state.better)),
        worse: compared.then(|| share(state.worse)),
    };
    let bars = study.strategy.measures.iter().any(|measure| measure.acceptable.is_some());
    PathwaySummary {
        variant: variant.0,
        name: study.variant(run).name.clone(),
        title: study.strategy.pathways.get(variant.index()).map_or_else(String::new, |pathway| pathway.title.clone()),
        measures: study.strategy.measures.iter().zip(&state.measures).map(measure).collect(),
        acceptable: bars.then(|| share(state.acceptable)),
    }
}

fn notices<S: Simulate>(study: &Study<S>, run: usize, state: &PathwayState, total: &State) -> Vec<Notice> {
    let mut notices = Vec::new();
    for (notice, tally) in study.runs[run].simulate.notices().iter().zip(&state.notices) {
        let spread = tally.spread();
        if spread.known == 0 {
            continue;
        }
        let mut text = format!("{} in {} of {} futures", notice.text, grouped(spread.known), grouped(total.members));
        if notice.kind == NoticeKind::OutflowCut {
            text.push_str(&format!(", at {} steps on average", grouped(spread.mean.round() as u64)));
        }
        notices.push(Notice { pathway: study.variant(run).name.clone(), text });
    }
    notices
}
