//! What a study of sensitivity says, in words: for the page and for the terminal.

mod effects;
mod sentence;
mod timed;

use milepost_explore::sensitivity::{
    Convergence, Direction, Found, Given, GivenInput, Group, Index, Intervals, Kind, Sensitivity, Share, Sobol,
    Verdict, leading,
};
use milepost_strategy::model::Strategy;

use crate::answer::Called;
use crate::docs::mid_sentence;
use crate::language::Language;
use crate::numbers::{count, percent};
use crate::phrase::{Phrase, Piece, list};

pub(crate) use effects::{effect_digits, enough_screened, screened};
use sentence::Sentence;
pub(crate) use timed::{silent_at_all_times, told_over_time, turns};

/// Inputs named in a sentence.
const NAMED: usize = 3;

/// Below this a share is not worth a row.
const LITTLE: f64 = 0.005;

/// Above this half width a share is told to the nearest 5 percent.
const VAGUE: f64 = 0.05;

/// To whom it is told: in which language, of which strategy, and by titles or by names.
#[derive(Clone, Copy)]
pub(crate) struct Telling<'a> {
    pub(crate) words: &'static Language,
    pub(crate) strategy: &'a Strategy,
    pub(crate) called: Called,
}

impl Telling<'_> {
    /// A pathway's title or name.
    pub(crate) fn pathway(self, name: &str) -> String {
        let titles = matches!(self.called, Called::Titles);
        let known = self.strategy.pathways.iter().find(|p| p.name == name).filter(|_| titles);
        known.map_or(name, |p| &p.title).to_string()
    }

    /// The title of what drives something, in the middle of a sentence.
    fn driver(self, title: &str) -> String {
        match titled(self.words, title) {
            own if own == title => mid_sentence(self.strategy, title),
            translated => translated,
        }
    }
}

/// The title of what drives something: what the study itself named is said in the language, all else as declared.
pub(crate) fn titled(words: &'static Language, title: &str) -> String {
    let others = title.strip_prefix("the other ").and_then(|rest| rest.strip_suffix(" uncertainties together"));
    let (of_one, of_actor) = (title.strip_prefix("delivery of "), title.strip_prefix("deliveries by "));
    match (title, others, of_one, of_actor) {
        ("luck", ..) => words.say("depends.luck").into(),
        (_, Some(n), ..) => words.fill("depends.others", &[("n", n)]),
        (_, _, Some(recommendation), _) => words.fill("depends.delivery", &[("recommendation", recommendation)]),
        (.., Some(actor)) => words.fill("depends.deliveries", &[("actor", actor)]),
        _ => title.into(),
    }
}

/// One sentence on what a measure depends on under a pathway: from the decomposition of its variance where there is one,
/// else from the stored run.  `None` where neither was worked out, or the strategy declares the measure no more.
pub(crate) fn headline(telling: Telling, all: &[Sensitivity], measure: &str, pathway: &str) -> Option<Phrase> {
    let here = || all.iter().filter(|s| s.measure == measure && s.pathway == pathway);
    let declared = telling.strategy.measures.iter().find(|m| m.name == measure)?;
    let begun = Sentence::about(telling, &declared.title, pathway);
    let sobol = here().find_map(|s| if let Found::Sobol(found) = &s.found { Some(found) } else { None });
    let given = || here().find_map(|s| if let Found::Given(found) = &s.found { Some(found) } else { None });
    match sobol {
        Some(found) => Some(decomposed(telling, begun, found)),
        None => given().map(|found| from_run(telling, begun, found)),
    }
}

fn decomposed(telling: Telling, mut begun: Sentence, found: &Sobol) -> Phrase {
    let single = |g: &&Group| matches!(g.driver.kind, Kind::Input | Kind::Lever | Kind::Deliveries);
    let mut alone: Vec<&Group> = found.groups.iter().filter(single).filter(|g| g.first.distinct).collect();
    alone.sort_by(|a, b| b.first.value.total_cmp(&a.first.value));
    let named: Vec<&Group> = alone.into_iter().take(NAMED).collect();
    let others: Vec<&Group> =
        found.groups.iter().filter(single).filter(|g| named.iter().all(|n| n.driver != g.driver)).collect();
    let mut rest = beside(telling, &named, &others);
    rest.extend(of_all(telling, found));
    let rest = clauses(telling.words, rest);
    let told: Vec<_> = named.iter().map(|g| (telling.driver(&g.driver.title), Some(g.first))).collect();
    let key = match (named.is_empty(), rest.is_some()) {
        (true, false) => "depends.none-alone",
        (true, true) => "depends.none-alone-but",
        (false, false) => "depends.most",
        (false, true) => "depends.most-and",
    };
    let drivers = listed(telling.words, &mut begun, told);
    let rest = begun.keep(Piece::Plain(rest.unwrap_or_default()));
    begun.told(&telling.words.fill(key, &[("drivers", &drivers), ("rest", &rest)]))
}

