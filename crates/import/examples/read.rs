//! How fast models read: `cargo run --release -p milepost-import --example read -- FILE...`

use milepost_import::{decode, mdl, xmile};
use milepost_syntax::FileId;
use std::time::Instant;

fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap_or_else(|fault| panic!("{path}: {fault}"));
        let text = decode(&bytes).unwrap_or_else(|fault| panic!("{path}: {fault}"));
        let reader = if path.to_lowercase().ends_with(".mdl") { mdl::read } else { xmile::read };
        let (model, findings) = reader(FileId(0), &text);
        // Enough repetitions for some tens of milliseconds.
        for finding in &findings {
            println!("  {:?} {}", finding.severity, finding.message);
        }
        let times = (10_000_000 / text.len().max(1)).max(1);
        let start = Instant::now();
        for _ in 0..times {
            std::hint::black_box(reader(FileId(0), std::hint::black_box(&text)));
        }
        let rate = (times * text.len()) as f64 / start.elapsed().as_secs_f64() / 1e6;
        println!(
            "{path}: {} variables, {} dimensions, {} macros, {} findings, {rate:.0} MB/s",
            model.variables.len(),
            model.dimensions.len(),
            model.macros.len(),
            findings.len(),
        );
    }
}
