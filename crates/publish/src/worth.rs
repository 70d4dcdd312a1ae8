//! What a study of worth says, in the measure's own unit: for the page and for the terminal.
//!
//! Gains have heavy tails, so a few futures may make up most of their mean, and shares of the mean may say that one part
//! is worth more than everything.  What is told first are therefore medians over futures, with where nine in ten lie.

use milepost_ensemble::summary::Spread;
use milepost_explore::worth::{By, PartWorth, Worth};
use milepost_strategy::model::{Measure, Strategy};

use crate::answer::Called;
use crate::docs::mid_sentence;
use crate::language::Language;
use crate::numbers::{Digits, count, of_futures, of_hundred, percent};
use crate::phrase::{Phrase, Piece};
use crate::view::is_yes_or_no;

/// Parts named in a sentence.
const NAMED: usize = 3;

/// What is taken away is named from this share of the largest contribution.
const LITTLE: f64 = 0.05;

/// Between these, all shares of the mean gain say something.
const TELLING: std::ops::RangeInclusive<f64> = -1.0..=2.0;

/// A study with how its numbers are written.
pub(crate) struct Reading<'a> {
    strategy: &'a Strategy,
    pub(crate) worth: &'a Worth,
    pub(crate) measure: &'a Measure,
    /// Its gain is -1, 0 or 1 in a future; then means are read, which are shares of futures, not medians.
    pub(crate) yes_or_no: bool,
    pub(crate) digits: Digits,
    pub(crate) words: &'static Language,
    called: Called,
}

