//! Files that are no records, copies, exports, and two processes at once.

mod support;

use std::path::Path;
use std::time::Duration;

use milepost_record::export::{export, import, title};
use milepost_record::{BoxError, Draft, Drafts, Error, HeadSignature, Key, Lookup, Source, Sqlite, Store};
use support::{folder, row};

fn drafts(from: u64, n: u64) -> Vec<Draft> {
    let of = |i: u64| row(&format!("r{i}"), "2006-02-01", "Baghdad", "2006-01-01", [0.0, i as f64 / 7.0, 1e6]);
    (from..from + n).map(of).collect()
}

fn filled(file: &Path, n: u64) -> Sqlite {
    let mut store = Sqlite::create(file, "milepost/files/0").unwrap();
    let key = Key::of_seed("iraq", [1; 32]).unwrap();
    store.append(&mut Drafts(drafts(0, n).into_iter()), Some(&key)).unwrap();
    store.append_all(vec![Draft { supersedes: Some(0), ..drafts(0, 1).remove(0) }]).unwrap();
    let head = store.head().unwrap();
    store.add_signature(&HeadSignature::new(store.origin(), head, &key)).unwrap();
    store
}

/// What opening the file and going through all of it says.
fn refusal(file: &Path) -> String {
    let found = Sqlite::open(file).and_then(|store| store.check());
    found.err().unwrap_or_else(|| panic!("{} was not refused", file.display())).to_string()
}

/// The bytes with one bit of a text turned over, in all places where SQLite left it.
fn turned(bytes: &[u8], text: &str) -> Vec<u8> {
    let mut turned = bytes.to_vec();
    let places = bytes.windows(text.len()).enumerate().filter(|(_, w)| *w == text.as_bytes());
    for (at, _) in places {
        turned[at + 1] ^= 1;
    }
    assert_ne!(turned, bytes, "{text} is not there");
    turned
}

#[test]
fn what_is_no_record_is_refused_in_a_sentence() {
    let here = folder("no_record");
    let name = |file: &str| here.join(file).display().to_string();
    let refused = |file: &str, bytes: &[u8]| {
        std::fs::write(here.join(file), bytes).unwrap();
        refusal(&here.join(file))
    };
    let no_record = |file: &str| {
        format!(
            "`{}` is not a record of milepost; name another file, or restore one with `milepost log restore`",
            name(file)
        )
    };
    assert_eq!(refused("text", b"seq,kind\n1,evidence.row\n"), no_record("text"));
    assert_eq!(refusal(&here), no_record("").replace("/`", "`"));
    let missing =
        format!("there is no record `{}`; it is made by the first command that records something", name("missing"));
    assert_eq!(refusal(&here.join("missing")), missing);
    let damaged = |file: &str, what: &str| {
        format!("`{}` is damaged ({what}); restore the last backup with `milepost log restore`", name(file))
    };
    assert_eq!(refused("empty", b""), damaged("empty", "it is empty"));
    drop(filled(&here.join("whole"), 300));
    let whole = std::fs::read(here.join("whole")).unwrap();
    assert_eq!(refused("head", &whole[..60]), damaged("head", "it was cut off"));
    let half = format!("it has {} bytes and should have {}", whole.len() / 2, whole.len());
    assert_eq!(refused("half", &whole[..whole.len() / 2]), damaged("half", &half));
    let last = format!("it has {} bytes and should have {}", whole.len() - 1, whole.len());
    assert_eq!(refused("last", &whole[..whole.len() - 1]), damaged("last", &last));
    // Another program's database.
    let mut other = whole.clone();
    other[68..72].fill(0);
    assert_eq!(refused("other", &other), no_record("other"));
    // A byte turned over within an event, wherever that lies, and pages of nothing.
    for event in [1, 150, 299] {
        let said = refused("turned", &turned(&whole, &format!("\"id\":\"r{event}\"")));
        let expected = format!("event {event} is not what was recorded");
        assert_eq!(said, damaged("turned", &expected));
    }
    for page in 1..whole.len() / 4096 {
        let mut holed = whole.clone();
        holed[page * 4096..][..4096].fill(0);
        let said = refused("holed", &holed);
        assert!(said.starts_with(&format!("`{}` is damaged (", name("holed"))), "page {page}: {said}");
    }
}

#[test]
fn backups_have_the_same_head_and_overwrite_nothing() {
    let here = folder("backup");
    let mut store = filled(&here.join("record.sqlite"), 200);
    let head = store.backup(&here.join("copy")).unwrap();
    assert_eq!(head, store.head().unwrap());
    let signatures = store.signatures().unwrap();
    store.append_all(drafts(1000, 5)).unwrap();
    let restored = Sqlite::restore(&here.join("copy"), &here.join("restored")).unwrap();
    restored.check().unwrap();
    assert_eq!((restored.head().unwrap(), restored.origin()), (head, store.origin()));
    assert_eq!((restored.signatures().unwrap(), signatures.len()), (signatures, 1));
    assert!(matches!(store.backup(&here.join("copy")), Err(Error::Exists(_))));
    let again = Sqlite::restore(&here.join("copy"), &here.join("record.sqlite")).err().unwrap().to_string();
    assert!(again.ends_with("is there already and is not overwritten; name another file or move it away"), "{again}");
    // A damaged backup is named, and leaves nothing.
    let bytes = turned(&std::fs::read(here.join("copy")).unwrap(), "\"id\":\"r57\"");
    std::fs::write(here.join("bad"), &bytes).unwrap();
    let bad = Sqlite::restore(&here.join("bad"), &here.join("new")).err().unwrap().to_string();
    assert!(bad.starts_with(&format!("`{}` is damaged (event", here.join("bad").display())), "{bad}");
    let cut = &bytes[..bytes.len() / 2];
    std::fs::write(here.join("bad"), cut).unwrap();
    assert!(matches!(Sqlite::restore(&here.join("bad"), &here.join("new")), Err(Error::Damaged { .. })));
    let mut left: Vec<String> =
        std::fs::read_dir(&here).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    left.sort();
    assert_eq!(left, ["bad", "copy", "record.sqlite", "restored"]);
}

