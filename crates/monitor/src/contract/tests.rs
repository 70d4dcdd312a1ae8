//! Lives of obligations by hand, and what must hold whatever parties say.

use jiff::civil::{Date, date};
use milepost_strategy::model::Strategy;
use milepost_strategy::{MemoryWorld, check};
use proptest::prelude::*;
use proptest::strategy::Strategy as _;

use super::*;

const CASE: &str = r#"strategy "case" { time month from 2004-01 to 2009-12 }
actor coalition
actor iraq
actor un
obligation publish "Contract published" by coalition to iraq overseen by un due 2006-06 evidence document
obligation answer "Requests answered" by coalition to iraq overseen by un evidence record
obligation free "Detained tried or freed" by iraq to un due 2006-12
milestone early "Soon" due 2006-03 by coalition { met when time > 2009-01 }
"#;

fn strategy(text: &str) -> Strategy {
    let checked = check(&MemoryWorld::default().with("case.mile", text));
    checked.strategy.unwrap_or_else(|| panic!("{:?}", checked.diagnostics))
}

/// Acts said one after the other, each in an event of its own.
struct Table {
    strategy: Strategy,
    said: Vec<Said>,
}

impl Table {
    fn new() -> Table {
        Table { strategy: strategy(CASE), said: Vec::new() }
    }

    /// A version of the declared terms that all have signed on the first of January 2006.
    fn agreed() -> Table {
        let mut table = Table::new();
        table.draft("first", date(2006, 1, 1));
        for party in ["coalition", "iraq", "un"] {
            table.sign(1, party, date(2006, 1, 1));
        }
        table
    }

    fn say(&mut self, subject: &str, by: &str, on: Date, act: Act) {
        let seq = self.said.len() as u64;
        self.said.push(Said { seq, subject: subject.into(), by: by.into(), on, act });
    }

    fn draft(&mut self, reason: &str, on: Date) {
        let version = self.said.iter().filter(|said| matches!(said.act, Act::Version(_))).count() as u32 + 1;
        let terms = self.board(on).next(&Terms::of(&self.strategy));
        self.say(CONTRACT, "un", on, Act::Version(Version { version, reason: reason.into(), by: "un".into(), terms }));
    }

    fn sign(&mut self, version: u32, by: &str, on: Date) {
        let drafted = self.said.iter().find(|s| matches!(&s.act, Act::Version(v) if v.version == version)).unwrap();
        let act = Act::Sign { version, event: drafted.seq, leaf: String::new() };
        self.say(CONTRACT, by, on, act);
    }

    fn claim(&mut self, subject: &str, by: &str, on: Date) {
        self.say(subject, by, on, Act::Claim { at: on, evidence: "shown".into(), sha256: None });
    }

    fn verify(&mut self, subject: &str, by: &str, on: Date, at: Date, partly: bool) {
        self.say(subject, by, on, Act::Verify { at, partly, evidence: "seen".into(), sha256: None });
    }

    fn board(&self, as_of: Date) -> Board {
        Board::of(&self.strategy, &self.said, as_of, as_of)
    }

    fn standing(&self, name: &str, as_of: Date) -> Standing {
        let board = self.board(as_of);
        assert_eq!(board.unapplied, [], "{name}");
        board.obligations.into_iter().find(|s| s.term.name == name).unwrap()
    }

    fn state(&self, name: &str, as_of: Date) -> State {
        self.standing(name, as_of).state
    }

    /// Why the last act was not applied.
    fn refused(&self, as_of: Date) -> String {
        self.board(as_of).unapplied.last().map(|u| u.why.clone()).unwrap_or_default()
    }
}

