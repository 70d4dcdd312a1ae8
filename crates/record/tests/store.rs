//! What every store must do, whatever keeps it: the suite is written over the trait.

mod support;

use std::path::Path;

use milepost_record::commitment::{Secret, commitments};
use milepost_record::proof::{self, Claim, Proof};
use milepost_record::{
    BoxError, Cell, Count, Date, Draft, Drafts, Error, Filter, Hash, HeadSignature, Key, Lookup, Note, PublicKey,
    Source, Sqlite, Store,
};
use proptest::prelude::*;
use serde_json::json;
use support::{date, folder, row};

/// Makes a test of each function of the suite for a store.
macro_rules! suite {
    ($($name:ident)*) => {
        mod sqlite {
            use super::*;

            $(#[test]
            fn $name() {
                let here = folder(concat!("store_", stringify!($name)));
                super::$name(|| Sqlite::create(&fresh(&here), "milepost/test/0").unwrap());
            })*
        }
    };
}

/// A file that is not there yet.
fn fresh(folder: &Path) -> std::path::PathBuf {
    (0..).map(|i| folder.join(format!("{i}.sqlite"))).find(|p| !p.exists()).unwrap()
}

suite! {
    events_come_back_as_they_were
    filters
    ids_are_unique_among_live_events
    corrections_are_known_when_they_are
    nothing_is_left_of_what_was_corrected
    cells_are_the_sums_of_their_rows
    a_batch_is_recorded_as_a_whole
    what_is_wrong_is_refused
    a_source_sees_what_it_added
    contested_rows_say_so
    the_tree_does_not_depend_on_batches
    signed_batches
    heads_are_signed_and_checked
    proofs_are_checked_without_the_record
    private_texts_are_revealed_as_they_were
}

fn events_come_back_as_they_were<S: Store>(make: impl Fn() -> S) {
    let mut store = make();
    assert_eq!(store.head().unwrap().size, 0);
    let full = Draft {
        kind: "evidence.row".into(),
        subject: "civilian deaths \"now\"".into(),
        known: date("2006-02-01"),
        valid: Some((date("2006-01-03"), date("2006-01-05"))),
        id: Some("IBC-17 / ب".into()),
        supersedes: None,
        counts: vec![
            Count::exactly("Salah al-Din", date("2006-01-01"), 0.1),
            Count::exactly("", date("2006-01-01"), -3.0),
        ],
        body: json!({"b": [1, 2.5, null, true], "a": "x\n", "é": 1e-7, "sum": 0.1 + 0.2}),
    };
    let bare = Draft::new("contract.claim", "publish_contract", date("0001-01-01"), serde_json::Value::Null);
    let appended = store.append_all(vec![full.clone(), bare.clone()]).unwrap();
    assert_eq!((appended.range(), appended.head), (0..2, store.head().unwrap()));
    let read: Vec<Draft> = store.events(&Filter::all()).unwrap().map(|e| e.unwrap().draft()).collect();
    assert_eq!(read, [full, bare]);
    assert_eq!(
        store.event(0).unwrap().unwrap().canonical(),
        concat!(
            r#"{"body":{"a":"x\n","b":[1,2.5,null,true],"sum":0.30000000000000004,"é":1e-7},"#,
            r#""counts":[{"best":0.1,"element":"Salah al-Din","high":0.1,"low":0.1,"period":"2006-01-01"},"#,
            r#"{"best":-3,"element":"","high":-3,"low":-3,"period":"2006-01-01"}],"#,
            r#""id":"IBC-17 / ب","kind":"evidence.row","known":"2006-02-01","seq":0,"#,
            r#""subject":"civilian deaths \"now\"","valid":["2006-01-03","2006-01-05"]}"#
        )
    );
    assert_eq!(store.event(2).unwrap(), None);
    // Nothing to record changes nothing.
    assert_eq!(store.append_all(Vec::new()).unwrap().head, appended.head);
}

