//! Who is in charge of what a chart shows: a ribbon of loops directly under each fan, on its axis of time.

use std::collections::BTreeSet;

use milepost_explore::loops::{Kind, Loops};
use milepost_strategy::model::{Chart, Expr, Strategy, VariableId, VariableKind};
use milepost_strategy::visit;

use super::loops::{FILLS, ranked, shown};
use crate::anchor;
use crate::chart::ribbon::{self, Layer};
use crate::html::Html;
use crate::loops::Reading;
use crate::numbers::percent;
use crate::view::View;
use crate::words;

/// The loops in charge of what a chart shows.
pub(super) struct InCharge<'a> {
    reading: Reading<'a>,
    partition: usize,
    /// What of the chart lies on loops.
    through: Vec<VariableId>,
    /// Loops with a fill of their own in the section on loops, in its order, and whether they go through it.
    own: Vec<(usize, bool)>,
    /// Other loops that are in charge at times.
    rest: Vec<usize>,
}

impl<'a> InCharge<'a> {
    /// `None` where loops were not looked at, or none that is ever in charge goes through what the chart shows.
    pub(super) fn of(view: &View<'a>, chart: &Chart) -> Option<InCharge<'a>> {
        let loops = view.loops()?;
        let reading = || Reading { strategy: view.strategy, loops, words: view.words };
        let through = on_loops(view.strategy, loops, chart);
        let names: Vec<&str> = through.iter().map(|id| view.strategy.variable(*id).name.as_str()).collect();
        let passes = |k: usize| loops.loops[k].path.iter().any(|name| names.contains(&name.as_str()));
        reading().partitions().into_iter().find_map(|partition| {
            let ranked = ranked(&reading(), partition);
            let own: Vec<(usize, bool)> = ranked.iter().take(FILLS).map(|k| (*k, passes(*k))).collect();
            if !own.iter().any(|(_, through)| *through) {
                return None;
            }
            let rest = ranked.into_iter().skip(FILLS).collect();
            Some(InCharge { reading: reading(), partition, through: through.clone(), own, rest })
        })
    }

    /// Draws the ribbon of a pathway.
    pub(super) fn draw(&self, h: &mut Html, view: &View, pathway: usize, chart: usize) {
        let (id, loops) = (format!("c{chart}l{pathway}"), self.reading.loops);
        let heading = self.heading(view.title(pathway));
        let words = self.reading.words;
        let name = &view.summary.pathways[pathway].name;
        let time = &view.strategy.time;
        let Some(at) = loops.pathways.iter().position(|p| p.name == *name) else {
            return ribbon::draw(
                h,
                time,
                ribbon::UNDER,
                &id,
                (&heading, words.say("in-charge.not-looked-at")),
                (&[], &[]),
            );
        };
        let layers = self.layers(at);
        let mean = |layer: &Layer| layer.shares.iter().sum::<f64>() / layer.shares.len().max(1) as f64;
        let told = layers
            .iter()
            .zip(self.entries())
            .map(|(layer, (.., called))| format!("{called}: {}", percent(mean(layer))));
        let told = words.fill("in-charge.average", &[("shares", &told.collect::<Vec<_>>().join("; "))]);
        ribbon::draw(h, time, ribbon::UNDER, &id, (&heading, &told), (&loops.times, &layers));
    }

    /// Says what the ribbons are, with the key.
    pub(super) fn write_key(&self, h: &mut Html) {
        h.tag("p", &[("class", "drawn-from under-fans")], |h| {
            let key = if self.reading.loops.futures == 1 { "in-charge.key-one-run" } else { "in-charge.key" };
            h.fill(key, |h, name| match name {
                "all" => h.goto("loops", h.words.say("in-charge.all")),
                _ => self.names(h),
            });
        });
        ribbon::key(h, &self.entries());
    }

    /// What the loops in full colour go through, each leading to its equation.
    fn names(&self, h: &mut Html) {
        for (n, id) in self.through.iter().enumerate() {
            let variable = self.reading.strategy.variable(*id);
            match n {
                0 => {}
                n if n + 1 == self.through.len() => h.text(&format!(" {} ", h.words.say("in-charge.or"))),
                _ => h.text(", "),
            }
            h.goto(&anchor::value(&variable.name), &words::title(variable));
        }
    }

    fn heading(&self, pathway: &str) -> String {
        let words = self.reading.words;
        let names: Vec<String> =
            self.through.iter().map(|id| words::title(self.reading.strategy.variable(*id)).to_string()).collect();
        words.fill("in-charge.heading", &[("names", &words.list(&names)), ("pathway", pathway)])
    }

    /// Class, mark and words of each layer, from below.
    fn entries(&self) -> Vec<(String, String, String)> {
        let words = self.reading.words;
        let entry = |(n, (k, through)): (usize, &(usize, bool))| {
            (class(n, *through), (n + 1).to_string(), self.reading.called(*k))
        };
        let mut entries: Vec<(String, String, String)> = self.own.iter().enumerate().map(entry).collect();
        if self.has_rest() {
            entries.push(("loop-rest".into(), String::new(), words.say("circles.others").into()));
        }
        if self.reading.loops.futures > 1 {
            entries.push(("loop-still".into(), String::new(), words.say("circles.still").into()));
        }
        entries
    }

    fn has_rest(&self) -> bool {
        !self.rest.is_empty() || self.reading.loops.futures == 1
    }

    fn layers(&self, pathway: usize) -> Vec<Layer> {
        let loops = self.reading.loops;
        let one = loops.futures == 1;
        let mut layers: Vec<Layer> = self
            .own
            .iter()
            .enumerate()
            .map(|(n, (k, through))| Layer {
                class: class(n, *through),
                mark: (n + 1).to_string(),
                shares: shown(loops, pathway, *k),
            })
            .collect();
        let whole = |k: &usize| {
            let found = &loops.loops[*k];
            one && found.partition == Some(self.partition) && matches!(found.kind, Kind::Own | Kind::Rest)
        };
        let rest: Vec<Vec<f64>> = (self.rest.iter().copied())
            .chain((0..loops.loops.len()).filter(whole))
            .map(|k| shown(loops, pathway, k))
            .collect();
        let sum = |t: usize| rest.iter().map(|shares| shares.get(t).copied().unwrap_or(0.0)).sum();
        if self.has_rest() {
            let shares = (0..loops.times.len()).map(sum).collect();
            layers.push(Layer { class: "loop-rest".into(), mark: String::new(), shares });
        }
        if !one {
            let shares = loops.pathways[pathway].still[self.partition].clone();
            layers.push(Layer { class: "loop-still".into(), mark: String::new(), shares });
        }
        layers
    }
}

/// The fill of a loop, as in the section on loops, pale where it passes by what is shown.
fn class(n: usize, through: bool) -> String {
    format!("loop{n}{}", if through { "" } else { " passes-by" })
}

/// What a chart reads that lies on a loop; where nothing does, what the equations it reads are made of.
fn on_loops(strategy: &Strategy, loops: &Loops, chart: &Chart) -> Vec<VariableId> {
    let paths: BTreeSet<&str> = loops.loops.iter().flat_map(|l| &l.path).map(String::as_str).collect();
    let lies = |id: &VariableId| paths.contains(strategy.variable(*id).name.as_str());
    let direct = read(&chart.value);
    let own: Vec<VariableId> = direct.iter().copied().filter(lies).collect();
    if !own.is_empty() {
        return own;
    }
    let mut made: Vec<VariableId> = Vec::new();
    for id in direct {
        if let VariableKind::Let { value, .. } = &strategy.variable(id).kind {
            for part in read(value).into_iter().filter(lies) {
                if !made.contains(&part) {
                    made.push(part);
                }
            }
        }
    }
    made
}

/// The variables that an expression reads, each once, in its order.
fn read(e: &Expr) -> Vec<VariableId> {
    let mut found = Vec::new();
    visit::variables(e, &mut |id| {
        if !found.contains(&id) {
            found.push(id);
        }
    });
    found
}
