//! How members are split: shards for the disk, tiles for the threads.  Both are aligned to member numbers, so that
//! the split, and with it every sum, is the same however many threads there are and wherever a run was resumed.

use std::ops::Range;

use crate::Error;

/// Members in a shard; also the block over which sums are formed.
pub(crate) const SHARD: u64 = 4096;

/// Members in a tile: what one thread simulates at a time.
pub(crate) const TILE: u64 = 256;

/// Futures in one run, at most; the engine numbers members with 32 bits.
const MOST: u64 = 1 << 32;

/// The aligned blocks of `size` in a range; the first and the last may be partial.
pub(crate) fn blocks(range: &Range<u64>, size: u64) -> impl Iterator<Item = Range<u64>> + use<> {
    let Range { start, end } = range.clone();
    let count = if start < end { (end - 1) / size - start / size + 1 } else { 0 };
    (0..count).map(move |k| {
        let first = (start / size + k) * size;
        first.max(start)..(first + size).min(end)
    })
}

/// The shards of a range, or a sentence why it cannot be run.
pub(crate) fn shards(members: &Range<u64>) -> Result<Vec<Range<u64>>, Error> {
    if members.start >= members.end {
        return Err(Error::NoFutures { first: members.start, last: members.end });
    }
    if members.end > MOST {
        return Err(Error::TooManyFutures { last: members.end, most: MOST });
    }
    Ok(blocks(members, SHARD).collect())
}

/// The part of both ranges, empty at the start of `a` where there is none.
pub(crate) fn common(a: &Range<u64>, b: &Range<u64>) -> Range<u64> {
    let (start, end) = (a.start.max(b.start), a.end.min(b.end));
    if start < end { start..end } else { a.start..a.start }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_aligned_and_cover_the_range() {
        for (members, expected) in [
            (0..10, &[(0, 10)][..]),
            (0..4096, &[(0, 4096)]),
            (0..4097, &[(0, 4096), (4096, 4097)]),
            (4000..9000, &[(4000, 4096), (4096, 8192), (8192, 9000)]),
            (8192..8193, &[(8192, 8193)]),
        ] {
            let found: Vec<_> = shards(&members).unwrap().into_iter().map(|shard| (shard.start, shard.end)).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn no_futures_and_too_many_are_refused() {
        for members in [0..0, 7..7, Range { start: 9, end: 3 }, 0..u64::MAX, MOST..MOST + 1] {
            let sentence = shards(&members).unwrap_err().to_string();
            assert!(sentence.contains("futures") && !sentence.ends_with('.'), "{sentence}");
        }
        assert_eq!(shards(&(MOST - 1..MOST)).unwrap().len(), 1);
    }
}
