//! What is served of a folder: its strategy as it stands, the pages of its run, the tables beside them.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use milepost_ensemble::Record;
use milepost_publish::site::{Data, Kind, Language, PageName, Site, assets, page, table_csv, tables};
use milepost_record::Date;
use milepost_serve::{Content, File, Loaded, Run, Source};
use milepost_strategy::model::Strategy;
use milepost_syntax::{Severity, SourceMap};

use super::super::publish::standing::Standing;
use super::super::publish::tables::{CELLS, of_run, of_studies};
use super::super::report::Kept;
use crate::command;
use crate::folder::Folder;

const CSV: &str = "text/csv; charset=utf-8";
const PARQUET: &str = "application/vnd.apache.parquet";

/// The files of a folder.
pub struct Files {
    dir: PathBuf,
    as_of: Option<Date>,
    language: &'static Language,
    /// What was served last of a run that fitted its files.
    held: Mutex<Option<Held>>,
}

#[derive(Clone)]
struct Held {
    run: Run,
    files: Vec<(String, File)>,
}

/// Whether the run in a folder was made from its files.
pub fn fits(dir: &Path, loaded: &command::Loaded) -> bool {
    let mut strategy = loaded.strategy.clone();
    let record = milepost_ensemble::read(&dir.join("out"));
    record.is_ok_and(|record| is_of(&mut strategy, &loaded.sources, &record))
}

/// Whether a run was made from these files; the strategy is made what was run.
fn is_of(strategy: &mut Strategy, sources: &SourceMap, record: &Record) -> bool {
    let made = &record.summary.provenance;
    made.strategy == command::as_run(strategy, sources, &made.design)
}

impl Files {
    pub fn new(dir: &Path, as_of: Option<Date>, language: &'static Language) -> Files {
        Files { dir: dir.to_path_buf(), as_of, language, held: Mutex::new(None) }
    }

    fn out(&self) -> PathBuf {
        self.dir.join("out")
    }

    /// The pages of a run of these files, and its tables.
    fn written(&self, strategy: Strategy, sources: &SourceMap, record: &Record) -> anyhow::Result<Held> {
        let out = self.out();
        let kept = Kept::of(&out);
        let standing = Standing::of(&self.dir, &strategy, sources, self.as_of)?;
        let stored = self.tables(&kept, &record.summary.provenance.strategy)?;
        let notes: Vec<String> = standing.why(self.language).into_iter().collect();
        let site = Site {
            strategy: &strategy,
            summary: &record.summary,
            sources,
            studies: kept.studies(),
            as_of: standing.as_of,
            status: standing.status.as_ref(),
            board: standing.board.as_ref(),
            facts: Some(&standing.facts),
            data: &[],
            notes: &notes,
            live: true,
            language: self.language,
        };
        let own = own(&site)?;
        let data: Vec<Data> =
            own.iter().map(|(data, _)| data).chain(stored.iter().map(|(data, _)| data)).cloned().collect();
        let site = Site { data: &data, ..site };
        let html = |name: PageName| {
            let content = Content::Bytes(page(&site, name).into_bytes());
            (name.file(), File { media: "text/html; charset=utf-8".into(), content })
        };
        let mut files: Vec<(String, File)> = PageName::ALL.into_iter().map(html).collect();
        files.extend(assets().iter().map(|asset| {
            let content = Content::Bytes(asset.text.as_bytes().to_vec());
            (asset.name.into(), File { media: asset.media.into(), content })
        }));
        files.extend(own.into_iter().flat_map(|(_, files)| files));
        files.extend(stored.into_iter().flat_map(|(data, path)| listed(&data, &path)));
        Ok(Held { run: Run { folder: out, strategy }, files })
    }

