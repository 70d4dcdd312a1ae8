//! The same model written by hand over the same lanes: what an interpreter can at best come near to.
#![allow(unsafe_code)]

use milepost_engine::{AT_START, Isa, math, uniform};
use milepost_ir::stream;

use crate::model::{EFFECT_X, EFFECT_Y, GROUP, PARAMETERS, STEP, STEPS, STOCKS};

pub const LANES: usize = 64;
const GROUPS: usize = STOCKS / GROUP;

/// A number for each lane; all rows together stay in the first-level cache.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Row<T>([T; LANES]);

#[inline(always)]
fn simulate(seed: u64, first: u32, totals: &mut Vec<f64>) {
    let mut slopes = [0.0; 11];
    for i in 0..10 {
        slopes[i] = (EFFECT_Y[i + 1] - EFFECT_Y[i]) / (EFFECT_X[i + 1] - EFFECT_X[i]);
    }
    let mut parameters = [Row([0.0; LANES]); PARAMETERS.len()];
    for (k, (name, low, high)) in PARAMETERS.into_iter().enumerate() {
        let stream = stream(name);
        for i in 0..LANES {
            parameters[k].0[i] = uniform(seed, stream, first + i as u32, AT_START) * (high - low) + low;
        }
    }
    let [inflow, capacity, congestion, scale, switch_time, switched, drain_time, feedback] =
        parameters.each_ref().map(|row| &row.0);
    let mut stocks = [Row([1.0; LANES]); STOCKS];
    let mut multipliers = [Row([0.0; LANES]); GROUPS];
    let mut limit = Row([0.0; LANES]);
    let mut flow = Row([0.0; LANES]);
    for n in 0..STEPS {
        let time = f64::from(n) * STEP;
        for g in 0..GROUPS {
            let (slows, limits) = (&stocks[g * GROUP + 5].0, &stocks[g * GROUP + 9].0);
            let mut below = Row([0; LANES]);
            let mut x = Row([0.0; LANES]);
            for j in 0..LANES {
                let at = math::clip(limits[j] / scale[j], EFFECT_X[0], EFFECT_X[10]);
                x.0[j] = at;
                below.0[j] = EFFECT_X[1..].iter().map(|knot| u64::from(*knot <= at)).sum();
            }
            for j in 0..LANES {
                let i = below.0[j] as usize & 15;
                let i = if i < 11 { i } else { 0 };
                limit.0[j] = EFFECT_Y[i] + (x.0[j] - EFFECT_X[i]) * slopes[i];
            }
            for j in 0..LANES {
                let regime = if switch_time[j] < time { switched[j] } else { 1.0 };
                let damping = math::exp((-congestion[j] * slows[j]) / scale[j]);
                multipliers[g].0[j] = (math::max(0.1, 1.0 - feedback[j] * damping) * limit.0[j]) * regime;
            }
        }
        for j in 0..LANES {
            flow.0[j] = inflow[j] * (feedback[j] * limit.0[j] + 1.0);
        }
        for i in 0..STOCKS {
            let (stock, multiplier) = (&mut stocks[i].0, &multipliers[i / GROUP].0);
            for j in 0..LANES {
                let out = math::min(stock[j] / drain_time[j], capacity[j]) * multiplier[j];
                stock[j] += (flow.0[j] - out) * STEP;
                flow.0[j] = out;
            }
        }
    }
    for j in 0..LANES {
        totals.push((2..STOCKS).fold(stocks[0].0[j] + stocks[1].0[j], |sum, k| sum + stocks[k].0[j]));
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn avx2(seed: u64, first: u32, totals: &mut Vec<f64>) {
    simulate(seed, first, totals);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,avx512f,avx512dq,avx512vl")]
unsafe fn avx512(seed: u64, first: u32, totals: &mut Vec<f64>) {
    simulate(seed, first, totals);
}

/// The total at the end, of members in groups of [`LANES`].
pub fn run(isa: Isa, seed: u64, members: u32) -> Vec<f64> {
    assert!(Isa::available().contains(&isa));
    let mut totals = Vec::new();
    for first in (0..members).step_by(LANES) {
        match isa {
            // SAFETY: the machine has the instruction set, as asserted above.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => unsafe { avx2(seed, first, &mut totals) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx512 => unsafe { avx512(seed, first, &mut totals) },
            _ => simulate(seed, first, &mut totals),
        }
    }
    totals
}
