//! Closed forms of games, and a tiny strategy worked out by hand.

use std::sync::atomic::AtomicBool;

use milepost_strategy::MemoryWorld;
use milepost_strategy::model::Strategy;

use super::game::{Game, Values};
use super::sums::Sums;
use super::*;

/// The values of a game's parts in one future.
fn play(game: &Game, gain: impl Fn(&[bool]) -> f64) -> Values {
    let gains: Vec<f64> = game.sets.iter().map(|set| gain(set)).collect();
    game.values(&gains)
}

/// The Shapley values of an exact game.
fn shapley(parts: usize, gain: impl Fn(&[bool]) -> f64) -> Vec<f64> {
    play(&Game::exact(parts), gain).contributions.remove(0)
}

fn close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (a, b) in found.iter().zip(expected) {
        assert!((a - b).abs() < 1e-12 * (1.0 + b.abs()), "{found:?} is not {expected:?}");
    }
}

#[test]
fn in_an_additive_game_each_part_is_worth_its_term() {
    let terms = [5.0, -2.0, 0.5, 7.0];
    let gain = |set: &[bool]| 100.0 + set.iter().zip(terms).map(|(s, t)| if *s { t } else { 0.0 }).sum::<f64>();
    let values = play(&Game::exact(4), gain);
    close(&values.contributions[0], &terms);
    close(&values.lost, &terms);
    close(&values.alone, &terms);
    assert_eq!((values.full, values.empty), (110.5, 100.0));
}

#[test]
fn what_only_all_can_do_is_shared_alike_and_lost_without_any() {
    let values = play(&Game::exact(4), |set| if set.iter().all(|s| *s) { 12.0 } else { 0.0 });
    close(&values.contributions[0], &[3.0; 4]);
    close(&values.lost, &[12.0; 4]);
    close(&values.alone, &[0.0; 4]);
}

#[test]
fn what_any_can_do_is_shared_alike_and_lost_without_none() {
    let values = play(&Game::exact(4), |set| if set.iter().any(|s| *s) { 12.0 } else { 0.0 });
    close(&values.contributions[0], &[3.0; 4]);
    close(&values.lost, &[0.0; 4]);
    close(&values.alone, &[12.0; 4]);
}

/// The glove game: the first part has a left glove, two others a right one; a pair is worth 1 (Osborne and Rubinstein
/// 1994, section 14.4: 2/3, 1/6, 1/6).
#[test]
fn the_glove_game_has_its_known_values() {
    let gain = |set: &[bool]| if set[0] && (set[1] || set[2]) { 1.0 } else { 0.0 };
    close(&shapley(3, gain), &[2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]);
}

#[test]
fn parts_that_act_alike_are_worth_alike_and_one_that_does_nothing_is_worth_nothing() {
    let gain = |set: &[bool]| {
        let both = f64::from(u8::from(set[0])) + f64::from(u8::from(set[2]));
        both.powi(3) + if set[3] { both } else { 0.0 }
    };
    let values = shapley(5, gain);
    assert_eq!((values[0], values[1], values[4]), (values[2], 0.0, 0.0));
}

/// A game without structure: of six parts, each set has a gain of its own.
fn odd(set: &[bool]) -> f64 {
    let bits = set.iter().enumerate().map(|(i, s)| usize::from(*s) << i).sum::<usize>();
    let x = (bits as f64 + 1.0) * 12.9898;
    (x.sin() * 43_758.545).fract() * 100.0 + 20.0 * bits.count_ones() as f64
}

#[test]
fn values_add_up_to_the_gain_of_all_minus_that_of_none() {
    for game in [Game::exact(6), Game::drawn(6, 1, 3), Game::drawn(6, 40, 3)] {
        let values = play(&game, odd);
        for group in &values.contributions {
            let sum: f64 = group.iter().sum();
            assert!((sum - (values.full - values.empty)).abs() < 1e-9, "{sum}");
        }
    }
}

