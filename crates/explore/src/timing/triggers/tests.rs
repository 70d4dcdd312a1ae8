//! Triggers that see the truth, see it later, or see it through noise and under-reporting.

use std::sync::atomic::AtomicBool;

use milepost_ensemble::{Plan, outcomes};
use milepost_strategy::model::{PathwayId, Strategy, VariableId, VariableKind};

use super::super::tests::{DRIVER, close, observed, strategy, study};
use super::super::{Counts, Question, Scored, Threshold};
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

fn judged(how: &str, what: &str, fires: &str, question: &Question) -> Scored {
    let found = study(&format!("{DRIVER}{}", observed(how, what, fires)), question).unwrap();
    assert_eq!(found.triggers.len(), 3, "one for each choice");
    found.triggers[0].clone()
}

#[test]
fn a_trigger_that_sees_the_truth_is_always_on_time() {
    let scored = judged("", "driver", "20.3", &Question { futures: 200, ..Question::default() });
    assert_eq!(scored.counts, Counts { on_time: 200, ..Counts::default() });
    close(scored.mean_lead, 0.0, 1e-9);
    assert_eq!(scored.grace, 0.0);
}

#[test]
fn a_trigger_that_sees_it_later_is_as_late_as_its_indicator() {
    let question = Question { futures: 200, ..Question::default() };
    let scored = judged("known after 2 month", "driver", "20.3", &question);
    // 20.3 is passed after 10 to 41 months, so nothing is hidden by the horizon.
    assert_eq!((scored.counts.on_time, scored.grace), (200, 2.0));
    close(scored.mean_lead, -2.0, 1e-9);
    let strict = judged("known after 2 month", "driver", "20.3", &Question { grace: Some(1.0), ..question });
    assert_eq!(strict.counts, Counts { late: 200, ..Counts::default() });
}

#[test]
fn false_alarms_of_noise_are_those_of_the_normal_table() {
    // 100 seen with a standard deviation of 20 is above 130 with 0.0668 a month (table: 1 - F(1.5)); what is judged in the
    // last of 12 months is seen by nobody.
    let question = Question { futures: 2_000, early: Some(0.0), ..Question::default() };
    let short = DRIVER.replace("to 48", "to 12").replace("/ room", "* 4 / room");
    let text = format!("{short}{}", observed("noise 20%", "100 + driver * 0", "130"));
    let found = study(&text, &question).unwrap();
    let expected = 1.0 - (1.0 - 0.066_807_2_f64).powi(11);
    let counts = found.triggers[0].counts;
    assert_eq!(counts.called_for() + counts.open, 0);
    let share = counts.false_alarm as f64 / counts.not_called_for() as f64;
    // Four standard errors of 2,000 futures.
    assert!((share - expected).abs() < 4.0 * (expected * (1.0 - expected) / 2_000.0).sqrt(), "{share} {expected}");
}

#[test]
fn a_response_does_not_prevent_what_its_trigger_is_judged_by() {
    // The answer empties the driver; judged with it, early alarms of noise would leave futures in which nothing comes.
    let text = DRIVER.replace("inflow rate }", "inflow rate  outflow answer * driver / (1 month) }");
    let text = format!("{text}{}", observed("noise 40%", "driver", "20.3"));
    let found = study(&text, &Question { futures: 200, ..Question::default() }).unwrap();
    let counts = found.triggers[0].counts;
    assert_eq!((counts.called_for(), counts.not_called_for()), (200, 0));
    assert!(counts.early > 0, "{counts:?}");
}

#[test]
fn the_best_threshold_undoes_what_is_not_reported() {
    // Half is never reported, so what is more than 40 shows as more than 20.
    let scored =
        judged("under_reporting 50% .. 50%", "driver", "40", &Question { futures: 600, ..Question::default() });
    let Threshold::Found(best) = &scored.threshold else { panic!("{:?}", scored.threshold) };
    assert!((best.best - 20.0).abs() <= 1.0, "{}", best.best);
    assert_eq!((best.declared, best.above, best.indicator.as_str(), best.judged), (40.0, true, "seen", 300));
    assert!(best.with_best.cost < Some(0.1) && best.with_declared.cost > Some(0.5), "{best:?}");
    assert_eq!(best.with_declared.counts.on_time, 0);
}

#[test]
fn truth_is_found_behind_equations_and_conditions_and_place_by_place() {
    let text = format!(
        "{DRIVER}actor council\ndimension place {{ north south }}\nlet level[place] = {{ north: driver  south: 2 * driver }}\n\
         indicator seen[place] observes level {{ known after 2 month }}\n\
         condition grave[place] {{ holds when seen > 20.3 }}\nlet bad[place] = grave and time > 0 month\n\
         trigger alarm[place] by council within 0 month {{ fires when bad }}\n\
         trigger clock by council {{ fires when time > 3 month }}\n"
    );
    let found = study(&text, &Question { futures: 100, ..Question::default() }).unwrap();
    let alarm = &found.triggers[0];
    assert_eq!((alarm.elements, alarm.counts), (2, Counts { on_time: 200, ..Counts::default() }));
    close(alarm.mean_lead, -2.0, 1e-9);
    assert_eq!(found.unscored.len(), 1);
    assert_eq!(found.unscored[0].name, "clock");
    assert!(found.unscored[0].why.starts_with("it reads no indicator"));
    assert!(matches!(&alarm.threshold, Threshold::NotSought(why) if why.starts_with("it is judged place by place")));
}
