//! The parts of a pathway, which of them move anything, and who holds them.

use milepost_strategy::model::{
    ActorId, ElementId, Lever, Part, PathwayId, Recommendation, RecommendationId, Strategy, VariableId, VariableKind,
};

use super::By;

/// A part as declared.
pub(super) struct Declared {
    pub part: Part,
    pub name: String,
    pub title: String,
    /// Whether leaving it out can change anything.
    pub moves: bool,
    /// Names of the actors who hold it.
    pub holders: Vec<String>,
}

/// All parts of this kind in declared order.
pub(super) fn parts(strategy: &Strategy, pathway: PathwayId, reference: PathwayId, by: By) -> Vec<Declared> {
    let look = Look { strategy, pathway, moved: moved(strategy, &[pathway, reference]) };
    let titled = |name: &str, title: Option<&str>| (name.to_string(), title.unwrap_or(name).to_string());
    let named: Vec<(Part, (String, String))> = match by {
        By::Element => {
            let all = strategy.elements.iter().enumerate();
            all.map(|(i, e)| (Part::Element(ElementId(i as u32)), titled(&e.name, Some(&e.title)))).collect()
        }
        By::Actor => {
            let all = strategy.actors.iter().enumerate();
            all.map(|(i, a)| (Part::Actor(ActorId(i as u32)), titled(&a.name, Some(&a.title)))).collect()
        }
        By::Recommendation => {
            let all = strategy.recommendations.iter().enumerate();
            let part = |i: usize| Part::Recommendation(RecommendationId(i as u32));
            all.map(|(i, r)| (part(i), titled(&r.name, r.title.as_deref()))).collect()
        }
    };
    named.into_iter().map(|(part, (name, title))| look.declared(part, name, title)).collect()
}

/// Levers that a regime or a followed recommendation of these pathways moves.  Triggers move levers of parts that
/// were left out as well, so they make no difference.
fn moved(strategy: &Strategy, pathways: &[PathwayId]) -> Vec<bool> {
    let mut moved = vec![false; strategy.variables.len()];
    for pathway in pathways.iter().map(|id| &strategy.pathways[id.index()]) {
        let regimes = pathway.stages.iter().flat_map(|stage| &strategy.regimes[stage.regime.index()].settings);
        let followed = pathway.follows.iter().flat_map(|r| &strategy.recommendations[r.index()].settings);
        for setting in regimes.chain(followed) {
            moved[setting.lever.index()] = true;
        }
    }
    moved
}

struct Look<'a> {
    strategy: &'a Strategy,
    pathway: PathwayId,
    moved: Vec<bool>,
}

impl Look<'_> {
    /// A part moves something if it holds a recommendation that the pathway follows and that moves a lever, or a lever
    /// that the pathway or the reference moves.  Otherwise leaving it out changes no equation.
    fn declared(&self, part: Part, name: String, title: String) -> Declared {
        let mut holders = Vec::new();
        for recommendation in self.recommendations(part) {
            holders.extend(recommendation.actor);
            let levers = recommendation.settings.iter().filter_map(|s| self.lever(s.lever));
            holders.extend(levers.filter_map(|lever| lever.actor));
        }
        let mut moves = self.recommendations(part).next().is_some();
        for lever in self.levers(part) {
            moves = true;
            holders.extend(lever.actor);
        }
        if let Part::Actor(actor) = part {
            holders = if moves { vec![actor] } else { Vec::new() };
        }
        holders.sort_unstable();
        holders.dedup();
        let holders = holders.into_iter().map(|a| self.strategy.actors[a.index()].name.clone()).collect();
        Declared { part, name, title, moves, holders }
    }

    /// Followed recommendations of the part that move a lever.
    fn recommendations(&self, part: Part) -> impl Iterator<Item = &Recommendation> {
        let followed = self.strategy.pathways[self.pathway.index()].follows.iter();
        let followed = followed.map(|id| (*id, &self.strategy.recommendations[id.index()]));
        let belongs = move |id: RecommendationId, r: &Recommendation| match part {
            Part::Element(element) => r.element == Some(element),
            Part::Actor(actor) => r.actor == Some(actor),
            Part::Recommendation(own) => own == id,
        };
        followed.filter(move |(id, r)| !r.settings.is_empty() && belongs(*id, r)).map(|(_, r)| r)
    }

    /// Levers of the part that are moved.
    fn levers(&self, part: Part) -> impl Iterator<Item = &Lever> {
        let all = (0..self.strategy.variables.len()).filter(|i| self.moved[*i]);
        let levers = all.filter_map(|i| self.lever(VariableId(i as u32)));
        levers.filter(move |lever| match part {
            Part::Element(element) => lever.element == Some(element),
            Part::Actor(actor) => lever.actor == Some(actor),
            Part::Recommendation(_) => false,
        })
    }

    fn lever(&self, id: VariableId) -> Option<&Lever> {
        if let VariableKind::Lever(lever) = &self.strategy.variables[id.index()].kind { Some(lever) } else { None }
    }
}
