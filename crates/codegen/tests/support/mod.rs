//! Compiles and runs what was written.

use std::path::Path;
use std::process::Command;

use milepost_engine::{NonFinite, Prepared, Settings};
use milepost_ir::Program;

/// Whether this machine has a C compiler; says so where it has none.
pub fn compiler() -> bool {
    let found = Command::new("cc").arg("--version").output().is_ok_and(|o| o.status.success());
    if !found {
        eprintln!("SKIPPED: there is no C compiler `cc`");
    }
    found
}

/// The rows of what the compiled program prints: outputs, then saved values, of every saved time of every member.
pub fn compiled(folder: &Path, program: &Program, members: u32, seed: u64, first: u32) -> Vec<Vec<f64>> {
    let (source, binary) = (folder.join("model.c"), folder.join("model"));
    std::fs::write(&source, milepost_codegen::c(program, "a test */ of\nbits")).unwrap();
    let strict = ["-std=c99", "-O3", "-ffp-contract=off", "-Wall", "-Werror", "-Wno-unused-but-set-variable"];
    let made = Command::new("cc").args(strict).arg("-o").arg(&binary).arg(&source).arg("-lm").output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let words = [members.to_string(), seed.to_string(), first.to_string()];
    let ran = Command::new(&binary).args(words).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let text = String::from_utf8(ran.stdout).unwrap();
    let numbers = |line: &str| line.split(',').skip(2).map(|x| x.parse().unwrap()).collect();
    text.lines().skip(1).map(numbers).collect()
}

/// The same rows from the engine.
pub fn interpreted(program: &Program, members: u32, seed: u64, first: u32) -> Vec<Vec<f64>> {
    let prepared = Prepared::new(program.clone()).unwrap();
    let futures = milepost_engine::Futures { seed, members: u64::from(first)..u64::from(first) + u64::from(members) };
    let settings = Settings { non_finite: NonFinite::Allow, ..Settings::default() };
    let keep = milepost_engine::Keep::series(program);
    let block = milepost_engine::run_with(&prepared, futures, &keep, settings).unwrap();
    let times = prepared.saved_steps().len();
    let row = |i: usize, t: usize| {
        let outputs = block.outputs.iter().map(|column| column[i]);
        outputs.chain(block.series.iter().map(|column| column[t][i])).collect()
    };
    (0..members as usize).flat_map(|i| (0..times).map(move |t| (i, t))).map(|(i, t)| row(i, t)).collect()
}

/// Fails at the first number that has other bits.
pub fn same(compiled: &[Vec<f64>], interpreted: &[Vec<f64>], what: &str) {
    assert_eq!(compiled.len(), interpreted.len(), "{what}: rows");
    for (row, (c, engine)) in compiled.iter().zip(interpreted).enumerate() {
        assert_eq!(c.len(), engine.len(), "{what}: columns");
        for (column, (c, engine)) in c.iter().zip(engine).enumerate() {
            let same = c.to_bits() == engine.to_bits() || (c.is_nan() && engine.is_nan());
            assert!(same, "{what}, row {row}, column {column}: C has {c:?}, the engine {engine:?}");
        }
    }
}
