//! What `milepost worth` prints.

use milepost_ensemble::summary::Spread;
use milepost_explore::worth::{By, PartWorth, Worth};
use milepost_strategy::model::{Measure, Strategy};

use super::grid::{Column, Grid};
use super::{Ink, sentence, wrapped};
use crate::docs::mid_sentence;
use crate::numbers::{Digits, count, is_share, of_futures, of_hundred, percent};
use crate::phrase::{Phrase, counted, list};
use crate::view::is_yes_or_no;

/// Parts named in the sentence on shares.
const NAMED: usize = 3;

/// A share that is taken away is named from here.
const LITTLE: f64 = 0.05;

/// Writes the sentences and the table.
pub(crate) fn write(strategy: &Strategy, worth: &Worth, width: usize, color: bool) -> String {
    let ink = Ink::new(color);
    let Some(measure) = strategy.measures.iter().find(|m| m.name == worth.measure) else {
        return wrapped(&format!("The strategy declares no measure `{}` any more", worth.measure), width, 0);
    };
    let view =
        View { strategy, worth, measure, yes_or_no: is_yes_or_no(&measure.value), digits: digits(worth, measure) };
    let mut out = sentence(&view.gain(), ink, width, 0);
    for phrase in [view.shares(), view.hostage()].into_iter().flatten() {
        out += &sentence(&phrase, ink, width - 2, 2);
    }
    out.push('\n');
    out += &view.grid().write(width, ink);
    out += &view.footnotes(width);
    out
}

fn digits(worth: &Worth, measure: &Measure) -> Digits {
    let lost = worth.parts.iter().filter(|p| p.moves).map(|p| &p.lost);
    Digits::of(&measure.display, lost.chain([&worth.gain]))
}

struct View<'a> {
    strategy: &'a Strategy,
    worth: &'a Worth,
    measure: &'a Measure,
    /// Its gain is -1, 0 or 1 in a future; then means are read, which are shares of futures, not medians.
    yes_or_no: bool,
    digits: Digits,
}

