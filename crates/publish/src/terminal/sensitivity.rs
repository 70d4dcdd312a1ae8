//! What `milepost sensitivity` prints.

use milepost_explore::sensitivity::{Effect, Found, Given, GivenInput, Group, Morris, Sensitivity, Sobol, Timed};
use milepost_strategy::model::Strategy;

use super::grid::{Column, Grid};
use super::{Ink, sentence, wrapped};
use crate::answer::Called;
use crate::calendar::period_end;
use crate::language::Language;
use crate::numbers::{count, percent};
use crate::phrase::agreeing;
use crate::sensitivity::{
    Telling, brief, caveat, direction, enough, headline, in_order, pairs, screened, silent_at_all_times,
    silent_singles, told_over_time, turns, with_interval, worth_a_row,
};

/// Rows of a table.
const ROWS: usize = 12;

/// Times in a table over time.
const TIMES: usize = 6;

/// Writes a sentence for each measure and pathway, and the table of the leading pathway.
pub(crate) fn write(strategy: &Strategy, found: &[Sensitivity], width: usize, color: bool) -> String {
    let telling = Telling { words: Language::english(), strategy, called: Called::Names };
    let page = Page { telling, width, ink: Ink::new(color) };
    let ordered = in_order(strategy, &found.iter().collect::<Vec<_>>());
    let mut out = String::new();
    for (i, s) in ordered.iter().enumerate() {
        let leads = ordered.iter().find(|other| other.measure == s.measure).is_some_and(|other| other == s);
        out += &match (&s.found, leads) {
            // One pathway is told in full; a reader who wants another names it.
            (Found::Given(given), false) => sentence(&brief(telling, given, &s.pathway), page.ink, width, 0),
            _ => format!("{}{}", if i > 0 { "\n" } else { "" }, page.one(s)),
        };
    }
    out
}

struct Page<'a> {
    telling: Telling<'a>,
    width: usize,
    ink: Ink,
}

