//! How long something will take, said before it begins.

/// An answer that is there before an estimate would be read needs none.
const WORTH_TELLING: f64 = 4.0;

/// `11 s`, `3 min`
pub fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 90.0 => format!("{s:.0} s"),
        s => format!("{:.0} min", s / 60.0),
    }
}

/// Says so on stderr, if it is worth saying.
pub fn tell(seconds: f64) {
    if seconds >= WORTH_TELLING {
        eprintln!("estimate: {}", duration(seconds));
    }
}
