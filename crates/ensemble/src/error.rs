//! Why a run gave no summary: one sentence with a remedy.

use std::io;
use std::path::{Path, PathBuf};

use crate::digits::grouped;

/// Why a run gave no summary.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The range of futures is empty.
    #[error("there are no futures to run in {first}..{last}; ask for at least one, as in 0..1000")]
    NoFutures {
        /// First member.
        first: u64,
        /// One past the last.
        last: u64,
    },
    /// The range of futures goes too far.
    #[error("futures are numbered below {}, but the run goes to {}", grouped(*.most), grouped(*.last))]
    TooManyFutures {
        /// One past the last member asked for.
        last: u64,
        /// One past the last there is.
        most: u64,
    },
    /// The strategy has no pathway.
    #[error("the strategy has no pathway to run; declare one, as in `pathway stay = present`")]
    NoPathways,
    /// No pathway of this name.
    #[error("unknown pathway `{name}`; {}", instead(.nearest, .known))]
    UnknownPathway {
        /// As asked for.
        name: String,
        /// The pathway that was probably meant.
        nearest: Option<String>,
        /// All pathways.
        known: Vec<String>,
    },
    /// The lowered program cannot be run; a defect of Milepost, not of the strategy.
    #[error("the program of {pathway} cannot be run: {why}; please report this with the strategy")]
    Program {
        /// Variant.
        pathway: String,
        /// In the engine's words.
        why: String,
    },
    /// A stock became infinite or NaN.
    #[error(
        "{stock} became {value} at {time} in future {member} of {pathway}; look at what flows in and out of it, or run with --allow-nan to count such futures as unknown"
    )]
    NotFinite {
        /// Variant.
        pathway: String,
        /// Stock, with its elements.
        stock: String,
        /// Member.
        member: u64,
        /// When, as people read it.
        time: String,
        /// What it became.
        value: f64,
    },
    /// A file or folder could not be read or written.
    #[error("cannot {doing} {}: {why}; {}", .path.display(), remedy(.source))]
    Files {
        /// What was tried.
        doing: &'static str,
        /// Where.
        path: PathBuf,
        /// The system's words.
        why: String,
        /// The cause.
        source: io::Error,
    },
    /// The folder holds something that Milepost did not write.
    #[error("{} was not written by milepost run and would be overwritten; choose another folder with --out, or move it away", .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// A finished shard changed while the run was putting its files together.
    #[error("{} was changed or damaged while it was being read; run the same command again and it is made anew", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The cancel flag was raised.
    #[error("interrupted after {} of {} runs; the same command continues from there", grouped(*.done), grouped(*.total))]
    Interrupted {
        /// Runs in finished shards.
        done: u64,
        /// Runs in all.
        total: u64,
    },
}

impl Error {
    /// An error at a path.
    pub(crate) fn files(doing: &'static str, path: &Path, source: io::Error) -> Error {
        // The system's words without the number behind them: `No space left on device (os error 28)`.
        let text = source.to_string();
        let why = text.split(" (os error").next().unwrap_or_default().to_lowercase();
        Error::Files { doing, path: path.to_path_buf(), why, source }
    }
}

fn instead(nearest: &Option<String>, known: &[String]) -> String {
    match nearest {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("there are {}", known.join(", ")),
    }
}

fn remedy(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "make room and run the same command again: what is finished is kept"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "choose a folder that you may write to with --out"
        }
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists | io::ErrorKind::IsADirectory => {
            "choose another folder with --out"
        }
        _ => "when that is mended, run the same command again: what is finished is kept",
    }
}
