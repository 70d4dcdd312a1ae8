//! Triggers, dates that were moved and decisions, as a status tells them.

mod support;

use jiff::civil::{Date, date};
use milepost_monitor::status::{Question, State, Status, status};
use milepost_monitor::{Decision, Facts, Move, TableRows};
use milepost_strategy::model::{Strategy, VariableKind};
use milepost_strategy::{MemoryWorld, check};
use support::{judged, over};

const TEXT: &str = r#"strategy "Alarms" { time month from 2025-01 to 2026-12 step 1/4; reference stay }
actor council "The council"
element order
lever relief: share = 0 in 0 .. 1 by council in order
stock guards: person { initial 100 person  outflow relief * 1/month * guards }
indicator seen observes guards { from "seen.csv" by month column seen }
milestone gone "Gone" due 2025-04 by council in order { met when seen < 10 person }
trigger alarm "Alarm" by council within 2 month {
  fires when seen > 50 person
  then  relief = 50%
  ends  when seen < 20 person
}
regime present { relief = 0 }
pathway stay = present
obligation answer "Answer" by council due 2025-06
"#;

/// Above 50 in February, below 20 from March on; above 50 again in June and July, below 20 in October; August is missing.
const SEEN: [(u32, f64); 10] =
    [(1, 30.), (2, 60.), (3, 15.), (4, 15.), (5, 15.), (6, 70.), (7, 70.), (9, 30.), (10, 15.), (11, 30.)];

struct Case {
    strategy: Strategy,
    sources: milepost_syntax::SourceMap,
}

fn case() -> Case {
    let rows: String = SEEN.iter().map(|(m, v)| format!("2025-{m:02},{v}\n")).collect();
    let world = MemoryWorld::default().with("a.mile", TEXT).with("seen.csv", format!("month,seen\n{rows}"));
    let checked = check(&world);
    let messages: Vec<String> = checked.diagnostics.iter().map(|d| d.message.clone()).collect();
    Case { strategy: checked.strategy.unwrap_or_else(|| panic!("{messages:?}")), sources: checked.sources }
}

impl Case {
    fn at(&self, day: Date, change: impl FnOnce(&mut Facts)) -> Status {
        let mut facts = Facts::of_tables(&self.strategy, None);
        change(&mut facts);
        let question = Question { as_of: day, known_at: None, element: None };
        status(&self.strategy, &self.sources, &facts, &TableRows(&self.strategy), &question).unwrap()
    }

    fn alarm(
        &self,
        day: Date,
        change: impl FnOnce(&mut Facts),
    ) -> (State, Option<String>, Option<milepost_monitor::status::Firing>) {
        let found = self.at(day, change).triggers[0].found[0].clone();
        (found.state, found.since, found.firing)
    }
}

#[test]
fn it_fires_ends_after_its_delay_and_fires_again() {
    let case = case();
    let none = |_: &mut Facts| {};
    assert_eq!(case.alarm(date(2025, 1, 31), none).0, State::Quiet);
    let (state, since, firing) = case.alarm(date(2025, 3, 31), none);
    // It acts two months after the end of February; until then it goes on, though March is calm.
    assert_eq!((state, since.as_deref()), (State::Fired, Some("2025-02-28")));
    assert_eq!(firing.unwrap().decide_by, "2025-04-30");
    let (state, since, firing) = case.alarm(date(2025, 5, 15), none);
    assert_eq!((state, since.as_deref()), (State::Quiet, Some("2025-04-30")));
    assert_eq!(firing.unwrap().ended.as_deref(), Some("2025-04-30"));
    // August says nothing, which ends nothing.
    let (state, since, _) = case.alarm(date(2025, 8, 31), none);
    assert_eq!((state, since.as_deref()), (State::Fired, Some("2025-06-30")));
    assert_eq!(case.alarm(date(2025, 10, 31), none).0, State::Quiet);
    // Idle, and nothing is known: nobody can say whether it fires.
    assert_eq!(case.alarm(date(2025, 12, 31), none).0, State::Unknown);
}

#[test]
fn a_firing_is_that_of_the_program() {
    let case = case();
    let strategy = &case.strategy;
    let facts = Facts::of_tables(strategy, None);
    let values = over(strategy, &facts.evidence(milepost_monitor::evaluate::Count::Best));
    let trigger =
        judged(strategy).into_iter().find(|id| matches!(strategy.variable(*id).kind, VariableKind::Trigger(_)));
    let trigger = trigger.unwrap();
    for month in 1..=12_u32 {
        let end = date(2025, month as i8, 1).last_of_month();
        let (state, _, firing) = case.alarm(end, |_| {});
        // The latch is the response, which begins two months after the firing.
        let acts = firing.is_some_and(|f| state == State::Fired && f.decide_by.parse::<Date>().unwrap() <= end);
        // At the end of a month the response that begins then begins with the next step.
        assert_eq!(values.after(trigger, 0, month * 4), f64::from(u8::from(acts)), "{month}: {state:?}");
    }
}

#[test]
fn decisions_belong_to_their_firing() {
    let case = case();
    let decide = |known: Date, acts: bool| {
        move |facts: &mut Facts| {
            let reason = "as agreed".into();
            facts.decisions.push(Decision { subject: "alarm".into(), acts, reason, known });
        }
    };
    let decision = |day, known, acts| case.alarm(day, decide(known, acts)).2.and_then(|f| f.decision);
    let told = decision(date(2025, 3, 31), date(2025, 3, 10), false).unwrap();
    assert_eq!((told.0.as_str(), told.1.as_str()), ("decline", "2025-03-10"));
    // Before it fired, after the day asked about, or of the firing before: no answer to this one.
    assert_eq!(decision(date(2025, 3, 31), date(2025, 2, 10), true), None);
    assert_eq!(decision(date(2025, 3, 31), date(2025, 4, 1), true), None);
    assert_eq!(decision(date(2025, 7, 31), date(2025, 3, 10), true), None);
}

#[test]
fn a_date_that_was_moved_says_so() {
    let case = case();
    let moved = |subject: &str, from: Date, to: Date, known: Date| {
        let (reason, by) = ("more time".to_string(), "council".to_string());
        Move { subject: subject.into(), from, to, reason, by, known }
    };
    let status = case.at(date(2025, 5, 31), |facts| {
        facts.moves = vec![
            moved("gone", date(2025, 4, 30), date(2025, 6, 30), date(2025, 3, 1)),
            moved("gone", date(2025, 6, 30), date(2025, 12, 31), date(2025, 5, 1)),
            moved("gone", date(2025, 12, 31), date(2026, 12, 31), date(2025, 6, 1)),
            moved("answer", date(2025, 6, 30), date(2025, 7, 31), date(2025, 5, 1)),
        ];
        facts.standings.insert("answer".into(), "claimed".into());
    });
    let deadline = status.milestones[0].found[0].deadline.clone().unwrap();
    // What was moved after the day asked about is not moved yet: 61 and 184 days.
    assert_eq!((deadline.due.as_str(), deadline.moved, deadline.moved_days), ("2025-12-31", 2, 245));
    assert_eq!((deadline.declared.as_str(), deadline.days_left), ("2025-04-30", 214));
    let answer = &status.obligations[0];
    assert_eq!(answer.deadline.as_ref().map(|d| (d.due.as_str(), d.moved_days)), Some(("2025-07-31", 31)));
    assert_eq!(answer.state.as_deref(), Some("claimed"));
}
