//! Circles put together as what people look at: loops that the strategy names, the strongest others, the rest.

use std::collections::{BTreeMap, BTreeSet};

use milepost_strategy::model::*;

use super::charge::polarity;
use super::find::{Circle, Web, links_of};
use super::plain::{Origin, Plain};
use super::score::Link;
use super::{Kind, LoopFound, Partition, PathwayLoops, Polarity, Unscored};
use crate::structure::{Graph, Sign};
use milepost_analysis::loops::{Circles, Room};

/// As many circles of a partition are shown by themselves, besides the loops that are named.
const MOST_SHOWN: usize = 8;

/// A circle that makes less of the change is shown with the rest.
const LEAST_SHOWN: f64 = 0.005;

/// Stocks that lie on circles together.
pub(super) struct Together {
    /// The stocks, stages of delays among them.
    pub stocks: Vec<VariableId>,
}

/// Partitions with a stock: most stocks first.
pub(super) fn partitions(plain: &Plain, web: &Web) -> Vec<Together> {
    let mut groups: BTreeMap<usize, Vec<VariableId>> = BTreeMap::new();
    for id in web.variables().filter(|id| plain.is_stock(*id)) {
        groups.entry(web.group(id).unwrap_or_default()).or_default().push(id);
    }
    let mut out: Vec<Together> = groups.into_values().map(|stocks| Together { stocks }).collect();
    out.sort_by_key(|t| (std::cmp::Reverse(t.stocks.len()), t.stocks[0]));
    out
}

/// A circle with what it did at the moments looked at.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Weighed {
    /// The circle.
    pub circle: Circle,
    /// Its partition.
    pub partition: usize,
    /// Its mean share of the change, reinforcing and balancing.
    pub shares: [f64; 2],
}

impl Weighed {
    fn weight(&self) -> f64 {
        self.shares[0] + self.shares[1]
    }
}

/// Moments looked at together: there can be thousands of circles.
const MOMENTS: usize = 64;

/// Weighs circles by rows of link scores, then of whether partitions move: `[row][moment]`.
pub(super) fn weigh(all: &[Circle], links: &[Link], partitions: &[Together], looked: &[Vec<f64>]) -> Vec<Weighed> {
    let row = |link: Link| links.binary_search(&link).unwrap_or_default();
    let of = |circle: &Circle| partitions.iter().position(|t| circle.iter().any(|id| t.stocks.contains(id)));
    let circles: Vec<(&Circle, usize)> = all.iter().filter_map(|c| Some((c, of(c)?))).collect();
    let rows = Circles {
        links: circles.iter().map(|(c, _)| links_of(c).map(row).collect()).collect(),
        group: (0..circles.len()).collect(),
        partition: circles.iter().map(|(_, p)| *p).collect(),
        moving: (links.len()..links.len() + partitions.len()).collect(),
    };
    let moments = looked.first().map_or(0, Vec::len);
    let mut shares = vec![[0.0; 2]; circles.len()];
    let mut room = Room::default();
    for first in (0..moments).step_by(MOMENTS) {
        let some = first..(first + MOMENTS).min(moments);
        let relative = rows.relative(looked, some.clone(), &mut room);
        for (sum, own) in shares.iter_mut().zip(relative.chunks(some.len())) {
            own.iter().for_each(|share| sum[usize::from(*share < 0.0)] += share.abs() / moments as f64);
        }
    }
    let weighed = circles.into_iter().zip(shares);
    weighed.map(|((circle, partition), shares)| Weighed { circle: circle.clone(), partition, shares }).collect()
}

/// Circles in groups.
#[derive(Clone, Debug, Default)]
pub(super) struct Grouped {
    /// Partitions by name.
    pub partitions: Vec<Partition>,
    /// Their stocks.
    pub stocks: Vec<Vec<VariableId>>,
    /// The circles that are scored.
    pub circles: Vec<Circle>,
    /// The group of each.
    pub group: Vec<usize>,
    /// The partition of each group.
    pub partition: Vec<usize>,
    /// Whether each group can be in charge.
    pub candidate: Vec<bool>,
    /// What each group is called.
    pub loops: Vec<LoopFound>,
    /// Named loops that are not scored.
    pub unscored: Vec<LoopFound>,
    /// Share of the change made by the circles left out.
    pub left_out: f64,
}

