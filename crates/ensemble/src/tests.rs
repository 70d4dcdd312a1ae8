//! Whole runs with the fake engine: same bytes, resume, refusals.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use milepost_strategy::model::Strategy;
use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::fake::{Fake, claims, strategy, study};
use crate::summary::Summary;
use crate::{Error, Plan, Progress, run_study, shard};

const TABLES: [&str; 3] = ["futures.parquet", "outcomes.parquet", "bands.parquet"];

fn plan(members: Range<u64>, threads: usize) -> Plan {
    Plan { threads, ..Plan::new(members, 7) }
}

fn go(plan: &Plan, fake: &Fake, folder: Option<&Path>) -> Result<Summary, Error> {
    go_with(&strategy(claims()), plan, fake, folder, &(), &AtomicBool::new(false))
}

fn go_with(
    strategy: &Strategy,
    plan: &Plan,
    fake: &Fake,
    folder: Option<&Path>,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<Summary, Error> {
    let shards = shard::shards(&plan.members)?;
    Ok(run_study(&study(strategy, plan, fake)?, &shards, folder, progress, cancel, |_| ())?.0)
}

fn bytes(folder: &Path) -> [Vec<u8>; 3] {
    TABLES.map(|name| fs::read(folder.join(name)).unwrap())
}

fn rows(folder: &Path, table: &str) -> Vec<String> {
    let bytes = Bytes::from(fs::read(folder.join(table)).unwrap());
    let reader = SerializedFileReader::new(bytes).unwrap();
    reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect()
}

/// What does not depend on how a run was made.
fn said(summary: &Summary) -> String {
    let mut summary = summary.clone();
    summary.provenance.threads = 0;
    summary.provenance.seconds = 0.0;
    summary.provenance.runs += std::mem::take(&mut summary.provenance.resumed);
    serde_json::to_string(&summary).unwrap()
}

/// The files of shards that end so.
fn shard_files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for study in fs::read_dir(folder.join("shards")).into_iter().flatten().flatten() {
        let files = fs::read_dir(study.path()).into_iter().flatten().flatten().map(|entry| entry.path());
        found.extend(files.filter(|path| path.to_string_lossy().ends_with(end)));
    }
    found.sort();
    found
}

#[test]
fn threads_and_folders_change_nothing() {
    let reference = tempfile::tempdir().unwrap();
    let first = go(&plan(100..9000, 1), &Fake::default(), Some(reference.path())).unwrap();
    for threads in [2, 3] {
        let folder = tempfile::tempdir().unwrap();
        let summary = go(&plan(100..9000, threads), &Fake::default(), Some(folder.path())).unwrap();
        assert_eq!(said(&summary), said(&first));
        assert!(bytes(folder.path()) == bytes(reference.path()), "{threads} threads");
    }
    assert_eq!(said(&go(&plan(100..9000, 2), &Fake::default(), None).unwrap()), said(&first));
    assert_eq!(first.provenance.runs, 5 * 8900);
    assert_eq!(crate::read(reference.path()).unwrap().summary.pathways.len(), 3);
}

#[test]
fn a_range_has_the_rows_of_the_whole() {
    let (whole, part) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    go(&plan(0..5000, 2), &Fake::default(), Some(whole.path())).unwrap();
    go(&plan(4000..4500, 2), &Fake::default(), Some(part.path())).unwrap();
    for table in &TABLES[..2] {
        let number = |row: &str| -> u64 {
            let rest = row.split_once("member: ").unwrap().1;
            rest.split([',', '}']).next().unwrap().parse().unwrap()
        };
        let key = |row: &String| (row.split("member").next().unwrap().to_string(), number(row));
        let mut expected = rows(whole.path(), table);
        expected.retain(|row| (4000..4500).contains(&number(row)));
        let mut found = rows(part.path(), table);
        expected.sort_by_key(key);
        found.sort_by_key(key);
        assert_eq!(found, expected);
        assert!(!found.is_empty());
    }
}

