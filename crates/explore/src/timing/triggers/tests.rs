use std::sync::atomic::AtomicBool;

use milepost_ensemble::{Plan, outcomes};
use milepost_strategy::model::{PathwayId, Strategy, VariableId, VariableKind};

use super::super::tests::{DRIVER, strategy};
use super::ask::asked;
use super::threshold::signposts;
use super::truth::Truths;
use crate::ask;

#[test]
fn signposts_fire_when_the_engine_does() {
    let text = format!(
        "{DRIVER}actor council\nlet seen = 10 + driver\n\
         indicator one observes seen {{ noise 30%  known after 1 month }}\nindicator two observes seen {{ noise 30% }}\n\
         trigger alarm by council within 1 month {{ fires when one > 25 for 2 of 3 month, second source two }}\n"
    );
    let mut copy = strategy(&text);
    let id = copy.variables.iter().position(|v| matches!(v.kind, VariableKind::Trigger(_))).unwrap();
    let asked = asked(&mut copy, &mut Truths::default(), VariableId(id as u32)).unwrap();
    let watched = asked.watched.unwrap();
    let measures = asked.asks.into_iter().chain(watched.asks.clone()).collect();
    let copy = Strategy { measures, ..copy };
    let variant = ask::plain(&copy, PathwayId(0));
    let found = outcomes(&copy, &[variant], &Plan::new(0..200, 1), &(), &AtomicBool::new(false)).unwrap();
    let (cases, columns) = found.measures[0].split_at(2);
    let (times, posts) = signposts(&watched, columns);
    let mut firing = 0;
    for (future, post) in posts.iter().enumerate() {
        // Seen one step behind the judgement; that of the last instant is seen by nobody.
        let engine = Some(cases[0][future] - copy.time.step).filter(|time| time.is_finite());
        let own = times.iter().zip(post).find(|(_, value)| **value > 25.0).map(|(time, _)| *time);
        assert_eq!(engine, own.filter(|time| *time < copy.time.end), "future {future}");
        firing += usize::from(engine.is_some());
    }
    assert!(firing > 100, "{firing}");
}