fn filters<S: Store>(make: impl Fn() -> S) {
    let mut store = make();
    let kinds = ["evidence.row", "contract.claim", "contract.verify", "evidence.row"];
    let draft = |i: usize| {
        let known = date("2006-01-01").checked_add(jiff::Span::new().days(i as i64 / 2)).unwrap();
        Draft::new(kinds[i % 4], format!("s{}", i % 3), known, json!(i))
    };
    store.append_all((0..1500).map(draft).collect()).unwrap();
    let seqs = |filter: Filter| -> Vec<u64> { store.events(&filter).unwrap().map(|e| e.unwrap().seq).collect() };
    let expected = |keep: fn(usize) -> bool| -> Vec<u64> { (0..1500).filter(|i| keep(*i)).map(|i| i as u64).collect() };
    assert_eq!(seqs(Filter::all()), expected(|_| true));
    assert_eq!(seqs(Filter::of("contract.")), expected(|i| matches!(i % 4, 1 | 2)));
    assert_eq!(seqs(Filter::of("contract.v").subject("s1")), expected(|i| i % 4 == 2 && i % 3 == 1));
    assert_eq!(seqs(Filter::all().subject("s2").after(600)), expected(|i| i % 3 == 2 && i > 600));
    assert_eq!(seqs(Filter::of("evidence").known_until(date("2006-01-02"))), [0, 3]);
    assert_eq!(seqs(Filter::of("nothing")), [0; 0]);
    assert_eq!(seqs(Filter::all().subject("nobody")), [0; 0]);
    let topics = store.topics("contract.c").unwrap();
    let topics: Vec<(&str, &str, u64)> =
        topics.iter().map(|t| (t.kind.as_str(), t.subject.as_str(), t.events)).collect();
    assert_eq!(topics, ["s0", "s1", "s2"].map(|s| ("contract.claim", s, 125)));
}

fn ids_are_unique_among_live_events<S: Store>(make: impl Fn() -> S) {
    let mut store = make();
    let first = row("a", "2006-02-01", "Baghdad", "2006-01-01", [1.0, 2.0, 3.0]);
    store.append_all(vec![first.clone()]).unwrap();
    let refused = store.append_all(vec![first.clone()]).unwrap_err().to_string();
    assert_eq!(
        refused,
        "event 1 of this batch cannot be recorded: `deaths` already has an event with the id `a`, event 0; correct it by superseding 0"
    );
    // Of another subject it is another id.
    store.append_all(vec![Draft { subject: "attacks".into(), ..first.clone() }]).unwrap();
    // A correction takes the id over, or gives it up.
    store.append_all(vec![Draft { supersedes: Some(0), ..first.clone() }]).unwrap();
    assert_eq!(store.by_id("deaths", "a").unwrap().unwrap().seq, 2);
    assert_eq!(store.superseded_by(0).unwrap(), Some(2));
    let withdrawn = Draft { supersedes: Some(2), ..Draft::new("evidence.withdrawn", "deaths", first.known, json!({})) };
    store.append_all(vec![withdrawn]).unwrap();
    assert_eq!(store.by_id("deaths", "a").unwrap(), None);
    assert_eq!(store.by_id("attacks", "a").unwrap().unwrap().seq, 1);
    store.append_all(vec![first]).unwrap();
    assert_eq!(store.by_id("deaths", "a").unwrap().unwrap().seq, 4);
}

/// Element, period and best figure of the cells known at a date.
fn best<S: Store>(store: &S, known: &str) -> Vec<(String, String, f64, u64, String)> {
    let cells = store.cells("deaths", date(known)).unwrap();
    cells.into_iter().map(|c| (c.element, c.period.to_string(), c.best, c.rows, c.last_known.to_string())).collect()
}

