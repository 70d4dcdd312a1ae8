//! Signatures under heads.

use rusqlite::params;

use super::{Sqlite, open, read::Reader};
use crate::error::Error;
use crate::merkle::{Hash, Head};
use crate::note::HeadSignature;

pub fn all(reader: &Reader) -> Result<Vec<HeadSignature>, Error> {
    let sql = "SELECT size, root, party, key, sig FROM signature ORDER BY size, party, key";
    let bytes = |row: &rusqlite::Row, i: usize| row.get::<_, Vec<u8>>(i);
    let rows = reader.all(sql, [], |row| {
        Ok((row.get::<_, i64>(0)?, bytes(row, 1)?, row.get::<_, String>(2)?, bytes(row, 3)?, bytes(row, 4)?))
    })?;
    let read = |(size, root, party, key, signature): (i64, Vec<u8>, String, Vec<u8>, Vec<u8>)| {
        let head = Head { size: size.cast_unsigned(), root: Hash(root.try_into().ok()?) };
        Some(HeadSignature { head, party, key: key.try_into().ok()?, signature: signature.try_into().ok()? })
    };
    let damaged = || open::damaged(reader.file, "a signature cannot be read");
    rows.into_iter().map(|row| read(row).ok_or_else(damaged)).collect()
}

pub fn add(record: &mut Sqlite, signature: &HeadSignature) -> Result<(), Error> {
    let HeadSignature { head, party, key, signature: bytes } = signature;
    let added = record.connection.execute(
        "INSERT INTO signature (size, root, party, key, sig) SELECT ?1, ?2, ?3, ?4, ?5
         WHERE NOT EXISTS (SELECT 1 FROM signature WHERE size = ?1 AND party = ?3 AND key = ?4)",
        params![head.size.cast_signed(), head.root.0, party, key, bytes],
    );
    added.map(|_| ()).map_err(|e| open::told(&record.file, e))
}