#[test]
fn a_promise_is_proposed_until_its_parties_have_signed() {
    let mut table = Table::new();
    assert_eq!(table.state("publish", date(2006, 1, 1)), State::Proposed);
    table.draft("first", date(2006, 1, 2));
    table.sign(1, "iraq", date(2006, 1, 3));
    table.sign(1, "un", date(2006, 1, 4));
    let standing = table.standing("publish", date(2006, 1, 5));
    assert_eq!((standing.state, standing.unsigned), (State::Proposed, vec!["coalition".to_string()]));
    // What concerns only those who have signed is agreed.
    assert_eq!(table.state("free", date(2006, 1, 5)), State::Scheduled);
    table.sign(1, "coalition", date(2006, 1, 6));
    assert_eq!(table.state("publish", date(2006, 1, 6)), State::Scheduled);
    assert_eq!(table.state("answer", date(2006, 1, 6)), State::Agreed);
    // As it stood before.
    assert_eq!(table.state("publish", date(2006, 1, 5)), State::Proposed);
}

#[test]
fn due_near_the_date_and_overdue_only_after_it() {
    let table = Table::agreed();
    assert_eq!(table.state("publish", date(2006, 5, 30)), State::Scheduled);
    assert_eq!(table.state("publish", date(2006, 5, 31)), State::Due);
    assert_eq!(table.state("publish", date(2006, 6, 30)), State::Due);
    assert_eq!(table.state("publish", date(2006, 7, 1)), State::Overdue);
    assert_eq!(table.state("answer", date(2009, 7, 1)), State::Agreed);
}

#[test]
fn only_somebody_else_verifies() {
    let mut table = Table::agreed();
    table.claim("publish", "coalition", date(2006, 6, 1));
    assert_eq!(table.state("publish", date(2006, 6, 2)), State::Claimed);
    let past = table.standing("publish", date(2006, 8, 1));
    assert_eq!((past.state, past.past_due), (State::Claimed, true));
    table.verify("publish", "coalition", date(2006, 6, 3), date(2006, 6, 1), false);
    assert_eq!(table.refused(date(2006, 6, 3)), "`coalition` owes `publish` and cannot verify it; `iraq` and `un` can");
    table.said.pop();
    table.verify("publish", "un", date(2006, 7, 9), date(2006, 6, 1), false);
    assert_eq!(table.state("publish", date(2006, 7, 9)), State::Verified);
    // It was not known before the day it was said.
    let then = Board::of(&table.strategy, &table.said, date(2006, 7, 8), date(2006, 7, 8));
    assert_eq!(then.obligations[0].state, State::Claimed);
    // What is known later of that day counts for it.
    let later = Board::of(&table.strategy, &table.said, date(2006, 7, 8), date(2006, 12, 31));
    assert_eq!(later.obligations[0].state, State::Verified);
}

#[test]
fn late_and_in_part() {
    let mut table = Table::agreed();
    table.verify("publish", "iraq", date(2006, 7, 20), date(2006, 7, 15), true);
    let partly = table.standing("publish", date(2006, 7, 20));
    assert_eq!((partly.state, partly.past_due), (State::Partly, true));
    table.verify("publish", "un", date(2006, 8, 20), date(2006, 8, 15), false);
    assert_eq!(table.state("publish", date(2006, 8, 20)), State::VerifiedLate);
}

#[test]
fn a_dispute_stands_until_it_is_judged() {
    let mut table = Table::agreed();
    table.say("publish", "iraq", date(2006, 2, 1), Act::Dispute { why: "no".into() });
    assert_eq!(table.refused(date(2006, 2, 1)), "nothing was claimed or found of `publish` that could be disputed");
    table.said.pop();
    table.claim("publish", "coalition", date(2006, 2, 2));
    table.say("publish", "iraq", date(2006, 2, 3), Act::Dispute { why: "half of it is missing".into() });
    assert_eq!(table.state("publish", date(2006, 2, 3)), State::Disputed);
    table.verify("publish", "un", date(2006, 2, 4), date(2006, 2, 2), true);
    assert_eq!(table.state("publish", date(2006, 2, 4)), State::Partly);
}

