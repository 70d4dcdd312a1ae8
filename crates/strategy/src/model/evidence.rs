//! Evidence of an indicator: the file its declaration names, and how its rows are read.

use milepost_syntax::Date;

/// Evidence of an indicator.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The file.
    pub file: String,
    /// `(end of the period, value per flat element)`, ascending, averaged per unit of time if the indicator averages;
    /// `None` where there is no row.  Empty for layouts of rows, which `milepost evidence import` reads.
    pub points: Vec<(f64, Vec<Option<f64>>)>,
    /// Least and most beside each point, in the same places and units; empty where the table has one figure.
    pub spread: Vec<Vec<Option<(f64, f64)>>>,
    /// Line of the file that each point stands on, from 1, in the same places; 0 where there is no row.
    pub lines: Vec<Vec<u64>>,
    /// How the file is read.
    pub reading: Reading,
}

/// How the rows of a file are read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Layout.
    pub layout: Layout,
    /// Header of the column with the (first) day; the layout's own where absent.
    pub time: Option<String>,
    /// Header of the column for each dimension of the indicator; the layout's own where absent.
    pub keys: Vec<Option<String>>,
    /// What is counted.
    pub figure: Figure,
    /// Header of the last day of a row.
    pub until: Option<String>,
    /// Header of the source's own name of a row.
    pub id: Option<String>,
    /// Header of the day on which a row was published.
    pub published: Option<String>,
    /// Column and value of the rows that are about this strategy.
    pub only: Option<(String, String)>,
    /// What elements are called in the file: name, dimension of the indicator (its position), element.
    pub names: Vec<(String, usize, usize)>,
    /// The first and the last date between which the file is complete: no row is none there.
    pub covers: Option<(Date, Date)>,
}

/// Layouts of files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// One row for each period and element; read with the strategy.
    #[default]
    Table,
    /// Rows of events or counts, as many as there are.
    Rows,
    /// UCDP Georeferenced Event Dataset, 49 columns (Sundberg and Melander 2013).
    Ucdp,
    /// ACLED, 31 columns and the older form.
    Acled,
    /// Iraq Body Count: incidents or individuals.
    Ibc,
    /// CSV with a row of HXL tags.
    Hxl,
    /// What `milepost evidence export` wrote.
    Exported,
}

impl Layout {
    /// All of them, by the word that names them.
    pub const ALL: [(&'static str, Layout); 7] = [
        ("table", Layout::Table),
        ("rows", Layout::Rows),
        ("ucdp", Layout::Ucdp),
        ("acled", Layout::Acled),
        ("ibc", Layout::Ibc),
        ("hxl", Layout::Hxl),
        ("exported", Layout::Exported),
    ];

    /// The layout of a word.
    pub fn named(word: &str) -> Option<Layout> {
        Layout::ALL.iter().find(|(w, _)| *w == word).map(|(_, l)| *l)
    }

    /// The word of a layout.
    pub fn word(self) -> &'static str {
        Layout::ALL.iter().find(|(_, l)| *l == self).map_or("", |(w, _)| w)
    }
}

/// What is counted in a file, by the headers of its columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Figure {
    /// The layout's own columns.
    #[default]
    Own,
    /// Every row is one.
    Rows,
    /// One figure.
    Column(String),
    /// Least and most; their middle counts.
    Between(String, String),
    /// The figure, its least and its most.
    Range(String, String, String),
}
