//! The calls of the field's own test set, where that lies beside the checkout, against the outputs of Vensim.

use super::parts;
use crate::data::{Call, Points, Workbooks};
use crate::foreign::{Dimension, Model, same};
use crate::{decode, mdl};
use milepost_syntax::{FileId, Span};
use std::path::{Path, PathBuf};

/// A case of the test set: its model, and its files.
struct Case {
    folder: PathBuf,
    model: Model,
}

fn case(name: &str) -> Option<Case> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance/cases/tests");
    let folder = cases.join(name);
    let Ok(bytes) = std::fs::read(folder.join(format!("test_{name}.mdl"))) else {
        eprintln!("SKIPPED: no case {name} beside this checkout");
        return None;
    };
    let (model, _) = mdl::read(FileId(0), &decode(&bytes).unwrap());
    Some(Case { folder, model })
}

impl Case {
    fn books(&self) -> Workbooks<'_> {
        Workbooks::new(|name| std::fs::read(self.folder.join(name)).map_err(|fault| fault.to_string()))
    }

    /// The call of the `nth` equation of this variable.
    fn call(&self, name: &str, nth: usize) -> Call {
        let mut equations = self.model.variables.iter().filter(|v| same(&v.name) == same(name));
        Call::new(parts(equations.nth(nth).unwrap()).unwrap()).unwrap()
    }

    fn numbers(&self, name: &str, nth: usize, shape: &[usize]) -> Vec<f64> {
        let numbers = self.books().constants(&self.call(name, nth), shape);
        numbers.unwrap().into_iter().map(|n| n.expect("a number")).collect()
    }

    /// What the reference output says of an element at the first instant.
    fn first(&self, column: &str) -> f64 {
        let place = Span::new(FileId(0), 0, 1);
        let data = self.books().dataset("output.tab", place).unwrap();
        data.series(column, &[]).unwrap_or_else(|| panic!("no {column}"))[0].1
    }

    /// The elements of a call as the reference output has them at the first instant.
    fn check(&self, name: &str, nth: usize, shape: &[usize], columns: &[&str]) {
        let expected: Vec<_> = columns.iter().map(|column| self.first(column)).collect();
        let found = self.numbers(name, nth, shape);
        assert_eq!(found.len(), expected.len(), "{name}");
        // The output has six digits.
        let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 5e-6 * b.abs();
        assert!(found.iter().zip(&expected).all(near), "{name}: {found:?} {expected:?}");
    }
}

#[test]
fn constants_of_the_cases_are_those_of_vensim() {
    if let Some(case) = case("get_constants_incomplete_subscript") {
        let var = ["a,female", "a,male", "b,female", "b,male", "c,female", "c,male"].map(|e| format!("var[{e}]"));
        case.check("var", 0, &[3, 2], &var.each_ref().map(String::as_str));
        case.check("adimensional const", 0, &[], &["adimensional const"]);
        let women = ["a", "b", "c"].map(|e| format!("var only women[{e},female]"));
        case.check("var only women", 0, &[3, 1], &women.each_ref().map(String::as_str));
    }
    if let Some(case) = case("get_constants_subranges") {
        case.check("constant", 1, &[3], &["constant[C]", "constant[D]", "constant[E]"]);
    }
    if let Some(case) = case("get_values_order") {
        let all = ["var1[t1]", "var1[t2]", "var1[t3]", "var1[t4]"];
        case.check("var1", 0, &[4], &all);
        case.check("var2", 0, &[1], &["var2[t2]"]);
        case.check("var4", 1, &[2], &["var4[t3]", "var4[t1]"]);
    }
    if let Some(case) = case("get_subscript_3d_arrays_xls") {
        for (nth, column) in [(0, 1), (1, 2)] {
            let name = "Three Dimensional Constant";
            let entry = |i: usize| format!("{name}[Entry{},Column{column},Depth{}]", i / 2 + 1, i % 2 + 1);
            let columns: Vec<_> = (0..6).map(entry).collect();
            let columns: Vec<_> = columns.iter().map(String::as_str).collect();
            case.check(name, nth, &[3, 1, 2], &columns);
        }
    }
    if let Some(case) = case("with_lookup") {
        let columns: Vec<_> =
            (0..9).map(|i| format!("var1[{},{}]", ["a", "b", "c"][i / 3], ["d", "e", "f"][i % 3])).collect();
        let columns: Vec<_> = columns.iter().map(String::as_str).collect();
        case.check("var1", 0, &[3, 3], &columns);
    }
    if let Some(case) = case("get_xls_cellrange") {
        assert_eq!(case.numbers("valuev", 0, &[6]).len(), 6);
        for name in ["value1", "value2", "valuev"] {
            let columns = ["A", "B", "C", "D", "E", "F"].map(|e| format!("{name}[{e}]"));
            case.check(name, 0, &[6], &columns.each_ref().map(String::as_str));
        }
    }
}

