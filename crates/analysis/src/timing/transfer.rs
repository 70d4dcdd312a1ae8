use super::decision::{Decision, decision};
use super::tipping::Tipping;
use super::unfit::{Unfit, not_negative};

/// Something that can be in force, until it tips.
#[derive(Clone, Debug)]
pub struct Action<'a> {
    /// As people read it.
    pub name: &'a str,
    /// Per future, when it no longer does.
    pub tipping: &'a [Tipping],
    /// Time from decision to force.
    pub lead: f64,
    /// What taking it costs once, in any unit that is the same for all.
    pub cost: f64,
    /// What it costs besides, for each unit of time that it is in force.
    pub rate: f64,
    /// Actions that must have come before it on the pathway.
    pub needs: Vec<usize>,
    /// Actions that it rules out, before and after.
    pub excludes: Vec<usize>,
}

/// Actions over the same futures, and the first time at which anything can be decided.
#[derive(Clone, Debug)]
pub struct Board<'a> {
    actions: Vec<Action<'a>>,
    start: f64,
}

/// A change from one action to another, counted over futures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// The action that tips.
    pub from: usize,
    /// The action that follows.
    pub to: usize,
    /// Futures in which the first tips, so that something must follow.
    pub needed: usize,
    /// Those of them in which the second tips later.
    pub lasting: usize,
    /// Those of these in which it can still be decided in time.
    pub in_time: usize,
}

impl Transfer {
    /// The share of the futures that need it in which it lasts and can be decided in time; `None` where none needs it.
    pub fn share(&self) -> Option<f64> {
        (self.needed > 0).then(|| self.in_time as f64 / self.needed as f64)
    }
}

/// How much is left to choose from at some time, over the futures in which the action in force tips.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// When.
    pub time: f64,
    /// The mean number of actions that can still follow in time and last longer.
    pub mean: f64,
    /// Share of futures in which none can: locked in.
    pub none: f64,
}

impl<'a> Board<'a> {
    /// Checks the actions.
    ///
    /// # Errors
    /// No action, different futures, negative leads or costs, or numbers of actions that are not there.
    pub fn new(actions: Vec<Action<'a>>, start: f64) -> Result<Self, Unfit> {
        let nothing = Unfit::Nothing { what: "there is no action", remedy: "give at least the one in force" };
        let futures = actions.first().ok_or(nothing)?.tipping.len();
        for (at, action) in actions.iter().enumerate() {
            if action.tipping.len() != futures {
                let what = format!("`{}`", action.name);
                return Err(Unfit::Futures { what, given: action.tipping.len(), needed: futures });
            }
            not_negative("the lead of an action", action.lead)?;
            not_negative("the cost of an action", action.cost)?;
            not_negative("the cost of an action over time", action.rate)?;
            if let Some(&other) = action.needs.iter().chain(&action.excludes).find(|&&other| other >= actions.len()) {
                return Err(Unfit::NoAction { action: at, other, count: actions.len() });
            }
        }
        Ok(Board { actions, start })
    }

    /// The actions, in the order given.
    pub fn actions(&self) -> &[Action<'a>] {
        &self.actions
    }

    /// How many futures there are.
    pub fn futures(&self) -> usize {
        self.actions[0].tipping.len()
    }

    /// The first time at which anything can be decided.
    pub(super) fn start(&self) -> f64 {
        self.start
    }

    /// Whether one rules the other out.
    pub(super) fn apart(&self, one: usize, other: usize) -> bool {
        self.actions[one].excludes.contains(&other) || self.actions[other].excludes.contains(&one)
    }

    /// Whether an action can take over from something that tips then, and lasts longer.
    pub(super) fn follows(&self, life: Tipping, to: usize, future: usize) -> bool {
        let next = &self.actions[to];
        let in_time = matches!(decision(life, next.lead, self.start), Decision::By(_));
        in_time && next.tipping[future].later_than(life)
    }

    /// Every transfer that at least one future allows, by first and then by second action.
    pub fn transfers(&self) -> Vec<Transfer> {
        let count = self.actions.len();
        let pairs = (0..count).flat_map(|from| (0..count).map(move |to| (from, to)));
        let allowed = pairs.filter(|&(from, to)| from != to && !self.apart(from, to));
        allowed.map(|(from, to)| self.transfer(from, to)).filter(|transfer| transfer.in_time > 0).collect()
    }

    fn transfer(&self, from: usize, to: usize) -> Transfer {
        let mut transfer = Transfer { from, to, needed: 0, lasting: 0, in_time: 0 };
        for (future, &tipping) in self.actions[from].tipping.iter().enumerate() {
            transfer.needed += usize::from(tipping.time().is_some());
            transfer.lasting += usize::from(self.actions[to].tipping[future].later_than(tipping));
            transfer.in_time += usize::from(self.follows(tipping, to, future));
        }
        transfer
    }

    /// What can still follow the action in force when it is decided at each of these times: actions that it does not rule
    /// out, that need nothing but it, whose lead ends before it tips, and that tip later.  Futures in which it never tips
    /// need nothing and are not counted; `None` where it tips in none.
    pub fn options(&self, in_force: usize, times: &[f64]) -> Option<Vec<Options>> {
        let current = &self.actions[in_force];
        let free = |to: &usize| {
            let needs = &self.actions[*to].needs;
            *to != in_force && !self.apart(in_force, *to) && needs.iter().all(|&need| need == in_force)
        };
        let candidates: Vec<usize> = (0..self.actions.len()).filter(free).collect();
        let tipping: Vec<(usize, f64)> = current
            .tipping
            .iter()
            .enumerate()
            .filter_map(|(future, tipping)| Some((future, tipping.time()?)))
            .collect();
        let left = |time: f64, future: usize, tips: f64| {
            let can = |&&to: &&usize| {
                let next = &self.actions[to];
                time + next.lead <= tips && next.tipping[future].later_than(Tipping::At(tips))
            };
            candidates.iter().filter(can).count()
        };
        let at = |&time: &f64| {
            let counts: Vec<usize> = tipping.iter().map(|&(future, tips)| left(time, future, tips)).collect();
            let share = |count: usize| count as f64 / counts.len() as f64;
            let none = counts.iter().filter(|&&count| count == 0).count();
            Options { time, mean: share(counts.iter().sum()), none: share(none) }
        };
        (!tipping.is_empty()).then(|| times.iter().map(at).collect())
    }
}
