//! Where a pathway fails, in sentences: for the page and for the terminal.

use milepost_explore::discover::{Bound, Discovery, Fails, Finding, FoundBox, Held, InputRange, LEAST, Leaf, Limit};
use milepost_strategy::model::{Display, Measure};

use crate::anchor;
use crate::answer::Called;
use crate::docs::mid_sentence;
use crate::numbers::{count, exact, factored, of_futures, percent, plain, unit_words, written};
use crate::phrase::{Phrase, counted, list};
use crate::view::View;

/// Inputs named in a sentence beside a box.
const NAMED: usize = 3;

/// From so many futures on a part of them is said in percent: below, one more or less would move it by more than two.
const IN_PERCENT: u64 = 50;

/// A discovery with what it speaks of.
pub(crate) struct Reading<'a> {
    view: &'a View<'a>,
    pub(crate) found: &'a Discovery,
    pub(crate) measure: &'a Measure,
    called: Called,
}

impl<'a> Reading<'a> {
    /// `None` where the strategy declares the measure no more.
    pub(crate) fn new(view: &'a View<'a>, found: &'a Discovery, called: Called) -> Option<Reading<'a>> {
        let measure = view.strategy.measures.iter().find(|m| m.name == found.measure)?;
        Some(Reading { view, found, measure, called })
    }

    /// The pathway as readers know it.
    pub(crate) fn pathway(&self) -> &'a str {
        let found = self.found;
        let run = self.view.summary.pathways.iter().find(|p| p.name == found.pathway);
        match (self.called, run) {
            (Called::Titles, Some(run)) if !run.title.is_empty() => &run.title,
            _ => &found.pathway,
        }
    }

    /// What a failure is: `civilian deaths from 2006 (above 80,000 people)`.
    pub(crate) fn failure(&self) -> String {
        let title = mid_sentence(self.view.strategy, &self.measure.title);
        format!("{title} ({})", side(&self.found.fails, &self.measure.display))
    }

    /// How often it fails, `on` what if that is not said above, and of which failures nothing is known.
    pub(crate) fn often(&self, on: bool) -> Phrase {
        let (found, all) = (self.found, self.found.run.futures);
        let under = Phrase::plain("Under ").name(self.pathway());
        let on = match on {
            true => format!(" on {}", self.failure()),
            false => String::new(),
        };
        let (fails, of) = (if found.failures == 1 { "fails" } else { "fail" }, futures(all));
        let told = under.say(", ");
        let phrase = match found.finding {
            Finding::NoneFails => told.strong(format!("none of the {of} fails")).say(format!("{on}.")),
            Finding::AllFail => {
                told.strong(format!("all {of} fail")).say(format!("{on}, so nothing tells them apart."))
            }
            Finding::FewFail => told
                .strong(format!("{} of {of} {fails}", found.failures))
                .say(format!("{on}: too few to say where, as it takes at least {LEAST}.")),
            Finding::FewHold => told
                .strong(format!("all but {} of {of} fail", all - found.failures))
                .say(format!("{on}: too few do not to say what sets them apart, as it takes at least {LEAST}.")),
            Finding::Searched => {
                let share = found.failures as f64 / all.max(1) as f64;
                told.strong(format!("{} fail", of_futures(share, all))).say(format!("{on}."))
            }
        };
        match (found.unknown, found.finding) {
            (0, _) => phrase,
            (n, _) if n == found.failures => phrase.say(" In all of these it is unknown, which is not met."),
            (n, _) => phrase.say(format!(" In {} of these it is unknown, which is not met.", count(n))),
        }
    }

    /// A box as a sentence, counted in its round numbers; the first one, or one beside those before.
    pub(crate) fn when(&self, at: usize) -> Option<Phrase> {
        let found = self.found.boxes.get(at)?;
        if found.limits.is_empty() {
            let nothing = "No limit on any input sets the failures apart that chance would not explain as well.";
            return Some(Phrase::plain(nothing));
        }
        let all = Held { futures: self.found.run.futures, failures: self.found.failures };
        let held = found.said.held;
        let begins = match at {
            0 => "It fails when ",
            1 => "Outside of that, it fails when ",
            _ => "Outside of those, it fails when ",
        };
        let phrase = Phrase::plain(begins).strong(self.limits(&found.said.limits)).say(": ");
        let phrase = phrase.strong(those(held)).say(format!(", {}", of_failures(held, all, at > 0)));
        let phrase = match at {
            0 => phrase.say(format!("; {}", of_all(all))),
            _ => phrase,
        };
        Some(phrase.say(format!("; {}.", lie(held, all))))
    }

