//! Drafts of all files, one after the other, as the record asks for them.

use std::collections::{HashMap, VecDeque};
use std::io::BufRead;

use jiff::civil::Date;
use milepost_record::{BoxError, Draft, Error, Filter, Lookup, Source, Store};
use milepost_strategy::model::Layout;

use super::draft::{self, ROW, Sheet};
use super::levels::Levels;
use super::outcome::Outcome;
use super::{Job, Listener, Plan, Stop, Wanted};
use crate::calendar::{Period, day_number};
use crate::finding::{Finding, Kind};
use crate::read::{Item, Reader, Row};

/// All files of an import.
pub(super) struct All<'a, R> {
    files: VecDeque<Importing<R>>,
    done: Vec<Outcome>,
    wanted: &'a Wanted,
    listener: &'a mut dyn Listener,
    finished: bool,
}

impl<'a, R: BufRead> All<'a, R> {
    pub fn new(
        store: &dyn Store,
        jobs: Vec<Job<R>>,
        wanted: &'a Wanted,
        listener: &'a mut dyn Listener,
    ) -> Result<All<'a, R>, Error> {
        let size = store.head()?.size;
        let files: Result<VecDeque<_>, Error> = jobs.into_iter().map(|job| Importing::new(store, job, size)).collect();
        Ok(All { files: files?, done: Vec::new(), wanted, listener, finished: false })
    }

    pub fn outcomes(self) -> Vec<Outcome> {
        self.done.into_iter().chain(self.files.into_iter().map(|f| f.outcome)).collect()
    }

    fn step(&mut self, so_far: &dyn Lookup) -> Result<Option<Draft>, BoxError> {
        while let Some(file) = self.files.front_mut() {
            if self.listener.cancelled() {
                return Err(Stop::Cancelled.into());
            }
            if let Some(draft) = file.next(so_far, self.wanted, self.listener)? {
                return Ok(Some(draft));
            }
            if let Some(file) = self.files.pop_front() {
                self.done.push(file.outcome);
            }
        }
        let rejected: u64 = self.done.iter().map(|o| o.kept.rejected).sum();
        if self.wanted.strict && rejected > 0 {
            return Err(Stop::Strict(rejected).into());
        }
        if self.wanted.dry_run {
            return Err(Stop::DryRun.into());
        }
        Ok(None)
    }
}

impl<R: BufRead> Source for All<'_, R> {
    fn next(&mut self, so_far: &dyn Lookup) -> Option<Result<Draft, BoxError>> {
        if self.finished {
            return None;
        }
        let step = self.step(so_far).transpose();
        self.finished = step.as_ref().is_none_or(Result::is_err);
        step
    }
}

/// Where the import of a file stands.
enum Stage<R> {
    /// Its head has not been read.
    Closed(R),
    /// Its rows are being read.
    Rows(Box<Reader<R>>),
    /// Rows of a level that waited.
    Levels,
    /// Periods that the file covers, from this one on.
    Covered(Option<Period>),
    /// Rows that are gone.
    Gone(std::vec::IntoIter<u64>),
    /// The event that stands for the import.
    Batch,
    /// Nothing more.
    End,
}

/// The import of one file.
struct Importing<R> {
    indicator: String,
    sha256: String,
    layout: Layout,
    reading: milepost_strategy::model::Reading,
    plan: Plan,
    stage: Stage<R>,
    outcome: Outcome,
    levels: Levels,
    /// Live rows of earlier imports: hash of the id, number of the event.  Empty on a first import.
    previous: HashMap<u64, u64>,
    first: bool,
    /// Number of the first event of this import.
    from: u64,
    /// How often a row without a name was met.
    unnamed: HashMap<u64, u32>,
}

impl<R: BufRead> Importing<R> {
    fn new(store: &dyn Store, job: Job<R>, size: u64) -> Result<Importing<R>, Error> {
        let mut previous = HashMap::new();
        for event in store.events(&Filter::of(ROW).subject(&job.indicator).live())? {
            let event = event?;
            if let Some(id) = &event.id {
                previous.insert(hash(id), event.seq);
            }
        }
        let mut seen = false;
        for event in store.events(&Filter::of(draft::BATCH).subject(&job.indicator))? {
            seen |= event?.body["sha256"] == job.sha256.as_str();
        }
        let outcome = Outcome {
            indicator: job.indicator.clone(),
            file: job.file,
            layout: job.reading.layout.word().into(),
            seen,
            ..Outcome::default()
        };
        Ok(Importing {
            indicator: job.indicator,
            sha256: job.sha256,
            layout: job.reading.layout,
            reading: job.reading,
            plan: job.plan,
            stage: Stage::Closed(job.source),
            outcome,
            levels: Levels::default(),
            first: previous.is_empty(),
            previous,
            from: size,
            unnamed: HashMap::new(),
        })
    }

