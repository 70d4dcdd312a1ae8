//! What a record can do, whatever keeps it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::error::{BoxError, Error};
use crate::event::{Draft, Event};
use crate::key::Key;
use crate::merkle::{Head, Subtrees};
use crate::note::HeadSignature;

/// The kind of an event that contests another one of its subject; its body holds `seq`, `by` and `why`.
pub const CONTEST: &str = "evidence.contest";

/// Events one after the other, in the order of their numbers.
pub type Events<'a> = Box<dyn Iterator<Item = Result<Event, Error>> + 'a>;

/// What can be looked up while a batch is being recorded: the record with what the batch has added so far.
pub trait Lookup {
    /// The event with this number.
    ///
    /// # Errors
    /// Where the record cannot be read, or its bytes do not agree with their hash.
    fn event(&self, seq: u64) -> Result<Option<Event>, Error>;

    /// The live event of a subject with this id: the one that nothing has superseded.
    ///
    /// # Errors
    /// As [`event`](Lookup::event).
    fn by_id(&self, subject: &str, id: &str) -> Result<Option<Event>, Error>;
}

/// Where drafts come from, one at a time, so that a batch may be larger than memory.
pub trait Source {
    /// The next draft; `None` ends the batch, an error undoes all of it.  `so_far` says what is there already, so that
    /// a row that was read before can be left out, or corrected by superseding it.
    fn next(&mut self, so_far: &dyn Lookup) -> Option<Result<Draft, BoxError>>;
}

/// Drafts that need no look at the record.
pub struct Drafts<I>(pub I);

impl<I: Iterator<Item = Draft>> Source for Drafts<I> {
    fn next(&mut self, _: &dyn Lookup) -> Option<Result<Draft, BoxError>> {
        self.0.next().map(Ok)
    }
}

/// A record of events.
pub trait Store: Lookup + Subtrees<Error = Error> {
    /// The name of this record, which all signatures over it carry, so that none passes for one over another record.
    fn origin(&self) -> &str;

    /// The head of the tree over all events.
    ///
    /// # Errors
    /// Where the record cannot be read.
    fn head(&self) -> Result<Head, Error>;

    /// Records all drafts of a source in one transaction: all of them or none.  With a key, one more event follows: a
    /// signature over the others.  A source without drafts changes nothing and is not signed.  Memory does not grow
    /// with the number of drafts.
    ///
    /// # Errors
    /// A draft that is refused, an error of the source, a full disk, another process that keeps writing; the record is
    /// then as before.
    fn append(&mut self, source: &mut dyn Source, key: Option<&Key>) -> Result<Appended, Error>;

    /// Records events of another record as they are, the signatures over its batches among them, in one transaction.
    ///
    /// # Errors
    /// As [`append`](Store::append).
    fn adopt(&mut self, source: &mut dyn Source) -> Result<Appended, Error>;

    /// The signatures under heads, by size and party.
    ///
    /// # Errors
    /// Where the record cannot be read.
    fn signatures(&self) -> Result<Vec<HeadSignature>, Error>;

    /// Keeps a signature under a head; a second one of the same key under the same head changes nothing.  Whether it
    /// is right is for [`verify`](crate::verify) to say.
    ///
    /// # Errors
    /// Where the record cannot be written.
    fn add_signature(&mut self, signature: &HeadSignature) -> Result<(), Error>;

    /// Whether everything that follows from the events (sums, corrections, ids) is as it would be if they were recorded
    /// once more, and the storage itself is sound.
    ///
    /// # Errors
    /// A sentence that says what is not.
    fn check(&self) -> Result<(), Error>;

    /// The events that a filter lets through, as the record is now.
    ///
    /// # Errors
    /// Where the record cannot be read.
    fn events(&self, filter: &Filter) -> Result<Events<'_>, Error>;

    /// The number of the event that supersedes this one.
    ///
    /// # Errors
    /// Where the record cannot be read.
    fn superseded_by(&self, seq: u64) -> Result<Option<u64>, Error>;

    /// What kinds of events there are of which subjects, sorted, for kinds that begin so.
    ///
    /// # Errors
    /// Where the record cannot be read.
    fn topics(&self, kind: &str) -> Result<Vec<Topic>, Error>;

