//! Who is in charge, one after another: from the sums over futures.

use super::{Kind, LoopFound, PathwayLoops, Polarity, Share, Stretch, Turn};
use milepost_analysis::loops::{Circles, Sums};

/// A stretch shorter than so many reporting periods is smoothed away.
const SHORTEST: usize = 3;

/// A loop works one way if this share of what it does is that way.
const CLEARLY: f64 = 0.9;

/// A measure moves one way if it does in this share of the futures and periods in which the loop is in charge.
const MOSTLY: f64 = 2.0 / 3.0;

/// A number watched for a measure.
#[derive(Clone, Debug)]
pub(super) struct Watched {
    /// The measure.
    pub measure: String,
    /// Whether more is better.
    pub maximise: bool,
    /// For each group, how many steps it is from the measure; `None` where it does not lead there.
    pub distances: Vec<Option<usize>>,
}

/// What a pathway's sums say.  `loops` are the groups.
pub(super) fn pathway(
    name: &str,
    sums: &Sums,
    circles: &Circles,
    loops: &[LoopFound],
    watched: &[Watched],
) -> PathwayLoops {
    let n = sums.futures.max(1.0);
    let shares: Vec<Vec<Share>> = (0..circles.partition.len())
        .map(|g| {
            let share = |cells: &Vec<milepost_analysis::loops::Cell>| Share {
                reinforcing: cells[g].reinforcing / n,
                balancing: cells[g].balancing / n,
                charge: cells[g].charge / n,
                dominant: cells[g].dominant / n,
                quartiles: cells[g].spread.quartiles(),
            };
            sums.cells.iter().map(share).collect()
        })
        .collect();
    let partitions = 0..circles.moving.len();
    let still: Vec<Vec<f64>> =
        partitions.clone().map(|p| sums.still.iter().map(|period| period[p] / n).collect()).collect();
    let stretches = partitions.map(|p| {
        let leads = leading(&shares, &still[p], |g| circles.partition[g] == p && loops[g].kind != Kind::Rest);
        let smooth = smoothed(&leads);
        runs(&smooth).into_iter().map(|run| stretch(run, sums, &shares, &still[p], watched)).collect()
    });
    PathwayLoops { name: name.into(), stretches: stretches.collect(), shares, still }
}

/// For each period the loop that is in charge in the most futures; `None` where nothing moves in more.
fn leading(shares: &[Vec<Share>], still: &[f64], own: impl Fn(usize) -> bool) -> Vec<Option<usize>> {
    let lead = |period: usize| {
        let charge = |g: &usize| shares[*g][period].charge;
        let most = (0..shares.len()).filter(|g| own(*g)).max_by(|a, b| charge(a).total_cmp(&charge(b)).then(b.cmp(a)));
        most.filter(|g| charge(g) > 0.0 && charge(g) >= still[period])
    };
    (0..still.len()).map(lead).collect()
}

/// Gives stretches that are too short to the neighbour that is longer, the earlier of equals; the shortest first.
fn smoothed(leads: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut out = leads.to_vec();
    loop {
        let all = runs(&out);
        let short = all.iter().enumerate().filter(|(_, r)| r.2 - r.1 + 1 < SHORTEST);
        let Some((k, run)) = short.min_by_key(|(k, r)| (r.2 - r.1, *k)).filter(|_| all.len() > 1) else { return out };
        let length = |r: &(Option<usize>, usize, usize)| r.2 - r.1;
        let (before, after) = (k.checked_sub(1).map(|b| &all[b]), all.get(k + 1));
        let heir = match (before, after) {
            (Some(b), Some(a)) if length(a) > length(b) => a,
            (Some(b), _) => b,
            (None, Some(a)) => a,
            (None, None) => return out,
        };
        let (heir, first, last) = (heir.0, run.1, run.2);
        out[first..=last].iter_mut().for_each(|lead| *lead = heir);
    }
}

