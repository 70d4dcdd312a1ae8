//! A strategy made by hand and an engine that needs no program, for tests.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use milepost_engine::{Fault, Points};
use milepost_ir::{Notice, NoticeKind};
use milepost_strategy::model::*;
use milepost_strategy::unit::Unit;
use milepost_syntax::Span;
use milepost_syntax::ast::{BinaryOp, Docs};

use crate::hash::Hasher;
use crate::simulate::{Purpose, Simulate, Tile};
use crate::study::Study;
use crate::{Error, Plan};

pub(crate) const LIVES: MeasureId = MeasureId(0);
pub(crate) const WHOLE: MeasureId = MeasureId(1);
pub(crate) const STAY: VariantId = VariantId(0);
pub(crate) const RAPID: VariantId = VariantId(1);
pub(crate) const LIBERATION: VariantId = VariantId(2);
pub(crate) const WITHOUT_A: VariantId = VariantId(3);
pub(crate) const WITHOUT_B: VariantId = VariantId(4);

/// Three pathways (stay, rapid, liberation; stay is the reference), two variants of liberation, two measures (lives,
/// minimised, at most 80 thousand, 2 thousand matter; whole, maximised), a chart and two uncertainties.
pub(crate) fn strategy(hypotheses: Vec<Hypothesis>) -> Strategy {
    let axis = TimeAxis {
        unit: "month".into(),
        start: 0.0,
        end: 3.0,
        step: 1.0,
        steps: 3,
        method: Method::Euler,
        origin: Some(milepost_syntax::Date { year: 2006, month: 1, day: None }),
        until: None,
        decide: 0.0,
        decide_date: None,
        report_every: 1,
    };
    let variant = |name: &str, pathway, without| Variant {
        name: name.into(),
        pathway: PathwayId(pathway),
        without,
        with: Vec::new(),
        nudge: None,
    };
    Strategy {
        title: "Fake".into(),
        docs: Docs::default(),
        source: None,
        question: None,
        time: axis,
        reference: Some(PathwayId(0)),
        dimensions: Vec::new(),
        variables: vec![
            uncertain("pull", Type::Number(Unit::one()), Distribution::Uniform(0.0, 1.0)),
            uncertain(
                "kind",
                Type::Category(vec!["vote".into(), "map".into()]),
                Distribution::Categories(vec![0.5; 2]),
            ),
        ],
        lookups: Vec::new(),
        actors: Vec::new(),
        elements: Vec::new(),
        regimes: Vec::new(),
        pathways: ["stay", "rapid", "liberation"].map(pathway).into(),
        recommendations: Vec::new(),
        approvals: Vec::new(),
        formulas: Vec::new(),
        obligations: Vec::new(),
        measures: vec![
            measure("lives", false, Some(80_000.0), 2_000.0, ("thousand person", 1000.0)),
            measure("whole", true, None, 0.0, ("share", 1.0)),
        ],
        hypotheses,
        charts: vec![Chart {
            name: "deaths".into(),
            title: "Deaths".into(),
            docs: Docs::default(),
            value: number(0.0),
            averages: false,
            display: Display { text: "person".into(), scale: 1.0 },
            observed: Vec::new(),
            kind: ChartKind::Plain,
        }],
        links: Vec::new(),
        loops: Vec::new(),
        fits: Vec::new(),
        index: Vec::new(),
        variants: vec![
            variant("stay", 0, vec![]),
            variant("rapid", 1, vec![]),
            variant("liberation", 2, vec![]),
            variant("liberation without a", 2, vec![Part::Element(ElementId(0))]),
            variant("liberation without b", 2, vec![Part::Element(ElementId(1))]),
        ],
    }
}

pub(crate) fn hypothesis(name: &str, claim: Claim, scope: Scope) -> Hypothesis {
    let (title, docs, span) = (None, Docs::default(), Span::default());
    Hypothesis { name: name.into(), title, docs, span, text: String::new(), claim, scope }
}

pub(crate) fn binary(op: BinaryOp, a: Claim, b: Claim) -> Claim {
    Claim::Binary(op, Box::new(a), Box::new(b))
}

/// `for each element: gain(lives, liberation without element) >= 50% * gain(lives, liberation)`
pub(crate) fn no_hostage() -> Claim {
    let half = || binary(BinaryOp::Mul, Claim::Number(0.5), Claim::Gain(LIVES, LIBERATION));
    let part = |name: &str, variant| (name.to_string(), binary(BinaryOp::Ge, Claim::Gain(LIVES, variant), half()));
    Claim::All(vec![part("a", WITHOUT_A), part("b", WITHOUT_B)])
}

/// `lives under rapid > lives under stay`
pub(crate) fn precipitate() -> Claim {
    binary(BinaryOp::Gt, Claim::Measure(LIVES, RAPID), Claim::Measure(LIVES, STAY))
}

/// `mean(lives under rapid) > mean(lives under stay)`
pub(crate) fn on_average() -> Claim {
    let mean = |variant| Claim::Statistic(Statistic::Mean, Box::new(Claim::Measure(LIVES, variant)));
    binary(BinaryOp::Gt, mean(RAPID), mean(STAY))
}

