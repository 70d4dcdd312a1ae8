//! Classification trees: against scikit-learn, and what must hold whatever the numbers are.

mod support;

use milepost_analysis::discover::{Question, Split, Stop, Tree, Words, measure};
use milepost_analysis::table::{Column, Kind, Table};
use support::{Mixed, columns, fixture};

/// Per node, root first and left before right: split column, threshold, rows, cases.
type Walk = Vec<(Option<(usize, f64)>, usize, usize)>;

fn walk(tree: &Tree, node: usize, found: &mut Walk) {
    let node = &tree.nodes[node];
    let split = node.split.as_ref().map(|(split, ..)| match split {
        Split::Below { column, threshold } => (*column, *threshold),
        Split::Among { .. } => panic!("there are no categories"),
    });
    found.push((split, node.rows, node.cases));
    if let Some((_, left, right)) = node.split {
        walk(tree, left, found);
        walk(tree, right, found);
    }
}

#[test]
fn the_tree_is_that_of_scikit_learn() {
    let on_grid = |values: Vec<f64>| values.iter().map(|x| (x * 4096.0).floor() / 4096.0).collect::<Vec<f64>>();
    let values: Vec<Vec<f64>> = columns(600).into_iter().map(on_grid).collect();
    let interest: Vec<bool> =
        (0..600).map(|row| values[0][row] < 0.4 && values[1][row] > 0.3 || values[2][row] > 0.9).collect();
    let columns = ["a", "b", "c", "d", "e"].iter().zip(&values);
    let columns = columns.map(|(name, values)| Column { name, unit: "", kind: Kind::Real, values }).collect();
    let table = Table::new(columns).unwrap();
    let question = Question::new(&table, &interest).unwrap();
    let tree = Tree::grow(&question, Stop { depth: 4, least_rows: 20, leaves: usize::MAX }).unwrap();
    let mut found = vec![];
    walk(&tree, 0, &mut found);
    // scikit-learn numbers its nodes in the order of the walk.
    let expected: Walk = fixture("tree.csv")
        .iter()
        .map(|row| {
            let split = row[1].parse().ok().map(|column: usize| (column, row[2].parse().unwrap()));
            (split, row[5].parse().unwrap(), row[6].parse().unwrap())
        })
        .collect();
    assert_eq!(expected.len(), 9);
    assert_eq!(found, expected);
    assert_eq!(tree.leaves()[0].cases, 171);
}

#[test]
fn leaves_share_out_all_rows_and_hold_what_they_say() {
    let mixed = Mixed::new(3000);
    let table = mixed.table();
    let question = Question::new(&table, &mixed.interest).unwrap();
    for limits in [
        Stop::for_rows(3000),
        Stop { depth: 9, least_rows: 1, leaves: 1000 },
        Stop { depth: 1, least_rows: 5, leaves: 2 },
    ] {
        let tree = Tree::grow(&question, limits).unwrap();
        let leaves = tree.leaves();
        assert!(leaves.len() <= limits.leaves && leaves.iter().all(|leaf| leaf.rows >= limits.least_rows));
        assert_eq!(leaves.iter().map(|leaf| leaf.rows).sum::<usize>(), 3000);
        assert_eq!(leaves.iter().map(|leaf| leaf.cases).sum::<usize>(), question.cases());
        for leaf in leaves {
            let counted = measure(&question, leaf.region.clone());
            assert_eq!((counted.rows, counted.cases), (leaf.rows, leaf.cases));
        }
    }
}

#[test]
fn categories_are_split_into_the_best_two_sets() {
    let offices: Vec<String> = ["p", "q", "r", "s"].map(String::from).to_vec();
    let office: Vec<f64> = (0..400).map(|row| f64::from(row % 4)).collect();
    let idle: Vec<f64> = columns(400)[0].clone();
    let columns = vec![
        Column { name: "idle", unit: "", kind: Kind::Real, values: &idle },
        Column { name: "office", unit: "", kind: Kind::Categorical(&offices), values: &office },
    ];
    let table = Table::new(columns).unwrap();
    // All of q and s, and one in a hundred of the others.
    let interest: Vec<bool> = (0..400).map(|row| row % 2 == 1 || row == 0).collect();
    let question = Question::new(&table, &interest).unwrap();
    let tree = Tree::grow(&question, Stop { depth: 1, least_rows: 20, leaves: 8 }).unwrap();
    let left = vec![true, false, true, false];
    assert_eq!(tree.nodes[0].split, Some((Split::Among { column: 1, left }, 1, 2)));
    assert_eq!(
        tree.sentences(&question, Words::default()),
        ["fails when office is q or s: all of those futures fail, over 99 % of all failures"]
    );
}

#[test]
fn a_tree_without_room_is_refused() {
    let mixed = Mixed::new(100);
    let table = mixed.table();
    let question = Question::new(&table, &mixed.interest).unwrap();
    let refused = |limits| Tree::grow(&question, limits).unwrap_err().to_string();
    let limits = Stop::for_rows(100);
    assert_eq!(refused(Stop { depth: 0, ..limits }), "the depth of the tree is 0 but must be more than 0");
    assert_eq!(refused(Stop { leaves: 1, ..limits }), "the most leaves is 1 but must be more than 1");
    assert!(Tree::grow(&question, Stop { least_rows: 0, ..limits }).is_err());
}