impl Grouped {
    /// All loops that are told of.
    pub fn all_loops(&self) -> Vec<LoopFound> {
        self.loops.iter().chain(&self.unscored).cloned().collect()
    }

    /// Room for the loops that are not scored.
    pub fn with_unscored(&self, mut found: PathwayLoops) -> PathwayLoops {
        found.shares.extend(self.unscored.iter().map(|_| Vec::new()));
        found
    }
}

/// As many circles of each named loop are scored, however weak they are beside others.
const MOST_NAMED: usize = 12;

/// Puts circles together.  `named` holds circles that pass the variables of each named loop, of which the strongest are
/// scored in any case; of the others the weakest are left out beyond `most`.
pub(super) fn group(
    strategy: &Strategy,
    plain: &Plain,
    together: &[Together],
    weighed: &[Weighed],
    named: &[Vec<Circle>],
    most: usize,
) -> Grouped {
    let mut order: Vec<&Weighed> = weighed.iter().collect();
    order.sort_by(|a, b| b.weight().total_cmp(&a.weight()).then(a.circle.cmp(&b.circle)));
    let strongest = |of: &Vec<Circle>| {
        let own = order.iter().map(|w| &w.circle).filter(|c| of.binary_search(c).is_ok());
        own.take(MOST_NAMED).cloned().collect::<Vec<Circle>>()
    };
    let sure: BTreeSet<Circle> = named.iter().flat_map(strongest).collect();
    let (mut kept, mut left) = (Vec::new(), 0.0);
    for (k, w) in order.into_iter().enumerate() {
        if k < most || sure.contains(&w.circle) {
            kept.push(w);
        } else {
            left += w.weight();
        }
    }
    let whole: f64 = weighed.iter().map(Weighed::weight).sum();
    let mut out = Grouped {
        partitions: together.iter().map(|t| partition(plain, t)).collect(),
        stocks: together.iter().map(|t| t.stocks.clone()).collect(),
        left_out: if whole > 0.0 { left / whole } else { 0.0 },
        ..Grouped::default()
    };
    let named = most_specific(strategy, &kept);
    let mut letters = [0_usize; 3];
    for p in 0..together.len() {
        let own: Vec<(usize, &Weighed)> =
            kept.iter().enumerate().filter(|(_, w)| w.partition == p).map(|(k, w)| (k, *w)).collect();
        for (index, declared) in strategy.loops.iter().enumerate() {
            let members: Vec<&Weighed> =
                own.iter().filter(|(k, _)| named[*k] == Some(index)).map(|(_, w)| *w).collect();
            if !members.is_empty() {
                let found = LoopFound { name: declared.name.clone(), title: declared.called(), ..LoopFound::default() };
                out.add(plain, p, Kind::Named, &members, found);
            }
        }
        let free = || own.iter().filter(|(k, _)| named[*k].is_none()).map(|(_, w)| *w);
        let alone = |w: &Weighed| is_own_pace(plain, &w.circle, !strategy.loops.is_empty());
        let others_only = own.iter().any(|(k, w)| named[*k].is_some() || !alone(w));
        let (paces, others): (Vec<&Weighed>, Vec<&Weighed>) = free().partition(|w| others_only && alone(w));
        let shown = others.iter().take(MOST_SHOWN).filter(|w| w.weight() >= LEAST_SHOWN).count();
        // Few loops are all shown, however weak.
        let shown = if others.len() <= MOST_SHOWN { others.len() } else { shown };
        for w in &others[..shown] {
            let title = short(plain, &w.circle);
            out.add(plain, p, Kind::Found, &[w], LoopFound { title, ..LoopFound::default() });
            let found = out.loops.last_mut().map(|l| (l, &mut letters));
            if let Some((l, letters)) = found {
                let (letter, k) = match l.polarity {
                    Polarity::Reinforcing => ("R", 0),
                    Polarity::Balancing => ("B", 1),
                    Polarity::Changing => ("C", 2),
                };
                letters[k] += 1;
                l.name = format!("{letter}{}", letters[k]);
            }
        }
        if !paces.is_empty() {
            let title = "Each stock\u{2019}s own pace".into();
            out.add(plain, p, Kind::Own, &paces, LoopFound { title, ..LoopFound::default() });
        }
        if !others[shown..].is_empty() {
            let title = "All other loops".into();
            out.add(plain, p, Kind::Rest, &others[shown..], LoopFound { title, ..LoopFound::default() });
        }
    }
    for (index, declared) in strategy.loops.iter().enumerate().filter(|(i, _)| !named.contains(&Some(*i))) {
        out.unscored.push(not_scored(strategy, plain, declared, index));
    }
    out
}