#[test]
fn nobody_moves_a_date_alone_and_every_move_is_counted() {
    let mut table = Table::agreed();
    let to = date(2006, 9, 30);
    table.say("publish", "coalition", date(2006, 6, 1), Act::Move { to, reason: "talks".into() });
    assert_eq!(table.standing("publish", date(2006, 6, 1)).due, Some(date(2006, 6, 30)));
    table.say("publish", "coalition", date(2006, 6, 2), Act::Approve { to });
    assert_eq!(
        table.refused(date(2006, 6, 2)),
        "`coalition` asked for the other date of `publish`, so somebody else must approve it: `iraq` and `un`"
    );
    table.said.pop();
    table.say("publish", "iraq", date(2006, 6, 3), Act::Approve { to });
    let moved = table.standing("publish", date(2006, 7, 15));
    assert_eq!((moved.state, moved.due, moved.moves()), (State::Scheduled, Some(to), (1, 92)));
    assert_eq!(moved.moved[0].approved, ["iraq"]);

    // A next version keeps the moved date where the files keep the old one, and moves nothing.
    table.draft("second", date(2006, 7, 20));
    for party in ["coalition", "iraq", "un"] {
        table.sign(2, party, date(2006, 7, 21));
    }
    let standing = table.standing("publish", date(2006, 7, 22));
    assert_eq!((standing.due, standing.moves()), (Some(to), (1, 92)));

    // A version with another date moves it as well.
    table.strategy = strategy(&CASE.replace("overseen by un due 2006-06", "overseen by un due 2006-12"));
    table.draft("third", date(2006, 8, 1));
    let waiting = table.standing("publish", date(2006, 8, 1));
    assert_eq!(waiting.due, Some(to));
    assert_eq!(waiting.pending.map(|(version, who)| (version, who.len())), Some((3, 3)));
    for party in ["coalition", "iraq", "un"] {
        table.sign(3, party, date(2006, 8, 2));
    }
    let standing = table.standing("publish", date(2006, 8, 2));
    assert_eq!((standing.due, standing.moves()), (Some(date(2006, 12, 31)), (2, 92 + 92)));
    assert_eq!((standing.moved[1].reason.as_str(), standing.moved[1].approved.len()), ("third", 3));
}

#[test]
fn a_debtor_does_not_approve_its_own_delay() {
    let mut table = Table::agreed();
    let to = date(2007, 6, 30);
    table.say("publish", "un", date(2006, 6, 1), Act::Move { to, reason: "talks".into() });
    table.say("publish", "coalition", date(2006, 6, 2), Act::Approve { to });
    assert_eq!(
        table.refused(date(2006, 6, 2)),
        "`coalition` owes `publish` and cannot approve another date for it; `iraq` can"
    );
}

#[test]
fn dates_of_milestones_move_the_same_way() {
    let mut table = Table::agreed();
    let to = date(2006, 6, 30);
    table.say("early", "coalition", date(2006, 2, 1), Act::Move { to, reason: "winter".into() });
    table.say("early", "un", date(2006, 2, 2), Act::Approve { to });
    let board = table.board(date(2006, 2, 2));
    assert_eq!(board.unapplied, []);
    assert_eq!((board.milestones[0].due, board.milestones[0].moves()), (Some(to), (1, 91)));
    // Of one place only.
    table.say("early[Anbar]", "coalition", date(2006, 2, 3), Act::Move { to: date(2006, 3, 1), reason: "calm".into() });
    table.say("early[Anbar]", "un", date(2006, 2, 3), Act::Approve { to: date(2006, 3, 1) });
    let board = table.board(date(2006, 2, 3));
    let moves: Vec<_> = board.milestones.iter().map(|s| (s.term.name.as_str(), s.moves())).collect();
    assert_eq!(moves, [("early", (1, 91)), ("early[Anbar]", (1, -30))]);
    table.claim("early", "coalition", date(2006, 2, 3));
    assert_eq!(table.refused(date(2006, 2, 3)), "`early` is a milestone, which evidence decides");
}

#[test]
fn what_a_later_contract_leaves_out_lapses_in_sight() {
    let mut table = Table::agreed();
    let without: String = CASE.lines().filter(|l| !l.contains("obligation answer")).map(|l| format!("{l}\n")).collect();
    table.strategy = strategy(&without);
    table.draft("shorter", date(2006, 3, 1));
    table.sign(2, "coalition", date(2006, 3, 1));
    table.sign(2, "iraq", date(2006, 3, 1));
    assert_eq!(table.state("answer", date(2006, 3, 1)), State::Agreed);
    table.sign(2, "un", date(2006, 3, 2));
    assert_eq!(table.state("answer", date(2006, 3, 2)), State::Lapsed);
    table.claim("answer", "coalition", date(2006, 3, 3));
    assert_eq!(table.refused(date(2006, 3, 3)), "`answer` is lapsed, so nothing more can be said of it");
}

