//! Rules on votes that were really cast, against what came of them.

use milepost_decide::{
    Base, Decision, Distances, Move, Need, Outcome, Part, Rule, Scope, Test, Threshold, Unit, Votes, apportion,
    distances, read_votes,
};

const YES: usize = 0;
const NO: usize = 1;

fn share(option: usize, bar: Threshold, base: Base, scope: Scope) -> Rule {
    Rule::Share(Test { part: Part::Option(option), base, bar }, scope)
}

fn majority(scope: Scope) -> Rule {
    share(YES, Threshold::more_than(1, 2), Base::Valid, scope)
}

fn votes(units: &[(&str, u64, u64)]) -> Votes {
    let units = units.iter().map(|(name, yes, no)| Unit::counted(name, &[*yes, *no])).collect();
    Votes { options: vec!["yes".into(), "no".into()], units }
}

fn adopted_when(rule: Rule) -> Decision {
    Decision { rule, rejects: false }
}

/// The one outcome, and how far it is from the other.
fn decided(decision: &Decision, votes: &Votes) -> (Outcome, Distances) {
    let outcomes = decision.outcomes(votes);
    let [outcome] = outcomes.possible[..] else { panic!("{outcomes:?}") };
    (outcome, distances(decision, votes))
}

/// A file beside the checkout, if it is there.
fn shared(path: &str) -> Option<String> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path);
    if !path.exists() {
        eprintln!("SKIPPED: no {} beside this checkout", path.display());
        return None;
    }
    Some(std::fs::read_to_string(path).unwrap())
}

fn veto(base: Base, units: usize) -> Decision {
    let scope = Scope::Units((0..units).collect(), Need::Count(3));
    Decision { rule: share(NO, Threshold::at_least(2, 3), base, scope), rejects: true }
}

/// The table of the constitutional referendum: valid votes and percentages, the No votes worked out from them.
fn referendum() -> Option<Votes> {
    let text = shared("oracles/referendum/iraq_2005-10-15_by_governorate.csv")?;
    let units = text.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let [valid, no] = [cells[2], cells[5]].map(|c| c.parse::<u64>().unwrap());
        Unit::counted(cells[1], &[valid - no, no])
    });
    Some(Votes { options: vec!["yes".into(), "no".into()], units: units.collect() })
}

#[test]
fn the_constitution_of_2005_was_adopted_83280_votes_from_a_veto() {
    let Some(votes) = referendum() else { return };
    let (outcome, far) = decided(&veto(Base::Valid, votes.units.len()), &votes);
    assert_eq!(outcome, Outcome::Adopted);
    let ninewa = votes.units.iter().position(|u| u.name == "Ninewa").unwrap();
    let switched = far.switched.unwrap();
    assert_eq!((switched.votes, switched.units, switched.at_least), (83_280, vec![(ninewa, 83_280)], false));
    // 3 (395,892 + a) >= 2 (718,758 + a) from a = 249,840 on; one more where two thirds must be passed.
    let added = far.added.unwrap();
    assert_eq!((added.votes, added.way, added.units), (249_840, Move::Add(NO), vec![(ninewa, 249_840)]));
    let Rule::Share(test, scope) = veto(Base::Valid, votes.units.len()).rule else { panic!() };
    let passed = Rule::Share(Test { bar: Threshold::more_than(2, 3), ..test }, scope);
    let passed = Decision { rule: passed, rejects: true };
    assert_eq!(decided(&passed, &votes).1.added.unwrap().votes, 249_841);
}

/// Under the reading of 2 October the same votes reject in one governorate, not two: Anbar's No is 31 % of those registered.
#[test]
fn of_registered_voters_one_governorate_rejects() {
    let table = "unit,yes,no,invalid,turnout\nAnbar,7902,252017,0..13680,32\nSalah al-Din,93103,417049,0..26850,88\n\
                 Ninewa,322866,395892,,\n";
    let table = read_votes(table, &[], "governorate", &[]).unwrap();
    let standing = |base| {
        let decision = veto(base, 3);
        let outcomes = decision.outcomes(&table.votes);
        assert_eq!(outcomes.possible, [Outcome::Adopted]);
        outcomes.standing.iter().map(|s| s.holds.decided()).collect::<Vec<_>>()
    };
    assert_eq!(standing(Base::Valid), [Some(true), Some(true), Some(false)]);
    assert_eq!(standing(Base::Registered), [Some(false), Some(true), Some(false)]);
}

