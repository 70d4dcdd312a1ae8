//! Subscripts: ranges, mappings, exceptions, aliases.

use super::near;
use super::support::vensim;

/// The first values of columns.
fn check(text: &str, want: &[(&str, f64)]) {
    let (_, run) = vensim(text).unwrap_or_else(|why| panic!("{why}"));
    for (name, value) in want {
        let got = run.get(*name).unwrap_or_else(|| panic!("no `{name}` in {:?}", run.keys()));
        assert!((got[0] - value).abs() < 1e-12, "{name}: {} is not {value}", got[0]);
    }
}

#[test]
fn an_element_is_mapped_to_a_whole_part() {
    // b1 stands for all of the part, b2 for the last.
    let text = "d: a1, a2, a3 ~~|\npart: a1, a2 ~~|\ne: b1, b2 -> (d: part, a3) ~~|\n\
        y[e] = 1, 2 ~~|\nx[d] = y[e] * 10 ~~|";
    check(text, &[("x[a1]", 10.0), ("x[a2]", 10.0), ("x[a3]", 20.0)]);
}

#[test]
fn a_range_with_a_part_in_it_is_mapped_in_order() {
    let text = "part: c1, c2 ~~|\nc: part, c3 -> d ~~|\nd: d1, d2, d3 ~~|\nx[c] = 1, 2, 3 ~~|\ny[d] = x[c] * 10 ~~|\nz[c] = y[d] ~~|";
    check(text, &[("y[d1]", 10.0), ("y[d3]", 30.0), ("z[c2]", 20.0)]);
}

#[test]
fn one_range_is_mapped_to_several() {
    let text = "a: a1, a2, a3 -> (b: b3, b2, b1), c ~~|\nb: b1, b2, b3 ~~|\nc: c1, c2, c3 ~~|\n\
        x[a] = 1, 2, 3 ~~|\ny[b] = x[a] ~~|\nz[c] = x[a] ~~|\nback[a] = y[b] ~~|";
    check(text, &[("y[b1]", 3.0), ("y[b3]", 1.0), ("z[c1]", 1.0), ("back[a1]", 1.0)]);
}

#[test]
fn a_mapping_holds_in_parts_of_its_ranges() {
    // Only the part stands on the left; the mapping is that of the whole.
    let text = "a: a1, a2, a3 -> b ~~|\npart: a2, a3 ~~|\nb: b1, b2, b3 ~~|\nx[b] = 1, 2, 3 ~~|\ny[part] = x[b] ~~|\n\
        late: b2, b3 ~~|\nz[late] = w[a] ~~|\nw[a] = 7, 8, 9 ~~|";
    check(text, &[("y[a2]", 2.0), ("y[a3]", 3.0), ("z[b2]", 8.0), ("z[b3]", 9.0)]);
    // Two mappings that disagree say nothing.
    let two =
        "a: a1, a2 -> c ~~|\nb: a2, a1 -> c ~~|\nc: c1, c2 ~~|\npart: a2 ~~|\nx[c] = 1, 2 ~~|\ny[part] = x[c] ~~|";
    assert!(vensim(two).unwrap_err().contains("does not say which element is meant"));
}

#[test]
fn subscripts_may_stand_in_another_order() {
    let text = "a: a1, a2 ~~|\nb: b1, b2 -> a ~~|\nf[a,b1] = 1 ~~|\nf[a,b2] = 2 ~~|\ng[b1,a] = f[a,b2] ~~|\ng[b2,a] = f[a,b1] ~~|\n\
        t[b,a] = f[a,b] ~~|";
    check(text, &[("g[b1,a2]", 2.0), ("g[b2,a1]", 1.0), ("t[b2,a1]", 2.0), ("t[b1,a2]", 1.0)]);
}

#[test]
fn exceptions_leave_elements_to_other_equations() {
    let text = "d: a1, a2, a3 ~~|\nlate: a2, a3 ~~|\nc: c1, c2 ~~|\nmap: m1, m2 -> (d: late, a1) ~~|\n\
        x[d] :EXCEPT: [a1] = 7 ~~|\nx[a1] = 1 ~~|\n\
        p[d,c] :EXCEPT: [a1,c1], [late,c2] = 9 ~~|\np[a1,c1] = 2 ~~|\np[late,c2] = 3 ~~|\n\
        q[d,c] :EXCEPT: [d,c1] = 4 ~~|\nq[d,c1] = 5 ~~|\n\
        j[map] = 10, 20 ~~|\nk[d] :EXCEPT: [a1] = x[d] + j[map] ~~|\n\
        z[late] = 125 ~~|\nz[d] :EXCEPT: [late] = 10 ~~|\nall = SUM(z[late!]) ~~|\nkeep[late] :EXCEPT: [a1] = x[late] ~~|";
    check(
        text,
        &[
            ("x[a1]", 1.0),
            ("x[a3]", 7.0),
            ("p[a1,c1]", 2.0),
            ("p[a1,c2]", 9.0),
            ("p[a2,c1]", 9.0),
            ("p[a3,c2]", 3.0),
            ("q[a2,c1]", 5.0),
            ("q[a2,c2]", 4.0),
            ("k[a2]", 17.0),
            ("k[a3]", 17.0),
            ("z[a1]", 10.0),
            ("all", 250.0),
            ("keep[a3]", 7.0),
        ],
    );
}

#[test]
fn a_range_may_have_a_second_name() {
    let text =
        "e <-> f ~~|\nf: f1, f2, f3 ~~|\nx[e] = 10, 20, 30 ~~|\ny[f] = x[f] + 1 ~~|\nz[f] = SUM(x[e!]) - x[f] ~~|";
    check(text, &[("x[f2]", 20.0), ("y[f3]", 31.0), ("z[f1]", 50.0)]);
}

#[test]
fn matrices_over_one_range_use_its_second_name() {
    let text = "r: u, v ~~|\ns <-> r ~~|\nm[r,s] = 1, 2; 3, 4; ~~|\nrow[r] = SUM(m[r,s!]) ~~|\nflip[r,s] = m[s,r] ~~|";
    check(text, &[("row[u]", 3.0), ("row[v]", 7.0), ("flip[u,v]", 3.0), ("flip[v,u]", 2.0)]);
}

#[test]
fn ranges_stand_for_positions() {
    let text = "d: a, b, c ~~|\nlate: b, c ~~|\nx[d] = d * 2 ~~|\ny[late] = IF THEN ELSE(late = b, 1, 0) ~~|\n\
        n = ELMCOUNT(late) ~~|\nchosen = 3 ~~|\nz[d] = IF THEN ELSE(d = chosen, 5, 0) ~~|";
    check(text, &[("x[c]", 6.0), ("y[b]", 1.0), ("y[c]", 0.0), ("n", 2.0), ("z[c]", 5.0), ("z[b]", 0.0)]);
}

#[test]
fn initial_values_follow_one_another_through_stocks() {
    let text = "d: a, b, c ~~|\nlater: b, c -> sooner ~~|\nsooner: a, b ~~|\n\
        s[a] = INTEG(1, 5) ~~|\ns[later] = INTEG(s[sooner], s[sooner] * 2) ~~|\nt = INTEG(0, s[c] + 1) ~~|";
    let (_, run) = vensim(text).unwrap_or_else(|why| panic!("{why}"));
    near(&["s[a]", "s[b]", "s[c]", "t"].map(|name| run[name][0]), &[5.0, 10.0, 20.0, 21.0]);
    near(&["s[a]", "s[b]", "s[c]", "t"].map(|name| run[name][1]), &[6.0, 15.0, 30.0, 21.0]);
}