#[test]
fn acts_survive_the_record() {
    let mut table = Table::agreed();
    table.claim("publish", "coalition", date(2006, 2, 2));
    table.verify("publish", "un", date(2006, 3, 2), date(2006, 2, 2), false);
    table.say("guarantee", "un", date(2006, 4, 1), Act::Decide { answer: "act".into(), reason: "breach".into() });
    for said in &table.said {
        let draft = said.act.draft(&said.subject, &said.by, said.on).unwrap();
        let event = milepost_record::Event {
            seq: said.seq,
            kind: draft.kind,
            subject: draft.subject,
            known: draft.known,
            valid: draft.valid,
            id: draft.id,
            supersedes: draft.supersedes,
            counts: draft.counts,
            body: draft.body,
        };
        assert_eq!(Said::of(&event), Some(Ok(said.clone())));
        let damaged = milepost_record::Event { body: serde_json::json!({ "by": "un" }), ..event.clone() };
        assert!(Said::of(&damaged).unwrap().unwrap_err().contains("cannot be read"));
        let elsewhere = milepost_record::Event { kind: "contract.dispute".into(), ..event };
        assert!(Said::of(&elsewhere).unwrap().is_err());
    }
}

#[test]
fn the_open_contracting_standard_never_says_not_met_of_what_is_not_due() {
    let mut table = Table::agreed();
    let status = |table: &Table, as_of| {
        let written = ocds(&table.board(as_of), "case", "milepost-case");
        let milestones = written["releases"][0]["contracts"][0]["implementation"]["milestones"].clone();
        milestones[0]["status"].as_str().map(String::from)
    };
    assert_eq!(status(&table, date(2006, 3, 1)).as_deref(), Some("scheduled"));
    table.claim("publish", "coalition", date(2006, 3, 2));
    assert_eq!(status(&table, date(2006, 3, 2)).as_deref(), Some("scheduled"));
    assert_eq!(status(&table, date(2006, 7, 2)).as_deref(), Some("notMet"));
    table.verify("publish", "un", date(2006, 7, 3), date(2006, 7, 2), true);
    assert_eq!(status(&table, date(2006, 7, 3)).as_deref(), Some("partiallyMet"));
    table.verify("publish", "un", date(2006, 7, 4), date(2006, 7, 4), false);
    assert_eq!(status(&table, date(2006, 7, 4)).as_deref(), Some("met"));
}

/// An act, who says it, of what, and how many days after the one before.
fn acts() -> impl Any {
    let party = prop::sample::select(vec!["coalition", "iraq", "un", "nobody"]);
    let subject = prop::sample::select(vec!["publish", "answer", "free", "early", "unknown"]);
    let day = (0i32..500).prop_map(|d| date(2006, 1, 1).saturating_add(jiff::Span::new().days(d)));
    let act = prop_oneof![
        day.clone().prop_map(|at| Act::Claim { at, evidence: "e".into(), sha256: None }),
        (day.clone(), any::<bool>()).prop_map(|(at, partly)| Act::Verify {
            at,
            partly,
            evidence: "e".into(),
            sha256: None
        }),
        Just(Act::Dispute { why: "w".into() }),
        day.clone().prop_map(|to| Act::Move { to, reason: "r".into() }),
        day.prop_map(|to| Act::Approve { to }),
    ];
    prop::collection::vec((subject, party, 0i32..40, act), 0..40)
}

trait Any: proptest::strategy::Strategy<Value = Vec<(&'static str, &'static str, i32, Act)>> {}
impl<T: proptest::strategy::Strategy<Value = Vec<(&'static str, &'static str, i32, Act)>>> Any for T {}

