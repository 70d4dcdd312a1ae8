/// Largest integer not above x.
#[inline(always)]
pub fn floor(x: f64) -> f64 {
    x.floor()
}

/// Smallest integer not below x.
#[inline(always)]
pub fn ceil(x: f64) -> f64 {
    -((-x).floor())
}

/// Integer part.
#[inline(always)]
pub fn trunc(x: f64) -> f64 {
    x.abs().floor().copysign(x)
}

/// Nearest integer, halves away from zero.
#[inline(always)]
pub fn round(x: f64) -> f64 {
    let below = x.abs().floor();
    let up = below + 1.0;
    let nearest = if x.abs() - below >= 0.5 { up } else { below };
    nearest.copysign(x)
}

/// a - b * floor(a / b).
#[inline(always)]
pub fn modulo(a: f64, b: f64) -> f64 {
    a - b * (a / b).floor()
}
