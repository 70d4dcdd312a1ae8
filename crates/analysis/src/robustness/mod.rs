//! How robust alternatives are over futures, by many yardsticks.
