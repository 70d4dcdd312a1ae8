//! Files into a record: what is new, doubled, changed, gone; and that nothing is kept where nothing should be.

mod support;

use jiff::civil::{Date, date};
use milepost_evidence::import::{self, Job, Listener, Outcome, Wanted, import};
use milepost_evidence::{Finding, Kind, Series};
use milepost_record::{Filter, Sqlite, Store};
use milepost_strategy::model::{Strategy, VariableId};
use support::strategy;

const TODAY: Date = date(2007, 1, 15);
const ROWS: &str = "indicator seen[province]: person/month observes deaths { from \"e.csv\" layout rows by date, province \
                    column n id id known after 1 month }";

struct Case {
    strategy: Strategy,
    variable: VariableId,
    store: Sqlite,
    wanted: Wanted,
}

#[derive(Default)]
struct List(Vec<Finding>);

impl Listener for List {
    fn finding(&mut self, _: &str, _: &str, finding: &Finding) -> std::io::Result<()> {
        self.0.push(finding.clone());
        Ok(())
    }
}

impl Case {
    fn new(name: &str, mapping: &str) -> Case {
        let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("import-{name}.sqlite"));
        let _ = std::fs::remove_file(&path);
        let strategy = strategy(mapping, &[]);
        let variable = VariableId(strategy.variables.len() as u32 - 1);
        let store = Sqlite::create(&path, "test").unwrap();
        let wanted =
            Wanted { today: TODAY, known: None, strict: false, dry_run: false, withdraw: false, licence: None };
        Case { strategy, variable, store, wanted }
    }

    fn import(&mut self, text: &str) -> (Outcome, Vec<Finding>, u64) {
        let (sha, _) = import::hashed(text.as_bytes()).unwrap();
        let reading = import::reading(&self.strategy, self.variable, None).unwrap();
        let job = Job::new(&self.strategy, self.variable, reading, ("e.csv".into(), sha, text.as_bytes())).unwrap();
        let mut list = List::default();
        let done = import(&mut self.store, vec![job], &self.wanted, None, &mut list).unwrap();
        let events = done.appended.map_or(0, |a| a.events);
        (done.outcomes.into_iter().next().unwrap(), list.0, events)
    }

    /// What is told of a month at a day: by element, then what is unassigned; `-` for unknown.
    fn told(&self, month: usize, known: Date) -> String {
        let series = Series::from_record(&self.store, &self.strategy, self.variable, known).unwrap();
        let cells = series.values[month].iter().chain([&series.unassigned[month]]);
        let cell = |c: &Option<milepost_evidence::Cell>| {
            c.map_or("-".to_string(), |c| format!("{}", (c.best * series.per_figure * 1e9).round() / 1e9))
        };
        cells.map(cell).collect::<Vec<_>>().join(" ")
    }
}

#[test]
fn rows_count_where_and_when_they_happened() {
    let mut case = Case::new("rows", ROWS);
    // 20 March to 10 April: 12 of 22 days in March.
    let text =
        "id,date,province,n\na,2005-03-01,Anbar,2\nb,2005-03-31,Anbar,3\nc,2005-03,Ninewa,31\nd,2005-03-05,Basra,7\n";
    let (outcome, findings, events) = case.import(text);
    assert_eq!((outcome.kept.new, outcome.kept.unassigned, outcome.kept.rejected, events), (4, 1, 0, 5));
    assert_eq!(findings.iter().map(|f| (f.line, f.kind)).collect::<Vec<_>>(), [(5, Kind::Unassigned)]);
    // Known a month after the end of March.
    assert_eq!(case.told(2, date(2005, 4, 29)), "- - - -");
    assert_eq!(case.told(2, date(2005, 4, 30)), "5 31 - 7");
    assert_eq!(case.told(1, TODAY), "- - - -");
}

#[test]
fn a_file_imported_twice_adds_nothing() {
    let mut case = Case::new("twice", ROWS);
    let text =
        "id,date,province,n\na,2005-03-01,Anbar,2\na,2005-03-01,Anbar,2\nb,2005-03-31,Basra,3\na,2005-03-01,Anbar,9\n";
    let (first, ..) = case.import(text);
    assert_eq!((first.kept.new, first.kept.doubled, first.kept.rejected), (2, 1, 1));
    let head = case.store.head().unwrap();
    let (again, _, events) = case.import(text);
    assert!(again.seen);
    assert_eq!((again.kept.new, again.kept.same, events), (0, 2, 0));
    // The row that stands twice with other content is no correction of itself.
    assert_eq!(case.store.head().unwrap(), head);
}

#[test]
fn a_newer_release_corrects_and_can_withdraw() {
    let mut case = Case::new("release", ROWS);
    case.import("id,date,province,n\na,2005-03-01,Anbar,2\nb,2005-03-10,Anbar,3\nc,2005-03-31,Anbar,4\n");
    let newer = "id,date,province,n\na,2005-03-01,Anbar,5\nc,2005-03-31,Anbar,4\n";
    let (outcome, findings, events) = case.import(newer);
    assert_eq!((outcome.kept.changed, outcome.kept.same, outcome.kept.gone, events), (1, 1, 1, 2));
    assert!(findings.iter().any(|f| f.kind == Kind::Gone && f.remedy.contains("--withdraw")));
    // What was known before stays readable.
    assert_eq!(case.told(2, date(2006, 12, 31)), "9 - - -");
    assert_eq!(case.told(2, TODAY), "12 - - -");
    case.wanted.withdraw = true;
    let (outcome, _, events) = case.import(newer);
    assert_eq!((outcome.kept.withdrawn, events), (1, 2));
    assert_eq!(case.told(2, TODAY), "9 - - -");
    let (outcome, _, events) = case.import(newer);
    assert_eq!((outcome.kept.gone, events), (0, 0));
}

