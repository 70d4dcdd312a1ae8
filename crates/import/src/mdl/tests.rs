use super::read;
use crate::equation::show::show;
use crate::foreign::{Interpolation, Model, NOT_AVAILABLE, Variable, What};
use milepost_syntax::{Diagnostic, FileId, Severity};

fn model(text: &str) -> Model {
    let (model, findings) = read(FileId(0), text);
    assert_eq!(findings, [], "{text}");
    model
}

fn variable(text: &str) -> Variable {
    let mut model = model(text);
    assert_eq!(model.variables.len(), 1, "{text}");
    model.variables.remove(0)
}

/// The right-hand side, written with all brackets.
fn right(equation: &str) -> String {
    match variable(&format!("x = {equation} ~~|")).what {
        What::Equation(expr) => show(&expr),
        what => panic!("{what:?}"),
    }
}

fn finding(text: &str) -> (Diagnostic, String) {
    let (_, findings) = read(FileId(0), text);
    assert_eq!(findings.len(), 1, "{text}: {findings:?}");
    let place = findings[0].span.expect("a place");
    (findings[0].clone(), text[place.start as usize..place.end as usize].to_string())
}

#[test]
fn operators_bind_as_in_the_published_runs() {
    for (text, tree) in [
        ("a ^ b ^ c", "(a Power (b Power c))"),
        ("-Time ^ 2", "-(Time Power 2)"),
        ("2 ^ -b ^ -c", "(2 Power -(b Power -c))"),
        ("-a * b - -c", "((-a Mul b) Sub -c)"),
        ("a - b - c / d / e", "((a Sub b) Sub ((c Div d) Div e))"),
        (":NOT: a > 5 :OR: b = 2 :and: c <> 3", "(not (a Gt 5) Or ((b Eq 2) And (c Ne 3)))"),
        ("a + 1 >= b * 2", "((a Add 1) Ge (b Mul 2))"),
        ("- - 3", "--3"),
    ] {
        assert_eq!(right(text), tree, "{text}");
    }
}

#[test]
fn names_numbers_and_calls_are_read_as_written() {
    for (text, tree) in [
        ("Room   Temperature\n\t+ año_1 + person's $", "((Room Temperature Add año_1) Add person's $)"),
        ("very long\\\n\t\t name + b\\\r\n\t\t[i]", "(very long name Add b[i])"),
        ("\"a|b\\\"c~\" + {a note | with ~} 1", "(a|b\\\"c~ Add 1)"),
        ("1e3 + .5 + 0. + 00.5 + 1.5E-02", "((((1000 Add 0.5) Add 0) Add 0.5) Add 0.015)"),
        ("if then else(a<b, :NA:, 'text')", "if((a Lt b), :NA:, 'text')"),
        ("IF_THEN_ELSE(a, b, c)", "if(a, b, c)"),
        ("SUM(m[a!, b] * v[a!])", "SUM((m[a!,b] Mul v[a!]))"),
        ("table[a](Time) + f()", "(table[a](Time) Add f())"),
        ("macro(a, b + 1 : c, d)", "macro(a, (b Add 1) : c, d)"),
        ("3 + WITH LOOKUP(t, ((0,1),(2,- 3)))", "(3 Add WITH LOOKUP(t, [(0.0, 1.0), (2.0, -3.0)]))"),
        ("ages[5 to 9]", "ages[5 to 9]"),
    ] {
        assert_eq!(right(text), tree, "{text}");
    }
}