/// Stretches of equals: what, first, last.
fn runs(leads: &[Option<usize>]) -> Vec<(Option<usize>, usize, usize)> {
    let mut out: Vec<(Option<usize>, usize, usize)> = Vec::new();
    for (period, lead) in leads.iter().enumerate() {
        match out.last_mut() {
            Some(last) if last.0 == *lead => last.2 = period,
            _ => out.push((*lead, period, period)),
        }
    }
    out
}

fn stretch(
    (by, first, last): (Option<usize>, usize, usize),
    sums: &Sums,
    shares: &[Vec<Share>],
    still: &[f64],
    watched: &[Watched],
) -> Stretch {
    let length = (last - first + 1) as f64;
    let mean = |of: &dyn Fn(usize) -> f64| (first..=last).map(of).sum::<f64>() / length;
    let Some(g) = by else {
        return Stretch { first, last, futures: mean(&|p| still[p]), ..Stretch::default() };
    };
    let (r, b) = (mean(&|p| shares[g][p].reinforcing), mean(&|p| shares[g][p].balancing));
    let polarity = polarity(r, b);
    let mut out = Stretch {
        first,
        last,
        by,
        futures: mean(&|p| shares[g][p].charge),
        change: r + b,
        polarity,
        ..Stretch::default()
    };
    if polarity == Polarity::Balancing {
        out.turn = Turn::Balancing;
        return out;
    }
    // What the loop leads to by the shortest way says best what it does; the first of equals.
    let nearest = watched.iter().enumerate().filter_map(|(k, w)| Some((w.distances[g]?, k)));
    let Some((_, k)) = nearest.min() else { return out };
    let cells = || (first..=last).map(|p| &sums.cells[p][g]);
    let charged: f64 = cells().map(|c| c.charge).sum();
    let [falls, rises] = [0, 1].map(|side| cells().map(|c| c.moved[k][side]).sum::<f64>() / charged.max(1.0));
    let measure = &watched[k];
    (out.worse, out.better) = if measure.maximise { (falls, rises) } else { (rises, falls) };
    out.measure = Some(measure.measure.clone());
    out.turn = match () {
        () if polarity != Polarity::Reinforcing => Turn::Unclear,
        () if out.worse >= MOSTLY => Turn::Vicious,
        () if out.better >= MOSTLY => Turn::Virtuous,
        () => Turn::Unclear,
    };
    out
}

/// Which way something works that reinforces and balances so much.
pub(super) fn polarity(reinforcing: f64, balancing: f64) -> Polarity {
    let all = reinforcing + balancing;
    match () {
        () if all <= 0.0 => Polarity::Changing,
        () if reinforcing >= CLEARLY * all => Polarity::Reinforcing,
        () if balancing >= CLEARLY * all => Polarity::Balancing,
        () => Polarity::Changing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_stretches_go_to_the_longer_neighbour() {
        let [a, b, c] = [Some(0), Some(1), Some(2)];
        let told = |leads: &[Option<usize>]| runs(&smoothed(leads));
        assert_eq!(told(&[a, a, a, b, b, c, c, c, c]), [(a, 0, 2), (c, 3, 8)]);
        assert_eq!(told(&[a, a, a, a, b, a, a, a]), [(a, 0, 7)], "a flicker is none");
        assert_eq!(told(&[b, a, a, a]), [(a, 0, 3)]);
        assert_eq!(told(&[a, b, a, b, a, b]).len(), 1);
        assert_eq!(told(&[a, b]), [(b, 0, 1)], "what is short goes first");
        assert_eq!(told(&[None, None, None, a, a, a]), [(None, 0, 2), (a, 3, 5)]);
        assert_eq!(told(&[]), []);
    }

    #[test]
    fn a_loop_works_one_way_where_nine_tenths_do() {
        let told = [(1.0, 0.0), (0.9, 0.1), (0.5, 0.5), (0.05, 0.95), (0.0, 0.0)].map(|(r, b)| polarity(r, b));
        use Polarity::*;
        assert_eq!(told, [Reinforcing, Reinforcing, Changing, Balancing, Changing]);
    }
}
