//! What studies found as tables, one row for each number that a program may want: what `milepost explore` writes as Parquet.

mod builder;
mod tables;

pub use milepost_ensemble::Column;
pub use tables::{boxes, loops, robustness, sensitivity, tipping};