impl<'a> Reading<'a> {
    /// `None` where the strategy declares the measure no more.
    pub(crate) fn new(
        strategy: &'a Strategy,
        worth: &'a Worth,
        called: Called,
        words: &'static Language,
    ) -> Option<Reading<'a>> {
        let measure = strategy.measures.iter().find(|m| m.name == worth.measure)?;
        let moving = || worth.parts.iter().filter(|p| p.moves);
        let spreads = moving().map(|p| &p.shapley).chain(moving().map(|p| &p.lost)).chain([&worth.gain]);
        let digits = Digits::of(words, &measure.display, spreads);
        Some(Reading { strategy, worth, measure, yes_or_no: is_yes_or_no(&measure.value), digits, words, called })
    }

    /// The parts that move something, what typically adds most first; equals as the study has them.
    pub(crate) fn parts(&self) -> Vec<&'a PartWorth> {
        let mut parts: Vec<&PartWorth> = self.worth.parts.iter().filter(|p| p.moves).collect();
        parts.sort_by(|a, b| self.level(&b.shapley).total_cmp(&self.level(&a.shapley)));
        parts
    }

    /// What the whole gains.
    pub(crate) fn gain(&self) -> Phrase {
        let (words, worth, gain) = (self.words, self.worth, &self.worth.gain);
        let measure = ("measure", Piece::Plain(mid_sentence(self.strategy, &self.measure.title)));
        let pathway = ("pathway", Piece::Name(self.pathway(&worth.pathway)));
        if gain.known == 0 {
            return Phrase::filled(words.say("worth.gain-unknown"), &[pathway, measure]);
        }
        let level = self.level(gain);
        let up = (level >= 0.0) == self.measure.maximise;
        let (key, share, by) = match (self.yes_or_no, up) {
            (true, true) => ("worth.comes-true", "worth.more-futures", percent(level.abs())),
            (true, false) => ("worth.comes-true", "worth.fewer-futures", percent(level.abs())),
            (false, true) => ("worth.raises", "worth.by", self.digits.finer(gain).full(level.abs())),
            (false, false) => ("worth.lowers", "worth.by", self.digits.finer(gain).full(level.abs())),
        };
        let futures = words.counted(worth.futures as usize, ("worth.futures-one", "worth.futures-many"));
        let values = [
            pathway,
            measure,
            ("by", Piece::Strong(words.fill(share, &[("by", &by)]))),
            ("reference", Piece::Name(self.pathway(&worth.reference))),
            ("range", Piece::Plain(self.range(gain))),
            ("futures", Piece::Plain(futures)),
            ("gaining", Piece::Plain(of_hundred(self.words, worth.gaining, gain.known))),
        ];
        Phrase::filled(words.say(key), &values)
    }

    /// What adds most to it and what takes most away, in the unit.
    pub(crate) fn adds(&self) -> Option<Phrase> {
        let gain = &self.worth.gain;
        let parts = self.parts();
        let largest = parts.iter().map(|p| self.level(&p.shapley).abs()).fold(0.0, f64::max);
        if gain.known == 0 || largest == 0.0 {
            return None;
        }
        let adds = parts.iter().filter(|p| self.level(&p.shapley) > LITTLE * largest).take(NAMED);
        let takes = parts.iter().rev().filter(|p| self.level(&p.shapley) < -LITTLE * largest).take(NAMED);
        let adds = self.amounts(adds, ("worth.comes-from", "worth.from"));
        let takes = self.amounts(takes, ("worth.taken-by", "worth.and-by"));
        let (one, both) = match self.yes_or_no {
            true => ("worth.on-average", "worth.on-average-both"),
            false => ("worth.typically", "worth.typically-both"),
        };
        Some(match (adds.is_empty(), takes.is_empty()) {
            (false, false) => {
                Phrase::filled(self.words.say(both), &[("most", Piece::Strong(adds)), ("taken", Piece::Plain(takes))])
            }
            (false, true) => Phrase::filled(self.words.say(one), &[("most", Piece::Strong(adds))]),
            (true, _) => Phrase::filled(self.words.say(one), &[("most", Piece::Strong(takes))]),
        })
    }

    /// A list of parts with what each adds or takes away; only the first says which.
    fn amounts<'b>(
        &self,
        parts: impl Iterator<Item = &'b &'b PartWorth>,
        (first, next): (&'static str, &'static str),
    ) -> String {
        let one = |(i, part): (usize, &&PartWorth)| {
            let amount = self.amount(self.level(&part.shapley).abs(), &part.shapley);
            self.words.fill(if i == 0 { first } else { next }, &[("amount", &amount), ("part", self.name(part))])
        };
        // Numbers hold commas of their own, so the list keeps to plain ones.
        match &parts.enumerate().map(one).collect::<Vec<_>>()[..] {
            [most @ .., last] if !most.is_empty() => {
                self.words.fill("list.and", &[("before", &most.join(", ")), ("next", last)])
            }
            one => one.concat(),
        }
    }

    /// Who accounts for how much of the mean gain; `None` where such shares mislead.
    pub(crate) fn shares(&self) -> Option<Phrase> {
        let (words, worth) = (self.words, self.worth);
        let mut parts: Vec<&PartWorth> = worth.parts.iter().filter(|p| p.moves).collect();
        parts.sort_by(|a, b| b.share.total_cmp(&a.share));
        let telling = parts.iter().map(|p| p.share).chain([worth.rest.share]).all(|share| TELLING.contains(&share));
        if worth.gain.mean <= 0.0 || parts.is_empty() || !telling {
            return None;
        }
        let due = |(i, p): (usize, &&PartWorth)| {
            let key = if i == 0 { "worth.due-to" } else { "worth.and-to" };
            words.fill(key, &[("share", &whole(p.share)), ("part", self.name(p))])
        };
        let most = words.list(&parts.iter().take(NAMED).enumerate().map(due).collect::<Vec<_>>());
        let rest = match whole(worth.rest.share).as_str() {
            "0%" => {
                words.say(self.of_kind(["worth.all-element", "worth.all-recommendation", "worth.all-actor"])).into()
            }
            rest => {
                let key = self.of_kind(["worth.rest-element", "worth.rest-recommendation", "worth.rest-actor"]);
                words.fill(key, &[("share", rest)])
            }
        };
        let mut values = vec![("most", &*most), ("rest", &*rest)];
        let taken = parts.iter().skip(NAMED).next_back().filter(|p| p.share < -LITTLE);
        let taken = taken.map(|last| (whole(-last.share), self.name(last)));
        let key = if taken.is_some() { "worth.shares-and-taken" } else { "worth.shares" };
        if let Some((share, part)) = &taken {
            values.extend([("share", &**share), ("part", part)]);
        }
        Some(Phrase::plain(words.fill(key, &values)))
    }

    /// The text that speaks of this kind of part: an element, a recommendation, an actor.
    fn of_kind(&self, [element, recommendation, actor]: [&'static str; 3]) -> &'static str {
        match self.worth.by {
            By::Element => element,
            By::Recommendation => recommendation,
            By::Actor => actor,
        }
    }

    /// Whether the strategy is held hostage, by what and by whom.
    pub(crate) fn hostage(&self) -> Phrase {
        let (words, hostage) = (self.words, &self.worth.hostage);
        if hostage.judged == 0 {
            return Phrase::plain(words.say("worth.nothing-to-hold"));
        }
        let Some(typical) = &hostage.typical else {
            let key = ["worth.no-hostage-element", "worth.no-hostage-recommendation", "worth.no-hostage-actor"];
            let futures = words.counted(hostage.judged as usize, ("worth.futures-one", "worth.futures-many"));
            return Phrase::plain(words.fill(self.of_kind(key), &[("futures", &futures)]));
        };
        let part = self.worth.parts.iter().find(|p| p.name == *typical);
        let key = ["worth.hostage-element", "worth.hostage-recommendation", "worth.hostage-actor"];
        let share = ("share", Piece::Strong(of_futures(self.words, hostage.share, hostage.judged)));
        let mut phrase = Phrase::filled(words.say(self.of_kind(key)), &[share]).say(" ");
        let holders = part.map_or(&[][..], |p| &p.holders);
        let holders: Vec<String> = holders.iter().map(|name| self.actor(name)).collect();
        let held = self.worth.by != By::Actor && !holders.is_empty();
        let key = if held { "worth.typical-holder-held" } else { "worth.typical-holder" };
        let typically = [
            ("part", Piece::Name(part.map_or(typical.as_str(), |p| self.name(p)).into())),
            ("share", Piece::Plain(percent(hostage.typically))),
            ("holders", Piece::Plain(words.list(&holders))),
        ];
        phrase.0.extend(Phrase::filled(words.say(key), &typically).0);
        phrase
    }

    /// Why columns do not add up.
    pub(crate) fn adding_up(&self) -> &'static str {
        self.words.say(if self.yes_or_no { "worth.means-add-up" } else { "worth.medians-do-not" })
    }

    /// The number that stands for a spread of gains.
    pub(crate) fn level(&self, spread: &Spread) -> f64 {
        if self.yes_or_no { spread.mean } else { spread.quantiles[3] }
    }

    /// The level of a spread as a number without its unit; a share of the futures for yes or no.
    pub(crate) fn number(&self, spread: &Spread) -> String {
        match spread.known {
            0 => self.words.say("worth.unknown").into(),
            _ if self.yes_or_no => whole(spread.mean),
            _ => self.digits.finer(spread).number(spread.quantiles[3]),
        }
    }

    /// Where nine in ten futures lie: `-200 to 14,000`; `None` for what is unknown and for yes or no.
    pub(crate) fn band(&self, spread: &Spread) -> Option<String> {
        (spread.known > 0 && !self.yes_or_no).then(|| self.range(spread))
    }

    fn range(&self, spread: &Spread) -> String {
        let bare = |value: f64| self.digits.finer(spread).number(value);
        let (low, high) = (bare(spread.quantiles[0]), bare(spread.quantiles[6]));
        self.words.fill("worth.range", &[("low", &low), ("high", &high)])
    }

    fn amount(&self, value: f64, spread: &Spread) -> String {
        if self.yes_or_no { whole(value) } else { self.digits.finer(spread).number(value) }
    }

    fn name<'b>(&self, part: &'b PartWorth) -> &'b str {
        if matches!(self.called, Called::Titles) { &part.title } else { &part.name }
    }

    fn pathway(&self, name: &str) -> String {
        let pathway = self.strategy.pathways.iter().find(|p| p.name == name);
        let pathway = pathway.filter(|_| matches!(self.called, Called::Titles));
        pathway.map_or(name, |p| &p.title).to_string()
    }

    fn actor(&self, name: &str) -> String {
        let actor = self.strategy.actors.iter().find(|a| a.name == name);
        let actor = actor.filter(|_| matches!(self.called, Called::Titles));
        actor.map_or(name.to_string(), |a| crate::docs::with_article(&a.title))
    }
}

/// A share, or more than all or less than nothing, in whole percent.
fn whole(share: f64) -> String {
    let percent = (100.0 * share).round();
    let sign = if percent < 0.0 { "\u{2212}" } else { "" };
    format!("{sign}{}%", count(percent.abs() as u64))
}
