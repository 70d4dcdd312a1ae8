//! The register program: what the engine runs.  Slots and ops; no names of the domain, no units, no files.
//!
//! A slot is one `f64` per member.  Truth values are 1 and 0; *unknown* is NaN, and only the ops named
//! `Known*` below treat it as such.  Ops are total: no trap, no side effect.

/// Index of a slot.
pub type Slot = u32;

/// A whole program for one pathway of one strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// The clock.
    pub clock: Clock,
    /// Integration method.
    pub method: Method,
    /// Number of slots.
    pub slots: u32,
    /// Slots that hold a constant throughout.
    pub constants: Vec<(Slot, f64)>,
    /// Uniform draws on the open interval (0, 1), one per member.
    pub draws: Vec<Draw>,
    /// The slot that holds the time, if any op reads it (written once per evaluation, also by RK stages).
    pub time: Option<Slot>,
    /// Ops that depend on time and constants only: the same for all members.  The engine may evaluate them once
    /// per time and broadcast the slots of [`Program::shared`].
    pub timed: Vec<Op>,
    /// Results of `timed` that other ops read.
    pub shared: Vec<Slot>,
    /// Time-invariant ops and initial values: once per member, before the first step (at the start time).
    pub once: Vec<Op>,
    /// Evaluated at every step (and RK stage): auxiliaries and rates from the state.
    pub rates: Vec<Op>,
    /// Continuous state, integrated together.
    pub stocks: Vec<Stock>,
    /// Discrete state and noise, changed on full steps only.
    pub events: Vec<Event>,
    /// Fixed delays.
    pub rings: Vec<Ring>,
    /// Lookup tables.
    pub lookups: Vec<Lookup>,
    /// Values read after the last step: one number per member.
    pub outputs: Vec<Output>,
    /// Values recorded during the run, after `rates` and before anything changes.
    pub saved: Vec<Output>,
    /// `saved` is recorded at every step number divisible by this, step 0 and the last step included.
    pub save_every: u32,
}

/// Time runs from `start` in `steps` steps of `step`; time at step n is `start + n * step`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    /// First time.
    pub start: f64,
    /// Step.
    pub step: f64,
    /// Number of steps; states are evaluated at `steps + 1` times.
    pub steps: u32,
}

/// How stocks are integrated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Euler.
    Euler,
    /// Midpoint, second order (Heun's form: average of the slopes at both ends).
    Rk2,
    /// Classical Runge-Kutta, fourth order.
    Rk4,
}

/// A uniform draw of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    /// Where it goes.
    pub slot: Slot,
    /// The stream, hashed from the declared name (see [`stream`]).
    pub stream: u64,
}

/// A stock.
#[derive(Clone, Debug, PartialEq)]
pub struct Stock {
    /// Its state.
    pub slot: Slot,
    /// Slot of its initial value, valid after `once`.
    pub initial: Slot,
    /// Slot of its net rate, valid after `rates`.
    pub rate: Slot,
    /// Whether a non-finite value is an error (false for states that may be unknown).
    pub finite: bool,
    /// Name for messages, as `troops[Anbar]`.
    pub name: String,
}

/// Discrete changes at certain steps.  At such a step, after `rates`: draws noise, runs `ops`, then all latches of all
/// events due at this step take their next values together (and together with the stocks' step).
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When.
    pub at: Schedule,
    /// Fresh uniform draws on (0, 1), keyed by (member, stream, step number).
    pub draws: Vec<Draw>,
    /// Ops run before the latches change.
    pub ops: Vec<Op>,
    /// States.
    pub latches: Vec<Latch>,
}

/// Step numbers, in `0..=clock.steps`.
#[derive(Clone, Debug, PartialEq)]
pub enum Schedule {
    /// All of them.
    Every,
    /// These, ascending.
    Steps(Vec<u32>),
}

/// A discrete state.
#[derive(Clone, Debug, PartialEq)]
pub struct Latch {
    /// Its state.
    pub slot: Slot,
    /// Slot of its initial value, valid after `once`.
    pub initial: Slot,
    /// Slot of its next value, valid after the event's ops.
    pub next: Slot,
}

