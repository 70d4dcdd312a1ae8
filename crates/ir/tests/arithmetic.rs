//! Expressions at random: the program against a plain walk over the tree.

mod support;

use milepost_engine::math;
use milepost_strategy::model::*;
use milepost_syntax::ast::BinaryOp;
use proptest::prelude::{BoxedStrategy, Just, ProptestConfig, Strategy as _, TestCaseError};
use proptest::{prop_assert, prop_oneof, proptest};
use support::*;

/// An expression to be; leaves are numbered.
#[derive(Clone, Debug)]
enum Tree {
    Leaf(usize),
    Number(f64),
    Neg(Box<Tree>),
    Binary(BinaryOp, Box<Tree>, Box<Tree>),
    Call(Function, Vec<Tree>),
    If(Box<[Tree; 3]>),
    /// Summed over the second dimension.
    Sum(Box<Tree>),
}

fn trees() -> BoxedStrategy<Tree> {
    let number = prop_oneof![Just(0.0), Just(1.0), Just(-1.0), Just(2.0), Just(0.5), -3.0..3.0_f64];
    let leaf = prop_oneof![3 => (0..LEAVES).prop_map(Tree::Leaf), 1 => number.prop_map(Tree::Number)];
    leaf.prop_recursive(6, 48, 3, |inner| {
        use BinaryOp::*;
        let arithmetic = prop_oneof![4 => Just(Add), 4 => Just(Sub), 6 => Just(Mul), 3 => Just(Div)];
        let infix = prop_oneof![8 => arithmetic, 1 => Just(Lt), 1 => Just(Ge), 1 => Just(Eq)];
        let unary = prop_oneof![
            Just(Function::Exp),
            Just(Function::Logistic),
            Just(Function::Abs),
            Just(Function::Floor)
        ];
        let boxed = |tree: &BoxedStrategy<Tree>| tree.clone().prop_map(Box::new);
        let inner = inner.boxed();
        prop_oneof![
            8 => (infix, boxed(&inner), boxed(&inner)).prop_map(|(op, a, b)| Tree::Binary(op, a, b)),
            1 => boxed(&inner).prop_map(Tree::Neg),
            1 => (unary, inner.clone()).prop_map(|(f, a)| Tree::Call(f, vec![a])),
            1 => (prop_oneof![Just(Function::Min), Just(Function::Max)], inner.clone(), inner.clone())
                .prop_map(|(f, a, b)| Tree::Call(f, vec![a, b])),
            1 => (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| Tree::Call(Function::Clip, vec![a, b, c])),
            1 => (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| {
                let test = Tree::Binary(BinaryOp::Lt, Box::new(a.clone()), Box::new(b.clone()));
                Tree::If(Box::new([test, c, a]))
            }),
            1 => boxed(&inner).prop_map(Tree::Sum),
        ]
    })
    .boxed()
}

const LEAVES: usize = 9;

/// A model of two dimensions with leaves of every kind.
struct Model {
    build: Build,
    dims: [DimensionId; 2],
    leaves: Vec<VariableId>,
}

fn model() -> Model {
    let mut b = Build::new(2.0, 0.5);
    let d = b.dimension("d", &["p", "q"]);
    let e = b.dimension("e", &["x", "y", "z"]);
    let flow = |rate| vec![StockFlow::In(number(rate))];
    let leaves = vec![
        b.constant("c", &[], &[1.5]),
        b.constant("cd", &[d], &[0.75, -2.0]),
        b.constant("cde", &[d, e], &[1.0, 2.0, 3.0, -1.0, 0.3, 0.0]),
        b.uncertain("u", 2.5, Distribution::Uniform(0.5, 4.0)),
        b.stock("s", &[], number(1.0), flow(0.3)),
        b.stock("se", &[e], number(-0.5), flow(0.7)),
        b.stock("sde", &[d, e], number(2.0), flow(-0.9)),
        b.define("t", &[], add(time(), number(0.25))),
        b.variable("n", &[d], VariableKind::Stock(Stock { nonnegative: true, initial: number(0.4), flows: flow(0.1) })),
    ];
    Model { build: b, dims: [d, e], leaves }
}

impl Model {
    fn expr(&self, tree: &Tree) -> Expr {
        match tree {
            Tree::Leaf(i) => self.build.read(self.leaves[*i]),
            Tree::Number(value) => number(*value),
            Tree::Neg(a) => {
                let a = self.expr(a);
                let dims = a.dims.clone();
                expr(ExprKind::Neg(Box::new(a)), dims)
            }
            Tree::Binary(op, a, b) => binary(*op, self.expr(a), self.expr(b)),
            Tree::Call(function, parts) => call(*function, parts.iter().map(|p| self.expr(p)).collect()),
            Tree::If(parts) => choose(self.expr(&parts[0]), self.expr(&parts[1]), self.expr(&parts[2])),
            Tree::Sum(body) => sum(self.dims[1], self.expr(body)),
        }
    }
}

