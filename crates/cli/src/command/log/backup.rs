//! `milepost log backup|restore|export|import`

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use milepost_ensemble::Progress;
use milepost_record::{Error, FILE, Head, Sqlite, Store, export as form};

use super::events;
use crate::progress::Bar;
use crate::{given, record};

pub fn backup(dir: &Path, file: &Path) -> anyhow::Result<ExitCode> {
    let head = record::open(dir)?.backup(file)?;
    told(&format!("{} holds", file.display()), head);
    println!("\nnext: milepost log restore {} FOLDER", file.display());
    Ok(ExitCode::SUCCESS)
}

pub fn restore(file: &Path, dir: &Path) -> anyhow::Result<ExitCode> {
    folder(dir)?;
    let head = Sqlite::restore(file, &dir.join(FILE))?.head()?;
    told(&format!("{} holds", dir.join(FILE).display()), head);
    println!("  everything in it was checked");
    println!("\nnext: milepost log verify {}", dir.display());
    Ok(ExitCode::SUCCESS)
}

pub fn export(dir: &Path, file: &Path) -> anyhow::Result<ExitCode> {
    let store = record::open(dir)?;
    let shown = file.display();
    let made = File::create_new(file).map_err(|e| match e.kind() {
        std::io::ErrorKind::AlreadyExists => anyhow::Error::from(Error::Exists(file.to_path_buf())),
        _ => anyhow::anyhow!("`{shown}` cannot be made: {e}"),
    })?;
    let mut out = BufWriter::new(made);
    let (bar, size) = (Bar::of("events"), store.head()?.size);
    bar.start(size, 0);
    let written = form::export(&store, &mut out, &mut |_| bar.advance(1)).map_err(anyhow::Error::from);
    bar.finish();
    let synced = written.and_then(|head| {
        out.flush().and_then(|()| out.get_ref().sync_all()).with_context(|| format!("`{shown}` cannot be written"))?;
        Ok(head)
    });
    if synced.is_err() {
        // Half a file is none.
        let _ = std::fs::remove_file(file);
    }
    told(&format!("{shown} holds"), synced?);
    println!("\nnext: milepost log import {shown} FOLDER");
    Ok(ExitCode::SUCCESS)
}

pub fn import(file: &Path, dir: &Path) -> anyhow::Result<ExitCode> {
    let shown = file.display();
    let mut lines = BufReader::new(given::open(file, "an exported record; `milepost log export` writes one")?);
    let title = form::title(&mut lines).with_context(|| format!("`{shown}`"))?;
    folder(dir)?;
    let to = dir.join(FILE);
    if to.exists() {
        return Err(Error::Exists(to).into());
    }
    // A record that is not complete never has the name of one.
    let part = dir.join(format!("{FILE}.import"));
    let _ = std::fs::remove_file(&part);
    let bar = Bar::of("events");
    bar.start(title.head.size, 0);
    let mut build = || -> Result<Head, Error> {
        let mut store = Sqlite::create(&part, &title.origin)?;
        form::import(&mut store, &title, &mut lines, &mut |_| bar.advance(1))
    };
    let built = build().with_context(|| format!("`{shown}`"));
    bar.finish();
    let moved = built.and_then(|head| {
        std::fs::rename(&part, &to).with_context(|| format!("`{}` cannot be written", to.display()))?;
        Ok(head)
    });
    if moved.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    told(&format!("{} holds", to.display()), moved?);
    println!("  the head is the one that the export says");
    println!("\nnext: milepost log verify {}", dir.display());
    Ok(ExitCode::SUCCESS)
}

fn folder(dir: &Path) -> anyhow::Result<()> {
    if dir.exists() && !dir.is_dir() {
        bail!("`{}` is not a folder", dir.display());
    }
    std::fs::create_dir_all(dir).with_context(|| format!("the folder `{}` cannot be made", dir.display()))
}

fn told(what: &str, head: Head) {
    println!("{what} {}\n  root {}", events(head.size), head.root);
}
