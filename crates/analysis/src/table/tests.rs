use super::*;

fn real<'a>(name: &'a str, values: &'a [f64]) -> Column<'a> {
    Column { name, unit: "", kind: Kind::Real, values }
}

#[test]
fn columns_of_one_length_are_a_table() {
    let table = Table::new(vec![real("a", &[1.0, 2.5]), real("b", &[3.0, 3.0])]).unwrap();
    assert_eq!(table.rows(), 2);
    assert!(!table.columns()[0].is_constant());
    assert!(table.columns()[1].is_constant());
    assert_eq!(table.columns()[0].range(), (1.0, 2.5));
}

#[test]
fn what_is_unfit_is_named_with_its_place() {
    let refused = |columns| Table::new(columns).unwrap_err().to_string();
    assert_eq!(refused(vec![]), "there is no input column; give at least one that varies over the futures");
    assert_eq!(refused(vec![real("a", &[1.0]), real("a", &[2.0])]), "two input columns are called `a`; rename one");
    assert_eq!(
        refused(vec![real("a", &[1.0, f64::NAN])]),
        "input `a` is not a finite number in row 1; leave that future out"
    );
    let whole = Column { kind: Kind::Integer, ..real("k", &[1.0, 1.5]) };
    assert_eq!(refused(vec![whole]), "input `k` is 1.5 in row 1 but declared a whole number; declare it real");
    let names = ["low".to_string(), "high".to_string()];
    for wrong in [2.0, -1.0, 0.5] {
        let values = [0.0, wrong];
        let category = Column { kind: Kind::Categorical(&names), ..real("c", &values) };
        assert!(matches!(Table::new(vec![category]), Err(Unfit::NoCategory { row: 1, .. })));
    }
    assert!(matches!(Table::new(vec![real("a", &[1.0]), real("b", &[])]), Err(Unfit::Length { rows: 0, .. })));
}