fn corrections_are_known_when_they_are<S: Store>(make: impl Fn() -> S) {
    let mut store = make();
    let january = |id: &str, known: &str, best: f64| row(id, known, "Baghdad", "2006-01-01", [0.0, best, 100.0]);
    store.append_all(vec![january("a", "2006-02-01", 10.0), january("b", "2006-02-05", 20.0)]).unwrap();
    let corrected = Draft { supersedes: Some(0), ..january("a", "2006-03-01", 13.0) };
    store.append_all(vec![corrected]).unwrap();
    let moved = row("b", "2006-04-01", "Anbar", "2006-01-01", [0.0, 21.0, 100.0]);
    store.append_all(vec![Draft { supersedes: Some(1), ..moved }]).unwrap();
    let cell = |element: &str, best: f64, rows: u64, known: &str| {
        (element.to_string(), "2006-01-01".to_string(), best, rows, known.to_string())
    };
    assert_eq!(best(&store, "2006-01-31"), []);
    assert_eq!(best(&store, "2006-02-01"), [cell("Baghdad", 10.0, 1, "2006-02-01")]);
    assert_eq!(best(&store, "2006-02-28"), [cell("Baghdad", 30.0, 2, "2006-02-05")]);
    assert_eq!(best(&store, "2006-03-01"), [cell("Baghdad", 33.0, 2, "2006-03-01")]);
    let last = [cell("Anbar", 21.0, 1, "2006-04-01"), cell("Baghdad", 13.0, 1, "2006-04-01")];
    assert_eq!(best(&store, "2006-12-31"), last);
    let rows = |element: &str, known: &str| -> Vec<u64> {
        let rows = store.rows_of("deaths", element, date("2006-01-01"), date(known)).unwrap();
        rows.iter().map(|row| row.event.seq).collect()
    };
    assert_eq!(rows("Baghdad", "2006-02-28"), [0, 1]);
    assert_eq!(rows("Baghdad", "2006-03-01"), [1, 2]);
    assert_eq!(rows("Anbar", "2006-03-31"), [0; 0]);
    assert_eq!(rows("Anbar", "2006-04-01"), [3]);
    let live = Filter::all().known_until(date("2006-03-15")).live();
    let live: Vec<u64> = store.events(&live).unwrap().map(|e| e.unwrap().seq).collect();
    assert_eq!(live, [1, 2]);
    // A withdrawn row leaves no zero behind, but no cell; a row that reports none does.
    let withdrawn =
        Draft { supersedes: Some(3), ..Draft::new("evidence.withdrawn", "deaths", date("2006-05-01"), json!({})) };
    store.append_all(vec![withdrawn, row("c", "2006-05-01", "Basrah", "2006-01-01", [0.0; 3])]).unwrap();
    let elements: Vec<(String, f64)> = best(&store, "2006-05-01").into_iter().map(|c| (c.0, c.2)).collect();
    assert_eq!(elements, [("Baghdad".to_string(), 13.0), ("Basrah".to_string(), 0.0)]);
}

fn nothing_is_left_of_what_was_corrected<S: Store>(make: impl Fn() -> S) {
    let mut store = make();
    let of = |id: &str, x: f64| row(id, "2006-02-01", "Baghdad", "2006-01-01", [x; 3]);
    store.append_all(vec![of("a", 0.1), of("b", 1e17), of("c", 0.2)]).unwrap();
    store.append_all(vec![Draft { supersedes: Some(1), ..of("b", 0.0) }]).unwrap();
    let [cell] = &store.cells("deaths", date("2006-02-01")).unwrap()[..] else { panic!("one cell") };
    // Adding and taking away 1e17 would leave 0.
    assert_eq!((cell.best, cell.rows), (0.1 + 0.2, 3));
}

fn a_batch_is_recorded_as_a_whole<S: Store>(make: impl Fn() -> S) {
    let mut store = make();
    store.append_all(vec![row("a", "2006-02-01", "Baghdad", "2006-01-01", [1.0; 3])]).unwrap();
    let before = store.head().unwrap();
    let mut bad = row("z", "2006-02-01", "Baghdad", "2006-01-01", [1.0; 3]);
    bad.counts[0].low = 2.0;
    let mut drafts: Vec<Draft> =
        (0..100).map(|i| row(&format!("b{i}"), "2006-02-01", "Anbar", "2006-01-01", [1.0; 3])).collect();
    drafts.push(bad);
    let refused = store.append_all(drafts.clone()).unwrap_err().to_string();
    assert_eq!(
        refused,
        "event 101 of this batch cannot be recorded: its count for `Baghdad` must have low <= best <= high, numbers of at most 1e18; it has 2, 1, 1"
    );
    struct Cut(std::vec::IntoIter<Draft>);
    impl Source for Cut {
        fn next(&mut self, _: &dyn Lookup) -> Option<Result<Draft, BoxError>> {
            Some(self.0.next().ok_or("line 102 of the file is cut".into()))
        }
    }
    drafts.pop();
    let cut = store.append(&mut Cut(drafts.clone().into_iter()), None).unwrap_err();
    assert_eq!(cut.to_string(), "line 102 of the file is cut");
    assert_eq!(store.head().unwrap(), before);
    assert_eq!(store.cells("deaths", date("2007-01-01")).unwrap().len(), 1);
    assert_eq!(store.by_id("deaths", "b3").unwrap(), None);
    drafts.truncate(100);
    assert_eq!(store.append_all(drafts).unwrap().range(), 1..101);
}

