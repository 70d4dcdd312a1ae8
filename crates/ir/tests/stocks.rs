//! Stocks, flows, subscripts, delays and measures over time.

mod support;

use milepost_strategy::model::*;
use support::*;

#[test]
fn a_stock_decays() {
    let mut b = Build::new(2.0, 0.5);
    let s = b.stock("s", &[], number(100.0), vec![]);
    let out = mul(b.read(s), number(0.5));
    let VariableKind::Stock(stock) = &mut b.0.variables[s.index()].kind else { unreachable!() };
    stock.flows.push(StockFlow::Out(out));
    b.measure("last", b.read(s));
    b.measure("area", over_time(OverTime::Total, b.read(s), 0.0, 2.0));
    b.measure("second_half", over_time(OverTime::Average, b.read(s), 1.0, 2.0));
    b.measure("peak", over_time(OverTime::Peak, b.read(s), 0.6, 2.0));
    b.measure("lowest", over_time(OverTime::Lowest, b.read(s), 0.0, 2.0));
    b.measure("first", over_time(OverTime::First, less(b.read(s), number(60.0)), 0.0, 2.0));
    b.measure("never", over_time(OverTime::First, less(b.read(s), number(6.0)), 0.0, 2.0));
    b.measure("duration", over_time(OverTime::Duration, less(b.read(s), number(60.0)), 0.0, 2.0));
    b.chart("s", b.read(s), false);
    let r = run(&b, &variant(0), &watch(&[s]));
    assert_close(r.series("s"), &[100.0, 75.0, 56.25, 42.1875, 31.640625]);
    assert_close(r.series("chart.s"), r.series("s"));
    assert_close(
        &r.run.outputs[r.lowered.measures.clone()],
        &[
            31.640625,
            (100.0 + 75.0 + 56.25 + 42.1875) / 2.0,
            (56.25 + 42.1875) / 2.0,
            56.25,
            31.640625,
            1.0,
            f64::NAN,
            1.0,
        ],
    );
}

#[test]
fn elements_are_matched_by_name_and_reduced() {
    let mut b = Build::new(1.0, 1.0);
    let region = b.dimension("region", &["a", "b", "c"]);
    let south = b.dimension("south", &["c", "b"]);
    b.0.dimensions[south.index()].parent = Some((region, vec![2, 1]));
    let people = b.constant("people", &[region], &[1.0, 20.0, 300.0]);
    let total = b.define("total", &[], sum(region, b.read(people)));
    let bound = expr(ExprKind::Variable(people, vec![Select::Bound(south)]), vec![south]);
    let southern = b.define("southern", &[], sum(south, bound));
    let stock =
        b.stock("x", &[region], b.read(people), vec![StockFlow::Toward { goal: number(0.0), over: number(2.0) }]);
    let doubled = expr(ExprKind::Variable(stock, vec![Select::Bound(region)]), vec![region]);
    let own = b.define("own", &[south], mul(doubled, number(2.0)));
    let r = run(&b, &variant(0), &watch(&[total, southern, stock, own]));
    assert_close(r.series("total"), &[321.0, 321.0]);
    assert_close(r.series("southern"), &[320.0, 320.0]);
    assert_close(r.series("x[c]"), &[300.0, 150.0]);
    assert_close(r.series("own[c]"), &[600.0, 300.0]);
    assert_close(r.series("own[b]"), &[40.0, 20.0]);
}

#[test]
fn delays_are_stocks_and_begin_in_balance() {
    let mut b = Build::new(4.0, 1.0);
    let input = b.define("input", &[], call(Function::Step, vec![number(8.0), number(1.0)]));
    let smooth = |order, initial| ExprKind::Smooth {
        order,
        input: Box::new(add(number(8.0), expr(ExprKind::Variable(VariableId(0), vec![]), vec![]))),
        over: Box::new(number(4.0)),
        initial,
    };
    let one = b.define("one", &[], expr(smooth(1, None), vec![]));
    let two = b.define("two", &[], expr(smooth(2, Some(Box::new(number(0.0)))), vec![]));
    let delay =
        ExprKind::Delay { order: 2, input: Box::new(b.read(input)), over: Box::new(number(2.0)), initial: None };
    let delayed = b.define("delayed", &[], expr(delay, vec![]));
    let fixed = ExprKind::DelayFixed { input: Box::new(b.read(input)), steps: 2, initial: Box::new(number(-1.0)) };
    let fixed = b.define("fixed", &[], expr(fixed, vec![]));
    let r = run(&b, &variant(0), &watch(&[one, two, delayed, fixed]));
    assert_close(r.series("one"), &[8.0, 8.0, 10.0, 11.5, 12.625]);
    assert_close(r.series("two"), &[0.0, 0.0, 2.0, 6.0, 9.5]);
    assert_close(r.series("delayed"), &[0.0, 0.0, 0.0, 8.0, 8.0]);
    assert_close(r.series("fixed"), &[-1.0, -1.0, 0.0, 8.0, 8.0]);
}

