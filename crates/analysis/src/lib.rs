//! Decision analysis over tables of futures.  It knows columns of numbers, nothing of strategies, engines or files: what
//! asks it is `milepost-explore`.

pub mod design;
pub mod discover;
pub mod loops;
pub mod robustness;
pub mod sensitivity;
pub mod table;
pub mod timing;
