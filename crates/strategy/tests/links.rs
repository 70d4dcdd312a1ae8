//! Links of the source as the studies get them.

use milepost_strategy::model::{ExprKind, Link, LinkClaim, PathwayId, Strategy};
use milepost_strategy::{MemoryWorld, check};

fn strategy(text: &str) -> Strategy {
    let checked = check(&MemoryWorld::default().with("case.mile", text));
    let said: Vec<_> = checked.diagnostics.iter().map(|d| d.message.as_str()).collect();
    checked.strategy.unwrap_or_else(|| panic!("{said:?}"))
}

/// `source elements sign target within under`
fn spelt(s: &Strategy, link: &Link) -> String {
    match &link.claim {
        LinkClaim::Absent(why) => format!("absent: {why}"),
        LinkClaim::Present { source, elements, raises, target, within, under } => {
            let elements: Option<Vec<String>> =
                elements.as_ref().map(|list| list.iter().map(|i| s.element_of(*source, *i)).collect());
            let source = elements.map_or(s.variable(*source).name.clone(), |list| list.join(" "));
            let target = match &target.kind {
                ExprKind::Variable(id, _) => format!("{} over {}", s.variable(*id).name, target.dims.len()),
                _ => "?".into(),
            };
            let sign = if *raises { '+' } else { '-' };
            let under = under.map(|p: PathwayId| s.pathways[p.index()].name.as_str());
            format!("{source} {sign} {target} {within:?} {under:?}")
        }
    }
}

const PLACES: &str = r#"
dimension place { north south east }
dimension warm in place { south east }
dimension group { a b }
let heat[place, group] = { north: 1  else 2 }
let mood[place] = sum(heat over group)
let whole = sum(mood)
link L1 "One" heat[south, b] raises whole within 2 year under go
link L2 heat[b, warm] lowers mood
link L3 heat[group] lowers whole
link L4 whole raises mood
/// Not here.  [3]
link L5 absent "oil is elsewhere"
"#;

#[test]
fn elements_windows_and_pathways() {
    let frame = "strategy \"s\" { time month from 0 to 36; reference stay; decide 6; source \"r\" paragraphs 1..3 }\n\
                 regime r { }\npathway stay = r\npathway go = r";
    let s = strategy(&format!("{frame}{PLACES}"));
    let spelt: Vec<String> = s.links.iter().map(|link| spelt(&s, link)).collect();
    let expected = [
        "heat[south,b] + whole over 0 Some(24.0) Some(\"go\")",
        "heat[south,b] heat[east,b] - mood over 1 None None",
        "heat[north,a] heat[north,b] heat[south,a] heat[south,b] heat[east,a] heat[east,b] - whole over 0 None None",
        "whole + mood over 1 None None",
        "absent: oil is elsewhere",
    ];
    assert_eq!(spelt, expected);
    assert_eq!((s.links[0].title.as_deref(), s.links[1].title.as_deref()), (Some("One"), None));
    assert_eq!(s.links[4].docs.citations.len(), 1);
}

/// Without choices there is one pathway, and it is the one that is meant.
#[test]
fn a_model_without_pathways_is_asked_as_it_is() {
    let s = strategy("strategy \"s\" { time month from 0 to 36 }\nlet x = 1\nlink L x raises x");
    assert!(matches!(s.links[0].claim, LinkClaim::Present { under: Some(PathwayId(0)), .. }));
}
