//! Small strategies built by hand, and what comes out when they are run.
#![allow(missing_docs, reason = "names say it")]
#![allow(dead_code, reason = "each test file uses its part")]

use milepost_engine::{Prepared, scalar};
use milepost_ir::{Draws, Lowered, Want, lower};
use milepost_strategy::model::*;
use milepost_strategy::unit::Unit;
use milepost_syntax::Span;
use milepost_syntax::ast::{BinaryOp, Change, Docs};

pub fn number(value: f64) -> Expr {
    expr(ExprKind::Number(value), vec![])
}

pub fn expr(kind: ExprKind, mut dims: Vec<DimensionId>) -> Expr {
    dims.sort();
    dims.dedup();
    Expr { kind, ty: Type::Number(Unit::one()), dims, span: Span::default() }
}

pub fn binary(op: BinaryOp, a: Expr, b: Expr) -> Expr {
    let dims = [a.dims.clone(), b.dims.clone()].concat();
    expr(ExprKind::Binary(op, Box::new(a), Box::new(b)), dims)
}

pub fn add(a: Expr, b: Expr) -> Expr {
    binary(BinaryOp::Add, a, b)
}

pub fn sub(a: Expr, b: Expr) -> Expr {
    binary(BinaryOp::Sub, a, b)
}

pub fn mul(a: Expr, b: Expr) -> Expr {
    binary(BinaryOp::Mul, a, b)
}

pub fn div(a: Expr, b: Expr) -> Expr {
    binary(BinaryOp::Div, a, b)
}

pub fn less(a: Expr, b: Expr) -> Expr {
    binary(BinaryOp::Lt, a, b)
}

pub fn time() -> Expr {
    expr(ExprKind::Time, vec![])
}

pub fn call(function: Function, arguments: Vec<Expr>) -> Expr {
    let dims = arguments.iter().flat_map(|a| a.dims.clone()).collect();
    expr(ExprKind::Call(function, arguments), dims)
}

pub fn choose(test: Expr, a: Expr, b: Expr) -> Expr {
    let dims = [&test, &a, &b].iter().flat_map(|e| e.dims.clone()).collect();
    expr(ExprKind::If(Box::new([test, a, b])), dims)
}

pub fn sum(over: DimensionId, body: Expr) -> Expr {
    let dims = body.dims.iter().copied().filter(|&d| d != over).collect();
    let kind = ExprKind::Reduce { how: Reduction::Sum, over: vec![over], body: Box::new(body), weight: None };
    expr(kind, dims)
}

pub fn over_time(how: OverTime, body: Expr, from: f64, to: f64) -> Expr {
    expr(ExprKind::OverTime { how, body: Box::new(body), from, to }, vec![])
}

pub fn at(body: Expr, date: f64) -> Expr {
    let dims = body.dims.clone();
    expr(ExprKind::At(Box::new(body), date), dims)
}

/// A strategy under construction.
pub struct Build(pub Strategy);

impl Build {
    /// Time 0..end with steps of this length; a reporting period is one unit of time.
    pub fn new(end: f64, step: f64) -> Build {
        let steps = (end / step).round() as u32;
        let pathway = Pathway {
            comparison: false,
            name: "base".into(),
            title: "base".into(),
            follows: vec![],
            stages: vec![],
            docs: Docs::default(),
            span: Span::default(),
        };
        Build(Strategy {
            title: "test".into(),
            docs: Docs::default(),
            source: None,
            question: None,
            time: TimeAxis {
                unit: "month".into(),
                start: 0.0,
                end,
                step,
                steps,
                method: Method::Euler,
                origin: None,
                until: None,
                decide: 0.0,
                decide_date: None,
                report_every: (1.0 / step).round() as u32,
            },
            reference: Some(PathwayId(0)),
            dimensions: vec![],
            variables: vec![],
            lookups: vec![],
            actors: vec![],
            elements: vec![],
            regimes: vec![],
            pathways: vec![pathway],
            recommendations: vec![],
            approvals: vec![],
            formulas: vec![],
            obligations: vec![],
            measures: vec![],
            hypotheses: vec![],
            links: vec![],
            loops: vec![],
            fits: vec![],
            index: vec![],
            charts: vec![],
            variants: vec![],
        })
    }

