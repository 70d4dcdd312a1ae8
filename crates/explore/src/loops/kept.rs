//! Finished blocks of futures, kept beside the run until the study is done, so that the same command goes on.

use std::path::{Path, PathBuf};

use milepost_analysis::loops::Sums;

/// A folder for the blocks of one study, or none.
pub(super) struct Kept {
    folder: Option<PathBuf>,
    /// What the blocks depend on.
    key: u64,
}

impl Kept {
    /// The blocks of what `recipe` says, below a folder.
    pub fn new(folder: Option<&Path>, recipe: &str) -> Kept {
        Kept { folder: folder.map(Path::to_path_buf), key: fnv(recipe.bytes()) }
    }

    fn path(&self, block: usize) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(format!("loops-{:016x}-{block}.block", self.key)))
    }

    /// A block that an earlier call finished; a damaged one is none.
    pub fn block(&self, block: usize) -> Option<Sums> {
        let bytes = std::fs::read(self.path(block)?).ok()?;
        let (numbers, sum) = bytes.split_at_checked(bytes.len().checked_sub(8)?)?;
        if sum != fnv(numbers.iter().copied()).to_le_bytes() {
            return None;
        }
        let number = |b: &[u8]| b.try_into().ok().map(f64::from_le_bytes);
        Sums::of_numbers(&numbers.chunks(8).map(number).collect::<Option<Vec<f64>>>()?)
    }

    /// Keeps a block.  One that cannot be kept is only made again after an interruption.
    pub fn keep(&self, block: usize, sums: &Sums) {
        let Some(path) = self.path(block) else { return };
        let mut bytes: Vec<u8> = sums.numbers().into_iter().flat_map(f64::to_le_bytes).collect();
        bytes.extend(fnv(bytes.iter().copied()).to_le_bytes());
        if let Some(folder) = path.parent()
            && std::fs::create_dir_all(folder).is_ok()
        {
            let _ = milepost_ensemble::write_whole(&path, &bytes);
        }
    }

    /// Removes the blocks of a study that is done.
    pub fn clear(&self, blocks: usize) {
        for path in (0..blocks).filter_map(|block| self.path(block)) {
            // One that was never kept is not there.
            let _ = std::fs::remove_file(path);
        }
        if let Some(folder) = &self.folder {
            // Only where nothing else lies there.
            let _ = std::fs::remove_dir(folder);
        }
    }
}

/// FNV-1a, 64 bits.
fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_analysis::loops::{Cell, Spread};

    #[test]
    fn blocks_are_read_as_they_were_kept_and_damaged_ones_are_none() {
        let folder = std::env::temp_dir().join(format!("milepost-loops-kept-{}", std::process::id()));
        let kept = Kept::new(Some(&folder), "a recipe");
        let mut spread = Spread::default();
        spread.add(0.3);
        let (reinforcing, balancing, moved) = (0.25, 0.5, vec![[1.0, 2.0]]);
        let cell = Cell { reinforcing, balancing, charge: 3.0, dominant: 1.0, moved, spread };
        let sums = Sums { futures: 4.0, cells: vec![vec![cell.clone(), cell]; 3], still: vec![vec![0.0]; 3] };
        assert_eq!(kept.block(7), None);
        kept.keep(7, &sums);
        assert_eq!(kept.block(7), Some(sums));
        assert_eq!(Kept::new(Some(&folder), "another recipe").block(7), None);
        let path = kept.path(7).unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[9] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(kept.block(7), None);
        kept.clear(8);
        assert!(!folder.exists());
    }
}