impl Page<'_> {
    fn one(&self, s: &Sensitivity) -> String {
        let said = |phrase: Option<crate::phrase::Phrase>| {
            phrase.map(|phrase| sentence(&phrase, self.ink, self.width, 0)).unwrap_or_default()
        };
        let own = std::slice::from_ref(s);
        let top = match &s.found {
            Found::OverTime(timed) => {
                let chart = self.telling.strategy.charts.iter().find(|c| c.name == s.measure);
                let title = chart.map_or(s.measure.as_str(), |c| c.title.as_str());
                said(Some(turns(self.telling, timed, title, &s.pathway)))
            }
            Found::Morris(morris) => said(screened(self.telling, morris, &s.measure, &s.pathway)),
            _ => said(headline(self.telling, own, &s.measure, &s.pathway)),
        };
        let below = match &s.found {
            Found::Given(given) => self.given(given),
            Found::Sobol(sobol) => self.sobol(sobol),
            Found::OverTime(timed) => self.over_time(timed),
            Found::Morris(morris) => self.morris(morris, &s.measure),
        };
        format!("{top}\n{below}")
    }

    fn note(&self, text: &str) -> String {
        wrapped(text, self.width, 0)
    }

    fn given(&self, given: &Given) -> String {
        let shown: Vec<&GivenInput> = given.distinct().take(ROWS).collect();
        let mut out = String::new();
        if !shown.is_empty() {
            out += &self.given_grid(given, &shown).write(self.width, self.ink);
            out.push('\n');
        }
        let more = given.distinct().count() - shown.len();
        if more > 0 {
            out += &self.note(&format!("{more} more can be told from chance: --format json lists them"));
        }
        out += &self.note(&format!(
            "{} of {} uncertainties cannot be told from chance",
            count(given.silent() as u64),
            count(given.inputs.len() as u64)
        ));
        if shown.iter().any(|input| input.tied.is_some()) {
            out += &self.note("Deliveries by one actor go together, so each has the share of what it goes along with");
        }
        if given.unknown > 0 {
            let (unknown, all) = (count(given.unknown), count(given.futures));
            out += &self
                .note(&format!("Unknown in {unknown} of {all} futures, which fail, and are left out of the shares"));
        }
        match given.failing {
            Some(0.0) => out += &self.note("No future fails its bar, so there is nothing to tell failures by"),
            Some(1.0) => out += &self.note("Every future fails its bar, so there is nothing to tell failures by"),
            _ => {}
        }
        let known = format!("{} futures", count(given.futures - given.unknown));
        out += &sentence(&enough(self.telling, &given.convergence, &known), self.ink, self.width, 0);
        out
    }

    fn given_grid(&self, given: &Given, shown: &[&GivenInput]) -> Grid {
        let words = self.telling.words;
        let cells = |of: &dyn Fn(&GivenInput) -> String| shown.iter().map(|input| (of(input), false)).collect();
        let failing = given.failing.filter(|share| *share > 0.0 && *share < 1.0);
        let mut columns = vec![
            Column { head: lines(["alone", "S1"]), cells: cells(&|input| with_interval(words, &input.first)) },
            Column {
                head: lines(["any influence", "PAWN, chance"]),
                cells: cells(&|input| match input.pawn.distinct {
                    true => format!("{:.2}, {:.2}", input.pawn.value, input.pawn.bar),
                    false => format!("chance, {:.2}", input.pawn.bar),
                }),
            },
            Column { head: lines(["more of it", ""]), cells: cells(&|input| direction(words, &input.direction)) },
        ];
        if let Some(failing) = failing {
            let cell = |input: &GivenInput| match input.regional.filter(|r| r.distinct) {
                Some(r) => format!("{:.2}", r.distance),
                None => "chance".into(),
            };
            let head = lines(["failures apart", &format!("KS, {} fail", percent(failing))]);
            columns.push(Column { head, cells: cells(&cell) });
        }
        Grid { rows: shown.iter().map(|input| short(&input.title)).collect(), columns }
    }

    fn sobol(&self, sobol: &Sobol) -> String {
        let words = self.telling.words;
        let (shown, silent) = worth_a_row(sobol);
        let column = |head: [&str; 2], of: &dyn Fn(&Group) -> String| Column {
            head: lines(head),
            cells: shown.iter().map(|g| (of(g), false)).collect(),
        };
        let columns = vec![
            column(["alone", "S1"], &|g| with_interval(words, &g.first)),
            column(["in all", "ST"], &|g| with_interval(words, &g.total)),
            column(["more of it", ""], &|g| g.direction.as_ref().map(|way| direction(words, way)).unwrap_or_default()),
        ];
        let rows = shown.iter().map(|g| short(&g.driver.title)).collect();
        let mut out = Grid { rows, columns }.write(self.width, self.ink);
        out.push('\n');
        if silent > 0 {
            out += &self.note(silent_singles(words, sobol, silent).trim_end_matches('.'));
        }
        out += &pairs(words, sobol, ROWS).map(|told| self.note(told.trim_end_matches('.'))).unwrap_or_default();
        if let Some(caveat) = caveat(words, sobol.intervals) {
            out += &self.note(caveat.trim_end_matches('.'));
        }
        let points = format!("{} points x {}", count(sobol.samples), counted_scrambles(sobol.replicates));
        out + &sentence(&enough(self.telling, &sobol.convergence, &points), self.ink, self.width, 0)
    }

    fn over_time(&self, timed: &Timed) -> String {
        let words = self.telling.words;
        let (told, silent) = told_over_time(timed);
        let last = timed.times.len().saturating_sub(1);
        let every = timed.times.len().div_ceil(TIMES).max(1);
        let at: Vec<usize> = (0..timed.times.len()).filter(|k| (last - k).is_multiple_of(every)).collect();
        let column = |k: usize| Column {
            head: vec![period_end(Language::english(), &self.telling.strategy.time, timed.times[k])],
            cells: told.iter().map(|g| (g.first[k].map_or("-".into(), |share| short_share(&share)), false)).collect(),
        };
        let rows = told.iter().map(|g| short(&g.driver.title)).collect();
        let mut out = Grid { rows, columns: at.into_iter().map(column).collect() }.write(self.width, self.ink);
        out.push('\n');
        out += &self.note(
            "Shares alone (S1) at the ends of periods; \u{2013}: nothing that can be told from 0, -: nothing varies",
        );
        if silent > 0 {
            out += &self.note(silent_at_all_times(words, timed, silent).trim_end_matches('.'));
        }
        if let Some(caveat) = caveat(words, timed.intervals) {
            out += &self.note(caveat.trim_end_matches('.'));
        }
        out
    }

    fn morris(&self, morris: &Morris, measure: &str) -> String {
        let Some(declared) = self.telling.strategy.measures.iter().find(|m| m.name == measure) else {
            return String::new();
        };
        let shown: Vec<&Effect> = morris.effects.iter().filter(|e| e.size.distinct).take(ROWS).collect();
        let digits = crate::sensitivity::effect_digits(Language::english(), declared, morris);
        let column = |head: [&str; 2], of: &dyn Fn(&Effect) -> String| Column {
            head: lines(head),
            cells: shown.iter().map(|e| (of(e), false)).collect(),
        };
        let unit = digits.unit();
        let columns = vec![
            column(["mean size", "mu*"], &|e| digits.number(e.size.value)),
            column(["+/-", ""], &|e| digits.number(e.size.half)),
            column(["mean", "mu"], &|e| digits.number(e.mean)),
            column(["deviation", "sigma"], &|e| digits.number(e.deviation)),
        ];
        let rows = shown.iter().map(|e| short(&e.driver.title)).collect();
        let mut out = Grid { rows, columns }.write(self.width, self.ink);
        out.push('\n');
        let of = if unit.is_empty() { String::new() } else { format!(", in {unit}") };
        out += &self.note(&format!("What moving it over its whole range does{of}"));
        let distinct = morris.effects.iter().filter(|e| e.size.distinct).count();
        if distinct > shown.len() {
            out += &self.note(&format!("{} more do something: --format json lists them", distinct - shown.len()));
        }
        let silent = morris.effects.len() - distinct;
        let does = agreeing(silent, "does", "do");
        out += &self.note(&format!("{silent} of {} {does} nothing that can be told from 0", morris.effects.len()));
        let enough = crate::sensitivity::enough_screened(self.telling, morris);
        out + &sentence(&enough, self.ink, self.width, 0)
    }
}

fn counted_scrambles(n: u64) -> String {
    if n == 1 { "1 scramble".into() } else { format!("{} scrambles", count(n)) }
}

fn short_share(share: &milepost_explore::sensitivity::Share) -> String {
    share.told().map_or("\u{2013}".into(), |value| percent(value.min(1.0)))
}

fn lines(head: [&str; 2]) -> Vec<String> {
    head.map(String::from).to_vec()
}

/// A title that leaves room for numbers.
fn short(title: &str) -> String {
    const MOST: usize = 44;
    if super::columns(title) <= MOST {
        return title.into();
    }
    let kept: String = title.chars().take(MOST - 1).collect();
    format!("{}\u{2026}", kept.trim_end())
}
