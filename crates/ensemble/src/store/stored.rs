//! What a run wrote, read back: every uncertainty and every measure of every future.

use std::fs;
use std::path::Path;

use bytes::Bytes;
use parquet::basic::{Repetition, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::{ParquetError, Result as Read};
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::record::{Record, read};
use crate::Error;
use crate::hash::Hasher;

/// A run as its files have it, in the units people read.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The record beside the tables.
    pub record: Record,
    /// Uncertainties, in the order of the strategy.
    pub uncertainties: Vec<StoredColumn>,
    /// Names of the pathways, in the order they were run.
    pub pathways: Vec<String>,
    /// Names and units of the measures.
    pub measures: Vec<(String, String)>,
    /// `[pathway][measure][future]`; NaN is unknown.
    pub outcomes: Vec<Vec<Vec<f64>>>,
}

/// A column of a table that was stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredColumn {
    /// Name, with elements.
    pub name: String,
    /// Unit as people read it.
    pub unit: String,
    /// Names of the categories in the order of the alphabet, for a categorical one; then values count them from 0.
    pub categories: Option<Vec<String>>,
    /// One for each future; NaN is unknown.
    pub values: Vec<f64>,
}

/// Reads what a run left in a folder.  Memory is 8 bytes for each future and column.
///
/// # Errors
/// One sentence: there is no run, a file is missing, or it is not what the run wrote.
pub fn stored(folder: &Path) -> Result<Stored, Error> {
    let record = read(folder)?;
    let futures = table(folder, "futures.parquet", &record)?;
    let outcomes = table(folder, "outcomes.parquet", &record)?;
    let damaged = || Error::Damaged { path: folder.join("outcomes.parquet") };
    let members = futures.first().map_or(0, |member| member.values.len());
    let names = outcomes.first().and_then(|pathway| pathway.categories.clone()).ok_or_else(damaged)?;
    let codes = &outcomes.first().ok_or_else(damaged)?.values;
    // Shard after shard, each pathway after pathway: members of a pathway come in order.
    let first_seen = first_seen(codes);
    let measures = outcomes.get(2..).unwrap_or_default();
    let of = |code: usize, column: &StoredColumn| -> Vec<f64> {
        codes.iter().zip(&column.values).filter(|(c, _)| **c == code as f64).map(|(_, value)| *value).collect()
    };
    let values: Vec<Vec<Vec<f64>>> =
        first_seen.iter().map(|&code| measures.iter().map(|column| of(code, column)).collect()).collect();
    if values.iter().flatten().any(|values| values.len() != members) {
        return Err(damaged());
    }
    Ok(Stored {
        uncertainties: futures.into_iter().skip(1).collect(),
        pathways: first_seen.iter().filter_map(|&code| names.get(code).cloned()).collect(),
        measures: measures.iter().map(|column| (column.name.clone(), column.unit.clone())).collect(),
        outcomes: values,
        record,
    })
}

/// Codes in the order in which they first occur.
fn first_seen(codes: &[f64]) -> Vec<usize> {
    let mut seen = Vec::new();
    for &code in codes {
        if code >= 0.0 && !seen.contains(&(code as usize)) {
            seen.push(code as usize);
        }
    }
    seen
}

/// All columns of a table that the record names, once its digest agrees.
fn table(folder: &Path, name: &str, record: &Record) -> Result<Vec<StoredColumn>, Error> {
    let path = folder.join(name);
    let bytes = fs::read(&path).map_err(|source| Error::files("read", &path, source))?;
    let mut hasher = Hasher::default();
    hasher.raw(&bytes);
    let damaged = || Error::Damaged { path: path.clone() };
    if record.files.get(name).is_none_or(|digest| digest.sha256 != hasher.finish()) {
        return Err(damaged());
    }
    columns(Bytes::from(bytes)).map_err(|_| damaged())
}

/// Reads all columns of a table that a run or a study wrote.
///
/// # Errors
/// One sentence: it cannot be read, or it is no such table.
pub fn read_table(path: &Path) -> Result<Vec<StoredColumn>, Error> {
    let bytes = fs::read(path).map_err(|source| Error::files("read", path, source))?;
    columns(Bytes::from(bytes)).map_err(|_| Error::Damaged { path: path.to_path_buf() })
}

