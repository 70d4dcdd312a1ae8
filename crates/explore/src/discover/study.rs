//! From a question to searches, and from searches to answers.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use milepost_analysis::discover as analysis;
use milepost_analysis::table::{Column, Table};
use milepost_ensemble::{Progress, Stored};
use milepost_strategy::model::Strategy;

use super::boxes::Search;
use super::fails::Typed;
use super::{Discovery, Error, Fails, Finding, LEAST, Run, Settings};
use crate::asked;
use crate::inputs::{Input, inputs};

/// Bytes that searches side by side may take.
const MEMORY: usize = 512 << 20;

/// Bytes that a search takes for each future and input.
const BYTES: usize = 20;

/// Futures of a probe.
const PROBED: usize = 4_096;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// Pathways by name; those that can be chosen where there is none.
    pub pathways: Vec<String>,
    /// Measures by name; those with a bar where there is none and `fails` is empty.
    pub measures: Vec<String>,
    /// Failures as typed, such as `lives > 80000`.
    pub fails: Vec<String>,
    /// How to search.
    pub settings: Settings,
    /// Threads; 0 for all cores.
    pub threads: usize,
    /// Hash of the strategy's files.
    pub strategy: String,
}

impl Default for Question {
    fn default() -> Self {
        let settings = Settings { alpha: 0.05, mass: 0.05, boxes: 2, step: None, seed: 1 };
        let none = Vec::new;
        Question { pathways: none(), measures: none(), fails: none(), settings, threads: 0, strategy: String::new() }
    }
}

/// A pathway and what fails in it, as positions in the stored run.
#[derive(Clone)]
pub(super) struct Asked {
    pub(super) pathway: usize,
    pub(super) measure: usize,
    fails: Fails,
}

/// A question made ready: what will be searched is known.
pub struct Study<'a> {
    pub(super) strategy: &'a Strategy,
    pub(super) stored: &'a Stored,
    question: Question,
    inputs: Vec<Input<'a>>,
    /// What people call the inputs, no two alike.
    titles: Vec<String>,
    asked: Vec<Asked>,
}

impl<'a> Study<'a> {
    /// Finds the pathways, the measures and what a failure is.
    ///
    /// # Errors
    /// Names that are not there, no bar, nothing that varies: see [`Error`].
    pub fn new(strategy: &'a Strategy, stored: &'a Stored, question: &Question) -> Result<Self, Error> {
        let pathways = asked::pathways(strategy, stored, &question.pathways)?;
        if pathways.is_empty() {
            return Err(Error::NoPathway);
        }
        let conditions = conditions(strategy, stored, question)?;
        let each = |(measure, fails): &(usize, Fails)| {
            let one = |&pathway: &usize| Asked { pathway, measure: *measure, fails: fails.clone() };
            pathways.iter().map(one).collect::<Vec<_>>()
        };
        let asked: Vec<Asked> = conditions.iter().flat_map(each).collect();
        if question.settings.step.is_some() && asked.len() > 1 {
            return Err(Error::StepOfMany);
        }
        let inputs = inputs(strategy, stored);
        if inputs.is_empty() {
            return Err(Error::NothingVaries);
        }
        let titles = titles(&inputs);
        Ok(Study { strategy, stored, question: question.clone(), inputs, titles, asked })
    }

    /// Questions (measure and pathway), inputs and futures.
    pub fn size(&self) -> (usize, usize, usize) {
        (self.asked.len(), self.inputs.len(), self.inputs.first().map_or(0, |input| input.values.len()))
    }

    /// Questions that are searched side by side.
    pub fn workers(&self) -> usize {
        let (questions, inputs, futures) = self.size();
        let fit = MEMORY / (BYTES * inputs * futures).max(1);
        self.threads().min(questions).min(fit).max(1)
    }