proptest! {
    /// Whatever is said in whatever order: only somebody else's verdict makes a thing done, nothing is overdue before its
    /// date, what was permitted is applied and what was not is listed.
    #[test]
    fn whatever_parties_say(acts in acts()) {
        let mut table = Table::agreed();
        let mut on = date(2006, 1, 2);
        let (mut permitted, mut refused) = (0, 0);
        for (subject, by, days, act) in acts {
            on = on.saturating_add(jiff::Span::new().days(days));
            let standing = Board::standing(&table.strategy, &table.said, subject, on);
            let milestone = subject == "early" && !matches!(act, Act::Move { .. } | Act::Approve { .. });
            match standing {
                Some(standing) if !milestone && permit(&standing, &act, by, on).is_ok() => permitted += 1,
                _ => refused += 1,
            }
            table.say(subject, by, on, act);
        }
        let board = table.board(on);
        prop_assert_eq!(board.unapplied.len(), refused);
        prop_assert_eq!(table.said.len(), 4 + permitted + refused);
        for standing in &board.obligations {
            let judged = standing.verdicts.iter().any(|v| Some(&v.by) != standing.term.debtor.as_ref());
            if matches!(standing.state, State::Verified | State::VerifiedLate | State::Partly) {
                prop_assert!(judged);
            }
            prop_assert!(standing.verdicts.iter().all(|v| Some(&v.by) != standing.term.debtor.as_ref()));
            if standing.state == State::Overdue || standing.past_due {
                prop_assert!(standing.due.is_some_and(|due| on > due));
            }
            for moved in &standing.moved {
                prop_assert!(!moved.approved.contains(&moved.by));
            }
        }
    }
}

/// Only what a party signed with its published key counts; the rest is listed with its reason.
#[test]
fn unsigned_words_do_not_count() {
    use milepost_record::{Drafts, Key, Lookup, Sqlite, Store};

    let folder = std::env::temp_dir().join(format!("milepost-heard-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let mut store = Sqlite::create(&folder.join("record.sqlite"), "case").unwrap();
    let key = |party: &str, seed: u8| Key::of_seed(party, [seed; 32]).unwrap();
    let (un, iraq, stranger) = (key("un", 1), key("iraq", 2), key("un", 3));
    let published = [un.public().clone(), iraq.public().clone()];
    let on = date(2006, 1, 1);
    let mut say = |by: &str, subject: &str, act: Act, key: Option<&Key>| {
        let draft = act.draft(subject, by, on).unwrap();
        store.append(&mut Drafts(std::iter::once(draft)), key).unwrap().first
    };
    let terms = Terms::of(&strategy(CASE));
    let version = Version { version: 1, reason: "first".into(), by: "un".into(), terms };
    let drafted = say("un", CONTRACT, Act::Version(version), Some(&un));
    let dispute = || Act::Dispute { why: "no".into() };
    let unsigned = say("un", "publish", dispute(), None);
    let other = say("un", "publish", dispute(), Some(&iraq));
    let unknown = say("un", "publish", dispute(), Some(&stranger));
    let elsewhere = say("un", CONTRACT, Act::Sign { version: 1, event: drafted, leaf: "00".into() }, Some(&un));
    let leaf = leaf_of(&store.event(drafted).unwrap().unwrap());
    let draft = Act::Sign { version: 1, event: drafted, leaf }.draft(CONTRACT, "iraq", on).unwrap();
    let signed = store.append(&mut Drafts(std::iter::once(draft)), Some(&iraq)).unwrap().first;

    let heard = Heard::of(&store, &published).unwrap();
    assert_eq!(heard.said.iter().map(|said| said.seq).collect::<Vec<_>>(), [drafted, signed]);
    let reasons: Vec<(u64, String)> = heard.refused.into_iter().map(|r| (r.seq, r.why)).collect();
    assert_eq!(
        reasons,
        [
            (unsigned, format!("event {unsigned} (contract.dispute) is not signed")),
            (other, format!("event {other} says `un`, but `iraq` signed it")),
            (unknown, format!("event {unknown} is signed with a key of `un` that is not published")),
            (elsewhere, format!("event {elsewhere} signs another text than version 1 in event {drafted}")),
        ]
    );
    std::fs::remove_dir_all(&folder).unwrap();
}