/// The article on families had 54.3 % of the people and 10 of 23 cantonal votes (Federal Social Insurance Office); which
/// cantons are halves is recalled, and what each of them voted is made up to fit.
#[test]
fn switzerland_2013_had_the_people_and_not_the_cantons() {
    let canton = |k: usize| match k {
        0..9 => (70, 30, 2),
        9..11 => (70, 30, 1),
        11..22 => (42, 58, 2),
        _ => (42, 58, 1),
    };
    let cantons: Vec<(String, u64, u64)> = (0..26).map(|k| (format!("c{k}"), canton(k).0, canton(k).1)).collect();
    let cantons: Vec<_> = cantons.iter().map(|(n, y, o)| (n.as_str(), *y, *o)).collect();
    let votes = votes(&cantons);
    let weights = (0..26).map(|k| canton(k).2).collect();
    let need = Need::Weight { weights, bar: Threshold::more_than(1, 2), cap: None };
    let rule = Rule::All(vec![majority(Scope::Whole), majority(Scope::Units((0..26).collect(), need))]);
    let (outcome, far) = decided(&adopted_when(rule), &votes);
    // Two full cantons more, each of which is 9 votes short of more than half.
    let switched = far.switched.unwrap();
    assert_eq!((outcome, switched.votes, switched.units.len()), (Outcome::Rejected, 18, 2));
    assert_eq!(majority(Scope::Whole).possible(&votes).decided(), Some(true));
}

/// Simultaneous elections: four of six states were needed, three agreed; 9,211 votes in Western Australia were missing
/// (Australian Electoral Commission, through electoralgeography.com).
#[test]
fn australia_1977_failed_by_one_state() {
    let votes = votes(&[
        ("New South Wales", 1_931_775, 800_331),
        ("Victoria", 1_325_708, 713_929),
        ("Queensland", 534_968, 590_942),
        ("South Australia", 480_827, 247_762),
        ("Western Australia", 292_344, 310_765),
        ("Tasmania", 82_785, 158_818),
    ]);
    let states = majority(Scope::Units((0..6).collect(), Need::Count(4)));
    let rule = adopted_when(Rule::All(vec![majority(Scope::Whole), states]));
    let (outcome, far) = decided(&rule, &votes);
    assert_eq!(outcome, Outcome::Rejected);
    let switched = far.switched.unwrap();
    assert_eq!((switched.votes, switched.units), (9_211, vec![(4, 9_211)]));
}

/// 55 % of members with 65 % of the people; a blocking minority needs four members.
fn council(populations: &[u64]) -> Decision {
    let n = populations.len();
    let all = || (0..n).collect::<Vec<_>>();
    let of_members = Need::Weight { weights: vec![1; n], bar: Threshold::at_least(55, 100), cap: None };
    let of_people = Need::Weight { weights: populations.to_vec(), bar: Threshold::at_least(65, 100), cap: None };
    let people = majority(Scope::Units(all(), of_people));
    let few_against = majority(Scope::Units(all(), Need::Count(n as u64 - 3)));
    let members = majority(Scope::Units(all(), of_members));
    adopted_when(Rule::All(vec![members, Rule::Any(vec![people, few_against])]))
}

#[test]
fn a_blocking_minority_of_the_council_needs_four_members() {
    // Millions, rounded: 27 members, 449 in all; the three largest have 210, more than 35 %.
    let people = [84, 68, 59, 48, 37, 19, 18, 11, 11, 11, 10, 10, 9, 9, 7, 6, 6, 5, 5, 4, 3, 2, 2, 1, 1, 1, 1];
    let rule = council(&people);
    let against = |members: &[usize]| {
        let units =
            (0..27).map(|k| (format!("m{k}"), u64::from(!members.contains(&k)), u64::from(members.contains(&k))));
        let units: Vec<_> = units.collect();
        let units: Vec<_> = units.iter().map(|(n, y, o)| (n.as_str(), *y, *o)).collect();
        decided(&rule, &votes(&units))
    };
    let three = against(&[0, 1, 2]);
    assert_eq!((three.0, three.1.switched.map(|s| s.votes)), (Outcome::Adopted, Some(1)));
    assert_eq!(against(&[0, 1, 2, 26]).0, Outcome::Rejected);
    // Thirteen small ones: 14 of 27 members is below 55 %, whatever their people.
    let small: Vec<usize> = (14..27).collect();
    assert_eq!(against(&small).0, Outcome::Rejected);
    assert_eq!(against(&small[1..]).0, Outcome::Adopted);
}

