//! When things tip, and what can be decided in time.
