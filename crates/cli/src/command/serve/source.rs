//! What is served of a folder: its strategy as it stands, the pages of its run, the tables beside them.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use milepost_ensemble::Record;
use milepost_publish::site::{Data, Kind, Language, PageName, Site, assets, page};
use milepost_record::Date;
use milepost_serve::{Content, File, Loaded, Run, Source};
use milepost_strategy::model::Strategy;
use milepost_syntax::{Severity, SourceMap};

use super::super::publish::standing::Standing;
use super::super::publish::tables::{CELLS, of_run, of_studies};
use super::super::report::Kept;
use crate::command;
use crate::folder::Folder;

/// The files of a folder.
pub struct Files {
    dir: PathBuf,
    as_of: Option<Date>,
    language: Language,
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
    pub fn new(dir: &Path, as_of: Option<Date>, language: Language) -> Files {
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
        let tables = self.tables(&kept, &record.summary.provenance.strategy)?;
        let data: Vec<Data> = tables.iter().map(|(data, _)| data.clone()).collect();
        let notes: Vec<String> = standing.why.iter().cloned().collect();
        let site = Site {
            strategy: &strategy,
            summary: &record.summary,
            sources,
            studies: kept.studies(),
            as_of: standing.as_of,
            status: standing.status.as_ref(),
            board: standing.board.as_ref(),
            facts: Some(&standing.facts),
            data: &data,
            notes: &notes,
            live: true,
            language: &self.language,
        };
        let html = |name: PageName| {
            let content = Content::Bytes(page(&site, name).into_bytes());
            (name.file(), File { media: "text/html; charset=utf-8".into(), content })
        };
        let mut files: Vec<(String, File)> = PageName::ALL.into_iter().map(html).collect();
        files.extend(assets().iter().map(|asset| {
            let content = Content::Bytes(asset.text.as_bytes().to_vec());
            (asset.name.into(), File { media: asset.media.into(), content })
        }));
        files.extend(tables.into_iter().flat_map(|(data, path)| listed(&data, &path)));
        Ok(Held { run: Run { folder: out, strategy }, files })
    }

    /// The tables of the run and of its studies, and where each lies.
    fn tables(&self, kept: &Kept, hash: &str) -> anyhow::Result<Vec<(Data, PathBuf)>> {
        let dir = self.dir.file_name().map_or_else(|| ".".into(), |name| name.to_string_lossy().into_owned());
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
            let command = format!("milepost {command} {dir}");
            all.push((Data { name: name.into(), holds: holds.into(), rows: rows as u64, kinds, command }, path));
        }
        Ok(all)
    }
}

/// A table under the names by which it can be downloaded.
fn listed(data: &Data, path: &Path) -> Vec<(String, File)> {
    let file = |kind: &Kind| {
        let (media, content) = match kind {
            Kind::Csv => ("text/csv; charset=utf-8", Content::Table(path.to_path_buf())),
            Kind::Parquet => ("application/vnd.apache.parquet", Content::Path(path.to_path_buf())),
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
