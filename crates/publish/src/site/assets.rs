//! What stands beside the pages: the style sheet, the icon and the script.

/// A file beside the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its name: `site.css`.
    pub name: &'static str,
    /// Its media type.
    pub media: &'static str,
    /// Its text.
    pub text: &'static str,
}

const ASSETS: [Asset; 3] = [
    Asset {
        name: "site.css",
        media: "text/css; charset=utf-8",
        // The site looks as the report does, with what only it has beside, and what only the script makes.
        text: concat!(include_str!("../style.css"), include_str!("site.css"), include_str!("moving.css")),
    },
    // Browsers ask for one, and complain where there is none.
    Asset { name: "icon.svg", media: "image/svg+xml", text: include_str!("icon.svg") },
    Asset { name: "site.js", media: "text/javascript; charset=utf-8", text: include_str!("site.js") },
];

/// All files beside the pages.
pub fn assets() -> &'static [Asset] {
    &ASSETS
}

/// The file of this name.
pub fn asset(name: &str) -> Option<Asset> {
    ASSETS.into_iter().find(|asset| asset.name == name)
}
