use super::*;

/// d = r t on a grid of rates, sampled every `step` up to `horizon`.
fn driven(rates: &[f64], step: f64, horizon: f64) -> (Vec<f64>, Vec<Vec<f64>>) {
    let times: Vec<f64> = (0..=(horizon / step).round() as usize).map(|at| at as f64 * step).collect();
    let series = rates.iter().map(|rate| times.iter().map(|time| rate * time).collect()).collect();
    (times, series)
}

/// The middles of equal parts of an interval.
fn spread(low: f64, high: f64, count: usize) -> Vec<f64> {
    (0..count).map(|at| low + (high - low) * (at as f64 + 0.5) / count as f64).collect()
}

fn slices(series: &[Vec<f64>]) -> Vec<&[f64]> {
    series.iter().map(Vec::as_slice).collect()
}

#[test]
fn the_three_rules_by_hand() {
    let times = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let series = [1.0, 9.0, 1.0, 9.0, 9.0, f64::NAN, 9.0];
    let at = |rule| tipping(&times, &series, Crossing::Above(5.0), rule).unwrap();
    assert_eq!(at(Rule::First), Tipping::At(1.0));
    assert_eq!(at(Rule::Consecutive(2)), Tipping::At(3.0));
    assert_eq!(at(Rule::Consecutive(3)), Tipping::Beyond(6.0));
    assert_eq!(at(Rule::Moving { window: 4, share: 0.75 }), Tipping::At(1.0));
    assert_eq!(at(Rule::Moving { window: 3, share: 1.0 / 3.0 }), Tipping::At(1.0));
    assert_eq!(tipping(&times, &series, Crossing::Below(0.0), Rule::First).unwrap(), Tipping::Beyond(6.0));
    assert_eq!(Rule::Consecutive(2).first(&series, Crossing::Above(5.0)), Some((3, 4)));
}

#[test]
fn tipping_times_are_capacity_over_rate_and_the_rest_is_beyond() {
    let (capacity, horizon, step) = (30.0, 40.0, 0.125);
    let rates = spread(0.5, 2.0, 400);
    let (times, series) = driven(&rates, step, horizon);
    let found = tippings(&times, &slices(&series), Crossing::Above(capacity), Rule::First).unwrap();
    for (rate, tipping) in rates.iter().zip(&found) {
        match tipping {
            Tipping::At(time) => assert!(*time > capacity / rate && *time <= capacity / rate + step, "{rate} {time}"),
            Tipping::Beyond(watched) => assert!(*watched == horizon && capacity / rate >= horizon, "{rate}"),
        }
    }
    let survival = Survival::new(&found).unwrap();
    // The share q that tips first has the rates above the (1 - q) quantile; rates below 0.75 do not tip in 40.
    for tipped in [0.1, 0.25, 0.5, 0.8] {
        let rate = 2.0 - 1.5 * tipped;
        let time = survival.quantile(tipped).unwrap().time().unwrap();
        assert!((time - capacity / rate).abs() < 2.0 * step, "{tipped} {time}");
    }
    assert_eq!(survival.quantile(0.9).unwrap(), Tipping::Beyond(horizon));
    assert!((survival.tipped_by(horizon) - 1.25 / 1.5).abs() < 0.005);
}

#[test]
fn kaplan_and_meier_count_the_censored_for_as_long_as_they_were_watched() {
    use Tipping::{At, Beyond};
    let survival = Survival::new(&[At(6.0), At(6.0), At(6.0), Beyond(6.0), At(7.0), Beyond(9.0), At(10.0)]).unwrap();
    let standing: Vec<(f64, f64, usize)> =
        survival.falls.iter().map(|fall| (fall.time, fall.standing, fall.at_risk)).collect();
    // 1 - 3/7; of the three left after one is lost, one tips; then the last one.
    assert_eq!(standing, [(6.0, 4.0 / 7.0, 7), (7.0, 4.0 / 7.0 * (2.0 / 3.0), 3), (10.0, 0.0, 1)]);
    let error = 4.0 / 7.0 * (3.0_f64 / (7.0 * 4.0)).sqrt();
    assert!((survival.falls[0].error - error).abs() < 1e-15);
    assert_eq!((survival.tipped_before(6.0), survival.tipped_by(6.0)), (0.0, 1.0 - 4.0 / 7.0));
    assert_eq!(survival.quantile(0.5).unwrap(), At(7.0));
    let plain = Survival::new(&[At(1.0), At(2.0), At(3.0), At(4.0)]).unwrap();
    let quantiles = [0.25, 0.5, 0.75, 1.0].map(|share| plain.quantile(share).unwrap());
    assert_eq!(quantiles, [At(1.0), At(2.0), At(3.0), At(4.0)]);
}