#[test]
fn drawn_orders_come_within_four_standard_errors_of_all_orders() {
    let exact = shapley(6, odd);
    let game = Game::drawn(6, 200, 7);
    let mut sums = Sums::new(&game, 6, 0.0);
    sums.take(&[play(&game, odd)]);
    for (i, exact) in exact.iter().enumerate() {
        let part = sums.part(i);
        let off = (part.mean - exact).abs();
        assert!(part.error > 0.0 && off < 4.0 * part.error, "part {i}: {} +- {}, exact {exact}", part.mean, part.error);
        assert!(part.error < 5.0, "an error of {} says nothing", part.error);
    }
}

#[test]
fn the_reverse_of_an_order_makes_pairs_exact_where_only_two_interact() {
    // In a game of pairs, a part's contribution and that in the reverse order sum up every pair once.
    let gain = |set: &[bool]| if set[0] && set[3] { 8.0 } else { 0.0 } + if set[1] && set[2] { 2.0 } else { 0.0 };
    let game = Game::drawn(4, 1, 1);
    close(&play(&game, gain).contributions[0], &[4.0, 1.0, 1.0, 4.0]);
}

#[test]
fn sets_are_valued_once_and_orders_follow_from_the_seed() {
    let (a, b, c) = (Game::drawn(12, 6, 1), Game::drawn(12, 6, 1), Game::drawn(12, 6, 2));
    assert_eq!(a.sets, b.sets);
    assert_ne!(a.sets, c.sets);
    let mut sets = a.sets.clone();
    sets.sort();
    sets.dedup();
    assert_eq!(sets.len(), a.sets.len());
    // All, none, each, all but each; and at most 9 inner sets for each of 12 orders.
    assert!(sets.len() > 26 && sets.len() <= 26 + 12 * 9, "{}", sets.len());
}

#[test]
fn without_parts_there_is_nothing_to_share() {
    let values = play(&Game::exact(0), |_| 3.0);
    assert_eq!((values.full, values.empty, values.contributions[0].len()), (3.0, 3.0, 0));
}

/// Futures of two parts: in each, the gains of none, the first, the second and both.
fn futures(matters: f64, gains: &[[f64; 4]]) -> Sums {
    let game = Game::exact(2);
    let mut sums = Sums::new(&game, 2, matters);
    sums.take(&gains.iter().map(|g| game.values(g)).collect::<Vec<_>>());
    sums
}

#[test]
fn a_part_holds_the_rest_hostage_where_more_than_half_is_lost_without_it() {
    let gains = [
        [0.0, 4.0, 6.0, 10.0],  // 4 and 6 lost: the second
        [0.0, 5.0, 5.0, 10.0],  // 5 and 5 lost: exactly half is none
        [0.0, 0.0, 0.0, 10.0],  // all lost without either: both, the first counts as heaviest
        [0.0, 1.0, 8.0, 10.0],  // 2 and 9: the second
        [0.0, -9.0, 2.0, -1.0], // loses: not asked
        [0.0, 0.0, 0.0, 0.5],   // gains less than matters: not asked
    ];
    let sums = futures(1.0, &gains);
    assert_eq!(sums.gaining(), 4.0 / 6.0);
    assert_eq!((sums.part(0).hostage, sums.part(1).hostage), (0.25, 0.75));
    let hostage = sums.hostage(|i| format!("part {i}"));
    assert_eq!((hostage.judged, hostage.share, hostage.typically), (4, 0.75, 2.0 / 3.0));
    assert_eq!(hostage.typical.as_deref(), Some("part 1"));
}

#[test]
fn what_is_unknown_is_counted_and_never_a_number() {
    let nan = f64::NAN;
    let sums = futures(0.0, &[[1.0, 2.0, 3.0, 6.0], [0.0, nan, 3.0, 6.0], [0.0, 1.0, 1.0, nan]]);
    let second = sums.part(1);
    // Without the second part: known in the first future only.
    assert_eq!((second.lost.known, second.lost.unknown, second.lost.mean), (1, 2, 4.0));
    assert_eq!((second.shapley.known, second.mean, second.hostage), (1, 3.0, 1.0));
    let hostage = sums.hostage(|i| i.to_string());
    assert_eq!((sums.gaining(), hostage.judged, hostage.share), (1.0, 1, 1.0));
    assert_eq!((sums.rest().gain.known, sums.rest().mean), (3, 1.0));
}

