//! PRIM on boxes that were planted: what must hold whatever the numbers are.

mod support;

use milepost_analysis::discover::{
    Earlier, HALVES, Limit, Made, Objective, Prim, Question, Refused, Region, Settings, Step, Trajectory, Words,
    measure, quasi_p_values, resample, sentence, without_chance,
};
use milepost_analysis::table::{Column, Kind, Table};
use support::{Mixed, columns};

fn found(table: &Table, interest: &[bool], settings: Settings) -> Trajectory {
    Prim::new(&Question::new(table, interest).unwrap(), settings).unwrap().first()
}

fn reals(values: &[Vec<f64>]) -> Table<'_> {
    let names = ["a", "b", "c", "d", "e"].iter().zip(values);
    Table::new(names.map(|(name, values)| Column { name, unit: "", kind: Kind::Real, values }).collect()).unwrap()
}

const OBJECTIVES: [Objective; 3] = [Objective::Lenient1, Objective::Lenient2, Objective::Original];

#[test]
fn every_step_holds_what_it_says_and_peels_are_nested() {
    let mixed = Mixed::new(3000);
    let table = mixed.table();
    let question = Question::new(&table, &mixed.interest).unwrap();
    for objective in OBJECTIVES {
        let trajectory = found(&table, &mixed.interest, Settings { objective, ..Settings::default() });
        for step in &trajectory.steps {
            let recounted = measure(&question, step.region.clone());
            assert_eq!((step.rows, step.cases), (recounted.rows, recounted.cases), "{objective:?} {:?}", step.made);
        }
        for pair in trajectory.steps.windows(2) {
            let (before, after) = (pair[0].region.inside(&table), pair[1].region.inside(&table));
            let grown = before.iter().zip(&after).any(|(before, after)| !before && *after);
            let shrunk = before.iter().zip(&after).any(|(before, after)| *before && !after);
            match pair[1].made {
                Made::Start => panic!("a trajectory starts once"),
                Made::Peel(_) => assert!(shrunk && !grown && pair[1].coverage <= pair[0].coverage),
                Made::Paste(_) => assert!(grown && !shrunk && pair[1].density > pair[0].density),
            }
        }
    }
}

#[test]
fn a_planted_box_without_noise_is_found_whole() {
    let values = columns(20_000);
    let interest: Vec<bool> = (0..20_000).map(|row| values[0][row] < 0.4 && values[3][row] > 0.7).collect();
    let table = reals(&values);
    let trajectory = found(&table, &interest, Settings::default());
    let step = &trajectory.steps[trajectory.suggested()];
    assert_eq!(step.region.restricted(), [0, 3]);
    assert!(step.density > 0.97 && step.coverage > 0.97, "{} {}", step.density, step.coverage);
    let Limit::Interval { lower: None, upper: Some(upper) } = step.region.limits[0] else { panic!() };
    let Limit::Interval { lower: Some(lower), upper: None } = step.region.limits[3] else { panic!() };
    assert!((upper - 0.4).abs() < 0.02 && (lower - 0.7).abs() < 0.02, "{upper} {lower}");
    assert!(trajectory.steps.iter().any(|step| step.density == 1.0));
}

#[test]
fn where_most_rows_are_of_interest_the_choice_is_not_nearly_everything() {
    let values = columns(20_000);
    // All but the corner where both hold: 85 % of the rows.
    let interest: Vec<bool> = (0..20_000).map(|row| values[0][row] > 0.3 || values[3][row] > 0.5).collect();
    let table = reals(&values);
    let trajectory = found(&table, &interest, Settings::default());
    let step = &trajectory.steps[trajectory.suggested()];
    // Of the rows that are not of interest nearly all lie outside.
    let (others, inside) = (20_000 - trajectory.steps[0].cases, step.rows - step.cases);
    assert!((inside as f64) < 0.1 * others as f64, "{inside} of {others}");
    // By hand: 10 rows, 4 of interest; a box of 5 with 4 of them has (4*10 - 5*4) / sqrt(5*5*4*6).
    let step = |rows, cases| Step { rows, cases, ..trajectory.steps[0].clone() };
    assert!((step(5, 4).correlation(&step(10, 4)) - 20.0 / 600f64.sqrt()).abs() < 1e-15);
    assert_eq!(step(10, 4).correlation(&step(10, 4)), 0.0);
}