#[test]
fn the_lead_is_taken_off() {
    assert_eq!(decision(Tipping::At(10.0), 4.0, 0.0), Decision::By(6.0));
    assert_eq!(decision(Tipping::At(3.0), 4.0, 0.0), Decision::TooLate(-1.0));
    assert_eq!(decision(Tipping::Beyond(40.0), 4.0, 0.0), Decision::NotBefore(36.0));
}

/// d = r t, a capacity K and a trigger at d = tau: it fires at tau/r and is late exactly where r > (K - tau)/L.
#[test]
fn a_trigger_is_late_where_the_rate_exceeds_the_margin_over_the_lead() {
    let (capacity, tau, lead, step, horizon) = (30.0, 21.0, 6.0, 1.0 / 64.0, 200.0);
    let rates = spread(0.5, 2.5, 50);
    let (times, series) = driven(&rates, step, horizon);
    let signposts = slices(&series);
    let tippings: Vec<Tipping> = rates.iter().map(|rate| Tipping::At(capacity / rate)).collect();
    let trigger = Trigger { crossing: Crossing::Above(tau), persistence: 1, lead, early: f64::INFINITY };
    let found = score(trigger, &times, &signposts, &tippings).unwrap();
    for (rate, verdict) in rates.iter().zip(&found.verdicts) {
        let late = *rate > (capacity - tau) / lead;
        assert_eq!(*verdict, if late { Verdict::Late } else { Verdict::OnTime }, "{rate}");
    }
    let mean = rates.iter().map(|rate| (capacity - tau) / rate).sum::<f64>() / 50.0;
    assert!((found.mean_lead.unwrap() - mean).abs() < step);
    // Rates up to 1.5 are on time: half of the interval.
    assert_eq!(found.on_time(), Some(0.5));
    // Four samples in a row are known three steps later.
    let slow = score(Trigger { persistence: 4, ..trigger }, &times, &signposts, &tippings).unwrap();
    assert!((found.mean_lead.unwrap() - slow.mean_lead.unwrap() - 3.0 * step).abs() < 1e-9);
}

#[test]
fn every_verdict_by_hand() {
    use Tipping::{At, Beyond};
    let times = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
    let up_at = |time: usize| (0..6).map(|at| f64::from(u8::from(at >= time))).collect::<Vec<f64>>();
    let series = [up_at(1), up_at(3), up_at(1), up_at(9), up_at(9), up_at(4)];
    let tippings = [At(3.0), At(3.0), Beyond(5.0), At(3.0), Beyond(5.0), Beyond(5.0)];
    let trigger = Trigger { crossing: Crossing::Above(0.5), persistence: 1, lead: 2.0, early: f64::INFINITY };
    let found = score(trigger, &times, &slices(&series), &tippings).unwrap();
    use Verdict::*;
    assert_eq!(found.verdicts, [OnTime, Late, FalseAlarm, Missed, Quiet, Open]);
    assert_eq!((found.mean_lead, found.on_time(), found.false_alarms()), (Some(1.0), Some(1.0 / 3.0), Some(0.5)));
    let costs = Costs { late: 2.0, false_alarm: 1.0, missed: 7.0 };
    assert_eq!(costs.mean(&found), Some(2.0));
}

#[test]
fn too_early_is_for_nothing_and_what_the_horizon_hides_is_open() {
    use Tipping::{At, Beyond};
    let times = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
    let up_at = |time: usize| (0..6).map(|at| f64::from(u8::from(at >= time))).collect::<Vec<f64>>();
    let series = [up_at(1), up_at(2), up_at(1), up_at(4), up_at(9)];
    let tippings = [At(4.0), At(4.0), Beyond(5.0), Beyond(5.0), At(6.0)];
    let trigger = Trigger { crossing: Crossing::Above(0.5), persistence: 1, lead: 0.0, early: 2.0 };
    let found = score(trigger, &times, &slices(&series), &tippings).unwrap();
    use Verdict::*;
    // Three before it tips; two; for nothing; one before the horizon; tipping where the signpost ends.
    assert_eq!(found.verdicts, [Early, OnTime, FalseAlarm, Open, Open]);
    assert_eq!((found.on_time(), found.false_alarms()), (Some(0.5), Some(1.0)));
    let costs = Costs { late: 5.0, false_alarm: 3.0, missed: 7.0 };
    assert_eq!(costs.mean(&found), Some(2.0));
    let wrong = Trigger { early: -1.0, ..trigger };
    assert!(score(wrong, &times, &slices(&series), &tippings).is_err());
}

