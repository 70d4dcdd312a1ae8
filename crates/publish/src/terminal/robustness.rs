//! What `milepost robustness` prints.
