//! Decision rules and sharing formulas in exact integers: outcomes, what could change them, and by how little.