/// What those that are named do together, and what the other singles do.
fn beside(telling: Telling, named: &[&Group], others: &[&Group]) -> Vec<String> {
    let words = telling.words;
    let mut told = Vec::new();
    if named.len() > 1 {
        let share = rounded(words, &sum(named.iter().map(|g| &g.first)));
        told.push(words.fill("depends.together", &[("share", &share)]));
    }
    if let Some(through) = through_others(named, others) {
        let (driver, share) = (telling.driver(&through.driver.title), rounded(words, &through.total));
        told.push(words.fill("depends.through-others", &[("driver", &driver), ("share", &share)]));
    }
    let more = sum(others.iter().map(|g| &g.first));
    if more.distinct {
        let (n, share) = (count(others.len() as u64), rounded(words, &more));
        let key = if others.len() == 1 { "depends.one-more" } else { "depends.next" };
        told.push(words.fill(key, &[("n", &n), ("share", &share)]));
    }
    told
}

/// What those do that are not looked at singly, luck, and all with each other.
fn of_all(telling: Telling, found: &Sobol) -> Vec<String> {
    let words = telling.words;
    let mut told = Vec::new();
    let title = |group: &Group| titled(words, &group.driver.title);
    for group in found.groups.iter().filter(|g| g.first.distinct) {
        let share = rounded(words, &group.first);
        match group.driver.kind {
            Kind::Others => {
                told.push(words.fill("depends.others-share", &[("others", &title(group)), ("share", &share)]));
            }
            Kind::Luck => told.push(words.fill("depends.luck-share", &[("share", &share)])),
            _ => {}
        }
    }
    let together = together(&found.groups.iter().map(|g| g.first).collect::<Vec<_>>());
    if together.distinct {
        told.push(words.fill("depends.with-each-other", &[("share", &rounded(words, &together))]));
    }
    let nothing = |kind: Kind| found.groups.iter().find(|g| g.driver.kind == kind && !g.first.distinct);
    match (nothing(Kind::Others), nothing(Kind::Luck)) {
        (Some(others), Some(_)) => told.push(words.fill("depends.neither", &[("others", &title(others))])),
        (Some(others), None) => told.push(words.fill("depends.others-nothing", &[("others", &title(others))])),
        (None, Some(_)) => told.push(words.say("depends.luck-nothing").into()),
        (None, None) => {}
    }
    told
}

fn from_run(telling: Telling, mut begun: Sentence, found: &Given) -> Phrase {
    let words = telling.words;
    let named: Vec<&GivenInput> = found.distinct().take(NAMED).collect();
    if named.is_empty() {
        let known = (found.futures - found.unknown) as usize;
        let futures = words.counted(known, ("depends.futures-one", "depends.futures-many"));
        let n = count(found.inputs.len() as u64);
        return begun.told(&words.fill("depends.none-of", &[("n", &n), ("futures", &futures)]));
    }
    let told = named.iter().map(|i| (telling.driver(&i.title), Some(i.first).filter(|s| s.distinct)));
    let drivers = listed(words, &mut begun, told.collect());
    match clauses(words, by_chance(words, found, named.len())) {
        None => begun.told(&words.fill("depends.most", &[("drivers", &drivers)])),
        Some(rest) => begun.told(&words.fill("depends.most-and", &[("drivers", &drivers), ("rest", &rest)])),
    }
}

/// How many beyond those that are named can be told from chance, and how many cannot.
fn by_chance(words: &'static Language, found: &Given, named: usize) -> Vec<String> {
    let (more, silent) = (found.distinct().count() - named, found.silent());
    let mut told = Vec::new();
    if more > 0 {
        told.push(words.fill("depends.more-told", &[("n", &count(more as u64))]));
    }
    let keys = match more {
        0 => ("depends.one-by-chance", "depends.many-by-chance"),
        _ => ("depends.one-is-not", "depends.many-are-not"),
    };
    if silent > 0 {
        told.push(words.counted(silent, keys));
    }
    told
}

/// What is said in turn, as one.
fn clauses(words: &'static Language, told: Vec<String>) -> Option<String> {
    let join = |before: String, next: String| words.fill("depends.clauses", &[("before", &before), ("next", &next)]);
    told.into_iter().reduce(join)
}

