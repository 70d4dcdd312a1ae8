//! `milepost publish DIR --out SITE`

mod folder;
pub(super) mod standing;
pub(super) mod tables;

use std::process::ExitCode;

use milepost_publish::site::{Language, PageName, Site, assets, page};

use self::folder::Draft;
use self::standing::Standing;
use super::report::Kept;
use crate::args::{PublishArgs, Tongue};

pub fn run(args: &PublishArgs) -> anyhow::Result<ExitCode> {
    let loaded = super::sound(&args.dir)?;
    let from = args.run.clone().unwrap_or_else(|| args.dir.join("out"));
    let (dir, shown) = (args.dir.display(), from.join("run.json"));
    let shown = shown.display();
    if !from.join("run.json").exists() {
        anyhow::bail!("there is no `{shown}` to publish; make it: milepost run {dir}");
    }
    // The sentence holds its cause already.
    let record = milepost_ensemble::read(&from).map_err(|e| anyhow::anyhow!("{e}"))?;
    let (made, mut strategy) = (&record.summary.provenance, loaded.strategy.clone());
    if made.strategy != super::as_run(&mut strategy, &loaded.sources, &made.design) {
        anyhow::bail!("`{shown}` was made from other files than `{dir}` holds now; run it again: milepost run {dir}");
    }
    let kept = Kept::of(&from);
    let standing = Standing::of(&args.dir, &strategy, &loaded.sources, args.as_of)?;
    let draft = Draft::begin(&args.out)?;
    let language = match args.language {
        Tongue::English => Language::english(),
        Tongue::Pseudo => Language::pseudo(),
    };
    let notes: Vec<String> = standing.why(language).into_iter().collect();
    let site = Site {
        strategy: &strategy,
        summary: &record.summary,
        sources: &loaded.sources,
        studies: kept.studies(),
        as_of: standing.as_of,
        status: standing.status.as_ref(),
        board: standing.board.as_ref(),
        facts: Some(&standing.facts),
        data: &[],
        notes: &notes,
        live: false,
        language,
    };
    let data = tables::write(&draft, &from, &kept, &site)?;
    let site = Site { data: &data, ..site };
    for name in PageName::ALL {
        draft.write(&name.file(), page(&site, name).as_bytes())?;
    }
    for asset in assets() {
        draft.write(asset.name, asset.text.as_bytes())?;
    }
    draft.mark(made, standing.as_of, language.code)?;
    draft.place()?;
    if let Some(why) = standing.why(Language::english()) {
        eprintln!("note: {why}");
    }
    let index = args.out.join(PageName::Overview.file());
    println!("site: {} pages and {} tables", PageName::ALL.len(), data.len());
    println!("open: {}", index.display());
    Ok(ExitCode::SUCCESS)
}