impl Grouped {
    fn add(&mut self, plain: &Plain, partition: usize, kind: Kind, members: &[&Weighed], mut found: LoopFound) {
        let group = self.loops.len();
        let sums = members.iter().fold([0.0; 2], |sum, w| [sum[0] + w.shares[0], sum[1] + w.shares[1]]);
        let mut signs = members.iter().map(|w| sign(plain, &w.circle));
        let first = signs.next().unwrap_or(Sign::Unknown);
        let agreed = signs.fold(first, Sign::joined);
        (found.polarity, found.certain) = match agreed {
            Sign::Plus => (Polarity::Reinforcing, true),
            Sign::Minus => (Polarity::Balancing, true),
            Sign::Unknown => (polarity(sums[0], sums[1]), false),
        };
        found.kind = kind;
        found.partition = Some(partition);
        found.circles = members.len() as u64;
        if let (Some(strongest), Kind::Named | Kind::Found) = (members.first(), kind) {
            found.path = path(plain, &strongest.circle);
        }
        self.circles.extend(members.iter().map(|w| w.circle.clone()));
        self.group.extend(members.iter().map(|_| group));
        self.partition.push(partition);
        self.candidate.push(matches!(kind, Kind::Named | Kind::Found));
        self.loops.push(found);
    }
}

/// For each circle the named loop that it is one of: of several the one that names the most variables.
fn most_specific(strategy: &Strategy, circles: &[&Weighed]) -> Vec<Option<usize>> {
    let mut by_length: Vec<(usize, Vec<VariableId>)> = strategy.loops.iter().map(Loop::variables).enumerate().collect();
    by_length.sort_by_key(|(k, steps)| (std::cmp::Reverse(steps.len()), *k));
    let of = |w: &&Weighed| by_length.iter().find(|(_, steps)| passes(&w.circle, steps)).map(|(k, _)| *k);
    circles.iter().map(of).collect()
}

/// Whether a circle passes some variables in this order.
fn passes(circle: &[VariableId], steps: &[VariableId]) -> bool {
    let place = |id: &VariableId| circle.iter().position(|c| c == id);
    let Some(places) = steps.iter().map(place).collect::<Option<Vec<usize>>>() else { return false };
    // Going round, places rise but for one fall, where the circle begins again.
    let falls = (0..places.len()).filter(|&k| places[(k + 1) % places.len()] < places[k]).count();
    falls == 1
}

/// A loop of one stock and flows or stages that have no name; any loop of one stock where the strategy names loops, which
/// are about how stocks move each other.
fn is_own_pace(plain: &Plain, circle: &[VariableId], naming: bool) -> bool {
    let stocks = circle.iter().filter(|id| plain.is_stock(**id)).count();
    let unnamed = |id: &VariableId| plain.is_stock(*id) || plain.origins[id.index()] != Origin::Declared;
    stocks == 1 && (naming || circle.iter().all(unnamed))
}

fn sign(plain: &Plain, circle: &[VariableId]) -> Sign {
    let signs = links_of(circle).map(|link| plain.links.get(&link).copied().unwrap_or(Sign::Unknown));
    signs.fold(Sign::Plus, Sign::times)
}

fn partition(plain: &Plain, together: &Together) -> Partition {
    let mut stocks: Vec<String> = Vec::new();
    for id in &together.stocks {
        let name = plain.strategy.variables[plain.declared(*id).index()].name.clone();
        if !stocks.contains(&name) {
            stocks.push(name);
        }
    }
    Partition { stocks }
}

/// Names of the declared variables of a circle: the first stock first; what has no name stands for its variable.
fn path(plain: &Plain, circle: &[VariableId]) -> Vec<String> {
    let first = circle.iter().position(|id| plain.is_stock(*id)).unwrap_or_default();
    let mut out: Vec<String> = Vec::new();
    for k in 0..circle.len() {
        let id = plain.declared(circle[(first + k) % circle.len()]);
        let name = &plain.strategy.variables[id.index()].name;
        if out.last() != Some(name) {
            out.push(name.clone());
        }
    }
    // What leads back into the first stock is part of it.
    if out.len() > 1 && out.first() == out.last() {
        out.pop();
    }
    out
}

