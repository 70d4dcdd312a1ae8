//! Constructs of the tools: examples, and what the reader says of them.

use crate::foreign::Dialect;

/// The constructs of a tool.
pub(super) fn table(_dialect: Dialect) -> String {
    String::new()
}