    /// The tables of the run and of its studies, and where each lies.
    fn tables(&self, kept: &Kept, hash: &str) -> anyhow::Result<Vec<(Data, PathBuf)>> {
        let studies = of_studies(kept, hash).into_iter().filter(|(.., fits)| *fits);
        let named = of_run().into_iter().chain(studies.map(|(name, holds, command, _)| (name, holds, command)));
        let mut all = Vec::new();
        for (name, holds, command) in named {
            let path = self.out().join(format!("{name}.parquet"));
            if !path.exists() {
                continue;
            }
            // The sentence holds its cause already.
            let (rows, columns) = milepost_ensemble::table_size(&path).map_err(|e| anyhow::anyhow!("{e}"))?;
            let whole = rows.saturating_mul(columns) <= CELLS;
            let kinds = if whole { vec![Kind::Csv, Kind::Parquet] } else { vec![Kind::Parquet] };
            let command = format!("milepost {command} .");
            all.push((Data { name: name.into(), holds: holds.into(), rows: rows as u64, kinds, command }, path));
        }
        Ok(all)
    }
}

/// A table, and its files by their names.
type Table = (Data, Vec<(String, File)>);

/// The tables of the pages themselves, in memory.
fn own(site: &Site) -> anyhow::Result<Vec<Table>> {
    let aside = std::env::temp_dir().join(format!("milepost-serve-{}", std::process::id()));
    std::fs::create_dir_all(&aside)?;
    let made = tables(site).into_iter().map(|table| {
        let path = aside.join(format!("{}.parquet", table.name));
        // The sentence holds its cause already.
        milepost_ensemble::write_table(&path, table.columns).map_err(|e| anyhow::anyhow!("{e}"))?;
        let columns = milepost_ensemble::read_table(&path).map_err(|e| anyhow::anyhow!("{e}"))?;
        let rows = columns.first().map_or(0, |column| column.values.len()) as u64;
        let kinds = vec![Kind::Csv, Kind::Parquet];
        let file = |media: &str, bytes| File { media: media.into(), content: Content::Bytes(bytes) };
        let files = vec![
            (format!("data/{}.csv", table.name), file(CSV, table_csv(&columns).into_bytes())),
            (format!("data/{}.parquet", table.name), file(PARQUET, std::fs::read(&path)?)),
        ];
        Ok((Data { name: table.name.into(), holds: table.holds, rows, kinds, command: table.command }, files))
    });
    let made = made.collect();
    // What cannot be removed is in the system's own folder for such things.
    let _ = std::fs::remove_dir_all(&aside);
    made
}

/// A table under the names by which it can be downloaded.
fn listed(data: &Data, path: &Path) -> Vec<(String, File)> {
    let file = |kind: &Kind| {
        let (media, content) = match kind {
            Kind::Csv => (CSV, Content::Table(path.to_path_buf())),
            Kind::Parquet => (PARQUET, Content::Path(path.to_path_buf())),
        };
        (format!("data/{}.{}", data.name, kind.end()), File { media: media.into(), content })
    };
    data.kinds.iter().map(file).collect()
}

impl Source for Files {
    fn load(&self) -> Result<Loaded, String> {
        let checked = Folder::open(&self.dir).map_err(|e| format!("{e:#}"))?.check();
        let Some(strategy) = checked.strategy else {
            let errors: Vec<_> = checked.diagnostics.into_iter().filter(|d| d.severity == Severity::Error).collect();
            let count = command::check::count(errors.len(), "error");
            return Err(format!("{}{count}", milepost_syntax::render(&checked.sources, &errors, false)));
        };
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let mut ran = strategy.clone();
        let record = milepost_ensemble::read(&self.out()).ok().filter(|r| is_of(&mut ran, &checked.sources, r));
        let mut notes = Vec::new();
        match record {
            Some(record) => {
                *held = Some(self.written(ran, &checked.sources, &record).map_err(|e| format!("{e:#}"))?);
            }
            None => notes.push(format!(
                "the results shown are of older files than those saved since; make them anew: milepost run {}",
                self.dir.display()
            )),
        }
        let Some(Held { run, files }) = held.clone() else {
            return Err(format!(
                "there is no run of these files to show; make it: milepost run {}",
                self.dir.display()
            ));
        };
        Ok(Loaded { strategy, run: Some(run), files, notes })
    }

    fn folder(&self) -> PathBuf {
        self.dir.clone()
    }

    fn shown(&self) -> String {
        self.dir.display().to_string()
    }
}
