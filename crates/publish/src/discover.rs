//! Where a pathway fails, in sentences: for the page and for the terminal.

use milepost_explore::discover::{Bound, Discovery, Fails, Finding, FoundBox, Held, InputRange, LEAST, Leaf, Limit};
use milepost_strategy::model::{Display, Measure};

use crate::anchor;
use crate::answer::Called;
use crate::docs::mid_sentence;
use crate::language::Language;
use crate::numbers::{count, exact, factored, of_futures, percent, plain, unit_words, written};
use crate::phrase::{Phrase, Piece};
use crate::sensitivity::titled;
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

    /// The language it is told in.
    fn words(&self) -> &'static Language {
        self.view.words
    }

    /// What a failure is: `civilian deaths from 2006 (above 80,000 people)`.
    pub(crate) fn failure(&self) -> String {
        let title = mid_sentence(self.view.strategy, &self.measure.title);
        let side = side(self.words(), &self.found.fails, &self.measure.display);
        self.words().fill("boxes.failure", &[("measure", &title), ("side", &side)])
    }

    /// How often it fails, `on` what if that is not said above, and of which failures nothing is known.
    pub(crate) fn often(&self, on: bool) -> Phrase {
        let (words, found, all) = (self.words(), self.found, self.found.run.futures);
        let of = futures(words, all);
        let counted = |key, n: u64| words.fill(key, &[("n", &n.to_string()), ("futures", &of)]);
        let (sentence, told) = match found.finding {
            Finding::NoneFails => ("boxes.often", words.fill("boxes.none-fails", &[("futures", &of)])),
            Finding::AllFail => ("boxes.often-all", words.fill("boxes.all-fail", &[("futures", &of)])),
            Finding::FewFail => {
                let key = if found.failures == 1 { "boxes.one-fails" } else { "boxes.few-fail" };
                ("boxes.often-few-fail", counted(key, found.failures))
            }
            Finding::FewHold => ("boxes.often-few-hold", counted("boxes.all-but-fail", all - found.failures)),
            Finding::Searched => {
                let share = found.failures as f64 / all.max(1) as f64;
                ("boxes.often", words.fill("boxes.some-fail", &[("futures", &of_futures(words, share, all))]))
            }
        };
        let place = if on { words.say("boxes.told-on") } else { "{told}" };
        let values = [
            ("pathway", Piece::Name(self.pathway().into())),
            ("told", Piece::Strong(told)),
            ("failure", Piece::Plain(self.failure())),
        ];
        let least = LEAST.to_string();
        let phrase = Phrase::filled(&words.fill(sentence, &[("told", place), ("least", &least)]), &values);
        match (found.unknown, found.finding) {
            (0, _) => phrase,
            (n, _) if n == found.failures => phrase.say(" ").say(words.say("boxes.all-unknown")),
            (n, _) => phrase.say(" ").say(words.fill("boxes.some-unknown", &[("n", &count(n))])),
        }
    }

    /// A box as a sentence, counted in its round numbers; the first one, or one beside those before.
    pub(crate) fn when(&self, at: usize) -> Option<Phrase> {
        let words = self.words();
        let found = self.found.boxes.get(at)?;
        if found.limits.is_empty() {
            return Some(Phrase::plain(words.say("boxes.no-limit")));
        }
        let all = Held { futures: self.found.run.futures, failures: self.found.failures };
        let held = found.said.held;
        let key = match at {
            0 => "boxes.when",
            1 => "boxes.when-outside",
            _ => "boxes.when-outside-those",
        };
        let values = [
            ("limits", Piece::Strong(self.limits(&found.said.limits))),
            ("those", Piece::Strong(those(words, held))),
            ("failures", Piece::Plain(of_failures(words, held, all, at > 0))),
            ("all", Piece::Plain(of_all(words, all))),
            ("lie", Piece::Plain(lie(words, held, all))),
        ];
        Some(Phrase::filled(words.say(key), &values))
    }

    /// What has to be said beside a box.
    pub(crate) fn doubts(&self, at: usize) -> Option<Phrase> {
        let words = self.words();
        let found = self.found.boxes.get(at).filter(|found| !found.limits.is_empty())?;
        if found.is_weak() {
            let key = match found.limits.iter().all(Limit::by_chance) {
                true => "boxes.weak-by-chance",
                false => "boxes.weak-hardly-more",
            };
            let values = [
                ("little", Piece::Strong(words.say("boxes.little").into())),
                ("inside", Piece::Plain(percent(found.said.held.density()))),
                ("before", Piece::Plain(percent(found.before.density()))),
            ];
            return Some(Phrase::filled(words.say(key), &values));
        }
        if !found.dropped.is_empty() {
            let inputs = self.named(found.dropped.iter().map(String::as_str).collect());
            let searched = words.counted(self.found.searched as usize, ("boxes.inputs-one", "boxes.inputs-many"));
            let told = words.fill("boxes.dropped", &[("inputs", &inputs), ("searched", &searched)]);
            return Some(Phrase::plain(told));
        }
        let chance: Vec<&str> = found.limits.iter().filter(|l| l.by_chance()).map(|l| l.input.as_str()).collect();
        let key = if chance.len() == 1 { "boxes.chance-one" } else { "boxes.chance-many" };
        (!chance.is_empty()).then(|| Phrase::plain(words.fill(key, &[("inputs", &self.named(chance))])))
    }

    /// Inputs by their titles, or how many there are.
    fn named(&self, names: Vec<&str>) -> String {
        match names.len() {
            n if n > NAMED => self.words().fill("boxes.other-inputs", &[("n", &n.to_string())]),
            _ => self.words().list(&names.into_iter().map(|name| self.title(name)).collect::<Vec<_>>()),
        }
    }

    /// A leaf of the tree: `92% of 3,466 futures fail where a > 2`.
    pub(crate) fn leaf(&self, leaf: &Leaf) -> Phrase {
        let words = self.words();
        let (n, of) = match leaf.held {
            Held { futures, failures } if futures < IN_PERCENT => (failures.to_string(), futures.to_string()),
            Held { futures, .. } => (percent(leaf.held.density()), count(futures)),
        };
        let fail = words.fill("boxes.leaf-fail", &[("n", &n), ("of", &of)]);
        let values = [("fail", Piece::Strong(fail)), ("limits", Piece::Plain(self.limits(&leaf.limits)))];
        Phrase::filled(words.say(if leaf.limits.is_empty() { "boxes.leaf-all" } else { "boxes.leaf" }), &values)
    }

    /// Limits as a condition: `guarantees < 20% and recruitment > 0.7% per month`.
    pub(crate) fn limits(&self, limits: &[Limit]) -> String {
        joined(self.words(), "boxes.and", limits.iter().map(|limit| self.limit(limit)))
    }

    fn limit(&self, limit: &Limit) -> String {
        self.words().fill("boxes.limit", &[("input", &self.title(&limit.input)), ("says", &self.says(limit))])
    }

    /// What a limit says of its input: `< 20%`, `from 2 to 5 months`, `is a or b`.
    pub(crate) fn says(&self, limit: &Limit) -> String {
        let Some(input) = self.input(&limit.input) else { return String::new() };
        let number = |bound: Bound| written(self.words(), bound.at, &input.unit);
        match (limit.lower, limit.upper) {
            (Some(lower), Some(upper)) if lower.at == upper.at => format!("= {}", number(lower)),
            (Some(lower), Some(upper)) => {
                let from = number(lower);
                let to = number(upper);
                // The unit is said once.
                let unit = to.split_once(' ').map_or("", |(_, unit)| unit);
                let from = from.strip_suffix(unit).map_or(from.as_str(), str::trim_end);
                self.words().fill("boxes.from-to", &[("low", from), ("high", &to)])
            }
            (Some(lower), None) => format!("{} {}", if lower.met { "\u{2265}" } else { ">" }, number(lower)),
            (None, Some(upper)) => format!("{} {}", if upper.met { "\u{2264}" } else { "<" }, number(upper)),
            (None, None) => among(self.words(), &limit.among, &input.categories),
        }
    }

    /// What people call an input, within a sentence.
    pub(crate) fn title(&self, name: &str) -> String {
        let title = self.input(name).map_or_else(|| name.replace('_', " "), |input| input.title.clone());
        titled(self.words(), &mid_sentence(self.view.strategy, &title))
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
fn side(words: &'static Language, fails: &Fails, display: &Display) -> String {
    let key = match (fails.above, fails.at_it) {
        (true, false) => "boxes.above",
        (false, false) => "boxes.below",
        (true, true) => "boxes.at-or-more",
        (false, true) => "boxes.at-or-less",
    };
    words.fill(key, &[("bar", &large(words, display, fails.number * display.scale))])
}

/// A bar: millions and billions as words.
fn large(words: &'static Language, display: &Display, canonical: f64) -> String {
    let value = canonical / display.scale;
    let power = match value.abs() {
        x if x >= 1e9 => 9,
        x if x >= 1e6 => 6,
        _ => return exact(words, display, canonical),
    };
    format!("{} {}", plain(value / 10f64.powi(power)), factored(words, power, &unit_words(words, &display.text, true)))
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
fn those(words: &'static Language, held: Held) -> String {
    let Held { futures: rows, failures } = held;
    let counted = |key| words.fill(key, &[("n", &failures.to_string()), ("of", &rows.to_string())]);
    match (failures, rows) {
        (_, 0) => words.say("boxes.those-nothing").into(),
        (f, r) if f == r && r < IN_PERCENT => counted("boxes.those-all-counted"),
        (f, r) if f == r => words.say("boxes.those-all").into(),
        (0, _) => words.say("boxes.those-none").into(),
        (1, r) if r < IN_PERCENT => counted("boxes.those-one"),
        (_, r) if r < IN_PERCENT => counted("boxes.those-many"),
        _ => words.fill("boxes.those-share", &[("share", &percent(held.density()))]),
    }
}

/// `75% of all failures`
fn of_failures(words: &'static Language, held: Held, all: Held, further: bool) -> String {
    match (held.failures, all.failures) {
        (f, a) if f == a => words.say("boxes.all-failures").into(),
        (f, a) if a < IN_PERCENT => {
            let key = if further { "boxes.further-failures-counted" } else { "boxes.failures-counted" };
            words.fill(key, &[("n", &f.to_string()), ("of", &a.to_string())])
        }
        (f, a) => {
            let key = if further { "boxes.further-failures" } else { "boxes.failures" };
            words.fill(key, &[("share", &percent(f as f64 / a as f64))])
        }
    }
}

/// `34% of all futures fail`
fn of_all(words: &'static Language, all: Held) -> String {
    match all.futures {
        n if n < IN_PERCENT => {
            words.fill("boxes.of-all-counted", &[("n", &all.failures.to_string()), ("of", &n.to_string())])
        }
        _ => words.fill("boxes.of-all", &[("share", &percent(all.density()))]),
    }
}

/// `31% of the futures lie in it`
fn lie(words: &'static Language, held: Held, all: Held) -> String {
    let share = held.futures as f64 / all.futures.max(1) as f64;
    match all.futures {
        n if n < IN_PERCENT => {
            words.fill("boxes.lie-counted", &[("n", &held.futures.to_string()), ("of", &n.to_string())])
        }
        _ => words.fill("boxes.lie", &[("share", &percent(share))]),
    }
}

fn futures(words: &'static Language, n: u64) -> String {
    words.counted(n as usize, ("boxes.futures-one", "boxes.futures-many"))
}

/// Categories as words: those inside, or those outside where these are fewer.
fn among(words: &'static Language, inside: &[String], all: &[String]) -> String {
    let outside: Vec<&String> = all.iter().filter(|name| !inside.contains(name)).collect();
    let (key, names) = match inside.len() > 2 && outside.len() < inside.len() {
        true => ("boxes.is-not", outside),
        false => ("boxes.is", inside.iter().collect()),
    };
    let names = joined(words, "boxes.or", names.into_iter().map(|name| name.replace('_', " ")));
    words.fill(key, &[("names", &names)])
}

/// All in turn, joined two by two.
fn joined(words: &'static Language, key: &'static str, all: impl Iterator<Item = String>) -> String {
    all.reduce(|before, next| words.fill(key, &[("before", &before), ("next", &next)])).unwrap_or_default()
}

/// How many limits come again in the halves: `10 of 10`.
pub(crate) fn again(words: &'static Language, share: f64, halves: u64) -> String {
    let n = (share * halves as f64).round() as u64;
    words.fill("boxes.again", &[("n", &n.to_string()), ("of", &halves.to_string())])
}

/// Whether limits of a box were tested on halves.
pub(crate) fn tested(found: &FoundBox) -> Option<u64> {
    found.halves.filter(|halves| *halves > 0)
}
