//! A strategy's pages over HTTP: the site that `publish` writes, with levers that rerun futures while somebody looks on.
//!
//! [`serve`] is the front door.  What is served comes from a [`Source`], which checks the strategy's files and writes
//! its pages; this crate
//!
//! 1. answers requests, within bounds that no client can widen (`http`);
//! 2. reruns futures under moved levers on all cores, fairly between clients, and keeps what was run (`moves`);
//! 3. watches the files: what is right is served from then on, what is wrong is told, and the last good state stays (`watch`).
//!
//! **Invariant:** a move gives the bits that `milepost run --with` gives for the same futures.
//! **Invariant:** no path of a request is a path on disk: only what is listed is served.

mod events;
mod future;
mod http;
mod levers;
mod moves;
mod outcomes;
mod refusal;
mod scenarios;
mod served;
mod server;
mod source;
mod types;
mod watch;

pub use refusal::Refusal;
pub use server::{Error, Options, PATIENCE, Server, serve, try_address};
pub use source::{Content, File, Loaded, Run, Source};
pub use types::{
    Axis, AxisKind, Beginning, Better, Event, Kind, LeverAsked, LeverSheet, LeverShown, Measured, Move, Moved, Numbers,
    Outcomes, Position, Range, Scenario,
};