/// Rows and columns of a table that a run or a study wrote.
///
/// # Errors
/// As [`read_table`].
pub fn table_size(path: &Path) -> Result<(usize, usize), Error> {
    let file = fs::File::open(path).map_err(|source| Error::files("read", path, source))?;
    let reader = SerializedFileReader::new(file).map_err(|_| Error::Damaged { path: path.to_path_buf() })?;
    let file = reader.metadata().file_metadata();
    Ok((file.num_rows().max(0) as usize, file.schema_descr().num_columns()))
}

pub(super) fn columns(bytes: Bytes) -> Read<Vec<StoredColumn>> {
    let reader = SerializedFileReader::new(bytes)?;
    let metadata = reader.metadata();
    let units = units(metadata.file_metadata().key_value_metadata());
    let schema = metadata.file_metadata().schema_descr();
    let mut columns = Vec::with_capacity(schema.num_columns());
    for at in 0..schema.num_columns() {
        let described = schema.column(at);
        let optional = described.self_type().get_basic_info().repetition() == Repetition::OPTIONAL;
        let name = described.name().to_string();
        let mut raw = Raw::default();
        for group in 0..metadata.num_row_groups() {
            let group = reader.get_row_group(group)?;
            let rows = group.metadata().num_rows() as usize;
            raw.append(group.get_column_reader(at)?, rows, optional)?;
        }
        let unit = units.get(&name).cloned().unwrap_or_default();
        columns.push(raw.column(name, unit, described.physical_type() == Physical::BYTE_ARRAY));
    }
    Ok(columns)
}

/// The units that the file's metadata hold, by column.
fn units(metadata: Option<&Vec<parquet::file::metadata::KeyValue>>) -> std::collections::BTreeMap<String, String> {
    let of = |pair: &parquet::file::metadata::KeyValue| (pair.key == "units").then(|| pair.value.clone()).flatten();
    let text = metadata.into_iter().flatten().find_map(of);
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// A column while it is read.
#[derive(Default)]
struct Raw {
    numbers: Vec<f64>,
    texts: Vec<Option<String>>,
}

impl Raw {
    fn append(&mut self, reader: ColumnReader, rows: usize, optional: bool) -> Read<()> {
        match reader {
            ColumnReader::Int64ColumnReader(reader) => {
                let values = values(reader, rows, optional)?;
                self.numbers.extend(values.into_iter().map(|value| value.map_or(f64::NAN, |value| value as f64)));
            }
            ColumnReader::DoubleColumnReader(reader) => {
                let values = values(reader, rows, optional)?;
                self.numbers.extend(values.into_iter().map(|value| value.unwrap_or(f64::NAN)));
            }
            ColumnReader::ByteArrayColumnReader(reader) => {
                let text = |bytes: ByteArray| String::from_utf8_lossy(bytes.data()).into_owned();
                self.texts.extend(values(reader, rows, optional)?.into_iter().map(|value| value.map(text)));
            }
            _ => return Err(ParquetError::General("a column of another kind".into())),
        }
        Ok(())
    }

    fn column(self, name: String, unit: String, text: bool) -> StoredColumn {
        if !text {
            return StoredColumn { name, unit, categories: None, values: self.numbers };
        }
        let mut names: Vec<String> = self.texts.iter().flatten().cloned().collect();
        names.sort();
        names.dedup();
        let code = |text: &Option<String>| {
            text.as_ref().and_then(|text| names.binary_search(text).ok()).map_or(f64::NAN, |code| code as f64)
        };
        let values = self.texts.iter().map(code).collect();
        StoredColumn { name, unit, categories: Some(names), values }
    }
}

/// The values of a column in a row group; `None` where null.
fn values<T: DataType>(mut reader: ColumnReaderImpl<T>, rows: usize, optional: bool) -> Read<Vec<Option<T::T>>> {
    let (mut known, mut levels) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    let mut read = 0;
    while read < rows {
        let levels = optional.then_some(&mut levels);
        let (records, _, _) = reader.read_records(rows - read, levels, None, &mut known)?;
        if records == 0 {
            return Err(ParquetError::General("fewer rows than promised".into()));
        }
        read += records;
    }
    if !optional {
        return Ok(known.into_iter().map(Some).collect());
    }
    let mut known = known.into_iter();
    Ok(levels.into_iter().map(|level| if level > 0 { known.next() } else { None }).collect())
}
