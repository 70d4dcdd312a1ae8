//! `milepost new DIR`

use std::process::ExitCode;

use anyhow::Context;

use crate::args::NewArgs;

/// The strategy that everyone starts from.
const FILES: [(&str, &str); 4] = [
    ("strategy.mile", include_str!("../../template/strategy.mile")),
    ("model.mile", include_str!("../../template/model.mile")),
    ("choices.mile", include_str!("../../template/choices.mile")),
    ("claims.mile", include_str!("../../template/claims.mile")),
];

pub fn run(args: &NewArgs) -> anyhow::Result<ExitCode> {
    let (dir, shown) = (&args.dir, args.dir.display());
    if dir.exists() {
        let mut entries =
            std::fs::read_dir(dir).with_context(|| format!("`{shown}` is not a folder that can be used"))?;
        if entries.next().is_some() {
            anyhow::bail!("`{shown}` is not empty; name a new folder");
        }
    }
    std::fs::create_dir_all(dir).with_context(|| format!("cannot make the folder `{shown}`"))?;
    for (name, text) in FILES {
        std::fs::write(dir.join(name), text).with_context(|| format!("cannot write `{shown}/{name}`"))?;
        println!("  {shown}/{name}");
    }
    std::fs::write(dir.join(".gitignore"), "/out\n/private\n").with_context(|| format!("cannot write to `{shown}`"))?;
    println!("a working strategy of {} files", FILES.len());
    println!("next: milepost run {shown}");
    Ok(ExitCode::SUCCESS)
}
