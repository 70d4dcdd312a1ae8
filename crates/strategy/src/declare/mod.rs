//! Declarations to model, one family a file, in the order in which they need each other.

pub(crate) mod approvals;
pub(crate) mod base;
pub(crate) mod charts;
pub(crate) mod chosen;
pub(crate) mod claims;
pub(crate) mod dimensions;
pub(crate) mod evidence;
pub(crate) mod fits;
pub(crate) mod foreign_units;
pub(crate) mod formulas;
pub(crate) mod frame;
pub(crate) mod headers;
pub(crate) mod history;
pub(crate) mod index;
pub(crate) mod links;
pub(crate) mod loops;
pub(crate) mod measures;
pub(crate) mod observers;
pub(crate) mod pathways;
pub(crate) mod quantities;
pub(crate) mod replaced;
pub(crate) mod roles;
pub(crate) mod series;
pub(crate) mod settings;
pub(crate) mod tables;