/// One that is not named, as it does little alone, but in all does more than one of those named.
fn through_others<'a>(named: &[&Group], others: &[&'a Group]) -> Option<&'a Group> {
    let least = named.iter().map(|g| g.total.value).reduce(f64::min)?;
    let more = others.iter().copied().filter(|g| g.total.distinct && g.total.value > 2.0 * least);
    more.max_by(|a, b| a.total.value.total_cmp(&b.total.value))
}

/// The same in a line of the terminal, where the whole sentence was told of another pathway: `Under stay: X (38%) and Y`.
pub(crate) fn brief(telling: Telling, found: &Given, pathway: &str) -> Phrase {
    let begun = Phrase::plain("Under ").name(telling.pathway(pathway));
    let named: Vec<&GivenInput> = found.distinct().take(NAMED).collect();
    if named.is_empty() {
        return begun.say(": nothing that can be told from chance.");
    }
    let share = |input: &GivenInput| input.first.told().map(|_| format!(" ({})", rounded(telling.words, &input.first)));
    let told = |i: &&GivenInput| format!("{}{}", telling.driver(&i.title), share(i).unwrap_or_default());
    begun.say(format!(": {}.", list(&named.iter().map(told).collect::<Vec<_>>())))
}

/// `X (38% of the spread), Y (20%) and Z`
fn listed(words: &'static Language, sentence: &mut Sentence, told: Vec<(String, Option<Share>)>) -> String {
    let each = told.into_iter().enumerate().map(|(i, (title, share))| {
        let driver = sentence.keep(Piece::Strong(title));
        let Some(share) = share else { return driver };
        let key = if i == 0 { "depends.driver-of-spread" } else { "depends.driver" };
        words.fill(key, &[("driver", &driver), ("share", &rounded(words, &share))])
    });
    let each: Vec<String> = each.collect();
    words.list(&each)
}

/// The sum of shares, their errors taken as independent.
fn sum<'a>(shares: impl Iterator<Item = &'a Share>) -> Share {
    let (value, squares) = shares.fold((0.0, 0.0), |(v, s), share| (v + share.value, s + share.half * share.half));
    let half = f64::sqrt(squares);
    Share { value, half, distinct: value > half }
}

/// The groups worth a row: what comes to a half percent in all, the others, luck; and how many singles are not.
pub(crate) fn worth_a_row(found: &Sobol) -> (Vec<&Group>, usize) {
    let rest = |g: &Group| matches!(g.driver.kind, Kind::Others | Kind::Luck);
    let told = |g: &&Group| rest(g) || g.total.told().is_some_and(|total| total >= LITTLE);
    let shown: Vec<&Group> = found.groups.iter().filter(told).collect();
    let silent = found.groups.len() - shown.len();
    (shown, silent)
}

/// How many singles are not worth a row.
pub(crate) fn silent_singles(words: &'static Language, found: &Sobol, silent: usize) -> String {
    let single = |g: &&Group| matches!(g.driver.kind, Kind::Input | Kind::Lever | Kind::Deliveries);
    let of = found.groups.iter().filter(single).count().to_string();
    let key = if silent == 1 { "depends.silent-one" } else { "depends.silent-many" };
    words.fill(key, &[("n", &silent.to_string()), ("of", &of)])
}

/// What pairs do together, at most `most` of them, and how many do nothing; none where they were not looked at.
pub(crate) fn pairs(words: &'static Language, found: &Sobol, most: usize) -> Option<String> {
    let told = found.pairs.iter().filter(|pair| pair.second.distinct);
    let each = told.take(most).map(|pair| {
        let (one, other) = (titled(words, &pair.one), titled(words, &pair.other));
        let share = with_interval(words, &pair.second);
        words.fill("depends.pair", &[("one", &one), ("other", &other), ("share", &share)])
    });
    let each = clauses(words, each.collect());
    let silent = found.pairs.iter().filter(|pair| !pair.second.distinct).count();
    let of = found.pairs.len();
    let key = if silent == 1 { "depends.pairs-silent-one" } else { "depends.pairs-silent-many" };
    let silent = words.fill(key, &[("n", &silent.to_string()), ("of", &of.to_string())]);
    (of > 0).then(|| match each {
        None => silent.clone(),
        Some(pairs) => words.fill("depends.pairs", &[("pairs", &pairs), ("silent", &silent)]),
    })
}

/// What is left of the whole when everything is taken alone.
pub(crate) fn together(first: &[Share]) -> Share {
    let all = sum(first.iter());
    let value = 1.0 - all.value;
    Share { value, half: all.half, distinct: value > all.half }
}

/// A share, no finer than it is known: `38%`, `about 40%`.
fn rounded(words: &'static Language, share: &Share) -> String {
    match share.half > VAGUE {
        true => words.fill("depends.about", &[("share", &percent((share.value * 20.0).round() / 20.0))]),
        false => percent(share.value.min(1.0)),
    }
}

