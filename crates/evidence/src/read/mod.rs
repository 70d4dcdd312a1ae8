//! Files to rows, one at a time: memory does not grow with the file.

mod columns;
mod date;
mod figure;
mod layout;
mod lines;
mod reader;
mod record;
mod records;

pub use date::{Dated, dated};
pub use reader::{Item, Reader, Row};
