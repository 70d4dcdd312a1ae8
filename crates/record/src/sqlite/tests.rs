//! What only this store can do, and what is done to its file.

use std::path::PathBuf;

use serde_json::json;

use super::*;
use crate::event::{Count, Draft};
use crate::store::Drafts;

/// A folder for one test, which goes away with it.
struct Folder(PathBuf);

impl Folder {
    fn join(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn folder(name: &str) -> Folder {
    let path = std::env::temp_dir().join(format!("milepost-record-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&path).unwrap();
    Folder(path)
}

fn rows(from: u64, n: u64) -> impl Iterator<Item = Draft> {
    let known = Date::constant(2006, 2, 1);
    let count = Count::exactly("Baghdad", Date::constant(2006, 1, 1), 0.1);
    (from..from + n).map(move |i| Draft {
        id: Some(format!("row {i}")),
        counts: vec![count.clone()],
        ..Draft::new("evidence.row", "deaths", known, json!({"text": "x".repeat(300)}))
    })
}

#[test]
fn an_older_record_is_brought_up_to_date_with_the_same_head() {
    let here = folder("migrate");
    let file = here.join("record.sqlite");
    let mut first = open::make(&file, "milepost/test/0", PATIENCE, 1).unwrap();
    assert_eq!(schema::version(&first.connection).unwrap(), 1);
    let index = "SELECT count(*) FROM sqlite_schema WHERE name = 'event_by_kind'";
    let indexes = |record: &Sqlite| record.connection.query_row(index, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(indexes(&first), 0);
    let head = first.append(&mut Drafts(rows(0, 100)), None).unwrap().head;
    let key = Key::of_seed("iraq", [1; 32]).unwrap();
    first.add_signature(&HeadSignature::new(first.origin(), head, &key)).unwrap();
    drop(first);
    let mut now = Sqlite::open(&file).unwrap();
    assert_eq!((schema::version(&now.connection).unwrap(), indexes(&now)), (schema::LATEST, 1));
    assert_eq!(now.head().unwrap(), head);
    let verified = crate::verify(&now, &[key.public().clone()], &mut |_| {}).unwrap();
    assert_eq!((verified.head, verified.signed.len(), verified.faults), (head, 1, Vec::new()));
    now.append(&mut Drafts(rows(100, 1)), None).unwrap();
    now.check().unwrap();
    // A later version's record is left alone.
    now.connection.pragma_update(None, "user_version", schema::LATEST + 1).unwrap();
    drop(now);
    let refused = Sqlite::open(&file).err().unwrap().to_string();
    let name = file.display();
    assert_eq!(
        refused,
        format!("`{name}` has schema 3, and this version of milepost knows schemas up to 2; install a newer one")
    );
}

#[test]
fn the_file_itself_refuses_changes() {
    let here = folder("triggers");
    let file = here.join("record.sqlite");
    let mut record = Sqlite::create(&file, "milepost/test/0").unwrap();
    let head = record.append(&mut Drafts(rows(0, 3)), None).unwrap().head;
    record.append_all(vec![Draft { supersedes: Some(1), ..rows(1, 1).next().unwrap() }]).unwrap();
    let key = Key::of_seed("iraq", [1; 32]).unwrap();
    record.add_signature(&HeadSignature::new(record.origin(), head, &key)).unwrap();
    let mut refused = 0;
    for sql in [
        "UPDATE event SET data = 'x' WHERE seq = 1",
        "DELETE FROM event WHERE seq = 3",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 1",
        "INSERT INTO event SELECT 9, kind, subject, known, hashes, data FROM event WHERE seq = 1",
        "UPDATE superseded SET known = '2007-01-01'",
        "DELETE FROM superseded",
        "INSERT OR REPLACE INTO superseded VALUES (1, 2, '2006-01-01')",
        "UPDATE signature SET party = 'un'",
        "DELETE FROM signature",
        "INSERT OR REPLACE INTO signature SELECT * FROM signature",
    ] {
        let error = record.connection.execute(sql, []).unwrap_err();
        assert_eq!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::ConstraintViolation), "{sql}: {error}");
        refused += 1;
    }
    assert_eq!(refused, 10);
    record.check().unwrap();
}

#[test]
fn what_was_changed_behind_its_back_is_found() {
    let here = folder("tampered");
    let whole = here.join("whole.sqlite");
    let mut record = Sqlite::create(&whole, "milepost/test/0").unwrap();
    record.append(&mut Drafts(rows(0, 40)), None).unwrap();
    record.append_all(vec![Draft { supersedes: Some(7), ..rows(7, 1).next().unwrap() }]).unwrap();
    drop(record);
    for (i, sql) in [
        "UPDATE event SET data = replace(data, '0.1', '0.2') WHERE seq = 3",
        "UPDATE event SET data = replace(data, '\"seq\":3', '\"seq\": 3') WHERE seq = 3",
        "UPDATE event SET hashes = (SELECT hashes FROM event WHERE seq = 5) WHERE seq = 3",
        "UPDATE event SET known = '2006-02-02' WHERE seq = 3",
        "UPDATE event SET subject = kind WHERE seq = 3",
        "DELETE FROM event WHERE seq = 40",
        "DELETE FROM event WHERE seq = 17",
        "UPDATE superseded SET known = '2006-02-02'",
        "INSERT INTO superseded VALUES (12, 13, '2006-02-01')",
        "DELETE FROM superseded",
        "UPDATE change SET best = '9'",
        "UPDATE change SET rows = 41",
        "DELETE FROM change",
        "UPDATE cell SET period = '2006-02-01'",
        "DELETE FROM counted WHERE seq = 9",
        "INSERT INTO counted SELECT cell, 77 FROM counted LIMIT 1",
        "DELETE FROM named WHERE seq = 9",
        "UPDATE named SET seq = 11 WHERE seq = 9",
    ]
    .into_iter()
    .enumerate()
    {
        let file = here.join(format!("{i}.sqlite"));
        std::fs::copy(&whole, &file).unwrap();
        let other = rusqlite::Connection::open(&file).unwrap();
        let triggers = "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_schema WHERE type = 'trigger'";
        let drop: String = other.query_row(triggers, [], |row| row.get(0)).unwrap();
        other.execute_batch(&drop).unwrap();
        assert!(other.execute(sql, []).unwrap() > 0, "{sql}");
        other.close().unwrap();
        let found = Sqlite::open(&file).and_then(|record| record.check()).err();
        let found = found.unwrap_or_else(|| panic!("nothing was found after: {sql}")).to_string();
        assert!(found.ends_with("restore the last backup with `milepost log restore`"), "{sql}: {found}");
        assert!(found.starts_with(&format!("`{}` is damaged (", file.display())), "{sql}: {found}");
    }
    Sqlite::open(&whole).unwrap().check().unwrap();
}

#[test]
fn a_full_disk_leaves_the_record_as_it_was() {
    let here = folder("full");
    let file = here.join("record.sqlite");
    let mut record = Sqlite::create(&file, "milepost/test/0").unwrap();
    let head = record.append(&mut Drafts(rows(0, 50)), None).unwrap().head;
    let pages: i64 = record.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    // Early, with pages written before the end of the batch, and late.
    for (cache, more) in [(8, 1), (8, 40), (-64 * 1024, 3), (-64 * 1024, 100)] {
        record.connection.pragma_update(None, "cache_size", cache).unwrap();
        record.connection.query_row(&format!("PRAGMA max_page_count = {}", pages + more), [], |_| Ok(())).unwrap();
        let full = record.append(&mut Drafts(rows(50, 5000)), None).unwrap_err();
        assert!(matches!(full, Error::Full { .. }), "{full}");
        assert_eq!(record.head().unwrap(), head);
        record.check().unwrap();
    }
    record.connection.query_row("PRAGMA max_page_count = 1000000", [], |_| Ok(())).unwrap();
    assert_eq!(record.append(&mut Drafts(rows(50, 5000)), None).unwrap().range(), 50..5050);
    record.check().unwrap();
}

#[test]
fn ids_whose_keys_collide_are_told_apart() {
    let here = folder("collide");
    let file = here.join("record.sqlite");
    let mut record = Sqlite::create(&file, "milepost/test/0").unwrap();
    record.append(&mut Drafts(rows(0, 1)), None).unwrap();
    // As if `row 0` had the key of `row 1`.
    record.connection.execute("UPDATE named SET key = ?", [ids::key("deaths", "row 1")]).unwrap();
    let (free, none) = ids::find(&read::Reader::of(&record), "deaths", "row 1").unwrap();
    assert_eq!((free, none), (ids::key("deaths", "row 1").wrapping_add(1), None));
    record.append(&mut Drafts(rows(1, 1)), None).unwrap();
    assert_eq!(record.by_id("deaths", "row 1").unwrap().unwrap().seq, 1);
    assert_eq!(record.by_id("deaths", "row 0").unwrap(), None);
    let twice = record.append(&mut Drafts(rows(1, 1)), None).unwrap_err().to_string();
    assert!(twice.contains("has an event with the id `row 1`, event 1"), "{twice}");
}