fn what_is_wrong_is_refused<S: Store>(make: impl Fn() -> S) {
    let mut store = make();
    let good = row("a", "2006-02-01", "Baghdad", "2006-01-01", [1.0; 3]);
    store.append_all(vec![good.clone(), Draft::new("note", "x", date("2006-01-01"), json!(1))]).unwrap();
    let nested = (0..70).fold(json!(1), |inner, _| json!([inner]));
    let other = |change: &dyn Fn(&mut Draft)| {
        let mut draft = Draft { id: None, ..good.clone() };
        change(&mut draft);
        store.append_all(vec![draft]).unwrap_err().to_string()
    };
    let refused = [
        &(|d: &mut Draft| d.kind = "Evidence row".into()) as &dyn Fn(&mut Draft),
        &|d| d.kind = "batch".into(),
        &|d| d.subject = " ".into(),
        &|d| d.id = Some("a\nb".into()),
        &|d| d.known = Date::constant(0, 1, 1),
        &|d| d.valid = Some((date("2006-02-01"), date("2006-01-31"))),
        &|d| d.counts[0].best = f64::NAN,
        &|d| d.counts[0].high = f64::INFINITY,
        &|d| d.counts[0].period = Date::constant(-1, 1, 1),
        &|d| d.supersedes = Some(2),
        &|d| d.supersedes = Some(1),
        &|d| (d.supersedes, d.known) = (Some(0), date("2006-01-31")),
        &|d| d.body = nested.clone(),
        &|d| d.body = json!("x".repeat(1 << 20)),
    ]
    .map(other)
    .map(|text| text.replace("event 1 of this batch cannot be recorded: ", ""));
    assert_eq!(
        refused,
        [
            "its kind `Evidence row` is not of the form `evidence.row`: lower-case words joined by dots",
            "the kind `batch` is written by the record itself",
            "its subject must be one line of text that is not empty",
            "its id must be one line of text that is not empty; leave it out where the source has none",
            "the date 0000-01-01 is outside the years 1 to 9999",
            "it is said to be true from 2006-02-01 to 2006-01-31, which ends before it begins",
            "its count for `Baghdad` must have low <= best <= high, numbers of at most 1e18; it has 1, NaN, 1",
            "its count for `Baghdad` must have low <= best <= high, numbers of at most 1e18; it has 1, 1, inf",
            "the date -000001-01-01 is outside the years 1 to 9999",
            "it supersedes event 2, which is not recorded",
            "it supersedes event 1, which speaks of `x`",
            "it was known on 2006-01-31, before event 0, which it supersedes and which was known on 2006-02-01",
            "its body is larger than 1 MiB or nested more than 64 deep; keep large files beside the record, with their hash",
            "its body is larger than 1 MiB or nested more than 64 deep; keep large files beside the record, with their hash",
        ]
    );
    store.append_all(vec![Draft { supersedes: Some(0), ..good.clone() }]).unwrap();
    let twice = store.append_all(vec![Draft { supersedes: Some(0), id: None, ..good }]).unwrap_err().to_string();
    assert!(twice.ends_with("it supersedes event 0, which event 2 has superseded; supersede 2 instead"), "{twice}");
}