/// A circle in a few words: its stocks, or all of it where there is but one.
fn short(plain: &Plain, circle: &[VariableId]) -> String {
    let called = |id: VariableId| {
        let variable = &plain.strategy.variables[id.index()];
        variable.title.clone().unwrap_or_else(|| variable.name.replace('_', " "))
    };
    let first = circle.iter().position(|id| plain.is_stock(*id)).unwrap_or_default();
    let turned = || (0..circle.len()).map(|k| circle[(first + k) % circle.len()]);
    let mut stocks: Vec<VariableId> = turned().filter(|id| plain.is_stock(*id)).map(|id| plain.declared(id)).collect();
    stocks.dedup();
    if stocks.len() > 1 {
        return stocks.into_iter().map(called).collect::<Vec<_>>().join(" \u{2192} ");
    }
    let mut all: Vec<VariableId> = turned().map(|id| plain.declared(id)).collect();
    all.dedup();
    if all.len() > 1 && all.first() == all.last() {
        all.pop();
    }
    let shown = if all.len() > 4 { vec![all[0], all[1], all[all.len() - 1]] } else { all.clone() };
    let mut words: Vec<String> = shown.into_iter().map(called).collect();
    if all.len() > 4 {
        words.insert(2, "\u{2026}".into());
    }
    words.join(" \u{2192} ")
}

/// A named loop that no circle which can be scored stands for, and what stands in its way.
fn not_scored(strategy: &Strategy, plain: &Plain, declared: &Loop, _index: usize) -> LoopFound {
    let edges: Vec<Link> = Graph::new(strategy).edges.iter().map(|e| (e.from, e.to)).collect();
    let circle = Web::of(edges).through(&declared.variables(), 1).into_iter().next().unwrap_or_default();
    let on = |link: &Link| circle.contains(&link.0) && circle.contains(&link.1);
    let broken = unscored_links(plain).into_iter().filter(on).map(|(_, to)| to);
    let broken = broken.chain(circle.iter().copied().filter(|id| why_not(plain, *id).is_some()));
    let mut through: Vec<String> =
        broken.map(|id| strategy.variables[id.index()].name.clone()).collect::<BTreeSet<_>>().into_iter().collect();
    if through.is_empty() {
        through = vec!["a circle that passes a variable twice".into()];
    }
    LoopFound {
        kind: Kind::Named,
        name: declared.name.clone(),
        title: declared.called(),
        path: circle.iter().map(|id| strategy.variables[id.index()].name.clone()).collect(),
        unscored: through,
        ..LoopFound::default()
    }
}

/// Influences between declared variables that are not followed.
fn unscored_links(plain: &Plain) -> BTreeSet<Link> {
    plain.unscored.iter().map(|&(from, to)| (plain.declared(from), plain.declared(to))).collect()
}

/// Why what goes through a declared variable is not followed.
fn why_not(plain: &Plain, id: VariableId) -> Option<&'static str> {
    match plain.strategy.variables[id.index()].kind {
        VariableKind::Indicator(_) => Some("is what observers see, later and with noise"),
        VariableKind::Condition(_) | VariableKind::Milestone(_) => Some("is a judgement, which keeps what it found"),
        VariableKind::Trigger(_) => Some("is a response, which begins and ends"),
        VariableKind::Lever(_) => Some("is a lever that a response moves"),
        _ => None,
    }
}

/// What is not followed and lies on a circle of the strategy's.
pub(super) fn unscored(strategy: &Strategy, plain: &Plain) -> Vec<Unscored> {
    let edges: Vec<Link> = Graph::new(strategy).edges.iter().map(|e| (e.from, e.to)).collect();
    let web = Web::of(edges);
    let together = |link: &&Link| {
        let (from, to) = (web.group(link.0), web.group(link.1));
        from.is_some() && (from == to || link.0 == link.1)
    };
    let links = unscored_links(plain);
    let mut through: BTreeSet<VariableId> = links.iter().filter(together).map(|link| link.1).collect();
    through.extend(web.variables().filter(|id| why_not(plain, *id).is_some()));
    let told = through.into_iter().map(|id| Unscored {
        variable: strategy.variables[id.index()].name.clone(),
        why: why_not(plain, id).unwrap_or("hangs on a fixed delay, an earlier time or a random event").into(),
    });
    told.collect()
}
