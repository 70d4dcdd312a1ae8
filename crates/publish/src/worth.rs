//! What a study of worth says, in the measure's own unit: for the page and for the terminal.
//!
//! Gains have heavy tails, so a few futures may make up most of their mean, and shares of the mean may say that one part
//! is worth more than everything.  What is told first are therefore medians over futures, with where nine in ten lie.

use milepost_ensemble::summary::Spread;
use milepost_explore::worth::{By, PartWorth, Worth};
use milepost_strategy::model::{Measure, Strategy};

use crate::answer::Called;
use crate::docs::mid_sentence;
use crate::numbers::{Digits, count, of_futures, of_hundred, percent};
use crate::phrase::{Phrase, counted, list};
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
    called: Called,
}

impl<'a> Reading<'a> {
    /// `None` where the strategy declares the measure no more.
    pub(crate) fn new(strategy: &'a Strategy, worth: &'a Worth, called: Called) -> Option<Reading<'a>> {
        let measure = strategy.measures.iter().find(|m| m.name == worth.measure)?;
        let moving = || worth.parts.iter().filter(|p| p.moves);
        let spreads = moving().map(|p| &p.shapley).chain(moving().map(|p| &p.lost)).chain([&worth.gain]);
        let digits = Digits::of(&measure.display, spreads);
        Some(Reading { strategy, worth, measure, yes_or_no: is_yes_or_no(&measure.value), digits, called })
    }

    /// The parts that move something, what typically adds most first; equals as the study has them.
    pub(crate) fn parts(&self) -> Vec<&'a PartWorth> {
        let mut parts: Vec<&PartWorth> = self.worth.parts.iter().filter(|p| p.moves).collect();
        parts.sort_by(|a, b| self.level(&b.shapley).total_cmp(&self.level(&a.shapley)));
        parts
    }

    /// What the whole gains.
    pub(crate) fn gain(&self) -> Phrase {
        let (worth, gain) = (self.worth, &self.worth.gain);
        let title = mid_sentence(self.strategy, &self.measure.title);
        let (pathway, reference) = (self.pathway(&worth.pathway), self.pathway(&worth.reference));
        if gain.known == 0 {
            let nothing = format!(" gains nothing that is known on {title}: in no future is it known.");
            return Phrase::plain("").name(pathway).say(nothing);
        }
        let level = self.level(gain);
        let futures = counted(worth.futures as usize, "future", "futures");
        if self.yes_or_no {
            let more = if (level >= 0.0) == self.measure.maximise { "more" } else { "fewer" };
            return Phrase::plain("Under ")
                .name(pathway)
                .say(format!(", {title} comes true in "))
                .strong(format!("{} {more} of the futures", percent(level.abs())))
                .say(" than under ")
                .name(reference)
                .say(format!(", over {futures}."));
        }
        let word = if (level >= 0.0) == self.measure.maximise { "raises" } else { "lowers" };
        Phrase::plain("")
            .name(pathway)
            .say(format!(" typically {word} {title} "))
            .strong(format!("by {}", self.digits.finer(gain).full(level.abs())))
            .say(" against ")
            .name(reference)
            .say(format!(
                " (a gain of {} in nine of ten of {futures}); it is worth naming in {}.",
                self.range(gain),
                of_hundred(worth.gaining, gain.known)
            ))
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
        let told = |parts: Vec<&&PartWorth>, verb: &str, by: &str| {
            let one = |(i, p): (usize, &&&PartWorth)| {
                let verb = if i == 0 { verb } else { "" };
                format!("{}{verb} {by} {}", self.amount(self.level(&p.shapley).abs(), &p.shapley), self.name(p))
            };
            // Numbers hold commas of their own, so the list keeps to plain ones.
            match &parts.iter().enumerate().map(one).collect::<Vec<_>>()[..] {
                [most @ .., last] if !most.is_empty() => format!("{} and {last}", most.join(", ")),
                one => one.concat(),
            }
        };
        let (adds, takes) = (adds.collect::<Vec<_>>(), takes.collect::<Vec<_>>());
        let in_order = if self.yes_or_no { "On average, " } else { "Typically, " };
        let phrase = Phrase::plain(in_order);
        Some(match (adds.is_empty(), takes.is_empty()) {
            (false, false) => {
                phrase.strong(told(adds, " comes", "from")).say(format!("; {}.", told(takes, " is taken away", "by")))
            }
            (false, true) => phrase.strong(told(adds, " comes", "from")).say("."),
            (true, _) => phrase.strong(told(takes, " is taken away", "by")).say("."),
        })
    }

    /// Who accounts for how much of the mean gain; `None` where such shares mislead.
    pub(crate) fn shares(&self) -> Option<Phrase> {
        let worth = self.worth;
        let mut parts: Vec<&PartWorth> = worth.parts.iter().filter(|p| p.moves).collect();
        parts.sort_by(|a, b| b.share.total_cmp(&a.share));
        let telling = parts.iter().map(|p| p.share).chain([worth.rest.share]).all(|share| TELLING.contains(&share));
        if worth.gain.mean <= 0.0 || parts.is_empty() || !telling {
            return None;
        }
        let most = parts.iter().take(NAMED).enumerate();
        let due = |i: usize| if i == 0 { " is due" } else { "" };
        let most = most.map(|(i, p)| format!("{}{} to {}", whole(p.share), due(i), self.name(p)));
        let phrase = Phrase::plain(format!("Of the mean gain, {}", list(&most.collect::<Vec<_>>())));
        let phrase = match parts.iter().skip(NAMED).next_back().filter(|p| p.share < -LITTLE) {
            Some(last) => phrase.say(format!(", while {} is taken away by {}", whole(-last.share), self.name(last))),
            None => phrase,
        };
        let (one, many) = (worth.by.one(), worth.by.many());
        Some(match whole(worth.rest.share).as_str() {
            "0%" => phrase.say(format!("; together the {many} account for all of it.")),
            rest => phrase.say(format!("; {rest} is what no {one} accounts for.")),
        })
    }

    /// Whether the strategy is held hostage, by what and by whom.
    pub(crate) fn hostage(&self) -> Phrase {
        let hostage = &self.worth.hostage;
        if hostage.judged == 0 {
            return Phrase::plain("There is no future with a gain worth naming that could be held hostage.");
        }
        let one = self.worth.by.one();
        let Some(typical) = &hostage.typical else {
            return Phrase::plain(format!(
                "In none of {} with a gain worth naming does a single {one} hold the rest hostage.",
                counted(hostage.judged as usize, "future", "futures")
            ));
        };
        let part = self.worth.parts.iter().find(|p| p.name == *typical);
        let phrase = Phrase::plain("In ").strong(of_futures(hostage.share, hostage.judged)).say(format!(
            " with a gain worth naming, at least one {one} holds the rest hostage: more than half of the gain is lost \
             without it. "
        ));
        let phrase = phrase.say("Typically it is ").name(part.map_or(typical.as_str(), |p| self.name(p)));
        let often = format!(" ({} of these futures)", percent(hostage.typically));
        let holders = part.map_or(&[][..], |p| &p.holders);
        let holders: Vec<String> = holders.iter().map(|name| self.actor(name)).collect();
        match (self.worth.by, &holders[..]) {
            (By::Actor, _) | (_, []) => phrase.say(often + "."),
            (_, holders) => phrase.say(format!("{often}, in the hands of {}.", list(holders))),
        }
    }

    /// Why columns do not add up.
    pub(crate) fn adding_up(&self) -> &'static str {
        match self.yes_or_no {
            true => "Means, which are shares of futures, and add up",
            false => "Medians need not add up to the median of all together; the means behind them do",
        }
    }

    /// The number that stands for a spread of gains.
    pub(crate) fn level(&self, spread: &Spread) -> f64 {
        if self.yes_or_no { spread.mean } else { spread.quantiles[3] }
    }

    /// The level of a spread as a number without its unit; a share of the futures for yes or no.
    pub(crate) fn number(&self, spread: &Spread) -> String {
        match spread.known {
            0 => "unknown".into(),
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
        format!("{} to {}", bare(spread.quantiles[0]), bare(spread.quantiles[6]))
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
