//! Functions over vectors.

use super::near;
use super::support::vensim;

fn values(text: &str, names: &[&str]) -> Vec<f64> {
    let (_, run) = vensim(text).unwrap_or_else(|why| panic!("{why}"));
    names.iter().map(|name| run[*name][0]).collect()
}

const NA: f64 = -6.490371073168535e32;

#[test]
fn elements_are_mapped_across_all_subscripts() {
    // The last subscript runs fastest: b of the first row is one behind a, a of the second row two.
    let text = "r: u, v ~~|\nc: a, b ~~|\nx[r,c] = 1, 2; 3, 4; ~~|\nn: (n1-n6) ~~|\n\
        far[n] = VECTOR ELM MAP(x[u,a], n - 2) ~~|\nlate[n] = VECTOR ELM MAP(x[u,b], (n - 2) * (1 + 0 * Time)) ~~|";
    let names = ["far[n1]", "far[n2]", "far[n3]", "far[n4]", "far[n5]", "far[n6]"];
    near(&values(text, &names), &[NA, 1.0, 2.0, 3.0, 4.0, NA]);
    let names = names.map(|name| name.replace("far", "late"));
    near(&values(text, &names.each_ref().map(String::as_str)), &[1.0, 2.0, 3.0, 4.0, NA, NA]);
}

#[test]
fn a_vector_is_put_into_its_order() {
    let text = "d: a, b, c ~~|\nx[d] = 2100, 2010, 2020 ~~|\no[d] = VECTOR SORT ORDER(x[d], 0) ~~|\ny[d] = VECTOR REORDER(x[d], o[d]) ~~|";
    near(&values(text, &["y[a]", "y[b]", "y[c]"]), &[2100.0, 2020.0, 2010.0]);
}

#[test]
fn selections_do_what_their_actions_say() {
    let model = |action: &str| {
        format!(
            "d: a, b, c ~~|\ns[d] = 2, 0, 3 ~~|\nx[d] = 5, 7, 2 ~~|\ny = VECTOR SELECT(s[d!], x[d!], -1, {action}, 0) ~~|"
        )
    };
    let wanted = [16.0, 60.0, 6.0, 10.0, 8.0, 200.0, 7.0, 10.0, 2.0, 5.0, 3.5];
    for (action, want) in wanted.into_iter().enumerate() {
        near(&values(&model(&action.to_string()), &["y"]), &[want]);
    }
}

#[test]
fn a_selection_of_none_or_of_several_may_be_an_error() {
    let got = |s: &str, error: u32| {
        let text = format!("d: a, b ~~|\ns[d] = {s} ~~|\ny = VECTOR SELECT(s[d!], s[d!], 9, 0, {error}) ~~|");
        values(&text, &["y"])[0]
    };
    near(&[got("0, 0", 0), got("0, 0", 2), got("1, 0", 3), got("1, 1", 1)], &[9.0, 9.0, 1.0, 2.0]);
    // An error is a value that is no number.
    assert!([got("0, 0", 1), got("1, 1", 2), got("1, 1", 3)].iter().all(|x| x.is_nan()));
}
