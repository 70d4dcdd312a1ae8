use super::draw::Draw;
use super::prim::{Prim, Settings, Step, Trajectory};
use super::question::{Question, Refused};
use crate::table::{Column, Table};

/// How often the search restricts an input when it sees half of the rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reproduced {
    /// Share of the halves in which it is restricted at the step nearest in coverage.
    pub by_coverage: f64,
    /// Share of the halves in which it is restricted at the step nearest in density.
    pub by_density: f64,
}

/// What the resampling test found.
#[derive(Clone, Debug, PartialEq)]
pub struct Resampled {
    /// Per column.
    pub inputs: Vec<Reproduced>,
    /// How many halves were searched.
    pub halves: usize,
    /// How many more could not be, as nothing or everything in them was of interest or an input was constant.
    pub unusable: usize,
}

/// How many halves Bryant and Lempert take.
pub const HALVES: usize = 10;

/// The resampling test (Bryant and Lempert 2010, section 3.4): the search is repeated on random halves of the rows, drawn
/// without replacement, and each half's step nearest to the chosen one is asked which inputs it restricts.  Of steps equally near in
/// coverage the one nearest in density is asked, and the other way round.
///
/// # Errors
/// A setting outside its range, or no half that can be searched.
pub fn resample(
    question: &Question,
    chosen: &Step,
    settings: Settings,
    halves: usize,
    seed: u64,
) -> Result<Resampled, Refused> {
    let columns = question.table().columns().len();
    let mut counts = vec![(0, 0); columns];
    let mut draw = Draw::new(seed);
    let (mut searched, mut refused) = (0, None);
    for _ in 0..halves {
        let rows = draw.some_of(question.rows() / 2, question.rows());
        match on_rows(question, &rows, settings) {
            Ok(trajectory) => {
                searched += 1;
                let off =
                    |step: &Step| ((step.coverage - chosen.coverage).abs(), (step.density - chosen.density).abs());
                let coverage = nearest(&trajectory, off);
                let density = nearest(&trajectory, |step| (off(step).1, off(step).0));
                coverage.region.restricted().iter().for_each(|&column| counts[column].0 += 1);
                density.region.restricted().iter().for_each(|&column| counts[column].1 += 1);
            }
            Err(why) => refused = Some(why),
        }
    }
    match refused {
        Some(why) if searched == 0 => Err(why),
        _ => {
            let share = |count: i32| f64::from(count) / searched.max(1) as f64;
            let inputs = counts.iter().map(|&(c, d)| Reproduced { by_coverage: share(c), by_density: share(d) });
            Ok(Resampled { inputs: inputs.collect(), halves: searched, unusable: halves - searched })
        }
    }
}

fn on_rows(question: &Question, rows: &[usize], settings: Settings) -> Result<Trajectory, Refused> {
    let table = question.table();
    let values: Vec<Vec<f64>> =
        table.columns().iter().map(|column| rows.iter().map(|&row| column.values[row]).collect()).collect();
    let columns = table.columns().iter().zip(&values).map(|(&column, values)| Column { values, ..column });
    let interest: Vec<bool> = rows.iter().map(|&row| question.interest()[row]).collect();
    let Ok(half) = Table::new(columns.collect()) else {
        return Err(Refused::FewRows { rows: rows.len(), inputs: values.len() });
    };
    let question = Question::new(&half, &interest)?;
    Ok(Prim::new(&question, settings)?.first())
}

/// The nearest step by the first distance, of equals by the second (every step of a clear box may hold all cases), then the
/// first.
fn nearest(trajectory: &Trajectory, distance: impl Fn(&Step) -> (f64, f64)) -> &Step {
    let mut best = &trajectory.steps[0];
    for step in &trajectory.steps {
        if distance(step) < distance(best) {
            best = step;
        }
    }
    best
}
