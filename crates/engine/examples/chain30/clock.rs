//! CPU time of this thread: other work on the machine does not count.
#![allow(unsafe_code)]

use std::hint::black_box;

#[cfg(target_os = "linux")]
fn now() -> f64 {
    #[repr(C)]
    struct Timespec {
        seconds: i64,
        nanoseconds: i64,
    }
    unsafe extern "C" {
        fn clock_gettime(clock: i32, time: *mut Timespec) -> i32;
    }
    const THREAD_CPU_TIME: i32 = 3;
    let mut time = Timespec { seconds: 0, nanoseconds: 0 };
    // SAFETY: the C library's function, given a place to write to.
    unsafe { clock_gettime(THREAD_CPU_TIME, &mut time) };
    time.seconds as f64 + time.nanoseconds as f64 * 1e-9
}

#[cfg(not(target_os = "linux"))]
fn now() -> f64 {
    use std::sync::OnceLock;
    use std::time::Instant;
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64()
}

/// Seconds of several things measured in turn.
#[derive(Default)]
pub struct Alternating {
    seconds: Vec<Vec<f64>>,
}

impl Alternating {
    /// Times one run of the k-th thing.
    pub fn time<T>(&mut self, k: usize, f: impl FnOnce() -> T) -> T {
        let start = now();
        let value = black_box(f());
        let seconds = now() - start;
        self.seconds.resize(self.seconds.len().max(k + 1), Vec::new());
        self.seconds[k].push(seconds);
        value
    }

    pub fn of(&self, k: usize) -> &[f64] {
        &self.seconds[k]
    }

    /// Seconds of a by seconds of b, round by round.
    #[allow(dead_code, reason = "one of the two examples compares")]
    pub fn ratios(&self, a: usize, b: usize) -> Vec<f64> {
        self.seconds[a].iter().zip(&self.seconds[b]).map(|(a, b)| a / b).collect()
    }
}

pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}
