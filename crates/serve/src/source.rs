//! Where what is served comes from.

use std::path::PathBuf;

use milepost_strategy::model::Strategy;

/// Checks a strategy's files and writes its pages.  The server asks again whenever the files change.
pub trait Source: Send + Sync + 'static {
    /// The strategy as its files stand now.
    ///
    /// # Errors
    /// What is wrong with them, as the terminal shows it.
    fn load(&self) -> Result<Loaded, String>;

    /// The strategy's folder: it is watched, and named scenarios are kept in it.
    fn folder(&self) -> PathBuf;

    /// The folder as commands name it.
    fn shown(&self) -> String;
}

/// A strategy that is right, and everything that is served of it.
pub struct Loaded {
    /// The strategy.
    pub strategy: Strategy,
    /// What a stored run holds, if one fits.
    pub run: Option<Run>,
    /// Pages and what stands beside them, by the path under which each is served: `levers.html`, `site.css`.
    pub files: Vec<(String, File)>,
    /// What the reader should know, in a sentence each: the run is of older files.
    pub notes: Vec<String>,
}

/// Something that is served as it is.
#[derive(Clone, Debug)]
pub struct File {
    /// Its media type.
    pub media: String,
    /// Its content.
    pub content: Content,
}

/// The content of a file.
#[derive(Clone, Debug)]
pub enum Content {
    /// In memory.
    Bytes(Vec<u8>),
    /// On disk.
    Path(PathBuf),
    /// A Parquet table on disk, as comma-separated values.
    Table(PathBuf),
}

/// Where a stored run lies.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its folder.
    pub folder: PathBuf,
    /// The strategy that was run: older files, perhaps, than those that are served.
    pub strategy: Strategy,
}