#[test]
fn what_an_action_costs_goes_on_while_it_is_in_force() {
    use Tipping::{At, Beyond};
    let (a, b) = ([At(5.0), Beyond(20.0)], [At(12.0), Beyond(20.0)]);
    let dear = |name, tipping, cost, rate| Action { rate, ..action(name, tipping, 1.0, cost) };
    let board = Board::new(vec![dear("a", &a, 0.0, 2.0), dear("b", &b, 3.0, 10.0)], 1.0).unwrap();
    let found = board.pathways(0, 1, 0.5).unwrap();
    // From 1 to 5 at 2; then once 3 and from 5 to 12 at 10.  Where a does not tip, it goes on to the horizon.
    assert_eq!(found[0].cost, [8.0, 38.0]);
    assert_eq!(found[1].cost, [8.0 + 3.0 + 70.0, 38.0]);
}

#[test]
fn the_best_threshold_leaves_the_lead_and_is_judged_elsewhere() {
    let (capacity, lead) = (30.0, 6.0);
    let rates = spread(0.05, 1.0, 400);
    let (times, series) = driven(&rates, 0.25, 60.0);
    let tippings = tippings(&times, &slices(&series), Crossing::Above(capacity), Rule::First).unwrap();
    let thresholds: Vec<f64> = (1..30).map(f64::from).collect();
    let trigger = Trigger { crossing: Crossing::Above(0.0), persistence: 1, lead, early: f64::INFINITY };
    let costs = Costs { late: 10.0, false_alarm: 1.0, missed: 10.0 };
    let grid = Grid { thresholds: &thresholds, trigger };
    let find = |split| best_threshold(grid, costs, split, &times, &slices(&series), &tippings).unwrap();
    let best = find(Split::default());
    // The fastest, r = 1, needs tau = K - L; a lower one only adds false alarms.
    assert_eq!(best.threshold, 24.0);
    assert_eq!(best.judged_on.on_time(), Some(1.0));
    assert_eq!((best.chosen_on.verdicts.len(), best.judged_on.verdicts.len()), (200, 200));
    assert!(best.cost.unwrap() < best.cost_of_none.unwrap());
    assert_eq!(best, find(Split::default()));
    assert_ne!(best.tried, find(Split { seed: 2, ..Split::default() }).tried);
}

fn action<'a>(name: &'a str, tipping: &'a [Tipping], lead: f64, cost: f64) -> Action<'a> {
    Action { name, tipping, lead, cost, rate: 0.0, needs: vec![], excludes: vec![] }
}

#[test]
fn what_can_follow_what() {
    use Tipping::{At, Beyond};
    let hold = [At(5.0), At(8.0), Beyond(20.0), At(2.0)];
    let train = [At(10.0), At(6.0), At(9.0), At(9.0)];
    let withdraw = [Beyond(20.0), Beyond(20.0), Beyond(20.0), Beyond(20.0)];
    let board = Board::new(
        vec![
            action("hold", &hold, 0.0, 1.0),
            action("train", &train, 3.0, 2.0),
            action("withdraw", &withdraw, 4.0, 9.0),
        ],
        0.0,
    );
    let board = board.unwrap();
    let transfers = board.transfers();
    // Train outlives hold in futures 0 and 3 but takes 3, and future 3 tips at 2.
    assert_eq!(transfers[0], Transfer { from: 0, to: 1, needed: 3, lasting: 2, in_time: 1 });
    assert_eq!(transfers[1], Transfer { from: 0, to: 2, needed: 3, lasting: 3, in_time: 2 });
    assert_eq!(transfers[0].share(), Some(1.0 / 3.0));
    assert!(transfers.iter().all(|transfer| transfer.from != 2));
    let options = board.options(0, &[0.0, 2.0, 5.0]).unwrap();
    // At 0: future 0 has both, 1 has withdraw, 3 none; at 2: train in 0, withdraw in 1; at 5: none anywhere.
    let found: Vec<(f64, f64)> = options.iter().map(|options| (options.mean, options.none)).collect();
    assert_eq!(found, [(1.0, 1.0 / 3.0), (2.0 / 3.0, 1.0 / 3.0), (0.0, 1.0)]);
    assert_eq!(board.options(2, &[0.0]), None);
}

