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
use crate::phrase::list;
use crate::view::View;
use crate::words;

/// The loops in charge of what a chart shows.
pub(super) struct InCharge<'a> {
    reading: Reading<'a>,
    partition: usize,
    /// What of the chart lies on loops.
    through: Vec<VariableId>,
    /// Loops through it, each with its place among the fills of the section on loops.
    own: Vec<(usize, usize)>,
    /// Other loops that are in charge at times.
    rest: Vec<usize>,
}

impl<'a> InCharge<'a> {
    /// `None` where loops were not looked at, or none that is ever in charge goes through what the chart shows.
    pub(super) fn of(view: &View<'a>, chart: &Chart) -> Option<InCharge<'a>> {
        let loops = view.loops()?;
        let reading = Reading { strategy: view.strategy, loops };
        let through = on_loops(view.strategy, loops, chart);
        let names: Vec<&str> = through.iter().map(|id| view.strategy.variable(*id).name.as_str()).collect();
        let passes = |k: usize| loops.loops[k].path.iter().any(|name| names.contains(&name.as_str()));
        reading.partitions().into_iter().find_map(|partition| {
            let ranked = ranked(&reading, partition);
            let filled = ranked.iter().copied().enumerate().take(FILLS);
            let own: Vec<(usize, usize)> = filled.filter(|(_, k)| passes(*k)).collect();
            if own.is_empty() {
                return None;
            }
            let rest = ranked.into_iter().filter(|k| !own.iter().any(|(_, own)| own == k)).collect();
            let reading = Reading { strategy: view.strategy, loops };
            Some(InCharge { reading, partition, through: through.clone(), own, rest })
        })
    }

    /// Draws the ribbon of a pathway.
    pub(super) fn draw(&self, h: &mut Html, view: &View, pathway: usize, chart: usize) {
        let (id, loops) = (format!("c{chart}l{pathway}"), self.reading.loops);
        let heading = format!("{}: {}", self.heading(), view.title(pathway));
        let name = &view.summary.pathways[pathway].name;
        let time = &view.strategy.time;
        let Some(at) = loops.pathways.iter().position(|p| p.name == *name) else {
            return ribbon::draw(h, time, ribbon::UNDER, &id, (&heading, "Not looked at."), (&[], &[]));
        };
        let layers = self.layers(at);
        let mean = |layer: &Layer| layer.shares.iter().sum::<f64>() / layer.shares.len().max(1) as f64;
        let told = layers.iter().zip(self.entries()).map(|(layer, (.., words))| format!("{words}: {}", percent(mean(layer))));
        let told = format!("{} on average.", told.collect::<Vec<_>>().join("; "));
        ribbon::draw(h, time, ribbon::UNDER, &id, (&heading, &told), (&loops.times, &layers));
    }

    /// Says what the ribbons are, with the key.
    pub(super) fn write_key(&self, h: &mut Html) {
        h.tag("p", &[("class", "drawn-from")], |h| {
            h.text(&format!("The ribbon under each fan: {} ", self.share()));
            for (n, id) in self.through.iter().enumerate() {
                let variable = self.reading.strategy.variable(*id);
                h.text(match n {
                    0 => "",
                    n if n + 1 == self.through.len() => " or ",
                    _ => ", ",
                });
                h.goto(&anchor::value(&variable.name), &words::title(variable));
            }
            h.text(match self.reading.loops.futures {
                1 => " makes; ",
                _ => " is in charge; ",
            });
            h.goto("loops", "all loops");
            h.text(".");
        });
        ribbon::key(h, &self.entries());
    }

    fn share(&self) -> &'static str {
        match self.reading.loops.futures {
            1 => "the share of the change that a loop through",
            _ => "the share of futures in which a loop through",
        }
    }

    fn heading(&self) -> String {
        let names: Vec<String> =
            self.through.iter().map(|id| words::title(self.reading.strategy.variable(*id)).to_string()).collect();
        format!("Loops in charge of {}", list(&names))
    }

    /// Class, mark and words of each layer, from below.
    fn entries(&self) -> Vec<(String, String, String)> {
        let own = self.own.iter();
        let mut entries: Vec<(String, String, String)> =
            own.map(|(n, k)| (format!("loop{n}"), (n + 1).to_string(), self.reading.called(*k))).collect();
        entries.push(("loop-rest".into(), String::new(), "other loops".into()));
        if self.reading.loops.futures > 1 {
            entries.push(("loop-still".into(), String::new(), "nothing moves".into()));
        }
        entries
    }

    fn layers(&self, pathway: usize) -> Vec<Layer> {
        let loops = self.reading.loops;
        let one = loops.futures == 1;
        let mut layers: Vec<Layer> = self
            .own
            .iter()
            .map(|(n, k)| Layer {
                class: format!("loop{n}"),
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
        let shares = (0..loops.times.len()).map(sum).collect();
        layers.push(Layer { class: "loop-rest".into(), mark: String::new(), shares });
        if !one {
            let shares = loops.pathways[pathway].still[self.partition].clone();
            layers.push(Layer { class: "loop-still".into(), mark: String::new(), shares });
        }
        layers
    }
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