#[test]
fn outflows_are_cut_in_order_and_readers_see_it() {
    let mut b = Build::new(3.0, 0.5);
    let first = b.flow("first", &[], number(6.0));
    let second = b.flow("second", &[], number(4.0));
    let flows = vec![StockFlow::In(number(1.0)), StockFlow::Out(b.read(first)), StockFlow::Out(b.read(second))];
    let s = b.variable("s", &[], VariableKind::Stock(Stock { nonnegative: true, initial: number(8.0), flows }));
    let taken = b.stock("taken", &[], number(0.0), vec![StockFlow::In(b.read(first)), StockFlow::In(b.read(second))]);
    b.measure("taken", b.read(taken));
    let r = run(&b, &variant(0), &watch(&[s, taken, first, second]));
    // 8 + 0.5 - 5 = 3.5; 3.5 / 0.5 + 1 = 8 per unit of time: 6 to the first, 2 to the second.
    assert_close(r.series("s"), &[8.0, 3.5, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_close(r.series("first"), &[6.0, 6.0, 1.0, 1.0, 1.0, 1.0, 1.0]);
    assert_close(r.series("second"), &[4.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_close(&[r.output("taken")], &[8.0 + 3.0 * 1.0]);
    assert_eq!(r.notice("outflows of `s`"), 5.0);
}

#[test]
fn stocks_that_exchange_flows_in_a_circle_stay_at_zero_or_above() {
    let mut b = Build::new(6.0, 1.0);
    let one = b.flow("one", &[], number(5.0));
    let two = b.flow("two", &[], number(3.0));
    let cut = |initial, inflow, outflow| {
        VariableKind::Stock(Stock {
            nonnegative: true,
            initial: number(initial),
            flows: vec![StockFlow::In(inflow), StockFlow::Out(outflow)],
        })
    };
    let kind = cut(7.0, b.read(two), b.read(one));
    let x = b.variable("x", &[], kind);
    let kind = cut(0.0, b.read(one), b.read(two));
    let y = b.variable("y", &[], kind);
    let r = run(&b, &variant(0), &watch(&[x, y]));
    for (a, c) in r.series("x").iter().zip(r.series("y")) {
        assert!(*a >= 0.0 && *c >= 0.0);
        assert_close(&[a + c], &[7.0]);
    }
}

#[test]
fn only_what_is_wanted_is_computed() {
    let mut b = Build::new(1.0, 0.25);
    let s = b.stock("s", &[], number(1.0), vec![StockFlow::In(number(1.0))]);
    let other = b.stock("other", &[], number(1.0), vec![StockFlow::In(call(Function::Sqrt, vec![time()]))]);
    b.measure("s", b.read(s));
    let r = run(&b, &variant(0), &milepost_ir::Want::default());
    assert_eq!(r.lowered.program.stocks.len(), 1);
    assert!(r.lowered.program.rates.is_empty() && r.lowered.program.timed.is_empty());
    let r = run(&b, &variant(0), &watch(&[other]));
    assert_eq!(r.lowered.program.timed.len(), 1);
    assert!(r.lowered.program.rates.is_empty(), "what depends on the time alone is not computed for each member");
}

#[test]
fn a_chain_of_ten_thousand_equations_is_no_trouble() {
    let mut b = Build::new(1.0, 1.0);
    let s = b.stock("s", &[], number(1.0), vec![]);
    // Each reads the next, so that the first needs all.
    let first = b.0.variables.len() as u32;
    let n = 10_000;
    for i in 0..n {
        let next = VariableId(first + i + 1);
        let value =
            if i + 1 < n { add(expr(ExprKind::Variable(next, vec![]), vec![]), number(1.0)) } else { b.read(s) };
        b.define(&format!("v{i}"), &[], value);
    }
    b.measure("m", b.read(VariableId(first)));
    let r = run(&b, &variant(0), &milepost_ir::Want::default());
    assert_close(&[r.output("m")], &[10_000.0]);
}

#[test]
fn a_circle_is_an_error_value() {
    let mut b = Build::new(1.0, 1.0);
    let x = b.define("x", &[], add(expr(ExprKind::Variable(VariableId(1), vec![]), vec![]), number(1.0)));
    let y = b.define("y", &[], b.read(x));
    b.measure("y", b.read(y));
    let fault = milepost_ir::lower(&b.0, &variant(0), &milepost_ir::Want::default()).expect_err("it is circular");
    assert!(matches!(fault, milepost_ir::Fault::Circular(_)));
    let mut b = Build::new(1.0, 1.0);
    let s = b.stock("s", &[], expr(ExprKind::Variable(VariableId(0), vec![]), vec![]), vec![]);
    b.measure("s", b.read(s));
    let fault = milepost_ir::lower(&b.0, &variant(0), &milepost_ir::Want::default()).expect_err("it is circular");
    assert!(matches!(fault, milepost_ir::Fault::CircularInitial(_)));
}