#[test]
fn a_level_a_lookup_and_a_list_are_told_apart() {
    let What::Level { rate, initial } = variable("s = INTEG ( in - out, 5 ) ~~|").what else { panic!() };
    assert_eq!((show(&rate), show(&initial)), ("(in Sub out)".into(), "5".into()));
    let What::Graph(x, table) = variable("y = WITH LOOKUP(Time, ([(0,0)-(9,9),(3,3)],(1,2),(3,4))) ~~|").what else {
        panic!()
    };
    assert_eq!((show(&x), table.points), ("Time".into(), vec![(1.0, 2.0), (3.0, 4.0)]));
    let points = |text: &str| match variable(text).what {
        What::Lookup(table) => table.points,
        what => panic!("{what:?}"),
    };
    assert_eq!(points("t( [(0,0)-(10,10)], (0,0),(1,2) ) ~~|"), [(0.0, 0.0), (1.0, 2.0)]);
    assert_eq!(points("t((2,-3),(1,-7),(0,-1)) ~~|"), [(0.0, -1.0), (1.0, -7.0), (2.0, -3.0)]);
    assert_eq!(points("t(1,2, 10,20) ~~|"), [(1.0, 10.0), (2.0, 20.0)]);
    for text in ["t( GET XLS LOOKUPS('a','b','c','d') ) ~~|", "t[a] = GET_DIRECT_LOOKUPS('a','b','c','d') ~~|"] {
        let What::Lookup(table) = variable(text).what else { panic!("{text}") };
        assert!(show(&table.external.expect("a call")).starts_with("GET"));
    }
    let numbers = |text: &str| match variable(text).what {
        What::Numbers(rows) => rows,
        what => panic!("{what:?}"),
    };
    assert_eq!(numbers("a[i] = -1, +2, :NA:~~|"), [[-1.0, 2.0, NOT_AVAILABLE]]);
    assert_eq!(numbers("a[i,j] = 1,2;\n3,- 4;\n~~|"), [[1.0, 2.0], [3.0, -4.0]]);
    assert_eq!(numbers("a[i,j]==TABBED ARRAY(\r\n\t1\t2\r\n\t3\t-4)~~|"), [[1.0, 2.0], [3.0, -4.0]]);
    assert_eq!(NOT_AVAILABLE, -(2f64.powi(109)));
    assert!(matches!(variable("d[i]:HOLD BACKWARD: ~~|").what, What::Data));
    assert!(matches!(variable("c:THE CONDITION: a=0:IMPLIES:b=0 ~~|").what, What::Nothing(_)));
}

#[test]
fn the_left_hand_side_keeps_subscripts_exceptions_and_data_modes() {
    let v = variable(
        "v[a, \"b,c\"] :EXCEPT: [a1, d],\\\n\t\t[a2,d] :INTERPOLATE: := GET DIRECT DATA('f','s','A','B2') ~~|",
    );
    let names = |list: &[(String, _)]| list.iter().map(|(n, _)| n.clone()).collect::<Vec<_>>();
    assert_eq!(names(&v.subscripts), ["a", "b,c"]);
    assert_eq!(v.except.iter().map(|e| names(e)).collect::<Vec<_>>(), [["a1", "d"], ["a2", "d"]]);
    assert_eq!(v.interpolation, Some(Interpolation::Line));
    assert!(variable("k == 3 ~~|").fixed);
}

#[test]
fn units_ranges_comments_and_marks_are_kept() {
    let v = variable("x = 1 ~ People/Year [0,?] ~ Two \\\n\t\tlines\n\t\tand a third ~ :SUPPLEMENTARY\n|");
    assert_eq!((v.units.as_deref(), v.range), (Some("People/Year"), (Some(0.0), None)));
    assert_eq!((v.docs.as_str(), v.supplementary), ("Two lines\nand a third", true));
    assert_eq!(variable("x = 1 ~ [-2,10,1] ~ |").range, (Some(-2.0), Some(10.0)));
    assert_eq!(variable("x = 1 ~ m [nan, inf] ~ |").range, (None, None));
    assert_eq!(variable("x = 1 ~ \"odd|").units.as_deref(), Some("\"odd"));
}

#[test]
fn dimensions_are_written_out_and_mapped() {
    let m = model("d: a, (b8-b10), \"x y\" -> e, (f: f1, f2) ~~| g <-> d ~~| h: (z01-z03) -> k: k1, k2, k3 ~~|");
    let elements = |i: usize| m.dimensions[i].elements.iter().map(|e| e.0.as_str()).collect::<Vec<_>>();
    assert_eq!(elements(0), ["a", "b8", "b9", "b10", "x y"]);
    assert_eq!((m.dimensions[0].mappings[1].to.as_str(), m.dimensions[0].mappings[1].elements.len()), ("f", 2));
    assert_eq!(m.dimensions[1].equivalent.as_ref().map(|e| e.0.as_str()), Some("d"));
    assert_eq!((elements(2), m.dimensions[2].mappings[0].elements.len()), (vec!["z01", "z02", "z03"], 3));
    assert!(model("d: GET XLS SUBSCRIPT('f','s','A1','A9','p') ~~|").dimensions[0].external.is_some());
}

