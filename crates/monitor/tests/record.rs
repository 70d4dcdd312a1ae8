//! The same from the record: only it counts once it holds rows, and only what was known by a day.

use std::path::Path;

use jiff::civil::{Date, date};
use milepost_monitor::status::{Question, State, status};
use milepost_monitor::{Facts, RecordRows};
use milepost_record::{Count, Draft, Drafts, Sqlite, Store};
use milepost_strategy::{MemoryWorld, check};

const TEXT: &str = r#"strategy "Counted" { time month from 2025-01 to 2026-12 step 1/4 }
dimension place { north south }
flow deaths[place]: person/month = 5 person/month
indicator counted[place]: person/month observes deaths { from "deaths.csv" by month, place column deaths  known after 1 month }
condition calm[place] { holds when counted < 10 person/month }
"#;
const TABLE: &str = "month,place,deaths\n2025-02,north,3\n2025-02,south,3\n";

fn row(id: &str, element: &str, known: Date, value: f64) -> Draft {
    let mut draft = Draft::new("evidence.row", "counted", known, serde_json::Value::Null);
    draft.id = Some(id.into());
    draft.counts = vec![Count::exactly(element, date(2025, 2, 1), value)];
    draft
}

#[test]
fn what_was_known_then_and_what_is_known_now() {
    let checked = check(&MemoryWorld::default().with("a.mile", TEXT).with("deaths.csv", TABLE));
    let strategy = checked.strategy.unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("status_record");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let mut store = Sqlite::open_or_create(&folder.join(milepost_record::FILE), "counted").unwrap();
    let ask = |store: &Sqlite, known_at: Option<Date>| {
        let facts = Facts::known(Some(store), &strategy, known_at).unwrap();
        let rows = RecordRows { store, strategy: &strategy, known_at };
        let question = Question { as_of: date(2025, 3, 31), known_at, element: None };
        let status = status(&strategy, &checked.sources, &facts, &rows, &question).unwrap();
        let found = &status.conditions[0].found;
        let rows = |k: usize| found[k].rests_on.first().map(|u| u.periods[0].rows.clone()).unwrap_or_default();
        (found[0].state, rows(0), found[1].state, status.sources[0].origin.clone())
    };
    // A record without rows of it leaves the table its evidence.
    let (north, rows, south, origin) = ask(&store, None);
    assert_eq!((north, south, origin.as_deref()), (State::Holds, State::Holds, Some("deaths.csv")));
    assert_eq!(rows, ["deaths.csv:2"]);
    // Two rows in the north, six together; nothing of the south: the table counts no more.
    let first = date(2025, 3, 10);
    let drafts = [row("a", "north", first, 2.0), row("b", "north", first, 4.0)];
    store.append(&mut Drafts(drafts.into_iter()), None).unwrap();
    let (north, rows, south, origin) = ask(&store, None);
    assert_eq!((north, south, origin.as_deref()), (State::Holds, State::Unknown, Some("record")));
    assert_eq!(rows, ["record:0-1"]);
    // The second is corrected in May: then it is eleven, and by the end of April it still was six.
    let mut correction = row("b", "north", date(2025, 5, 2), 9.0);
    correction.supersedes = Some(1);
    store.append(&mut Drafts(std::iter::once(correction)), None).unwrap();
    assert_eq!(ask(&store, Some(date(2025, 4, 30))).0, State::Holds);
    let (north, rows, ..) = ask(&store, None);
    assert_eq!((north, rows), (State::NotMet, vec!["record:0,2".to_string()]));
    // Before anything was known, nothing is.
    assert_eq!(ask(&store, Some(date(2025, 3, 9))).0, State::Unknown);
}