/// `push` is an element's, `drift` is nobody's.  At the end of two months
///
/// | | push | drift | score |
/// |---|---:|---:|---:|
/// | stay | 0 | 0 | 0 |
/// | strong | 2 (R) + 3 (Q) = 5, times `grip` 1 | 1 | 2 x (5 x 1 + 1) = 12 |
/// | without law | 0 | 1 | 2 |
/// | without trust | 5, `grip` held at 0 | 1 | 2 |
/// | without both | 0 | 1 | 2 |
const TINY: &str = r#"strategy "Tiny" { time month from 0 to 2; reference stay }
actor iraq
actor un
actor idle_actor
element law "The law"
element trust
element words
lever push = 0 in 0 .. 10 by iraq in law
lever grip = 0 in 0 .. 1 by un in trust
lever drift = 0 in 0 .. 1
regime present { }
regime other { grip = 1; drift = 1 }
recommendation R by iraq in law from 0 { push += 2; delivered in 1 .. 1 }
recommendation Q by un in law from 0 { push += 3; delivered in 1 .. 1 }
recommendation N by un in words from 0 { no effect "It is said" }
pathway stay = present
pathway strong following all = other
pathway weak = other
pathway past for comparison following all = other
stock score { initial 0  inflow (push * grip + drift) / 1 month }
measure power maximise score at end matters 1
measure loss minimise 100 - score at end
"#;

fn tiny() -> Strategy {
    let checked = milepost_strategy::check(&MemoryWorld::default().with("a.mile", TINY));
    checked.strategy.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics))
}

fn asked(question: &Question) -> Vec<Worth> {
    worth(&tiny(), question, &(), &AtomicBool::new(false)).unwrap()
}

fn named<'a>(worth: &'a Worth, name: &str) -> &'a PartWorth {
    worth.parts.iter().find(|p| p.name == name).unwrap()
}

#[test]
fn a_tiny_strategy_by_hand() {
    let question =
        Question { futures: Some(300), measures: vec!["power".into(), "loss".into()], ..Question::new(By::Element) };
    let both = asked(&question);
    assert_eq!(both.len(), 2);
    // The second measure is the first with its sign and direction turned.
    for worth in &both {
        assert_eq!((worth.pathway.as_str(), worth.reference.as_str(), worth.orders), ("strong", "stay", None));
        assert_eq!((worth.gain.known, worth.gain.mean, worth.gaining), (300, 12.0, 1.0));
        assert_eq!((worth.rest.mean, worth.rest.share), (2.0, 2.0 / 12.0));
        for name in ["law", "trust"] {
            let part = named(worth, name);
            assert_eq!((part.lost.mean, part.alone.mean, part.mean, part.error), (10.0, 0.0, 5.0, 0.0));
            assert_eq!((part.share, part.shares.mean, part.hostage), (5.0 / 12.0, 5.0 / 12.0, 1.0));
        }
        assert_eq!((worth.hostage.share, worth.hostage.typical.as_deref()), (1.0, Some("law")));
        let words = named(worth, "words");
        assert_eq!((words.moves, words.mean, words.lost.known, words.holders.len()), (false, 0.0, 300, 0));
        assert_eq!((named(worth, "law").title.as_str(), worth.parts[2].name.as_str()), ("The law", "words"));
    }
    assert_eq!(named(&both[0], "law").holders, ["iraq", "un"]);
    assert_eq!(named(&both[0], "trust").holders, ["un"]);
}

