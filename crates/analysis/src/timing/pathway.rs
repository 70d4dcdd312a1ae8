use super::tipping::Tipping;
use super::transfer::{Board, Transfer};
use super::unfit::{Unfit, share};

/// More than these nobody reads, and comparing them all takes long.
const MOST: usize = 2_000;

/// Actions one after the other, each followed when it tips.
#[derive(Clone, Debug, PartialEq)]
pub struct Pathway {
    /// By number, the one in force first.
    pub actions: Vec<usize>,
    /// Per future, how long the pathway holds.
    pub life: Vec<Tipping>,
    /// Per future, what the actions taken in it cost; those not needed cost nothing.
    pub cost: Vec<f64>,
}

impl Pathway {
    /// Whether the other is nowhere dearer or shorter-lived and somewhere better; of two that are the same in every future,
    /// the one with fewer actions is better.
    fn worse_than(&self, other: &Pathway) -> bool {
        let as_good = |future: usize| {
            other.cost[future] <= self.cost[future] && !self.life[future].later_than(other.life[future])
        };
        let better =
            |future: usize| other.cost[future] < self.cost[future] || other.life[future].later_than(self.life[future]);
        let futures = 0..self.life.len();
        futures.clone().all(as_good) && (futures.clone().any(better) || other.actions.len() < self.actions.len())
    }
}

impl Board<'_> {
    /// All pathways from the action in force of at most `steps` further actions, over transfers that hold in at least the
    /// share `often` of the futures that need them; those that another one dominates are left out.
    ///
    /// In a future where the next action would not last longer it is passed over; where it can no longer be decided in time,
    /// the pathway ends.
    ///
    /// # Errors
    /// An action that is not there, a share that is none, or too many pathways to compare.
    pub fn pathways(&self, in_force: usize, steps: usize, often: f64) -> Result<Vec<Pathway>, Unfit> {
        share("the share of futures in which a transfer must hold", often)?;
        let count = self.actions().len();
        if in_force >= count {
            return Err(Unfit::NoAction { action: in_force, other: in_force, count });
        }
        let holds = |transfer: &Transfer| transfer.share().is_some_and(|share| share >= often);
        let transfers: Vec<Transfer> = self.transfers().into_iter().filter(holds).collect();
        let mut all = vec![vec![in_force]];
        let mut at = 0;
        while at < all.len() {
            let so_far = all[at].clone();
            at += 1;
            if so_far.len() > steps {
                continue;
            }
            let last = so_far[so_far.len() - 1];
            let next = transfers.iter().filter(|transfer| transfer.from == last && self.may_join(&so_far, transfer.to));
            all.extend(next.map(|transfer| so_far.iter().copied().chain([transfer.to]).collect()));
            if all.len() > MOST {
                return Err(Unfit::ManyPathways { most: MOST });
            }
        }
        let lived: Vec<Pathway> = all.into_iter().map(|actions| self.live(actions)).collect();
        let kept = |pathway: &&Pathway| !lived.iter().any(|other| pathway.worse_than(other));
        Ok(lived.iter().filter(kept).cloned().collect())
    }

    fn may_join(&self, so_far: &[usize], next: usize) -> bool {
        let needs = &self.actions()[next].needs;
        !so_far.contains(&next)
            && needs.iter().all(|need| so_far.contains(need))
            && !so_far.iter().any(|&earlier| self.apart(earlier, next))
    }

    fn live(&self, actions: Vec<usize>) -> Pathway {
        let (life, cost) = (0..self.futures()).map(|future| self.live_in(&actions, future)).unzip();
        Pathway { actions, life, cost }
    }

    fn live_in(&self, actions: &[usize], future: usize) -> (Tipping, f64) {
        let mut current = &self.actions()[actions[0]];
        let (mut life, mut cost, mut since) = (current.tipping[future], current.cost, self.start());
        for &next in &actions[1..] {
            let action = &self.actions()[next];
            if !action.tipping[future].later_than(life) {
                continue;
            }
            if !self.follows(life, next, future) {
                break;
            }
            cost += action.cost + current.rate * (end(life) - since).max(0.0);
            (since, life, current) = (end(life), action.tipping[future], action);
        }
        (life, cost + current.rate * (end(life) - since).max(0.0))
    }
}

/// Up to when it is in force as far as was looked.
fn end(life: Tipping) -> f64 {
    match life {
        Tipping::At(time) | Tipping::Beyond(time) => time,
    }
}
