//! PRIM against the EMA Workbench 2.5.3: whole trajectories, row by row and case by case.

mod support;

use milepost_analysis::discover::{
    Limit, Made, Objective, Prim, Question, Settings, Side, Trajectory, at_least, quasi_p_values,
};
use milepost_analysis::table::{Column, Kind, Table};
use support::{Mixed, columns, ema_data, fixture, lines};

fn held(trajectory: &Trajectory) -> Vec<[usize; 3]> {
    trajectory.steps.iter().map(|step| [step.rows, step.cases, step.restricted]).collect()
}

fn expected(table: &str, objective: &str) -> Vec<[usize; 3]> {
    let rows = fixture("prim.csv");
    let rows = rows.iter().filter(|row| row[0] == table && row[1] == objective);
    rows.map(|row| [3, 4, 5].map(|at| row[at].parse().unwrap())).collect()
}

const OBJECTIVES: [(&str, Objective); 3] =
    [("lenient1", Objective::Lenient1), ("lenient2", Objective::Lenient2), ("original", Objective::Original)];

#[test]
fn peels_of_reals_whole_numbers_and_categories_are_those_of_the_workbench() {
    let mixed = Mixed::new(1500);
    let table = mixed.table();
    let question = Question::new(&table, &mixed.interest).unwrap();
    for (name, objective) in OBJECTIVES {
        let found = Prim::new(&question, Settings { objective, ..Settings::default() }).unwrap().first();
        let expected = expected("mixed", name);
        assert!(expected.len() > 15, "{name}");
        let peeled = found.steps.iter().filter(|step| !matches!(step.made, Made::Paste(_))).count();
        assert_eq!(held(&found)[..peeled], expected, "{name}");
    }
}

#[test]
fn peels_and_pastes_of_reals_are_those_of_the_workbench() {
    let mixed = Mixed::new(1500);
    let table = mixed.reals();
    let question = Question::new(&table, &mixed.interest).unwrap();
    for (name, objective) in OBJECTIVES {
        let found = Prim::new(&question, Settings { objective, ..Settings::default() }).unwrap().first();
        assert_eq!(held(&found), expected("real", name), "{name}");
    }
}

#[test]
fn long_pasting_is_that_of_the_workbench() {
    let values = columns(700);
    let [a, b, c, d, _] = &values[..] else { panic!() };
    let interest: Vec<bool> = (0..700).map(|row| (a[row] - b[row]).abs() + (c[row] - d[row]).abs() < 0.35).collect();
    let columns = ["a", "b", "c", "d", "e"].iter().zip(&values);
    let columns = columns.map(|(name, values)| Column { name, unit: "", kind: Kind::Real, values }).collect();
    let table = Table::new(columns).unwrap();
    let question = Question::new(&table, &interest).unwrap();
    let mut pastes = 0;
    for (name, objective) in OBJECTIVES {
        let found = Prim::new(&question, Settings { objective, peel: 0.1, ..Settings::default() }).unwrap().first();
        pastes += found.steps.iter().filter(|step| matches!(step.made, Made::Paste(_))).count();
        assert_eq!(held(&found), expected("few", name), "{name}");
    }
    assert!(pastes > 10, "{pastes}");
}

