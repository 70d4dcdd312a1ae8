//! Parquet, without anything that differs between two runs of the same futures.

use std::io::{self, Write};
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{KeyValue, ParquetMetaDataReader};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{ColumnPath, Type, TypePtr};

/// A column's name, kind and unit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub name: String,
    pub kind: Kind,
    /// As people read it; kept in the file's metadata.
    pub unit: String,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Whole numbers, none missing.
    Whole,
    /// Numbers; unknown ones are null.
    Number,
    /// Texts; may be null.
    Text,
}

/// The values of a column in one row group.
pub(crate) enum Column {
    /// Whole numbers.
    Whole(Vec<i64>),
    /// Numbers; NaN is written as null.
    Number(Vec<f64>),
    /// Texts.
    Text(Vec<Option<ByteArray>>),
}

/// With fewer rows, making the compressor ready for each column takes longer than all else.
const WORTH_PACKING: usize = 1024;

impl Column {
    fn len(&self) -> usize {
        match self {
            Column::Whole(values) => values.len(),
            Column::Number(values) => values.len(),
            Column::Text(values) => values.len(),
        }
    }
}

/// A table's columns, and how its file is written.
#[derive(Clone)]
pub(crate) struct Layout {
    schema: TypePtr,
    /// With compression, and without.
    packed: WriterPropertiesPtr,
    plain: WriterPropertiesPtr,
}

impl Layout {
    /// A table of these columns.  Names that occur before get a `_` behind them.
    pub fn new(mut fields: Vec<Field>) -> Result<Layout> {
        for k in 1..fields.len() {
            while fields[..k].iter().any(|field| field.name == fields[k].name) {
                fields[k].name.push('_');
            }
        }
        let columns = fields.iter().map(|field| {
            let (physical, logical, repetition) = match field.kind {
                Kind::Whole => (Physical::INT64, None, Repetition::REQUIRED),
                Kind::Number => (Physical::DOUBLE, None, Repetition::OPTIONAL),
                Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String), Repetition::OPTIONAL),
            };
            let column = Type::primitive_type_builder(&field.name, physical);
            column.with_logical_type(logical).with_repetition(repetition).build().map(Arc::new)
        });
        let columns = columns.collect::<Result<Vec<_>>>()?;
        let units: serde_json::Map<_, _> =
            fields.iter().filter(|f| !f.unit.is_empty()).map(|f| (f.name.clone(), f.unit.as_str().into())).collect();
        let units = KeyValue::new("units".to_string(), serde_json::Value::Object(units).to_string());
        let mut properties = WriterProperties::builder()
            .set_created_by("milepost".to_string())
            .set_dictionary_enabled(false)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            .set_key_value_metadata(Some(vec![units]));
        for field in fields.iter().filter(|field| field.kind == Kind::Text) {
            properties = properties.set_column_dictionary_enabled(ColumnPath::new(vec![field.name.clone()]), true);
        }
        let schema = Type::group_type_builder("schema").with_fields(columns).build()?;
        let packed = properties.clone().set_compression(Compression::SNAPPY);
        Ok(Layout {
            schema: Arc::new(schema),
            packed: Arc::new(packed.build()),
            plain: Arc::new(properties.set_compression(Compression::UNCOMPRESSED).build()),
        })
    }

    /// The bytes of a file with one row group; with none if there are no rows.
    pub fn encode(&self, columns: Vec<Column>) -> Result<Vec<u8>> {
        let rows = columns.first().map_or(0, Column::len);
        let properties = if rows < WORTH_PACKING { &self.plain } else { &self.packed };
        let mut writer = SerializedFileWriter::new(Vec::new(), self.schema.clone(), properties.clone())?;
        if rows > 0 {
            let mut group = writer.next_row_group()?;
            for column in &columns {
                write_column(&mut group, column)?;
            }
            group.close()?;
        }
        writer.into_inner()
    }

    /// Writes a file of all row groups of `parts`, the bytes of files of the same table, copied as they are.
    pub fn join<W: Write + Send, E>(
        &self,
        to: W,
        parts: impl IntoIterator<Item = std::result::Result<Bytes, E>>,
        failed: impl Fn(io::Error) -> E,
    ) -> std::result::Result<(), E> {
        let wrote = |error| failed(cause(error));
        let mut writer = SerializedFileWriter::new(to, self.schema.clone(), self.packed.clone()).map_err(wrote)?;
        for part in parts {
            append(&mut writer, &part?).map_err(wrote)?;
        }
        writer.close().map_err(wrote)?;
        Ok(())
    }
}

