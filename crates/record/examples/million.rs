//! How long a record takes to hold a million rows of evidence, and to answer from them.
//!
//!     cargo run --release -p milepost-record --example million [ROWS] [FOLDER]
//!
//! Rows are counts of eighteen governorates in sixty months, each known up to ninety days later; every hundredth is
//! then corrected.  FOLDER must be on a real disk: what is measured ends with a sync.

use std::path::PathBuf;
use std::time::Instant;

use jiff::ToSpan;
use milepost_record::{Count, Date, Draft, Drafts, Filter, Sqlite, Store};
use serde_json::json;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let rows: u64 = arguments.next().map_or(1_000_000, |text| text.parse().expect("the number of rows"));
    let folder = arguments.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let file = folder.join(format!("milepost-million-{}.sqlite", std::process::id()));
    let mut record = Sqlite::create(&file, "milepost/million/0").expect("a new record");
    timed(&format!("append {rows} rows"), || {
        record.append(&mut Drafts((0..rows).map(|i| row(i, None))), None).expect("rows");
    });
    timed(&format!("correct {} of them", rows / 100), || {
        let corrections = (0..rows / 100).map(|i| row(i * 100, Some(i * 100)));
        record.append(&mut Drafts(corrections), None).expect("corrections");
    });
    let known = Date::constant(2009, 6, 30);
    let cells = timed("cells of one subject", || record.cells("civilian_deaths", known).expect("cells"));
    let cell = &cells[cells.len() / 2];
    let behind = timed("rows behind a cell", || {
        record.rows_of("civilian_deaths", &cell.element, cell.period, known).expect("rows").len()
    });
    timed("events of another kind", || record.events(&Filter::of("contract.")).expect("events").count());
    timed("open, and the head", || Sqlite::open(&file).expect("the record").head().expect("a head"));
    timed("one more row", || record.append_all(vec![row(rows, None)]).expect("a row"));
    let read = timed("read every event, held to its hash", || record.events(&Filter::all()).expect("events").count());
    println!("{} cells, {behind} rows behind one, {read} events", cells.len());
    let size = std::fs::metadata(&file).map_or(0, |m| m.len());
    println!("{} MiB of file, {} MiB of memory at most", size >> 20, most_memory() >> 10);
    std::fs::remove_file(&file).expect("the record is removed");
}

fn timed<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    println!("{what:<40}{:>9.3} s", start.elapsed().as_secs_f64());
    result
}

fn row(i: u64, supersedes: Option<u64>) -> Draft {
    const PLACES: [&str; 6] = ["Anbar", "Babil", "Baghdad", "Basrah", "Ninewa", "Salah al-Din"];
    // Numbers that look random and are not.
    let mixed = i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
    let period = Date::constant(2004, 1, 1) + ((mixed % 60) as i64).months();
    let day = period + ((mixed / 60 % 28) as i64).days();
    let known =
        if supersedes.is_some() { Date::constant(2009, 6, 1) } else { day + ((mixed / 1680 % 90) as i64).days() };
    let best = (mixed % 17) as f64;
    let element = format!("{} {}", PLACES[(mixed % 6) as usize], mixed / 6 % 3);
    Draft {
        valid: Some((day, day)),
        id: Some(format!("IBC{mixed:012}-{i}")),
        supersedes,
        counts: vec![Count { element: element.clone(), period, low: best / 2.0, best, high: best * 1.5 }],
        ..Draft::new(
            "evidence.row",
            "civilian_deaths",
            known,
            json!({"file": "incidents.csv", "line": i + 2, "place": element, "source": "press", "text": "shots at a market"}),
        )
    }
}

/// Most memory that the process has had, in KiB.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
