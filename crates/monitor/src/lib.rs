//! Evidence in, status out: conditions, milestones, triggers and obligations as they stand at a date.

pub mod contract;
