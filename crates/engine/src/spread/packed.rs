//! Buckets and their counts as bytes: mostly two for each, as neighbours differ by little and hold little.
//!
//! The first bucket, then for each next one how far it lies above; behind each its count.  Numbers take seven bits to a byte,
//! the lowest first, with the eighth set where more follow.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};

/// Bytes of the longest number.
const LONGEST: usize = 5;

pub(super) fn serialize<S: Serializer>(buckets: &[(i32, u32)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(&pack(buckets))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(i32, u32)>, D::Error> {
    deserializer.deserialize_bytes(Packed)
}

struct Packed;

impl Visitor<'_> for Packed {
    type Value = Vec<(i32, u32)>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("packed buckets")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        unpack(bytes).ok_or_else(|| E::custom("buckets are cut short or out of order"))
    }
}

fn pack(buckets: &[(i32, u32)]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(2 * buckets.len() + LONGEST);
    let mut before = i32::MIN;
    for &(key, count) in buckets {
        put(&mut bytes, key.wrapping_sub(before) as u32);
        put(&mut bytes, count);
        before = key;
    }
    bytes
}

fn unpack(mut bytes: &[u8]) -> Option<Vec<(i32, u32)>> {
    // Room for no more than is needed: there are as many as tens of thousands of these lists.
    let numbers = bytes.iter().filter(|byte| **byte < 0x80).count();
    let mut buckets = Vec::with_capacity(numbers / 2);
    let mut key = i32::MIN;
    while !bytes.is_empty() {
        key = key.checked_add_unsigned(take(&mut bytes)?)?;
        buckets.push((key, take(&mut bytes)?));
    }
    Some(buckets)
}

fn put(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0_u64;
    for k in 0..LONGEST {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << (7 * k);
        if byte < 0x80 {
            return number.try_into().ok();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_packed_comes_back(mut buckets in prop::collection::vec(any::<(i32, u32)>(), 0..40)) {
            buckets.sort_unstable();
            prop_assert_eq!(unpack(&pack(&buckets)), Some(buckets));
        }

        #[test]
        fn any_bytes_are_ascending_buckets_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            if let Some(buckets) = unpack(&bytes) {
                prop_assert!(buckets.is_sorted_by_key(|b| b.0));
                prop_assert!(buckets.len() == buckets.capacity());
            }
        }
    }

    #[test]
    fn neighbours_with_few_values_take_two_bytes_each() {
        let near: Vec<_> = (0..1000).map(|k| (132_000 + k, 7)).collect();
        assert_eq!(pack(&near).len(), 2 * 1000 + LONGEST - 1);
    }
}