impl View<'_> {
    /// What the whole gains.
    fn gain(&self) -> Phrase {
        let (worth, gain) = (self.worth, &self.worth.gain);
        let title = mid_sentence(self.strategy, &self.measure.title);
        let named = Phrase::plain("").name(&worth.pathway);
        if gain.known == 0 {
            return named.say(format!(" gains nothing that is known on {title}: in no future is it known."));
        }
        let level = self.level(gain);
        if self.yes_or_no {
            let more = if (level >= 0.0) == self.measure.maximise { "more" } else { "fewer" };
            return Phrase::plain("Under ")
                .name(&worth.pathway)
                .say(format!(", {title} comes true in "))
                .strong(format!("{} {more} of the futures", percent(level.abs())))
                .say(" than under ")
                .name(&worth.reference)
                .say(format!(", over {}.", counted(gain.known as usize, "future", "futures")));
        }
        let word = if (level >= 0.0) == self.measure.maximise { "raises" } else { "lowers" };
        named
            .say(format!(" typically {word} {title} "))
            .strong(format!("by {}", self.digits.finer(gain).full(level.abs())))
            .say(" against ")
            .name(&worth.reference)
            .say(format!(
                "; the gain is {} in nine of ten of {}, and worth naming in {}.",
                self.range(gain),
                counted(worth.futures as usize, "future", "futures"),
                of_hundred(worth.gaining, gain.known)
            ))
    }

    /// Who accounts for how much of it.
    fn shares(&self) -> Option<Phrase> {
        let moving: Vec<&PartWorth> = self.worth.parts.iter().filter(|p| p.moves).collect();
        if self.worth.gain.mean <= 0.0 || moving.is_empty() {
            return None;
        }
        let most = moving.iter().take(NAMED).enumerate();
        let most =
            most.map(|(i, p)| format!("{}{} to {}", whole(p.share), if i == 0 { " is due" } else { "" }, p.name));
        let phrase = Phrase::plain("Of the mean gain, ").strong(list(&most.collect::<Vec<_>>()));
        let phrase = match moving.iter().skip(NAMED).next_back().filter(|p| p.share < -LITTLE) {
            Some(last) => phrase.say(format!(", while {} takes {} away", last.name, whole(-last.share))),
            None => phrase,
        };
        let (one, many) = (self.worth.by.one(), self.worth.by.many());
        Some(match whole(self.worth.rest.share).as_str() {
            "0%" => phrase.say(format!("; together the {many} account for all of it.")),
            rest => phrase.say(format!("; {rest} is what no {one} accounts for.")),
        })
    }

    /// Whether the strategy is held hostage, by what and by whom.
    fn hostage(&self) -> Option<Phrase> {
        let hostage = &self.worth.hostage;
        if hostage.judged == 0 {
            return Some(Phrase::plain("There is no future with a gain worth naming that could be held hostage."));
        }
        let one = self.worth.by.one();
        let Some(typical) = &hostage.typical else {
            return Some(Phrase::plain(format!(
                "In none of {} with a gain worth naming does a single {one} hold the rest hostage.",
                counted(hostage.judged as usize, "future", "futures")
            )));
        };
        let phrase = Phrase::plain("In ").strong(of_futures(hostage.share, hostage.judged)).say(format!(
            " with a gain worth naming, at least one {one} holds the rest hostage: more than half of the gain is lost \
             without it. "
        ));
        let phrase = phrase.say("Typically it is ").name(typical);
        let often = format!(" ({} of these futures)", percent(hostage.typically));
        let holders = self.worth.parts.iter().find(|p| p.name == *typical).map_or(&[][..], |p| &p.holders);
        Some(match (self.worth.by, holders) {
            (By::Actor, _) | (_, []) => phrase.say(often + "."),
            (_, holders) => phrase.say(format!("{often}, in the hands of {}.", list(holders))),
        })
    }

    fn grid(&self) -> Grid {
        let worth = self.worth;
        let parts: Vec<&PartWorth> = worth.parts.iter().filter(|p| p.moves).collect();
        let mut rows: Vec<String> = parts.iter().map(|p| p.name.clone()).collect();
        rows.extend([format!("no {}'s", worth.by.one()), "all together".into()]);
        let cells = |each: &dyn Fn(&PartWorth) -> String, rest: String, all: String| {
            let cells = parts.iter().map(|p| each(p)).chain([rest, all]);
            cells.map(|cell| (cell, false)).collect::<Vec<_>>()
        };
        let head = |lines: [&str; 2]| lines.map(String::from).to_vec();
        let unit = self.unit();
        let mut columns = vec![
            Column {
                head: head(["lost without it", &unit]),
                cells: cells(&|p| self.banded(&p.lost), "-".into(), self.banded(&worth.gain)),
            },
            Column {
                head: head(["share", "of the gain"]),
                cells: cells(
                    &|p| self.share(p.share, &p.shares),
                    self.share(worth.rest.share, &worth.rest.shares),
                    if worth.gain.mean > 0.0 { "100%".into() } else { "-".into() },
                ),
            },
        ];
        if worth.orders.is_some() {
            let off = |p: &PartWorth| match worth.gain.mean {
                gain if gain > 0.0 => format!("\u{b1}{}%", crate::numbers::plain(tenth(100.0 * p.error / gain))),
                _ => "-".into(),
            };
            columns.push(Column { head: head(["share", "error"]), cells: cells(&off, "".into(), "".into()) });
        }
        let held = |share: f64| if worth.gaining > 0.0 { percent(share) } else { "-".into() };
        columns.push(Column {
            head: head(["holds", "hostage"]),
            cells: cells(&|p| held(p.hostage), "".into(), held(worth.hostage.share)),
        });
        columns.push(Column {
            head: head(["gained by it alone", &unit]),
            cells: cells(&|p| self.banded(&p.alone), self.banded(&worth.rest.gain), "-".into()),
        });
        Grid { rows, columns }
    }

    /// How to read it, who holds what, and what moves nothing.
    fn footnotes(&self, width: usize) -> String {
        let worth = self.worth;
        let (one, many) = (worth.by.one(), worth.by.many());
        let typical = match self.yes_or_no {
            true => "Means, which are shares of futures",
            false => "Typical (median), in brackets 5 to 95 of 100 futures",
        };
        let orders = match worth.orders {
            None => format!("over all orders of the {many}"),
            Some(n) => format!("over {} orders of the {many} drawn, the error is from these", count(n)),
        };
        let mut out = format!(
            "\n{}",
            wrapped(
                &format!(
                    "{typical}.  Share: Shapley value {orders}, its mean of the mean gain, in brackets future by future where the \
             gain is worth naming.  No {one}'s: what no {one} accounts for, as regimes also move levers that are none's"
                ),
                width,
                0
            )
        );
        let holding: Vec<&PartWorth> =
            worth.parts.iter().filter(|p| p.hostage > 0.0 && !p.holders.is_empty()).collect();
        if worth.by != By::Actor && !holding.is_empty() {
            let told: Vec<String> = holding.iter().map(|p| format!("{}: {}", p.name, p.holders.join(", "))).collect();
            out += &wrapped(&format!("In the hands of - {}", told.join("; ")), width, 0);
        }
        let still: Vec<&str> = worth.parts.iter().filter(|p| !p.moves).map(|p| p.name.as_str()).collect();
        if !still.is_empty() {
            let number =
                if still.len() == 1 { format!("1 {one} moves") } else { format!("{} {many} move", still.len()) };
            out += &wrapped(
                &format!("{number} nothing under {}, worth exactly nothing: {}", worth.pathway, still.join(", ")),
                width,
                0,
            );
        }
        if worth.gain.unknown > 0 {
            let unknown = counted(worth.gain.unknown as usize, "future", "futures");
            out += &wrapped(&format!("The gain is unknown in {unknown}, which count for nothing here"), width, 0);
        }
        out
    }

    /// The number that stands for a spread of gains.
    fn level(&self, spread: &Spread) -> f64 {
        if self.yes_or_no { spread.mean } else { spread.quantiles[3] }
    }

    /// `4,300 (-200 to 14,000)`
    fn banded(&self, spread: &Spread) -> String {
        match spread.known {
            0 => "unknown".into(),
            _ if self.yes_or_no => whole(spread.mean),
            _ => format!("{} ({})", self.number(spread, spread.quantiles[3]), self.range(spread)),
        }
    }

    /// `-200 to 14,000`
    fn range(&self, spread: &Spread) -> String {
        let bare = |value: f64| self.number(spread, value);
        format!("{} to {}", bare(spread.quantiles[0]), bare(spread.quantiles[6]))
    }

    fn number(&self, spread: &Spread, value: f64) -> String {
        self.digits.finer(spread).number(value)
    }

    fn share(&self, mean: f64, shares: &Spread) -> String {
        let band = format!("{} to {}", whole(shares.quantiles[0]), whole(shares.quantiles[6]));
        match (self.worth.gain.mean > 0.0, shares.known) {
            (false, 0) => "-".into(),
            (false, _) => format!("- ({band})"),
            (true, 0) => whole(mean),
            (true, _) => format!("{} ({band})", whole(mean)),
        }
    }

    fn unit(&self) -> String {
        match (self.yes_or_no, is_share(&self.measure.display)) {
            (true, _) => "of the futures".into(),
            (_, true) => "percent".into(),
            _ => self.digits.unit(),
        }
    }
}

/// A share, or more than all or less than nothing, in whole percent.
fn whole(share: f64) -> String {
    let percent = (100.0 * share).round();
    let sign = if percent < 0.0 { "\u{2212}" } else { "" };
    format!("{sign}{}%", count(percent.abs() as u64))
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