fn a_source_sees_what_it_added<S: Store>(make: impl Fn() -> S) {
    /// Gives each row once, and corrects it where it comes again with other figures.
    struct Importing(std::vec::IntoIter<Draft>);
    impl Source for Importing {
        fn next(&mut self, so_far: &dyn Lookup) -> Option<Result<Draft, BoxError>> {
            loop {
                let draft = self.0.next()?;
                let id = draft.id.clone().unwrap();
                match so_far.by_id(&draft.subject, &id) {
                    Err(e) => return Some(Err(e.into())),
                    Ok(None) => return Some(Ok(draft)),
                    Ok(Some(old)) if old.counts == draft.counts => continue,
                    Ok(Some(old)) => return Some(Ok(Draft { supersedes: Some(old.seq), ..draft })),
                }
            }
        }
    }
    let mut store = make();
    let of = |id: &str, best: f64| row(id, "2006-02-01", "Baghdad", "2006-01-01", [0.0, best, 9.0]);
    let file = vec![of("a", 1.0), of("b", 2.0), of("a", 1.0), of("b", 3.0), of("b", 4.0)];
    let appended = store.append(&mut Importing(file.into_iter()), None).unwrap();
    assert_eq!((appended.events, store.cells("deaths", date("2006-02-01")).unwrap()[0].best), (4, 5.0));
    assert_eq!(store.append(&mut Importing(vec![of("b", 4.0)].into_iter()), None).unwrap().events, 0);
}

fn contested_rows_say_so<S: Store>(make: impl Fn() -> S) {
    let mut store = make();
    let contest = |known: &str, by: &str| {
        Draft::new("evidence.contest", "deaths", date(known), json!({"seq": 1, "by": by, "why": "counted twice"}))
    };
    let of = |id: &str| row(id, "2006-02-01", "Baghdad", "2006-01-01", [1.0; 3]);
    store.append_all(vec![of("a"), of("b"), contest("2006-03-01", "iraq"), contest("2006-04-01", "un")]).unwrap();
    let who = |known: &str| -> Vec<Vec<String>> {
        let rows = store.rows_of("deaths", "Baghdad", date("2006-01-01"), date(known)).unwrap();
        rows.into_iter().map(|row| row.contested.into_iter().map(|c| c.by).collect()).collect()
    };
    assert_eq!(who("2006-02-28"), [vec![], Vec::<String>::new()]);
    assert_eq!(who("2006-04-01"), [vec![], vec!["iraq".to_string(), "un".to_string()]]);
    // It counts as before: who contests is shown, not obeyed.
    assert_eq!(store.cells("deaths", date("2006-04-01")).unwrap()[0].best, 2.0);
}

fn the_tree_does_not_depend_on_batches<S: Store>(make: impl Fn() -> S) {
    let drafts: Vec<Draft> = (0..37).map(|i| Draft::new("note", "x", date("2006-01-01"), json!(i))).collect();
    let (mut at_once, mut one_by_one) = (make(), make());
    at_once.append_all(drafts.clone()).unwrap();
    for draft in drafts {
        one_by_one.append_all(vec![draft]).unwrap();
    }
    assert_eq!(at_once.head().unwrap(), one_by_one.head().unwrap());
    // And it is that of the canonical bytes.
    let mut tree = milepost_record::merkle::Frontier::default();
    for event in at_once.events(&Filter::all()).unwrap() {
        tree.push(milepost_record::merkle::leaf_hash(event.unwrap().canonical().as_bytes()));
    }
    assert_eq!(tree.head(), at_once.head().unwrap());
}

fn signed_batches<S: Store>(make: impl Fn() -> S) {
    let mut store = make();
    let key = Key::of_seed("iraq", [7; 32]).unwrap();
    let drafts: Vec<Draft> = (0..5).map(|i| Draft::new("note", "x", date("2006-01-01"), json!(i))).collect();
    let appended = store.append(&mut Drafts(drafts.into_iter()), Some(&key)).unwrap();
    assert_eq!((appended.range(), appended.head.size), (0..5, 6));
    let signature = store.event(5).unwrap().unwrap();
    assert_eq!((signature.kind.as_str(), signature.subject.as_str()), ("batch", "iraq"));
    let revoked = Draft { supersedes: Some(5), ..Draft::new("note", "iraq", date("2006-01-01"), json!(0)) };
    let refused = store.append_all(vec![revoked]).unwrap_err().to_string();
    assert!(refused.ends_with("it supersedes event 5, a signature over a batch, which stands for ever"), "{refused}");
    // Nothing recorded, nothing signed.
    assert_eq!(store.append(&mut Drafts(std::iter::empty()), Some(&key)).unwrap().head, appended.head);
}

