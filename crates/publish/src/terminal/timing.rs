//! What `milepost pathways` prints.