    fn next(
        &mut self,
        so_far: &dyn Lookup,
        wanted: &Wanted,
        listener: &mut dyn Listener,
    ) -> Result<Option<Draft>, BoxError> {
        loop {
            match std::mem::replace(&mut self.stage, Stage::End) {
                Stage::Closed(source) => {
                    let (places, averages) = (self.plan.places.clone(), self.plan.averages);
                    let reader = Reader::new(source, &self.reading, places, averages);
                    let reader = reader.map_err(|why| self.unreadable(why))?;
                    self.stage = Stage::Rows(Box::new(reader));
                }
                Stage::Rows(mut reader) => match reader.next() {
                    Some(item) => {
                        let item = item.map_err(|e| self.unreadable(format!("it cannot be read: {e}")))?;
                        self.stage = Stage::Rows(reader);
                        if let Some(draft) = self.item(item, so_far, wanted, listener)? {
                            return Ok(Some(draft));
                        }
                    }
                    None => {
                        self.outcome.kept.elsewhere = reader.elsewhere();
                        self.stage = Stage::Levels;
                    }
                },
                Stage::Levels => match self.levels.next() {
                    Some((period, row)) => {
                        self.stage = Stage::Levels;
                        if let Some(draft) = self.level(period, row, so_far, wanted, listener)? {
                            return Ok(Some(draft));
                        }
                    }
                    None => self.stage = Stage::Covered(self.first_covered()),
                },
                Stage::Covered(Some(period)) => {
                    self.stage = Stage::Covered(self.plan.calendar.period(period.index + 1));
                    if !self.covers(&period, wanted) {
                        self.stage = Stage::Covered(None);
                    } else if let Some(draft) = self.cover(&period, so_far, wanted)? {
                        return Ok(Some(draft));
                    }
                }
                Stage::Covered(None) => self.stage = Stage::Gone(self.left_over()),
                Stage::Gone(mut left) => match left.next() {
                    Some(seq) => {
                        self.stage = Stage::Gone(left);
                        if let Some(draft) = self.gone(seq, so_far, wanted, listener)? {
                            return Ok(Some(draft));
                        }
                    }
                    None => self.stage = Stage::Batch,
                },
                Stage::Batch => {
                    if self.outcome.events() > 0 {
                        let known = self.outcome.known.map_or(wanted.today, |(_, last)| last.max(wanted.today));
                        let licence = wanted.licence.as_deref();
                        return Ok(Some(self.sheet().batch(&self.outcome, &self.sha256, licence, known)));
                    }
                }
                Stage::End => return Ok(None),
            }
        }
    }

    fn unreadable(&self, why: String) -> Stop {
        Stop::File { file: self.outcome.file.clone(), why }
    }