fn notes<S: Store>(store: &mut S, from: u64, n: u64) {
    let drafts = (from..from + n).map(|i| Draft::new("note", "x", date("2006-01-01"), json!(i)));
    store.append_all(drafts.collect()).unwrap();
}

fn heads_are_signed_and_checked<S: Store>(make: impl Fn() -> S) {
    let keys = ["iraq", "un"].map(|party| Key::of_seed(party, Hash::of(party.as_bytes()).0).unwrap());
    let public: Vec<PublicKey> = keys.iter().map(|key| key.public().clone()).collect();
    let faults = |store: &S, keys: &[PublicKey]| milepost_record::verify(store, keys, &mut |_| {}).unwrap().faults;
    let mut store = make();
    let mut other = make();
    let empty = HeadSignature::new(store.origin(), store.head().unwrap(), &keys[0]);
    store.add_signature(&empty).unwrap();
    for size in [5, 12, 20] {
        let from = store.head().unwrap().size;
        notes(&mut store, from, size - from);
        for key in &keys {
            let signature = HeadSignature::new(store.origin(), store.head().unwrap(), key);
            store.add_signature(&signature).unwrap();
            // Twice is once.
            store.add_signature(&signature).unwrap();
        }
    }
    notes(&mut store, 20, 3);
    let verified = milepost_record::verify(&store, &public, &mut |_| {}).unwrap();
    assert_eq!((verified.head, &verified.faults), (store.head().unwrap(), &Vec::new()));
    let signed: Vec<(u64, &str)> = verified.signed.iter().map(|s| (s.head.size, s.party.as_str())).collect();
    let expected = [(0, "iraq"), (5, "iraq"), (5, "un"), (12, "iraq"), (12, "un"), (20, "iraq"), (20, "un")];
    assert_eq!(signed, expected);
    let unknown = faults(&store, &public[..1]);
    assert_eq!(unknown.len(), 3);
    assert_eq!(unknown[0], "the head of size 5 is signed with a key that is not among those of `un`");
    // The same signatures over a record in which event 7 is another.
    notes(&mut other, 0, 7);
    notes(&mut other, 70, 1);
    notes(&mut other, 8, 10);
    for signature in store.signatures().unwrap() {
        other.add_signature(&signature).unwrap();
    }
    let mut wrong = HeadSignature::new(other.origin(), other.head().unwrap(), &keys[0]);
    wrong.signature[9] ^= 1;
    other.add_signature(&wrong).unwrap();
    assert_eq!(
        faults(&other, &public),
        [
            "`iraq` signed another history: the first 12 events were rewritten since",
            "`un` signed another history: the first 12 events were rewritten since",
            "the signature of `iraq` under the head of size 18 is wrong",
            "`iraq` signed 20 events, more than there are: events were taken away",
            "`un` signed 20 events, more than there are: events were taken away",
        ]
    );
}