#[test]
fn the_order_of_columns_and_rows_and_the_threads_change_nothing() {
    let mixed = Mixed::new(40_000);
    let table = mixed.table();
    let trajectory = found(&table, &mixed.interest, Settings::default());
    for threads in [2, 3, 16] {
        assert_eq!(trajectory, found(&table, &mixed.interest, Settings { threads, ..Settings::default() }));
    }
    let turned = Table::new(table.columns().iter().rev().copied().collect()).unwrap();
    let mut other = found(&turned, &mixed.interest, Settings::default());
    for step in &mut other.steps {
        step.region.limits.reverse();
        step.made = match step.made {
            Made::Start => Made::Start,
            Made::Peel(column) => Made::Peel(4 - column),
            Made::Paste(column) => Made::Paste(4 - column),
        };
    }
    assert_eq!(trajectory, other);
    let backwards: Vec<Vec<f64>> = mixed.columns.iter().map(|values| values.iter().rev().copied().collect()).collect();
    let columns = table.columns().iter().zip(&backwards).map(|(&column, values)| Column { values, ..column });
    let interest: Vec<bool> = mixed.interest.iter().rev().copied().collect();
    assert_eq!(trajectory, found(&Table::new(columns.collect()).unwrap(), &interest, Settings::default()));
}

#[test]
fn quasi_p_values_tell_planted_bounds_from_idle_ones() {
    let mixed = Mixed::new(3000);
    let table = mixed.table();
    let question = Question::new(&table, &mixed.interest).unwrap();
    let mut limits = vec![Limit::Open; 5];
    limits[0] = Limit::Interval { lower: None, upper: Some(0.4) };
    limits[2] = Limit::Interval { lower: Some(0.05), upper: Some(0.95) };
    limits[4] = Limit::Among(vec![true, false, true, true]);
    let values = quasi_p_values(&question, &Region { limits: limits.clone() }, &[]);
    let order: Vec<usize> = values.iter().map(|quasi| quasi.column).collect();
    assert_eq!(order, [0, 2, 2, 4]);
    assert!(values[0].p < 1e-9 && values[3].p < 1e-6, "{values:?}");
    assert!(values[1].p > 0.1 && values[2].p > 0.1, "{values:?}");
    let kept = without_chance(&question, &Region { limits }, &[], 0.05).unwrap();
    assert_eq!(kept.restricted(), [0, 4]);
    assert_eq!(without_chance(&question, &Region::everything(5), &[], 0.05), None);
}

#[test]
fn halves_restrict_what_was_planted_and_seldom_what_was_not() {
    let mixed = Mixed::new(4000);
    let table = mixed.table();
    let question = Question::new(&table, &mixed.interest).unwrap();
    let trajectory = found(&table, &mixed.interest, Settings::default());
    let chosen = &trajectory.steps[trajectory.suggested()];
    let tested = resample(&question, chosen, Settings::default(), HALVES, 1).unwrap();
    assert_eq!((tested.halves, tested.unusable), (10, 0));
    let by_coverage: Vec<f64> = tested.inputs.iter().map(|input| input.by_coverage).collect();
    assert!([0, 1, 3, 4].iter().all(|&column| by_coverage[column] >= 0.9), "{by_coverage:?}");
    assert!(by_coverage[2] <= 0.3, "{by_coverage:?}");
    assert_eq!(tested, resample(&question, chosen, Settings::default(), HALVES, 1).unwrap());
}

#[test]
fn further_boxes_cover_what_the_first_left() {
    let values = columns(10_000);
    let corner = |row: usize, column: usize| values[column][row] < 0.3 && values[column + 1][row] < 0.5;
    let interest: Vec<bool> = (0..10_000).map(|row| corner(row, 0) || corner(row, 3)).collect();
    let table = reals(&values);
    let question = Question::new(&table, &interest).unwrap();
    let prim = Prim::new(&question, Settings::default()).unwrap();
    let first = prim.first();
    let one = first.steps[first.suggested()].clone();
    for earlier in [Earlier::Removed, Earlier::NotOfInterest] {
        let second = prim.further(std::slice::from_ref(&one.region), earlier).unwrap();
        assert_eq!(second.steps[0].cases, question.cases() - one.cases);
        let rows = if earlier == Earlier::Removed { 10_000 - one.rows } else { 10_000 };
        assert_eq!(second.steps[0].rows, rows);
        let two = &second.steps[second.suggested()];
        assert_ne!(one.region.restricted(), two.region.restricted());
        assert!(one.coverage + two.coverage > 0.9, "{earlier:?} {} {}", one.coverage, two.coverage);
    }
    let everything = Region::everything(5);
    assert_eq!(prim.further(&[everything], Earlier::Removed), Err(Refused::NothingLeft));
}