    /// What has to be said beside a box.
    pub(crate) fn doubts(&self, at: usize) -> Option<Phrase> {
        let found = self.found.boxes.get(at).filter(|found| !found.limits.is_empty())?;
        if found.is_weak() {
            let why = match found.limits.iter().all(Limit::by_chance) {
                true => "chance explains each of its limits (quasi-p above 0.05)".to_string(),
                false => format!(
                    "futures in it fail hardly more often ({}) than those it is taken from ({})",
                    percent(found.said.held.density()),
                    percent(found.before.density())
                ),
            };
            return Some(Phrase::plain("").strong("This explains little").say(format!(": {why}.")));
        }
        let named = |names: Vec<&str>| match names.len() {
            n if n > NAMED => format!("{n} other inputs"),
            _ => list(&names.into_iter().map(|name| self.title(name)).collect::<Vec<_>>()),
        };
        if !found.dropped.is_empty() {
            let inputs = named(found.dropped.iter().map(String::as_str).collect());
            let searched = counted(self.found.searched as usize, "input", "inputs");
            let told = format!("Limits on {inputs} were dropped: in a search of {searched}, chance explains them.");
            return Some(Phrase::plain(told));
        }
        let chance: Vec<&str> = found.limits.iter().filter(|l| l.by_chance()).map(|l| l.input.as_str()).collect();
        let limits = if chance.len() == 1 { "the limit" } else { "the limits" };
        (!chance.is_empty()).then(|| {
            let inputs = named(chance);
            Phrase::plain(format!("Of these, {limits} on {inputs} may be chance (quasi-p above 0.05)."))
        })
    }

    /// A leaf of the tree: `92% of 3,466 futures fail where a > 2`.
    pub(crate) fn leaf(&self, leaf: &Leaf) -> Phrase {
        let part = match leaf.held {
            Held { futures, failures } if futures < IN_PERCENT => format!("{failures} of {futures} futures"),
            Held { futures, .. } => format!("{} of {} futures", percent(leaf.held.density()), count(futures)),
        };
        let when = match leaf.limits.is_empty() {
            true => String::new(),
            false => format!(" where {}", self.limits(&leaf.limits)),
        };
        Phrase::plain("").strong(format!("{part} fail")).say(format!("{when}."))
    }

    /// Limits as a condition: `guarantees < 20% and recruitment > 0.7% per month`.
    pub(crate) fn limits(&self, limits: &[Limit]) -> String {
        limits.iter().map(|limit| self.limit(limit)).collect::<Vec<_>>().join(" and ")
    }

    fn limit(&self, limit: &Limit) -> String {
        format!("{} {}", self.title(&limit.input), self.says(limit))
    }

    /// What a limit says of its input: `< 20%`, `from 2 to 5 months`, `is a or b`.
    pub(crate) fn says(&self, limit: &Limit) -> String {
        let Some(input) = self.input(&limit.input) else { return String::new() };
        let number = |bound: Bound| written(bound.at, &input.unit);
        match (limit.lower, limit.upper) {
            (Some(lower), Some(upper)) if lower.at == upper.at => format!("= {}", number(lower)),
            (Some(lower), Some(upper)) => {
                let from = number(lower);
                let to = number(upper);
                // The unit is said once.
                let unit = to.split_once(' ').map_or("", |(_, unit)| unit);
                format!("from {} to {to}", from.strip_suffix(unit).map_or(from.as_str(), str::trim_end))
            }
            (Some(lower), None) => format!("{} {}", if lower.met { "\u{2265}" } else { ">" }, number(lower)),
            (None, Some(upper)) => format!("{} {}", if upper.met { "\u{2264}" } else { "<" }, number(upper)),
            (None, None) => format!("is {}", among(&limit.among, &input.categories)),
        }
    }

    /// What people call an input, within a sentence.
    pub(crate) fn title(&self, name: &str) -> String {
        let title = self.input(name).map_or_else(|| name.replace('_', " "), |input| input.title.clone());
        mid_sentence(self.view.strategy, &title)
    }

    /// Where the page has the declaration of an input.
    pub(crate) fn declared(&self, name: &str) -> Option<String> {
        let strategy = self.view.strategy;
        if let Some(delivered) = name.strip_prefix("delivered.") {
            let known = strategy.recommendations.iter().any(|r| r.name == delivered);
            return known.then(|| anchor::recommendation(delivered));
        }
        let name = name.split_once('.').map_or(name, |(_, rest)| rest);
        let name = name.split_once('[').map_or(name, |(base, _)| base);
        strategy.variables.iter().any(|v| v.name == name).then(|| anchor::value(name))
    }

