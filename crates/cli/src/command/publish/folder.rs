//! The folder of a site: written beside its place and put there whole.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use milepost_ensemble::summary::Provenance;
use milepost_record::Date;

/// The file by which a site is known as one that was written here.
const MARK: &str = "site.json";
const MARKED: &str = "milepost_site";

/// A site while it is written.
pub struct Draft {
    place: PathBuf,
    draft: PathBuf,
}

impl Draft {
    /// Begins a site that is to lie at `place`.
    ///
    /// # Errors
    /// Something lies there that is no site, or the draft cannot be made.
    pub fn begin(place: &Path) -> anyhow::Result<Draft> {
        let shown = place.display();
        let Some(name) = place.file_name() else {
            bail!("`{shown}` names no folder to make; give one, such as --out site");
        };
        if place.exists() && !is_free(place) && !is_site(place) {
            bail!("`{shown}` is there already and is no site that `milepost publish` wrote; choose another with --out");
        }
        let draft = place.with_file_name(format!(".{}.part", name.to_string_lossy()));
        // What an interrupted call left behind.
        let _ = std::fs::remove_dir_all(&draft);
        std::fs::create_dir_all(draft.join("data"))
            .with_context(|| format!("cannot make a folder beside `{shown}`; choose another with --out"))?;
        Ok(Draft { place: place.to_path_buf(), draft })
    }

    /// Where a file is written.
    pub fn path(&self, name: &str) -> PathBuf {
        self.draft.join(name)
    }

    /// Writes a file.
    pub fn write(&self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let path = self.path(name);
        std::fs::write(&path, bytes).with_context(|| {
            format!("cannot write `{}`; make room or choose another folder with --out", path.display())
        })
    }

    /// Writes the file by which the site is known.
    pub fn mark(&self, made: &Provenance, as_of: Option<Date>, language: &str) -> anyhow::Result<()> {
        let mark = serde_json::json!({
            MARKED: 1,
            "milepost": made.milepost,
            "strategy": made.strategy,
            "futures": [made.first, made.last],
            "seed": made.seed,
            "as_of": as_of.map(|day| day.to_string()),
            "language": language,
        });
        self.write(MARK, format!("{}\n", serde_json::to_string_pretty(&mark)?).as_bytes())
    }

    /// Puts the site where it is to lie, in place of the one that lay there.
    pub fn place(self) -> anyhow::Result<()> {
        let shown = self.place.display();
        let failed = || format!("cannot put the site at `{shown}`");
        let before = self.draft.with_extension("before");
        let replaced = self.place.exists();
        if replaced {
            let _ = std::fs::remove_dir_all(&before);
            std::fs::rename(&self.place, &before).with_context(failed)?;
        }
        if let Err(e) = std::fs::rename(&self.draft, &self.place) {
            if replaced {
                std::fs::rename(&before, &self.place).with_context(failed)?;
            }
            return Err(e).with_context(failed);
        }
        // The new site is there; what is left of the old one hides nothing.
        let _ = std::fs::remove_dir_all(&before);
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After `place` there is none.
        let _ = std::fs::remove_dir_all(&self.draft);
    }
}

/// An empty folder.
fn is_free(place: &Path) -> bool {
    place.is_dir() && std::fs::read_dir(place).is_ok_and(|mut entries| entries.next().is_none())
}

fn is_site(place: &Path) -> bool {
    let mark = std::fs::read(place.join(MARK)).ok();
    let mark = mark.and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    mark.is_some_and(|mark| mark.get(MARKED).is_some())
}
