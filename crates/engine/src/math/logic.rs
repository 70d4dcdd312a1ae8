/// 1 or 0.
#[inline(always)]
pub fn truth(x: bool) -> f64 {
    if x { 1.0 } else { 0.0 }
}

/// The lesser; b if they do not compare.
#[inline(always)]
pub fn min(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// The greater; b if they do not compare.
#[inline(always)]
pub fn max(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// `min(max(a, b), c)`.
#[inline(always)]
pub fn clip(a: f64, b: f64, c: f64) -> f64 {
    min(max(a, b), c)
}

/// 1 if both are 1, else 0.
#[inline(always)]
pub fn and(a: f64, b: f64) -> f64 {
    truth((a == 1.0) & (b == 1.0))
}

/// 1 if one is 1, else 0.
#[inline(always)]
pub fn or(a: f64, b: f64) -> f64 {
    truth((a == 1.0) | (b == 1.0))
}

/// b if a is 1, else c.
#[inline(always)]
pub fn select(a: f64, b: f64, c: f64) -> f64 {
    if a == 1.0 { b } else { c }
}

/// 1 if a is unknown, else 0.
#[inline(always)]
pub fn is_unknown(a: f64) -> f64 {
    truth(a.is_nan())
}

/// a < b, unknown if either is.
#[inline(always)]
pub fn known_lt(a: f64, b: f64) -> f64 {
    known(a, b, truth(a < b))
}

/// a <= b, unknown if either is.
#[inline(always)]
pub fn known_le(a: f64, b: f64) -> f64 {
    known(a, b, truth(a <= b))
}

/// a == b, unknown if either is.
#[inline(always)]
pub fn known_eq(a: f64, b: f64) -> f64 {
    known(a, b, truth(a == b))
}

/// Kleene's and: 0 if either is 0, else unknown if either is, else 1.
#[inline(always)]
pub fn known_and(a: f64, b: f64) -> f64 {
    let rest = known(a, b, 1.0);
    if (a == 0.0) | (b == 0.0) { 0.0 } else { rest }
}

/// Kleene's or: 1 if either is 1, else unknown if either is, else 0.
#[inline(always)]
pub fn known_or(a: f64, b: f64) -> f64 {
    let rest = known(a, b, 0.0);
    if (a == 1.0) | (b == 1.0) { 1.0 } else { rest }
}

#[inline(always)]
fn known(a: f64, b: f64, value: f64) -> f64 {
    if a.is_nan() | b.is_nan() { f64::NAN } else { value }
}