    /// An input that a box speaks of.
    pub(crate) fn input(&self, name: &str) -> Option<&'a InputRange> {
        self.found.inputs.iter().find(|input| input.name == name)
    }
}

/// The place of a discovery among the declared measures and the pathways that were run.
pub(crate) fn place(view: &View, found: &Discovery) -> (Option<usize>, Option<usize>) {
    let measure = view.strategy.measures.iter().position(|m| m.name == found.measure);
    (measure, view.summary.pathways.iter().position(|p| p.name == found.pathway))
}

/// `above 80,000 people`
pub(crate) fn side(fails: &Fails, display: &Display) -> String {
    let number = large(display, fails.number * display.scale);
    match (fails.above, fails.at_it) {
        (true, false) => format!("above {number}"),
        (false, false) => format!("below {number}"),
        (true, true) => format!("at {number} or more"),
        (false, true) => format!("at {number} or less"),
    }
}

/// A bar: millions and billions as words.
fn large(display: &Display, canonical: f64) -> String {
    let value = canonical / display.scale;
    let power = match value.abs() {
        x if x >= 1e9 => 9,
        x if x >= 1e6 => 6,
        _ => return exact(display, canonical),
    };
    format!("{} {}", plain(value / 10f64.powi(power)), factored(power, &unit_words(&display.text, true)))
}

/// A quasi-p value, no finer than it is worth.
pub(crate) fn quasi_p(p: f64) -> String {
    match p {
        p if p < 0.001 => "<0.001".into(),
        p if p < 0.1 => format!("{p:.3}").trim_end_matches('0').to_string(),
        p => format!("{p:.2}"),
    }
}

/// `77% of those futures fail`; counts where they are few.
fn those(held: Held) -> String {
    let Held { futures: rows, failures } = held;
    let fail = if failures == 1 { "fails" } else { "fail" };
    match (failures, rows) {
        (_, 0) => "no future lies there".into(),
        (f, r) if f == r && r < IN_PERCENT => format!("all {r} of those futures fail"),
        (f, r) if f == r => "all of those futures fail".into(),
        (0, _) => "none of those futures fails".into(),
        (f, r) if r < IN_PERCENT => format!("{f} of those {r} futures {fail}"),
        _ => format!("{} of those futures fail", percent(held.density())),
    }
}

/// `75% of all failures`
fn of_failures(held: Held, all: Held, further: bool) -> String {
    let more = if further { "a further " } else { "" };
    match (held.failures, all.failures) {
        (f, a) if f == a => "which are all failures".into(),
        (f, a) if a < IN_PERCENT => format!("{more}{f} of all {a} failures"),
        (f, a) => format!("{more}{} of all failures", percent(f as f64 / a as f64)),
    }
}

/// `34% of all futures fail`
fn of_all(all: Held) -> String {
    match all.futures {
        n if n < IN_PERCENT => format!("{} of all {n} futures fail", all.failures),
        _ => format!("{} of all futures fail", percent(all.density())),
    }
}

/// `31% of the futures lie in it`
fn lie(held: Held, all: Held) -> String {
    let share = held.futures as f64 / all.futures.max(1) as f64;
    match all.futures {
        n if n < IN_PERCENT => format!("{} of the {n} futures lie there", held.futures),
        _ => format!("{} of the futures lie there", percent(share)),
    }
}

fn futures(n: u64) -> String {
    counted(n as usize, "future", "futures")
}

/// Categories as words: those inside, or those outside where these are fewer.
fn among(inside: &[String], all: &[String]) -> String {
    let told =
        |names: Vec<&String>| names.into_iter().map(|name| name.replace('_', " ")).collect::<Vec<_>>().join(" or ");
    let outside: Vec<&String> = all.iter().filter(|name| !inside.contains(name)).collect();
    match inside.len() > 2 && outside.len() < inside.len() {
        true => format!("not {}", told(outside)),
        false => told(inside.iter().collect()),
    }
}

/// How many limits come again in the halves: `10 of 10`.
pub(crate) fn again(share: f64, halves: u64) -> String {
    format!("{} of {halves}", (share * halves as f64).round() as u64)
}

/// Whether limits of a box were tested on halves.
pub(crate) fn tested(found: &FoundBox) -> Option<u64> {
    found.halves.filter(|halves| *halves > 0)
}