    fn sheet(&self) -> Sheet<'_> {
        Sheet {
            indicator: &self.indicator,
            elements: &self.plan.elements,
            layout: self.layout,
            averages: self.plan.averages,
            batch: self.sha256.chars().take(12).collect(),
        }
    }

    fn found(&mut self, finding: Finding, listener: &mut dyn Listener) -> Result<(), Stop> {
        self.outcome.note(&finding);
        listener.finding(&self.indicator, &self.outcome.file, &finding).map_err(Stop::Findings)
    }

    fn item(
        &mut self,
        item: Item,
        so_far: &dyn Lookup,
        wanted: &Wanted,
        listener: &mut dyn Listener,
    ) -> Result<Option<Draft>, BoxError> {
        let row = match item {
            Item::Finding(finding) => {
                // What is said of the file as a whole, or beside a row that is kept, is no row of its own.
                self.outcome.kept.rows += u64::from(finding.kind != Kind::Note);
                self.found(finding, listener)?;
                return Ok(None);
            }
            Item::Row(row) => row,
        };
        self.outcome.kept.rows += 1;
        if row.from > wanted.known.unwrap_or(wanted.today) {
            let cause = format!("it tells of {}, after the day on which it was known", row.from);
            let remedy = "see the date, or give the day of publication with --known";
            self.found(Finding::new(row.line, Kind::Date, cause, remedy), listener)?;
            return Ok(None);
        }
        self.outcome.spans(row.from, row.to);
        if self.plan.averages {
            let id = match self.sheet().id(&row) {
                Some(id) => id,
                None => self.unnamed(&row),
            };
            let parts = self.sheet().parts(&self.plan.calendar, &row);
            let known = self.known(&row, wanted);
            let draft = self.sheet().draft(&row, id, known, &parts);
            return self.settle(draft, &row, so_far, listener);
        }
        for part in self.sheet().parts(&self.plan.calendar, &row) {
            if let Some((earlier, last)) = self.levels.hold(part.period, &row) {
                self.outcome.kept.earlier += 1;
                let cause = format!(
                    "of a level the last row of a period counts, for {} that of line {last}",
                    part.period.label()
                );
                self.found(Finding::new(earlier, Kind::Note, cause, "nothing needs to be done"), listener)?;
            }
        }
        Ok(None)
    }

    /// A row of a level, which stands for its period.
    fn level(
        &mut self,
        period: Period,
        row: Row,
        so_far: &dyn Lookup,
        wanted: &Wanted,
        listener: &mut dyn Listener,
    ) -> Result<Option<Draft>, BoxError> {
        let element = match row.element {
            Some(e) => self.plan.elements.get(e).cloned().unwrap_or_default(),
            None => row.place.join(","),
        };
        let id = format!("{}/{element}", period.label());
        if let Some(before) = so_far.by_id(&self.indicator, &id)?
            && before.valid.is_some_and(|(_, to)| to.min(period.to) > row.to.min(period.to))
        {
            self.previous.remove(&hash(&id));
            self.outcome.kept.earlier += 1;
            let cause = format!("the record has a later row of {} (event {})", period.label(), before.seq);
            self.found(Finding::new(row.line, Kind::Note, cause, "nothing: a level is the last row's"), listener)?;
            return Ok(None);
        }
        let part = crate::spread::Part { period, days: 1, of: 1 };
        let known = self.known_by(row.published, &period, wanted);
        let draft = self.sheet().draft(&row, id, known, &[part]);
        self.settle(draft, &row, so_far, listener)
    }

    /// A draft, unless the record has the same already; a correction, where it has something else under this name.
    fn settle(
        &mut self,
        mut draft: Draft,
        row: &Row,
        so_far: &dyn Lookup,
        listener: &mut dyn Listener,
    ) -> Result<Option<Draft>, BoxError> {
        let id = draft.id.clone().unwrap_or_default();
        let unmet = self.previous.remove(&hash(&id)).is_some();
        if let Some(before) = so_far.by_id(&self.indicator, &id)? {
            // Recorded by this import, or by an earlier one and met before in this file.
            let (line, twice) = (row.line, before.seq >= self.from || !unmet);
            let first = before.body["line"].as_u64().unwrap_or_default();
            match (draft::same(&before, &draft), twice) {
                (true, true) => {
                    let cause = format!("row `{id}` stands here again, as on line {first}");
                    self.found(Finding::new(line, Kind::Doubled, cause, "nothing: it counts once"), listener)?;
                    return Ok(None);
                }
                (true, false) => {
                    self.outcome.kept.same += 1;
                    return Ok(None);
                }
                (false, true) => {
                    let cause = format!("row `{id}` stands here again with other content than on line {first}");
                    let remedy = "see which is right; the first is kept";
                    self.found(Finding::new(line, Kind::Clash, cause, remedy), listener)?;
                    return Ok(None);
                }
                (false, false) => {
                    draft.supersedes = Some(before.seq);
                    draft.known = draft.known.max(before.known);
                    self.outcome.kept.changed += 1;
                    let cause = format!("row `{id}` says something else than event {}", before.seq);
                    let remedy = "nothing: it is recorded as a correction, and the earlier one stays readable";
                    self.found(Finding::new(line, Kind::Changed, cause, remedy), listener)?;
                }
            }
        } else {
            self.outcome.kept.new += 1;
        }
        self.outcome.knows(draft.known);
        if row.element.is_none() {
            self.unassigned(row, listener)?;
        }
        Ok(Some(draft))
    }

    fn unassigned(&mut self, row: &Row, listener: &mut dyn Listener) -> Result<(), Stop> {
        self.outcome.kept.unassigned += 1;
        let name = row.place.iter().filter(|p| !p.is_empty()).cloned().collect::<Vec<_>>().join(",");
        let places = self.plan.places.clone();
        let nearest = places.nearest(&name);
        self.outcome.stranger(&name, row.best, nearest);
        let cause = match name.as_str() {
            "" => "no place is said, so it counts for the whole only".to_string(),
            name if row.place.iter().enumerate().all(|(d, p)| places.find(d, p).is_some()) => {
                format!("`{name}` is said too roughly to be a place, so it counts for the whole only")
            }
            name => format!("`{name}` is no place of the strategy, so it counts for the whole only"),
        };
        let remedy = match nearest {
            Some(near) => format!("if it is `{near}`, say so in a table named by `places`"),
            None => "say in a table named by `places` which place it is".into(),
        };
        self.found(Finding::new(row.line, Kind::Unassigned, cause, remedy), listener)
    }

    /// A name for a row that has none: what it says, and how often that was said before.
    fn unnamed(&mut self, row: &Row) -> String {
        let said = format!(
            "{} {} {} {} {} {} {:?}",
            row.from,
            row.to,
            row.place.join(","),
            row.low,
            row.best,
            row.high,
            row.source
        );
        let key = hash(&said);
        let times = self.unnamed.entry(key).or_default();
        *times += 1;
        format!("{key:016x}-{times}")
    }

    fn known(&self, row: &Row, wanted: &Wanted) -> Date {
        match self.plan.calendar.of_day(row.to) {
            Some(period) => self.known_by(row.published, &period, wanted),
            None => row.published.or(wanted.known).unwrap_or(wanted.today),
        }
    }

    /// When a row was known: when it says; when the import says; on a first import when the lag says, but not later
    /// than today; else today.
    fn known_by(&self, published: Option<Date>, period: &Period, wanted: &Wanted) -> Date {
        match (published, wanted.known) {
            (Some(day), _) | (None, Some(day)) => day,
            _ if self.first => self.plan.calendar.published(period).min(wanted.today),
            _ => wanted.today,
        }
    }

    fn first_covered(&mut self) -> Option<Period> {
        self.outcome.by_lag = self.first && self.outcome.known.is_some() && self.reading.published.is_none();
        let (from, _) = self.covered_days()?;
        let period = self.plan.calendar.of_day(from)?;
        if period.from < from { self.plan.calendar.period(period.index + 1) } else { Some(period) }
    }

    fn covered_days(&self) -> Option<(Date, Date)> {
        let (from, to) = self.reading.covers?;
        let first = Date::new(from.year, from.month, from.day.unwrap_or(1)).ok()?;
        let last = Date::new(to.year, to.month, to.day.unwrap_or(1)).ok()?;
        Some((first, if to.day.is_none() { last.last_of_month() } else { last }))
    }

    fn covers(&self, period: &Period, wanted: &Wanted) -> bool {
        let last = self.covered_days().map_or(Date::MIN, |(_, to)| to);
        period.to <= last && period.to <= wanted.known.unwrap_or(wanted.today)
    }

    /// What says that a period is covered, unless the record has it.
    fn cover(&mut self, period: &Period, so_far: &dyn Lookup, wanted: &Wanted) -> Result<Option<Draft>, BoxError> {
        if !self.plan.averages {
            return Ok(None);
        }
        let known = self.known_by(None, period, wanted);
        let draft = self.sheet().covered(period, known);
        if so_far.by_id(&self.indicator, draft.id.as_deref().unwrap_or_default())?.is_some() {
            return Ok(None);
        }
        self.outcome.covered += 1;
        self.outcome.knows(known);
        Ok(Some(draft))
    }

    /// Events of earlier imports that this file did not name, in their order.
    fn left_over(&mut self) -> std::vec::IntoIter<u64> {
        let mut left: Vec<u64> = std::mem::take(&mut self.previous).into_values().collect();
        left.sort_unstable();
        left.into_iter()
    }

    /// A row of the same layout that lies within the days of this file, but not in it.
    fn gone(
        &mut self,
        seq: u64,
        so_far: &dyn Lookup,
        wanted: &Wanted,
        listener: &mut dyn Listener,
    ) -> Result<Option<Draft>, BoxError> {
        let (Some((first, last)), Some(event)) = (self.outcome.span, so_far.event(seq)?) else { return Ok(None) };
        let layout = event.body["layout"].as_str().unwrap_or(Layout::Table.word());
        let within = event
            .valid
            .is_some_and(|(from, to)| day_number(first) <= day_number(from) && day_number(to) <= day_number(last));
        if !within || layout != self.layout.word() {
            return Ok(None);
        }
        let id = event.id.clone().unwrap_or_default();
        let cause = format!("row `{id}` of event {seq} is no longer in the file, though its days are");
        let remedy = if wanted.withdraw { "it is withdrawn" } else { "it still counts; --withdraw takes it back" };
        self.found(Finding::new(0, Kind::Gone, cause, remedy), listener)?;
        if !wanted.withdraw {
            return Ok(None);
        }
        let known = wanted.known.unwrap_or(wanted.today).max(event.known);
        self.outcome.kept.withdrawn += 1;
        self.outcome.knows(known);
        Ok(Some(self.sheet().withdrawn(&event, known)))
    }
}

/// FNV-1a, 64 bits: the same on every machine.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}