fn proofs_are_checked_without_the_record<S: Store>(make: impl Fn() -> S) {
    let mut store = make();
    notes(&mut store, 0, 11);
    let head = store.head().unwrap();
    let key = Key::of_seed("iraq", [7; 32]).unwrap();
    let signatures = vec![HeadSignature::new(store.origin(), head, &key)];
    let note = Note { origin: store.origin().into(), head, signatures };
    // Later events make no difference to it.
    notes(&mut store, 11, 9);
    for seq in 0..11 {
        let proof = proof::of_event(&store, seq, note.clone()).unwrap();
        let text = proof.to_string();
        let read = Proof::parse(&text).unwrap();
        assert_eq!((read.verify(), &read), (Ok(()), &proof));
        let other = text.replace(&format!("\"body\":{seq},"), &format!("\"body\":{},", seq + 1));
        assert!(other != text && Proof::parse(&other).unwrap().verify().is_err());
        let other = text.replace("\"body\":", "\"body\": ");
        assert!(Proof::parse(&other).unwrap().verify().is_err());
    }
    for size in 1..=11 {
        let proof = proof::since(&store, size, note.clone()).unwrap();
        let read = Proof::parse(&proof.to_string()).unwrap();
        assert_eq!((read.verify(), &read), (Ok(()), &proof));
        let Claim::Continues(old) = &proof.claim else { panic!("a claim on an older head") };
        assert_eq!(old.size, size);
        let other = proof.to_string().replace(&old.root.to_string(), &Hash::of(b"other").to_string());
        assert!(Proof::parse(&other).unwrap().verify().is_err());
    }
    let refused = proof::of_event(&store, 11, note.clone()).unwrap_err().to_string();
    assert_eq!(refused, "there is no event 11; the record holds 11, numbered from 0");
    for size in [0, 12] {
        let refused = proof::since(&store, size, note.clone()).unwrap_err().to_string();
        assert_eq!(refused, format!("there is no older head of size {size}; name one from 1 to 11"));
    }
    for wrong in ["", "milepost", "a\nb\n\nc"] {
        assert!(Proof::parse(wrong).is_err());
    }
}

fn private_texts_are_revealed_as_they_were<S: Store>(make: impl Fn() -> S) {
    let mut store = make();
    let text = "Half of the forces leave Anbar by 2006-06-30.";
    let secret = Secret::salted([9; 32], text).unwrap();
    let other = Secret::salted([8; 32], text).unwrap();
    store
        .append_all(vec![secret.commit("coalition", date("2005-12-15")), other.commit("iraq", date("2005-12-20"))])
        .unwrap();
    let at = |store: &S, known: &str| commitments(store, date(known)).unwrap();
    assert_eq!(at(&store, "2005-12-15").len(), 1);
    let all = at(&store, "2006-01-01");
    assert_eq!(all.iter().map(|c| (c.seq, c.party.as_str())).collect::<Vec<_>>(), [(0, "coalition"), (1, "iraq")]);
    assert!(all.iter().all(|c| c.revealed.is_none()));
    // A changed text, or the salt of another one, does not reveal it.
    let changed = Secret::salted([9; 32], &text.replace("06-30", "09-30")).unwrap();
    for wrong in [&changed, &other] {
        let refused = wrong.reveal(&all[0], date("2006-06-30")).unwrap_err().to_string();
        let expected =
            "salt and text do not give the commitment of event 0: the text was changed, or belongs to another one";
        assert_eq!(refused, expected);
    }
    store.append_all(vec![secret.reveal(&all[0], date("2006-06-30")).unwrap()]).unwrap();
    assert!(at(&store, "2006-06-29")[0].revealed.is_none());
    let revealed = at(&store, "2006-06-30").remove(0);
    assert_eq!(revealed.revealed.as_ref().unwrap().text, format!("{text}\n"));
    let twice = secret.reveal(&revealed, date("2006-07-01")).unwrap_err().to_string();
    assert_eq!(twice, "it has been revealed by event 2 on 2006-06-30");
    assert_eq!(milepost_record::verify(&store, &[], &mut |_| {}).unwrap().faults, [""; 0]);
    // Whoever records another text past these checks is found out.
    let mut forged = other.reveal(&at(&store, "2006-06-30")[1], date("2006-07-01")).unwrap();
    forged.body["text"] = json!("All forces leave.\n");
    store.append_all(vec![forged]).unwrap();
    assert!(at(&store, "2006-07-01")[1].revealed.is_none());
    let faults = milepost_record::verify(&store, &[], &mut |_| {}).unwrap().faults;
    assert_eq!(faults, ["the text revealed in event 3 is not the one that was committed to"]);
}

/// A row of a random record: of which earlier row it is a correction, its element, month, day and figures.
type Random = (Option<usize>, u8, u8, u8, Vec<f64>);