    pub fn dimension(&mut self, name: &str, elements: &[&str]) -> DimensionId {
        self.0.dimensions.push(Dimension {
            name: name.into(),
            elements: elements.iter().map(|e| e.to_string()).collect(),
            parent: None,
            docs: Docs::default(),
            span: Span::default(),
        });
        DimensionId(self.0.dimensions.len() as u32 - 1)
    }

    pub fn variable(&mut self, name: &str, dims: &[DimensionId], kind: VariableKind) -> VariableId {
        self.0.variables.push(Variable {
            name: name.into(),
            title: None,
            docs: Docs::default(),
            span: Span::default(),
            dims: dims.to_vec(),
            ty: Type::Number(Unit::one()),
            display: Display { text: String::new(), scale: 1.0 },
            kind,
        });
        VariableId(self.0.variables.len() as u32 - 1)
    }

    pub fn constant(&mut self, name: &str, dims: &[DimensionId], values: &[f64]) -> VariableId {
        self.variable(name, dims, VariableKind::Constant(values.to_vec()))
    }

    pub fn define(&mut self, name: &str, dims: &[DimensionId], value: Expr) -> VariableId {
        self.variable(name, dims, VariableKind::Let { flow: false, value })
    }

    pub fn flow(&mut self, name: &str, dims: &[DimensionId], value: Expr) -> VariableId {
        self.variable(name, dims, VariableKind::Let { flow: true, value })
    }

    pub fn stock(&mut self, name: &str, dims: &[DimensionId], initial: Expr, flows: Vec<StockFlow>) -> VariableId {
        self.variable(name, dims, VariableKind::Stock(Stock { nonnegative: false, initial, flows }))
    }

    pub fn uncertain(&mut self, name: &str, default: f64, distribution: Distribution) -> VariableId {
        let kind = Uncertain { default: vec![default], distribution: vec![distribution] };
        self.variable(name, &[], VariableKind::Uncertain(kind))
    }

    pub fn lever(&mut self, name: &str, default: f64, range: (f64, f64)) -> VariableId {
        let lever = Lever { default: vec![default], range: Some(range), actor: None, element: None, varied: None };
        self.variable(name, &[], VariableKind::Lever(lever))
    }

    pub fn regime(&mut self, name: &str, settings: Vec<Setting>) -> RegimeId {
        self.0.regimes.push(Regime {
            name: name.into(),
            title: name.into(),
            settings,
            aspects: vec![],
            docs: Docs::default(),
            span: Span::default(),
        });
        RegimeId(self.0.regimes.len() as u32 - 1)
    }

    pub fn recommendation(
        &mut self,
        name: &str,
        starts: f64,
        delivered: f64,
        settings: Vec<Setting>,
    ) -> RecommendationId {
        self.0.recommendations.push(Recommendation {
            name: name.into(),
            title: None,
            docs: Docs::default(),
            span: Span::default(),
            actor: None,
            element: None,
            due: None,
            due_date: None,
            starts,
            settings,
            delivered: (delivered, Distribution::Uniform(0.0, 1.0)),
            no_effect: None,
        });
        RecommendationId(self.0.recommendations.len() as u32 - 1)
    }

    pub fn pathway(&mut self, name: &str, follows: &[RecommendationId], stages: Vec<Stage>) -> PathwayId {
        let mut pathway = self.0.pathways[0].clone();
        (pathway.name, pathway.follows, pathway.stages) = (name.into(), follows.to_vec(), stages);
        self.0.pathways.push(pathway);
        PathwayId(self.0.pathways.len() as u32 - 1)
    }

    pub fn indicator(
        &mut self,
        name: &str,
        dims: &[DimensionId],
        observes: Expr,
        averages: bool,
        lag: u32,
    ) -> VariableId {
        let every = self.0.time.report_every;
        let kind = Indicator {
            observes,
            variable: None,
            averages,
            every,
            lag,
            noise: 0.0,
            under_reporting: (0.0, 0.0),
            hidden: None,
            produced_by: None,
            evidence: None,
        };
        self.variable(name, dims, VariableKind::Indicator(kind))
    }

    pub fn measure(&mut self, name: &str, value: Expr) {
        self.0.measures.push(Measure {
            name: name.into(),
            title: name.into(),
            docs: Docs::default(),
            span: Span::default(),
            maximise: true,
            value,
            unit: Unit::one(),
            display: Display { text: String::new(), scale: 1.0 },
            acceptable: None,
            matters: 0.0,
        });
    }

