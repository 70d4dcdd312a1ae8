//! Text to tree: the lexer and parser of the strategy language, places in text, and diagnostics.
//!
//! Parsing never fails: [`parse`] yields a tree and all its errors.  No IO.

pub mod ast;
mod date;
mod diagnostic;
mod docs;
mod lexer;
mod normal;
mod parser;
pub mod printer;
mod render;
mod span;
mod suggest;
mod symbols;

pub use date::Date;
pub use diagnostic::{Diagnostic, Severity};
pub use normal::{Normal, normal};
pub use parser::{Parsed, parse};
pub use render::{render, sort};
pub use span::{FileId, Source, SourceMap, Span};
pub use suggest::nearest;