#[test]
fn tables_read_as_people_do() {
    let folder = tempfile::tempdir().unwrap();
    go(&plan(0..3, 1), &Fake::default(), Some(folder.path())).unwrap();
    let futures = rows(folder.path(), TABLES[0]);
    assert_eq!(futures.len(), 3);
    assert!(futures.iter().all(|row| row.contains(r#"kind: "vote""#) || row.contains(r#"kind: "map""#)), "{futures:?}");
    let outcomes = rows(folder.path(), TABLES[1]);
    assert_eq!(outcomes.len(), 9);
    assert!(outcomes[3].starts_with(r#"{pathway: "rapid", member: 0, lives: "#), "{}", outcomes[3]);
    let bands = rows(folder.path(), TABLES[2]);
    assert_eq!(bands.len(), 12);
    let start = r#"{chart: "deaths", pathway: "stay", time: 1.0, date: "2006-02-01", count: 3, unknown: 0, mean: "#;
    assert!(bands[1].starts_with(start), "{}", bands[1]);
}

/// Raises the flag after so many runs.
struct Stop<'a>(AtomicU64, &'a AtomicBool);

impl Progress for Stop<'_> {
    fn start(&self, _: u64, _: u64) {}
    fn advance(&self, runs: u64) {
        if self.0.fetch_sub(runs, Ordering::Relaxed) <= runs {
            self.1.store(true, Ordering::Relaxed);
        }
    }
    fn finish(&self) {}
}

#[test]
fn an_interrupted_run_continues_to_the_same_bytes() {
    let (whole, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = go(&plan(0..20_000, 2), &Fake::default(), Some(whole.path())).unwrap();
    let cancel = AtomicBool::new(false);
    let stop = Stop(AtomicU64::new(60_000), &cancel);
    let strategy = strategy(claims());
    let error = go_with(&strategy, &plan(0..20_000, 2), &Fake::default(), Some(folder.path()), &stop, &cancel);
    let Err(Error::Interrupted { done, total }) = error else { panic!("{error:?}") };
    assert!(total == 100_000 && (20_480..60_000).contains(&done), "{done} of {total}");
    assert!(!folder.path().join("run.json").exists());

    let resumed = go(&plan(0..20_000, 1), &Fake::default(), Some(folder.path())).unwrap();
    assert_eq!((resumed.provenance.resumed, resumed.provenance.runs), (done, total - done));
    assert_eq!(said(&resumed), said(&first));
    assert!(bytes(folder.path()) == bytes(whole.path()));

    let again = go(&plan(0..20_000, 1), &Fake::default(), Some(folder.path())).unwrap();
    assert_eq!((again.provenance.resumed, again.provenance.runs), (total, 0));
    assert!(bytes(folder.path()) == bytes(whole.path()));
}

#[test]
fn torn_and_foreign_shards_are_made_anew() {
    let (whole, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    go(&plan(0..9000, 2), &Fake::default(), Some(whole.path())).unwrap();
    go(&plan(0..9000, 2), &Fake::default(), Some(folder.path())).unwrap();
    for end in [".futures.parquet", ".outcomes.parquet", ".state"] {
        let files = shard_files(folder.path(), end);
        assert_eq!(files.len(), 3);
        let torn = fs::read(&files[0]).unwrap();
        fs::write(&files[0], &torn[..torn.len() / 2]).unwrap();
        fs::copy(&files[2], &files[1]).unwrap();
        let summary = go(&plan(0..9000, 2), &Fake::default(), Some(folder.path())).unwrap();
        assert_eq!(summary.provenance.resumed, 5 * (9000 - 8192), "{end}");
        assert!(bytes(folder.path()) == bytes(whole.path()));
    }
}

#[test]
fn another_seed_or_claim_or_bar_is_another_study() {
    let folder = tempfile::tempdir().unwrap();
    let resumed = |strategy: &Strategy, plan: &Plan| {
        let summary =
            go_with(strategy, plan, &Fake::default(), Some(folder.path()), &(), &AtomicBool::new(false)).unwrap();
        summary.provenance.resumed
    };
    let (base, usual) = (plan(0..100, 1), strategy(claims()));
    assert_eq!(resumed(&usual, &base), 0);
    assert_eq!(resumed(&usual, &base), 500);
    assert_eq!(resumed(&usual, &Plan { threads: 3, ..base.clone() }), 500);
    assert_eq!(resumed(&usual, &Plan { seed: 8, ..base.clone() }), 0);
    assert_eq!(resumed(&usual, &Plan { claims: 50, ..base.clone() }), 0);
    assert_eq!(resumed(&usual, &Plan { pathways: vec!["rapid".into()], ..base.clone() }), 0);
    assert_eq!(resumed(&strategy(claims()[..2].to_vec()), &base), 0);
    let mut stricter = strategy(claims());
    stricter.measures[0].acceptable = Some(70_000.0);
    assert_eq!(resumed(&stricter, &base), 0);
}

#[test]
fn variants_of_claims_are_run_for_their_futures_only() {
    let plan = Plan { claims: 300, pathways: vec!["rapid".into()], ..plan(1000..6000, 2) };
    let summary = go(&plan, &Fake::default(), None).unwrap();
    assert_eq!(summary.pathways.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["stay", "rapid"]);
    assert_eq!(summary.provenance.runs, 2 * 5000 + 3 * 300);
    for verdict in &summary.claims {
        assert_eq!(verdict.judged + verdict.apart + verdict.unknown, 300, "{}", verdict.name);
    }
    let none = Plan { claims: 0, ..plan };
    let summary = go(&none, &Fake::default(), None).unwrap();
    assert_eq!((summary.claims.len(), summary.provenance.runs), (0, 2 * 5000));
}

#[test]
fn notices_count_futures() {
    let summary = go(&plan(0..40, 1), &Fake::default(), None).unwrap();
    let texts: Vec<_> = summary.notices.iter().map(|n| (n.pathway.as_str(), n.text.as_str())).collect();
    let text = "outflows of `x` were cut in 4 of 40 futures, at 4 steps on average";
    assert_eq!(texts, [("stay", text), ("rapid", text), ("liberation", text)]);
}

#[test]
fn nothing_to_measure_is_no_panic() {
    let mut empty = strategy(Vec::new());
    empty.measures.clear();
    let folder = tempfile::tempdir().unwrap();
    let cancel = AtomicBool::new(false);
    let summary = go_with(&empty, &plan(0..10, 1), &Fake::default(), Some(folder.path()), &(), &cancel).unwrap();
    assert!(summary.pathways.iter().all(|pathway| pathway.measures.is_empty() && pathway.acceptable.is_none()));
    assert_eq!(rows(folder.path(), TABLES[1]).len(), 30);
}

#[test]
fn refusals_are_sentences() {
    let sentence = |plan: Plan| go(&plan, &Fake::default(), None).unwrap_err().to_string();
    assert_eq!(sentence(plan(5..5, 1)), "there are no futures to run in 5..5; ask for at least one, as in 0..1000");
    let named = |name: &str| Plan { pathways: vec![name.into()], ..plan(0..1, 1) };
    assert_eq!(sentence(named("liberaton")), "unknown pathway `liberaton`; did you mean `liberation`?");
    assert_eq!(sentence(named("q")), "unknown pathway `q`; there are stay, rapid, liberation");

    for threads in [1, 2, 4] {
        let broken = Fake { broken: 700..5000, ..Fake::default() };
        let error = go(&plan(0..9000, threads), &broken, None).unwrap_err().to_string();
        assert!(error.starts_with("x became NaN at 2006-02 in future 700 of stay; "), "{error}");
    }
}

#[test]
fn results_of_another_tool_are_refused_and_other_files_left_alone() {
    for name in ["futures.parquet", "run.json", "shards/x"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "theirs").unwrap();
        let error = go(&plan(0..10, 1), &Fake::default(), Some(folder.path())).unwrap_err();
        assert!(matches!(error, Error::Foreign { .. }), "{name}: {error}");
        assert_eq!(fs::read(&path).unwrap(), b"theirs");
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    go(&plan(0..10, 1), &Fake::default(), Some(folder.path())).unwrap();
    assert_eq!(fs::read(folder.path().join("notes.txt")).unwrap(), b"mine");
    fs::remove_dir_all(folder.path().join("shards")).unwrap();
    go(&plan(0..10, 1), &Fake::default(), Some(folder.path())).expect("run.json alone shows that it is ours");
}

/// Set for the child of [`a_killed_run_continues_to_the_same_bytes`].
const CHILD: &str = "MILEPOST_TEST_KILLED_RUN";

/// Does nothing unless it is the child.
#[test]
fn the_run_to_be_killed() {
    if let Ok(folder) = std::env::var(CHILD) {
        let slow = Fake { pause: Duration::from_millis(15), ..Fake::default() };
        go(&plan(0..20_000, 2), &slow, Some(Path::new(&folder))).unwrap();
    }
}

#[test]
fn a_killed_run_continues_to_the_same_bytes() {
    let (whole, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    go(&plan(0..20_000, 3), &Fake::default(), Some(whole.path())).unwrap();

    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tests::the_run_to_be_killed"])
        .env(CHILD, folder.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    for _ in 0..12_000 {
        if shard_files(folder.path(), ".state").len() >= 2 {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap(); // SIGKILL
    child.wait().unwrap();
    let kept = shard_files(folder.path(), ".state").len();
    assert!((2..5).contains(&kept), "{kept} shards were finished before the kill");
    assert!(!folder.path().join("run.json").exists());

    let resumed = go(&plan(0..20_000, 1), &Fake::default(), Some(folder.path())).unwrap();
    assert!(resumed.provenance.resumed >= 2 * 4096 * 5 - 5 * 4096);
    assert!(bytes(folder.path()) == bytes(whole.path()));
    assert!(shard_files(folder.path(), &format!("-{}", child.id())).is_empty());
}