/// A walk over the tree, as written, and the largest number met on the way.
struct Walk<'a> {
    run: &'a Run,
    step: usize,
    largest: f64,
}

impl Walk<'_> {
    fn value(&mut self, tree: &Tree, at: [usize; 2]) -> f64 {
        let value = match tree {
            Tree::Leaf(i) => self.leaf(*i, at),
            Tree::Number(value) => *value,
            Tree::Neg(a) => -self.value(a, at),
            Tree::Binary(op, a, b) => {
                let (a, b) = (self.value(a, at), self.value(b, at));
                match op {
                    BinaryOp::Add => a + b,
                    BinaryOp::Sub => a - b,
                    BinaryOp::Mul => a * b,
                    BinaryOp::Div => a / b,
                    BinaryOp::Lt => math::truth(a < b),
                    BinaryOp::Ge => math::truth(a >= b),
                    _ => math::truth(a == b),
                }
            }
            Tree::Call(function, parts) => {
                let v: Vec<f64> = parts.iter().map(|p| self.value(p, at)).collect();
                match function {
                    Function::Exp => math::exp(v[0]),
                    Function::Logistic => math::logistic(v[0]),
                    Function::Abs => v[0].abs(),
                    Function::Floor => v[0].floor(),
                    Function::Min => math::min(v[0], v[1]),
                    Function::Max => math::max(v[0], v[1]),
                    _ => math::clip(v[0], v[1], v[2]),
                }
            }
            Tree::If(parts) => {
                let v: Vec<f64> = parts.iter().map(|p| self.value(p, at)).collect();
                if v[0] == 1.0 { v[1] } else { v[2] }
            }
            Tree::Sum(body) => (0..3).map(|e| self.value(body, [at[0], e])).sum(),
        };
        // Not `max`, which would pass over what is undefined.
        if value.is_nan() || value.abs() > self.largest {
            self.largest = value.abs();
        }
        value
    }

    fn leaf(&self, i: usize, [d, e]: [usize; 2]) -> f64 {
        let (p, x) = (["p", "q"][d], ["x", "y", "z"][e]);
        let name = match i {
            0 => "c".to_string(),
            1 => format!("cd[{p}]"),
            2 => format!("cde[{p},{x}]"),
            3 => "u".to_string(),
            4 => "s".to_string(),
            5 => format!("se[{x}]"),
            6 => format!("sde[{p},{x}]"),
            7 => "t".to_string(),
            _ => format!("n[{p}]"),
        };
        self.run.series(&name)[self.step]
    }
}

/// Whether something is compared or rounded, which magnifies the last bit.
fn is_sharp(tree: &Tree) -> bool {
    match tree {
        Tree::Leaf(_) | Tree::Number(_) => false,
        Tree::Neg(a) | Tree::Sum(a) => is_sharp(a),
        Tree::Binary(BinaryOp::Lt | BinaryOp::Ge | BinaryOp::Eq, ..) | Tree::If(_) => true,
        Tree::Binary(_, a, b) => is_sharp(a) || is_sharp(b),
        Tree::Call(Function::Floor, _) => true,
        Tree::Call(_, parts) => parts.iter().any(is_sharp),
    }
}

fn check(tree: &Tree) -> Result<(), TestCaseError> {
    let mut model = model();
    let value = model.expr(tree);
    let dims = model.dims;
    let result = model.build.define("result", &dims, value);
    let mut wanted = model.leaves.clone();
    wanted.push(result);
    model.build.measure("m", call(Function::Max, vec![model.build.read_at(result, &[0, 1]), number(-1e9)]));
    let want = milepost_ir::Want { draws: milepost_ir::Draws::Sampled, ..watch(&wanted) };
    let run = run_member(&model.build, &variant(0), &want, 7);
    for step in 0..5 {
        for at in [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]] {
            let mut walk = Walk { run: &run, step, largest: 1.0 };
            let expected = walk.value(tree, at);
            // What is infinite or undefined on the way, or hangs on a thread, is nobody's concern here.
            if walk.largest.is_nan() || walk.largest >= 1e6 {
                continue;
            }
            let name = format!("result[{},{}]", ["p", "q"][at[0]], ["x", "y", "z"][at[1]]);
            let actual = run.series(&name)[step];
            let close = (actual - expected).abs() <= 1e-9 * walk.largest;
            prop_assert!(close, "{name} at step {step}: {actual} for {expected}\n{tree:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    /// Rearranged, folded and fused arithmetic agrees with the expression as written.
    #[test]
    fn arithmetic_is_as_written(tree in trees().prop_filter("smooth", |t| !is_sharp(t))) {
        check(&tree)?;
    }

    /// What is compared and rounded is exactly what is written.
    #[test]
    fn comparisons_are_exact(tree in trees().prop_filter("sharp", is_sharp)) {
        check(&tree)?;
    }
}