#[test]
fn a_box_is_said_in_numbers_that_are_true() {
    let mixed = Mixed::new(3000);
    let table = mixed.table();
    let question = Question::new(&table, &mixed.interest).unwrap();
    let between = |lower, upper| Limit::Interval { lower, upper };
    let office = Limit::Among(vec![true, false, true, true]);
    let limits =
        vec![between(None, Some(0.4012)), between(Some(0.2987), None), Limit::Open, between(Some(3.0), None), office];
    let [a, b, _, level, offices] = &mixed.columns[..] else { panic!() };
    let inside = |row: &usize| a[*row] < 0.4 && b[*row] > 0.3 && level[*row] >= 3.0 && offices[*row] != 1.0;
    let held: Vec<usize> = (0..3000).filter(inside).collect();
    let cases = held.iter().filter(|&&row| mixed.interest[row]).count() as f64;
    let (density, coverage) = (100.0 * cases / held.len() as f64, 100.0 * cases / question.cases() as f64);
    assert_eq!(
        sentence(&question, &Region { limits }, Words::default()),
        format!(
            "fails when a < 0.4 and b > 0.3 and level ≥ 3 and office is not q: \
             {density:.0} % of those futures fail, {coverage:.0} % of all failures"
        )
    );
}

#[test]
fn small_boxes_are_counted_and_units_are_said() {
    let delay: Vec<f64> = (0..40).map(f64::from).collect();
    let level: Vec<f64> = (0..40).map(|row| f64::from(row % 4)).collect();
    let table = Table::new(vec![
        Column { name: "delay", unit: "month", kind: Kind::Real, values: &delay },
        Column { name: "level", unit: "", kind: Kind::Integer, values: &level },
    ]);
    let table = table.unwrap();
    let interest: Vec<bool> = (0..40).map(|row| row >= 30 && row % 4 == 3 || row == 2).collect();
    let question = Question::new(&table, &interest).unwrap();
    let said = |limits| sentence(&question, &Region { limits }, Words::default());
    let between = |lower, upper| Limit::Interval { lower, upper };
    assert_eq!(
        said(vec![between(Some(29.5), None), between(Some(3.0), Some(3.0))]),
        "fails when delay ≥ 30 month and level = 3: all 3 of those futures fail, 3 of all 4 failures"
    );
    assert_eq!(
        said(vec![between(Some(9.2), Some(33.0)), Limit::Open]),
        "fails when delay is from 9 to 33 month: 1 of those 25 futures fails, 1 of all 4 failures"
    );
    // 0.3 would be said as 0, which bounds nothing.
    assert_eq!(
        said(vec![between(Some(0.34), None), Limit::Open]),
        "fails when delay > 0.3 month: 4 of those 39 futures fail, all 4 failures"
    );
}

#[test]
fn what_cannot_be_answered_is_refused_in_words() {
    let values = columns(20);
    let table = reals(&values);
    let refused = |interest: &[bool]| Question::new(&table, interest).unwrap_err().to_string();
    assert_eq!(refused(&[true; 20]), "all 20 futures are of interest, so nothing tells them apart; move the threshold");
    assert_eq!(
        refused(&[false; 20]),
        "none of the 20 futures is of interest, so nothing tells them apart; move the threshold"
    );
    assert_eq!(refused(&[true; 3]), "3 answers for 20 futures; give one per future");
    let few: Vec<Vec<f64>> = values.iter().map(|column| column[..5].to_vec()).collect();
    let few = reals(&few);
    assert_eq!(Question::new(&few, &[true; 5]).unwrap_err(), Refused::FewRows { rows: 5, inputs: 5 });
    let same = [vec![1.0; 20], values[0].clone()];
    assert_eq!(Question::new(&reals(&same), &[true; 20]).unwrap_err(), Refused::Constant { name: "a".into() });
    let mut interest = [false; 20];
    interest[0] = true;
    let question = Question::new(&table, &interest).unwrap();
    let wrong = Prim::new(&question, Settings { peel: 0.5, ..Settings::default() }).err().unwrap();
    assert_eq!(wrong.to_string(), "the share peeled at a time is 0.5 but must lie between 0 and 0.5");
    assert!(Prim::new(&question, Settings { least_mass: f64::NAN, ..Settings::default() }).is_err());
}