/// Bryant and Lempert (2010): 882 futures, 89 of them costly.  Step 21 is the box that the article discusses.
#[test]
fn box_21_of_bryant_and_lempert() {
    let Some(path) = ema_data("bryant et al 2010 data.csv") else { return };
    let rows = lines(&path);
    let column = |at: usize| rows.iter().map(|row| row[at].parse().unwrap()).collect::<Vec<f64>>();
    let values: Vec<Vec<f64>> = (2..11).map(column).collect();
    let names = [
        "cellulosic cost",
        "total biomass",
        "distribution",
        "yield",
        "oil elasticity",
        "demand elasticity",
        "electricity",
        "oil supply",
        "biomass backstop price",
    ];
    let columns = names.iter().zip(&values);
    let columns = columns.map(|(name, values)| Column { name, unit: "", kind: Kind::Real, values }).collect();
    let table = Table::new(columns).unwrap();
    let interest: Vec<bool> = column(15).iter().map(|&y| y == 1.0).collect();
    let question = Question::new(&table, &interest).unwrap();
    let found = Prim::new(&question, Settings { peel: 0.1, ..Settings::default() }).unwrap().first();
    assert_eq!((question.rows(), question.cases(), found.steps.len()), (882, 89, 28));
    let step = &found.steps[21];
    assert_eq!((step.rows, step.cases, step.restricted), (87, 67, 4));
    assert!((step.coverage - 0.752809).abs() < 5e-7 && (step.density - 0.770115).abs() < 5e-7);
    assert!((step.mass - 0.098639).abs() < 5e-7);
    let bound = |column: usize| match step.region.limits[column] {
        Limit::Interval { lower, upper } => (lower, upper),
        _ => panic!("{} is not restricted", names[column]),
    };
    let near = |found: Option<f64>, expected: f64| (found.unwrap() - expected).abs() < 1e-6;
    let values = quasi_p_values(&question, &step.region, &[]);
    let published = [
        (0, Side::Lower, 68, 95, 0.15741333528927326),
        (1, Side::Upper, 70, 131, 4.716968553178767e-6),
        (5, Side::Lower, 70, 209, 1.1849299115762208e-16),
        (8, Side::Lower, 77, 183, 3.51511253026305e-11),
    ];
    for (quasi, (column, side, cases, rows, p)) in values.iter().zip(published) {
        assert_eq!((quasi.column, quasi.side, quasi.cases, quasi.rows), (column, side, cases, rows));
        assert!((quasi.p / p - 1.0).abs() < 1e-11, "{} {p}", quasi.p);
    }
    assert_eq!(values.len(), 4);
    assert!(near(bound(0).0, 72.650002) && bound(0).1.is_none());
    assert!(near(bound(1).1, 755.799988) && bound(1).0.is_none());
    assert!(near(bound(5).0, -0.422) && bound(5).1.is_none());
    assert!(near(bound(8).0, 150.049995) && bound(8).1.is_none());
}

/// The workbench's influenza example: 1,000 runs, 19 inputs, 349 with more than a million dead in region 1.  The file is
/// written from the package's data by `fixtures/make.py FOLDER`.
#[test]
fn the_influenza_example_pastes_to_the_same_box() {
    let Some(path) = ema_data("flu1000.csv") else { return };
    let rows = lines(&path);
    let inputs = rows[0].len() - 1;
    let column = |at: usize| rows.iter().map(|row| row[at].parse().unwrap()).collect::<Vec<f64>>();
    let values: Vec<Vec<f64>> = (0..inputs).map(column).collect();
    let names: Vec<String> = (0..inputs).map(|at| format!("input {at}")).collect();
    let columns = names.iter().zip(&values);
    let columns = columns.map(|(name, values)| Column { name, unit: "", kind: Kind::Real, values }).collect();
    let table = Table::new(columns).unwrap();
    let interest: Vec<bool> = column(inputs).iter().map(|&y| y == 1.0).collect();
    let question = Question::new(&table, &interest).unwrap();
    let found = Prim::new(&question, Settings::default()).unwrap().first();
    assert_eq!(found.steps.len(), 54);
    let last = &found.steps[53];
    assert_eq!((last.rows, last.cases, last.restricted), (177, 176, 10));
    let at = |step: usize| (found.steps[step].rows, found.steps[step].cases, found.steps[step].restricted);
    assert_eq!(
        [at(10), at(20), at(30), at(35), at(36)],
        [(595, 330, 3), (353, 272, 4), (208, 199, 6), (159, 158, 10), (160, 159, 10)]
    );
}

#[test]
fn binomial_tails_are_those_of_scipy() {
    let rows = fixture("binomial_tails.csv");
    assert_eq!(rows.len(), 10);
    for row in rows {
        let share: f64 = row[2].parse().unwrap();
        let expected: f64 = row[3].parse().unwrap();
        let found = at_least(row[0].parse().unwrap(), row[1].parse().unwrap(), share);
        assert!((found / expected - 1.0).abs() < 1e-11, "{row:?} {found}");
    }
}