/// A share with its interval for tables: `38%` and `35 to 41`; `below 4%` and none where it cannot be told from 0.
pub(crate) fn interval(words: &'static Language, share: &Share) -> (String, Option<String>) {
    if !share.distinct {
        let high = percent((share.high() * 100.0).ceil().max(1.0) / 100.0);
        return (words.fill("depends.below", &[("share", &high)]), None);
    }
    let bare = |share: f64| percent(share).trim_end_matches('%').to_string();
    let (low, high) = (bare(share.low()), bare(share.high()));
    match low == high {
        true => (percent(share.value), None),
        false => {
            let range = words.fill("depends.range", &[("low", &low), ("high", &high)]);
            (percent(share.value.min(1.0)), Some(range))
        }
    }
}

/// The same in one: `38% (35 to 41)`.
pub(crate) fn with_interval(words: &'static Language, share: &Share) -> String {
    match interval(words, share) {
        (share, None) => share,
        (share, Some(range)) => words.fill("depends.with-range", &[("share", &share), ("range", &range)]),
    }
}

/// Which way it goes.
pub(crate) fn direction(words: &'static Language, direction: &Direction) -> String {
    match direction {
        Direction::Raises => words.say("depends.raises").into(),
        Direction::Lowers => words.say("depends.lowers").into(),
        Direction::Neither => words.say("depends.no-one-way").into(),
        Direction::Between { highest, .. } => {
            words.fill("depends.highest-if", &[("value", &highest.replace('_', " "))])
        }
    }
}

/// Whether enough was run: `found` is what was, such as `1,980 futures`.
pub(crate) fn enough(telling: Telling, convergence: &Convergence, found: &str) -> Phrase {
    let words = telling.words;
    let plain = |text: String| Piece::Plain(text);
    let what = |index: Index, input: &str| {
        let key = match index {
            Index::First => "depends.share-alone-of",
            Index::Total => "depends.share-in-all-of",
            Index::Size => "depends.effect-of",
        };
        words.fill(key, &[("driver", &telling.driver(input))])
    };
    let not_enough = || Piece::Strong(words.say("depends.not-enough").into());
    let (key, values) = match &convergence.verdict {
        Verdict::Enough => {
            let strong = Piece::Strong(words.say("depends.enough").into());
            ("depends.was-enough", vec![("enough", strong), ("points", plain(points(words, convergence.widest)))])
        }
        Verdict::TooWide { index, input, half, needed } => {
            let values = vec![
                ("not-enough", not_enough()),
                ("what", plain(what(*index, input))),
                ("points", plain(points(words, *half))),
                ("needed", plain(count(*needed))),
            ];
            ("depends.too-wide", values)
        }
        Verdict::HalvesDiffer { index, input, first, second } => {
            let values = vec![
                ("not-enough", not_enough()),
                ("what", plain(what(*index, input))),
                ("first", plain(percent(first.clamp(0.0, 1.0)))),
                ("second", plain(percent(second.clamp(0.0, 1.0)))),
            ];
            ("depends.halves-differ", values)
        }
    };
    let found = [("found", plain(found.into()))];
    Phrase::filled(words.say(key), &values.into_iter().chain(found).collect::<Vec<_>>())
}

/// A width: `2 percentage points`.
fn points(words: &'static Language, half: f64) -> String {
    match (half * 100.0).ceil() {
        x if x <= 1.0 => words.say("depends.points-one").into(),
        x if x <= 100.0 => words.fill("depends.points-many", &[("n", &count(x as u64))]),
        _ => words.say("depends.points-beyond").into(),
    }
}

/// How the intervals were made, where that has to be said.
pub(crate) fn caveat(words: &'static Language, intervals: Intervals) -> Option<&'static str> {
    (intervals == Intervals::Bootstrap).then(|| words.say("depends.caveat"))
}

/// All that was found, the leading pathway first, measures as declared.
pub(crate) fn in_order<'a>(strategy: &Strategy, all: &[&'a Sensitivity]) -> Vec<&'a Sensitivity> {
    let leads = leading(strategy).map(|id| strategy.pathways[id.index()].name.as_str());
    let measure = |s: &Sensitivity| strategy.measures.iter().position(|m| m.name == s.measure).unwrap_or(usize::MAX);
    let pathway = |s: &Sensitivity| {
        let at = strategy.pathways.iter().position(|p| p.name == s.pathway).unwrap_or(usize::MAX);
        (leads != Some(s.pathway.as_str()), at)
    };
    let mut all = all.to_vec();
    all.sort_by_key(|s| (measure(s), pathway(s)));
    all
}