#[test]
fn a_tiny_strategy_by_recommendations_and_by_actors() {
    let by = |by| asked(&Question { futures: Some(8), ..Question::new(by) }).remove(0);
    let worth = by(By::Recommendation);
    // Without R: 2 x (3 + 1) = 8; without Q: 6; without both, `grip` still moved by the regime: 2.
    assert_eq!((named(&worth, "R").lost.mean, named(&worth, "Q").lost.mean), (4.0, 6.0));
    assert_eq!(
        (named(&worth, "R").holders.join(" "), named(&worth, "Q").holders.join(" ")),
        ("iraq".into(), "iraq un".into())
    );
    assert_eq!((worth.parts[0].name.as_str(), worth.rest.mean, named(&worth, "N").moves), ("Q", 2.0, false));

    let worth = by(By::Actor);
    // `push` is held without Iraq, `grip` without the United Nations: each loses 10, though half of R + Q is the other's.
    assert_eq!((named(&worth, "iraq").lost.mean, named(&worth, "un").lost.mean), (10.0, 10.0));
    assert_eq!((named(&worth, "un").holders.join(" "), named(&worth, "idle_actor").moves), ("un".into(), false));
}

#[test]
fn the_pathway_is_the_one_that_carries_the_strategy() {
    let of = |text: &str| {
        let checked = milepost_strategy::check(&MemoryWorld::default().with("a.mile", text));
        let strategy = checked.strategy.unwrap();
        let (study, error) = match Study::new(&strategy, &Question::new(By::Element)) {
            Ok(study) => (Some(study.pathway().to_string()), None),
            Err(error) => (None, Some(error.to_string())),
        };
        study.or(error).unwrap()
    };
    assert_eq!(of(TINY), "strong");
    assert_eq!(of(&TINY.replace("pathway strong following all", "pathway strong following R")), "weak");
    let only = TINY.lines().filter(|l| !l.starts_with("pathway") || l.starts_with("pathway stay"));
    let only: String = only.map(|l| format!("{l}\n")).collect();
    assert_eq!(of(&only), "the strategy has no pathway besides the reference `stay`; declare the one to take apart");
}

#[test]
fn what_cannot_be_asked_is_told_in_a_sentence() {
    let fails = |question: Question| match Study::new(&tiny(), &question) {
        Ok(_) => panic!("{question:?}"),
        Err(error) => error.to_string(),
    };
    let asked = Question::new(By::Element);
    let pathway = |name: &str| fails(Question { pathway: Some(name.into()), ..asked.clone() });
    assert_eq!(pathway("strang"), "unknown pathway `strang`; did you mean `strong`?");
    assert_eq!(
        pathway("stay"),
        "`stay` is the reference and gains nothing over itself; name another pathway with --pathway"
    );
    let measure = fails(Question { measures: vec!["zebra".into()], ..asked.clone() });
    assert_eq!(measure, "unknown measure `zebra`; there are power, loss");
    assert!(fails(Question { orders: Some(1), ..asked.clone() }).starts_with("there must be at least 2 orders"));
}

#[test]
fn the_same_bits_on_any_threads_and_with_any_other_measure() {
    let text = TINY
        .replace("R by iraq in law from 0 { push += 2; delivered in 1 .. 1 }", "R by iraq in law from 0 { push += 2 }");
    let text = text.replace("1 month }", "1 month * luck }") + "uncertain luck = 1 in 0.2 .. 3\n";
    let strategy = milepost_strategy::check(&MemoryWorld::default().with("a.mile", text)).strategy.unwrap();
    let of = |threads, measures: &[&str], orders| {
        let measures = measures.iter().map(|m| m.to_string()).collect();
        let question = Question { threads, measures, orders, futures: Some(700), ..Question::new(By::Recommendation) };
        worth(&strategy, &question, &(), &AtomicBool::new(false)).unwrap().remove(0)
    };
    let one = of(1, &["power"], None);
    assert!(one.gain.min < one.gain.max);
    assert_eq!(one, of(3, &["power", "loss", "power"], None));
    assert_eq!(of(1, &["power"], Some(6)), of(4, &["power"], Some(6)));
    // In a game of two parts a pair of orders is all orders.
    assert!((named(&of(2, &["power"], Some(2)), "R").mean - named(&one, "R").mean).abs() < 1e-12);
}

#[test]
fn an_interruption_leaves_nothing() {
    let found = worth(&tiny(), &Question::new(By::Element), &(), &AtomicBool::new(true));
    assert!(matches!(found, Err(Error::Run(milepost_ensemble::Error::Interrupted { .. }))));
}
