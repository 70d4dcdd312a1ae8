//! `milepost log verify`

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use milepost_ensemble::Progress;
use milepost_record::proof::{Claim, Proof};
use milepost_record::{PublicKey, Store, Verified};

use super::events;
use crate::progress::Bar;
use crate::{given, record};

/// Checks the whole record; exits with 1 where anything is wrong.
pub fn record(dir: &Path) -> anyhow::Result<ExitCode> {
    let store = record::open(dir)?;
    let keys = record::keys(dir)?;
    let bar = Bar::of("events");
    let size = store.head()?.size;
    bar.start(size, 0);
    let mut at = 0;
    let verified = milepost_record::verify(&store, &keys, &mut |n| {
        if n - at >= 1024 {
            bar.advance(n - at);
            at = n;
        }
    })?;
    bar.finish();
    println!("{}, root {}", events(verified.head.size), verified.head.root);
    if verified.faults.is_empty() {
        println!("  every event agrees with its hash, and the tree with the events");
        println!("  sums, corrections and ids are those that follow from the events");
    }
    signatures(&verified, &keys);
    batches(&verified);
    if verified.faults.is_empty() {
        println!("\nnext: milepost log cosign {} --key FILE", dir.display());
        return Ok(ExitCode::SUCCESS);
    }
    println!("\nwrong");
    for fault in &verified.faults {
        println!("  {fault}");
    }
    Ok(ExitCode::FAILURE)
}

/// Which party has signed which heads, newest first.
fn signatures(verified: &Verified, keys: &[PublicKey]) {
    let mut signed: BTreeMap<&str, Vec<u64>> = keys.iter().map(|key| (key.party(), Vec::new())).collect();
    for signature in verified.signed.iter().rev() {
        signed.entry(&signature.party).or_default().push(signature.head.size);
    }
    if signed.is_empty() {
        println!("  no party has a key here, so nobody has signed");
        return;
    }
    let width = signed.keys().map(|party| party.chars().count()).max().unwrap_or(0);
    println!("\nsigned by");
    for (party, mut sizes) in signed {
        sizes.dedup();
        let said = match sizes.split_first() {
            None => "no head yet".to_string(),
            Some((last, _)) if *last == verified.head.size => {
                format!("this head{}", others(&sizes[1..], "before that at"))
            }
            Some((last, rest)) => format!("the head at {}{}", events(*last), others(rest, "before that at")),
        };
        println!("  {party:width$}  {said}");
    }
}

/// Up to three older sizes.
fn others(sizes: &[u64], words: &str) -> String {
    match sizes {
        [] => String::new(),
        _ => {
            let shown: Vec<String> = sizes.iter().take(3).map(u64::to_string).collect();
            let more = if sizes.len() > 3 { format!(" and {} more", sizes.len() - 3) } else { String::new() };
            format!("; {words} {}{more}", shown.join(", "))
        }
    }
}

fn batches(verified: &Verified) {
    if verified.batches.is_empty() {
        return;
    }
    let mut by: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for batch in &verified.batches {
        let (batches, events) = by.entry(batch.key.party()).or_default();
        *batches += 1;
        *events += batch.last - batch.first + 1;
    }
    let width = by.keys().map(|party| party.chars().count()).max().unwrap_or(0);
    println!("\nwhat was recorded is signed by");
    for (party, (batches, n)) in by {
        let plural = if batches == 1 { "" } else { "es" };
        println!("  {party:width$}  {batches} batch{plural}, {}", events(n));
    }
}

/// Checks a proof against the public keys in a folder; the record is not read.
pub fn proof(dir: &Path, file: &Path) -> anyhow::Result<ExitCode> {
    let shown = file.display();
    let text = given::text(file, "a proof; `milepost log prove` writes one")?;
    let proof = Proof::parse(&text).with_context(|| format!("`{shown}`"))?;
    proof.verify().with_context(|| format!("`{shown}` proves nothing"))?;
    let head = proof.note.head;
    match &proof.claim {
        Claim::Recorded(event) => println!("this event is recorded\n  {event}"),
        Claim::Continues(old) => {
            println!("the first {} are the same", events(old.size));
            println!("  older root  {}", old.root);
        }
    }
    println!("in the record {}", proof.note.origin);
    println!("  under the head over {}\n  root        {}", events(head.size), head.root);
    let keys = record::keys(dir)?;
    let mut known = 0;
    println!("\nsigned by");
    for signature in &proof.note.signatures {
        let by = keys.iter().any(|key| signature.is_by(key, &proof.note.origin));
        known += usize::from(by);
        let said = if by { "" } else { ", with a key that is not in the folder or a signature that is wrong" };
        println!("  {}{said}", signature.party);
    }
    if known == 0 {
        println!("  nobody whose key is known here: compare the root with one that you trust");
    }
    Ok(if known < proof.note.signatures.len() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
