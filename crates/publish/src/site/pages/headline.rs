//! The numbers that matter most: what was counted last, what is wanted, and where the futures lie.

use milepost_ensemble::summary::ChartSummary;
use milepost_monitor::figure;
use milepost_monitor::status::Group;
use milepost_strategy::model::{Chart, ChartKind, Expr, Variable, VariableId};
use milepost_strategy::visit;

use super::super::evidence::Known;
use super::super::{Room, days};
use crate::anchor;
use crate::answer::{Called, answer};
use crate::calendar::period_end;
use crate::chart::tile::Tile;
use crate::html::Html;
use crate::numbers::exact;
use crate::page::headed;

/// Indicators shown, at most.
const MOST: usize = 6;

/// Targets named for each, at most.
const TARGETS: usize = 2;

/// An indicator that a chart draws.
struct Headline<'a, 'b> {
    known: &'b Known<'a>,
    /// As declared, with nothing that was published after the day of the page.
    chart: Chart,
    index: usize,
    summary: &'a ChartSummary,
}

/// Writes the section, where a chart draws an indicator that was observed.
pub(super) fn write(h: &mut Html, room: &Room, known: &[Known]) {
    let all = headlines(room, known);
    if all.is_empty() {
        return;
    }
    headed(h, "headlines", room.words.say("headline.title"), |h| {
        h.leaf("p", &[("class", "lead-in")], room.words.say("headline.lead"));
        h.tag("ul", &[("class", "headlines")], |h| {
            all.iter().take(MOST).for_each(|one| h.tag("li", &[], |h| card(h, room, one)));
        });
    });
}

