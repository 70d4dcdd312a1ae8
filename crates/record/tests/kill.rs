//! Nothing acknowledged is lost and nothing is recorded by halves: a process that records is killed at a thousand
//! points, and others meet a disk that is full.

mod support;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use milepost_record::merkle::{Frontier, leaf_hash};
use milepost_record::{Draft, Drafts, Event, Filter, Key, Lookup, Sqlite, Store};
use serde_json::json;
use support::{folder, row};

/// Where the child finds its record.
const RECORD: &str = "MILEPOST_TEST_RECORD";
const WORKERS: u64 = 4;
const KILLS: u64 = 1_000;

/// Batch number `b`: one to thirteen rows, each saying so, and in every third a correction.
fn batch(b: u64, size: u64) -> Vec<Draft> {
    let of = 1 + b * 7 % 13;
    let say = |i: u64| Draft {
        body: json!({"batch": b, "at": i, "of": of, "text": "x".repeat(200)}),
        ..row(&format!("{b}-{i}"), "2006-02-01", "Baghdad", "2006-01-01", [0.1, 0.2, 0.3])
    };
    let mut drafts: Vec<Draft> = (0..of).map(say).collect();
    if b.is_multiple_of(3) && size > 0 {
        drafts[0].supersedes = Some(size - 1).filter(|last| last % 5 > 0);
    }
    drafts
}

/// Records batch after batch and says after each that it is recorded.
fn record_until_stopped(file: &Path) -> String {
    let mut store = Sqlite::open(file).unwrap();
    let key = Key::of_seed("iraq", [3; 32]).unwrap();
    let mut out = std::io::stdout();
    loop {
        let size = store.head().unwrap().size;
        let b = last_row(&store, size).map_or(0, |event| event.body["batch"].as_u64().unwrap() + 1);
        let mut drafts = batch(b, size);
        let superseded = drafts[0].supersedes;
        let taken = superseded.is_some_and(|seq| store.event(seq).unwrap().is_none_or(|e| e.kind == "batch"));
        if taken {
            drafts[0].supersedes = None;
        }
        let signed = (b % 2 == 1).then_some(&key);
        match store.append(&mut Drafts(drafts.into_iter()), signed) {
            Err(error) => return error.to_string(),
            Ok(appended) => {
                // A line may be cut by the kill: it counts only with its end.
                writeln!(out, "recorded {} end", appended.head.size).unwrap();
                out.flush().unwrap();
            }
        }
    }
}

fn last_row(store: &Sqlite, size: u64) -> Option<Event> {
    let mut last = size.checked_sub(1).and_then(|seq| store.event(seq).unwrap());
    while last.as_ref().is_some_and(|event| event.kind == "batch") {
        last = last.and_then(|event| store.event(event.seq - 1).unwrap());
    }
    last
}

#[test]
#[ignore = "run as a process of its own by the tests that kill it"]
fn child() {
    let file = std::env::var_os(RECORD).expect("a record");
    println!("\nstopped: {}", record_until_stopped(Path::new(&file)));
}

/// This test's program as a child that records, behind a shell or not.
fn child_of(file: &Path, limit: Option<u64>) -> Command {
    let exe = std::env::current_exe().unwrap();
    let mut command = match limit {
        None => Command::new(exe),
        Some(blocks) => {
            let mut shell = Command::new("sh");
            shell.arg("-c").arg(format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"")).arg(exe);
            shell
        }
    };
    command.args(["--exact", "child", "--ignored", "--nocapture"]).env(RECORD, file);
    command.stdout(Stdio::piped()).stderr(Stdio::null()).stdin(Stdio::null());
    command
}

