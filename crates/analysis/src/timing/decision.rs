use super::tipping::Tipping;

/// By when something must be decided for its successor to be in force in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Decision {
    /// By this time at the latest.
    By(f64),
    /// By this time, which lies before the first at which anything can be decided.
    TooLate(f64),
    /// Not up to this time as far as was looked.
    NotBefore(f64),
}

/// The decision time: tipping less lead.  `start` is the first time at which anything can be decided.
pub fn decision(tipping: Tipping, lead: f64, start: f64) -> Decision {
    match tipping {
        Tipping::At(time) if time - lead < start => Decision::TooLate(time - lead),
        Tipping::At(time) => Decision::By(time - lead),
        Tipping::Beyond(time) => Decision::NotBefore(time - lead),
    }
}