#[test]
fn elements_of_the_cases_are_those_of_vensim() {
    let Some(case) = case("get_subscript_3d_arrays_xls") else { return };
    let elements = |name: &str| {
        let dimension: &Dimension = case.model.dimensions.iter().find(|d| d.name == name).unwrap();
        case.books().subscript(&Call::new(dimension.external.as_ref().unwrap()).unwrap()).unwrap().join(" ")
    };
    assert_eq!(elements("Third Dimension Subscript"), "Depth1 Depth2");
    assert_eq!(elements("One Dimensional Subscript"), "Entry1 Entry2 Entry3");
}

/// The value of points on the line between them, held at the ends.
fn line(points: &Points, t: f64) -> f64 {
    let after = points.iter().position(|p| p.0 >= t).unwrap_or(points.len() - 1);
    let ((x0, y0), (x1, y1)) = (points[after.saturating_sub(1)], points[after]);
    if t <= x0 || t >= x1 { if t <= x0 { y0 } else { y1 } } else { y0 + (y1 - y0) * (t - x0) / (x1 - x0) }
}

#[test]
fn series_of_the_cases_are_those_of_vensim() {
    let place = Span::new(FileId(0), 0, 1);
    if let Some(case) = case("get_lookups_data_3d_xls") {
        let output = case.books().dataset("output.tab", place).unwrap();
        for (nth, dim) in ["A", "B"].into_iter().enumerate() {
            let lookups = case.books().series(&case.call("lookup function", nth), 2).unwrap();
            for (points, row) in lookups.iter().zip(["Row1", "Row2"]) {
                for &(t, expected) in output.series("lookup call", &[dim, row]).unwrap() {
                    assert!((line(points, t) - expected).abs() <= 1e-4 * expected.abs().max(1.0), "{dim} {row} {t}");
                }
            }
            let data = case.books().series(&case.call("data function table", nth), 2).unwrap();
            for (points, row) in data.iter().zip(["Row1", "Row2"]) {
                // A stock of it: steps of Euler between what is saved.
                let stock = output.series("accumulation data", &[dim, row]).unwrap();
                for pair in stock.windows(2) {
                    let rate = (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0);
                    let expected = line(points, pair[0].0);
                    assert!((rate - expected).abs() <= 1e-3 * expected.abs().max(1.0), "{dim} {row} {pair:?}");
                }
            }
        }
    }
    if let Some(case) = case("get_mixed_definitions") {
        let output = case.books().dataset("output.tab", place).unwrap();
        let mut books = case.books();
        let mut check = |name: &str, nth: usize, factor: f64, out: &str, elements: &[&[&str]]| {
            let series = books.series(&case.call(name, nth), elements.len()).unwrap();
            for (points, element) in series.iter().zip(elements) {
                for &(t, expected) in output.series(out, element).unwrap() {
                    let value = factor * line(points, t);
                    assert!((value - expected).abs() <= 1e-4 * expected.abs().max(1.0), "{name} {t}");
                }
            }
        };
        check("Variable", 0, 10.0, "Variable 10", &[&["ext data", "A"], &["ext data", "B"]]);
        check("data var 1", 0, 1.0, "outdata 1", &[&["d1"]]);
        check("data var 1", 2, 1.0, "outdata 1", &[&["d3"]]);
        check("data var 2", 4, 1.0, "outdata 2", &[&["d1", "a2"], &["d2", "a2"], &["d3", "a2"], &["d4", "a2"]]);
        let constants = |name, nth, shape: &[usize], columns: &[&str]| case.check(name, nth, shape, columns);
        let tenfold = ["A", "B"].map(|e| case.first(&format!("Variable 10[ext const,{e}]")));
        assert_eq!(case.numbers("Variable", 1, &[1, 2]), tenfold.map(|n| n / 10.0));
        constants("const var 1", 0, &[1], &["const var 1[d1]"]);
        constants(
            "const var 2",
            4,
            &[4, 1],
            &["const var 2[d1,a2]", "const var 2[d2,a2]", "const var 2[d3,a2]", "const var 2[d4,a2]"],
        );
    }
    if let Some(case) = case("data_from_other_model") {
        let data = case.books().dataset("data.vdf", place).unwrap();
        let output = case.books().dataset("output.tab", place).unwrap();
        for element in ["A", "B", "C"] {
            for &(t, expected) in output.series("out1", &[element]).unwrap() {
                let zero = line(&data.series("var 0dim", &[]).unwrap().to_vec(), t);
                let one = data.series("var 1dim", &[element]).unwrap();
                let held = one.iter().rev().find(|p| p.0 <= t).unwrap_or(&one[0]).1;
                let value = zero * 2.0 + held;
                assert!((value - expected).abs() <= 1e-4 * expected.abs().max(1.0), "{element} {t}: {value}");
            }
        }
    }
}

