//! `milepost evidence import DIR [FILE --for INDICATOR]`

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, anyhow, bail};
use milepost_ensemble::Progress;
use milepost_evidence::Finding;
use milepost_evidence::import::{Bytes, Job, Listener, Stop, Wanted, hashed, import, not_a_file, reading};
use milepost_evidence::tell::{FindingList, imported};
use milepost_record::Sqlite;
use milepost_strategy::model::{Strategy, VariableId, VariableKind};

use crate::args::ImportArgs;
use crate::command::width;
use crate::progress::{Bar, cancel_flag};

/// Where all findings of the last import lie, within the strategy's folder.
const LIST: &str = "out/evidence-findings.csv";

pub fn run(args: &ImportArgs) -> anyhow::Result<ExitCode> {
    let strategy = super::strategy(&args.dir)?;
    let today = args.today.unwrap_or_else(crate::record::today);
    let key = super::key(args.sign.as_ref())?;
    let bar = Rc::new(Bar::of("bytes"));
    let jobs = jobs(args, &strategy, &bar)?;
    let wanted = Wanted {
        today,
        known: args.known,
        strict: args.strict,
        dry_run: args.dry_run,
        withdraw: args.withdraw,
        licence: args.licence.clone(),
    };
    let mut place = Place::open(&args.dir, args.dry_run)?;
    let list = args.dir.join(LIST);
    std::fs::create_dir_all(args.dir.join("out")).with_context(|| format!("cannot make `{}`", args.dir.display()))?;
    let file = File::create(&list).with_context(|| format!("cannot write `{}`", list.display()))?;
    let mut hears = Hears { list: FindingList::new(BufWriter::new(file))?, cancel: cancel_flag() };
    let done = import(&mut place.record, jobs, &wanted, key.as_ref(), &mut hears);
    bar.finish();
    hears.list.finish().with_context(|| format!("cannot write `{}`", list.display()))?;
    let done = match done {
        Ok(done) => done,
        Err(e) => {
            place.leave(false);
            return Err(e.into());
        }
    };
    place.leave(done.appended.is_some());
    match done.stopped {
        Some(Stop::Cancelled) => {
            eprintln!("interrupted; nothing was recorded");
            return Ok(ExitCode::from(crate::command::INTERRUPTED));
        }
        Some(stop @ (Stop::File { .. } | Stop::Findings(_))) => bail!("{stop}"),
        _ => {}
    }
    print!("{}", imported(&done, &args.dir.display().to_string(), &list.display().to_string(), width()));
    let failed = matches!(done.stopped, Some(Stop::Strict(_)));
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The record, and whether it was made for this import.
struct Place {
    record: Sqlite,
    file: PathBuf,
    new: bool,
}

impl Place {
    /// Opens the record or makes it; one that is only to be tried lies elsewhere.
    fn open(dir: &Path, dry: bool) -> anyhow::Result<Place> {
        let mut file = dir.join(milepost_record::FILE);
        let new = !file.exists();
        let record = if new && dry {
            file = std::env::temp_dir().join(format!("milepost-{}.sqlite", std::process::id()));
            Sqlite::open_or_create(&file, "trial")?
        } else {
            crate::record::open_or_create(dir)?
        };
        Ok(Place { record, file, new })
    }

    /// A record that was made for nothing is not left behind.
    fn leave(self, recorded: bool) {
        drop(self.record);
        if self.new && !recorded {
            let _ = std::fs::remove_file(self.file);
        }
    }
}

struct Hears {
    list: FindingList<BufWriter<File>>,
    cancel: &'static AtomicBool,
}

impl Listener for Hears {
    fn finding(&mut self, indicator: &str, file: &str, finding: &Finding) -> io::Result<()> {
        self.list.add(indicator, file, finding)
    }

    fn cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }
}

/// A file that tells how far it was read.
struct Counting {
    inner: BufReader<File>,
    bar: Rc<Bar>,
}

impl Read for Counting {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(out)?;
        self.bar.advance(n as u64);
        Ok(n)
    }
}

impl BufRead for Counting {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.bar.advance(n as u64);
        self.inner.consume(n);
    }
}

/// What is to be imported: the file that is named, or those of the indicators.
fn jobs(args: &ImportArgs, strategy: &Strategy, bar: &Rc<Bar>) -> anyhow::Result<Vec<Job<Bytes<'static>>>> {
    let mut files: Vec<(VariableId, PathBuf, String)> = Vec::new();
    let only = args.indicator.as_ref().map(|name| super::indicator(strategy, name)).transpose()?;
    if let (Some(file), Some(id)) = (&args.file, only) {
        files.push((id, file.clone(), file.display().to_string()));
    } else {
        files = declared(args, strategy, only)?;
    }
    let mut total = 0;
    let mut jobs = Vec::new();
    for (id, path, shown) in files {
        let open = || File::open(&path).map_err(|e| anyhow!("cannot read `{shown}`: {}", not_a_file(&path, &e)));
        if path.is_dir() {
            bail!("cannot read `{shown}`: it is a folder");
        }
        let (sha256, bytes) = hashed(open()?).map_err(|e| anyhow!("cannot read `{shown}`: {e}"))?;
        total += bytes;
        let inner = BufReader::with_capacity(1 << 17, open()?);
        let source: Bytes = Box::new(Counting { inner, bar: bar.clone() });
        let reading = reading(strategy, id, args.layout).map_err(|why| anyhow!(why))?;
        jobs.push(Job::new(strategy, id, reading, (shown, sha256, source)).map_err(|why| anyhow!(why))?);
    }
    bar.start(total, 0);
    Ok(jobs)
}

/// The files that indicators name; those that are not there are told.
fn declared(
    args: &ImportArgs,
    strategy: &Strategy,
    only: Option<VariableId>,
) -> anyhow::Result<Vec<(VariableId, PathBuf, String)>> {
    let mut files = Vec::new();
    let mut named = 0;
    for id in super::indicators(strategy).into_iter().filter(|id| only.is_none_or(|o| o == *id)) {
        let VariableKind::Indicator(indicator) = &strategy.variable(id).kind else { continue };
        let Some(evidence) = &indicator.evidence else { continue };
        named += 1;
        let path = args.dir.join(&evidence.file);
        if path.exists() {
            files.push((id, path, evidence.file.clone()));
        } else {
            let name = &strategy.variable(id).name;
            eprintln!("{name}: `{}` is not there; get it from its source, or name another file", evidence.file);
        }
    }
    match (files.is_empty(), named, &args.indicator) {
        (false, ..) => Ok(files),
        (_, 0, Some(name)) => {
            bail!("`{name}` names no file of evidence; name one: evidence import DIR FILE --for {name}")
        }
        (_, 0, None) => {
            bail!("no indicator names a file of evidence; name one: evidence import DIR FILE --for INDICATOR")
        }
        _ => bail!("none of the files that the indicators name is there"),
    }
}