/// A fixed delay: `output` at step n is `input` at step n - length, and `initial` before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ring {
    /// Delay in steps, at least 1.
    pub length: u32,
    /// What goes in, read on full steps after `rates`.
    pub input: Slot,
    /// Before anything came out; valid after `once`.
    pub initial: Slot,
    /// What comes out; holds its value through RK stages.
    pub output: Slot,
}

/// A piecewise linear function, constant beyond its ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Lookup {
    /// Ascending.
    pub x: Vec<f64>,
    /// As many.
    pub y: Vec<f64>,
    /// `true` for a step function (the value of the last knot at or before x).
    pub step: bool,
}

/// A named slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// Name, unique in its list.
    pub name: String,
    /// Slot.
    pub slot: Slot,
}

/// One instruction: `dst = code(a, b, c)`.  Unused operands are 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Op {
    /// What.
    pub code: Code,
    /// Result.
    pub dst: Slot,
    /// First operand.
    pub a: Slot,
    /// Second operand; for `Lookup` the table.
    pub b: Slot,
    /// Third operand.
    pub c: Slot,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident,)*) => {
        /// What an op does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(#[$doc])* $code,)*
        }

        impl Code {
            /// Every code, in order: tests go through it, so that none is left untried.
            pub const ALL: &[Code] = &[$(Code::$code,)*];
        }
    };
}

codes! {
    /// a
    Copy,
    /// -a
    Neg,
    /// |a|
    Abs,
    /// e^a
    Exp,
    /// natural logarithm (NaN below 0, -inf at 0)
    Ln,
    /// square root
    Sqrt,
    /// sine
    Sin,
    /// cosine
    Cos,
    /// tangent
    Tan,
    /// arc tangent
    Atan,
    /// arc sine
    Asin,
    /// arc cosine
    Acos,
    /// 1 / (1 + e^-a)
    Logistic,
    /// quantile of the standard normal distribution, a in (0, 1)
    NormalQuantile,
    /// distribution function of the standard normal distribution
    NormalCdf,
    /// largest integer not above a
    Floor,
    /// smallest integer not below a
    Ceil,
    /// nearest integer, halves away from zero
    Round,
    /// integer part
    Trunc,
    /// a + b
    Add,
    /// a - b
    Sub,
    /// a * b
    Mul,
    /// a / b
    Div,
    /// a ^ b
    Pow,
    /// if a < b { a } else { b }
    Min,
    /// if a > b { a } else { b }
    Max,
    /// a - b * floor(a / b)
    Mod,
    /// a < b, 1 or 0
    Lt,
    /// a <= b
    Le,
    /// a == b
    Eq,
    /// a != b
    Ne,
    /// both are 1
    And,
    /// one is 1
    Or,
    /// 1 - a for a truth value
    Not,
    /// a < b, unknown if either is unknown
    KnownLt,
    /// a <= b, likewise
    KnownLe,
    /// a == b, likewise
    KnownEq,
    /// Kleene: 0 if either is 0, else unknown if either is, else 1
    KnownAnd,
    /// Kleene: 1 if either is 1, else unknown if either is, else 0
    KnownOr,
    /// unknown stays unknown
    KnownNot,
    /// 1 if a is unknown, else 0
    IsUnknown,
    /// if a == 1 { b } else { c }; unknown takes c
    Select,
    /// table b at a
    Lookup,
    /// fused: a * b + c, rounded twice
    MulAdd,
    /// fused: a * b - c
    MulSub,
    /// fused: c - a * b
    SubMul,
    /// fused: (a + b) + c
    AddAdd,
    /// fused: (a * b) * c
    MulMul,
    /// fused: (a + b) * c
    AddMul,
    /// fused: (a - b) * c
    DiffMul,
    /// fused: (a * b) / c
    MulDiv,
    /// fused: (a / b) * c
    DivMul,
    /// fused: min(max(a, b), c) with the comparisons of Max and Min
    Clip,
}

/// The random stream of a declared name: FNV-1a, 64 bits.  Elements are part of the name, as `troops[Anbar]`.
pub fn stream(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}