    /// Searches a part of the futures of one question, if they are many, and says which share of all work that was.
    ///
    /// # Errors
    /// As [`Study::run`].
    pub fn probe(&self) -> Result<Option<f64>, Error> {
        let (questions, _, futures) = self.size();
        let searched = |asked: &&Asked| self.nothing(asked, self.values(asked)) == Finding::Searched;
        let Some(asked) = self.asked.iter().find(searched).filter(|_| futures > PROBED) else { return Ok(None) };
        let some: Vec<usize> = (0..PROBED).map(|i| i * futures / PROBED).collect();
        let values: Vec<Vec<f64>> =
            self.inputs.iter().map(|input| some.iter().map(|&row| input.values[row]).collect()).collect();
        let columns = self.columns().into_iter().zip(&values).map(|(column, values)| Column { values, ..column });
        let varying = columns.filter(|column| !column.is_constant());
        let table = Table::new(varying.collect())?;
        let fails: Vec<bool> = some.iter().map(|&row| asked.fails.fails(self.values(asked)[row])).collect();
        // A part in which all or none fail tells nothing of the time.
        let Ok(question) = analysis::Question::new(&table, &fails) else { return Ok(None) };
        analysis::Prim::new(&question, analysis::Settings::default())?.first();
        // The search itself, five times as much for the halves, and the further box with the tree.
        let whole = 7.5 * futures as f64 / PROBED as f64 * questions as f64;
        Ok(Some(1.0 / whole))
    }

    /// Answers every question; those in `finished` are taken as they are.
    ///
    /// # Errors
    /// Inputs or settings that cannot be searched, nothing to search anywhere, or the interruption, which hands over what
    /// is finished.
    pub fn run(
        &self,
        finished: &[Discovery],
        progress: &dyn Progress,
        cancel: &AtomicBool,
    ) -> Result<Vec<Discovery>, Error> {
        let done = |asked: &Asked| finished.iter().find(|old| self.answers(old, asked)).cloned();
        let answers: Vec<Mutex<Option<Result<Discovery, Error>>>> =
            self.asked.iter().map(|asked| Mutex::new(done(asked).map(Ok))).collect();
        let ready = self.asked.iter().filter(|asked| done(asked).is_some()).count();
        progress.start(self.asked.len() as u64, ready as u64);
        let table = Table::new(self.columns())?;
        let (next, workers) = (AtomicUsize::new(0), self.workers());
        let threads = (self.threads() / workers).max(1);
        thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(asked) = self.asked.get(at).filter(|_| !cancel.load(Ordering::Relaxed)) else { break };
                        let mut answer = answers[at].lock().unwrap_or_else(|e| e.into_inner());
                        if answer.is_none() {
                            *answer = Some(self.answer(asked, &table, threads));
                            progress.advance(1);
                        }
                    }
                });
            }
        });
        progress.finish();
        let answers: Vec<Discovery> = answers
            .into_iter()
            .filter_map(|answer| answer.into_inner().unwrap_or_else(|e| e.into_inner()))
            .collect::<Result<_, _>>()?;
        if answers.len() < self.asked.len() {
            return Err(Error::Interrupted { finished: answers, asked: self.asked.len() });
        }
        if answers.iter().all(|answer| answer.finding != Finding::Searched) {
            return Err(Error::Nothing(self.said_nothing(&answers)));
        }
        Ok(super::kept(Vec::new(), answers))
    }

    /// Whether an answer is to this very question.
    fn answers(&self, old: &Discovery, asked: &Asked) -> bool {
        let named = old.pathway == self.stored.pathways[asked.pathway]
            && old.measure == self.stored.measures[asked.measure].0
            && old.fails == asked.fails;
        named
            && old.strategy == self.question.strategy
            && old.run == self.run_of()
            && old.settings == self.question.settings
    }

    fn answer(&self, asked: &Asked, table: &Table, threads: usize) -> Result<Discovery, Error> {
        let values = self.values(asked);
        let fails: Vec<bool> = values.iter().map(|&value| asked.fails.fails(value)).collect();
        let finding = self.nothing(asked, values);
        let (mut boxes, mut tree, mut inputs) = (vec![], vec![], vec![]);
        if finding == Finding::Searched {
            let question = analysis::Question::new(table, &fails)?;
            let settings = self.question.settings;
            let search = Search { question: &question, inputs: &self.inputs, settings, threads };
            boxes = search.boxes(|last| Error::NoStep {
                step: settings.step.unwrap_or(0),
                last,
                pathway: self.stored.pathways[asked.pathway].clone(),
                measure: self.stored.measures[asked.measure].0.clone(),
            })?;
            tree = search.leaves()?;
            inputs = search.named(&boxes, &tree);
        }
        Ok(Discovery {
            strategy: self.question.strategy.clone(),
            run: self.run_of(),
            pathway: self.stored.pathways[asked.pathway].clone(),
            measure: self.stored.measures[asked.measure].0.clone(),
            fails: asked.fails.clone(),
            settings: self.question.settings,
            failures: fails.iter().filter(|fails| **fails).count() as u64,
            unknown: values.iter().filter(|value| value.is_nan()).count() as u64,
            searched: self.inputs.len() as u64,
            finding,
            boxes,
            tree,
            inputs,
            outcomes: self.shown(asked).into_iter().map(|m| self.split(asked.pathway, m, &fails)).collect(),
            sample: Some(self.sample(asked)),
        })
    }

    /// What can be said before anything is searched.
    fn nothing(&self, asked: &Asked, values: &[f64]) -> Finding {
        let failures = values.iter().filter(|value| asked.fails.fails(**value)).count();
        match (failures as u64, (values.len() - failures) as u64) {
            (0, _) => Finding::NoneFails,
            (_, 0) => Finding::AllFail,
            (failures, _) if failures < LEAST => Finding::FewFail,
            (_, holds) if holds < LEAST => Finding::FewHold,
            _ => Finding::Searched,
        }
    }

    /// Why nothing was searched at all.
    fn said_nothing(&self, answers: &[Discovery]) -> String {
        let told = |d: &Discovery| {
            let (measure, pathway, all) = (&d.measure, &d.pathway, d.run.futures);
            match d.finding {
                Finding::NoneFails => format!("no future fails on {measure} under {pathway}"),
                Finding::AllFail => format!("all {all} futures fail on {measure} under {pathway}"),
                Finding::FewFail => format!("only {} of {all} futures fail on {measure} under {pathway}", d.failures),
                _ => format!("only {} of {all} futures do not fail on {measure} under {pathway}", all - d.failures),
            }
        };
        let first = answers.first().map(told).unwrap_or_default();
        let others = match answers.len() {
            0 | 1 => String::new(),
            2 => ", and it is alike for 1 more question".into(),
            n => format!(", and it is alike for {} more questions", n - 1),
        };
        format!(
            "{first}{others}, and at least {LEAST} must fail and {LEAST} not, to tell them apart; run more futures, or \
             move the bar, as in --fails \"{} {} NUMBER\"",
            answers.first().map_or("lives", |d| d.measure.as_str()),
            if answers.first().is_none_or(|d| d.fails.above) { '>' } else { '<' },
        )
    }

    fn values(&self, asked: &Asked) -> &'a [f64] {
        &self.stored.outcomes[asked.pathway][asked.measure]
    }

    fn columns(&self) -> Vec<Column<'_>> {
        let renamed = self.inputs.iter().zip(&self.titles);
        renamed.map(|(input, name)| Column { name, ..input.column() }).collect()
    }

    pub(super) fn run_of(&self) -> Run {
        let made = &self.stored.record.summary.provenance;
        Run { first: made.first, futures: self.size().2 as u64, seed: made.seed }
    }

    fn threads(&self) -> usize {
        match self.question.threads {
            0 => thread::available_parallelism().map_or(1, usize::from),
            given => given,
        }
    }
}

