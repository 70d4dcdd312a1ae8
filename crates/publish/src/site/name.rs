//! The pages of a site.

/// A page, in the order in which they are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageName {
    /// The question, the answer with its strength, the indicators that matter most.
    Overview,
    /// The pathways side by side.
    Compare,
    /// What can be moved.
    Levers,
    /// How the strategy's parts act on each other.
    Dynamics,
    /// In which futures it fails.
    Fails,
    /// Who is asked to do what.
    Recommendations,
    /// What must be reached by when, and what fires.
    Milestones,
    /// Evidence, and who owes what to whom.
    Contract,
    /// Every equation, range and citation.
    Assumptions,
    /// The claims, tested.
    Claims,
}

impl PageName {
    /// All, in the order of the contents.
    pub const ALL: [PageName; 10] = [
        PageName::Overview,
        PageName::Compare,
        PageName::Levers,
        PageName::Dynamics,
        PageName::Fails,
        PageName::Recommendations,
        PageName::Milestones,
        PageName::Contract,
        PageName::Assumptions,
        PageName::Claims,
    ];

    /// The name in addresses: `levers`.
    pub fn slug(self) -> &'static str {
        match self {
            PageName::Overview => "overview",
            PageName::Compare => "compare",
            PageName::Levers => "levers",
            PageName::Dynamics => "dynamics",
            PageName::Fails => "fails",
            PageName::Recommendations => "recommendations",
            PageName::Milestones => "milestones",
            PageName::Contract => "contract",
            PageName::Assumptions => "assumptions",
            PageName::Claims => "claims",
        }
    }

    /// The name of its file: `levers.html`, and `index.html` for the first.
    pub fn file(self) -> String {
        match self {
            PageName::Overview => "index.html".into(),
            other => format!("{}.html", other.slug()),
        }
    }

    /// The page of this slug.
    pub fn of_slug(slug: &str) -> Option<PageName> {
        PageName::ALL.into_iter().find(|page| page.slug() == slug)
    }

    /// The key of its title among the strings.
    pub(super) fn title(self) -> &'static str {
        match self {
            PageName::Overview => "page.overview",
            PageName::Compare => "page.compare",
            PageName::Levers => "page.levers",
            PageName::Dynamics => "page.dynamics",
            PageName::Fails => "page.fails",
            PageName::Recommendations => "page.recommendations",
            PageName::Milestones => "page.milestones",
            PageName::Contract => "page.contract",
            PageName::Assumptions => "page.assumptions",
            PageName::Claims => "page.claims",
        }
    }

    /// The key of what it shows, in a sentence.
    pub(super) fn lead(self) -> &'static str {
        match self {
            PageName::Overview => "lead.overview",
            PageName::Compare => "lead.compare",
            PageName::Levers => "lead.levers",
            PageName::Dynamics => "lead.dynamics",
            PageName::Fails => "lead.fails",
            PageName::Recommendations => "lead.recommendations",
            PageName::Milestones => "lead.milestones",
            PageName::Contract => "lead.contract",
            PageName::Assumptions => "lead.assumptions",
            PageName::Claims => "lead.claims",
        }
    }
}
