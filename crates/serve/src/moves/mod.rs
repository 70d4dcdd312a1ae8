//! Moves of the levers: asked, run fairly on all cores, kept, answered.

mod answer;
mod asked;
mod entry;
mod kept;
mod queue;
mod work;

pub(crate) use answer::answer;
pub(crate) use asked::{Asked, FUTURES, pathway};
pub(crate) use queue::{Client, Queue};

#[cfg(test)]
mod tests;