fn randoms() -> impl Strategy<Value = Vec<Random>> {
    let figures = proptest::collection::vec(
        prop_oneof![-1e6..1e6f64, Just(0.1), Just(1e16), (0u32..50).prop_map(f64::from)],
        0..3,
    );
    let row = (proptest::option::weighted(0.3, 0usize..40), 0u8..3, 1u8..4, 1u8..29, figures);
    proptest::collection::vec(row, 1..40)
}

/// The drafts of a random record, with corrections only of what may be corrected.
fn drafts(rows: &[Random]) -> Vec<Draft> {
    let mut superseded = std::collections::BTreeSet::new();
    let mut drafts: Vec<Draft> = Vec::new();
    for (corrects, element, month, day, figures) in rows {
        let mut known = Date::constant(2006, 6, *day as i8);
        let target = corrects.filter(|at| *at < drafts.len() && superseded.insert(*at));
        if let Some(at) = target {
            known = known.max(drafts[at].known);
        }
        let period = Date::constant(2006, *month as i8, 1);
        let count = |best: &f64| Count {
            element: format!("e{element}"),
            period,
            low: best - 1.0,
            best: *best,
            high: best + 0.3,
        };
        drafts.push(Draft {
            supersedes: target.map(|at| at as u64),
            counts: figures.iter().map(count).collect(),
            ..Draft::new("evidence.row", "deaths", known, json!({}))
        });
    }
    drafts
}

/// The cells known at a date, by going through all rows.
fn plainly<S: Store>(store: &S, known: Date) -> Vec<(String, Date, u64)> {
    let mut cells = std::collections::BTreeMap::new();
    for event in store.events(&Filter::all().known_until(known).live()).unwrap() {
        let mut seen = std::collections::BTreeSet::new();
        for count in event.unwrap().counts {
            let at = (count.element, count.period);
            *cells.entry(at.clone()).or_insert(0) += u64::from(seen.insert(at.clone()));
        }
    }
    cells.into_iter().map(|((element, period), rows)| (element, period, rows)).collect()
}

fn cells_are_the_sums_of_their_rows<S: Store>(make: impl Fn() -> S) {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(24));
    let check = |rows: Vec<Random>| -> Result<(), TestCaseError> {
        let all = drafts(&rows);
        let (mut store, mut slowly) = (make(), make());
        store.append_all(all.clone()).unwrap();
        for some in all.chunks(5) {
            slowly.append_all(some.to_vec()).unwrap();
        }
        for day in [9, 28] {
            let known = Date::constant(2006, 6, day);
            let cells = store.cells("deaths", known).unwrap();
            prop_assert_eq!(&cells, &slowly.cells("deaths", known).unwrap());
            let found: Vec<_> = cells.iter().map(|c| (c.element.clone(), c.period, c.rows)).collect();
            prop_assert_eq!(found, plainly(&store, known));
            // A fresh record of the live rows alone has the same bits.
            let alone = store.events(&Filter::all().known_until(known).live()).unwrap();
            let alone = alone.map(|event| Draft { supersedes: None, ..event.unwrap().draft() }).collect();
            let mut fresh = make();
            fresh.append_all(alone).unwrap();
            let figures = |c: &Cell| (c.element.clone(), c.period, c.low.to_bits(), c.best.to_bits(), c.high.to_bits());
            let again = fresh.cells("deaths", known).unwrap();
            prop_assert_eq!(
                again.iter().map(figures).collect::<Vec<_>>(),
                cells.iter().map(figures).collect::<Vec<_>>()
            );
            for cell in &cells {
                let rows = store.rows_of("deaths", &cell.element, cell.period, known).unwrap();
                prop_assert_eq!(rows.len() as u64, cell.rows);
            }
        }
        Ok(())
    };
    runner.run(&randoms(), check).unwrap();
}

#[test]
fn a_missing_record_is_named() {
    let error = Sqlite::open(&folder("missing").join("record.sqlite")).err().unwrap();
    assert!(matches!(error, Error::Missing(_)), "{error}");
}
