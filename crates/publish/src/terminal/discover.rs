//! What `milepost discover` prints.
