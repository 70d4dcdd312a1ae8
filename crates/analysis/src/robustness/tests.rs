use super::*;

const A: [&[f64]; 3] = [&[0.99, 1.0, 0.5, 0.8, 0.7], &[0.69, 0.6, 0.6, 0.65, 0.62], &[0.2, 0.95, 0.9, 0.91, 0.4]];

#[test]
fn ranks_share_places_and_leave_undefined_values_out() {
    assert_eq!(
        ranks(&[Some(0.3), Some(0.1 + 0.2), None, Some(1.0), Some(-1.0)]),
        [Some(2), Some(2), None, Some(1), Some(4)]
    );
    assert_eq!(ranks(&[None, None]), [None, None]);
    assert_eq!(ranks(&[Some(0.0), Some(-0.0)]), [Some(1), Some(1)]);
}

#[test]
fn the_choice_of_metric_changes_the_answer() {
    let performance = Performance::new(Direction::Maximise, &A).unwrap();
    let comparison = Comparison::new(&performance, &Metric::all(Some(0.6))).unwrap();
    assert_eq!(
        comparison.sentence(&["stay", "phase", "leave"]),
        "phase is best by maximin, mean-variance, undesirable deviations, percentile kurtosis and Starr's domain; \
         stay by maximax, Hurwicz and Laplace; stay and phase by minimax regret and percentile regret; \
         leave by percentile skew"
    );
    let same = [A[0], A[0]];
    let performance = Performance::new(Direction::Maximise, &same).unwrap();
    let comparison = Comparison::new(&performance, &Metric::all(None)).unwrap();
    assert_eq!(comparison.sentence(&["one", "other"]), "no metric tells the alternatives apart");
}

#[test]
fn undefined_is_not_zero() {
    let flat: [&[f64]; 2] = [&[2.0, 2.0, 2.0, 2.0], &[-5.0, -1.0, -2.0, -9.0]];
    let performance = Performance::new(Direction::Maximise, &flat).unwrap();
    let of = |metric: Metric| metric.of(&performance).unwrap();
    assert_eq!(of(Metric::PercentileKurtosis)[0], None);
    assert_eq!(of(Metric::PercentileSkew)[0], None);
    assert_eq!(of(Metric::MeanVariance), [Some(3.0), None]);
    let single: [&[f64]; 1] = [&[2.0]];
    let performance = Performance::new(Direction::Minimise, &single).unwrap();
    assert_eq!(Metric::MeanVariance.of(&performance).unwrap(), [None]);
    assert_eq!(Metric::UndesirableDeviations.of(&performance).unwrap(), [Some(0.0)]);
}

#[test]
fn minimised_measures_are_judged_as_their_negatives_maximised() {
    let negative: Vec<Vec<f64>> = A.iter().map(|values| values.iter().map(|value| -value).collect()).collect();
    let negative: Vec<&[f64]> = negative.iter().map(Vec::as_slice).collect();
    let up = Performance::new(Direction::Maximise, &negative).unwrap();
    let down = Performance::new(Direction::Minimise, &A).unwrap();
    for (up_metric, down_metric) in Metric::all(Some(-0.6)).into_iter().zip(Metric::all(Some(0.6))) {
        assert_eq!(up_metric.of(&up), down_metric.of(&down), "{}", up_metric.name());
    }
}

#[test]
fn all_thresholds_at_once() {
    let cost: [&[f64]; 2] = [&[1.0, 2.0, 3.0, 4.0], &[5.0, 5.0, 1.0, 1.0]];
    let benefit: [&[f64]; 2] = [&[1.0, 0.0, 1.0, 0.0], &[1.0, 1.0, 1.0, 0.5]];
    let cost = Performance::new(Direction::Minimise, &cost).unwrap();
    let benefit = Performance::new(Direction::Maximise, &benefit).unwrap();
    let criteria =
        [Criterion { performance: &cost, threshold: 2.0 }, Criterion { performance: &benefit, threshold: 0.5 }];
    let found = satisfice(&criteria).unwrap();
    // First: future 0 meets both, 1 misses the benefit only, 2 the cost only, 3 both.
    assert_eq!(found[0], Satisficed { all: 0.25, each: vec![0.5, 0.5], alone_missed: vec![0.25, 0.25] });
    assert_eq!(found[1], Satisficed { all: 0.5, each: vec![0.5, 1.0], alone_missed: vec![0.5, 0.0] });
    let other: [&[f64]; 1] = [&[1.0; 4]];
    let other = Performance::new(Direction::Maximise, &other).unwrap();
    let mixed = [criteria[0], Criterion { performance: &other, threshold: 0.0 }];
    assert_eq!(satisfice(&mixed), Err(Unusable::Criteria));
    assert_eq!(satisfice(&[]), Err(Unusable::Criteria));
}

#[test]
fn wrong_use_is_refused_in_words() {
    let refused = |values: &[&[f64]]| Performance::new(Direction::Maximise, values).unwrap_err().to_string();
    assert_eq!(refused(&[]), "there is no alternative to judge; give at least one pathway");
    assert_eq!(refused(&[&[]]), "there is no future to judge by; run at least one");
    assert_eq!(
        refused(&[&[1.0, 2.0], &[1.0]]),
        "alternative 1 has 1 futures where the first has 2; run all under the same futures"
    );
    assert_eq!(
        refused(&[&[1.0, f64::NAN]]),
        "alternative 0 has no known value in future 1; leave that future out for all alternatives"
    );
    let performance = Performance::new(Direction::Maximise, &A).unwrap();
    assert_eq!(
        Metric::Hurwicz(1.5).of(&performance).unwrap_err().to_string(),
        "the weight on the worst future is 1.5 but must lie between 0 and 1"
    );
    assert!(Metric::PercentileRegret(f64::NAN).of(&performance).is_err());
    assert_eq!(Metric::Starr(f64::INFINITY).of(&performance), Err(Unusable::Threshold));
}