/// Strand One, paragraph 5(d): parallel consent, or 60 % with 40 % of each designation.
#[test]
fn good_friday_asks_for_parallel_consent_or_60_40_40() {
    let rule = |at: Threshold, of_each: Threshold| {
        let of = |unit| share(YES, of_each, Base::Valid, Scope::Units(vec![unit], Need::Count(1)));
        Rule::All(vec![share(YES, at, Base::Valid, Scope::Whole), of(0), of(1)])
    };
    let half = Threshold::more_than(1, 2);
    let parallel = rule(half, half);
    let weighted = rule(Threshold::at_least(60, 100), Threshold::at_least(40, 100));
    let decision = adopted_when(Rule::Any(vec![parallel, weighted]));
    let assembly = |unionists: (u64, u64), nationalists: (u64, u64), others: (u64, u64)| {
        let of = |name, (yes, no): (u64, u64)| (name, yes, no);
        votes(&[of("unionist", unionists), of("nationalist", nationalists), of("other", others)])
    };
    assert_eq!(
        decided(&decision, &assembly((30, 28), (22, 20), (0, 8))).0,
        Outcome::Rejected,
        "52 of 108 is no majority"
    );
    assert_eq!(decided(&decision, &assembly((30, 28), (38, 4), (2, 6))).0, Outcome::Adopted, "parallel consent");
    assert_eq!(
        decided(&decision, &assembly((24, 34), (40, 2), (8, 0))).0,
        Outcome::Adopted,
        "72 of 108 and 41 % of unionists"
    );
    let (outcome, far) = decided(&decision, &assembly((23, 35), (40, 2), (8, 0)));
    assert_eq!((outcome, far.switched.unwrap().votes), (Outcome::Rejected, 1), "23 of 58 is 39.7 %");
}

/// A quorum is not monotone: votes against can carry a motion.
#[test]
fn who_stays_away_can_defeat_what_his_vote_would_carry() {
    let turnout = Test { part: Part::Cast, base: Base::Registered, bar: Threshold::at_least(1, 2) };
    let quorum = Rule::Share(turnout, Scope::Whole);
    let rule = Rule::All(vec![majority(Scope::Whole), quorum]);
    assert!(!rule.monotone() && majority(Scope::Whole).monotone());
    let of = |yes, no| Votes {
        options: vec!["yes".into(), "no".into()],
        units: vec![Unit::counted("all", &[yes, no]).of_registered(100)],
    };
    let decision = adopted_when(rule);
    let (outcome, far) = decided(&decision, &of(40, 5));
    assert_eq!(outcome, Outcome::Rejected);
    let added = far.added.unwrap();
    assert_eq!(added.votes, 5);
    assert_eq!(decided(&decision, &of(40, 10)).0, Outcome::Adopted, "five more against");
    // Until there are enough of them to win.
    assert_eq!(decided(&decision, &of(40, 40)).0, Outcome::Rejected);
}

/// Hare quota and largest remainders give the seats of January 2005 as certified; the last turned on 18 votes.
#[test]
fn the_seats_of_january_2005_are_largest_remainders() {
    let Some(text) = shared("oracles/referendum/iraq_2005-01-30_seats.csv") else { return };
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|l| l.split(',').collect()).collect();
    let number = |r: &Vec<&str>, k: usize| r[k].parse::<u128>().unwrap();
    let votes: Vec<u128> = rows.iter().map(|r| number(r, 1)).collect();
    let official: Vec<u128> = rows.iter().map(|r| number(r, 2)).collect();
    assert_eq!(apportion(275, &votes).unwrap(), official);
    // National Independent Cadres had 69,938 votes and a third seat, the People's Union 69,920 and none.
    let swapped = |by: u128| {
        let mut votes = votes.clone();
        (votes[5], votes[6]) = (votes[5] - by, votes[6] + by);
        apportion(275, &votes).unwrap()[5..7].to_vec()
    };
    assert_eq!((swapped(8), swapped(10)), (vec![3, 2], vec![2, 3]));
}