/// What fails, by measure: what was typed, or what lies outside the bars of the measures named, or of all.
fn conditions(strategy: &Strategy, stored: &Stored, question: &Question) -> Result<Vec<(usize, Fails)>, Error> {
    let mut found: Vec<(usize, Fails)> = vec![];
    for name in &question.measures {
        let (measure, at) = asked::measure(strategy, stored, name)?;
        let sign = if measure.maximise { '<' } else { '>' };
        let fails = Fails::outside(measure).ok_or_else(|| Error::NoBar { measure: measure.name.clone(), sign })?;
        found.push((at, fails));
    }
    for text in &question.fails {
        let typed = Typed::read(text)?;
        let (measure, at) = asked::measure(strategy, stored, typed.measure)?;
        found.push((at, typed.of(measure)?));
    }
    if question.measures.is_empty() && question.fails.is_empty() {
        let all = asked::measures(strategy, stored);
        found = all.into_iter().filter_map(|(measure, at)| Some((at, Fails::outside(measure)?))).collect();
    }
    // One answer is kept for each measure and pathway: the last that was asked for.
    let last = |i: usize| found[i + 1..].iter().all(|(at, _)| *at != found[i].0);
    let found: Vec<_> = (0..found.len()).filter(|&i| last(i)).map(|i| found[i].clone()).collect();
    if found.is_empty() { Err(Error::NoBars) } else { Ok(found) }
}

/// Titles of the inputs; what is called like another carries its name as well.
fn titles(inputs: &[Input]) -> Vec<String> {
    let alike = |title: &str| inputs.iter().filter(|other| other.title == title).count() > 1;
    let title = |input: &Input| match alike(&input.title) {
        true => format!("{} ({})", input.title, input.name),
        false => input.title.clone(),
    };
    inputs.iter().map(title).collect()
}
