use super::{Kind, Units, check};
use crate::foreign::Dialect;
use crate::{mdl, xmile};
use milepost_syntax::FileId;

fn units(text: &str) -> Units {
    let (model, findings) = mdl::read(FileId(0), text);
    assert_eq!(findings, [], "{text}");
    check(&model)
}

/// What is said of equations, beside a few variables of known units and a time in years.
fn said(equation: &str) -> Vec<String> {
    let known = "people = 1 ~ People ~|\nbirths = 2 ~ person/Year ~|\nrate = 3 ~ 1/Year ~|\nshare = .1 ~ Dmnl ~|\n\
        area = 9 ~ m^2 ~|\nage = 4 ~ Years ~|\nTIME STEP = 1 ~ Year ~|\nt((0,0),(1,1)) ~ Person ~|\nbare = 5 ~~|\n";
    let found = units(&format!("{known}{equation}"));
    assert_eq!(found.unread, []);
    found.mismatches.into_iter().map(|m| m.what).collect()
}

#[test]
fn units_that_fit_are_not_spoken_of() {
    for equation in [
        "x = people * rate ~ Person/Year ~|",
        "x = births + people / age ~ (Persons)/(1*Year) ~|",
        "x = INTEG(births - people * rate, 100) ~ people ~|",
        "x = MAX(0, people) - 2 * people ~ People ~|",
        "x = IF THEN ELSE(people > 2 * people, births, 0) ~ People/Year ~|",
        "x = people * EXP(-rate * age) ~ Person ~|",
        "x = SMOOTH(births, age) ~ Person/Year ~|",
        "x = ZIDZ(births, people) ~ 1/Year ~|",
        "x = area ^ 0.5 * area ~ m*m*m ~|",
        "x = t(births) ~ People ~|",
        "x = RAMP(rate, 5, 9) ~ fraction ~|",
        "x = 1 - share ~ 1 ~|",
        "x = 10 + RAMP(1, 10, 60) ~ Person ~|",
        // What is not known is not guessed.
        "x = bare + people * unheard of ~ $ ~|",
        "x = people + FUNCTION OF TIME(people) ~ Year ~|",
    ] {
        assert_eq!(said(equation), Vec::<String>::new(), "{equation}");
    }
}

#[test]
fn what_does_not_fit_is_named_with_both_units() {
    for (equation, what) in [
        ("x = people ~ Year ~|", "needs Year, and the equation is Person"),
        ("x = people + births ~ Person ~|", "adds Person and Person/Year"),
        ("x = INTEG(people, 1) ~ People ~|", "needs Person/Year, and the rate is Person"),
        ("x = INTEG(births, age) ~ People ~|", "needs Person, and the initial value is Year"),
        ("x = MIN(people, age) ~ Person ~|", "`MIN` takes Person and Year"),
        ("x = EXP(age) ~ Dmnl ~|", "the argument of `EXP` is Year, and must be dimensionless"),
        ("x = SMOOTH(people, people) ~ Person ~|", "`SMOOTH` takes Year and Person"),
        ("x = 2 ^ age ~ Dmnl ~|", "an exponent is Year, and must be dimensionless"),
        ("x = people ^ share ~ Dmnl ~|", "raises Person to a power that is no whole number"),
        ("x = people > age ~ Dmnl ~|", "compares Person and Year"),
    ] {
        assert_eq!(said(equation), [what], "{equation}");
    }
}

#[test]
fn a_bare_number_is_told_from_two_units() {
    let found = units("p = 1 ~ Person ~|\nx = p + 1 ~ Person ~|");
    assert_eq!((found.mismatches.len(), found.mismatches[0].kind), (1, Kind::Number));
    assert_eq!(found.mismatches[0].what, "adds a bare number and Person");
}

#[test]
fn missing_and_unread_units_are_listed() {
    let found =
        units("a = 1 ~~|\nb = 2 ~ m*/s ~|\nc[i] = 3 ~ kg ~|\nc[j] = 4 ~~|\ni: i1 ~~|\nj: j1 ~~|\nd = 5 ~ 100 ~|");
    assert_eq!((found.given, found.missing.len(), found.missing[0].0.as_str()), (1, 1, "a"));
    let unread: Vec<&str> = found.unread.iter().map(|(_, why, _)| why.as_str()).collect();
    assert_eq!(unread, ["m*/s: the name of a unit is missing", "100: `100` is a number, not a unit"]);
}

#[test]
fn a_file_says_which_names_mean_the_same() {
    let settings = "\\\\\\---/// Sketch\n///---\\\\\\\n:L\x7f<%^E!@\n22:Gadget,Widgets\n";
    let differ = "a = 1 ~ Gadget ~|\nb = a ~ Widgets ~|\n";
    assert_eq!(units(&format!("{differ}{settings}")).mismatches, []);
    assert_eq!(units(differ).mismatches.len(), 1);
    // With a list of its own the file's list alone holds, as in Vensim.
    let people = "a = 1 ~ Person ~|\nb = a ~ People ~|\n";
    assert_eq!(units(people).mismatches, []);
    assert_eq!(units(&format!("{people}{settings}")).mismatches.len(), 1);
}

#[test]
fn xmile_defines_units_and_multiplies_with_a_dash() {
    let text = "<xmile><header/><sim_specs time_units=\"Months\"><start>0</start><stop>1</stop></sim_specs>\
        <model_units><unit name=\"crowd\"><eqn>person*2nd</eqn></unit><unit name=\"widget\"><alias>gizmos</alias></unit>\
        </model_units><model><variables>\
        <stock name=\"s\"><eqn>1</eqn><inflow>f</inflow><units>gizmos</units></stock>\
        <flow name=\"f\"><eqn>s/dt</eqn><units>widget/month</units></flow>\
        <aux name=\"m\"><eqn>s*s</eqn><units>Widget-Widget</units></aux>\
        <aux name=\"c\"><eqn>m</eqn><units>crowd</units></aux></variables></model></xmile>";
    let (model, findings) = xmile::read(FileId(0), text);
    assert_eq!((findings, model.dialect), (vec![], Dialect::Xmile));
    let said: Vec<String> = check(&model).mismatches.into_iter().map(|m| m.what).collect();
    assert_eq!(said, ["needs 2nd*person, and the equation is widget^2"]);
}

#[test]
fn hostile_units_are_not_understood_soon() {
    let deep = format!("a = 1 ~ {}m{} ~|", "(".repeat(400), ")".repeat(400));
    assert!(units(&deep).unread[0].1.contains("nested more than"), "{:?}", units(&deep).unread);
    let long = (0..200_000).map(|i| format!("u{i}")).collect::<Vec<_>>().join("*");
    assert!(units(&format!("a = 1 ~ {long} ~|")).unread[0].1.ends_with("it is longer than 1000 bytes"));
    assert!(units("a = 1 ~ m^999999999999 ~|").unread[0].1.contains("power"));
}