/// What was acknowledged must be there, and of the last batch all or nothing; the head is worked out anew from the events
/// since the last look.
fn look(file: &Path, acknowledged: u64, tree: &mut Frontier) {
    let store = Sqlite::open(file).unwrap();
    let head = store.head().unwrap();
    assert!(head.size >= acknowledged, "{acknowledged} were acknowledged, {} are there", head.size);
    let since = match tree.size() {
        0 => Filter::all(),
        n => Filter::all().after(n - 1),
    };
    for event in store.events(&since).unwrap() {
        tree.push(leaf_hash(event.unwrap().canonical().as_bytes()));
    }
    assert_eq!(tree.head(), head);
    let Some(last) = last_row(&store, head.size) else { return };
    let number = |field: &str| last.body[field].as_u64().unwrap();
    assert_eq!(number("at") + 1, number("of"), "half of batch {}", number("batch"));
    let signed = number("batch") % 2 == 1;
    assert_eq!(last.seq + 1 + u64::from(signed), head.size, "batch {} without its signature", number("batch"));
}

/// Kills so many children of one record; how many acknowledged events and how many unfinished batches there were.
fn kill(worker: u64, times: u64) -> (u64, u64) {
    let file = folder(&format!("kill_{worker}")).join("record.sqlite");
    Sqlite::create(&file, "milepost/kill/0").unwrap();
    let mut tree = Frontier::default();
    let mut acknowledged = 0;
    let mut interrupted = 0;
    let mut random = worker + 1;
    for time in 0..times {
        let mut child = child_of(&file, None).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let size = |line: String| line.strip_prefix("recorded ")?.strip_suffix(" end")?.parse::<u64>().ok();
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // After the first batch, at any moment of the next ones; every eighth before it was acknowledged.
        let first = if time % 8 == 7 { None } else { lines.by_ref().find_map(size) };
        std::thread::sleep(Duration::from_micros((random >> 33) % 9_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let last = lines.filter_map(size).last().or(first);
        acknowledged = last.unwrap_or(acknowledged).max(acknowledged);
        interrupted += u64::from(std::fs::exists(file.with_extension("sqlite-journal")).unwrap());
        look(&file, acknowledged, &mut tree);
    }
    let store = Sqlite::open(&file).unwrap();
    store.check().unwrap();
    let key = Key::of_seed("iraq", [3; 32]).unwrap();
    let verified = milepost_record::verify(&store, &[key.public().clone()], &mut |_| {}).unwrap();
    assert_eq!((verified.faults, verified.head), (Vec::new(), tree.head()));
    (acknowledged, interrupted)
}

#[test]
fn a_thousand_kills_lose_nothing() {
    let workers: Vec<_> = (0..WORKERS).map(|w| std::thread::spawn(move || kill(w, KILLS / WORKERS))).collect();
    let found: Vec<(u64, u64)> = workers.into_iter().map(|worker| worker.join().unwrap()).collect();
    let (acknowledged, interrupted) = found.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    println!(
        "{KILLS} kills: {acknowledged} events acknowledged, {interrupted} batches interrupted while they were written"
    );
    // Else the kills came at the wrong moments, and nothing was tested.
    assert!(acknowledged > KILLS && interrupted > KILLS / 50, "{acknowledged} {interrupted}");
}

#[test]
fn a_file_that_may_not_grow_leaves_the_record_as_it_was() {
    let here = folder("limited");
    let mut stopped = Vec::new();
    // Blocks of half a KiB or of one: the record's own tables take some forty.
    for blocks in (140..=400).step_by(20) {
        let file = here.join(format!("{blocks}.sqlite"));
        Sqlite::create(&file, "milepost/limit/0").unwrap();
        let output = child_of(&file, Some(blocks)).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let size = |line: &str| line.strip_prefix("recorded ")?.strip_suffix(" end")?.parse::<u64>().ok();
        let acknowledged = text.lines().rev().find_map(size).unwrap_or(0);
        let error = text.lines().find_map(|line| line.strip_prefix("stopped: ")).unwrap_or_else(|| panic!("{text}"));
        assert!(error.starts_with(&format!("`{}` cannot grow (", file.display())), "{error}");
        assert!(error.ends_with("nothing of this was recorded; make room and try again"), "{error}");
        let store = Sqlite::open(&file).unwrap();
        assert_eq!(store.head().unwrap().size, acknowledged);
        store.check().unwrap();
        look(&file, acknowledged, &mut Frontier::default());
        stopped.push(acknowledged);
    }
    assert!(stopped.last() > stopped.first(), "{stopped:?}");
}
