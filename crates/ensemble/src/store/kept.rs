//! Blocks of a study's outcomes, kept as they are made so that an interrupted study goes on.
//!
//! ```text
//! out/studies/0123456789abcdef.block
//! ```
//!
//! The name is the hash of everything the block depends on.  One that is damaged or of another version is as good as
//! none.  Removing the folder is safe.

use std::fs;
use std::path::{Path, PathBuf};

use super::atomic::{sweep, write};
use crate::Error;
use crate::hash::hash_of;
use crate::simulate::Tile;

/// First bytes of the file.
const MAGIC: &[u8; 16] = b"milepost block 1";

/// Length of the hexadecimal checksum that follows.
const CHECKSUM: usize = 64;

/// Hexadecimal digits of the key in a name.
const NAME: usize = 32;

/// A folder of blocks.
pub(crate) struct Kept<'a> {
    folder: &'a Path,
}

impl<'a> Kept<'a> {
    /// Opens a folder, or makes it.
    pub fn open(folder: &'a Path) -> Result<Kept<'a>, Error> {
        fs::create_dir_all(folder).map_err(|source| Error::files("make", folder, source))?;
        Ok(Kept { folder })
    }

    /// The measures and parameters of the block with this key, if it is there and whole.
    pub fn find(&self, key: &str) -> Option<Tile> {
        let bytes = fs::read(self.path(key)).ok()?;
        let rest = bytes.strip_prefix(MAGIC)?;
        let (checksum, packed) = rest.split_at_checked(CHECKSUM)?;
        if hash_of(packed).as_bytes() != checksum {
            return None;
        }
        let (held, measures, parameters): (String, _, _) = postcard::from_bytes(packed).ok()?;
        (held == key).then(|| Tile { measures, parameters, ..Tile::default() })
    }

    /// Keeps a finished block.
    pub fn keep(&self, key: &str, block: &Tile) -> Result<(), Error> {
        let path = self.path(key);
        let packed = postcard::to_stdvec(&(key, &block.measures, &block.parameters))
            .map_err(|error| Error::files("write", &path, std::io::Error::other(error)))?;
        write(&path, &[MAGIC, hash_of(&packed).as_bytes(), &packed].concat())?;
        Ok(())
    }

    /// Removes what a killed study left half-written under this key.
    pub fn sweep(&self, key: &str) {
        let name = self.path(key);
        let name = name.file_name().unwrap_or_default().to_string_lossy();
        sweep(self.folder, |file| file == name);
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{}.block", key.get(..NAME).unwrap_or(key)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_survives_with_its_bits_and_a_damaged_one_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let kept = Kept::open(folder.path()).unwrap();
        let odd = f64::from_bits(0x7ff8_0000_0000_1234);
        let block = Tile { measures: vec![vec![1.0 / 3.0, odd, -0.0]], parameters: vec![vec![]], ..Tile::default() };
        let bits = |tile: &Tile| tile.measures[0].iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        let key = "k".repeat(64);
        assert!(kept.find(&key).is_none());
        kept.keep(&key, &block).unwrap();
        assert_eq!(bits(&kept.find(&key).unwrap()), bits(&block));
        let path = kept.path(&key);
        let bytes = fs::read(&path).unwrap();
        for place in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[place] ^= 1;
            fs::write(&path, &damaged).unwrap();
            assert!(kept.find(&key).is_none(), "byte {place}");
            fs::write(&path, &bytes[..place]).unwrap();
            assert!(kept.find(&key).is_none(), "cut at {place}");
        }
        // Another key with the same beginning is another block.
        fs::write(&path, &bytes).unwrap();
        assert!(kept.find(&format!("{}x", &key[..63])).is_none());
    }
}