/// The points of a call's elements against columns that the output has of them at its own times.
fn follows(case: &Case, name: &str, nth: usize, columns: &[&str]) {
    let output = case.books().dataset("output.tab", Span::new(FileId(0), 0, 1)).unwrap();
    let series = case.books().series(&case.call(name, nth), columns.len()).unwrap();
    for (points, column) in series.iter().zip(columns) {
        for &(t, expected) in output.series(column, &[]).unwrap_or_else(|| panic!("no {column}")) {
            let value = line(points, t);
            assert!((value - expected).abs() <= 1e-4 * expected.abs().max(1.0), "{column} {t}: {value} {expected}");
        }
    }
}

#[test]
fn series_by_name_and_by_row_are_those_of_vensim() {
    if let Some(case) = case("get_xls_cellrange") {
        let output = case.books().dataset("output.tab", Span::new(FileId(0), 0, 1)).unwrap();
        for end in ["1", "2", "v"] {
            // final = value + 10 data - 100 lookup, and both read the same cells.
            let value = case.first(&format!("value{end}[A]"));
            for name in ["data", "lookup"] {
                let points = case.books().series(&case.call(&format!("{name}{end}"), 0), 1).unwrap();
                for &(t, expected) in output.series(&format!("final{end}"), &["A"]).unwrap() {
                    let found = value - 90.0 * line(&points[0], t);
                    assert!((found - expected).abs() <= 1e-4 * expected.abs().max(1.0), "{name}{end} {t}");
                }
            }
        }
    }
    if let Some(case) = case("get_lookups_subscripted_args") {
        follows(&case, "lookup 1d", 0, &["lookup 1d time"]);
        follows(&case, "lookup 2d", 0, &["lookup 2d time[Row1]", "lookup 2d time[Row2]"]);
        follows(&case, "lookup 3d", 0, &["lookup 3d time[A,Row1]", "lookup 3d time[A,Row2]"]);
        follows(&case, "lookup 3d", 1, &["lookup 3d time[B,Row1]", "lookup 3d time[B,Row2]"]);
    }
    if let Some(case) = case("get_lookups_subset") {
        follows(&case, "lookup function", 0, &["lookup subset4[Row1]", "lookup subset4[Row2]"]);
        follows(&case, "lookup function", 1, &["lookup subset2[Row1]", "lookup subset2[Row2]"]);
    }
    if let Some(case) = case("partial_range_definitions") {
        follows(&case, "partial data", 0, &["data[D]"]);
        follows(&case, "partial data", 1, &["data[A]"]);
        follows(&case, "partial lookup", 0, &["partial call[A]"]);
        case.check("partial constants", 0, &[1], &["partial constants[B]"]);
        case.check("partial constants", 1, &[1], &["partial constants[A]"]);
    }
}