/// Those with a figure, those with a target first, in the order of the charts.
fn headlines<'a, 'b>(room: &Room<'a>, known: &'b [Known<'a>]) -> Vec<Headline<'a, 'b>> {
    let plain = room.view.charts().filter(|(_, chart, _)| chart.kind == ChartKind::Plain);
    let observed = plain.filter_map(|(index, chart, summary)| {
        let observer = room.view.observer(chart)?;
        let known = known.iter().find(|k| k.variable.name == observer.name && k.last().is_some())?;
        let mut chart = chart.clone();
        let day = room.site.as_of.and_then(|day| days::time(&room.site.strategy.time, day));
        // A figure is known once the lag of its indicator has passed.
        let lag = f64::from(known.indicator.lag * known.indicator.every.max(1)) * room.site.strategy.time.step;
        chart.observed.retain(|(time, _)| day.is_none_or(|day| time + lag <= day + 1e-6));
        Some(Headline { known, chart, index, summary })
    });
    let mut all: Vec<Headline> = observed.collect();
    all.sort_by_key(|one| targets(room, one).is_empty());
    all
}

fn card(h: &mut Html, room: &Room, one: &Headline) {
    let (words, view) = (room.words, &room.view);
    h.tag("p", &[("class", "headline-title")], |h| h.goto(&anchor::chart(&one.chart.name), &one.chart.title));
    if let Some(last) = one.known.last() {
        h.leaf("p", &[("class", "headline-now")], &last.value);
        h.tag("p", &[("class", "quiet")], |h| {
            let origin = one.known.source.and_then(|s| s.origin.clone()).unwrap_or_default();
            let by = super::contract::producer(room.site.strategy, one.known);
            let told = words.fill("headline.from", &[("period", &last.period), ("by", &by), ("origin", &origin)]);
            h.text(&told);
            h.text(" \u{b7} ");
            h.goto("evidence", words.say("headline.evidence"));
        });
        if one.known.late().is_some() {
            h.leaf("p", &[("class", "state near")], words.say("evidence.late"));
        }
    }
    let pathways = pathways(room);
    if let Some(tile) = Tile::new(view, &one.chart, one.index, one.summary, &pathways) {
        h.tag("figure", &[], |h| tile.draw(h, words.say("headline.title")));
    }
    h.tag("dl", &[("class", "headline-facts")], |h| {
        h.leaf("dt", &[], words.say("headline.target"));
        let targets = targets(room, one);
        if targets.is_empty() {
            h.leaf("dd", &[("class", "quiet")], words.say("headline.no-target"));
        }
        for target in targets {
            h.tag("dd", &[], |h| {
                h.leaf("b", &[], &target.value);
                h.text(" ");
                h.tag("span", &[("class", "quiet")], |h| {
                    h.goto(&target.id, &target.title);
                    if let Some(due) = &target.due {
                        h.text(&format!(", {due}"));
                    }
                });
            });
        }
        let Some(tile) = Tile::new(view, &one.chart, one.index, one.summary, &pathways) else { return };
        for pathway in &pathways {
            let spreads = one.summary.pathways.get(*pathway).map_or(&[][..], |all| all);
            let Some((time, spread)) = one.summary.times.iter().zip(spreads).rfind(|(_, s)| s.known > 0) else {
                continue;
            };
            let when = period_end(words, &room.site.strategy.time, *time);
            let told = words.fill("headline.projected", &[("when", &when), ("pathway", view.title(*pathway))]);
            h.leaf("dt", &[], &told);
            h.leaf("dd", &[], &tile.written(spread));
        }
    });
}

/// The pathway that the answer names, then the reference.
fn pathways(room: &Room) -> Vec<usize> {
    let named = answer(&room.view, Called::Names).strength.map(|s| s.pathways.0);
    let first = named.or_else(|| room.view.choices().next());
    let mut all: Vec<usize> = first.into_iter().chain(room.view.reference).collect();
    all.dedup();
    all
}

/// What is wanted of an indicator, and who says so.
struct Target {
    value: String,
    title: String,
    /// Where that stands.
    id: String,
    due: Option<String>,
}

/// Bars of measures in the same unit that read what the chart draws, then milestones and conditions of the nation that are
/// judged by the indicator.
fn targets(room: &Room, one: &Headline) -> Vec<Target> {
    let drawn = read(&one.chart.value);
    let words = room.words;
    let of_measures = room.view.measures.iter().filter_map(|m| {
        let bar = m.measure.acceptable?;
        let same = m.measure.display == one.chart.display && read(&m.measure.value) == drawn;
        let key = if m.measure.maximise { "headline.at-least" } else { "headline.at-most" };
        same.then(|| Target {
            value: words.fill(key, &[("value", &exact(words, &m.measure.display, bar))]),
            title: m.measure.title.clone(),
            id: anchor::measure(&m.measure.name),
            due: None,
        })
    });
    let status = room.site.status;
    let groups = status.into_iter().flat_map(|s| s.milestones.iter().chain(&s.conditions));
    let of_groups = groups.filter_map(|group| judged_by(room, group, one.known.variable));
    of_measures.chain(of_groups).take(TARGETS).collect()
}

/// The bar of a national milestone or condition with a single comparison that rests on an indicator alone.
fn judged_by(room: &Room, group: &Group, indicator: &Variable) -> Option<Target> {
    let [found] = &group.found[..] else { return None };
    if found.rests_on.is_empty() || found.rests_on.iter().any(|used| used.indicator != indicator.name) {
        return None;
    }
    let why = found.why.iter().find(|why| why.role == "met" || why.role == "holds")?;
    let [part] = &why.parts[..] else { return None };
    let right = part.judged.iter().find_map(|j| j.right).filter(|_| !part.wanted.is_empty())?;
    let due = found
        .deadline
        .as_ref()
        .map(|d| room.words.fill("milestones.due", &[("day", &days::rewritten(room.words, &d.due))]));
    Some(Target {
        value: format!("{} {}{}", part.wanted, figure(right), part.unit),
        title: group.title.clone(),
        id: anchor::value(&group.name),
        due,
    })
}

/// The variables that an expression reads.
fn read(expr: &Expr) -> Vec<VariableId> {
    let mut read = Vec::new();
    visit::variables(expr, &mut |id| read.push(id));
    read.sort_unstable();
    read.dedup();
    read
}
