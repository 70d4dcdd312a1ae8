//! Signs, ranges, loops and elements of small models, worked out by hand.

use milepost_strategy::model::{Strategy, VariableId};
use milepost_strategy::{MemoryWorld, check};

use super::*;

fn model(text: &str) -> Strategy {
    let head = "strategy \"case\" { source \"R\" paragraphs 1..20; time month from 0 to 24 step 1/4; decide 6 }\n";
    let checked = check(&MemoryWorld::default().with("a.mile", format!("{head}{text}")));
    let errors: Vec<_> = checked.diagnostics.iter().map(|d| d.message.clone()).collect();
    checked.strategy.unwrap_or_else(|| panic!("{errors:?}"))
}

/// `from > to` with its sign, for every edge.
fn edges(s: &Strategy, graph: &Graph) -> Vec<String> {
    let name = |id: VariableId| &s.variable(id).name;
    graph.edges.iter().map(|e| format!("{} > {} {}", name(e.from), name(e.to), e.sign)).collect()
}

fn sign_of(s: &Strategy, from: &str, to: &str) -> Option<Sign> {
    let (from, to) = (s.find(from).unwrap(), s.find(to).unwrap());
    Graph::new(s).edges.iter().find(|e| e.from == from && e.to == to).map(|e| e.sign)
}

#[test]
fn the_sign_of_a_product_hangs_on_its_other_factor() {
    let s = model(
        "uncertain x = 1 in 0 .. 2\nuncertain y = 0 in -1 .. 1\nuncertain z = -1 in -2 .. 0
         let a = x * y\nlet b = x * z\nlet c = y / (1 + x)\nlet d = x / (x + 3)\nlet e = x / y\nlet f = 2 ^ x + x ^ 2",
    );
    let sign = |from, to| sign_of(&s, from, to);
    assert_eq!(sign("x", "a"), Some(Sign::Unknown), "y has either sign");
    assert_eq!(sign("y", "a"), Some(Sign::Plus));
    assert_eq!(sign("x", "b"), Some(Sign::Minus));
    assert_eq!(sign("x", "c"), Some(Sign::Unknown), "falls in size, but y has either sign");
    assert_eq!(sign("x", "d"), Some(Sign::Plus), "a saturating share rises");
    assert_eq!(sign("x", "e"), Some(Sign::Unknown));
    assert_eq!(sign("y", "e"), Some(Sign::Unknown), "y crosses zero");
    assert_eq!(sign("x", "f"), Some(Sign::Plus));
}

#[test]
fn truths_count_as_nought_and_one() {
    let s = model(
        "uncertain x = 1 in 0 .. 2\nuncertain y = 1 in 0 .. 2
         let t = x > 1 and not y > 1\nlet u = if x > 1 then 5 else 2\nlet v = if x > 1 then y else 1 - y\nlet w = at(x, 3)",
    );
    assert_eq!(sign_of(&s, "x", "t"), Some(Sign::Plus));
    assert_eq!(sign_of(&s, "y", "t"), Some(Sign::Minus));
    assert_eq!(sign_of(&s, "x", "u"), Some(Sign::Plus), "the first branch lies above the second");
    assert_eq!(sign_of(&s, "x", "v"), Some(Sign::Unknown));
    assert_eq!(sign_of(&s, "y", "v"), Some(Sign::Unknown));
    assert_eq!(sign_of(&s, "x", "w"), None, "what was before the decision is not moved");
}

const PREY: &str = "
stock prey nonnegative { initial 10; inflow 20%/month * prey; outflow eaten }
stock hunters nonnegative { initial 2; inflow 0.1 * eaten; outflow 10%/month * hunters }
flow eaten: 1/month = 0.02/month * prey * hunters
stock mood: share { initial 50%; toward fed over 3 month }
let fed: share = prey / (prey + 5)";

