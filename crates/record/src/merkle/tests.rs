//! The tree against the definition, the published roots, and bits that are turned over.

use std::convert::Infallible;

use proptest::prelude::*;

use super::*;

/// The definition of RFC 6962, 2.1, word for word.
fn defined(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let k = leaves.len().next_power_of_two() / 2;
            node_hash(&defined(&leaves[..k]), &defined(&leaves[k..]))
        }
    }
}

struct Leaves(Vec<Hash>);

impl Subtrees for Leaves {
    type Error = Infallible;

    fn subtree(&self, level: u32, index: u64) -> Result<Hash, Infallible> {
        let at = (index << level) as usize;
        Ok(defined(&self.0[at..at + (1 << level)]))
    }
}

fn leaves(n: u64) -> Leaves {
    Leaves((0..n).map(|i| leaf_hash(&i.to_be_bytes())).collect())
}

#[test]
fn the_published_roots() {
    // The eight leaves that the tests of Certificate Transparency use, and the roots over the first 1 to 8 of them.
    let data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    assert_eq!(empty_root().hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    let mut grown = Frontier::default();
    assert_eq!(grown.head(), Head { size: 0, root: empty_root() });
    for (leaf, root) in data.iter().zip(roots) {
        grown.push(leaf_hash(&crate::text::from_hex(leaf).unwrap()));
        assert_eq!(grown.head().root.hex(), root);
    }
}

#[test]
fn growing_is_the_definition() {
    let all = leaves(70);
    let mut grown = Frontier::default();
    for (i, leaf) in all.0.iter().enumerate() {
        let completed = grown.push(*leaf);
        let size = i as u64 + 1;
        assert_eq!(completed.len() as u32, size.trailing_zeros() + 1);
        for (level, hash) in completed.iter().enumerate() {
            assert_eq!(*hash, all.subtree(level as u32, (size >> level) - 1).unwrap());
        }
        assert_eq!(grown.head(), Head { size, root: defined(&all.0[..=i]) });
        assert_eq!(root(&all, size).unwrap(), grown.head().root);
    }
}

#[test]
fn every_proof_of_small_trees_holds_and_none_with_a_bit_turned() {
    let all = leaves(20);
    for size in 1..=20 {
        let top = root(&all, size).unwrap();
        for index in 0..size {
            let proof = inclusion(&all, index, size).unwrap();
            let leaf = all.0[index as usize];
            assert_eq!(verify_inclusion(&leaf, index, size, &proof, &top), Ok(()));
            for other in (0..size + 2).filter(|i| *i != index) {
                assert!(verify_inclusion(&leaf, other, size, &proof, &top).is_err(), "{index} as {other} of {size}");
            }
        }
        for old in 1..=size {
            let proof = consistency(&all, old, size).unwrap();
            let old_root = root(&all, old).unwrap();
            assert_eq!(verify_consistency(old, size, &proof, &old_root, &top), Ok(()));
        }
    }
}

fn turned(hash: &Hash, bit: usize) -> Hash {
    let mut hash = *hash;
    hash.0[bit / 8 % 32] ^= 1 << (bit % 8);
    hash
}

proptest! {
    #[test]
    fn inclusion_proofs(size in 1u64..300, index in any::<u64>(), at in any::<usize>(), bit in 0usize..256) {
        let (all, index) = (leaves(size), index % size);
        let (top, leaf) = (root(&all, size).unwrap(), all.0[index as usize]);
        let proof = inclusion(&all, index, size).unwrap();
        prop_assert_eq!(verify_inclusion(&leaf, index, size, &proof, &top), Ok(()));
        prop_assert!(verify_inclusion(&turned(&leaf, bit), index, size, &proof, &top).is_err());
        prop_assert!(verify_inclusion(&leaf, index, size, &proof, &turned(&top, bit)).is_err());
        let mut longer = proof.clone();
        longer.push(leaf);
        prop_assert!(verify_inclusion(&leaf, index, size, &longer, &top).is_err());
        if !proof.is_empty() {
            let at = at % proof.len();
            let mut wrong = proof.clone();
            wrong[at] = turned(&wrong[at], bit);
            prop_assert!(verify_inclusion(&leaf, index, size, &wrong, &top).is_err());
            prop_assert!(verify_inclusion(&leaf, index, size, &proof[1..], &top).is_err());
        }
    }

    #[test]
    fn consistency_proofs(size in 1u64..300, old in any::<u64>(), at in any::<usize>(), bit in 0usize..256) {
        let (all, old) = (leaves(size), 1 + old % size);
        let (top, old_root) = (root(&all, size).unwrap(), root(&all, old).unwrap());
        let proof = consistency(&all, old, size).unwrap();
        prop_assert_eq!(verify_consistency(old, size, &proof, &old_root, &top), Ok(()));
        prop_assert!(verify_consistency(old, size, &proof, &turned(&old_root, bit), &top).is_err());
        prop_assert!(verify_consistency(old, size, &proof, &old_root, &turned(&top, bit)).is_err());
        let mut longer = proof.clone();
        longer.push(top);
        prop_assert!(verify_consistency(old, size, &longer, &old_root, &top).is_err());
        if !proof.is_empty() {
            let at = at % proof.len();
            let mut wrong = proof.clone();
            wrong[at] = turned(&wrong[at], bit);
            prop_assert!(verify_consistency(old, size, &wrong, &old_root, &top).is_err());
            prop_assert!(verify_consistency(old, size, &proof[1..], &old_root, &top).is_err());
        }
    }
}