#[test]
fn a_backup_is_one_moment_while_others_write() {
    let here = folder("backup_while");
    let file = here.join("record.sqlite");
    drop(filled(&file, 50));
    let writer = std::thread::spawn({
        let file = file.clone();
        move || {
            let mut store = Sqlite::open(&file).unwrap();
            for i in 1..60 {
                store.append_all(drafts(i * 1000, 7)).unwrap();
            }
        }
    });
    let mut sizes = Vec::new();
    for i in 0..8 {
        let copy = here.join(format!("copy {i}"));
        let head = Sqlite::open(&file).unwrap().backup(&copy).unwrap();
        Sqlite::open(&copy).unwrap().check().unwrap();
        // 50 rows, a signature, a correction, and whole batches of seven.
        assert_eq!((head.size - 52) % 7, 0);
        sizes.push(head.size);
    }
    writer.join().unwrap();
    assert!(sizes.is_sorted());
}

#[test]
fn an_export_builds_the_same_record() {
    let here = folder("export");
    let store = filled(&here.join("record.sqlite"), 120);
    let mut text = Vec::new();
    let head = export(&store, &mut text, &mut |_| {}).unwrap();
    let read = |text: &[u8], name: &str| {
        let mut lines = text;
        let title = title(&mut lines)?;
        let mut built = Sqlite::create(&here.join(name), &title.origin)?;
        import(&mut built, &title, &mut lines, &mut |_| {})?;
        Ok::<Sqlite, Error>(built)
    };
    let built = read(&text, "built").unwrap();
    assert_eq!((built.head().unwrap(), head.size), (head, 122));
    built.check().unwrap();
    let key = Key::of_seed("iraq", [1; 32]).unwrap();
    let verified = milepost_record::verify(&built, &[key.public().clone()], &mut |_| {}).unwrap();
    assert_eq!((verified.batches.len(), verified.signed.len(), verified.faults), (1, 1, Vec::new()));
    let mut again = Vec::new();
    export(&built, &mut again, &mut |_| {}).unwrap();
    assert_eq!(again, text);
    let text = String::from_utf8(text).unwrap();
    let refused = |text: String, name: &str| read(text.as_bytes(), name).err().unwrap().to_string();
    assert_eq!(
        refused(text.replace("\"line\":7,", "\"line\":8,"), "a"),
        "the events of the export do not have the head that its first line says"
    );
    assert_eq!(
        refused(text.replace("\"line\":7,", "\"line\": 7,"), "b"),
        "line 2 of the export is not event 0 in its canonical form"
    );
    let cut: Vec<&str> = text.lines().take(60).collect();
    assert_eq!(refused(cut.join("\n"), "c"), "the export was cut: it holds 59 events of 122");
    assert_eq!(
        refused(text.replacen("\"milepost\":1", "\"milepost\":2", 1), "d"),
        "the export has form 2, and this version reads form 1"
    );
    assert_eq!(refused("{}\n".into(), "e"), "it is no export of a record; `milepost log export` writes one");
}

/// A source that tries to write to the record from elsewhere while it is asked for drafts.
struct Meddling<'a> {
    file: &'a Path,
    said: &'a mut Vec<String>,
    left: u64,
}

impl Source for Meddling<'_> {
    fn next(&mut self, _: &dyn Lookup) -> Option<Result<Draft, BoxError>> {
        let mut other = Sqlite::open(self.file).unwrap();
        other.set_patience(Duration::from_millis(20)).unwrap();
        let said = other.append_all(drafts(500, 1)).unwrap_err().to_string();
        // Reading goes on meanwhile, and sees what was there before.
        self.said.push(format!("{said}; {} events", other.head().unwrap().size));
        self.left = self.left.checked_sub(1)?;
        Some(Ok(drafts(self.left, 1).remove(0)))
    }
}

#[test]
fn of_two_writers_one_waits_or_is_told() {
    let here = folder("two");
    let file = here.join("record.sqlite");
    let mut store = Sqlite::create(&file, "milepost/two/0").unwrap();
    let mut said = Vec::new();
    store.append(&mut Meddling { file: &file, said: &mut said, left: 2 }, None).unwrap();
    let told = format!("another process is writing to `{}`; try again when it has finished; 0 events", file.display());
    assert_eq!(said, vec![told; 3]);
    // Four at once, each waiting for its turn.
    let writers: Vec<_> = (1..5)
        .map(|w| {
            let file = file.clone();
            std::thread::spawn(move || {
                let mut store = Sqlite::open(&file).unwrap();
                for i in 0..10 {
                    store.append_all(drafts(w * 1000 + i * 10, 3)).unwrap();
                }
            })
        })
        .collect();
    writers.into_iter().for_each(|writer| writer.join().unwrap());
    assert_eq!(store.head().unwrap().size, 2 + 4 * 10 * 3);
    store.check().unwrap();
}
