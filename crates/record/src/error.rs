//! What can go wrong with a record, as sentences.

use std::path::PathBuf;

use jiff::civil::Date;

/// An error of whoever gives the drafts.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a record could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no file to open.
    #[error("there is no record `{}`; it is made by the first command that records something", .0.display())]
    Missing(PathBuf),
    /// A file stands where a new one should be made.
    #[error("`{}` is there already and is not overwritten; name another file or move it away", .0.display())]
    Exists(PathBuf),
    /// The file is something else.
    #[error("`{}` is not a record of milepost; name another file, or restore one with `milepost log restore`", .0.display())]
    NoRecord(PathBuf),
    /// The file is a record that was cut or changed from outside.
    #[error("`{}` is damaged ({what}); restore the last backup with `milepost log restore`", file.display())]
    Damaged {
        /// The record.
        file: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The file was written by a later version of milepost.
    #[error("`{}` has schema {found}, and this version of milepost knows schemas up to {known}; install a newer one", file.display())]
    TooNew {
        /// The record.
        file: PathBuf,
        /// Its schema.
        found: u32,
        /// The latest schema known here.
        known: u32,
    },
    /// Somebody else is writing.
    #[error("another process is writing to `{}`; try again when it has finished", .0.display())]
    Busy(PathBuf),
    /// The disk is full, or a file may not grow.
    #[error("`{}` cannot grow ({what}): nothing of this was recorded; make room and try again", file.display())]
    Full {
        /// The record.
        file: PathBuf,
        /// What the system says.
        what: String,
    },
    /// Any other trouble with a file.
    #[error("`{}`: {what}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What the system says.
        what: String,
    },
    /// A draft that cannot be recorded.
    #[error("event {place} of this batch cannot be recorded: {why}")]
    Draft {
        /// Its place in the batch, from 1.
        place: u64,
        /// What is wrong with it, and what to do.
        why: Refusal,
    },
    /// Whoever gives the drafts stopped.
    #[error("{0}")]
    Source(#[source] BoxError),
    /// A number beyond the end of the record.
    #[error("there is no event {seq}; the record holds {size}, numbered from 0")]
    NoEvent {
        /// What was asked for.
        seq: u64,
        /// Number of events.
        size: u64,
    },
    /// A key, a note or a proof that cannot be read.
    #[error("{0}")]
    Text(String),
}

/// Why a draft is refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// The kind is no dotted name.
    #[error("its kind `{0}` is not of the form `evidence.row`: lower-case words joined by dots")]
    Kind(String),
    /// The kind belongs to the record itself.
    #[error("the kind `{0}` is written by the record itself")]
    Reserved(String),
    /// The subject is empty or no single line.
    #[error("its subject must be one line of text that is not empty")]
    Subject,
    /// The id is empty or no single line.
    #[error("its id must be one line of text that is not empty; leave it out where the source has none")]
    Id,
    /// A date before the year 1 or after 9999.
    #[error("the date {0} is outside the years 1 to 9999")]
    Year(Date),
    /// The last day of what it speaks of lies before the first.
    #[error("it is said to be true from {0} to {1}, which ends before it begins")]
    Valid(Date, Date),
    /// A count that is no number, or not in order.
    #[error(
        "its count for `{element}` must have low <= best <= high, numbers of at most 1e18; it has {low}, {best}, {high}"
    )]
    Count {
        /// The element counted for.
        element: String,
        /// The low figure.
        low: f64,
        /// The best figure.
        best: f64,
        /// The high figure.
        high: f64,
    },
    /// Another live event has the same id.
    #[error("`{subject}` already has an event with the id `{id}`, event {seq}; correct it by superseding {seq}")]
    Taken {
        /// The subject.
        subject: String,
        /// The id.
        id: String,
        /// The event that has it.
        seq: u64,
    },
    /// It supersedes what is not there.
    #[error("it supersedes event {0}, which is not recorded")]
    SupersedesNothing(u64),
    /// It supersedes an event of another subject.
    #[error("it supersedes event {seq}, which speaks of `{subject}`")]
    SupersedesOther {
        /// The event.
        seq: u64,
        /// What that speaks of.
        subject: String,
    },
    /// It supersedes what has been superseded before.
    #[error("it supersedes event {seq}, which event {by} has superseded; supersede {by} instead")]
    SupersedesSuperseded {
        /// The event.
        seq: u64,
        /// Its correction.
        by: u64,
    },
    /// A correction known before what it corrects.
    #[error("it was known on {known}, before event {seq}, which it supersedes and which was known on {before}")]
    SupersedesLater {
        /// The event.
        seq: u64,
        /// When that was known.
        before: Date,
        /// When the correction was known.
        known: Date,
    },
    /// It supersedes what only the record writes.
    #[error("it supersedes event {0}, a signature over a batch, which stands for ever")]
    SupersedesBatch(u64),
    /// A body that cannot be kept.
    #[error(
        "its body is larger than 1 MiB or nested more than 64 deep; keep large files beside the record, with their hash"
    )]
    Body,
}
