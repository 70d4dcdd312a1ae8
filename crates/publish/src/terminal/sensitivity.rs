//! What `milepost sensitivity` prints.