#[test]
fn dominated_pathways_are_left_out() {
    use Tipping::{At, Beyond};
    let (a, b, c) = ([At(5.0), At(5.0)], [At(10.0), At(12.0)], [Beyond(20.0), At(15.0)]);
    let dear_b = [At(10.0), At(11.0)];
    let actions = vec![
        action("a", &a, 0.0, 0.0),
        action("b", &b, 1.0, 1.0),
        action("c", &c, 1.0, 5.0),
        action("dear b", &dear_b, 1.0, 2.0),
    ];
    let board = Board::new(actions.clone(), 0.0).unwrap();
    let found: Vec<Vec<usize>> =
        board.pathways(0, 3, 0.5).unwrap().into_iter().map(|pathway| pathway.actions).collect();
    // b then c costs 6 and lives as long as c alone for 5; "dear b" is beaten by b.
    assert_eq!(found, [vec![0], vec![0, 1], vec![0, 2]]);
    // Where c needs b, the detour is the only way; where b excludes c, it is closed.
    let mut needs = actions.clone();
    needs[2].needs = vec![1];
    let found = Board::new(needs, 0.0).unwrap().pathways(0, 3, 0.5).unwrap();
    let long = found.iter().find(|pathway| pathway.actions == [0, 1, 2]).unwrap();
    assert_eq!((long.cost.clone(), long.life.clone()), (vec![6.0, 6.0], c.to_vec()));
    let mut excludes = actions;
    excludes[1].excludes = vec![2];
    let found = Board::new(excludes, 0.0).unwrap().pathways(0, 3, 0.5).unwrap();
    assert!(found.iter().all(|pathway| !(pathway.actions.contains(&1) && pathway.actions.contains(&2))));
}

#[test]
fn wrong_use_is_refused_in_words() {
    let says = |error: Unfit| error.to_string();
    let first =
        |times: &[f64], series: &[f64], rule| says(tipping(times, series, Crossing::Above(0.0), rule).unwrap_err());
    assert_eq!(
        first(&[], &[], Rule::First),
        "the times do not rise at sample 0; give at least one, each later than the one before"
    );
    assert_eq!(
        first(&[1.0, 1.0], &[0.0, 0.0], Rule::First),
        "the times do not rise at sample 1; give at least one, each later than the one before"
    );
    assert_eq!(
        first(&[1.0, 2.0], &[0.0], Rule::First),
        "the series of future 0 has 1 samples for 2 times; give one per time"
    );
    assert_eq!(
        first(&[1.0, 2.0], &[0.0, 0.0], Rule::Consecutive(0)),
        "the run of failing samples is 0 samples but must be from 1 to 2"
    );
    let nowhere = tipping(&[1.0], &[0.0], Crossing::Below(f64::NAN), Rule::First).unwrap_err();
    assert_eq!(says(nowhere), "the threshold is NaN but must be a number");
    assert!(Survival::new(&[]).is_err());
    assert!(Survival::new(&[Tipping::At(f64::NAN)]).is_err());
    let one = [Tipping::At(1.0)];
    assert_eq!(
        says(Board::new(vec![action("a", &one, -1.0, 0.0)], 0.0).unwrap_err()),
        "the lead of an action is -1 but must be a number from 0 up"
    );
    let board = Board::new(vec![action("a", &one, 0.0, 0.0)], 0.0).unwrap();
    assert!(board.pathways(3, 1, 0.5).is_err() && board.pathways(0, 1, 0.0).is_err());
    let trigger = Trigger { crossing: Crossing::Above(0.0), persistence: 1, lead: 0.0, early: f64::INFINITY };
    let costs = Costs { late: 1.0, false_alarm: 1.0, missed: 1.0 };
    let grid = Grid { thresholds: &[1.0], trigger };
    let found = best_threshold(grid, costs, Split::default(), &[0.0], &[&[1.0]], &one);
    assert_eq!(
        says(found.unwrap_err()),
        "one part of the futures must choose and another judge; run at least two, better hundreds"
    );
    let calm = [Tipping::Beyond(1.0), Tipping::Beyond(1.0)];
    let late = Grid { trigger: Trigger { lead: 9.0, ..trigger }, ..grid };
    let found = best_threshold(late, costs, Split::default(), &[0.0, 1.0], &[&[5.0, 5.0], &[5.0, 5.0]], &calm);
    assert_eq!(
        says(found.unwrap_err()),
        "every trigger fires too near the horizon for anyone to know whether it was right; run the futures for longer"
    );
}