#[test]
fn strict_and_dry_runs_record_nothing() {
    let mut case = Case::new("strict", ROWS);
    let text = "id,date,province,n\na,2005-03-01,Anbar,2\nb,03-18-05,Anbar,3\n";
    let head = case.store.head().unwrap();
    case.wanted.strict = true;
    let (outcome, _, events) = case.import(text);
    assert_eq!((outcome.kept.new, outcome.kept.rejected, events), (1, 1, 0));
    assert_eq!(case.store.head().unwrap(), head);
    case.wanted = Wanted { strict: false, dry_run: true, ..case.wanted };
    assert_eq!(case.import(text).2, 0);
    assert_eq!(case.store.head().unwrap(), head);
    case.wanted.dry_run = false;
    assert_eq!(case.import(text).2, 2);
}

#[test]
fn nothing_is_known_before_it_happens() {
    let mut case = Case::new("future", ROWS);
    let (outcome, findings, _) = case.import("id,date,province,n\na,2015-03-01,Anbar,2\n");
    assert_eq!((outcome.kept.new, outcome.kept.rejected), (0, 1));
    assert_eq!(findings[0].cause, "it tells of 2015-03-01, after the day on which it was known");
}

#[test]
fn rows_without_a_name_are_told_apart() {
    let mut case = Case::new("unnamed", &ROWS.replace("id id", ""));
    let text = "date,province,n\n2005-03-01,Anbar,2\n2005-03-01,Anbar,2\n2005-03-02,Anbar,2\n";
    assert_eq!(case.import(text).0.kept.new, 3);
    assert_eq!(case.import(text).0.kept.same, 3);
    let (outcome, ..) = case.import(&format!("{text}2005-03-01,Anbar,2\n"));
    assert_eq!((outcome.kept.new, outcome.kept.same), (1, 3));
    assert_eq!(case.told(2, TODAY), "8 - - -");
}

#[test]
fn what_is_covered_is_none_and_the_rest_unknown() {
    let mut case = Case::new("covers", &ROWS.replace("id id", "id id covers 2005-02 to 2005-03"));
    let text = "id,date,province,n\na,2005-03-01,Anbar,2\nb,2005-05-01,Anbar,1\n";
    let (outcome, _, events) = case.import(text);
    assert_eq!((outcome.covered, events), (2, 5));
    assert_eq!(case.told(0, TODAY), "- - - -");
    assert_eq!(case.told(1, TODAY), "0 0 0 -");
    assert_eq!(case.told(2, TODAY), "2 0 0 -");
    assert_eq!(case.told(3, TODAY), "- - - -");
    assert_eq!(case.told(1, date(2005, 3, 30)), "- - - -");
    assert_eq!(case.import(text).2, 0);
}

#[test]
fn of_a_level_the_last_row_of_a_period_counts() {
    let level = "stock camp: person { initial 5 }\nindicator seen: person observes camp { from \"e.csv\" layout rows by \
                 date column n known after 1 month }";
    let mut case = Case::new("level", level);
    let text = "date,n\n2005-03-20,30\n2005-03-10,10\n2005-04,40\n";
    let (outcome, ..) = case.import(text);
    assert_eq!((outcome.kept.new, outcome.kept.earlier), (2, 1));
    assert_eq!((case.told(2, TODAY), case.told(3, TODAY)), ("30 -".into(), "40 -".into()));
    // A later row of March replaces it; an earlier one does not.
    let (outcome, ..) = case.import("date,n\n2005-03-31,31\n");
    assert_eq!((outcome.kept.new, outcome.kept.changed), (0, 1));
    let (outcome, _, events) = case.import("date,n\n2005-03-05,5\n");
    assert_eq!((outcome.kept.earlier, events), (1, 0));
    assert_eq!(case.told(2, TODAY), "31 -");
}

#[test]
fn a_day_of_publication_counts_before_all_else() {
    let mut case = Case::new("published", &ROWS.replace("id id", "id id published told"));
    case.import("id,date,province,n,told\na,2005-03-01,Anbar,2,2005-06-05\nb,2005-03-02,Anbar,1,\n");
    assert_eq!(case.told(2, date(2005, 4, 30)), "1 - - -");
    assert_eq!(case.told(2, date(2005, 6, 5)), "3 - - -");
}

#[test]
fn a_batch_says_what_was_read() {
    let mut case = Case::new("batch", ROWS);
    case.wanted.licence = Some("CC BY 4.0".into());
    case.import("id,date,province,n\na,2005-03-01,Anbar,2\n");
    let batch = case.store.events(&Filter::of(import::BATCH)).unwrap().next().unwrap().unwrap();
    assert_eq!(batch.body["licence"], "CC BY 4.0");
    assert_eq!((&batch.body["file"], &batch.body["new"]), (&"e.csv".into(), &1.into()));
    assert_eq!(batch.body["sha256"].as_str().unwrap().len(), 64);
}