#[test]
fn stocks_keep_to_what_their_flows_allow() {
    let s = model(PREY);
    let ranges = ranges(&s);
    let of = |name| ranges[s.find(name).unwrap().index()];
    assert_eq!(of("prey"), Range { lo: 0.0, hi: f64::INFINITY });
    assert_eq!(of("fed").lo, 0.0);
    assert_eq!(of("mood").lo, 0.0, "it begins at a half and follows what is never negative");
    let told = [
        "prey > eaten +",
        "prey > fed +",
        "hunters > eaten +",
        "eaten > prey \u{2212}",
        "eaten > hunters +",
        "fed > mood +",
    ];
    assert_eq!(edges(&s, &Graph::new(&s)), told);
}

#[test]
fn what_fills_up_stays_below_its_brim() {
    let s = model(
        "stock fear: share { initial 10%; inflow (1 - fear) * 20%/month * shock; outflow fear / (6 month) }
         uncertain shock = 1 in 0 .. 2\nlet calm = 1 - fear\nlet harm = shock * calm
         stock belief: share { initial 50%; toward calm over if calm > belief then 3 month else 9 month }",
    );
    let of = |name| ranges(&s)[s.find(name).unwrap().index()];
    assert_eq!((of("fear"), of("calm")), (Range { lo: 0.0, hi: 1.0 }, Range { lo: 0.0, hi: 1.0 }));
    assert_eq!(sign_of(&s, "shock", "harm"), Some(Sign::Plus));
    assert_eq!(sign_of(&s, "calm", "belief"), Some(Sign::Plus), "the pace turns where nothing flows");
}

#[test]
fn chains_are_followed_through_what_is_left_out() {
    let s = model(PREY);
    let ids = |names: &[&str]| names.iter().map(|n| s.find(n).unwrap()).collect();
    let within = Graph::new(&s).within(&ids(&["prey", "hunters", "mood"]), &ids(&["eaten", "fed"]));
    // Through what is eaten, prey moves the hunters up and hunters move the prey down.
    assert_eq!(edges(&s, &within), ["prey > hunters +", "prey > mood +", "hunters > prey \u{2212}"]);
    let none = Graph::new(&s).within(&ids(&["prey", "mood"]), &ids(&[]));
    assert_eq!(edges(&s, &none), Vec::<String>::new());
}

#[test]
fn loops_are_listed_once_and_the_shortest_first() {
    let s = model(PREY);
    let found = loops(Graph::new(&s).triples(), 10);
    let named: Vec<(Vec<&str>, Sign)> = found
        .found
        .iter()
        .map(|l| (l.members.iter().map(|v| s.variable(*v).name.as_str()).collect(), l.sign))
        .collect();
    let wanted = [(vec!["prey", "eaten"], Sign::Minus), (vec!["hunters", "eaten"], Sign::Plus)];
    assert_eq!(named, wanted);
    assert!(!found.more);
    let one = loops(Graph::new(&s).triples(), 1);
    assert_eq!((one.found.len(), one.more), (1, true));
}

#[test]
fn elements_act_on_what_others_own() {
    let s = model(
        "actor us\nelement trust paragraphs 1..5\nelement exit paragraphs 6..10
         lever talks = 0 in 0 .. 1 by us in trust\nlever troops = 1 in 0 .. 1 by us in exit
         regime r { }\npathway p following all = r
         recommendation A by us in trust due 8 { talks += 50% }\nrecommendation B by us in exit due 8 { troops *= 50% }
         /// Nobody's.\nlet anger = 1 - talks
         /// Faith.  [2]\nlet faith = 0.5 + 0.5 * talks - 0.2 * troops
         /// Ready to go.  [7]\nlet ready = 1 - anger / 2 - troops / 4",
    );
    let acts = elements(&s, &Graph::new(&s));
    let told: Vec<(u32, u32, Sign, usize)> = acts.iter().map(|a| (a.from.0, a.to.0, a.sign, a.routes.len())).collect();
    // Talks lower anger, which raises readiness, as fewer troops do; fewer troops raise faith, as talks do.
    assert_eq!(told, [(0, 1, Sign::Plus, 1), (1, 0, Sign::Plus, 1)]);
    let names: Vec<&str> = acts[0].routes[0].variables.iter().map(|v| s.variable(*v).name.as_str()).collect();
    assert_eq!(names, ["talks", "anger", "ready"]);
}
