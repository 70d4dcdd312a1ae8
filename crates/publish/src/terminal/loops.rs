//! What `milepost loops` prints.
