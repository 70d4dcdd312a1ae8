use std::ops::Range;

/// Why a program cannot be run at all.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages name the fields")]
pub enum Invalid {
    /// A slot beyond the program's own.
    #[error("{place} uses slot {slot}, but the program has {slots}")]
    Slot { place: String, slot: u32, slots: u32 },
    /// Constants, the time and shared slots are written by the engine only.
    #[error("{place} writes slot {slot}, which must hold still")]
    Overwritten { place: String, slot: u32 },
    /// What is the same for all members depends on something that is not.
    #[error("{place} reads slot {slot}, which is not the time, a constant or a result of timed")]
    NotTimed { place: String, slot: u32 },
    /// An op names a table that is not there.
    #[error("{place} uses lookup {lookup}, but the program has {lookups}")]
    NoLookup { place: String, lookup: u32, lookups: usize },
    /// A table without knots, with unequal columns, or with knots that do not ascend or are not finite.
    #[error("lookup {lookup} {why}")]
    Lookup { lookup: usize, why: &'static str },
    /// A schedule that does not ascend or goes beyond the last step.
    #[error("event {event} is not scheduled at ascending steps up to {steps}")]
    Schedule { event: usize, steps: u32 },
    /// A delay of no steps.
    #[error("ring {ring} has length 0; a fixed delay takes at least one step")]
    Ring { ring: usize },
    /// `save_every` is 0.
    #[error("save_every is 0; it must be at least 1")]
    SaveEvery,
    /// The clock does not tick.
    #[error("the clock starts at {start} with step {step}; both must be finite")]
    Clock { start: f64, step: f64 },
}

/// Why a run gave no block.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages name the fields")]
pub enum Fault {
    /// States to begin with are not those of the program and its members, or it remembers more than states.
    #[error("the states that were kept do not fit the program")]
    Past,
    /// A stock that must stay finite did not: the first one, at the first time, of the first such member.
    #[error("{name} became {value} at time {time} in member {member}")]
    NonFinite { name: String, member: u64, time: f64, value: f64 },
    /// The caller's flag was raised.
    #[error("cancelled")]
    Cancelled,
    /// Members are numbered with 32 bits.
    #[error("members {}..{} do not ascend within 0..{}", .members.start, .members.end, 1_u64 << 32)]
    Members { members: Range<u64> },
    /// [`Keep`](crate::Keep) names a saved slot that is not there.
    #[error("saved slot {index} was asked for, but the program has {saved}")]
    Keep { index: usize, saved: usize },
    /// Blocks are merged in member order, without gaps.
    #[error("a block of members from {start} cannot follow one that ends at {end}")]
    Apart { end: u64, start: u64 },
    /// Blocks of different programs or different [`Keep`](crate::Keep)s.
    #[error("blocks that keep different things cannot be merged")]
    Unlike,
}