#[test]
fn macros_groups_time_and_settings_are_found() {
    let text = "{UTF-8}\n:MACRO: M(a, b : c)\nM = INTEG(a, b) ~~|\nc = 2 ~~|\n:END OF MACRO:\n\
        ****\n\t.Farm\n****~\n\t\tA note\n\t|\ncows = M(1, 2 : z) ~~|\n\
        FINAL TIME = 10 ~ Year ~ |\nINITIAL TIME = 0 ~~|\nTIME STEP = 0.5 ~ Month ~|\nSAVEPER = TIME STEP ~~|\n\
        rate = GET XLS DATA('?d', 's', 'A', 'B') ~~|\n\
        \\\\\\---/// Sketch information\nV300\n///---\\\\\\\n:L\x7f<%^E!@\n15:0,0,0,5,0,0\n30:?d=data.xlsx\n";
    let m = model(text);
    assert_eq!((m.macros[0].parameters.len(), m.macros[0].outputs.len(), m.macros[0].variables.len()), (2, 1, 2));
    assert_eq!(m.variables[0].group.as_deref(), Some("Farm"));
    assert_eq!(m.time.unit.as_deref(), Some("Month"));
    assert_eq!(m.time.save.as_ref().map(show).as_deref(), Some("TIME STEP"));
    assert_eq!(m.time.method.as_ref().map(|m| m.0.as_str()), Some("rk4"));
    assert_eq!(m.left_out.len(), 3, "{:?}", m.left_out);
    let What::Equation(data) = &m.variables[5].what else { panic!() };
    assert_eq!(show(data), "GET XLS DATA('data.xlsx', 's', 'A', 'B')");
}

#[test]
fn a_fault_names_its_place_and_the_rest_is_read() {
    for (statement, message, place) in [
        ("x = 1 + ~~|", "expected a number, a name or `(`, found the end of the equation", ""),
        ("x = (1 + 2 ~~|", "expected an operator or `)`, found the end of the equation", ""),
        ("x = a b(1)) ~~|", "expected an operator or the end of the equation, found `)`", ")"),
        ("x = ~~|", "`x` has no equation", "x"),
        ("x = 1 § 2 ~~|", "expected an operator or the end of the equation, found `§ 2`", "§ 2"),
        ("x = 1 \u{1} 2 ~~|", "`\\u{1}` has no meaning in an equation", "\u{1}"),
        ("x = \"a ~~|", "this quotation mark is not closed on its line", "\""),
        ("x = 1, y ~~|", "expected a number, found `y`", "y"),
        ("x(1,2,3) ~~|", "a lookup of 3 numbers cannot be halved into x and y", "1,2,3"),
        ("x = INTEG(a) ~~|", "INTEG takes a rate and an initial value, found 1", "INTEG(a)"),
        (
            "x = IF THEN ELSE(a, b) ~~|",
            "`IF THEN ELSE` takes a condition and two values, found 2",
            "IF THEN ELSE(a, b)",
        ),
        ("x: (a9-b2) ~~|", "`a9-b2` is no range", "a9-b2"),
        (
            "x: (a1-a1000000000) ~~|",
            "this range has 1000000000 elements, and at most 100000 are read",
            "a1-a1000000000",
        ),
        (":END OF MACRO:", "no macro is open here", ":END OF MACRO:"),
    ] {
        let text = format!("first = 1 ~~|\n{statement}\nlast = 2 ~~|");
        let (fault, under) = finding(&text);
        assert_eq!((fault.severity, fault.message.as_str()), (Severity::Error, message));
        assert_eq!(under, place, "{statement}");
        assert_eq!(read(FileId(0), &text).0.variables.last().map(|v| v.name.clone()).as_deref(), Some("last"));
    }
    assert_eq!(finding("x y = 1 + ~~|").0.label, "in `x y`");
    assert_eq!(finding(":MACRO: m(a) m = a ~~|").0.message, "the macro `m` is not closed");
    assert_eq!(finding("x = 1 ~~ see y = 2 ~ ~ |").0.severity, Severity::Warning);
}

#[test]
fn hostile_files_end_soon() {
    let deep = |open: &str, close: &str| format!("x = {}1{} ~~|", open.repeat(100_000), close.repeat(100_000));
    for text in [deep("(", ")"), deep("-", ""), deep("1^", ""), deep("f(", ")"), deep("a[", "]")] {
        assert_eq!(finding(&text).0.severity, Severity::Error);
    }
    assert!(finding(&deep("(", ")")).0.message.contains("nested more than 200 deep"));
    assert!(finding(&format!("x = 1{} ~~|", "+1".repeat(100_000))).0.message.contains("1000 operators in a row"));
    assert_eq!(model(&" ".repeat(10_000_000)).variables.len(), 0);
    let many: String = (0..30).map(|i| format!("d{i}: (x1-x100000) ~~|")).collect();
    let (m, findings) = read(FileId(0), &many);
    assert_eq!((m.dimensions.len(), findings.len()), (10, 20));
    let long = "n".repeat(1_000_000);
    assert!(finding(&format!("d: ({long}1-{long}99999) ~~|")).0.message.contains("too long"));
    assert_eq!(read(FileId(0), &"x = ) ~~|".repeat(10_000)).1.len(), 50);
}
