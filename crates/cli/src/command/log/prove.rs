//! `milepost log prove`

use std::process::ExitCode;

use anyhow::Context;
use milepost_record::proof;
use milepost_record::{Head, Note, Store};

use super::{events, head};
use crate::args::ProveArgs;
use crate::record;

pub fn run(args: &ProveArgs) -> anyhow::Result<ExitCode> {
    let store = record::open(&args.dir)?;
    let seq = args.seq.unwrap_or_default();
    // The smallest head under which the claim makes sense.
    let least = args.from.unwrap_or(seq.saturating_add(1));
    let note = newest_signed(&store, least)?;
    let proof = match args.from {
        Some(size) => proof::since(&store, size, note)?,
        None => proof::of_event(&store, seq, note)?,
    };
    match &args.out {
        None => print!("{proof}"),
        Some(file) => {
            let written = std::fs::File::create_new(file)
                .and_then(|mut made| std::io::Write::write_all(&mut made, proof.to_string().as_bytes()));
            written.with_context(|| format!("`{}` cannot be made", file.display()))?;
            println!("{} proves it under the head over {}", file.display(), events(proof.note.head.size));
            println!("\nnext: milepost log verify {} --proof {}", args.dir.display(), file.display());
        }
    }
    if proof.note.signatures.is_empty() {
        eprintln!("nobody has signed this head, so the proof is worth only what its root is; a party signs with");
        eprintln!("  milepost log cosign {} --key FILE", args.dir.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// The largest signed head of at least this size; the head of the record where there is none.
fn newest_signed(store: &dyn Store, least: u64) -> anyhow::Result<Note> {
    let heads = store.signatures()?.into_iter().map(|s| s.head).filter(|head| head.size >= least);
    let newest: Option<Head> = heads.max_by_key(|head| head.size);
    head::note(store, newest.map_or_else(|| store.head(), Ok)?)
}