    /// What was known of a subject at the end of a day: the counts of all events known by then and not superseded by
    /// then, added up by element and reporting period, sorted by these.  Sums are exact and rounded once.  Where no
    /// event counts there is no cell: nothing is known there, which is not zero.
    ///
    /// # Errors
    /// Where the record cannot be read.
    fn cells(&self, subject: &str, known: Date) -> Result<Vec<Cell>, Error>;

    /// The events whose counts one cell adds up, in the order of their numbers, and who contests them.
    ///
    /// # Errors
    /// Where the record cannot be read.
    fn rows_of(&self, subject: &str, element: &str, period: Date, known: Date) -> Result<Vec<Row>, Error>;

    /// What is contested of a subject at a date, by the number of the event that is.
    ///
    /// # Errors
    /// Where the record cannot be read.
    fn contests(&self, subject: &str, known: Date) -> Result<BTreeMap<u64, Vec<Contest>>, Error> {
        let mut found: BTreeMap<u64, Vec<Contest>> = BTreeMap::new();
        for event in self.events(&Filter::of(CONTEST).subject(subject).known_until(known).live())? {
            let event = event?;
            let text = |field: &str| event.body[field].as_str().unwrap_or_default().to_string();
            if let Some(seq) = event.body["seq"].as_u64() {
                let contest = Contest { seq: event.seq, by: text("by"), why: text("why"), known: event.known };
                found.entry(seq).or_default().push(contest);
            }
        }
        Ok(found)
    }

    /// Records a few drafts.
    ///
    /// # Errors
    /// As [`append`](Store::append).
    fn append_all(&mut self, drafts: Vec<Draft>) -> Result<Appended, Error> {
        self.append(&mut Drafts(drafts.into_iter()), None)
    }
}

/// What [`Store::append`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// The number of the first new event.
    pub first: u64,
    /// How many drafts were recorded; the signature is not counted.
    pub events: u64,
    /// The head with them, and with the signature if there is one.
    pub head: Head,
}

impl Appended {
    /// The numbers of the drafts' events.
    pub fn range(&self) -> std::ops::Range<u64> {
        self.first..self.first + self.events
    }
}

/// Which events are wanted; without conditions, all of them.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub(crate) kind: String,
    pub(crate) subject: Option<String>,
    pub(crate) known: Option<Date>,
    pub(crate) after: Option<u64>,
    pub(crate) live: bool,
}

impl Filter {
    /// All events.
    pub fn all() -> Filter {
        Filter::default()
    }

    /// Events whose kind begins so: `evidence.` or `contract.claim`.
    pub fn of(kind: &str) -> Filter {
        Filter { kind: kind.to_string(), ..Filter::default() }
    }

    /// Only those of a subject.
    pub fn subject(self, subject: &str) -> Filter {
        Filter { subject: Some(subject.to_string()), ..self }
    }

    /// Only those known at the end of this day.
    pub fn known_until(self, known: Date) -> Filter {
        Filter { known: Some(known), ..self }
    }

    /// Only those with a higher number.
    pub fn after(self, seq: u64) -> Filter {
        Filter { after: Some(seq), ..self }
    }

    /// Only those that nothing supersedes; with [`known_until`](Filter::known_until), nothing known by then.
    pub fn live(self) -> Filter {
        Filter { live: true, ..self }
    }
}

/// A kind of event and a subject, and how many events there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// See [`Draft::kind`].
    pub kind: String,
    /// See [`Draft::subject`].
    pub subject: String,
    /// How many events, superseded ones among them.
    pub events: u64,
}

/// What was known of one element in one reporting period.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The element, as its [counts](crate::Count) name it.
    pub element: String,
    /// First day of the reporting period.
    pub period: Date,
    /// Sum of the low figures.
    pub low: f64,
    /// Sum of the best figures.
    pub best: f64,
    /// Sum of the high figures.
    pub high: f64,
    /// How many events count; never 0.
    pub rows: u64,
    /// The last day on which an event changed it.
    pub last_known: Date,
}

/// An event behind a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The event.
    pub event: Event,
    /// Who contests it, in the order in which they did.
    pub contested: Vec<Contest>,
}

/// That somebody contests an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contest {
    /// The number of the event that says so.
    pub seq: u64,
    /// Who contests.
    pub by: String,
    /// For what reason.
    pub why: String,
    /// When that was known.
    pub known: Date,
}
