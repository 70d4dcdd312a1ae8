//! What a study of timing says in words, for the page and for the terminal.

mod triggers;

pub(crate) use triggers::{called_for, false_alarms, part};

use milepost_explore::timing::{Held, Lead, Timing, Tips, Transfer};
use milepost_strategy::model::{Display, Strategy, TimeAxis};

use crate::answer::Called;
use crate::calendar::{end, period_end};
use crate::language::Language;
use crate::numbers::{exact, factored, is_share, of_futures, of_hundred, percent, plain, unit_words};
use crate::phrase::{Phrase, Piece};
use crate::words;

/// A study of timing with how its names and times are written.
pub(crate) struct Reading<'a> {
    pub(crate) strategy: &'a Strategy,
    pub(crate) timing: &'a Timing,
    pub(crate) words: &'static Language,
    called: Called,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(
        strategy: &'a Strategy,
        timing: &'a Timing,
        called: Called,
        words: &'static Language,
    ) -> Reading<'a> {
        Reading { strategy, timing, words, called }
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
        time.map_or_else(|| self.words.say("timing.beyond").into(), |time| period_end(self.words, self.axis(), time))
    }

    /// A month in a sentence.
    fn long(&self, time: Option<f64>) -> String {
        time.map_or_else(
            || self.words.say("timing.beyond-the-horizon").into(),
            |time| end(self.words, self.axis(), time),
        )
    }

    /// A decision date for columns, or that it is too late.
    pub(crate) fn decide_by(&self, time: Option<f64>) -> String {
        match time {
            Some(time) if time < self.timing.decide - 1e-9 => self.words.say("timing.too-late").into(),
            time => self.short(time),
        }
    }

    /// A length of time: `9 months`.
    pub(crate) fn length(&self, time: f64) -> String {
        exact(self.words, &Display { text: self.axis().unit.clone(), scale: 1.0 }, rounded(time))
    }

    /// The lead of a regime for columns.
    pub(crate) fn lead(&self, lead: &Lead) -> String {
        if lead.time == 0.0 { self.words.say("timing.no-lead").into() } else { self.length(lead.time) }
    }

    /// The bar that fails first most often: `burden (38%)`; nothing where none ever fails.
    pub(crate) fn fails_first(&self, shares: &[f64]) -> String {
        let both = self.timing.bars.iter().zip(shares);
        let most = both.reduce(|most, bar| if bar.1 > most.1 { bar } else { most });
        match most {
            Some((bar, share)) if *share > 0.0 => {
                let (measure, share) = (self.measure(&bar.measure), percent(*share));
                self.words.fill("timing.bar-and-share", &[("measure", &measure), ("share", &share)])
            }
            _ => self.words.say("timing.no-bar").into(),
        }
    }

    /// `present can be used until between January 2006 and December 2007 (half of the futures: September 2007)`
    pub(crate) fn usable(&self, held: &Held) -> Phrase {
        let Tips { first, half, last, never, .. } = held.tips;
        let many = self.timing.bars.len() > 1;
        let key = match (first, last) {
            (None, _) if never >= 1.0 => "timing.keeps-all",
            (None, _) => "timing.keeps",
            (Some(a), Some(b)) if a == b && many => "timing.until-first",
            (Some(a), Some(b)) if a == b => "timing.until",
            _ if many => "timing.between-first",
            _ => "timing.between",
        };
        let values = [
            ("regime", Piece::Name(self.regime(&held.name))),
            ("share", Piece::Plain(of_futures(self.words, never, self.timing.futures))),
            ("from", Piece::Strong(self.long(first))),
            ("to", Piece::Strong(self.long(last))),
            ("half", Piece::Plain(self.long(half))),
            ("bar", Piece::Plain(self.fails_first(&held.fails_first))),
        ];
        Phrase::filled(self.words.say(key), &values)
    }

    /// Transfers from the regime in force that are worth a sentence.
    pub(crate) fn successors(&self) -> impl Iterator<Item = &'a Transfer> + use<'_, 'a> {
        let timing = self.timing;
        timing.transfers.iter().filter(move |t| t.from == timing.in_force && t.in_time >= timing.often)
    }

    /// By when a successor must be decided.
    pub(crate) fn decision(&self, transfer: &Transfer) -> Phrase {
        let to = self.timing.regimes.iter().find(|held| held.name == transfer.to);
        let late = transfer.too_late > 0.0;
        let key = match transfer.half {
            None if late => "timing.decide-never-or-late",
            None => "timing.decide-never",
            Some(time) if time < self.timing.decide - 1e-9 => "timing.decide-late",
            Some(_) if late => "timing.decide-by-or-late",
            Some(_) => "timing.decide-by",
        };
        let values = [
            ("regime", Piece::Name(self.regime(&transfer.to))),
            ("time", Piece::Strong(self.long(transfer.half))),
            ("already", Piece::Strong(self.words.say("timing.too-late-already").into())),
            ("lead", Piece::Plain(self.in_brackets(to.map_or(0.0, |held| held.lead.time)))),
            ("late", Piece::Plain(of_hundred(self.words, transfer.too_late, self.timing.futures))),
        ];
        Phrase::filled(self.words.say(key), &values)
    }

    /// A lead and the margin behind it, after a space; empty where there is neither.
    fn in_brackets(&self, lead: f64) -> String {
        let margin = self.timing.margin;
        if lead + margin == 0.0 {
            return String::new();
        }
        let key = if margin == 0.0 { "timing.with-lead" } else { "timing.with-lead-and-margin" };
        let (lead, margin) = (self.length(lead), self.length(margin));
        format!(" {}", self.words.fill(key, &[("lead", &lead), ("margin", &margin)]))
    }

    /// What is judged: `lives up to 80,000 people, ...`.
    pub(crate) fn bars(&self) -> String {
        let bar = |bar: &milepost_explore::timing::Bar| {
            let declared = self.strategy.measures.iter().find(|m| m.name == bar.measure);
            let number =
                declared.map_or_else(|| plain(bar.acceptable), |m| worded(self.words, &m.display, bar.acceptable));
            let key = if declared.is_some_and(|m| m.maximise) { "timing.bar-from" } else { "timing.bar-up-to" };
            self.words.fill(key, &[("measure", &self.measure(&bar.measure)), ("bar", &number)])
        };
        self.words.list(&self.timing.bars.iter().map(bar).collect::<Vec<_>>())
    }

    /// How what is judged is judged.
    pub(crate) fn rule(&self) -> String {
        let level = self.timing.bars.iter().any(|bar| bar.level);
        let running = self.timing.bars.iter().any(|bar| !bar.level);
        let key = match (running, level, self.timing.window) {
            (true, false, _) => "timing.rule-running",
            (false, _, 1) => "timing.rule-level",
            (false, _, _) => "timing.rule-level-lasting",
            (true, true, 1) => "timing.rule-both",
            (true, true, _) => "timing.rule-both-lasting",
        };
        self.words.fill(key, &[("n", &self.timing.window.to_string())])
    }

    /// Where leads come from.
    pub(crate) fn leads(&self) -> String {
        let one = |held: &Held| {
            let (key, lever) = match &held.lead {
                Lead { given: true, .. } => ("timing.lead-given", String::new()),
                Lead { lever: Some(lever), .. } => ("timing.lead-ramp", self.variable(lever)),
                _ => ("timing.lead-none", String::new()),
            };
            let (regime, lead) = (self.regime(&held.name), self.length(held.lead.time));
            self.words.fill(key, &[("regime", &regime), ("lead", &lead), ("lever", &lever)])
        };
        let all: Vec<String> = self.timing.regimes.iter().map(one).collect();
        self.words.fill("timing.leads", &[("leads", &all.join("; "))])
    }

    /// Which recommendations each regime comes with.
    pub(crate) fn following(&self) -> String {
        let one = |held: &Held| {
            let (regime, pathway) = (self.regime(&held.name), self.pathway(&held.following));
            self.words.fill("timing.as-in", &[("regime", &regime), ("pathway", &pathway)])
        };
        let all: Vec<String> = self.timing.regimes.iter().map(one).collect();
        self.words.fill("timing.following", &[("regimes", &all.join("; "))])
    }

    /// The share of futures in which a bar is failed at the start, and of what was unknown; nothing where there is none.
    pub(crate) fn doubts(&self) -> Vec<String> {
        let tips = || self.timing.regimes.iter().map(|held| &held.tips);
        let mut out = Vec::new();
        let start = tips().map(|t| t.at_start).fold(0.0, f64::max);
        if start > 0.0 {
            let share = of_futures(self.words, start, self.timing.futures);
            out.push(self.words.fill("timing.failed-at-start", &[("share", &share)]));
        }
        let unknown = tips().map(|t| t.unknown).max().unwrap_or(0);
        if unknown > 0 {
            let share = of_futures(self.words, unknown as f64 / self.timing.futures.max(1) as f64, self.timing.futures);
            out.push(self.words.fill("timing.unknown", &[("share", &share)]));
        }
        out
    }

    /// How sequences are put together and what they cost by.
    pub(crate) fn sequenced(&self) -> String {
        let changes = || self.words.say("timing.cost-of-changes").into();
        let cost: String = self.timing.cost.as_ref().map_or_else(changes, |m| self.measure(m));
        self.words.fill("timing.sequenced", &[("share", &percent(self.timing.often)), ("cost", &cost)])
    }

    /// What a sequence costs.
    pub(crate) fn cost(&self, cost: f64) -> String {
        let measure = self.timing.cost.as_ref();
        match measure.and_then(|name| self.strategy.measures.iter().find(|m| m.name == *name)) {
            Some(m) => exact(self.words, &m.display, two_digits(cost)),
            None => format!("{cost:.1}"),
        }
    }

    /// How what is left to choose from shrinks.
    pub(crate) fn options(&self) -> Option<String> {
        let all = &self.timing.options;
        let first = all.first()?;
        let since = |share: f64, key: &'static str| {
            let since = all.iter().find(|o| o.none >= share).filter(|o| o.time > first.time);
            since.map(|o| self.words.fill(key, &[("time", &end(self.words, self.axis(), o.time))])).unwrap_or_default()
        };
        let values = [
            ("regime", &*self.regime(&self.timing.in_force)),
            ("mean", &plain((first.mean * 10.0).round() / 10.0)),
            ("none", &percent(first.none)),
            ("half", &since(0.5, "timing.options-half")),
            ("gone", &since(1.0, "timing.options-gone")),
        ];
        Some(self.words.fill("timing.options", &values))
    }
}

/// A bar with the word for its factor: `150 billion usd`.
fn worded(words: &'static Language, display: &Display, value: f64) -> String {
    let power = match (value / display.scale).abs() {
        _ if is_share(display) => 0,
        x if x >= 1e9 => 9,
        x if x >= 1e6 => 6,
        _ => 0,
    };
    if power == 0 {
        return exact(words, display, value);
    }
    let unit = factored(words, power, &unit_words(words, &display.text, true));
    format!("{} {unit}", plain(value / display.scale / 10f64.powi(power)))
}

/// Rounding of ends of periods must not show.
fn rounded(time: f64) -> f64 {
    (time * 1e6).round() / 1e6
}

fn two_digits(value: f64) -> f64 {
    if value == 0.0 { 0.0 } else { format!("{value:.1e}").parse().unwrap_or(value) }
}
