//! What a study of timing says in words, for the page and for the terminal.

mod triggers;

pub(crate) use triggers::{called_for, false_alarms, part};

use milepost_explore::timing::{Held, Lead, Timing, Tips, Transfer};
use milepost_strategy::model::{Display, Strategy, TimeAxis};

use crate::answer::Called;
use crate::calendar::{end, period_end};
use crate::numbers::{exact, factored, is_share, of_futures, of_hundred, percent, plain, unit_words};
use crate::phrase::{Phrase, list};
use crate::words;

/// How the table of transfers is to be read.
pub(crate) const TRANSFERS: &str = "Of all futures, in how many the first tips; of those, in how many the second tips \
     later, and in how many it can also still be decided in time; then by when in half of all futures, and in how many it is \
     too late already";

/// A study of timing with how its names and times are written.
pub(crate) struct Reading<'a> {
    pub(crate) strategy: &'a Strategy,
    pub(crate) timing: &'a Timing,
    called: Called,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(strategy: &'a Strategy, timing: &'a Timing, called: Called) -> Reading<'a> {
        Reading { strategy, timing, called }
    }

    fn axis(&self) -> &'a TimeAxis {
        &self.strategy.time
    }

    /// What a regime is called.
    pub(crate) fn regime(&self, name: &str) -> String {
        let declared = self.strategy.regimes.iter().find(|r| r.name == name);
        self.named(name, declared.map(|r| r.title.as_str()))
    }

    /// What a pathway is called.
    pub(crate) fn pathway(&self, name: &str) -> String {
        let declared = self.strategy.pathways.iter().find(|p| p.name == name);
        self.named(name, declared.map(|p| p.title.as_str()))
    }

    /// What a measure is called.
    pub(crate) fn measure(&self, name: &str) -> String {
        let declared = self.strategy.measures.iter().find(|m| m.name == name);
        self.named(name, declared.map(|m| m.title.as_str()))
    }

    fn named(&self, name: &str, title: Option<&str>) -> String {
        let title = title.filter(|t| self.called == Called::Titles && !t.is_empty());
        title.unwrap_or(name).into()
    }

    /// What a variable is called.
    fn variable(&self, name: &str) -> String {
        let declared = self.strategy.variables.iter().find(|v| v.name == name);
        match self.called {
            Called::Names => format!("`{name}`"),
            Called::Titles => declared.map_or_else(|| name.into(), words::title),
        }
    }

    /// A month for columns: `Sep 2007`.
    pub(crate) fn short(&self, time: Option<f64>) -> String {
        time.map_or("beyond".into(), |time| period_end(self.axis(), time))
    }

    /// A month in a sentence.
    fn long(&self, time: Option<f64>) -> String {
        time.map_or("beyond the horizon".into(), |time| end(self.axis(), time))
    }

    /// A decision date for columns, or that it is too late.
    pub(crate) fn decide_by(&self, time: Option<f64>) -> String {
        match time {
            Some(time) if time < self.timing.decide - 1e-9 => "too late".into(),
            time => self.short(time),
        }
    }

    /// A length of time: `9 months`.
    pub(crate) fn length(&self, time: f64) -> String {
        exact(&Display { text: self.axis().unit.clone(), scale: 1.0 }, rounded(time))
    }

    /// The lead of a regime for columns.
    pub(crate) fn lead(&self, lead: &Lead) -> String {
        if lead.time == 0.0 { "none".into() } else { self.length(lead.time) }
    }

    /// The bar that fails first most often: `burden (38%)`; nothing where none ever fails.
    pub(crate) fn fails_first(&self, shares: &[f64]) -> String {
        let both = self.timing.bars.iter().zip(shares);
        let most = both.reduce(|most, bar| if bar.1 > most.1 { bar } else { most });
        match most {
            Some((bar, share)) if *share > 0.0 => format!("{} ({})", self.measure(&bar.measure), percent(*share)),
            _ => "nothing".into(),
        }
    }

    /// `present can be used until between January 2006 and December 2007 (half of the futures: September 2007)`
    pub(crate) fn usable(&self, held: &Held) -> Phrase {
        let Tips { first, half, last, never, .. } = held.tips;
        let phrase = Phrase::default().name(self.regime(&held.name));
        let phrase = match (first, last) {
            (None, _) if never >= 1.0 => return phrase.say(" keeps every bar up to the horizon in all futures."),
            (None, _) => {
                let share = of_futures(never, self.timing.futures);
                return phrase.say(format!(" keeps every bar up to the horizon in {share}."));
            }
            (Some(a), Some(b)) if a == b => phrase.say(" can be used until ").strong(self.long(first)),
            _ => phrase
                .say(" can be used until between ")
                .strong(self.long(first))
                .say(" and ")
                .strong(self.long(last))
                .say(format!(" (half of the futures: {})", self.long(half))),
        };
        match self.timing.bars.len() {
            0 | 1 => phrase.say("."),
            _ => phrase.say(format!("; first to fail is most often {}.", self.fails_first(&held.fails_first))),
        }
    }

    /// Transfers from the regime in force that are worth a sentence.
    pub(crate) fn successors(&self) -> impl Iterator<Item = &'a Transfer> + use<'_, 'a> {
        let timing = self.timing;
        timing.transfers.iter().filter(move |t| t.from == timing.in_force && t.in_time >= timing.often)
    }

    /// By when a successor must be decided.
    pub(crate) fn decision(&self, transfer: &Transfer) -> Phrase {
        let to = self.timing.regimes.iter().find(|held| held.name == transfer.to);
        let lead = to.map_or(0.0, |held| held.lead.time);
        let phrase = Phrase::plain("To have ").name(self.regime(&transfer.to)).say(" in place by then");
        let phrase = match transfer.half {
            None => phrase.say(", nothing need be decided up to the horizon in half of the futures"),
            Some(time) if time < self.timing.decide - 1e-9 => {
                phrase.say(", it is ").strong("too late already").say(" in half of the futures and more")
            }
            half => phrase.say(", it must be decided by ").strong(self.long(half)).say(" in half of the futures"),
        };
        let phrase = match lead + self.timing.margin {
            0.0 => phrase,
            _ if self.timing.margin == 0.0 => phrase.say(format!(" (lead {})", self.length(lead))),
            _ => phrase.say(format!(" (lead {}, {} in hand)", self.length(lead), self.length(self.timing.margin))),
        };
        let late = of_hundred(transfer.too_late, self.timing.futures);
        match transfer.half {
            Some(time) if time < self.timing.decide - 1e-9 => phrase.say(format!(": in {late}.")),
            _ if transfer.too_late > 0.0 => phrase.say(format!("; in {late} it is too late already.")),
            _ => phrase.say("."),
        }
    }

    /// What is judged: `lives up to 80,000 people, ...`.
    pub(crate) fn bars(&self) -> String {
        let bar = |bar: &milepost_explore::timing::Bar| {
            let declared = self.strategy.measures.iter().find(|m| m.name == bar.measure);
            let number = declared.map_or_else(|| plain(bar.acceptable), |m| worded(&m.display, bar.acceptable));
            let way = if declared.is_some_and(|m| m.maximise) { "from" } else { "up to" };
            format!("{} {way} {number}", self.measure(&bar.measure))
        };
        list(&self.timing.bars.iter().map(bar).collect::<Vec<_>>())
    }

    /// How what is judged is judged.
    pub(crate) fn rule(&self) -> String {
        let level = self.timing.bars.iter().any(|bar| bar.level);
        let running = self.timing.bars.iter().any(|bar| !bar.level);
        let window = self.timing.window;
        let levels = match window {
            1 => "at the end of a reporting period".to_string(),
            n => format!("at the ends of {n} reporting periods one after the other"),
        };
        match (running, level) {
            (true, false) => "A regime tips when what has come together so far first passes a bar".into(),
            (false, _) => format!("A regime tips when a bar is failed {levels}"),
            (true, true) => format!(
                "A regime tips when a total or a peak so far first passes its bar, or a level fails its bar {levels}"
            ),
        }
    }

    /// Where leads come from.
    pub(crate) fn leads(&self) -> String {
        let one = |held: &Held| match &held.lead {
            Lead { given: true, time, .. } => format!("{} {}, as given", self.regime(&held.name), self.length(*time)),
            Lead { lever: Some(lever), time, .. } => {
                format!("{} {}, the ramp of {}", self.regime(&held.name), self.length(*time), self.variable(lever))
            }
            _ => format!("{} none, as it has no ramp", self.regime(&held.name)),
        };
        let all: Vec<String> = self.timing.regimes.iter().map(one).collect();
        format!("Leads are assumptions, taken from the longest ramp unless given: {}", all.join("; "))
    }

    /// Which recommendations each regime comes with.
    pub(crate) fn following(&self) -> String {
        let one = |held: &Held| format!("{} as in {}", self.regime(&held.name), self.pathway(&held.following));
        let all: Vec<String> = self.timing.regimes.iter().map(one).collect();
        format!(
            "Each is held alone from the decision to the end, with the recommendations of a choice: {}",
            all.join("; ")
        )
    }

    /// The share of futures in which a bar is failed at the start, and of what was unknown; nothing where there is none.
    pub(crate) fn doubts(&self) -> Vec<String> {
        let tips = || self.timing.regimes.iter().map(|held| &held.tips);
        let mut out = Vec::new();
        let start = tips().map(|t| t.at_start).fold(0.0, f64::max);
        if start > 0.0 {
            let share = of_futures(start, self.timing.futures);
            out.push(format!("In {share} a bar is failed at the start already, whatever is chosen"));
        }
        let unknown = tips().map(|t| t.unknown).max().unwrap_or(0);
        if unknown > 0 {
            let futures = of_futures(unknown as f64 / self.timing.futures.max(1) as f64, self.timing.futures);
            out.push(format!(
                "In {futures} something that is judged was unknown at some time, which counts as failing"
            ));
        }
        out
    }

    /// How sequences are put together and what they cost by.
    pub(crate) fn sequenced(&self) -> String {
        let cost = self.timing.cost.as_ref().map_or("the number of changes".into(), |m| self.measure(m));
        format!(
            "Each regime is followed by the next when it tips, where that lasts longer and can be decided in time; a change \
             must hold in {} of the futures that need it.  A regime is taken to last as long as when it is held from the \
             decision on, which what came before it may change.  Cost: {cost}, mean over futures",
            percent(self.timing.often)
        )
    }

    /// What a sequence costs.
    pub(crate) fn cost(&self, cost: f64) -> String {
        let measure = self.timing.cost.as_ref();
        match measure.and_then(|name| self.strategy.measures.iter().find(|m| m.name == *name)) {
            Some(m) => exact(&m.display, two_digits(cost)),
            None => format!("{cost:.1}"),
        }
    }

    /// How what is left to choose from shrinks.
    pub(crate) fn options(&self) -> Option<String> {
        let all = &self.timing.options;
        let first = all.first()?;
        let since = |share: f64| all.iter().find(|o| o.none >= share).filter(|o| o.time > first.time);
        let half = since(0.5).map(|o| format!("; from {} on none in half of them or more", end(self.axis(), o.time)));
        let gone = since(1.0).map(|o| format!("; from {} on none in any", end(self.axis(), o.time)));
        let mean = plain((first.mean * 10.0).round() / 10.0);
        Some(format!(
            "Left to follow {} in the futures in which it tips: {mean} regimes on average at the decision, none in {} of \
             them{}{}",
            self.regime(&self.timing.in_force),
            percent(first.none),
            half.unwrap_or_default(),
            gone.unwrap_or_default()
        ))
    }
}

/// A bar with the word for its factor: `150 billion usd`.
fn worded(display: &Display, value: f64) -> String {
    let power = match (value / display.scale).abs() {
        _ if is_share(display) => 0,
        x if x >= 1e9 => 9,
        x if x >= 1e6 => 6,
        _ => 0,
    };
    if power == 0 {
        return exact(display, value);
    }
    let unit = factored(power, &unit_words(&display.text, true));
    format!("{} {unit}", plain(value / display.scale / 10f64.powi(power)))
}

/// Rounding of ends of periods must not show.
fn rounded(time: f64) -> f64 {
    (time * 1e6).round() / 1e6
}

fn two_digits(value: f64) -> f64 {
    if value == 0.0 { 0.0 } else { format!("{value:.1e}").parse().unwrap_or(value) }
}
