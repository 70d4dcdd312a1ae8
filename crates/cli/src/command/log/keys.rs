//! `milepost log keys`

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use milepost_record::{Key, Store};

use super::events;
use crate::args::KeysArgs;
use crate::record;

pub fn run(args: &KeysArgs) -> anyhow::Result<ExitCode> {
    match (&args.new, &args.out) {
        (Some(party), Some(out)) => make(args, party, out),
        _ => list(&args.dir),
    }
}

fn make(args: &KeysArgs, party: &str, out: &Path) -> anyhow::Result<ExitCode> {
    let dir = &args.dir;
    if !dir.is_dir() {
        bail!("there is no folder `{0}`; `milepost new {0}` makes one", dir.display());
    }
    record::must_act(dir, party)?;
    let public = record::public_file(dir, party);
    if public.exists() && !args.add {
        bail!("`{party}` has a key in `{}`; with --add it gets another one beside it", public.display());
    }
    let inside = |folder: &Path| folder.canonicalize().ok();
    let parent = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let (Some(parent), Some(dir)) = (inside(parent), inside(dir))
        && parent.starts_with(&dir)
        && !parent.starts_with(dir.join("private"))
    {
        bail!("`{}` lies in the strategy's folder, which is published; name a file outside of it", out.display());
    }
    let key = Key::new(party)?;
    record::write_secret(out, &format!("{}\n", key.secret())).map_err(|e| match e.kind() {
        std::io::ErrorKind::AlreadyExists => {
            anyhow::anyhow!("`{}` is there already and is not overwritten", out.display())
        }
        _ => anyhow::anyhow!("`{}` cannot be written: {e}", out.display()),
    })?;
    let publish = || -> std::io::Result<()> {
        std::fs::create_dir_all(public.parent().unwrap_or(dir))?;
        let mut file = std::fs::File::options().append(true).create(true).open(&public)?;
        writeln!(file, "{}", key.public())?;
        file.sync_all()
    };
    publish().with_context(|| format!("`{}` cannot be written", public.display()))?;
    println!("a pair of keys for {party}");
    println!("  private  {}  whoever has it signs as {party}: keep it from others, and keep a copy", out.display());
    println!("  public   {}  publish it with the strategy", public.display());
    println!("\nnext: milepost log cosign {} --key {}", dir.display(), out.display());
    Ok(ExitCode::SUCCESS)
}

fn list(dir: &Path) -> anyhow::Result<ExitCode> {
    let keys = record::keys(dir)?;
    if keys.is_empty() {
        println!("there are no public keys in {}", dir.join("keys").display());
        println!("\nnext: milepost log keys {} --new PARTY --out FILE", dir.display());
        return Ok(ExitCode::SUCCESS);
    }
    let (signatures, size) = match dir.join(milepost_record::FILE).exists() {
        true => {
            let store = record::open(dir)?;
            (store.signatures()?, store.head()?.size)
        }
        false => (Vec::new(), 0),
    };
    let width = keys.iter().map(|key| key.party().chars().count()).max().unwrap_or(0);
    println!("{} in the record", events(size));
    for key in keys {
        let own = signatures.iter().filter(|s| s.party == key.party() && s.key == key.id());
        let signed = match own.map(|s| s.head.size).max() {
            None => "has signed no head yet".to_string(),
            Some(last) if last == size => "has signed all of them".to_string(),
            Some(last) => format!("signed last at {}", events(last)),
        };
        let id: String = key.id().iter().map(|byte| format!("{byte:02x}")).collect();
        println!("  {:width$}  key {id}  {signed}", key.party());
    }
    println!("\nnext: milepost log cosign {0} --key FILE\n      milepost log verify {0}", dir.display());
    Ok(ExitCode::SUCCESS)
}