/// All three claims.
pub(crate) fn claims() -> Vec<Hypothesis> {
    vec![
        hypothesis("no_hostage", no_hostage(), Scope::AtLeast(0.9)),
        hypothesis("precipitate", precipitate(), Scope::AtLeast(0.66)),
        hypothesis("on_average", on_average(), Scope::Ensemble),
    ]
}

/// The study of a plan under the fake engine.
pub(crate) fn study<'a>(strategy: &'a Strategy, plan: &'a Plan, fake: &Fake) -> Result<Study<'a, Fake>, Error> {
    Study::new(strategy, plan, |variant, purpose| {
        let number = strategy.variants.iter().position(|known| known == variant).unwrap_or_default() as u64;
        Ok(Fake { variant: number, seed: plan.seed, purpose, ..fake.clone() })
    })
}

/// An engine whose results are hashes of the seed, the variant and the member.
#[derive(Clone)]
pub(crate) struct Fake {
    pub variant: u64,
    pub seed: u64,
    pub purpose: Purpose,
    /// How long a tile takes.
    pub pause: Duration,
    /// Members in which a stock is not finite.
    pub broken: Range<u64>,
    pub told: [Notice; 1],
}

impl Default for Fake {
    fn default() -> Fake {
        let told = Notice { output: 0, kind: NoticeKind::OutflowCut, text: "outflows of `x` were cut".into() };
        Fake { variant: 0, seed: 0, purpose: Purpose::Pathway, pause: Duration::ZERO, broken: 0..0, told: [told] }
    }
}

impl Fake {
    /// A number in 0..1.
    fn draw(&self, variant: u64, member: u64, what: u64) -> f64 {
        // SplitMix64.
        let mut z = [self.seed, variant, member, what].into_iter().fold(0_u64, |h, x| {
            h.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(x).wrapping_add(0x9e37_79b9_7f4a_7c15)
        });
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn column(&self, members: &Range<u64>, value: impl Fn(u64) -> f64) -> Vec<f64> {
        members.clone().map(value).collect()
    }
}

impl Simulate for Fake {
    fn hash(&self, hasher: &mut Hasher) {
        hasher.number(self.variant);
    }

    fn parameters(&self) -> Vec<String> {
        vec!["pull".into(), "kind".into(), "delivered.R1".into()]
    }

    fn times(&self) -> Vec<f64> {
        vec![0.0, 1.0, 2.0, 3.0]
    }

    fn notices(&self) -> &[Notice] {
        &self.told
    }

    fn simulate(&self, members: Range<u64>, _: Option<&Points>, cancel: &AtomicBool) -> Result<Tile, Fault> {
        std::thread::sleep(self.pause);
        if cancel.load(Ordering::Relaxed) {
            return Err(Fault::Cancelled);
        }
        if let Some(member) = members.clone().find(|member| self.broken.contains(member)) {
            return Err(Fault::NonFinite { name: "x".into(), member, time: 1.0, value: f64::NAN });
        }
        let v = self.variant;
        let unknown = |member: u64| member % 97 == 13 && v == 1;
        let lives = |member| if unknown(member) { f64::NAN } else { 60_000.0 + 40_000.0 * self.draw(v, member, 0) };
        let whole = |member| f64::from(u8::from(self.draw(v, member, 1) < 0.4));
        let chart = |time: u64| self.column(&members, |member| self.draw(v, member, 10 + time) * 1e3);
        let pathway = self.purpose == Purpose::Pathway;
        Ok(Tile {
            measures: vec![self.column(&members, lives), self.column(&members, whole)],
            parameters: vec![
                self.column(&members, |member| self.draw(99, member, 0)),
                self.column(&members, |member| (2.0 * self.draw(99, member, 1)).floor()),
                self.column(&members, |member| self.draw(99, member, 2)),
            ],
            notices: vec![self.column(&members, |member| if member % 10 == v { 4.0 } else { 0.0 })],
            charts: (0..4).filter(|_| pathway).map(chart).collect(),
        })
    }
}

pub(crate) fn measure(name: &str, maximise: bool, acceptable: Option<f64>, matters: f64, unit: (&str, f64)) -> Measure {
    Measure {
        name: name.into(),
        title: name.into(),
        docs: Docs::default(),
        span: Span::default(),
        maximise,
        value: number(0.0),
        unit: Unit::base("person"),
        display: Display { text: unit.0.into(), scale: unit.1 },
        acceptable,
        matters,
    }
}

fn number(value: f64) -> Expr {
    Expr { kind: ExprKind::Number(value), ty: Type::Number(Unit::one()), dims: Vec::new(), span: Span::default() }
}

fn uncertain(name: &str, ty: Type, distribution: Distribution) -> Variable {
    Variable {
        name: name.into(),
        title: None,
        docs: Docs::default(),
        span: Span::default(),
        dims: Vec::new(),
        ty,
        display: Display { text: String::new(), scale: 1.0 },
        kind: VariableKind::Uncertain(Uncertain { default: vec![0.0], distribution: vec![distribution] }),
    }
}

fn pathway(name: &str) -> Pathway {
    Pathway {
        comparison: false,
        name: name.into(),
        title: name.to_uppercase(),
        follows: Vec::new(),
        stages: Vec::new(),
        docs: Docs::default(),
        span: Span::default(),
    }
}