/// The failure of the file below.
pub(crate) fn cause(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(source) => *source,
            Err(source) => io::Error::other(source),
        },
        other => io::Error::other(other),
    }
}

fn append<W: Write + Send>(writer: &mut SerializedFileWriter<W>, part: &Bytes) -> Result<()> {
    let metadata = ParquetMetaDataReader::new().parse_and_finish(part)?;
    for group in metadata.row_groups() {
        let mut copy = writer.next_row_group()?;
        for column in group.columns() {
            let close = ColumnCloseResult {
                bytes_written: column.compressed_size() as u64,
                rows_written: group.num_rows() as u64,
                metadata: column.clone(),
                bloom_filter: None,
                column_index: None,
                offset_index: None,
            };
            copy.append_column(part, close)?;
        }
        copy.close()?;
    }
    Ok(())
}

fn write_column<W: Write + Send>(group: &mut SerializedRowGroupWriter<'_, W>, column: &Column) -> Result<()> {
    let missing = || ParquetError::General("more columns than the table has".to_string());
    let mut writer = group.next_column()?.ok_or_else(missing)?;
    match column {
        Column::Whole(values) => {
            writer.typed::<Int64Type>().write_batch(values, None, None)?;
        }
        Column::Number(values) => {
            let levels: Vec<i16> = values.iter().map(|value| i16::from(!value.is_nan())).collect();
            let known: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
            writer.typed::<DoubleType>().write_batch(&known, Some(&levels), None)?;
        }
        Column::Text(values) => {
            let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
            let known: Vec<ByteArray> = values.iter().flatten().cloned().collect();
            writer.typed::<ByteArrayType>().write_batch(&known, Some(&levels), None)?;
        }
    }
    writer.close()
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};

    use super::*;

    fn layout() -> Layout {
        let field = |name: &str, kind, unit: &str| Field { name: name.into(), kind, unit: unit.into() };
        let fields = vec![
            field("member", Kind::Whole, ""),
            field("pathway", Kind::Text, ""),
            field("lives", Kind::Number, "person"),
            field("member", Kind::Number, "share"),
        ];
        Layout::new(fields).unwrap()
    }

    fn group(from: i64) -> Vec<Column> {
        let text = |text: &str| Some(ByteArray::from(text));
        vec![
            Column::Whole(vec![from, from + 1, from + 2]),
            Column::Text(vec![text("stay"), None, text("rapid")]),
            Column::Number(vec![1.5, f64::NAN, f64::INFINITY]),
            Column::Number(vec![f64::NAN; 3]),
        ]
    }

    fn rows(bytes: Vec<u8>) -> Vec<String> {
        let reader = SerializedFileReader::new(Bytes::from(bytes)).unwrap();
        reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect()
    }

    #[test]
    fn unknown_is_null_and_names_are_unique() {
        let found = rows(layout().encode(group(7)).unwrap());
        assert_eq!(
            found,
            [
                r#"{member: 7, pathway: "stay", lives: 1.5, member_: null}"#,
                r#"{member: 8, pathway: null, lives: null, member_: null}"#,
                r#"{member: 9, pathway: "rapid", lives: inf, member_: null}"#,
            ]
        );
    }

    #[test]
    fn joined_files_hold_all_rows_in_order_and_the_units() {
        let layout = layout();
        let part = |from| Ok(Bytes::from(layout.encode(group(from)).unwrap()));
        let mut joined = Vec::new();
        layout.join(&mut joined, [part(0), part(3)], |error| error).unwrap();
        let apart = [0, 3].map(|from| rows(layout.encode(group(from)).unwrap()));
        assert_eq!(rows(joined.clone()), apart.concat());
        let reader = SerializedFileReader::new(Bytes::from(joined)).unwrap();
        let metadata = reader.metadata().file_metadata();
        assert_eq!(metadata.created_by(), Some("milepost"));
        let units = &metadata.key_value_metadata().unwrap()[0];
        assert_eq!(
            (units.key.as_str(), units.value.as_deref()),
            ("units", Some(r#"{"lives":"person","member_":"share"}"#))
        );
    }
}