    pub fn chart(&mut self, name: &str, value: Expr, averages: bool) {
        self.0.charts.push(Chart {
            name: name.into(),
            title: name.into(),
            docs: Docs::default(),
            value,
            averages,
            display: Display { text: String::new(), scale: 1.0 },
            observed: vec![],
            kind: ChartKind::Plain,
        });
    }

    pub fn when(&self, test: Expr) -> When {
        When { test, of: 1, periods: 1, every: self.0.time.report_every }
    }

    pub fn read(&self, id: VariableId) -> Expr {
        let dims = self.0.variables[id.index()].dims.clone();
        expr(ExprKind::Variable(id, dims.iter().map(|&d| Select::Bound(d)).collect()), dims)
    }

    pub fn read_at(&self, id: VariableId, elements: &[usize]) -> Expr {
        expr(ExprKind::Variable(id, elements.iter().map(|&e| Select::Element(e)).collect()), vec![])
    }
}

pub fn setting(lever: VariableId, change: Change, value: Expr, over: f64) -> Setting {
    Setting { lever, elements: None, change, value, over, docs: Docs::default(), span: Span::default() }
}

pub fn set(lever: VariableId, value: f64, over: f64) -> Setting {
    setting(lever, Change::Set, number(value), over)
}

pub fn variant(pathway: u32) -> Variant {
    Variant { name: "variant".into(), pathway: PathwayId(pathway), without: vec![], with: vec![], nudge: None }
}

/// Defaults, every step of these variables.
pub fn watch(variables: &[VariableId]) -> Want {
    Want { draws: Draws::Defaults, variables: variables.to_vec(), save_every: Some(1), ..Want::default() }
}

/// A lowered strategy and one member's run.
pub struct Run {
    pub lowered: Lowered,
    pub run: scalar::Run,
}

impl Run {
    /// The series of a saved value.
    pub fn series(&self, name: &str) -> &[f64] {
        let at = self.lowered.program.saved.iter().position(|o| o.name == name);
        &self.run.saved[at.unwrap_or_else(|| panic!("{name} is not saved"))]
    }

    pub fn output(&self, name: &str) -> f64 {
        let at = self.lowered.program.outputs.iter().position(|o| o.name == name);
        self.run.outputs[at.unwrap_or_else(|| panic!("{name} is no output"))]
    }

    /// The count of a notice, 0 if there is none.
    pub fn notice(&self, text: &str) -> f64 {
        let found = self.lowered.notices.iter().find(|n| n.text.contains(text));
        found.map_or(0.0, |n| self.run.outputs[n.output])
    }
}

/// Lowers and runs a member, plain and optimised, and asserts that both have the same bits.
pub fn run_member(build: &Build, variant: &Variant, want: &Want, member: u32) -> Run {
    let [plain, fast] = [false, true].map(|optimise| {
        let lowered = lower(&build.0, variant, &Want { optimise, ..want.clone() }).expect("it can be lowered");
        let prepared = Prepared::new(lowered.program.clone()).expect("the program is valid");
        let run = scalar::run(&prepared, 1, member);
        Run { lowered, run }
    });
    let bits = |run: &Run| -> Vec<u64> {
        run.run.outputs.iter().chain(run.run.saved.iter().flatten()).map(|v| v.to_bits()).collect()
    };
    assert_eq!(bits(&plain), bits(&fast), "fusing and reusing slots changed a bit");
    assert!(fast.lowered.program.slots <= plain.lowered.program.slots);
    // What else is wanted changes nothing either.
    let alone = Want { variables: vec![], charts: false, diagnostics: false, ..want.clone() };
    let lowered = lower(&build.0, variant, &alone).expect("it can be lowered");
    let outputs = scalar::run(&Prepared::new(lowered.program).expect("the program is valid"), 1, member).outputs;
    for k in fast.lowered.measures.clone() {
        assert_eq!(outputs[k].to_bits(), fast.run.outputs[k].to_bits(), "measure {k} depends on what else is wanted");
    }
    fast
}

pub fn run(build: &Build, variant: &Variant, want: &Want) -> Run {
    run_member(build, variant, want, 0)
}

pub fn assert_close(actual: &[f64], expected: &[f64]) {
    assert_eq!(actual.len(), expected.len(), "{actual:?} against {expected:?}");
    for (a, e) in actual.iter().zip(expected) {
        let close = (a - e).abs() <= 1e-9 * (1.0 + e.abs()) || (a.is_nan() && e.is_nan());
        assert!(close, "{actual:?} against {expected:?}");
    }
}
