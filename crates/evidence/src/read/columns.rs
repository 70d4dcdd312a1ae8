//! Which column holds what, whatever the layout.

use milepost_strategy::model::{Figure, Reading};

/// Columns by position.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    /// Headers, for messages.
    pub header: Vec<String>,
    /// Cells that a row must have; any number where none is said.
    pub width: Option<usize>,
    /// The source's own name of the row.
    pub id: Option<usize>,
    /// The first day.
    pub from: usize,
    /// The last day.
    pub until: Option<usize>,
    /// The day of publication.
    pub published: Option<usize>,
    /// For each dimension the columns that may name the element, the first that does counts.
    pub places: Vec<Vec<usize>>,
    /// The figure.
    pub figure: Figures,
    /// Column and value of the rows that count.
    pub only: Option<(usize, String)>,
    /// How precise the date is.
    pub date_precision: Option<usize>,
    /// How precise the place is, and from which grade on it says nothing of the element.
    pub place_precision: Option<(usize, u8)>,
    /// Who reported it.
    pub source: Option<usize>,
    /// Whether a figure of zero may mean that nobody knows.
    pub zero_is_unknown: bool,
}

/// Columns of figures.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Figures {
    /// Every row is one.
    #[default]
    Rows,
    /// One figure.
    One(usize),
    /// Least and most.
    Between(usize, usize),
    /// Least, figure, most.
    Range(usize, usize, usize),
}

/// The columns that a layout has of its own.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Own {
    pub from: &'static [&'static str],
    pub until: &'static [&'static str],
    pub id: &'static [&'static str],
    pub place: &'static [&'static str],
    /// Least, figure, most; the figure alone; or least and most.
    pub figure: OwnFigure,
    pub date_precision: &'static [&'static str],
    pub place_precision: &'static [&'static str],
    pub vague: u8,
    pub source: &'static [&'static str],
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) enum OwnFigure {
    #[default]
    None,
    Rows,
    One(&'static str),
    Between(&'static str, &'static str),
    Range(&'static str, &'static str, &'static str),
}

/// Finds a column by what the strategy or the layout calls it; an error says what there is.
pub(super) type Find<'a> = &'a dyn Fn(&str) -> Result<usize, String>;

/// The columns of a file.
///
/// # Errors
/// A sentence that names the column that is missing.
pub(super) fn columns(header: Vec<String>, find: Find, reading: &Reading, own: &Own) -> Result<Columns, String> {
    let first = |names: &[&str]| names.iter().find_map(|n| find(n).ok());
    let asked = |name: &Option<String>, own: &[&str]| match name {
        Some(name) => find(name).map(Some),
        None => Ok(first(own)),
    };
    let from = match asked(&reading.time, own.from)? {
        Some(from) => from,
        None => return Err(missing("date", own.from)),
    };
    let mut places = Vec::new();
    for key in &reading.keys {
        places.push(match key {
            Some(name) => vec![find(name)?],
            None => {
                let found: Vec<usize> = own.place.iter().filter_map(|n| find(n).ok()).collect();
                if found.is_empty() {
                    return Err(missing("place", own.place));
                }
                found
            }
        });
    }
    Ok(Columns {
        width: Some(header.len()),
        header,
        id: asked(&reading.id, own.id)?,
        from,
        until: asked(&reading.until, own.until)?,
        published: asked(&reading.published, &[])?,
        places,
        figure: figures(find, &reading.figure, own.figure)?,
        only: match &reading.only {
            Some((column, value)) => Some((find(column)?, value.clone())),
            None => None,
        },
        date_precision: first(own.date_precision),
        place_precision: first(own.place_precision).map(|c| (c, own.vague)),
        source: first(own.source),
        zero_is_unknown: false,
    })
}

fn missing(what: &str, names: &[&str]) -> String {
    match names {
        [] => format!("it is not said which column holds the {what}"),
        _ => format!("no column holds the {what}; it is called {}", list(names)),
    }
}

fn list(names: &[&str]) -> String {
    names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(" or ")
}

fn figures(find: Find, figure: &Figure, own: OwnFigure) -> Result<Figures, String> {
    Ok(match (figure, own) {
        (Figure::Rows, _) | (Figure::Own, OwnFigure::Rows) => Figures::Rows,
        (Figure::Column(c), _) => Figures::One(find(c)?),
        (Figure::Between(low, high), _) => Figures::Between(find(low)?, find(high)?),
        (Figure::Range(best, low, high), _) => Figures::Range(find(low)?, find(best)?, find(high)?),
        (Figure::Own, OwnFigure::One(c)) => Figures::One(find(c)?),
        (Figure::Own, OwnFigure::Between(low, high)) => Figures::Between(find(low)?, find(high)?),
        (Figure::Own, OwnFigure::Range(low, best, high)) => Figures::Range(find(low)?, find(best)?, find(high)?),
        (Figure::Own, OwnFigure::None) => return Err("it is not said which column holds the figures".into()),
    })
}

/// Finds a column by its header.
pub(super) fn by_header(header: &[String], name: &str) -> Result<usize, String> {
    let mut found = header.iter().enumerate().filter(|(_, h)| h.as_str() == name).map(|(i, _)| i);
    match (found.next(), found.next()) {
        (Some(i), None) => Ok(i),
        (Some(_), Some(_)) => Err(format!("two columns are called `{name}`; rename one of them")),
        (None, _) => Err(match milepost_syntax::nearest(name, header.iter().map(String::as_str)) {
            Some(near) => format!("there is no column `{name}`; did you mean `{near}`?"),
            None => format!("there is no column `{name}`; there are {}", shortened(header)),
        }),
    }
}

fn shortened(header: &[String]) -> String {
    let shown = header.iter().take(12).map(|h| format!("`{h}`")).collect::<Vec<_>>().join(", ");
    if header.len() > 12 { format!("{shown} and {} more", header.len() - 12) } else { shown }
}
