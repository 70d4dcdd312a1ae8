//! Models whose links are known by hand.

use std::sync::atomic::AtomicBool;

use milepost_ensemble::Plan;
use milepost_strategy::model::*;
use milepost_strategy::{MemoryWorld, check};
use milepost_syntax::Span;
use milepost_syntax::ast::Docs;

use super::{Finding, LinkFinding, links};
use crate::ask;

/// Decided after 6 of 24 months; `push` is at its upper end under `strong`.
const TEXT: &str = "
strategy \"Case\" { time month from 0 to 24 step 1/4; decide 6; reference stay }
dimension place { a b }
lever push = 0.5 in 0 .. 1
uncertain sign = 0 in -1 .. 1
uncertain scale = 0.5 in 0.1 .. 1 log
let fear: share = 40%
let calm: share = 95%
let troops[place]: person = { a: 100  b: 200 }
let zero: person = 0
let killed[place]: person = troops * (1 - push) * fear
let born = 3 * fear
let odd = sign * push
let peace = 1 - calm
let late = if time > 18 month then push else 0.5
stock hope { initial 0  toward scale over 3 month }
regime present { }
regime more { push = 1 }
pathway stay = present
pathway strong = more
measure harm minimise sum(killed) at end
";

struct Case(Strategy);

impl Case {
    fn new() -> Case {
        let checked = check(&MemoryWorld::default().with("case.mile", TEXT));
        Case(checked.strategy.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics)))
    }

    fn id(&self, name: &str) -> VariableId {
        VariableId(self.0.variables.iter().position(|v| v.name == name).unwrap() as u32)
    }

    fn read(&self, name: &str) -> Expr {
        let (id, dims) = (self.id(name), self.0.variables[self.id(name).index()].dims.clone());
        ask::expr(ExprKind::Variable(id, dims.iter().map(|&d| Select::Bound(d)).collect()), &dims)
    }

    fn claim(&self, source: &str, raises: bool, target: &str) -> LinkClaim {
        let (source, target) = (self.id(source), self.read(target));
        LinkClaim::Present { source, elements: None, raises, target, within: None, under: None }
    }

    fn ask(&mut self, claims: Vec<LinkClaim>) -> Vec<LinkFinding> {
        let link = |(k, claim)| Link {
            name: format!("L{k}"),
            title: None,
            docs: Docs::default(),
            span: Span::default(),
            claim,
        };
        self.0.links = claims.into_iter().enumerate().map(link).collect();
        let plan = Plan { threads: 1, ..Plan::new(0..200, 1) };
        links(&self.0, &plan, &(), &AtomicBool::new(false)).unwrap().links
    }
}

fn shares(found: &LinkFinding) -> (Finding, f64, f64, f64) {
    (found.finding, found.with, found.against, found.unmoved)
}

#[test]
fn signs_are_found_or_contradicted_and_what_is_absent_is_not_run() {
    let mut case = Case::new();
    let claims = vec![
        case.claim("push", false, "killed"),
        case.claim("push", true, "killed"),
        case.claim("fear", true, "killed"),
        case.claim("troops", true, "born"),
        case.claim("zero", true, "born"),
        LinkClaim::Absent("outside this model".into()),
        case.claim("hope", true, "hope"),
        case.claim("scale", true, "hope"),
    ];
    let found = case.ask(claims);
    let (whole, none) = (1.0, 0.0);
    assert_eq!(shares(&found[0]), (Finding::Found, whole, none, none));
    assert_eq!(shares(&found[1]), (Finding::Contradicted, none, whole, none));
    assert_eq!(shares(&found[2]), (Finding::Found, whole, none, none));
    assert_eq!(shares(&found[3]), (Finding::Weak, none, none, whole));
    assert_eq!(shares(&found[4]), (Finding::Weak, none, none, whole));
    assert_eq!(shares(&found[5]), (Finding::Absent, none, none, none));
    assert_eq!(shares(&found[6]), (Finding::Found, whole, none, none));
    assert_eq!(shares(&found[7]), (Finding::Found, whole, none, none));
}

#[test]
fn a_sign_that_differs_between_futures_is_weak() {
    let mut case = Case::new();
    let found = case.ask(vec![case.claim("push", true, "odd"), case.claim("push", false, "odd")]);
    // `sign` is drawn evenly from -1 to 1.
    assert!((found[0].with - 0.5).abs() < 0.1 && found[0].unmoved == 0.0, "{found:?}");
    assert_eq!((found[0].with, found[0].against), (found[1].against, found[1].with));
    let weak = |f: &LinkFinding| f.finding == Finding::Weak || f.against > 0.5;
    assert!(found.iter().all(weak) && found.iter().any(|f| f.finding == Finding::Weak), "{found:?}");
}

#[test]
fn at_the_upper_end_a_source_is_moved_down_and_the_answer_turned_round() {
    let mut case = Case::new();
    let mut at_the_top = case.claim("push", false, "killed");
    if let LinkClaim::Present { under, .. } = &mut at_the_top {
        *under = Some(PathwayId(1));
    }
    // 95 % + 10 % would be more than the whole.
    let found = case.ask(vec![at_the_top, case.claim("calm", false, "peace")]);
    assert_eq!(found.iter().map(|f| f.finding).collect::<Vec<_>>(), [Finding::Found; 2]);
}

#[test]
fn only_the_time_and_the_elements_asked_for_count() {
    let mut case = Case::new();
    // `late` follows `push` from month 18 on, which is 12 months after the decision.
    let mut soon = case.claim("push", true, "late");
    let LinkClaim::Present { within, .. } = &mut soon else { unreachable!() };
    *within = Some(12.0);
    let mut one = case.claim("troops", true, "killed");
    let LinkClaim::Present { elements, target, .. } = &mut one else { unreachable!() };
    *elements = Some(vec![1]);
    let select = vec![Select::Element(0)];
    *target = ask::expr(ExprKind::Variable(case.id("killed"), select), &[]);
    let mut same = one.clone();
    let LinkClaim::Present { elements, .. } = &mut same else { unreachable!() };
    *elements = Some(vec![0]);
    let found = case.ask(vec![soon, case.claim("push", true, "late"), one, same]);
    let findings: Vec<Finding> = found.iter().map(|f| f.finding).collect();
    assert_eq!(findings, [Finding::Weak, Finding::Found, Finding::Weak, Finding::Found]);
}

#[test]
fn what_is_no_number_is_refused_by_name() {
    let mut case = Case::new();
    let id = case.id("sign");
    case.0.variables[id.index()].ty = Type::Category(vec!["few".into(), "many".into()]);
    let claim = case.claim("sign", true, "odd");
    case.0.links = vec![Link { name: "L".into(), title: None, docs: Docs::default(), span: Span::default(), claim }];
    let refused = links(&case.0, &Plan::new(0..4, 1), &(), &AtomicBool::new(false)).unwrap_err().to_string();
    assert!(refused.contains("`sign` is no number"), "{refused}");
}
